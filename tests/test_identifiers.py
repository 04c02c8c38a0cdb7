"""Names: the same for the same, different for different, readable, and without a percent sign."""

from __future__ import annotations

import dataclasses
import datetime
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.identifiers import Minter, passage_occurrence, proposed_thing, slug, thing_slug
from kg.model import (
    Claim,
    Coreference,
    Document,
    Mention,
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
    Value,
)
from kg.slugs import canonical_number
from kg.terms import Term, iri, iri_text

BASE = "https://example.org/kg/id/"
MINTER = Minter(BASE)
ACME = Thing("company", "Acme", "acme")
ANN = Thing("person", "Ann Bee", "ann-bee")
DAY = datetime.date

names = st.text(max_size=30)
words = st.text(alphabet="abz09 -+.'é小%/AB", min_size=1, max_size=12)
numbers = st.decimals(min_value=-(10**9), max_value=10**12, places=3) | st.integers(-20, 10**7).map(Decimal)
nouns = st.sampled_from(
    ["vehicle", "order", "pre-order", "pre order", "car per day", "usd", "usd-order", "mile", "x+"]
)
units = st.sampled_from(["one", "USD", "usd", "hp", "km", "km/h", "percent", "rank", "vehicle", "furlong"])


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = draw(st.none() | numbers), draw(st.none() | numbers)
    if low is None and high is None:
        low = Decimal(1)
    if low is not None and high is not None and low > high:
        low, high = high, low
    counted, per = draw(st.none() | nouns), draw(st.none() | nouns | st.just("year"))
    return Quantity(low, high, draw(units), counted, per, draw(st.booleans()), draw(st.booleans()))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    dates = st.dates() | st.builds(
        DAY, st.integers(2010, 2012), st.sampled_from([1, 12]), st.sampled_from([1, 31])
    )
    first, last = draw(st.none() | dates), draw(st.none() | dates)
    duration = draw(st.none() | st.sampled_from(["P10Y", "P1M", "PT1M", "P60W", "PT1.5S", "P1Y2M3DT4H"]))
    if first is None and last is None and duration is None:
        duration = "P5Y"
    if first and last and first > last:
        first, last = last, first
    return Period(first, last, duration, draw(st.booleans()))


things = st.builds(proposed_thing, st.sampled_from(["company", "person", "place"]), words) | st.builds(
    lambda kind, slug: Thing(kind, slug, slug),
    st.sampled_from(["company", "person", "place"]),
    st.sampled_from(["a", "a--b", "b", "home", "any", "b-"]),
)
references = st.sampled_from(["any", "product/any", "product/a", "vehicle/a", "product/a--b"])
scopes = st.sampled_from(["any", "home", "abroad", "place/home", "place/a", "company/a", "place/b--a"])
plans = st.builds(PlanKey, things, st.sampled_from(["Sell", "SellAll", "Build"]), references, scopes)
offices = st.builds(OfficeHolding, things, words, things)


def is_named_well(term: Term) -> bool:
    text = iri_text(term)
    return iri(text) == term and text.startswith(BASE) and "%" not in text and text.isascii()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Xiaomi", "xiaomi"),
        ("Xiaomi SU7 Ultra", "xiaomi-su7-ultra"),
        ("Škoda  Auto", "skoda-auto"),
        ("Model S+", "model-s-plus"),
        ("Land's End", "lands-end"),
        ("J.D. Power", "j-d-power"),
        ("  --  A/B  ", "a-b"),
    ],
)
def test_a_slug_is_readable(name: str, expected: str) -> None:
    """Letters and digits stay, accents go, plus is spelt, the rest separates words."""
    assert slug(name) == expected


@given(names)
def test_a_slug_is_never_empty_and_always_fit_for_an_iri(name: str) -> None:
    """Whatever the name, the slug is lower-case ASCII words joined by one hyphen."""
    made = slug(name)

    assert made == made.lower()
    assert all(word.isascii() and word.isalnum() for word in made.split("-"))


def test_names_without_a_latin_letter_get_different_slugs() -> None:
    """A name in another script is told from another one by its hash."""
    assert slug("小米") != slug("蔚来")
    assert slug("小米") == slug("小米")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Citroën", "Citroen"),
        ("Model S+", "Model S Plus"),
        ("Bolt 1.5", "Bolt 1 5"),
        ("A&B", "A B"),
        ("小米 Auto", "Auto"),
        ("x" * 81, "x" * 80),
        ("C", "C++"),
    ],
)
def test_two_names_that_slug_alike_have_two_names(name: str, other: str) -> None:
    """What a slug loses, other than case, spaces and punctuation between words, a hash keeps."""
    assert MINTER.thing(proposed_thing("vehicle", name)) != MINTER.thing(proposed_thing("vehicle", other))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("ACME Motors", "Acme Motors"),
        ("Acme, Inc.", "Acme Inc"),
        ("SU-7", "SU 7"),
        ("J.D. Power", "J. D. Power"),
    ],
)
def test_names_that_differ_in_case_spaces_or_punctuation_are_one(name: str, other: str) -> None:
    """An article that writes a name in capitals speaks of the same thing."""
    assert thing_slug(name) == thing_slug(other)
    assert "-".join(thing_slug(name).split("-")) == slug(name)


