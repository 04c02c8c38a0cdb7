"""Turn rule matches into claims: who, what, how firmly, said by whom, and why we think so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING

from kg.extract.guards import goes_on, is_another_models, is_anothers, sells_itself
from kg.extract.lexicon import Force
from kg.extract.rules import REFERENCES, Emission, Rule
from kg.extract.speech import Speech, speaker_of
from kg.extract.verbs import combine
from kg.model import (
    Claim,
    Coreference,
    Mode,
    OfficeHolding,
    Period,
    PlanKey,
    Quantity,
    Span,
    Subject,
    Text,
    Thing,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.extract.coreference import Discourse
    from kg.extract.names import Registry
    from kg.extract.tokens import Token

_EDGES = " ,;:.!?\"'“”‘’"
_LOOSE_END = re.compile(r"(?:^(?:and|or|but)\b)|(?:\b(?:and|or|but|the|a|an|of|in|to|as|such)$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """All that claims need to know of one sentence."""

    article: str
    text: str
    original: str
    span: Span
    tokens: list[Token]
    speeches: list[Speech]


@dataclass(frozen=True, slots=True)
class _Match:
    """One rule's match: what each capture holds."""

    rule: Rule
    tokens: Mapping[str, Token]
    texts: Mapping[str, str]
    verbs: tuple[tuple[int, Token], ...]
    first: int
    covered: tuple[int, ...]


