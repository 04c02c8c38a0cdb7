"""What follows from stated triples, what does not, and by which rule."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import Graph

from kg.errors import BrokenFileError, SourceError
from kg.infer import Closure, Contradiction, infer_closure, load_turtle
from kg.infer.rules import OTHER_RULE
from kg.namespaces import DEFAULT_BASE, KGO, ONTOLOGY_IRI, OWL, RDF, RDFS, XSD
from kg.terms import Term, Triple, iri, literal, ntriples_line

ROOT = Path(__file__).parent.parent
KG_TTL = ROOT / "ontology" / "kg.ttl"
TYPE = iri(RDF + "type")
SAME = iri(OWL + "sameAs")
DIFFERENT = iri(OWL + "differentFrom")

SMALL = f"""
@prefix : <{KGO}> .
@prefix owl: <{OWL}> .
@prefix rdfs: <{RDFS}> .
:Company rdfs:subClassOf :Organization .
:Organization rdfs:subClassOf :Entity .
:Company owl:disjointWith :Person .
:competesWith a owl:SymmetricProperty .
:locatedIn a owl:TransitiveProperty .
:makes owl:inverseOf :maker .
:unveiled rdfs:subPropertyOf :presented .
:ownedBy rdfs:domain :Company ; rdfs:range :Organization .
:toldBy owl:propertyChainAxiom ( :unveiled :maker ) .
""".encode()


def kgo(name: str) -> Term:
    return iri(KGO + name)


def thing(name: str) -> Term:
    return iri(DEFAULT_BASE + name)


def fact(subject: str, predicate: str, object_: str) -> Triple:
    return thing(subject), kgo(predicate), thing(object_)


def typed(subject: str, name: str) -> Triple:
    return thing(subject), TYPE, kgo(name)


def derived(closure: Closure) -> dict[Triple, str]:
    return dict(closure.derived)


def infer(*stated: Triple) -> dict[Triple, str]:
    return derived(infer_closure(stated, KG_TTL.read_bytes()))


FOLLOWS = [
    ([fact("acme", "competesWith", "beta")], fact("beta", "competesWith", "acme"), "prp-symp"),
    ([fact("acme", "partnersWith", "beta")], fact("beta", "partnersWith", "acme"), "prp-symp"),
    ([fact("falcon", "maker", "acme")], fact("acme", "makes", "falcon"), "prp-inv2"),
    ([fact("acme", "makes", "falcon")], fact("falcon", "maker", "acme"), "prp-inv1"),
    ([fact("acme", "unveiled", "falcon")], fact("acme", "presented", "falcon"), "prp-spo1"),
    ([fact("acme", "showcased", "falcon")], fact("acme", "presented", "falcon"), "prp-spo1"),
    ([fact("ada", "founderOf", "acme")], fact("ada", "affiliatedWith", "acme"), "prp-spo1"),
    ([fact("ada", "founderOf", "acme")], typed("acme", "Organization"), "prp-rng"),
    ([typed("acme", "Company")], typed("acme", "Organization"), "cax-sco"),
    ([typed("acme", "Company")], typed("acme", "Entity"), "cax-sco"),
    ([typed("beacon", "Outlet")], typed("beacon", "Organization"), "cax-sco"),
    (
        [fact("plant", "locatedIn", "rivertown"), fact("rivertown", "locatedIn", "norland")],
        fact("plant", "locatedIn", "norland"),
        "prp-trp",
    ),
    (
        [fact("ada", "holdsOffice", "office"), fact("office", "inOrganization", "acme")],
        fact("ada", "affiliatedWith", "acme"),
        "prp-spo2",
    ),
    (
        [
            fact("plan", "hasTelling", "claim"),
            fact("claim", "saidIn", "passage"),
            fact("passage", "inArticle", "art"),
        ],
        fact("plan", "toldBy", "art"),
        "prp-spo2",
    ),
]

DOES_NOT_FOLLOW = [
    ([fact("falcon", "comparedWith", "beta9")], fact("beta9", "comparedWith", "falcon")),
    ([fact("acme", "acquired", "beta")], fact("beta", "acquired", "acme")),
    ([fact("falcon", "maker", "acme")], fact("acme", "maker", "falcon")),
    ([fact("falcon", "maker", "acme")], typed("acme", "Company")),
    ([fact("acme", "makes", "falcon")], fact("acme", "produces", "falcon")),
    ([fact("acme", "presented", "falcon")], fact("acme", "unveiled", "falcon")),
    ([fact("acme", "launched", "falcon")], fact("acme", "presented", "falcon")),
    ([fact("ada", "affiliatedWith", "acme")], fact("ada", "founderOf", "acme")),
    ([typed("acme", "Organization")], typed("acme", "Company")),
    ([typed("art", "Article")], typed("art", "Entity")),
    ([fact("a", "ownedBy", "b"), fact("b", "ownedBy", "c")], fact("a", "ownedBy", "c")),
    ([fact("a", "competesWith", "b"), fact("b", "competesWith", "c")], fact("a", "competesWith", "c")),
    (
        [fact("plan", "hasTelling", "claim"), fact("claim", "saidIn", "passage")],
        fact("plan", "toldBy", "passage"),
    ),
    (
        [fact("falcon", "maker", "acme"), fact("falcon", "maker", "beta")],
        (thing("acme"), SAME, thing("beta")),
    ),
]


@pytest.mark.parametrize(("stated", "expected", "rule"), FOLLOWS)
def test_what_must_follow_follows_by_its_rule(stated: list[Triple], expected: Triple, rule: str) -> None:
    """Each axiom of kg.ttl yields what it is there for, and the rule has its name in the specification."""
    assert infer(*stated)[expected] == rule


@pytest.mark.parametrize(("stated", "unwanted"), DOES_NOT_FOLLOW)
def test_what_must_not_follow_does_not(stated: list[Triple], unwanted: Triple) -> None:
    """No axiom says more than its definition: no rival of a rival, no owner of an owner, no merged makers."""
    assert unwanted not in infer(*stated)


AB, BC, AC = ((thing(one), SAME, thing(other)) for one, other in ("ab", "bc", "ac"))
BA = (AB[2], SAME, AB[0])
ELSEWHERE = [
    (":p rdfs:domain :C .", [fact("a", "p", "b")], typed("a", "C"), "prp-dom"),
    (":p rdfs:range :C .", [fact("a", "p", "b")], typed("b", "C"), "prp-rng"),
    (":p owl:equivalentProperty :q .", [fact("a", "p", "b")], fact("a", "q", "b"), "prp-spo1"),
    (":p owl:equivalentProperty :q .", [fact("a", "q", "b")], fact("a", "p", "b"), "prp-spo1"),
    (":C owl:equivalentClass :D .", [typed("a", "C")], typed("a", "D"), "cax-sco"),
    (":C owl:equivalentClass :D .", [typed("a", "D")], typed("a", "C"), "cax-sco"),
    (":p a owl:FunctionalProperty .", [fact("c", "p", "a"), fact("c", "p", "b")], AB, "prp-fp"),
    (":p a owl:InverseFunctionalProperty .", [fact("a", "p", "c"), fact("b", "p", "c")], AB, "prp-ifp"),
    ("", [AB], BA, "eq-sym"),
    ("", [AB, BC], AC, "eq-trans"),
    ("", [AB, fact("a", "p", "c")], fact("b", "p", "c"), "eq-rep-s"),
    ("", [AB, fact("c", "p", "a")], fact("c", "p", "b"), "eq-rep-o"),
    ("", [(kgo("p"), SAME, kgo("q")), fact("a", "p", "b")], fact("a", "q", "b"), "eq-rep-p"),
    (":C owl:oneOf ( <x:a> ) .", [], (iri("x:a"), TYPE, kgo("C")), OTHER_RULE),
]


@pytest.mark.parametrize(("axiom", "stated", "expected", "rule"), ELSEWHERE)
def test_rules_that_our_ontology_does_without_are_named_too(
    axiom: str, stated: list[Triple], expected: Triple, rule: str
) -> None:
    """Somebody else's ontology gets the right names; what is none of the named rules is called owl-rl."""
    ontology = f"@prefix : <{KGO}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . {axiom}".encode()

    assert derived(infer_closure(stated, ontology))[expected] == rule


