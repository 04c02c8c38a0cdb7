"""Read Turtle of the project into terms.

In    a path, or bytes already read
Out   sorted triples without blank nodes
Next  :func:`kg.infer.infer_closure`, :mod:`kg.store`
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.errors import BrokenFileError, SourceError, not_turtle
from kg.namespaces import ONTOLOGY_IRI
from kg.terms import Term, Triple, iri, literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rdflib import Graph
    from rdflib.term import Node

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def load_turtle(path: Path) -> tuple[Triple, ...]:
    """Return the triples of the Turtle file at *path*, as :func:`read_turtle` does.

    Raises:
        SourceError: the file is missing or cannot be read.
        BrokenFileError: as for :func:`read_turtle`.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}; check the path") from error
    return read_turtle(content, path)


def read_turtle(content: bytes, path: Path | str) -> tuple[Triple, ...]:
    """Return the triples of *content*, sorted, the same on every machine.

    The cells of a list get IRIs made from what the list belongs to: ``<…#toldBy-propertyChainAxiom-1>``.

    Args:
        content: Turtle in UTF-8.
        path: Where it stands, for the message only.

    Raises:
        BrokenFileError: *content* is no Turtle, or holds a blank node that is no cell of a list, or an IRI
            that RDF 1.1 forbids; with the line where it is known.
    """
    from rdflib import Graph

    graph = Graph()
    try:
        # Bytes and a format, never a path or text: rdflib would open a text that looks like a URL.
        graph.parse(data=content.removeprefix(_BYTE_ORDER_MARK), format="turtle", publicID=ONTOLOGY_IRI)
    except Exception as error:
        raise not_turtle(path, error) from error
    names = _name_list_cells(graph)
    try:
        return tuple(sorted((_term(s, names), _term(p, names), _term(o, names)) for s, p, o in graph))
    except KeyError as error:
        problem = "a blank node that is no cell of a list; give it an IRI"
        raise BrokenFileError(path, None, problem) from error
    except ValueError as error:
        raise BrokenFileError(path, None, f"{error}; write it without") from error


def _term(node: Node, blank_names: Mapping[Node, Term]) -> Term:
    from rdflib import BNode, Literal

    if isinstance(node, BNode):
        return blank_names[node]
    if isinstance(node, Literal):
        language = node.language.lower() if node.language else None
        return literal(str(node), datatype=str(node.datatype) if node.datatype else None, language=language)
    return iri(str(node))


def _name_list_cells(graph: Graph) -> dict[Node, Term]:
    from rdflib import RDF, BNode

    lists = defaultdict(list)
    for owner, predicate, head in graph:
        if isinstance(head, BNode) and predicate != RDF.rest and (head, RDF.first, None) in graph:
            lists[str(owner), str(predicate)].append(head)
    names: dict[Node, Term] = {}
    for (owner_iri, predicate_iri), heads in sorted(lists.items()):
        local_name = predicate_iri.replace("#", "/").rpartition("/")[2]
        heads.sort(key=lambda head: [str(item) for item in graph.items(head)])
        for number, head in enumerate(heads, start=1):
            list_iri = f"{owner_iri}-{local_name}" + (f"-{number}" if len(heads) > 1 else "")
            cells = [cell for cell in graph.transitive_objects(head, RDF.rest) if isinstance(cell, BNode)]
            names |= {cell: iri(f"{list_iri}-{position}") for position, cell in enumerate(cells, start=1)}
    return names
