"""Resolve who is meant, and find the subject of every verb group.

In    the tape of one sentence, verb groups folded, and the :class:`Discourse` so far
Out   the tape with pronouns and descriptions turned into mentions, and verb groups that know their
      subject; the discourse moved on by one sentence
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from kg.extract.tokens import SUPERTYPES, Token, VerbGroup
from kg.extract.verbs import combine
from kg.extract.lexicon import Force, Lexicon
from kg.model import Coreference, Mode, PlanKey, Span, Thing

_PREPOSITIONS = {
    "of", "in", "for", "at", "from", "on", "with", "to", "by", "about", "into", "across", "around", "among", "between",
    "through", "during", "despite", "under", "over", "as", "behind", "within", "against", "toward", "towards", "because",
}  # fmt: skip
_BREAKS = {
    ",", ";", ":", "(", ")", '"', "-", "and", "but", "or", "that", "which", "who", "if", "when", "while", "because",
    "although", "though", "whereas", "after", "before", "since", "until", "than", "whether", "how", "where", "what", "so",
    "yet", "once", "unless",
}  # fmt: skip
_AFTER_NOUN = {
    "also", "still", "now", "already", "later", "then", "soon", "itself", "time", "has", "had", "is", "was", "will", "could",
    "may", "might", "would", "can", "does", "did", "not", "too", "here", "alone", "currently", "first",
}  # fmt: skip
_SUBORDINATORS = {
    "that", "when", "as", "if", "because", "while", "until", "what", "how", "whether", "although", "though", "where", "since",
    "before", "after", "than", "which", "whom", "once",
}  # fmt: skip
_RELATIVES = {"which", "who", "that"}
_DETERMINERS = {"the", "this"}
_HE = {"he", "she", "him"}
_IT = {"it"}
_THEY = {"they", "them"}
_WE = {"we", "us"}
_TOPIC_KINDS = ("company", "vehicle", "person")


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
    kinds: Counter[Thing] = field(default_factory=Counter)
    plan: PlanKey | None = None
    previous: str = ""
    vehicle_before: Antecedent | None = None

    def note(self, token: Token) -> None:
        """Remember that *token* mentions something."""
        antecedent = Antecedent(Span(token.start, token.end), token.things)
        if len(token.things) > 1:
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

    def topic_kind(self) -> tuple[Thing, ...]:
        """Return the kind of product that the article is about, if one leads clearly."""
        ranked = sorted(self.kinds.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return ()
        return (ranked[0][0],)

    def company(self) -> Antecedent | None:
        """Return the company that "the company" means: the last subject, else the topic."""
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
        index = 0
        discourse.group_age += 1
        discourse.vehicle_before = discourse.latest.get("vehicle")
        main: list[Antecedent] = []
        while index < len(tokens):
            token, used = self._reference(tokens, index, done, discourse)
            if token.verb is not None:
                subject = find_subject(done, token)
                if subject is None and done and token.verb.form == "fin" and " " not in token.low:
                    done.append(replace(token, verb=None))  # a noun or adjective after all
                    index += used
                    continue
                if subject is None and not done and listed_under:
                    subject = _implied(token, discourse)
                verb = _leaning(done, token.verb)
                if len(done) > 1 and done[-1].low in ("which", "who") and done[-2].low == ",":
                    verb = replace(verb, aside=True)
                if _conditional(done, subject) or tokens[-1].low == "?":
                    verb = replace(verb, force=combine(Force(Mode.POSSIBLE), verb.force))
                if (
                    subject is not None
                    and _before_subject(done, subject) in ("until", "before")
                    and self._is_present(token)
                ):
                    verb = replace(verb, force=combine(Force(Mode.PLANNED), verb.force))
                if subject is not None and _before_subject(done, subject) == "what":
                    verb = replace(verb, classes=())
                if listed_under.endswith("to:"):
                    verb = replace(verb, force=combine(Force(Mode.PLANNED), verb.force))
                token = replace(token, subject=subject, verb=verb)
                if subject and subject.things and token.verb and token.verb.form == "fin":
                    self._note_subject(subject, done, discourse, main)
            elif token.things:
                discourse.note(token)
            done.append(token)
            index += used
        if main:
            discourse.subject = main[0]
        return _second_pass(done)

    def _is_present(self, token: Token) -> bool:
        """Whether a finite verb is in the present tense, as in "before it goes abroad"."""
        head = token.low.split()[0]
        return head in ("is", "are", "has", "have") or any(
            form in ("base", "3sg") for _, form in self._lexicon.lemma_forms(head)
        )

    @staticmethod
    def _note_subject(
        subject: Token, done: list[Token], discourse: Discourse, main: list[Antecedent]
    ) -> None:
        """Remember the subjects of main clauses; those of "when it …", "that it …" only if there is no other."""
        if subject.things[0].kind not in _TOPIC_KINDS or len(subject.things) > 1:
            return
        span = (
            subject.coreferences[0].antecedent if subject.coreferences else Span(subject.start, subject.end)
        )
        antecedent = Antecedent(span, subject.things)
        if subject.things[0].kind == "person":
            discourse.latest["person"] = antecedent
        elif not main and not _subordinate(done, subject):
            main.append(antecedent)
        elif not main and discourse.subject is None:
            discourse.subject = antecedent

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
        if token.low in _DETERMINERS and not apposition:
            described = self._description(tokens, index, discourse)
            if described:
                return described
        antecedent = self._pronoun(tokens, index, done, discourse)
        if antecedent is None:
            return token, 1
        return _refer(Span(token.start, token.end), token.low, antecedent), 1

    def _pronoun(
        self, tokens: list[Token], index: int, done: list[Token], discourse: Discourse
    ) -> Antecedent | None:
        low = tokens[index].low
        if low in _HE:
            return discourse.latest.get("person")
        if low in _IT and not _expletive(tokens, index):
            return _clause_subject(done) or discourse.subject or discourse.topic
        if low == "there" and done and not (index + 1 < len(tokens) and tokens[index + 1].verb):
            return discourse.latest.get("place")
        if low in _WE:
            return discourse.topic
        if low in _THEY:
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
        end = index + 1
        while end < len(tokens) and end < index + 5 and tokens[end].verb is None:
            token = tokens[end]
            kind = self._nominals.get(token.low)
            following = tokens[end + 1] if end + 1 < len(tokens) else None
            if kind and not (following and _continues(following)):
                antecedent = self._described(kind, token, discourse)
                if antecedent is None or (following and following.low == "of"):
                    return None
                span = Span(tokens[index].start, token.end)
                described = _refer(span, token.low, antecedent)
                if token.has("Kind"):
                    described = replace(described, types=(*described.types, "Described"), members=(token,))
                return described, end + 1 - index
            if (
                not (token.is_word and token.low.replace("-", "").isalpha())
                and not token.has("Place")
                and not token.has("Industry")
                and not token.has("Kind")
            ):
                return None
            if token.low in _BREAKS or token.low in _PREPOSITIONS:
                return None
            end += 1
        return None

    @staticmethod
    def _described(kind: str, token: Token, discourse: Discourse) -> Antecedent | None:
        if kind == "company":
            return discourse.company()
        antecedent = discourse.latest.get(kind)
        if (
            antecedent
            and token.has("Kind")
            and discourse.subject
            and discourse.subject.things[0].kind == kind
        ):
            return discourse.subject
        return antecedent


def _plural(tokens: list[Token], index: int, group: Antecedent) -> tuple[Token, int] | None:
    """Read "these two models" as the vehicles last listed."""
    if index + 1 < len(tokens) and (
        tokens[index + 1].has("Count:model") or tokens[index + 1].low == "models"
    ):
        if group.things[0].kind == "vehicle":
            span = Span(tokens[index].start, tokens[index + 1].end)
            return _refer(span, tokens[index + 1].low, group), 2
    return None


def _before_subject(done: list[Token], subject: Token) -> str:
    """Return the word before the noun phrase of *subject*, its article skipped."""
    place = next((index for index, token in enumerate(done) if token.start == subject.start), 0)
    while place > 0 and done[place - 1].low in ("the", "a", "an"):
        place -= 1
    return done[place - 1].low if place > 0 and done[place - 1].is_word else ""


def _conditional(done: list[Token], subject: Token | None) -> bool:
    """Whether the clause of *subject* begins with "if" or "whether"."""
    if subject is None:
        return False
    place = next((index for index, token in enumerate(done) if token.start == subject.start), 0)
    near = {token.low for token in done[max(0, place - 2) : place]}
    asked = "how" in near and any(token.low == "question" for token in done)
    return asked or bool(near & {"if", "whether", "unless", "should"})


def _leaning(done: list[Token], verb: VerbGroup) -> VerbGroup:
    """Give "… and sell", "… and to sell" the force of the verb that it is joined to."""
    if not done or done[-1].low not in ("and", "or", "but") or not (verb.bare or verb.form == "inf"):
        return verb
    before = next((token.verb for token in reversed(done) if token.verb is not None), None)
    return replace(verb, force=combine(before.force, verb.force)) if before is not None else verb


def _subordinate(done: list[Token], subject: Token) -> bool:
    place = next((index for index, token in enumerate(done) if token.start == subject.start), 0)
    while place > 0 and done[place - 1].low in ("the", "a", "an", "its", "once"):
        place -= 1
    return place > 0 and done[place - 1].is_word and done[place - 1].low in _SUBORDINATORS


def _continues(token: Token) -> bool:
    """Whether *token* goes on with a noun phrase: "the EV race" does not mean the EV."""
    if token.verb is not None or not (token.is_word or token.things):
        return False
    if token.things:
        return not token.has("Place")
    if not token.low[:1].isalpha() or token.low in _BREAKS or token.low in _PREPOSITIONS:
        return False
    if token.low.endswith("s") and not token.low.endswith("ss"):
        return False  # far oftener a verb, "the company treats …", than a plural noun
    return not (token.low.endswith("ly") or token.low in _AFTER_NOUN)


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


def _clause_subject(done: list[Token]) -> Antecedent | None:
    """Return the subject of the last finite verb of this sentence, if it is one thing."""
    for token in reversed(done):
        if token.verb and token.verb.form == "fin" and token.subject and len(token.subject.things) == 1:
            subject = token.subject
            if subject.things[0].kind in ("company", "vehicle", "organization"):
                span = (
                    subject.coreferences[0].antecedent
                    if subject.coreferences
                    else Span(subject.start, subject.end)
                )
                return Antecedent(span, subject.things)
    first = next((token for token in done if token.has("Org") or token.has("Vehicle")), None)
    if first is not None and not any(token.verb and token.verb.form == "fin" for token in done):
        return None
    return None


def find_subject(done: list[Token], verb_token: Token) -> Token | None:
    """Return the subject of the verb group that follows *done*, or None where it is not to be found.

    A mention gives the mention's token; a plain noun phrase gives a token of type ``NP`` whose
    ``low`` is the head noun and whose ``members`` hold its possessor, if it has one.
    """
    verb = verb_token.verb
    if verb is None or not done:
        return None
    index = len(done) - 1
    if verb.possessor:
        return done[index] if done[index].things else None
    if verb.form == "inf":
        return _previous_subject(done, len(done))
    index = _skip_adverbs(done, index)
    if index < 0:
        return None
    if verb.form == "ing":
        return _gerund_subject(done, index)
    if verb.form == "pp":
        return _phrase_before(done, index - 1 if done[index].low == "," else index)
    return _finite_subject(done, index)


def _finite_subject(done: list[Token], index: int) -> Token | None:
    token = done[index]
    if token.low in _RELATIVES and token.is_word:
        before = index - 1
        if before >= 0 and done[before].low in ("of", "in", "for", "to"):
            before -= 1
        loose = before >= 0 and done[before].low == ","
        if loose:
            before -= 1
        return _antecedent(done, before, loose=loose)
    if token.low in ("and", "but", "or", "then") and token.is_word:
        return _coordinated_subject(done, index)
    if token.low == ",":
        return _parenthesis_subject(done, index)
    if token.low == ")":
        while index >= 0 and done[index].low != "(":
            index -= 1
        return _phrase_before(done, index - 1)
    return _phrase_before(done, index)


def _antecedent(done: list[Token], index: int, *, loose: bool) -> Token | None:
    """Return what a relative clause is about: after a comma the nearest mention, else the whole phrase's head.

    A noun such as "maker" that only says more of the mention before it ("BYD, another maker, which …")
    stands for that mention.
    """
    if loose and index >= 0 and done[index].things:
        return done[index]
    head = _phrase_before(done, index)
    if head is not None and head.types == ("NP",) and loose:
        place = next((i for i, token in enumerate(done) if token.start == head.start), 0)
        while place > 0 and done[place - 1].low != ",":
            place -= 1
        if (
            place > 1
            and done[place - 2].has("Org")
            and not any(token.verb for token in done[place - 1 : index])
        ):
            return done[place - 2]
    return head


def _coordinated_subject(done: list[Token], index: int) -> Token | None:
    """Return the subject of the verb that "and" joins this one to: the nearest finite one."""
    for token in reversed(done[:index]):
        if token.verb and token.verb.form == "fin":
            return token.subject
    return None


def _parenthesis_subject(done: list[Token], index: int) -> Token | None:
    """Return the subject before ", …,": an apposition, a relative clause, or "however"."""
    opening = index - 1
    while opening >= 0 and done[opening].low != ",":
        opening -= 1
    if opening <= 0:
        return None
    inside = done[opening + 1 : index]
    outer = done[opening - 1]
    if len(inside) == 1 and inside[0].has("Person") and (outer.has("Role") or outer.is_word):
        return inside[0]
    if len(inside) == 1 and inside[0].things and outer.is_word:
        return inside[0]
    if inside and inside[0].low in ("and", "but", "or"):
        return _coordinated_subject(done, opening + 1)
    subject = _phrase_before(done, opening - 1)
    if subject is None and outer.low in ("and", "but", "or"):
        return _coordinated_subject(done, opening - 1)
    return subject


def _gerund_subject(done: list[Token], index: int) -> Token | None:
    token = done[index]
    if token.low == "'s" and index and done[index - 1].things:
        return done[index - 1]
    return _previous_subject(done, len(done))


def _previous_subject(done: list[Token], end: int) -> Token | None:
    for token in reversed(done[:end]):
        if token.verb:
            return token.subject
    return None


def _skip_adverbs(done: list[Token], index: int) -> int:
    while (
        index >= 0
        and done[index].is_word
        and (
            done[index].low
            in (
                "also",
                "still",
                "now",
                "already",
                "always",
                "both",
                "all",
                "alike",
                "later",
                "then",
                "soon",
                "officially",
                "first",
            )
            or (done[index].low.endswith("ly") and len(done[index].low) > 4)
        )
    ):
        index -= 1
    return index


def _phrase_before(done: list[Token], end: int) -> Token | None:
    """Return the head of the noun phrase that ends at *end*: a mention, or its noun as an ``NP``."""
    if end < 0:
        return None
    start = end
    while start >= 0 and not _breaks(done, start):
        start -= 1
    phrase = done[start + 1 : end + 1]
    while phrase and (phrase[0].has("Date") or (phrase[0].is_word and phrase[0].low.endswith("ly"))):
        phrase = phrase[1:]
    if not phrase:
        return None
    if phrase[-1].things and (len(phrase) == 1 or not _governs(phrase[-2])):
        return phrase[-1]
    if phrase[0].is_word and phrase[0].low in _PREPOSITIONS:
        return _mention_or_noun(phrase[-1:], phrase)
    for position, token in enumerate(phrase[1:-1], 1):
        if token.low in ("like", "including") or (token.low == "as" and phrase[position - 1].low == "such"):
            listed = next((other for other in phrase[position + 1 :] if other.things), None)
            if listed is not None:
                return listed
    head = phrase
    for position, token in enumerate(phrase):
        if position and token.is_word and token.low in _PREPOSITIONS:
            head = phrase[:position]
            break
    return _mention_or_noun(head, phrase)


def _governs(token: Token) -> bool:
    """Whether *token* takes the mention after it into its own phrase: "operations in China"."""
    return token.low in _PREPOSITIONS or token.low in ("the", "a", "an", "such", "like", "including")


def _breaks(done: list[Token], index: int) -> bool:
    token = done[index]
    if token.verb is not None:
        return True
    if token.low == "as" and index + 1 < len(done) and done[index + 1].things:
        return True
    return token.is_word and token.low in _BREAKS


def _mention_or_noun(head: list[Token], phrase: list[Token]) -> Token | None:
    last = head[-1]
    if last.things:
        return last
    if not last.is_word and not last.has("Number") and not last.has("Role") and not last.has("Count"):
        return None
    possessor = next(
        (
            token
            for token, after in zip(phrase, phrase[1:], strict=False)
            if token.things and after.low == "'s"
        ),
        None,
    )
    if possessor is None and len(phrase) > len(head) + 1 and phrase[len(head)].low in ("of", "from", "by"):
        possessor = next((token for token in phrase[len(head) :] if token.things), None)
    if last.has("Role") and possessor is None:
        return None
    return Token(
        head[0].start,
        last.end,
        last.low,
        ("NP",),
        members=(possessor,) if possessor else (),
        value=last.value,
    )


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
