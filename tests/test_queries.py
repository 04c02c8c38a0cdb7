"""What queries/ promises: each question has one file that answers it, in any engine, down to the sentence.

Pinned answers lie beside the queries as ``NAME.expected.csv``: some columns of what
``kg ask NAME --format csv`` prints. A query tagged ``expect-exact`` gives these rows and no others; one
tagged ``expect-at-least`` gives these and maybe more, since a better reader finds more. To write the files
anew after a change that is meant::

    KG_UPDATE_GOLDEN=1 python -m pytest tests/test_queries.py

That rewrites the exact ones, and drops from the others the rows that are gone; with ``all`` instead of ``1``
the others get every row there is, from which you take what need not stay. The columns stay those that a
file has; a new file starts as its first line alone. Read the difference before you commit it.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import os
import warnings
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from rdflib.query import ResultRow

import kg
from kg.errors import UsageError
from kg.export import export_graph
from kg.infer import load_turtle
from kg.namespaces import KGO, RDF, SKOS, XSD
from kg.project import Project, find_project
from kg.query import ask, label_terms
from kg.read import read_document
from kg.saved import Parameter, SavedQuery, load_query
from kg.sparql import lint_portability
from kg.terms import Term, Triple, iri, is_iri, literal, literal_parts, ntriples_line, text_of
from tests.store_mini import ACME, ADA, BETA, EUROPE, GAZETTE, LABEL, MINTER, A, article, claim, kgo, thing

if TYPE_CHECKING:
    from kg.model import Row

REPOSITORY = Path(__file__).parent.parent
QUERIES = REPOSITORY / "queries"
SEEDS = REPOSITORY / "seeds"
UPDATE = os.environ.get("KG_UPDATE_GOLDEN", "")

ANSWERS = sorted(path.stem for path in QUERIES.glob("*.rq"))
CHECKS = sorted(path.stem for path in (QUERIES / "checks").glob("*.rq"))
NAMES = [*ANSWERS, *(f"checks/{name}" for name in CHECKS)]

WITHOUT_QUOTES = {"co_mentions", "derived_facts", "overview"}
"""Queries whose rows no sentence states: they count or conclude."""

MAY_LACK_A_QUOTE = {"articles_and_sources", "known_as_of", "names_of_things"}
"""Queries with rows about articles themselves, or from the registry."""

NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double"))

Cell = tuple[str, str | Decimal] | None
Rows = list[tuple[Cell, ...]]


@dataclasses.dataclass(frozen=True)
class Built:
    """A build of the shipped seeds, and its exports loaded into two engines."""

    project: Project
    default: pyoxigraph.Store
    named: pyoxigraph.Store
    rdflib_default: rdflib.Graph
    rdflib_named: rdflib.Dataset

    def oxigraph_rows(self, query: SavedQuery) -> Rows:
        """Return what pyoxigraph gives."""
        return oxigraph_rows(self.default if query.scope == "default" else self.named, query.text)

    def rdflib_rows(self, query: SavedQuery) -> Rows:
        """Return what rdflib gives."""
        return rdflib_rows(self.rdflib_default if query.scope == "default" else self.rdflib_named, query.text)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the shipped seeds once, in a folder of its own."""
    project = dataclasses.replace(find_project(REPOSITORY), root=tmp_path_factory.mktemp("queries"))
    kg.build(project)
    turtle = "".join(export_graph(project))
    trig = "".join(export_graph(project, format="trig", with_ontology=True))
    default, named = pyoxigraph.Store(), pyoxigraph.Store()
    default.load(turtle.encode(), pyoxigraph.RdfFormat.TURTLE)
    named.load(trig.encode(), pyoxigraph.RdfFormat.TRIG)
    return Built(
        project, default, named, rdflib.Graph().parse(data=turtle, format="turtle"), dataset_of(trig, "trig")
    )


@cache
def load(name: str) -> SavedQuery:
    return load_query(QUERIES / f"{name}.rq")


def dataset_of(text: str, form: str) -> rdflib.Dataset:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset = rdflib.Dataset()
        dataset.parse(data=text, format=form)
    return dataset


def cell(text: str, datatype: str | None) -> Cell:
    """Return what two engines must agree on: a number's value, else text and datatype; "" for an IRI."""
    return (datatype or XSD + "string", Decimal(text) if datatype in NUMBERS else text)


