"""Who is meant: "it", "the company", "Berg", and the places where that was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract import Reader
from tests.reading import (
    PATTERNS,
    claims_of,
    document,
    lines_of,
    names,
    one_claim,
    subjects_of,
    tape,
    vocabulary,
)
from tests.test_names import entry

if TYPE_CHECKING:
    from kg.model import Claim

WHO_SELLS = {
    # it
    "Acme grew. It sells EVs.": "acme",
    "Acme grew, and it sells EVs.": "acme",
    "Acme grew. Borealis launched the Heron. It sells EVs.": "borealis",
    "Cobalt watched Acme, and it sells EVs.": "cobalt",
    "Acme grew. Its plant is old. It sells EVs.": "acme",
    # the company
    "Acme grew. The company sells EVs.": "acme",
    "Acme grew. This company sells EVs.": "acme",
    "Acme grew. The French company sells EVs.": "acme",
    "Acme grew. The ambitious French carmaker sells EVs.": "acme",
    "Acme grew. Cobalt fell. The company sells EVs.": "cobalt",
    "Acme grew. The company's rivals sell EVs.": "rivals",
    # we and the topic
    "The company sells EVs. Acme is great.": "acme",
    # they
    "Acme and Cobalt grew. They sell EVs.": "acme+cobalt",
    "Acme and Cobalt grew in France and Germany. They sell EVs.": "acme+cobalt",
    # people
    "Ann Berg runs Acme. She sold EVs.": "ann-berg",
    "Ann Berg runs Acme. Berg sold EVs.": "ann-berg",
    "Ann Berg met Tom Silva. Silva sold EVs.": "tom-silva",
    "Ann Berg met Tom Silva. Berg sold EVs.": "ann-berg",
    # things
    "Acme launched the Falcon. The sedan sold well.": "falcon",
    "Acme launched the Falcon. The new car sold well.": "falcon",
}


@pytest.mark.parametrize("text", WHO_SELLS)
def test_the_word_stands_for_whom_it_should(text: str) -> None:
    """Pronouns and "the company" lead to the last subject, else to the article's main company."""
    assert subjects_of(text, "sell") == [WHO_SELLS[text]]


@pytest.mark.parametrize(
    "text",
    [
        "Acme grew. It is clear that Cobalt grew.",
        "Acme grew. It will take time to grow.",
        "Acme grew. It is expected that Cobalt will grow.",
        "Acme grew. It remains to be seen.",
        "Acme grew. It seems that Cobalt grew.",
    ],
)
def test_it_that_stands_for_nothing_is_nobody(text: str) -> None:
    """In "it is clear that" and the like there is no reference."""
    assert [token.low for token in tape(text) if token.low == "it" and token.things] == []


@pytest.mark.parametrize(
    "text",
    [
        "Acme launched the Falcon. The EV race is on.",
        "Acme launched the Falcon. The car market grew.",
        "Acme grew. The company car is old.",
        "Acme grew. The company of the year is known.",
        "Acme grew. The two companies are old.",
        "Acme grew. The group stage is over.",
        "Acme grew. The company bought by Cobalt is old.",
    ],
)
def test_a_noun_that_goes_on_is_no_reference(text: str) -> None:
    """“The EV race” is not the EV, “the company car” not the company."""
    assert [token.low for token in tape(text) if token.coreferences] == []


def test_they_are_forgotten_after_two_sentences() -> None:
    """A group named long ago is not who "they" are."""
    assert subjects_of("Acme and Cobalt grew. It rained. It snowed. They sell EVs.", "sell") == ["they"]


def test_a_surname_of_two_people_is_nobody() -> None:
    """Where Ann and Bea Berg are both about, "Berg" is neither."""
    made = Reader.load(PATTERNS, [*names(), *entry("person/bea-berg", "Person", "Bea Berg")], vocabulary())
    text = "Ann Berg met Bea Berg. Berg said that Acme sells EVs in France."
    (claim,) = [found for found in made.read(document(text)).claims if found.property == "sellsIn"]

    assert claim.speaker is None


def test_there_is_the_place_just_named() -> None:
    """“It sells EVs there” is about that place."""
    assert lines_of("Acme has a plant in France. It sells EVs there.", "sellsIn") == [
        "company/acme sellsIn place/france Asserted product=product/electric-vehicle"
    ]