def test_no_two_conclusions_justify_each_other() -> None:
    """Each of a symmetric pair could rest on the other; both rest on what was stated."""
    axioms = f"<{KGO}unveiled> <{RDFS}subPropertyOf> <{KGO}presented> .\n"
    axioms += f"<{KGO}presented> a <{OWL}SymmetricProperty> ."

    closure = infer_closure([fact("a", "unveiled", "b"), fact("b", "unveiled", "a")], axioms.encode())

    assert derived(closure) == {
        fact("a", "presented", "b"): "prp-spo1",
        fact("b", "presented", "a"): "prp-spo1",
    }


@pytest.mark.parametrize(
    "value",
    [
        literal("1.50", datatype=XSD + "decimal"),
        literal("01", datatype=XSD + "integer"),
        literal("2029-05-03", datatype=XSD + "date"),
        literal("P0Y5M", datatype=XSD + "duration"),
        literal("1", datatype=XSD + "boolean"),
        literal('a "quoted" \\ line\nand 🚗'),
        literal("colour", language="en-gb"),
        literal("x", datatype="https://example.org/own-datatype"),
    ],
)
def test_a_literal_comes_back_byte_for_byte(value: Term) -> None:
    """Nothing is normalised on the way through the engine."""
    ontology = f"<{KGO}phase> <{RDFS}subPropertyOf> <{KGO}wording> .".encode()

    closure = infer_closure([(thing("a"), kgo("phase"), value)], ontology)

    assert derived(closure) == {(thing("a"), kgo("wording"), value): "prp-spo1"}