@given(words, words)
def test_a_thing_is_named_by_kind_and_name(name: str, other: str) -> None:
    """Same kind and name, same IRI; names that differ in letters or digits, two IRIs."""
    first, second = (MINTER.thing(proposed_thing("company", text)) for text in (name, other))
    letters = [
        "".join(char for char in text.lower() if char.isalnum() or char in "+%/") for text in (name, other)
    ]

    assert is_named_well(first)
    assert first == MINTER.thing(proposed_thing("company", name))
    if letters[0] != letters[1]:
        assert first != second


def test_a_known_thing_keeps_the_slug_of_the_registry() -> None:
    """The registry decides how its things are called."""
    assert MINTER.thing(Thing("company", "Citroën", "citroen")) == iri(BASE + "company/citroen")


def test_a_thing_proposed_with_another_slug_is_refused() -> None:
    """There is one way to name a thing that the registry does not know."""
    with pytest.raises(ValueError, match="proposed_thing"):
        MINTER.thing(Thing("company", "Citroën", "citroen", known=False))


@pytest.mark.parametrize(
    "reference", ["", "company", "company/", "Company/acme", "company/a b", "company/..", "a/b/c"]
)
def test_a_reference_of_another_form_is_refused(reference: str) -> None:
    """Nothing but kind/slug points to a thing."""
    with pytest.raises(ValueError, match="want kind/slug"):
        MINTER.reference(reference)


def test_the_names_of_the_contract() -> None:
    """The forms that documents, queries and other tools rely on."""
    assert MINTER.article("000_x") == iri(BASE + "article/000_x")
    assert MINTER.article_graph("000_x") == iri(BASE + "graph/article/000_x")
    assert MINTER.names_graph() == iri(BASE + "graph/names")
    assert MINTER.ontology_graph() == iri(BASE + "graph/ontology")
    assert MINTER.derived_graph() == iri(BASE + "graph/derived")
    assert MINTER.rule("prp-spo1") == iri(BASE + "rule/prp-spo1")
    assert MINTER.plan(PlanKey(ACME, "RaiseCapacity", "product/electric-vehicle", "abroad")) == iri(
        BASE + "plan/acme--raise-capacity--electric-vehicle--abroad"
    )
    assert MINTER.plan(PlanKey(ACME, "Sell", "any", "place/europe")) == iri(
        BASE + "plan/acme--sell--any--europe"
    )
    assert MINTER.office(OfficeHolding(ANN, "chief executive", ACME)) == iri(
        BASE + "office/ann-bee--chief-executive--acme"
    )


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (Quantity(None, Decimal(73000), "USD"), "at-most-73000-usd"),
        (Quantity(None, Decimal(73000), "USD", exclusive=True), "less-than-73000-usd"),
        (Quantity(Decimal(240000), None, "one", "vehicle", exclusive=True), "more-than-240000-vehicle"),
        (Quantity(Decimal(300000), None, "one", "vehicle", "year"), "at-least-300000-vehicle-per-year"),
        (Quantity(Decimal("1527.0"), Decimal(1527), "hp"), "1527-hp"),
        (Quantity(Decimal("1E+10"), Decimal("1E+10"), "USD", approximate=True), "about-10000000000-usd"),
        (Quantity(Decimal("-0.5"), Decimal(2), "percent"), "minus-0.5-to-2-percent"),
        (Quantity(Decimal(1), Decimal(2), "one", exclusive=True), "between-1-and-2-one"),
    ],
)
def test_a_quantity_is_named_by_its_content(quantity: Quantity, expected: str) -> None:
    """Number, bounds and unit can be read off the name."""
    assert MINTER.quantity(quantity) == iri(f"{BASE}quantity/{expected}")


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period(DAY(2027, 1, 1), DAY(2027, 12, 31)), "2027"),
        (Period(DAY(2023, 12, 1), DAY(2023, 12, 31)), "2023-12"),
        (Period(DAY(2024, 2, 1), DAY(2024, 2, 29)), "2024-02"),
        (Period(DAY(2024, 2, 1), DAY(2024, 2, 28)), "2024-02-01-to-2024-02-28"),
        (Period(DAY(2025, 2, 7), DAY(2025, 2, 7)), "2025-02-07"),
        (Period(None, DAY(2027, 12, 31)), "until-2027-12-31"),
        (Period(DAY(2021, 1, 1), None), "from-2021-01-01"),
        (Period(DAY(2011, 1, 1), DAY(2014, 12, 31)), "2011-01-01-to-2014-12-31"),
        (Period(duration="P10Y"), "p10y"),
        (Period(duration="P5Y", within=True), "within-p5y"),
        (Period(DAY(9999, 12, 1), DAY.max), "9999-12"),
    ],
)
def test_a_period_is_named_by_its_days(period: Period, expected: str) -> None:
    """A year, a month and a day look like one; open ends are spelt."""
    assert MINTER.period(period) == iri(f"{BASE}period/{expected}")


