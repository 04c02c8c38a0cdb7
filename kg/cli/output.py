"""Print answers, findings, reports and things: for people, and for programs."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from kg.cli.tables import markdown, print_table, separated
from kg.errors import UsageError
from kg.terms import Term, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.model import BuildReport, Finding, Row
    from kg.query import Answer, Parameter, SavedQuery
    from kg.show import Shown, ShownFact

FORMATS = ("table", "csv", "tsv", "json", "markdown", "turtle")


def print_answer(
    answer: Answer,
    form: str,
    *,
    labels: Callable[[Iterable[Term]], dict[Term, str]],
    prefixes: Mapping[str, str],
    limit: int | None = None,
) -> None:
    """Write *answer* to standard output in the format *form* (one of :data:`FORMATS`).

    Tables and Markdown show *labels*; CSV, TSV and JSON hold what the query gave. Of rows, the first
    *limit* are written, and standard error says how many more there are.

    Raises:
        UsageError: rows are wanted as Turtle.
    """
    if answer.kind == "construct":
        _print_triples(answer, form, prefixes)
    elif answer.kind == "ask":
        click.echo(json.dumps(answer.boolean) if form == "json" else "yes" if answer.boolean else "no")
    elif form == "turtle":
        raise UsageError("turtle is for CONSTRUCT and DESCRIBE; a SELECT gives rows: take table, csv or json")
    else:
        _print_rows(answer.columns, answer.rows[:limit], form, labels)
        if limit is not None and len(answer.rows) > limit:
            click.echo(f"{_count(len(answer.rows) - limit, 'more row')}", err=True)


def print_queries(queries: Iterable[SavedQuery], form: str) -> None:
    """List saved queries: what each answers and which parameters it has."""
    rows = [
        [
            query.name,
            query.summary,
            " ".join(f"--{parameter.name}" for parameter in query.parameters),
            " ".join(query.answers),
        ]
        for query in queries
    ]
    _print_cells(["query", "question", "parameters", "answers"], rows, form)


def print_query(query: SavedQuery) -> None:
    """Explain a saved query: what it answers, its parameters and its columns."""
    click.echo(f"{click.style(query.name, bold=True)}: {query.summary}")
    if query.answers:
        click.echo(f"answers {', '.join(query.answers)}")
    _print_entries("Parameters", [_parameter_entry(parameter) for parameter in query.parameters])
    _print_entries("Columns", list(query.columns.items()))
    example = "".join(f" --{parameter.name} {_example(parameter)}" for parameter in query.parameters[:1])
    click.echo(f"\nExample:\n  kg ask {query.name}{example} --format csv")
    click.echo(f"\nIts text, for any SPARQL tool: {query.path}")


def print_findings(findings: Sequence[Finding], form: str) -> None:
    """Write findings, each with the sentence it rests on where there is one."""
    if form == "json":
        _print_json([dataclasses.asdict(finding) for finding in findings])
        return
    for finding in findings:
        mark = "structural " if finding.structural else ""
        value = f", value {finding.value}" if finding.value else ""
        click.echo(f"{mark}{finding.severity.lower()}: {finding.message}")
        click.echo(f"    {finding.focus} ({finding.shape.rsplit('#', 1)[-1]}{value})")
        if finding.quote:
            click.echo(f"    “{finding.quote}”")
            click.echo(f"    {finding.article}")


def print_build(report: BuildReport) -> None:
    """Say in a few lines what a build holds."""
    warnings = len(report.findings) - len(report.structural)
    click.echo(f"build {report.build_id}" + (" (forced)" if report.forced else ""))
    click.echo(
        f"{_count(len(report.articles), 'article')}, {_count(report.claims, 'claim')}, "
        f"{_count(report.triples, 'triple')}, {report.derived} of them derived, "
        f"{_count(report.conflicts, 'conflict')}"
    )
    click.echo(
        f"{_count(len(report.structural), 'structural finding')}, {_count(warnings, 'warning')}, "
        f"{_count(len(report.skipped), 'file')} skipped"
    )


def print_report(report: BuildReport, form: str, *, full: bool) -> None:
    """Write what came of a build, article by article; *full* adds silent sentences and findings."""
    if form == "json":
        _print_json(dataclasses.asdict(report))
        return
    print_build(report)
    if not report.current:
        click.echo("this build did not become current")
    click.echo()
    rows = [
        [a.article, str(a.claims), f"{a.sentences - len(a.silent)} of {a.sentences}", ", ".join(a.unlinked)]
        for a in report.articles
    ]
    print_table(["article", "claims", "sentences read", "unlinked names"], rows)
    if full:
        click.echo()
        for path, reason in report.skipped:
            click.echo(f"{path}: {reason}; skipped")
        for article in report.articles:
            for warning in article.warnings:
                click.echo(f"{article.article}: {warning}")
            for sentence in article.silent:
                click.echo(f"{article.article}: no claim: {sentence}")
        print_findings(report.findings, "text")


def print_shown(shown: Shown, form: str) -> None:
    """Print a thing: names, then each fact with the sentence that says so."""
    if form == "json":
        _print_json(dataclasses.asdict(shown))
        return
    click.echo(click.style(shown.label, bold=True) + f"  {', '.join(shown.classes)}")
    click.echo(f"<{shown.iri}>")
    if shown.names:
        click.echo(f"also: {', '.join(shown.names)}")
    for fact in shown.facts:
        click.echo(f"\n  {_fact_line(fact)}")
        if fact.doubt:
            click.echo(f"    doubt: {fact.doubt}")
        click.echo(f"    “{fact.quote}”")
        click.echo(f"    {fact.article} [{fact.start}, {fact.end}) · {fact.trust} · rule {fact.rule}")
        click.echo(f"    <{fact.claim}>")
    for heading, triples in (("registered", shown.registered), ("concluded", shown.derived)):
        if triples:
            click.echo(f"\n{heading}:")
        for found in triples:
            click.echo(f"  {found.subject} — {found.property} — {found.value}   ({found.source})")


def _print_triples(answer: Answer, form: str, prefixes: Mapping[str, str]) -> None:
    from kg.turtle import write_turtle

    if form in ("table", "turtle"):
        for piece in write_turtle(answer.triples, dict(prefixes)):
            click.echo(piece, nl=False)
    elif form == "json":
        _print_json([list(triple) for triple in answer.triples])
    elif form == "markdown":
        raise UsageError("a CONSTRUCT or DESCRIBE gives triples: take turtle, json, csv or tsv")
    else:
        _print_cells(["subject", "predicate", "object"], [_texts(triple) for triple in answer.triples], form)


def _texts(triple: Iterable[Term]) -> list[str]:
    return [term if term.startswith(("_:", "<<")) else text_of(term) for term in triple]


def _print_rows(
    columns: Sequence[str],
    rows: Sequence[Row],
    form: str,
    labels: Callable[[Iterable[Term]], dict[Term, str]],
) -> None:
    if form == "json":
        _print_json([dict(row) for row in rows])
        return
    if form in ("csv", "tsv"):
        cells = [[row[name] or "" for name in columns] for row in rows]
    else:
        terms = [[row.terms[name] for name in columns] for row in rows]
        words = labels({Term(term) for row in terms for term in row if term})
        cells = [[words[Term(term)] if term else "" for term in row] for row in terms]
    _print_cells(columns, cells, form)


def _print_cells(columns: Sequence[str], rows: Sequence[Sequence[str]], form: str) -> None:
    if form == "json":
        _print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif form in ("csv", "tsv"):
        click.echo(separated(columns, rows, "," if form == "csv" else "\t"), nl=False)
    elif form == "markdown":
        click.echo(markdown(columns, rows), nl=False)
    else:
        print_table(columns, rows)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _print_entries(heading: str, entries: Sequence[tuple[str, str]]) -> None:
    if not entries:
        return
    width = max(len(name) for name, _ in entries)
    click.echo(f"\n{heading}:")
    for name, words in entries:
        click.echo(f"  {name.ljust(width)}  {words}")


def _parameter_entry(parameter: Parameter) -> tuple[str, str]:
    default = "all" if parameter.default is None else text_of(parameter.default)
    kind = "a name or IRI" if parameter.type == "iri" else parameter.type
    return f"--{parameter.name}", f"{parameter.help} ({kind}; default: {default})"


def _example(parameter: Parameter) -> str:
    if parameter.default is not None:
        return text_of(parameter.default)
    return {
        "boolean": "true",
        "date": "2027-01-31",
        "decimal": "1.5",
        "integer": "2027",
    }.get(parameter.type, '"NAME"')


def _fact_line(fact: ShownFact) -> str:
    marks = [] if fact.mode == "asserted" else [fact.mode]
    if fact.polarity == "negative":
        marks.append("negated")
    if fact.speaker:
        marks.append(f"says {fact.speaker}")
    marks += [f"{name}: {value}" for name, value in fact.qualifiers]
    return f"{fact.subject} — {fact.property} — {fact.value}" + (f"  ({', '.join(marks)})" if marks else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
