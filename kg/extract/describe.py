"""Write a claim as one line, as the ``gives`` lines of rules and the command line do."""

from __future__ import annotations

from kg.model import Claim, OfficeHolding, Period, PlanKey, Quantity, Text, Thing, Value
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


def claim_record(claim: Claim) -> dict[str, object]:
    """Return *claim* as plain JSON values, with offsets in code points of the document."""
    return {
        "article": claim.article,
        "subject": describe_value(claim.subject),
        "property": claim.property,
        "object": claim.object.text if isinstance(claim.object, Text) else describe_value(claim.object),
        "mode": claim.mode.value,
        "polarity": "Negative" if claim.negative else "Positive",
        "speaker": describe_value(claim.speaker) if claim.speaker else None,
        "qualifiers": {name: describe_value(value).strip('"') for name, value in claim.qualifiers},
        "trust": claim.trust.value,
        "rule": claim.rule,
        "doubt": claim.doubt,
        "plan": describe_value(claim.plan) if claim.plan else None,
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.quote,
        "coreferences": [
            {
                "start": link.span.start,
                "end": link.span.end,
                "antecedent": [link.antecedent.start, link.antecedent.end],
                "thing": describe_value(link.thing),
            }
            for link in claim.coreferences
        ],
    }
