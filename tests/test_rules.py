"""The rules: each has an example that holds, and a broken one is named with what to write instead."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kg.errors import BrokenFileError
from kg.extract import Reader, check_examples
from kg.extract.patterns import TYPES, PatternCompiler, render
from kg.extract.rules import REFERENCES, STEPS, Rule
from kg.model import Trust
from tests.reading import PATTERNS, claims_of, copy_patterns, lexicon, names, read, reader, tape, vocabulary

if TYPE_CHECKING:
    from pathlib import Path

RULES = reader().rules

GOOD = """\
rule testing
  when  {o:Company} <sell> ... in {m:Place} [{d:Date}]
  then  o sellsIn m | product=near?topic period=d
  like  Acme sells EVs in France.
  gives company/acme sellsIn place/france Asserted product=product/electric-vehicle
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_gives_what_its_examples_say(rule: Rule) -> None:
    """Each ``gives`` line of each ``like`` sentence is among the claims that this very rule makes."""
    assert list(check_examples(reader(), [rule])) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_an_example_for_each_claim_it_makes(rule: Rule) -> None:
    """Every ``then`` line's property stands in some ``gives`` line, or it could be wrong unseen."""
    given = {line.split()[1] for example in rule.examples for line in example.gives}
    unseen = [emission.property for emission in rule.emissions if emission.property not in given]

    assert given
    assert unseen == [] or given >= {emission.property for emission in rule.emissions}


def test_a_broken_example_is_noticed() -> None:
    """An example that gives too little, or something where nothing is wanted, is reported with what came."""
    rule = next(rule for rule in RULES if rule.name == "sells-in")
    example = rule.examples[0]
    wrong = dataclasses.replace(example, gives=("company/acme sellsIn place/spain Asserted",))
    empty = dataclasses.replace(example, gives=())
    spoiled = dataclasses.replace(rule, examples=(wrong, empty))
    found = list(check_examples(reader(), [spoiled]))

    assert [(failed, missing) for _, failed, missing, _ in found] == [(wrong, list(wrong.gives)), (empty, [])]
    assert all("sellsIn place/france" in given[0] for *_, given in found)


def test_no_example_is_used_twice_by_one_rule_and_names_are_told_apart() -> None:
    """Names of rules are unique, and so are the sentences of one rule."""
    assert [name for name, count in Counter(rule.name for rule in RULES).items() if count > 1] == []
    for rule in RULES:
        sentences = [example.sentence for example in rule.examples]

        assert len(set(sentences)) == len(sentences)


def test_examples_speak_of_the_cast_and_not_of_the_world() -> None:
    """The sentences of rules are invented: no firm, person or model of the registry stands in them."""
    cast = {"acme", "borealis", "cobalt", "ann-berg", "tom-silva", "falcon", "heron"}
    real = [
        (rule.name, mention.thing.slug)
        for rule in RULES
        for example in rule.examples
        for mention in read(example.sentence).mentions
        if mention.thing.kind in ("company", "person", "vehicle")
        and mention.thing.known
        and mention.thing.slug not in cast
    ]

    assert real == []


def load(folder: Path, text: str) -> list[Rule]:
    """Return the rules of a copy of the patterns in which *text* is the last file."""
    patterns = copy_patterns(folder)
    (patterns / "99-test.rules").write_text(text, encoding="utf-8")
    return Reader.load(patterns, names(), vocabulary()).rules


def test_a_rule_written_down_is_loaded(tmp_path: Path) -> None:
    """A new file is read after the others; a rule knows its file and line, and trusts itself highly."""
    rule = load(tmp_path, f"# a comment\n\n{GOOD}")[-1]

    assert (rule.name, rule.line, rule.trust) == ("testing", 3, Trust.HIGH)
    assert rule.path.name == "99-test.rules"
    assert [example.sentence for example in rule.examples] == ["Acme sells EVs in France."]


