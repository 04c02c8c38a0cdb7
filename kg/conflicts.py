"""Find claims that cannot all hold, and write each disagreement down.

In    the claims of all articles, and what ``kg.ttl`` says about one value per … and happens once
Out   :class:`kg.model.Conflict` values, then their triples
Next  :mod:`kg.store`

Nothing is settled and nothing removed: both claims stay, and the conflict says why they do not fit.
Claims are compared only where they speak of the same: subject, property and scope agree, units are the
same, and both are stated as fact or both are tellings of one plan. What may fit is no conflict: ranges
that touch, periods that overlap, a period against none.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from kg.labels import value_label
from kg.model import Conflict, Mode, OfficeHolding, Period, PlanKey, Quantity, Text, Thing, Trust
from kg.namespaces import KGO, RDF, RDFS
from kg.terms import iri, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping

    from kg.identifiers import Minter
    from kg.model import Claim, Value
    from kg.terms import Term, Triple
    from kg.vocabulary import Property, Vocabulary

_DIFFER = {"periods": "periods differ", "polarity": "stated and denied", "values": "values differ"}
_ROUNDING = Decimal("0.05")
_SCOPING = ("changePoint", "condition", "counterpart", "market", "period", "phase", "product")


class _Fact(NamedTuple):
    """A claim with its place in the order of claims, and its property."""

    order: int
    claim: Claim
    property: Property


def find_conflicts(
    claims: Iterable[Claim],
    vocabulary: Vocabulary,
    *,
    within: Collection[tuple[str, str]] = frozenset(),
) -> list[Conflict]:
    """Return a conflict for each pair of *claims* that cannot both hold, whatever their order.

    - *values*: a property with ``kgo:singleValued`` has two values that do not fit, its
      ``kgo:oneValuePer`` qualifiers being equal. Approximate numbers give way by 5 %.
    - *periods*: what ``kgo:happensOnce``, per ``kgo:oncePer``, is told of two times without a common day.
    - *polarity*: one claim denies what the other states, in the same market, period and phase.

    Args:
        claims: Of any number of articles; two of one article may disagree as well.
        vocabulary: Says which properties have one value, and which events happen once.
        within: Pairs of ``kind/slug`` where the first lies in the second, such as a city and its
            country; naming either is no disagreement.

    Raises:
        ValueError: a claim uses a property that the ontology does not have.
    """
    distinct: dict[Claim, Claim] = {}
    for claim in sorted(claims, key=lambda claim: (claim.article, claim.span, repr(claim))):
        distinct.setdefault(_content(claim), claim)
    facts = [
        _Fact(order, claim, vocabulary.property(claim.property))
        for order, claim in enumerate(distinct.values())
    ]
    nested = frozenset(within) | {(outer, inner) for inner, outer in within}
    found = {
        "values": _clashes(facts, _value_group, lambda a, b: _values_clash(a, b, nested)),
        "periods": _clashes(facts, _event_group, _periods_clash),
        "polarity": _clashes(facts, _proposition_group, _polarity_clash),
    }
    conflicts = [
        Conflict(kind, first.claim.property, (first.claim, second.claim), _why(kind, first, second))
        for kind, pairs in found.items()
        for first, second in sorted(pairs, key=lambda pair: (pair[0].order, pair[1].order))
    ]
    return sorted(conflicts, key=lambda conflict: (conflict.property, conflict.kind))


def build_conflicts(
    conflicts: Iterable[Conflict],
    minter: Minter,
    vocabulary: Vocabulary,
    *,
    claim_iris: Mapping[Claim, Term],
) -> list[Triple]:
    """Return the triples of *conflicts* for the derived graph, sorted, each once.

    Args:
        conflicts: What :func:`find_conflicts` found.
        minter: Makes the IRIs.
        vocabulary: The labels of the properties.
        claim_iris: The IRI of each claim in *conflicts*, as ``Minter.claims`` gives it.
    """
    triples: set[Triple] = set()
    for conflict in conflicts:
        nodes = [claim_iris[claim] for claim in conflict.claims]
        node = minter.conflict(conflict.kind, conflict.property, nodes)
        subject = conflict.claims[0].subject
        label = vocabulary.property(conflict.property).label
        about = {
            (RDF + "type", iri(KGO + "Conflict")),
            (
                RDFS + "label",
                literal(f"{value_label(subject)}, {label}: {_DIFFER[conflict.kind]}"),
            ),
            (KGO + "conflictKind", literal(conflict.kind)),
            (KGO + "onProperty", iri(KGO + conflict.property)),
            (KGO + "onSubject", minter.value(subject)),
            (KGO + "why", literal(conflict.why)),
            *((KGO + "betweenClaim", claim) for claim in nodes),
        }
        triples.update((node, iri(name), value) for name, value in about)
    return sorted(triples)


def _clashes(
    facts: Iterable[_Fact],
    group_of: Callable[[_Fact], Hashable | None],
    clash: Callable[[Claim, Claim], bool],
) -> Iterator[tuple[_Fact, _Fact]]:
    """Yield the pairs that *clash*, comparing within groups only, and what is told alike only once."""
    groups: defaultdict[Hashable, defaultdict[Hashable, list[_Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        group = group_of(fact)
        if group is not None:
            told = (_key(fact.claim.object), fact.claim.negative, fact.claim.qualifier("period"))
            groups[group][told].append(fact)
    for alike in groups.values():
        for some, others in combinations(alike.values(), 2):
            if clash(some[0].claim, others[0].claim):
                for one, other in product(some, others):
                    yield (one, other) if one.order < other.order else (other, one)


def _value_group(fact: _Fact) -> Hashable | None:
    claim, stance = fact.claim, _stance(fact.claim)
    if not fact.property.single_valued or stance is None:
        return None
    value = claim.object
    measure = (value.unit, value.counted, value.per) if isinstance(value, Quantity) else type(value).__name__
    dated = claim.qualifier("period") is not None and "period" in fact.property.one_value_per
    scope = _scope(claim, fact.property.one_value_per)
    return claim.property, _key(claim.subject), stance, measure, dated, scope


def _event_group(fact: _Fact) -> Hashable | None:
    claim, stance = fact.claim, _stance(fact.claim)
    if not fact.property.happens_once or stance is None or _days(claim) is None:
        return None
    return (
        claim.property,
        _key(claim.subject),
        _key(claim.object),
        stance,
        _scope(claim, fact.property.once_per),
    )


def _proposition_group(fact: _Fact) -> Hashable | None:
    claim = fact.claim
    if claim.mode is not Mode.ASSERTED:
        return None
    ends = (_key(claim.subject), _key(claim.object))
    dated = claim.qualifier("period") is not None
    return (
        claim.property,
        frozenset(ends) if fact.property.symmetric else ends,
        dated,
        _scope(claim, _SCOPING),
    )


def _values_clash(first: Claim, second: Claim, nested: frozenset[tuple[str, str]]) -> bool:
    return _same_time(first, second) and _are_apart(first.object, second.object, nested)


def _periods_clash(first: Claim, second: Claim) -> bool:
    return not _same_time(first, second)


def _polarity_clash(first: Claim, second: Claim) -> bool:
    return first.negative != second.negative and _same_time(first, second)


def _stance(claim: Claim) -> Hashable | None:
    """Return what claims share that can disagree: being stated as fact, or being tellings of one plan."""
    if claim.negative:
        return None
    if claim.mode is Mode.PLANNED and claim.plan is not None:
        return _key(claim.plan)
    return "asserted" if claim.mode is Mode.ASSERTED else None


def _scope(claim: Claim, names: Iterable[str]) -> Hashable:
    """Return the qualifiers called *names* but for the period, which need not be equal, only overlap."""
    wanted = frozenset(names) - {"period"}
    return frozenset((name, _key(value)) for name, value in claim.qualifiers if name in wanted)


def _same_time(first: Claim, second: Claim) -> bool:
    """Say whether two claims may speak of one time: days in common, an equal period, or one undated."""
    days, other_days = _days(first), _days(second)
    if days is not None and other_days is not None:
        return days[0] <= other_days[1] and other_days[0] <= days[1]
    period, other_period = first.qualifier("period"), second.qualifier("period")
    return period is None or other_period is None or period == other_period


def _days(claim: Claim) -> tuple[datetime.date, datetime.date] | None:
    period = claim.qualifier("period")
    if not isinstance(period, Period) or (period.first is None and period.last is None):
        return None
    return period.first or datetime.date.min, period.last or datetime.date.max


def _are_apart(first: Value, second: Value, nested: frozenset[tuple[str, str]]) -> bool:
    match first, second:
        case Quantity(), Quantity():
            return _are_ranges_apart(first, second)
        case Thing(), Thing():
            return _key(first) != _key(second) and (_reference(first), _reference(second)) not in nested
        case OfficeHolding(), OfficeHolding():
            return _key(first) != _key(second)
    return False


def _are_ranges_apart(first: Quantity, second: Quantity) -> bool:
    (low, high), (other_low, other_high) = _range(first), _range(second)
    if first.exclusive and second.exclusive:
        return low >= other_high or other_low >= high
    return low > other_high or other_low > high


def _range(quantity: Quantity) -> tuple[Decimal, Decimal]:
    low = Decimal("-Infinity") if quantity.low is None else quantity.low
    high = Decimal("Infinity") if quantity.high is None else quantity.high
    if quantity.approximate:
        return low - abs(low) * _ROUNDING, high + abs(high) * _ROUNDING
    return low, high


def _key(value: Value | PlanKey) -> Hashable:
    """Return what makes two values one: things by their IRI, wording whatever its case and spaces."""
    match value:
        case Thing():
            return _reference(value)
        case Text():
            return "text", " ".join(value.text.casefold().split())
        case OfficeHolding():
            return _reference(value.person), value.office.casefold(), _reference(value.organization)
        case PlanKey():
            return _reference(value.agent), value.action, value.object_kind, value.scope
    return value


def _reference(thing: Thing) -> str:
    return f"{thing.kind}/{thing.slug}"


def _content(claim: Claim) -> Claim:
    """Return *claim* without how it was read, so that two readings of one sentence are one claim."""
    return replace(claim, trust=Trust.HIGH, rule="", doubt=None, coreferences=())


def _why(kind: str, first: _Fact, second: _Fact) -> str:
    claim, other, label = first.claim, second.claim, first.property.label
    subject, value = value_label(claim.subject), value_label(claim.object)
    if kind == "periods":
        times = " and ".join(f"{_when(told)} ({told.article})" for told in (claim, other))
        return f"{subject} {label} {value} {times}"
    if kind == "polarity":
        stated, denied = (other, claim) if claim.negative else (claim, other)
        proposition = f"{value_label(stated.subject)} {label} {value_label(stated.object)}"
        return (
            f"{proposition}{_scope_words(stated, _SCOPING)} ({stated.article}) and not so ({denied.article})"
        )
    about = _scope_words(claim, first.property.one_value_per)
    told = f"{value} ({claim.article}) and {value_label(other.object)} ({other.article})"
    return f"{subject}, {label}{about}: {told}"


def _when(claim: Claim) -> str:
    period = claim.qualifier("period")
    words = "" if period is None else value_label(period)
    return f"in {words}" if words[:1].isdigit() else words


def _scope_words(claim: Claim, names: Iterable[str]) -> str:
    words = [f"{name} {value_label(value)}" for name, value in claim.qualifiers if name in set(names)]
    return f" [{', '.join(words)}]" if words else ""
