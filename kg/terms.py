"""RDF terms as their canonical N-Triples text, made only here.

A :data:`Term` is a string such as ``<https://…>`` or ``"1"^^<…integer>``. Strings sort the same on every
machine, cost little, and load into any engine by plain N-Triples. The constructors refuse what
would change the meaning of a line (traps.md 14), so no other code may write a bracket or a quote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NewType

from kg.namespaces import RDF, XSD

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

Term = NewType("Term", str)
Triple = tuple[Term, Term, Term]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]*")
_LANGUAGE = re.compile(r"[a-z]{1,8}(-[a-z0-9]{1,8})*")
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_UNESCAPES = {escaped[1]: char for char, escaped in _ESCAPES.items()} | {"'": "'"}
_TO_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f]')
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.S)


def iri(text: str) -> Term:
    """Return *text* as an IRI term.

    Raises:
        ValueError: *text* is not an absolute IRI, or holds a character that RDF 1.1 forbids in one.
    """
    if not _IRI.fullmatch(text):
        raise ValueError(f"not an absolute IRI: {text!r}")
    return Term(f"<{text}>")


def literal(text: str, *, datatype: str | None = None, language: str | None = None) -> Term:
    """Return *text* as a literal: plain, typed by the *datatype* IRI, or tagged with *language*.

    Raises:
        ValueError: the datatype is no IRI, the language no lower-case tag, or *text* holds a lone
            surrogate, which no encoding can write.
    """
    text.encode("utf-8")
    quoted = '"' + _TO_ESCAPE.sub(_escape, text) + '"'
    if language is not None:
        if not _LANGUAGE.fullmatch(language):
            raise ValueError(f"not a lower-case language tag: {language!r}")
        return Term(f"{quoted}@{language}")
    if datatype is None or datatype == XSD + "string":
        return Term(quoted)
    return Term(f"{quoted}^^{iri(datatype)}")


def integer(value: int) -> Term:
    """Return *value* as an ``xsd:integer`` in canonical form."""
    return literal(str(int(value)), datatype=XSD + "integer")


def decimal(value: Decimal) -> Term:
    """Return *value* as an ``xsd:decimal`` in the canonical form that stores keep (``1.5``, ``2``)."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return literal(text or "0", datatype=XSD + "decimal")


def boolean(value: bool) -> Term:  # noqa: FBT001 - the value is what is written
    """Return *value* as an ``xsd:boolean``."""
    return literal("true" if value else "false", datatype=XSD + "boolean")


def date(value: datetime.date) -> Term:
    """Return *value* as an ``xsd:date`` without a zone."""
    return literal(value.isoformat(), datatype=XSD + "date")


def is_iri(term: Term) -> bool:
    """Say whether *term* is an IRI."""
    return term.startswith("<")


def iri_text(term: Term) -> str:
    """Return the IRI of an IRI *term*, without its brackets."""
    return term[1:-1]


def literal_parts(term: Term) -> tuple[str, str, str | None]:
    """Return text, datatype IRI and language of a literal *term*."""
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise ValueError(f"not a literal: {term!r}")
    text, language, datatype = match.groups()
    if "\\" in text:
        text = _ESCAPED.sub(_unescape, text)
    if language is not None:
        return text, RDF + "langString", language
    return text, datatype or XSD + "string", None


def text_of(term: Term) -> str:
    """Return the IRI or the literal's text, whichever *term* is."""
    return iri_text(term) if is_iri(term) else literal_parts(term)[0]


def ntriples_line(triple: Triple) -> str:
    """Return *triple* as one line of N-Triples, with its newline."""
    return f"{triple[0]} {triple[1]} {triple[2]} .\n"


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"


def _unescape(match: re.Match[str]) -> str:
    short, long, char = match.groups()
    if char is not None:
        return _UNESCAPES[char]
    return chr(int(short or long, 16))
