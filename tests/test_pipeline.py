"""From articles to a published graph: the same bytes each time, each fact with its sentence, nothing torn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import NotConformingError, NothingToReadError, SourceError
from kg.identifiers import Minter
from kg.infer import load_turtle
from kg.namespaces import KGO, RDF
from kg.pipeline import last_report
from kg.store import open_current
from kg.terms import iri, text_of
from kg.vocabulary import Vocabulary
from tests.mini_project import build_elsewhere, kill_builds

if TYPE_CHECKING:
    from kg.project import Project
    from kg.terms import Term, Triple

GOLDEN = Path(__file__).parent / "golden" / "mini.ttl"
CORPORA = ("built_mini", "built_seeds")


@pytest.fixture(params=CORPORA)
def built(request: pytest.FixtureRequest) -> Project:
    """Return a project that is built: the mini corpus, then the seeds."""
    project: Project = request.getfixturevalue(request.param)
    return project


def graphs_of(project: Project) -> dict[Term, set[Triple]]:
    """Return the named graphs of the current build."""
    with open_current(project) as store:
        return {name: set(store.triples(name)) for name in store.graphs()}


def article_graphs(project: Project) -> dict[Term, set[Triple]]:
    """Return the graphs of articles; there must be some."""
    start = f"<{project.base}graph/article/"
    found = {name: triples for name, triples in graphs_of(project).items() if name.startswith(start)}
    assert len(found) == len(kg.status(project).articles) > 0
    return found


def domain_of(project: Project) -> set[Term]:
    """Return the properties that state facts."""
    path = project.ontology / "kg.ttl"
    vocabulary = Vocabulary.from_triples(load_turtle(path), path=str(path))
    return {iri(KGO + prop.name) for prop in vocabulary.properties.values() if prop.is_domain}


def values(triples: set[Triple], namespace: str, name: str) -> dict[Term, Term]:
    """Return subject to value of a property that has one value."""
    return {s: o for s, p, o in triples if p == iri(namespace + name)}


def test_the_mini_corpus_gives_the_golden_graph(built_mini: Project, request: pytest.FixtureRequest) -> None:
    """Whatever changes it is read by a person: ``make golden`` writes it anew, for the diff."""
    turtle = "".join(kg.export_graph(built_mini))
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(turtle, encoding="utf-8")

    assert turtle == GOLDEN.read_text(encoding="utf-8"), "if this is meant: make golden, and read the diff"


def test_the_golden_graph_shows_what_it_is_for(built_mini: Project) -> None:
    """A plan that two articles tell, conflicts, a negation, reported speech and an unknown company."""
    turtle = GOLDEN.read_text(encoding="utf-8")
    plan = kg.show(built_mini, "plan/kestrel-motors--sell--electric-vehicle--france")
    negated = [fact for fact in kg.show(built_mini, "Germany").facts if fact.polarity == "negative"]
    reported = [fact for fact in kg.show(built_mini, "Ada Roe").facts if fact.speaker == "Ada Roe"]

    assert {(fact.article, dict(fact.qualifiers)["period"]) for fact in plan.facts} == {
        ("courier", "until 2032-12-31"),
        ("harbour", "until 2034-12-31"),
    }
    assert [(fact.subject, fact.value) for fact in negated] == [("Kestrel Motors", "Germany")]
    assert [(fact.mode, fact.subject) for fact in reported] == [("possible", "Osprey Motors")]
    assert kg.status(built_mini).conflicts == 2
    assert turtle.count("a kgo:Conflict") == 2
    assert "proposed entity" in kg.show(built_mini, "Kestrel Motors").classes


def test_every_build_is_the_same_bytes(built_mini: Project, tmp_path: Path) -> None:
    """Under other hash seeds, time zones, locales, working folders and file orders."""
    made = {build_elsewhere(tmp_path, number) for number in range(3)}

    assert made == {build_elsewhere(tmp_path, 99)}
    assert len(made) == 1
    assert kg.build(kg.find_project(tmp_path / "made-0")).sha256 == kg.status(built_mini).sha256


def test_every_passage_is_what_stands_in_the_article(built: Project) -> None:
    """Each claim has one passage, whose offsets cut its quote out of the article's file."""
    for triples in article_graphs(built).values():
        claims = {s for s, p, o in triples if p == iri(RDF + "type") and o == iri(KGO + "Claim")}
        said_in, quotes = values(triples, KGO, "saidIn"), values(triples, KGO, "quote")
        starts, ends = values(triples, KGO, "start"), values(triples, KGO, "end")
        (path,) = values(triples, KGO, "sourcePath").values()
        assert built.seeds is not None
        text = (built.seeds / text_of(path)).read_bytes().decode()

        assert claims
        assert set(said_in) == claims
        assert sum(1 for _, p, _ in triples if p == iri(KGO + "saidIn")) == len(claims)
        for passage in set(said_in.values()):
            cut = text[int(text_of(starts[passage])) : int(text_of(ends[passage]))]
            assert cut == text_of(quotes[passage])


def test_every_fact_of_an_article_has_an_asserted_positive_claim(built: Project) -> None:
    """A reader who ignores modes is never told a hope as a fact."""
    domain, facts_found = domain_of(built), 0
    for triples in article_graphs(built).values():
        parts = [values(triples, RDF, name) for name in ("subject", "predicate", "object")]
        mode, polarity = values(triples, KGO, "mode"), values(triples, KGO, "polarity")
        claimed = {
            tuple(part[claim] for part in parts)
            for claim in parts[0]
            if mode[claim] == iri(KGO + "Asserted") and polarity[claim] == iri(KGO + "Positive")
        }
        facts = {triple for triple in triples if triple[1] in domain}
        facts_found += len(facts)

        assert facts <= claimed

    assert facts_found > 0


