"""Say values in words, for labels and for sentences that people read.

In    values of :mod:`kg.model`
Out   plain English; the same words for the same value in every article
Next  :mod:`kg.build`, :mod:`kg.conflicts`
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import OfficeHolding, Period, PlanKey, Quantity, Text, Thing, Value
from kg.slugs import canonical_number, days_slug

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

_SPELLED_UNITS = frozenset(
    {"second", "minute", "hour", "day", "week", "month", "year", "mile", "tonne", "percentage-point"}
    | {"square-metre"}
)
_IRREGULAR = {
    "person": "people",
    "square-foot": "square feet",
    "foot": "feet",
    "inch": "inches",
    "staff": "staff",
}
_SCOPES = {"abroad": "abroad", "any": "", "home": "at home"}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)([YMWDHS])|(T)")
_DATE_WORDS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_TIME_WORDS = {"H": "hour", "M": "minute", "S": "second"}


def value_label(value: Value | PlanKey, known: Mapping[str, Thing] | None = None) -> str:
    """Return *value* in words; *known* gives names to the things that a plan's key points to."""
    match value:
        case Text():
            return value.text
        case Thing():
            return value.name
        case Quantity():
            return quantity_label(value)
        case Period():
            return period_label(value)
        case OfficeHolding():
            return office_label(value)
        case PlanKey():
            return plan_label(value, known)


def quantity_label(quantity: Quantity) -> str:
    """Return such as ``at most 73,000 USD``, ``more than 240,000 vehicles``, ``18 %``."""
    low, high = (None if number is None else _grouped(number) for number in (quantity.low, quantity.high))
    if low is None:
        amount = f"{'less than' if quantity.exclusive else 'at most'} {high}"
    elif high is None:
        amount = f"{'more than' if quantity.exclusive else 'at least'} {low}"
    elif quantity.exclusive:
        amount = f"between {low} and {high}"
    else:
        amount = low if low == high else f"{low} to {high}"
    if quantity.approximate and high is None and not quantity.exclusive:
        amount = f"from about {low}"
    elif quantity.approximate:
        amount = f"about {amount}"
    words = [f"rank {amount}"] if quantity.unit == "rank" else [amount]
    one = low == high == "1"
    if quantity.unit == "percent":
        words.append("%")
    elif quantity.unit not in {"one", "rank"}:
        words.append(_unit_words(quantity.unit, one=one))
    if quantity.counted is not None:
        words.append(quantity.counted if one else plural(quantity.counted))
    if quantity.per is not None:
        words.append(f"per {quantity.per}")
    return " ".join(words)


def period_label(period: Period) -> str:
    """Return such as ``2027``, ``2023-12``, ``until 2027-12-31``, ``2011 to 2014``, ``within 5 years``."""
    words = ["within"] if period.within else []
    if period.first and period.last:
        first, last = days_slug(period.first, period.last), ""
        if "-to-" in first:
            first, last = _whole_years(period) or (period.first.isoformat(), period.last.isoformat())
        words.append(f"{first} to {last}" if last else first)
    elif period.first or period.last:
        words.append(days_slug(period.first, period.last).replace("-", " ", 1))
    if period.duration is not None:
        words += ["for"] if period.first or period.last else []
        words.append(_duration_words(period.duration))
    return " ".join(words)


def office_label(office: OfficeHolding) -> str:
    """Return such as ``Lei Jun, chief executive of Xiaomi``."""
    return f"{office.person.name}, {office.office} of {office.organization.name}"


def plan_label(key: PlanKey, known: Mapping[str, Thing] | None = None) -> str:
    """Return such as ``Xiaomi: sell electric vehicles, abroad``.

    Args:
        key: The plan.
        known: Things by ``kind/slug``; what it does not hold is called by its slug.
    """
    words = [_CAMEL.sub(" ", key.action).lower()]
    if key.object_kind != "any":
        name = _reference_name(key.object_kind, known)
        words.append(plural(name) if key.object_kind.startswith("product/") else name)
    scope = _SCOPES.get(key.scope)
    if scope is None:
        scope = f"in {_reference_name(key.scope, known)}"
    return f"{key.agent.name}: {' '.join(words)}{', ' if scope else ''}{scope}"


def plural(noun: str) -> str:
    """Return *noun* for more than one: ``vehicles``, ``companies``, ``pre-orders``."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    if noun.endswith(("ch", "sh", "x", "ss")):
        return f"{noun}es"
    return noun if noun.endswith("s") else f"{noun}s"


def _grouped(number: Decimal) -> str:
    whole, point, rest = canonical_number(number).partition(".")
    return f"{int(whole):,}{point}{rest}" if not whole.startswith("-0") else f"{whole}{point}{rest}"


def _unit_words(unit: str, *, one: bool) -> str:
    if unit in _SPELLED_UNITS or unit in _IRREGULAR:
        return unit.replace("-", " ") if one else plural(unit).replace("-", " ")
    return unit


def _whole_years(period: Period) -> tuple[str, str] | None:
    first, last = period.first, period.last
    if first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year:04d}", f"{last.year:04d}"
    return None


def _duration_words(duration: str) -> str:
    units, words = _DATE_WORDS, []
    for number, letter, time in _DURATION_PART.findall(duration):
        if time:
            units = _TIME_WORDS
        else:
            words.append(f"{number} {units[letter]}{'' if number == '1' else 's'}")
    return " ".join(words)


def _reference_name(reference: str, known: Mapping[str, Thing] | None) -> str:
    thing = (known or {}).get(reference)
    return thing.name if thing else reference.rpartition("/")[2].replace("-", " ")
