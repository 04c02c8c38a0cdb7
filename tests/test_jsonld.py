"""What kg.jsonld promises: the same triples, the same bytes, and every reader gets the triples back."""

from __future__ import annotations

import json

import pyoxigraph
import pytest
from hypothesis import given

from kg.jsonld import write_jsonld
from kg.namespaces import KGO, XSD
from kg.terms import Triple, iri, literal
from tests.store_mini import mini_graphs
from tests.test_turtle import PREFIXES, TRIPLES, read_back, same_in_rdflib


@given(TRIPLES)
def test_any_triples_come_back_whole(triples: list[Triple]) -> None:
    """Whatever IRIs and literals there are, the reference parser reads the same triples."""
    text = "".join(write_jsonld(triples, PREFIXES))

    assert read_back(text, pyoxigraph.RdfFormat.JSON_LD) == set(triples)


@pytest.mark.filterwarnings("ignore")
def test_rdflib_reads_a_whole_graph() -> None:
    """What a build writes is the same graph to rdflib."""
    triples = mini_graphs()[None]

    assert same_in_rdflib("".join(write_jsonld(triples, PREFIXES)), triples, "json-ld")


def test_a_document_is_plain_json_with_a_line_for_each_subject() -> None:
    """A context of used prefixes, sorted nodes, plain numbers and texts, other literals with their type."""
    subject = iri(PREFIXES["company"] + "x")
    triples = [
        (subject, iri(KGO + "end"), literal("7", datatype=XSD + "integer")),
        (subject, iri(KGO + "end"), literal("07", datatype=XSD + "integer")),
        (subject, iri(KGO + "name"), literal("é\n", language="fr")),
        (subject, iri(KGO + "is"), literal("true", datatype=XSD + "boolean")),
        (subject, iri(KGO + "rival"), iri(PREFIXES["company"] + "y")),
    ]

    text = "".join(write_jsonld(triples, PREFIXES))

    assert json.loads(text) == {
        "@context": {name: PREFIXES[name] for name in ("company", "kgo", "xsd")},
        "@graph": [
            {
                "@id": "company:x",
                "kgo:end": [{"@value": "07", "@type": "xsd:integer"}, 7],
                "kgo:is": True,
                "kgo:name": {"@value": "é\n", "@language": "fr"},
                "kgo:rival": {"@id": "company:y"},
            }
        ],
    }


def test_an_iri_whose_scheme_is_a_prefix_keeps_its_meaning() -> None:
    """Where an IRI of the data starts like a prefix, that prefix is not used."""
    triples = [(iri("kgo:x"), iri(KGO + "p"), iri("company:y"))]

    text = "".join(write_jsonld(triples, PREFIXES))

    assert read_back(text, pyoxigraph.RdfFormat.JSON_LD) == set(triples)
    assert json.loads(text)["@context"] == {}
