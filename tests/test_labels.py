"""Values in words, as people read them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from kg.labels import plan_label, plural, value_label
from kg.model import OfficeHolding, Period, PlanKey, Quantity, Text, Thing, Value

DAY = datetime.date
ACME = Thing("company", "Acme", "acme")


def amount(
    low: str | None, high: str | None, unit: str = "one", counted: str | None = None, **rest: bool
) -> Quantity:
    bounds = [None if number is None else Decimal(number) for number in (low, high)]
    return Quantity(bounds[0], bounds[1], unit, counted, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (amount(None, "73000", "USD"), "at most 73,000 USD"),
        (amount(None, "73000", "USD", exclusive=True), "less than 73,000 USD"),
        (amount("240000", None, counted="vehicle", exclusive=True), "more than 240,000 vehicles"),
        (amount("240000", None, counted="pre-order"), "at least 240,000 pre-orders"),
        (amount("1", "1", counted="factory"), "1 factory"),
        (amount("2", "2", counted="factory"), "2 factories"),
        (amount("1527", "1527", "hp"), "1,527 hp"),
        (amount("18.50", "18.5", "percent"), "18.5 %"),
        (amount("60", "60", "week"), "60 weeks"),
        (amount("1", "1", "week"), "1 week"),
        (amount("2", "2", "square-metre"), "2 square metres"),
        (amount("1E+10", "1E+10", "USD", approximate=True), "about 10,000,000,000 USD"),
        (amount("3", "3", "rank"), "rank 3"),
        (amount("10", "20", "km"), "10 to 20 km"),
        (amount("10", "20", "km", exclusive=True), "between 10 and 20 km"),
        (amount("-0.25", "-0.25"), "-0.25"),
        (amount("-1234.5", "-1234.5"), "-1,234.5"),
        (Quantity(Decimal(3), Decimal(3), "one", "vehicle", "year"), "3 vehicles per year"),
        (Period(DAY(2027, 1, 1), DAY(2027, 12, 31)), "2027"),
        (Period(DAY(2023, 12, 1), DAY(2023, 12, 31)), "2023-12"),
        (Period(DAY(2025, 2, 7), DAY(2025, 2, 7)), "2025-02-07"),
        (Period(None, DAY(2027, 12, 31)), "until 2027-12-31"),
        (Period(DAY(2021, 1, 1)), "from 2021-01-01"),
        (Period(DAY(2011, 1, 1), DAY(2014, 12, 31)), "2011 to 2014"),
        (Period(DAY(2011, 1, 2), DAY(2014, 12, 31)), "2011-01-02 to 2014-12-31"),
        (Period(duration="P10Y"), "10 years"),
        (Period(duration="P5Y", within=True), "within 5 years"),
        (Period(DAY(2025, 1, 1), duration="P1M"), "from 2025-01-01 for 1 month"),
        (Period(duration="P1DT12H1M"), "1 day 12 hours 1 minute"),
        (
            OfficeHolding(Thing("person", "Ann Bee", "ann-bee"), "chief executive", ACME),
            "Ann Bee, chief executive of Acme",
        ),
        (Text("delays"), "delays"),
        (ACME, "Acme"),
    ],
    ids=str,
)
def test_a_value_reads_well(value: Value, expected: str) -> None:
    """Numbers are grouped, bounds and rates are spelt, days are ISO dates."""
    assert value_label(value) == expected


@pytest.mark.parametrize(
    ("object_kind", "scope", "expected"),
    [
        ("product/electric-vehicle", "abroad", "Acme: sell electric vehicles, abroad"),
        ("product/electric-vehicle", "home", "Acme: sell electric vehicles, at home"),
        ("any", "any", "Acme: sell"),
        ("vehicle/acme-bolt", "place/europe", "Acme: sell Acme Bolt, in Europe"),
        ("vehicle/unheard-of", "place/far-off", "Acme: sell unheard of, in far off"),
    ],
)
def test_a_plan_reads_well(object_kind: str, scope: str, expected: str) -> None:
    """Agent, action, object and market, by their names where the registry has them."""
    known = {
        "vehicle/acme-bolt": Thing("vehicle", "Acme Bolt", "acme-bolt"),
        "place/europe": Thing("place", "Europe", "europe"),
    }

    assert plan_label(PlanKey(ACME, "Sell", object_kind, scope), known) == expected


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("car", "cars"),
        ("factory", "factories"),
        ("key", "keys"),
        ("branch", "branches"),
        ("electronics", "electronics"),
    ],
)
def test_a_noun_has_its_plural(noun: str, expected: str) -> None:
    """Counted nouns stand in the plural."""
    assert plural(noun) == expected
