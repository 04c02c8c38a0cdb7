"""The graphs of one build: what articles say, what follows, and what is wrong with them.

In    a project's ``ontology/``, and what the reader made of the articles
Out   named graphs as terms, a closure, findings
Next  :mod:`kg.pipeline`, which says in which order
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.build import build_article
from kg.conflicts import build_conflicts, find_conflicts
from kg.errors import BrokenFileError, nearest
from kg.extract import Reader
from kg.identifiers import Minter
from kg.infer import Closure, Contradiction, infer_closure, load_turtle
from kg.model import Claim, Finding, Reading, Severity, Trust
from kg.namespaces import KGO, KGS, OWL, RDF
from kg.terms import Term, Triple, iri, literal, ntriples_line, text_of
from kg.validate import check_shapes, trace_findings, validate_graph
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.project import Project

Graphs = dict[Term, list[Triple]]
"""Named graphs by their IRI."""

_TYPE = iri(RDF + "type")
_CONFLICT = iri(KGO + "Conflict")
_STRUCTURE = frozenset(
    iri(KGO + name)
    for name in ("hasTelling", "saidIn", "inArticle", "agent", "holder", "inOrganization", "officeName")
)
"""Predicates that are no facts but that a chain of the ontology, or the type of a thing, reads."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """What a project's ``ontology/`` holds, loaded and checked once."""

    vocabulary: Vocabulary
    ontology: tuple[Triple, ...]
    ontology_bytes: bytes
    names: tuple[Triple, ...]
    shapes: bytes
    reader: Reader
    minter: Minter


def load_workspace(project: Project) -> Workspace:
    """Return what *project*'s ``ontology/`` holds.

    Raises:
        SourceError: a file is missing.
        BrokenFileError: the ontology, the shapes, the names, a rule or a list cannot be used.
    """
    path = project.ontology / "kg.ttl"
    ontology = load_turtle(path)
    vocabulary = Vocabulary.from_triples(ontology, path=str(path))
    names = load_turtle(project.ontology / "names.ttl")
    _check_classes(project.ontology / "names.ttl", names, vocabulary)
    reader = Reader.load(project.ontology / "patterns", names, vocabulary)
    shapes = check_shapes(project.ontology / "shapes.ttl")
    return Workspace(vocabulary, ontology, path.read_bytes(), names, shapes, reader, Minter(project.base))


def state_graphs(
    workspace: Workspace, readings: Sequence[Reading], trust: Trust
) -> tuple[Graphs, list[Triple]]:
    """Return the graphs of articles, names and terms; and the triples of the conflicts between claims."""
    minter = workspace.minter
    graphs: Graphs = {}
    claim_iris: dict[Claim, Term] = {}
    for reading in readings:
        graphs[minter.article_graph(reading.document.id)] = build_article(
            reading, minter, workspace.vocabulary, trust=trust, known=workspace.reader.registry.things
        )
        claim_iris.update((claim, node) for claim, (node, _) in minter.claims(reading).items())
    graphs[minter.names_graph()] = sorted(workspace.names)
    graphs[minter.ontology_graph()] = sorted(workspace.ontology)
    conflicts = find_conflicts(claim_iris, workspace.vocabulary, within=_within(workspace))
    return graphs, build_conflicts(conflicts, minter, workspace.vocabulary, claim_iris=claim_iris)


def infer_graph(workspace: Workspace, graphs: Graphs) -> tuple[Closure, frozenset[Contradiction]]:
    """Return what follows from facts and names, and the contradictions that are in the names alone."""
    minter = workspace.minter
    left_out = {minter.ontology_graph(), minter.derived_graph()}
    domain = {iri(KGO + prop.name) for prop in workspace.vocabulary.properties.values() if prop.is_domain}
    facts = {
        triple
        for graph, triples in graphs.items()
        if graph not in left_out
        for triple in triples
        if triple[1] == _TYPE or triple[1] in domain or triple[1] in _STRUCTURE or _is_identity(triple)
    }
    closure = infer_closure(sorted(facts), workspace.ontology_bytes)
    if not closure.contradictions:
        return closure, frozenset()
    names = graphs[minter.names_graph()]
    return closure, frozenset(infer_closure(names, workspace.ontology_bytes).contradictions)


