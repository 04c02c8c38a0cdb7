"""What kg.query promises: answers in a stable order, and values that never become query text."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import (
    ForbiddenQueryError,
    QuerySyntaxError,
    SourceError,
    UsageError,
)
from kg.namespaces import DEFAULT_BASE
from kg.query import ask, bind_parameters, find_query, label_terms, load_query, run_text
from kg.sparql import find_defaults
from kg.store import open_current
from kg.terms import literal
from tests.store_mini import ACME, BETA, kgo, mini_graphs, mini_project, publish_graphs

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project

ECHO = """\
#+ summary: What it was given
#+ parameters:
#+   - {name: word, type: string, help: any text}
#+   - {name: whole, type: integer, help: a whole number}
#+   - {name: number, type: decimal, help: a number}
#+   - {name: day, type: date, help: a day}
#+   - {name: yes, type: boolean, help: whether}
SELECT ?word ?whole ?number ?day ?yes WHERE {
  VALUES ?_word_string { UNDEF }
  VALUES ?_whole_integer { UNDEF }
  VALUES ?_number_decimal { UNDEF }
  VALUES ?_day_date { UNDEF }
  VALUES ?_yes_boolean { UNDEF }
  BIND(?_word_string AS ?word) BIND(?_whole_integer AS ?whole) BIND(?_number_decimal AS ?number)
  BIND(?_day_date AS ?day) BIND(?_yes_boolean AS ?yes)
}
ORDER BY ?word ?whole ?number ?day ?yes
""".replace("name: yes", 'name: "yes"')


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Publish the mini graphs, with a saved query that gives back its parameters."""
    made = mini_project(tmp_path_factory.mktemp("query"))
    (made.queries / "echo.rq").write_text(ECHO)
    publish_graphs(made, mini_graphs())
    return made


def test_a_saved_query_answers_by_name(project: Project) -> None:
    """Rows come in the query's order, as texts, with the terms beside them."""
    answer = ask(project, "rivals")

    assert (answer.kind, answer.columns) == ("select", ("company", "rival", "quote"))
    assert [row["quote"] for row in answer.rows] == ["Acme fights Beta.", "Beta is a rival of Acme."]
    assert answer.rows[0].terms == {"company": ACME, "rival": BETA, "quote": literal("Acme fights Beta.")}
    assert answer.rows[0]["company"] == "https://example.org/kg/id/company/acme-motors"


