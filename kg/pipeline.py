"""The order of the stages, and only that.

In    a project and folders of articles
Out   a published build and its :class:`~kg.model.BuildReport`
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.build import build_article
from kg.conflicts import build_conflicts, find_conflicts
from kg.errors import NotConformingError, NothingToReadError, SourceError
from kg.extract import Reader
from kg.identifiers import Minter
from kg.infer import Closure, Contradiction, infer_closure, load_turtle
from kg.model import ArticleReport, BuildReport, Claim, Document, Finding, Reading, Severity, Trust
from kg.namespaces import KGO, KGS, RDF
from kg.publish import lock_builds, publish
from kg.read import read_document, read_documents
from kg.report import read_report, write_report
from kg.saved import load_queries
from kg.store import GraphStore, store_folder
from kg.terms import Term, Triple, iri, literal, ntriples_line, text_of
from kg.validate import check_shapes, trace_findings, validate_graph
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.project import Project

    Progress = Callable[[str, int, int], None]
    """Called with what is being done, how many are done, and how many there are."""

_TYPE = iri(RDF + "type")
_STRUCTURE = frozenset(
    iri(KGO + name)
    for name in ("hasTelling", "saidIn", "inArticle", "agent", "holder", "inOrganization", "officeName")
)
"""Predicates that are no facts but that a chain of the ontology, or the type of a thing, reads."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a project's ``ontology/`` holds, loaded and checked once."""

    vocabulary: Vocabulary
    ontology: tuple[Triple, ...]
    ontology_bytes: bytes
    names: tuple[Triple, ...]
    shapes: bytes
    reader: Reader
    minter: Minter


def build(
    project: Project,
    folders: Sequence[Path] | None = None,
    *,
    force: bool = False,
    strict: bool = False,
    trust: Trust = Trust.MEDIUM,
    since: str = "",
    progress: Progress | None = None,
) -> BuildReport:
    """Read *folders*, build the graph, infer, validate, store it, and make it current.

    Args:
        project: Where ontology, rules and queries are, and where the build goes.
        folders: Folders or files of articles; by default the project's ``seeds/``.
        force: Make the build current in spite of structural findings.
        strict: Refuse articles that would be skipped.
        trust: What a claim needs at least to be a bare fact too.
        since: When this build started, in words, for the message that a second builder gets.
        progress: Told how far the work is.

    Raises:
        SourceError: a folder is missing.
        NothingToReadError: no article is usable, or with *strict* one was skipped.
        BrokenFileError: a file of the project or an article's front matter cannot be used.
        NotConformingError: structural findings; the build did not become current.
        BusyError: another build is running.
        StorageError: the disk does not take the build.
    """
    tell = progress or _silent
    terms = _load(project)
    load_queries(project.queries)
    with lock_builds(project, since=since) as lock:
        reads = read_documents(_folders(project, folders))
        skipped = tuple((entry.path, entry.reason) for entry in reads.skipped)
        _refuse_unusable(reads.documents, skipped, strict=strict)
        readings = list(_read(terms.reader, reads.documents, tell))
        graphs, conflicts = _graphs(terms, readings, trust)
        tell("infer", 0, 1)
        closure, names_closure = _infer(terms, graphs)
        graphs[terms.minter.derived_graph()] = sorted({*_derived(terms, closure), *conflicts})
        tell("validate", 0, 1)
        findings = _findings(terms, graphs, closure, names_closure)
        digest, triples = _digest(graphs)
        current = force or not any(finding.structural for finding in findings)
        report = BuildReport(
            build_id=digest[:16],
            sha256=digest,
            trust=trust,
            articles=tuple(_article_report(reading) for reading in readings),
            skipped=skipped,
            claims=sum(len(reading.claims) for reading in readings),
            triples=triples,
            derived=len(closure.derived),
            conflicts=sum(1 for _, predicate, value in conflicts if _is_conflict(predicate, value)),
            findings=tuple(findings),
            current=current,
            forced=force and any(finding.structural for finding in findings),
        )
        write_report(project.builds.parent / "report.json", report)
        if not current:
            first = report.structural[0]
            raise NotConformingError(
                f"{len(report.structural)} structural findings, so the last build stays current; first: "
                f"{first.message} ({first.focus}); see `kg status --report`, or build with --force"
            )
        tell("store", 0, 1)
        publish(lock, report.build_id, lambda folder: _write(folder, graphs, readings, report))
        return report


