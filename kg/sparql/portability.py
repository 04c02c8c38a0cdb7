"""Say why a saved query may give other rows, or the same in another order, in another engine.

In    the text of a query with its ``#+`` header
Out   one line for each thing to change, in reading order
Next  a test runs this over ``queries/``

The rules, each measured on several engines (ecosystem.md, traps.md):

- No GRAPH, unless the header says ``scope: dataset``; no FROM; no DESCRIBE.
- Only functions that SPARQL 1.1 names and its seven casts (``xsd:integer`` …).
- No GROUP_CONCAT and no SAMPLE, whose order is open; no RAND, NOW, UUID, STRUUID, BNODE, which differ each
  time.
- No ``+`` or ``*`` path, unless the header says ``paths: small``.
- No ``%`` in a prefixed name.
- Columns are named, and ORDER BY settles the order: it has as bare variables (or in ASC or DESC) all that
  identify a row. These are the header's ``key``; without one, the variables of a GROUP BY that has nothing
  else; without one, all columns. One row, from aggregates without GROUP BY, needs none.
- The same for a sub-SELECT with LIMIT or OFFSET.
- Variables that start with ``_`` are parameters: declared in the header, used, with exactly one default
  that stands alone on a line of the outermost group. A sub-SELECT that uses one projects it, and a FILTER or
  BIND in an inner group sees it only where a pattern of that group binds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.namespaces import XSD
from kg.sparql.gate import check_query
from kg.sparql.grammar import parse_query
from kg.sparql.header import read_header
from kg.sparql.parameters import declared_prefixes, find_defaults, iri_of
from kg.sparql.tokens import where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sparql.grammar import Node, Parsed
    from kg.sparql.header import Header

    Problems = Iterator[tuple[int, str]]

_CASTS = ("boolean", "decimal", "double", "float", "integer", "dateTime", "string")
CASTS = frozenset(XSD + name for name in _CASTS)
"""The functions with an IRI that every SPARQL 1.1 engine has."""

_OPEN_ORDER = ("GROUP_CONCAT", "SAMPLE")


def lint_portability(text: str) -> list[str]:
    """Return what keeps *text* from giving the same rows in every engine; nothing if it is portable.

    Each line starts with the place. A text that is no query, or is refused, has that error as its one line.
    """
    try:
        header = read_header(text)
        check_query(text)
        parsed = parse_query(text)
        rules = (_scope, _functions, _paths, _names, _order, _slices, _parameters, _scopes)
        problems = [problem for rule in rules for problem in rule(parsed, header)]
    except (KgError, ValueError) as error:
        return [str(error)]
    return [f"{where(text, offset)}: {problem}" for offset, problem in sorted(problems)]


def projected(parsed: Parsed, clause: Node) -> list[str] | None:
    """Return the variables of a SelectClause, without ``?``, or None for ``*``."""
    if any(child.rule == "AllColumns" for child in clause.children):
        return None
    columns = (parsed.between(column) for column in clause.children)
    return [next(token for token in reversed(tokens) if token.kind == "VAR").text[1:] for tokens in columns]


def _scope(parsed: Parsed, header: Header) -> Problems:
    for node in parsed.root.find("GraphGraphPattern", "DescribeQuery"):
        if node.rule == "DescribeQuery":
            yield _offset(parsed, node), "what DESCRIBE gives differs by engine; use CONSTRUCT"
        elif header.values.get("scope") != "dataset":
            problem = "GRAPH reads named graphs; take it out, or write `#+ scope: dataset`"
            yield _offset(parsed, node), problem


def _functions(parsed: Parsed, _header: Header) -> Problems:
    prefixes = declared_prefixes(parsed)
    for node in parsed.root.find("FunctionCall", "iriOrFunction", "Aggregate", "Unpredictable"):
        token = parsed.tokens[node.start]
        if node.rule == "Aggregate" and token.kind in _OPEN_ORDER:
            yield token.offset, f"{token.kind} depends on an order that is open; give one row for each value"
        elif node.rule == "Unpredictable":
            yield token.offset, f"{token.kind} differs each time; take a parameter"
        elif len(node.children) > 1 and (name := iri_of(token, prefixes)) not in CASTS:
            yield token.offset, f"not every engine has the function <{name}>; use those that SPARQL 1.1 names"


def _paths(parsed: Parsed, header: Header) -> Problems:
    if header.values.get("paths") == "small":
        return
    for node in parsed.root.find("PathMod"):
        token = parsed.tokens[node.start]
        if token.kind in ("+", "*"):
            problem = f"a {token.kind} path over a dense relation ends some engines; spell the steps out, "
            yield token.offset, problem + "or write `#+ paths: small` where the relation is small"


def _names(parsed: Parsed, _header: Header) -> Problems:
    for token in parsed.tokens:
        if token.kind == "PNAME" and "%" in token.text:
            yield token.offset, "rdflib matches nothing on a prefixed name with %; write the IRI in brackets"


def _order(parsed: Parsed, header: Header) -> Problems:
    for query in parsed.root.children:
        if query.rule == "SelectQuery":
            key = header.values.get("key")
            columns = [str(name) for name in key] if isinstance(key, list) else None
            yield from _unsettled(parsed, query, columns)


def _slices(parsed: Parsed, _header: Header) -> Problems:
    for query in parsed.root.find("SubSelect"):
        if any(part.rule == "LimitOffsetClauses" for part in _parts(query, "SolutionModifier").children):
            yield from _unsettled(parsed, query, None)


def _unsettled(parsed: Parsed, query: Node, key: list[str] | None) -> Problems:
    clause = _parts(query, "SelectClause")
    columns = projected(parsed, clause)
    if columns is None:
        yield _offset(parsed, clause), "SELECT * has no order of columns; name them"
        return
    modifiers = {part.rule: part for part in _parts(query, "SolutionModifier").children}
    group = modifiers.get("GroupClause")
    if group is None and all(any(column.find("Aggregate")) for column in clause.children):
        return
    if key is None and group is not None and all(part.end - part.start == 1 for part in group.children):
        key = [parsed.tokens[part.start].text[1:] for part in group.children]
    order = modifiers.get("OrderClause")
    settled = set(_bare_variables(parsed, order)) if order else set()
    missing = [f"?{name}" for name in key or columns if name not in settled]
    if missing:
        problem = f"the order of rows is open; add {' '.join(missing)} to ORDER BY"
        yield _offset(parsed, order or clause), problem + ", or name what identifies a row in `#+ key:`"


def _bare_variables(parsed: Parsed, order: Node) -> Iterator[str]:
    for condition in order.children:
        tokens = [token for token in parsed.between(condition) if token.kind not in ("ASC", "DESC", "(", ")")]
        if len(tokens) == 1 and tokens[0].kind == "VAR":
            yield tokens[0].text[1:]


def _parameters(parsed: Parsed, header: Header) -> Problems:
    declared = declared_variables(header)
    outermost = next(parsed.root.find("GroupGraphPattern"))
    defaults = find_defaults(parsed.text)
    for default in defaults:
        group = _enclosing_group(parsed, default.start)
        if default.variable not in declared:
            yield default.start, f"?{default.variable} is no parameter of the header; declare it or rename it"
        if not default.alone or len(default.terms) != 1:
            problem = f"write `VALUES ?{default.variable} {{ … }}` with one value, alone on its line"
            yield default.start, problem
        if group is not outermost:
            yield default.start, f"the default of ?{default.variable} must stand in the outermost group"
    for variable in declared:
        uses = [token for token in parsed.tokens if token.kind == "VAR" and token.text[1:] == variable]
        lines = [default for default in defaults if default.variable == variable]
        if len(lines) != 1:
            offset = lines[1].start if lines else 0
            yield offset, f"?{variable} needs exactly one line `VALUES ?{variable} {{ … }}`"
        if len(uses) <= len(lines):
            yield uses[0].offset if uses else 0, f"the parameter ?{variable} is never used"
    known = declared | {default.variable for default in defaults}
    for token in parsed.tokens:
        if token.kind == "VAR" and token.text[1] == "_" and token.text[1:] not in known:
            yield token.offset, f"{token.text} is no parameter of the header; declare it or rename it"


def _scopes(parsed: Parsed, header: Header) -> Problems:
    declared = declared_variables(header)
    parents = _parents(parsed.root)
    outermost = next(parsed.root.find("GroupGraphPattern"))
    for index, token in enumerate(parsed.tokens):
        if token.kind != "VAR" or token.text[1:] not in declared:
            continue
        above = _above(parsed.root, index, parents)
        for node in above:
            if node.rule == "SubSelect":
                columns = projected(parsed, _parts(node, "SelectClause"))
                if columns is not None and token.text[1:] not in columns:
                    yield token.offset, f"the sub-SELECT around {token.text} must project it"
        expression = next((node for node in above if node.rule in ("Filter", "Bind")), None)
        if expression is not None and not _is_bound(parsed, token.text, expression, parents, outermost):
            problem = (
                f"{token.text} has no value in this inner group; move the FILTER or BIND to the outermost"
            )
            yield token.offset, problem


def _is_bound(
    parsed: Parsed, variable: str, expression: Node, parents: dict[int, Node], outermost: Node
) -> bool:
    group = _climb(expression, parents, "GroupGraphPattern")
    if group is outermost:
        return True
    for pattern in group.find("TriplesSameSubjectPath"):
        if any(token.text == variable for token in parsed.between(pattern)):
            return True
    holder = parents[id(group)]
    if holder.rule == "Exists":
        outer = _climb(holder, parents, "Filter", "Bind")
        return outer.rule != "" and _is_bound(parsed, variable, outer, parents, outermost)
    return (
        holder.rule == "OptionalGraphPattern"
        and expression.rule == "Filter"
        and _climb(holder, parents, "GroupGraphPattern") is outermost
    )


def declared_variables(header: Header) -> set[str]:
    """Return the variables, without ``?``, of the parameters that *header* declares."""
    parameters = header.values.get("parameters")
    if not isinstance(parameters, list):
        return set()
    entries = [entry for entry in parameters if isinstance(entry, dict)]
    return {f"_{entry.get('name')}_{entry.get('type')}" for entry in entries}


def _offset(parsed: Parsed, node: Node) -> int:
    return parsed.tokens[node.start].offset


def _parts(query: Node, rule: str) -> Node:
    return next(child for child in query.children if child.rule == rule)


def _parents(root: Node) -> dict[int, Node]:
    return {id(child): node for node in root.walk() for child in node.children}


def _above(root: Node, index: int, parents: dict[int, Node]) -> list[Node]:
    """Return the nodes that hold the token at *index*, the innermost first."""
    deepest = root
    while True:
        inner = next((child for child in deepest.children if child.start <= index < child.end), None)
        if inner is None:
            break
        deepest = inner
    above = [deepest]
    while above[-1] is not root:
        above.append(parents[id(above[-1])])
    return above


def _climb(node: Node, parents: dict[int, Node], *rules: str) -> Node:
    while node.rule not in rules and id(node) in parents:
        node = parents[id(node)]
    return node


def _enclosing_group(parsed: Parsed, offset: int) -> Node | None:
    index = next(i for i, token in enumerate(parsed.tokens) if token.offset == offset)
    above = _above(parsed.root, index, _parents(parsed.root))
    return next((node for node in above if node.rule == "GroupGraphPattern"), None)
