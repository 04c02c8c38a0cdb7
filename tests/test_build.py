"""One article as triples: what must stand there, and what must never."""

from __future__ import annotations

import dataclasses
import datetime
import random
from decimal import Decimal
from typing import Any

import pytest

from kg.build import build_article
from kg.identifiers import Minter, proposed_thing
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
)
from kg.namespaces import DCTERMS, KGO, RDF, RDFS, SKOS, XSD
from kg.terms import Term, Triple, boolean, date, decimal, integer, iri, literal, ntriples_line
from kg.vocabulary import Property, Vocabulary

BASE = "https://example.org/kg/id/"
MINTER = Minter(BASE)
PROPERTIES = ("competesWith", "dependsOn", "faces", "holdsOffice", "launched", "market", "orders", "period")
VOCABULARY = Vocabulary(
    {name: Property(name, name) for name in (*PROPERTIES, "price", "sellsIn")}, actions={"Sell": "sell"}
)
ACME = Thing("company", "Acme", "acme")
BOLT = Thing("vehicle", "Acme Bolt", "acme-bolt")
ANN = Thing("person", "Ann Bee", "ann-bee")
EUROPE = Thing("place", "Europe", "europe")
TEXT = "Acme launched the Bolt. It faces delays. Rivals say the firm will not sell it in Europe."
PLAN = PlanKey(ACME, "Sell", "product/electric-vehicle", "abroad")
TYPE, LABEL = iri(RDF + "type"), iri(RDFS + "label")


def ours(name: str) -> Term:
    return iri(KGO + name)


def node(path: str) -> Term:
    return iri(BASE + path)


def document(**changes: object) -> Document:
    plain = Document("a1", "a1.md", TEXT, 0, "1" * 64, "2" * 64)
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def claim(quote: str = "Acme launched the Bolt.", **changes: Any) -> Claim:
    start = TEXT.index(quote)
    made = Claim("a1", Span(start, start + len(quote)), quote, ACME, "launched", BOLT, rule="launch1")
    return dataclasses.replace(made, **changes)


def build(*claims: Claim, trust: Trust = Trust.MEDIUM, **changes: object) -> list[Triple]:
    reading = Reading(document(), claims, (), ())
    return build_article(
        dataclasses.replace(reading, **changes),  # type: ignore[arg-type]
        MINTER,
        VOCABULARY,
        trust=trust,
    )


def about(triples: list[Triple], subject: Term) -> set[tuple[Term, Term]]:
    return {(predicate, value) for start, predicate, value in triples if start == subject}


def only(triples: list[Triple], predicate: Term, value: Term) -> Term:
    (subject,) = {start for start, middle, end in triples if (middle, end) == (predicate, value)}
    return subject


def test_an_article_tells_all_that_it_says_about_itself() -> None:
    """Title, outlet, author, day, language, digests, origin and sources hang on the article."""
    wire = Thing("outlet", "Wire One", "wire-one")
    full = document(
        title="Acme opens",
        publisher="Daily Bolt",
        copy_of="Wire One",
        creator="Cy Dee",
        published=datetime.date(2025, 7, 2),
        language="en",
        restated=True,
        origin_file="x.txt",
        origin_sha256="3" * 64,
    )

    triples = build(document=full, sources=(wire,))

    assert about(triples, node("article/a1")) == {
        (TYPE, ours("Article")),
        (LABEL, literal("Acme opens")),
        (iri(DCTERMS + "title"), literal("Acme opens")),
        (iri(DCTERMS + "publisher"), node("outlet/daily-bolt")),
        (iri(DCTERMS + "creator"), literal("Cy Dee")),
        (iri(DCTERMS + "issued"), date(datetime.date(2025, 7, 2))),
        (iri(DCTERMS + "language"), literal("en")),
        (ours("copyOf"), node("outlet/wire-one")),
        (ours("namesAsSource"), node("outlet/wire-one")),
        (ours("sourcePath"), literal("a1.md")),
        (ours("sourceSha256"), literal("1" * 64)),
        (ours("textSha256"), literal("2" * 64)),
        (ours("originFile"), literal("x.txt")),
        (ours("originSha256"), literal("3" * 64)),
        (ours("restated"), boolean(value=True)),
    }


