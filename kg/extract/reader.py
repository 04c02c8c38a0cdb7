"""The reader: runs the rooms in order over one document."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from kg.errors import BrokenFileError, nearest
from kg.extract.claims import ClaimMaker
from kg.extract.claims import Sentence as ReadSentence
from kg.extract.context import find_local_things, find_unlinked
from kg.extract.coreference import Antecedent, Discourse, Resolver
from kg.extract.describe import describe_claim
from kg.extract.lexicon import Lexicon
from kg.extract.names import Registry
from kg.extract.normalise import normalise
from kg.extract.patterns import render
from kg.extract.rules import Example, Rule, load_rules
from kg.extract.sentences import Sentence, split_sentences
from kg.extract.speech import find_speech
from kg.extract.tokens import Token, Tokenizer
from kg.extract.verbs import VerbScanner
from kg.model import Claim, Document, Mention, Reading, Span, Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.terms import Triple
    from kg.vocabulary import Vocabulary


class Reader:
    """Reads documents with one set of rules and names. Holds no state between documents."""

    def __init__(
        self, lexicon: Lexicon, registry: Registry, rules: list[Rule], plan_actions: Mapping[str, str]
    ) -> None:
        """Put the rooms together; see :meth:`load`."""
        self.registry = registry
        self.rules = rules
        self._lexicon = lexicon
        self._tokenizer = Tokenizer(lexicon, registry)
        self._verbs = VerbScanner(lexicon)
        self._resolver = Resolver(lexicon)
        self._claims = ClaimMaker(registry, plan_actions)

    @classmethod
    def load(cls, patterns: Path, names: Iterable[Triple], vocabulary: Vocabulary) -> Reader:
        """Load the rules and word lists of the folder *patterns*.

        Args:
            patterns: ``ontology/patterns``.
            names: The triples of the registry.
            vocabulary: The properties and qualifiers that rules may give, and the actions of plans.

        Raises:
            BrokenFileError: a list or rule cannot be read; it names file, line and what to write.
        """
        lexicon = Lexicon(patterns)
        properties = {prop.name for prop in vocabulary.properties.values() if prop.is_domain}
        qualifiers = {prop.name for prop in vocabulary.properties.values() if prop.is_qualifier}
        actions = {prop.name: prop.plan_action for prop in vocabulary.properties.values() if prop.plan_action}
        rules = load_rules(patterns, lexicon.classes, properties, qualifiers)
        registry = Registry.from_triples(names)
        _check_things(rules, registry)
        return cls(lexicon, registry, rules, actions)

    def read(self, document: Document) -> Reading:
        """Return the claims, mentions and sentences of *document*, and the names it could not link."""
        text = normalise(document.text)
        sentences = list(split_sentences(text, document.body_start, self._lexicon.furniture))
        tapes = self._lay_out(text, sentences)
        discourse = _opening(tapes)
        claims: list[Claim] = []
        mentions: list[Mention] = []
        covered: list[Span] = []
        sources: dict[Thing, None] = {}
        for sentence, tape in zip(sentences, tapes, strict=True):
            read = self._read_sentence(document, text, sentence, tape, discourse)
            mentions.extend(_mentions(read.tokens))
            covered.extend(Span(token.start, token.end) for token in read.tokens if token.types)
            for speech in read.speeches:
                sources.update({thing: None for thing in speech.speaker.things if thing.kind == "outlet"})
            claims.extend(self._match(read, discourse))
            discourse.previous = document.text[sentence.span.start : sentence.span.end]
        return Reading(
            document,
            tuple(_unique(claims)),
            tuple(mentions),
            tuple(sentence.span for sentence in sentences),
            tuple(find_unlinked(text, sentences, covered)),
            tuple(sorted(sources)),
        )

    def tape(self, text: str) -> list[Token]:
        """Return the tape of one sentence, for looking at what the reader sees."""
        document = Document("tape", "tape.txt", text, 0, "", "")
        normal = normalise(text)
        sentences = list(split_sentences(normal, 0, None))
        tapes = self._lay_out(normal, sentences)
        discourse = _opening(tapes)
        return [
            token
            for sentence, tape in zip(sentences, tapes, strict=True)
            for token in self._read_sentence(document, normal, sentence, tape, discourse).tokens
        ]

    def _lay_out(self, text: str, sentences: list[Sentence]) -> list[list[Token]]:
        """Return each sentence's tape of names and values, before verbs and references are read."""
        local = find_local_things(text, sentences, self.registry)
        tapes: list[list[Token]] = []
        place = 0
        for sentence in sentences:
            first = place
            while place < len(local) and local[place][0].start < sentence.span.end:
                place += 1
            tapes.append(self._tokenizer.tokenize(text, sentence, local[first:place]))
        return tapes

    def _read_sentence(
        self,
        document: Document,
        text: str,
        sentence: Sentence,
        tape: list[Token],
        discourse: Discourse,
    ) -> ReadSentence:
        tokens = self._verbs.fold(tape)
        lead = text[sentence.lead.start : sentence.lead.end] if sentence.lead else ""
        resolved = self._resolver.resolve(tokens, discourse, listed_under=lead)
        return ReadSentence(
            document.id, text, document.text, sentence.span, resolved, find_speech(resolved, self._lexicon)
        )

    def _match(self, sentence: ReadSentence, discourse: Discourse) -> Iterator[Claim]:
        tape = render(sentence.tokens)
        for rule in self.rules:
            if not all(need in tape for need in rule.needs):
                continue
            position = 0
            while found := rule.pattern.search(tape, position):
                yield from self._claims.make(sentence, rule, found, discourse)
                position = found.end() if rule.opens_with_wording else tape.index(" ", found.start()) + 1


