"""Dates become periods that hold no day which the text does not give."""

from __future__ import annotations

import calendar
import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.dates import find_periods
from kg.model import Period
from kg.slugs import period_slug
from tests.reading import tape, texts_of

DATES = {
    "in 2024": "2024",
    "by 2027": "until-2027-12-31",
    "until 2027": "until-2027-12-31",
    "before 2024": "until-2023-12-31",
    "since 2014": "from-2014-01-01",
    "from 2014": "from-2014-01-01",
    "starting in 2014": "from-2014-01-01",
    "after 2024": "from-2025-01-01",
    "during 2024": "2024",
    "as of 2024": "2024",
    "in early 2024": "2024",
    "in mid-2024": "2024",
    "at the end of 2024": "2024",
    "by the end of 2024": "until-2024-12-31",
    "by mid-2024": "until-2024-12-31",
    "in December 2023": "2023-12",
    "in May of 2024": "2024-05",
    "in Sept. 2024": "2024-09",
    "in February 2024": "2024-02",
    "by May 2024": "until-2024-05-31",
    "until May 2024": "until-2024-05-31",
    "on 5 May 2030": "2030-05-05",
    "on May 5, 2030": "2030-05-05",
    "on May 5th, 2030": "2030-05-05",
    "on the 5th of May 2030": "2030-05-05",
    "on Jan. 5, 2024": "2024-01-05",
    "on 2030-05-05": "2030-05-05",
    "by May 5, 2024": "until-2024-05-05",
    "in Q3 2024": "2024-07-01-to-2024-09-30",
    "in Q3 of 2024": "2024-07-01-to-2024-09-30",
    "in the third quarter of 2024": "2024-07-01-to-2024-09-30",
    "by Q3 2024": "until-2024-09-30",
    "in the first half of 2025": "2025-01-01-to-2025-06-30",
    "in the second half of 2025": "2025-07-01-to-2025-12-31",
    "in H2 2025": "2025-07-01-to-2025-12-31",
    "from 2011 to 2014": "2011-01-01-to-2014-12-31",
    "between 2011 and 2014": "2011-01-01-to-2014-12-31",
    "in 2011–2014": "2011-01-01-to-2014-12-31",
    "from May 2020 to June 2021": "2020-05-01-to-2021-06-30",
    "from 5 May 2020 until 6 June 2021": "2020-05-05-to-2021-06-06",
    "within five years": "within-p5y",
    "within a year": "within-p1y",
    "within 12 months": "within-p12m",
    "within 90 days": "within-p90d",
    "within the next two years": "within-p2y",
    "in two years": "within-p2y",
    "in a couple of years": "within-p2y",
    "in the next ten years": "within-p10y",
    "over five years": "p5y",
    "over the next decade": "p10y",
    "over the next two decades": "p20y",
    "for the coming two years": "p2y",
    "over the coming year": "p1y",
}
NO_DATES = [
    "in December",
    "in May",
    "on May 5",
    "in 2,027 units",
    "for $2027",
    "with 2027 cars",
    "by 2027%",
    "after 2027.5",
    "about 12027",
    "in 20270",
    "60 weeks",
    "in 2011-14",
    "in the 2020s",
    "in 1949",
    "in 2100",
    "five years ago",
    "two years later",
    "next year",
    "in the coming years",
    "on 31 February 2024",
    "on May 5-6",
    "it may",
]


def periods(text: str) -> list[str]:
    return [period_slug(token.value) for token in tape(text) if isinstance(token.value, Period)]


@pytest.mark.parametrize("wording", DATES)
def test_a_date_is_the_period_it_names(wording: str) -> None:
    """The whole wording is one date, and its period begins and ends where the words say, or is open."""
    assert periods(f"It came {wording}, they said.") == [DATES[wording]]


@pytest.mark.parametrize("wording", DATES)
def test_a_date_opens_a_sentence_too(wording: str) -> None:
    """With a capital letter it is the same date."""
    assert periods(f"{wording[0].upper()}{wording[1:]}, Acme grew.") == [DATES[wording]]


@pytest.mark.parametrize("wording", NO_DATES)
def test_what_names_no_year_is_no_date(wording: str) -> None:
    """No year is guessed, and counts, prices and decades are no years; "60 weeks" says how long, not when."""
    assert periods(f"It sold {wording} here.") == []


def test_sixty_weeks_is_a_length_of_time() -> None:
    """Without "in" or "within" a number of weeks is an amount."""
    assert [token.types[0] for token in tape("It took 60 weeks.") if token.types] == ["Duration"]


def test_each_year_of_a_list_is_a_date() -> None:
    """“In 2024, 2025 and 2026” names three years."""
    assert periods("It came in 2024, 2025 and 2026.") == ["2024", "2025", "2026"]


def test_a_backward_range_is_no_range() -> None:
    """“From 2014 to 2011” is not turned round."""
    assert all("2011-01-01-to" not in slug for slug in periods("It sold from 2014 to 2011."))
    assert all("-to-" not in slug for slug in periods("It sold from June 2021 to May 2020."))


@given(texts_of(*"0123456789-/., ", "2024", "in ", "by ", "from ", " to ", "May ", "of ", "Q2 ", "years"))
def test_no_day_is_invented(text: str) -> None:
    """Each year of a period stands in the words that it was made of; no text raises."""
    for span, period in find_periods(text, 0, len(text)):
        words = text[span.start : span.end]
        years = {day.year for day in (period.first, period.last) if day is not None}

        assert years <= {int(year) + step for year in re.findall(r"\d{4}", words) for step in (-1, 0, 1)}


@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_day_is_read_however_it_is_written(day: datetime.date) -> None:
    """Day before month, month before day and digits alone are the same day."""
    month = calendar.month_name[day.month]
    forms = [f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", day.isoformat()]
    found = [{period for _, period in find_periods(form, 0, len(form))} for form in forms]

    assert all(Period(day, day) in periods for periods in found)
