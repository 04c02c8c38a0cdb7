"""Find things that no registry lists, by shape and context: plants, firms, models, office holders.

They are proposed, never merged with a known thing: the graph marks them ``kgo:Proposed``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.identifiers import proposed_thing
from kg.model import Span, Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.names import Registry
    from kg.extract.sentences import Sentence

_FACILITY = re.compile(
    r"\b(?P<noun>(?:[a-z]+ )?(?:plant|factory|gigafactory|facility|works|headquarters|campus|warehouse"
    r"|showroom)) (?:in|near|at|outside) (?=[A-Z])"
)
_FIRM_SUFFIX = (
    "Inc|Corp|Corporation|Company|Ltd|Limited|LLC|PLC|plc|AG|SE|GmbH|SA|NV|Motors?|Automotive"
    "|Automobiles?|Group|Holdings?|Technologies|Industries|Energy|Motor Company"
)
_NO_NAME = (
    "The|This|That|These|Those|A|An|Its|Our|Their|In|At|On|By|For|From|With|As|Of|To|And|But|Or|When|While"
    "|After|Before|Since|If"
)
_WORD = r"[A-Z][A-Za-z0-9&'-]{1,40}"
_FIRM = re.compile(
    rf"\b(?!(?:{_NO_NAME})\b)(?:{_WORD} ){{1,4}}(?:{_FIRM_SUFFIX})\b\.?(?! (?:Show|Fair|Expo|Salon|Week))"
)
_PERSON = r"[A-Z][a-z]{1,30}(?:[A-Z][a-z]{1,30})?(?:[ -](?:[A-Z]\.? )?[A-Z][a-z]{1,30}){1,2}"
_OFFICE = (
    "CEO|CFO|COO|CTO|[Cc]hief [Ee]xecutive(?: [Oo]fficer)?|[Pp]resident|[Cc]hair(?:man|woman)?|[Ff]ounder"
    "|[Ss]pokes(?:man|woman|person)|[Aa]nalyst|[Dd]irector|[Ee]ngineer"
)
_OFFICER = re.compile(rf"\b(?:{_OFFICE}),? (?P<name>{_PERSON})\b")
_FIRM_OF_OFFICER = re.compile(
    rf"(?<![.!?:] )(?<!^)\b(?P<name>{_WORD}(?: {_WORD}){{0,3}})"
    rf" (?:{_OFFICE})(?: and (?:{_OFFICE}))? {_PERSON}\b"
)
_UNIT = re.compile(
    r"(?:(?<='s )|(?<=\bits )|(?<=their ))"
    r"(?P<name>(?:(?:[a-z-]{1,40}|EV) ){1,2}(?:division|unit|arm|department|subsidiary))\b"
)
_ABBREVIATED = re.compile(
    r"\b(?P<name>(?:[A-Z][a-z]{1,40}[ -]){1,5}[A-Z][a-z]{1,40}) \((?P<short>[A-Z]{2,8})s?\)"
)
_NO_FIRM = re.compile(rf"(?:{_NO_NAME}|Former|Chinese|{_OFFICE})\b")
_LONG_AGO = 1_500
_OCCASION = "livestream|live stream|press|launch|product|investor|media|shareholder|earnings|developer|news"
_EVENT = re.compile(
    r"\b(?:[Aa]|[Aa]n|[Tt]he|[Ii]ts|[Tt]his)(?: (?:recent|annual|special|online|virtual))?"
    rf" (?P<name>(?:{_OCCASION})(?: launch)? (?:event|conference|briefing|meeting|call|day|presentation)"
    r"(?: (?:on|about|for|in) [^,.;]{1,60}(?=[,.;]))?|livestream|keynote)"
)
_CAPITALISED = re.compile(
    r"(?<![.!?:] )(?<!^)(?<![\w'-])[A-Z][A-Za-z0-9&'-]*(?: [A-Z][A-Za-z0-9&'-]*)*(?![\w])"
)
_ROLES_IN_CAPITALS = {"CEO", "CFO", "COO", "CTO", "I"}


def find_local_things(
    text: str, sentences: Iterable[Sentence], registry: Registry
) -> list[tuple[Span, Thing]]:
    """Return the mentions of unlisted things in *sentences*, in reading order.

    Whatever overlaps a name that the registry knows is left to the registry.
    """
    finder = _Finder(text, registry)
    for sentence in sentences:
        finder.look_through(sentence.span)
    return sorted(finder.found)


class _Finder:
    """Looks through one text, sentence by sentence; knows which firms it has met."""

    def __init__(self, text: str, registry: Registry) -> None:
        self.found: list[tuple[Span, Thing]] = []
        self._text = text
        self._registry = registry
        self._firms: list[tuple[int, Thing]] = []
        self._places: dict[int, Thing] = {}
        self._free = bytearray()
        self._start = 0

    def look_through(self, sentence: Span) -> None:
        text, start, end = self._text, sentence.start, sentence.end
        self._note_known(sentence)
        self._take_facilities(start, end)
        self._take_units(start, end)
        for span, name in _abbreviated(text, sentence):
            self._propose(span, "product", name)
        for match in _EVENT.finditer(text, start, end):
            self._take(Span(*match.span("name")), proposed_thing("event", match["name"]))
        for match in _FIRM.finditer(text, start, end):
            self._propose(Span(*match.span()), "company", match.group().rstrip("."))
        for match in _FIRM_OF_OFFICER.finditer(text, start, end):
            if not _NO_FIRM.match(match["name"]):
                self._propose(Span(*match.span("name")), "company", match["name"])
        for match in _OFFICER.finditer(text, start, end):
            self._propose(Span(*match.span("name")), "person", match["name"])

    def _note_known(self, sentence: Span) -> None:
        """Note what the registry knows of *sentence*: no other thing is proposed there."""
        self._start = sentence.start
        self._free = bytearray(b"\1") * (sentence.end - sentence.start)
        self._places.clear()
        for span, things in self._registry.find(self._text, sentence.start, sentence.end):
            self._occupy(span)
            if len(things) == 1 and things[0].kind == "company":
                self._firms.append((span.start, things[0]))
            elif len(things) == 1 and things[0].kind == "place":
                self._places[span.start] = things[0]

    def _occupy(self, span: Span) -> None:
        self._free[span.start - self._start : span.end - self._start] = bytes(span.end - span.start)

    def _take(self, span: Span, thing: Thing) -> None:
        self._occupy(span)
        self.found.append((span, thing))

    def _propose(self, span: Span, kind: str, name: str) -> None:
        if all(self._free[span.start - self._start : span.end - self._start]):
            self._take(span, proposed_thing(kind, name))

    def _owner(self, place: int) -> Thing | None:
        """Return the firm named last before *place*, if that is not long ago."""
        index = bisect_left(self._firms, place, key=itemgetter(0)) - 1
        near = index >= 0 and place - self._firms[index][0] <= _LONG_AGO
        return self._firms[index][1] if near else None

    def _take_facilities(self, start: int, end: int) -> None:
        """Take plants named by owner and place: "its plant in Lyon" is the last-named firm's."""
        for match in _FACILITY.finditer(self._text, start, end):
            place, owner = self._places.get(match.end()), self._owner(match.start())
            if place is not None and owner is not None:
                noun = match["noun"].split()[-1]
                span = Span(match.end("noun") - len(noun), match.end("noun"))
                self._take(span, proposed_thing("facility", f"{owner.name} {noun} in {place.name}"))

    def _take_units(self, start: int, end: int) -> None:
        """Take parts of a firm named by owner: "its battery division" is the last-named firm's."""
        for match in _UNIT.finditer(self._text, start, end):
            owner = self._owner(match.start())
            if owner is not None:
                name = f"{owner.name} {match['name']}"
                self._take(Span(*match.span("name")), proposed_thing("organization", name))


