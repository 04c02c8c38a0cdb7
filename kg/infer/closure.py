"""Run owlrl over terms, and keep what is news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.infer.rules import (
    ANNOTATION,
    DIFFERENT,
    DOMAIN,
    RANGE,
    SAME,
    SUB_CLASS,
    SUB_PROPERTY,
    TYPE,
    name_rules,
)
from kg.infer.turtle import read_turtle
from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.terms import Term, Triple, iri, iri_text, is_iri, literal_parts, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.term import Identifier

_BUILT_IN = tuple(f"<{namespace}" for namespace in (RDF, RDFS, OWL, XSD))
_ANNOTATIONS = {iri(RDFS + name) for name in ("label", "comment", "isDefinedBy", "seeAlso")}
_ABOUT_TERMS = frozenset({DOMAIN, RANGE, SUB_CLASS, SUB_PROPERTY})


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """Why the graph cannot be true: owlrl's message in one line, and the terms it names, in its order."""

    message: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """What follows from a graph: pairs of a new triple and its rule, sorted; and contradictions, sorted."""

    derived: tuple[tuple[Triple, str], ...]
    contradictions: tuple[Contradiction, ...]


def infer_closure(stated: Iterable[Triple], ontology: bytes) -> Closure:
    """Return the triples that *stated* and *ontology* entail and neither contains.

    Left out, since they say nothing of the data: triples about built-in terms and about subjects of the
    ontology, ``x owl:sameAs x``, literals as subjects, built-in classes. A literal comes back byte for
    byte as it was stated.

    Args:
        stated: Facts, names, and the triples that a chain of the ontology reads.
        ontology: Turtle, as in ``ontology/kg.ttl``.

    Raises:
        BrokenFileError: *ontology* is no Turtle, or holds a blank node that is no cell of a list.

    Source: tables 4-9 of
    https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
    """
    terms = read_turtle(ontology, "the ontology")
    given = set(_axioms(terms)).union(stated)
    closed, messages = _close(given)
    own_subjects = {subject for subject, _, _ in terms}
    news = sorted(triple for triple in closed - given if triple[0] not in own_subjects and _is_news(triple))
    rules = name_rules(news, closed.difference(news))
    return Closure(
        derived=tuple((triple, rules[triple]) for triple in news),
        contradictions=_read_messages(messages, {term for triple in given for term in triple}),
    )


def _axioms(ontology: Iterable[Triple]) -> Iterator[Triple]:
    """Yield *ontology* without labels, definitions and other annotations, which are most of it."""
    triples = list(ontology)
    annotations = {s for s, p, o in triples if p == TYPE and o == ANNOTATION} | _ANNOTATIONS
    yield from (triple for triple in triples if triple[1] not in annotations)


def _is_news(triple: Triple) -> bool:
    subject, predicate, object_ = triple
    if not is_iri(subject) or subject.startswith(_BUILT_IN) or predicate in _ABOUT_TERMS:
        return False
    if predicate == SAME:
        return subject != object_ and is_iri(object_)
    if predicate == TYPE:
        return not object_.startswith(_BUILT_IN)
    return not predicate.startswith(f"<{OWL}")


def _close(given: Iterable[Triple]) -> tuple[set[Triple], list[str]]:
    """Return *given* with all that owlrl adds, and the messages of the contradictions it met."""
    from owlrl import OWLRL_Semantics
    from owlrl.Namespaces import ERRNS
    from rdflib import OWL as OWL_TERMS
    from rdflib import RDF as RDF_TERMS
    from rdflib import Graph

    unlike_themselves = {_node(s) for s, p, o in given if p == DIFFERENT and s == o}

    class Semantics(OWLRL_Semantics):  # type: ignore[misc]  # owlrl has no types
        """The rules without ``x owl:sameAs x``, which yields nothing else and doubles the time."""

        def store_triple(self, t: tuple[Any, Any, Any]) -> None:
            """Store *t*; a reflexive one only if it contradicts (eq-diff1)."""
            subject, predicate, object_ = t
            reflexive = predicate == OWL_TERMS.sameAs and subject == object_
            if not reflexive or subject in unlike_themselves:
                super().store_triple(t)

    graph = Graph()
    nodes: dict[Term, Identifier] = {}
    for triple in given:
        nodes.update((term, _node(term)) for term in triple if term not in nodes)
        graph.add((nodes[triple[0]], nodes[triple[1]], nodes[triple[2]]))
    Semantics(graph, axioms=False, daxioms=False).closure()

    errors = list(graph.subjects(RDF_TERMS.type, ERRNS.ErrorMessage))
    messages = [str(message) for error in errors for message in graph.objects(error, ERRNS.error)]
    for error in errors:
        graph.remove((error, None, None))
    terms: dict[Any, Term] = {node: term for term, node in nodes.items()}
    for node in graph.all_nodes() | set(graph.predicates()):
        # What owlrl brings along is IRIs: rdf:type, owl:Thing and their like.
        if node not in terms:
            terms[node] = iri(str(node))
    return {(terms[s], terms[p], terms[o]) for s, p, o in graph}, messages


def _node(term: Term) -> Identifier:
    from rdflib import Literal, URIRef

    if is_iri(term):
        return URIRef(iri_text(term))
    text, datatype, language = literal_parts(term)
    if language is not None:
        return Literal(text, lang=language)
    # Unnormalised, or "1.50" would come back as another literal.
    return Literal(text, datatype=None if datatype == f"{XSD}string" else URIRef(datatype), normalize=False)


def _read_messages(messages: Iterable[str], terms: Iterable[Term]) -> tuple[Contradiction, ...]:
    """Return one contradiction for each kind of message about the same terms, with the terms found in it."""
    by_text: Mapping[str, Term] = {text_of(term): term for term in terms if is_iri(term)}
    found: dict[tuple[str, frozenset[Term]], Contradiction] = {}
    for message in sorted(messages):
        words = message.split()
        named = [by_text[word] for raw in words if (word := _known_word(raw, by_text))]
        # owlrl reports a symmetric pair twice, once each way round.
        key = (words[0], frozenset(named))
        found.setdefault(key, Contradiction(" ".join(words), tuple(dict.fromkeys(named))))
    return tuple(sorted(found.values()))


def _known_word(raw: str, known: Mapping[str, Term]) -> str | None:
    """Return the IRI in one word of a message, which may stand in brackets or before a comma."""
    return next((word for word in (raw, raw.rstrip(",)"), raw.strip("(),'")) if word in known), None)