def _check_things(rules: Iterable[Rule], registry: Registry) -> None:
    """Refuse a rule that gives a thing (``@place/abroad``) which the registry does not list."""
    for rule in rules:
        for emission in rule.emissions:
            references = (emission.subject, emission.object, *(value for _, value in emission.qualifiers))
            for part in chain.from_iterable(reference.split("?") for reference in references):
                if part.startswith("@") and part[1:] not in registry.things:
                    hint = nearest(part[1:], registry.things)
                    raise BrokenFileError(rule.path, rule.line, f"no thing {part!r} in the names file{hint}")


def _opening(tapes: list[list[Token]]) -> Discourse:
    """Return a discourse that knows the article's main company and kind of product."""
    counts: Counter[Thing] = Counter()
    kinds: Counter[Thing] = Counter()
    first: dict[Thing, Span] = {}
    for token in chain.from_iterable(tapes):
        for thing in token.things:
            if thing.kind == "company":
                counts[thing] += 1
                first.setdefault(thing, Span(token.start, token.end))
            elif thing.kind == "product":
                kinds[thing] += 1
    discourse = Discourse(kinds=kinds)
    if counts:
        topic = min(counts, key=lambda thing: (-counts[thing], first[thing].start))
        discourse.topic = Antecedent(first[topic], (topic,))
    return discourse


def check_examples(
    reader: Reader, rules: Iterable[Rule]
) -> Iterator[tuple[Rule, Example, list[str], list[str]]]:
    """Yield each rule's examples that fail, with the lines missing and the lines that *rule* gave."""
    for rule in rules:
        for example in rule.examples:
            document = Document("example", "example.txt", example.sentence, 0, "", "")
            given = [
                describe_claim(claim) for claim in reader.read(document).claims if claim.rule == rule.name
            ]
            missing = [line for line in example.gives if line not in given]
            if missing or (not example.gives and given):
                yield rule, example, missing, given


def _mentions(tokens: Iterable[Token]) -> Iterator[Mention]:
    for token in tokens:
        for part in token.members or (token,):
            for thing in part.things:
                if part.end > part.start and not part.coreferences:
                    yield Mention(Span(part.start, part.end), thing)


def _unique(claims: Iterable[Claim]) -> list[Claim]:
    """Drop a claim that another from the same passage repeats with the same qualifiers or more."""
    kept: dict[object, list[Claim]] = {}
    for claim in claims:
        alike = kept.setdefault(
            (claim.span, claim.subject, claim.property, claim.object, claim.mode, claim.negative), []
        )
        if any(set(claim.qualifiers) <= set(other.qualifiers) for other in alike):
            continue
        alike[:] = [other for other in alike if not set(other.qualifiers) <= set(claim.qualifiers)]
        alike.append(claim)
    return [claim for alike in kept.values() for claim in alike]
