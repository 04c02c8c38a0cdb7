"""Answer questions: saved ones by name, with parameters, and any other SPARQL query.

In    the name of a file in ``queries/`` and values for its parameters, or the text of a query
Out   :class:`Answer`: rows in a stable order
Next  :mod:`kg.cli` prints it

A saved query is plain SPARQL 1.1 that runs elsewhere as it stands. A ``#+`` comment header describes it,
and each parameter has its default alone on one line, which is replaced by a line with another RDF term:
nothing that a user types becomes query text.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from kg import terms
from kg.entities import find_entity, labels_of
from kg.errors import UsageError, nearest
from kg.model import Row
from kg.namespaces import prefixes_for
from kg.saved import Parameter, SavedQuery, load_queries, load_query
from kg.sparql import find_defaults, is_ordered, replace_default
from kg.store import open_current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.project import Project
    from kg.store import GraphStore
    from kg.terms import Term, Triple

__all__ = [
    "Answer",
    "Parameter",
    "SavedQuery",
    "ask",
    "bind_parameters",
    "find_query",
    "label_terms",
    "load_queries",
    "load_query",
    "run_text",
]

_SAVED_NAME = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,100}")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,100}(\.[0-9]{0,100})?|\.[0-9]{1,100})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WANTED = {
    "string": "text",
    "integer": "a whole number such as 2027",
    "decimal": "a number such as 73000 or 1.5",
    "date": "a date such as 2027-01-31",
    "boolean": "true or false",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave; ``kind`` says which fields count. Iterating gives the rows.

    A SELECT has ``columns`` and ``rows``: in the order that the query sets, else sorted. An ASK has
    ``boolean``, a CONSTRUCT or DESCRIBE sorted ``triples``.
    """

    kind: Literal["select", "ask", "construct"]
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool = False
    triples: tuple[Triple, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __bool__(self) -> bool:
        """Say yes: an answer without rows is an answer."""
        return True


def ask(project: Project, query: str, parameters: Mapping[str, str] | None = None) -> Answer:
    """Return what *query* gives on the current build.

    Args:
        project: Its saved queries are known, its current build is read.
        query: The name of a saved query (``checks/NAME`` for a check), or SPARQL text. Text may use the
            prefixes of :func:`kg.namespaces.prefixes_for` without declaring them.
        parameters: Values as a user types them, by parameter name. Only saved queries have parameters.

    Raises:
        UsageError: no such query or parameter, a value of the wrong type, no thing of a name, or several.
        SourceError: nothing was built yet.
        BrokenFileError: the saved query is off.
        QuerySyntaxError, ForbiddenQueryError: the text is no SPARQL 1.1, or is refused.
        StorageError: the build is damaged.
    """
    saved = find_query(project, query) if _SAVED_NAME.fullmatch(query.strip()) else None
    if saved is None and parameters:
        raise UsageError("only saved queries have parameters; write the values into the query")
    with open_current(project) as store:
        if saved is None:
            return run_text(store, query, prefixes=prefixes_for(project.base))
        return run_text(store, bind_parameters(store, saved, parameters or {}, base=project.base))


def find_query(project: Project, name: str) -> SavedQuery:
    """Return the saved query called *name*.

    Raises:
        UsageError: there is none; the message names the nearest.
        SourceError, BrokenFileError: as :func:`load_query`.
    """
    path = project.queries / f"{name.strip()}.rq"
    if not path.is_file():
        known = sorted(found.stem for found in path.parent.glob("*.rq")) if path.parent.is_dir() else []
        raise UsageError(f"no saved query {name!r}{nearest(path.stem, known)}; or give the text of a query")
    return load_query(path)


def bind_parameters(store: GraphStore, query: SavedQuery, values: Mapping[str, str], *, base: str) -> str:
    """Return the text of *query* with *values* in place of the defaults.

    Args:
        store: Where things are looked up by name.
        query: A saved query.
        values: As a user types them, by parameter name.
        base: Where the IRIs of things start.

    Raises:
        UsageError: no such parameter, a value of the wrong type, no thing of that name, or several.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    bound: dict[str, Term] = {}
    for name, value in values.items():
        if name not in known:
            hint = nearest(name, known) or (f"; it has {', '.join(known)}" if known else "; it has none")
            raise UsageError(f"query {query.name} has no parameter {name!r}{hint}")
        bound[known[name].variable] = _term(store, known[name], value, base)
    text = query.text
    for default in reversed(find_defaults(text)):
        if default.variable in bound:
            text = replace_default(text, default, bound[default.variable])
    return text


def run_text(store: GraphStore, text: str, *, prefixes: Mapping[str, str] | None = None) -> Answer:
    """Return what the query *text* gives on *store*; *prefixes* count as declared.

    Raises:
        QuerySyntaxError, ForbiddenQueryError, StorageError: as :meth:`kg.store.GraphStore.query`.
    """
    result = store.query(text, prefixes=prefixes)
    if result.kind != "select":
        return Answer(result.kind, boolean=result.boolean, triples=tuple(sorted(result.triples)))
    rows = result.rows
    if not is_ordered(text):
        rows = tuple(sorted(rows, key=lambda row: tuple(cell or "" for cell in row)))
    return Answer("select", result.columns, tuple(_row(result.columns, row) for row in rows))


def label_terms(project: Project, found: Iterable[Term]) -> dict[Term, str]:
    """Return words for terms of an answer, for tables that people read.

    Raises:
        SourceError: nothing was built yet.
        StorageError: the build is damaged.
    """
    with open_current(project) as store:
        return labels_of(store, found, base=project.base)


def _row(columns: tuple[str, ...], cells: tuple[Term | None, ...]) -> Row:
    by_name = dict(zip(columns, cells, strict=True))
    return Row(by_name, {name: None if term is None else _text(term) for name, term in by_name.items()})


def _text(term: Term) -> str:
    return term if term.startswith(("_:", "<<")) else terms.text_of(term)


def _term(store: GraphStore, parameter: Parameter, value: str, base: str) -> Term:
    """Return *value* as a term of the parameter's type."""
    try:
        if parameter.type == "iri":
            return find_entity(store, value, base=base)
        return _READERS[parameter.type](value)
    except UsageError as error:
        raise UsageError(f"{parameter.name}: {error}") from error
    except ValueError as error:
        wanted = _WANTED.get(parameter.type, "a name or an IRI")
        raise UsageError(f"{parameter.name}: {value!r} is no {parameter.type}; want {wanted}") from error


def _read_integer(value: str) -> Term:
    return terms.integer(int(_matched(_INTEGER, value)))


def _read_decimal(value: str) -> Term:
    return terms.decimal(Decimal(_matched(_DECIMAL, value)))


def _read_date(value: str) -> Term:
    return terms.date(datetime.date.fromisoformat(_matched(_DATE, value)))


def _read_boolean(value: str) -> Term:
    return terms.boolean(_matched(re.compile("true|false"), value.lower()) == "true")


def _matched(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value.strip()):
        raise ValueError(value)
    return value.strip()


_READERS: dict[str, Callable[[str], Term]] = {
    "string": terms.literal,
    "integer": _read_integer,
    "decimal": _read_decimal,
    "date": _read_date,
    "boolean": _read_boolean,
}
