"""The verbs that make and check a graph: build, extract, validate."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.help import examples
from kg.cli.output import print_build, print_findings
from kg.model import Trust
from kg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.pipeline import Progress

_NOT_CONFORMING = 6


@click.command(epilog=examples("kg build", "kg build ~/news ~/archive/2024 --strict"))
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Make the build current in spite of structural findings.")
@click.option("--strict", is_flag=True, help="Stop (exit 4) when an article has to be skipped.")
@click.option(
    "--trust", type=click.Choice(["high", "medium", "low"]), default="medium", show_default=True,
    help="What a claim needs at least to become a bare fact.",
)  # fmt: skip
@click.pass_obj
def build(root: Path | None, folders: tuple[Path, ...], *, force: bool, strict: bool, trust: str) -> None:
    """Read articles, build the graph, and make it current.

    FOLDERS hold .md, .txt or .html articles (default: seeds/ of the project). A build that fails
    leaves the one before untouched.
    """
    from kg.pipeline import build as run

    project = find_project(root)
    since = f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d %H:%M:%S} UTC, process {os.getpid()}"
    with _progress() as progress:
        report = run(
            project, folders or None, force=force, strict=strict, trust=Trust(trust.capitalize()),
            since=since, progress=progress,
        )  # fmt: skip
    for path, reason in report.skipped:
        click.echo(f"warning: {path}: {reason}; skipped", err=True)
    for article in report.articles:
        for warning in article.warnings:
            click.echo(f"warning: {article.path}: {warning}", err=True)
    print_build(report)
    click.echo("next: kg status · kg ask · kg show NAME · kg export -o graph.ttl", err=True)


@click.command(
    epilog=examples(
        "kg extract seeds/003*.md | head",
        "kg extract article.txt | jq -r '[.subject,.property,.object] | @tsv'",
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def extract(root: Path | None, files: tuple[Path, ...]) -> None:
    """Show what the reader makes of FILES: one claim a line, as JSON."""
    from kg.extract.describe import claim_record
    from kg.pipeline import extract as run

    for reading in run(find_project(root), files):
        for claim in reading.claims:
            click.echo(json.dumps(claim_record(claim), ensure_ascii=False))


@click.command(epilog=examples("kg validate", "kg validate graph.ttl --format json"))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def validate(root: Path | None, file: Path | None, form: str) -> None:
    """Check the current build, or a Turtle FILE, against the shapes and for contradictions.

    Shapes and ontology are read anew, so that a changed shape can be tried without building. Exits
    with 6 when a finding is structural; the others rest on what an article says, and are warnings.
    """
    from kg.pipeline import validate as run

    findings = run(find_project(root), file)
    print_findings(findings, form)
    structural = sum(finding.structural for finding in findings)
    click.echo(f"{len(findings)} findings, {structural} structural", err=True)
    if structural:
        click.get_current_context().exit(_NOT_CONFORMING)


@contextlib.contextmanager
def _progress() -> Iterator[Progress | None]:
    """Show progress on one line of a terminal's standard error, and wipe it at the end."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return

    def show(line: str) -> None:
        click.echo(f"\r\x1b[K{line}", err=True, nl=False, color=True)

    def tell(what: str, done: int, whole: int) -> None:
        show(f"{what} {done}/{whole}" if whole > 1 else what)

    try:
        yield tell
    finally:
        show("")