def test_only_news_is_returned() -> None:
    """Nothing stated, nothing of the ontology, nothing about built-in terms, nothing trivially true."""
    known_for = (thing("acme"), kgo("knownFor"), literal("vans"))
    stated = [typed("acme", "Company"), fact("falcon", "maker", "acme"), known_for]

    found = infer(*stated)

    assert set(found) == {
        typed("acme", "Organization"),
        typed("acme", "Entity"),
        fact("acme", "makes", "falcon"),
    }


def test_a_thing_of_two_disjoint_classes_is_a_contradiction() -> None:
    """It is reported once, in one line, with the classes and the thing; no trace of it is among the news."""
    closure = infer_closure([typed("acme", "Company"), typed("acme", "Person")], KG_TTL.read_bytes())

    (contradiction,) = closure.contradictions
    assert contradiction.terms == (kgo("Company"), kgo("Person"), thing("acme"))
    assert "\n" not in contradiction.message
    assert {predicate for _, predicate, _ in derived(closure)} == {TYPE}


@pytest.mark.parametrize("other", ["acme-(motors),-inc", "acme"], ids=["another", "itself"])
def test_names_that_must_never_merge_contradict_when_they_do(other: str) -> None:
    """``owl:differentFrom`` against ``owl:sameAs`` is found once, with its terms."""
    pair = (thing("acme"), thing(other))

    closure = infer_closure([(pair[0], SAME, pair[1]), (pair[0], DIFFERENT, pair[1])], SMALL)

    (contradiction,) = closure.contradictions
    assert set(contradiction.terms) == set(pair)


def test_a_thing_told_apart_from_itself_contradicts() -> None:
    """Even where nothing is said to be the same as anything."""
    closure = infer_closure([(thing("acme"), DIFFERENT, thing("acme"))], SMALL)

    assert [contradiction.terms for contradiction in closure.contradictions] == [(thing("acme"),)]


def test_several_contradictions_are_sorted() -> None:
    """By message, whatever the order in which the engine met them."""
    stated = [typed(name, kind) for name in ("b", "a", "c") for kind in ("Company", "Person")]

    closure = infer_closure(stated, SMALL)

    assert len(closure.contradictions) == 3
    assert list(closure.contradictions) == sorted(closure.contradictions)
    assert isinstance(closure.contradictions[0], Contradiction)


NAMES = st.sampled_from("abcd")
FACTS = st.builds(
    fact,
    NAMES,
    st.sampled_from(["competesWith", "locatedIn", "makes", "maker", "unveiled", "ownedBy"]),
    NAMES,
)
TYPES = st.builds(typed, NAMES, st.sampled_from(["Company", "Organization", "Person"]))
EQUALITIES = st.builds(
    lambda one, how, other: (thing(one), how, thing(other)), NAMES, st.sampled_from([SAME, DIFFERENT]), NAMES
)
GRAPHS = st.lists(FACTS | TYPES | EQUALITIES, max_size=6)


@settings(max_examples=30, deadline=None)
@given(stated=GRAPHS)
def test_inferring_again_finds_nothing_new(stated: list[Triple]) -> None:
    """The closure of a closure is itself."""
    first = infer_closure(stated, SMALL)

    again = infer_closure([*stated, *derived(first)], SMALL)

    assert again.derived == ()
    assert again.contradictions == first.contradictions


@settings(max_examples=30, deadline=None)
@given(stated=GRAPHS, more=GRAPHS)
def test_what_follows_still_follows_when_more_is_stated(stated: list[Triple], more: list[Triple]) -> None:
    """Another article takes no conclusion away."""
    before = set(derived(infer_closure(stated, SMALL)))

    after = set(derived(infer_closure(stated + more, SMALL)))

    assert before <= after | set(more)


@settings(max_examples=30, deadline=None)
@given(stated=GRAPHS)
def test_every_conclusion_has_a_rule_of_the_specification(stated: list[Triple]) -> None:
    """For this ontology every rule that yields something has its name."""
    assert OTHER_RULE not in derived(infer_closure(stated, SMALL)).values()


@settings(max_examples=30, deadline=None)
@given(stated=GRAPHS, data=st.data())
def test_the_order_of_the_input_does_not_matter(stated: list[Triple], data: st.DataObject) -> None:
    """Same triples, same closure: triples, rules, contradictions and their order."""
    shuffled = data.draw(st.permutations(stated))

    assert infer_closure(shuffled, SMALL) == infer_closure(stated, SMALL)


