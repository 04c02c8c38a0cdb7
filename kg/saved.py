"""Read saved queries: SPARQL files that say what they answer, which parameters they take and what comes back.

In    ``queries/*.rq``
Out   :class:`SavedQuery` values, or an error that names file, line and what to write
Next  :mod:`kg.query`

A file looks like this, and runs in any engine as it stands::

    #+ summary: Who acquired whom, newest first
    #+ answers: CQ-03
    #+ parameters:
    #+   - {name: buyer, type: iri, help: only what this company bought}
    #+ columns: {buyer: who bought, target: what}
    PREFIX kgo: <https://example.org/kg/ontology#>
    SELECT ?buyer ?target WHERE {
      VALUES ?_buyer_iri { UNDEF }
      ?buyer kgo:acquired ?target .
      FILTER(!BOUND(?_buyer_iri) || ?buyer = ?_buyer_iri)
    }
    ORDER BY ?buyer ?target
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import terms
from kg.errors import BrokenFileError, ForbiddenQueryError, QuerySyntaxError, SourceError, nearest
from kg.namespaces import XSD
from kg.sparql import check_query, find_defaults, parse_query, read_header
from kg.sparql.portability import projected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.sparql.header import Header
    from kg.sparql.parameters import Default
    from kg.terms import Term

SCOPES = ("default", "dataset")
"""What a query may read: the default graph, or the named graphs too."""

TYPES = ("iri", "string", "integer", "decimal", "date", "boolean")
"""What a parameter may be; ``iri`` takes names, too."""

_PARAMETER_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_PLACE = re.compile(r"line (\d+), column \d+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a saved query: ``default`` is a term, or None where no value means all."""

    name: str
    type: str
    help: str
    default: Term | None

    @property
    def variable(self) -> str:
        """The SPARQL variable that stands for it, without ``?``."""
        return f"_{self.name}_{self.type}"


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A ``.rq`` file: what its header says, and its text."""

    name: str
    path: Path
    summary: str
    answers: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    tags: tuple[str, ...]
    key: tuple[str, ...]
    scope: str
    text: str


def load_queries(folder: Path) -> dict[str, SavedQuery]:
    """Return the saved queries that lie directly in *folder*, by name, sorted.

    Raises:
        SourceError: there is no such folder, or a file cannot be read.
        BrokenFileError: a header or a query is off; the message says where and what to write.
    """
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder; saved queries are files NAME.rq in it")
    return {path.stem: load_query(path) for path in sorted(folder.glob("*.rq"))}


def load_query(path: Path) -> SavedQuery:
    """Return the saved query in the file *path*.

    Raises:
        SourceError: the file cannot be read.
        BrokenFileError: its header or its query is off.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BrokenFileError(path, None, "not UTF-8; save it as UTF-8") from error
    header = read_header(text, path)
    try:
        check_query(text)
        parsed = parse_query(text)
        defaults = find_defaults(text)
    except (QuerySyntaxError, ForbiddenQueryError, ValueError) as error:
        place = _PLACE.search(str(error))
        raise BrokenFileError(path, int(place[1]) if place else None, str(error)) from error
    clause = next(parsed.root.find("SelectClause"), None)
    is_select = any(node.rule == "SelectQuery" for node in parsed.root.children)
    columns = projected(parsed, clause) if clause and is_select else None
    reader = _HeaderReader(path, header)
    return SavedQuery(
        name=path.stem,
        path=path,
        summary=reader.summary(),
        answers=reader.texts("answers"),
        parameters=reader.parameters(defaults),
        columns=reader.columns(columns),
        tags=reader.texts("tags"),
        key=reader.key(columns),
        scope=reader.scope(),
        text=text,
    )


