"""Inflect English verbs: enough to recognise the forms of the verbs in ``patterns/``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMS = ("base", "3sg", "past", "pp", "ing")

_VOWEL_GROUP = re.compile(r"[aeiouy]+")
_STRESSED_AT_THE_END = ("begin", "forget")
_DOUBLES = re.compile(r"[^aeiou][aeiou][bdgklmnprt]$")


def verb_forms(lemma: str, irregular: Mapping[str, tuple[str, str]]) -> dict[str, set[str]]:
    """Return form to the set of its names (of :data:`FORMS`) for the one-word verb *lemma*.

    *irregular* maps a lemma to its past and past participle.
    """
    past, participle = irregular.get(lemma, (_past(lemma), _past(lemma)))
    forms: dict[str, set[str]] = {}
    for name, form in zip(
        FORMS, (lemma, _third_person(lemma), past, participle, _gerund(lemma, past)), strict=True
    ):
        for variant in form.split("/"):
            forms.setdefault(variant, set()).add(name)
    return forms


def _third_person(lemma: str) -> str:
    if lemma == "have":
        return "has"
    if re.search(r"(?:s|x|z|ch|sh|o)$", lemma):
        return lemma + "es"
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ies"
    return lemma + "s"


def _doubled(lemma: str) -> str:
    stressed = len(_VOWEL_GROUP.findall(lemma)) == 1 or lemma in _STRESSED_AT_THE_END
    return lemma + lemma[-1] if stressed and _DOUBLES.search(lemma) else lemma


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _gerund(lemma: str, past: str) -> str:
    if past == lemma + lemma[-1] + "ed":
        return lemma + lemma[-1] + "ing"
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return lemma[:-1] + "ing"
    return _doubled(lemma) + "ing"
