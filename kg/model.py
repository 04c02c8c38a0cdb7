"""The values that stages hand to each other: frozen, compared by content, standard library only."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters ``[start, end)`` of one document's text, in code points from 0."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse an empty or backward span."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"want 0 <= start < end, got [{self.start}, {self.end})")


@dataclass(frozen=True, slots=True)
class Document:
    """One article: its text as stored, where its body begins, and what it says about itself.

    ``text`` is the decoded source, front matter included; every offset counts its code points.
    For HTML it is the extracted text. ``path`` is relative to the folder given, with ``/``.
    """

    id: str
    path: str
    text: str
    body_start: int
    source_sha256: str
    text_sha256: str
    format: str = "text"
    title: str | None = None
    publisher: str | None = None
    copy_of: str | None = None
    creator: str | None = None
    published: datetime.date | None = None
    language: str | None = None
    restated: bool = False
    origin_file: str | None = None
    origin_sha256: str | None = None
    warnings: tuple[str, ...] = ()

    def line_of(self, offset: int) -> int:
        """Return the line, from 1, that holds the character at *offset*."""
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """An entity: its kind (``company``, ``person``, …), canonical name and slug.

    ``known`` is false for one that the registry does not list; the graph marks it proposed.
    """

    kind: str
    name: str
    slug: str
    known: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """An object that is wording, not an entity."""

    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: exact (``low == high``), bounded, or a range.

    ``unit`` is a currency code (``USD``), ``hp``, ``km``, ``percent``, ``week``, ``rank`` … or
    ``one`` for plain counts, whose ``counted`` says of what. ``exclusive``: *over* 5, not *at least* 5.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    counted: str | None = None
    per: str | None = None
    approximate: bool = False
    exclusive: bool = False

    def __post_init__(self) -> None:
        """Refuse a quantity without a number, and a backward range."""
        if self.low is None and self.high is None:
            raise ValueError("a quantity needs a number")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"want low <= high, got {self.low} and {self.high}")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included, either open; or a bare ``duration``.

    ``duration`` is ISO 8601 (``P10Y``); with ``within`` it is a deadline without a known start.
    """

    first: datetime.date | None = None
    last: datetime.date | None = None
    duration: str | None = None
    within: bool = False

    def __post_init__(self) -> None:
        """Refuse a period that says nothing, and a backward one."""
        if self.first is None and self.last is None and self.duration is None:
            raise ValueError("a period needs a day or a duration")
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"want first <= last, got {self.first} and {self.last}")


@dataclass(frozen=True, slots=True)
class OfficeHolding:
    """Somebody's holding of an office; the holder is part of its name, so holders never merge."""

    person: Thing
    office: str
    organization: Thing


@dataclass(frozen=True, slots=True)
class PlanKey:
    """What all tellings of one plan share: who, which action, on what kind of thing, where.

    ``action`` is the local name of a ``kgo:Action``; ``scope`` is ``home``, ``abroad``, ``any`` or
    the named market's ``kind/slug``; ``object_kind`` is a thing's ``kind/slug``, or ``any``.
    """

    agent: Thing
    action: str
    object_kind: str
    scope: str


Value = Thing | Text | Quantity | Period | OfficeHolding
Subject = Thing | PlanKey


class Mode(enum.StrEnum):
    """How firmly a proposition is put forward."""

    ASSERTED = "Asserted"
    PLANNED = "Planned"
    POSSIBLE = "Possible"
    SPECULATED = "Speculated"


class Trust(enum.StrEnum):
    """How far the reader trusts its own reading of a sentence."""

    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names a thing."""

    span: Span
    thing: Thing


@dataclass(frozen=True, slots=True)
class Coreference:
    """Why a word stands for a thing: the word's place and the antecedent's."""

    span: Span
    antecedent: Span
    thing: Thing


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition that one passage of one article puts forward.

    ``text[span.start:span.end] == quote`` in the document named ``article``. The proposition is
    stated positively; ``negative`` says that the passage denies it. ``qualifiers`` are pairs of a
    qualifier property's local name and a value, sorted by name.
    """

    article: str
    span: Span
    quote: str
    subject: Subject
    property: str
    object: Value
    mode: Mode = Mode.ASSERTED
    negative: bool = False
    speaker: Thing | None = None
    qualifiers: tuple[tuple[str, Value], ...] = ()
    trust: Trust = Trust.HIGH
    rule: str = ""
    doubt: str | None = None
    plan: PlanKey | None = None
    coreferences: tuple[Coreference, ...] = ()

    def qualifier(self, name: str) -> Value | None:
        """Return the first qualifier called *name*, or None."""
        return next((value for key, value in self.qualifiers if key == name), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of one document: claims, mentions, sentences, unlinked names."""

    document: Document
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    sentences: tuple[Span, ...]
    unlinked: tuple[str, ...] = ()
    sources: tuple[Thing, ...] = ()

    def silent_sentences(self) -> tuple[Span, ...]:
        """Return the sentences that gave no claim, in reading order."""
        cited = [claim.span for claim in self.claims]
        return tuple(
            sentence
            for sentence in self.sentences
            if not any(span.start < sentence.end and sentence.start < span.end for span in cited)
        )


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all hold, and why."""

    kind: str
    property: str
    claims: tuple[Claim, ...]
    why: str


class Severity(enum.StrEnum):
    """How bad a finding is, in SHACL's words."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that validation or inference objects to, traced to a sentence where there is one.

    ``shape``, ``focus``, ``path`` and ``value`` are IRIs or literal texts; ``structural`` findings
    keep a build from becoming current.
    """

    severity: Severity
    shape: str
    focus: str
    message: str
    path: str | None = None
    value: str | None = None
    article: str | None = None
    quote: str | None = None
    span: Span | None = None
    structural: bool = False


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, str | None]):
    """One answer: variable to plain text (an IRI, or a literal's text); None where unbound.

    ``terms`` keeps the RDF terms in N-Triples form, for callers that need datatypes.
    """

    terms: Mapping[str, str | None]
    texts: Mapping[str, str | None] = field(repr=False)

    def __getitem__(self, name: str) -> str | None:
        """Return the text bound to variable *name* (without ``?``)."""
        return self.texts[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the variables in projection order."""
        return iter(self.texts)

    def __len__(self) -> int:
        """Return the number of variables."""
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """What came of one article: counts, the sentences that gave no claim, names that are nobody's yet."""

    article: str
    path: str
    sentences: int
    claims: int
    silent: tuple[str, ...]
    unlinked: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``build_id`` is a digest of the graph; ``sha256`` that of its sorted N-Quads.

    ``current`` says whether it became the current build; ``forced`` whether structural findings were
    overruled. ``skipped`` pairs a path with the reason.
    """

    build_id: str
    sha256: str
    trust: Trust
    articles: tuple[ArticleReport, ...]
    skipped: tuple[tuple[str, str], ...]
    claims: int
    triples: int
    derived: int
    conflicts: int
    findings: tuple[Finding, ...]
    current: bool
    forced: bool

    @property
    def structural(self) -> tuple[Finding, ...]:
        """The findings that keep a build from becoming current."""
        return tuple(finding for finding in self.findings if finding.structural)
