"""Lead findings back to the sentence that they rest on, by the triples of the graph alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Finding, Span
from kg.namespaces import KGO, RDF
from kg.terms import Term, iri, is_iri, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.terms import Triple

_SUBJECT = iri(RDF + "subject")
_PREDICATE = iri(RDF + "predicate")
_OBJECT = iri(RDF + "object")
_SAID_IN = iri(KGO + "saidIn")
_QUOTE = iri(KGO + "quote")
_START = iri(KGO + "start")
_END = iri(KGO + "end")
_IN_ARTICLE = iri(KGO + "inArticle")
_ARTICLE = iri(KGO + "Article")
_TYPE = iri(RDF + "type")
_TO_CLAIMS = frozenset({iri(KGO + "hasTelling"), iri(KGO + "betweenClaim")})


def trace_findings(findings: Iterable[Finding], data: Sequence[Triple]) -> list[Finding]:
    """Return *findings* in their order, each with the article, quote and span that it rests on, if any.

    From a claim the way is by ``kgo:saidIn`` to its passage. A plan or a conflict leads to its claims, any
    other node to the claims that name it: as subject or object before other places, one with the finding's
    path as predicate before others, one with its value as object before all, then by IRI. An article
    leads to itself, without a quote. ``article`` is the article's IRI.
    """
    graph = _Graph(data)
    return [_trace(finding, graph) for finding in findings]


class _Graph:
    """The triples by subject and predicate, and which claims name a node."""

    def __init__(self, data: Sequence[Triple]) -> None:
        self._values: defaultdict[tuple[Term, Term], list[Term]] = defaultdict(list)
        claims = {subject for subject, predicate, _ in data if predicate == _SAID_IN}
        self.named_by: defaultdict[Term, set[Term]] = defaultdict(set)
        for subject, predicate, value in data:
            self._values[subject, predicate].append(value)
            if subject in claims and is_iri(value):
                self.named_by[value].add(subject)
            elif predicate in _TO_CLAIMS:
                self.named_by[subject].add(value)

    def one(self, subject: Term, predicate: Term) -> Term | None:
        """Return the first value by sort order, or None."""
        return min(self._values.get((subject, predicate), ()), default=None)

    def has(self, subject: Term, predicate: Term, value: Term) -> bool:
        """Say whether the triple is there."""
        return value in self._values.get((subject, predicate), ())


def _trace(finding: Finding, graph: _Graph) -> Finding:
    focus = _as_term(finding.focus)
    if focus is None:
        return finding
    if graph.has(focus, _TYPE, _ARTICLE):
        return replace(finding, article=finding.focus)
    passage = focus if graph.one(focus, _IN_ARTICLE) else _passage_of(finding, focus, graph)
    return finding if passage is None else _cite(finding, passage, graph)


def _passage_of(finding: Finding, focus: Term, graph: _Graph) -> Term | None:
    own = graph.one(focus, _SAID_IN)
    if own is not None:
        return own
    path = None if finding.path is None else _as_term(finding.path)

    def rank(claim: Term) -> tuple[bool, bool, bool, Term]:
        object_ = graph.one(claim, _OBJECT)
        same_path = path is not None and graph.one(claim, _PREDICATE) == path
        same_value = object_ is not None and text_of(object_) == finding.value
        central = focus in {graph.one(claim, _SUBJECT), object_}
        return not (same_path and same_value), not same_path, not central, claim

    claim = min(graph.named_by.get(focus, ()), key=rank, default=None)
    return None if claim is None else graph.one(claim, _SAID_IN)


def _cite(finding: Finding, passage: Term, graph: _Graph) -> Finding:
    article, quote = graph.one(passage, _IN_ARTICLE), graph.one(passage, _QUOTE)
    start, end = graph.one(passage, _START), graph.one(passage, _END)
    return replace(
        finding,
        article=None if article is None else text_of(article),
        quote=None if quote is None else text_of(quote),
        span=_span(start, end),
    )


def _span(start: Term | None, end: Term | None) -> Span | None:
    """Return the span, or None where the passage itself is what the finding objects to."""
    if start is None or end is None:
        return None
    try:
        return Span(int(text_of(start)), int(text_of(end)))
    except ValueError:
        return None


def _as_term(text: str) -> Term | None:
    try:
        return iri(text)
    except ValueError:
        return None
