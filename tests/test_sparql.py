"""What kg.sparql promises: it reads SPARQL 1.1 whole, and lets through only what stays in the graph."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BrokenFileError, ForbiddenQueryError, QuerySyntaxError
from kg.sparql import (
    MAXIMUM_BYTES,
    check_query,
    find_defaults,
    is_ordered,
    lint_portability,
    locate,
    parse_query,
    query_form,
    read_header,
    replace_default,
    tokenize,
)
from kg.sparql.grammar import GRAMMAR
from kg.sparql.tables import compile_grammar
from kg.terms import literal

WORDS = (
    "SERVICE",
    "FROM",
    "FROM NAMED",
    "LOAD",
    "INSERT",
    "DELETE",
    "CLEAR",
    "DROP",
    "CREATE",
    "COPY",
    "MOVE",
    "ADD",
)

HOLDS = [
    "SELECT * { ?s ?p ?o }",
    "select distinct ?s (count(*) as ?n) where { ?s a <urn:c> } group by ?s having(count(*)>1) order by ?s",
    "PREFIX : <urn:x/> PREFIX a.b: <urn:y/> ASK { :s a.b:p :o.x , :a\\-b , :%41 ; :q 1 , -1.5 , +.5e3 }",
    "BASE <urn:b/> CONSTRUCT { ?s <p> [] } WHERE { ?s (<p>|^<q>)*/!(<p>|^a)+ ?o . [ <p> ( 1 ?o ) ] <q> () }",
    "DESCRIBE <urn:x> ?y { ?y ?p 'a'@en-GB , \"\"\"b\"c\"\"\"^^<urn:t> , '' , '''it's''' }",
    "CONSTRUCT WHERE { ?s ?p ?o . }",
    "ASK { ?s ?p ?o FILTER(?a <?b&&?c> ?d) FILTER NOT EXISTS { ?o ?p ?s } MINUS { ?x ?y ?z } }",
    "ASK { FILTER(?a<?b || ?a <= 3 && !BOUND(?x) && ?y NOT IN (1, 2) && STRLEN(?z)-1 = +2) }",
    "ASK { { SELECT ?s { ?s ?p ?o } OFFSET 2 LIMIT 1 } UNION {} OPTIONAL { GRAPH ?g {} } } VALUES ?s { 1 }",
    "ASK { VALUES (?a ?b) { (1 UNDEF) (<urn:x> 'y') } VALUES () { () } BIND(IF(?a, COALESCE(), 'x') AS ?c) }",
    "SELECT (GROUP_CONCAT(DISTINCT ?x; SEPARATOR=', ') AS ?y) { ?x !() ?z # all of it }\n }",
]
"""Queries that the specification allows, each with some of its odd corners."""


@pytest.mark.parametrize("text", HOLDS)
def test_a_query_that_the_specification_allows_passes(text: str) -> None:
    """Nothing that SPARQL 1.1 allows within one graph is refused."""
    check_query(text)


def test_the_grammar_decides_by_one_token() -> None:
    """The tables come out without alternatives that start alike; all names in them are rules or tokens."""
    tables = compile_grammar(GRAMMAR)
    kinds = {token.kind for text in HOLDS for token in tokenize(text)}
    used = {symbol for table in tables.values() for symbols in table.values() for symbol in symbols}

    assert {symbol for symbol in used - tables.keys() if not symbol.isupper() and symbol.isalpha()} == {"a"}
    assert {"IRIREF", "PNAME", "VAR", "STRING", "LANGTAG", "SIGNED", "NIL", "ANON", "INTEGER", "END"} <= kinds


def test_a_grammar_with_two_ways_is_refused() -> None:
    """A rule that one token does not settle is a mistake, said at once."""
    with pytest.raises(ValueError, match="not LL"):
        compile_grammar("A ::= 'x' | 'x'")


@pytest.mark.parametrize(
    ("text", "clause", "place"),
    [
        ("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", "SERVICE", "line 1, column 12"),
        ("SELECT * {\n  service silent ?x { ?s ?p ?o } }", "SERVICE", "line 2, column 3"),
        ("SELECT * {SERVICE<http://a.example/>{}}", "SERVICE", "line 1, column 11"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM", "line 1, column 10"),
        ("ASK FROM NAMED <urn:g> {}", "FROM NAMED", "line 1, column 5"),
        ("ASK FrOm # x\n named <urn:g> {}", "FROM NAMED", "line 1, column 5"),
        ("LOAD <http://a.example/>", "LOAD", "line 1, column 1"),
        ("PREFIX x: <urn:x>\nINSERT DATA { x:a x:b x:c }", "INSERT", "line 2, column 1"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE", "line 1, column 1"),
        ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH", "line 1, column 1"),
        ("CLEAR ALL", "CLEAR", "line 1, column 1"),
        ("DROP GRAPH <urn:g>", "DROP", "line 1, column 1"),
        ("CREATE GRAPH <urn:g>", "CREATE", "line 1, column 1"),
        ("COPY <urn:a> TO <urn:b>", "COPY", "line 1, column 1"),
        ("MOVE <urn:a> TO <urn:b>", "MOVE", "line 1, column 1"),
        ("ADD <urn:a> TO <urn:b>", "ADD", "line 1, column 1"),
        ("ASK {} ; DELETE DATA { <urn:a> <urn:b> 1 }", "DELETE", "line 1, column 10"),
    ],
)
def test_a_refusal_names_the_clause_and_its_place(text: str, clause: str, place: str) -> None:
    """What reaches outside of the graph or changes it is refused by name, with line, column and reason."""
    with pytest.raises(ForbiddenQueryError, match=rf"^{clause} at {place} is refused: it would"):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { S\\u0045RVICE <http://a.example/> {} }",
        "ASK { ?s ?p ?o . \\U00000053ERVICE <http://a.example/> {} }",
        "ASK FR\\u004FM <urn:g> {}",
        "\\u0049NSERT DATA { <urn:a> <urn:b> 1 }",
        "ASK { ?s ?p 'a\\u0027 . SERVICE <http://a.example/> { ?s ?p \\u0027' } }",
    ],
)
def test_an_escape_hides_no_keyword(text: str) -> None:
    """A keyword that appears once code point escapes are decoded is refused as if it were written out."""
    with pytest.raises(ForbiddenQueryError, match="is refused"):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICEx:foo{} }",
        "ASK { SERVICESILENTx:foo{} }",
        "ASK { ?s ?p trueSERVICE:foo{} }",
        "ASK { ?s ?p 1SERVICEx:foo{} }",
        "SELECT * FROMx:g { ?s ?p ?o }",
        "ASK { ?s ?p ?o FILTER(?a<?b)SERVICE#>\n:foo{} #>\n }",
        "ASK { FILTER(?a<#>'''\n1)SERVICE x:foo {} #'''\n}",
        "ASK { FILTER(?a<x:b)SERVICE#>)\n:foo{} }",
    ],
)
def test_words_that_an_engine_would_split_do_not_pass(text: str) -> None:
    """Text in which a looser reader finds SERVICE or FROM, without space or inside of an IRI, is refused."""
    with pytest.raises((QuerySyntaxError, ForbiddenQueryError)):
        check_query(
            f"PREFIX x: <urn:x/> PREFIX : <urn:y/> PREFIX SERVICE: <urn:s/> PREFIX FROMx: <urn:f/> {text}"
        )


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    "text",
    [
        "ASK {{ ?s ?p '{word}' , \"{word}\" , '''\n{word} <urn:x> {{}}''' , \"\"\"{word}\"\"\"@en }}",
        "# {word} <urn:x> {{}}\nASK {{ ?s ?p ?o # {word}\n }}",
        "ASK {{ <http://a.example/{safe}> <urn:{safe}#{safe}> <urn:({safe})> }}",
        "PREFIX ex: <urn:x/> PREFIX {safe}: <urn:y/> ASK {{ ex:{safe} {safe}:{safe} ex:a.{safe} }}",
        "ASK {{ ?{safe} ?p _:{safe} , 'x'@{lower} }}",
        "ASK {{ ?s ?p 'a \\' {word} \\\" {word}' }}",
    ],
)
def test_a_word_in_a_string_comment_name_or_iri_is_no_clause(word: str, text: str) -> None:
    """A refused word is only refused where it is a keyword."""
    safe = word.replace(" ", "")

    check_query(text.format(word=word, safe=safe, lower=safe.lower()))


@given(st.text())
def test_a_string_may_hold_anything(content: str) -> None:
    """Whatever text a literal holds, a query with it passes, and keeps it as one token."""
    term = literal(content)
    text = f"ASK {{ ?s ?p {term} }}"

    check_query(text)

    assert [token.text for token in tokenize(text) if token.kind == "STRING"] == [term]


@given(
    st.lists(
        st.sampled_from(
            [*" {}()[]<>.;,:?$'\"\\#\n@^|/*+-=!&_1aé", "SELECT", "FROM", "\\u0041", "x:", "<urn:a>"]
        )
    )
)
def test_any_text_passes_or_is_refused_in_words(pieces: list[str]) -> None:
    """No text makes the gate fail in another way than with an error that it documents."""
    text = "".join(pieces)
    try:
        check_query(text)
    except (ForbiddenQueryError, QuerySyntaxError) as error:
        problem = str(error)
    else:
        problem = "line"

    assert "line" in problem
    assert all("line" in line for line in lint_portability(text))


@given(st.text())
def test_tokens_and_the_space_between_make_up_the_text(text: str) -> None:
    """Tokens stand at their offsets, in order, and what lies between them is space or comment."""
    end = 0
    for token in tokenize(text):
        assert re.fullmatch(r"([ \t\r\n]|#[^\r\n]*)*", text[end : token.offset])
        assert text[token.offset : token.end] == token.text
        end = token.end

    assert end == len(text)


def test_the_longest_text_is_16_kib() -> None:
    """One byte more than 16 KiB, counted in UTF-8, is refused, and the message says both numbers."""
    text = "ASK { ?s ?p ?o } #" + "é" * 8183

    check_query(text)

    assert len(text.encode()) == MAXIMUM_BYTES
    with pytest.raises(ForbiddenQueryError, match="16,386 bytes; at most 16,384"):
        check_query(text + "é")


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("OPTIONAL {", "}"), ("[ <urn:p> ", "] ?p ?o")])
def test_brackets_nest_64_deep_and_no_deeper(opening: str, closing: str) -> None:
    """Brackets 64 deep pass, 65 are refused at the bracket that is too many."""
    if opening.startswith("["):
        nested = "{ ?a ?b " + "[ <urn:p> " * 63 + "1" + "]" * 63 + " }"
        deeper = nested.replace("1", "[ <urn:p> 1 ]")
    else:
        nested, deeper = (opening[-1] + opening * n + closing * n + closing for n in (63, 64))

    check_query("ASK " + nested)

    with pytest.raises(ForbiddenQueryError, match=r"column .* more than 64 deep"):
        check_query("ASK " + deeper)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELEC * { ?s ?p ?o }", "line 1, column 1: `SELEC` cannot stand here (did you mean SELECT?)"),
        ("SELECT *\nWHERE {\n  ?s ?p }", "line 3, column 9: `}` cannot stand here; want an object"),
        ("SELECT * { ?s ?p ?o", "line 1, column 20: the end of the query cannot stand here; want }"),
        ("ASK { ?s ?p 'open }", "line 1, column 13: the string that starts here with ' has no end"),
        ("ASK { ?s ?p '''open'' }", "line 1, column 13: the string that starts here with ''' has no end"),
        ("ASK { ?s ex:p ?o }", "line 1, column 10: the prefix ex: is not declared"),
        ("PREFIX a:b: <urn:x> ASK {}", "line 1, column 8: a:b: is no prefix"),
        ("ASK { <p> ?p ?o }", "line 1, column 7: <p> is no absolute IRI"),
        ("ASK { ?s ?p ?o ~ }", "line 1, column 16: the character '~' means nothing in SPARQL"),
        ("ASK { ?\\u0041 ?p ?o }", "line 1, column 7: `?` cannot stand here"),
        ("ASK { LATERAL { ?s ?p ?o } }", "line 1, column 7: `LATERAL` cannot stand here"),
        ("ASK { ?s ?p << ?a ?b ?c >> }", "line 1, column 13: `<` cannot stand here"),
        ("SELECT * { ?s ?p 'a\ud800' }", "line 1, column 20: half a character"),
        ("", "line 1, column 1: the end of the query cannot stand here"),
    ],
)
def test_a_syntax_error_says_where_and_what(text: str, message: str) -> None:
    """The place is that of the first token that does not fit, and the words say what would."""
    with pytest.raises(QuerySyntaxError) as raised:
        check_query(text)

    assert str(raised.value).startswith(message)


def test_places_count_code_points_from_one() -> None:
    """Line and column are what an editor shows, also behind characters of many bytes."""
    assert locate("é𝄞\nab", 4) == (2, 2)


@pytest.mark.parametrize("form", ["select", "ask", "construct", "describe"])
def test_the_form_of_a_query_is_known(form: str) -> None:
    """A query's form is told apart from words in comments, names and sub-queries."""
    heads = {
        "select": "SELECT *",
        "ask": "ASK",
        "construct": "CONSTRUCT { ?s ?p ?o }",
        "describe": "DESCRIBE ?s",
    }

    assert (
        query_form(f"# ASK\nPREFIX select: <urn:x> {heads[form]} {{ {{ SELECT ?s {{ ?s ?p ?o }} }} }}")
        == form
    )


