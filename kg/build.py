"""Write what one article says as triples.

In    a :class:`kg.model.Reading`, the vocabulary, the level of trust that a bare fact needs
Out   the content of the article's graph: article, passages, claims, plans, value nodes, bare facts
Next  :mod:`kg.infer`, :mod:`kg.store`

The same reading gives the same triples, whatever else is built. No blank nodes; each fact is a claim
with a passage, and also a bare triple if it is asserted, positive and trusted enough.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.identifiers import proposed_thing
from kg.labels import office_label, period_label, plan_label, quantity_label
from kg.model import Mode, OfficeHolding, Period, PlanKey, Quantity, Thing, Trust
from kg.namespaces import DCTERMS, KGO, RDF, RDFS, SKOS, XSD
from kg.terms import boolean, date, decimal, integer, iri, literal
from kg.vocabulary import KIND_CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from kg.identifiers import Minter
    from kg.model import Claim, Coreference, Document, Reading, Value
    from kg.terms import Term, Triple
    from kg.vocabulary import Vocabulary

_TRUST_ORDER = (Trust.LOW, Trust.MEDIUM, Trust.HIGH)
_SCOPE_NODES = {"abroad": "Abroad", "any": "AnyMarket", "home": "Home"}
_WEEKS = re.compile(r"(\d+)W(?:(\d+)D)?")
_TYPE = iri(RDF + "type")
_LABEL = iri(RDFS + "label")
_PREF_LABEL = iri(SKOS + "prefLabel")
_SUBJECT, _PREDICATE, _OBJECT = (iri(RDF + name) for name in ("subject", "predicate", "object"))


def build_article(
    reading: Reading,
    minter: Minter,
    vocabulary: Vocabulary,
    *,
    trust: Trust,
    known: Mapping[str, Thing] | None = None,
) -> list[Triple]:
    """Return the triples of the graph of one article, sorted, each once.

    Args:
        reading: What the reader made of the article.
        minter: Makes the IRIs.
        vocabulary: The properties that claims may use.
        trust: What a claim needs at least to be a bare fact too.
        known: The registry's things by ``kind/slug``: an outlet among them is linked, not proposed, and
            plans are labelled with their names.

    Raises:
        ValueError: a claim uses a property, action or kind that the ontology does not have.
    """
    article = _Article(reading, minter, vocabulary, known or {})
    article.add_document()
    merged: dict[Term, list[Claim]] = {}
    passages: dict[Term, Term] = {}
    for claim, (node, passage) in minter.claims(reading).items():
        merged.setdefault(node, []).append(claim)
        passages[node] = passage
    for node, claims in merged.items():
        article.add_claim(node, passages[node], claims, trust)
    return sorted(article.triples)


class _Article:
    """The triples of one article as they are collected."""

    def __init__(
        self, reading: Reading, minter: Minter, vocabulary: Vocabulary, known: Mapping[str, Thing]
    ) -> None:
        self.triples: set[Triple] = set()
        self._document = reading.document
        self._reading = reading
        self._minter = minter
        self._vocabulary = vocabulary
        self._known = known
        self._node = minter.article(reading.document.id)

    def add_document(self) -> None:
        """Add what the article is, who published it, and which outlets it names as its source."""
        document, node = self._document, self._node
        self._type(node, "Article")
        self._add(node, _LABEL, literal(_title(document)))
        texts = {
            DCTERMS + "title": document.title,
            DCTERMS + "creator": document.creator,
            DCTERMS + "language": document.language,
            KGO + "sourcePath": document.path,
            KGO + "sourceSha256": document.source_sha256,
            KGO + "textSha256": document.text_sha256,
            KGO + "originFile": document.origin_file,
            KGO + "originSha256": document.origin_sha256,
        }
        for name, text in texts.items():
            if text is not None:
                self._add(node, iri(name), literal(text))
        if document.published is not None:
            self._add(node, iri(DCTERMS + "issued"), date(document.published))
        self._say(node, "restated", boolean(document.restated))
        if document.publisher is not None:
            self._add(node, iri(DCTERMS + "publisher"), self._thing(self._outlet(document.publisher)))
        if document.copy_of is not None:
            self._say(node, "copyOf", self._thing(self._outlet(document.copy_of)))
        for source in self._reading.sources:
            self._say(node, "namesAsSource", self._thing(source))
        for thing in {mention.thing for mention in self._reading.mentions}:
            self._say(node, "mentions", self._thing(thing))

    def add_claim(self, node: Term, passage: Term, claims: list[Claim], trust: Trust) -> None:
        """Add the claim *node*, which each of *claims* is a reading of, with all that hangs on it."""
        claim = min(claims, key=lambda claim: (-_TRUST_ORDER.index(claim.trust), claim.rule))
        subject, predicate, value = self._proposition(claim)
        self._type(node, "Claim")
        self._add(node, _SUBJECT, subject)
        self._add(node, _PREDICATE, predicate)
        self._add(node, _OBJECT, value)
        self._say(node, "mode", iri(KGO + claim.mode.value))
        self._say(node, "polarity", iri(KGO + ("Negative" if claim.negative else "Positive")))
        self._say(node, "trust", iri(KGO + claim.trust.value))
        self._say(node, "saidIn", passage)
        if claim.speaker is not None:
            self._say(node, "speaker", self._thing(claim.speaker))
        if claim.rule:
            self._say(node, "rule", self._rule(claim.rule))
        for name, qualifier in claim.qualifiers:
            self._add(node, self._vocabulary.property(name).iri, self._value(qualifier))
        for reading in claims:
            self._add_reading(node, reading)
        self._add_passage(passage, claim)
        if _is_bare_fact(claim, trust):
            self._add(subject, predicate, value)

    def _proposition(self, claim: Claim) -> tuple[Term, Term, Term]:
        predicate = self._vocabulary.property(claim.property).iri
        subject = (
            self._thing(claim.subject) if isinstance(claim.subject, Thing) else self._plan(claim.subject)
        )
        return subject, predicate, self._value(claim.object)

    def _add_reading(self, node: Term, claim: Claim) -> None:
        for key in {key for key in (claim.plan, claim.subject) if isinstance(key, PlanKey)}:
            self._say(self._plan(key), "hasTelling", node)
        for link in claim.coreferences:
            self._say(node, "coreference", literal(self._coreference(link)))
        if claim.doubt is not None:
            doubt = self._minter.doubt(node, claim.doubt)
            self._type(doubt, "Doubt")
            self._add(doubt, _LABEL, literal(claim.doubt))
            self._say(node, "doubt", doubt)

    def _add_passage(self, node: Term, claim: Claim) -> None:
        self._type(node, "Passage")
        self._say(node, "quote", literal(claim.quote))
        self._say(node, "start", integer(claim.span.start))
        self._say(node, "end", integer(claim.span.end))
        self._say(node, "inArticle", self._node)
        for mention in self._reading.mentions:
            if claim.span.start <= mention.span.start and mention.span.end <= claim.span.end:
                self._say(node, "mentions", self._thing(mention.thing))

    def _coreference(self, link: Coreference) -> str:
        text, thing = self._document.text, link.thing.name
        words = [_one_line(text[span.start : span.end]) for span in (link.span, link.antecedent)]
        links = [
            f"{word} [{span.start},{span.end})"
            for word, span in zip(words, (link.span, link.antecedent), strict=True)
        ]
        return " = ".join(links if words[1] == thing else [*links, thing])

    def _rule(self, name: str) -> Term:
        node = self._minter.rule(name)
        self._type(node, "Rule")
        self._add(node, _LABEL, literal(name))
        return node

    def _thing(self, thing: Thing) -> Term:
        node = self._minter.thing(thing)
        if not thing.known:
            if thing.kind not in KIND_CLASSES:
                raise ValueError(f"no class of ours is for things of kind {thing.kind!r}")
            self._type(node, KIND_CLASSES[thing.kind])
            self._type(node, "Proposed")
            self._add(node, _LABEL, literal(thing.name))
            self._add(node, _PREF_LABEL, literal(thing.name))
        return node

    def _outlet(self, name: str) -> Thing:
        proposed = proposed_thing("outlet", name)
        mentioned = (mention.thing for mention in self._reading.mentions)
        for thing in (*self._reading.sources, *mentioned):
            if thing.known and thing.kind == "outlet" and thing.name == name:
                return thing
        return self._known.get(f"outlet/{proposed.slug}", proposed)

    def _plan(self, key: PlanKey) -> Term:
        node = self._minter.plan(key)
        if self._vocabulary.actions and key.action not in self._vocabulary.actions:
            raise ValueError(f"the ontology has no action kgo:{key.action}")
        self._type(node, "Plan")
        self._add(node, _LABEL, literal(plan_label(key, self._known)))
        self._say(node, "agent", self._thing(key.agent))
        self._say(node, "action", iri(KGO + key.action))
        if key.object_kind != "any":
            self._say(node, "objectKind", self._minter.reference(key.object_kind))
        scope = _SCOPE_NODES.get(key.scope)
        self._say(node, "marketScope", iri(KGO + scope) if scope else self._minter.reference(key.scope))
        return node

    def _value(self, value: Value) -> Term:
        node = self._minter.value(value)
        match value:
            case Thing():
                self._thing(value)
            case Quantity():
                self._add_quantity(node, value)
            case Period():
                self._add_period(node, value)
            case OfficeHolding():
                self._type(node, "OfficeHolding")
                self._add(node, _LABEL, literal(office_label(value)))
                self._say(node, "holder", self._thing(value.person))
                self._say(node, "officeName", literal(value.office))
                self._say(node, "inOrganization", self._thing(value.organization))
        return node

    def _add_quantity(self, node: Term, quantity: Quantity) -> None:
        self._type(node, "Quantity")
        self._add(node, _LABEL, literal(quantity_label(quantity)))
        if quantity.low == quantity.high and quantity.low is not None and not quantity.exclusive:
            self._say(node, "value", _number(quantity.low))
        else:
            for name, bound in (("minimum", quantity.low), ("maximum", quantity.high)):
                if bound is not None:
                    self._say(node, name, _number(bound))
        self._say(node, "unit", literal(quantity.unit))
        for name, text in (("counted", quantity.counted), ("per", quantity.per)):
            if text is not None:
                self._say(node, name, literal(text))
        for name, flag in (("approximate", quantity.approximate), ("exclusive", quantity.exclusive)):
            if flag:
                self._say(node, name, boolean(value=True))

    def _add_period(self, node: Term, period: Period) -> None:
        self._type(node, "Period")
        self._add(node, _LABEL, literal(period_label(period)))
        for name, day in (("firstDay", period.first), ("lastDay", period.last)):
            if day is not None:
                self._say(node, name, date(day))
        if period.duration is not None:
            self._say(node, "duration", literal(_without_weeks(period.duration), datatype=XSD + "duration"))
        if period.within:
            self._say(node, "deadline", boolean(value=True))

    def _type(self, node: Term, name: str) -> None:
        self._add(node, _TYPE, iri(KGO + name))

    def _say(self, subject: Term, name: str, value: Term) -> None:
        self._add(subject, iri(KGO + name), value)

    def _add(self, subject: Term, predicate: Term, value: Term) -> None:
        self.triples.add((subject, predicate, value))


def _is_bare_fact(claim: Claim, trust: Trust) -> bool:
    said = claim.mode is Mode.ASSERTED and not claim.negative and isinstance(claim.subject, Thing)
    return said and _TRUST_ORDER.index(claim.trust) >= _TRUST_ORDER.index(trust)


def _title(document: Document) -> str:
    if document.title is not None:
        return document.title
    return f"{document.publisher} {document.id}" if document.publisher is not None else document.id


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _number(value: Decimal) -> Term:
    return decimal(value if value else abs(value))


def _without_weeks(duration: str) -> str:
    """Return *duration* in days where it has weeks: ISO 8601 has them, ``xsd:duration`` has not."""
    return _WEEKS.sub(lambda match: f"{int(match[1]) * 7 + int(match[2] or 0)}D", duration)
