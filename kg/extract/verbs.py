"""Read whole verb groups, so that mode and polarity are decided in one place for all rules.

"has not", "is expected to start selling", "plans to", "could soon be" each become one token with
the classes of its main verb, its voice and its force.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.english import (
    BE,
    DO,
    NEGATIONS,
    NEVER_VERBS,
    NO_ADJECTIVE,
    NOT_A_VERB,
    NOUN_BEFORE,
    PLURAL_BEFORE,
)
from kg.extract.lexicon import Chain, Force, Lexicon, VerbReading
from kg.extract.tokens import Token, VerbGroup
from kg.model import Mode

if TYPE_CHECKING:
    from collections.abc import Iterator

_BE_FORMS = {"be": "base", "been": "pp", "being": "ing"}
_HAVE = {"has": "fin", "have": "base", "had": "fin", "having": "ing"}
_ADJECTIVE = re.compile(r"[a-z]{2,}(?:ic|al|ive|ous|able|ible|ful|less|ary|ish)")
_UNVERBAL = re.compile(r"(?:(?<!s)s|ed|ing|ly|ive|al|ic|ous|ful|less|ary)$")
FIRMNESS = (Mode.ASSERTED, Mode.PLANNED, Mode.POSSIBLE, Mode.SPECULATED)
"""From what is told as a fact to what somebody only guesses; the last one heard decides."""


def combine(outer: Force, inner: Force) -> Force:
    """Return the force of *inner* said under *outer*: the less firm mode; negations cancel out."""
    mode = max(outer.mode, inner.mode, key=FIRMNESS.index)
    return Force(mode, outer.negative != inner.negative, outer.unsaid or inner.unsaid)


_PLAIN = Force()


@dataclass(frozen=True, slots=True)
class _Group:
    """A partial reading: where it ends, and what it says so far."""

    end: int
    reading: VerbReading
    force: Force = _PLAIN
    passive: bool = False
    governed: bool = False


class VerbScanner:
    """Finds the verb groups of a tape."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the lists."""
        self._lexicon = lexicon

    def fold(self, tokens: list[Token]) -> list[Token]:
        """Return the tape with each verb group folded into one token."""
        folded: list[Token] = []
        index = 0
        while index < len(tokens):
            group = self._group_at(tokens, index)
            if group is None:
                folded.append(tokens[index])
                index += 1
                continue
            end, verb = group
            head = tokens[max(index, end - len(verb.lemma.split()))]
            verb = replace(verb, head=head.start)
            low = " ".join(token.low for token in tokens[index:end])
            folded.append(Token(tokens[index].start, tokens[end - 1].end, low, verb=verb))
            index = end
        return folded

    def _group_at(self, tokens: list[Token], index: int) -> tuple[int, VerbGroup] | None:
        token = tokens[index]
        if not token.is_word or not (token.low[0].isalpha() or token.low[0] == "'"):
            return None
        low = token.low
        if low in NEVER_VERBS or self._lexicon.adverbs.get(low) == Force():
            return None
        before = tokens[index - 1] if index else None
        if low == "'s":
            return self._possessed(tokens, index)
        if low == "to":
            group = self._verb(tokens, index + 1, "base", unknown=True)
            return self._infinitive(group) if group else None
        auxiliary = low in self._lexicon.modals or low in BE or low in _HAVE or low in DO
        after_noun_word = not auxiliary and before is not None and before.is_word and _before_noun(before.low)
        if (
            after_noun_word
            and low in self._lexicon.participles
            and before is not None
            and before.low == "first"
        ):
            after_noun_word = False
        if after_noun_word and not (
            low.endswith("ing")
            and before is not None
            and before.low not in ("the", "a", "an", "'s", "its", "their")
        ):
            return None
        for need, form in (("any", "fin"), ("ing", "ing"), ("pp", "pp")):
            group = self._verb(tokens, index, need, unknown=False)
            if group is not None and (form != "fin" or auxiliary or self._agrees(tokens, index)):
                end, verb = self._finish(group, form)
                bare = form == "fin" and not auxiliary and "base" in self._head_forms(tokens, index)
                return end, replace(verb, bare=bare)
        return None

    def _head_forms(self, tokens: list[Token], index: int) -> set[str]:
        """Return the forms that the first word of a verb group, adverbs aside, can have."""
        index, _ = self._skip(tokens, index)
        low = tokens[index].low
        if low in self._lexicon.modals or low in BE or low in _HAVE or low in DO:
            return {"aux"}
        return {form for _, form in self._lexicon.lemma_forms(low)}

    def _agrees(self, tokens: list[Token], index: int) -> bool:
        """Whether the finite verb at *index* agrees with what is before it: "Acme market" is no clause."""
        place = index - 1
        while (
            place > 0
            and tokens[place].is_word
            and (tokens[place].low in self._lexicon.adverbs or tokens[place].low.endswith("ly"))
        ):
            place -= 1
        before = tokens[place] if place >= 0 else None
        forms = self._head_forms(tokens, index)
        if before is None or forms & {"aux", "past"}:
            return True
        plural = (
            len(before.things) > 1
            or before.low in PLURAL_BEFORE
            or before.has("Source")
            or before.has("Count")
        )
        plural = plural or (
            (not before.things or before.has("Kind")) and before.low.endswith("s") and before.low != "'s"
        )
        plural = plural or not before.low[:1].isalpha()
        return ("base" in forms and plural) or ("3sg" in forms and len(before.things) < 2)

    def _possessed(self, tokens: list[Token], index: int) -> tuple[int, VerbGroup] | None:
        """Read "'s plan to sell": a verb group whose subject is the possessor."""
        for chain, end, force in self._chains(tokens, index, "'s"):
            group = self._verb(tokens, end, chain.follows, unknown=True)
            if group is not None:
                whole = replace(group, force=combine(combine(chain.force, force), group.force), governed=True)
                end_, verb = self._finish(whole, "fin")
                return end_, replace(verb, possessor=True)
        return None

    def _infinitive(self, group: _Group) -> tuple[int, VerbGroup]:
        """Finish "to sell": what it is for has not happened, so it is at most planned."""
        return self._finish(replace(group, force=combine(Force(Mode.PLANNED), group.force)), "inf")

    @staticmethod
    def _finish(group: _Group, form: str) -> tuple[int, VerbGroup]:
        reading = group.reading
        return group.end, VerbGroup(
            reading.classes, reading.lemma, group.force, group.passive, form, group.governed
        )

    def _skip(self, tokens: list[Token], index: int) -> tuple[int, Force]:
        """Return the first place from *index* that is no adverb, and what the adverbs did."""
        force = Force()
        while index < len(tokens) and tokens[index].is_word:
            low = tokens[index].low
            pair = f"{low} {tokens[index + 1].low}" if index + 1 < len(tokens) else ""
            if pair in self._lexicon.adverbs:
                force = combine(force, self._lexicon.adverbs[pair])
                index += 1
            elif low in NEGATIONS:
                force = combine(force, Force(negative=True))
            elif low in self._lexicon.adverbs:
                force = combine(force, self._lexicon.adverbs[low])
            elif not (low.endswith("ly") and len(low) > 4):
                break
            index += 1
        return index, force

    def _verb(self, tokens: list[Token], index: int, need: str, *, unknown: bool) -> _Group | None:
        index, adverbs = self._skip(tokens, index)
        if index >= len(tokens) or not tokens[index].is_word:
            return None
        group = (
            self._auxiliary(tokens, index, need)
            or self._governor(tokens, index, need)
            or self._main(tokens, index, need, unknown=unknown)
        )
        return replace(group, force=combine(adverbs, group.force)) if group else None

    def _auxiliary(self, tokens: list[Token], index: int, need: str) -> _Group | None:
        low = tokens[index].low
        if need == "any" and low in self._lexicon.modals:
            group = self._verb(tokens, index + 1, "base", unknown=True)
            if group is None:
                return None
            counterfactual = low == "would" and index + 1 < len(tokens) and tokens[index + 1].low == "have"
            force = combine(Force(unsaid=counterfactual), self._lexicon.modals[low])
            return replace(group, force=combine(force, group.force))
        if need == "any" and low in DO:
            return self._verb(tokens, index + 1, "base", unknown=True)
        if low in _HAVE and need in ("any", _HAVE[low]):
            chain = self._governor(tokens, index, need)
            return chain or self._verb(tokens, index + 1, "pp", unknown=True)
        if low in BE and need in ("any", _BE_FORMS.get(low, "any")):
            chain = self._governor(tokens, index, need)
            if chain:
                return chain
            going = self._verb(tokens, index + 1, "ing", unknown=True)
            if going:
                return going
            done = self._verb(tokens, index + 1, "pp", unknown=True)
            if done:
                return replace(done, passive=True)
            end, force = self._skip(tokens, index + 1)
            return _Group(end, VerbReading(("be",), "be", need), force)
        return None

    def _governor(self, tokens: list[Token], index: int, need: str) -> _Group | None:
        low = tokens[index].low
        starts = [low]
        starts += [f"~{lemma}" for lemma, form in self._lexicon.lemma_forms(low) if _fits(form, need)]
        if low in BE and need in ("any", _BE_FORMS.get(low, "any")):
            starts.append("~be")
        if low in _HAVE and need in ("any", _HAVE[low]):
            starts.append("~have")
        for start in starts:
            for chain, end, force in self._chains(tokens, index, start):
                group = self._verb(tokens, end, chain.follows, unknown=True)
                if group is not None:
                    whole = combine(combine(chain.force, force), group.force)
                    return replace(group, force=whole, governed=True)
        return None

    def _chains(self, tokens: list[Token], index: int, start: str) -> Iterator[tuple[Chain, int, Force]]:
        for chain in self._lexicon.chains.get(start, ()):
            position, force, gap = index + 1, Force(), 0
            for atom in chain.atoms[1:]:
                if atom == "..":
                    gap = 2
                    continue
                if not self._fits_at(tokens, position, atom):
                    position, adverbs = self._skip(tokens, position)
                    place = self._past_adjectives(tokens, position, atom, gap)
                    denied = any(token.low == "no" for token in tokens[position:place])
                    force = combine(force, combine(adverbs, Force(negative=denied)))
                    position = place
                gap = 0
                if not self._fits_at(tokens, position, atom):
                    break
                position += 1
            else:
                yield chain, position, force

    def _past_adjectives(self, tokens: list[Token], position: int, atom: str, gap: int) -> int:
        """Return the first place from *position* that *atom* fits, skipping at most *gap* plain words."""
        for place in range(position, min(position + gap + 1, len(tokens))):
            if not tokens[place].is_word:
                break
            if self._is(tokens[place].low, atom):
                return place
        return position

    def _fits_at(self, tokens: list[Token], position: int, atom: str) -> bool:
        return position < len(tokens) and tokens[position].is_word and self._is(tokens[position].low, atom)

    def _is(self, low: str, atom: str) -> bool:
        if not atom.startswith("~"):
            return low in atom.split("|")
        if atom == "~be":
            return low in BE
        return any(lemma == atom[1:] for lemma, _ in self._lexicon.lemma_forms(low))

    def _main(self, tokens: list[Token], index: int, need: str, *, unknown: bool) -> _Group | None:
        low = tokens[index].low
        for rest, reading in self._lexicon.verbs.get(low, ()):
            if not _fits(reading.form, need):
                continue
            following = tuple(token.low for token in tokens[index + 1 : index + 1 + len(rest)])
            if following == rest:
                return _Group(index + 1 + len(rest), reading)
        if low in _HAVE and need in ("any", _HAVE[low]):
            return _Group(index + 1, VerbReading(("have",), "have", need))
        if not unknown or not low.isalpha() or low in NOT_A_VERB:
            return None
        if low in _HAVE or low in BE:
            return _Group(index + 1, VerbReading(("be" if low in BE else "have",), low, need))
        shapes = {
            "base": not _UNVERBAL.search(low),
            "ing": low.endswith("ing"),
            "pp": low.endswith(("ed", "wn", "ught")) or low in self._lexicon.irregular_participles,
        }
        if not shapes.get(need, False):
            return None
        return _Group(index + 1, VerbReading((), low, need))


def _before_noun(low: str) -> bool:
    """Whether the word *low* announces a noun: an article, a possessive, an adjective."""
    return low in NOUN_BEFORE or (low not in NO_ADJECTIVE and _ADJECTIVE.fullmatch(low) is not None)


def _fits(form: str, need: str) -> bool:
    if need == "any":
        return form in ("base", "3sg", "past")
    return form == need
