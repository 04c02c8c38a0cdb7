"""What kg.saved promises: a query file is read whole, or the fault is said with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import BrokenFileError, SourceError
from kg.saved import load_queries, load_query
from kg.sparql import lint_portability
from tests.store_mini import QUERIES, mini_project

if TYPE_CHECKING:
    from pathlib import Path


def test_a_saved_query_is_what_its_header_says(tmp_path: Path) -> None:
    """Header, parameters with their defaults, and the text as it stands in the file."""
    query = load_queries(mini_project(tmp_path).queries)["rivals"]

    assert query.summary == "Who competes with whom, with the sentence that says so"
    assert (query.answers, query.tags, query.scope, query.key) == (("CQ-08",), ("market",), "default", ())
    assert list(query.columns) == ["company", "rival", "quote"]
    assert [(p.name, p.type, p.variable, p.default) for p in query.parameters] == [
        ("company", "iri", "_company_iri", None)
    ]
    assert query.text == QUERIES["rivals"]


def test_a_default_is_the_term_of_its_line(tmp_path: Path) -> None:
    """A default is RDF, whether the header repeats it or not."""
    parameters = load_queries(mini_project(tmp_path).queries)["articles_since"].parameters

    assert [parameter.default for parameter in parameters] == [
        '"2030-01-01"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"7"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]


@pytest.mark.parametrize("name", QUERIES)
def test_the_queries_of_these_tests_are_portable(name: str) -> None:
    """The examples follow the rules that they are examples of."""
    assert lint_portability(QUERIES[name]) == []


def test_queries_come_sorted_and_checks_apart(tmp_path: Path) -> None:
    """A folder's own files are loaded by name; those in folders below belong to these."""
    folder = mini_project(tmp_path).queries
    (folder / "checks").mkdir()
    (folder / "checks" / "a_fault.rq").write_text("#+ summary: faults\nASK {}")

    assert list(load_queries(folder)) == ["articles_since", "rivals"]
    assert list(load_queries(folder / "checks")) == ["a_fault"]


def test_a_folder_or_file_that_is_not_there_is_a_source_error(tmp_path: Path) -> None:
    """What is missing is named."""
    with pytest.raises(SourceError, match="nowhere: no such folder"):
        load_queries(tmp_path / "nowhere")
    with pytest.raises(SourceError, match=r"none.rq: cannot be read: No such file"):
        load_query(tmp_path / "none.rq")


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("#+ summary: Who", "#+ tag: Who", 1, r"no 'tag' \(did you mean tags\?\)"),
        (
            "#+ summary: Who competes with whom, with the sentence that says so\n",
            "",
            None,
            "write `#\\+ summary:`",
        ),
        ("#+ answers: [CQ-08]", "#+ answers: {a: b}", 2, r"write `#\+ answers: \[one, two\]`"),
        ("#+ tags: [market]", "#+ scope: all", 8, "the scope is 'all'; write default or dataset"),
        ("#+ tags: [market]", "#+ key: [companies]", 8, r"no column 'companies' \(did you mean company\?\)"),
        ("rival: the other", "rivals: the other", 7, r"no column 'rivals' \(did you mean rival\?\)"),
        ("columns: {", "columns: [{", 8, "not YAML"),
        ("columns: {company: the one, rival: the other,", "columns: {rival: 3,", 7, "columns:` and below it"),
        ("#+     help: only", "#+     hlp: only", 3, "needs name, type and help"),
        ("#+     help: only", "#+     unit: km\n#+     help: only", 3, "a parameter has no 'unit'"),
        ("type: iri", "type: uri", 3, r"no type 'uri' \(did you mean iri\?\)"),
        ("name: company", "name: Company", 3, "'Company' is no parameter's name"),
        ("name: company", "name: firm", 3, "write once, alone on its line: VALUES \\?_firm_iri"),
        ("type: iri", "type: iri\n#+     default: kgo:Acme", 13, "the default of company in the header"),
        ("{ UNDEF }", "{ UNDEF } ?company ?p ?o .", 12, "write once, alone on its line"),
        ("{ UNDEF }", "{ 1 2 }", 12, "write once, alone on its line"),
        ("{ UNDEF }", "{ 'Acme' }", 12, '"Acme" is no iri'),
        ("{ UNDEF }", "{ x:y }", 12, "the prefix x: is not declared"),
        ("{ UNDEF }", "{ UNDEF }\n  VALUES ?_other_iri { UNDEF }", 13, "\\?_other_iri must be one parameter"),
        ("  VALUES ?_company_iri { UNDEF }\n", "", 3, "write once, alone on its line"),
        ("ORDER BY ?company", "ORDER BI ?company", 17, "line 17, column 7: `BI` cannot stand here"),
        ("SELECT ?company", "SELECT ?company FROM <urn:x>", 11, "FROM at line 11, column 17 is refused"),
    ],
)
def test_a_fault_is_said_with_its_line(
    tmp_path: Path, old: str, new: str, line: int | None, problem: str
) -> None:
    """Whatever is off in a file: which file, which line of it, and what to write instead."""
    text = QUERIES["rivals"]
    assert old in text
    path = tmp_path / "rivals.rq"
    path.write_text(text.replace(old, new, 1))

    with pytest.raises(BrokenFileError, match=problem) as raised:
        load_query(path)

    assert (raised.value.path, raised.value.line) == (path, line)


def test_a_file_that_is_not_utf_8_is_said_to_be(tmp_path: Path) -> None:
    """Bytes that are no text give an error of ours."""
    (tmp_path / "x.rq").write_bytes(b"#+ summary: \xff\n")

    with pytest.raises(BrokenFileError, match="not UTF-8"):
        load_query(tmp_path / "x.rq")
