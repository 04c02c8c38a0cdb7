"""What is denied, forbidden, untrue or somebody else's is never told as a fact of the firm that is known."""

from __future__ import annotations

import pytest

from kg.model import Mode
from tests.reading import read


@pytest.mark.parametrize(
    "sentence",
    [
        "Acme denied selling cars in Germany.",
        "Acme was barred from selling cars in Germany.",
        "Acme is banned from selling cars in Germany.",
        "Acme is not allowed to sell cars in Germany.",
        "Acme was accused of selling cars in Germany.",
        "Acme dismissed reports of selling cars in Germany.",
        "It is not true that Acme sells cars in Germany.",
        "It is false that Acme sells cars in Germany.",
        "Few believe that Acme sells cars in Germany.",
        "Without selling cars in Germany, Acme cannot grow.",
        "Acme used to sell cars in Germany.",
        "Acme is not the first French company to sell cars in Germany.",
        "Acme considered selling cars in Germany.",
        "Acme would have sold cars in Germany had the plan worked.",
        "Nobody at Acme said that it sells cars in Germany.",
        "Borealis denied that Acme sells cars in Germany.",
        "Borealis does not believe that Acme sells cars in Germany.",
        "Instead of selling cars in Germany, Acme sells phones in Spain.",
    ],
)
def test_no_fact_comes_of_what_is_not_said_to_be_so(sentence: str) -> None:
    """None of these says that Acme sells in Germany."""
    facts = [
        claim
        for claim in read(sentence).claims
        if claim.property == "sellsIn" and claim.mode is Mode.ASSERTED and not claim.negative
    ]

    assert [claim for claim in facts if getattr(claim.object, "slug", "") == "germany"] == []


def test_the_same_said_plainly_is_a_fact() -> None:
    """The test above can fail: the plain sentence gives the fact."""
    (claim,) = [claim for claim in read("Acme sells cars in Germany.").claims if claim.property == "sellsIn"]

    assert (claim.mode, claim.negative) == (Mode.ASSERTED, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ann Berg denied that Acme sells cars.", True),
        ("Ann Berg did not say that Acme sells cars.", True),
        ("Ann Berg said that Acme sells cars.", False),
    ],
)
def test_what_somebody_denies_is_no_statement_of_theirs(text: str, said: bool) -> None:  # noqa: FBT001
    """A denied or unsaid sentence is not among what a person said."""
    (claim,) = [claim for claim in read(text).claims if claim.property == "stated"]

    assert claim.negative is said


@pytest.mark.parametrize(
    "text",
    [
        "Acme sells cars in France. Last week Hyvondo said it will sell cars in Germany.",
        "Acme is big. Hyvondo Motor Co said on Tuesday it would sell cars in Germany.",
        'Acme sells cars. "We will sell cars in Germany," Smith told reporters.',
        "Acme and not Cobalt competes. Hyvondo Motor Co grew. The company plans to sell cars in Germany.",
        "Cobalt grew, and not Acme sells cars in Germany.",
    ],
)
def test_what_an_unknown_firm_does_is_not_put_down_to_a_known_one(text: str) -> None:
    """The words "it", "we" and "the company" after a name that nobody has listed mean nobody we know."""
    subjects = {
        getattr(claim.subject, "slug", "")
        for claim in read(text).claims
        if getattr(claim.object, "slug", "") == "germany"
    }

    assert subjects.isdisjoint({"acme", "cobalt"})


def test_the_known_firm_is_meant_again_once_it_is_the_subject() -> None:
    """A stranger in between does not silence the article for good."""
    text = "Last week Hyvondo said little. Acme makes cars. It sells cars in Germany."

    assert "acme" in {
        getattr(claim.subject, "slug", "") for claim in read(text).claims if claim.property == "sellsIn"
    }
