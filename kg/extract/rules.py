"""The rule language: one block a rule, compiled to one regular expression over the tape.

.. code-block:: text

    rule sells-in
      when  {o:Company} <sell> .. (in|across) {m:Place} [{d:Date}]
      then  o sellsIn m | period=d product=topic
      like  Acme plans to sell electric cars in France by 2030.
      gives company/acme sellsIn place/france Planned period=until-2030-12-31

``{x:Type}`` captures a mention or value; ``{x:np}`` a noun phrase, ``{x:nps}`` a list of
them, ``{x:text}`` the rest of the clause and ``{x:clause}`` one that has a verb, as wording. ``<class>`` is a verb group (``:passive``, ``:inf``, ``:ing``, ``:any`` narrow or
widen it). A capture directly before a verb group is its *subject*, wherever it stands. ``[ ]`` is
optional, ``( | )`` one of, ``..`` a few plain words, ``...`` anything short of a finite verb, ``....`` anything in the sentence.

Every atom matches whole tokens and cannot match a space, and gaps are bounded, so matching is linear
in practice whatever the text (extraction.md, "Traps").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import BrokenFileError, nearest
from kg.extract.tokens import Token
from kg.model import Mode, Trust

_ATOM = re.compile(
    r"\s*(?:(?P<gap>\.{2,4})|(?P<capture>\{[^}]*\})|(?P<verb><[^>]*>)|(?P<open>\[)|(?P<close>\])"
    r"|(?P<group>\((?:[^()]*)\))|(?P<word>[^\s\[\](){}<>]+))"
)
_NOT_IN_GAP = r"(?!(?:,|;|:|\(|\)|that|which|who|but)#)"
_NP_STOP = (
    r"(?!(?:,|;|:|\.|\(|\)|that|which|who|but|as|so|because|when|while|if|where|than|though|although)#)"
)
_SHORT_GAP = rf"(?:w:{_NOT_IN_GAP}[^ ]+ ){{0,6}}?"
_LONG_GAP = r"(?:(?!v:[^ ]*:fin:|w:;#|w:\.#)[^ ]+ ){0,14}?"
_WIDE_GAP = r"(?:(?!w:;#|w:\.#)[^ ]+ ){0,24}?"
_NP_ITEM = rf"(?:w:such#\d+ w:as#\d+ |w:{_NP_STOP}[^ ]+ |[mq]:[^ ]+ |v:[^ ]*:ing:[^ ]+ )"
_LIST_COMMA = (
    r"w:,#\d+ (?!w:(?:and|but|or|so)#\d+ (?:[wmq]:[^ ]+ ){1,8}v:[^ ]*:fin:)"
    r"(?!w:(?:with|in|for|at|by|from|which|who|that|as|so|particularly|especially|while|where|when)#)"
)
_NP = rf"(?:w:{_NP_STOP}[^ ]+ |m:[^ ]+ |v:[^ ]*:ing:[^ ]+ ){_NP_ITEM}{{0,13}}"
_NPS = rf"(?:w:{_NP_STOP}[^ ]+ |[mq]:[^ ]+ )(?:{_LIST_COMMA}|{_NP_ITEM}){{0,24}}"
_TEXT = r"(?!w:,#)(?:(?!w:;#)[^ ]+ ){1,60}"
_HAS_VERB = r"(?=(?:(?!w:(?:;|,|but|and|that)#|v:)[^ ]+ ){1,8}v:[^ ]*:fin:)"
_VOICES = {"passive": "pass", "active": "act", "any": "(?:act|pass)"}
_VERB_FORMS = ("fin", "inf", "ing", "pp")
REFERENCES = ("plan", "topic", "near", "focus", "vehicle", "other", "previous")
"""Words that a ``then`` line may use beside its captures: the plan last told, the company or kind of product
that the article is about, the kind named nearby, the last subject, the last vehicle and the one before this sentence, the sentence before."""
TYPES = {
    "Company", "Org", "Actor", "Unit", "Outlet", "Person", "Source", "Vehicle", "Product", "Kind", "Industry", "Place",
    "Facility", "Event", "Service", "Thing", "Date", "Money", "Percent", "Power", "Torque", "Energy", "Speed", "Distance",
    "Duration", "Described", "Measure", "Count", "Number", "Rank", "Amount", "Role", "NP",
}  # fmt: skip


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


def render(tokens: list[Token]) -> str:
    """Return the tape of *tokens* as the string that rules match: items that end in ``#index`` and a space."""
    return "".join(f"{_render(token)}#{index} " for index, token in enumerate(tokens))


