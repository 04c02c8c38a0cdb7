"""The word lists: each line counts, and a bad line is named with what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kg.errors import BrokenFileError
from kg.extract.inflect import verb_forms
from kg.extract.lexicon import MODES, Chain, Force, Lexicon
from kg.extract.rules import load_rules
from kg.extract.tokens import SUPERTYPES
from kg.model import Mode
from tests.reading import PATTERNS, copy_patterns, lexicon, reader, vocabulary

if TYPE_CHECKING:
    from pathlib import Path

LISTS = sorted(path.name for path in PATTERNS.glob("*.txt"))
RULE_TEXT = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PATTERNS.glob("*.rules")))


def entries(name: str) -> dict[str, list[str]]:
    """Return key to values of a list of ``key: value, value`` lines."""
    found: dict[str, list[str]] = {}
    for line in (PATTERNS / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            key, _, values = line.partition(":")
            found.setdefault(key.strip(), []).extend(value.strip() for value in re.split("[,;]", values))
    return found


@pytest.mark.parametrize("name", LISTS)
def test_every_list_says_what_it_is_for(name: str) -> None:
    """The first line of each list is a comment that says what its lines are."""
    assert (PATTERNS / name).read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", LISTS)
def test_a_missing_list_is_named(name: str, tmp_path: Path) -> None:
    """Without any one of the lists nothing is loaded."""
    folder = copy_patterns(tmp_path)
    (folder / name).unlink()

    with pytest.raises(BrokenFileError, match=re.escape(name)):
        Lexicon(folder)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_no_text_is_named(name: str, tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are an error of that file, not a crash."""
    folder = copy_patterns(tmp_path)
    (folder / name).write_bytes(b"a: \xff\n")

    with pytest.raises(BrokenFileError, match=re.escape(name)):
        Lexicon(folder)


@pytest.mark.parametrize(
    ("name", "line", "advice"),
    [
        ("verbs.txt", "sell distribute", "key: word"),
        ("verbs.txt", "sell:", "key: word"),
        ("verbs.txt", ": sell", "key: word"),
        ("verbs.txt", "sell: distribute,, vend", "take one out"),
        ("irregular.txt", "go went", "past participle"),
        ("irregular.txt", "go went gone away", "past participle"),
        ("chains.txt", "plannd: ~plan to", "did you mean planned"),
        ("chains.txt", "planned: ~plan to ;", "take one out"),
        ("chains.txt", "planned: -ing", "before its last atom"),
        ("adverbs.txt", "maybe: perhaps", "asserted, planned, possible, speculated, negative, unsaid"),
        ("adverbs.txt", "possible: perhaps,", "take one out"),
        ("modals.txt", "will", "key: word"),
        ("doubtful.txt", "speculatd: rumour", "did you mean speculated"),
        ("speech.txt", "sai: asserted", "did you mean say"),
        ("speech.txt", "say: assertd", "did you mean asserted"),
        ("roles.txt", "boss", "key: word"),
        ("roles.txt", "boss: chief,, head", "take one out"),
        ("counted.txt", "car cars", "key: word"),
        ("nominals.txt", "company", "key: word"),
        ("furniture.txt", "(unclosed", "not a regular expression"),
    ],
)
def test_a_bad_line_is_named_with_what_to_write(name: str, line: str, advice: str, tmp_path: Path) -> None:
    """File, line and remedy stand in the message, and the error knows the first two."""
    folder = copy_patterns(tmp_path)
    before = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(f"{before}{line}\n", encoding="utf-8")

    with pytest.raises(BrokenFileError, match=advice) as caught:
        Lexicon(folder)
    assert caught.value.path == folder / name
    assert caught.value.line == len(before.splitlines()) + 1


@pytest.mark.parametrize("name", ["roles.txt", "counted.txt", "nominals.txt"])
def test_an_empty_table_is_refused(name: str, tmp_path: Path) -> None:
    """A table without a line would match nothing, or everything."""
    folder = copy_patterns(tmp_path)
    (folder / name).write_text("# nothing\n", encoding="utf-8")

    with pytest.raises(BrokenFileError, match="empty"):
        Lexicon(folder)


def test_comments_and_blank_lines_say_nothing(tmp_path: Path) -> None:
    """A line that begins with #, what follows a # after a space, and blank lines are skipped."""
    folder = copy_patterns(tmp_path)
    with (folder / "modals.txt").open("a", encoding="utf-8") as file:
        file.write("\n# possible: never\npossible: ought # a remark\n")

    assert Lexicon(folder).modals["ought"] == Force(Mode.POSSIBLE)
    assert "never" not in Lexicon(folder).modals


def test_every_class_of_verbs_is_asked_for() -> None:
    """A rule or ``speech.txt`` uses each; only ``other`` is there to give clauses their verb."""
    asked = {name for body in re.findall(r"<([^>]*)>", RULE_TEXT) for name in body.split(":")[0].split("|")}
    dead = set(entries("verbs.txt")) - asked - set(entries("speech.txt")) - {"other"}

    assert dead == set()


def test_other_verbs_are_in_no_class_that_is_asked_for() -> None:
    """A verb that a rule asks for need not stand under ``other`` as well."""
    verbs = entries("verbs.txt")
    twice = set(verbs.pop("other")) & {lemma for lemmas in verbs.values() for lemma in lemmas}

    assert twice == set()


