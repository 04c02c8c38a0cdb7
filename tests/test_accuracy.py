"""The list of facts found in the seeds is true: each claim it names is given by the reader."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

import kg
from kg.extract.describe import describe_claim

ROOT = Path(__file__).parent.parent
LISTS = sorted((ROOT / "docs" / "accuracy").glob("[0-9]*.tsv"))
MODES = {
    "asserted": {"Asserted"},
    "planned": {"Planned"},
    "possible": {"Possible"},
    "speculated": {"Speculated"},
    "negated": {"Asserted negative", "Planned negative"},
    "denied": {"Asserted negative"},
}


@cache
def claims_of(number: str) -> tuple[str, ...]:
    """Return the claims of the seed whose name begins with *number*, in one line each."""
    project = kg.find_project(ROOT)
    (seed,) = sorted((ROOT / "seeds").glob(f"{number}_*.md"))
    return tuple(describe_claim(claim) for reading in kg.extract(project, [seed]) for claim in reading.claims)


def facts_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of one list."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def says_of_a_plan(claim: str) -> bool:
    """Whether *claim* asserts a statement or a plan's condition: the plan inside is planned all the same."""
    return " stated " in claim or claim.startswith("plan:")


def test_there_is_a_list_for_each_seed() -> None:
    """No seed is left out, so that none can hide its misses."""
    assert [path.stem for path in LISTS] == [path.name[:3] for path in sorted((ROOT / "seeds").glob("*.md"))]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_claim_that_a_list_names_is_given_by_the_reader(path: Path) -> None:
    """A fact that is said to be found is in the graph."""
    named = [
        claim
        for fact in facts_of(path)
        if fact["claims"] != "missed"
        for claim in fact["claims"].split(" && ")
    ]

    assert named
    assert [claim for claim in named if claim not in claims_of(path.stem)] == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_found_fact_has_the_mode_and_polarity_of_the_list(path: Path) -> None:
    """A plan is no fact, a guess no plan, and what is denied is not asserted."""
    wrong = [
        (fact["subject"], fact["relation"], fact["mode"], claim)
        for fact in facts_of(path)
        if fact["claims"] != "missed"
        for claim in fact["claims"].split(" && ")
        if (not any(f" {mode}" in claim for mode in MODES[fact["mode"]]) and not says_of_a_plan(claim))
        or (" negative" in claim) != (fact["mode"] in ("negated", "denied"))
    ]

    assert wrong == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_at_least_95_of_100_hard_facts_are_found(path: Path) -> None:
    """What the reader finds in the seeds does not shrink unnoticed."""
    facts = facts_of(path)
    found = sum(fact["claims"] != "missed" for fact in facts)

    assert found / len(facts) >= 0.95
