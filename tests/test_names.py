"""Names are found whole, longest first, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import Reader
from kg.extract.names import Registry
from kg.namespaces import KGO, RDF, SKOS
from kg.terms import Triple, iri, literal
from tests.reading import PATTERNS, document, names, reader, vocabulary

BASE = "https://example.org/kg/id/"


def entry(key: str, kind: str, *labels: str, hidden: tuple[str, ...] = ()) -> list[Triple]:
    """Return the triples that name a thing; the first label is the preferred one."""
    subject = iri(BASE + key)
    properties = ["prefLabel", *["altLabel"] * (len(labels) - 1), *["hiddenLabel"] * len(hidden)]
    return [
        (subject, iri(RDF + "type"), iri(KGO + kind)),
        *(
            (subject, iri(SKOS + name), literal(label))
            for name, label in zip(properties, (*labels, *hidden), strict=True)
        ),
    ]


CAST = [
    *entry("company/gm", "Company", "GM", "General Motors"),
    *entry("company/nova", "Company", "Nova", "Nova Motors", hidden=("Novva",)),
    *entry("vehicle/nova-sky", "Vehicle", "Nova Sky", "Sky"),
    *entry("place/united-states", "Place", "US", "United States"),
    *entry("place/abroad", "Place", "abroad"),
    *entry("product/truck", "ProductKind", "truck", "Trucks"),
    *entry("person/bo-lind", "Person", "Bo Lind", "Lind"),
    *entry("person/cy-lind", "Person", "Cy Lind", "Lind"),
]


def found(text: str, triples: list[Triple] | None = None) -> list[tuple[str, list[str]]]:
    registry = Registry.from_triples(CAST if triples is None else triples)
    return [
        (text[span.start : span.end], [thing.slug for thing in things])
        for span, things in registry.find(text, 0, len(text))
    ]


def test_the_longest_name_wins() -> None:
    """“Nova Sky” is the model, “Nova Motors” the firm, and neither is cut in two."""
    assert found("Nova Motors sells the Nova Sky.") == [("Nova Motors", ["nova"]), ("Nova Sky", ["nova-sky"])]


@pytest.mark.parametrize(
    "text",
    [
        "GMC grew.",
        "AGM grew.",
        "Novas grew.",
        "Nion grew.",
        "a@Nova grew.",
        "x.Nova",
        "Nova-like",
        "Nova.example",
    ],
)
def test_names_are_whole_words(text: str) -> None:
    """A name inside a longer word, an address or a compound is no mention."""
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    ["Nova's cars", "(Nova)", '"Nova"', "Nova, too", "US-based Nova", "Nova-made cars", "Nova: yes", "Nova."],
)
def test_marks_around_a_name_do_not_hide_it(text: str) -> None:
    """Possessives, quotes, brackets and compounds such as "-made" leave the name a name."""
    assert ("Nova", ["nova"]) in found(text)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("NOVA grew", ["nova"]),
        ("nova grew", []),
        ("the US grew", ["united-states"]),
        ("tell us", []),
        ("Us too", []),
        ("sold abroad", ["abroad"]),
        ("Abroad it sold", ["abroad"]),
        ("a truck", ["truck"]),
        ("two trucks", ["truck"]),
        ("gm grew", []),
    ],
)
def test_names_need_their_capitals(text: str, slugs: list[str]) -> None:
    """Names need a capital, two initials need both; common nouns and lower-case names need none."""
    assert [slug for _, things in found(text) for slug in things] == slugs


def test_an_accepted_misspelling_links_to_the_thing() -> None:
    """A hidden label is one more name, with the preferred label as the thing's."""
    registry = Registry.from_triples(CAST)
    ((_, things),) = registry.find("Novva grew.", 0, 11)

    assert [thing.name for thing in things] == ["Nova"]


def test_names_may_have_a_hyphen_for_a_space() -> None:
    """“Nova-Sky” is “Nova Sky”."""
    assert found("The Nova-Sky came.") == [("Nova-Sky", ["nova-sky"])]


def test_an_ambiguous_name_gives_its_candidates_and_no_link() -> None:
    """Two people called Lind: the registry names both, the tape links neither."""
    assert found("Lind spoke.") == [("Lind", ["bo-lind", "cy-lind"])]

    made = Reader.load(PATTERNS, [*names(), *CAST], vocabulary())
    reading = made.read(document("Lind said that Acme sells EVs in France."))

    assert not any(mention.thing.kind == "person" for mention in reading.mentions)
    assert [claim.speaker for claim in reading.claims if claim.property == "sellsIn"] == [None]


def test_an_ambiguous_firm_owns_nothing() -> None:
    """A plant after a name that two firms share is nobody's."""
    twins = [
        *entry("company/one", "Company", "Twin One", "Twin"),
        *entry("company/two", "Company", "Twin Two", "Twin"),
    ]
    made = Reader.load(PATTERNS, [*names(), *twins], vocabulary())
    reading = made.read(document("Twin has built its plant in France."))

    assert not any(mention.thing.kind == "facility" for mention in reading.mentions)


def test_a_registry_without_names_finds_nothing() -> None:
    """No names, no mentions, no error."""
    assert found("Nova grew.", []) == []


def test_things_are_known_by_key_and_by_name() -> None:
    """A key gives the thing or an error; a name gives all things that bear it, whatever its case."""
    registry = Registry.from_triples(CAST)

    assert registry.thing("company/gm").name == "GM"
    assert [thing.slug for thing in registry.named("LIND")] == ["bo-lind", "cy-lind"]
    with pytest.raises(KeyError):
        registry.thing("company/nobody")


def test_facts_of_the_registry_can_be_asked() -> None:
    """What the names graph says of a thing is at hand while reading."""
    registry = reader().registry
    acme = registry.thing("company/acme")

    assert [thing.slug for thing in registry.linked(acme, "nationality")] == ["france"]
    assert registry.linked(acme, "ownedBy") == []


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    """What is found is a slice of the text that bears one of the thing's names, letter case aside."""
    registry = reader().registry
    for span, things in registry.find(text, 0, len(text)):
        assert things
        assert set(things) <= set(registry.named(text[span.start : span.end]))
