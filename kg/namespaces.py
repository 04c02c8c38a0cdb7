"""The only prefix table and the only base IRIs."""

from __future__ import annotations

ONTOLOGY_IRI = "https://example.org/kg/ontology"
KGO = "https://example.org/kg/ontology#"
KGS = "https://example.org/kg/shapes#"
DEFAULT_BASE = "https://example.org/kg/id/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SH = "http://www.w3.org/ns/shacl#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"

PREFIXES: dict[str, str] = {
    "dcterms": DCTERMS,
    "kgo": KGO,
    "kgs": KGS,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}
"""Prefix to namespace, for every file that kg writes; ``id:`` and its kinds come from the base."""

KINDS = (
    "article",
    "claim",
    "company",
    "conflict",
    "doubt",
    "event",
    "facility",
    "industry",
    "inference",
    "office",
    "organization",
    "outlet",
    "passage",
    "period",
    "person",
    "place",
    "plan",
    "product",
    "quantity",
    "rule",
    "service",
    "source",
    "vehicle",
)
"""The first step of the names under a base; each is a prefix too, as ``company:xiaomi`` needs no escape."""


def prefixes_for(base: str) -> dict[str, str]:
    """Return all prefixes for a graph whose things live under *base*."""
    return {**PREFIXES, "id": base, **{kind: f"{base}{kind}/" for kind in KINDS}}
