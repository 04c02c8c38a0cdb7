"""The reader as a whole: exact quotes, the same claims every time, and no text that stops it."""

from __future__ import annotations

import random
import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import Reader
from kg.extract.describe import claim_record
from kg.identifiers import Minter
from kg.model import Reading, Span
from tests.reading import PATTERNS, document, lexicon, lines_of, names, read, reader, vocabulary

RULE_WORDS = sorted(
    {
        word
        for rule in reader().rules
        for example in rule.examples
        for word in re.findall(r"\S+", example.sentence)
    }
)
CHAIN_WORDS = sorted(
    {
        atom.strip("~").split("|")[0]
        for chains in lexicon().chains.values()
        for chain in chains
        for atom in chain.atoms
        if atom != ".."
    }
)
VERB_FORMS = sorted(lexicon().verbs)
MARKS = [*",.;:()\"'!?[]{}<>|#/&%$€*_-", "...", "n't", "'s", "’", "“", "”", "–", "\n", "\n# ", "\n- ", "\t"]
ODD = [
    "é",
    "ſ",
    "K",
    "İ",
    "ß",
    "ﬁ",
    "😀",
    "中文",
    "\u200b",
    "\u0301",
    "\x00",
    "\u2028",
    "٣",
    "２０３０",
    "\ufffd",
]

PIECES = st.one_of(
    st.sampled_from(RULE_WORDS),
    st.sampled_from(VERB_FORMS),
    st.sampled_from(CHAIN_WORDS),
    st.sampled_from(
        ["Acme", "Cobalt", "Ann Berg", "the Falcon", "EVs", "in France", "by 2030", "$5 billion"]
    ),
    st.sampled_from(MARKS),
    st.sampled_from(ODD),
    st.text(max_size=3),
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", " ", ""])), max_size=50).map(
    lambda pairs: "".join(piece + space for piece, space in pairs)
)

