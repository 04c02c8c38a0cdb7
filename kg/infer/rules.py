"""Name the OWL 2 RL rule that yields a triple.

Names and premises are those of tables 4, 5 and 7 of
https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import OWL, RDF, RDFS
from kg.terms import Term, Triple, iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    _Yields = Callable[[Term, Term, Term, "TripleIndex"], bool]

TYPE = iri(RDF + "type")
FIRST = iri(RDF + "first")
REST = iri(RDF + "rest")
NIL = iri(RDF + "nil")
SUB_CLASS = iri(RDFS + "subClassOf")
SUB_PROPERTY = iri(RDFS + "subPropertyOf")
DOMAIN = iri(RDFS + "domain")
RANGE = iri(RDFS + "range")
SAME = iri(OWL + "sameAs")
DIFFERENT = iri(OWL + "differentFrom")
INVERSE = iri(OWL + "inverseOf")
CHAIN = iri(OWL + "propertyChainAxiom")
ANNOTATION = iri(OWL + "AnnotationProperty")
SYMMETRIC = iri(OWL + "SymmetricProperty")
TRANSITIVE = iri(OWL + "TransitiveProperty")
FUNCTIONAL = iri(OWL + "FunctionalProperty")
INVERSE_FUNCTIONAL = iri(OWL + "InverseFunctionalProperty")

OTHER_RULE = "owl-rl"
"""Given where the rule is none of those named here: one on class expressions or keys."""


class TripleIndex:
    """A set of triples that answers by subject and predicate, and by predicate and object."""

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        """Start with *triples*."""
        self._objects: defaultdict[tuple[Term, Term], set[Term]] = defaultdict(set)
        self._subjects: defaultdict[tuple[Term, Term], set[Term]] = defaultdict(set)
        self._triples: set[Triple] = set()
        self.add(triples)

    def add(self, triples: Iterable[Triple]) -> None:
        """Add *triples*; those already in change nothing."""
        for triple in triples:
            subject, predicate, object_ = triple
            self._triples.add(triple)
            self._objects[subject, predicate].add(object_)
            self._subjects[predicate, object_].add(subject)

    def __contains__(self, triple: Triple) -> bool:
        """Say whether *triple* is one of them."""
        return triple in self._triples

    def objects(self, subject: Term, predicate: Term) -> set[Term]:
        """Return every ``o`` of ``subject predicate o``."""
        return self._objects.get((subject, predicate), set())

    def subjects(self, predicate: Term, object_: Term) -> set[Term]:
        """Return every ``s`` of ``s predicate object_``."""
        return self._subjects.get((predicate, object_), set())


def name_rules(derived: Iterable[Triple], known: Iterable[Triple]) -> dict[Triple, str]:
    """Return, for each triple of *derived*, the first rule that yields it in one step.

    Works in rounds: a premise is in *known* or was named in an earlier round, so no two triples
    justify each other. Which rule comes first is fixed by the order of the table below. Equivalences need
    no rule of their own: *known* holds the sub-classes and sub-properties that they amount to (scm-eqc1,
    scm-eqp1).
    """
    index = TripleIndex(known)
    open_triples = list(derived)
    names: dict[Triple, str] = {}
    while open_triples:
        found = {triple: name for triple in open_triples if (name := _first_rule(triple, index))}
        if not found:
            return names | dict.fromkeys(open_triples, OTHER_RULE)
        names |= found
        index.add(found)
        open_triples = [triple for triple in open_triples if triple not in found]
    return names


def _first_rule(triple: Triple, index: TripleIndex) -> str | None:
    subject, predicate, object_ = triple
    table = _BY_PREDICATE.get(predicate, {}) | _FOR_ANY_PREDICATE
    return next((name for name, yields in table.items() if yields(subject, predicate, object_, index)), None)


def _sub_property(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return any((s, narrower, o) in index for narrower in index.subjects(SUB_PROPERTY, p))


def _inverse_1(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return any((o, other, s) in index for other in index.subjects(INVERSE, p))


def _inverse_2(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return any((o, other, s) in index for other in index.objects(p, INVERSE))


def _symmetric(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return (p, TYPE, SYMMETRIC) in index and (o, p, s) in index


def _transitive(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return (p, TYPE, TRANSITIVE) in index and any((between, p, o) in index for between in index.objects(s, p))


def _chain(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return any(o in _walk(s, cell, index) for cell in index.objects(p, CHAIN))


def _walk(start: Term, cell: Term, index: TripleIndex) -> set[Term]:
    reached = {start}
    while cell != NIL and reached:
        (step,) = index.objects(cell, FIRST)
        (cell,) = index.objects(cell, REST)
        reached = {end for node in reached for end in index.objects(node, step)}
    return reached


def _sub_class(s: Term, _: Term, o: Term, index: TripleIndex) -> bool:
    return any((s, TYPE, narrower) in index for narrower in index.subjects(SUB_CLASS, o))


def _domain(s: Term, _: Term, o: Term, index: TripleIndex) -> bool:
    return any(index.objects(s, property_) for property_ in index.subjects(DOMAIN, o))


def _range(s: Term, _: Term, o: Term, index: TripleIndex) -> bool:
    return any(index.subjects(property_, s) for property_ in index.subjects(RANGE, o))


def _same_symmetric(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return (o, p, s) in index


def _same_transitive(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return any((between, p, o) in index for between in index.objects(s, p))


def _functional(s: Term, _: Term, o: Term, index: TripleIndex) -> bool:
    properties = index.subjects(TYPE, FUNCTIONAL)
    return any(index.subjects(property_, s) & index.subjects(property_, o) for property_ in properties)


def _inverse_functional(s: Term, _: Term, o: Term, index: TripleIndex) -> bool:
    properties = index.subjects(TYPE, INVERSE_FUNCTIONAL)
    return any(index.objects(s, property_) & index.objects(o, property_) for property_ in properties)


def _same_subject(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return any((other, p, o) in index for other in index.subjects(SAME, s))


def _same_predicate(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return any((s, other, o) in index for other in index.subjects(SAME, p))


def _same_object(s: Term, p: Term, o: Term, index: TripleIndex) -> bool:
    return any((s, p, other) in index for other in index.subjects(SAME, o))


_BY_PREDICATE: Mapping[Term, dict[str, _Yields]] = {
    TYPE: {
        "cax-sco": _sub_class,
        "prp-dom": _domain,
        "prp-rng": _range,
    },
    SAME: {
        "eq-sym": _same_symmetric,
        "eq-trans": _same_transitive,
        "prp-fp": _functional,
        "prp-ifp": _inverse_functional,
    },
}
_FOR_ANY_PREDICATE: dict[str, _Yields] = {
    "prp-spo1": _sub_property,
    "prp-inv1": _inverse_1,
    "prp-inv2": _inverse_2,
    "prp-symp": _symmetric,
    "prp-trp": _transitive,
    "prp-spo2": _chain,
    "eq-rep-s": _same_subject,
    "eq-rep-p": _same_predicate,
    "eq-rep-o": _same_object,
}
