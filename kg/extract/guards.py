"""Reasons not to believe a match: the model is another maker's, the amount another model's, the name goes on.

A rule sees one stretch of the tape; these look at what stands beside and between.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.english import HOLDINGS
from kg.model import Quantity, Thing

if TYPE_CHECKING:
    from kg.extract.names import Registry
    from kg.extract.tokens import Token
    from kg.model import PlanKey, Value

_COMPOUND = ("Kind", "Vehicle", "Facility", "Unit", "Service")


def is_anothers(registry: Registry, subject: object, value: Value | PlanKey) -> bool:
    """Whether *value* is a model that, as the registry has it, a firm other than *subject* makes.

    "Acme launched a rival to the Heron" is no launch of the Heron. A firm's parent and its parts count as
    the firm.
    """
    if not (isinstance(subject, Thing) and isinstance(value, Thing)):
        return False
    if subject.kind != "company" or value.kind != "vehicle":
        return False
    makers = registry.linked(value, "maker")
    family = {subject, *registry.linked(subject, "ownedBy")}
    return bool(makers) and not any(
        maker in family or subject in registry.linked(maker, "ownedBy") for maker in makers
    )


def goes_on(tokens: list[Token], mention: Token) -> bool:
    """Whether the firm or model *mention* is only the beginning of a phrase: "bought Cobalt's plant"."""
    if not (mention.has("Org") or mention.has("Vehicle")):
        return False
    after = next((token for token in tokens if token.start >= mention.end), None)
    if after is None:
        return False
    return after.low == "'s" or (mention.has("Org") and any(after.has(kind) for kind in _COMPOUND))


def is_another_models(tokens: list[Token], holder: Token, amount: Token) -> bool:
    """Whether *amount* is told of a model other than *holder*.

    It is where the last verb between them has another model as its subject, or another model stands
    between that verb and the amount: "the Falcon beats the Heron, which has a range of 600 km".
    """
    if not holder.has("Vehicle") or not isinstance(amount.value, Quantity):
        return False
    between = [token for token in tokens if holder.end <= token.start and token.end <= amount.start]
    for token in reversed(between):
        subject = token.subject
        if token.verb is not None and token.verb.form == "fin" and subject is not None:
            return subject.has("Vehicle") and subject.things != holder.things
        if token.has("Vehicle"):
            return token.things != holder.things
    return False


def sells_itself(tokens: list[Token], verb: Token, value: Token) -> bool:
    """Whether what is sold, between *verb* and the market *value*, is a firm or a part of one.

    "Sold its stake in France" and "sold Cobalt in France" say nothing about a market for products.
    """
    if verb.verb is None or verb.verb.passive or "sell" not in verb.verb.classes or not value.has("Place"):
        return False
    sold = [token for token in tokens if verb.end <= token.start and token.end <= value.start]
    return any(
        token.low in HOLDINGS or token.has("Facility") or (token.has("Org") and after.low != "'s")
        for token, after in pairwise([*sold, value])
    )
