"""Say whether a shapes file is one that kg can use, before any data meets it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import BrokenFileError, SourceError, nearest
from kg.namespaces import KGS, SH
from kg.validate.shacl import parse_turtle, run_shapes, structural_shapes

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Graph
    from rdflib.term import Node


def check_shapes(path: Path) -> bytes:
    """Return the content of the shapes file at *path*, if every shape in it is one that kg can use.

    That is: every ``sh:`` term is one of SHACL; pyshacl can run every shape; a shape that reports has an IRI,
    one message and one severity; and only one of severity ``sh:Violation`` is structural.

    Raises:
        SourceError: the file is missing or cannot be read.
        BrokenFileError: it is no Turtle, or a shape is not as above; with the line where it is known.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}; check the path") from error
    shapes = parse_turtle(content, path)
    text = content.decode()
    _check_shacl_terms(shapes, text, path)
    for shape in sorted(reporting_shapes(shapes), key=str):
        problem = _shape_problem(shape, shapes)
        if problem is not None:
            line = _line_of(rf"^(kgs:{str(shape).removeprefix(KGS)}|<{shape}>)\s", text)
            raise BrokenFileError(path, line, f"{shape} {problem}")
    run_shapes(_probe(shapes), shapes, path)
    return content


def reporting_shapes(shapes: Graph) -> set[Node]:
    """Return the shapes of *shapes* that a finding can name.

    They are the property shapes that have a target or hang on a shape with one, and the shapes with a
    target and a constraint of their own. Others only answer for these, by ``sh:node`` or ``sh:or``.
    """
    from rdflib import RDF, URIRef
    from rdflib import SH as SH_TERMS

    names = ("target", "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
    targets = [SH_TERMS[name] for name in names]
    targeted = {shape for target in targets for shape in shapes.subjects(target)}
    described = {RDF.type, SH_TERMS.property, SH_TERMS.message, SH_TERMS.severity, *targets}
    described.add(URIRef(KGS + "structural"))
    own = {shape for shape in targeted if set(shapes.predicates(shape)) - described}
    return own | {shape for owner in targeted for shape in shapes.objects(owner, SH_TERMS.property)}


def _shape_problem(shape: Node, shapes: Graph) -> str | None:
    from rdflib import SH as SH_TERMS
    from rdflib import URIRef

    if not isinstance(shape, URIRef):
        return "is a blank node; give the shape an IRI, so that a finding can name it"
    if len(list(shapes.objects(shape, SH_TERMS.message))) != 1:
        return "needs exactly one sh:message that tells an editor what to do"
    severities = list(shapes.objects(shape, SH_TERMS.severity))
    if len(severities) != 1:
        return "needs exactly one sh:severity"
    if shape in structural_shapes(shapes) and severities != [SH_TERMS.Violation]:
        return "is structural, so give it sh:severity sh:Violation"
    return None


def _check_shacl_terms(shapes: Graph, text: str, path: Path) -> None:
    from rdflib import SH as SH_TERMS

    names = {str(node).removeprefix(SH) for triple in shapes for node in triple if str(node).startswith(SH)}
    for name in sorted(name for name in names - {""} if not hasattr(SH_TERMS, name)):
        known = [str(term).removeprefix(SH) for term in dir(SH_TERMS)]
        line = _line_of(rf"[:#]{re.escape(name)}\b", text)
        raise BrokenFileError(path, line, f"sh:{name} is no term of SHACL{nearest(name, known)}")


def _probe(shapes: Graph) -> Graph:
    """Return a graph with one focus node for every target: pyshacl looks into a shape only when it runs."""
    from rdflib import RDF, Graph, URIRef
    from rdflib import SH as SH_TERMS

    node, probe = URIRef(KGS + "probe"), Graph()
    for class_ in shapes.objects(None, SH_TERMS.targetClass):
        probe.add((node, RDF.type, class_))
    for target in (SH_TERMS.targetSubjectsOf, SH_TERMS.targetObjectsOf):
        for property_ in shapes.objects(None, target):
            probe.add((node, property_, node))
    return probe


def _line_of(pattern: str, text: str) -> int | None:
    """Return the line, from 1, where *pattern* is first found, or None."""
    found = re.search(pattern, text, re.M)
    return None if found is None else text.count("\n", 0, found.start()) + 1
