"""Claims: what they say, which plan they tell of, and how they are written in one line."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest

from kg.extract.describe import claim_record, describe_claim, describe_value
from kg.model import (
    Claim,
    Mode,
    OfficeHolding,
    Period,
    PlanKey,
    Quantity,
    Span,
    Text,
    Thing,
    Trust,
    Value,
)
from tests.reading import claims_of, lines_of, one_claim, read

ACME = Thing("company", "Acme", "acme")
ANN = Thing("person", "Ann Berg", "ann-berg")

SAME_PLAN = [
    "Acme plans to sell EVs abroad.",
    "Acme's plan is to launch its EVs around the world.",
    "EVs are new. Acme wants to go abroad.",
    "Acme will start selling EVs in international markets by 2030.",
    "Acme could sell EVs overseas.",
    "Acme is expected to sell EVs globally in 2031.",
    "Acme does not plan to sell EVs abroad.",
    "Ann Berg said that Acme would sell EVs in foreign markets.",
    "Its EVs are new. Acme may go global with EVs.",
]


def plan_of(text: str) -> PlanKey | None:
    """Return the key of the one plan about selling that *text* tells of."""
    keys = {claim.plan for claim in read(text).claims if claim.property in ("sellsIn", "enteredMarket")}

    assert len(keys) == 1, lines_of(text)
    return keys.pop()


@pytest.mark.parametrize("text", SAME_PLAN)
def test_tellings_of_one_plan_have_one_key(text: str) -> None:
    """Selling abroad, launching around the world, going abroad: the same firm's one plan, however told."""
    assert plan_of(text) == PlanKey(ACME, "Sell", "product/electric-vehicle", "abroad")


@pytest.mark.parametrize(
    ("text", "kind", "scope"),
    [
        ("Acme plans to sell EVs in Germany.", "product/electric-vehicle", "place/germany"),
        ("Acme plans to sell EVs in Europe.", "product/electric-vehicle", "place/europe"),
        ("Acme plans to sell EVs in France.", "product/electric-vehicle", "home"),
        ("Acme plans to sell EVs domestically.", "product/electric-vehicle", "home"),
        ("Cobalt plans to sell EVs domestically.", "product/electric-vehicle", "home"),
        ("Cobalt plans to sell EVs in France.", "product/electric-vehicle", "place/france"),
        ("Acme plans to sell smartphones abroad.", "product/smartphone", "abroad"),
        (
            "EVs are new, EVs are loud. Acme plans to sell its cars in foreign markets.",
            "product/electric-vehicle",
            "abroad",
        ),
    ],
)
def test_market_and_kind_of_product_tell_plans_apart(text: str, kind: str, scope: str) -> None:
    """A named market is its own scope, the firm's own country is home; "its cars" are what all is about."""
    plan = plan_of(text)

    assert plan is not None
    assert (plan.object_kind, plan.scope) == (kind, scope)


@pytest.mark.parametrize(
    "text",
    [
        "Acme sells EVs in France.",
        "Acme has sold EVs abroad since 2014.",
        "Acme does not sell EVs abroad.",
        "Ann Berg said that Acme sells EVs abroad.",
    ],
)
def test_what_is_so_is_no_plan(text: str) -> None:
    """An asserted claim, positive or negative, tells of no plan."""
    assert [claim.plan for claim in claims_of(text, "sellsIn")] == [None]


def test_what_cannot_be_planned_has_no_plan() -> None:
    """A forecast about a price or a share is a claim, and no plan."""
    assert one_claim("The Falcon will cost $30,000.", "price").plan is None


@pytest.mark.parametrize(
    ("text", "action", "kind", "scope"),
    [
        ("Acme plans to launch the Falcon.", "Launch", "vehicle/falcon", "any"),
        ("Acme will open 900 shops in Spain.", "OpenOutlets", "any", "place/spain"),
        ("Acme plans to acquire Cobalt.", "Acquire", "any", "any"),
        ("Acme plans to build a plant in Spain.", "Build", "facility/acme-plant-in-spain", "any"),
    ],
)
def test_other_actions_have_their_plans(text: str, action: str, kind: str, scope: str) -> None:
    """Which action a property is of stands in the ontology."""
    (plan,) = {claim.plan for claim in read(text).claims if claim.plan}

    assert plan == PlanKey(ACME, action, kind, scope)


def test_what_depends_is_the_plan_last_told() -> None:
    """“The plan depends on …” says it of the plan before, in this sentence or an earlier one."""
    text = "Acme plans to sell EVs abroad. Its roadmap depends on permits."

    assert one_claim(text, "dependsOn").subject == PlanKey(ACME, "Sell", "product/electric-vehicle", "abroad")
    assert claims_of("The roadmap depends on permits. Acme grew.", "dependsOn") == []


