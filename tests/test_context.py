"""Things that no registry lists are found by their shape, and proposed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.context import find_local_things, find_unlinked
from kg.extract.sentences import split_sentences
from kg.model import Span
from tests.reading import lines_of, read, reader


def proposed(text: str) -> list[tuple[str, str, str]]:
    """Return the words, kinds and names of what is proposed in *text*."""
    sentences = list(split_sentences(text, 0, None))
    return [
        (text[span.start : span.end], thing.kind, thing.name)
        for span, thing in find_local_things(text, sentences, reader().registry)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # firms
        ("Nordwind Motors grew.", [("Nordwind Motors", "company", "Nordwind Motors")]),
        ("We met Nordwind Inc. there.", [("Nordwind Inc.", "company", "Nordwind Inc")]),
        ("In Nordwind Holdings they trust.", [("Nordwind Holdings", "company", "Nordwind Holdings")]),
        ("The Company grew.", []),
        ("The Group and its Energy grew.", []),
        ("Acme Motors grew.", []),
        # people and their firms
        ("We met CEO Eva Lund.", [("Eva Lund", "person", "Eva Lund")]),
        ("We met analyst Eva M. Lund-Berg.", [("Eva M. Lund-Berg", "person", "Eva M. Lund-Berg")]),
        (
            "Here Nordwind CEO Eva Lund spoke.",
            [("Nordwind", "company", "Nordwind"), ("Eva Lund", "person", "Eva Lund")],
        ),
        ("We met CEO Ann Berg.", []),
        ("The CEO spoke to Eva Lund.", []),
        # plants and parts of firms
        ("Acme has a plant in France.", [("plant", "facility", "Acme plant in France")]),
        ("Acme has a big battery factory near Berlin.", []),
        ("A plant in France is old.", []),
        (
            "Acme praised its battery division.",
            [("battery division", "organization", "Acme battery division")],
        ),
        ("Nobody praised its battery division.", []),
        # events
        ("Acme held a launch event.", [("launch event", "event", "launch event")]),
        (
            "The recent press conference about cars, too.",
            [("press conference about cars", "event", "press conference about cars")],
        ),
        # abbreviations
        (
            "The Road Assistance System (RAS) came.",
            [("Road Assistance System", "product", "Road Assistance System")],
        ),
        ("The Road Assistance System (XYZ) came.", []),
    ],
)
def test_shape_and_context_tell_what_a_name_is(text: str, found: list[tuple[str, str, str]]) -> None:
    """Legal forms, offices, owners and abbreviations are signs; what the registry knows is left to it."""
    assert proposed(text) == found


def test_what_is_proposed_is_marked_so_and_has_one_slug() -> None:
    """It is a mention like others, not known to the registry, the same wherever it stands."""
    reading = read("We met Nordwind Motors. They met Nordwind Motors.")
    things = {mention.thing for mention in reading.mentions if mention.thing.kind == "company"}

    assert [(thing.slug, thing.known) for thing in things] == [("nordwind-motors", False)]


def test_a_plant_belongs_to_the_firm_named_last_and_not_long_ago() -> None:
    """Two firms: the nearer one; a firm 1,500 characters before: none."""
    assert proposed("Acme watched Cobalt at its plant in France.")[0][2] == "Cobalt plant in France"
    assert proposed(f"Acme grew. {'So it was. ' * 150}The plant in France is old.") == []


def test_firms_of_the_front_matter_own_nothing() -> None:
    """Only the sentences that are read count, not what stands before them."""
    text = "publisher: Acme\n---\nThe plant in France is old."
    sentences = list(split_sentences(text, text.index("---") + 4, None))

    assert find_local_things(text, sentences, reader().registry) == []


def test_an_office_is_not_given_to_the_main_company_when_another_name_stands_there() -> None:
    """“Nordwind CEO Eva Lund” does not run Acme, whether Nordwind is known or not."""
    for text in (
        "Nordwind CEO Eva Lund spoke.",
        "Nordwind's CEO Eva Lund spoke.",
        "Here Nordwind CEO Eva Lund spoke.",
    ):
        assert not any("acme" in line for line in lines_of(f"Acme grew. {text}", "holdsOffice"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We met Jane Roe of Nordwind.", ("Jane Roe", "Nordwind")),
        ("We met Acme and its CEO.", ()),
        ("Nordwind grew. Some met Nordwind and Nordwind.", ("Nordwind",)),
        ("# All About Nordwind\n", ()),
        ("Then I met them.", ()),
    ],
)
def test_names_that_are_nobodys_are_listed_once(text: str, names: tuple[str, ...]) -> None:
    """Capitalised words that nothing read covers, sorted; not a sentence's first word, not a heading's."""
    assert read(text).unlinked == names


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8))
def test_a_name_is_unlinked_unless_something_read_touches_it(places: list[tuple[int, int]]) -> None:
    """However the spans that were read lie and nest, exactly the names that none touches are listed."""
    text = "the Nova and the Sky and the Bolt and the Lund and the Roe here."
    spans = [Span(start, start + length) for start, length in places]
    expected = [
        name
        for name in ("Bolt", "Lund", "Nova", "Roe", "Sky")
        if not any(
            span.start < text.index(name) + len(name) and text.index(name) < span.end for span in spans
        )
    ]

    assert find_unlinked(text, list(split_sentences(text, 0, None)), spans) == expected