@pytest.mark.parametrize(
    ("changes", "label"), [({}, "a1"), ({"publisher": "Daily Bolt"}, "Daily Bolt a1"), ({"title": "T"}, "T")]
)
def test_every_article_has_a_label(changes: dict[str, Any], label: str) -> None:
    """The title, else outlet and id, else the id; nothing is said that the article does not give."""
    triples = build(document=document(**changes))

    assert (LABEL, literal(label)) in about(triples, node("article/a1"))
    assert ("title" in changes) == any(predicate == iri(DCTERMS + "title") for _, predicate, _ in triples)


def test_an_outlet_is_proposed_only_if_the_registry_does_not_know_it() -> None:
    """A known outlet keeps its node and gets no second label."""
    reading = Reading(document(publisher="DAILY BOLT"), (), (), ())
    bolt = Thing("outlet", "Daily Bolt", "daily-bolt")

    known = build_article(reading, MINTER, VOCABULARY, trust=Trust.MEDIUM, known={"outlet/daily-bolt": bolt})
    unknown = build_article(reading, MINTER, VOCABULARY, trust=Trust.MEDIUM)

    assert about(known, node("outlet/daily-bolt")) == set()
    assert (TYPE, ours("Proposed")) in about(unknown, node("outlet/daily-bolt"))


def test_a_claim_ends_at_the_words_that_say_it() -> None:
    """Claim, passage and article are walkable, and the span cuts the quote from the text."""
    told = claim(speaker=ANN, trust=Trust.HIGH, qualifiers=(("market", EUROPE),))
    mentions = (Mention(Span(0, 4), ACME), Mention(Span(18, 22), BOLT), Mention(Span(82, 88), EUROPE))

    triples = build(told, mentions=mentions)

    passage = only(triples, TYPE, ours("Passage"))
    assert about(triples, only(triples, TYPE, ours("Claim"))) == {
        (TYPE, ours("Claim")),
        (iri(RDF + "subject"), node("company/acme")),
        (iri(RDF + "predicate"), ours("launched")),
        (iri(RDF + "object"), node("vehicle/acme-bolt")),
        (ours("mode"), ours("Asserted")),
        (ours("polarity"), ours("Positive")),
        (ours("trust"), ours("High")),
        (ours("speaker"), node("person/ann-bee")),
        (ours("market"), node("place/europe")),
        (ours("rule"), node("rule/launch1")),
        (ours("saidIn"), passage),
    }
    assert about(triples, passage) == {
        (TYPE, ours("Passage")),
        (ours("quote"), literal(TEXT[0:23])),
        (ours("start"), integer(0)),
        (ours("end"), integer(23)),
        (ours("inArticle"), node("article/a1")),
        (ours("mentions"), node("company/acme")),
        (ours("mentions"), node("vehicle/acme-bolt")),
    }
    assert about(triples, node("rule/launch1")) == {(TYPE, ours("Rule")), (LABEL, literal("launch1"))}


BARE = (node("company/acme"), ours("launched"), node("vehicle/acme-bolt"))


@pytest.mark.parametrize(
    ("changes", "level", "expected"),
    [
        ({}, Trust.HIGH, "bare"),
        ({"trust": Trust.MEDIUM}, Trust.MEDIUM, "bare"),
        ({"trust": Trust.MEDIUM}, Trust.HIGH, "claim"),
        ({"trust": Trust.LOW}, Trust.MEDIUM, "claim"),
        ({"trust": Trust.LOW}, Trust.LOW, "bare"),
        ({"speaker": ANN}, Trust.MEDIUM, "bare"),
        ({"negative": True}, Trust.LOW, "claim"),
        ({"mode": Mode.PLANNED}, Trust.LOW, "claim"),
        ({"mode": Mode.POSSIBLE}, Trust.LOW, "claim"),
        ({"mode": Mode.SPECULATED}, Trust.LOW, "claim"),
    ],
    ids=str,
)
def test_a_bare_fact_is_asserted_positive_and_trusted(
    changes: dict[str, Any], level: Trust, expected: str
) -> None:
    """A reader who ignores modes is never told a hope, a denial or a guess as a fact."""
    assert ("bare" if BARE in build(claim(**changes), trust=level) else "claim") == expected


def test_a_claim_about_a_plan_is_no_bare_fact_but_tells_the_plan() -> None:
    """What a plan waits for is a claim alone, and one of the plan's tellings."""
    told = claim("It faces delays.", subject=PLAN, property="dependsOn", object=Text("parts"))

    triples = build(told)

    plan = MINTER.plan(PLAN)
    assert (ours("hasTelling"), only(triples, TYPE, ours("Claim"))) in about(triples, plan)
    assert not any(start == plan and predicate == ours("dependsOn") for start, predicate, _ in triples)


