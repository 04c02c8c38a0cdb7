"""The graphs of a build, apart from their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from kg.graphs import check_graphs, digest_graphs, infer_graph, load_workspace, merge_graphs
from kg.identifiers import Minter
from kg.namespaces import DEFAULT_BASE, KGO, OWL, RDF
from kg.terms import iri

if TYPE_CHECKING:
    from kg.graphs import Graphs
    from kg.project import Project
    from kg.terms import Triple

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