@dataclass(frozen=True, slots=True)
class _HeaderReader:
    """Takes the values out of a header, and says in which line one is off."""

    path: Path
    header: Header

    def broken(self, key: str, problem: str) -> BrokenFileError:
        return BrokenFileError(self.path, self.header.lines.get(key), problem)

    def summary(self) -> str:
        value = self.header.values.get("summary")
        if not isinstance(value, str) or not value.strip():
            raise self.broken("summary", "write `#+ summary:` and what the rows are, in one sentence")
        return value.strip()

    def scope(self) -> str:
        value = self.header.values.get("scope", "default")
        if value not in SCOPES:
            raise self.broken("scope", f"the scope is {value!r}; write default or dataset")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.header.values.get(key, [])
        entries = [value] if isinstance(value, str) else value
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            raise self.broken(key, f"write `#+ {key}: [one, two]`")
        return tuple(entries)

    def key(self, projected_columns: list[str] | None) -> tuple[str, ...]:
        names = self.texts("key")
        self._check_columns("key", names, projected_columns)
        return names

    def columns(self, projected_columns: list[str] | None) -> dict[str, str]:
        value = self.header.values.get("columns", {})
        if not isinstance(value, dict) or not all(
            isinstance(item, str) for pair in value.items() for item in pair
        ):
            raise self.broken("columns", "write `#+ columns:` and below it `#+   NAME: what it holds` lines")
        self._check_columns("columns", value, projected_columns)
        return {str(name): str(words) for name, words in value.items()}

    def parameters(self, defaults: list[Default]) -> tuple[Parameter, ...]:
        entries = self.header.values.get("parameters", [])
        if not isinstance(entries, list):
            raise self.broken(
                "parameters", "write a list: `#+   - {name: company, type: iri, help: …}` lines"
            )
        parameters = tuple(self._parameter(entry, defaults) for entry in entries)
        variables = [parameter.variable for parameter in parameters]
        for default in defaults:
            if variables.count(default.variable) != 1:
                problem = f"?{default.variable} must be one parameter of the header, by its name and type"
                raise BrokenFileError(self.path, default.line, problem)
        return parameters

    def _parameter(self, entry: object, defaults: list[Default]) -> Parameter:
        if not isinstance(entry, dict) or not {"name", "type", "help"} <= entry.keys():
            raise self.broken("parameters", f"{entry} needs name, type and help")
        if others := entry.keys() - {"name", "type", "help", "default"}:
            raise self.broken(
                "parameters", f"a parameter has no {', '.join(map(repr, sorted(others, key=str)))}"
            )
        name, kind, words = (str(entry[key]) for key in ("name", "type", "help"))
        if not _PARAMETER_NAME.fullmatch(name):
            raise self.broken(
                "parameters", f"{name!r} is no parameter's name; write small letters, digits, _"
            )
        if kind not in TYPES:
            raise self.broken(
                "parameters", f"no type {kind!r}{nearest(kind, TYPES)}; write {' or '.join(TYPES)}"
            )
        parameter = Parameter(name, kind, words, None)
        lines = [default for default in defaults if default.variable == parameter.variable]
        line = f"VALUES ?{parameter.variable} {{ UNDEF }}"
        if len(lines) != 1 or not lines[0].alone or len(lines[0].terms) != 1:
            number = lines[-1].line if lines else self.header.lines.get("parameters")
            raise BrokenFileError(
                self.path, number, f"write once, alone on its line: {line}, or with one value"
            )
        default = lines[0].terms[0]
        if default is not None and not _is_of(default, kind):
            raise BrokenFileError(
                self.path, lines[0].line, f"{default} is no {kind}; write {line}, or a value"
            )
        if "default" in entry and _text_of_yaml(entry["default"]) != (default and terms.text_of(default)):
            problem = (
                f"the default of {name} in the header is not the one in the query's line; write it there only"
            )
            raise BrokenFileError(self.path, lines[0].line, problem)
        return Parameter(name, kind, words, default)

    def _check_columns(self, key: str, names: Iterable[str], projected_columns: list[str] | None) -> None:
        for name in names:
            if projected_columns is not None and name not in projected_columns:
                problem = f"the query has no column {name!r}{nearest(name, projected_columns)}"
                raise self.broken(key, problem)


def _is_of(term: Term, kind: str) -> bool:
    if terms.is_iri(term):
        return kind == "iri"
    return terms.literal_parts(term)[1] == XSD + kind


def _text_of_yaml(value: object) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
