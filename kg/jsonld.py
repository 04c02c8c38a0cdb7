"""Write triples as JSON-LD that is the same bytes for the same triples.

In    triples; prefixes that may be used
Out   text: an ``@context`` of the used prefixes, and one line for each subject under ``@graph``
Next  :mod:`kg.export`

Source: https://www.w3.org/TR/json-ld11/#serializing-deserializing-rdf
"""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING

from kg.namespaces import XSD
from kg.terms import Term, iri_text, is_iri, literal_parts
from kg.turtle import RDF_TYPE, Names, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.terms import Triple

    Json = str | bool | int | dict[str, str] | list["Json"]

_PLAIN_INTEGER = re.compile("0|-?[1-9][0-9]{0,14}")


def write_jsonld(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of one JSON-LD document that holds *triples*, each once."""
    ordered = in_order(triples)
    schemes = {term[1 : term.index(":")] for terms in ordered for term in terms if is_iri(term)}
    names = Names({prefix: namespace for prefix, namespace in prefixes.items() if prefix not in schemes})
    context = json.dumps(names.used(ordered), ensure_ascii=False, indent=2)
    yield f'{{\n"@context": {context},\n"@graph": ['
    comma = ""
    for subject, group in groupby(ordered, key=lambda triple: triple[0]):
        yield f"{comma}\n{json.dumps(_node(subject, group, names), ensure_ascii=False)}"
        comma = ","
    yield "\n]\n}\n"


def _node(subject: Term, triples: Iterable[Triple], names: Names) -> dict[str, Json]:
    node: dict[str, Json] = {"@id": _name(subject, names)}
    for predicate, group in groupby(triples, key=lambda triple: triple[1]):
        values = [value for _, _, value in group]
        if predicate == RDF_TYPE and all(value[0] != '"' for value in values):
            found: list[Json] = [_name(value, names) for value in values]
            node["@type"] = found if len(found) > 1 else found[0]
        else:
            found = [_value(value, names) for value in values]
            key = iri_text(predicate) if predicate == RDF_TYPE else _name(predicate, names)
            node[key] = found if len(found) > 1 else found[0]
    return node


def _value(term: Term, names: Names) -> Json:
    if term[0] != '"':
        return {"@id": _name(term, names)}
    text, datatype, language = literal_parts(term)
    if language is not None:
        return {"@value": text, "@language": language}
    if datatype == XSD + "string":
        return text
    if datatype == XSD + "boolean" and text in ("true", "false"):
        return text == "true"
    if datatype == XSD + "integer" and _PLAIN_INTEGER.fullmatch(text):
        return int(text)
    return {"@value": text, "@type": _name(Term(f"<{datatype}>"), names)}


def _name(term: Term, names: Names) -> str:
    short = names.short(term)
    return short[1:-1] if short.startswith("<") else short
