"""Amounts: how much, of what unit, with which bounds, per what."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given

from kg.extract.quantities import QuantityGrammar
from kg.model import Quantity
from kg.slugs import quantity_slug
from tests.reading import lexicon, tape, texts_of

AMOUNTS = {
    "$10 billion": "Money 10000000000-usd",
    "USD 2.5bn": "Money 2500000000-usd",
    "US$30,000": "Money 30000-usd",
    "$2.5-billion": "Money 2500000000-usd",
    "€5m": "Money 5000000-eur",
    "£1.5 billion": "Money 1500000000-gbp",
    "10 billion yuan": "Money 10000000000-cny",
    "RMB 10 billion": "Money 10000000000-cny",
    "30,000 U.S. dollars": "Money 30000-usd",
    "half a billion dollars": "Money 500000000-usd",
    "$500 per month": "Money 500-usd-per-month",
    "no more than $73,000": "Money at-most-73000-usd",
    "as much as $73,000": "Money at-most-73000-usd",
    "$10,000-$20,000": "Money 10000-to-20000-usd",
    "$10-20 million": "Money 10000000-to-20000000-usd",
    "between $10 and $20": "Money 10-to-20-usd",
    "10 to 20 billion yuan": "Money 10000000000-to-20000000000-cny",
    "up to 300,000 vehicles a year": "Count:vehicle at-most-300000-vehicle-per-year",
    "100,000 electric vehicles annually": "Count:vehicle 100000-vehicle-per-year",
    "more than 240,000 pre-orders": "Count:pre-order more-than-240000-pre-order",
    "as many as 900 stores": "Count:store at-most-900-store",
    "at least 900 stores": "Count:store at-least-900-store",
    "fewer than 900 stores": "Count:store less-than-900-store",
    "nearly 900 stores": "Count:store about-900-store",
    "900 new stores": "Count:store 900-store",
    "two hundred and fifty stores": "Count:store 250-store",
    "between 10 and 20 stores": "Count:store 10-to-20-store",
    "5-10 million units": "Count:unit 5000000-to-10000000-unit",
    "between 500,000 and 1 million users": "Count:user 500000-to-1000000-user",
    "three electric motors": "Count:motor 3-motor",
    "18%": "Percent 18-percent",
    "18 per cent": "Percent 18-percent",
    "between 10 and 20 percent": "Percent 10-to-20-percent",
    "1,527 hp": "Power 1527-hp",
    "500 Nm": "Torque 500-nm",
    "100 kWh": "Energy 100-kwh",
    "up to 600 kilometres": "Distance at-most-600-km",
    "210 km/h": "Speed 210-kmh",
    "130 miles per hour": "Speed 130-mph",
    "60 weeks": "Duration 60-week",
    "five to ten years": "Duration 5-to-10-year",
    "over 2 million": "Number more-than-2000000-one",
}
NONE_AT_ALL = ["1,00 stores", "10,0000 stores", "1.000.000 stores", "$", "a few billion dollars", "no stores"]


@cache
def grammar() -> QuantityGrammar:
    return QuantityGrammar(lexicon().counted)


def amounts(text: str) -> list[str]:
    return [
        f"{token.types[0]} {quantity_slug(token.value)}"
        for token in tape(text)
        if isinstance(token.value, Quantity)
    ]


@pytest.mark.parametrize("wording", AMOUNTS)
def test_an_amount_is_read_whole(wording: str) -> None:
    """Number, scale, unit, bound and "per" are one amount of one type."""
    assert amounts(f"It has {wording}, they say.") == [AMOUNTS[wording]]


@pytest.mark.parametrize("wording", NONE_AT_ALL)
def test_a_bad_amount_is_no_amount(wording: str) -> None:
    """Digits grouped oddly, or words without a number, give nothing."""
    assert amounts(f"It has {wording}, they say.") == []


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("half of the market", ["Percent 50-percent"]),
        ("more than half of the market", ["Percent more-than-50-percent"]),
        ("a quarter of the market", ["Percent 25-percent"]),
        ("a third of the market", []),
        ("half a mile", []),
    ],
)
def test_simple_fractions_are_percentages_where_they_are_exact(wording: str, found: list[str]) -> None:
    """A half, a quarter and a fifth are; a third is no finite decimal."""
    assert amounts(f"It has {wording}.") == found


@pytest.mark.parametrize(
    ("wording", "rank"),
    [
        ("ranks third", 3),
        ("is ranked 3rd", 3),
        ("ranks number 4", 4),
        ("is the second-largest maker", 2),
        ("is the world's third-largest maker", 3),
        ("is the largest maker", 1),
        ("comes second", 2),
        ("is first", 1),
    ],
)
def test_ranks_are_read(wording: str, rank: int) -> None:
    """Ordinals with a superlative, or after "ranks" and the like, are ranks."""
    assert amounts(f"Acme {wording}.") == [f"Rank {rank}-rank"]


@pytest.mark.parametrize(
    "wording", ["is the second time", "sold the first car", "is in the third quarter", "is first shown here"]
)
def test_other_ordinals_are_no_ranks(wording: str) -> None:
    """First times, quarters and "first shown" say nothing about rank."""
    assert not any(found.startswith("Rank") for found in amounts(f"It {wording}."))


@pytest.mark.parametrize(
    "text",
    [
        "It is one of the stores.",
        "It had 12 and its stores grew.",
        "It paid 5 in stores.",
        "It is one of the largest carmakers.",
        "It sold 30 when drivers came.",
    ],
)
def test_a_number_counts_only_what_follows_it_closely(text: str) -> None:
    """Between a number and what it counts stand adjectives, and no "of", "and" or "in"."""
    assert not any(found.startswith("Count") for found in amounts(text))


def test_two_numbers_joined_by_and_are_a_range_only_after_between() -> None:
    """“30 and 40 stores” are not “30 to 40 stores”."""
    assert amounts("It has 30 and 40 stores.") == ["Number 30-one", "Count:store 40-store"]


def test_a_backward_range_is_no_range() -> None:
    """“20 to 10 stores” is not turned round."""
    assert not any("-to-" in found for found in amounts("It has 20 to 10 stores."))


def test_an_absurd_number_is_no_amount() -> None:
    """What has more digits than anybody counts is left out, so that it cannot break a later stage."""
    assert amounts(f"It sold {'9' * 60} cars and 5{' million' * 20} vans.") == []


@given(
    texts_of(
        *"0123456789.,-$€% ", "million ", "ten ", " to ", "cars", "ſ", "K", "٣", "hp ", "a ", "firſt ", "euro"
    )
)
def test_no_text_raises_and_every_amount_can_be_written(text: str) -> None:
    """Each amount lies in the text and has a slug, whatever letters look alike when case is ignored."""
    for span, kind, quantity in grammar().find(text, 0, len(text)):
        assert span.end <= len(text)
        assert kind
        assert quantity_slug(quantity)
