"""Parse SPARQL 1.1 queries with the W3C's own grammar, short of what reaches outside of the graph.

In    the text of a query
Out   its structure as :class:`Node` values, or an error at the token that does not fit
Next  :mod:`kg.sparql.gate`, :mod:`kg.sparql.portability`

:data:`GRAMMAR` is the grammar of the specification with ``ServiceGraphPattern`` and ``DatasetClause``
left out, so what parses cannot hold them, however an engine splits its words: oxigraph reads
``SERVICEex:a{}`` as a call to another computer.

Source: https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import ForbiddenQueryError, KgError, nearest
from kg.sparql.tables import compile_grammar
from kg.sparql.tokens import Token, broken, less_than, next_token, syntax_error, where

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAMMAR = """
Query ::= ( BaseDecl | PrefixDecl )* ( SelectQuery | ConstructQuery | DescribeQuery | AskQuery )
    ValuesClause 'END'
BaseDecl ::= 'BASE' IRIREF
PrefixDecl ::= 'PREFIX' PNAME IRIREF
SelectQuery ::= SelectClause WhereClause SolutionModifier
SubSelect ::= SelectClause WhereClause SolutionModifier ValuesClause
SelectClause ::= 'SELECT' ( 'DISTINCT' | 'REDUCED' )? ( Column+ | AllColumns )
AllColumns ::= '*'
Column ::= VAR | '(' Expression 'AS' VAR ')'
ConstructQuery ::= 'CONSTRUCT' ( ConstructTemplate WhereClause | 'WHERE' ConstructTemplate ) SolutionModifier
DescribeQuery ::= 'DESCRIBE' ( VarOrIri+ | '*' ) WhereClause? SolutionModifier
AskQuery ::= 'ASK' WhereClause SolutionModifier
WhereClause ::= 'WHERE'? GroupGraphPattern
SolutionModifier ::= GroupClause? HavingClause? OrderClause? LimitOffsetClauses?
GroupClause ::= 'GROUP' 'BY' GroupCondition+
GroupCondition ::= BuiltInCall | FunctionCall | '(' Expression ( 'AS' VAR )? ')' | VAR
HavingClause ::= 'HAVING' Constraint+
OrderClause ::= 'ORDER' 'BY' OrderCondition+
OrderCondition ::= ( 'ASC' | 'DESC' ) BrackettedExpression | Constraint | VAR
LimitOffsetClauses ::= 'LIMIT' INTEGER ( 'OFFSET' INTEGER )? | 'OFFSET' INTEGER ( 'LIMIT' INTEGER )?
ValuesClause ::= InlineData?
GroupGraphPattern ::= '{' ( SubSelect | GroupGraphPatternSub ) '}'
GroupGraphPatternSub ::= TriplesBlock? ( GraphPatternNotTriples '.'? TriplesBlock? )*
TriplesBlock ::= TriplesSameSubjectPath ( '.' TriplesBlock? )?
GraphPatternNotTriples ::= GroupOrUnionGraphPattern | OptionalGraphPattern | MinusGraphPattern
    | GraphGraphPattern | Filter | Bind | InlineData
