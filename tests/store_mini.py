"""A small published project of invented facts, for the tests of store, publish, query and export."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.identifiers import Minter
from kg.namespaces import DCTERMS, DEFAULT_BASE, KGO, RDF, RDFS, SKOS
from kg.project import Project
from kg.publish import lock_builds, publish
from kg.store import GraphStore, store_folder
from kg.terms import Term, Triple, boolean, date, decimal, integer, iri, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

MINTER = Minter(DEFAULT_BASE)

Graphs = dict[Term | None, list[Triple]]


def thing(reference: str) -> Term:
    """Return the IRI of ``kind/slug``."""
    return MINTER.reference(reference)


def kgo(name: str) -> Term:
    """Return a term of our ontology."""
    return iri(KGO + name)


A = iri(RDF + "type")
LABEL = iri(RDFS + "label")
ACME, BETA, ADA = thing("company/acme-motors"), thing("company/beta-cars"), thing("person/ada-roe")
EUROPE, GAZETTE = thing("place/europe"), thing("outlet/daily-gazette")


def article(
    article_id: str, title: str, day: datetime.date | None, claims: Iterable[Iterable[Triple]]
) -> list[Triple]:
    """Return the content of one article's graph."""
    node = MINTER.article(article_id)
    triples = [(node, A, kgo("Article")), (node, LABEL, literal(title))]
    triples.append((node, iri(DCTERMS + "publisher"), GAZETTE))
    if day:
        triples.append((node, iri(DCTERMS + "issued"), date(day)))
    return triples + [triple for claim in claims for triple in claim]


def claim(
    article_id: str,
    name: str,
    stated: Triple,
    quote: str,
    start: int,
    *,
    mode: str = "Asserted",
    polarity: str = "Positive",
    speaker: Term | None = None,
) -> list[Triple]:
    """Return a claim with its passage, and the bare triple if it is asserted and positive."""
    node, passage = thing(f"claim/{name}"), MINTER.passage(article_id, quote, 1)
    triples = [
        (node, A, kgo("Claim")),
        *(
            (node, iri(RDF + part), term)
            for part, term in zip(("subject", "predicate", "object"), stated, strict=True)
        ),
        (node, kgo("mode"), kgo(mode)),
        (node, kgo("polarity"), kgo(polarity)),
        (node, kgo("saidIn"), passage),
        (passage, A, kgo("Passage")),
        (passage, kgo("quote"), literal(quote)),
        (passage, kgo("start"), integer(start)),
        (passage, kgo("end"), integer(start + len(quote))),
        (passage, kgo("inArticle"), MINTER.article(article_id)),
    ]
    if speaker:
        triples.append((node, kgo("speaker"), speaker))
    return [*triples, stated] if (mode, polarity) == ("Asserted", "Positive") else triples