@pytest.mark.parametrize("duration", ["10 years", "p10y", "P", "PT", "P1Y/2", "", "P1.5Y", "P٣Y"])
def test_a_duration_that_is_not_iso_8601_is_refused(duration: str) -> None:
    """What could not be written as xsd:duration gets no name."""
    with pytest.raises(ValueError, match="ISO 8601"):
        MINTER.period(Period(duration=duration))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1E+1000000", "1E-1000000", "1" * 41])
def test_a_number_that_nobody_could_read_is_refused(number: str) -> None:
    """A name is never a million digits long."""
    with pytest.raises(ValueError, match=r"number|digits"):
        canonical_number(Decimal(number))


@given(numbers)
def test_a_canonical_number_keeps_its_value(number: Decimal) -> None:
    """Writing a number loses nothing, and equal numbers look the same."""
    assert Decimal(canonical_number(number)) == number
    assert canonical_number(number) == canonical_number(number * Decimal("1.000"))


@given(quantities(), quantities())
def test_different_quantities_have_different_names(first: Quantity, second: Quantity) -> None:
    """A name stands for one content."""
    assert is_named_well(MINTER.quantity(first))
    assert (MINTER.quantity(first) == MINTER.quantity(second)) == (first == second)


@given(quantities(), st.data())
def test_changing_any_part_of_a_quantity_changes_its_name(quantity: Quantity, data: st.DataObject) -> None:
    """Unit, counted noun, rate, exactness and bounds all count."""
    change: dict[str, object] = data.draw(
        st.sampled_from(
            [
                {"unit": "EUR"},
                {"counted": "usd_order"},
                {"counted": None},
                {"per": "week"},
                {"approximate": not quantity.approximate},
                {"exclusive": not quantity.exclusive},
                {"low": None, "high": Decimal(3)},
            ]
        )
    )
    other = dataclasses.replace(quantity, **change)  # type: ignore[arg-type]
    assume(other != quantity)

    assert MINTER.quantity(other) != MINTER.quantity(quantity)


@given(periods(), periods())
def test_different_periods_have_different_names(first: Period, second: Period) -> None:
    """Days, open ends, durations and deadlines all count."""
    assert is_named_well(MINTER.period(first))
    assert (MINTER.period(first) == MINTER.period(second)) == (first == second)


@given(plans, plans)
def test_different_plans_have_different_names(first: PlanKey, second: PlanKey) -> None:
    """However agent, action, object and scope are spelt, two keys never join to one name."""
    keys = [(MINTER.thing(key.agent), key.action, key.object_kind, key.scope) for key in (first, second)]

    assert is_named_well(MINTER.plan(first))
    assert (MINTER.plan(first) == MINTER.plan(second)) == (keys[0] == keys[1])


@given(offices, offices)
def test_different_holdings_of_offices_have_different_names(
    first: OfficeHolding, second: OfficeHolding
) -> None:
    """Holder, office and organization all count, so holders never merge."""
    keys = [(MINTER.thing(key.person), key.office, MINTER.thing(key.organization)) for key in (first, second)]

    assert is_named_well(MINTER.office(first))
    assert (MINTER.office(first) == MINTER.office(second)) == (keys[0] == keys[1])


@given(st.text(alphabet="ab \n", max_size=30), st.text(alphabet="ab", min_size=1, max_size=2))
def test_an_occurrence_is_counted_among_all_places_of_the_words(text: str, quote: str) -> None:
    """The n-th place where the words stand is number n, overlapping places included."""
    places = [start for start in range(len(text)) if text.startswith(quote, start)]

    numbers_given = [passage_occurrence(text, Span(start, start + len(quote))) for start in places]

    assert numbers_given == list(range(1, len(places) + 1))


