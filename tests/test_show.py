"""All that is known of a thing, each fact with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import SourceError, UsageError
from kg.show import ShownTriple

if TYPE_CHECKING:
    from kg.project import Project

KESTREL = "https://example.org/kg/id/company/kestrel-motors"


@pytest.mark.parametrize(
    "name", ["Kestrel Motors", "KESTREL  motors", "company/kestrel-motors", "company:kestrel-motors", KESTREL]
)
def test_a_thing_is_found_however_it_is_named(name: str, built_mini: Project) -> None:
    """A label in any case, kind/slug, a prefixed name, an IRI."""
    assert kg.show(built_mini, name).iri == KESTREL


def test_facts_come_in_reading_order_with_their_sentence(built_mini: Project) -> None:
    """Article by article; the offsets cut the quote out of the article."""
    shown = kg.show(built_mini, "Kestrel Motors")

    assert [fact.article for fact in shown.facts] == sorted(fact.article for fact in shown.facts)
    assert {fact.article for fact in shown.facts} == {"courier", "harbour", "notes"}
    for article in ("courier", "harbour"):
        text = (built_mini.root / "seeds" / f"{article}.md").read_text(encoding="utf-8")
        facts = [fact for fact in shown.facts if fact.article == article]
        assert [fact.start for fact in facts] == sorted(fact.start for fact in facts)
        assert all(text[fact.start : fact.end] == fact.quote for fact in facts)


def test_a_fact_says_how_it_was_said(built_mini: Project) -> None:
    """Mode, polarity, speaker and qualifiers, in words."""
    facts = {(fact.property, fact.value): fact for fact in kg.show(built_mini, "Kestrel Motors").facts}

    japan, germany = facts["sells in", "Japan"], facts["sells in", "Germany"]
    assert (japan.mode, japan.polarity, japan.speaker) == ("speculated", "positive", "experts")
    assert (germany.mode, germany.polarity, germany.speaker) == ("asserted", "negative", None)
    assert dict(germany.qualifiers)["product"] == "electric vehicle"


def test_a_thing_that_only_qualifies_has_its_claims_too(built_mini: Project) -> None:
    """What is said of a market, a product kind, a speaker, an organization somebody works for."""
    spain = [(fact.subject, fact.property, fact.value) for fact in kg.show(built_mini, "Spain").facts]
    office = [fact.property for fact in kg.show(built_mini, "Kestrel Motors").facts]

    assert spain == [("Osprey Motors", "market share", "12 %")]
    assert "holds office" in office


@pytest.mark.parametrize("name", ["article/harbour", "rule/power", "quantity/300-hp", "kgo:Planned"])
def test_articles_rules_values_and_modes_lead_to_claims(name: str, built_mini: Project) -> None:
    """Whatever a claim names can be shown."""
    assert kg.show(built_mini, name).facts


def test_a_plan_a_claim_and_a_conflict_can_be_shown(built_mini: Project) -> None:
    """A plan has its tellings, a claim itself, a conflict the claims that do not fit."""
    plan = kg.show(built_mini, "plan/kestrel-motors--sell--electric-vehicle--france")
    claim = kg.show(built_mini, plan.facts[0].claim)
    rows = kg.ask(built_mini, "SELECT ?conflict { ?conflict a kgo:Conflict ; kgo:onProperty kgo:power }").rows
    conflict = kg.show(built_mini, rows[0]["conflict"] or "")

    assert len(plan.facts) == 2
    assert claim.facts == plan.facts[:1]
    assert sorted(fact.value for fact in conflict.facts) == ["300 hp", "340 hp"]


def test_what_no_article_says_has_its_source(built_mini: Project) -> None:
    """The registry of names, or the rule that concluded it."""
    germany, osprey = kg.show(built_mini, "Germany"), kg.show(built_mini, "Osprey Motors")

    assert germany.registered == (ShownTriple("Germany", "located in", "Europe", "names.ttl"),)
    assert ShownTriple("Osprey Motors", "competes with", "Kestrel Motors", "prp-symp") in osprey.derived


def test_other_names_are_given(built_mini: Project) -> None:
    """Without the one that heads them."""
    shown = kg.show(built_mini, "Ada Roe")

    assert shown.names == ("Adelaide Roe",)
    assert "person" in shown.classes


def test_nothing_of_that_name_is_a_usage_error(built_mini: Project) -> None:
    """With what comes near."""
    with pytest.raises(UsageError, match="did you mean Ada Roe"):
        kg.show(built_mini, "Ada Row")


def test_before_the_first_build_there_is_nothing_to_show(mini: Project) -> None:
    """And the message says what to run."""
    mini.current.unlink()

    with pytest.raises(SourceError, match="run `kg build"):
        kg.show(mini, "Ada Roe")
