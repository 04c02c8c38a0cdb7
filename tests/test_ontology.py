"""kg.ttl and alignments.ttl keep their own house rules."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, BNode, Graph, Literal, Namespace, URIRef

from kg import namespaces
from kg.infer import infer_closure, load_turtle
from kg.namespaces import KGO, ONTOLOGY_IRI
from kg.vocabulary import KIND_CLASSES, Vocabulary

ONTOLOGY = Path(__file__).parent.parent / "ontology"
KG_TTL = ONTOLOGY / "kg.ttl"
TERMS = Namespace(KGO)
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual}

ONE_VALUE_PER = {
    "capacity": {"period", "phase"},
    "maker": set(),
    "marketShare": {"market", "period", "product"},
    "motorCount": set(),
    "competitorCount": {"period", "product"},
    "outletCount": {"market", "period"},
    "power": set(),
    "price": {"market", "period"},
    "rank": {"market", "period", "product"},
    "seatCount": set(),
    "shipments": {"changePoint", "market", "period", "product"},
    "topSpeed": set(),
}
ONCE_PER = {"enteredField": set(), "enteredMarket": {"product"}, "launched": {"market"}}
ACTIONS = {
    "Acquire": {"acquired"},
    "Build": {"built"},
    "Deliver": {"delivers"},
    "Develop": {"develops"},
    "EnterField": {"enteredField"},
    "FormTeam": {"formsTeamFor"},
    "Invest": {"invests"},
    "Launch": {"launched", "presented", "showcased", "unveiled"},
    "Open": {"opened"},
    "OpenOutlets": {"opensOutlets"},
    "Partner": {"partnersWith"},
    "Prioritize": {"prioritizes"},
    "Produce": {"produces"},
    "RaiseCapacity": {"raisesCapacityOf"},
    "Sell": {"enteredMarket", "sellsIn"},
}


@functools.cache
def graph() -> Graph:
    return Graph().parse(data=KG_TTL.read_bytes(), format="turtle")


@functools.cache
def alignments() -> Graph:
    return Graph().parse(data=(ONTOLOGY / "alignments.ttl").read_bytes(), format="turtle")


def own_terms() -> list[URIRef]:
    return sorted({s for s in graph().subjects() if isinstance(s, URIRef) and s.startswith(KGO)})


def names(values: object) -> set[str]:
    return {str(value).removeprefix(KGO) for value in values}  # type: ignore[attr-defined]


def test_the_header_says_what_this_is() -> None:
    """Title, description, licence, version and preferred prefix, all on the ontology's IRI."""
    header = URIRef(ONTOLOGY_IRI)

    assert (header, RDF.type, OWL.Ontology) in graph()
    for field in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionInfo):
        assert len(list(graph().objects(header, field))) == 1, field
    version = graph().value(header, OWL.versionInfo)
    assert graph().value(header, OWL.versionIRI) == URIRef(f"{ONTOLOGY_IRI}/{version}")
    assert graph().value(header, VANN.preferredNamespacePrefix) == Literal("kgo")
    assert graph().value(header, VANN.preferredNamespaceUri) == Literal(KGO)


@pytest.mark.parametrize(
    "annotation", [RDFS.label, SKOS.definition, SKOS.example], ids=["label", "definition", "example"]
)
def test_every_term_is_explained_in_english(annotation: URIRef) -> None:
    """Exactly one label, definition and example each, so that a stranger can decide."""
    assert own_terms()
    for term in own_terms():
        texts = list(graph().objects(term, annotation))

        assert [text.language for text in texts if isinstance(text, Literal)] == ["en"], term


def test_every_term_says_where_it_is_defined() -> None:
    """A term met alone leads back to the ontology."""
    for term in own_terms():
        assert list(graph().objects(term, RDFS.isDefinedBy)) == [URIRef(ONTOLOGY_IRI)], term


def test_definitions_are_sentences() -> None:
    """They end with a full stop."""
    assert [str(text) for text in graph().objects(None, SKOS.definition) if not str(text).endswith(".")] == []


def test_explanations_name_only_terms_that_exist() -> None:
    """``kgo:…`` in a definition, note or example is a term of the file."""
    texts = [
        str(o) for p in (SKOS.definition, SKOS.scopeNote, SKOS.example) for o in graph().objects(None, p)
    ]
    named = {TERMS[name] for text in texts for name in re.findall(r"\bkgo:(\w+)", text)}

    assert named
    assert named <= set(own_terms())


def test_no_two_terms_of_a_kind_share_a_label() -> None:
    """In a list of classes, properties or individuals a label finds one term."""
    for kind in KINDS:
        labels = [
            str(graph().value(term, RDFS.label)) for term in own_terms() if (term, RDF.type, kind) in graph()
        ]

        assert sorted(labels) == sorted(set(labels)), kind


def test_every_term_is_of_one_kind() -> None:
    """No punning: nothing is both a class and an individual, or two kinds of property."""
    for term in own_terms():
        assert len(KINDS & set(graph().objects(term, RDF.type))) == 1, term


def test_every_individual_is_of_one_class_of_ours() -> None:
    """Modes, polarities, trust levels, actions and market scopes, and nothing else."""
    individuals = list(graph().subjects(RDF.type, OWL.NamedIndividual))

    assert individuals
    for individual in individuals:
        classes = set(graph().objects(individual, RDF.type)) - {OWL.NamedIndividual}
        assert len(classes) == 1, individual
        assert names(classes) <= {"Action", "MarketScope", "Mode", "Polarity", "TrustLevel"}, individual


