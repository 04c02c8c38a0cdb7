"""Compile the ``when`` line of a rule to a regular expression, and write a tape as the text it matches.

Every atom matches whole tokens and cannot match a space, and gaps are bounded, so matching is linear in
practice whatever the text (extraction.md, "Traps").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import BrokenFileError, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from kg.extract.tokens import Token

_ATOM = re.compile(
    r"\s*(?:(?P<gap>\.{2,4})|(?P<capture>\{[^}]*\})|(?P<verb><[^>]*>)|(?P<open>\[)|(?P<close>\])"
    r"|\"(?P<quoted>[^\"]+)\"|(?P<group>\((?:[^()]*)\))|(?P<word>[^\s\[\](){}<>]+))"
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
_NP = rf"(?!w:(?:and|or)#)(?:w:{_NP_STOP}[^ ]+ |m:[^ ]+ |v:[^ ]*:ing:[^ ]+ ){_NP_ITEM}{{0,13}}"
_NPS = rf"(?!w:(?:and|or)#)(?:w:{_NP_STOP}[^ ]+ |[mq]:[^ ]+ )(?:{_LIST_COMMA}|{_NP_ITEM}){{0,24}}"
_TEXT = r"(?!w:,#)(?:(?!w:;#)[^ ]+ ){1,60}"
_HAS_VERB = r"(?=(?:(?!w:(?:;|,|but|and|that)#|v:)[^ ]+ ){1,8}v:[^ ]*:fin:)"
_VOICES = {"passive": "pass", "active": "act", "any": "(?:act|pass)"}
_VERB_FORMS = ("fin", "inf", "ing", "pp")
TYPES = frozenset(
    """
    Company Org Actor Unit Outlet Person Source Vehicle Product Kind Industry Place Facility Event Service
    Thing Described ShortName Role NP Date Money Percent Power Torque Energy Speed Distance Duration
    Measure Count Number Rank Amount
    """.split()  # noqa: SIM905 - thirty lines of one word each read worse
)
"""The types that a capture may ask for."""


def render(tokens: list[Token]) -> str:
    """Return *tokens* as the text that rules match: items that end in ``#index`` and a space."""
    return "".join(f"{_render(token)}#{index} " for index, token in enumerate(tokens))


def _render(token: Token) -> str:
    if token.verb is not None:
        verb = token.verb
        voice = "pass" if verb.passive or verb.form == "pp" else "act"
        subject = _path(token.subject) if token.subject else "/"
        known = () if verb.force.unsaid else verb.classes
        classes = "/".join((*known, f"={_clean(verb.lemma)}"))
        return f"v:/{classes}/:{voice}:{verb.form}:{subject}"
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


class PatternCompiler:
    """Turns one ``when`` line into a regular expression."""

    def __init__(self, path: Path, line: int, verb_classes: set[str]) -> None:
        """Compile for the rule at *line* of *path*, which the errors name."""
        self.path, self.line, self.verb_classes = path, line, verb_classes
        self.captures: list[str] = []
        self.subjects: list[tuple[str, str]] = []
        self.verbs: list[str] = []
        self.needs: list[str] = []
        self.listed: list[str] = []
        self._depth = 0

    def compile(self, text: str) -> re.Pattern[str]:
        """Return *text*, a ``when`` line, as a pattern over rendered tapes.

        Raises:
            BrokenFileError: it cannot be read, or names an unknown type or verb class.
        """
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
