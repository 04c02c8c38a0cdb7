"""Disagreements: each planted one is found, and what only looks like one is not."""

from __future__ import annotations

import dataclasses
import datetime
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.conflicts import build_conflicts, find_conflicts
from kg.identifiers import Minter
from kg.model import (
    Claim,
    Conflict,
    Document,
    Mode,
    OfficeHolding,
    Period,
    PlanKey,
    Quantity,
    Reading,
    Span,
    Text,
    Thing,
    Trust,
)
from kg.namespaces import KGO, RDF
from kg.terms import iri, literal
from kg.vocabulary import Property, Vocabulary

DAY = datetime.date
ACME, ZED = Thing("company", "Acme", "acme"), Thing("company", "Zed", "zed")
BOLT = Thing("vehicle", "Acme Bolt", "acme-bolt")
VANS = Thing("product", "electric van", "electric-van")
EUROPE, WORLD = Thing("place", "Europe", "europe"), Thing("place", "the world", "world")
LYON, FRANCE, KYOTO = (Thing("place", name, name.lower()) for name in ("Lyon", "France", "Kyoto"))
ANN, BO = Thing("person", "Ann Bee", "ann-bee"), Thing("person", "Bo Cee", "bo-cee")
PLANT = Thing("facility", "Acme Lyon plant", "acme-lyon-plant")
PLAN = PlanKey(ACME, "Invest", "any", "any")
Y2021, Y2023, Y2024 = (Period(DAY(year, 1, 1), DAY(year, 12, 31)) for year in (2021, 2023, 2024))
DEC2023 = Period(DAY(2023, 12, 1), DAY(2023, 12, 31))

VOCABULARY = Vocabulary(
    {
        prop.name: prop
        for prop in (
            Property("headquarters", "has its seat in", single_valued=True),
            Property("marketShare", "market share", single_valued=True, one_value_per=("market", "period")),
            Property("capacity", "capacity", single_valued=True, one_value_per=("phase", "period")),
            Property("price", "price", single_valued=True, one_value_per=("market",)),
            Property("invests", "invests", single_valued=True),
            Property("knownFor", "is known for", is_object=False, single_valued=True),
            Property("chairOffice", "is chaired by", single_valued=True),
            Property("enteredField", "entered", happens_once=True),
            Property("launched", "launched", happens_once=True, once_per=("market",)),
            Property("offers", "offers"),
            Property("competesWith", "competes with", symmetric=True),
        )
    }
)


def claim(prop: str, value: Any, *, article: str = "a1", subject: Any = ACME, **rest: Any) -> Claim:
    changes = {key: rest.pop(key) for key in list(rest) if key in Claim.__dataclass_fields__}
    qualifiers = tuple(
        (name, Text(told) if isinstance(told, str) else told) for name, told in sorted(rest.items())
    )
    made = Claim(article, Span(0, 9), "the words", subject, prop, value, qualifiers=qualifiers)
    return dataclasses.replace(made, **changes)


def amount(low: str | None, high: str | None = "", unit: str = "percent", **rest: Any) -> Quantity:
    top = low if high == "" else high
    return Quantity(
        None if low is None else Decimal(low), None if top is None else Decimal(top), unit, **rest
    )


def conflicts(*claims: Claim, **rest: Any) -> list[Conflict]:
    return find_conflicts(claims, VOCABULARY, **rest)


def share(number: str, **rest: Any) -> Claim:
    return claim("marketShare", amount(number), **rest)


def capacity(quantity: Quantity, **rest: Any) -> Claim:
    return claim("capacity", quantity, subject=PLANT, **rest)


def vehicles(low: str | None, high: str | None = "", **rest: Any) -> Quantity:
    return amount(low, high, "one", counted="vehicle", per="year", **rest)