ARTICLE = """\
# Acme goes abroad

Acme, a French technology group, plans to sell EVs abroad by 2030, Ann Berg said. Borealis launched the
Heron in 2029. It has 500 hp. The company has no plans to build a plant in Germany.

- Cobalt sells smartphones overseas.
- It will cost $30,000, insiders told the Daily Ledger.
"""
OTHERS = [
    "Tom Silva is Cobalt's president. It sells phones.",
    "The Heron came. They like it.",
    "",
    "Cobalt grew.",
]


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, body_start=st.integers(0, 40))
def test_whatever_stands_there_is_read_with_exact_quotes(text: str, body_start: int) -> None:
    """No text raises; sentences lie apart in the body; quotes and links slice back; values have names."""
    reading = reader().read(document(text, body_start=body_start))
    minter = Minter("https://example.org/kg/id/")
    spans = list(reading.sentences)

    assert all(body_start <= span.start for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    for claim in reading.claims:
        assert text[claim.span.start : claim.span.end] == claim.quote
        assert claim.span in spans
        assert claim_record(claim)["property"] in vocabulary().properties
        assert all(
            link.antecedent.end <= len(text) and link.span.end <= len(text) for link in claim.coreferences
        )
    for mention in reading.mentions:
        assert any(span.start <= mention.span.start and mention.span.end <= span.end for span in spans)
        assert minter.thing(mention.thing)
    assert reader().read(document(text, body_start=body_start)) == reading


def test_reading_is_the_same_whatever_was_read_before() -> None:
    """Nothing of one document is remembered in the next, and another reader reads alike."""
    alone = read(ARTICLE)
    for text in OTHERS:
        read(text)
        read(ARTICLE + text)

    assert read(ARTICLE) == alone
    assert Reader.load(PATTERNS, names(), vocabulary()).read(document(ARTICLE)) == alone
    assert len(alone.claims) > 5


def test_the_order_of_names_and_documents_does_not_matter() -> None:
    """Names in any order make the same reader; documents in any order give the same readings."""
    shuffled = list(names())
    random.Random(1).shuffle(shuffled)  # noqa: S311 - any other order will do
    other = Reader.load(PATTERNS, shuffled, vocabulary())
    texts = [ARTICLE, *OTHERS]
    forward: dict[str, Reading] = {text: reader().read(document(text)) for text in texts}
    backward = {text: other.read(document(text)) for text in reversed(texts)}

    assert forward == backward


def test_front_matter_is_not_read_but_counts() -> None:
    """Offsets count from the start of the text, claims come from the body only."""
    head = "---\ntitle: Acme sells EVs in Spain.\n---\n"
    reading = reader().read(document(f"{head}Acme sells EVs in France.", body_start=len(head)))

    assert [claim.span for claim in reading.claims] == [Span(len(head), len(head) + 25)]
    assert [claim.quote for claim in reading.claims] == ["Acme sells EVs in France."]


def test_typography_changes_no_claim() -> None:
    """Curly quotes, long dashes, fixed spaces, emphasis and links read like plain text."""
    plain = 'Ann Berg said - at a "fair" - that Acme\'s plan is to sell EVs in France by 2030.'
    fancy = (
        "[Ann Berg](https://a.example/b) said – at a “fair” – that **Acme**’s plan is *to* sell\u00a0EVs"
        " in `France` by 2030."
    )

    assert lines_of(plain, "sellsIn")
    assert lines_of(fancy, "sellsIn") == lines_of(plain, "sellsIn")


def test_sentences_that_say_nothing_are_silent() -> None:
    """A reading knows which of its sentences gave no claim."""
    text = "Acme sells EVs in France. It rained. Cobalt makes EVs."
    silent = [text[span.start : span.end] for span in read(text).silent_sentences()]

    assert silent == ["It rained."]


def test_mentions_are_places_of_names() -> None:
    """Each name of a list is a mention where it stands; pronouns are none."""
    text = "Acme and Cobalt grew. They sell EVs."
    found = [
        (text[mention.span.start : mention.span.end], mention.thing.slug) for mention in read(text).mentions
    ]

    assert found == [("Acme", "acme"), ("Cobalt", "cobalt"), ("EVs", "electric-vehicle")]


HEAVY = {
    "no punctuation": "acme sells many electric cars in france to people who like them ",
    "and": "and ",
    "open brackets": "(",
    "open square brackets": "[",
    "links": "[a](",
    "digits": "5",
    "grouped digits": "555,",
    "one letter": "a",
    "capitals": "Ab-",
    "names": "Acme, ",
    "offices": "CEO ",
    "firms": "Abc Inc ",
    "plants": "its plant in France ",
    "scale words": "a hundred ",
    "amounts": "$5 billion ",
    "dates": "from May 2020 to ",
    "helpers": "has ",
    "chains": "plans to ",
    "possessed plans": "Acme's plan is to ",
    "claims": "Acme sells EVs in France, ",
    "speech": "Ann Berg said that ",
    "relative clauses": "Acme, which ",
    "furniture": "get the ",
    "sentences": "Acme sells EVs in France. ",
    "lines": "Acme sells EVs in France\n",
    "emphasis": "*a",
    "spaces": " ",
    "letters of other scripts": "é中",
}
SIZE = 60_000


@pytest.mark.parametrize("name", HEAVY)
def test_no_text_takes_long(name: str) -> None:
    """60,000 characters of anything take less than three seconds of processor time."""
    text = (HEAVY[name] * SIZE)[:SIZE]
    begin = time.process_time()
    read(f"x{text}b")

    assert time.process_time() - begin < 3


@pytest.mark.parametrize("name", ["names", "offices", "capitals", "furniture", "plants", "amounts", "claims"])
def test_time_grows_with_the_text_and_not_with_its_square(name: str) -> None:
    """Four times the text takes well under sixteen times as long."""
    seconds = []
    for size in (15_000, 60_000):
        text = (HEAVY[name] * size)[:size]
        read(text[:500])
        begin = time.process_time()
        read(text)
        seconds.append(max(time.process_time() - begin, 0.01))

    assert seconds[1] / seconds[0] < 10