BROKEN = {
    "unknown type": ("{m:Place}", "{m:Plaice}", 2, "unknown type 'Plaice' \\(did you mean Place"),
    "unknown verb class": ("<sell>", "<sel>", 2, "unknown verb class 'sel' \\(did you mean sell"),
    "unknown voice": ("<sell>", "<sell:pasive>", 2, "write passive, any, fin, inf or ing"),
    "open bracket": ("[{d:Date}]", "[{d:Date}", 2, r"a `\[` without its `\]`"),
    "closing bracket": ("[{d:Date}]", "{d:Date}]", 2, r"`\["),
    "open brace": ("{d:Date}", "{d:Date", 2, "cannot read"),
    "open angle": ("<sell>", "<sell", 2, "cannot read"),
    "open group": (" in ", " (in|at ", 2, "cannot read"),
    "capture without type": ("{m:Place}", "{m}", 2, r"write \{name:Type\}"),
    "capture twice": ("{m:Place}", "{o:Place}", 2, "stands twice"),
    "unknown property": ("sellsIn", "selsIn", 3, "unknown property 'selsIn' \\(did you mean sellsIn"),
    "unknown qualifier": ("period=d", "perod=d", 3, "unknown qualifier 'perod' \\(did you mean period"),
    "uncaptured object": ("sellsIn m", "sellsIn n", 3, "'n' is not captured in the `when` line"),
    "uncaptured subject": ("then  o", "then  p", 3, "'p' is not captured in the `when` line"),
    "uncaptured qualifier": ("period=d", "period=e", 3, "'e' is not captured in the `when` line"),
    "uncaptured alternative": ("near?topic", "near?topc", 3, "'topc' is not captured.*did you mean topic"),
    "uncaptured speaker": ("period=d", "speaker=s", 3, "speaker=s: not captured"),
    "unknown step": ("sellsIn m", "sellsIn m.makr", 3, "unknown property 'makr' \\(did you mean maker"),
    "qualifier without value": ("period=d", "period", 3, "write qualifier=value"),
    "qualifier twice": ("period=d", "product=m", 3, "stands twice"),
    "unclosed wording": ("sellsIn m", 'sellsIn "m', 3, "between two quotation marks"),
    "unknown mark": ("sellsIn m", "sellsIn m !assertd", 3, "unknown mark !assertd \\(did you mean asserted"),
    "no object": ("sellsIn m", "sellsIn", 3, "subject property object"),
    "unknown key": ("  like", "  lik", 4, "'lik': write .*did you mean like"),
    "no example": ("  like  Acme sells EVs in France.\n", "", 4, "needs a `like` line before it"),
    "nothing given": (GOOD[GOOD.index("  gives") :], "", 1, "needs an example"),
    "no when": (GOOD[GOOD.index("  when") : GOOD.index("  then")], "", 1, "one `when` line"),
    "two whens": ("  then", "  when  <sell>\n  then", 1, "one `when` line"),
    "no then": (GOOD[GOOD.index("  then") : GOOD.index("  like")], "", 1, "needs a `then` line"),
    "no name": ("rule testing", "rule", 1, "needs a name"),
    "name of another": ("rule testing", "rule sells-in", 1, "stands twice"),
    "unknown trust": ("  like", "  trust certain\n  like", 1, "trust is high, medium or low"),
    "unknown thing": (
        "sellsIn m",
        "sellsIn @place/abrod",
        1,
        "no thing '@place/abrod'.*did you mean place/abroad",
    ),
    "line before a rule": ("rule testing", "when <sell>\nrule testing", 1, "write rule, when"),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_mistake_is_named_with_file_line_and_remedy(mistake: str, tmp_path: Path) -> None:
    """Whatever is wrong with a rule, the message says where and what to write."""
    old, new, line, remedy = BROKEN[mistake]

    assert old in GOOD
    with pytest.raises(BrokenFileError, match=rf"(?s)99-test\.rules:{line}: .*{remedy}"):
        load(tmp_path, GOOD.replace(old, new, 1))


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    """An empty set of rules would silently read nothing."""
    patterns = copy_patterns(tmp_path)
    for path in patterns.glob("*.rules"):
        path.unlink()

    with pytest.raises(BrokenFileError, match="no \\*\\.rules file"):
        Reader.load(patterns, names(), vocabulary())


def test_rules_that_are_no_text_are_named(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are an error of that file."""
    patterns = copy_patterns(tmp_path)
    (patterns / "99-test.rules").write_bytes(b"rule \xff\n")

    with pytest.raises(BrokenFileError, match=r"99-test\.rules: cannot be read"):
        Reader.load(patterns, names(), vocabulary())


# -- the language of `when` lines ------------------------------------------------------------------------


def match(when: str, text: str) -> dict[str, str]:
    """Return what the captures of *when* hold in *text*; nothing if it does not match."""
    compiler = PatternCompiler(PATTERNS / "test.rules", 1, lexicon().classes)
    pattern = compiler.compile(when)
    tokens = tape(text)
    found = pattern.search(render(tokens))
    if found is None:
        return {}
    held: dict[str, str] = {}
    for name in compiler.captures:
        if name in found.groupdict() and found[name] is not None:
            indexes = [int(part) for part in re.findall(r"#(\d+) ", found[name])] or [int(found[name])]
            held[name] = text[tokens[indexes[0]].start : tokens[indexes[-1]].end]
    for name, group in compiler.subjects:
        subject = tokens[int(found[group])].subject

        assert subject is not None
        held[name] = text[subject.start : subject.end]
    return held


@pytest.mark.parametrize(
    ("when", "text", "held"),
    [
        ("{o:Company} <sell> {k:Kind}", "Acme sells EVs.", {"o": "Acme", "k": "EVs"}),
        ("{o:Company} <sell> {k:Kind}", "Acme, which Cobalt fears, sells EVs.", {"o": "Acme", "k": "EVs"}),
        ("{o:Company} + <sell> {k:Kind}", "Acme, which grows, sells EVs.", {}),
        ("{o:Company} <sell> {k:Kind}", "Ann Berg sells EVs.", {}),
        ("{o:Actor} <sell> {k:Kind}", "Ann Berg sells EVs.", {"o": "Ann Berg", "k": "EVs"}),
        ("{o:Company} <sell> [many] {k:Kind}", "Acme sells many EVs.", {"o": "Acme", "k": "EVs"}),
        ("{o:Company} <sell> [many] {k:Kind}", "Acme sells EVs.", {"o": "Acme", "k": "EVs"}),
        ("{o:Company} <sell> (big|fast) {k:Kind}", "Acme sells fast EVs.", {"o": "Acme", "k": "EVs"}),
        ("{o:Company} <sell> big|fast {k:Kind}", "Acme sells fast EVs.", {"o": "Acme", "k": "EVs"}),
        ("{o:Company} <sell> (big|fast) {k:Kind}", "Acme sells slow EVs.", {}),
        ("{o:Company} <sell> .. {k:Kind}", "Acme sells very slow EVs.", {"o": "Acme", "k": "EVs"}),
        ("{o:Company} <sell> .. {k:Kind}", "Acme sells wheels, and EVs.", {}),
        ("{o:Company} <sell> ... {k:Kind}", "Acme sells wheels, and EVs.", {"o": "Acme", "k": "EVs"}),
        ("{o:Company} <sell> ... {k:Kind}", "Acme sells wheels, and Cobalt makes EVs.", {}),
        (
            "{o:Company} <sell> .... {k:Kind}",
            "Acme sells wheels, and Cobalt makes EVs.",
            {"o": "Acme", "k": "EVs"},
        ),
        ("{o:Company} <sell> .... {k:Kind}", "Acme sells wheels; Cobalt makes EVs.", {}),
        ("{v:Vehicle} <sell:passive>", "The Falcon is sold.", {"v": "Falcon"}),
        ("{v:Vehicle} <sell:passive>", "The Falcon sells.", {}),
        ("{v:Vehicle} <sell>", "The Falcon is sold.", {}),
        ("{v:Vehicle} <sell:any>", "The Falcon is sold.", {"v": "Falcon"}),
        ("<sell:inf> {k:Kind}", "Acme has a team to sell EVs.", {"k": "EVs"}),
        ("<sell:inf> {k:Kind}", "Acme sells EVs.", {}),
        ("<sell|launch> {k:Kind}", "Acme launches EVs.", {"k": "EVs"}),
        ("<=vend> {k:Kind}", "Acme will vend EVs.", {"k": "EVs"}),
        ("<*> {k:Kind}", "Acme will vend EVs.", {"k": "EVs"}),
        ("<produce> {x:np}", "Acme makes fast red wheels in France.", {"x": "fast red wheels in France"}),
        ("<produce> {x:np}", "Acme makes wheels that roll.", {"x": "wheels"}),
        ("<produce> {x:nps}", "Acme makes wheels, doors and seats.", {"x": "wheels, doors and seats"}),
        ("<say> that {x:text}", "Ann Berg said that all is well.", {"x": "all is well."}),
        ("<say> {x:clause}", "Ann Berg said Acme grows.", {"x": "Acme grows."}),
        ("<say> {x:clause}", "Ann Berg said little.", {}),
        ("{k:Kind:body-style}", "Acme sells a sedan.", {"k": "sedan"}),
        ("{k:Kind:body-style}", "Acme sells a phone.", {}),
        ("{q:Count:store}", "Acme has 900 shops.", {"q": "900 shops"}),
        ("{k:Kind|Vehicle} <cost>", "The Falcon costs $5.", {"k": "Falcon"}),
        ('{o:Company} "(" {x:np} ")"', "Acme (a firm) grew.", {"o": "Acme", "x": "a firm"}),
        ("{n:NP=plan} <depend>", "Acme's big plan depends on it.", {"n": "Acme's big plan"}),
    ],
)
def test_atoms_match_what_the_language_says(when: str, text: str, held: dict[str, str]) -> None:
    """Captures, optional parts, choices, gaps, voices, forms, wording and types, each by example."""
    assert match(when, text) == held


def test_every_type_that_may_be_captured_can_stand_on_a_tape() -> None:
    """Types that nothing makes would be dead words of the language."""
    text = """\
Acme, Chinese companies, the Daily Ledger, Ann Berg and analysts met at the Motor Fair in France. It
has AcmeLink. The Falcon, an EV, came in 2030 for $5 with 500 hp, 500 Nm, 100 kWh, 200 km/h, 600 km, 3 tonnes,
10%, 900 shops and 77 by its CEO. It took 60 weeks. It ranks third. The sedan sells. The plan depends on it.
Berg spoke.
Technology giants watch. Acme has built a plant in France."""
    seen = {name.partition(":")[0] for token in tape(text) for name in token.types}
    seen |= {name for token in tape(text) if token.subject for name in token.subject.types}

    assert TYPES - seen == set()


REFERENCE_EXAMPLES = {
    "plan": (
        "dependsOn",
        "Acme plans to sell EVs in Spain. Wow, colours!",
        'plan:acme:Sell:product/electric-vehicle:place/spain dependsOn "colours" Asserted',
    ),
    "topic": ("faces", "Wow, colours! Acme grew.", 'company/acme faces "colours" Asserted'),
    "focus": ("faces", "Acme grew. Cobalt fell. Wow, colours!", 'company/cobalt faces "colours" Asserted'),
    "vehicle": (
        "hasFeature",
        "The Falcon came. The Heron too. Wow, colours!",
        'vehicle/heron hasFeature "colours" Asserted',
    ),
    "other": (
        "hasFeature",
        "The Falcon came. Wow, colours for the Heron!",
        'vehicle/falcon hasFeature "colours for the Heron" Asserted',
    ),
}


@pytest.mark.parametrize("word", REFERENCE_EXAMPLES)
def test_words_that_refer_beyond_the_sentence_mean_what_they_say(word: str, tmp_path: Path) -> None:
    """The last plan, the main company, the last subject and the last vehicles can be a rule's subject."""
    property_name, text, line = REFERENCE_EXAMPLES[word]
    then = f"{word} {property_name} x"
    rule = f"rule testing\n  when  wow , {{x:np}}\n  then  {then}\n  like  {text}\n  gives {line}"
    patterns = copy_patterns(tmp_path)
    (patterns / "99-test.rules").write_text(rule, encoding="utf-8")
    made = Reader.load(patterns, names(), vocabulary())

    assert list(check_examples(made, made.rules[-1:])) == []


def test_every_word_that_refers_beyond_the_sentence_is_tried() -> None:
    """The others are tried by rules: the kind named nearby, and the sentence before."""
    used = {
        part
        for rule in RULES
        for emission in rule.emissions
        for value in (emission.subject, emission.object, *(text for _, text in emission.qualifiers))
        for part in value.split("?")
    }

    assert {*REFERENCE_EXAMPLES, *used} >= set(REFERENCES)
    assert {part.partition(".")[2] for part in used} >= STEPS


def test_a_rule_trusts_itself_as_it_says() -> None:
    """Claims bear the trust of their rule and its name."""
    (claim,) = claims_of("Acme is a leading name in smartphones.", "offers")

    assert (claim.rule, claim.trust) == ("leads-in", Trust.MEDIUM)
