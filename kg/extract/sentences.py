"""Cut a body into sentences, headings, list items and furniture.

In    a document's normalised text
Out   :class:`Sentence` values in reading order, each with its span in the document
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n]+")
_MARKER = re.compile(r" *(?:(#{1,6}) +|(?:[-*•+]|\d{1,2}[.)]|\([ivx]{1,4}\)) +|> *)")
_END = re.compile(r"""[.!?]["')\]]*(?= +["'(\[]*[A-Z0-9$€£])|[.!?]["')\]]*(?= *$)""")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Inc|Corp|Co|Ltd|No|vs|approx|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Gen|Gov|Sen|Rep|Prof|Jr|Sr|U\.S|U\.K|e\.g|i\.e|a\.m|p\.m))\.$"
)
_FURNITURE = 1_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence's span, and what its line is: ``prose``, ``heading`` or ``item``.

    ``block`` counts the lines of the body, so that neighbours can be told; ``lead`` is the span
    of the line that introduces a list item ("The date gives the company time to:").
    """

    span: Span
    role: str
    block: int
    lead: Span | None = None


def split_sentences(text: str, start: int, furniture: re.Pattern[str] | None) -> Iterator[Sentence]:
    """Yield the sentences of ``text[start:]``, furniture lines left out.

    A line of up to 1,000 characters that *furniture* matches anywhere is dropped whole: it is the site's,
    not the story's.
    """
    lead: Span | None = None
    for block, line in enumerate(_LINE.finditer(text, start)):
        begin, end = line.span()
        while end > begin and text[end - 1] == " ":
            end -= 1
        marker = _MARKER.match(text, begin, end)
        heading = bool(marker and marker.group(1))
        content = marker.end() if marker else begin
        while content < end and text[content] == " ":
            content += 1
        if content >= end or (
            end - content <= _FURNITURE and furniture and furniture.search(text[content:end])
        ):
            continue
        if not re.search(r"[A-Za-z]{2}", text[content:end]):
            continue
        item = bool(marker) and not heading
        role = "heading" if heading or _looks_like_heading(text[content:end]) else "prose"
        if item:
            role = "item"
        spans = list(_cut(text, content, end))
        for span in spans:
            yield Sentence(span, role, block, lead if item else None)
        if not item:
            lead = spans[-1] if spans and text[spans[-1].end - 1] == ":" else None


def _looks_like_heading(line: str) -> bool:
    return len(line) < 120 and line[-1] not in ".!?:;,\"')" and len(line.split()) < 16


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _END.finditer(text, start, end):
        if _ABBREVIATION.search(text, max(begin, match.start() - 8), match.start() + 1) and match.end() < end:
            continue
        yield Span(begin, match.end())
        begin = match.end()
        while begin < end and text[begin] == " ":
            begin += 1
    if begin < end:
        yield Span(begin, end)
