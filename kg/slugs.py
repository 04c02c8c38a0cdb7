"""Write names, numbers and days as the readable end of an IRI.

In    a name, a :class:`kg.model.Quantity`, a :class:`kg.model.Period`
Out   ASCII letters, digits, ``-``, ``.`` and ``_``, never empty; the same for the same input
Next  :mod:`kg.identifiers`

What a slug cannot give back is kept apart by a hash of the whole at its end, never by a counter.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from kg.model import Period, Quantity

SLUG_LENGTH = 80
"""How many characters of a name a slug keeps."""

_BETWEEN_WORDS = re.compile(r"(?<![0-9])[.,'’]|[.,'’](?![0-9])")
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[ -]+[A-Za-z0-9]+)*")
_DURATION = re.compile(
    r"P(?=.)(\d{1,6}Y)?(\d{1,6}M)?(\d{1,6}W)?(\d{1,6}D)?"
    r"(T(?=.)(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}(\.\d{1,6})?S)?)?",
    re.ASCII,
)
_NOUN = re.compile(r"[a-z]+(?:[ -][a-z]+)*")
_UNITS = {
    unit: unit.lower().replace("/", "")
    for unit in (
        *("AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "SEK", "SGD", "TWD", "USD"),
        *("hp", "kW", "PS", "MW", "GW", "kWh", "MWh", "GWh", "Nm", "lb-ft", "km/h", "mph", "km", "mile"),
        *("percent", "percentage-point", "rank", "second", "minute", "hour", "day", "week", "month", "year"),
        *("tonne", "square-metre", "square-foot", "kg", "mm", "cm", "inch", "GB", "TB", "one"),
    )
}
_UNIT_WORDS = frozenset(text.split("-")[0] for text in _UNITS.values()) | {"per"}
_LONGEST_NUMBER = 40


def digest(*parts: str, length: int) -> str:
    """Return *length* hex digits of the SHA-256 of *parts*, which no other split of the same text shares."""
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()[:length]


def slug(name: str) -> str:
    """Return *name* in lower-case ASCII letters and digits, words joined by ``-``.

    Accents are dropped, ``+`` is written *plus*, apostrophes vanish, all else separates words. A name
    without a Latin letter or digit gives 12 hex digits of its hash. At most 80 characters, never empty.
    """
    text = unicodedata.normalize("NFKD", name.replace("+", " plus "))
    text = text.translate({ord("'"): None, ord("’"): None}).encode("ascii", "ignore").decode("ascii")
    words = re.findall(r"[a-z0-9]+", text.lower())
    return "-".join(words)[:SLUG_LENGTH].rstrip("-") or digest(name, length=12)


def thing_slug(name: str) -> str:
    """Return :func:`slug` of *name*, with 6 hex digits of its hash at the end unless *name* is plain.

    A name is plain when the slug gives it back but for case, spaces, hyphens and punctuation between
    words (``.``, ``,``, apostrophe; not between digits, where ``1.5`` is no ``15``). Names that differ in
    no more than that are one name; any two others have two slugs.
    """
    text = _BETWEEN_WORDS.sub(" ", name).strip(" -")
    plain = _PLAIN.fullmatch(text) is not None and len(name) <= SLUG_LENGTH
    return slug(name) if plain else f"{slug(name)}-{digest(name, length=6)}"


def canonical_number(value: Decimal) -> str:
    """Return *value* in digits without an exponent, trailing zeros or a signed zero: ``1.5``, ``73000``.

    Raises:
        ValueError: *value* is not finite, or needs more than 40 characters.
    """
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST_NUMBER:
        raise ValueError(f"not a number to write down: {value}")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(f"too many digits: {value}")
    return "0" if text == "-0" else text


def quantity_slug(quantity: Quantity) -> str:
    """Return number, bounds, unit, what is counted and per what: ``at-most-73000-usd``.

    Two quantities that differ have two slugs; ``1.0`` and ``1`` do not differ.
    """
    counted, per, unit = quantity.counted, quantity.per, _UNITS.get(quantity.unit)
    parts = [_bounds_slug(quantity)]
    if counted is None or quantity.unit != "one":
        parts.append(unit or slug(quantity.unit))
    if counted is not None:
        parts.append(_noun_slug(counted))
    if per is not None:
        parts.append(f"per-{_noun_slug(per)}")
    text = "-".join(parts)
    plain = unit is not None and _is_plain_noun(per) and _is_plain_noun(counted, without=_UNIT_WORDS)
    if plain and len(text) <= SLUG_LENGTH:
        return text
    key = digest(parts[0], quantity.unit, *(json.dumps(noun) for noun in (counted, per)), length=8)
    return f"{text[:SLUG_LENGTH].rstrip('-._')}-{key}"


def period_slug(period: Period) -> str:
    """Return the days and the duration: ``2027``, ``until-2027-12-31``, ``within-p5y``.

    Raises:
        ValueError: the duration is not ISO 8601, such as ``P10Y``.
    """
    parts = ["within"] if period.within else []
    days = days_slug(period.first, period.last)
    if days:
        parts.append(days)
    if period.duration is not None:
        if not _DURATION.fullmatch(period.duration):
            raise ValueError(f"not an ISO 8601 duration: {period.duration!r}")
        parts += ["for"] if days else []
        parts.append(period.duration.lower())
    return "-".join(parts)


def days_slug(first: datetime.date | None, last: datetime.date | None) -> str:
    """Return the days from *first* to *last* as the year, month or day they are, else with both ends."""
    if first is None or last is None:
        return f"from-{first}" if first else f"until-{last}" if last else ""
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year:04d}"
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and _ends_month(last):
        return f"{first.year:04d}-{first.month:02d}"
    return f"{first}-to-{last}"


def _ends_month(day: datetime.date) -> bool:
    return day == datetime.date.max or (day + datetime.timedelta(days=1)).day == 1


def _bounds_slug(quantity: Quantity) -> str:
    low, high = (
        None if number is None else canonical_number(number).replace("-", "minus-", 1)
        for number in (quantity.low, quantity.high)
    )
    if low is None:
        bounds = f"{'less-than' if quantity.exclusive else 'at-most'}-{high}"
    elif high is None:
        bounds = f"{'more-than' if quantity.exclusive else 'at-least'}-{low}"
    elif quantity.exclusive:
        bounds = f"between-{low}-and-{high}"
    else:
        bounds = low if low == high else f"{low}-to-{high}"
    return f"about-{bounds}" if quantity.approximate else bounds


def _noun_slug(noun: str) -> str:
    return noun.replace(" ", "_") if _is_plain_noun(noun) else slug(noun)


def _is_plain_noun(noun: str | None, *, without: frozenset[str] = frozenset({"per"})) -> bool:
    return noun is None or (_NOUN.fullmatch(noun) is not None and without.isdisjoint(re.split("[ -]", noun)))
