"""Find the lines of a saved query that hold its parameters' defaults, and put other values there.

In    the text of a query; an RDF term
Out   :class:`Default` values; a text that differs from the first in one line
Next  :mod:`kg.query`, :mod:`kg.sparql.portability`

The default of the parameter ``company`` of type ``iri`` stands alone on one line::

    VALUES ?_company_iri { UNDEF }
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import XSD
from kg.sparql.grammar import parse_query
from kg.sparql.tokens import locate
from kg.terms import Term, iri, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.sparql.grammar import Parsed
    from kg.sparql.tokens import Token

_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Default:
    """One ``VALUES ?_name_type { … }``: which variable, which terms, where.

    ``variable`` has no ``?``. ``terms`` holds None for UNDEF. ``start`` and ``end`` bound the clause;
    ``alone`` says that nothing but a comment shares its line.
    """

    variable: str
    terms: tuple[Term | None, ...]
    start: int
    end: int
    line: int
    alone: bool


def find_defaults(text: str) -> list[Default]:
    """Return every VALUES clause of *text* that names one variable starting with ``_``, in reading order.

    Raises:
        QuerySyntaxError: *text* is no query.
        ValueError: a default holds an IRI that no term can be, or a prefix that is not declared.
    """
    parsed = parse_query(text)
    prefixes = declared_prefixes(parsed)
    found = []
    for node in parsed.root.find("InlineData"):
        if node.children[0].rule != "InlineDataOneVar":
            continue
        tokens = parsed.between(node)
        variable = tokens[1].text[1:]
        if variable.startswith("_"):
            values = tuple(term_of(parsed.between(value), prefixes) for value in node.find("DataBlockValue"))
            start, end = tokens[0].offset, tokens[-1].end
            line, alone = locate(text, start)[0], _is_alone(text, start, end)
            found.append(Default(variable, values, start, end, line, alone))
    return found


def replace_default(text: str, default: Default, term: Term) -> str:
    """Return *text* with *term* where *default* stood; every other character stays."""
    return f"{text[: default.start]}VALUES ?{default.variable} {{ {term} }}{text[default.end :]}"


def declared_prefixes(parsed: Parsed) -> dict[str, str]:
    """Return the prefixes that a query declares, ``""`` for ``:``, with their namespaces."""
    declarations = (parsed.between(node) for node in parsed.root.find("PrefixDecl"))
    return {name.text[:-1]: _unescaped(namespace.text[1:-1]) for _, name, namespace in declarations}


def term_of(tokens: tuple[Token, ...], prefixes: Mapping[str, str]) -> Term | None:
    """Return the RDF term that *tokens* write, or None for UNDEF.

    Raises:
        ValueError: an IRI that RDF forbids, or a prefix that *prefixes* does not have.
    """
    first = tokens[0]
    if first.kind == "UNDEF":
        return None
    if first.kind in ("IRIREF", "PNAME"):
        return iri(iri_of(first, prefixes))
    if first.kind == "STRING":
        quotes = 3 if first.text[:3] in ("'''", '"""') else 1
        text = _unescaped(first.text[quotes:-quotes])
        if len(tokens) == 1:
            return literal(text)
        if tokens[1].kind == "LANGTAG":
            return literal(text, language=tokens[1].text[1:].lower())
        return literal(text, datatype=iri_of(tokens[2], prefixes))
    if first.kind in ("TRUE", "FALSE"):
        return literal(first.text.lower(), datatype=XSD + "boolean")
    return literal(first.text, datatype=XSD + _number_type(first.text))


def iri_of(token: Token, prefixes: Mapping[str, str]) -> str:
    """Return the IRI that a token of kind IRIREF or PNAME writes, without brackets.

    Raises:
        ValueError: a prefix that *prefixes* does not have.
    """
    if token.kind == "IRIREF":
        return _unescaped(token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    if prefix not in prefixes:
        raise ValueError(f"the prefix {prefix}: is not declared")
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)


def _number_type(text: str) -> str:
    if "e" in text.lower():
        return "double"
    return "decimal" if "." in text else "integer"


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        short, long, char = match.groups()
        return _CHARACTERS.get(char, char) if char else chr(int(short or long, 16))

    return _ESCAPED.sub(character, text)


def _is_alone(text: str, start: int, end: int) -> bool:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    behind = text[end:].split("\n", 1)[0].strip()
    return not before.strip() and "\n" not in text[start:end] and (not behind or behind.startswith("#"))
