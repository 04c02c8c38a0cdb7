"""What the stages learn from kg.ttl, and what they refuse to guess."""

from __future__ import annotations

from itertools import permutations

import pytest

from kg.errors import BrokenFileError
from kg.namespaces import KGO, OWL, RDF, RDFS, XSD
from kg.terms import Term, Triple, boolean, iri, literal
from kg.vocabulary import KIND_CLASSES, Property, Vocabulary

TYPE, LABEL, RANGE = iri(RDF + "type"), iri(RDFS + "label"), iri(RDFS + "range")
YES = boolean(value=True)


def ours(name: str) -> Term:
    return iri(KGO + name)


def owl(name: str) -> Term:
    return iri(OWL + name)


TERMS: list[Triple] = [
    (ours("market"), TYPE, owl("ObjectProperty")),
    (ours("period"), TYPE, owl("ObjectProperty")),
    (ours("price"), TYPE, owl("ObjectProperty")),
    (ours("price"), LABEL, literal("price", language="en")),
    (ours("price"), LABEL, literal("Preis", language="de")),
    (ours("price"), ours("isDomainProperty"), YES),
    (ours("price"), ours("singleValued"), YES),
    (ours("price"), ours("oneValuePer"), ours("period")),
    (ours("price"), ours("oneValuePer"), ours("market")),
    (ours("launched"), TYPE, owl("ObjectProperty")),
    (ours("launched"), ours("happensOnce"), literal("1", datatype=XSD + "boolean")),
    (ours("launched"), ours("oncePer"), ours("market")),
    (ours("launched"), ours("planAction"), ours("Launch")),
    (ours("competesWith"), TYPE, owl("SymmetricProperty")),
    (ours("knownFor"), TYPE, owl("DatatypeProperty")),
    (ours("knownFor"), RANGE, iri(XSD + "string")),
    (ours("Launch"), TYPE, ours("Action")),
    (ours("Launch"), LABEL, literal("launch")),
    (ours("Company"), TYPE, owl("Class")),
    (iri("https://schema.org/price"), TYPE, owl("ObjectProperty")),
]


def test_the_annotations_of_a_property_are_read() -> None:
    """All that build and conflicts ask of a property stands in kg.ttl."""
    vocabulary = Vocabulary.from_triples(TERMS)

    assert vocabulary.property("price") == Property(
        "price", "price", is_domain=True, single_valued=True, one_value_per=("market", "period")
    )
    assert vocabulary.property("launched") == Property(
        "launched", "launched", happens_once=True, once_per=("market",), plan_action="Launch"
    )
    assert vocabulary.property("competesWith").symmetric
    assert not vocabulary.property("knownFor").is_object
    assert vocabulary.property("knownFor").datatype == XSD + "string"
    assert vocabulary.property("price").iri == ours("price")
    assert vocabulary.classes == {"Company"}
    assert vocabulary.actions == {"Launch": "launch"}
    assert "https://schema.org/price" not in vocabulary.properties


def test_the_order_of_triples_does_not_matter() -> None:
    """A Turtle file may be sorted in any way."""
    assert Vocabulary.from_triples(reversed(TERMS)) == Vocabulary.from_triples(TERMS)
    for order in permutations(TERMS[2:5]):
        assert Vocabulary.from_triples(order).property("price").label == "price"


def test_an_unknown_property_is_our_fault_and_says_which_was_meant() -> None:
    """A rule that makes a claim with a misspelt property fails at once."""
    with pytest.raises(ValueError, match=r"no property kgo:prise \(did you mean price"):
        Vocabulary.from_triples(TERMS).property("prise")


@pytest.mark.parametrize(
    ("triple", "says"),
    [
        (
            (ours("price"), ours("oneValuePer"), ours("markt")),
            "one per kgo:markt, no property (did you mean market",
        ),
        ((ours("price"), ours("oneValuePer"), literal("market")), "is no term of ours"),
        ((ours("price"), ours("oncePer"), ours("market")), "add kgo:happensOnce true"),
        ((ours("market"), ours("oneValuePer"), ours("period")), "add kgo:singleValued true"),
        ((ours("market"), ours("singleValued"), literal("yes")), "write kgo:singleValued true"),
        ((ours("launched"), ours("happensOnce"), boolean(value=False)), "write kgo:happensOnce true"),
        ((ours("market"), ours("isDomainProperty"), ours("Company")), "write kgo:isDomainProperty true"),
        (
            (ours("price"), ours("planAction"), ours("Lunch")),
            "kgo:Lunch is no kgo:Action (did you mean Launch",
        ),
        ((ours("launched"), ours("planAction"), ours("Sell")), "2 kgo:planAction"),
    ],
    ids=lambda value: str(value)[-60:],
)
def test_an_annotation_that_would_have_no_effect_is_refused(triple: Triple, says: str) -> None:
    """A slip in kg.ttl is named; it never just switches a check off."""
    with pytest.raises(BrokenFileError) as caught:
        Vocabulary.from_triples([*TERMS, triple], path="ontology/kg.ttl")

    assert says in str(caught.value)
    assert str(caught.value).startswith("ontology/kg.ttl: kgo:")


def test_every_kind_of_thing_has_a_class_of_its_own() -> None:
    """The kind in an IRI decides the class, and no two kinds share one."""
    assert len(set(KIND_CLASSES.values())) == len(KIND_CLASSES) > 10
