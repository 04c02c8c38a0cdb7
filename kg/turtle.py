"""Write triples as Turtle and TriG that are the same bytes for the same triples.

In    triples; prefixes that may be used
Out   text: used prefixes, then subjects, predicates (``a`` first) and objects, each sorted
Next  :mod:`kg.export`

Terms are canonical N-Triples, and its strings and IRIs mean the same in Turtle, so nothing is escaped
anew. A prefixed name is written only where no escape is needed.

Source: https://www.w3.org/TR/turtle/#sec-grammar-grammar
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from kg.namespaces import RDF, XSD
from kg.terms import Term, is_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.terms import Triple

RDF_TYPE = Term(f"<{RDF}type>")

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_BARE = {
    f"<{XSD}integer>": re.compile(r'"(-?[0-9]+)"'),
    f"<{XSD}decimal>": re.compile(r'"(-?[0-9]+\.[0-9]+)"'),
    f"<{XSD}boolean>": re.compile(r'"(true|false)"'),
}


class Names:
    """Short forms of IRIs under a set of prefixes."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Use *prefixes*: namespaces that end in ``/`` or ``#``, by prefix without ``:``."""
        self._prefixes = dict(prefixes)
        self._by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}

    def split(self, term: Term) -> tuple[str, str] | None:
        """Return prefix and local name of an IRI *term*, or None where it must be written in full."""
        cut = max(term.rfind("/"), term.rfind("#")) + 1
        prefix = self._by_namespace.get(term[1:cut])
        if prefix is None or not _LOCAL.fullmatch(term, cut, len(term) - 1):
            return None
        return prefix, term[cut:-1]

    def short(self, term: Term) -> str:
        """Return an IRI *term* as a prefixed name, or in brackets."""
        parts = self.split(term) if is_iri(term) else None
        return f"{parts[0]}:{parts[1]}" if parts else term

    def used(self, triples: Iterable[Triple]) -> dict[str, str]:
        """Return those of the prefixes, sorted, that writing *triples* needs; a type's predicate is ``a``."""
        found = set()
        for subject, predicate, value in triples:
            written = [subject, _datatype(value) if value[0] == '"' else value]
            if predicate != RDF_TYPE:
                written.append(predicate)
            found |= {parts[0] for term in written if is_iri(term) and (parts := self.split(term))}
        return {prefix: self._prefixes[prefix] for prefix in sorted(found)}

    def object(self, term: Term) -> str:
        """Return *term* as Turtle writes an object: short numbers and booleans where that loses nothing."""
        if term[0] != '"':
            return self.short(term)
        datatype = _datatype(term)
        if not datatype:
            return term
        text = term[: -len(datatype) - 2]
        pattern = _BARE.get(datatype)
        match = pattern.fullmatch(text) if pattern else None
        return match[1] if match else f"{text}^^{self.short(datatype)}"


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of one Turtle document that holds *triples*, each once."""
    names = Names(prefixes)
    ordered = in_order(triples)
    yield from _prefix_lines(names.used(ordered))
    yield from _statements(ordered, names, "")


def write_trig(graphs: Mapping[Term, Iterable[Triple]], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of one TriG document that holds *graphs*, sorted by name."""
    names = Names(prefixes)
    ordered = {graph: in_order(graphs[graph]) for graph in sorted(graphs)}
    every = (triple for triples in ordered.values() for triple in triples)
    titles = ((graph, graph, graph) for graph in ordered)
    yield from _prefix_lines(names.used([*titles, *every]))
    for graph, triples in ordered.items():
        yield f"\n{names.short(graph)} {{\n"
        yield from _statements(triples, names, "    ")
        yield "}\n"


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Return *triples*, each once, by subject, predicate (``a`` first) and object."""
    return sorted(set(triples), key=_rank)


def _rank(triple: Triple) -> tuple[str, str, str]:
    subject, predicate, value = triple
    return subject, "" if predicate == RDF_TYPE else predicate, value


def _prefix_lines(prefixes: Mapping[str, str]) -> Iterator[str]:
    for prefix, namespace in prefixes.items():
        yield f"@prefix {prefix}: <{namespace}> .\n"


def _statements(ordered: list[Triple], names: Names, indent: str) -> Iterator[str]:
    for subject, triples in groupby(ordered, key=lambda triple: triple[0]):
        lines = [
            f"{'a' if predicate == RDF_TYPE else names.short(predicate)} {_objects(group, names, indent)}"
            for predicate, group in groupby(triples, key=lambda triple: triple[1])
        ]
        yield f"\n{indent}{names.short(subject)} {f' ;{chr(10)}{indent}    '.join(lines)} .\n"


def _objects(triples: Iterable[Triple], names: Names, indent: str) -> str:
    return f" ,\n{indent}        ".join(names.object(value) for _, _, value in triples)


def _datatype(literal: Term) -> Term:
    """Return the datatype that *literal* writes out, as an IRI term, or the empty text."""
    text, mark, datatype = literal.rpartition("^^")
    return Term(datatype) if mark and text.endswith('"') and datatype.startswith("<") else Term("")
