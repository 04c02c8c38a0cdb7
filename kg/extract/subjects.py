"""Find the subject of a verb group, as English grammar has it.

Appositions, relative clauses, coordinated verbs and gerunds are seen through; a plain noun phrase counts
as a subject too, with its head noun and possessor.

In    the tape before a verb group, references resolved
Out   the token that is its subject
Next  :mod:`kg.extract.coreference`
"""

from __future__ import annotations

import itertools

from kg.extract.english import ADVERBS, BREAKS, PREPOSITIONS, RELATIVES
from kg.extract.tokens import Token


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
    if token.low in RELATIVES and token.is_word:
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
    """Return what a relative clause is about: the nearest mention after a comma, else the phrase's head.

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
    while index >= 0 and done[index].is_word and _is_adverb(done[index].low):
        index -= 1
    return index


def _is_adverb(low: str) -> bool:
    return low in ADVERBS or (low.endswith("ly") and len(low) > 4)


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
    if phrase[0].low == "by" and start >= 0 and done[start].verb is not None:
        return done[start].subject  # "The cars made by Acme sell well": the cars do
    if any(token.low == "not" for token in phrase):
        return None  # "Acme and not Cobalt sells …": who does is not the nearest
    if phrase[-1].things and (len(phrase) == 1 or not _governs(phrase[-2])):
        return phrase[-1]
    if phrase[0].is_word and phrase[0].low in PREPOSITIONS:
        return _mention_or_noun(phrase[-1:], phrase)
    return _listed(phrase) or _mention_or_noun(_head(phrase), phrase)


def _listed(phrase: list[Token]) -> Token | None:
    """Return who "rivals such as Acme and Cobalt" are."""
    for position, token in enumerate(phrase[1:-1], 1):
        if token.low in ("like", "including") or (token.low == "as" and phrase[position - 1].low == "such"):
            found = next((other for other in phrase[position + 1 :] if other.things), None)
            if found is not None:
                return found
    return None


def _head(phrase: list[Token]) -> list[Token]:
    """Return what stands before the first preposition: "sales" in "sales of cars in China"."""
    for position, token in enumerate(phrase):
        if position and token.is_word and token.low in PREPOSITIONS:
            return phrase[:position]
    return phrase


def _governs(token: Token) -> bool:
    """Whether *token* takes the mention after it into its own phrase: "operations in China"."""
    return token.low in PREPOSITIONS or token.low in ("the", "a", "an", "such", "like", "including")


def _breaks(done: list[Token], index: int) -> bool:
    token = done[index]
    if token.verb is not None:
        return True
    if token.low == "as" and index + 1 < len(done) and done[index + 1].things:
        return True
    return token.is_word and token.low in BREAKS


def _mention_or_noun(head: list[Token], phrase: list[Token]) -> Token | None:
    last = head[-1]
    if last.things:
        return last
    if not last.is_word and not last.has("Number") and not last.has("Role") and not last.has("Count"):
        return None
    possessor = next(
        (token for token, after in itertools.pairwise(phrase) if token.things and after.low == "'s"),
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
        capital=last.capital,
    )
