"""The tape: a sentence as typed tokens, each with its place in the document.

A token is a word, a mention (one thing or a list of things of one type), a value (date, money,
count …) or, once :mod:`kg.extract.verbs` has read them, a whole verb group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.extract.dates import find_periods
from kg.extract.english import CONTRACTED, INSIDE, JOINERS
from kg.extract.quantities import QuantityGrammar
from kg.model import Span
from kg.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.lexicon import Force, Lexicon
    from kg.extract.names import Registry
    from kg.extract.sentences import Sentence
    from kg.model import Coreference, Period, Quantity, Thing

SUPERTYPES = {
    "company": ("Company", "Org", "Actor", "Thing"),
    "organization": ("Unit", "Org", "Actor", "Thing"),
    "outlet": ("Outlet", "Org", "Actor", "Thing"),
    "person": ("Person", "Actor", "Thing"),
    "source": ("Source", "Actor"),
    "vehicle": ("Vehicle", "Product", "Thing"),
    "product": ("Kind", "Product"),
    "industry": ("Industry",),
    "place": ("Place", "Thing"),
    "facility": ("Facility", "Thing"),
    "event": ("Event", "Thing"),
    "service": ("Service", "Thing"),
}
"""Kind of thing to the token types it has, most specific first."""

_RAW = re.compile(
    r"n't\b|'(?:s|re|m|ll|ve|d)\b|cannot\b|[A-Za-z]+(?=n't\b)|(?<=s)'(?=[\s,.;:)]|$)"
    r"|[A-Za-z0-9À-ɏ]+(?:[-.&/][A-Za-z0-9À-ɏ]+)*|\.{3}|[^\sA-Za-z0-9]",
    re.I,
)
_LEGAL_FORM = re.compile(
    r"(?:,? (?:Inc|Corp|Co|Ltd)\b|(?<=\b(?:Inc|Ltd))|(?<=\bCorp)|(?<=\bCo))(?P<dot>\.)?"
    r"|,? (?:Corporation|Limited|LLC|PLC|plc|AG|SE|GmbH|SA|NV)\b"
)
_MAX_TOKENS = 120


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A whole verb group: what it does to the proposition, voice, form, classes and lemma."""

    classes: tuple[str, ...]
    lemma: str
    force: Force
    passive: bool
    form: str  # fin | inf | ing | pp
    governed: bool = False
    """True if a word such as "plans to" or "is set to" governs it."""
    bare: bool = False
    """True if it is a lone base form ("they sell", "… and sell"), which can lean on the verb before "and"."""
    head: int | None = None
    """Where its main verb begins in the document: "deal" in "are to deal"."""
    aside: bool = False
    """True in a clause such as ", which …": it stands outside what others say or think."""
    possessor: bool = False
    """True if it begins with ``'s`` ("Acme's plan to sell"): its subject is the possessor."""


@dataclass(frozen=True, slots=True)
class Token:
    """One item of the tape. ``start`` and ``end`` are offsets in the document."""

    start: int
    end: int
    low: str
    types: tuple[str, ...] = ()
    things: tuple[Thing, ...] = ()
    value: Quantity | Period | str | None = None
    verb: VerbGroup | None = None
    coreferences: tuple[Coreference, ...] = ()
    capital: bool = False
    """Whether it is written with a capital inside a sentence, as names are."""
    subject: Token | None = field(default=None, repr=False)
    members: tuple[Token, ...] = field(default=(), repr=False)

    @property
    def is_word(self) -> bool:
        """Whether it is a plain word or punctuation mark."""
        return not self.types and self.verb is None

    def has(self, type_name: str) -> bool:
        """Whether the token is of the type."""
        return type_name in self.types


