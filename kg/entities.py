"""Find the thing that a person means, and the words for a thing.

In    a name, a prefixed name or an IRI; or terms
Out   the one term of the graph that it means; or labels
Next  :mod:`kg.query`, :mod:`kg.export`
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import QuerySyntaxError, UsageError, nearest
from kg.identifiers import Minter
from kg.namespaces import KGO, KINDS, RDFS, SKOS, prefixes_for
from kg.terms import Term, iri, is_iri, literal, text_of
from kg.turtle import Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store import GraphStore

_LABEL = iri(RDFS + "label")
_NAMING = (iri(SKOS + "prefLabel"), iri(SKOS + "altLabel"), iri(SKOS + "hiddenLabel"), _LABEL)
_PREFIXED = re.compile(r"([A-Za-z][A-Za-z0-9-]*):([^\s/:][^\s:]*)")
_MOST_NAMES = 2_000
_MOST_CANDIDATES = 10


def find_entity(store: GraphStore, text: str, *, base: str) -> Term:
    """Return the one thing of the graph that *text* means.

    Args:
        store: The graph.
        text: A name as a label has it, whatever its case; an IRI, with or without ``<>``; a prefixed name
            such as ``kgo:Planned`` or ``company:xiaomi``; ``company/xiaomi``; or the last part of an IRI.
        base: Where the IRIs of things start.

    Raises:
        UsageError: nothing has that name, or several things have; the message lists what comes near.
    """
    wanted = " ".join(text.encode("utf-8", "replace").decode().split())
    address = _address(wanted, base)
    if address is not None:
        if _is_in_graph(store, address):
            return address
        raise UsageError(f"{wanted!r} is not in the graph{_nearest_address(store, wanted, address, base)}")
    found = _by_label(store, wanted) or _by_last_part(store, wanted, base) or _own_term(store, wanted)
    if not found:
        raise UsageError(f"nothing in the graph is called {wanted!r}{_nearest_names(store, wanted)}")
    if len(found) > 1:
        names = Names(prefixes_for(base))
        labels = labels_of(store, found, base=base)
        shown = ", ".join(f"{names.short(term)} ({labels[term]})" for term in found[:_MOST_CANDIDATES])
        more = f" and {len(found) - _MOST_CANDIDATES} more" if len(found) > _MOST_CANDIDATES else ""
        raise UsageError(f"{wanted!r} may be any of {shown}{more}; name one of these")
    return found[0]


def labels_of(store: GraphStore, terms: Iterable[Term], *, base: str) -> dict[Term, str]:
    """Return words for each of *terms*: its ``rdfs:label``, else its short form; the text of a literal.

    Labels come from the default graph, those of our own terms from the ontology's graph. Where there are
    several, the first in sorted order counts.
    """
    names = Names(prefixes_for(base))
    ontology = Minter(base).ontology_graph()
    labels: dict[Term, str] = {}
    for term in terms:
        if not is_iri(term):
            labels[term] = term if term.startswith("_:") else text_of(term)
            continue
        found = list(store.matching(term, _LABEL)) or list(store.matching(term, _LABEL, graph=ontology))
        short = names.short(term)
        labels[term] = min((text_of(label) for _, _, label in found), default=short.strip("<>"))
    return labels


def _address(text: str, base: str) -> Term | None:
    """Return the IRI that *text* writes, or None if it is a name."""
    prefixed = _PREFIXED.fullmatch(text)
    prefixes = prefixes_for(base)
    full = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if prefixed and prefixed[1] in prefixes:
        full = prefixes[prefixed[1]] + prefixed[2]
    elif text.partition("/")[0] in KINDS and " " not in text:
        full = base + text
    elif full == text and ("://" not in text or " " in text):
        return None
    try:
        return iri(full)
    except ValueError as error:
        raise UsageError(f"{text!r} is no IRI; write one such as https://… or a name") from error


def _is_in_graph(store: GraphStore, term: Term) -> bool:
    patterns = (f"{term} ?p ?o", f"?s ?p {term}", f"?s {term} ?o", f"GRAPH ?g {{ {term} ?p ?o }}")
    asked = " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)
    try:
        return store.query(f"ASK {{ {asked} }}").boolean
    except QuerySyntaxError:
        return False  # the engine is stricter about IRIs than RDF 1.1: no percent sign without two digits


def _by_label(store: GraphStore, name: str) -> list[Term]:
    """Return what is named so; only if nothing is, what is merely labelled so, such as an article."""
    for naming in (_NAMING[:-1], _NAMING[-1:]):
        found = store.query(
            f"SELECT DISTINCT ?thing WHERE {{ VALUES ?naming {{ {' '.join(naming)} }} ?thing ?naming ?label "
            f"FILTER(LCASE(STR(?label)) = LCASE({literal(name)})) }} ORDER BY ?thing"
        )
        if found.rows:
            return [row[0] for row in found.rows if row[0] is not None]
    return []


def _own_term(store: GraphStore, name: str) -> list[Term]:
    """Return one of our own terms, such as a mode, by its plain name: ``planned``."""
    local = "".join(word.capitalize() for word in name.split())
    if not re.fullmatch(r"[A-Za-z]+", local):
        return []
    term = iri(KGO + local)
    return [term] if _is_in_graph(store, term) else []


def _by_last_part(store: GraphStore, name: str, base: str) -> list[Term]:
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        return []
    terms = (iri(f"{base}{kind}/{name}") for kind in KINDS)
    return [term for term in terms if next(store.matching(term), None)]


def _nearest_names(store: GraphStore, name: str) -> str:
    """Name what is called nearly *name*: names of things first, then any labels, as far as that is quick."""
    for naming in (_NAMING[:-1], _NAMING[-1:]):
        found = store.query(
            f"SELECT DISTINCT ?label WHERE {{ VALUES ?naming {{ {' '.join(naming)} }} ?s ?naming ?label }} "
            f"ORDER BY ABS(STRLEN(?label) - {len(name)}) ?label LIMIT {_MOST_NAMES}"
        )
        if near := nearest(name, [text_of(row[0]) for row in found.rows if row[0] is not None]):
            return near
    return ""


def _nearest_address(store: GraphStore, text: str, address: Term, base: str) -> str:
    """Name the terms of the ontology written like *text*, else things called like the end of *address*."""
    names = Names(prefixes_for(base))
    near = ""
    if text.startswith("kgo:"):
        labels = store.matching(predicate=_LABEL, graph=Minter(base).ontology_graph())
        near = nearest(text, sorted({names.short(term) for term, _, _ in labels}))
    last_part = re.split("[/#]", text_of(address))[-1]
    return near or _nearest_names(store, last_part.replace("-", " "))