def extract(project: Project, files: Sequence[Path]) -> Iterator[Reading]:
    """Yield what the reader makes of each of *files*, without building anything.

    Raises:
        SourceError: a file is missing, or is no article.
        BrokenFileError: front matter, a rule, a list or the ontology cannot be used.
    """
    reader = _load(project).reader
    for file in files:
        yield reader.read(read_document(file, relative_to=file.parent))


def validate(project: Project, file: Path | None = None) -> list[Finding]:
    """Return the findings on the current build, or on the Turtle *file* read beside ontology and names.

    Raises:
        SourceError: there is no build, or no such file.
        BrokenFileError: the file, or one of the project's, is no Turtle.
    """
    terms = _load(project)
    if file is not None:
        data = {*load_turtle(file), *terms.names}
        return trace_findings(validate_graph(sorted(data), terms.shapes, terms.ontology_bytes), sorted(data))
    return list(status(project).findings)


def status(project: Project) -> BuildReport:
    """Return the report of the current build.

    Raises:
        SourceError: nothing was built yet.
    """
    path = project.current / "report.json"
    if not path.is_file():
        raise SourceError(f"{project.root}: no build yet: run `kg build FOLDER`")
    return read_report(path)


def last_report(project: Project) -> BuildReport:
    """Return the report of the last build tried, whether or not it became current.

    Raises:
        SourceError: nothing was tried yet.
    """
    path = project.builds.parent / "report.json"
    if not path.is_file():
        raise SourceError(f"{project.root}: no build yet: run `kg build FOLDER`")
    return read_report(path)


def _silent(_what: str, _done: int, _all: int) -> None:
    """Tell nobody."""


def _load(project: Project) -> _Terms:
    ontology_path = project.ontology / "kg.ttl"
    ontology = load_turtle(ontology_path)
    vocabulary = Vocabulary.from_triples(ontology, path=str(ontology_path))
    names = load_turtle(project.ontology / "names.ttl")
    reader = Reader.load(project.ontology / "patterns", names, vocabulary)
    shapes = check_shapes(project.ontology / "shapes.ttl")
    minter = Minter(project.base)
    return _Terms(vocabulary, ontology, ontology_path.read_bytes(), names, shapes, reader, minter)


def _folders(project: Project, folders: Sequence[Path] | None) -> Sequence[Path]:
    if folders:
        return folders
    if project.seeds is None:
        raise SourceError(f"{project.root}: no seeds/ here; name a folder: `kg build FOLDER`")
    return [project.seeds]


def _refuse_unusable(
    documents: Sequence[Document], skipped: Sequence[tuple[str, str]], *, strict: bool
) -> None:
    if strict and skipped:
        path, reason = skipped[0]
        raise NothingToReadError(
            f"{path}: {reason}; mend it, or build without --strict ({len(skipped)} such)"
        )
    if not documents:
        why = (
            f": {skipped[0][0]}: {skipped[0][1]}" if skipped else " with an ending such as .md, .txt or .html"
        )
        raise NothingToReadError(f"no usable article{why}")


def _read(reader: Reader, documents: Sequence[Document], tell: Progress) -> Iterator[Reading]:
    for done, document in enumerate(documents):
        tell("read", done, len(documents))
        yield reader.read(document)
    tell("read", len(documents), len(documents))


def _graphs(
    terms: _Terms, readings: Sequence[Reading], trust: Trust
) -> tuple[dict[Term, list[Triple]], list[Triple]]:
    """Return the named graphs that are stated, and the triples of the conflicts between their claims."""
    minter, graphs = terms.minter, {}
    claim_iris: dict[Claim, Term] = {}
    for reading in readings:
        graphs[minter.article_graph(reading.document.id)] = build_article(
            reading, minter, terms.vocabulary, trust=trust, known=terms.reader.registry.things
        )
        claim_iris.update((claim, node) for claim, (node, _) in minter.claims(reading).items())
    graphs[minter.names_graph()] = sorted(terms.names)
    graphs[minter.ontology_graph()] = sorted(terms.ontology)
    conflicts = find_conflicts(claim_iris, terms.vocabulary, within=_within(terms))
    return graphs, sorted(build_conflicts(conflicts, minter, claim_iris=claim_iris))


def _within(terms: _Terms) -> list[tuple[str, str]]:
    """Return pairs of a place and one that holds it, each ``kind/slug``, so that they do not conflict."""
    located = iri(KGO + "locatedIn")
    base = terms.minter.base
    return [
        (text_of(place).removeprefix(base), text_of(whole).removeprefix(base))
        for place, relation, whole in terms.names
        if relation == located
    ]


