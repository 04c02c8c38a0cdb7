"""Find who says what inside a sentence: reported speech in its common shapes.

"X said that …", "…, X said.", "…, said X.", "…, he added, …", "according to X, …", "X told Y that …".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.english import DOCUMENTS, PREPOSITIONS, SUBORDINATORS
from kg.extract.lexicon import Force, Lexicon
from kg.extract.verbs import FIRMNESS
from kg.model import Mode, Thing

if TYPE_CHECKING:
    from kg.extract.tokens import Token, VerbGroup


@dataclass(frozen=True, slots=True)
class Speech:
    """Tokens ``[first, last)`` of a sentence that *speaker* says, and with which force.

    ``verb`` is the index of the saying verb, or None for "according to".
    """

    speaker: Token
    first: int
    last: int
    force: Force
    verb: int | None
    own: tuple[int, int]

    def covers(self, index: int) -> bool:
        """Whether the token at *index* is part of what is said."""
        return self.first <= index < self.last and not self.own[0] <= index < self.own[1]


def find_speech(tokens: list[Token], lexicon: Lexicon) -> list[Speech]:
    """Return the stretches of reported speech, in order of their saying verbs."""
    found = [_opinion(tokens)]
    for index, token in enumerate(tokens):
        following = tokens[index + 1].low if index + 1 < len(tokens) else ""
        if token.verb is not None:
            found.append(_said(tokens, index, token.verb, lexicon))
        elif token.low in lexicon.doubtful and following == "that":
            force = lexicon.doubtful[token.low]
            found.append(Speech(token, index + 2, len(tokens), force, None, (index, index + 2)))
        elif token.low == "according" and following == "to":
            found.append(_according(tokens, index))
    return [speech for speech in found if speech is not None]


def _said(tokens: list[Token], index: int, verb: VerbGroup, lexicon: Lexicon) -> Speech | None:
    """Read "X said that …", "…, X said" and, with nobody who says it, "it is believed that …"."""
    truth = _truth(tokens, index, verb)
    if truth is not None:
        return Speech(tokens[index], index + 2, len(tokens), truth, None, (index, index + 2))
    force = next((lexicon.speech[name] for name in verb.classes if name in lexicon.speech), None)
    if force is None:
        return None
    force = _with_verb(force, verb)
    if verb.passive:
        if index + 1 < len(tokens) and tokens[index + 1].low == "that":
            return Speech(tokens[index], index + 1, len(tokens), force, None, (index, index + 1))
        return None
    inverted = _inverted(tokens, index, force)
    if inverted is not None:
        return inverted
    subject = tokens[index].subject
    if subject is None or verb.form not in ("fin", "ing"):
        return None
    speaker = _speaker(subject)
    if speaker is None and not (subject.types == ("NP",) and verb.form == "fin"):
        return None
    return _reported(tokens, index, subject if speaker is None else speaker, force)


def _truth(tokens: list[Token], index: int, verb: VerbGroup) -> Force | None:
    """Read "it is (not) true that", "it is false that"."""
    following = [token.low for token in tokens[index + 1 : index + 3]]
    if verb.lemma != "be" or following[1:] != ["that"]:
        return None
    if following[0] in ("true", "correct"):
        return Force(negative=verb.force.negative)
    if following[0] in ("false", "untrue", "wrong", "incorrect"):
        return Force(negative=not verb.force.negative)
    return None


def _according(tokens: list[Token], index: int) -> Speech | None:
    speaker = _named_after(tokens, index + 2)
    if speaker is None:
        return None
    return Speech(tokens[speaker], 0, len(tokens), Force(), None, (index, speaker + 1))


def speaker_of(speeches: list[Speech], index: int) -> tuple[Thing | None, Force, Token | None]:
    """Return who says the token at *index*, the combined force of the saying, and the speaker's token."""
    speaker: Token | None = None
    force = Force()
    for speech in speeches:
        if speech.covers(index):
            mode = max(force.mode, speech.force.mode, key=FIRMNESS.index)
            force = Force(mode, force.negative != speech.force.negative)
            if speaker is None or speech.verb is not None:
                speaker = speech.speaker
    thing = speaker.things[0] if speaker is not None and speaker.things else None
    return thing, force, speaker


def _with_verb(force: Force, verb: VerbGroup) -> Force:
    """Return the force of the saying itself: "did not say that X" does not assert X, nor deny it.

    "Does not believe that X", however, is a belief that X is not so.
    """
    mode = max(force.mode, verb.force.mode, key=FIRMNESS.index)
    if not verb.force.negative:
        return Force(mode, force.negative)
    if "believe" in verb.classes:
        return Force(mode, not force.negative)
    return Force(max(mode, Mode.POSSIBLE, key=FIRMNESS.index))


