"""Numbers in digits and words."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.numbers import NUMBER, decimal_number, share_scale, whole_number

WRITTEN = {
    "0": 0,
    "7": 7,
    "300,000": 300_000,
    "1,234,567.5": Decimal("1234567.5"),
    "2.5 million": 2_500_000,
    "2.5-billion": 2_500_000_000,
    "3bn": 3_000_000_000,
    "3 mln": 3_000_000,
    "300k": 300_000,
    "zero": 0,
    "seven": 7,
    "seventeen": 17,
    "twenty-five": 25,
    "twenty five": 25,
    "a hundred": 100,
    "two hundred fifty": 250,
    "two hundred and fifty": 250,
    "two hundred and fifty thousand": 250_000,
    "five thousand three hundred": 5_300,
    "nineteen hundred": 1_900,
    "ten thousand": 10_000,
    "a million": 1_000_000,
    "half a billion": 500_000_000,
    "one and a half": Decimal("1.5"),
    "two and a half million": 2_500_000,
    "one hundred and twenty million": 120_000_000,
    "two thousand million": 2_000_000_000,
    "2 hundred thousand": 200_000,
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_is_found_whole_and_read_right(text: str) -> None:
    """Digits, words and scale words, mixed, are one number."""
    assert re.fullmatch(NUMBER, text, re.IGNORECASE)
    assert decimal_number(text) == WRITTEN[text]


@pytest.mark.parametrize("text", ["1,00", "10,0000", "1.000.000", "1,234,56"])
def test_digits_grouped_oddly_are_no_number(text: str) -> None:
    """What could be a date, a version or a slip is left alone rather than guessed."""
    assert decimal_number(text) is None
    assert not any(match.group() for match in re.finditer(rf"(?<![\w.,]){NUMBER}", text))


@pytest.mark.parametrize("text", ["", "many", "a few", "ten cars", "9" * 50, "5" + " million" * 9])
def test_other_words_and_absurd_sizes_are_no_number(text: str) -> None:
    """Nothing is made of words that are no number, nor of one beyond what can be written down."""
    assert decimal_number(text) is None


@given(st.integers(0, 10**15))
def test_digits_with_commas_are_read_back(number: int) -> None:
    """A whole number grouped by thousands means the number."""
    assert decimal_number(f"{number:,}") == number
    assert whole_number(str(number)) == number


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    """No text raises, and what is read is finite and of a size that can be written down."""
    value = decimal_number(text)

    assert value is None or (value.is_finite() and 0 <= value <= 10**20)


def test_whole_numbers_have_no_fraction() -> None:
    """2.5 is no whole number, 2.5 million is."""
    assert whole_number("2.5") is None
    assert whole_number("2.5 million") == 2_500_000


@pytest.mark.parametrize(
    ("low", "high", "shared"),
    [
        ("10", "20 million", "10 million"),
        ("1.5", "2bn", "1.5bn"),
        ("500,000", "1 million", "500,000"),
        ("10 thousand", "2 million", "10 thousand"),
        ("10", "20", "10"),
        ("five", "ten million", "five"),
    ],
)
def test_the_first_of_two_numbers_leans_on_the_scale_of_the_second(low: str, high: str, shared: str) -> None:
    """“10 to 20 million” begins at ten million, “500,000 to 1 million” at half a million."""
    assert share_scale(low, high) == shared