OptionalGraphPattern ::= 'OPTIONAL' GroupGraphPattern
GraphGraphPattern ::= 'GRAPH' VarOrIri GroupGraphPattern
Bind ::= 'BIND' '(' Expression 'AS' VAR ')'
InlineData ::= 'VALUES' ( InlineDataOneVar | InlineDataFull )
InlineDataOneVar ::= VAR '{' DataBlockValue* '}'
InlineDataFull ::= ( NIL | '(' VAR* ')' ) '{' ( '(' DataBlockValue* ')' | NIL )* '}'
DataBlockValue ::= iri | RDFLiteral | NumericLiteral | BooleanLiteral | 'UNDEF'
MinusGraphPattern ::= 'MINUS' GroupGraphPattern
GroupOrUnionGraphPattern ::= GroupGraphPattern ( 'UNION' GroupGraphPattern )*
Filter ::= 'FILTER' Constraint
Constraint ::= BrackettedExpression | BuiltInCall | FunctionCall
FunctionCall ::= iri ArgList
ArgList ::= NIL | '(' 'DISTINCT'? Expression ( ',' Expression )* ')'
ExpressionList ::= NIL | '(' Expression ( ',' Expression )* ')'
ConstructTemplate ::= '{' ConstructTriples? '}'
ConstructTriples ::= TriplesSameSubject ( '.' ConstructTriples? )?
TriplesSameSubject ::= VarOrTerm PropertyListNotEmpty | TriplesNode PropertyListNotEmpty?
PropertyListNotEmpty ::= Verb ObjectList ( ';' ( Verb ObjectList )? )*
Verb ::= VarOrIri | 'a'
ObjectList ::= GraphNode ( ',' GraphNode )*
TriplesSameSubjectPath ::= VarOrTerm PropertyListPathNotEmpty | TriplesNodePath PropertyListPathNotEmpty?
PropertyListPathNotEmpty ::= VerbPath ObjectListPath ( ';' ( VerbPath ObjectListPath )? )*
VerbPath ::= Path | VAR
ObjectListPath ::= GraphNodePath ( ',' GraphNodePath )*
Path ::= PathSequence ( '|' PathSequence )*
PathSequence ::= PathEltOrInverse ( '/' PathEltOrInverse )*
PathEltOrInverse ::= '^'? PathPrimary PathMod?
PathMod ::= '?' | '*' | '+'
PathPrimary ::= iri | 'a' | '!' PathNegatedPropertySet | '(' Path ')'
PathNegatedPropertySet ::= PathOneInPropertySet | NIL
    | '(' PathOneInPropertySet ( '|' PathOneInPropertySet )* ')'
PathOneInPropertySet ::= '^'? ( iri | 'a' )
TriplesNode ::= '(' GraphNode+ ')' | '[' PropertyListNotEmpty ']'
TriplesNodePath ::= '(' GraphNodePath+ ')' | '[' PropertyListPathNotEmpty ']'
GraphNode ::= VarOrTerm | TriplesNode
GraphNodePath ::= VarOrTerm | TriplesNodePath
VarOrTerm ::= VAR | iri | RDFLiteral | NumericLiteral | BooleanLiteral | BLANK | ANON | NIL
VarOrIri ::= VAR | iri
Expression ::= ConditionalAndExpression ( '||' ConditionalAndExpression )*
ConditionalAndExpression ::= RelationalExpression ( '&&' RelationalExpression )*
RelationalExpression ::= NumericExpression ( ( '=' | '!=' | '<' | '>' | '<=' | '>=' ) NumericExpression
    | 'IN' ExpressionList | 'NOT' 'IN' ExpressionList )?
NumericExpression ::= MultiplicativeExpression ( ( '+' | '-' ) MultiplicativeExpression
    | SIGNED ( ( '*' | '/' ) UnaryExpression )* )*
MultiplicativeExpression ::= UnaryExpression ( ( '*' | '/' ) UnaryExpression )*
UnaryExpression ::= ( '!' | '+' | '-' )? PrimaryExpression
PrimaryExpression ::= BrackettedExpression | BuiltInCall | iriOrFunction | RDFLiteral | NumericLiteral
    | BooleanLiteral | VAR