def test_conclusions_stand_apart_from_what_was_said(built: Project) -> None:
    """No derived triple is in an article's graph or the names; each of a fact names its rule."""
    minter, graphs, domain = Minter(built.base), graphs_of(built), domain_of(built)
    derived = graphs.pop(minter.derived_graph())
    parts = [values(derived, RDF, name) for name in ("subject", "predicate", "object")]
    explained = {tuple(part[node] for part in parts) for node in values(derived, KGO, "byRule")}

    assert explained
    assert explained == {triple for triple in derived if triple in explained}
    assert {triple for triple in derived if triple[1] in domain} <= explained
    assert all(not derived & triples for triples in graphs.values())


def test_the_default_graph_is_everything_but_the_terms_once(built: Project) -> None:
    """COUNT gives what a set has, whatever several articles repeat."""
    graphs = graphs_of(built)
    graphs.pop(Minter(built.base).ontology_graph())
    with open_current(built) as store:
        default = list(store.triples())

    assert len(default) == len(set(default)) == kg.status(built).triples
    assert set(default) == set().union(*graphs.values())


def test_a_page_is_cited_in_the_text_that_the_build_keeps(mini: Project) -> None:
    """The file of a web page is not its text, so the text lies in the build, under its digest."""
    page = (
        "<html><head><title>A rival</title></head><body><nav>Home</nav><article><h1>A rival</h1>"
        + "<p>Kestrel Motors competes with Osprey Motors. That is known to everybody in the harbour.</p>" * 3
        + "</article></body></html>"
    )
    (mini.root / "seeds" / "page.html").write_text(page, encoding="utf-8")

    kg.build(mini)

    triples = next(found for name, found in article_graphs(mini).items() if name.endswith("/page>"))
    (digest,) = values(triples, KGO, "textSha256").values()
    text = (mini.current / "texts" / f"{text_of(digest)}.txt").read_bytes().decode()
    cited = kg.show(mini, "article/page").facts
    assert cited
    assert all(text[fact.start : fact.end] == fact.quote for fact in cited)


def test_more_trust_wanted_gives_fewer_bare_facts(mini: Project) -> None:
    """Claims stay the same; of what the reader trusts less, only the claim remains."""
    domain, facts, claims = domain_of(mini), [], []
    for trust in (kg.Trust.LOW, kg.Trust.MEDIUM, kg.Trust.HIGH):
        report = kg.build(mini, trust=trust)
        claims.append(report.claims)
        facts.append({t for triples in article_graphs(mini).values() for t in triples if t[1] in domain})
        assert kg.status(mini).trust is trust

    assert facts[0] >= facts[1] >= facts[2]
    assert len(set(claims)) == 1


def test_progress_is_told_in_the_order_of_the_stages(mini: Project) -> None:
    """Articles are counted, then one step each."""
    told: list[tuple[str, int, int]] = []

    kg.build(mini, progress=lambda what, done, whole: told.append((what, done, whole)))

    assert told[:4] == [("read", 0, 3), ("read", 1, 3), ("read", 2, 3), ("read", 3, 3)]
    assert [what for what, _, _ in told[4:]] == ["infer", "validate", "store"]


def test_a_build_that_does_not_conform_leaves_the_last_one_and_a_report(mini: Project) -> None:
    """The report of the try says what is wrong; that of the current build is as it was."""
    before, graphs = kg.status(mini), graphs_of(mini)
    names = mini.ontology / "names.ttl"
    broken = "<https://example.org/kg/id/claim/0000000000000000> a kgo:Claim .\n"
    names.write_text(names.read_text(encoding="utf-8") + broken, encoding="utf-8")

    with pytest.raises(NotConformingError, match="structural"):
        kg.build(mini)

    assert kg.status(mini) == before
    assert graphs_of(mini) == graphs
    tried = last_report(mini)
    assert tried.structural
    assert (tried.current, tried.forced) == (False, False)
    forced = kg.build(mini, force=True)
    assert (forced.current, forced.forced) == (True, True)
    assert kg.status(mini) == forced


def test_strict_refuses_what_would_be_skipped(mini: Project) -> None:
    """And says how many more there are."""
    for name in ("a.txt", "b.txt"):
        (mini.root / "seeds" / name).write_bytes(b"")

    with pytest.raises(NothingToReadError, match=r"a\.txt: is empty.*2 such"):
        kg.build(mini, strict=True)

    assert len(kg.build(mini).skipped) == 2


def test_reading_needs_no_build(mini: Project) -> None:
    """``extract`` gives what the reader makes of files, in their order."""
    files = [mini.root / "seeds" / name for name in ("notes.txt", "courier.md")]
    mini.current.unlink()

    readings = list(kg.extract(mini, files))

    assert [reading.document.id for reading in readings] == ["notes", "courier"]
    assert all(claim.quote in reading.document.text for reading in readings for claim in reading.claims)
    with pytest.raises(SourceError, match="no build yet"):
        kg.status(mini)


def test_validation_finds_again_what_the_build_found(built: Project) -> None:
    """From the store's triples as from those of the build."""
    assert kg.validate(built) == list(kg.status(built).findings)


def test_a_killed_build_leaves_the_last_one_whole(mini: Project) -> None:
    """SIGKILL at any moment: the current build is the one before or the new one."""
    kill_builds(mini, 5, seed=5)