class Tokenizer:
    """Finds every kind of mention in a sentence, longest first, and lays out the tape."""

    def __init__(self, lexicon: Lexicon, registry: Registry) -> None:
        """Keep the lists; compile the amounts."""
        self._lexicon = lexicon
        self._registry = registry
        self._quantities = QuantityGrammar(lexicon.counted)
        roles = sorted(lexicon.roles, key=lambda role: (-len(role), role))
        self._roles = re.compile(rf"\b(?:{'|'.join(re.escape(role) for role in roles)})\b", re.I | re.ASCII)

    def tokenize(
        self, text: str, sentence: Sentence, local: Iterable[tuple[Span, Thing]] = ()
    ) -> list[Token]:
        """Return the tape of *sentence* of the normalised *text*; *local* adds mentions found by context."""
        start, end = sentence.span.start, sentence.span.end
        mentions = self._mentions(text, start, end, local)
        tokens: list[Token] = []
        position = start
        for mention in mentions:
            tokens.extend(_words(text, position, mention.start))
            tokens.append(mention)
            position = mention.end
        tokens.extend(_words(text, position, end))
        return merge_lists(tokens[:_MAX_TOKENS])

    def _mentions(self, text: str, start: int, end: int, local: Iterable[tuple[Span, Thing]]) -> list[Token]:
        """Return what is named or counted in ``text[start:end]``: longest first, names before values."""
        found = [
            *((0, token) for token in self._named(text, start, end, local)),
            *self._valued(text, start, end),
        ]
        found.sort(key=lambda item: (item[1].start - item[1].end, item[0], item[1].start))
        free = bytearray(b"\1") * (end - start)
        kept: list[Token] = []
        for _, token in found:
            place = slice(token.start - start, token.end - start)
            if all(free[place]):
                free[place] = bytes(token.end - token.start)
                kept.append(token)
        return sorted(kept, key=lambda token: token.start)

    def _named(self, text: str, start: int, end: int, local: Iterable[tuple[Span, Thing]]) -> Iterator[Token]:
        for span, things in self._registry.find(text, start, end):
            if len(things) == 1:  # an ambiguous name is no link
                whole = _with_legal_form(text, span, end) if things[0].kind == "company" else span
                yield _token(text, whole, self.types_of(things[0]), things=(things[0],))
        for span, thing in local:
            if start <= span.start and span.end <= end:
                yield _token(text, span, self.types_of(thing), things=(thing,))

    def _valued(self, text: str, start: int, end: int) -> Iterator[tuple[int, Token]]:
        """Yield dates, amounts and offices, each with its rank among those of one length."""
        for span, period in find_periods(text, start, end):
            yield 1, _token(text, span, ("Date",), value=period)
        for span, kind, quantity in self._quantities.find(text, start, end):
            types = (kind, "Amount") if kind != "Number" else (kind,)
            if quantity.counted:
                types = (f"{kind}:{quantity.counted}", *types)
            yield {"Number": 3, "Rank": 2}.get(kind, 1), _token(text, span, types, value=quantity)
        for match in self._roles.finditer(text, start, end):
            role = self._lexicon.roles[match.group().lower()]
            yield 2, _token(text, Span(*match.span()), _role_types(role), value=role)

    def types_of(self, thing: Thing) -> tuple[str, ...]:
        """Return the token types of *thing*; a kind of product adds those of the broader kinds."""
        types = list(SUPERTYPES[thing.kind])
        if thing.kind == "product":
            kinds = [thing]
            for kind in kinds:
                types.append(f"Kind:{kind.slug}")
                kinds += [wider for wider in self._registry.linked(kind, "broaderKind") if wider not in kinds]
        return tuple(types)


_POSSESSIVES = {"its": "it", "their": "they", "his": "he", "our": "we", "my": "i", "whose": "who"}
"""A possessive pronoun becomes its pronoun and a ``'s`` of no width, so that one rule reads both."""

_SHORT_FORMS = {"'re": "are", "'m": "am", "'ll": "will", "'ve": "have", "'d": "would", "n't": "not"}
_BEFORE_NOT = {"wo": "will", "ca": "can", "sha": "shall"}
_OWNER_BEFORE = "sSxXzZ"