PLANTED: dict[str, tuple[str, Claim, Claim, str]] = {
    "two shares of one market in one year": (
        "values",
        share("18", market=EUROPE, period=Y2023),
        share("25", market=EUROPE, period=Y2023, article="a2"),
        "Acme, market share [market Europe, period 2023]: 18 % (a1) and 25 % (a2)",
    ),
    "a month within the year": (
        "values",
        share("18", market=EUROPE, period=DEC2023),
        share("25", market=EUROPE, period=Y2023, article="a2"),
        "Acme, market share [market Europe, period 2023-12]: 18 % (a1) and 25 % (a2)",
    ),
    "two seats": (
        "values",
        claim("headquarters", LYON),
        claim("headquarters", KYOTO, article="a2"),
        "Acme, has its seat in: Lyon (a1) and Kyoto (a2)",
    ),
    "more than the other's most": (
        "values",
        capacity(amount(None, "300000", "one", counted="ton")),
        capacity(amount("350000", None, "one", counted="ton"), article="a2"),
        "Acme Lyon plant, capacity: at most 300,000 tons (a1) and at least 350,000 tons (a2)",
    ),
    "over and under one number": (
        "values",
        capacity(amount("300000", None, "one", counted="ton", exclusive=True)),
        capacity(amount(None, "300000", "one", counted="ton", exclusive=True), article="a2"),
        "Acme Lyon plant, capacity: more than 300,000 tons (a1) and less than 300,000 tons (a2)",
    ),
    "about is not that far off": (
        "values",
        capacity(vehicles("300000", approximate=True)),
        capacity(vehicles("250000"), article="a2"),
        "Acme Lyon plant, capacity: about 300,000 vehicles per year (a1) and 250,000 vehicles per year (a2)",
    ),
    "two targets of one plan": (
        "values",
        claim("invests", amount("10", unit="USD"), mode=Mode.PLANNED, plan=PLAN),
        claim("invests", amount("20", unit="USD"), mode=Mode.PLANNED, plan=PLAN, article="a2"),
        "Acme, invests: 10 USD (a1) and 20 USD (a2)",
    ),
    "two holders of one office": (
        "values",
        claim("chairOffice", OfficeHolding(ANN, "chair", ACME)),
        claim("chairOffice", OfficeHolding(BO, "chair", ACME), article="a2"),
        "Acme, is chaired by: Ann Bee, chair of Acme (a1) and Bo Cee, chair of Acme (a2)",
    ),
    "one event in two years": (
        "periods",
        claim("enteredField", VANS, period=DEC2023),
        claim("enteredField", VANS, period=Y2021, article="a2"),
        "Acme entered electric van in 2023-12 (a1) and in 2021 (a2)",
    ),
    "one launch by and after a day": (
        "periods",
        claim("launched", BOLT, market=EUROPE, period=Period(None, DAY(2022, 12, 31))),
        claim("launched", BOLT, market=EUROPE, period=Y2023, article="a2"),
        "Acme launched Acme Bolt until 2022-12-31 (a1) and in 2023 (a2)",
    ),
    "one plan due in two years": (
        "periods",
        claim("launched", BOLT, period=Y2023, mode=Mode.PLANNED, plan=PLAN),
        claim("launched", BOLT, period=Y2024, mode=Mode.PLANNED, plan=PLAN, article="a2"),
        "Acme launched Acme Bolt in 2023 (a1) and in 2024 (a2)",
    ),
    "stated and denied": (
        "polarity",
        claim("offers", VANS, market=EUROPE),
        claim("offers", VANS, market=EUROPE, negative=True, article="a2"),
        "Acme offers electric van [market Europe] (a1) and not so (a2)",
    ),
    "denied and stated, in days that overlap": (
        "polarity",
        claim("offers", VANS, period=Y2023, negative=True),
        claim("offers", VANS, period=DEC2023, article="a2"),
        "Acme offers electric van [period 2023-12] (a2) and not so (a1)",
    ),
    "a denial of the other direction": (
        "polarity",
        claim("competesWith", ZED),
        claim("competesWith", ACME, subject=ZED, negative=True, article="a2"),
        "Acme competes with Zed (a1) and not so (a2)",
    ),
}

