"""Verb groups: mode, polarity, voice and class are read in one place for all rules."""

from __future__ import annotations

import itertools

import pytest

from kg.extract.lexicon import Force
from kg.extract.verbs import combine
from kg.model import Mode
from tests.reading import tape, verbs

FORCES = [Force(mode, negative) for mode in Mode for negative in (False, True)]

GROUPS = {
    # facts
    "sells": "sell Asserted",
    "sold": "sell Asserted",
    "has sold": "sell Asserted",
    "has already sold": "sell Asserted",
    "had been selling": "sell Asserted",
    "did sell": "sell Asserted",
    "is now selling": "sell Asserted",
    "can sell": "sell Asserted",
    "was able to sell": "sell Asserted",
    "began to sell": "sell Asserted",
    "is beginning to sell": "sell Asserted",
    "started selling": "sell Asserted",
    "continues to sell": "sell Asserted",
    "was the first to sell": "sell Asserted",
    "not only sells": "sell Asserted",
    # intentions
    "will sell": "sell Planned",
    "would sell": "sell Planned",
    "'ll sell": "sell Planned",
    "is to sell": "sell Planned",
    "is set to sell": "sell Planned",
    "is about to sell": "sell Planned",
    "is going to sell": "sell Planned",
    "is due to sell": "sell Planned",
    "plans to sell": "sell Planned",
    "plans to start selling": "sell Planned",
    "had planned to sell": "sell Planned",
    "has plans to sell": "sell Planned",
    "has big plans to sell": "sell Planned",
    "intends to begin to sell": "sell Planned",
    "hopes to sell": "sell Planned",
    "wants to sell": "sell Planned",
    "is considering selling": "sell Possible",
    "is thinking about selling": "sell Planned",
    "'s plan is to sell": "sell Planned",
    "'s goal is to sell": "sell Planned",
    "'s plans to sell": "sell Planned",
    "'s decision to sell": "sell Planned",
    # attempts and needs are no facts
    "tries to sell": "sell Planned",
    "is working to sell": "sell Planned",
    "needs to sell": "sell Planned",
    # possibilities and guesses
    "could sell": "sell Possible",
    "may soon sell": "sell Possible",
    "might sell": "sell Possible",
    "may have sold": "sell Possible",
    "probably sells": "sell Possible",
    "will likely sell": "sell Speculated",
    "is reportedly selling": "sell Speculated",
    "is expected to sell": "sell Speculated",
    "is likely to sell": "sell Speculated",
    "is expected to start selling": "sell Speculated",
    "seems to sell": "sell Speculated",
    "should sell": "sell Speculated",
    # turned round
    "does not sell": "sell Asserted negative",
    "doesn't sell": "sell Asserted negative",
    "has not sold": "sell Asserted negative",
    "hasn't yet sold": "sell Asserted negative",
    "never sold": "sell Asserted negative",
    "hardly sells": "sell Asserted negative",
    "no longer sells": "sell Asserted negative",
    "is no longer selling": "sell Asserted negative",
    "cannot sell": "sell Asserted negative",
    "can't sell": "sell Asserted negative",
    "has yet to sell": "sell Asserted negative",
    "is yet to sell": "sell Asserted negative",
    "failed to sell": "sell Asserted negative",
    "refuses to sell": "sell Asserted negative",
    "was unable to sell": "sell Asserted negative",
    "stopped selling": "sell Asserted negative",
    "is in no hurry to sell": "sell Asserted negative",
    "won't sell": "sell Planned negative",
    "will not sell": "sell Planned negative",
    "will neither sell": "sell Planned negative",
    "does not plan to sell": "sell Planned negative",
    "plans not to sell": "sell Planned negative",
    "decided not to sell": "sell Planned negative",
    "decided against selling": "sell Planned negative",
    "is not about to sell": "sell Planned negative",
    "has no plans to sell": "sell Planned negative",
    "has no plan to sell": "sell Planned negative",
    "has no concrete plans to sell": "sell Planned negative",
    "has no intention of selling": "sell Planned negative",
    "did not want to sell": "sell Planned negative",
    "may not sell": "sell Possible negative",
    "is not expected to sell": "sell Speculated negative",
    "is unlikely to sell": "sell Speculated negative",
    # two turns make none
    "did not fail to sell": "sell Asserted",
    "has not ruled out selling": "sell Planned",
}

PASSIVES = {
    "is sold": "Asserted",
    "was being sold": "Asserted",
    "has been sold": "Asserted",
    "will be sold": "Planned",
    "is to be sold": "Planned",
    "is expected to be sold": "Speculated",
    "could soon be sold": "Possible",
    "has not been sold": "Asserted negative",
    "has yet to be sold": "Asserted negative",
    "has never been sold": "Asserted negative",
}


def described(force: Force) -> str:
    return f"{force.mode}{' negative' if force.negative else ''}"