def test_these_two_models_are_those_just_listed() -> None:
    """Each of them gets the claim."""
    assert lines_of("The Falcon and the Heron are here. These two models have 500 hp.", "power") == [
        f"vehicle/{name} power 500-hp Asserted" for name in ("falcon", "heron")
    ]


def linked(text: str, claim: Claim) -> list[tuple[str, str, str]]:
    return [
        (
            text[link.span.start : link.span.end],
            text[link.antecedent.start : link.antecedent.end],
            link.thing.slug,
        )
        for link in claim.coreferences
    ]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Acme grew. It sells EVs in France.", [("It", "Acme", "acme")]),
        ("Acme grew. The French firm sells EVs in Spain.", [("The French firm", "Acme", "acme")]),
        ("Acme Motors grew. It rose. It sells EVs in France.", [("It", "Acme Motors", "acme")]),
        ("Ünïcødé “Acme” grew. It sells EVs in France.", [("It", "Acme", "acme")]),
        ("Acme sells EVs in France.", []),
        (
            "Acme and Cobalt grew. They sell EVs in France.",
            [("They", "Acme and Cobalt", "acme"), ("They", "Acme and Cobalt", "cobalt")],
        ),
    ],
)
def test_a_claim_carries_the_links_that_led_to_it(text: str, chain: list[tuple[str, str, str]]) -> None:
    """Each link slices to the word and to the name, not to a pronoun in between; a name needs none."""
    assert linked(text, claims_of(text, "sellsIn")[0]) == chain


def test_the_speaker_is_linked_too() -> None:
    """Who "she" is stands beside the claim that she makes."""
    text = "Ann Berg is here. She said that Acme sells EVs in France."

    assert linked(text, one_claim(text, "sellsIn")) == [("She", "Ann Berg", "ann-berg")]


def test_the_antecedent_may_come_later() -> None:
    """Where the article's main company is named only afterwards, the link points there."""
    text = "The company sells EVs in France. Acme is great."

    assert linked(text, one_claim(text, "sellsIn")) == [("The company", "Acme", "acme")]


def test_an_item_of_a_list_has_the_subject_of_the_line_above() -> None:
    """“Acme has time to: - build a plant” is a plan of Acme's."""
    text = "Acme has two years to:\n\n- build a plant in France;\n- sell EVs in Spain.\n"

    assert "company/acme sellsIn place/spain Planned product=product/electric-vehicle" in lines_of(
        text, "sellsIn"
    )


@pytest.mark.parametrize(
    "text",
    [
        "If Acme sells EVs in France, all is well.",
        "Whether Acme sells EVs in France is open.",
        "Unless Acme sells EVs in France, all is lost.",
    ],
)
def test_a_condition_is_only_possible(text: str) -> None:
    """What stands under "if", "whether" or "unless" is no fact."""
    assert lines_of(text, "sellsIn") == [
        "company/acme sellsIn place/france Possible product=product/electric-vehicle"
    ]


def test_a_question_is_only_possible() -> None:
    """Nothing is asserted before a question mark."""
    assert all(" Possible" in line for line in lines_of("So Acme sells EVs in France?", "sellsIn"))


def test_what_is_yet_to_come_is_planned() -> None:
    """“Before it sells” in the present tense has not happened."""
    assert one_claim("Acme builds plants until it sells EVs in France.", "sellsIn").mode == "Planned"


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Acme grew by selling EVs in France.", "Asserted"),
        ("Acme hopes to grow by selling EVs in France.", "Planned"),
        ("Acme may grow by selling EVs in France.", "Possible"),
        ("Acme is known for selling EVs in France.", "Planned"),
        ("Acme is interested in selling EVs in France.", "Planned"),
        ("Acme grew without selling EVs in France.", "Asserted negative"),
        ("Instead of selling EVs in France, Acme builds plants.", "Asserted negative"),
        ("Far from selling EVs in France, Acme builds plants.", "Asserted negative"),
        ("Acme is banned from selling EVs in France.", "Asserted negative"),
    ],
)
def test_a_gerund_is_as_firm_as_what_governs_it(text: str, force: str) -> None:
    """Means share the force of their verb, ideas are only meant, and what is done without is not done."""
    claim = one_claim(text, "sellsIn")

    assert f"{claim.mode}{' negative' if claim.negative else ''}" == force