ALIKE: dict[str, tuple[Claim, Claim]] = {
    "one year after another": (
        share("18", market=EUROPE, period=Y2023),
        share("25", market=EUROPE, period=Y2024),
    ),
    "Europe and the world": (share("18", market=EUROPE), share("25", market=WORLD)),
    "Europe and no market": (share("18", market=EUROPE), share("25")),
    "a year and no year": (share("18", period=Y2023), share("25")),
    "a year and a duration": (share("18", period=Y2023), share("25", period=Period(duration="P1Y"))),
    "first phase and third": (
        capacity(vehicles("150000"), phase="first"),
        capacity(vehicles("300000"), phase="third"),
    ),
    "up to more than the other": (capacity(vehicles(None, "300000")), capacity(vehicles("250000"))),
    "more than a little less": (
        capacity(vehicles("240000", None, exclusive=True)),
        capacity(vehicles("248000")),
    ),
    "more than just that": (capacity(vehicles("240000", None, exclusive=True)), capacity(vehicles("240000"))),
    "about that much": (capacity(vehicles("300000", approximate=True)), capacity(vehicles("290000"))),
    "the same number written twice": (capacity(vehicles("300000")), capacity(vehicles("3E+5"))),
    "a year's and a month's": (
        capacity(vehicles("300000")),
        capacity(Quantity(Decimal(25000), Decimal(25000), "one", "vehicle", "month")),
    ),
    "dollars and euros": (claim("price", amount("9", unit="USD")), claim("price", amount("8", unit="EUR"))),
    "prices of two years": (
        claim("price", amount("9", unit="USD"), period=Y2023),
        claim("price", amount("8", unit="USD"), period=Y2024),
    ),
    "asserted and possible": (share("18"), share("25", mode=Mode.POSSIBLE)),
    "asserted and speculated": (share("18"), share("25", mode=Mode.SPECULATED)),
    "asserted and planned": (share("18"), share("25", mode=Mode.PLANNED, plan=PLAN)),
    "targets of two plans": (
        share("18", mode=Mode.PLANNED, plan=PLAN),
        share("25", mode=Mode.PLANNED, plan=PlanKey(ACME, "Sell", "any", "any")),
    ),
    "targets of no plan": (share("18", mode=Mode.PLANNED), share("25", mode=Mode.PLANNED)),
    "one value and another denied": (share("18"), share("25", negative=True)),
    "two companies": (share("18"), share("25", subject=ZED)),
    "two wordings": (claim("knownFor", Text("phones")), claim("knownFor", Text("good phones"))),
    "many values allowed": (claim("offers", VANS), claim("offers", BOLT)),
    "a month of the year told": (
        claim("enteredField", VANS, period=DEC2023),
        claim("enteredField", VANS, period=Y2023),
    ),
    "an event with and without days": (
        claim("enteredField", VANS, period=Y2021),
        claim("enteredField", VANS),
    ),
    "an event within a duration": (
        claim("enteredField", VANS, period=Y2021),
        claim("enteredField", VANS, period=Period(duration="P5Y", within=True)),
    ),
    "launches in two markets": (
        claim("launched", BOLT, market=EUROPE, period=Y2021),
        claim("launched", BOLT, market=KYOTO, period=Y2023),
    ),
    "launches of two vehicles": (
        claim("launched", BOLT, period=Y2021),
        claim("launched", VANS, period=Y2023),
    ),
    "launched and to be launched": (
        claim("launched", BOLT, period=Y2021),
        claim("launched", BOLT, period=Y2023, mode=Mode.PLANNED, plan=PLAN),
    ),
    "denied for another market": (
        claim("offers", VANS, market=EUROPE),
        claim("offers", VANS, market=KYOTO, negative=True),
    ),
    "denied for another year": (
        claim("offers", VANS, period=Y2021),
        claim("offers", VANS, period=Y2023, negative=True),
    ),
    "denied under a condition": (
        claim("offers", VANS),
        claim("offers", VANS, condition="without support", negative=True),
    ),
    "denied as a plan": (claim("offers", VANS), claim("offers", VANS, mode=Mode.PLANNED, negative=True)),
    "denied twice": (claim("offers", VANS, negative=True), claim("offers", VANS, negative=True, speaker=ANN)),
    "one direction denied of a one-way property": (
        claim("offers", ZED),
        claim("offers", ACME, subject=ZED, negative=True),
    ),
}


@pytest.mark.parametrize(("kind", "first", "second", "why"), PLANTED.values(), ids=PLANTED)
def test_a_planted_conflict_is_found_and_explained(kind: str, first: Claim, second: Claim, why: str) -> None:
    """Both claims are named, with what each says, whichever comes first."""
    expected = [Conflict(kind, first.property, (first, second), why)]

    assert conflicts(first, second) == expected
    assert conflicts(second, first) == expected


@pytest.mark.parametrize(("first", "second"), ALIKE.values(), ids=ALIKE)
def test_what_only_looks_like_a_conflict_is_none(first: Claim, second: Claim) -> None:
    """What may both hold is never reported."""
    assert conflicts(first, dataclasses.replace(second, article="a2")) == []


def test_one_article_may_contradict_itself() -> None:
    """Two sentences of one article are compared like those of two."""
    first = claim("headquarters", LYON)
    second = dataclasses.replace(claim("headquarters", KYOTO), span=Span(20, 29))

    assert [conflict.claims for conflict in conflicts(first, second)] == [(first, second)]


def test_a_city_and_its_country_are_no_two_seats() -> None:
    """Places that lie in each other fit, if the registry says so."""
    city, country = claim("headquarters", LYON), claim("headquarters", FRANCE, article="a2")

    assert len(conflicts(city, country)) == 1
    assert conflicts(city, country, within={("place/lyon", "place/france")}) == []
    assert conflicts(country, city, within={("place/lyon", "place/france")}) == []


