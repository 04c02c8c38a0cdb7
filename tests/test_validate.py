"""Findings say what is wrong, how bad it is, and which sentence it rests on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kg.errors import BrokenFileError, SourceError
from kg.infer import load_turtle
from kg.model import Finding, Severity, Span
from kg.namespaces import DEFAULT_BASE, KGO, KGS, RDF, RDFS, XSD
from kg.terms import Term, Triple, integer, iri, literal
from kg.validate import check_shapes, trace_findings, validate_graph

ONTOLOGY = Path(__file__).parent.parent / "ontology"
SHAPES = (ONTOLOGY / "shapes.ttl").read_bytes()
KG_TTL = (ONTOLOGY / "kg.ttl").read_bytes()
EXAMPLES = ONTOLOGY / "examples"
TYPE = iri(RDF + "type")
LABEL = iri(RDFS + "label")
PREFIXES = f"@prefix kgo: <{KGO}> .\n@prefix kgs: <{KGS}> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
GOOD_SHAPE = (
    "kgs:A a sh:PropertyShape ; sh:targetClass kgo:Article ; sh:path kgo:quote ; sh:minCount 1 ;\n"
    '    sh:severity sh:Violation ; sh:message "Quote it."@en .\n'
)


def kgo(name: str) -> Term:
    return iri(KGO + name)


def thing(name: str) -> Term:
    return iri(DEFAULT_BASE + name)


def validate(*data: Triple) -> list[Finding]:
    return validate_graph(data, SHAPES, KG_TTL)


def example(name: str) -> tuple[Triple, ...]:
    return load_turtle(EXAMPLES / f"{name}.ttl")


def test_a_conforming_graph_has_no_findings() -> None:
    """Nor has an empty one."""
    assert validate(*example("valid/plan_told_by_an_article")) == []
    assert validate() == []


def test_a_finding_says_all_there_is_to_say() -> None:
    """Shape, focus, path, value and message; a price in hp is a warning and blocks nothing."""
    (finding,) = validate(*example("invalid/Vehicle-price"))

    assert finding == Finding(
        severity=Severity.WARNING,
        shape=KGS + "Vehicle-price",
        focus=DEFAULT_BASE + "vehicle/falcon-3",
        message="The object of kgo:price is a quantity in a currency: "
        "check what the passage says, or the type in names.ttl.",
        path=KGO + "price",
        value=DEFAULT_BASE + "quantity/670-hp",
        structural=False,
    )


def test_a_claim_without_a_passage_is_structural() -> None:
    """The builder wrote it, so the build must not become current."""
    (finding,) = validate(*example("invalid/Claim-saidIn"))

    assert finding.severity is Severity.VIOLATION
    assert finding.structural
    assert finding.value is None


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Claim-predicateKnown", f"{RDF}predicate/{KGO}isDomainProperty"),
        ("Period-extent", f"{KGO}firstDay|{KGO}lastDay|{KGO}duration"),
        ("Ranked", None),
    ],
)
def test_a_path_is_written_as_in_sparql(name: str, path: str | None) -> None:
    """A sequence with slashes, alternatives with bars; an objection to the node itself has none."""
    (finding,) = validate(*example(f"invalid/{name}"))

    assert finding.path == path


def test_findings_come_worst_first_whatever_the_order_of_the_graph() -> None:
    """Violations before warnings, then by shape and focus: the same list from the same triples."""
    names = ("Vehicle-price", "Claim-saidIn", "Article-issued", "Period-extent")
    data = sorted({triple for name in names for triple in example(f"invalid/{name}")})

    forward, backward = validate(*data), validate(*reversed(data))

    assert forward == backward
    assert [finding.shape.removeprefix(KGS) for finding in forward] == [
        "Claim-saidIn",
        "Period-extent",
        "Article-issued",
        "Vehicle-price",
    ]


def test_a_type_that_only_follows_counts() -> None:
    """An outlet is an organization by kg.ttl, so it may publish, without the type being written out."""
    data = example("valid/claim_with_passage")
    publishers = {object_ for _, predicate, object_ in data if predicate.endswith("/publisher>")}

    assert {(publisher, TYPE, kgo("Outlet")) in data for publisher in publishers} == {True}
    assert validate(*data) == []


def passage(quote: str, start: int, end: int) -> list[Triple]:
    article = next(s for s, p, o in example("valid/claim_with_passage") if (p, o) == (TYPE, kgo("Article")))
    node = thing("passage/x/1")
    return [
        *example("valid/claim_with_passage"),
        (node, TYPE, kgo("Passage")),
        (node, kgo("quote"), literal(quote)),
        (node, kgo("start"), integer(start)),
        (node, kgo("end"), integer(end)),
        (node, kgo("inArticle"), article),
    ]


def test_quotes_are_measured_in_code_points() -> None:
    """A character beyond the basic plane counts once, as it does in the offsets."""
    quote = "A 🚗 from Łódź\n“soon”"

    assert validate(*passage(quote, 7, 7 + len(quote))) == []
    assert [finding.shape for finding in validate(*passage(quote, 7, 8 + len(quote)))] == [
        KGS + "Passage-length"
    ]


def test_an_impossible_day_is_a_finding_and_nothing_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    """The engine's own log of it would tell the user nothing that the finding does not."""
    node = thing("period/2029-02-30")
    data = [
        (node, TYPE, kgo("Period")),
        (node, LABEL, literal("2029-02-30")),
        (node, kgo("lastDay"), literal("2029-02-30", datatype=XSD + "date")),
    ]

    (finding,) = validate(*data)

    assert (finding.shape, finding.value) == (KGS + "Period-lastDay", "2029-02-30")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(("shapes", "ontology"), [(b"kgs:A a", KG_TTL), (SHAPES, b"kgo:A a")])
