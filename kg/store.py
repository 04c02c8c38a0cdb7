"""Keep graphs on disk and answer SPARQL over them.

In    named graphs and the default graph as triples; a query
Out   a folder that holds the store; a :class:`QueryResult`
Next  :mod:`kg.publish` puts the folder in place, :mod:`kg.query` and :mod:`kg.export` read it

The only door to pyoxigraph. A store is written once, into a new folder, and read only after
:meth:`GraphStore.finish`: a reader beside a live writer once crashed (traps.md 17).
"""

from __future__ import annotations

import io
import re
import threading
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeVar

from kg.errors import QuerySyntaxError, SourceError, StorageError
from kg.sparql import check_query, locate
from kg.terms import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    import pyoxigraph

    from kg.project import Project
    from kg.terms import Triple

STACK_BYTES = 64 * 1024 * 1024
"""The stack of the thread that runs a query; with less, deep queries end the process (traps.md 11)."""

_BUFFER_BYTES = 1 << 20
_LINES_AT_ONCE = 1000
_STACK_SIZE = threading.Lock()
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.S)
_FUNCTION = re.compile(r"function (<[^>]*>) is not supported")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What a query gave, in the engine's order.

    ``kind`` says which field counts: ``columns`` and ``rows`` (None where unbound) of a SELECT,
    ``boolean`` of an ASK, ``triples`` of a CONSTRUCT or DESCRIBE, each once.
    """

    kind: Literal["select", "ask", "construct"]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool = False
    triples: tuple[Triple, ...] = ()


class GraphStore:
    """One store on disk: being written, or finished and read."""

    def __init__(self, path: Path, store: pyoxigraph.Store) -> None:
        """Hold an engine's *store* that lies at *path*; callers use :meth:`create` and :meth:`open`."""
        self.path = path
        self._store: pyoxigraph.Store | None = store

    @classmethod
    def create(cls, path: Path) -> GraphStore:
        """Return a new, empty store in the folder *path*, which may not exist yet.

        Raises:
            StorageError: the folder cannot be written.
        """
        import pyoxigraph

        return cls(path, _guard(path, partial(pyoxigraph.Store, str(path))))

    @classmethod
    def open(cls, path: Path) -> GraphStore:
        """Return the finished store in the folder *path*, to be read only; any number may have it open.

        Raises:
            StorageError: there is no store, or it is damaged.
        """
        import pyoxigraph

        return cls(path, _guard(path, partial(pyoxigraph.Store.read_only, str(path))))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; the store cannot be used any more."""
        self._store = None

    def load(self, graphs: Mapping[Term | None, Iterable[Triple]]) -> None:
        """Add *graphs*, each under its IRI, the default graph under None; memory stays flat.

        Raises:
            StorageError: the disk is full, or does not take it for another reason.
        """
        import pyoxigraph

        lines = io.BufferedReader(_Lines(_quads(graphs)), _BUFFER_BYTES)
        load = partial(self._open.bulk_load, lines, pyoxigraph.RdfFormat.N_QUADS)
        _guard(self.path, load)

    def finish(self) -> None:
        """Write everything to disk, arrange it for reading, and close.

        Raises:
            StorageError: the disk is full, or does not take it for another reason.
        """
        _guard(self.path, self._open.flush)
        _guard(self.path, self._open.optimize)
        self.close()

    def query(self, text: str, *, prefixes: Mapping[str, str] | None = None) -> QueryResult:
        """Return what *text* asks for.

        Args:
            text: A SPARQL 1.1 query that passes :func:`kg.sparql.check_query`.
            prefixes: Namespaces by prefix that count as declared; what *text* declares itself wins.

        Raises:
            ForbiddenQueryError: the query would leave the graph, change it or overwhelm the engine.
            QuerySyntaxError: the query is no SPARQL 1.1, or calls a function that there is not.
            StorageError: the store does not give back what it should.
        """
        check_query(text, prefixes=prefixes or ())
        store = self._open

        def run() -> QueryResult:
            try:
                return _read_result(store.query(text, prefixes=dict(prefixes or {})))
            except SyntaxError as error:
                raise _syntax_error(str(error)) from error
            except RuntimeError as error:
                if _FUNCTION.search(str(error)) is None:
                    raise OSError(str(error)) from error
                raise _function_error(text, str(error)) from error

        return _guard(self.path, partial(_run_deep, run))

    def triples(self, graph: Term | None = None) -> Iterator[Triple]:
        """Yield the triples of the graph called *graph*, or of the default graph, in the engine's order.

        Raises:
            StorageError: the store does not give back what it should.
        """
        return self.matching(graph=graph)

    def matching(
        self, subject: Term | None = None, predicate: Term | None = None, *, graph: Term | None = None
    ) -> Iterator[Triple]:
        """Yield the triples of one graph that have *subject* and *predicate*, where these are given.

        Raises:
            StorageError: the store does not give back what it should.
        """
        import pyoxigraph

        store, name = self._open, _node(graph) or pyoxigraph.DefaultGraph()
        relation = pyoxigraph.NamedNode(predicate[1:-1]) if predicate else None
        try:
            for quad in store.quads_for_pattern(_node(subject), relation, None, name):
                yield Term(str(quad.subject)), Term(str(quad.predicate)), Term(str(quad.object))
        except (OSError, RuntimeError) as error:
            raise _storage_error(self.path, error) from error

    def graphs(self) -> list[Term]:
        """Return the names of the named graphs, sorted.

        Raises:
            StorageError: the store does not give back what it should.
        """
        return _guard(self.path, lambda: sorted(Term(str(name)) for name in self._open.named_graphs()))

    @property
    def _open(self) -> pyoxigraph.Store:
        if self._store is None:
            raise StorageError(f"{self.path}: the store is closed; open it again")
        return self._store


def store_folder(build: Path) -> Path:
    """Return where in a build's folder its store lies."""
    return build / "store"


