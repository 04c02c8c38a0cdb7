"""Who is who: the registry of names, and finding its names in a text.

In    the triples of ``ontology/names.ttl``
Out   :class:`Registry`; mentions by longest match on whole words
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from kg.model import Span, Thing
from kg.namespaces import KGO, RDF, RDFS, SKOS
from kg.terms import Term, Triple, iri, iri_text, is_iri, literal_parts
from kg.vocabulary import KIND_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INITIALS = 2
_CLASSES = {*KIND_CLASSES.values(), "OrganizationUnit"}
_TYPE = iri(RDF + "type")
_NAME_PROPERTIES = [
    *(iri(SKOS + name) for name in ("prefLabel", "altLabel", "hiddenLabel")),
    iri(RDFS + "label"),
    iri(KGO + "demonym"),
]


class Registry:
    """Names and things, both ways, and the few facts that reading needs."""

    def __init__(self) -> None:
        """Start empty."""
        self.things: dict[str, Thing] = {}
        self._by_name: dict[str, set[str]] = {}
        self._lower_case: set[tuple[str, str]] = set()
        self._initials: set[tuple[str, str]] = set()
        self._links: dict[tuple[str, str], list[str]] = {}
        self._pattern: re.Pattern[str] | None = None

    @classmethod
    def from_triples(cls, triples: Iterable[Triple]) -> Registry:
        """Return the registry that the names graph in *triples* describes.

        A thing's kind and slug are the last two parts of its IRI; its name is its ``skos:prefLabel``.
        """
        registry = cls()
        names: dict[str, dict[Term, list[str]]] = {}
        typed: set[str] = set()
        for subject, predicate, value in triples:
            key = _key(subject)
            if predicate == _TYPE:
                if iri_text(value).removeprefix(KGO) in _CLASSES:
                    typed.add(key)
            elif predicate in _NAME_PROPERTIES:
                names.setdefault(key, {}).setdefault(predicate, []).append(literal_parts(value)[0])
            elif is_iri(value):
                registry._links.setdefault((key, iri_text(predicate).removeprefix(KGO)), []).append(
                    _key(value)
                )
        for key in sorted(typed):
            labels = names.get(key, {})
            preferred = (
                labels.get(_NAME_PROPERTIES[0]) or labels.get(_NAME_PROPERTIES[3]) or [key.rsplit("/", 1)[1]]
            )
            kind, slug = key.split("/", 1)
            registry.things[key] = Thing(kind, preferred[0], slug)
            for name in chain.from_iterable(labels.values()):
                registry._add_name(name, key)
        registry._compile()
        return registry

    def _add_name(self, name: str, key: str) -> None:
        self._by_name.setdefault(_fold(name), set()).add(key)
        common = key.startswith(("product/", "industry/", "source/")) and not name.isupper()
        if common or name == name.lower():
            self._lower_case.add((_fold(name), key))
        if len(name) == _INITIALS and name.isupper():
            self._initials.add((_fold(name), key))

    def thing(self, key: str) -> Thing:
        """Return the thing called *key* (``place/abroad``).

        Raises:
            KeyError: the registry has none of that kind and slug.
        """
        return self.things[key]

    def linked(self, thing: Thing, property_name: str) -> list[Thing]:
        """Return what *thing* is related to by a property stated in the names graph."""
        keys = self._links.get((f"{thing.kind}/{thing.slug}", property_name), [])
        return [self.things[key] for key in sorted(keys) if key in self.things]

    def named(self, name: str) -> list[Thing]:
        """Return the things that go by *name*, whatever its case, sorted."""
        return sorted(self.things[key] for key in self._by_name.get(_fold(name), ()))

    def ambiguous(self) -> list[tuple[str, list[Thing]]]:
        """Return each name, in lower case, that several things have, with them; sorted."""
        return [(name, self.named(name)) for name, keys in sorted(self._by_name.items()) if len(keys) > 1]

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[Span, list[Thing]]]:
        """Yield the longest names in ``text[start:end]`` with the things they may stand for.

        Names of people, firms, models and places must have a capital letter in the text, unless the
        registry writes them in lower case; two initials must both be capitals, so that "Us" is not the US.
        """
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text, start, end):
            words = match.group()
            things = [thing for thing in self.named(words) if self._written_so(words, thing)]
            if things:
                yield Span(*match.span()), things

    def _written_so(self, words: str, thing: Thing) -> bool:
        written = (_fold(words), f"{thing.kind}/{thing.slug}")
        if words.islower():
            return written in self._lower_case
        return words.isupper() or written not in self._initials

    def _compile(self) -> None:
        names = sorted(self._by_name, key=lambda name: (-len(name), name))
        if not names:
            return
        alternatives = "|".join(re.escape(name).replace(r"\ ", "[ -]") for name in names)
        self._pattern = re.compile(
            rf"(?<![\w@/.-])(?:{alternatives})(?![\w@]|\.[a-z]|-(?!based|led|made|backed|owned|style)[a-z])",
            re.I,
        )


def _fold(name: str) -> str:
    return name.replace("’", "'").replace("-", " ").lower()


def _key(term: Term) -> str:
    parts = iri_text(term).rstrip("/").rsplit("/", 2)
    return "/".join(parts[-2:])
