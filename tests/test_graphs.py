"""The graphs of a build, apart from their order."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BrokenFileError
from kg.graphs import check_graphs, digest_graphs, infer_graph, load_workspace, merge_graphs
from kg.identifiers import Minter
from kg.namespaces import DEFAULT_BASE, KGO, OWL, RDF
from kg.project import find_project
from kg.terms import iri

if TYPE_CHECKING:
    from kg.graphs import Graphs
    from kg.project import Project
    from kg.terms import Triple

ROOT = Path(__file__).parent.parent
MINTER = Minter(DEFAULT_BASE)
NODES = [iri(f"https://example.org/{letter}") for letter in "abc"]
TRIPLES: st.SearchStrategy[list[Triple]] = st.lists(st.tuples(*[st.sampled_from(NODES)] * 3), unique=True)


@given(first=TRIPLES, second=TRIPLES, data=st.data())
def test_the_digest_is_of_the_set_of_quads(
    first: list[Triple], second: list[Triple], data: st.DataObject
) -> None:
    """Neither the order of graphs nor that of triples counts; which graph a triple is in does."""
    one, other = NODES[:2]
    shuffled = data.draw(st.permutations(first))

    digest = digest_graphs({one: first, other: second})

    assert digest == digest_graphs({other: second, one: shuffled})
    assert (digest == digest_graphs({one: second, other: first})) == (set(first) == set(second))


@given(first=TRIPLES, second=TRIPLES)
def test_the_merged_graph_has_each_triple_once_and_no_terms(
    first: list[Triple], second: list[Triple]
) -> None:
    """Sorted, and without the graph of the ontology."""
    term = (NODES[0], NODES[0], iri("https://example.org/term"))
    graphs: Graphs = {NODES[0]: first, NODES[1]: second, MINTER.ontology_graph(): [term]}

    assert merge_graphs(MINTER, graphs) == sorted({*first, *second})


def test_a_contradiction_is_structural_only_within_the_names(mini: Project) -> None:
    """What rests on an article's claim is a warning; both are led back to what they are about."""
    workspace = load_workspace(mini)
    ada, bo = MINTER.reference("person/ada-roe"), MINTER.reference("person/bo-roe")
    clash = [(ada, iri(OWL + name), bo) for name in ("sameAs", "differentFrom")]
    kind = [(node, iri(RDF + "type"), iri(KGO + "Person")) for node in (ada, bo)]

    def contradictions(graphs: Graphs) -> list[bool]:
        closure, in_names = infer_graph(workspace, graphs)
        found = check_graphs(workspace, graphs, closure, in_names)
        return [finding.structural for finding in found if finding.shape.endswith("consistency")]

    names, article = MINTER.names_graph(), MINTER.article_graph("x")
    assert contradictions({names: kind, article: []}) == []
    assert contradictions({names: kind, article: clash}) == [False]
    assert contradictions({names: kind + clash, article: []}) == [True]


def _with_names(project: Project, folder: Path, more: str) -> Project:
    """Return *project* with *more* Turtle at the end of its names, in a copy of its ontology."""
    shutil.copytree(project.ontology, folder / "ontology")
    names = folder / "ontology" / "names.ttl"
    names.write_text(names.read_text(encoding="utf-8") + more, encoding="utf-8")
    return dataclasses.replace(project, root=folder, ontology=folder / "ontology")


def test_a_name_that_two_things_have_is_a_finding_that_names_both(tmp_path: Path) -> None:
    """A second Xiaomi does not silently take away what is said of the first."""
    more = '<https://example.org/kg/id/company/other> a kgo:Company ; rdfs:label "Xiaomi" .\n'
    workspace = load_workspace(_with_names(find_project(ROOT), tmp_path, more))
    graphs: Graphs = {workspace.minter.names_graph(): list(workspace.names)}

    found = check_graphs(workspace, graphs, *infer_graph(workspace, graphs))

    (finding,) = [finding for finding in found if finding.shape.endswith("names-ambiguous")]
    assert "company/other and company/xiaomi" in finding.message
    assert not finding.structural


def test_a_class_that_there_is_not_is_named_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    """A thing of a misspelt class would never be linked, so it is refused."""
    more = '<https://example.org/kg/id/company/other> a kgo:Compny ; rdfs:label "Other" .\n'

    with pytest.raises(BrokenFileError, match=r"names\.ttl:\d+: kgo:Compny is no class .*Company"):
        load_workspace(_with_names(find_project(ROOT), tmp_path, more))
