r"""Refuse queries that would reach outside of the graph, change it or overwhelm the engine.

In    the text of a query
Out   nothing, or the error that says which clause, where and why
Next  :mod:`kg.store`, which runs nothing that has not passed here

Engines call other computers for SERVICE and have no switch for it (traps.md 13), and a text of 4.4 kB can
end the process (traps.md 11). An engine may decode ``\u0045`` before it reads anything else, so refused
words are looked for in both readings.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import ForbiddenQueryError, nearest
from kg.sparql.grammar import REFUSED, parse_query, refusal
from kg.sparql.tokens import decode_code_points, syntax_error, tokenize, where

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.sparql.tokens import Token

MAXIMUM_BYTES = 16 * 1024
"""The longest text, in UTF-8, that the engine is given."""

MAXIMUM_DEPTH = 64
"""How many brackets may stand inside each other."""

_SCHEME = re.compile("<[A-Za-z][A-Za-z0-9+.-]*:")


def check_query(text: str, *, prefixes: Iterable[str] = ()) -> None:
    """Return if *text* is one SPARQL 1.1 query that reads the graph and nothing else.

    Args:
        text: The query.
        prefixes: Prefixes (without ``:``) that count as declared.

    Raises:
        ForbiddenQueryError: SERVICE, FROM, an update, a text of more than 16 KiB, brackets more than 64 deep.
        QuerySyntaxError: no SPARQL 1.1, or a prefix that is not declared.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise syntax_error(
            text, error.start, "half a character (a lone surrogate); write it whole"
        ) from error
    if size > MAXIMUM_BYTES:
        problem = f"the query has {size:,} bytes; at most {MAXIMUM_BYTES:,} are run, so split it"
        raise ForbiddenQueryError(problem)
    _refuse_words(text)
    _refuse_hidden_words(text)
    tokens = parse_query(text).tokens
    _refuse_depth(text, tokens)
    _refuse_names(text, tokens, prefixes)


def _refuse_words(text: str) -> None:
    for token in tokenize(text):
        if token.kind == "BROKEN":
            return
        if token.kind in REFUSED:
            raise refusal(text, token, token.offset)


def _refuse_hidden_words(text: str) -> None:
    if "\\" not in text:
        return
    decoded, origins = decode_code_points(text)
    for token in tokenize(decoded):
        if token.kind in REFUSED:
            raise refusal(text, token, origins[token.offset])


def _refuse_depth(text: str, tokens: Sequence[Token]) -> None:
    depth = 0
    for token in tokens:
        depth += (token.kind in ("(", "[", "{")) - (token.kind in (")", "]", "}"))
        if depth > MAXIMUM_DEPTH:
            place = where(text, token.offset)
            raise ForbiddenQueryError(
                f"the brackets at {place} stand more than {MAXIMUM_DEPTH} deep; write the query flatter"
            )


def _refuse_names(text: str, tokens: Sequence[Token], prefixes: Iterable[str]) -> None:
    declared = set(prefixes)
    has_base = False
    for before, token in pairwise(tokens):
        if before.kind == "BASE":
            has_base = True
        elif before.kind == "PREFIX":
            if token.text.find(":") != len(token.text) - 1:
                problem = f"{token.text} is no prefix; write a name and one colon"
                raise syntax_error(text, token.offset, problem)
            declared.add(token.text[:-1])
        elif token.kind == "PNAME" and (prefix := token.text.partition(":")[0]) not in declared:
            problem = f"the prefix {prefix}: is not declared{nearest(prefix, declared)}"
            raise syntax_error(text, token.offset, f"{problem}; add PREFIX {prefix}: <…>")
        if token.kind == "IRIREF" and not has_base and not _SCHEME.match(token.text):
            problem = f"{token.text} is no absolute IRI; write it in full, such as <https://…>"
            raise syntax_error(text, token.offset, problem)