def test_every_pair_of_a_list_is_a_claim() -> None:
    """Two firms and two markets make four claims."""
    found = lines_of("Acme and Cobalt will sell EVs in Spain and Germany.", "sellsIn")

    assert len(set(found)) == len(found) == 4


def test_nothing_is_said_of_itself() -> None:
    """A firm does not compete with itself, even where "the company" leads back to it."""
    assert claims_of("Acme grew. The company competes with Acme.", "competesWith") == []


def test_one_sentence_says_a_thing_once() -> None:
    """Where two rules say the same, the claim with more qualifiers stays."""
    found = lines_of("Acme launched the Falcon in 2020.", "launched")

    assert found == ["company/acme launched vehicle/falcon Asserted period=2020"]


def test_two_sentences_say_it_twice() -> None:
    """Each passage that says so has its claim."""
    claims = claims_of("Acme launched the Falcon. Acme launched the Falcon.", "launched")

    assert [claim.span.start for claim in claims] == [0, 26]


def test_a_doubt_hangs_on_the_claim_of_its_rule() -> None:
    """Power told as torque is power, with a doubt about the words."""
    claim = one_claim("The Falcon can develop torque of 900 hp.", "power")

    assert claim.doubt is not None
    assert "torque" in claim.doubt
    assert one_claim("The Falcon has 900 hp.", "power").doubt is None


def test_an_office_is_held_somewhere() -> None:
    """Without an employer in the sentence nobody is made one: the article's main company may be another."""
    assert lines_of("Acme grew. CEO Ann Berg is glad.", "holdsOffice") == []
    assert lines_of("CEO Ann Berg is glad.", "holdsOffice") == []


def test_wording_is_the_articles_own() -> None:
    """Text objects keep the original typography and lose loose ends."""
    claim = one_claim("Ann Berg said that Acme’s cars – all of them – will sell.", "stated")

    assert claim.object == Text("Acme’s cars – all of them – will sell")


VALUES: list[tuple[Value | PlanKey, str]] = [
    (ACME, "company/acme"),
    (Text("much more"), '"much more"'),
    (Quantity(None, Decimal(73000), "USD"), "at-most-73000-usd"),
    (Period(last=datetime.date(2027, 12, 31)), "until-2027-12-31"),
    (OfficeHolding(ANN, "chief executive", ACME), "office:ann-berg:chief-executive:acme"),
    (PlanKey(ACME, "Sell", "any", "abroad"), "plan:acme:Sell:any:abroad"),
]


@pytest.mark.parametrize(("value", "text"), VALUES, ids=lambda value: type(value).__name__)
def test_every_kind_of_value_can_be_written(value: Value | PlanKey, text: str) -> None:
    """Things by kind and slug, amounts and periods by slug, words in quotation marks."""
    assert describe_value(value) == text


def test_a_claim_is_one_line() -> None:
    """Subject, property, object, mode, polarity, speaker and qualifiers, in this order."""
    claim = Claim(
        "a", Span(0, 5), "quote", ACME, "faces", Text("costs"), Mode.PLANNED, negative=True, speaker=ANN,
        qualifiers=(("cause", Text("war")),),
    )  # fmt: skip

    assert describe_claim(claim) == (
        'company/acme faces "costs" Planned negative speaker=person/ann-berg cause="war"'
    )


def test_a_claim_can_be_written_as_json() -> None:
    """Everything that the claim holds is there, in plain values, with offsets into the document."""
    text = "Acme grew. Ann Berg said that it would sell EVs abroad by 2030."
    record = json.loads(json.dumps(claim_record(one_claim(text, "sellsIn"))))

    assert text[record["start"] : record["end"]] == record["quote"]
    assert [text[slice(*link["antecedent"])] for link in record["coreferences"]] == ["Acme"]
    del record["start"], record["end"], record["quote"], record["coreferences"]
    assert record == {
        "article": "test",
        "subject": "company/acme",
        "property": "sellsIn",
        "object": "place/abroad",
        "mode": "Planned",
        "polarity": "Positive",
        "speaker": "person/ann-berg",
        "qualifiers": {"period": "until-2030-12-31", "product": "product/electric-vehicle"},
        "trust": Trust.HIGH.value,
        "rule": "sells-abroad",
        "doubt": None,
        "plan": "plan:acme:Sell:product/electric-vehicle:abroad",
    }