@pytest.mark.parametrize("group", GROUPS)
def test_a_verb_group_is_one_token_with_one_force(group: str) -> None:
    """From "has not" to "plans to start", all of it folds into its last verb, with mode and polarity."""
    text = f"Acme{'' if group.startswith(chr(39)) else ' '}{group} EVs in France."
    found = [f"{verb.lemma} {described(verb.force)}" for _, verb in verbs(text)]

    assert found == [GROUPS[group]]
    assert all(not verb.passive for _, verb in verbs(text))


@pytest.mark.parametrize("group", PASSIVES)
def test_passives_are_seen_through_every_auxiliary(group: str) -> None:
    """What is done to the subject is passive however many helpers stand before it."""
    ((_, verb),) = verbs(f"The Falcon {group} in France.")

    assert (verb.lemma, verb.passive, described(verb.force)) == ("sell", True, PASSIVES[group])


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Acme praised its plans for France.", "plan"),
        ("The launch of the Falcon went well.", "launch"),
        ("Acme's market share is high.", "market"),
        ("Acme's market share is high.", "share"),
        ("Strong rivals such as Borealis worry Acme.", "rival"),
        ("High costs hurt Acme.", "cost"),
        ("The new shows were fun.", "show"),
        ("Annual exports to France fell.", "export"),
        ("The offer is new.", "offer"),
        ("Acme market research is old.", "market"),
        ("A number of recent launches failed.", "launch"),
        ("Acme had no take on it.", "take"),
    ],
)
def test_nouns_that_look_like_verbs_are_nouns(text: str, lemma: str) -> None:
    """After an article, an adjective or a possessor a word is no verb, nor where it does not agree."""
    assert lemma not in {verb.lemma for _, verb in verbs(text)}


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("Acme launches the Falcon.", ["launch"]),
        ("Acme and Cobalt launch cars.", ["launch"]),
        ("They launch cars.", ["launch"]),
        ("Makers launch cars.", ["launch"]),
        ("Acme launch cars.", []),
        ("Acme and Cobalt launches cars.", []),
        ("Acme sells and launches cars.", ["sell", "launch"]),
        ("Acme said it launches cars.", ["say", "launch"]),
    ],
)
def test_a_present_tense_verb_agrees_with_what_stands_before_it(text: str, lemmas: list[str]) -> None:
    """One firm launches, two launch: anything else is no verb."""
    assert [verb.lemma for _, verb in verbs(text)] == lemmas


@pytest.mark.parametrize(
    ("text", "lemma", "form"),
    [
        ("Acme hopes for growth by selling EVs.", "sell", "ing"),
        ("Acme has a team to sell EVs.", "sell", "inf"),
        ("A car sold abroad costs more.", "sell", "fin"),
        ("Acme sells EVs.", "sell", "fin"),
    ],
)
def test_groups_know_their_form(text: str, lemma: str, form: str) -> None:
    """Gerunds, infinitives and finite verbs differ; a lone "sold" counts as finite."""
    assert form in {verb.form for _, verb in verbs(text) if verb.lemma == lemma}


def test_what_something_is_for_has_not_happened() -> None:
    """A bare infinitive is at most planned."""
    ((_, verb),) = [found for found in verbs("Acme has a team to sell EVs.") if found[1].lemma == "sell"]

    assert verb.force.mode is Mode.PLANNED


def test_verbs_that_lists_do_not_know_are_verbs_after_a_helper() -> None:
    """“Will waddle” and “has blorked” are groups without a class."""
    for text, lemma in (("Acme will waddle.", "waddle"), ("Acme has blorked.", "blorked")):
        ((_, verb),) = verbs(text)

        assert (verb.lemma, verb.classes) == (lemma, ())


def test_a_verb_with_its_particle_is_that_verb() -> None:
    """“Rolled out” is launching, “took over” acquiring, and the longest match counts."""
    found = {verb.lemma: verb.classes for _, verb in verbs("Acme rolled out cars and took over Cobalt.")}

    assert found == {"roll out": ("launch",), "take over": ("acquire",)}


@pytest.mark.parametrize(
    "text",
    [
        "Acme is still",
        "Acme will not",
        "It is all",
        "Acme has no",
        "Acme plans to",
        "Acme's plan is to",
        "To",
    ],
)
def test_a_sentence_that_breaks_off_is_read_as_far_as_it_goes(text: str) -> None:
    """Headings often end in the middle of a verb group."""
    assert tape(text)[-1].end == len(text)


@pytest.mark.parametrize(("outer", "inner"), list(itertools.product(FORCES, FORCES)))
def test_forces_combine_to_the_less_firm_and_negations_cancel(outer: Force, inner: Force) -> None:
    """Neither order nor repetition of the modes matters, nothing becomes firmer, two negations make none."""
    both = combine(outer, inner)

    assert both == combine(inner, outer)
    assert combine(both, Force(inner.mode)).mode == both.mode
    assert both.negative == (outer.negative != inner.negative)
    assert both.mode in (outer.mode, inner.mode)
    assert combine(Force(), inner) == inner
