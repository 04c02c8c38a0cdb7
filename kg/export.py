"""Write the graph of the current build in the formats that other tools read.

In    the current build
Out   text, the same bytes each time: Turtle, TriG, N-Triples, N-Quads, JSON-LD, CSV
Next  any RDF tool, a spreadsheet

Turtle, N-Triples and JSON-LD hold the default graph, in which every citation can be followed. TriG and
N-Quads hold the named graphs, so each triple stands once for each graph that has it. CSV is a flat table
of the claims, with labels in place of IRIs.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from kg.entities import labels_of
from kg.errors import UsageError, nearest
from kg.identifiers import Minter
from kg.jsonld import write_jsonld
from kg.namespaces import DCTERMS, KGO, RDF, prefixes_for
from kg.store import open_current
from kg.terms import Term, iri, iri_text, ntriples_line, text_of
from kg.turtle import RDF_TYPE, write_trig, write_turtle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.project import Project
    from kg.store import GraphStore

FORMATS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "csv")
"""What *format* may be."""

COLUMNS = (
    *("subject", "property", "value", "period", "mode", "polarity", "speaker"),
    *("date", "quote", "article", "outlet"),
)
"""The columns of the CSV table; ``period`` is when the claim holds, ``date`` when its article appeared."""

_PER_CLAIM = ("mode", "polarity", "speaker", "period", "saidIn")
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


def export_graph(
    project: Project,
    *,
    format: str = "turtle",  # noqa: A002 - the word that users know it by
    article: str | None = None,
    stated_only: bool = False,
    with_ontology: bool = False,
) -> Iterator[str]:
    """Return the text of the current build's graph, piece by piece.

    Args:
        project: Its current build is read.
        format: One of :data:`FORMATS`.
        article: The id of an article, to write only what that one says.
        stated_only: Leave out what rules concluded.
        with_ontology: Add the terms.

    Raises:
        UsageError: no such format or article, or terms asked for in a table of claims.
        SourceError: nothing was built yet.
        StorageError: the build is damaged.
    """
    if format not in FORMATS:
        raise UsageError(f"no format {format!r}{nearest(format, FORMATS)}; there are {', '.join(FORMATS)}")
    if format == "csv" and with_ontology:
        raise UsageError("a CSV table holds claims only; leave out the ontology, or take another format")
    store = open_current(project)
    minter = Minter(project.base)
    graph = _article_graph(store, minter, article) if article is not None else None
    if format == "csv":
        return _table(store, project.base, graph)
    if graph is not None:
        graphs = [graph]
    else:
        left_out = {minter.ontology_graph()} | ({minter.derived_graph()} if stated_only else set())
        graphs = [name for name in store.graphs() if name not in left_out]
    if with_ontology:
        graphs.append(minter.ontology_graph())
    is_whole = graph is None and not stated_only and not with_ontology
    merged = store.triples() if is_whole else (triple for name in graphs for triple in store.triples(name))
    prefixes = prefixes_for(project.base)
    writers: Mapping[str, Callable[[], Iterator[str]]] = {
        "turtle": lambda: write_turtle(merged, prefixes),
        "jsonld": lambda: write_jsonld(merged, prefixes),
        "ntriples": lambda: map(ntriples_line, sorted(set(merged))),
        "trig": lambda: write_trig({name: store.triples(name) for name in graphs}, prefixes),
        "nquads": lambda: _nquads(store, sorted(graphs)),
    }
    return writers[format]()


def _article_graph(store: GraphStore, minter: Minter, article: str) -> Term:
    types = store.matching(predicate=RDF_TYPE)
    articles = (iri_text(term) for term, _, kind in types if kind == iri(KGO + "Article"))
    known = sorted(term.removeprefix(f"{minter.base}article/") for term in articles)
    if article not in known:
        raise UsageError(f"no article {article!r}{nearest(article, known)}")
    return minter.article_graph(article)


def _nquads(store: GraphStore, graphs: Iterable[Term]) -> Iterator[str]:
    for graph in graphs:
        for subject, predicate, value in sorted(store.triples(graph)):
            yield f"{subject} {predicate} {value} {graph} .\n"


def _table(store: GraphStore, base: str, graph: Term | None) -> Iterator[str]:
    """Yield the claims of one graph, or of the default graph, as rows in reading order."""

    def values(namespace: str, name: str) -> dict[Term, list[Term]]:
        found: dict[Term, list[Term]] = {}
        for subject, _, value in store.matching(predicate=iri(namespace + name), graph=graph):
            found.setdefault(subject, []).append(value)
        return {subject: sorted(several) for subject, several in found.items()}

    subjects, predicates, objects = (values(RDF, name) for name in ("subject", "predicate", "object"))
    modes, polarities, speakers, periods, passages = (values(KGO, name) for name in _PER_CLAIM)
    quotes, starts, articles = (values(KGO, name) for name in ("quote", "start", "inArticle"))
    outlets, dates = (values(DCTERMS, name) for name in ("publisher", "issued"))
    rows: list[tuple[tuple[str, int, Term], list[list[Term]]]] = []
    for claim in modes:
        passage = passages.get(claim, [])
        article = [found for term in passage for found in articles.get(term, [])]
        start = min((int(text_of(at)) for term in passage for at in starts.get(term, [])), default=0)
        cells = [table.get(claim, []) for table in (subjects, predicates, objects, periods)]
        cells += [table.get(claim, []) for table in (modes, polarities, speakers)]
        cells.append([date for term in article for date in dates.get(term, [])])
        cells.append([quote for term in passage for quote in quotes.get(term, [])])
        cells += [article, [outlet for term in article for outlet in outlets.get(term, [])]]
        rows.append((("".join(article), start, claim), cells))
    rows.sort()
    labels = labels_of(store, {term for _, cells in rows for cell in cells for term in cell}, base=base)
    yield _csv_line(COLUMNS)
    for _, cells in rows:
        yield _csv_line(guard_cell("; ".join(labels[term] for term in cell)) for cell in cells)


def guard_cell(text: str) -> str:
    """Return *text* so that a spreadsheet takes it for text: an apostrophe before what starts a formula.

    Negative numbers stay as they are.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