def _render(token: Token) -> str:
    if token.verb is not None:
        verb = token.verb
        voice = "pass" if verb.passive or verb.form == "pp" else "act"
        subject = _path(token.subject) if token.subject else "/"
        return f"v:/{''.join(f'{name}/' for name in (*verb.classes, '=' + _clean(verb.lemma)))}:{voice}:{verb.form}:{subject}"
    if token.types:
        return f"{'m' if token.things else 'q'}:{_path(token)}"
    return f"w:{_clean(token.low)}"


def _path(token: Token) -> str:
    types = token.types
    if types == ("NP",):
        types = ("NP", f"NP={_clean(token.low)}")
        if token.members:
            types += tuple(f"of-{name}" for name in token.members[0].types)
    many = "+" if len(token.things) > 1 else ""
    if token.has("Described"):
        types += tuple(f"Described={name[5:]}" for name in token.members[0].types if name.startswith("Kind:"))
    return "/" + "".join(f"{name.replace(':', '=')}/" for name in types) + many


def _clean(word: str) -> str:
    return re.sub(r"[\s#:/]+", "_", word) or "_"


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
        if not blocks or key not in ("rule", "when", "then", "like", "gives", "trust"):
            raise BrokenFileError(
                path,
                number,
                f"{key!r}: write rule, when, then, like, gives or trust{nearest(key, ['rule', 'when', 'then', 'like', 'gives', 'trust'])}",
            )
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
    compiler = _Compiler(path, whens[0][0], verb_classes)
    pattern = compiler.compile(whens[0][1])
    emissions = tuple(
        _emission(path, number, text, compiler, properties, qualifiers)
        for number, key, text in block
        if key == "then"
    )
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


class _Compiler:
    """Turns one ``when`` line into a regular expression."""

    def __init__(self, path: Path, line: int, verb_classes: set[str]) -> None:
        self.path, self.line, self.verb_classes = path, line, verb_classes
        self.captures: list[str] = []
        self.subjects: list[tuple[str, str]] = []
        self.verbs: list[str] = []
        self.needs: list[str] = []
        self.listed: list[str] = []
        self._depth = 0

    def compile(self, text: str) -> re.Pattern[str]:
        atoms = self._atoms(text)
        out: list[str] = []
        index = 0
        while index < len(atoms):
            kind, body = atoms[index]
            following = atoms[index + 1] if index + 1 < len(atoms) else ("", "")
            if (
                kind == "capture"
                and following[0] == "verb"
                and not body.endswith((":np}", ":nps}", ":text}", ":clause}"))
            ):
                out.append(self._verb(following[1], body))
                index += 2
                continue
            out.append(self._atom(kind, body))
            index += 1
        if self._depth:
            raise BrokenFileError(self.path, self.line, "a `[` without its `]`")
        try:
            return re.compile(r"(?<![^ ])" + "".join(out))
        except re.error as error:
            raise BrokenFileError(self.path, self.line, f"cannot be compiled: {error}") from error

    def _atoms(self, text: str) -> list[tuple[str, str]]:
        atoms = []
        position = 0
        while position < len(text.rstrip()):
            match = _ATOM.match(text, position)
            if match is None or match.lastgroup is None:
                raise BrokenFileError(self.path, self.line, f"cannot read {text[position:].strip()!r}")
            atoms.append((match.lastgroup, match.group(match.lastgroup)))
            position = match.end()
        return atoms

    def _atom(self, kind: str, body: str) -> str:
        if body == "+":
            return ""
        if kind == "gap":
            return {"..": _SHORT_GAP, "...": _LONG_GAP, "....": _WIDE_GAP}[body]
        if kind == "open":
            self._depth += 1
            return "(?:"
        if kind == "close":
            self._depth -= 1
            return ")?"
        if kind == "verb":
            return self._verb(body, None)
        if kind == "capture":
            return self._capture(body)
        if kind == "group":
            return f"w:(?:{'|'.join(re.escape(_clean(word)) for word in body[1:-1].split('|'))})#\\d+ "
        words = "|".join(re.escape(_clean(word)) for word in body.split("|"))
        return f"w:(?:{words})#\\d+ "

    def _capture(self, body: str) -> str:
        name, types = self._split(body)
        if types in ("np", "nps"):
            if types == "nps":
                self.listed.append(name)
            return f"(?P<{name}>{_NP if types == 'np' else _NPS})"
        if types == "clause":
            return f"{_HAS_VERB}(?P<{name}>{_TEXT})"
        if types == "text":
            return f"(?P<{name}>{_TEXT})"
        return f"[mq]:[^ #]*/{self._types(types)}/[^ #]*#(?P<{name}>\\d+) "

    def _split(self, body: str) -> tuple[str, str]:
        name, _, types = body[1:-1].partition(":")
        if not name.isidentifier() or not types:
            raise BrokenFileError(self.path, self.line, f"{body}: write {{name:Type}}")
        if name in self.captures:
            raise BrokenFileError(self.path, self.line, f"{body}: the name {name!r} stands twice")
        self.captures.append(name)
        return name, types

    def _types(self, types: str) -> str:
        names = types.split("|")
        for name in names:
            head = name.partition(":")[0].partition("=")[0]
            if head not in TYPES:
                raise BrokenFileError(self.path, self.line, f"unknown type {head!r}{nearest(head, TYPES)}")
        wanted = [re.escape(name.replace(":", "=")) for name in names]
        if len(names) == 1 and not self._depth:
            self.needs.append(f"/{names[0].replace(':', '=')}/")
        return f"(?:{'|'.join(wanted)})"

    def _verb(self, body: str, subject: str | None) -> str:
        inside, _, flag = body[1:-1].partition(":")
        voice, form = "act", "[a-z]+"
        for part in filter(None, flag.split(":")):
            if part in _VOICES:
                voice = _VOICES[part]
            elif part in _VERB_FORMS:
                form = part
            else:
                raise BrokenFileError(
                    self.path, self.line, f"{body}: unknown {part!r}, write passive, any, fin, inf or ing"
                )
        names = inside.split("|")
        for name in names:
            if name != "*" and name not in self.verb_classes and not name.startswith("="):
                raise BrokenFileError(
                    self.path, self.line, f"unknown verb class {name!r}{nearest(name, self.verb_classes)}"
                )
        classes = "[^ #:]*" if names == ["*"] else f"[^ #:]*/(?:{'|'.join(map(re.escape, names))})/[^ #:]*"
        path = "[^ #]*"
        group = f"V{len(self.verbs)}"
        self.verbs.append(group)
        if subject is not None:
            name, types = self._split(subject)
            path = f"[^ #]*/{self._types(types)}/[^ #]*"
            self.subjects.append((name, group))
        if len(names) == 1 and names[0] != "*" and not self._depth:
            self.needs.append(f"/{names[0]}/")
        return f"v:{classes}:{voice}:{form}:{path}#(?P<{group}>\\d+) "