def oxigraph_rows(store: pyoxigraph.Store, text: str) -> Rows:
    found = store.query(text)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    rows = []
    for solution in found:
        terms = [solution[variable] for variable in found.variables]
        rows.append(
            tuple(
                cell(term.value, term.datatype.value)
                if isinstance(term, pyoxigraph.Literal)
                else term and ("", term.value)
                for term in terms
            )
        )
    return rows


def rdflib_rows(graph: rdflib.Graph, text: str) -> Rows:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = [row for row in graph.query(text) if isinstance(row, ResultRow)]
    return [
        tuple(
            cell(str(term), str(term.datatype) if term.datatype else None)
            if isinstance(term, rdflib.Literal)
            else (None if term is None else ("", str(term)))
            for term in row
        )
        for row in found
    ]


def kg_rows(project: Project, name: str, **parameters: str) -> Rows:
    def cell_of(term: Term | None) -> Cell:
        if term is None:
            return None
        return ("", text_of(term)) if is_iri(term) else cell(*literal_parts(term)[:2])

    answer = ask(project, name, parameters)
    return [tuple(cell_of(term_of(row, column)) for column in answer.columns) for row in answer.rows]


def term_of(row: Row, column: str) -> Term | None:
    term = row.terms[column]
    return None if term is None else Term(term)


# ---- Files


def test_there_is_one_query_for_each_question() -> None:
    """Twenty-four questions, each answered by exactly one file."""
    answered = sorted(answer for name in ANSWERS for answer in load(name).answers)

    assert answered == [f"CQ-{number:02}" for number in range(1, 25)]
    assert len(ANSWERS) == 24
    assert len(CHECKS) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_portable(name: str) -> None:
    """Nothing in it may give other rows, or the same in another order, in another engine."""
    assert lint_portability(load(name).text) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_query_describes_its_columns(name: str, built: Built) -> None:
    """The header says what each column holds, in their order; only checks read named graphs."""
    query = load(name)
    answer = ask(built.project, name)

    assert tuple(query.columns) == answer.columns
    assert query.scope == "default" or name.startswith("checks/")


# ---- Answers


@pytest.mark.parametrize("name", ANSWERS)
def test_a_query_answers_with_its_defaults(name: str, built: Built) -> None:
    """Asked without parameters it gives rows for the shipped seeds."""
    assert kg_rows(built.project, name)


@pytest.mark.parametrize("name", NAMES)
def test_engines_agree(name: str, built: Built) -> None:
    """kg, pyoxigraph and rdflib give the same rows in the same order, from the file as it stands."""
    query = load(name)
    expected = kg_rows(built.project, name)

    assert built.oxigraph_rows(query) == expected
    assert built.rdflib_rows(query) == expected


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_pinned(name: str, built: Built) -> None:
    """What was checked by eye stays: every pinned row is there, and no other where the query is exact."""
    tags = {"expect-exact", "expect-at-least"} & set(load(name).tags)
    path = QUERIES / f"{name}.expected.csv"
    if UPDATE:
        write_expected(path, built.project, name, whole="expect-exact" in tags or UPDATE == "all")
    columns, expected = read_expected(path)
    found = rows_of(built.project, name, columns)

    assert len(tags) == 1
    assert expected
    assert [row for row in expected if row not in found] == []
    if tags == {"expect-exact"}:
        assert found == expected


def rows_of(project: Project, name: str, columns: list[str]) -> list[list[str]]:
    """Return *columns* of an answer, each row once, where it comes first."""
    rows = [tuple(row[column] or "" for column in columns) for row in ask(project, name).rows]
    return [list(row) for row in dict.fromkeys(rows)]


def read_expected(path: Path) -> tuple[list[str], list[list[str]]]:
    columns, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return columns, rows


def write_expected(path: Path, project: Project, name: str, *, whole: bool) -> None:
    """Write the pinned answer anew: *whole*, or only the rows that it has already."""
    columns, pinned = read_expected(path)
    rows = [row for row in rows_of(project, name, columns) if whole or row in pinned]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def test_only_queries_have_pinned_answers() -> None:
    """A file that no query reads would pin nothing."""
    assert sorted(path.name.removesuffix(".expected.csv") for path in QUERIES.glob("*.csv")) == ANSWERS


# ---- Sentences