@pytest.mark.parametrize(
    "changes", [{"mode": Mode.PLANNED}, {"mode": Mode.POSSIBLE}, {"negative": True}], ids=str
)
def test_a_plan_is_its_key_and_its_tellings(changes: dict[str, Any]) -> None:
    """Possible and negative claims about a plan are tellings of it too."""
    triples = build(claim(property="sellsIn", object=EUROPE, plan=PLAN, **changes))

    assert about(triples, MINTER.plan(PLAN)) == {
        (TYPE, ours("Plan")),
        (LABEL, literal("Acme: sell electric vehicles, abroad")),
        (ours("agent"), node("company/acme")),
        (ours("action"), ours("Sell")),
        (ours("objectKind"), node("product/electric-vehicle")),
        (ours("marketScope"), ours("Abroad")),
        (ours("hasTelling"), only(triples, TYPE, ours("Claim"))),
    }


@pytest.mark.parametrize(
    ("scope", "expected"),
    [("home", ours("Home")), ("any", ours("AnyMarket")), ("place/europe", node("place/europe"))],
)
def test_the_market_of_a_plan_is_a_scope_or_a_place(scope: str, expected: Term) -> None:
    """Home, abroad, anywhere, or the market named; a plan for any kind of object names none."""
    key = PlanKey(ACME, "Sell", "any", scope)

    plan = about(build(claim(mode=Mode.PLANNED, plan=key)), MINTER.plan(key))

    assert (ours("marketScope"), expected) in plan
    assert not any(predicate == ours("objectKind") for predicate, _ in plan)


def test_value_nodes_say_their_content() -> None:
    """Quantities, periods and offices are nodes with bounds, days and holders, and readable labels."""
    price = Quantity(None, Decimal("73000.00"), "USD")
    orders = Quantity(Decimal(9), Decimal(9), "one", "order", "week", approximate=True)
    many = Quantity(Decimal(9), None, "one", "order", exclusive=True)
    day = Period(datetime.date(2025, 2, 1), datetime.date(2025, 2, 28))
    wait = Period(duration="P8W", within=True)
    office = OfficeHolding(ANN, "chief executive", ACME)

    triples = build(
        claim(subject=BOLT, property="price", object=price, qualifiers=(("period", day),)),
        claim(subject=BOLT, property="orders", object=orders, qualifiers=(("period", wait),)),
        claim(subject=BOLT, property="orders", object=many),
        claim(subject=ANN, property="holdsOffice", object=office),
    )

    assert about(triples, node("quantity/at-most-73000-usd")) == {
        (TYPE, ours("Quantity")),
        (LABEL, literal("at most 73,000 USD")),
        (ours("maximum"), decimal(Decimal(73000))),
        (ours("unit"), literal("USD")),
    }
    assert about(triples, node("quantity/about-9-order-per-week")) == {
        (TYPE, ours("Quantity")),
        (LABEL, literal("about 9 orders per week")),
        (ours("value"), decimal(Decimal(9))),
        (ours("unit"), literal("one")),
        (ours("counted"), literal("order")),
        (ours("per"), literal("week")),
        (ours("approximate"), boolean(value=True)),
    }
    assert (ours("exclusive"), boolean(value=True)) in about(triples, node("quantity/more-than-9-order"))
    assert (ours("minimum"), decimal(Decimal(9))) in about(triples, node("quantity/more-than-9-order"))
    assert about(triples, node("period/2025-02")) == {
        (TYPE, ours("Period")),
        (LABEL, literal("2025-02")),
        (ours("firstDay"), date(datetime.date(2025, 2, 1))),
        (ours("lastDay"), date(datetime.date(2025, 2, 28))),
    }
    assert about(triples, node("period/within-p8w")) == {
        (TYPE, ours("Period")),
        (LABEL, literal("within 8 weeks")),
        (ours("duration"), literal("P56D", datatype=XSD + "duration")),
        (ours("deadline"), boolean(value=True)),
    }
    assert about(triples, node("office/ann-bee--chief-executive--acme")) == {
        (TYPE, ours("OfficeHolding")),
        (LABEL, literal("Ann Bee, chief executive of Acme")),
        (ours("holder"), node("person/ann-bee")),
        (ours("officeName"), literal("chief executive")),
        (ours("inOrganization"), node("company/acme")),
    }


