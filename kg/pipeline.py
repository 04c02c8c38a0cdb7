"""The order of the stages, and only that.

In    a project and folders of articles
Out   a published build and its :class:`~kg.model.BuildReport`
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.errors import NotConformingError, NothingToReadError, SourceError
from kg.graphs import (
    check_graphs,
    count_conflicts,
    derived_graph,
    digest_graphs,
    infer_graph,
    load_workspace,
    merge_graphs,
    state_graphs,
)
from kg.infer import load_turtle
from kg.model import ArticleReport, BuildReport, Document, Finding, Reading, Trust
from kg.publish import lock_builds, publish
from kg.read import read_document, read_documents
from kg.report import read_report, write_report
from kg.saved import load_queries
from kg.store import GraphStore, open_current, store_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kg.extract import Reader
    from kg.graphs import Graphs
    from kg.identifiers import Minter
    from kg.project import Project
    from kg.terms import Triple

    Progress = Callable[[str, int, int], None]
    """Called with what is being done, how many are done, and how many there are."""


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
    workspace = load_workspace(project)
    load_queries(project.queries)
    with lock_builds(project, since=since) as lock:
        reads = read_documents(_folders(project, folders))
        skipped = tuple((entry.path, entry.reason) for entry in reads.skipped)
        _refuse_unusable(reads.documents, skipped, strict=strict)
        readings = list(_read(workspace.reader, reads.documents, tell))
        graphs, conflicts = state_graphs(workspace, readings, trust)
        tell("infer", 0, 1)
        closure, in_names = infer_graph(workspace, graphs)
        graphs[workspace.minter.derived_graph()] = derived_graph(workspace, closure, conflicts)
        tell("validate", 0, 1)
        findings = check_graphs(workspace, graphs, closure, in_names)
        is_structural = any(finding.structural for finding in findings)
        merged = merge_graphs(workspace.minter, graphs)
        digest = digest_graphs(graphs)
        report = BuildReport(
            build_id=digest[:16],
            sha256=digest,
            trust=trust,
            articles=tuple(map(_article_report, readings)),
            skipped=skipped,
            claims=sum(len(reading.claims) for reading in readings),
            triples=len(merged),
            derived=len(closure.derived),
            conflicts=count_conflicts(conflicts),
            findings=tuple(findings),
            current=force or not is_structural,
            forced=force and is_structural,
        )
        write_report(project.builds.parent / "report.json", report)
        if not report.current:
            raise _not_conforming(report)
        tell("store", 0, 1)
        publish(lock, report.build_id, lambda folder: _write(folder, merged, graphs, readings, report))
        return report


def extract(project: Project, files: Sequence[Path]) -> Iterator[Reading]:
    """Yield what the reader makes of each of *files*, without building anything.

    Raises:
        SourceError: a file is missing, or is no article.
        BrokenFileError: front matter, a rule, a list or the ontology cannot be used.
    """
    reader = load_workspace(project).reader
    for file in files:
        yield reader.read(read_document(file, relative_to=file.parent))


def validate(project: Project, file: Path | None = None) -> list[Finding]:
    """Return the findings on the current build, or on the Turtle *file* read beside the project's names.

    The shapes and the ontology are those of the project as they are now, so that a changed shape is tried
    without building again.

    Raises:
        SourceError: there is no build, or no such file.
        BrokenFileError: the file, or one of the project's, cannot be used.
        StorageError: the build is damaged.
    """
    workspace = load_workspace(project)
    graphs = _built(project) if file is None else _of_file(file, workspace.minter, workspace.names)
    closure, in_names = infer_graph(workspace, graphs)
    return check_graphs(workspace, graphs, closure, in_names)


def status(project: Project) -> BuildReport:
    """Return the report of the current build.

    Raises:
        SourceError: nothing was built yet.
        StorageError: the report is damaged.
    """
    path = project.current / "report.json"
    if not path.is_file():
        raise SourceError(f"{project.root}: no build yet: run `kg build FOLDER`")
    return read_report(path)


def last_report(project: Project) -> BuildReport:
    """Return the report of the last build tried, whether or not it became current.

    Raises:
        SourceError: nothing was tried yet.
        StorageError: the report is damaged.
    """
    path = project.builds.parent / "report.json"
    if not path.is_file():
        raise SourceError(f"{project.root}: no build yet: run `kg build FOLDER`")
    return read_report(path)


def _silent(_what: str, _done: int, _all: int) -> None:
    """Tell nobody."""


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


def _not_conforming(report: BuildReport) -> NotConformingError:
    first = report.structural[0]
    return NotConformingError(
        f"{len(report.structural)} structural findings, so the last build stays current; first: "
        f"{first.message} ({first.focus}); see `kg status --report`, or build with --force"
    )


def _read(reader: Reader, documents: Sequence[Document], tell: Progress) -> Iterator[Reading]:
    for done, document in enumerate(documents):
        tell("read", done, len(documents))
        yield reader.read(document)
    tell("read", len(documents), len(documents))


def _built(project: Project) -> Graphs:
    with open_current(project) as store:
        return {name: list(store.triples(name)) for name in store.graphs()}


def _of_file(file: Path, minter: Minter, names: Sequence[Triple]) -> Graphs:
    return {minter.article_graph("file"): list(load_turtle(file)), minter.names_graph(): list(names)}


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
    folder: Path, merged: list[Triple], graphs: Graphs, readings: Sequence[Reading], report: BuildReport
) -> None:
    """Write one build: its store, its report, and the text of articles whose file is not their text."""
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
