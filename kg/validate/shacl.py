"""Run pyshacl over terms, and read its report."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from kg.errors import BrokenFileError, not_turtle
from kg.model import Finding, Severity
from kg.namespaces import KGO, KGS, SH, XSD
from kg.terms import ntriples_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib import Graph
    from rdflib.term import Node

    from kg.terms import Triple

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SEVERITIES = list(Severity)


def validate_graph(data: Iterable[Triple], shapes: bytes, ontology: bytes) -> list[Finding]:
    """Return what *shapes* object to in *data*, worst first, then by shape and focus.

    A graph that does not conform is a result, not an error. ``shape`` is the property shape, or the node
    shape where the objection is to the node; ``structural`` is its ``kgs:structural``.

    Args:
        data: The whole graph: facts, claims, names and, if wanted, what was derived.
        shapes: Turtle that :func:`kg.validate.check_shapes` found usable.
        ontology: ``kg.ttl``; of it the checks read sub-classes, the types of its individuals, and which
            properties are domain properties.

    Raises:
        BrokenFileError: *shapes* or *ontology* is no Turtle, or no SHACL that pyshacl can run.
    """
    from rdflib import Graph

    graph = Graph()
    with _quiet("rdflib.term"):
        graph.parse(data="".join(map(ntriples_line, data)).encode(), format="nt")
    for triple in _background(parse_turtle(ontology, "the ontology")):
        graph.add(triple)
    shapes_graph = parse_turtle(shapes, "the shapes")
    report = run_shapes(graph, shapes_graph, "the shapes")
    return sorted(_findings(report, shapes_graph), key=_order)


def parse_turtle(content: bytes, path: Path | str) -> Graph:
    """Return *content* as an rdflib graph; *path* is for the message only.

    Raises:
        BrokenFileError: *content* is no Turtle; with the line.
    """
    from rdflib import Graph

    graph = Graph()
    try:
        # Bytes and a format, never a path or text: rdflib would open a text that looks like a URL.
        graph.parse(data=content.removeprefix(_BYTE_ORDER_MARK), format="turtle", publicID=KGS)
    except Exception as error:
        raise not_turtle(path, error) from error
    return graph


def run_shapes(data: Graph, shapes: Graph, path: Path | str) -> Graph:
    """Return pyshacl's report on *data*, which may gain triples; *path* of *shapes* is for the message only.

    Raises:
        BrokenFileError: pyshacl cannot run *shapes*.
    """
    import pyshacl

    try:
        with _quiet("rdflib.term", "pyshacl-validate"):
            # advanced: for the SPARQL targets of SHACL-AF.
            _, report, _ = pyshacl.validate(
                data, shacl_graph=shapes, inference="none", inplace=True, advanced=True
            )
    except Exception as error:
        # Whatever pyshacl raises here comes from the shapes: the data is plain triples.
        problem = " ".join(str(error).split())
        raise BrokenFileError(path, None, f"not SHACL that pyshacl can run: {problem}") from error
    return cast("Graph", report)


def structural_shapes(shapes: Graph) -> set[Node]:
    """Return the shapes with ``kgs:structural true``."""
    from rdflib import Literal, URIRef

    true = Literal("true", datatype=URIRef(XSD + "boolean"))
    return set(shapes.subjects(URIRef(KGS + "structural"), true))


def _background(ontology: Graph) -> Iterator[tuple[Node, Node, Node]]:
    from rdflib import RDF, RDFS, URIRef

    yield from ontology.triples((None, RDFS.subClassOf, None))
    yield from ontology.triples((None, URIRef(KGO + "isDomainProperty"), None))
    for triple in ontology.triples((None, RDF.type, None)):
        if str(triple[2]).startswith(KGO):
            yield triple


def _findings(report: Graph, shapes: Graph) -> set[Finding]:
    from rdflib import SH as SH_TERMS

    structural = structural_shapes(shapes)
    findings = set()
    for result in report.objects(None, SH_TERMS.result):
        shape = report.value(result, SH_TERMS.sourceShape)
        value = report.value(result, SH_TERMS.value)
        path = shapes.value(shape, SH_TERMS.path)
        findings.add(
            Finding(
                severity=Severity(str(report.value(result, SH_TERMS.resultSeverity)).removeprefix(SH)),
                shape=str(shape),
                focus=str(report.value(result, SH_TERMS.focusNode)),
                message=min(map(str, report.objects(result, SH_TERMS.resultMessage)), default=""),
                path=None if path is None else _path_text(path, shapes),
                value=None if value is None else str(value),
                structural=shape in structural,
            )
        )
    return findings


def _path_text(path: Node, shapes: Graph) -> str:
    """Return *path* as an IRI, or IRIs joined by ``/`` (a sequence) or ``|`` (alternatives)."""
    from rdflib import RDF
    from rdflib import SH as SH_TERMS

    alternatives = shapes.value(path, SH_TERMS.alternativePath)
    if alternatives is not None:
        return "|".join(_path_text(step, shapes) for step in shapes.items(alternatives))
    if (path, RDF.first, None) in shapes:
        return "/".join(_path_text(step, shapes) for step in shapes.items(path))
    return str(path)


def _order(finding: Finding) -> tuple[int, str, str, str, str, str]:
    worst_first = _SEVERITIES.index(finding.severity)
    return worst_first, finding.shape, finding.focus, finding.path or "", finding.value or "", finding.message


@contextmanager
def _quiet(*logger_names: str) -> Iterator[None]:
    """Keep the libraries from writing to stderr what findings and errors say: bad literals, bad shapes."""
    loggers = [logging.getLogger(name) for name in logger_names]
    before = [logger.disabled for logger in loggers]
    try:
        for logger in loggers:
            logger.disabled = True
        yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled
