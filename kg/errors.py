"""Every error that kg expects, each with its exit code.

KgError
├── UsageError              2   unknown verb, query, parameter, entity; wrong type
├── SourceError             3   a folder or file that is missing or cannot be read
├── NothingToReadError      4   no usable article
├── BrokenFileError         5   front matter, ontology, shape, rule, name or query file
│   └── DuplicateDocumentError  two documents with one id
├── NotConformingError      6   structural violation, contradiction within ontology or names
├── QuerySyntaxError        7   SPARQL that does not parse
├── ForbiddenQueryError     8   SERVICE, LOAD, update, FROM
├── BusyError              10   another build is running
└── StorageError           11   disk full, folder not writable, store damaged

A message is one line: what is wrong, where, and what to do.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


_BAD_SYNTAX = re.compile(r"Bad syntax \(([^\n]*)\) at \^")


class KgError(Exception):
    """Something that kg expects to go wrong; ``exit_code`` is what the command line returns."""

    exit_code: ClassVar[int] = 1


class UsageError(KgError):
    """The call itself is off: an unknown name, a value of the wrong type."""

    exit_code = 2


class SourceError(KgError):
    """A folder or file is missing or cannot be read."""

    exit_code = 3


class NothingToReadError(KgError):
    """The folders hold no usable article."""

    exit_code = 4


class BrokenFileError(KgError):
    """A file of the project says something that kg cannot use."""

    exit_code = 5

    def __init__(self, path: Path | str, line: int | None, problem: str) -> None:
        """Say which *path*, which *line* (from 1, if known) and what to write instead."""
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {problem}")
        self.path = path
        self.line = line


class DuplicateDocumentError(BrokenFileError):
    """Two documents have one id."""


class NotConformingError(KgError):
    """The graph breaks its own structure, so the build was not made current."""

    exit_code = 6


class QuerySyntaxError(KgError):
    """A query is not SPARQL 1.1."""

    exit_code = 7


class ForbiddenQueryError(KgError):
    """A query would reach outside the graph or change it."""

    exit_code = 8


class BusyError(KgError):
    """Another build is running."""

    exit_code = 10


class StorageError(KgError):
    """The disk would not take or give back what it should."""

    exit_code = 11


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `` (did you mean …?)`` with the nearest of *known*, or nothing if none is near."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(name.lower(), by_lower, n=3, cutoff=0.5)
    if not found:
        return ""
    return f" (did you mean {', '.join(by_lower[match] for match in found)}?)"


def not_turtle(path: Path | str, error: Exception) -> BrokenFileError:
    """Return what a Turtle parser's *error* about the file *path* means, with the line where it has one.

    A parser of foreign input raises what it likes; rdflib's BadSyntax counts its lines from 0.
    """
    line = getattr(error, "lines", None)
    cause = _BAD_SYNTAX.search(str(error))
    problem = cause[1] if cause else str(error).partition(" at line ")[0].partition("\n")[0]
    if isinstance(error, IndexError):
        problem = "it ends in the middle of a statement"
    return BrokenFileError(path, None if line is None else line + 1, f"not Turtle: {problem}")