def open_current(project: Project) -> GraphStore:
    """Return the store of the project's current build, to be read; it stays whole while it is open.

    Raises:
        SourceError: nothing was built yet.
        StorageError: the build is damaged.
    """
    while True:
        build = project.current.resolve()
        if not project.current.is_symlink() or not build.is_dir():
            raise SourceError(f"{project.root}: no build yet: run `kg build FOLDER`")
        try:
            return GraphStore.open(store_folder(build))
        except StorageError:
            if project.current.resolve() == build:
                raise


class _Lines(io.RawIOBase):
    """Lines of text as a file of bytes, made while it is read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = "".join(islice(self._lines, _LINES_AT_ONCE)).encode()
        part = self._rest[: len(buffer)]
        self._rest = self._rest[len(part) :]
        buffer[: len(part)] = part
        return len(part)


def _quads(graphs: Mapping[Term | None, Iterable[Triple]]) -> Iterator[str]:
    for graph, triples in graphs.items():
        end = f" {graph} .\n" if graph else " .\n"
        for subject, predicate, value in triples:
            yield f"{subject} {predicate} {value}{end}"


def _guard(path: Path, action: Callable[[], _T]) -> _T:
    """Return what *action* returns; say as a StorageError what the disk did not take or give."""
    try:
        return action()
    except (OSError, RuntimeError) as error:  # the engine says RuntimeError of a damaged file
        raise _storage_error(path, error) from error


def _storage_error(path: Path, error: OSError | RuntimeError) -> StorageError:
    reason = getattr(error, "strerror", None) or " ".join(str(error).split())
    return StorageError(
        f"{path}: {reason}; see that the disk has room and the folder is whole, and build again"
    )


def _run_deep(action: Callable[[], _T]) -> _T:
    """Return what *action* returns on a thread with a stack of :data:`STACK_BYTES`."""
    results: list[_T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(action())
        except BaseException as error:  # noqa: BLE001 - raised again on the caller's thread
            errors.append(error)

    thread = threading.Thread(target=run, name="kg-query", daemon=True)
    with _STACK_SIZE:
        before = threading.stack_size(STACK_BYTES)
        try:
            thread.start()
        finally:
            threading.stack_size(before)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


def _read_result(
    result: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples,
) -> QueryResult:
    import pyoxigraph

    if isinstance(result, pyoxigraph.QueryBoolean):
        return QueryResult("ask", boolean=bool(result))
    if isinstance(result, pyoxigraph.QueryTriples):
        found = ((Term(str(t.subject)), Term(str(t.predicate)), Term(str(t.object))) for t in result)
        return QueryResult("construct", triples=tuple(dict.fromkeys(found)))
    columns = tuple(variable.value for variable in result.variables)
    rows = tuple(tuple(None if cell is None else Term(str(cell)) for cell in row) for row in result)
    return QueryResult("select", columns, rows)


def _node(term: Term | None) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | None:
    import pyoxigraph

    if term is None:
        return None
    return pyoxigraph.BlankNode(term[2:]) if term.startswith("_:") else pyoxigraph.NamedNode(term[1:-1])


def _syntax_error(message: str) -> QuerySyntaxError:
    match = _PLACE.match(message)
    if match is None:
        return QuerySyntaxError(f"not SPARQL 1.1: {message}")
    line, column, expected = match.groups()
    reasons = [item for item in expected.split(", ") if " " in item and item[0].isalpha()]
    problem = "; ".join(reasons) or "the engine does not take the query from here on"
    return QuerySyntaxError(f"line {line}, column {column}: {problem}")


def _function_error(text: str, message: str) -> QuerySyntaxError:
    match = _FUNCTION.search(message)
    if match is None:
        return QuerySyntaxError(f"the engine cannot run the query: {message}")
    place = text.find(match[1])
    start = "line {}, column {}: ".format(*locate(text, place)) if place >= 0 else ""
    return QuerySyntaxError(f"{start}there is no function {match[1]}; use those that SPARQL 1.1 names")