@pytest.fixture(scope="module")
def cited(built: Built) -> set[tuple[str, str]]:
    """Return each article with each of its quotes, having found them in the article's file."""
    found = built.default.query(
        f"SELECT ?article ?quote ?start ?end ?path {{ ?passage <{KGO}quote> ?quote ; <{KGO}start> ?start ; "
        f"<{KGO}end> ?end ; <{KGO}inArticle> ?article . ?article <{KGO}sourcePath> ?path }}"
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    quotes = set()
    for solution in found:
        words = [solution[name].value for name in ("article", "quote", "start", "end", "path")]
        where, quote, start, end, path = words
        text = read_document(SEEDS / path, relative_to=SEEDS).text
        assert text[int(start) : int(end)] == quote
        quotes.add((where, quote))
    return quotes


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_stated_ends_at_a_sentence(name: str, built: Built, cited: set[tuple[str, str]]) -> None:
    """Each row that states something has the article's own words, which stand in its file at the offsets."""
    answer = ask(built.project, name)
    has_quotes = {"quote", "article"} <= set(answer.columns)

    assert has_quotes is (name not in WITHOUT_QUOTES)
    for row in answer.rows if has_quotes else []:
        if name in MAY_LACK_A_QUOTE and row["quote"] is None:
            assert "property" not in row or row["property"] is None
            continue
        assert row["quote"]
        assert (row["article"], row["quote"]) in cited
        if row.get("other_quote"):
            assert (row["other_article"], row["other_quote"]) in cited


# ---- Parameters

COLUMNS: dict[tuple[str, str], tuple[str, ...]] = {
    ("capacity_and_orders", "thing"): ("subject", "value"),
    ("co_mentions", "thing"): ("one", "other"),
    ("competitors", "company"): ("company", "competitor"),
    ("corroborated_facts", "thing"): ("subject", "value"),
    ("derived_facts", "thing"): ("subject", "value"),
    ("disagreements", "thing"): ("subject",),
    ("doubts", "thing"): ("subject", "value"),
    ("money", "company"): ("subject",),
    ("single_source_facts", "thing"): ("subject", "value"),
    ("unasserted_claims", "thing"): ("subject", "value"),
}
"""Columns that a parameter narrows, where they are not called like the parameter."""

IN_NO_COLUMN = {("plans_by_article", "company"), ("tellings_of_plan", "company")}

CHANGES: dict[tuple[str, str], tuple[str, str]] = {
    ("co_mentions", "kind"): ("kgo:Company", "fewer"),
    ("company_timeline", "from"): ("2025-01-01", "fewer"),
    ("company_timeline", "until"): ("2015-12-31", "fewer"),
    ("corroborated_facts", "mode"): ("kgo:Planned", "other"),
    ("corroborated_facts", "sources"): ("3", "fewer"),
    ("known_as_of", "asof"): ("2025-07-01", "fewer"),
    ("overdue_plans", "asof"): ("2028-01-01", "more"),
    ("plans_of_company", "mode"): ("kgo:Possible", "other"),
    ("single_source_facts", "mode"): ("kgo:Planned", "other"),
}
"""Another value for each parameter with a default, and what becomes of the rows."""

PARAMETERS = [
    pytest.param(name, parameter, id=f"{name}-{parameter.name}")
    for name in ANSWERS
    for parameter in load(name).parameters
]
WITH_DEFAULT = [entry for entry in PARAMETERS if entry.values[1].default is not None]  # type: ignore[union-attr]
WITHOUT_DEFAULT = [entry for entry in PARAMETERS if entry.values[1].default is None]  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "parameter"), WITH_DEFAULT)
def test_the_default_given_by_hand_changes_nothing(name: str, parameter: Parameter, built: Built) -> None:
    """What stands in the file and what a user types are bound alike."""
    assert parameter.default is not None

    rows = kg_rows(built.project, name, **{parameter.name: text_of(parameter.default)})

    assert rows == kg_rows(built.project, name)


@pytest.mark.parametrize(("name", "parameter"), WITH_DEFAULT)
def test_another_value_than_the_default_changes_the_rows(
    name: str, parameter: Parameter, built: Built
) -> None:
    """Fewer rows, more, or others, as the value is narrower, wider, or different; but there are some."""
    value, change = CHANGES[name, parameter.name]
    rows, usual = kg_rows(built.project, name, **{parameter.name: value}), kg_rows(built.project, name)

    assert rows
    if change == "fewer":
        assert len(rows) < len(usual)
        assert [row for row in usual if row in rows] == rows
    elif change == "more":
        assert [row for row in rows if row in usual] == usual
        assert len(rows) > len(usual)
    else:
        assert not set(rows) & set(usual)


