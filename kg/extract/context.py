"""Find things that no registry lists, by shape and context: plants, firms, models, office holders.

They are proposed, never merged with a known thing: the graph marks them ``kgo:Proposed``.
"""

from __future__ import annotations

import re
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
_FIRM = re.compile(rf"\b(?:[A-Z][A-Za-z0-9&'-]+ ){{1,4}}(?:{_FIRM_SUFFIX})\b\.?")
_PERSON = r"[A-Z][a-z]+(?:[A-Z][a-z]+)?(?:[ -](?:[A-Z]\.? )?[A-Z][a-z]+){1,2}"
_OFFICE = (
    "CEO|CFO|COO|CTO|[Cc]hief [Ee]xecutive(?: [Oo]fficer)?|[Pp]resident|[Cc]hair(?:man|woman)?|[Ff]ounder"
    "|[Ss]pokes(?:man|woman|person)|[Aa]nalyst|[Dd]irector|[Ee]ngineer"
)
_OFFICER = re.compile(rf"\b(?:{_OFFICE}),? (?P<name>{_PERSON})\b")
_FIRM_OF_OFFICER = re.compile(
    rf"(?<![.!?:] )(?<!^)\b(?P<name>[A-Z][A-Za-z0-9&'-]+(?: [A-Z][A-Za-z0-9&'-]+){{0,3}})"
    rf" (?:{_OFFICE})(?: and (?:{_OFFICE}))? {_PERSON}\b"
)
_UNIT = re.compile(
    r"(?:(?<='s )|(?<=\bits )|(?<=their ))"
    r"(?P<name>(?:(?:[a-z-]+|EV) ){1,2}(?:division|unit|arm|department|subsidiary))\b"
)
_ABBREVIATED = re.compile(r"\b(?P<name>(?:[A-Z][a-z]+[ -]){1,5}[A-Z][a-z]+) \((?P<short>[A-Z]{2,8})s?\)")
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
    found: list[tuple[Span, Thing]] = []
    for sentence in sentences:
        start, end = sentence.span.start, sentence.span.end
        known = list(registry.find(text, start, end))
        found.extend(_facilities(text, sentence.span, known, registry))
        found.extend(_units(text, sentence.span, registry))
        for span, name in _abbreviated(text, sentence.span):
            _propose(found, known, span, "product", name)
        found.extend(
            (Span(*match.span("name")), proposed_thing("event", match["name"]))
            for match in _EVENT.finditer(text, start, end)
        )
        for match in _FIRM.finditer(text, start, end):
            _propose(found, known, Span(*match.span()), "company", match.group().rstrip("."))
        for match in _FIRM_OF_OFFICER.finditer(text, start, end):
            if not re.fullmatch(rf"(?:The|A|An|Its|Former|Chinese|{_OFFICE})\b.*", match["name"]):
                _propose(found, known, Span(*match.span("name")), "company", match["name"])
        for match in _OFFICER.finditer(text, start, end):
            _propose(found, known, Span(*match.span("name")), "person", match["name"])
    return found


def _propose(
    found: list[tuple[Span, Thing]], known: list[tuple[Span, list[Thing]]], span: Span, kind: str, name: str
) -> None:
    taken = [other for other, _ in known] + [other for other, _ in found]
    if all(span.end <= other.start or other.end <= span.start for other in taken):
        found.append((span, proposed_thing(kind, name)))


def _facilities(
    text: str, sentence: Span, known: list[tuple[Span, list[Thing]]], registry: Registry
) -> Iterator[tuple[Span, Thing]]:
    """Yield plants named by owner and place: "its plant in Lyon" is the last-named firm's."""
    for match in _FACILITY.finditer(text, sentence.start, sentence.end):
        place = next(
            (things[0] for span, things in known if span.start == match.end() and things[0].kind == "place"),
            None,
        )
        before = list(registry.find(text, max(0, match.start() - 1500), match.start()))
        owner = next((things[0] for _, things in reversed(before) if things[0].kind == "company"), None)
        if place is not None and owner is not None:
            noun = match["noun"].split()[-1]
            yield (
                Span(match.start("noun") + len(match["noun"]) - len(noun), match.end("noun")),
                proposed_thing("facility", f"{owner.name} {noun} in {place.name}"),
            )


def _units(text: str, sentence: Span, registry: Registry) -> Iterator[tuple[Span, Thing]]:
    """Yield parts of a firm named by owner: "its battery division" is the last-named firm's."""
    for match in _UNIT.finditer(text, sentence.start, sentence.end):
        before = list(registry.find(text, max(0, match.start() - 1500), match.start()))
        owner = next((things[0] for _, things in reversed(before) if things[0].kind == "company"), None)
        if owner is not None:
            yield Span(*match.span("name")), proposed_thing("organization", f"{owner.name} {match['name']}")


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
    names: set[str] = set()
    for sentence in sentences:
        if sentence.role == "heading":
            continue
        for match in _CAPITALISED.finditer(text, sentence.span.start + 1, sentence.span.end):
            if match.group() in _ROLES_IN_CAPITALS:
                continue
            if not any(start < match.end() and match.start() < end for start, end in covered):
                names.add(match.group())
    return sorted(names)
