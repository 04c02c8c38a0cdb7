"""The tape: names, dates, amounts and words, each with its place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.normalise import normalise
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token, Tokenizer
from kg.model import Span, Thing
from tests.reading import lexicon, reader


def tokens(text: str, local: tuple[tuple[Span, Thing], ...] = ()) -> list[Token]:
    sentence = Sentence(Span(0, len(text)), "prose", 0)
    return Tokenizer(lexicon(), reader().registry).tokenize(normalise(text), sentence, local)


def lows(text: str) -> list[str]:
    return [token.low for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They grew, fast.", ["they", "grew", ",", "fast", "."]),
        ("It doesn't and won't.", ["it", "does", "not", "and", "will", "not", "."]),
        ("It can't, cannot, shan't", ["it", "can", "not", ",", "can", "not", ",", "shall", "not"]),
        ("They’re late; I’m not.", ["they", "are", "late", ";", "i", "am", "not", "."]),
        ("We'll see; they've seen.", ["we", "will", "see", ";", "they", "have", "seen", "."]),
        ("its cars", ["it", "'s", "cars"]),
        ("whose cars", ["who", "'s", "cars"]),
        ("it's late", ["it", "is", "late"]),
        ("that's late", ["that", "is", "late"]),
        ("the rival's cars", ["the", "rival", "'s", "cars"]),
        ("the rivals' cars", ["the", "rivals", "'s", "cars"]),
        ("'quite' so", ["'", "quite", "'", "so"]),
        ("a well-known e.g. start-up", ["a", "well-known", "e.g", ".", "start-up"]),
        ("on and on...", ["on", "and", "on", "..."]),
        ("café – naïve", ["café", "-", "naïve"]),
    ],
)
def test_words_and_marks_are_told_apart(text: str, words: list[str]) -> None:
    """Contractions are written out, a possessive is ``'s``, hyphens and dots inside words stay."""
    assert lows(text) == words


def test_a_name_after_an_opening_quote_is_no_possession() -> None:
    """The quotation mark in "as 'fast'" owns nothing."""
    assert "'s" not in lows("It said 'Acme grew' and left.")


@given(st.text(max_size=80).filter(str.strip))
def test_tokens_are_in_order_and_leave_out_only_spaces(text: str) -> None:
    """Each token lies in the text after the one before; what no token covers is white space."""
    tape = tokens(text)
    covered = {place for token in tape for place in range(token.start, token.end)}

    assert all(before.end <= after.start for before, after in pairwise(tape))
    assert all(normalise(text)[place].isspace() for place in set(range(len(text))) - covered)


def test_longer_findings_win_over_shorter() -> None:
    """“10 Mi Homes” is a count, not a service; “Falcon” inside “Acme Falcon” is no second mention."""
    assert [token.types[0] for token in tokens("It has 10 Mi Homes.") if token.types] == ["Count:store"]
    assert [len(token.things) for token in tokens("The Acme Falcon came.") if token.things] == [1]


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("Acme and Cobalt", [["acme", "cobalt"]]),
        ("Acme, Borealis and Cobalt", [["acme", "borealis", "cobalt"]]),
        ("Acme, Borealis, or Cobalt", [["acme", "borealis", "cobalt"]]),
        ("Acme, Borealis, Cobalt", [["acme", "borealis", "cobalt"]]),
        ("Acme as well as Cobalt", [["acme", "cobalt"]]),
        ("both Acme and the Cobalt", [["acme", "cobalt"]]),
        ("neither Acme nor Cobalt", [["acme", "cobalt"]]),
        ("Acme, Cobalt", [["acme"], ["cobalt"]]),
        ("Acme and Falcon", [["acme"], ["falcon"]]),
        ("Acme and its Cobalt", [["acme"], ["cobalt"]]),
        ("France, Germany and parts of Africa", [["france", "germany", "africa"]]),
        ("Acme and Cobalt, Borealis grew", [["acme", "cobalt"], ["borealis"]]),
        ("the Falcon and the Heron", [["falcon", "heron"]]),
        ("Acme and Acme", [["acme"]]),
    ],
)
def test_coordinated_names_of_one_kind_are_one_token(text: str, lists: list[list[str]]) -> None:
    """Joined by "and", "or", "nor" or "as well as", with commas before; two by a comma alone are two."""
    assert [[thing.slug for thing in token.things] for token in tokens(text) if token.things] == lists


def test_the_members_of_a_list_keep_their_places() -> None:
    """Each member's span is where its name stands."""
    text = "Acme, Borealis and Cobalt grew."
    (token,) = [entry for entry in tokens(text) if entry.things]

    assert [text[member.start : member.end] for member in token.members] == ["Acme", "Borealis", "Cobalt"]
    assert text[token.start : token.end] == "Acme, Borealis and Cobalt"


def test_a_tape_has_at_most_120_tokens() -> None:
    """What stands further on in a sentence without end is not read."""
    assert len(tokens("so " * 500)) == 120


def test_a_kind_of_product_is_also_of_the_broader_kinds() -> None:
    """A sedan is a body style, an electric car is a vehicle."""
    (sedan,) = [token for token in tokens("a sedan") if token.things]
    (car,) = [token for token in tokens("an EV") if token.things]

    assert sedan.has("Kind:body-style")
    assert car.has("Kind:vehicle")


def test_things_found_by_context_are_mentions_like_others() -> None:
    """A local thing has the types of its kind, in its own sentence only."""
    plant = Thing("facility", "Acme plant in Lyon", "acme-plant-in-lyon", known=False)
    inside, outside = (Span(4, 9), plant), (Span(90, 95), plant)

    assert [token.things for token in tokens("The plant is new.", (inside, outside)) if token.things] == [
        (plant,)
    ]


@pytest.mark.parametrize(
    ("office", "types"),
    [
        ("CEO", {"Role:office", "Role:chief-executive"}),
        ("president", {"Role:office", "Role:president"}),
        ("co-founder", {"Role:founder"}),
    ],
)
def test_offices_have_their_names(office: str, types: set[str]) -> None:
    """The names of an office lead to one office; founding is no office."""
    (token,) = [entry for entry in tokens(f"The {office} spoke.") if entry.has("Role")]

    assert set(token.types) - {"Role"} == types