def test_blank_nodes_are_cells_of_lists() -> None:
    """Else one build would differ from the next."""
    blank = {node for triple in graph() for node in triple if isinstance(node, BNode)}

    assert {node for node in blank if (node, RDF.first, None) not in graph()} == set()


def test_no_axiom_is_about_the_rdf_vocabulary() -> None:
    """Apart from ``a`` and the cells of lists no ``rdf:`` term stands in the file."""
    used = {str(node) for triple in graph() for node in triple if str(node).startswith(namespaces.RDF)}

    assert used <= {str(RDF.type), str(RDF.first), str(RDF.rest), str(RDF.nil)}


def test_no_axiom_merges_things() -> None:
    """With two values a functional property, a key or a cardinality would conclude that they are the same."""
    merging = {
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.hasKey,
        OWL.maxCardinality,
        OWL.sameAs,
    }

    assert not merging & {node for triple in graph() for node in triple}


def test_only_built_in_and_own_terms_stand_in_axioms() -> None:
    """Borrowed terms are annotations, declared as such; what they mean elsewhere is for alignments.ttl."""
    annotations = set(graph().subjects(RDF.type, OWL.AnnotationProperty))
    own = (KGO, ONTOLOGY_IRI, namespaces.OWL, namespaces.RDF, namespaces.RDFS)
    for subject, predicate, object_ in graph():
        if predicate in annotations or object_ == OWL.AnnotationProperty:
            continue
        for node in (subject, predicate, object_):
            assert isinstance(node, BNode | Literal) or str(node).startswith(own), (
                subject,
                predicate,
                object_,
            )


def test_disjoint_classes_can_be_told_apart() -> None:
    """No class is below both sides of a disjointness, and no side is above the other."""
    pairs = list(graph().subject_objects(OWL.disjointWith))

    assert len(pairs) > 3
    for one, other in pairs:
        below = [set(graph().transitive_subjects(RDFS.subClassOf, side)) for side in (one, other)]
        assert not below[0] & below[1], (one, other)


def test_conflicts_are_declared_for_these_properties() -> None:
    """Which differing values conflict, and which qualifiers must agree first."""
    single = names(graph().subjects(TERMS.singleValued, Literal(lexical_or_value=True)))
    once = names(graph().subjects(TERMS.happensOnce, Literal(lexical_or_value=True)))

    assert {name: names(graph().objects(TERMS[name], TERMS.oneValuePer)) for name in single} == ONE_VALUE_PER
    assert {name: names(graph().objects(TERMS[name], TERMS.oncePer)) for name in once} == ONCE_PER


def test_every_action_belongs_to_properties() -> None:
    """Each plan has an action because of its claim's property, and each action has such a property."""
    found = {action: names(graph().subjects(TERMS.planAction, TERMS[action])) for action in ACTIONS}

    assert found == ACTIONS
    assert names(graph().subjects(RDF.type, TERMS.Action)) == set(ACTIONS)


def test_a_property_states_a_fact_or_qualifies_one_or_neither() -> None:
    """No property is both a domain property and a qualifier."""
    domain, qualifiers = (
        names(graph().subjects(flag, None)) for flag in (TERMS.isDomainProperty, TERMS.isQualifier)
    )

    assert len(domain) > 50
    assert len(qualifiers) > 10
    assert not domain & qualifiers


def test_the_builder_can_read_it() -> None:
    """Its vocabulary finds every annotation meaningful, and a class for every kind of thing."""
    vocabulary = Vocabulary.from_triples(load_turtle(KG_TTL))

    assert set(KIND_CLASSES.values()) <= vocabulary.classes
    assert vocabulary.property("sellsIn").plan_action == "Sell"
    assert vocabulary.property("hasFeature").is_object is False


def test_the_registry_uses_only_terms_that_exist() -> None:
    """A misspelled class in names.ttl would give a thing that no shape and no query knows."""
    used = {
        node
        for triple in load_turtle(ONTOLOGY / "names.ttl")
        for node in triple
        if node.startswith(f"<{KGO}")
    }

    assert used
    assert {node[1:-1] for node in used} <= set(map(str, own_terms()))


def test_the_ontology_alone_contradicts_nothing_and_concludes_nothing() -> None:
    """Without data there is no news."""
    closure = infer_closure([], KG_TTL.read_bytes())

    assert closure.derived == ()
    assert closure.contradictions == ()


def test_alignments_say_what_our_terms_are_like_and_nothing_else() -> None:
    """Ours, which kg.ttl defines, on the left; a vocabulary that others know on the right."""
    known = (
        "http://www.w3.org/ns/prov#",
        "https://schema.org/",
        "http://www.w3.org/ns/oa#",
        "http://www.w3.org/2004/02/skos/core#",
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/2006/time#",
        "http://purl.org/spar/cito/",
        str(RDF.Statement),
    )
    links = {RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf, SKOS.closeMatch, SKOS.broadMatch}
    header = next(alignments().subjects(RDF.type, OWL.Ontology))
    lines = [triple for triple in alignments() if triple[0] != header]

    assert lines
    for ours, link, theirs in lines:
        assert ours in own_terms(), ours
        assert link in links, link
        assert str(theirs).startswith(known), theirs


def test_alignments_contradict_no_good_example() -> None:
    """Loaded on request, they turn no sound graph into a contradiction."""
    both = KG_TTL.read_bytes() + (ONTOLOGY / "alignments.ttl").read_bytes()
    data = [
        triple for path in (ONTOLOGY / "examples" / "valid").glob("*.ttl") for triple in load_turtle(path)
    ]

    closure = infer_closure(data, both)

    assert data
    assert closure.contradictions == ()
    assert any("schema.org/manufacturer" in predicate for (_, predicate, _), _ in closure.derived)
