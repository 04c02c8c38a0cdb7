"""Find who says what inside a sentence: reported speech in its common shapes.

"X said that …", "…, X said.", "…, he added, …", "according to X, …", "X told Y that …".
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.lexicon import Force, Lexicon
from kg.extract.tokens import Token
from kg.model import Mode, Thing


_DOCUMENTS = {
    "report", "reports", "article", "statement", "story", "filing", "release", "post", "letter", "study", "survey", "data",
    "spokesperson", "spokesman", "spokeswoman", "executives", "officials",
}  # fmt: skip


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
    found = []
    opinion = _opinion(tokens)
    if opinion is not None:
        found.append(opinion)
    for index, token in enumerate(tokens):
        if (
            token.verb is not None
            and token.verb.passive
            and index + 1 < len(tokens)
            and tokens[index + 1].low == "that"
        ):
            force = next(
                (lexicon.speech[name] for name in token.verb.classes if name in lexicon.speech), None
            )
            if force is not None:
                found.append(Speech(token, index + 1, len(tokens), force, None, (index, index + 1)))
        elif token.verb is not None and token.verb.form in ("fin", "ing") and not token.verb.passive:
            force = next(
                (lexicon.speech[name] for name in token.verb.classes if name in lexicon.speech), None
            )
            speaker = _speaker(token.subject) if token.subject is not None else None
            if force is not None and speaker is not None:
                speech = _reported(tokens, index, speaker, _with_verb(force, token))
                if speech:
                    found.append(speech)
        elif token.low in lexicon.doubtful and index + 1 < len(tokens) and tokens[index + 1].low == "that":
            own = (index, index + 2)
            found.append(Speech(token, index + 2, len(tokens), lexicon.doubtful[token.low], None, own))
        elif (
            token.low == "according" and index + 2 < len(tokens) and tokens[index + 1].low in ("to", "to the")
        ):
            speaker = _named_after(tokens, index + 2)
            if speaker is not None:
                found.append(Speech(tokens[speaker], 0, len(tokens), Force(), None, (index, speaker + 1)))
    return found


def speaker_of(
    tokens: list[Token], speeches: list[Speech], index: int
) -> tuple[Thing | None, Force, Token | None]:
    """Return who says the token at *index*, the combined force of the saying, and the speaker's token."""
    speaker: Token | None = None
    force = Force()
    for speech in speeches:
        if speech.covers(index):
            force = Force(
                max(force.mode, speech.force.mode, key=_rank), force.negative != speech.force.negative
            )
            if speaker is None or speech.verb is not None:
                speaker = speech.speaker
    del tokens
    thing = speaker.things[0] if speaker is not None and speaker.things else None
    return thing, force, speaker


_ORDER = ("Asserted", "Planned", "Speculated", "Possible")


def _rank(mode: str) -> int:
    return _ORDER.index(mode)


def _with_verb(force: Force, token: Token) -> Force:
    """Return the force of the saying itself: "did not say that X" does not assert X."""
    verb = token.verb
    if verb is None or verb.force == Force():
        return force
    return Force(max(force.mode, verb.force.mode, key=_rank), force.negative)


def _opinion(tokens: list[Token]) -> Speech | None:
    """Read "in my opinion" at the head of a sentence: what follows is the writer's guess."""
    lows = [token.low for token in tokens[:5]]
    if lows[:2] == ["in", "i"] and any(
        low in ("opinion", "view", "judgment", "judgement") for low in lows[2:5]
    ):
        return Speech(tokens[0], 0, len(tokens), Force(Mode.SPECULATED), None, (0, 1))
    return None


def _speaker(subject: Token) -> Token | None:
    """Return who speaks: the subject, or whose report or statement it is."""
    if subject.has("Actor"):
        return subject
    if subject.low in _DOCUMENTS and subject.members and subject.members[0].has("Actor"):
        return subject.members[0]
    return None


def _has_clause(tokens: list[Token], index: int) -> bool:
    """Whether a clause is the object of the saying verb at *index*: "said that …", "said it would …"."""
    for token in tokens[index + 1 :]:
        if token.low in ("that", "whether", "how"):
            return True
        if token.low in ("but", ";"):
            return False
        if token.verb is not None:
            if (
                token.verb.form == "ing"
                and tokens[index].verb is not None
                and "envisage" in tokens[index].verb.classes
            ):
                return True
            own = (
                token.verb.form == "fin"
                and token.subject is not None
                and token.subject.start >= tokens[index].end
            )
            return own and tokens[index].verb is not None and tokens[index].verb.form == "fin"
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
    closed = following >= end or tokens[following].low in (".", "!", '"')
    if closed and begin > 1 and tokens[begin - 1].low in (",", '"'):
        return Speech(speaker, 0, begin, force, index, (begin, end))
    if following < end and tokens[following].low == "," and begin > 0 and tokens[begin - 1].low == ",":
        return Speech(speaker, 0, end, force, index, (begin - 1, following + 1))
    if not _has_clause(tokens, index):
        return None
    return Speech(speaker, index + 1, end, force, index, (begin, index + 1))
