"""What kg.store promises: graphs come back as they went in, and no query harms the process."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ForbiddenQueryError, KgError, QuerySyntaxError, SourceError, StorageError, UsageError
from kg.namespaces import KGO, XSD
from kg.store import GraphStore, open_current, store_folder
from kg.terms import Term, Triple, iri, literal
from tests.store_mini import ACME, BETA, MINTER, kgo, mini_graphs, mini_project, publish_graphs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

S, P = iri("urn:s"), iri("urn:p")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """Write the mini graphs, finish, and open them for reading."""
    path = tmp_path_factory.mktemp("store") / "graphs"
    written = GraphStore.create(path)
    written.load(mini_graphs())
    written.finish()
    with GraphStore.open(path) as opened:
        yield opened


def test_graphs_come_back_as_they_went_in(store: GraphStore) -> None:
    """Each named graph and the default graph has the triples that were loaded into it, and no others."""
    for name, triples in mini_graphs().items():
        assert sorted(store.triples(name)) == sorted({_canonical(triple) for triple in triples})

    assert store.graphs() == sorted(name for name in mini_graphs() if name)


def _canonical(triple: Triple) -> Triple:
    return (triple[0], triple[1], Term(triple[2].replace('"20000.50"', '"20000.5"')))


def test_the_default_graph_counts_a_triple_once(store: GraphStore) -> None:
    """A triple that two articles state is one triple, and terms of the ontology are none."""
    found = store.query(f"SELECT (COUNT(*) AS ?n) {{ {ACME} {kgo('competesWith')} ?o }}")

    assert found.rows == ((literal("1", datatype=XSD + "integer"),),)
    assert not store.query(f"ASK {{ {kgo('Planned')} ?p ?o }}").boolean


def test_matching_gives_what_has_subject_and_predicate(store: GraphStore) -> None:
    """Either end may be left open, and a graph may be named."""
    names = MINTER.names_graph()

    assert [o for _, _, o in store.matching(ACME, kgo("competesWith"))] == [BETA]
    assert {s for s, _, _ in store.matching(predicate=kgo("competesWith"))} == {ACME, BETA}
    assert list(store.matching(ACME, kgo("competesWith"), graph=names)) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(values=st.lists(TEXTS, min_size=1, max_size=20))
def test_every_text_comes_back_as_the_same_term(
    tmp_path_factory: pytest.TempPathFactory, values: list[str]
) -> None:
    """A literal's text, whatever characters it has, is the same term before and after, by either way out."""
    path = tmp_path_factory.mktemp("texts") / "graphs"
    written = GraphStore.create(path)
    terms = {term for value in values for term in (literal(value), literal(value, language="en-gb"))}
    written.load({None: [(S, P, term) for term in terms]})
    written.finish()

    with GraphStore.open(path) as opened:
        assert {value for _, _, value in opened.triples()} == terms
        assert {row[0] for row in opened.query("SELECT ?o { ?s ?p ?o }").rows} == terms


def test_results_keep_columns_and_unbound_cells(store: GraphStore) -> None:
    """Columns come in the order of the projection, and None stands where nothing is bound."""
    found = store.query("SELECT ?b ?a { VALUES (?a ?b) { (1 UNDEF) } }")

    assert (found.kind, found.columns) == ("select", ("b", "a"))
    assert found.rows == ((None, literal("1", datatype=XSD + "integer")),)


def test_construct_gives_each_triple_once(store: GraphStore) -> None:
    """A CONSTRUCT or DESCRIBE gives triples, without repeats."""
    found = store.query(f"CONSTRUCT {{ {S} {P} 'x' }} WHERE {{ ?s ?p ?o }}")

    assert (found.kind, found.triples) == ("construct", ((S, P, literal("x")),))
    assert store.query(f"DESCRIBE {ACME}").triples


def test_prefixes_may_be_given_and_the_query_wins(store: GraphStore) -> None:
    """A prefix that is given needs no declaration; one that is declared keeps its meaning."""
    given_prefixes = {"kgo": KGO, "x": "urn:given:"}

    assert store.query("ASK { ?s a kgo:Company }", prefixes=given_prefixes).boolean
    found = store.query("PREFIX x: <urn:mine:> SELECT (x:a AS ?a) {}", prefixes=given_prefixes)
    assert found.rows == ((iri("urn:mine:a"),),)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("SELECT * { SERVICE <http://a.example/> {} }", ForbiddenQueryError, "SERVICE at line 1, column 12"),
        ("SELECT *\n{ ?s ?p }", QuerySyntaxError, "line 2, column 9"),
        ("SELECT ?x\n{ ?s ?p ?o } GROUP BY ?s", QuerySyntaxError, "line 2, .*a variable that is unbound"),
        ("SELECT *\n{ VALUES (?a ?b) { (1) } }", QuerySyntaxError, "line 2, column"),
        ("ASK {\nFILTER(<urn:f>(1)) }", QuerySyntaxError, "line 2, column 8: there is no function <urn:f>"),
    ],
)
def test_what_the_engine_does_not_take_is_said_with_its_place(
    store: GraphStore, text: str, error: type[KgError], message: str
) -> None:
    """Refused or broken queries give an error of ours with line and column, whoever finds the fault."""
    with pytest.raises(error, match=message):
        store.query(text)


