"""What the stages need to know of ``ontology/kg.ttl``, read from its triples.

In    the triples of ``kg.ttl``, parsed elsewhere (:mod:`kg.store` is the door to a Turtle parser)
Out   :class:`Vocabulary`: each property with its kind of object, its label and our annotations
Next  :mod:`kg.build`, :mod:`kg.conflicts`

Our annotations on a property, all told in ``kg.ttl``: ``kgo:isDomainProperty``, ``kgo:isQualifier``,
``kgo:planAction``, ``kgo:singleValued`` with ``kgo:oneValuePer``, ``kgo:happensOnce`` with ``kgo:oncePer``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.errors import BrokenFileError, nearest
from kg.namespaces import KGO, OWL, RDF, RDFS, XSD
from kg.terms import Term, iri, iri_text, is_iri, literal_parts, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.terms import Triple

KIND_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "company": "Company",
        "event": "Event",
        "facility": "Facility",
        "industry": "Industry",
        "organization": "Organization",
        "outlet": "Outlet",
        "person": "Person",
        "place": "Place",
        "product": "ProductKind",
        "service": "Service",
        "source": "UnnamedSource",
        "vehicle": "Vehicle",
    }
)
"""Kind of a thing, as its IRI says it, to the local name of its class."""

_PROPERTY_TYPES = frozenset(
    iri(OWL + name) for name in ("ObjectProperty", "SymmetricProperty", "TransitiveProperty")
) | {iri(OWL + "DatatypeProperty"), iri(RDF + "Property")}
_TYPE = iri(RDF + "type")
_DATATYPE = iri(OWL + "DatatypeProperty")
_SYMMETRIC = iri(OWL + "SymmetricProperty")
_CLASS = iri(OWL + "Class")
_ACTION = iri(KGO + "Action")
_LABEL = iri(RDFS + "label")
_RANGE = iri(RDFS + "range")

_Facts = dict[Term, list[Term]]


@dataclass(frozen=True, slots=True)
class Property:
    """One property of ours, by the local name of its IRI.

    ``datatype`` is the range of a datatype property where the ontology gives one. ``one_value_per`` and
    ``once_per`` are local names of qualifier properties, sorted.
    """

    name: str
    label: str
    is_object: bool = True
    datatype: str | None = None
    is_domain: bool = False
    is_qualifier: bool = False
    symmetric: bool = False
    plan_action: str | None = None
    single_valued: bool = False
    one_value_per: tuple[str, ...] = ()
    happens_once: bool = False
    once_per: tuple[str, ...] = ()

    @property
    def iri(self) -> Term:
        """The property's IRI."""
        return iri(KGO + self.name)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Our properties by local name, our classes, and the plan actions with their labels."""

    properties: Mapping[str, Property]
    classes: frozenset[str] = frozenset()
    actions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_triples(cls, triples: Iterable[Triple], *, path: str = "ontology/kg.ttl") -> Vocabulary:
        """Return what *triples* say about terms in ``kgo:``.

        Args:
            triples: The triples of ``kg.ttl``, in any order.
            path: The file to name in an error.

        Raises:
            BrokenFileError: an annotation names something that the file does not declare, has a value of
                the wrong kind, or stands without the one that gives it meaning.
        """
        facts: defaultdict[Term, _Facts] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            if subject.startswith(f"<{KGO}"):
                facts[subject][predicate].append(value)
        typed = {subject: frozenset(about.get(_TYPE, ())) for subject, about in facts.items()}
        properties = {
            _local(subject): _read_property(path, _local(subject), types, facts[subject])
            for subject, types in typed.items()
            if types & _PROPERTY_TYPES
        }
        actions = {
            _local(subject): _label(facts[subject], _local(subject))
            for subject, types in typed.items()
            if _ACTION in types
        }
        for prop in properties.values():
            _check_names(path, prop, properties, actions)
        classes = frozenset(_local(subject) for subject, types in typed.items() if _CLASS in types)
        return cls(dict(sorted(properties.items())), classes, dict(sorted(actions.items())))

    def property(self, name: str) -> Property:
        """Return the property with local name *name*.

        Raises:
            ValueError: the ontology declares none; whoever made the name is at fault, not the articles.
        """
        found = self.properties.get(name)
        if found is None:
            raise ValueError(f"the ontology has no property kgo:{name}{nearest(name, self.properties)}")
        return found


def _local(term: Term) -> str:
    return iri_text(term).removeprefix(KGO)


def _label(about: _Facts, name: str) -> str:
    texts = sorted(about.get(_LABEL, ()), key=lambda term: (literal_parts(term)[2] not in {None, "en"}, term))
    return text_of(texts[0]) if texts else name


def _read_property(path: str, name: str, types: frozenset[Term], about: _Facts) -> Property:
    single, once = (_flag(path, name, about, key) for key in ("singleValued", "happensOnce"))
    per, once_per = (_names(path, name, about, key) for key in ("oneValuePer", "oncePer"))
    for switch, needs, given in (("singleValued", single, per), ("happensOnce", once, once_per)):
        if given and not needs:
            raise BrokenFileError(
                path, None, f"kgo:{name} says per what, but not that; add kgo:{switch} true"
            )
    action = _names(path, name, about, "planAction")
    if len(action) > 1:
        raise BrokenFileError(path, None, f"kgo:{name} has {len(action)} kgo:planAction; leave one")
    ranges = sorted(about.get(_RANGE, ()))
    return Property(
        name=name,
        label=_label(about, name),
        is_object=_DATATYPE not in types,
        datatype=iri_text(ranges[0]) if ranges and ranges[0].startswith(f"<{XSD}") else None,
        is_domain=_flag(path, name, about, "isDomainProperty"),
        is_qualifier=_flag(path, name, about, "isQualifier"),
        symmetric=_SYMMETRIC in types,
        plan_action=action[0] if action else None,
        single_valued=single,
        one_value_per=per,
        happens_once=once,
        once_per=once_per,
    )


def _flag(path: str, name: str, about: _Facts, annotation: str) -> bool:
    values = about.get(iri(KGO + annotation), [])
    texts = {"" if is_iri(value) else literal_parts(value)[0] for value in values}
    if not texts <= {"true", "false", "1", "0"} or len(texts) > 1:
        raise BrokenFileError(path, None, f"kgo:{name}: write kgo:{annotation} true, or leave it out")
    return bool(texts & {"true", "1"})


def _names(path: str, name: str, about: _Facts, annotation: str) -> tuple[str, ...]:
    values = sorted(about.get(iri(KGO + annotation), []))
    for value in values:
        if not value.startswith(f"<{KGO}"):
            raise BrokenFileError(
                path, None, f"kgo:{name}: kgo:{annotation} {value} is no term of ours; write kgo:…"
            )
    return tuple(_local(value) for value in values)


def _check_names(
    path: str, prop: Property, properties: Mapping[str, Property], actions: Mapping[str, str]
) -> None:
    for name in (*prop.one_value_per, *prop.once_per):
        if name not in properties:
            hint = nearest(name, properties)
            raise BrokenFileError(path, None, f"kgo:{prop.name} is one per kgo:{name}, no property{hint}")
    if prop.plan_action is not None and prop.plan_action not in actions:
        hint = nearest(prop.plan_action, actions)
        raise BrokenFileError(path, None, f"kgo:{prop.name}: kgo:{prop.plan_action} is no kgo:Action{hint}")