@pytest.mark.parametrize(("name", "parameter"), WITHOUT_DEFAULT)
def test_a_parameter_takes_a_plain_name_and_keeps_its_rows_only(
    name: str, parameter: Parameter, built: Built
) -> None:
    """Given a thing by its label, or a text, the rows are those of the default with it, in the same order."""
    answer = ask(built.project, name)
    if (name, parameter.name) in IN_NO_COLUMN:
        columns: tuple[str, ...] = ()
        value, term = "Xiaomi", None
    else:
        columns = COLUMNS.get((name, parameter.name), (parameter.name,))
        value, term = example(built.project, name, columns)

    narrowed = ask(built.project, name, {parameter.name: value})

    assert narrowed.rows
    assert [row for row in answer.rows if row in narrowed.rows] == list(narrowed.rows)
    if columns:
        wanted = [row for row in answer.rows if term in [row.terms[column] for column in columns]]
        assert list(narrowed.rows) == wanted


def example(project: Project, name: str, columns: tuple[str, ...]) -> tuple[str, Term | None]:
    """Return the name of what stands first in *columns*, and its term; a term of ours by its short form."""
    rows = ask(project, name).rows
    terms = [found for row in rows for column in columns if (found := term_of(row, column))]
    labels = label_terms(project, terms)
    assert terms
    first = terms[0]
    if first.startswith(f"<{KGO}"):
        return f"kgo:{text_of(first).removeprefix(KGO)}", first
    return labels[first], first


def test_a_name_that_nothing_has_is_refused(built: Built) -> None:
    """No rows would look like an answer."""
    with pytest.raises(UsageError, match=r"nothing in the graph is called 'Xiaomo'.*Xiaomi"):
        ask(built.project, "plans_of_company", {"company": "Xiaomo"})


def test_before_an_article_appeared_nothing_of_it_was_known(built: Built) -> None:
    """On its day it counts; the day before only the undated articles are counted, and left out."""
    day = ask(built.project, "known_as_of", {"asof": "2025-07-02"}).rows
    before = ask(built.project, "known_as_of", {"asof": "2025-07-01"}).rows

    assert {row["article"] for row in day if row["article"]} == {f"{MINTER.base}article/004_994f195fe25ef5e3"}
    assert [(row["row"], row["undated_articles"]) for row in before] == [("left out", "4")]
    assert day[-1] == before[0]


def test_a_plan_is_overdue_the_day_after(built: Built) -> None:
    """On the last day of its target it is not."""
    due = ask(built.project, "overdue_plans").rows[0]["due"]
    assert due is not None

    assert due == "2024-12-31"
    assert ask(built.project, "overdue_plans", {"asof": due}).rows == ()
    assert ask(built.project, "overdue_plans", {"asof": "2025-01-01"}).rows


# ---- Sources


def source_count(triples: list[Triple]) -> list[str | None]:
    """Return how many sources each fact that has two or more rests on."""
    store = store_of({MINTER.article_graph("any"): triples})[0]
    found = store.query(load("corroborated_facts").text)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [solution["sources"].value for solution in found]


def told_by(*articles: tuple[str, Term | None, Term | None]) -> list[Triple]:
    """Return articles (id, publisher, which outlet it copies) that all say the same."""
    triples: list[Triple] = []
    for number, (name, publisher, copied) in enumerate(articles):
        said = claim(name, f"{number:016}", (ACME, kgo("competesWith"), BETA), "Acme fights Beta.", 5)
        node = MINTER.article(name)
        triples += [triple for triple in article(name, name, None, [said]) if triple[2] != GAZETTE]
        if publisher:
            triples.append((node, iri("http://purl.org/dc/terms/publisher"), publisher))
        if copied:
            triples.append((node, kgo("copyOf"), copied))
    return triples


def test_a_copy_is_no_source_of_its_own() -> None:
    """Two copies of one outlet are one source, and so are a copy and the outlet's own article."""
    blog, wire = thing("outlet/blog"), thing("outlet/wire")

    assert source_count(told_by(("a", blog, GAZETTE), ("b", wire, GAZETTE))) == []
    assert source_count(told_by(("a", blog, GAZETTE), ("b", GAZETTE, None))) == []
    assert source_count(told_by(("a", blog, GAZETTE), ("b", wire, GAZETTE), ("c", wire, None))) == ["2"] * 3


def test_articles_of_one_outlet_are_sources_of_their_own() -> None:
    """Nothing says that one of them copies another; articles without a publisher count as well."""
    assert source_count(told_by(("a", GAZETTE, None), ("b", GAZETTE, None))) == ["2"] * 2
    assert source_count(told_by(("a", None, None), ("b", None, None), ("c", None, None))) == ["3"] * 3


# ---- Checks

