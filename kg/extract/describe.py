"""Write a claim as one line, as the ``gives`` lines of rules and the command line do."""

from __future__ import annotations

from kg.model import Claim, OfficeHolding, Period, PlanKey, Quantity, Thing, Value
from kg.slugs import period_slug, quantity_slug, slug


def describe_claim(claim: Claim) -> str:
    """Return subject, property, object, mode, ``negative`` if so, then speaker and qualifiers.

    >>> "company/acme sellsIn place/france Planned period=until-2030-12-31"
    'company/acme sellsIn place/france Planned period=until-2030-12-31'
    """
    parts = [describe_value(claim.subject), claim.property, describe_value(claim.object), claim.mode.value]
    if claim.negative:
        parts.append("negative")
    if claim.speaker is not None:
        parts.append(f"speaker={describe_value(claim.speaker)}")
    parts.extend(f"{name}={describe_value(value)}" for name, value in claim.qualifiers)
    return " ".join(parts)


def describe_value(value: Value | PlanKey) -> str:
    """Return a thing as ``kind/slug``, an amount or period as its slug, wording in double quotes."""
    if isinstance(value, Thing):
        return f"{value.kind}/{value.slug}"
    if isinstance(value, Quantity):
        return quantity_slug(value)
    if isinstance(value, Period):
        return period_slug(value)
    if isinstance(value, OfficeHolding):
        return f"office:{value.person.slug}:{slug(value.office)}:{value.organization.slug}"
    if isinstance(value, PlanKey):
        return f"plan:{value.agent.slug}:{value.action}:{value.object_kind}:{value.scope}"
    return f'"{value.text}"'