def mini_graphs() -> Graphs:
    """Return two articles, names, terms and what follows from them, and the default graph under None."""
    price = thing("quantity/at-most-20000-eur")
    names = [
        *((node, A, kgo("Company")) for node in (ACME, BETA)),
        (ADA, A, kgo("Person")),
        *(
            (node, property_name, literal("Acme Motors"))
            for node in (ACME,)
            for property_name in (LABEL, PREF)
        ),
        *((BETA, property_name, literal("Beta Cars")) for property_name in (LABEL, PREF)),
        (ACME, ALT, literal("Acme")),
        (ACME, HIDDEN, literal("Akme")),
        *((ADA, property_name, literal("Ada Roe")) for property_name in (LABEL, PREF)),
        (ADA, ALT, literal("Roe")),
        (thing("person/bo-roe"), ALT, literal("Roe")),
        (thing("person/bo-roe"), LABEL, literal("Bo Roe")),
        (EUROPE, LABEL, literal("Europe")),
        (GAZETTE, LABEL, literal("The Daily Gazette")),
    ]
    first = article(
        "first-1",
        "Acme looks abroad",
        datetime.date(2031, 5, 2),
        [
            claim("first-1", "00000000000000a1", (ACME, kgo("competesWith"), BETA), "Acme fights Beta.", 40),
            claim(
                "first-1",
                "00000000000000a2",
                (ACME, kgo("sellsIn"), EUROPE),
                'It said: "we will sell in Europe".',
                80,
                mode="Planned",
                speaker=ADA,
            ),
        ],
    )
    second = article(
        "second_2",
        "=HYPERLINK(1)",
        None,
        [
            claim(
                "second_2",
                "00000000000000b1",
                (ACME, kgo("competesWith"), BETA),
                "Beta is a rival of Acme.",
                7,
            ),
            claim(
                "second_2",
                "00000000000000b2",
                (ACME, kgo("knownFor"), literal("-5")),
                "minus five",
                90,
                polarity="Negative",
            ),
            claim(
                "second_2", "00000000000000b3", (ACME, kgo("price"), price), "+20,000 at most\nfor now", 60
            ),
        ],
    )
    second += [
        (price, LABEL, literal("at most 20,000 EUR")),
        (price, kgo("maximum"), decimal(Decimal("20000.50"))),
        (price, kgo("approximate"), boolean(value=True)),
    ]
    derived = [(BETA, kgo("competesWith"), ACME)]
    ontology = [
        *(
            (kgo(mode), LABEL, literal(mode.lower(), language="en"))
            for mode in ("Asserted", "Planned", "Possible")
        ),
        (kgo("competesWith"), LABEL, literal("competes with", language="en")),
    ]
    return {
        MINTER.article_graph("first-1"): first,
        MINTER.article_graph("second_2"): second,
        MINTER.names_graph(): names,
        MINTER.derived_graph(): derived,
        MINTER.ontology_graph(): ontology,
        None: sorted({*first, *second, *names, *derived}),
    }


PREF, ALT, HIDDEN = (iri(f"{SKOS}{name}Label") for name in ("pref", "alt", "hidden"))

QUERIES = {
    "rivals": """\
#+ summary: Who competes with whom, with the sentence that says so
#+ answers: [CQ-08]
#+ parameters:
#+   - name: company
#+     type: iri
#+     help: only the rivals of this company
#+ columns: {company: the one, rival: the other, quote: what the article says}
#+ tags: [market]
PREFIX kgo: <https://example.org/kg/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?company ?rival ?quote WHERE {
  VALUES ?_company_iri { UNDEF }
  ?claim rdf:subject ?company ; rdf:predicate kgo:competesWith ; rdf:object ?rival ;
    kgo:saidIn/kgo:quote ?quote .
  FILTER(!BOUND(?_company_iri) || ?company = ?_company_iri)
}
ORDER BY ?company ?rival ?quote
""",
    "articles_since": """\
#+ summary: Articles that appeared on a day or later
#+ parameters:
#+   - {name: since, type: date, help: the first day, default: 2030-01-01}
#+   - {name: most, type: integer, help: not used by the graph}
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?article ?day ?most WHERE {
  VALUES ?_since_date { "2030-01-01"^^xsd:date }
  VALUES ?_most_integer { 7 } # stays
  ?article dcterms:issued ?day .
  FILTER(?day >= ?_since_date)
  BIND(?_most_integer AS ?most)
}
ORDER BY ?article ?day ?most
""",
}


def mini_project(folder: Path, queries: Mapping[str, str] = QUERIES) -> Project:
    """Return a project in *folder* with saved queries and nothing built."""
    (folder / "queries").mkdir(parents=True)
    for name, text in queries.items():
        (folder / "queries" / f"{name}.rq").write_text(text, encoding="utf-8")
    return Project(folder, folder / "ontology", folder / "queries", None, DEFAULT_BASE)


def write_graphs(graphs: Graphs) -> Callable[[Path], None]:
    """Return what writes a store of *graphs* into a build's folder."""

    def write(build: Path) -> None:
        store = GraphStore.create(store_folder(build))
        store.load(graphs)
        store.finish()

    return write


def publish_graphs(project: Project, graphs: Graphs, build_id: str = "mini") -> Path:
    """Make *graphs* the current build of *project*."""
    with lock_builds(project, since="noon") as lock:
        return publish(lock, build_id, write_graphs(graphs))