ARTICLE, NAMES_GRAPH, DERIVED = MINTER.article_graph("one"), MINTER.names_graph(), MINTER.derived_graph()
PLAN = thing("plan/acme-motors--sell--any--europe")
INFERENCE, OTHER = thing("inference/0000000000000001"), thing("inference/0000000000000002")
ASSERTED = (ACME, kgo("competesWith"), BETA)
PLANNED = (ACME, kgo("sellsIn"), EUROPE)
TOLD, WILL = (thing(f"claim/{name}") for name in ("00000000000000a1", "00000000000000a2"))
FIGHTS, GOES = "Acme fights Beta.", "Acme will go to Europe."
FIRST, SECOND = (MINTER.passage("one", quote, 1) for quote in (FIGHTS, GOES))

Graphs = dict[Term, list[Triple]]


def sound_graphs() -> Graphs:
    """Return a small graph with which no check finds a fault."""
    said = [
        claim("one", "00000000000000a1", ASSERTED, FIGHTS, 10),
        claim("one", "00000000000000a2", PLANNED, GOES, 40, mode="Planned"),
    ]
    plan = [
        (PLAN, A, kgo("Plan")),
        (PLAN, LABEL, literal("Acme Motors: sell, in Europe")),
        (PLAN, kgo("agent"), ACME),
        (PLAN, kgo("action"), kgo("Sell")),
        (PLAN, kgo("marketScope"), EUROPE),
        (PLAN, kgo("hasTelling"), WILL),
    ]
    registry = {ACME: "Acme Motors", BETA: "Beta Cars", EUROPE: "Europe", GAZETTE: "Daily Gazette"}
    concluded = (BETA, kgo("competesWith"), ACME)
    return {
        ARTICLE: [*article("one", "Acme looks abroad", None, said), *plan],
        NAMES_GRAPH: [(node, LABEL, literal(label)) for node, label in registry.items()],
        DERIVED: [
            concluded,
            *((node, A, kgo("Entity")) for node in registry),
            (INFERENCE, A, kgo("Inference")),
            *(
                (INFERENCE, iri(RDF + part), term)
                for part, term in zip(("subject", "predicate", "object"), concluded, strict=True)
            ),
            (INFERENCE, kgo("byRule"), literal("prp-symp")),
        ],
        MINTER.ontology_graph(): sorted(load_turtle(REPOSITORY / "ontology" / "kg.ttl")),
    }


def store_of(graphs: Graphs) -> tuple[pyoxigraph.Store, str]:
    """Return a store of named graphs and their merged default graph, and the former as N-Quads."""
    store = pyoxigraph.Store()
    quads = "".join(
        f"{ntriples_line(triple)[:-3]} {graph} .\n" for graph, triples in graphs.items() for triple in triples
    )
    merged = "".join(
        ntriples_line(triple)
        for graph, triples in graphs.items()
        if graph != MINTER.ontology_graph()
        for triple in triples
    )
    store.load((quads + merged).encode(), pyoxigraph.RdfFormat.N_QUADS)
    return store, quads


def failing(graphs: Graphs) -> dict[str, Rows]:
    """Return the checks that find faults, with their rows."""
    store, _ = store_of(graphs)
    found = {name: oxigraph_rows(store, load(f"checks/{name}").text) for name in CHECKS}
    return {name: rows for name, rows in found.items() if rows}


@pytest.mark.parametrize("name", CHECKS)
def test_the_shipped_seeds_have_no_fault(name: str, built: Built) -> None:
    """Zero rows pass."""
    assert kg_rows(built.project, f"checks/{name}") == []


def test_a_sound_graph_has_no_fault() -> None:
    """So what a check finds in the next test is the fault that was planted."""
    assert failing(sound_graphs()) == {}


@dataclasses.dataclass(frozen=True)
class Fault:
    """A change to the sound graph, the checks that must see it, and what the first one's row names."""

    checks: tuple[str, ...]
    names: Term
    add: tuple[Triple, ...] = ()
    remove: tuple[Triple, ...] = ()
    graph: Term = ARTICLE


