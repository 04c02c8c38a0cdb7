"""Show one thing or claim: its names, and every fact about it with the sentence that says so.

In    a name, a prefixed name or an IRI
Out   :class:`Shown`
Next  :mod:`kg.cli` prints it
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.entities import find_entity, labels_of
from kg.identifiers import Minter
from kg.namespaces import KGO, RDF, RDFS, SKOS
from kg.store import open_current
from kg.terms import Term, boolean, iri, is_iri, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.project import Project
    from kg.store import GraphStore

_CLAIMS = """\
PREFIX kgo: <https://example.org/kg/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?claim WHERE {
  VALUES ?thing { THING }
  { ?claim ?role ?thing } UNION { VALUES ?claim { THING } }
  UNION { ?thing kgo:hasTelling ?claim } UNION { ?thing kgo:betweenClaim ?claim }
  UNION { ?claim kgo:saidIn/kgo:inArticle ?thing } UNION { ?claim rdf:object/kgo:inOrganization ?thing }
  ?claim a kgo:Claim .
}
"""
_CONCLUDED = """\
PREFIX kgo: <https://example.org/kg/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?inference WHERE {
  VALUES ?thing { THING }
  { ?inference rdf:subject ?thing } UNION { ?inference rdf:object ?thing }
  UNION { VALUES ?inference { THING } }
  ?inference a kgo:Inference .
}
"""
_NAMING = (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", RDFS + "label")


@dataclass(frozen=True, slots=True)
class ShownFact:
    """What one claim says, in words, and where: ``quote`` is ``[start, end)`` of the article ``article``."""

    subject: str
    property: str
    value: str
    mode: str
    polarity: str
    speaker: str | None
    qualifiers: tuple[tuple[str, str], ...]
    doubt: str | None
    quote: str
    title: str
    article: str
    start: int
    end: int
    trust: str
    rule: str
    claim: str


@dataclass(frozen=True, slots=True, order=True)
class ShownTriple:
    """What no article says, in words: ``source`` is the rule that concluded it, or the registry of names."""

    subject: str
    property: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing: its IRI, label, classes and names, what articles say of it, the registry, and rules."""

    iri: str
    label: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    facts: tuple[ShownFact, ...]
    registered: tuple[ShownTriple, ...]
    derived: tuple[ShownTriple, ...]


def show(project: Project, thing: str) -> Shown:
    """Return all that the current build holds about *thing*, facts in reading order.

    Args:
        project: Its current build is read.
        thing: A name, ``kind/slug``, a prefixed name or an IRI; also that of an article, claim, plan or
            conflict.

    Raises:
        UsageError: nothing, or more than one thing, is called that; the message names the nearest.
        SourceError: nothing was built yet.
        StorageError: the build is damaged.
    """
    with open_current(project) as store:
        node = find_entity(store, thing, base=project.base)
        view = _View(store, project.base)
        facts = [view.fact(claim) for claim in view.found(_CLAIMS, node)]
        label = view.word(node)
        classes = {text_of(kind) for kind in view.values(node, RDF + "type")}
        names = {text_of(value) for name in _NAMING for value in view.values(node, name)}
        return Shown(
            iri=text_of(node),
            label=label,
            classes=tuple(sorted(view.word(iri(name)) for name in classes if name.startswith(KGO))),
            names=tuple(sorted(names - {label})),
            facts=tuple(sorted(facts, key=lambda fact: (fact.article, fact.start, fact.end, fact.claim))),
            registered=tuple(sorted(view.registered(node))),
            derived=tuple(sorted({view.conclusion(found) for found in view.found(_CONCLUDED, node)})),
        )


class _View:
    """The store with words for its terms."""

    def __init__(self, store: GraphStore, base: str) -> None:
        self._store = store
        self._base = base
        self._words: dict[Term, str] = {}
        marked = store.matching(predicate=iri(KGO + "isQualifier"), graph=Minter(base).ontology_graph())
        self._qualifiers = sorted(text_of(name) for name, _, value in marked if value == boolean(value=True))

    def found(self, query: str, node: Term) -> list[Term]:
        """Return the nodes that *query* gives for *node*."""
        rows = self._store.query(query.replace("THING", node)).rows
        return [row[0] for row in rows if row[0] is not None]

    def values(self, node: Term, name: str) -> list[Term]:
        """Return the values of a property, sorted."""
        return sorted(value for _, _, value in self._store.matching(node, iri(name)))

    def word(self, term: Term) -> str:
        """Return the label of *term*, or the text of a literal."""
        if term not in self._words:
            self._words |= labels_of(self._store, [term], base=self._base)
        return self._words[term]

    def text(self, node: Term, name: str) -> str | None:
        """Return the values of a property in words, or None if there are none."""
        return ", ".join(self.word(value) for value in self.values(node, name)) or None

    def fact(self, claim: Term) -> ShownFact:
        """Return what *claim* says."""
        passage = next(iter(self.values(claim, KGO + "saidIn")), claim)
        article = next(iter(self.values(passage, KGO + "inArticle")), passage)
        qualified = [(name, self.text(claim, name)) for name in self._qualifiers]
        return ShownFact(
            subject=self.text(claim, RDF + "subject") or "",
            property=self.text(claim, RDF + "predicate") or "",
            value=self.text(claim, RDF + "object") or "",
            mode=self.text(claim, KGO + "mode") or "",
            polarity=self.text(claim, KGO + "polarity") or "",
            speaker=self.text(claim, KGO + "speaker"),
            qualifiers=tuple((self.word(iri(name)), value) for name, value in qualified if value),
            doubt=self.text(claim, KGO + "doubt"),
            quote=self.text(passage, KGO + "quote") or "",
            title=self.word(article),
            article=text_of(article).removeprefix(f"{self._base}article/"),
            start=int(self.text(passage, KGO + "start") or 0),
            end=int(self.text(passage, KGO + "end") or 0),
            trust=self.text(claim, KGO + "trust") or "",
            rule=self.text(claim, KGO + "rule") or "",
            claim=text_of(claim),
        )

    def registered(self, node: Term) -> Iterator[ShownTriple]:
        """Yield the facts about *node* that the registry of names gives."""
        for subject, predicate, value in self._store.matching(node, graph=Minter(self._base).names_graph()):
            if text_of(predicate).startswith(KGO) and is_iri(value):
                yield ShownTriple(self.word(subject), self.word(predicate), self.word(value), "names.ttl")

    def conclusion(self, inference: Term) -> ShownTriple:
        """Return what was concluded."""
        names = (RDF + "subject", RDF + "predicate", RDF + "object", KGO + "byRule")
        return ShownTriple(*(self.text(inference, name) or "" for name in names))