def test_only_the_order_of_the_whole_query_counts() -> None:
    """An ORDER BY inside of a sub-SELECT orders nothing outside of it."""
    assert is_ordered("SELECT ?s { ?s ?p ?o } ORDER BY ?s")
    assert not is_ordered("SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?s } }")


def test_long_queries_parse_without_deep_recursion() -> None:
    """A thousand triples in a row, or summands in an expression, are no deeper than one."""
    parse_query("ASK { " + "?s ?p ?o . " * 1000 + "}")
    parse_query("ASK { FILTER(1" + "+ 1 " * 1000 + ") }")


# --- header and defaults

HEADER = """\
#+ summary: Who buys whom
#+ answers: [CQ-03]
#+ parameters:
#+   - name: buyer
#+     type: iri
#+     help: only what this one bought
"""
QUERY = f"""\
{HEADER}PREFIX kgo: <https://example.org/kg/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?buyer ?target WHERE {{
  VALUES ?_buyer_iri {{ UNDEF }}
  ?buyer kgo:acquired ?target .
  FILTER(!BOUND(?_buyer_iri) || ?buyer = ?_buyer_iri)
}}
ORDER BY ?buyer ?target
"""


def test_a_header_is_read_as_yaml_with_line_numbers() -> None:
    """Keys have their values and the lines that they stand in, for messages."""
    header = read_header("# a comment\n" + HEADER)

    assert header.values["summary"] == "Who buys whom"
    assert header.values["parameters"] == [
        {"name": "buyer", "type": "iri", "help": "only what this one bought"}
    ]
    assert header.lines == {"summary": 2, "answers": 3, "parameters": 4}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("#+ summary: a\n#+ sumary: b", 2, r"no 'sumary' \(did you mean summary\?\)"),
        ("#+ summary: a\n\n#+ summary: b", 3, "a second time"),
        ("#+ summary: [a", 1, "not YAML"),
        ("#+ summary: a: b", 1, "not YAML"),
        ("#+ - a", 1, "must be keys"),
        ("#+ tags: !!python/object:os.system x", 1, "not YAML"),
    ],
)
def test_a_broken_header_is_placed(text: str, line: int, problem: str) -> None:
    """What is off in a header is said with file and line, and no YAML tag runs anything."""
    with pytest.raises(BrokenFileError, match=problem) as raised:
        read_header(text, "who.rq")

    assert (raised.value.path, raised.value.line) == ("who.rq", line)


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("UNDEF", None),
        ("kgo:Sell", "<https://example.org/kg/ontology#Sell>"),
        ("<urn:x>", "<urn:x>"),
        ('"2026-01-01"^^xsd:date', '"2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("'''it's\\n'''@EN", '"it\'s\\n"@en'),
        ("-7", '"-7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("1.5", '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("1e3", '"1e3"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("TRUE", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ('"\\u0041\\\\u0041"', '"A\\\\u0041"'),
    ],
)
def test_a_default_is_found_as_a_term(written: str, term: str | None) -> None:
    """The one value of a parameter's line is read as RDF, whichever way it is written."""
    (default,) = find_defaults(QUERY.replace("UNDEF", written))

    assert (default.variable, default.terms, default.line, default.alone) == ("_buyer_iri", (term,), 10, True)


