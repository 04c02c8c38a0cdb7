"""Find amounts: money, percentages, powers, lengths, counts, ranks; with bounds and ``per``."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.extract.english import NEVER_COUNTED
from kg.extract.numbers import NUMBER, NUMBER_WORDS, ORDINALS, decimal_number, share_scale
from kg.model import Quantity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CURRENCY_SIGNS = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "₹": "INR",
    "A$": "AUD",
    "C$": "CAD",
}
_CURRENCY_WORDS = {
    "usd": "USD",
    "dollar": "USD",
    "us dollar": "USD",
    "u.s. dollar": "USD",
    "euro": "EUR",
    "eur": "EUR",
    "pound": "GBP",
    "gbp": "GBP",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rmb": "CNY",
    "cny": "CNY",
    "yen": "JPY",
    "jpy": "JPY",
    "won": "KRW",
    "krw": "KRW",
    "rupee": "INR",
    "inr": "INR",
    "franc": "CHF",
    "chf": "CHF",
    "krona": "SEK",
}
_UNITS = {
    "percent": r"%|per ?cent\b",
    "percentage-point": r"(?:percentage )points?\b",
    "hp": r"hp\b|bhp\b|horsepower\b|horses\b",
    "kW": r"kW\b|kilowatts?\b",
    "PS": r"PS\b",
    "kWh": r"kWh\b|kilowatt[- ]hours?\b",
    "GWh": r"GWh\b|gigawatt[- ]hours?\b",
    "MW": r"MW\b|megawatts?\b",
    "Nm": r"Nm\b|newton[- ]met(?:er|re)s?\b",
    "lb-ft": r"lb-ft\b|pound-feet\b",
    "km/h": r"km/h\b|kph\b|kilomet(?:er|re)s (?:an|per) hour\b",
    "mph": r"mph\b|miles (?:an|per) hour\b",
    "km": r"km\b|kilomet(?:er|re)s?\b",
    "mile": r"miles?\b",
    "year": r"years?\b",
    "month": r"months?\b",
    "week": r"weeks?\b",
    "day": r"days?\b",
    "hour": r"hours?\b",
    "minute": r"minutes?\b",
    "second": r"seconds?\b",
    "tonne": r"tonnes?\b|metric tons?\b",
    "square-metre": r"square met(?:er|re)s?\b|sqm\b",
    "square-foot": r"square (?:feet|foot)\b",
}
UNIT_TYPES = {
    "percent": "Percent",
    "hp": "Power",
    "kW": "Power",
    "PS": "Power",
    "Nm": "Torque",
    "lb-ft": "Torque",
    "kWh": "Energy",
    "GWh": "Energy",
    "km/h": "Speed",
    "mph": "Speed",
    "km": "Distance",
    "mile": "Distance",
    "rank": "Rank",
} | dict.fromkeys(("year", "month", "week", "day", "hour", "minute", "second"), "Duration")
"""Unit to the type of the token that a quantity becomes; money is ``Money``, the rest ``Count``."""

_BOUND = (
    r"(?:(?P<approx>about|around|roughly|approximately|some|nearly|almost|an estimated|close to)"
    r"|(?P<over>more than|over|above|in excess of|upwards of)"
    r"|(?P<least>at least|no less than|no fewer than|a minimum of)"
    r"|(?P<under>less than|fewer than|under|below)"
    r"|(?P<most>up to|as many as|as much as|no more than|not more than|at most|a maximum of))"
)
_PER = (
    r"(?: (?:a|an|per|each|every) (?P<per>year|month|week|day|hour)\b"
    r"| (?P<adverb>annually|yearly|monthly|weekly|daily)\b)?"
)
_ADVERBS = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day"}
_SIGN = r"(?:US\$|A\$|C\$|[$€£¥₹])"
_CODE = r"(?:USD|EUR|GBP|CNY|RMB|JPY|KRW|INR|CHF)"
_CURRENCY = (
    r"(?:(?:U\.S\. |US )?(?:dollars?|euros?|pounds?|yuan|renminbi|yen|won|rupees?|francs?|krona)"
    rf"|{_CODE})"
)
_LEAD = rf"(?:\b{_BOUND} |\b(?P<between>between) )?"
_TO = r"(?:-| to |(?(between) and |(?!)))"
_START = r"(?<![\w$€£.,-])"
_FIGURE = rf"{_START}(?P<n>{NUMBER})"
_SECOND = rf"(?:{_TO}(?P<nb>{NUMBER}))?"
_SUPERLATIVE = "largest|biggest|best-selling|most popular|highest|-ranked"


class QuantityGrammar:
    """The patterns for amounts, made once from the counted nouns in ``patterns/counted.txt``."""

    def __init__(self, counted: Mapping[str, str]) -> None:
        """Compile; *counted* maps a noun's every form (``pre-orders``) to its key (``order``)."""
        self._counted = {form.lower(): key for form, key in counted.items()}
        nouns = "|".join(re.escape(form) for form in sorted(self._counted, key=len, reverse=True))
        units = "|".join(f"(?P<u{index}>{pattern})" for index, pattern in enumerate(_UNITS.values()))
        closed = "|".join(sorted(NEVER_COUNTED))
        adjectives = rf"(?-i:(?: (?:(?!(?:{closed}|{NUMBER_WORDS})\b)[a-z][a-z-]+|EV|AI)){{0,2}}?)"
        flags = re.I | re.ASCII
        self._money = re.compile(
            rf"{_LEAD}(?:(?:(?P<sign>{_SIGN})|\b(?P<code>{_CODE}) ?)(?P<n1>{NUMBER})"
            rf"(?:{_TO}(?:{_SIGN})?(?P<n1b>{NUMBER}))?"
            rf"|{_START}(?P<n2>{NUMBER})(?:{_TO}(?P<n2b>{NUMBER}))?[ -]?(?P<word>{_CURRENCY})\b){_PER}",
            flags,
        )
        self._unit = re.compile(
            rf"{_LEAD}{_FIGURE}{_SECOND}[ -]?(?:full |whole )?(?:{units}){_PER}",
            flags,
        )
        self._count = re.compile(
            rf"{_LEAD}{_FIGURE}{_SECOND}{adjectives} (?P<noun>{nouns})\b{_PER}",
            flags,
        )
        self._number = re.compile(rf"(?:\b{_BOUND} )?{_FIGURE}(?![\w%-])", flags)
        self._half = re.compile(
            rf"(?:\b{_BOUND} )?\b(?P<half>half|a (?:third|quarter|fifth))\b(?= (?:of|the)\b)", flags
        )
        self._crowd = re.compile(
            rf"\b(?P<many>dozens|scores|hundreds|thousands|millions) of{adjectives} (?P<noun>{nouns})\b",
            flags,
        )
        ordinal = "|".join(ORDINALS)
        self._rank = re.compile(
            rf"\b(?:the )?(?:world's )?(?:(?P<o1>{ordinal})[- ](?:{_SUPERLATIVE})"
            r"|(?:ranks?|ranked|ranking|placed|places|is|comes?|came) (?:number |no\. ?)?"
            rf"(?P<o2>{ordinal}|\d{{1,2}}(?:st|nd|rd|th)|(?<=number )\d+)\b"
            r"(?! (?:time|phase|quarter|half|of|to|[a-z]+(?:ed|wn|ld|lt|en))\b)"
            r"|(?P<top>largest|biggest|best-selling))\b",
            flags,
        )

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[Span, str, Quantity]]:
        """Yield each amount of ``text[start:end]`` with the type of token it makes.

        Overlaps are possible; the caller keeps the longest.
        """
        for match in self._money.finditer(text, start, end):
            yield from self._amount(
                match, match["n1"] or match["n2"], match["n1b"] or match["n2b"], _currency(match), "Money"
            )
        for match in self._unit.finditer(text, start, end):
            unit = next(name for index, name in enumerate(_UNITS) if match[f"u{index}"])
            yield from self._amount(match, match["n"], match["nb"], unit, UNIT_TYPES.get(unit, "Measure"))
        for match in self._count.finditer(text, start, end):
            counted = self._counted[match["noun"].lower()]
            yield from self._amount(match, match["n"], match["nb"], "one", "Count", counted)
        for match in self._number.finditer(text, start, end):
            yield from self._amount(match, match["n"], None, "one", "Number")
        for match in self._crowd.finditer(text, start, end):
            low = Decimal(
                {"doz": 12, "sco": 20, "hun": 100, "tho": 1000, "mil": 10**6}[match["many"][:3].lower()]
            )
            counted = self._counted[match["noun"].lower()]
            yield Span(*match.span()), "Count", Quantity(low, None, "one", counted, approximate=True)
        for match in self._half.finditer(text, start, end):
            share = {"half": 50, "a quarter": 25, "a fifth": 20}.get(match["half"].lower())
            if share:
                yield (
                    Span(*match.span()),
                    "Percent",
                    _bounded(match, Decimal(share), None, "percent", None, None),
                )
        for match in self._rank.finditer(text, start, end):
            word = (match["o1"] or match["o2"] or "first").lower()
            rank = ORDINALS.get(word) or int(re.sub(r"\D", "", word))
            yield Span(*match.span()), "Rank", Quantity(Decimal(rank), Decimal(rank), "rank")

    def _amount(
        self,
        match: re.Match[str],
        low: str,
        high: str | None,
        unit: str,
        kind: str,
        counted: str | None = None,
    ) -> Iterator[tuple[Span, str, Quantity]]:
        number = decimal_number(share_scale(low, high) if high else low)
        upper = decimal_number(high) if high else None
        if number is None or (high and upper is None):
            return
        if upper is not None and upper < number:
            return
        groups = match.groupdict()
        per = groups.get("per") or _ADVERBS.get((groups.get("adverb") or "").lower())
        yield Span(*match.span()), kind, _bounded(match, number, upper, unit, counted, per and per.lower())


def _currency(match: re.Match[str]) -> str:
    if match["sign"]:
        return _CURRENCY_SIGNS[match["sign"].upper()]
    word = (match["code"] or match["word"]).lower()
    return _CURRENCY_WORDS.get(word) or _CURRENCY_WORDS[word.rstrip("s")]


def _bounded(
    match: re.Match[str], low: Decimal, high: Decimal | None, unit: str, counted: str | None, per: str | None
) -> Quantity:
    if high is not None:
        return Quantity(low, high, unit, counted, per, approximate=bool(match["approx"]))
    if match["over"] or match["least"]:
        return Quantity(low, None, unit, counted, per, exclusive=bool(match["over"]))
    if match["under"] or match["most"]:
        return Quantity(None, low, unit, counted, per, exclusive=bool(match["under"]))
    return Quantity(low, low, unit, counted, per, approximate=bool(match["approx"]))