def claim_of(text: str, quote: str, **changes: object) -> Claim:
    start = text.index(quote)
    claim = Claim("a1", Span(start, start + len(quote)), quote, ACME, "faces", Text("delays"))
    return dataclasses.replace(claim, **changes)  # type: ignore[arg-type]


def reading_of(text: str, *claims: Claim, mentions: tuple[Mention, ...] = ()) -> Reading:
    document = Document("a1", "a1.md", text, 0, "0" * 64, "0" * 64)
    return Reading(document, claims, mentions, ())


def test_an_edit_elsewhere_renames_nothing_that_follows() -> None:
    """No offset is part of a passage's or a claim's name."""
    quote = "Acme faces delays."
    text, edited = f"Hello. {quote}", f"A quite different start. {quote}"

    before = MINTER.claims(reading_of(text, claim_of(text, quote)))
    after = MINTER.claims(reading_of(edited, claim_of(edited, quote)))

    assert list(before.values()) == list(after.values())


def test_the_second_place_of_the_same_words_is_another_passage() -> None:
    """Two equal sentences are two passages, with two claims."""
    quote = "Acme faces delays."
    text = f"{quote} And again: {quote}"
    first = claim_of(text, quote)
    second = dataclasses.replace(first, span=Span(text.rindex(quote), len(text)))

    named = MINTER.claims(reading_of(text, first, second))

    assert len({claim for claim, _ in named.values()}) == 2
    assert len({passage for _, passage in named.values()}) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"subject": Thing("company", "Bolt", "bolt")},
        {"subject": PlanKey(ACME, "Sell", "any", "abroad")},
        {"property": "knownFor"},
        {"object": Text("a shortage")},
        {"object": Quantity(Decimal(1), Decimal(1), "one")},
        {"mode": Mode.POSSIBLE},
        {"negative": True},
        {"speaker": ANN},
        {"qualifiers": (("market", Thing("place", "Europe", "europe")),)},
        {"qualifiers": (("cause", Text("a shortage")),)},
    ],
    ids=str,
)
def test_whatever_a_claim_says_is_part_of_its_name(change: dict[str, object]) -> None:
    """Two different claims of one sentence have two names."""
    text = "Acme faces delays."
    passage = MINTER.passage("a1", text, 1)

    assert MINTER.claim(claim_of(text, text, **change), passage) != MINTER.claim(
        claim_of(text, text), passage
    )


def test_how_a_claim_was_read_is_no_part_of_its_name() -> None:
    """A better rule or another trust does not rename a claim."""
    text = "Acme faces delays."
    passage = MINTER.passage("a1", text, 1)
    other = claim_of(
        text,
        text,
        trust=Trust.LOW,
        rule="other",
        doubt="odd",
        plan=PlanKey(ACME, "Sell", "any", "any"),
        coreferences=(Coreference(Span(0, 2), Span(2, 4), ACME),),
    )

    assert MINTER.claim(other, passage) == MINTER.claim(claim_of(text, text), passage)


def test_the_order_of_qualifiers_does_not_matter() -> None:
    """Qualifiers are a set."""
    text = "Acme faces delays."
    passage = MINTER.passage("a1", text, 1)
    pairs: tuple[tuple[str, Value], ...] = (("cause", Text("x")), ("phase", Text("y")))

    one, other = (claim_of(text, text, qualifiers=order) for order in (pairs, pairs[::-1]))

    assert MINTER.claim(one, passage) == MINTER.claim(other, passage)


def test_a_conflict_is_one_whichever_claim_comes_first() -> None:
    """A pair has no order, but kind and property count."""
    one, other = iri(BASE + "claim/1"), iri(BASE + "claim/2")

    assert MINTER.conflict("values", "price", [one, other]) == MINTER.conflict(
        "values", "price", [other, one]
    )
    assert MINTER.conflict("values", "price", [one, other]) != MINTER.conflict(
        "periods", "price", [one, other]
    )


@pytest.mark.parametrize("name", ["..", "", "a b", "é", "a/b", "x" * 121])
def test_what_cannot_be_the_id_of_an_article_names_no_graph(name: str) -> None:
    """No id can climb out of its place in an IRI."""
    for mint in (MINTER.article, MINTER.article_graph):
        with pytest.raises(ValueError, match="not the id of an article"):
            mint(name)


def test_names_do_not_depend_on_the_process() -> None:
    """Another hash seed gives the same names."""
    program = (
        "from kg.identifiers import Minter, proposed_thing\n"
        "from kg.model import PlanKey\n"
        "agent = proposed_thing('person', 'Ann Bée')\n"
        "print(Minter('https://example.org/kg/id/').plan(PlanKey(agent, 'Sell', 'any', 'abroad')))"
    )

    names_made = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(names_made) == 1
