"""Read numbers as digits or words, with scale words."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mln": 1_000_000,
    "bn": 1_000_000_000,
    "b": 1_000_000_000,
    "tn": 1_000_000_000_000,
}
ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
}

_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
NUMBER_WORDS = rf"(?:(?:{_WORD})(?:[ -](?:{_WORD}))?)"
"""A number below a hundred in words, as a regular expression without groups."""

NUMBER = (
    r"(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    rf"|(?:a|{NUMBER_WORDS})(?= (?:hundred|thousand|million|billion|trillion))"
    rf"|{NUMBER_WORDS})(?:(?: ?(?:hundred|thousand|million|billion|trillion|bn|mn|mln))+\b|(?<=\d)[mkb]\b)?"
)
"""A number with its scale words, as a regular expression without groups."""


def whole_number(text: str) -> int | None:
    """Return the whole number that *text* writes in digits or words, or None."""
    value = decimal_number(text)
    return int(value) if value is not None and value == int(value) else None


def decimal_number(text: str) -> Decimal | None:
    """Return the number that *text* writes (``2.5 million``, ``ten thousand``, ``300,000``), or None."""
    value: Decimal | None = None
    for part in re.findall(r"[\d.,]*\d|[a-z]+", text.lower()):
        if part[0].isdigit():
            value = Decimal(part.replace(",", ""))
        elif part in _WORDS:
            value = (value or Decimal(0)) + _WORDS[part]
        elif part == "a":
            value = Decimal(1)
        elif part in _SCALES:
            value = (Decimal(1) if value is None else value) * _SCALES[part]
        else:
            return None
    return value
