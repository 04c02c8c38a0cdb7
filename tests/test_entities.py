"""What kg.entities promises: one thing is found, or the message says which there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.entities import find_entity, labels_of
from kg.errors import UsageError
from kg.namespaces import DEFAULT_BASE
from kg.store import GraphStore, open_current
from kg.terms import iri, literal
from tests.store_mini import ACME, ADA, BETA, MINTER, kgo, mini_graphs, mini_project, publish_graphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.terms import Term


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """Publish and open the mini graphs."""
    project = mini_project(tmp_path_factory.mktemp("entities"))
    publish_graphs(project, mini_graphs())
    with open_current(project) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Acme Motors", ACME),
        ("  acme   MOTORS ", ACME),
        ("Acme", ACME),
        ("akme", ACME),
        ("company/acme-motors", ACME),
        ("company:acme-motors", ACME),
        ("id:company/acme-motors", ACME),
        ("acme-motors", ACME),
        ("https://example.org/kg/id/company/acme-motors", ACME),
        ("<https://example.org/kg/id/company/acme-motors>", ACME),
        ("first-1", MINTER.article("first-1")),
        ("Acme looks abroad", MINTER.article("first-1")),
        ("kgo:Planned", kgo("Planned")),
        ("kgo:Possible", kgo("Possible")),
        ("kgo:competesWith", kgo("competesWith")),
    ],
)
def test_a_thing_is_found_by_what_people_write(store: GraphStore, text: str, term: Term) -> None:
    """Any label, whatever its case and space; an IRI in any of its forms; the last part of one."""
    assert find_entity(store, text, base=DEFAULT_BASE) == term


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Acne Motors", r"nothing in the graph is called 'Acne Motors' \(did you mean Acme Motors"),
        ("Acme Mot", "nothing in the graph is called 'Acme Mot'"),
        ("Roe", r"'Roe' may be any of person:ada-roe \(Ada Roe\), person:bo-roe \(Bo Roe\); name one"),
        ("kgo:Planed", r"'kgo:Planed' is not in the graph \(did you mean kgo:Planned"),
        ("company/acne-motors", r"is not in the graph \(did you mean Acme Motors"),
        ("https://example.org/other", "is not in the graph"),
        ("https://example.org/100%", "is not in the graph"),
        ("<no iri>", "is no IRI"),
        ('x" } SERVICE <http://a.example/> {', "nothing in the graph is called"),
        ("", "nothing in the graph is called ''"),
    ],
)
def test_what_is_not_one_thing_says_what_there_is(store: GraphStore, text: str, message: str) -> None:
    """Nothing by that name: the nearest names. Several: each of them, in a form that can be given."""
    with pytest.raises(UsageError, match=message):
        find_entity(store, text, base=DEFAULT_BASE)


def test_terms_have_words(store: GraphStore) -> None:
    """A label if there is one, of our terms too; else the short form; the text of a literal."""
    unknown = iri("https://example.org/kg/id/company/nobody")
    terms = [ACME, ADA, kgo("Planned"), kgo("unheard"), unknown, iri("urn:x"), literal("a\nb", language="en")]

    assert list(labels_of(store, terms, base=DEFAULT_BASE).values()) == [
        *("Acme Motors", "Ada Roe", "planned", "kgo:unheard", "company:nobody", "urn:x", "a\nb")
    ]
    assert BETA not in labels_of(store, terms, base=DEFAULT_BASE)