def test_deep_and_long_queries_do_not_end_the_process(store: GraphStore) -> None:
    """The worst shapes that the gate lets through are answered or refused, on a thread with room for them."""
    shapes = [
        "ASK { FILTER(" + "(" * 60 + "1" + ")" * 60 + ") }",
        "ASK { " + "{" * 60 + "}" * 60 + " }",
        "ASK { " + "OPTIONAL {" * 60 + "}" * 60 + " }",
        "ASK { " + "FILTER NOT EXISTS {" * 60 + "}" * 60 + " }",
        "ASK { ?s " + "(" * 60 + "<urn:p>" + ")*" * 60 + " ?o }",
        "ASK { FILTER(1" + "+1" * 3000 + ") }",
        "ASK { FILTER(1" + "||1" * 3000 + ") }",
        "ASK { {} " + "UNION {} " * 1500 + "}",
        "ASK { " + "?s ?p ?o . " * 30 + "}",
        "SELECT * { VALUES ?x {" + " 1" * 7000 + "} }",
        "ASK { FILTER(?x IN (1" + ",1" * 7000 + ")) }",
    ]

    assert [store.query(shape).kind for shape in shapes]


def test_a_query_that_takes_long_can_be_interrupted(store: GraphStore) -> None:
    """The engine cannot be stopped, but Ctrl-C ends the process at once all the same."""
    code = (
        "import sys; from pathlib import Path; from kg.store import GraphStore;"
        "store = GraphStore.open(Path(sys.argv[1])); print('ready', flush=True);"
        "store.query('ASK { ' + '?s ?p ?o . ' * 1000 + '}')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(store.path)], stdout=subprocess.PIPE, stderr=-1
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.5)

    process.send_signal(signal.SIGINT)

    _, said = process.communicate(timeout=10)
    assert b"KeyboardInterrupt" in said


def test_queries_may_run_on_several_threads(store: GraphStore) -> None:
    """Threads share an open store, and each gets its own rows."""
    found: list[tuple[int, str]] = []

    def run(number: int) -> None:
        (row,) = store.query(f"SELECT ({number} AS ?n) {{}}").rows
        found.append((number, str(row[0])))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [(n, str(literal(str(n), datatype=XSD + "integer"))) for n in range(8)]


def test_an_error_while_triples_are_made_passes_through(tmp_path: Path) -> None:
    """What goes wrong in the caller's own triples is not said to be the disk's fault."""

    def triples() -> Iterator[Triple]:
        yield S, P, literal("x")
        raise UsageError("mine")

    with pytest.raises(UsageError, match="mine"):
        GraphStore.create(tmp_path / "graphs").load({None: triples()})


def test_many_triples_load_as_a_stream(tmp_path: Path) -> None:
    """An iterator of triples is enough; nothing needs its length."""
    written = GraphStore.create(tmp_path / "graphs")
    written.load({S: ((S, P, literal(str(number))) for number in range(5000))})
    written.finish()

    with GraphStore.open(tmp_path / "graphs") as opened:
        assert sum(1 for _ in opened.triples(S)) == 5000


def test_a_finished_store_can_be_open_many_times_and_takes_no_writing(store: GraphStore) -> None:
    """Readers in several processes see the same, and none of them can change it."""
    code = (
        "import sys; from pathlib import Path; from kg.store import GraphStore;"
        "print(len(list(GraphStore.open(Path(sys.argv[1])).triples())))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(store.path)], check=True, capture_output=True, text=True
    )

    assert int(found.stdout) == len(list(store.triples()))
    with pytest.raises(StorageError, match="read-write"):
        store.load({None: [(S, P, literal("x"))]})


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    """A store that is finished or closed gives an error of ours and no crash."""
    written = GraphStore.create(tmp_path / "graphs")
    written.finish()

    with pytest.raises(StorageError, match="closed"):
        written.query("ASK {}")


@pytest.mark.parametrize("harm", ["missing", "empty", "file", "cut"])
def test_a_store_that_is_missing_or_damaged_is_an_error_of_ours(tmp_path: Path, harm: str) -> None:
    """Whatever was done to the folder, opening it says which folder, and what to do."""
    path = tmp_path / "graphs"
    if harm == "empty":
        path.mkdir()
    if harm == "file":
        path.write_text("no folder")
    if harm == "cut":
        written = GraphStore.create(path)
        written.load(mini_graphs())
        written.finish()
        (path / "CURRENT").write_text("MANIFEST-999999\n")

    with pytest.raises(StorageError, match=f"{path}: .*build again"):
        GraphStore.open(path)


def test_without_a_build_the_command_to_run_is_named(tmp_path: Path) -> None:
    """A project that was never built, or whose build is gone, says how to build it."""
    project = mini_project(tmp_path)

    with pytest.raises(SourceError, match="no build yet: run `kg build FOLDER`"):
        open_current(project)
    project.builds.mkdir(parents=True)
    project.current.symlink_to("builds/gone")
    with pytest.raises(SourceError, match="no build yet"):
        open_current(project)


def test_the_current_build_is_what_is_read(tmp_path: Path) -> None:
    """After publishing, the current store is the published one."""
    project = mini_project(tmp_path)
    build = publish_graphs(project, mini_graphs())

    with open_current(project) as store:
        assert store.path == store_folder(build)
        assert store.query(f"ASK {{ {BETA} {kgo('competesWith')} {ACME} }}").boolean
