"""What stands beside and between the words of a match can show that the claim is not theirs."""

from __future__ import annotations

import pytest

from kg.extract.guards import is_anothers
from tests.reading import lines_of, reader


@pytest.mark.parametrize(
    ("text", "property_name"),
    [
        # another maker's model
        ("Acme launched a rival to the Heron.", "launched"),
        ("Acme unveiled a car like the Heron.", "unveiled"),
        # only the beginning of a phrase
        ("Acme takes over Cobalt's plant.", "acquired"),
        ("Acme buys Cobalt batteries.", "acquired"),
        ("Acme teamed up with Cobalt's supplier.", "partnersWith"),
        ("Acme launched the Falcon's successor.", "launched"),
        # parts of firms, not products
        ("Acme sold Cobalt in France.", "sellsIn"),
        ("Acme sold its EV business in France.", "sellsIn"),
        ("Acme will sell its stake in France.", "sellsIn"),
        # other lengths of time
        ("The Falcon has a warranty of eight years.", "waitingTime"),
    ],
)
def test_what_only_resembles_a_claim_is_none(text: str, property_name: str) -> None:
    """The words fit a rule, but they speak of somebody or something else."""
    assert lines_of(text, property_name) == []


@pytest.mark.parametrize(
    ("text", "property_name", "line"),
    [
        (
            "Acme launched the Falcon to beat the Heron.",
            "launched",
            "company/acme launched vehicle/falcon Asserted",
        ),
        ("Acme bought Cobalt last year.", "acquired", "company/acme acquired company/cobalt Asserted"),
        (
            "Acme teamed up with Cobalt in May.",
            "partnersWith",
            "company/acme partnersWith company/cobalt Asserted",
        ),
        (
            "Acme becomes Cobalt's direct competitor.",
            "competesWith",
            "company/acme competesWith company/cobalt Asserted",
        ),
        (
            "Acme sells its fast EVs in France.",
            "sellsIn",
            "company/acme sellsIn place/france Asserted product=product/electric-vehicle",
        ),
    ],
)
def test_what_is_a_claim_stays_one(text: str, property_name: str, line: str) -> None:
    """The guards let pass what is meant."""
    assert lines_of(text, property_name) == [line]


@pytest.mark.parametrize(
    ("text", "property_name", "line"),
    [
        (
            "The Falcon costs more than the Heron, which received 9,000 orders.",
            "orders",
            "vehicle/heron orders 9000-order Asserted",
        ),
        (
            "The Falcon beats the Heron, which has a range of 600 km.",
            "range",
            "vehicle/heron range 600-km Asserted",
        ),
        (
            "The Falcon, a rival of the Heron, has a range of 600 km.",
            "range",
            "vehicle/falcon range 600-km Asserted",
        ),
        (
            "The Falcon has more power than the Heron with 500 hp.",
            "power",
            "vehicle/heron power 500-hp Asserted",
        ),
        (
            "Acme showed the Falcon, for which over 9,000 pre-orders came in.",
            "preOrders",
            "vehicle/falcon preOrders more-than-9000-pre-order Asserted",
        ),
    ],
)
def test_an_amount_is_the_model_it_is_told_of(text: str, property_name: str, line: str) -> None:
    """Between two models the verb's subject decides, else the nearer one."""
    assert lines_of(text, property_name) == [line]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Acme grew. EVs are sold in Germany.",
            "company/acme sellsIn place/germany Asserted product=product/electric-vehicle",
        ),
        (
            "Acme grew. EVs are sold by Borealis in Germany.",
            "company/borealis sellsIn place/germany Asserted product=product/electric-vehicle",
        ),
        (
            "Acme grew. EVs are sold in Germany by Borealis.",
            "company/borealis sellsIn place/germany Asserted product=product/electric-vehicle",
        ),
        (
            "Acme grew. The Heron is sold in Germany.",
            "company/borealis sellsIn place/germany Asserted product=vehicle/heron",
        ),
    ],
)
def test_a_passive_is_done_by_whom_it_names(text: str, line: str) -> None:
    """“By Borealis” and a model's maker come before the article's main company."""
    assert lines_of(text, "sellsIn") == [line]


def test_a_firm_and_its_parent_are_one_maker() -> None:
    """A model of the parent's is the subsidiary's too, and the other way round; a stranger's is not."""
    registry = reader().registry
    parent, part = registry.thing("company/xiaomi"), registry.thing("company/xiaomi-motors")
    model, acme = registry.thing("vehicle/xiaomi-su7"), registry.thing("company/acme")

    assert not is_anothers(registry, parent, model)
    assert not is_anothers(registry, part, model)
    assert is_anothers(registry, acme, model)
    assert not is_anothers(registry, model, model)
    assert not is_anothers(registry, acme, acme)
