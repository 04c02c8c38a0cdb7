"""Cut SPARQL text into tokens, as the terminals of the SPARQL 1.1 grammar say.

In    the text of a query
Out   :class:`Token` values, each with the offset where it starts
Next  :mod:`kg.sparql.grammar`

Source: https://www.w3.org/TR/sparql11-query/#rSTRING_LITERAL1 and the terminals around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.errors import QuerySyntaxError

_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = "\u00b7\u0300-\u036f\u203f\u2040"
_WORD = f"[{_LETTER}_0-9{_INNER}-]"
_LOCAL = rf"(?:[{_LETTER}_0-9{_INNER}:-]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_LOCAL_START = rf"(?:[{_LETTER}_0-9:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_ESCAPE = r"\\(?:[tbnrf\\\"']|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
_EXPONENT = "[eE][+-]?[0-9]+"
_SPACE = r"(?:[ \t\r\n]|\#[^\r\n]*)"

_TERMINALS = {
    "SPACE": rf"{_SPACE}+",
    "IRIREF": r"<(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>",
    "STRING": (
        rf"'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*'''"
        rf'|"""(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*"""'
        rf"|'(?!'')(?:[^'\\\r\n]|{_ESCAPE})*'"
        rf'|"(?!"")(?:[^"\\\r\n]|{_ESCAPE})*"'
    ),
    "BLANK": rf"_:[{_LETTER}_0-9]{_WORD}*(?:\.+{_WORD}+)*",
    "PNAME": rf"(?:[{_LETTER}]{_WORD}*(?:\.+{_WORD}+)*)?:(?:{_LOCAL_START}{_LOCAL}*(?:\.+{_LOCAL}+)*)?",
    "VAR": rf"[?$][{_LETTER}_0-9][{_LETTER}_0-9{_INNER}]*",
    "LANGTAG": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "SIGNED": rf"[+-](?:[0-9]+(?:\.[0-9]*)?{_EXPONENT}|\.[0-9]+{_EXPONENT}|[0-9]*\.[0-9]+|[0-9]+)",
    "DOUBLE": rf"[0-9]+(?:\.[0-9]*)?{_EXPONENT}|\.[0-9]+{_EXPONENT}",
    "DECIMAL": r"[0-9]*\.[0-9]+",
    "INTEGER": "[0-9]+",
    "WORD": rf"[{_LETTER}_][{_LETTER}_0-9{_INNER}]*",
    "NIL": rf"\({_SPACE}*\)",
    "ANON": rf"\[{_SPACE}*\]",
    "PUNCTUATION": r"\^\^|&&|\|\||!=|<=|>=|[{}()\[\];,.=<>!*/+\-|^?]",
}
_OPERATOR = re.compile("<=|<")
_ESCAPED_CODE_POINT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_QUOTES = ("'''", '"""', "'", '"')


@dataclass(frozen=True, slots=True)
class Token:
    """One terminal: ``kind`` as the grammar names it, ``text`` as written, ``offset`` in code points.

    The kind of a keyword is the keyword in capitals, of punctuation the punctuation itself, and of what
    is no SPARQL at all ``BROKEN``.
    """

    kind: str
    text: str
    offset: int

    @property
    def end(self) -> int:
        """The offset just behind the token."""
        return self.offset + len(self.text)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of *text*, comments and space left out, ``END`` last.

    Where a string is not closed, or a character means nothing in SPARQL, a ``BROKEN`` token of one
    character stands, and reading goes on behind it.
    """
    tokens = [next_token(text, 0)]
    while tokens[-1].kind != "END":
        tokens.append(next_token(text, tokens[-1].end))
    return tokens


def next_token(text: str, offset: int) -> Token:
    """Return the first token at or behind *offset*: the longest that the grammar has, ``END`` at the end."""
    match = _pattern().match(text, offset)
    if match is not None and match.lastgroup == "SPACE":
        offset = match.end()
        match = _pattern().match(text, offset)
    if offset >= len(text):
        return Token("END", "", len(text))
    if match is None:
        return Token("BROKEN", text[offset], offset)
    return Token(_kind(match.lastgroup or "", match.group()), match.group(), offset)


def less_than(text: str, token: Token) -> Token:
    """Return the ``<`` or ``<=`` that *token*, which looks like an IRI, starts with.

    ``?a <?b && ?c> ?d`` holds the characters of an IRI where only an operator can stand.
    """
    match = _OPERATOR.match(text, token.offset)
    if match is None:
        raise ValueError(f"want a token that starts with <, got {token.text!r}")
    return Token(match.group(), match.group(), token.offset)


def locate(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of the character at *offset*, both from 1, in code points."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def where(text: str, offset: int) -> str:
    """Return the place of *offset* in words: ``line 3, column 5``."""
    line, column = locate(text, offset)
    return f"line {line}, column {column}"


def syntax_error(text: str, offset: int, problem: str) -> QuerySyntaxError:
    """Return the error that says what is wrong at *offset*."""
    return QuerySyntaxError(f"{where(text, offset)}: {problem}")


def broken(text: str, token: Token) -> QuerySyntaxError:
    """Return the error that says why *token* is no SPARQL and what to write."""
    for quote in _QUOTES:
        if text.startswith(quote, token.offset):
            problem = f"the string that starts here with {quote} has no end, or a \\ that is no escape"
            return syntax_error(text, token.offset, problem)
    if token.text == "\\" and _ESCAPED_CODE_POINT.match(text, token.offset):
        problem = "an escape outside of strings and IRIs; write the character itself"
        return syntax_error(text, token.offset, problem)
    return syntax_error(text, token.offset, f"the character {token.text!r} means nothing in SPARQL")


def decode_code_points(text: str) -> tuple[str, list[int]]:
    r"""Return *text* with ``\u0041`` and ``\U00000041`` decoded, and where each character came from.

    An engine may do so before it reads anything else, so that an escape can hide a keyword.

    Source: https://www.w3.org/TR/sparql11-query/#codepointEscape
    """
    parts: list[str] = []
    origins: list[int] = []
    last = 0
    for match in _ESCAPED_CODE_POINT.finditer(text):
        code = int(match.group(1) or match.group(2), 16)
        parts += [text[last : match.start()], chr(code) if code < 0x110000 else "\ufffd"]
        origins += [*range(last, match.start()), match.start()]
        last = match.end()
    return "".join(parts) + text[last:], [*origins, *range(last, len(text) + 1)]


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _TERMINALS.items()))


def _kind(terminal: str, text: str) -> str:
    if terminal == "PUNCTUATION":
        return text
    if terminal == "WORD":
        return text if text == "a" or not text.isascii() else text.upper()
    return terminal
