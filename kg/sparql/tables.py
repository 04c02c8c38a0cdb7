"""Turn a grammar as the W3C writes it into tables that say what to read next.

In    rules such as ``Bind ::= 'BIND' '(' Expression 'AS' VAR ')'``, one to a line or indented below
Out   for each rule and kind of token, the symbols to read
Next  :mod:`kg.sparql.grammar`
"""

from __future__ import annotations

import re
from functools import cache

_TOKEN = re.compile(r"'[^']+'|[A-Za-z]+|[()|?*+]")


@cache
def compile_grammar(grammar: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return for each rule which symbols to read next, by the kind of the token ahead.

    The empty kind stands for "any other" where the rule may be left out. The grammar is LL(1), so that one
    token decides; two alternatives that start alike are a mistake in the grammar.

    Raises:
        ValueError: the grammar is not LL(1).
    """
    rules = _rules(grammar)
    starts: dict[str, set[str]] = {name: set() for name in rules}
    changed = True
    while changed:
        changed = False
        for name, alternatives in rules.items():
            found = set().union(*(_starts_of(symbols, starts) for symbols in alternatives))
            if not found <= starts[name]:
                starts[name] |= found
                changed = True
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, alternatives in rules.items():
        tables[name] = {}
        for symbols in alternatives:
            for kind in sorted(_starts_of(symbols, starts)):
                if kind in tables[name]:
                    raise ValueError(f"{name} is not LL(1) at {kind!r}")
                tables[name][kind] = symbols
    return tables


def _starts_of(symbols: tuple[str, ...], starts: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    for symbol in symbols:
        if symbol not in starts:
            return found | {symbol}
        found |= starts[symbol] - {""}
        if "" not in starts[symbol]:
            return found
    return found | {""}


def _rules(grammar: str) -> dict[str, list[tuple[str, ...]]]:
    """Return the rules of a grammar, brackets and repetition turned into rules ``#1``, ``#2`` …."""
    rules: dict[str, list[tuple[str, ...]]] = {}
    for rule in grammar.replace("\n    ", " ").strip().splitlines():
        name, _, body = rule.partition(" ::= ")
        waiting = _TOKEN.findall(body)[::-1]
        rules[name] = _alternatives(waiting, rules)
    return rules


def _alternatives(waiting: list[str], rules: dict[str, list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    alternatives: list[list[str]] = [[]]
    while waiting and waiting[-1] != ")":
        symbol = waiting.pop()
        if symbol == "|":
            alternatives.append([])
            continue
        if symbol == "(":
            symbol = _add_rule(_alternatives(waiting, rules), rules)
            waiting.pop()
        repeat = waiting.pop() if waiting and waiting[-1] in ("?", "*", "+") else ""
        alternatives[-1] += _repeated(symbol.strip("'"), repeat, rules)
    return [tuple(symbols) for symbols in alternatives]


def _repeated(symbol: str, repeat: str, rules: dict[str, list[tuple[str, ...]]]) -> list[str]:
    if not repeat:
        return [symbol]
    if repeat == "?":
        return [_add_rule([(symbol,), ()], rules)]
    more = _add_rule([(), ()], rules)
    rules[more] = [(symbol, more), ()]
    return [more] if repeat == "*" else [symbol, more]


def _add_rule(alternatives: list[tuple[str, ...]], rules: dict[str, list[tuple[str, ...]]]) -> str:
    name = f"#{len(rules)}"
    rules[name] = alternatives
    return name