def test_files_that_are_no_turtle_stop_the_run(shapes: bytes, ontology: bytes) -> None:
    """They are the project's own, and the error says so."""
    with pytest.raises(BrokenFileError, match="not Turtle"):
        validate_graph([], shapes, ontology)


def check(tmp_path: Path, text: str) -> bytes:
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return check_shapes(path)


def test_usable_shapes_come_back_as_they_are(tmp_path: Path) -> None:
    """The bytes are those of the file, for ``validate_graph``."""
    assert check(tmp_path, GOOD_SHAPE) == (PREFIXES + GOOD_SHAPE).encode()
    assert check_shapes(ONTOLOGY / "shapes.ttl") == SHAPES


UNUSABLE = [
    ("\nkgs:A a .", 5, "not Turtle"),
    ("kgs:A a sh:NodeShape", None, "not Turtle: it ends in the middle"),
    (GOOD_SHAPE.replace("sh:minCount", "sh:mincount"), 4, r"sh:mincount is no term of SHACL.*minCount"),
    (GOOD_SHAPE.replace('"Quote it."@en', '"Quote it." , "Now."'), 4, "exactly one sh:message"),
    (GOOD_SHAPE.replace("sh:severity sh:Violation ;", ""), 4, "exactly one sh:severity"),
    (GOOD_SHAPE.replace("sh:Violation", "sh:Warning ; kgs:structural true"), 4, "sh:severity sh:Violation"),
    (GOOD_SHAPE.replace("kgs:A a", "[] a"), None, "is a blank node"),
    (GOOD_SHAPE.replace("sh:minCount 1", 'sh:minCount "one"'), None, "minCount"),
    (GOOD_SHAPE.replace("sh:path kgo:quote ;", ""), None, "sh:path"),
    (GOOD_SHAPE.replace("sh:minCount 1", 'sh:sparql [ sh:select "SELECT" ]'), None, "SelectQuery"),
    ("kgs:B a sh:NodeShape ; sh:targetSubjectsOf kgo:quote ; sh:property kgs:C .", None, "kgs:C|shapes#C"),
]


