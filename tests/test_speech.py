"""Who says what: speakers and modes inside and outside the reach of a saying verb."""

from __future__ import annotations

import pytest

from kg.model import Claim, Mode
from tests.reading import lexicon, one_claim, read

SELLS = "Acme sells EVs in France"
ANN = "person/ann-berg"

SAID = {
    # by somebody, as a fact
    f"Ann Berg said that {SELLS}.": (ANN, "Asserted"),
    f"Ann Berg said {SELLS}.": (ANN, "Asserted"),
    f"Ann Berg, who runs Acme, said that {SELLS}.": (ANN, "Asserted"),
    f"Ann Berg announced that {SELLS}.": (ANN, "Asserted"),
    f"Ann Berg confirmed that {SELLS}.": (ANN, "Asserted"),
    f"Ann Berg wrote that {SELLS}.": (ANN, "Asserted"),
    f"{SELLS}, Ann Berg said.": (ANN, "Asserted"),
    f"“{SELLS},” Ann Berg said.": (ANN, "Asserted"),
    f"{SELLS}, Ann Berg said in May 2030.": (ANN, "Asserted"),
    f"{SELLS}, Ann Berg said in an interview.": (ANN, "Asserted"),
    f"{SELLS}, Ann Berg told reporters.": (ANN, "Asserted"),
    f"{SELLS}, said Ann Berg.": (ANN, "Asserted"),
    f"“{SELLS},” said Ann Berg.": (ANN, "Asserted"),
    f"{SELLS}, says Acme's chief executive, Ann Berg.": (ANN, "Asserted"),
    f"{SELLS}, said the president of Cobalt, Tom Silva.": ("person/tom-silva", "Asserted"),
    f"{SELLS}, reported the Daily Ledger.": ("outlet/daily-ledger", "Asserted"),
    "Acme, said Ann Berg, sells EVs in France.": (ANN, "Asserted"),
    "Acme, Ann Berg added, sells EVs in France.": (ANN, "Asserted"),
    f"According to Ann Berg, {SELLS}.": (ANN, "Asserted"),
    f"{SELLS}, according to Ann Berg.": (ANN, "Asserted"),
    f"Ann Berg told the Daily Ledger that {SELLS}.": (ANN, "Asserted"),
    f"According to the Daily Ledger, Ann Berg said that {SELLS}.": (ANN, "Asserted"),
    f"Acme's report said that {SELLS}.": ("company/acme", "Asserted"),
    f"Analysts say {SELLS}.": ("source/analysts", "Asserted"),
    # by somebody, as less
    f"Ann Berg claims that {SELLS}.": (ANN, "Speculated"),
    f"Ann Berg insists {SELLS}.": (ANN, "Speculated"),
    f"Ann Berg believes that {SELLS}.": (ANN, "Speculated"),
    f"Ann Berg doubts that {SELLS}.": (ANN, "Speculated negative"),
    f"Ann Berg does not believe that {SELLS}.": (ANN, "Speculated negative"),
    f"Ann Berg denied that {SELLS}.": (ANN, "Asserted negative"),
    f"Ann Berg did not deny that {SELLS}.": (ANN, "Possible"),
    f"Ann Berg did not say that {SELLS}.": (ANN, "Possible"),
    f"Ann Berg never said that {SELLS}.": (ANN, "Possible"),
    f"Ann Berg may say that {SELLS}.": (ANN, "Possible"),
    f"Ann Berg said that Tom Silva believes that {SELLS}.": ("person/tom-silva", "Speculated"),
    # by nobody who is named
    f"It is believed that {SELLS}.": (None, "Speculated"),
    f"It is not expected that {SELLS}.": (None, "Speculated negative"),
    f"It was reported that {SELLS}.": (None, "Asserted"),
    f"Some fans believe that {SELLS}.": (None, "Speculated"),
    f"Some fans believe {SELLS}.": (None, "Speculated"),
    f"Nobody said that {SELLS}.": (None, "Possible"),
    f"In my opinion, {SELLS}.": (None, "Speculated"),
    f"In our view, {SELLS}.": (None, "Speculated"),
    f"There is speculation that {SELLS}.": (None, "Speculated"),
    f"There is a chance that {SELLS}.": (None, "Possible"),
    f"There are plans that {SELLS}.": (None, "Planned"),
    f"Ann Berg asked whether {SELLS}.": (None, "Possible"),
    # outside
    f"{SELLS}, but Ann Berg said that Cobalt grew.": (None, "Asserted"),
    f"Ann Berg said nothing. {SELLS}.": (None, "Asserted"),
    f"After {SELLS}, Cobalt announced a car.": (None, "Asserted"),
    f"As Ann Berg said, {SELLS}.": (None, "Asserted"),
    f"Ann Berg grew roses; {SELLS}.": (None, "Asserted"),
}


