"""Bodies fall into sentences, headings and items; furniture is left out."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.normalise import normalise
from kg.extract.sentences import Sentence, split_sentences
from tests.reading import lexicon


def sentences(text: str, start: int = 0) -> list[Sentence]:
    return list(split_sentences(normalise(text), start, lexicon().furniture))


def cut(text: str) -> list[str]:
    return [text[entry.span.start : entry.span.end] for entry in sentences(text)]


@given(
    text=st.text(alphabet=st.sampled_from(list('Acme ab5.!?:"()[]-#*>\n\u2028\r\té')), max_size=200),
    start=st.integers(0, 50),
)
def test_spans_are_disjoint_in_order_and_inside_the_body(text: str, start: int) -> None:
    """No sentence begins before the body, overlaps another or ends after the text."""
    spans = [entry.span for entry in sentences(text, start)]

    assert all(start <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


@given(st.text(alphabet=st.sampled_from(list("Ab .!?\n")), max_size=100))
def test_no_word_of_a_plain_line_is_lost(text: str) -> None:
    """Every run of two letters on a line without marks stands in a sentence, furniture aside."""
    covered = {place for entry in sentences(text) for place in range(entry.span.start, entry.span.end)}
    lost = [word for word in re.finditer(r"[A-Za-z]{2,}", text) if not covered >= set(range(*word.span()))]

    assert lost == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Acme grew. Cobalt fell.", ["Acme grew.", "Cobalt fell."]),
        ('"Acme grew." Cobalt fell!', ['"Acme grew."', "Cobalt fell!"]),
        ("Did Acme grow? It did (fast.) So they say.", ["Did Acme grow?", "It did (fast.)", "So they say."]),
        ("Mr. Silva of Acme Inc. and Dr. Berg met.", ["Mr. Silva of Acme Inc. and Dr. Berg met."]),
        ("Acme paid $2.5 billion. It grew 3.5%.", ["Acme paid $2.5 billion.", "It grew 3.5%."]),
        ("Acme came in Sept. 2024. It grew.", ["Acme came in Sept. 2024.", "It grew."]),
        ("Acme sells in the U.S. and in France.", ["Acme sells in the U.S. and in France."]),
        ("Acme grew... Cobalt fell.", ["Acme grew...", "Cobalt fell."]),
        ("Acme paid $5. €3 came back.", ["Acme paid $5.", "€3 came back."]),
        ("Acme grew; Cobalt fell", ["Acme grew; Cobalt fell"]),
        ("Acme grew.\nCobalt fell.\n\n\nIt rains.", ["Acme grew.", "Cobalt fell.", "It rains."]),
        ("  Acme grew.  ", ["Acme grew."]),
        ("...\n--\n5 4 3\n", []),
        ("", []),
    ],
)
def test_sentences_end_where_they_should(text: str, parts: list[str]) -> None:
    """At . ! ? before a capital, digit or currency sign, not after an abbreviation; and at a line's end."""
    assert cut(text) == parts


@pytest.mark.parametrize(
    ("line", "content", "role"),
    [
        ("# Acme grows", "Acme grows", "heading"),
        ("Acme grows abroad", "Acme grows abroad", "heading"),
        ("Acme grows abroad.", "Acme grows abroad.", "prose"),
        ("- Acme grows.", "Acme grows.", "item"),
        ("* Acme grows.", "Acme grows.", "item"),
        ("12) Acme grows.", "Acme grows.", "item"),
        ("(iv) Acme grows.", "Acme grows.", "item"),
        ("> Acme grows.", "Acme grows.", "item"),
        ("2024. It was a year.", "2024. It was a year.", "prose"),
        ("Acme " * 30, ("Acme " * 30).strip(), "prose"),
    ],
)
def test_each_line_has_a_role_and_its_marker_is_no_part_of_it(line: str, content: str, role: str) -> None:
    """Headings, items and prose are told apart by marker, length and last character."""
    found = sentences(line)

    assert {entry.role for entry in found} == {role}
    assert line[found[0].span.start : found[-1].span.end] == content


def test_an_item_knows_the_line_that_introduces_it() -> None:
    """The line before that ends in a colon leads all items under it, and none after other prose."""
    text = "Acme has time to:\n- build a plant\n- sell cars\nIt grew.\n- rest\n"
    found = sentences(text)
    leads = [text[entry.lead.start : entry.lead.end] if entry.lead else None for entry in found]

    assert leads == [None, "Acme has time to:", "Acme has time to:", None, None]


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our daily newsletter today",
        "Follow us on the usual networks",
        "Read more: ten cars",
        "Share this",
        "All rights reserved.",
        "Table of Contents",
        "https://example.org/a/b",
        "Advertisement",
    ],
)
def test_site_furniture_is_not_read(line: str) -> None:
    """A line that the furniture list matches gives no sentence; its neighbours do."""
    assert cut(f"Acme grew.\n{line}\nCobalt fell.") == ["Acme grew.", "Cobalt fell."]


@pytest.mark.parametrize(
    "line",
    ["Acme shares fell by 3%.", "Acme sells an app.", "Ann Berg reads the news.", "Acme posted a loss."],
)
def test_prose_that_resembles_furniture_is_read(line: str) -> None:
    """Single words such as "share", "app" or "news" are no reason to drop a line."""
    assert cut(line) == [line]


def test_a_paragraph_is_too_long_to_be_furniture() -> None:
    """A line of more than 1,000 characters is the story's, whatever stands in it."""
    paragraph = "Acme grew. " * 100 + "All rights reserved."

    assert len(cut(paragraph)) == 101
