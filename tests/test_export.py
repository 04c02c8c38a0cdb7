"""What kg.export promises: the graph in other tools' formats, the same bytes each time."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError, UsageError
from kg.export import COLUMNS, FORMATS, export_graph, guard_cell
from kg.namespaces import KGO
from kg.terms import Term, ntriples_line
from tests.store_mini import ACME, BETA, MINTER, kgo, mini_graphs, mini_project, publish_graphs
from tests.test_turtle import read_back

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project

GRAPH_FORMATS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
DATASET_FORMATS = {"trig": pyoxigraph.RdfFormat.TRIG, "nquads": pyoxigraph.RdfFormat.N_QUADS}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Publish the mini graphs."""
    made = mini_project(tmp_path_factory.mktemp("export"))
    publish_graphs(made, mini_graphs())
    return made


def content(*names: Term | None, named: bool = False) -> set[tuple[str, ...]]:
    """Return the triples of some of the mini graphs as the store keeps them."""
    return {
        (s, p, o.replace("20000.50", "20000.5"), *([name] if named and name else []))
        for name in names
        for s, p, o in mini_graphs()[name]
    }


ARTICLES = (MINTER.article_graph("first-1"), MINTER.article_graph("second_2"))
NAMES, DERIVED, ONTOLOGY = MINTER.names_graph(), MINTER.derived_graph(), MINTER.ontology_graph()


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_a_graph_format_holds_the_default_graph(project: Project, name: str) -> None:
    """Turtle, N-Triples and JSON-LD hold articles, names and what follows, once each, and no terms."""
    text = "".join(export_graph(project, format=name))

    assert read_back(text, GRAPH_FORMATS[name]) == content(None)


@pytest.mark.parametrize("name", DATASET_FORMATS)
def test_a_dataset_format_holds_the_named_graphs(project: Project, name: str) -> None:
    """TriG and N-Quads hold each graph under its name, and nothing beside."""
    text = "".join(export_graph(project, format=name))

    assert read_back(text, DATASET_FORMATS[name]) == content(*ARTICLES, NAMES, DERIVED, named=True)


@pytest.mark.parametrize("name", [*GRAPH_FORMATS, *DATASET_FORMATS])
def test_parts_can_be_left_out_or_added(project: Project, name: str) -> None:
    """What was concluded can be left out, the terms added, and one article taken alone."""
    syntax = {**GRAPH_FORMATS, **DATASET_FORMATS}[name]
    named = name in DATASET_FORMATS

    stated = read_back("".join(export_graph(project, format=name, stated_only=True)), syntax)
    whole = read_back("".join(export_graph(project, format=name, with_ontology=True)), syntax)
    one = read_back("".join(export_graph(project, format=name, article="second_2")), syntax)

    assert stated == content(*ARTICLES, NAMES, named=named)
    assert whole == content(*ARTICLES, NAMES, DERIVED, ONTOLOGY, named=named)
    assert one == content(ARTICLES[1], named=named)
    assert not any(triple[:3] == (BETA, kgo("competesWith"), ACME) for triple in stated)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "syntax"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")]
)
def test_rdflib_reads_the_same_graph(project: Project, name: str, syntax: str) -> None:
    """Every graph format is the same graph to rdflib."""
    text = "".join(export_graph(project, format=name))
    found = rdflib.Graph().parse(data=text.encode(), format=syntax)
    lines = "".join(ntriples_line(triple) for triple in mini_graphs()[None])

    assert set(found) == set(rdflib.Graph().parse(data=lines.encode(), format="nt"))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "syntax"), [("trig", "trig"), ("nquads", "nquads")])