def _words(text: str, start: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    for match in _RAW.finditer(text, start, end):
        first, last = match.span()
        word = match.group()
        low = "information-technology" if word == "IT" else word.lower()
        if low in _POSSESSIVES:
            tokens += (Token(first, last, _POSSESSIVES[low]), Token(last, last, "'s"))
        elif low == "cannot":
            tokens += (Token(first, first + 3, "can"), Token(first + 3, last, "not"))
        elif low == "n't" and tokens:
            before = tokens[-1]
            tokens[-1] = replace(before, low=_BEFORE_NOT.get(before.low, before.low))
            tokens.append(Token(first, last, "not"))
        elif low == "'s" and tokens and tokens[-1].low in CONTRACTED:
            tokens.append(Token(first, last, "is"))
        elif low == "'" and first and text[first - 1] in _OWNER_BEFORE and _ends_word(text, last):
            tokens.append(Token(first, last, "'s"))
        else:
            capital = word[0].isupper() and (first > start or bool(tokens)) and len(word) > 1
            tokens.append(Token(first, last, _SHORT_FORMS.get(low, low), capital=capital))
    return tokens


def _ends_word(text: str, place: int) -> bool:
    return place == len(text) or not text[place].isalnum()


def _with_legal_form(text: str, span: Span, end: int) -> Span:
    """Return *span* with "Inc." or the like after it, but not with the full stop of the sentence."""
    form = _LEGAL_FORM.match(text, span.end, end)
    if form is None or form.end() == form.start():
        return span
    return Span(span.start, form.end() - 1 if form["dot"] and form.end() == end else form.end())


def _token(
    text: str,
    span: Span,
    types: tuple[str, ...],
    *,
    things: tuple[Thing, ...] = (),
    value: Quantity | Period | str | None = None,
) -> Token:
    return Token(span.start, span.end, text[span.start : span.end].lower(), types, things, value)


def _role_types(role: str) -> tuple[str, ...]:
    if role == "founder":
        return ("Role", "Role:founder")
    return ("Role", "Role:office", f"Role:{slug(role)}")


def merge_lists(tokens: list[Token]) -> list[Token]:
    """Fold coordinated mentions of one type ("Tesla, BYD and Nio") into one list token.

    A list ends in "and", "or" or "as well as"; commas alone join only when such an end follows.
    """
    merged: list[Token] = []
    index = 0
    while index < len(tokens):
        run = _list_run(tokens, index) if tokens[index].things else None
        if run is None:
            merged.append(tokens[index])
            index += 1
            continue
        end, members = run
        first, last = members[0], members[-1]
        merged.append(
            replace(
                first,
                end=last.end,
                low=" ".join(member.low for member in members),
                things=tuple(dict.fromkeys(thing for member in members for thing in member.things)),
                coreferences=tuple(link for member in members for link in member.coreferences),
                members=tuple(members),
            )
        )
        index = end
    return merged


def _list_run(tokens: list[Token], index: int) -> tuple[int, list[Token]] | None:
    """Return where the list that begins at *index* ends, and its members; None if there is none."""
    members = [tokens[index]]
    position = index + 1
    closed = 0
    while position < len(tokens):
        cursor, final = _joiner(tokens, position)
        fits = cursor < len(tokens) and tokens[cursor].types[:1] == members[0].types[:1]
        if cursor == position or not fits or (closed and not final):
            break
        members.append(tokens[cursor])
        position = cursor + 1
        if final:
            closed = len(members)
    if closed or len(members) > 2:
        return position, members
    return None


def _joiner(tokens: list[Token], position: int) -> tuple[int, bool]:
    """Return the place after ", and the" or the like at *position*, and whether it ends the list."""
    cursor, final = position, False
    while cursor < len(tokens) and tokens[cursor].is_word:
        low = tokens[cursor].low
        if low in JOINERS:
            final = final or low != ","
        elif low == "as" and [token.low for token in tokens[cursor : cursor + 3]] == ["as", "well", "as"]:
            final = True
            cursor += 2
        elif (
            cursor > position
            and low == "parts"
            and [t.low for t in tokens[cursor + 1 : cursor + 2]] == ["of"]
        ):
            cursor += 1
        elif cursor == position or low not in INSIDE:
            break
        cursor += 1
    return cursor, final
