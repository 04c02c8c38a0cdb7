"""Resolve who is meant by "it", "the company", "Lu", and give every verb group its subject.

In    the tape of one sentence, verb groups folded, and the :class:`Discourse` so far
Out   the tape with references turned into mentions and verb groups that know their subject; the discourse
      moved on by one sentence
Next  :mod:`kg.extract.speech`
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field, replace

from kg.extract.english import (
    AFTER_NOUN,
    BREAKS,
    DETERMINERS,
    HE,
    IT,
    NOBODY,
    NOT_DONE,
    ONLY_MEANT,
    PREPOSITIONS,
    SUBORDINATORS,
    THEY,
)
from kg.extract.lexicon import Force, Lexicon
from kg.extract.subjects import find_subject
from kg.extract.tokens import SUPERTYPES, Token, VerbGroup
from kg.extract.verbs import combine
from kg.model import Coreference, Mode, PlanKey, Span, Thing

_TOPIC_KINDS = ("company", "vehicle", "person")
_GROUP_KINDS = (*_TOPIC_KINDS, "organization", "outlet", "product")


_STRANGER_FADES = 3
"""After so many sentences "the company" may mean the article's main one again."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A mention that later words can refer to."""

    span: Span
    things: tuple[Thing, ...]


@dataclass
class Discourse:
    """What has been talked about so far in one article."""

    topic: Antecedent | None = None
    subject: Antecedent | None = None
    latest: dict[str, Antecedent] = field(default_factory=dict)
    group: Antecedent | None = None
    group_age: int = 0
    surnames: dict[str, list[Thing]] = field(default_factory=dict)
    short_names: set[str] = field(default_factory=set)
    kinds: Counter[Thing] = field(default_factory=Counter)
    plan: PlanKey | None = None
    stranger_age: int = 99
    """How many sentences ago the subject was a name that nobody has listed."""
    previous: str = ""
    vehicle_before: Antecedent | None = None

    def note(self, token: Token) -> None:
        """Remember that *token* mentions something."""
        antecedent = Antecedent(Span(token.start, token.end), token.things)
        if len(token.things) > 1:
            if token.things[0].kind in _GROUP_KINDS:
                self.group, self.group_age = antecedent, 0
            return
        thing = token.things[0]
        self.latest[thing.kind] = antecedent
        if thing.kind == "product":
            self.kinds[thing] += 1
        if thing.kind == "person":
            for part in thing.name.split():
                known = self.surnames.setdefault(part.lower(), [])
                if thing not in known:
                    known.append(thing)

    def begin_sentence(self) -> None:
        """Move on by one sentence."""
        self.group_age += 1
        self.stranger_age += 1
        self.vehicle_before = self.latest.get("vehicle")

    def main_subject(self) -> Antecedent | None:
        """Return what "it" at the head of a sentence means, if that can be known."""
        return None if self.stranger_age < _STRANGER_FADES else self.subject or self.topic

    def topic_kind(self) -> tuple[Thing, ...]:
        """Return the kind of product that the article is about, if one leads clearly."""
        ranked = sorted(self.kinds.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return ()
        return (ranked[0][0],)

    def company(self) -> Antecedent | None:
        """Return the company that "the company" means: the last subject, else the topic.

        None after a sentence about a name that nobody has listed: it may be that one.
        """
        if self.stranger_age < _STRANGER_FADES:
            return None
        if self.subject and self.subject.things[0].kind == "company" and len(self.subject.things) == 1:
            return self.subject
        return self.topic or self.latest.get("company")


class Resolver:
    """Resolves one sentence at a time against a :class:`Discourse`."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the nouns that describe companies, vehicles and people."""
        self._lexicon = lexicon
        self._nominals = lexicon.nominals

    def resolve(self, tokens: list[Token], discourse: Discourse, *, listed_under: str = "") -> list[Token]:
        """Return the tape with references resolved and subjects found; *discourse* is updated.

        *listed_under* is the line that introduces a list item: "gives the company time to:".
        """
        done: list[Token] = []
        main: list[Antecedent] = []
        index = 0
        discourse.begin_sentence()
        while index < len(tokens):
            token, used = self._reference(tokens, index, done, discourse)
            if token.verb is not None:
                token = self._with_subject(token, done, discourse, listed_under, asked=tokens[-1].low == "?")
                if token.subject is not None and token.subject.things and _is_finite(token):
                    _note_subject(token.subject, done, discourse, main)
            elif token.things:
                discourse.note(token)
            done.append(token)
            index += used
        if main:
            discourse.subject = main[0]
            discourse.stranger_age = 99
        elif any(_is_stranger(token.subject) for token in done if _is_finite(token)):
            discourse.stranger_age = 0
        return _second_pass(done)

    def _with_subject(
        self, token: Token, done: list[Token], discourse: Discourse, listed_under: str, *, asked: bool
    ) -> Token:
        """Return the verb group *token* with its subject, and with the force that its clause gives it."""
        verb = token.verb
        if verb is None:
            return token
        subject = find_subject(done, token)
        if subject is None and done and verb.form == "fin" and " " not in token.low:
            if self._opens_with_saying(done[-1], token):
                return token
            return replace(token, verb=None)  # a noun or adjective after all
        if subject is None and not done and listed_under:
            subject = _implied(token, discourse)
        verb = _leaning(done, verb)
        opening = _before_subject(done, subject) if subject is not None else ""
        if subject is not None and done and {opening, done[_place_of(done, subject)].low} & NOBODY:
            verb = replace(verb, force=combine(Force(negative=True), verb.force))
        if opening == "what":
            verb = replace(verb, classes=())
        if len(done) > 1 and done[-1].low in ("which", "who") and done[-2].low == ",":
            verb = replace(verb, aside=True)
        not_yet = opening in ("until", "before") and self._is_present(token)
        if not_yet or listed_under.endswith("to:"):
            verb = replace(verb, force=combine(Force(Mode.PLANNED), verb.force))
        if asked or _conditional(done, subject):
            verb = replace(verb, force=combine(Force(Mode.POSSIBLE), verb.force))
        return replace(token, subject=subject, verb=verb)

    def _opens_with_saying(self, before: Token, token: Token) -> bool:
        """Whether *token* is "said" as in "…, said Ann Berg": its subject is still to come."""
        classes = token.verb.classes if token.verb is not None else ()
        said = token.low in self._lexicon.participles or token.low == "says"
        return said and before.low in (",", '"') and not self._lexicon.speech.keys().isdisjoint(classes)

    def _is_present(self, token: Token) -> bool:
        """Whether a finite verb is in the present tense, as in "before it goes abroad"."""
        head = token.low.split()[0]
        return head in ("is", "are", "has", "have") or any(
            form in ("base", "3sg") for _, form in self._lexicon.lemma_forms(head)
        )

    def _reference(
        self, tokens: list[Token], index: int, done: list[Token], discourse: Discourse
    ) -> tuple[Token, int]:
        token = tokens[index]
        if not token.is_word:
            return token, 1
        if token.low == "these" and discourse.group is not None:
            plural = _plural(tokens, index, discourse.group)
            if plural:
                return plural
        apposition = len(done) > 1 and done[-1].low == "," and done[-2].has("Org")
        if token.low in DETERMINERS and not apposition:
            described = self._description(tokens, index, discourse)
            if described:
                return described
        antecedent = self._pronoun(tokens, index, done, discourse)
        if antecedent is None:
            return token, 1
        referring = _refer(Span(token.start, token.end), token.low, antecedent)
        if token.low in discourse.surnames and token.low not in discourse.short_names:
            discourse.short_names.add(token.low)
            referring = replace(referring, types=(*referring.types, "ShortName"))
        return referring, 1

    def _pronoun(
        self, tokens: list[Token], index: int, done: list[Token], discourse: Discourse
    ) -> Antecedent | None:
        low = tokens[index].low
        if low in HE:
            return discourse.latest.get("person")
        if low in IT and not _expletive(tokens, index):
            if any(_is_stranger(token.subject) for token in done if _is_finite(token)):
                return None
            return _ahead(tokens, index, done) or _clause_subject(done) or discourse.main_subject()
        if low == "there" and done and not (index + 1 < len(tokens) and tokens[index + 1].verb):
            return discourse.latest.get("place")
        if low in THEY:
            return discourse.group if discourse.group_age <= 1 else None
        known = discourse.surnames.get(low)
        if known and len(known) == 1 and len(low) > 1:
            return (
                discourse.latest.get("person")
                if _is_latest(known[0], discourse)
                else Antecedent(Span(tokens[index].start, tokens[index].end), (known[0],))
            )
        return None

    def _description(self, tokens: list[Token], index: int, discourse: Discourse) -> tuple[Token, int] | None:
        """Read "the company", "the Chinese technology giant", "the car": a determiner and a kind noun."""
        for end in range(index + 1, min(index + 5, len(tokens))):
            token = tokens[end]
            kind = self._nominals.get(token.low)
            following = tokens[end + 1] if end + 1 < len(tokens) else None
            if kind and _is_told_apart(tokens, end):
                return None
            if kind and not (following and _continues(following)):
                antecedent = self._described(kind, token, discourse)
                if antecedent is None or (following and following.low == "of"):
                    return None
                return _describe(tokens[index], token, antecedent), end + 1 - index
            if not _can_stand_before_noun(token):
                return None
        return None

    @staticmethod
    def _described(kind: str, token: Token, discourse: Discourse) -> Antecedent | None:
        if kind == "company":
            return discourse.company()
        subject = discourse.subject
        if token.has("Kind") and subject is not None and subject.things[0].kind == kind:
            return subject
        return discourse.latest.get(kind)


def _describe(determiner: Token, noun: Token, antecedent: Antecedent) -> Token:
    """Return "the sedan" as a mention; what kind it is said to be stays with it as its member."""
    token = _refer(Span(determiner.start, noun.end), noun.low, antecedent)
    if noun.has("Kind"):
        return replace(token, types=(*token.types, "Described"), members=(noun,))
    return token


def _can_stand_before_noun(token: Token) -> bool:
    """Whether *token* can be part of a description: a plain word, "Chinese", "technology", "electric car"."""
    if token.has("Place") or token.has("Industry") or token.has("Kind"):
        return True
    is_plain = token.is_word and token.low.replace("-", "").isalpha()
    return is_plain and token.low not in BREAKS and token.low not in PREPOSITIONS


def _plural(tokens: list[Token], index: int, group: Antecedent) -> tuple[Token, int] | None:
    """Read "these two models" as the vehicles last listed."""
    if (
        index + 1 < len(tokens)
        and (tokens[index + 1].has("Count:model") or tokens[index + 1].low == "models")
        and group.things[0].kind == "vehicle"
    ):
        span = Span(tokens[index].start, tokens[index + 1].end)
        return _refer(span, tokens[index + 1].low, group), 2
    return None


def _before_subject(done: list[Token], subject: Token) -> str:
    """Return the word before the noun phrase of *subject*, its article skipped."""
    place = _place_of(done, subject)
    while place > 0 and done[place - 1].low in ("the", "a", "an"):
        place -= 1
    return done[place - 1].low if place > 0 and done[place - 1].is_word else ""


def _place_of(done: list[Token], subject: Token) -> int:
    return next((index for index, token in enumerate(done) if token.start == subject.start), 0)


def _conditional(done: list[Token], subject: Token | None) -> bool:
    """Whether the clause of *subject* begins with "if" or "whether"."""
    if subject is None:
        return False
    place = _place_of(done, subject)
    near = {token.low for token in done[max(0, place - 2) : place]}
    asked = "how" in near and any(token.low == "question" for token in done)
    return asked or bool(near & {"if", "whether", "unless", "should"})


def _leaning(done: list[Token], verb: VerbGroup) -> VerbGroup:
    """Give "… and sell", "… and to sell", "… by selling" the force of the verb that it leans on."""
    if not done:
        return verb
    joined = done[-1].low in ("and", "or", "but") and (verb.bare or verb.form == "inf")
    means = done[-1].low == "by" and verb.form == "ing"
    if not joined and not means:
        if verb.form == "inf" and any(token.verb and token.verb.force.negative for token in done):
            return replace(verb, force=combine(Force(unsaid=True), verb.force))  # "is not the first to sell"
        return _under_preposition(done, verb) if verb.form == "ing" else verb
    before = next((token.verb for token in reversed(done) if token.verb is not None), None)
    return replace(verb, force=combine(before.force, verb.force)) if before is not None else verb


def _under_preposition(done: list[Token], verb: VerbGroup) -> VerbGroup:
    """Read "without selling" and "instead of selling" as not so, "the idea of selling" as only meant."""
    low = done[-1].low
    before = done[-2].low.rsplit(" ", 1)[-1] if len(done) > 1 else ""
    if low == "without" and len(done) == 1:
        return replace(
            verb, force=combine(Force(unsaid=True), verb.force)
        )  # "Without selling …, Acme cannot"
    if low == "of" and len(done) > 1 and done[-2].has("Source"):
        return replace(verb, force=combine(Force(Mode.SPECULATED), verb.force))  # "reports of selling …"
    if low == "without" or before in NOT_DONE.get(low, ()):
        return replace(verb, force=combine(Force(negative=True), verb.force))
    if low in ONLY_MEANT:
        return replace(verb, force=combine(Force(Mode.PLANNED), verb.force))
    return verb


def _subordinate(done: list[Token], subject: Token) -> bool:
    place = _place_of(done, subject)
    while place > 0 and done[place - 1].low in ("the", "a", "an", "its", "once"):
        place -= 1
    return place > 0 and done[place - 1].is_word and done[place - 1].low in SUBORDINATORS


def _is_stranger(subject: Token | None) -> bool:
    """Whether *subject* is a name that neither the registry nor the context explains."""
    return subject is not None and not subject.things and subject.capital


def _is_finite(token: Token) -> bool:
    return token.verb is not None and token.verb.form == "fin"


def _note_subject(subject: Token, done: list[Token], discourse: Discourse, main: list[Antecedent]) -> None:
    """Remember the subject of the main clause; that of "when it …", "that it …" only if there is no other."""
    if subject.things[0].kind not in _TOPIC_KINDS or len(subject.things) > 1:
        return
    antecedent = _antecedent_of(subject)
    if subject.things[0].kind == "person":
        discourse.latest["person"] = antecedent
    elif not main and not _subordinate(done, subject):
        main.append(antecedent)
    elif not main and discourse.subject is None:
        discourse.subject = antecedent


def _antecedent_of(token: Token) -> Antecedent:
    """Return what a later word refers to when it refers to *token*: the name, not the pronoun between."""
    span = token.coreferences[0].antecedent if token.coreferences else Span(token.start, token.end)
    return Antecedent(span, token.things)


def _continues(token: Token) -> bool:
    """Whether *token* goes on with a noun phrase: "the EV race" does not mean the EV."""
    if token.verb is not None or not (token.is_word or token.things):
        return False
    if token.things:
        return not token.has("Place")
    if not token.low[:1].isalpha() or token.low in BREAKS or token.low in PREPOSITIONS:
        return False
    if token.low.endswith("s") and not token.low.endswith("ss"):
        return False  # far oftener a verb, "the company treats …", than a plural noun
    return not (token.low.endswith("ly") or token.low in AFTER_NOUN)


def _is_told_apart(tokens: list[Token], noun: int) -> bool:
    """Whether "bought by …" follows the *noun*: it says which company, so it is none mentioned before."""
    after = tokens[noun + 1 : noun + 3]
    verb = after[0].verb if len(after) > 1 else None
    return verb is not None and not verb.passive and after[1].low == "by"


def _implied(token: Token, discourse: Discourse) -> Token | None:
    antecedent = discourse.company()
    if antecedent is None:
        return None
    return replace(_refer(Span(token.start, token.end), token.low, antecedent), verb=None)


def _is_latest(thing: Thing, discourse: Discourse) -> bool:
    latest = discourse.latest.get("person")
    return latest is not None and latest.things == (thing,)


def _expletive(tokens: list[Token], index: int) -> bool:
    """Whether "it" stands for nothing: "it is clear that", "it will take time to", "it remains"."""
    if index + 1 >= len(tokens):
        return False
    verb = tokens[index + 1].verb
    if verb is None:
        return False
    after = [token.low for token in tokens[index + 2 : index + 12]]
    if verb.lemma == "take":
        return any(word.startswith("to ") for word in after[:3])
    if verb.lemma in ("be", "remain", "seem", "appear") or verb.passive:
        return "that" in after[:5] or "to" in after[:4] or any(word.startswith("to ") for word in after[:4])
    return False


def _refer(span: Span, low: str, antecedent: Antecedent) -> Token:
    first = antecedent.things[0]
    links = tuple(
        Coreference(span, antecedent.span, thing) for thing in antecedent.things if span != antecedent.span
    )
    return Token(span.start, span.end, low, SUPERTYPES[first.kind], antecedent.things, coreferences=links)


def _ahead(tokens: list[Token], index: int, done: list[Token]) -> Antecedent | None:
    """Return who "its" means in "With its plan …, Acme …": the subject of the clause that follows."""
    fronted = done and done[0].low in PREPOSITIONS and not any(token.verb for token in done)
    if not fronted or index + 1 >= len(tokens) or tokens[index + 1].low[:2] != "'s":
        return None
    for before, token in itertools.pairwise(tokens[index:]):
        if before.low == "," and (token.has("Org") or token.has("Vehicle")):
            return _antecedent_of(token)
    return None


def _clause_subject(done: list[Token]) -> Antecedent | None:
    """Return the subject of the last finite verb of this sentence, if it is one thing that "it" can mean."""
    for token in reversed(done):
        subject = token.subject
        if not _is_finite(token) or subject is None or len(subject.things) != 1:
            continue
        if subject.things[0].kind in ("company", "vehicle", "organization"):
            return _antecedent_of(subject)
    return None


def _second_pass(tokens: list[Token]) -> list[Token]:
    """Give fronted gerunds and infinitives ("Before expanding abroad, Acme …") the next finite subject."""
    result = list(tokens)
    following: Token | None = None
    for index in range(len(result) - 1, -1, -1):
        token = result[index]
        if token.verb is None:
            continue
        if token.verb.form == "fin" and token.subject is not None:
            following = token.subject
        elif token.subject is None and token.verb.form in ("ing", "inf") and following is not None:
            result[index] = replace(token, subject=following)
    return result
