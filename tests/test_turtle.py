"""What kg.turtle promises: the same triples, the same bytes, and every reader gets the triples back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.namespaces import DEFAULT_BASE, KGO, XSD, prefixes_for
from kg.terms import Term, Triple, iri, literal, ntriples_line
from kg.turtle import RDF_TYPE, Names, write_trig, write_turtle
from tests.store_mini import mini_graphs

if TYPE_CHECKING:
    import random

PREFIXES = prefixes_for(DEFAULT_BASE)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
LOCALS = st.lists(st.sampled_from([*"aZ09_-.~/:é()", "%20", "type"]), max_size=8).map("".join)
IRIS = st.builds(
    lambda namespace, local: iri(namespace + local),
    st.sampled_from([*PREFIXES.values(), "urn:x:", "kgo:a", "https://example.org/"]),
    LOCALS,
)
NUMBERS = st.from_regex(r"[+-]?[0-9]{0,3}(\.[0-9]{0,3})?([eE][0-9])?", fullmatch=True)
LITERALS = st.one_of(
    TEXTS.map(literal),
    TEXTS.map(lambda text: literal(text, language="en-gb")),
    st.builds(lambda text, datatype: literal(text, datatype=f"{XSD}{datatype}"), TEXTS, st.just("date")),
    st.builds(
        lambda text, datatype: literal(text, datatype=f"{XSD}{datatype}"),
        st.one_of(NUMBERS, st.sampled_from(["true", "false", "1", "TRUE", "", "-0", "007"])),
        st.sampled_from(["integer", "decimal", "double", "boolean", "string"]),
    ),
)
TRIPLES = st.lists(st.tuples(IRIS, IRIS, st.one_of(IRIS, LITERALS)), max_size=12)


def read_back(text: str, syntax: pyoxigraph.RdfFormat) -> set[tuple[str, ...]]:
    """Return what the reference parser finds, each triple with its graph, if that has a name."""
    quads = pyoxigraph.parse(text.encode(), syntax)
    return {
        tuple(str(part) for part in (*quad.triple, quad.graph_name) if part != pyoxigraph.DefaultGraph())
        for quad in quads
    }


def same_in_rdflib(text: str, triples: list[Triple], syntax: str) -> bool:
    """Say whether rdflib reads the same from *text* as from plain N-Triples."""
    lines = "".join(map(ntriples_line, triples))
    expected = rdflib.Graph().parse(data=lines.encode(), format="nt")
    found = rdflib.Graph().parse(data=text.encode(), format=syntax)
    return set(found) == set(expected)


@given(TRIPLES)
def test_any_triples_come_back_whole(triples: list[Triple]) -> None:
    """Whatever IRIs and literals there are, the reference parser reads the same triples."""
    text = "".join(write_turtle(triples, PREFIXES))

    assert read_back(text, pyoxigraph.RdfFormat.TURTLE) == set(triples)


@given(TRIPLES)
def test_any_named_graphs_come_back_whole(triples: list[Triple]) -> None:
    """The same for graphs under names, each triple under its own."""
    graphs = {iri(f"urn:g{n}"): triples[n::3] for n in range(3)}

    found = read_back("".join(write_trig(graphs, PREFIXES)), pyoxigraph.RdfFormat.TRIG)

    assert found == {(*triple, name) for name, some in graphs.items() for triple in some}


@pytest.mark.filterwarnings("ignore")
@given(st.lists(TEXTS))
def test_rdflib_reads_any_text(values: list[str]) -> None:
    """Texts with any characters are the same to rdflib from Turtle as from N-Triples."""
    triples = [(iri("urn:s"), iri(KGO + "quote"), literal(value)) for value in values]

    assert same_in_rdflib("".join(write_turtle(triples, PREFIXES)), triples, "turtle")


def test_rdflib_reads_a_whole_graph() -> None:
    """What a build writes is the same graph to rdflib."""
    triples = mini_graphs()[None]

    assert same_in_rdflib("".join(write_turtle(triples, PREFIXES)), triples, "turtle")


@given(st.randoms(use_true_random=False))
def test_the_order_of_triples_does_not_matter(order: random.Random) -> None:
    """Triples in any order, and twice, give the same bytes."""
    triples = mini_graphs()[None]
    mixed = [*triples, *triples[:5]]
    order.shuffle(mixed)

    assert "".join(write_turtle(mixed, PREFIXES)) == "".join(write_turtle(triples, PREFIXES))


def test_a_document_looks_like_this() -> None:
    """Only used prefixes; ``a`` first; sorted; lists over lines; a literal on one line."""
    thing, other = iri(f"{DEFAULT_BASE}company/x-1"), iri(f"{DEFAULT_BASE}passage/a/1f")
    triples = [
        (thing, RDF_TYPE, iri(KGO + "Company")),
        (thing, RDF_TYPE, iri(KGO + "Agent")),
        (thing, iri(KGO + "quote"), literal('two\nlines "q"')),
        (thing, iri(KGO + "end"), literal("7", datatype=XSD + "integer")),
        (thing, iri(KGO + "day"), literal("2031-01-01", datatype=XSD + "date")),
        (other, iri("urn:p"), thing),
    ]

    assert "".join(write_turtle(triples, PREFIXES)) == (
        "@prefix company: <https://example.org/kg/id/company/> .\n"
        "@prefix kgo: <https://example.org/kg/ontology#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        "company:x-1 a kgo:Agent ,\n"
        "        kgo:Company ;\n"
        '    kgo:day "2031-01-01"^^xsd:date ;\n'
        "    kgo:end 7 ;\n"
        '    kgo:quote "two\\nlines \\"q\\"" .\n'
        "\n"
        "<https://example.org/kg/id/passage/a/1f> <urn:p> company:x-1 .\n"
    )


def test_nothing_is_an_empty_document() -> None:
    """No triples, no text; no graphs, no text."""
    assert list(write_turtle([], PREFIXES)) == []
    assert list(write_trig({}, PREFIXES)) == []


@pytest.mark.parametrize(
    ("term", "short"),
    [
        ("company/xiao-1", "company:xiao-1"),
        ("period/2027-12", "period:2027-12"),
        ("company/a.b", None),
        ("company/a-", None),
        ("company/-a", None),
        ("company/", None),
        ("company/a%20b", None),
        ("passage/a/b", None),
        ("graph/names", None),
        ("thing", "id:thing"),
    ],
)
def test_a_prefixed_name_is_written_only_where_it_is_plain(term: str, short: str | None) -> None:
    """Whatever would need an escape stands in brackets."""
    written = Term(f"<{DEFAULT_BASE}{term}>")

    assert Names(PREFIXES).short(written) == (short or written)