def test_two_readings_of_one_sentence_are_one_claim() -> None:
    """A second rule that reads the same adds no conflict."""
    first, second = claim("headquarters", LYON), claim("headquarters", KYOTO, article="a2")
    again = dataclasses.replace(first, trust=Trust.LOW, rule="other")

    assert len(conflicts(first, again, second)) == 1


def test_each_pair_is_one_conflict() -> None:
    """Three sources with three values are three disagreements; agreeing ones add pairs, not more."""
    three = [claim("headquarters", place, article=place.slug) for place in (LYON, FRANCE, KYOTO)]
    agreeing = claim("headquarters", LYON, article="z")

    assert len(conflicts(*three)) == 3
    assert len(conflicts(*three, agreeing)) == 5


def test_the_order_of_claims_changes_nothing() -> None:
    """Conflicts are sorted by property, kind and articles."""
    claims = [told for _, first, second, _ in PLANTED.values() for told in (first, second)]
    expected = conflicts(*claims)
    shuffle = random.Random(3).shuffle  # noqa: S311

    for _ in range(5):
        shuffle(claims)
        assert conflicts(*claims) == expected

    keys = [(conflict.property, conflict.kind, conflict.claims[0].article) for conflict in expected]
    assert keys == sorted(keys)
    assert len(expected) >= len(PLANTED)


bounds = st.none() | st.integers(-50, 50).map(Decimal)


@given(bounds, bounds, bounds, bounds, st.integers(-60, 60).map(Decimal))
def test_ranges_with_a_number_in_common_never_conflict(
    low: Decimal | None,
    high: Decimal | None,
    other_low: Decimal | None,
    other_high: Decimal | None,
    number: Decimal,
) -> None:
    """If any number fits both statements, both may hold."""
    ranges = [
        (Decimal(-60) if bottom is None else bottom, Decimal(60) if top is None else top)
        for bottom, top in ((low, high), (other_low, other_high))
    ]
    stated = [
        Quantity(bottom, top, "percent")
        for bottom, top in ((low, high), (other_low, other_high))
        if (bottom is not None or top is not None)
        and not (bottom is not None and top is not None and bottom > top)
    ]
    if len(stated) < 2:
        return
    found = conflicts(*(claim("marketShare", told, article=f"a{place}") for place, told in enumerate(stated)))

    if all(bottom <= number <= top for bottom, top in ranges):
        assert found == []
    apart = ranges[0][1] < ranges[1][0] or ranges[1][1] < ranges[0][0]
    assert bool(found) == apart


def test_many_articles_that_agree_cost_little() -> None:
    """What is told alike is compared once: ten thousand agreeing claims and one that differs."""
    claims = [share("18", market=EUROPE, period=Y2023, article=f"a{number:05}") for number in range(10_000)]

    assert conflicts(*claims) == []
    assert len(conflicts(*claims, share("25", market=EUROPE, period=Y2023))) == 10_000


def test_an_unknown_property_is_a_fault_of_ours() -> None:
    """A misspelt property does not slip past the comparison."""
    with pytest.raises(ValueError, match="no property kgo:marktShare"):
        conflicts(claim("marktShare", amount("1")))


def test_a_conflict_is_written_with_both_claims() -> None:
    """The derived graph says kind, property, subject, claims and why, under one name."""
    minter = Minter("https://example.org/kg/id/")
    text = "Acme sits in Lyon. Acme sits in Kyoto."
    claims = tuple(
        dataclasses.replace(
            claim("headquarters", place), span=Span(start, start + 18), quote=text[start : start + 18]
        )
        for start, place in ((0, LYON), (19, KYOTO))
    )
    named = minter.claims(Reading(Document("a1", "a1.md", text, 0, "", ""), claims, (), ()))
    claim_iris = {told: node for told, (node, _) in named.items()}

    triples = build_conflicts(conflicts(*claims), minter, VOCABULARY, claim_iris=claim_iris)

    nodes = sorted(claim_iris.values())
    node = minter.conflict("values", "headquarters", nodes)
    assert {subject for subject, _, _ in triples} == {node}
    assert triples == sorted(set(triples))
    assert {(predicate, value) for _, predicate, value in triples} == {
        (iri(RDF + "type"), iri(KGO + "Conflict")),
        (iri("http://www.w3.org/2000/01/rdf-schema#label"), literal("Acme, has its seat in: values differ")),
        (iri(KGO + "conflictKind"), literal("values")),
        (iri(KGO + "onProperty"), iri(KGO + "headquarters")),
        (iri(KGO + "onSubject"), minter.thing(ACME)),
        (iri(KGO + "betweenClaim"), nodes[0]),
        (iri(KGO + "betweenClaim"), nodes[1]),
        (iri(KGO + "why"), literal("Acme, has its seat in: Lyon (a1) and Kyoto (a1)")),
    }