class ClaimMaker:
    """Makes the claims of one sentence from the matches of the rules."""

    def __init__(self, registry: Registry, plan_actions: Mapping[str, str]) -> None:
        """Keep the registry and, for each property that can be planned, its action."""
        self._registry = registry
        self._plan_actions = plan_actions

    def make(
        self, sentence: Sentence, rule: Rule, found: re.Match[str], discourse: Discourse
    ) -> Iterator[Claim]:
        """Yield the claims that *found*, a match of *rule* on the tape, gives."""
        match = self._match(sentence, rule, found)
        force, speaker, speaker_token = self._force(sentence, match)
        links = self._links(match, speaker_token)
        for emission in rule.emissions:
            if emission.only_negative and not force.negative:
                continue
            said_by = match.tokens.get(emission.speaker) if emission.speaker else None
            teller = said_by.things[0] if said_by is not None and said_by.things else speaker
            if emission.speaker == "-":
                teller = None  # the article's own words, whoever speaks around them
            for claim in self._emit(sentence, match, emission, discourse):
                yield self._finish(claim, emission, force, teller, links, discourse)

    @staticmethod
    def _match(sentence: Sentence, rule: Rule, found: re.Match[str]) -> _Match:
        tokens: dict[str, Token] = {}
        texts: dict[str, str] = {}
        for name, value in found.groupdict().items():
            if value is None or name in rule.verbs:
                continue
            if value.isdigit():
                tokens[name] = sentence.tokens[int(value)]
            else:
                indexes = [int(part) for part in re.findall(r"#(\d+) ", value)]
                texts[name] = _wording(sentence, indexes)
        verbs = tuple(
            (int(found[group]), sentence.tokens[int(found[group])])
            for group in rule.verbs
            if found[group] is not None
        )
        by_group = {
            group: sentence.tokens[int(found[group])] for group in rule.verbs if found[group] is not None
        }
        for name, group in rule.subjects:
            subject = by_group[group].subject if group in by_group else None
            if subject is not None:
                tokens[name] = subject
        covered = tuple(int(part) for part in re.findall(r"#(\d+) ", found.group()))
        return _Match(rule, tokens, texts, verbs, covered[0], covered)

    @staticmethod
    def _force(sentence: Sentence, match: _Match) -> tuple[Force, Thing | None, Token | None]:
        anchor = match.verbs[0][0] if match.verbs else match.first
        speaker, said, token = speaker_of(sentence.speeches, anchor)
        if match.verbs and match.verbs[0][1].verb is not None and match.verbs[0][1].verb.aside:
            said, speaker, token = Force(), None, None
        force = said
        for place, (_, verb_token) in enumerate(match.verbs):
            if verb_token.verb is not None and not (place and verb_token.verb.form == "inf"):
                force = combine(force, verb_token.verb.force)
        return force, speaker, token

    @staticmethod
    def _links(match: _Match, speaker: Token | None) -> tuple[Coreference, ...]:
        links: dict[Coreference, None] = {}
        for token in (*match.tokens.values(), *((speaker,) if speaker is not None else ())):
            for part in (token, *token.members):
                links.update(dict.fromkeys(part.coreferences))
        return tuple(links)

    def _emit(
        self, sentence: Sentence, match: _Match, emission: Emission, discourse: Discourse
    ) -> Iterator[Claim]:
        if _is_doubtful(sentence, match, emission):
            return
        subjects = self._values(sentence, match, emission.subject, discourse, "company")
        objects = self._values(sentence, match, emission.object, discourse, "product")
        qualifiers: list[list[tuple[str, Value]]] = []
        for key, reference in emission.qualifiers:
            values = self._values(sentence, match, reference, discourse, "product")
            if values:
                qualifiers.append([(key, value) for value in values if not isinstance(value, PlanKey)])
        for (subject, value), pairs in product(product(subjects, objects), product(*qualifiers)):
            if not isinstance(subject, Thing | PlanKey) or isinstance(value, PlanKey) or subject == value:
                continue
            if any(is_anothers(self._registry, subject, other) for other in (value, *(v for _, v in pairs))):
                continue
            named = sorted(
                ((key, self._at_home(subject, other)) for key, other in pairs),
                key=lambda pair: (pair[0], repr(pair[1])),
            )
            yield Claim(
                article=sentence.article,
                span=sentence.span,
                quote=sentence.original[sentence.span.start : sentence.span.end],
                subject=subject,
                property=emission.property,
                object=_counted(emission.property, self._at_home(subject, value)),
                qualifiers=tuple(named),
                rule=match.rule.name,
                trust=match.rule.trust,
                doubt=emission.doubt,
            )

    def _at_home(self, subject: Subject, value: Value) -> Value:
        """Return the country that "the home market" means for *subject*, if the registry knows it."""
        if (
            isinstance(value, Thing)
            and (value.kind, value.slug) == ("place", "home")
            and isinstance(subject, Thing)
        ):
            return next(iter(self._registry.linked(subject, "nationality")), value)
        return value

    def _values(
        self, sentence: Sentence, match: _Match, reference: str, discourse: Discourse, topic: str
    ) -> list[Value | PlanKey]:
        for part in reference.split("?"):
            found = self._value(sentence, match, part, discourse, topic)
            if found:
                return found
        return []

    def _value(
        self, sentence: Sentence, match: _Match, part: str, discourse: Discourse, topic: str
    ) -> list[Value | PlanKey]:
        if part.startswith("@"):
            return [self._registry.thing(part[1:])]
        if part.startswith('"'):
            return [Text(part[1:-1])]
        if part == "plan":
            return [discourse.plan] if discourse.plan else []
        agent = _agent(sentence, match) if part == "topic" and topic == "company" else None
        if agent is not None:
            return list(agent.things)
        if part in REFERENCES:
            return list(_referred(part, sentence, match, discourse, topic))
        return self._captured(sentence, match, part)

    def _captured(self, sentence: Sentence, match: _Match, part: str) -> list[Value | PlanKey]:
        """Return what the capture that *part* names holds, or is related to."""
        name, _, counted = part.partition("/")
        name, _, owner = name.partition(".")
        if name in match.texts:
            wordings = _split(match.texts[name]) if name in match.rule.listed else [match.texts[name]]
            return [Text(wording) for wording in wordings if wording]
        token = match.tokens.get(name)
        if token is None:
            return []
        if owner == "text":
            return [Text(sentence.original[token.start : token.end])]
        if owner == "owner":
            return list(token.members[0].things) if token.members else []
        if owner:
            return [other for thing in token.things for other in self._registry.linked(thing, owner)]
        if isinstance(token.value, str):
            return list(_office(token, match))
        return list(_token_values(token, counted))

    def _finish(
        self,
        claim: Claim,
        emission: Emission,
        force: Force,
        speaker: Thing | None,
        links: tuple[Coreference, ...],
        discourse: Discourse,
    ) -> Claim:
        mode = emission.mode or force.mode
        if emission.intended and mode is Mode.ASSERTED:
            mode = Mode.PLANNED
        negative = force.negative if emission.negative is None else emission.negative
        claim = replace(claim, mode=mode, negative=negative, speaker=speaker, coreferences=links)
        action = self._plan_actions.get(claim.property)
        if action and isinstance(claim.subject, Thing) and (mode is not Mode.ASSERTED):
            claim = replace(claim, plan=self._plan_key(claim.subject, claim, action, discourse))
        if claim.plan is not None and mode is Mode.PLANNED:
            discourse.plan = claim.plan
        return claim

    def _plan_key(self, agent: Thing, claim: Claim, action: str, discourse: Discourse) -> PlanKey:
        market = _of_kind(claim, ("place",), "market")
        kind = _of_kind(claim, ("product", "vehicle", "facility"), "product")
        topic = discourse.topic_kind()
        if topic and kind in self._registry.linked(topic[0], "broaderKind"):
            kind = topic[0]  # "its cars", in an article about electric cars
        return PlanKey(agent, action, _reference(kind), self._scope(agent, market))

    def _scope(self, agent: Thing, market: Thing | None) -> str:
        if market is None:
            return "any"
        if market.slug in ("abroad", "world"):
            return "abroad"
        if market.slug == "home":
            return "home"
        return "home" if market in self._registry.linked(agent, "nationality") else _reference(market)