@pytest.mark.parametrize(("text", "line", "problem"), UNUSABLE)
def test_unusable_shapes_are_refused_before_any_data_meets_them(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], text: str, line: int | None, problem: str
) -> None:
    """The error names file, line where known, and what to do, in one line; the engine itself stays silent."""
    with pytest.raises(BrokenFileError, match=problem) as caught:
        check(tmp_path, text)

    assert caught.value.line == line
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_a_missing_shapes_file_is_a_source_error(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(SourceError, match=r"none\.ttl"):
        check_shapes(tmp_path / "none.ttl")


def found(focus: str, path: str | None = None, value: str | None = None) -> Finding:
    return Finding(Severity.WARNING, KGS + "X", focus, "Look.", path=path, value=value)


def claim(
    number: int, subject: str, predicate: str, object_: Term, quote: str, *more: Triple
) -> list[Triple]:
    """Return a claim in a passage of article number *number* that starts at ten times *number*."""
    node, where = thing(f"claim/{number}"), thing(f"passage/{number}")
    return [
        (node, iri(RDF + "subject"), thing(subject)),
        (node, iri(RDF + "predicate"), kgo(predicate)),
        (node, iri(RDF + "object"), object_),
        (node, kgo("saidIn"), where),
        (where, kgo("quote"), literal(quote)),
        (where, kgo("start"), integer(10 * number)),
        (where, kgo("end"), integer(10 * number + len(quote))),
        (where, kgo("inArticle"), thing(f"article/{number}")),
        *more,
    ]


PRICES = [
    *claim(1, "vehicle/falcon", "maker", thing("company/acme"), "Acme's Falcon"),
    *claim(2, "vehicle/falcon", "price", thing("quantity/5-usd"), "The Falcon costs 5 dollars."),
    *claim(3, "vehicle/falcon", "price", thing("quantity/5-hp"), "The Falcon costs 5 hp."),
    *claim(4, "company/acme", "sellsIn", thing("place/norland"), "Acme may sell in Norland.",
        (thing("claim/4"), kgo("speaker"), thing("person/ada")),
        (thing("claim/4"), kgo("doubt"), thing("doubt/d"))),
    (thing("plan/p"), kgo("hasTelling"), thing("claim/4")),
    (thing("conflict/c"), kgo("betweenClaim"), thing("claim/3")),
    (thing("conflict/c"), kgo("betweenClaim"), thing("claim/2")),
    (thing("article/1"), TYPE, kgo("Article")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("finding", "number"),
    [
        (found(DEFAULT_BASE + "claim/2"), 2),
        (found(DEFAULT_BASE + "passage/3"), 3),
        (found(DEFAULT_BASE + "vehicle/falcon"), 1),
        (found(DEFAULT_BASE + "vehicle/falcon", KGO + "price"), 2),
        (found(DEFAULT_BASE + "vehicle/falcon", KGO + "price", DEFAULT_BASE + "quantity/5-hp"), 3),
        (found(DEFAULT_BASE + "quantity/5-hp"), 3),
        (found(DEFAULT_BASE + "company/acme"), 1),
        (found(DEFAULT_BASE + "person/ada"), 4),
        (found(DEFAULT_BASE + "doubt/d"), 4),
        (found(DEFAULT_BASE + "plan/p"), 4),
        (found(DEFAULT_BASE + "conflict/c"), 2),
    ],
    ids=lambda value: None if isinstance(value, int) else value.focus.removeprefix(DEFAULT_BASE),
)
def test_a_finding_leads_to_the_sentence_it_rests_on(finding: Finding, number: int) -> None:
    """Claim, passage, entity, quantity, plan, conflict: each to the claim that fits path and value best."""
    quote = next(o for s, p, o in PRICES if s == thing(f"passage/{number}") and p == kgo("quote"))[1:-1]

    (traced,) = trace_findings([finding], PRICES)

    assert traced == dataclasses.replace(
        finding,
        article=f"{DEFAULT_BASE}article/{number}",
        quote=quote,
        span=Span(10 * number, 10 * number + len(quote)),
    )


def test_a_finding_about_an_article_leads_to_the_article() -> None:
    """There is no sentence to show."""
    finding = found(DEFAULT_BASE + "article/1")

    assert trace_findings([finding], PRICES) == [dataclasses.replace(finding, article=finding.focus)]


@pytest.mark.parametrize("focus", [DEFAULT_BASE + "vehicle/unheard-of", "just text"])
def test_what_no_claim_names_stays_as_it_is(focus: str) -> None:
    """The registry may be at fault, and that is no article's."""
    assert trace_findings([found(focus)], PRICES) == [found(focus)]


def test_a_passage_without_offsets_still_shows_its_quote() -> None:
    """It may be the passage itself that the finding is about."""
    data = [triple for triple in PRICES if triple[1] != kgo("end")]

    (traced,) = trace_findings([found(DEFAULT_BASE + "passage/1")], data)

    assert traced.quote == "Acme's Falcon"
    assert traced.span is None


def test_findings_keep_their_order() -> None:
    """Tracing adds, and sorts nothing."""
    findings = [found(DEFAULT_BASE + name) for name in ("claim/3", "claim/1", "claim/2")]

    assert [finding.focus for finding in trace_findings(findings, PRICES)] == [f.focus for f in findings]


def test_validation_and_tracing_together_lead_to_the_quote() -> None:
    """From the real shapes to the sentence."""
    data = example("invalid/Claim-mode")

    (traced,) = trace_findings(validate(*data), data)

    assert traced.article == DEFAULT_BASE + "article/007-acme"
    assert traced.quote == "Acme will sell vans abroad by 2030."
    assert traced.span == Span(120, 155)