@pytest.mark.parametrize("name", [name for name in LISTS if name not in ("furniture.txt", "irregular.txt")])
def test_no_line_of_a_list_repeats_another(name: str) -> None:
    """A word stands once under its key."""
    repeated = [
        (key, value)
        for key, values in entries(name).items()
        for value in set(values)
        if values.count(value) > 1
    ]

    assert repeated == []


@pytest.mark.parametrize("lemma", sorted(lexicon().irregular))
def test_every_irregular_participle_makes_a_verb_group(lemma: str) -> None:
    """After "has" it is part of one verb group, whether a rule asks for the verb or not."""
    for participle in lexicon().irregular[lemma][1].split("/"):
        groups = [token.low for token in reader().tape(f"The Falcon has {participle}.") if token.verb]

        assert groups == [f"has {participle}"]


def test_effects_and_kinds_are_known_ones() -> None:
    """Nominals and the tokens' types speak of the same kinds of things."""
    assert set(entries("nominals.txt")) <= set(SUPERTYPES)
    assert set(MODES.values()) == set(Mode)


def test_every_counted_noun_and_role_reaches_the_tape() -> None:
    """Each noun of ``counted.txt`` counts, and each name of an office is an office."""
    silent = []
    for key, nouns in entries("counted.txt").items():
        silent += [
            noun
            for noun in nouns
            if not any(token.has(f"Count:{key}") for token in reader().tape(f"It has 900 {noun} now."))
        ]
    for names_of_office in entries("roles.txt").values():
        silent += [
            name
            for name in names_of_office
            if not any(token.has("Role") for token in reader().tape(f"The {name} spoke."))
        ]

    assert silent == []


@pytest.mark.parametrize("adverb", sorted(lexicon().adverbs))
def test_every_adverb_may_stand_inside_a_verb_group(adverb: str) -> None:
    """Between "will" and the verb it is part of the group and has its effect."""
    (group,) = [token.verb for token in reader().tape(f"Acme will {adverb} sell EVs.") if token.verb]
    force = lexicon().adverbs[adverb]

    assert "sell" in group.classes
    assert group.force.negative == force.negative
    assert group.force.mode in (force.mode, Mode.PLANNED)


def phrase(chain: Chain, choice: int) -> str:
    """Return *chain* as it would stand after "Acme", with a form of "sell" at its end."""
    words = []
    for place, atom in enumerate(chain.atoms):
        options = atom.removeprefix("~").split("|")
        word = options[min(choice, len(options) - 1)]
        if atom == "..":
            word = "new"
        elif atom.startswith("~"):
            finite = "is" if word == "be" else "has" if word == "have" else _present(word)
            word = finite if place == 0 or chain.atoms[0] == "'s" else word
        words.append(word)
    words.append({"base": "sell", "ing": "selling", "pp": "sold"}[chain.follows])
    return " ".join(words).replace("it 's", "its")


def _present(lemma: str) -> str:
    forms = verb_forms(lemma, lexicon().irregular)
    return next(form for form, names in forms.items() if "3sg" in names)


CHAINS = sorted(
    {
        (chain, phrase(chain, choice))
        for chains in lexicon().chains.values()
        for chain in chains
        for choice in (0, 1)
    },
    key=lambda pair: pair[1],
)


@pytest.mark.parametrize(("chain", "words"), CHAINS, ids=[words for _, words in CHAINS])
def test_every_chain_governs_the_verb_after_it(chain: Chain, words: str) -> None:
    """The words and the verb are one group, and its force is what the list says."""
    text = f"Acme{'' if words.startswith(chr(39)) else ' '}{words} EVs."
    (group,) = [token.verb for token in reader().tape(text) if token.verb]

    assert "sell" in group.classes
    assert group.governed
    assert group.force == chain.force


@pytest.mark.parametrize("modal", sorted(lexicon().modals))
def test_every_modal_has_its_effect(modal: str) -> None:
    """Before a base verb it is part of the group, with the force that the list gives it."""
    (group,) = [token.verb for token in reader().tape(f"Acme {modal} sell EVs.") if token.verb]

    assert "sell" in group.classes
    assert group.force == lexicon().modals[modal]


@pytest.mark.parametrize(
    ("kind", "noun"), [(kind, noun) for kind, nouns in entries("nominals.txt").items() for noun in nouns]
)
def test_every_nominal_means_the_one_mentioned_before(kind: str, noun: str) -> None:
    """“The” with the noun is the thing of its kind."""
    before = {
        "company": "Acme grew.",
        "vehicle": "The Falcon came.",
        "person": "Ann Berg came.",
        "facility": "Acme has a plant in France.",
    }[kind]
    found = [token for token in reader().tape(f"{before} Then the {noun} grew.") if token.coreferences]

    assert [token.things[0].kind for token in found] == [kind]


def test_the_rules_load_with_the_lists() -> None:
    """Rules and lists of the folder fit each other and the ontology."""
    properties = {name for name, prop in vocabulary().properties.items() if prop.is_domain}
    qualifiers = {name for name, prop in vocabulary().properties.items() if prop.is_qualifier}

    assert len(load_rules(PATTERNS, lexicon().classes, properties, qualifiers)) > 100