def _is_doubtful(sentence: Sentence, match: _Match, emission: Emission) -> bool:
    """Whether what stands beside or between the captures says that the claim is not theirs."""
    value = match.tokens.get(emission.object.partition("/")[0])
    if value is None:
        return False
    holder = match.tokens.get(emission.subject)
    if holder is not None and is_another_models(sentence.tokens, holder, value):
        return True
    if match.verbs and sells_itself(sentence.tokens, match.verbs[0][1], value):
        return True
    ends_there = sentence.tokens[match.covered[-1]].start == value.start
    return ends_there and goes_on(sentence.tokens, value)


def _of_kind(claim: Claim, kinds: tuple[str, ...], qualifier: str) -> Thing | None:
    """Return the claim's object if it is of one of *kinds*, else what its *qualifier* names."""
    if isinstance(claim.object, Thing) and claim.object.kind in kinds:
        return claim.object
    found = claim.qualifier(qualifier)
    return found if isinstance(found, Thing) else None


def _reference(thing: Thing | None) -> str:
    return f"{thing.kind}/{thing.slug}" if thing is not None else "any"


def _referred(
    word: str, sentence: Sentence, match: _Match, discourse: Discourse, topic: str
) -> tuple[Thing | Text, ...]:
    """Return what one of the words :data:`~kg.extract.rules.REFERENCES` stands for here."""
    if word == "near":
        before = [token for token in sentence.tokens[: match.covered[-1] + 1] if token.has("Kind")]
        return before[-1].things if before else ()
    if word == "previous":
        return (Text(discourse.previous),) if discourse.previous else ()
    if word == "focus":
        return discourse.subject.things if discourse.subject else ()
    if word in ("vehicle", "other"):
        latest = discourse.latest.get("vehicle") if word == "vehicle" else discourse.vehicle_before
        return latest.things if latest else ()
    if topic == "company":
        antecedent = discourse.company()
        return antecedent.things if antecedent else ()
    return discourse.topic_kind()


def _agent(sentence: Sentence, match: _Match) -> Token | None:
    """Return who does it, where the match's verb is passive and "by Acme" follows it in its clause."""
    if not match.verbs or match.verbs[0][1].verb is None or not match.verbs[0][1].verb.passive:
        return None
    place = match.verbs[0][0]
    for before, token in pairwise(sentence.tokens[place + 1 :]):
        if before.verb is not None or before.low in (",", ";"):
            return None
        if before.low == "by" and token.has("Org"):
            return token
    return None


def _split(wording: str) -> list[str]:
    """Cut "voice control, navigation and even maps" into its members."""
    return [part.strip() for part in re.split(r",? and (?:even |also )?|,? or |, ", wording) if part.strip()]


def _token_values(token: Token, counted: str) -> Iterator[Value]:
    if token.things:
        yield from token.things
    elif isinstance(token.value, Quantity):
        yield _as(token.value, counted)
    elif isinstance(token.value, Period):
        yield token.value
    elif token.types == ("NP",):
        yield Text(token.low)


def _as(quantity: Quantity, counted: str) -> Quantity:
    """Return *quantity* as ``q/most``, ``q/least`` or ``q/NOUN`` in a rule wants it."""
    if counted == "most":
        return replace(quantity, low=None)
    if counted == "least":
        return replace(quantity, high=None)
    return replace(quantity, counted=counted) if counted else quantity


def _office(role: Token, match: _Match) -> Iterator[OfficeHolding]:
    """Yield the holding of the office by the person of the match, at its organization."""
    person = next((other for other in match.tokens.values() if other.has("Person")), None)
    employer = next((other for other in match.tokens.values() if other.has("Org")), None)
    if person is not None and employer is not None and isinstance(role.value, str):
        yield OfficeHolding(person.things[0], role.value, employer.things[0])


def _counted(property_name: str, value: Value) -> Value:
    """Return *value* with the unit that the property implies where a bare count stands for it."""
    if property_name == "rank" and isinstance(value, Quantity) and value.unit == "one":
        return replace(value, unit="rank", counted=None)
    return value


def _wording(sentence: Sentence, indexes: list[int]) -> str:
    if not indexes:
        return ""
    tokens = sentence.tokens
    first, end = tokens[indexes[0]], tokens[indexes[-1]].end
    start = first.start
    if first.verb is not None and first.verb.head is not None:
        start = first.verb.head  # "deal with permits", not "that are to deal with permits"
    return _LOOSE_END.sub("", sentence.original[start:end].strip(_EDGES)).strip(_EDGES)
