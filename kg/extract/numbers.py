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
_WORDS = {
    **{word: Decimal(value) for value, word in enumerate(_UNITS)},
    **{word: Decimal(10 * value) for value, word in enumerate(_TENS, 2)},
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
_WORDS["half"] = Decimal("0.5")
NUMBER_WORDS = rf"(?:(?:{_WORD})(?:[ -](?:{_WORD}))?)"
"""A number below a hundred in words, as a regular expression without groups."""

_SCALE_WORD = "hundred|thousand|million|billion|trillion"
_MORE = (
    rf"(?: (?:{_SCALE_WORD}))*(?:(?<=hundred)(?: and)? {NUMBER_WORDS}(?! hundred)"
    rf"|(?<=thousand)(?: and)? {NUMBER_WORDS}(?! (?:thousand|million|billion)))"
)
NUMBER = (
    r"(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![.,]?\d)"
    rf"|(?:half a|a|{NUMBER_WORDS}(?: and a half)?)(?= (?:{_SCALE_WORD})\b)(?:{_MORE}){{0,3}}"
    rf"|{NUMBER_WORDS}(?: and a half)?)"
    rf"(?:(?:[ -]?(?:{_SCALE_WORD}|bn|mn|mln))+\b|(?<=\d)[mkb]\b)?"
)
"""A number with its scale words, as a regular expression without groups."""

_DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_LARGEST = Decimal(10) ** 20
_MOST_DIGITS = 24


def whole_number(text: str) -> int | None:
    """Return the whole number that *text* writes in digits or words, or None."""
    value = decimal_number(text)
    return int(value) if value is not None and value == int(value) else None


def decimal_number(text: str) -> Decimal | None:
    """Return the number that *text* writes (``2.5 million``, ``ten thousand``, ``300,000``), or None.

    A number beyond 10^20, or with more digits than anybody counts, is none that an article means.
    """
    whole, current = Decimal(0), None
    plain = text.lower().replace("half a ", "half ").replace("and a half", "half")
    for part in re.findall(r"[\d.,]*\d|[a-z]+", plain, re.ASCII):
        small = _small_number(part)
        if small is not None:
            current = small if part[-1].isdigit() else (current or Decimal(0)) + small
        elif part == "hundred":
            current = (Decimal(1) if current is None else current) * 100
        elif part in _SCALES:
            whole, current = _scaled(whole, current, _SCALES[part]), None
        elif part not in ("a", "and"):
            return None
        elif part == "a":
            current = Decimal(1)
    value = whole + (current or 0)
    if (current is None and not whole) or value > _LARGEST:
        return None
    return value


def _small_number(part: str) -> Decimal | None:
    """Return what digits, "seven", "seventy" or "half" stand for by themselves."""
    if len(part) <= _MOST_DIGITS and _DIGITS.fullmatch(part):
        return Decimal(part.replace(",", ""))
    return _WORDS.get(part)


def _scaled(whole: Decimal, current: Decimal | None, scale: int) -> Decimal:
    """Return the value so far after a scale word: "two million" adds, "two thousand million" multiplies."""
    if current is None:
        return (whole or Decimal(1)) * scale
    return whole + current * scale


def share_scale(low: str, high: str) -> str:
    """Return *low* with the scale words of *high* if it leans on them: "10 to 20 million" begins at ten."""
    scale = re.search(r"[ -]?[a-z][a-z -]*$", high.lower()) if high[:1].isdigit() else None
    if scale is None or not re.fullmatch(r"[\d.,]+", low):
        return low
    first, second = decimal_number(low), decimal_number(high[: scale.start()])
    return low + scale.group() if first is not None and second is not None and first < second else low
