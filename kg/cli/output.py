"""Print answers for people and for programs: tables that fit the terminal, CSV, JSON, Markdown, Turtle."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING

import click

from kg.terms import ntriples_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.model import BuildReport, Finding
    from kg.project import Project
    from kg.query import Answer
    from kg.show import Shown, ShownFact
    from kg.terms import Term

FORMATS = ("table", "csv", "tsv", "json", "markdown", "turtle")


def print_answer(
    answer: Answer,
    form: str,
    *,
    labels: Callable[[Iterable[Term]], dict[Term, str]],
    prefixes: Mapping[str, str],
) -> None:
    """Write *answer* to standard output in the format *form* (one of :data:`FORMATS`)."""
    if answer.kind == "construct":
        _print_triples(answer, form, prefixes)
    elif answer.kind == "ask":
        click.echo(json.dumps(answer.boolean) if form == "json" else "yes" if answer.boolean else "no")
    elif form == "turtle":
        raise click.UsageError(
            "turtle is for CONSTRUCT and DESCRIBE; a SELECT gives rows: take table, csv or json"
        )
    else:
        _print_rows(answer, form, labels)


def _print_triples(answer: Answer, form: str, prefixes: Mapping[str, str]) -> None:
    from kg.turtle import write_turtle

    if form in ("table", "turtle"):
        for piece in write_turtle(answer.triples, dict(prefixes)):
            click.echo(piece, nl=False)
    elif form == "json":
        click.echo(json.dumps([list(triple) for triple in answer.triples], ensure_ascii=False, indent=1))
    else:
        for triple in answer.triples:
            click.echo(ntriples_line(triple), nl=False)


def _print_rows(answer: Answer, form: str, labels: Callable[[Iterable[Term]], dict[Term, str]]) -> None:
    if form == "json":
        rows = [dict(row) for row in answer.rows]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if form in ("csv", "tsv"):
        text = [[row[name] or "" for name in answer.columns] for row in answer.rows]
        click.echo(separated(answer.columns, text, "," if form == "csv" else "\t"), nl=False)
        return
    found: dict[Term, str] = labels({cell for row in answer.rows for cell in row.terms.values() if cell})  # type: ignore[misc]
    cells = [
        [found.get(row.terms[name], "") if row.terms[name] else "" for name in answer.columns]
        for row in answer.rows
    ]  # type: ignore[call-overload]
    if form == "markdown":
        click.echo(markdown(answer.columns, cells), nl=False)
    else:
        print_table(answer.columns, cells)


def separated(columns: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str) -> str:
    """Return *rows* under their *columns*, as RFC 4180 has it, or with tabs."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n" if delimiter == "," else "\n")
    writer.writerow(columns)
    if delimiter == "\t":
        rows = [
            [cell.replace("\t", " ").replace("\r", " ").replace("\n", " ") for cell in row] for row in rows
        ]
    writer.writerows(rows)
    return buffer.getvalue()


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return *rows* as a Markdown table."""
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(map(_markdown_cell, row))} |" for row in rows]
    return "\n".join(lines) + "\n"


def _markdown_cell(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table that fits the terminal; columns that are empty in every row are left out."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    if not rows:
        click.echo("no rows")
        return
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False, soft_wrap=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    shown = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    for index in shown:
        longest = max(len(row[index]) for row in rows)
        long = columns[index] == "quote" or longest > 40
        table.add_column(
            columns[index], overflow="fold", ratio=None, min_width=24 if long else min(longest, 10)
        )
    for row in rows:
        table.add_row(*(_plain(row[index]) for index in shown))
    console.print(table)


def _plain(cell: str) -> str:
    from rich.markup import escape

    return escape(cell)


def print_findings(findings: Sequence[Finding], form: str) -> None:
    """Write findings, each with the sentence it rests on where there is one."""
    if form == "json":
        import dataclasses

        click.echo(
            json.dumps([dataclasses.asdict(finding) for finding in findings], ensure_ascii=False, indent=1)
        )
        return
    for finding in findings:
        mark = "structural " if finding.structural else ""
        value = f", value {finding.value}" if finding.value else ""
        click.echo(f"{mark}{finding.severity.lower()}: {finding.message}")
        click.echo(f"    {finding.focus} ({finding.shape.rsplit('#', 1)[-1]}{value})")
        if finding.quote:
            click.echo(f"    {finding.article}: “{finding.quote}”")


def print_queries(project: Project, form: str) -> None:
    """List the saved queries: what each answers and which parameters it has."""
    from kg.query import load_queries

    queries = load_queries(project.queries).values()
    rows = [
        [
            query.name,
            query.summary,
            " ".join(f"--{parameter.name}" for parameter in query.parameters),
            " ".join(query.answers),
        ]
        for query in queries
    ]
    columns = ["query", "question", "parameters", "answers"]
    if form == "json":
        click.echo(
            json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)
        )
    elif form in ("csv", "tsv"):
        click.echo(separated(columns, rows, "," if form == "csv" else "\t"), nl=False)
    elif form == "markdown":
        click.echo(markdown(columns, rows), nl=False)
    else:
        print_table(columns, rows)


def print_build(report: BuildReport) -> None:
    """Say in a few lines what a build holds."""
    warnings = sum(not finding.structural for finding in report.findings)
    click.echo(f"build {report.build_id}" + (" (forced)" if report.forced else ""))
    click.echo(
        f"{len(report.articles)} articles, {report.claims} claims, {report.triples} triples, {report.derived} derived, "
        f"{report.conflicts} conflicts"
    )
    click.echo(
        f"{len(report.structural)} structural findings, {warnings} warnings, {len(report.skipped)} files skipped"
    )


def print_shown(shown: Shown) -> None:
    """Print a thing: names, then each fact with the sentence that says so."""
    click.echo(click.style(shown.label, bold=True) + f"  {', '.join(shown.classes)}")
    click.echo(f"<{shown.iri}>")
    if shown.names:
        click.echo(f"also: {', '.join(shown.names)}")
    for fact in shown.facts:
        click.echo()
        click.echo(f"  {_fact_line(fact)}")
        click.echo(f"    “{fact.quote}”")
        click.echo(f"    {fact.article} [{fact.start}, {fact.end}) · trust {fact.trust} · rule {fact.rule}")
        click.echo(f"    <{fact.claim}>")
    if shown.derived:
        click.echo("\nconcluded:")
    for fact in shown.derived:
        click.echo(f"  {fact.subject} — {fact.property} — {fact.value}   (rule {fact.rule})")


def _fact_line(fact: ShownFact) -> str:
    marks = [] if fact.mode.lower() == "asserted" else [fact.mode.lower()]
    if fact.polarity.lower() == "negative":
        marks.append("negated")
    if fact.speaker:
        marks.append(f"says {fact.speaker}")
    if fact.period:
        marks.append(fact.period)
    return f"{fact.subject} — {fact.property} — {fact.value}" + (f"  ({', '.join(marks)})" if marks else "")