BrackettedExpression ::= '(' Expression ')'
BuiltInCall ::= Aggregate | Exists | 'NOT' Exists | Unpredictable
    | 'BOUND' '(' VAR ')' | ( 'CONCAT' | 'COALESCE' ) ExpressionList
    | ( 'STR' | 'LANG' | 'DATATYPE' | 'IRI' | 'URI' | 'ABS' | 'CEIL' | 'FLOOR' | 'ROUND' | 'STRLEN' | 'UCASE'
      | 'LCASE' | 'ENCODE_FOR_URI' | 'YEAR' | 'MONTH' | 'DAY' | 'HOURS' | 'MINUTES' | 'SECONDS' | 'TIMEZONE'
      | 'TZ' | 'MD5' | 'SHA1' | 'SHA256' | 'SHA384' | 'SHA512' | 'ISIRI' | 'ISURI' | 'ISBLANK' | 'ISLITERAL'
      | 'ISNUMERIC' ) '(' Expression ')'
    | ( 'LANGMATCHES' | 'CONTAINS' | 'STRSTARTS' | 'STRENDS' | 'STRBEFORE' | 'STRAFTER' | 'STRLANG' | 'STRDT'
      | 'SAMETERM' ) '(' Expression ',' Expression ')'
    | ( 'SUBSTR' | 'REGEX' ) '(' Expression ',' Expression ( ',' Expression )? ')'
    | 'REPLACE' '(' Expression ',' Expression ',' Expression ( ',' Expression )? ')'
    | 'IF' '(' Expression ',' Expression ',' Expression ')'
Unpredictable ::= ( 'RAND' | 'NOW' | 'UUID' | 'STRUUID' ) NIL | 'BNODE' ( '(' Expression ')' | NIL )
Exists ::= 'EXISTS' GroupGraphPattern
Aggregate ::= 'COUNT' '(' 'DISTINCT'? ( '*' | Expression ) ')'
    | ( 'SUM' | 'MIN' | 'MAX' | 'AVG' | 'SAMPLE' ) '(' 'DISTINCT'? Expression ')'
    | 'GROUP_CONCAT' '(' 'DISTINCT'? Expression ( ';' 'SEPARATOR' '=' STRING )? ')'
iriOrFunction ::= iri ArgList?
RDFLiteral ::= STRING ( LANGTAG | '^^' iri )?
NumericLiteral ::= INTEGER | DECIMAL | DOUBLE | SIGNED
BooleanLiteral ::= 'TRUE' | 'FALSE'
iri ::= IRIREF | PNAME
"""

_SILENT = frozenset(
    ["TriplesBlock", "ConstructTriples", "Expression", "ConditionalAndExpression", "MultiplicativeExpression"]
)
_FORMS = {
    "SelectQuery": "select",
    "ConstructQuery": "construct",
    "DescribeQuery": "describe",
    "AskQuery": "ask",
}
_NAMES = {
    "IRIREF": "an IRI",
    "PNAME": "a prefixed name",
    "BLANK": "a blank node",
    "VAR": "a variable",
    "INTEGER": "a number",
    "DECIMAL": "a number",
    "DOUBLE": "a number",
    "SIGNED": "a number",
    "STRING": "a string",
    "LANGTAG": "a language",
    "NIL": "()",
    "ANON": "[]",
    "END": "the end",
}
_RULE_NAMES = {
    "ObjectList": "an object",
    "ObjectListPath": "an object",
    "GraphNode": "an object",
    "GraphNodePath": "an object",
    "PropertyListNotEmpty": "a property",
    "PropertyListPathNotEmpty": "a property",
    "Verb": "a property",
    "VerbPath": "a property",
    "Expression": "an expression",
    "Constraint": "a condition in brackets",
}
_FEW = 8

_READS_ELSEWHERE = "it would ask another computer; kg answers from its own graph only, so leave it out"
_NAMES_GRAPHS = "it would swap the graph that is read; leave it out, and look into one article with GRAPH"
_CHANGES = "it would change the graph, and queries only read; change the articles and build again"
_CHANGING = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING")
REFUSED = {"SERVICE": _READS_ELSEWHERE, "FROM": _NAMES_GRAPHS, **dict.fromkeys(_CHANGING, _CHANGES)}
"""The keywords of SPARQL 1.1 that no query here may have, with the reason."""


@dataclass(slots=True)
class Node:
    """What one rule of the grammar matched: ``tokens[start:end]`` of the query, and the rules within."""

    rule: str
    start: int
    end: int = 0
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def find(self, *rules: str) -> Iterator[Node]:
        """Yield the nodes of *rules* at or below this one, in the order of the text."""
        return (node for node in self.walk() if node.rule in rules)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query's structure and the tokens that it counts."""

    text: str
    tokens: tuple[Token, ...]
    root: Node

    def between(self, node: Node) -> tuple[Token, ...]:
        """Return the tokens that *node* matched."""
        return self.tokens[node.start : node.end]


