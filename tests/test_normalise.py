"""Typography is evened out, and no character moves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.normalise import normalise


@given(st.text())
def test_normalised_text_is_as_long_as_the_text(text: str) -> None:
    """An offset into the one is an offset into the other, whatever the text."""
    assert len(normalise(text)) == len(text)


@given(st.text(alphabet="[]()!*` ab\n", max_size=200))
def test_marks_of_any_number_and_order_move_nothing(text: str) -> None:
    """Unclosed brackets, nested links and stray asterisks are as long afterwards."""
    assert len(normalise(text)) == len(text)


@given(st.text(alphabet=st.characters(categories=["L", "Nd"])))
def test_letters_and_digits_stay_as_they_are(text: str) -> None:
    """Only marks and spaces are evened out."""
    assert normalise(text) == text


@given(st.text())
def test_what_is_plain_stays_plain(text: str) -> None:
    """A second pass over quotes, dashes and spaces changes nothing more in text without Markdown."""
    plain = re.sub(r"[\[\]*`]", "x", text)

    assert normalise(normalise(plain)) == normalise(plain)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Acme’s “Falcon” – fast — it is", 'Acme\'s "Falcon" - fast - it is'),
        ("5\u00a0000\u202fcars\u3000now", "5 000 cars now"),
        ("one\u2028two\u2029three", "one\ntwo\nthree"),
        ("\ufeffAcme\tgrew\r\n", " Acme grew \n"),
        ("[Acme](https://acme.example/a_b) grew", " Acme                            grew"),
        ("![Acme grew](a.png).", " " * 19 + "."),
        ("**Acme** *grew* `fast`", "  Acme    grew   fast "),
        ("5 * 3 = 15", "5 * 3 = 15"),
        ("[see below] and (this)", "[see below] and (this)"),
    ],
)
def test_typography_and_markdown_marks_become_plain(text: str, plain: str) -> None:
    """Quotes, dashes and spaces get their plain forms; of a link its words stay, of an image nothing."""
    assert normalise(text) == plain