def _emission(
    path: Path, line: int, text: str, compiler: _Compiler, properties: set[str], qualifiers: set[str]
) -> Emission:
    head, _, tail = text.partition("|")
    mode: Mode | None = None
    negative: bool | None = None
    flags: set[str] = set()
    words = []
    for word in re.findall(r'"[^"]*"|\S+', head):
        if word.startswith("!"):
            if word in ("!if-negative", "!intended"):
                flags.add(word)
            elif word[1:] in ("negative", "positive"):
                negative = word == "!negative"
            elif word[1:].capitalize() in list(Mode):
                mode = Mode(word[1:].capitalize())
            else:
                raise BrokenFileError(
                    path, line, f"{word}: write !planned, !possible, !speculated, !asserted or !negative"
                )
        else:
            words.append(word)
    if len(words) != 3:
        raise BrokenFileError(path, line, "write `subject property object | qualifier=value …`")
    pairs = []
    doubt = speaker = None
    for pair in re.findall(r'[^\s=]+=(?:"[^"]*"|\S+)', tail):
        key, _, value = pair.partition("=")
        if key == "doubt":
            doubt = value.strip('"')
            continue
        if key == "speaker":
            speaker = value
            continue
        if key not in qualifiers:
            raise BrokenFileError(path, line, f"unknown qualifier {key!r}{nearest(key, qualifiers)}")
        pairs.append((key, value))
    subject, property_name, value = words
    if property_name not in properties:
        raise BrokenFileError(
            path, line, f"unknown property {property_name!r}{nearest(property_name, properties)}"
        )
    for reference in (subject, value, *(value for _, value in pairs)):
        for part in reference.split("?"):
            known = part.partition("/")[0].partition(".")[0]
            if part[:1] not in '"@' and known not in (*compiler.captures, *REFERENCES):
                raise BrokenFileError(
                    path,
                    line,
                    f"{part!r} is not captured in the `when` line{nearest(known, compiler.captures)}",
                )
    return Emission(
        subject,
        property_name,
        value,
        tuple(pairs),
        mode,
        negative,
        doubt,
        speaker,
        "!if-negative" in flags,
        "!intended" in flags,
    )