@lru_cache(maxsize=64)
def parse_query(text: str) -> Parsed:
    """Return the structure of a SPARQL 1.1 query that stays within its graph.

    Raises:
        QuerySyntaxError: *text* is no query; the message starts with line and column.
        ForbiddenQueryError: a keyword of :data:`REFUSED` stands where the query goes wrong.
    """
    tables = compile_grammar(GRAMMAR)
    tokens: list[Token] = []
    token = next_token(text, 0)
    root = Node("", 0)
    open_nodes = [root]
    stack: list[str | None] = ["Query"]
    expected: list[str] = []
    while stack:
        symbol = stack.pop()
        if symbol is None:
            open_nodes.pop().end = len(tokens)
            continue
        if symbol not in tables:
            if symbol != token.kind:
                raise _unexpected(text, token, symbol, [*expected, symbol])
            tokens.append(token)
            expected = []
            token = next_token(text, token.end)
            continue
        table = tables[symbol]
        if token.kind == "IRIREF" and "<" in table and "IRIREF" not in table:
            token = less_than(text, token)
        if symbol[0] != "#" and symbol not in _SILENT:
            node = Node(symbol, len(tokens))
            open_nodes[-1].children.append(node)
            open_nodes.append(node)
            stack.append(None)
        production = table.get(token.kind, table.get(""))
        if production is None:
            raise _unexpected(text, token, symbol, [*expected, *table])
        if token.kind not in table:
            expected += table
        stack.extend(reversed(production))
    return Parsed(text, tuple(tokens), root.children[0])


def refusal(text: str, token: Token, place: int) -> ForbiddenQueryError:
    """Return the error that says why the keyword *token*, at offset *place* of *text*, is refused."""
    following = next_token(text, place + len(token.text))
    clause = "FROM NAMED" if (token.kind, following.kind) == ("FROM", "NAMED") else token.kind
    return ForbiddenQueryError(f"{clause} at {where(text, place)} is refused: {REFUSED[token.kind]}")


def query_form(text: str) -> str:
    """Return ``select``, ``ask``, ``construct`` or ``describe``, whichever *text* is.

    Raises:
        QuerySyntaxError: *text* is no query.
    """
    return next(_FORMS[node.rule] for node in parse_query(text).root.children if node.rule in _FORMS)


def is_ordered(text: str) -> bool:
    """Say whether the query itself, not only a part of it, has an ORDER BY.

    Raises:
        QuerySyntaxError: *text* is no query.
    """
    query = next(node for node in parse_query(text).root.children if node.rule in _FORMS)
    modifiers = (child for child in query.children if child.rule == "SolutionModifier")
    return any(child.rule == "OrderClause" for modifier in modifiers for child in modifier.children)


def _unexpected(text: str, token: Token, symbol: str, expected: list[str]) -> KgError:
    """Return the error at *token*, where *symbol* had to come and any of the kinds *expected* could have."""
    if token.kind == "BROKEN":
        return broken(text, token)
    if token.kind in REFUSED:
        return refusal(text, token, token.offset)
    names = list(dict.fromkeys(_NAMES.get(kind, kind) for kind in expected if kind))
    wanted = names if len(names) <= _FEW else [_RULE_NAMES.get(symbol) or _NAMES.get(symbol, symbol)]
    hint = nearest(token.text, [kind for kind in names if kind.isalpha()]) if token.text.isalpha() else ""
    if not hint and wanted[0][0] != "#":
        hint = f"; want {' or '.join(wanted)}"
    found = f"`{token.text}`" if token.text else "the end of the query"
    return syntax_error(text, token.offset, f"{found} cannot stand here{hint}")