FAULTS = {
    "a fact without a claim": Fault(
        ("facts_without_claim",), kgo("partnersWith"), add=((ACME, kgo("partnersWith"), BETA),)
    ),
    "a fact whose claim is negative": Fault(
        ("facts_without_claim", "unasserted_facts"),
        BETA,
        add=((TOLD, kgo("polarity"), kgo("Negative")),),
        remove=((TOLD, kgo("polarity"), kgo("Positive")),),
    ),
    "a plan as a bare fact": Fault(("unasserted_facts", "facts_without_claim"), WILL, add=(PLANNED,)),
    "a conclusion among facts": Fault(
        ("derived_facts_in_articles", "facts_without_claim"),
        INFERENCE,
        add=((BETA, kgo("competesWith"), ACME),),
    ),
    "a conclusion among names": Fault(
        ("derived_facts_in_articles",),
        NAMES_GRAPH,
        add=((BETA, kgo("competesWith"), ACME),),
        graph=NAMES_GRAPH,
    ),
    "an inference in an article": Fault(
        ("derived_facts_in_articles",), OTHER, add=((OTHER, A, kgo("Inference")),)
    ),
    "an undefined property": Fault(
        ("terms_without_definition",), kgo("wheels"), add=((ACME, kgo("wheels"), literal("4")),)
    ),
    "an undefined class": Fault(
        ("terms_without_definition",),
        kgo("Spaceship"),
        add=((ACME, A, kgo("Spaceship")),),
        graph=NAMES_GRAPH,
    ),
    "a claim without a passage": Fault(
        ("claims_without_passage",), WILL, remove=((WILL, kgo("saidIn"), SECOND),)
    ),
    "a passage without a quote": Fault(
        ("claims_without_passage",),
        TOLD,
        remove=((FIRST, kgo("quote"), literal(FIGHTS)),),
    ),
    "a passage without an article": Fault(
        ("passages_without_article",), FIRST, remove=((FIRST, kgo("inArticle"), MINTER.article("one")),)
    ),
    "a passage of no article": Fault(
        ("passages_without_article",),
        FIRST,
        add=((FIRST, kgo("inArticle"), MINTER.article("two")),),
        remove=((FIRST, kgo("inArticle"), MINTER.article("one")),),
    ),
    "a plan without an agent": Fault(("plans_without_agent",), PLAN, remove=((PLAN, kgo("agent"), ACME),)),
    "a plan without a telling": Fault(
        ("plans_without_telling",), PLAN, remove=((PLAN, kgo("hasTelling"), WILL),)
    ),
    "a plan told by no claim": Fault(
        ("plans_without_telling",),
        PLAN,
        add=((PLAN, kgo("hasTelling"), SECOND),),
        remove=((PLAN, kgo("hasTelling"), WILL),),
    ),
    "a company without a label": Fault(
        ("things_without_label",),
        BETA,
        remove=((BETA, LABEL, literal("Beta Cars")),),
        graph=NAMES_GRAPH,
    ),
    "a speaker without a label": Fault(("things_without_label",), ADA, add=((WILL, kgo("speaker"), ADA),)),
    "an empty text": Fault(("empty_literals",), ACME, add=((ACME, iri(SKOS + "altLabel"), literal("")),)),
    "a text of blanks": Fault(("empty_literals",), WILL, add=((WILL, kgo("wording"), literal(" \t\n")),)),
}


def planted(fault: Fault) -> Graphs:
    graphs = sound_graphs()
    triples = graphs[fault.graph]
    assert set(fault.remove) <= set(triples)
    graphs[fault.graph] = [*(triple for triple in triples if triple not in fault.remove), *fault.add]
    return graphs


@pytest.mark.parametrize("name", FAULTS)
def test_a_check_sees_the_fault_it_is_for(name: str) -> None:
    """Each planted fault gives a row that names it, and no other check complains."""
    fault = FAULTS[name]

    found = failing(planted(fault))

    assert set(found) == set(fault.checks)
    assert any(("", text_of(fault.names)) in row for row in found[fault.checks[0]])


@pytest.mark.parametrize("name", FAULTS)
def test_engines_see_the_same_faults(name: str) -> None:
    """The rows of pyoxigraph are those of rdflib."""
    graphs = planted(FAULTS[name])
    store, quads = store_of(graphs)
    dataset = dataset_of(quads, "nquads")
    merged = rdflib.Graph()
    for graph, triples in graphs.items():
        if graph != MINTER.ontology_graph():
            merged.parse(data="".join(map(ntriples_line, triples)), format="nt")
    for check in FAULTS[name].checks:
        query = load(f"checks/{check}")
        loaded = merged if query.scope == "default" else dataset
        assert rdflib_rows(loaded, query.text) == oxigraph_rows(store, query.text)


def test_every_check_has_been_seen_to_fail() -> None:
    """A check that no fault is planted for may never find one."""
    assert {check for fault in FAULTS.values() for check in fault.checks} == set(CHECKS)