def said(claim: Claim) -> tuple[str | None, str]:
    speaker = f"{claim.speaker.kind}/{claim.speaker.slug}" if claim.speaker else None
    return speaker, f"{claim.mode}{' negative' if claim.negative else ''}"


@pytest.mark.parametrize("text", SAID)
def test_a_claim_has_the_speaker_and_the_mode_of_its_place(text: str) -> None:
    """What is said, said with doubt, denied or not said at all differs from what the article says itself."""
    assert said(one_claim(text, "sellsIn")) == SAID[text]


def test_saying_and_verb_together_are_as_firm_as_the_less_firm() -> None:
    """A hope about a possibility is no more than the hope; a plan that is denied is no plan."""
    hoped = one_claim("Ann Berg hopes that Acme will sell EVs in France.", "sellsIn")
    denied = one_claim("Ann Berg denied that Acme plans to sell EVs in France.", "sellsIn")

    assert said(hoped) == (ANN, "Speculated")
    assert said(denied) == (ANN, "Planned negative")


def test_two_clauses_have_each_their_speaker() -> None:
    """The reach of "said" ends where somebody else speaks."""
    text = "Acme sells EVs in Spain, but Ann Berg said that Cobalt sells EVs in France."
    found = {claim.subject: said(claim)[0] for claim in read(text).claims if claim.property == "sellsIn"}

    assert sorted(found.values(), key=str) == [None, ANN]


def test_an_aside_stands_outside_what_is_believed() -> None:
    """“…, which sells EVs in France, …” is the article's own words."""
    text = "Analysts believe that Acme, which sells EVs in France, will grow."

    assert said(one_claim(text, "sellsIn"))[1] == "Asserted"


def test_a_saying_verb_makes_its_statement_a_claim() -> None:
    """That somebody said it is asserted, whatever becomes of what was said."""
    for verb, how in (("said", "Asserted"), ("claimed", "Asserted"), ("denied", "Asserted negative")):
        claim = one_claim(f"Ann Berg {verb} that {SELLS}.", "stated")

        assert said(claim) == (None, how)


def test_outlets_that_speak_are_the_articles_sources() -> None:
    """An outlet quoted is a source; an outlet that is only named is none."""
    assert [thing.slug for thing in read(f"The Daily Ledger reported that {SELLS}.").sources] == [
        "daily-ledger"
    ]
    assert read(f"{SELLS}. The Daily Ledger is old.").sources == ()


@pytest.mark.parametrize("name", sorted(lexicon().speech))
def test_every_class_of_saying_has_its_effect(name: str) -> None:
    """A verb of each class of ``speech.txt`` does to "that …" what the list says."""
    lemma = next(
        reading.lemma
        for _, entries in sorted(lexicon().verbs.items())
        for rest, reading in entries
        if name in reading.classes and not rest and reading.form == "base"
    )
    mode, negative = lexicon().speech[name].mode, lexicon().speech[name].negative
    claim = one_claim(f"Ann Berg will {lemma} that {SELLS}.", "sellsIn")

    assert claim.mode is (Mode.PLANNED if mode is Mode.ASSERTED else mode)
    assert claim.negative == negative


@pytest.mark.parametrize("noun", sorted(lexicon().doubtful))
def test_every_doubtful_noun_has_its_effect(noun: str) -> None:
    """What follows "rumour that" and the like has the noun's mode."""
    claim = one_claim(f"There was some {noun} that {SELLS}.", "sellsIn")

    assert claim.mode is lexicon().doubtful[noun].mode
