"""Show one thing or claim: its names, and every fact about it with the sentence that says so.

In    a name, a prefixed name or an IRI
Out   :class:`Shown`
Next  :mod:`kg.cli` prints it
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.entities import find_entity, labels_of
from kg.namespaces import KGO, RDF, RDFS, SKOS
from kg.store import open_current
from kg.terms import Term, iri, text_of

if TYPE_CHECKING:
    from kg.project import Project
    from kg.store import GraphStore

_FACTS = """\
PREFIX kgo: <https://example.org/kg/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?claim ?subject ?property ?value ?mode ?polarity ?speaker ?period ?quote ?article ?start ?end ?trust ?rule WHERE {
  VALUES ?thing { THING }
  { ?claim rdf:subject ?thing } UNION { ?claim rdf:object ?thing } UNION { ?thing a kgo:Claim BIND(?thing AS ?claim) }
  UNION { ?claim kgo:speaker ?thing } UNION { ?thing kgo:hasTelling ?claim } UNION { ?thing kgo:betweenClaim ?claim }
  ?claim rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?value ; kgo:mode ?mode ; kgo:polarity ?polarity ;
    kgo:saidIn ?passage ; kgo:trust ?trust ; kgo:rule ?rule .
  ?passage kgo:quote ?quote ; kgo:inArticle ?article ; kgo:start ?start ; kgo:end ?end .
  OPTIONAL { ?claim kgo:speaker ?speaker }
  OPTIONAL { ?claim kgo:period ?period }
}
"""
_DERIVED = """\
PREFIX kgo: <https://example.org/kg/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?subject ?property ?value ?rule WHERE {
  VALUES ?thing { THING }
  { ?inference rdf:subject ?thing } UNION { ?inference rdf:object ?thing }
  ?inference a kgo:Inference ; rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?value ; kgo:byRule ?rule .
}
"""


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One fact in words; a derived one has a ``rule`` and no quote."""

    subject: str
    property: str
    value: str
    mode: str
    polarity: str
    speaker: str | None
    period: str | None
    quote: str | None
    article: str | None
    start: int | None
    end: int | None
    trust: str | None
    rule: str
    claim: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing: its IRI, label, classes and names, what articles say of it, and what was concluded."""

    iri: str
    label: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    facts: tuple[ShownFact, ...]
    derived: tuple[ShownFact, ...]


def show(project: Project, thing: str) -> Shown:
    """Return all that the current build holds about *thing*.

    Args:
        project: Its current build is read.
        thing: A name, ``kind/slug``, a prefixed name or an IRI; also that of a claim, plan or conflict.

    Raises:
        UsageError: nothing, or more than one thing, is called that; the message names the nearest.
        SourceError: nothing was built yet.
        StorageError: the build is damaged.
    """
    with open_current(project) as store:
        node = find_entity(store, thing, base=project.base)
        facts = _rows(store, _FACTS, node)
        derived = _rows(store, _DERIVED, node)
        words = {cell for row in [*facts, *derived] for cell in row.values() if cell is not None}
        classes = [value for _, _, value in store.matching(node, iri(RDF + "type"))]
        labels = labels_of(store, sorted({node, *words, *classes}), base=project.base)
        names = {
            text_of(value)
            for name in (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", RDFS + "label")
            for _, _, value in store.matching(node, iri(name))
        }
        return Shown(
            iri=text_of(node),
            label=labels[node],
            classes=tuple(sorted(labels[value] for value in classes if text_of(value).startswith(KGO))),
            names=tuple(sorted(names - {labels[node]})),
            facts=tuple(sorted({_fact(row, labels) for row in facts}, key=_reading_order)),
            derived=tuple(sorted({_fact(row, labels) for row in derived}, key=_reading_order)),
        )


def _rows(store: GraphStore, query: str, node: Term) -> list[dict[str, Term | None]]:
    result = store.query(query.replace("THING", node))
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def _fact(row: dict[str, Term | None], labels: dict[Term, str]) -> ShownFact:
    def word(name: str) -> str | None:
        term = row.get(name)
        return None if term is None else labels[term]

    def number(name: str) -> int | None:
        term = row.get(name)
        return None if term is None else int(text_of(term))

    claim = row.get("claim")
    return ShownFact(
        subject=word("subject") or "",
        property=word("property") or "",
        value=word("value") or "",
        mode=word("mode") or "derived",
        polarity=word("polarity") or "",
        speaker=word("speaker"),
        period=word("period"),
        quote=word("quote"),
        article=word("article"),
        start=number("start"),
        end=number("end"),
        trust=word("trust"),
        rule=word("rule") or "",
        claim=text_of(claim) if claim is not None else None,
    )


def _reading_order(fact: ShownFact) -> tuple[str, int, str, str, str]:
    return (fact.article or "", fact.start or 0, fact.property, fact.subject, fact.value)
