"""Mint the IRIs of things, passages, claims, plans and values: same input, same IRI.

In    values of :mod:`kg.model`
Out   :data:`kg.terms.Term` under ``<base><kind>/…``
Next  :mod:`kg.build`, :mod:`kg.conflicts`

Nothing here looks at other articles or counts, so an IRI is the same in every build. A name made of
several parts joins their slugs with ``--``, which no slug holds, and ends in a hash when a part is not
of the kind expected there. Nothing that moves with an edit elsewhere in the text, such as an offset, is
part of a name, and no IRI made here holds ``%``. How names become slugs: :mod:`kg.slugs`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Claim, OfficeHolding, Period, PlanKey, Quantity, Span, Text, Thing, Value
from kg.slugs import digest, period_slug, quantity_slug, slug, thing_slug
from kg.terms import Term, iri, literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Reading
    from kg.terms import Triple

__all__ = ["ARTICLE_ID", "Minter", "passage_occurrence", "proposed_thing", "slug", "thing_slug"]

ARTICLE_ID = re.compile(r"(?!\.+\Z)[A-Za-z0-9._-]{1,120}")
"""What the id of an article may be, whole."""

_ACTION = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_KIND = re.compile(r"[a-z]+")
_LONGEST_NAME = 200
_PLACELESS = frozenset({"abroad", "any", "home"})


def proposed_thing(kind: str, name: str) -> Thing:
    """Return the thing of *kind* called *name* that the registry does not know, with its slug."""
    return Thing(kind, name, thing_slug(name), known=False)


def passage_occurrence(text: str, span: Span) -> int:
    """Return which occurrence, from 1, of its own words *span* is in *text*; overlapping ones count."""
    quote = text[span.start : span.end]
    count, found = 1, text.find(quote)
    while -1 < found < span.start:
        count, found = count + 1, text.find(quote, found + 1)
    return count


@dataclass(frozen=True, slots=True)
class Minter:
    """Makes every IRI under one *base*, which ends in ``/`` or ``#``."""

    base: str

    def thing(self, thing: Thing) -> Term:
        """Return ``<kind>/<slug>``.

        Raises:
            ValueError: the registry does not know *thing* and its slug is not :func:`thing_slug` of its name.
        """
        if not thing.known and thing.slug != thing_slug(thing.name):
            raise ValueError(f"make {thing} with proposed_thing, so that one name has one slug")
        return self.reference(f"{thing.kind}/{thing.slug}")

    def reference(self, reference: str) -> Term:
        """Return the IRI of a thing given as ``kind/slug``.

        Raises:
            ValueError: *reference* has another form.
        """
        kind, _, rest = reference.partition("/")
        if not _KIND.fullmatch(kind) or not ARTICLE_ID.fullmatch(rest):
            raise ValueError(f"want kind/slug, got {reference!r}")
        return self._iri(kind, rest)

    def article(self, article_id: str) -> Term:
        """Return ``article/<id>``."""
        return self._iri("article", _checked_id(article_id))

    def article_graph(self, article_id: str) -> Term:
        """Return the name of the graph of what one article says."""
        return self._iri("graph", "article", _checked_id(article_id))

    def names_graph(self) -> Term:
        """Return the name of the graph of the registry."""
        return self._iri("graph", "names")

    def ontology_graph(self) -> Term:
        """Return the name of the graph of the terms."""
        return self._iri("graph", "ontology")

    def derived_graph(self) -> Term:
        """Return the name of the graph of what rules concluded."""
        return self._iri("graph", "derived")

    def passage(self, article_id: str, quote: str, n: int) -> Term:
        """Return ``passage/<article>/<12 hex>`` for the *n*-th occurrence, from 1, of *quote*."""
        return self._iri("passage", _checked_id(article_id), digest(quote, str(n), length=12))

    def claim(self, claim: Claim, passage: Term) -> Term:
        """Return ``claim/<16 hex>``: what is claimed, how and where, and not how it was read.

        Article, passage, subject, predicate, object, mode, polarity, speaker and qualifiers make the name;
        trust, rule, doubt, plan and coreferences do not.
        """
        qualifiers = sorted(f"{name} {self.value(value)}" for name, value in claim.qualifiers)
        return self._hashed(
            "claim",
            self.article(claim.article),
            passage,
            self.value(claim.subject),
            claim.property,
            self.value(claim.object),
            claim.mode.value,
            "negative" if claim.negative else "positive",
            self.thing(claim.speaker) if claim.speaker else "",
            *qualifiers,
        )

    def claims(self, reading: Reading) -> dict[Claim, tuple[Term, Term]]:
        """Return the claim's IRI and its passage's for each claim of *reading*, in its order.

        Claims that differ only in how they were read have one IRI.
        """
        named: dict[Claim, tuple[Term, Term]] = {}
        for claim in reading.claims:
            occurrence = passage_occurrence(reading.document.text, claim.span)
            passage = self.passage(claim.article, claim.quote, occurrence)
            named[claim] = (self.claim(claim, passage), passage)
        return named

    def value(self, value: Value | PlanKey) -> Term:
        """Return the term of any subject or object: an IRI, or a literal for wording."""
        match value:
            case Text():
                return literal(value.text)
            case Thing():
                return self.thing(value)
            case Quantity():
                return self.quantity(value)
            case Period():
                return self.period(value)
            case OfficeHolding():
                return self.office(value)
            case PlanKey():
                return self.plan(value)

    def plan(self, key: PlanKey) -> Term:
        """Return ``plan/<agent>--<action>--<object>--<scope>``.

        The kinds expected are company, product and place; any other ends the name with a hash.
        """
        if not _ACTION.fullmatch(key.action):
            raise ValueError(f"not the local name of an action: {key.action!r}")
        object_kind, _, object_slug = key.object_kind.rpartition("/")
        scope_kind, _, scope_slug = key.scope.rpartition("/")
        expected = (
            key.agent.kind == "company"
            and (object_kind == "product") == (object_slug != "any")
            and (scope_kind == "place") == (scope_slug not in _PLACELESS)
            and object_kind in {"", "product"}
            and scope_kind in {"", "place"}
        )
        action = _CAMEL.sub("-", key.action).lower()
        parts = (self._slug_of(key.agent), action, object_slug, scope_slug)
        return self._joined(
            "plan",
            parts,
            (key.agent.kind, parts[0], key.action, key.object_kind, key.scope),
            expected=expected,
        )

    def office(self, office: OfficeHolding) -> Term:
        """Return ``office/<person>--<office>--<organization>``.

        The kinds expected are person and company; any other ends the name with a hash.
        """
        person, organization = self._slug_of(office.person), self._slug_of(office.organization)
        title = slug(office.office)
        expected = (
            office.person.kind == "person"
            and office.organization.kind == "company"
            and title.replace("-", " ") == office.office
        )
        key = (office.person.kind, person, office.office, office.organization.kind, organization)
        return self._joined("office", (person, title, organization), key, expected=expected)

    def quantity(self, quantity: Quantity) -> Term:
        """Return ``quantity/<number, bounds included>-<unit>``, such as ``quantity/at-most-73000-usd``.

        Raises:
            ValueError: a number is not finite, or has more than 40 digits.
        """
        return self._iri("quantity", quantity_slug(quantity))

    def period(self, period: Period) -> Term:
        """Return ``period/<days or duration>``, such as ``period/2027`` or ``period/within-p5y``.

        Raises:
            ValueError: the duration is not ISO 8601.
        """
        return self._iri("period", period_slug(period))

    def rule(self, name: str) -> Term:
        """Return ``rule/<name>``."""
        return self._iri(
            "rule", name if ARTICLE_ID.fullmatch(name) else f"{slug(name)}-{digest(name, length=6)}"
        )

    def doubt(self, claim: Term, text: str) -> Term:
        """Return the name of the doubt *text* about *claim*."""
        return self._hashed("doubt", claim, text)

    def inference(self, triple: Triple, rule: str) -> Term:
        """Return the name of the step by which *rule* gave *triple*."""
        return self._hashed("inference", *triple, rule)

    def conflict(self, kind: str, property_name: str, claims: Iterable[Term]) -> Term:
        """Return the name of the disagreement of *claims*, whatever their order."""
        return self._hashed("conflict", kind, property_name, *sorted(claims))

    def _slug_of(self, thing: Thing) -> str:
        self.thing(thing)
        return thing.slug

    def _joined(self, kind: str, parts: tuple[str, ...], key: tuple[str, ...], *, expected: bool) -> Term:
        name = "--".join(parts)
        unambiguous = expected and all("--" not in part and part.strip("-") == part for part in parts)
        if not unambiguous or len(name) > _LONGEST_NAME:
            name = f"{name[:_LONGEST_NAME].rstrip('-.')}--{digest(*key, length=8)}"
        return self._iri(kind, name)

    def _hashed(self, kind: str, *parts: str) -> Term:
        return self._iri(kind, digest(*parts, length=16))

    def _iri(self, *path: str) -> Term:
        text = "/".join(path)
        if "%" in text:
            raise ValueError(f"no IRI of ours holds a percent sign: {text!r}")
        return iri(self.base + text)


def _checked_id(article_id: str) -> str:
    if not ARTICLE_ID.fullmatch(article_id):
        raise ValueError(f"not the id of an article: {article_id!r}")
    return article_id
