"""Who does it: the subject of a verb group, as English grammar has it."""

from __future__ import annotations

import pytest

from tests.reading import lines_of, subjects_of

WHO_SELLS = {
    # plain
    "Acme sells EVs.": "acme",
    "Today Acme sells EVs.": "acme",
    "In Germany, Acme sells EVs.": "acme",
    "Acme still officially sells EVs.": "acme",
    # apposition, brackets and insertions
    "Acme, a French group, sells EVs.": "acme",
    "Acme, led by Ann Berg, sells EVs.": "acme",
    "Acme, along with Cobalt, sells EVs.": "acme",
    "Acme, not Cobalt, sells EVs.": "acme",
    "Acme, however, sells EVs.": "acme",
    "The firm's boss, Ann Berg, sells EVs.": "ann-berg",
    "Acme grew and, oddly, sells EVs.": "acme",
    "Acme grew, and, oddly, sells EVs.": "acme",
    "This year Acme sells EVs.": "acme",
    "Acme (a French group) sells EVs.": "acme",
    "Acme, founded by Tom Silva and now run by Ann Berg, sells EVs.": "acme",
    # relative clauses
    "Acme, which sells EVs, grew.": "acme",
    "Acme, whose cars are fast, sells EVs.": "acme",
    "Borealis, which competes with Acme, sells EVs.": "borealis",
    "Acme is a firm that sells EVs.": "firm",
    "Cobalt watched Acme, another French maker, which sells EVs.": "acme",
    "Acme, the plants of which sell EVs, grew.": "plants",
    "Acme has a plant in which Cobalt sells EVs.": "cobalt",
    # coordination
    "Acme and Cobalt sell EVs.": "acme+cobalt",
    "Borealis, Acme and Cobalt sell EVs.": "borealis+acme+cobalt",
    "Acme launched the Falcon and sells EVs.": "acme",
    "Acme launched the Falcon, and then sold EVs.": "acme",
    "Acme grew, and Cobalt sells EVs.": "cobalt",
    # subordinate clauses
    "Cobalt watched as Acme sold EVs.": "acme",
    "After Borealis launched the Heron, Acme sold EVs.": "acme",
    "Acme grew, while Cobalt sells EVs.": "cobalt",
    "Unlike Cobalt, Acme sells EVs.": "acme",
    # gerunds and infinitives
    "Before selling EVs, Acme built plants.": "acme",
    "Acme grew by selling EVs.": "acme",
    "Acme built a plant to sell EVs.": "acme",
    # what is somebody's is not somebody
    "Operations in China sold EVs.": "operations",
    "Acme's operations in China sold EVs.": "operations",
    "Acme's rival Cobalt sells EVs.": "cobalt",
    "The head of Acme sells EVs.": "head",
    "Rivals of Acme sold EVs.": "rivals",
    "Cars made by Acme sold.": "vehicle",
    "A firm bought by Acme sells EVs.": "firm",
    # lists in words
    "Rivals such as Borealis and Cobalt sell EVs.": "borealis+cobalt",
    "Rivals like Borealis sold EVs.": "borealis",
    "Rivals including Borealis sold EVs.": "borealis",
}


@pytest.mark.parametrize("text", WHO_SELLS)
def test_the_subject_is_found(text: str) -> None:
    """A mention gives its things, a plain noun phrase its head noun."""
    assert subjects_of(text, "sell") == [WHO_SELLS[text]]


def test_a_place_in_the_subject_is_not_the_subject() -> None:
    """“Operations in China” sell nothing as China does, and a country gets no claim."""
    assert not any(line.startswith("place/") for line in lines_of("Operations in China sold EVs in France."))


def test_the_subject_of_a_passive_is_what_is_done_to() -> None:
    """The car is sold; its maker is not the grammatical subject."""
    assert subjects_of("The Falcon was sold by Acme.", "sell") == ["falcon"]


def test_each_of_several_verbs_has_its_own_subject() -> None:
    """The relative clause's subject does not become the main clause's."""
    text = "Acme, which Cobalt left, said Borealis makes cars, and it sold EVs."

    assert subjects_of(text, "make") == ["borealis"]
    assert subjects_of(text, "say") == ["acme"]


def test_a_possessor_is_the_subject_of_its_plan() -> None:
    """“Acme's plan to sell” is Acme's selling."""
    assert subjects_of("Acme's plan to sell EVs is old.", "sell") == ["acme"]


@pytest.mark.parametrize(
    "text",
    [
        "Neither Acme nor Cobalt has sold EVs in France.",
        "No rival of Acme has sold EVs in France.",
        "None of Acme's rivals has sold EVs in France.",
        "Nobody at Acme has sold EVs in France.",
    ],
)
def test_nobody_does_nothing(text: str) -> None:
    """A subject that denies makes no positive claim."""
    assert all("negative" in line for line in lines_of(text, "sellsIn"))


def test_neither_nor_denies_it_of_both() -> None:
    """Both firms get the negative claim."""
    assert lines_of("Neither Acme nor Cobalt has sold EVs in France.", "sellsIn") == [
        f"company/{name} sellsIn place/france Asserted negative product=product/electric-vehicle"
        for name in ("acme", "cobalt")
    ]