def derived_graph(workspace: Workspace, closure: Closure, conflicts: Sequence[Triple]) -> list[Triple]:
    """Return derived triples, a node naming the rule for each that is more than a type, and *conflicts*."""
    return sorted({*_derived(workspace.minter, closure), *conflicts})


def check_graphs(
    workspace: Workspace, graphs: Graphs, closure: Closure, in_names: frozenset[Contradiction]
) -> list[Finding]:
    """Return what shapes and rules object to in *graphs*, each led back to its sentence if it has one."""
    data = merge_graphs(workspace.minter, graphs)
    findings = validate_graph(data, workspace.shapes, workspace.ontology_bytes)
    findings += [_contradiction(entry, structural=entry in in_names) for entry in closure.contradictions]
    findings += _ambiguous_names(workspace)
    return trace_findings(findings, data)


def merge_graphs(minter: Minter, graphs: Mapping[Term, Sequence[Triple]]) -> list[Triple]:
    """Return the default graph: everything but the terms, sorted, each triple once."""
    ontology = minter.ontology_graph()
    return sorted({triple for graph, triples in graphs.items() if graph != ontology for triple in triples})


def digest_graphs(graphs: Graphs) -> str:
    """Return the SHA-256 of the sorted N-Quads of *graphs*."""
    digest = hashlib.sha256()
    for graph in sorted(graphs):
        for triple in sorted(graphs[graph]):
            digest.update(f"{ntriples_line(triple)[:-3]} {graph} .\n".encode())
    return digest.hexdigest()


def count_conflicts(triples: Sequence[Triple]) -> int:
    """Return how many conflicts are among *triples*."""
    return sum(1 for _, predicate, value in triples if predicate == _TYPE and value == _CONFLICT)


def _within(workspace: Workspace) -> list[tuple[str, str]]:
    """Return pairs of a place and one that holds it, each ``kind/slug``, so that they do not conflict."""
    located = iri(KGO + "locatedIn")
    base = workspace.minter.base
    return [
        (text_of(place).removeprefix(base), text_of(whole).removeprefix(base))
        for place, relation, whole in workspace.names
        if relation == located
    ]


def _check_classes(path: Path, names: Iterable[Triple], vocabulary: Vocabulary) -> None:
    """Refuse a thing whose class is one of ours in name only: nothing would ever link to it."""
    for _, predicate, value in names:
        local = text_of(value).removeprefix(KGO)
        if predicate == _TYPE and value.startswith(f"<{KGO}") and local not in vocabulary.classes:
            lines = path.read_text(encoding="utf-8").splitlines()
            line = next((n for n, text in enumerate(lines, 1) if f"kgo:{local}" in text), None)
            hint = nearest(local, vocabulary.classes)
            raise BrokenFileError(path, line, f"kgo:{local} is no class of the ontology{hint}")


def _ambiguous_names(workspace: Workspace) -> list[Finding]:
    """Return a finding for each name of the registry that several things have: it links to none of them."""
    return [
        Finding(
            Severity.WARNING,
            KGS + "names-ambiguous",
            text_of(workspace.minter.thing(things[0])),
            f"{name!r} names {' and '.join(f'{thing.kind}/{thing.slug}' for thing in things)}, "
            "so it links to neither: give all but one another name",
            value=name,
        )
        for name, things in workspace.reader.registry.ambiguous()
    ]


def _is_identity(triple: Triple) -> bool:
    return triple[1].startswith(f"<{OWL}")


def _derived(minter: Minter, closure: Closure) -> Iterator[Triple]:
    for triple, rule in closure.derived:
        yield triple
        if triple[1] == _TYPE:
            continue
        node = minter.inference(triple, rule)
        yield node, _TYPE, iri(KGO + "Inference")
        for name, value in zip(("subject", "predicate", "object"), triple, strict=True):
            yield node, iri(RDF + name), value
        yield node, iri(KGO + "byRule"), literal(rule)


def _contradiction(entry: Contradiction, *, structural: bool) -> Finding:
    focus = text_of(entry.terms[0]) if entry.terms else "the graph"
    return Finding(
        Severity.VIOLATION if structural else Severity.WARNING,
        KGS + "consistency",
        focus,
        entry.message,
        structural=structural,
    )
