"""Write the reference pages that say what the project's data files say.

In    ``ontology/kg.ttl``, ``ontology/shapes.ttl``, ``queries/``
Out   ``docs/reference/ontology.md``, ``shapes.md`` and ``queries.md``: the same bytes for the same files
Next  run it after a change to those files: ``python docs/generate_reference.py``; a test compares
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.infer import load_turtle
from kg.namespaces import KGO, KGS, ONTOLOGY_IRI, OWL, RDF, RDFS, SH, SKOS
from kg.query import load_queries
from kg.terms import Term, iri, iri_text, is_iri, text_of
from kg.validate.shacl import parse_turtle, structural_shapes
from kg.validate.shapes import reporting_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.saved import SavedQuery
    from kg.terms import Triple

    Facts = Mapping[Term, Mapping[Term, list[Term]]]

_NEXT_SENTENCE = re.compile(r"(?<=[a-z)]\.) (?=[A-Z])")
_TERM = re.compile(r"\bkgo:([A-Za-z]+)\b")
_TYPE = iri(RDF + "type")
_INDIVIDUALS = {
    "Mode": "Modes",
    "Polarity": "Polarities",
    "TrustLevel": "Trust levels",
    "MarketScope": "Market scopes",
    "Action": "Actions",
}
_INTRODUCTIONS = {
    "What articles talk about": "Classes of things that articles name.",
    "Who says what, and where": "Classes of what kg keeps about articles, claims, plans and values.",
    "Actions": "What a plan can be about.",
    "Domain properties": "What a claim can state.",
    "Qualifiers": "Properties of a claim that narrow it.",
    "Structure": "Properties that hold articles, passages, claims, plans, values and conflicts together.",
    "For tools": "Annotations on properties, read by the reader, the builder and the search for conflicts.",
}


def ontology_page(triples: Iterable[Triple]) -> str:
    """Return the page of all terms that *triples*, those of ``kg.ttl``, declare."""
    facts: defaultdict[Term, defaultdict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in sorted(triples):
        facts[subject][predicate].append(value)
    version = text_of(facts[iri(ONTOLOGY_IRI)][iri(OWL + "versionInfo")][0])
    lines = [
        *_head("Ontology"),
        f"The terms of kg, version {version}, as [`ontology/kg.ttl`](../../ontology/kg.ttl) declares them.",
        f"The prefix `kgo:` stands for `{KGO}`.",
        "How they hang together: [The graph](graph.md).",
    ]
    for title, terms in _sections(facts).items():
        lines += ["", f"## {title}"]
        if title in _INTRODUCTIONS:
            lines += ["", _INTRODUCTIONS[title]]
        for term in terms:
            lines += ["", f"### {_name(term)}", "", *_term_lines(facts, term)]
    return "\n".join(lines) + "\n"


def queries_page(queries: Mapping[str, SavedQuery], checks: Mapping[str, SavedQuery]) -> str:
    """Return the page of the saved *queries*, and of the *checks*, whose rows are faults."""
    lines = [
        *_head("Saved queries"),
        "Each is a file in [`queries/`](../../queries) that runs in any SPARQL 1.1 tool as it stands.",
        "How to ask them: [Ask questions](../how-to/ask-questions.md).",
        "How to write one: [Write a query](../how-to/write-a-query.md).",
        "",
        "| query | what the rows are |",
        "|---|---|",
        *(f"| [`{name}`](#{name}) | {_cell(query.summary)} |" for name, query in queries.items()),
    ]
    for query in queries.values():
        lines += _query_lines(query, query.name)
    lines += [
        "",
        "## Checks",
        "",
        "A row of a check is a fault in the graph; a sound graph gives none.",
        "Run one with `kg ask checks/NAME`.",
        "",
        "| check | a row is |",
        "|---|---|",
        *(
            f"| [`checks/{name}`](../../queries/checks/{name}.rq) | {_cell(query.summary)} |"
            for name, query in checks.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def shapes_page(content: bytes, path: Path) -> str:
    """Return the page of the shapes in *content*, the bytes of *path*, that a finding can name."""
    shapes = parse_turtle(content, path)
    structural = {str(shape) for shape in structural_shapes(shapes)}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for shape in sorted(map(str, reporting_shapes(shapes))):
        facts = {str(p): str(o) for s, p, o in shapes if str(s) == shape}
        name = shape.removeprefix(KGS)
        kind = "structural" if shape in structural else facts[SH + "severity"].removeprefix(SH).lower()
        groups[name.partition("-")[0]].append(f"| `kgs:{name}` | {kind} | {_cell(facts[SH + 'message'])} |")
    lines = [
        *_head("Shapes"),
        "What a finding can name, as [`ontology/shapes.ttl`](../../ontology/shapes.ttl) declares it.",
        f"The prefix `kgs:` stands for `{KGS}`.",
        "A structural finding keeps a build from becoming current; a warning rests on what an article says.",
    ]
    for group, rows in sorted(groups.items()):
        lines += ["", f"## {group}", "", "| shape | finding | what to do |", "|---|---|---|", *rows]
    return "\n".join(lines) + "\n"


def generate_pages(root: Path) -> dict[Path, str]:
    """Return the path and text of each generated page of the project at *root*."""
    folder, shapes = root / "docs" / "reference", root / "ontology" / "shapes.ttl"
    return {
        folder / "ontology.md": ontology_page(load_turtle(root / "ontology" / "kg.ttl")),
        folder / "queries.md": queries_page(
            load_queries(root / "queries"), load_queries(root / "queries" / "checks")
        ),
        folder / "shapes.md": shapes_page(shapes.read_bytes(), shapes),
    }


def main() -> None:
    """Write the pages of the project that this file lies in."""
    root = Path(__file__).resolve().parent.parent
    for path, text in generate_pages(root).items():
        path.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"wrote {path.relative_to(root).as_posix()}\n")


def _head(title: str) -> list[str]:
    return [
        "<!-- Written by docs/generate_reference.py; edit the files it reads, then run it. -->",
        "",
        f"# {title}",
        "",
    ]


def _sections(facts: Facts) -> dict[str, list[Term]]:
    """Return the terms of ours under the titles of their sections, each once."""
    sections: dict[str, list[Term]] = defaultdict(list)
    for term in sorted((term for term in facts if term.startswith(f"<{KGO}")), key=_order):
        if iri(RDFS + "label") in facts[term]:
            sections[_section(facts, term)].append(term)
    order = ["What articles talk about", "Who says what, and where", *_INDIVIDUALS.values()]
    order += ["Domain properties", "Qualifiers", "Structure", "For tools"]
    return {title: sections[title] for title in order}


def _section(facts: Facts, term: Term) -> str:
    about = facts[term]
    types = {iri_text(value).rpartition("#")[2] for value in about[_TYPE]}
    if "Class" in types:
        return "What articles talk about" if _is_entity(facts, term) else "Who says what, and where"
    for class_, title in _INDIVIDUALS.items():
        if class_ in types:
            return title
    if iri(KGO + "isDomainProperty") in about:
        return "Domain properties"
    if iri(KGO + "isQualifier") in about:
        return "Qualifiers"
    is_for_tools = "AnnotationProperty" in types and term != iri(KGO + "onProperty")
    return "For tools" if is_for_tools else "Structure"


def _is_entity(facts: Facts, term: Term) -> bool:
    if term == iri(KGO + "Entity"):
        return True
    return any(_is_entity(facts, wider) for wider in facts[term].get(iri(RDFS + "subClassOf"), ()))


def _term_lines(facts: Facts, term: Term) -> Iterator[str]:
    about = facts[term]

    def texts(name: str) -> list[str]:
        return [text_of(value) for value in about.get(iri(name), ())]

    label, definition = texts(RDFS + "label")[0], texts(SKOS + "definition")[0]
    for prose in (f"*{label}*: {definition}", *texts(SKOS + "scopeNote")):
        yield from map(_linked, _NEXT_SENTENCE.split(prose))
    yield ""
    yield from (f"- Example: {_linked(example)}" for example in texts(SKOS + "example"))
    yield from (f"- {line}" for line in _axiom_lines(facts, term))


def _axiom_lines(facts: Facts, term: Term) -> Iterator[str]:
    about = facts[term]

    def names(name: str) -> str:
        return ", ".join(_linked(_name(value)) for value in about.get(iri(name), ()))

    kinds = {iri_text(value).removeprefix(OWL) for value in about[_TYPE]}
    if "DatatypeProperty" in kinds:
        yield "Its value is a literal."
    for kind, words in (("SymmetricProperty", "Symmetric."), ("TransitiveProperty", "Transitive.")):
        if kind in kinds:
            yield words
    for name, words in (
        (RDFS + "subClassOf", "A kind of"),
        (RDFS + "subPropertyOf", "Implies"),
        (OWL + "inverseOf", "The inverse of"),
        (OWL + "disjointWith", "Disjoint with"),
        (RDFS + "range", "Its value is inferred to be"),
        (KGO + "planAction", "A planned claim tells a plan with the action"),
    ):
        if found := names(name):
            yield f"{words} {found}."
    for chain in about.get(iri(OWL + "propertyChainAxiom"), ()):
        steps = " then ".join(_linked(_name(step)) for step in _cells(facts, chain))
        yield f"Follows from the chain {steps}."
    if iri(KGO + "singleValued") in about:
        per = names(KGO + "oneValuePer")
        yield "One value" + (f" for each {per}" if per else "") + "; others conflict."
    if iri(KGO + "happensOnce") in about:
        per = names(KGO + "oncePer")
        yield "Happens once" + (f" for each {per}" if per else "") + "; times that do not meet conflict."


def _cells(facts: Facts, cell: Term) -> Iterator[Term]:
    while cell != iri(RDF + "nil"):
        yield facts[cell][iri(RDF + "first")][0]
        cell = facts[cell][iri(RDF + "rest")][0]


def _query_lines(query: SavedQuery, path: str) -> Iterator[str]:
    yield from ("", f"## {path}", "", f"{query.summary.rstrip('.')}.")
    if query.answers:
        yield f"Answers {', '.join(query.answers)}."
    yield f"File: [`{path}.rq`](../../queries/{path}.rq)."
    if query.parameters:
        yield from ("", "| parameter | type | default | meaning |", "|---|---|---|---|")
        for parameter in query.parameters:
            default = f"`{_default(parameter.default)}`" if parameter.default else "all"
            yield f"| `--{parameter.name}` | {parameter.type} | {default} | {_cell(parameter.help)} |"
    if query.columns:
        yield from ("", "| column | holds |", "|---|---|")
        yield from (f"| `{name}` | {_cell(words)} |" for name, words in query.columns.items())


def _default(term: Term) -> str:
    text = text_of(term)
    return f"kgo:{text.removeprefix(KGO)}" if is_iri(term) and text.startswith(KGO) else text


def _order(term: Term) -> tuple[str, str]:
    return term.lower(), term


def _name(term: Term) -> str:
    text = iri_text(term)
    return f"kgo:{text.removeprefix(KGO)}" if text.startswith(KGO) else f"<{text}>"


def _linked(text: str) -> str:
    return _TERM.sub(lambda match: f"[`{match[0]}`](#kgo{match[1].lower()})", text)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    main()