@given(st.text())
def test_replacing_a_default_changes_one_line_and_binds_the_value(value: str) -> None:
    """Whatever the value, the new text differs in the parameter's line only, and has the value as default."""
    (default,) = find_defaults(QUERY)

    text = replace_default(QUERY, default, literal(value))

    assert find_defaults(text)[0].terms == (literal(value),)
    before, after = QUERY.split("\n"), text.split("\n")
    assert [i for i, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] == [9]


def test_other_values_clauses_are_no_defaults() -> None:
    """A VALUES in a comment or string, over other variables or over several, is left alone."""
    text = 'ASK { # VALUES ?_a_iri { 1 }\n ?s ?p "VALUES ?_b_iri { 1 }" VALUES ?c {1} VALUES (?_d) { (1) } }'

    assert find_defaults(text) == []
    assert not find_defaults("ASK { ?s ?p ?o VALUES ?_a_iri { 1 } }")[0].alone


# --- portability


def test_a_portable_query_has_no_problems() -> None:
    """A header, an order over all columns, a used parameter: nothing to change."""
    assert lint_portability(QUERY) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "?buyer kgo:acq",
            "GRAPH ?g { ?x ?y ?z } ?buyer kgo:acq",
            "line 11, column 3: GRAPH reads named graphs",
        ),
        (
            "ORDER BY ?buyer ?target",
            "ORDER BY ?buyer",
            "line 14, column 1: the order of rows is open; add ?target",
        ),
        ("ORDER BY ?buyer ?target", "ORDER BY ?buyer LCASE(?target)", "add ?target to ORDER BY"),
        ("ORDER BY ?buyer ?target", "", "the order of rows is open; add ?buyer ?target"),
        ("SELECT ?buyer ?target", "SELECT *", "SELECT * has no order of columns"),
        ("kgo:acquired ?", "kgo:acquired+ ?", "a + path over a dense relation"),
        ("kgo:acquired ?", "(kgo:acquired/kgo:owns)* ?", "a * path over a dense relation"),
        ("kgo:acquired ?", "kgo:a%20b ?", "rdflib matches nothing"),
        (
            "FILTER(",
            "FILTER(kgo:near(?buyer) && ",
            "not every engine has the function <https://example.org/kg/ontology#near>",
        ),
        ("FILTER(", "FILTER(xsd:date(?buyer) = 1 && ", "not every engine has the function"),
        ("?target WHERE", "(GROUP_CONCAT(?x) AS ?target) WHERE", "GROUP_CONCAT depends on an order"),
        ("?target WHERE", "(SAMPLE(?x) AS ?target) WHERE", "SAMPLE depends on an order"),
        ("FILTER(", "FILTER(NOW() = ?x && ", "NOW differs each time; take a parameter"),
        ("VALUES ?_buyer_iri { UNDEF }", "", "?_buyer_iri needs exactly one line"),
        ("ORDER BY", "VALUES ?_buyer_iri { UNDEF }\nORDER BY", "cannot stand here"),
        (
            "?buyer kgo:acq",
            "VALUES ?_buyer_iri { UNDEF }\n?buyer kgo:acq",
            "?_buyer_iri needs exactly one line",
        ),
        ("{ UNDEF }", "{ UNDEF } ?x ?y ?z .", "with one value, alone on its line"),
        ("{ UNDEF }", "{ kgo:A kgo:B }", "with one value, alone on its line"),
        (
            "VALUES ?_buyer_iri { UNDEF }",
            "{ \n VALUES ?_buyer_iri { UNDEF }\n }",
            "must stand in the outermost group",
        ),
        ("?buyer = ?_buyer_iri", "?buyer = ?_byer_iri", "?_byer_iri is no parameter of the header"),
        (
            "FILTER(!BOUND(?_buyer_iri) || ?buyer = ?_buyer_iri)",
            "",
            "the parameter ?_buyer_iri is never used",
        ),
        (
            "FILTER(!",
            "{ SELECT ?target { ?_buyer_iri ?p ?target } } FILTER(!",
            "sub-SELECT around ?_buyer_iri must",
        ),
        (
            "FILTER(!BOUND(?_buyer_iri)",
            "{ ?a ?b ?c FILTER(?a = ?_buyer_iri) } FILTER(!BOUND(?_buyer_iri)",
            "inner group",
        ),
        (
            "FILTER(!",
            "MINUS { ?a ?b ?c FILTER(?a = ?_buyer_iri) } FILTER(!",
            "has no value in this inner group",
        ),
        ("FILTER(!", "{ SELECT ?a { ?a ?b ?c } LIMIT 1 } FILTER(!", "the order of rows is open; add ?a"),
        ("SELECT ?buyer ?target WHERE", "DESCRIBE ?buyer WHERE", "what DESCRIBE gives differs by engine"),
        ("SELECT ?buyer", "SELECT ?buyer FROM <urn:x>", "FROM at line 9, column 15 is refused"),
        ("#+ answers: [CQ-03]", "#+ answer: [CQ-03]", "no 'answer' (did you mean answers?)"),
    ],
)
def test_what_differs_between_engines_is_named(old: str, new: str, problem: str) -> None:
    """Each rule of portability is checked, and its message says what to write."""
    assert old in QUERY

    found = lint_portability(QUERY.replace(old, new))

    assert any(problem in line for line in found), found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("#+ answers: [CQ-03]", "#+ answers: [CQ-03]\n#+ scope: dataset\n#+ paths: small\n#+ key: [buyer]"),
        ("ORDER BY ?buyer ?target", "ORDER BY DESC(?target) ASC(?buyer)"),
        ("SELECT ?buyer ?target", "SELECT (COUNT(*) AS ?buyer) (MAX(?x) AS ?target)"),
        ("?target WHERE", "(COUNT(?t) AS ?target) WHERE"),
        ("FILTER(!", "OPTIONAL { ?a ?b ?c FILTER(?a = ?_buyer_iri) } FILTER(!"),
        ("FILTER(!", "FILTER NOT EXISTS { ?a ?b ?c FILTER(?a = ?_buyer_iri) } FILTER(!"),
        ("FILTER(!", "{ SELECT ?_buyer_iri { ?_buyer_iri ?p ?q FILTER(?_buyer_iri != ?q) } } FILTER(!"),
        ("FILTER(", "FILTER(xsd:integer(?x) = 1 && "),
    ],
)
def test_what_the_header_or_the_form_allows_is_no_problem(old: str, new: str) -> None:
    """Declared scopes, small paths, keys, grouped rows, single rows and visible parameters pass."""
    text = QUERY.replace(old, new)
    if "COUNT(?t)" in new:
        text = text.replace("ORDER BY", "GROUP BY ?buyer ORDER BY")
    if "scope: dataset" in new:
        text = text.replace("?buyer kgo:acquired ?target", "GRAPH ?g { ?buyer kgo:acquired+ ?target }")
        text = text.replace("ORDER BY ?buyer ?target", "ORDER BY ?buyer")

    assert lint_portability(text) == []


def test_terms_of_a_default_are_checked() -> None:
    """A default that no RDF term can be, such as a prefix that is not declared, is a problem and no crash."""
    assert "the prefix x: is not declared" in lint_portability(QUERY.replace("UNDEF", "x:y"))[0]
