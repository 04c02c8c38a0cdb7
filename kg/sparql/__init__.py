"""Read SPARQL 1.1 text without running it: what it asks for, and whether kg will run it.

In    the text of a query
Out   its tokens and structure; an error that says what is refused, where and why
Next  :mod:`kg.store` runs what passes, :mod:`kg.query` binds parameters
"""

from kg.sparql.gate import MAXIMUM_BYTES, MAXIMUM_DEPTH, check_query
from kg.sparql.grammar import Node, is_ordered, parse_query, query_form
from kg.sparql.header import HEADER_KEYS, read_header
from kg.sparql.parameters import Default, find_defaults, replace_default, term_of
from kg.sparql.portability import lint_portability
from kg.sparql.tokens import Token, locate, tokenize

__all__ = [
    "HEADER_KEYS",
    "MAXIMUM_BYTES",
    "MAXIMUM_DEPTH",
    "Default",
    "Node",
    "Token",
    "check_query",
    "find_defaults",
    "is_ordered",
    "lint_portability",
    "locate",
    "parse_query",
    "query_form",
    "read_header",
    "replace_default",
    "term_of",
    "tokenize",
]
