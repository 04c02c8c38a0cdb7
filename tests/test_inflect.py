"""Verbs have their English forms."""

from __future__ import annotations

import pytest

from kg.extract.inflect import FORMS, verb_forms
from tests.reading import lexicon

TABLE = [
    "launch launches launched launched launching",
    "produce produces produced produced producing",
    "carry carries carried carried carrying",
    "employ employs employed employed employing",
    "plan plans planned planned planning",
    "ship ships shipped shipped shipping",
    "dub dubs dubbed dubbed dubbing",
    "open opens opened opened opening",
    "enter enters entered entered entering",
    "admit admits admitted admitted admitting",
    "show shows showed shown showing",
    "begin begins began begun beginning",
    "win wins won won winning",
    "cut cuts cut cut cutting",
    "go goes went gone going",
    "have has had had having",
    "vie vies vied vied vying",
    "agree agrees agreed agreed agreeing",
    "pursue pursues pursued pursued pursuing",
    "clean cleans cleaned cleaned cleaning",
    "reach reaches reached reached reaching",
    "fix fixes fixed fixed fixing",
    "pass passes passed passed passing",
    "co-found co-founds co-founded co-founded co-founding",
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.split()[0])
def test_a_verb_has_its_five_forms(row: str) -> None:
    """Base, third person, past, participle and gerund, spelled as English spells them."""
    lemma = row.split()[0]
    expected: dict[str, set[str]] = {}
    for name, form in zip(FORMS, row.split(), strict=True):
        expected.setdefault(form, set()).add(name)

    assert verb_forms(lemma, lexicon().irregular) == expected


def test_an_irregular_verb_may_have_two_forms_of_one_kind() -> None:
    """“Got” and “gotten” are both participles of “get”."""
    forms = verb_forms("get", lexicon().irregular)

    assert {form for form, names in forms.items() if "pp" in names} == {"got", "gotten"}


def test_every_verb_of_the_lists_is_known_by_all_its_forms() -> None:
    """Whatever form of a listed verb stands in a text, the lists lead back to it."""
    lists = lexicon()
    lemmas = {reading.lemma.split()[0] for entries in lists.verbs.values() for _, reading in entries}
    lost = [
        (lemma, form)
        for lemma in lemmas
        for form in verb_forms(lemma, lists.irregular)
        if lemma not in {known for known, _ in lists.lemma_forms(form)}
    ]

    assert len(lemmas) > 150
    assert lost == []