def _infer(terms: _Terms, graphs: dict[Term, list[Triple]]) -> tuple[Closure, Closure | None]:
    """Return what follows from facts and names; and, if that contradicts, what follows from names alone."""
    ontology = terms.minter.ontology_graph()
    domain = {iri(KGO + prop.name) for prop in terms.vocabulary.properties.values() if prop.is_domain}
    facts = {
        triple
        for graph, triples in graphs.items()
        if graph != ontology
        for triple in triples
        if triple[1] == _TYPE or triple[1] in domain or triple[1] in _STRUCTURE or _is_identity(triple)
    }
    closure = infer_closure(sorted(facts), terms.ontology_bytes)
    alone = infer_closure(terms.names, terms.ontology_bytes) if closure.contradictions else None
    return closure, alone


def _is_identity(triple: Triple) -> bool:
    return triple[1].startswith("<http://www.w3.org/2002/07/owl#")


def _derived(terms: _Terms, closure: Closure) -> Iterator[Triple]:
    """Yield the derived triples, and for each that is more than a type a node that names its rule."""
    minter = terms.minter
    for triple, rule in closure.derived:
        yield triple
        if triple[1] == _TYPE:
            continue
        node = minter.inference(triple, rule)
        yield node, _TYPE, iri(KGO + "Inference")
        for name, value in zip(("subject", "predicate", "object"), triple, strict=True):
            yield node, iri(RDF + name), value
        yield node, iri(KGO + "byRule"), literal(rule)


def _is_conflict(predicate: Term, value: Term) -> bool:
    return predicate == _TYPE and value == iri(KGO + "Conflict")


def _findings(
    terms: _Terms, graphs: dict[Term, list[Triple]], closure: Closure, names_closure: Closure | None
) -> list[Finding]:
    ontology = terms.minter.ontology_graph()
    data = sorted({triple for graph, triples in graphs.items() if graph != ontology for triple in triples})
    findings = validate_graph(data, terms.shapes, terms.ontology_bytes)
    own = set(names_closure.contradictions) if names_closure else set()
    findings += [_contradiction(entry, structural=entry in own) for entry in closure.contradictions]
    return trace_findings(findings, data)


def _contradiction(entry: Contradiction, *, structural: bool) -> Finding:
    focus = text_of(entry.terms[0]) if entry.terms else "the graph"
    return Finding(
        Severity.VIOLATION if structural else Severity.WARNING,
        KGS + "consistency",
        focus,
        entry.message,
        structural=structural,
    )


def _digest(graphs: dict[Term, list[Triple]]) -> tuple[str, int]:
    """Return the SHA-256 of the sorted N-Quads of *graphs*, and how many lines they are."""
    digest, count = hashlib.sha256(), 0
    for graph in sorted(graphs):
        for triple in graphs[graph]:
            digest.update(f"{ntriples_line(triple)[:-3]} {graph} .\n".encode())
            count += 1
    return digest.hexdigest(), count


def _article_report(reading: Reading) -> ArticleReport:
    document = reading.document
    return ArticleReport(
        article=document.id,
        path=document.path,
        sentences=len(reading.sentences),
        claims=len(reading.claims),
        silent=tuple(document.text[span.start : span.end] for span in reading.silent_sentences()),
        unlinked=reading.unlinked,
        warnings=document.warnings,
    )


def _write(
    folder: Path, graphs: dict[Term, list[Triple]], readings: Iterable[Reading], report: BuildReport
) -> None:
    """Write one build: its store, its report, and the text of articles whose file is not their text."""
    ontology = next(graph for graph in graphs if text_of(graph).endswith("graph/ontology"))
    merged = sorted({triple for graph, triples in graphs.items() if graph != ontology for triple in triples})
    store = GraphStore.create(store_folder(folder))
    store.load({None: merged, **{graph: graphs[graph] for graph in sorted(graphs)}})
    store.finish()
    write_report(folder / "report.json", report)
    texts = folder / "texts"
    for reading in readings:
        if reading.document.format == "html":
            texts.mkdir(exist_ok=True)
            path = texts / f"{reading.document.text_sha256}.txt"
            path.write_text(reading.document.text, encoding="utf-8", newline="")
    (folder / "build.json").write_text(
        json.dumps({"build": report.build_id, "forced": report.forced, "sha256": report.sha256}, indent=1)
        + "\n",
        encoding="utf-8",
    )