def test_rdflib_reads_the_same_graphs(project: Project, name: str, syntax: str) -> None:
    """Every dataset format has as many triples under each name to rdflib."""
    text = "".join(export_graph(project, format=name))
    found = rdflib.Dataset()
    found.parse(data=text.encode(), format=syntax)

    sizes = {str(graph.identifier): len(graph) for graph in found.graphs() if len(graph)}
    assert sizes == {name[1:-1]: len(content(name)) for name in (*ARTICLES, NAMES, DERIVED)}


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_is_the_same_bytes(project: Project, tmp_path: Path, name: str) -> None:
    """Graphs loaded in another order, by a process with another hash seed, give the same text."""
    other = mini_project(tmp_path)
    graphs = {key: triples[::-1] for key, triples in reversed(mini_graphs().items())}
    publish_graphs(other, graphs, "other")
    code = (
        "import sys; from pathlib import Path\n"
        "from kg.project import Project; from kg.export import export_graph\n"
        "root = Path(sys.argv[1]); project = Project(root, root, root, None, sys.argv[2])\n"
        "sys.stdout.reconfigure(newline='', encoding='utf-8')\n"
        "sys.stdout.write(''.join(export_graph(project, format=sys.argv[3])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path), other.base, name]
    environment = {**os.environ, "PYTHONHASHSEED": "3"}

    found = subprocess.run(command, check=True, capture_output=True, env=environment)

    assert found.stdout == "".join(export_graph(project, format=name)).encode()


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_has_a_row_for_each_claim(project: Project) -> None:
    """Claims in reading order with words instead of IRIs: who said what, how, where."""
    text = "".join(export_graph(project, format="csv"))
    rows = rows_of(text)

    assert text.startswith(",".join(COLUMNS) + "\r\n")
    assert len(rows) == 5
    assert rows[1] == {
        "subject": "Acme Motors",
        "property": "kgo:sellsIn",
        "value": "Europe",
        "period": "",
        "mode": "planned",
        "polarity": "kgo:Positive",
        "speaker": "Ada Roe",
        "date": "2031-05-02",
        "quote": 'It said: "we will sell in Europe".',
        "article": "Acme looks abroad",
        "outlet": "The Daily Gazette",
    }
    assert [row["quote"] for row in rows[2:]] == [
        "Beta is a rival of Acme.",
        "'+20,000 at most\nfor now",
        "minus five",
    ]


def test_the_table_of_one_article(project: Project) -> None:
    """One article's claims, with names that stand elsewhere."""
    rows = rows_of("".join(export_graph(project, format="csv", article="first-1")))

    assert [row["value"] for row in rows] == ["Beta Cars", "Europe"]


def test_no_cell_is_a_formula(project: Project) -> None:
    """A title that looks like a formula has an apostrophe before it; a negative number is left alone."""
    rows = rows_of("".join(export_graph(project, format="csv")))

    assert rows[2]["article"] == "'=HYPERLINK(1)"
    assert rows[4]["value"] == "-5"


@given(st.text())
def test_a_guarded_cell_starts_no_formula(text: str) -> None:
    """Whatever the text, the cell is a number, or does not start as a formula does, and ends in the text."""
    cell = guard_cell(text)

    assert cell.endswith(text)
    assert cell[:1] not in tuple("=+@\t\r\n") or not cell
    assert cell[:1] != "-" or float(cell) <= 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"format": "turtel"}, r"no format 'turtel' \(did you mean turtle\?\); there are turtle, trig"),
        ({"article": "first-2"}, r"no article 'first-2' \(did you mean first-1\?\)"),
        ({"article": "../x"}, r"no article '\.\./x'"),
        ({"format": "csv", "with_ontology": True}, "claims only"),
    ],
)
def test_what_cannot_be_exported_is_said_at_once(
    project: Project, options: dict[str, object], message: str
) -> None:
    """An unknown format or article is refused before anything is written."""
    with pytest.raises(UsageError, match=message):
        export_graph(project, **options)  # type: ignore[arg-type]


def test_without_a_build_the_command_is_named(tmp_path: Path) -> None:
    """Exporting before building says how to build."""
    with pytest.raises(SourceError, match="no build yet"):
        export_graph(mini_project(tmp_path))
    assert KGO.endswith("#")