def _inverted(tokens: list[Token], index: int, force: Force) -> Speech | None:
    """Read "…, said Ann Berg." and "…, says the firm's chief executive, Ann Berg, …"."""
    verb = tokens[index].verb
    if verb is None or verb.form != "fin" or not index or tokens[index - 1].low not in (",", '"'):
        return None
    stop = index + 1
    while stop < len(tokens) and tokens[stop].verb is None and tokens[stop].low not in (",", ".", ";", '"'):
        stop += 1
    named = tokens[index + 1 : stop]
    if any(token.has("Role") for token in named) and [t.low for t in tokens[stop : stop + 1]] == [","]:
        named = tokens[index + 1 : stop + 2]
    title = next((place for place, token in enumerate(named) if token.has("Actor") or token.has("Role")), 4)
    if title > 3 or any(token.low in PREPOSITIONS for token in named[:title]):
        return None
    speaker = next((token for token in reversed(named) if token.has("Person")), None)
    speaker = speaker or next((token for token in named if token.has("Actor")), None)
    if speaker is None or (stop < len(tokens) and tokens[stop].verb is not None):
        return None
    whole = not any(token.verb is not None and token.verb.form == "fin" for token in tokens[:index])
    return Speech(
        speaker, 0, len(tokens) if whole else index, force, index, (index - 1 if whole else index, stop + 1)
    )


def _opinion(tokens: list[Token]) -> Speech | None:
    """Read "in my opinion", "in our view" at the head of a sentence: what follows is the writer's guess."""
    lows = [token.low for token in tokens[:5]]
    if lows[:2] in (["in", "i"], ["in", "we"]) and any(
        low in ("opinion", "view", "judgment", "judgement") for low in lows[2:5]
    ):
        return Speech(tokens[0], 0, len(tokens), Force(Mode.SPECULATED), None, (0, 1))
    return None


def _speaker(subject: Token) -> Token | None:
    """Return who speaks: the subject, or whose report or statement it is."""
    if subject.has("Actor"):
        return subject
    if subject.low in DOCUMENTS and subject.members and subject.members[0].has("Actor"):
        return subject.members[0]
    return None


def _has_clause(tokens: list[Token], index: int) -> bool:
    """Whether a clause is the object of the saying verb at *index*: "said that …", "said it would …"."""
    saying = tokens[index].verb
    if saying is None:
        return False
    for token in tokens[index + 1 :]:
        if token.low in ("that", "whether", "how"):
            return True
        if token.low in ("but", ";"):
            return False
        if token.verb is not None:
            if token.verb.form == "ing":
                return "envisage" in saying.classes
            own = token.subject is not None and token.subject.start >= tokens[index].end
            return own and token.verb.form == "fin" and saying.form == "fin"
    return False


def _named_after(tokens: list[Token], index: int) -> int | None:
    for position in range(index, min(index + 6, len(tokens))):
        token = tokens[position]
        if token.has("Actor"):
            return position
        if token.verb is not None or token.low in (",", "."):
            return None
    return None


def _reported(tokens: list[Token], index: int, speaker: Token, force: Force) -> Speech | None:
    end = len(tokens)
    begin = next(
        (i for i in range(index - 1, -1, -1) if tokens[i] == speaker or tokens[i].start == speaker.start),
        index,
    )
    if begin > 0 and tokens[begin - 1].low in ("what", "as", "than"):
        return None
    following = index + 1
    while following < end and (tokens[following].has("Date") or tokens[following].low.endswith("ly")):
        following += 1
    closed = following >= end or tokens[following].low in (".", "!", '"') or _trails_off(tokens, index)
    if closed and begin > 1 and tokens[begin - 1].low in (",", '"'):
        return Speech(speaker, 0, begin, force, index, (begin, end))
    if following < end and tokens[following].low == "," and begin > 0 and tokens[begin - 1].low == ",":
        return Speech(speaker, 0, end, force, index, (begin - 1, following + 1))
    if not _has_clause(tokens, index):
        return None
    return Speech(speaker, index + 1, end, force, index, (begin, index + 1))


def _trails_off(tokens: list[Token], index: int) -> bool:
    """Whether only "in an interview", "on Monday" or who was told follows the saying verb at *index*."""
    saying, first = tokens[index].verb, tokens[0]
    rest = tokens[index + 1 :]
    if saying is None or not rest or (first.is_word and first.low in SUBORDINATORS | PREPOSITIONS):
        return False
    if saying.lemma != "tell" and rest[0].low not in PREPOSITIONS:
        return False
    return not any(token.verb is not None or token.low in (",", ";", ":", "that") for token in rest)