def test_a_parameter_narrows_the_answer(project: Project) -> None:
    """A thing may be given by any of its names, and the default stands for all."""
    assert len(ask(project, "rivals", {"company": "akme"}).rows) == 2
    assert ask(project, "rivals", {"company": "Beta Cars"}).rows == ()
    assert [row["most"] for row in ask(project, "articles_since").rows] == ["7"]
    assert [row["most"] for row in ask(project, "articles_since", {"most": " 12 "}).rows] == ["12"]
    assert ask(project, "articles_since", {"since": "2032-01-01"}).rows == ()


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("word", 'it\'s "x" } SERVICE', 'it\'s "x" } SERVICE'),
        ("word", "", ""),
        ("whole", "-007", "-7"),
        ("whole", "9" * 90, "9" * 90),
        ("number", "1.50", "1.5"),
        ("number", ".5", "0.5"),
        ("number", "73000", "73000"),
        ("day", "2027-01-31", "2027-01-31"),
        ("yes", "TRUE", "true"),
    ],
)
def test_a_value_arrives_as_its_type(project: Project, name: str, value: str, text: str) -> None:
    """What is typed arrives in the query as a term of the parameter's type."""
    (row,) = ask(project, "echo", {name: value}).rows

    assert row[name] == text
    assert [other for other in row if row[other] is not None] == [name]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("whole", "1.5", "whole: '1.5' is no integer; want a whole number such as 2027"),
        ("whole", "12 UNDEF", "is no integer"),
        ("whole", "١٢", "is no integer"),
        ("number", "1,5", "number: '1,5' is no decimal; want a number such as 73000 or 1.5"),
        ("number", "NaN", "is no decimal"),
        ("day", "31.1.2027", "day: '31.1.2027' is no date; want a date such as 2027-01-31"),
        ("day", "2027-02-30", "is no date"),
        ("day", "20270131", "is no date"),
        ("yes", "maybe", "yes: 'maybe' is no boolean; want true or false"),
        ("word", "half \ud800", "is no string; want text"),
    ],
)
def test_a_value_of_the_wrong_type_says_what_is_wanted(
    project: Project, name: str, value: str, message: str
) -> None:
    """The message has the parameter, the value, and an example of what to write."""
    with pytest.raises(UsageError) as raised:
        ask(project, "echo", {name: value})

    assert message in str(raised.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(value=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_value_becomes_query_text(project: Project, value: str) -> None:
    """Whatever is typed, the bound query differs in one line, and gives exactly that text back."""
    with open_current(project) as store:
        saved = load_query(project.queries / "echo.rq")
        text = bind_parameters(store, saved, {"word": value}, base=project.base)
        (row,) = run_text(store, text).rows

    assert row["word"] == value
    pairs = zip(saved.text.split("\n"), text.split("\n"), strict=True)
    assert [number for number, (old, new) in enumerate(pairs, 1) if old != new] == [9]
    assert find_defaults(text)[0].terms == (literal(value),)


def test_values_are_looked_up_not_pasted(project: Project) -> None:
    """A value that looks like query text is a name that nothing has."""
    for value in ("UNDEF", "?x", "<urn:x> } #", "kgo:Planned } SERVICE <http://a.example/> {"):
        with pytest.raises(UsageError, match="company: "):
            ask(project, "rivals", {"company": value})


@pytest.mark.parametrize(
    ("query", "parameters", "message"),
    [
        ("rival", None, r"no saved query 'rival' \(did you mean rivals\?\)"),
        ("checks/rivals", None, "no saved query 'checks/rivals'"),
        ("rivals", {"compny": "Acme"}, r"query rivals has no parameter 'compny' \(did you mean company\?\)"),
        ("rivals", {"x": "Acme"}, "has no parameter 'x'; it has company"),
        (
            "rivals",
            {"company": "Acmy"},
            r"company: nothing in the graph is called 'Acmy' \(did you mean Acme",
        ),
        ("ASK {}", {"company": "Acme"}, "only saved queries have parameters"),
    ],
)
def test_a_call_that_is_off_names_what_comes_near(
    project: Project, query: str, parameters: dict[str, str] | None, message: str
) -> None:
    """Unknown queries, parameters and things give the nearest that there are."""
    with pytest.raises(UsageError, match=message):
        ask(project, query, parameters)


def test_no_name_leads_out_of_the_folder(project: Project) -> None:
    """A name with dots is no saved query, whatever lies there."""
    (project.root / "secret.rq").write_text("#+ summary: x\nASK {}")

    with pytest.raises(QuerySyntaxError):
        ask(project, "../secret")
    assert find_query(project, "echo").name == "echo"


def test_other_queries_need_no_prefixes(project: Project) -> None:
    """Our prefixes need no declaration in a query that is typed, and places in messages are those typed."""
    answer = ask(project, "SELECT ?x { ?x a kgo:Company ; kgo:competesWith company:beta-cars }")

    assert [row["x"] for row in answer.rows] == ["https://example.org/kg/id/company/acme-motors"]
    with pytest.raises(QuerySyntaxError, match=r"line 1, column 17: .* \(did you mean .*kgo"):
        ask(project, "SELECT * { ?x a kg:Company }")
    with pytest.raises(QuerySyntaxError, match="line 2, column 3"):
        ask(project, "SELECT * {\n  ) }")


def test_rows_without_an_order_come_sorted(project: Project) -> None:
    """Without ORDER BY the order is that of the terms, unbound first; with it, the query's."""
    unsorted = ask(project, "SELECT ?x ?y { VALUES (?x ?y) { ('b' 1) ('a' UNDEF) ('a' 2) } }")
    descending = ask(project, "SELECT ?x { VALUES ?x { 'a' 'c' 'b' } } ORDER BY DESC(?x)")

    assert [(row["x"], row["y"]) for row in unsorted.rows] == [("a", None), ("a", "2"), ("b", "1")]
    assert [row["x"] for row in descending.rows] == ["c", "b", "a"]


def test_questions_and_graphs_are_answers_too(project: Project) -> None:
    """ASK gives yes or no, CONSTRUCT gives sorted triples, a blank node has its label as text."""
    assert ask(project, "ASK { ?x a kgo:Company }").boolean
    triples = ask(project, "CONSTRUCT { ?x a kgo:Company } WHERE { ?x a kgo:Company }").triples
    assert [subject for subject, _, _ in triples] == [ACME, BETA]
    (row,) = ask(project, "SELECT (BNODE() AS ?x) {}").rows
    assert str(row["x"]).startswith("_:")


def test_what_reaches_out_is_refused_in_saved_and_typed_queries(project: Project) -> None:
    """The gate stands before both kinds."""
    with pytest.raises(ForbiddenQueryError, match="SERVICE at line 1, column 7"):
        ask(project, "ASK { SERVICE <http://a.example/> {} }")


def test_without_a_build_the_command_is_named(tmp_path: Path) -> None:
    """Asking before building says how to build."""
    with pytest.raises(SourceError, match="no build yet: run `kg build FOLDER`"):
        ask(mini_project(tmp_path), "rivals")


def test_terms_of_an_answer_have_words(project: Project) -> None:
    """Labels for a whole answer come in one call."""
    assert label_terms(project, [ACME, kgo("Planned")]) == {ACME: "Acme Motors", kgo("Planned"): "planned"}
    assert project.base == DEFAULT_BASE


def test_asking_imports_no_heavy_library(project: Project) -> None:
    """A question needs neither rdflib nor the libraries that rest on it, so that it starts fast."""
    code = (
        "import sys; from pathlib import Path; from kg.project import Project; from kg.query import ask\n"
        "root = Path(sys.argv[1])\n"
        "ask(Project(root, root, root / 'queries', None, sys.argv[2]), 'rivals', {'company': 'Acme'})\n"
        "print(sorted({'rdflib', 'owlrl', 'pyshacl', 'trafilatura'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", code, str(project.root), project.base]

    found = subprocess.run(command, check=True, capture_output=True, text=True)

    assert found.stdout == "[]\n"
