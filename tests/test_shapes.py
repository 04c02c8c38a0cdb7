"""The shapes and their examples: each shape is broken by one example, which breaks nothing else."""

from __future__ import annotations

import functools
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, Namespace

from kg.infer import load_turtle
from kg.namespaces import DEFAULT_BASE, KGO, KGS
from kg.terms import Term
from kg.validate import check_shapes, validate_graph
from kg.validate.shapes import reporting_shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Finding
    from kg.terms import Triple

ONTOLOGY = Path(__file__).parent.parent / "ontology"
VALID = sorted((ONTOLOGY / "examples" / "valid").glob("*.ttl"))
INVALID = sorted((ONTOLOGY / "examples" / "invalid").glob("*.ttl"))
ENUMERATIONS = {"Action", "Mode", "Polarity", "TrustLevel", "MarketScope"}
KGO_TERMS = Namespace(KGO)
KGS_TERMS = Namespace(KGS)


@functools.cache
def shapes() -> Graph:
    return Graph().parse(data=(ONTOLOGY / "shapes.ttl").read_bytes(), format="turtle")


@functools.cache
def ontology() -> Graph:
    return Graph().parse(data=(ONTOLOGY / "kg.ttl").read_bytes(), format="turtle")


def moved(path: Path) -> Iterator[Triple]:
    """Give the things of one example a base of their own, so that all examples fit into one graph."""
    for triple in load_turtle(path):
        subject, predicate, object_ = (
            Term(term.replace(f"<{DEFAULT_BASE}", f"<{DEFAULT_BASE}{path.parent.name}/{path.stem}/"))
            for term in triple
        )
        yield subject, predicate, object_


@functools.cache
def findings_by_example() -> dict[tuple[str, str], list[Finding]]:
    """Validate all examples in one run, which takes a twentieth of the time of one run each."""
    data = [triple for path in VALID + INVALID for triple in moved(path)]
    findings = defaultdict(list)
    for finding in validate_graph(
        data, check_shapes(ONTOLOGY / "shapes.ttl"), (ONTOLOGY / "kg.ttl").read_bytes()
    ):
        folder, stem, *_ = finding.focus.removeprefix(DEFAULT_BASE).split("/")
        findings[folder, stem].append(finding)
    return findings


def names_it_breaks(path: Path) -> str:
    first_line = path.read_text(encoding="utf-8").partition("\n")[0]
    return first_line.removeprefix("# breaks: kgs:")


def test_there_are_examples_to_check() -> None:
    """An empty folder must not pass for a clean one."""
    assert VALID
    assert INVALID


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_good_example_conforms(path: Path) -> None:
    """Neither a violation nor a warning is found in it."""
    found = findings_by_example().get(("valid", path.stem), [])

    assert [(finding.shape, finding.focus, finding.value) for finding in found] == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_bad_example_breaks_the_shape_it_names_and_no_other(path: Path) -> None:
    """The first line, ``# breaks: kgs:Claim-mode``, is the whole expectation, and the file's name too."""
    found = findings_by_example().get(("invalid", path.stem), [])

    assert {finding.shape for finding in found} == {KGS + names_it_breaks(path)}
    assert names_it_breaks(path) == path.stem


def test_no_finding_is_about_anything_but_the_examples() -> None:
    """What the ontology lends to the run is not itself found fault with."""
    examples = {(path.parent.name, path.stem) for path in VALID + INVALID}

    assert set(findings_by_example()) <= examples


def test_every_shape_that_reports_has_a_bad_example() -> None:
    """A shape that nothing breaks may be one that nothing can break."""
    reporting = {str(shape).removeprefix(KGS) for shape in reporting_shapes(shapes())}

    assert reporting == {path.stem for path in INVALID}


def test_every_class_and_property_stands_in_a_good_example() -> None:
    """The good examples show each term of kg.ttl that data may use."""
    used = {term for path in VALID for triple in load_turtle(path) for term in triple}
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    terms = {str(term) for kind in kinds for term in ontology().subjects(RDF.type, kind)}
    seldom_written = {KGO + name for name in ENUMERATIONS | {"Entity"}}

    assert {term for term in terms - seldom_written if f"<{term}>" not in used} == set()


def test_every_class_has_a_shape() -> None:
    """A class is the target of a shape, or its super-class is; enumerations are closed by ``sh:in``."""
    targets = set(shapes().objects(None, SH.targetClass))
    classes = set(ontology().subjects(RDF.type, OWL.Class)) - {KGO_TERMS[name] for name in ENUMERATIONS}
    without = {c for c in classes if not targets & set(ontology().transitive_objects(c, RDFS.subClassOf))}

    assert without == set()


def test_every_domain_property_has_its_subject_and_its_object_checked() -> None:
    """For each there is a node shape for its subjects and a property shape for its objects."""
    domain = set(ontology().subjects(KGO_TERMS.isDomainProperty))
    node_shapes = set(shapes().subjects(RDF.type, SH.NodeShape))
    subjects = {p for s, p in shapes().subject_objects(SH.targetSubjectsOf) if s in node_shapes}
    objects = {p for s, p in shapes().subject_objects(SH.path) if (s, SH.targetSubjectsOf, p) in shapes()}

    assert subjects == domain
    assert objects == domain


def test_shapes_use_only_terms_that_the_ontology_defines() -> None:
    """A misspelled class would make a shape that never applies."""
    used = {node for triple in shapes() for node in triple if str(node).startswith(KGO)}

    assert used - set(ontology().subjects()) == set()


def test_every_shape_that_answers_for_others_is_asked() -> None:
    """No value shape is left over."""
    named = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in shapes().subjects(RDF.type, kind)}
    asked = {node for _, p, node in shapes() if p in {SH.node, SH.property, RDF.first}}
    reporting = reporting_shapes(shapes()) | set(shapes().subjects(SH.targetClass))

    assert named - reporting - asked == set()


def test_violations_are_structural_and_warnings_are_not() -> None:
    """What rests on an article is a warning and blocks no build; what the builder owes is a violation."""
    for shape in reporting_shapes(shapes()):
        structural = (shape, KGS_TERMS.structural, None) in shapes()

        assert shapes().value(shape, SH.severity) == (SH.Violation if structural else SH.Warning), shape


def test_the_shapes_are_well_formed_shacl() -> None:
    """The shapes of SHACL itself find nothing in them."""
    conforms, _, report = pyshacl.validate(Graph(), shacl_graph=shapes(), meta_shacl=True)

    assert conforms, report
