"""What the tests of the reader share: one that knows the rules' invented cast, and short ways to ask it."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from kg.extract import Reader
from kg.extract.describe import describe_claim
from kg.extract.lexicon import Lexicon
from kg.infer import load_turtle
from kg.model import Claim, Document, Reading
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.extract.tokens import Token, VerbGroup
    from kg.terms import Triple

ONTOLOGY = Path(__file__).parent.parent / "ontology"
PATTERNS = ONTOLOGY / "patterns"


@cache
def vocabulary() -> Vocabulary:
    """Return the properties, qualifiers and actions of the ontology."""
    return Vocabulary.from_triples(load_turtle(ONTOLOGY / "kg.ttl"))


@cache
def names() -> tuple[Triple, ...]:
    """Return the registry's triples and those of the invented cast."""
    return (*load_turtle(ONTOLOGY / "names.ttl"), *load_turtle(PATTERNS / "cast.ttl"))


@cache
def reader() -> Reader:
    """Return a reader with all rules and lists, made once."""
    return Reader.load(PATTERNS, names(), vocabulary())


@cache
def lexicon() -> Lexicon:
    """Return the word lists, loaded once."""
    return Lexicon(PATTERNS)


def document(text: str, *, name: str = "test", body_start: int = 0) -> Document:
    """Return *text* as an article without front matter."""
    return Document(name, f"{name}.txt", text, body_start, "0" * 64, "0" * 64)


def read(text: str) -> Reading:
    """Return what the reader makes of *text*."""
    return reader().read(document(text))


def claims_of(text: str, property_name: str) -> list[Claim]:
    """Return the claims of *text* with one property."""
    return [claim for claim in read(text).claims if claim.property == property_name]


def lines_of(text: str, property_name: str = "") -> list[str]:
    """Return the claims of *text*, with one property if named, as ``gives`` lines write them."""
    return [
        describe_claim(claim)
        for claim in read(text).claims
        if not property_name or claim.property == property_name
    ]


def one_claim(text: str, property_name: str) -> Claim:
    """Return the only claim of *text* with a property; anything else fails the test."""
    found = claims_of(text, property_name)

    assert len(found) == 1, [describe_claim(claim) for claim in read(text).claims]
    return found[0]


def tape(text: str) -> list[Token]:
    """Return the tape of *text*, references resolved and verb groups folded."""
    return reader().tape(text)


def verbs(text: str) -> list[tuple[Token, VerbGroup]]:
    """Return the verb groups of *text* with their tokens."""
    return [(token, token.verb) for token in tape(text) if token.verb is not None]


def subjects_of(text: str, lemma: str) -> list[str]:
    """Return whom the verb groups with *lemma* have as subject: slugs joined by ``+``, or the plain noun."""
    found = [token.subject for token, verb in verbs(text) if verb.lemma == lemma]
    return [
        "" if subject is None else "+".join(thing.slug for thing in subject.things) or subject.low
        for subject in found
    ]


def texts_of(*pieces: str) -> st.SearchStrategy[str]:
    """Return a strategy for texts of up to forty of *pieces*, run together in any order."""
    return st.lists(st.sampled_from(pieces), max_size=40).map("".join)


def copy_patterns(folder: Path) -> Path:
    """Return a copy of the word lists and rules in *folder*, to be spoiled."""
    target = folder / "patterns"
    shutil.copytree(PATTERNS, target)
    return target
