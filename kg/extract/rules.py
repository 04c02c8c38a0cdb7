"""The rule language: one block a rule, compiled to one regular expression over the tape.

.. code-block:: text

    rule sells-in
      when  {o:Company} <sell> .. (in|across) {m:Place} [{d:Date}]
      then  o sellsIn m | period=d product=topic
      like  Acme plans to sell electric cars in France by 2030.
      gives company/acme sellsIn place/france Planned period=until-2030-12-31

``{x:Type}`` captures a mention or value; ``{x:np}`` a noun phrase, ``{x:nps}`` a list of them, ``{x:text}``
the rest of the clause and ``{x:clause}`` one that has a verb, as wording. ``<class>`` is a verb group
(``:passive``, ``:inf``, ``:ing``, ``:any`` narrow or widen it). A capture directly before a verb group is its
*subject*, wherever it stands; with ``+`` between them it is what stands there. ``[ ]`` is optional, ``( | )``
one of, ``"("`` a mark itself, ``..`` a few plain words, ``...`` anything short of a finite verb, ``....``
anything in the sentence.
How that is compiled: :mod:`kg.extract.patterns`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import BrokenFileError, nearest
from kg.extract.patterns import PatternCompiler
from kg.model import Mode, Trust

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = ("rule", "when", "then", "like", "gives", "trust")
_MARKS = ("asserted", "planned", "possible", "speculated", "negative", "positive", "intended", "if-negative")
REFERENCES = ("plan", "topic", "near", "focus", "vehicle", "other", "previous")
"""What a ``then`` line may use beside its captures: the plan last told, the company or kind of product that
the article is about, the kind named nearby, the last subject, the last vehicle, the one before this sentence,
and the sentence before."""

STEPS = frozenset({"owner", "text"})
"""What may follow a capture and a dot, beside a property of the registry: whose it is, its own words."""


@dataclass(frozen=True, slots=True)
class Emission:
    """One ``then`` line: which claim a match makes."""

    subject: str
    property: str
    object: str
    qualifiers: tuple[tuple[str, str], ...]
    mode: Mode | None = None
    negative: bool | None = None
    doubt: str | None = None
    speaker: str | None = None
    only_negative: bool = False
    intended: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the claims it must give, as ``gives`` lines write them; none: it must give nothing."""

    sentence: str
    gives: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One way that English says something."""

    name: str
    path: Path
    line: int
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    captures: tuple[str, ...]
    subjects: tuple[tuple[str, str], ...]
    verbs: tuple[str, ...]
    emissions: tuple[Emission, ...]
    trust: Trust
    examples: tuple[Example, ...] = field(repr=False)
    listed: tuple[str, ...] = ()
    opens_with_wording: bool = False
    """True if the pattern begins with a phrase, which would match again from each of its words."""


def load_rules(
    folder: Path, verb_classes: set[str], properties: set[str], qualifiers: set[str]
) -> list[Rule]:
    """Return the rules of ``*.rules`` in *folder*, in file and line order.

    Raises:
        BrokenFileError: a rule that cannot be read, names an unknown type, verb class, property or
            qualifier, or has no example.
    """
    rules: list[Rule] = []
    names: dict[str, int] = {}
    paths = sorted(folder.glob("*.rules"))
    if not paths:
        raise BrokenFileError(folder, None, "no *.rules file: the reader needs at least one")
    for path in paths:
        for block in _blocks(path):
            rule = _parse(path, block, verb_classes, properties, qualifiers)
            if rule.name in names:
                raise BrokenFileError(
                    path, rule.line, f"rule {rule.name!r} stands twice: name it differently"
                )
            names[rule.name] = rule.line
            rules.append(rule)
    return rules


def _blocks(path: Path) -> list[list[tuple[int, str, str]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFileError(path, None, f"cannot be read: {error}") from error
    blocks: list[list[tuple[int, str, str]]] = []
    for number, line in enumerate(lines, 1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        key, _, rest = entry.partition(" ")
        if key == "rule":
            blocks.append([])
        if not blocks or key not in _KEYS:
            raise BrokenFileError(path, number, f"{key!r}: write {', '.join(_KEYS)}{nearest(key, _KEYS)}")
        blocks[-1].append((number, key, rest.strip()))
    return blocks


def _parse(
    path: Path,
    block: list[tuple[int, str, str]],
    verb_classes: set[str],
    properties: set[str],
    qualifiers: set[str],
) -> Rule:
    line, _, name = block[0]
    whens = [(number, text) for number, key, text in block if key == "when"]
    if len(whens) != 1 or not name:
        raise BrokenFileError(path, line, "a rule needs a name and one `when` line")
    compiler = PatternCompiler(path, whens[0][0], verb_classes)
    pattern = compiler.compile(whens[0][1])
    reader = _EmissionReader(path, compiler.captures, properties, qualifiers)
    emissions = tuple(reader.read(number, text) for number, key, text in block if key == "then")
    if not emissions:
        raise BrokenFileError(path, line, "a rule needs a `then` line")
    examples: list[Example] = []
    for number, key, text in block:
        if key == "like":
            examples.append(Example(text, (), number))
        elif key == "gives":
            if not examples:
                raise BrokenFileError(path, number, "`gives` needs a `like` line before it")
            examples[-1] = Example(examples[-1].sentence, (*examples[-1].gives, text), examples[-1].line)
    if not any(example.gives for example in examples):
        raise BrokenFileError(path, line, "a rule needs an example: a `like` line and what it `gives`")
    trust = next((text for _, key, text in block if key == "trust"), "high").capitalize()
    if trust not in list(Trust):
        raise BrokenFileError(path, line, "trust is high, medium or low")
    return Rule(
        name, path, line, pattern, tuple(compiler.needs), tuple(compiler.captures), tuple(compiler.subjects),
        tuple(compiler.verbs), emissions, Trust(trust), tuple(examples), tuple(compiler.listed),
        re.match(r"\{\w+:(?:np|nps|text|clause)\}", whens[0][1]) is not None,
    )  # fmt: skip


class _EmissionReader:
    """Reads the ``then`` lines of one rule."""

    def __init__(self, path: Path, captures: list[str], properties: set[str], qualifiers: set[str]) -> None:
        self._path = path
        self._captures = captures
        self._known = (*captures, *REFERENCES)
        self._properties = properties
        self._qualifiers = qualifiers

    def read(self, line: int, text: str) -> Emission:
        head, _, tail = text.partition("|")
        items = re.findall(r'"[^"]*"|\S+', head)
        words = [item for item in items if not item.startswith("!")]
        if len(words) != 3:
            raise self._broken(line, "write `subject property object | qualifier=value …`")
        subject, name, value = words
        if name not in self._properties:
            raise self._broken(line, f"unknown property {name!r}{nearest(name, self._properties)}")
        mode, negative, flags = self._marks(line, [item for item in items if item.startswith("!")])
        settings = self._settings(line, tail)
        doubt, speaker = settings.pop("doubt", None), settings.pop("speaker", None)
        if speaker is not None and speaker not in ("-", *self._captures):
            hint = nearest(speaker, self._captures)
            raise self._broken(line, f"speaker={speaker}: not captured in the `when` line{hint}")
        for key in settings:
            if key not in self._qualifiers:
                raise self._broken(line, f"unknown qualifier {key!r}{nearest(key, self._qualifiers)}")
        for reference in (subject, value, *settings.values()):
            self._check(line, reference)
        return Emission(
            subject=subject,
            property=name,
            object=value,
            qualifiers=tuple(settings.items()),
            mode=mode,
            negative=negative,
            doubt=doubt.strip('"') if doubt else None,
            speaker=speaker,
            only_negative="if-negative" in flags,
            intended="intended" in flags,
        )

    def _settings(self, line: int, tail: str) -> dict[str, str]:
        settings: dict[str, str] = {}
        for item in re.findall(r'[^\s="]+="[^"]*"|\S+', tail):
            key, mark, value = item.partition("=")
            if not (key and mark and value):
                raise self._broken(line, f"{item!r} after `|`: write qualifier=value")
            if key in settings:
                raise self._broken(line, f"qualifier {key!r} stands twice: write a second `then` line")
            settings[key] = value
        return settings

    def _marks(self, line: int, marks: list[str]) -> tuple[Mode | None, bool | None, set[str]]:
        mode: Mode | None = None
        negative: bool | None = None
        flags: set[str] = set()
        for mark in (entry[1:] for entry in marks):
            if mark in ("if-negative", "intended"):
                flags.add(mark)
            elif mark in ("negative", "positive"):
                negative = mark == "negative"
            elif mark.capitalize() in list(Mode):
                mode = Mode(mark.capitalize())
            else:
                raise self._broken(line, f"unknown mark !{mark}{nearest(mark, _MARKS)}: {', '.join(_MARKS)}")
        return mode, negative, flags

    def _check(self, line: int, reference: str) -> None:
        if reference.startswith('"'):
            if not re.fullmatch(r'"[^"]+"', reference):
                raise self._broken(line, f'{reference!r}: write "words" between two quotation marks')
            return
        for part in reference.split("?"):
            name, _, step = part.partition("/")[0].partition(".")
            if part.startswith("@"):
                continue
            if name not in self._known:
                raise self._broken(
                    line, f"{part!r} is not captured in the `when` line{nearest(name, self._known)}"
                )
            if step and step not in self._properties | STEPS:
                known = self._properties | STEPS
                raise self._broken(line, f"{part!r}: unknown property {step!r}{nearest(step, known)}")

    def _broken(self, line: int, problem: str) -> BrokenFileError:
        return BrokenFileError(self._path, line, problem)
