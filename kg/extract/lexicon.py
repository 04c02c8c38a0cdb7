"""Load the word lists of ``ontology/patterns/``: data that say how English says it.

Each list is a text file with ``#`` comments and one entry a line; a bad line is a
:class:`~kg.errors.BrokenFileError` with its file and line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import BrokenFileError, nearest
from kg.extract.inflect import verb_forms
from kg.model import Mode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODES = {
    "asserted": Mode.ASSERTED,
    "planned": Mode.PLANNED,
    "possible": Mode.POSSIBLE,
    "speculated": Mode.SPECULATED,
}


@dataclass(frozen=True, slots=True)
class Force:
    """What a word does to a proposition: its mode, and whether it turns it round.

    ``unsaid``: nothing can be read from what it governs, as in "would have sold", "used to sell".
    """

    mode: Mode = Mode.ASSERTED
    negative: bool = False
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """Words that govern another verb: ``~plan to``; what they do; which form must follow."""

    atoms: tuple[str, ...]
    force: Force
    follows: str  # base | ing | pp


@dataclass(frozen=True, slots=True)
class VerbReading:
    """One way to read a word or words as a verb: its classes, lemma and form."""

    classes: tuple[str, ...]
    lemma: str
    form: str


class Lexicon:
    """All word lists, loaded once."""

    def __init__(self, folder: Path) -> None:
        """Load *folder*.

        Raises:
            BrokenFileError: a list is missing or one of its lines cannot be read.
        """
        self.irregular = {
            lemma: (past, participle)
            for lemma, past, participle in (
                _fields(folder, "irregular.txt", line, entry, 3)
                for line, entry in _entries(folder, "irregular.txt")
            )
        }
        self.irregular_participles = {
            form for _, participle in self.irregular.values() for form in participle.split("/")
        }
        self.verbs: dict[str, list[tuple[tuple[str, ...], VerbReading]]] = {}
        self._lemmas: dict[str, list[tuple[str, str]]] = {}
        classes: dict[str, list[str]] = {}
        for line, entry in _entries(folder, "verbs.txt"):
            name, lemmas = _pair(folder, "verbs.txt", line, entry)
            for lemma in _listed(folder / "verbs.txt", line, lemmas, ","):
                classes.setdefault(lemma, []).append(name)
        self.classes = {name for names in classes.values() for name in names} | {"be", "have"}
        for lemma, names in classes.items():
            self._add_verb(lemma, tuple(names))
        self.participles = {
            word for word, forms in self._lemmas.items() if any(form == "pp" for _, form in forms)
        }
        self.chains: dict[str, list[Chain]] = {}
        for line, entry in _entries(folder, "chains.txt"):
            self._add_chain(folder, line, entry)
        for chains in self.chains.values():
            chains.sort(key=lambda chain: (-sum(atom != ".." for atom in chain.atoms), ".." in chain.atoms))
        self.adverbs = dict(self._forces(folder, "adverbs.txt"))
        self.modals = dict(self._forces(folder, "modals.txt"))
        self.doubtful = dict(self._forces(folder, "doubtful.txt"))
        self.roles = self._table(folder, "roles.txt")
        self.counted = self._table(folder, "counted.txt")
        self.nominals = self._table(folder, "nominals.txt")
        self.speech = self._speech(folder)
        self.furniture = _furniture(folder)

    def lemma_forms(self, word: str) -> list[tuple[str, str]]:
        """Return the (lemma, form) readings of one lower-case *word* as a verb of the lists."""
        return self._lemmas.get(word, [])

    def _add_verb(self, lemma: str, classes: tuple[str, ...]) -> None:
        head, *rest = lemma.split()
        for word, forms in verb_forms(head, self.irregular).items():
            for form in sorted(forms):
                reading = VerbReading(classes, lemma, form)
                self.verbs.setdefault(word, []).append((tuple(rest), reading))
        self._add_lemma(head)
        for word in verb_forms(head, self.irregular):
            self.verbs[word].sort(key=lambda entry: (-len(entry[0]), entry[1].lemma, entry[1].form))

    def _add_lemma(self, head: str) -> None:
        for word, forms in verb_forms(head, self.irregular).items():
            known = self._lemmas.setdefault(word, [])
            known.extend((head, form) for form in sorted(forms) if (head, form) not in known)

    def _add_chain(self, folder: Path, line: int, entry: str) -> None:
        effect, words = _pair(folder, "chains.txt", line, entry)
        force = _force(folder / "chains.txt", line, effect)
        for alternative in _listed(folder / "chains.txt", line, words, ";"):
            atoms = re.sub(r"\bits\b", "it 's", alternative).split()  # as the tape has it
            follows = "base"
            if atoms[-1] in ("-ing", "-pp", "-base"):
                follows = atoms.pop()[1:]
            if not atoms:
                raise BrokenFileError(folder / "chains.txt", line, "a chain needs words before its last atom")
            for atom in atoms:
                if atom.startswith("~"):
                    self._add_lemma(atom[1:])
            self.chains.setdefault(atoms[0], []).append(Chain(tuple(atoms), force, follows))

    def _forces(self, folder: Path, name: str) -> Iterator[tuple[str, Force]]:
        for line, entry in _entries(folder, name):
            effect, words = _pair(folder, name, line, entry)
            force = _force(folder / name, line, effect)
            for word in _listed(folder / name, line, words, ","):
                yield word, force

    def _table(self, folder: Path, name: str) -> dict[str, str]:
        table: dict[str, str] = {}
        for line, entry in _entries(folder, name):
            key, forms = _pair(folder, name, line, entry)
            for form in _listed(folder / name, line, forms, ","):
                table[form.lower()] = key
        if not table:
            raise BrokenFileError(folder / name, None, "the list is empty: write `key: word, word`")
        return table

    def _speech(self, folder: Path) -> dict[str, Force]:
        """Return verb class to what saying it that way makes of what is said."""
        speech = {}
        for line, entry in _entries(folder, "speech.txt"):
            name, effect = _pair(folder, "speech.txt", line, entry)
            if name not in self.classes:
                raise BrokenFileError(
                    folder / "speech.txt",
                    line,
                    f"no verb class {name!r} in verbs.txt{nearest(name, self.classes)}",
                )
            speech[name] = _force(folder / "speech.txt", line, effect)
        return speech


def _entries(folder: Path, name: str) -> list[tuple[int, str]]:
    path = folder / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFileError(path, None, f"cannot be read: {error}") from error
    entries = []
    for number, line in enumerate(lines, 1):
        entry = line.split(" #", 1)[0].strip()
        if entry and not entry.startswith("#"):
            entries.append((number, entry))
    return entries


def _pair(folder: Path, name: str, line: int, entry: str) -> tuple[str, str]:
    key, colon, rest = entry.partition(":")
    if not colon or not key.strip() or not rest.strip():
        raise BrokenFileError(folder / name, line, "write `key: word, word`")
    return key.strip(), rest.strip()


def _listed(path: Path, line: int, text: str, mark: str) -> list[str]:
    entries = [entry.strip() for entry in text.split(mark)]
    if not all(entries):
        raise BrokenFileError(
            path, line, f"nothing stands between two `{mark}`, or after the last: take one out"
        )
    return entries


def _furniture(folder: Path) -> re.Pattern[str] | None:
    entries = _entries(folder, "furniture.txt")
    for line, entry in entries:
        try:
            re.compile(entry)
        except re.error as error:
            raise BrokenFileError(
                folder / "furniture.txt", line, f"not a regular expression: {error}"
            ) from error
    return re.compile("|".join(f"(?:{entry})" for _, entry in entries), re.I) if entries else None


def _fields(folder: Path, name: str, line: int, entry: str, count: int) -> tuple[str, str, str]:
    fields = entry.split()
    if len(fields) != count:
        raise BrokenFileError(folder / name, line, f"write {count} words: lemma, past, past participle")
    return fields[0], fields[1], fields[2]


def _force(path: Path, line: int, text: str) -> Force:
    mode, negative, unsaid = Mode.ASSERTED, False, False
    for word in text.split():
        if word == "negative":
            negative = True
        elif word == "unsaid":
            unsaid = True
        elif word in MODES:
            mode = MODES[word]
        else:
            raise BrokenFileError(
                path,
                line,
                f"unknown effect {word!r}: write {', '.join((*MODES, 'negative', 'unsaid'))}"
                f"{nearest(word, (*MODES, 'negative', 'unsaid'))}",
            )
    return Force(mode, negative, unsaid)
