"""Find dates and spans of time, as periods that hold no day which the text does not give."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import TYPE_CHECKING

from kg.extract.numbers import NUMBER_WORDS, whole_number
from kg.model import Period, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = {
    name.lower(): number
    for table in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(table)
    if name
} | {"sept": 9}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_POINT = (
    rf"(?:(?P<mdy_m>{_MONTH}) (?P<mdy_d>{_DAY}),? (?P<mdy_y>{_YEAR})"
    rf"|(?:the )?(?P<dmy_d>{_DAY})(?: of)? (?P<dmy_m>{_MONTH}),? (?P<dmy_y>{_YEAR})"
    rf"|(?P<iso_y>{_YEAR})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)"
    rf"|(?P<my_m>{_MONTH}),?(?: of)? (?P<my_y>{_YEAR})"
    rf"|(?:the )?(?P<q_n>first|second|third|fourth|Q[1-4])(?: quarter)?(?: of)? (?:fiscal )?(?P<q_y>{_YEAR})"
    rf"|(?:the )?(?P<h_n>first half of|second half of|H[12](?: of)?) (?P<h_y>{_YEAR})"
    rf"|(?:(?:early|mid|late|the (?:start|beginning|middle|end) of)[ -])?(?P<year>{_YEAR}))"
)
_SPAN_UNIT = r"(?P<unit>years?|months?|weeks?|days?|decades?)"
_COUNT = rf"(?P<count>\d{{1,3}}|{NUMBER_WORDS}|a couple of|a|an)"

_PATTERNS = tuple(
    (kind, re.compile(pattern, re.ASCII | (re.I if kind == "duration" else 0)))
    for kind, pattern in (
        (
            "range",
            rf"\b(?:[Ff]rom|[Bb]etween) (?P<a>{_YEAR})(?: to | and |-| until | through )(?P<b>{_YEAR})\b",
        ),
        ("years", rf"(?<![\d$€£-])(?P<a>{_YEAR})-(?P<b>{_YEAR})(?![\d-])"),
        (
            "point",
            (
                r"\b(?:(?P<bound>[Bb]y|[Uu]ntil|[Tt]ill|[Bb]efore|[Ss]ince|[Aa]fter|[Ff]rom|[Ss]tarting in"
                r"|[Bb]eginning in) (?:the end of )?|(?:[Ii]n|[Oo]n|[Dd]uring|[Tt]hroughout|[Aa]s of) )?"
                rf"(?<![\d$€£.,-]){_POINT}(?![\w%]|[,.]\d|-\d)"
            ),
        ),
        (
            "duration",
            (
                r"\b(?:(?P<within>within|in)|(?P<over>over|for|during|throughout|across)|by)"
                r" (?:about |around |at least |up to |the )?(?:(?:next|coming|following|past|last|full) )?"
                rf"{_COUNT}[ -]?"
                rf"(?:full )?{_SPAN_UNIT}\b(?! (?:ago|later|earlier|before))"
            ),
        ),
        (
            "decade",
            (
                r"\b(?:[Oo]ver|[Ii]n|[Ww]ithin|[Dd]uring) the (?:next|coming)"
                r" (?P<decade>decade|year|month|week)\b"
            ),
        ),
    )
)
_ISO_UNIT = {"year": "Y", "month": "M", "week": "W", "day": "D"}


def find_periods(text: str, start: int, end: int) -> Iterator[tuple[Span, Period]]:
    """Yield each time expression of ``text[start:end]`` with its preposition, and what it denotes.

    Overlapping findings are possible; the caller keeps the longest.
    """
    for kind, pattern in _PATTERNS:
        before: tuple[re.Match[str], Period] | None = None
        for match in pattern.finditer(text, start, end):
            period = _READERS[kind](match)
            if period is not None:
                yield Span(*match.span()), period
                if kind == "point":
                    yield from _between(text, before, match, period)
                    before = match, period


def _between(
    text: str, opening: tuple[re.Match[str], Period] | None, closing: re.Match[str], until: Period
) -> Iterator[tuple[Span, Period]]:
    """Yield "from May 2020 to June 2021", once "June 2021" follows "from May 2020"."""
    if opening is None or closing["bound"] not in (None, "until", "till"):
        return
    match, since = opening
    joint = text[match.end() : closing.start()]
    if (match["bound"] or "").lower() != "from" or joint not in (" to ", " through ", " until ", " "):
        return
    if since.first and until.last and since.first <= until.last and joint.strip() + (closing["bound"] or ""):
        yield Span(match.start(), closing.end()), Period(since.first, until.last)


def _range(match: re.Match[str]) -> Period | None:
    first, last = int(match["a"]), int(match["b"])
    if first > last:
        return None
    return Period(datetime.date(first, 1, 1), datetime.date(last, 12, 31))


def _point(match: re.Match[str]) -> Period | None:
    days = _days(match)
    if days is None:
        return None
    first, last = days
    bound = (match["bound"] or "").lower()
    if bound in ("by", "until", "till"):
        return Period(None, last)
    if bound == "before":
        return Period(None, first - datetime.timedelta(days=1))
    if bound in ("since", "from", "starting in", "beginning in"):
        return Period(first, None)
    if bound == "after":
        return Period(last + datetime.timedelta(days=1), None)
    return Period(first, last)


def _days(match: re.Match[str]) -> tuple[datetime.date, datetime.date] | None:
    group = match.groupdict()
    for form in ("mdy", "dmy", "iso"):
        if group[f"{form}_y"]:
            month = group[f"{form}_m"].rstrip(".").lower()
            number = int(month) if month.isdigit() else _MONTHS[month]
            day = int(re.sub(r"\D", "", group[f"{form}_d"]))
            try:
                date = datetime.date(int(group[f"{form}_y"]), number, day)
            except ValueError:
                return None
            return date, date
    if group["my_y"]:
        return _months(int(group["my_y"]), _MONTHS[group["my_m"].rstrip(".").lower()], 1)
    if group["q_y"]:
        name = group["q_n"]
        quarter = int(name[1]) if name[0] == "Q" else ("first", "second", "third", "fourth").index(name) + 1
        if name[0] != "Q" and "quarter" not in match.group():
            return None
        return _months(int(group["q_y"]), 3 * quarter - 2, 3)
    if group["h_y"]:
        return _months(int(group["h_y"]), 1 if group["h_n"].startswith(("first", "H1")) else 7, 6)
    year = int(group["year"])
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def _months(year: int, month: int, count: int) -> tuple[datetime.date, datetime.date]:
    last = month + count - 1
    return datetime.date(year, month, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])


def _duration(match: re.Match[str]) -> Period | None:
    counted = match["count"].lower()
    number = {"a couple of": 2, "a": 1, "an": 1}.get(counted) or whole_number(counted)
    if number is None:
        return None
    unit = match["unit"].lower().rstrip("s")
    if unit == "decade":
        unit, number = "year", number * 10
    return Period(duration=f"P{number}{_ISO_UNIT[unit]}", within=bool(match["within"]))


def _decade(match: re.Match[str]) -> Period:
    unit = match["decade"]
    return Period(duration="P10Y" if unit == "decade" else f"P1{_ISO_UNIT[unit]}")


_READERS = {"range": _range, "years": _range, "point": _point, "duration": _duration, "decade": _decade}