def _abbreviated(text: str, sentence: Span) -> Iterator[tuple[Span, str]]:
    """Yield the long form before an abbreviation in brackets whose letters its words begin with."""
    for match in _ABBREVIATED.finditer(text, sentence.start, sentence.end):
        words = list(re.finditer(r"[A-Z][a-z]+", match["name"]))[-len(match["short"]) :]
        if "".join(word.group()[0] for word in words) == match["short"]:
            start = match.start("name") + words[0].start()
            yield Span(start, match.end("name")), text[start : match.end("name")]


def find_unlinked(text: str, sentences: Iterable[Sentence], read: Iterable[Span]) -> list[str]:
    """Return the capitalised names that nothing *read* covers, sorted: candidates for the registry."""
    covered = sorted((span.start, span.end) for span in read)
    ends = list(accumulate((end for _, end in covered), max))
    names: set[str] = set()
    for sentence in sentences:
        if sentence.role == "heading":
            continue
        for match in _CAPITALISED.finditer(text, sentence.span.start + 1, sentence.span.end):
            if match.group() in _ROLES_IN_CAPITALS:
                continue
            before = bisect_left(covered, (match.end(), 0))  # those that begin before the name ends
            if not before or ends[before - 1] <= match.start():
                names.add(match.group())
    return sorted(names)