@settings(max_examples=30, deadline=None)
@given(stated=GRAPHS)
def test_the_shortcut_loses_nothing_that_plain_owlrl_finds(stated: list[Triple]) -> None:
    """Leaving out ``x owl:sameAs x`` changes neither what follows nor whether there is a contradiction."""
    graph = Graph().parse(data=SMALL, format="turtle")
    graph.parse(data="".join(map(ntriples_line, stated)), format="nt")
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    about_things = {
        tuple(Term(node.n3()) for node in triple)
        for triple in graph
        if str(triple[0]).startswith(DEFAULT_BASE) and not str(triple[2]).startswith(OWL)
    }
    plain = {t for t in about_things if not (t[1] == SAME and t[0] == t[2]) and t[1] != DIFFERENT} - set(
        stated
    )

    closure = infer_closure(stated, SMALL)

    assert set(derived(closure)) == plain
    assert bool(closure.contradictions) == ("agent-ont#ErrorMessage" in graph.serialize(format="nt"))


def test_a_list_gets_names_from_what_it_belongs_to(tmp_path: Path) -> None:
    """The cells of a chain have the same IRIs on every machine, and the list can be walked."""
    path = tmp_path / "terms.ttl"
    path.write_bytes(SMALL)

    triples = load_turtle(path)

    first, second = kgo("toldBy-propertyChainAxiom-1"), kgo("toldBy-propertyChainAxiom-2")
    assert (kgo("toldBy"), iri(OWL + "propertyChainAxiom"), first) in triples
    assert (first, iri(RDF + "first"), kgo("unveiled")) in triples
    assert (first, iri(RDF + "rest"), second) in triples
    assert (second, iri(RDF + "rest"), iri(RDF + "nil")) in triples
    assert list(triples) == sorted(triples)


def test_two_lists_of_one_owner_are_told_apart_by_their_items(tmp_path: Path) -> None:
    """Whichever of them stands first in the file."""
    lines = [f"<{KGO}p> <{OWL}propertyChainAxiom> ( <{KGO}{name}> ) ." for name in "ab"]
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    one.write_text("\n".join(lines), encoding="utf-8")
    other.write_text("\n".join(reversed(lines)), encoding="utf-8")

    assert load_turtle(one) == load_turtle(other)
    assert (kgo("p-propertyChainAxiom-2-1"), iri(RDF + "first"), kgo("b")) in load_turtle(one)


def test_a_byte_order_mark_is_no_part_of_turtle(tmp_path: Path) -> None:
    """Editors on some systems write one."""
    path = tmp_path / "terms.ttl"
    path.write_bytes(b"\xef\xbb\xbf<x:a> <x:b> <x:c> .")

    assert load_turtle(path) == ((iri("x:a"), iri("x:b"), iri("x:c")),)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"@prefix a: <x:> .\n\na:b a:c .\n", 3),
        (b"<x:a> <x:b> missing:prefix .", 1),
        (b"<x:a> <x:b> \xff\xfe .", None),
        (b"<x:a> <x:b> [ <x:c> <x:d> ] .", None),
        (b"<x:a> <x:b> <not an iri> .", None),
    ],
    ids=["no object", "no prefix", "not UTF-8", "blank node", "space in an IRI"],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, content: bytes, line: int | None) -> None:
    """The error says which file, which line where that is known, and what is wrong, in one line."""
    path = tmp_path / "terms.ttl"
    path.write_bytes(content)

    with pytest.raises(BrokenFileError) as caught:
        load_turtle(path)

    assert caught.value.path == path
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_a_source_error(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(SourceError, match=r"none\.ttl"):
        load_turtle(tmp_path / "none.ttl")


def test_a_broken_ontology_stops_the_closure() -> None:
    """It is the project's file that is at fault, and the message says so."""
    with pytest.raises(BrokenFileError, match="the ontology:1: not Turtle"):
        infer_closure([], b"kgo:Company a owl:Class .")


def test_relative_names_do_not_carry_the_machine_into_the_graph(tmp_path: Path) -> None:
    """They are read against the ontology's IRI, not against the folder of the file."""
    path = tmp_path / "terms.ttl"
    path.write_bytes(b"<#a> <x:b> <x:c> .")

    assert load_turtle(path)[0][0] == iri(f"{ONTOLOGY_IRI}#a")


def test_importing_is_cheap() -> None:
    """Neither engine is loaded before a function needs it."""
    code = "import sys, kg.infer, kg.validate; print({'rdflib', 'owlrl', 'pyshacl'} & set(sys.modules))"

    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert shown.stdout == "set()\n"