def test_only_things_that_the_registry_does_not_know_are_described() -> None:
    """A proposed thing gets class, label and mark; a known one has them in the names graph."""
    newcomer = proposed_thing("company", "Zed Motors")

    triples = build(claim(property="competesWith", object=newcomer))

    assert about(triples, node("company/zed-motors")) == {
        (TYPE, ours("Company")),
        (TYPE, ours("Proposed")),
        (LABEL, literal("Zed Motors")),
        (iri(SKOS + "prefLabel"), literal("Zed Motors")),
    }
    assert about(triples, node("company/acme")) == {(ours("competesWith"), node("company/zed-motors"))}


def test_a_symmetric_fact_is_stated_as_said() -> None:
    """The other direction is inference's to add."""
    triples = build(claim(property="competesWith", object=Thing("company", "Zed", "zed")))

    assert not any(start == node("company/zed") for start, _, _ in triples)


def test_a_doubt_hangs_on_its_claim() -> None:
    """What may be wrong is told, and the fact is kept."""
    triples = build(claim(doubt="hp is a unit of power"))

    told = only(triples, TYPE, ours("Claim"))
    doubt = only(triples, TYPE, ours("Doubt"))
    assert (ours("doubt"), doubt) in about(triples, told)
    assert (LABEL, literal("hp is a unit of power")) in about(triples, doubt)
    assert BARE in triples


def test_a_coreference_shows_its_chain() -> None:
    """A reader can check which word was taken for which name."""
    spelt = Coreference(Span(24, 26), Span(0, 4), ACME)
    short = Coreference(Span(TEXT.index("the firm"), TEXT.index("the firm") + 8), Span(18, 22), BOLT)

    triples = build(
        claim("It faces delays.", property="faces", object=Text("delays"), coreferences=(spelt, short))
    )

    told = about(triples, only(triples, TYPE, ours("Claim")))
    assert (ours("coreference"), literal("It [24,26) = Acme [0,4)")) in told
    assert (ours("coreference"), literal("the firm [52,60) = Bolt [18,22) = Acme Bolt")) in told


def test_two_readings_of_one_claim_are_one_claim() -> None:
    """The more trusted reading gives trust and rule; no doubt is lost."""
    triples = build(
        claim(trust=Trust.LOW, rule="guess", doubt="odd"),
        claim(trust=Trust.HIGH, rule="z-rule"),
        claim(trust=Trust.HIGH, rule="a-rule"),
    )

    told = about(triples, only(triples, TYPE, ours("Claim")))
    assert {value for predicate, value in told if predicate == ours("trust")} == {ours("High")}
    assert {value for predicate, value in told if predicate == ours("rule")} == {node("rule/a-rule")}
    assert any(predicate == ours("doubt") for predicate, _ in told)


@pytest.mark.parametrize(
    "changes",
    [
        {"property": "lunched"},
        {"qualifiers": (("markt", EUROPE),)},
        {"plan": PlanKey(ACME, "Sel", "any", "any")},
        {"object": Thing("gadget", "Acme Pod", "acme-pod", known=False)},
    ],
    ids=str,
)
def test_a_term_that_the_ontology_does_not_have_is_a_fault_of_ours(changes: dict[str, Any]) -> None:
    """No claim reaches the graph under a property, action or class that kg.ttl does not define."""
    with pytest.raises(ValueError, match=r"no property kgo:|no action kgo:|no class of ours"):
        build(claim(**changes))


def test_the_order_of_claims_and_mentions_changes_nothing() -> None:
    """The triples are sorted, each once, and the same however the reading is ordered."""
    claims = [
        claim(),
        claim(rule="other"),
        claim("It faces delays.", property="faces", object=Text("delays")),
        claim(mode=Mode.PLANNED, plan=PLAN),
    ]
    mentions = [Mention(Span(0, 4), ACME), Mention(Span(18, 22), BOLT)]
    expected = build(*claims, mentions=tuple(mentions))
    shuffle = random.Random(7).shuffle  # noqa: S311

    for _ in range(5):
        shuffle(claims)
        shuffle(mentions)
        assert build(*claims, mentions=tuple(mentions)) == expected

    assert expected == sorted(set(expected))


def test_no_blank_node_and_no_broken_line() -> None:
    """Hostile words stay inside their literal."""
    nasty = '"\\\n> <x> <y> <z> . \ufffd\u2028'
    triples = build(
        claim(object=Text(nasty), property="faces", doubt=nasty, rule=nasty), document=document(title=nasty)
    )

    for line in map(ntriples_line, triples):
        assert line.startswith("<https://")
        assert line.count("\n") == 1
