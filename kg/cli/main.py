"""The verbs of ``kg``."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import (
    FORMATS,
    print_answer,
    print_build,
    print_findings,
    print_queries,
    print_shown,
    print_table,
)
from kg.errors import KgError, SourceError, UsageError, nearest
from kg.model import Trust
from kg.namespaces import prefixes_for
from kg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.pipeline import Progress

_EXPORTS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "csv")
_PIPE_CLOSED = 141


class _Verbs(click.Group):
    """Verbs that name the nearest when one is misspelt."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise click.UsageError(f"no verb {args[0]!r}{nearest(args[0], self.commands)}; see `kg --help`")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  kg build                       the articles in seeds/ of this project
  kg build ~/news                the articles in any folder; the graph goes to ./.kg
  kg ask                         which questions there are
  kg ask plans_by_article        one of them
  kg show "Lei Jun"              all that is said of somebody, each with its sentence
  kg export -o graph.ttl         Turtle for other tools
""",
)
@click.version_option(package_name="kg", prog_name="kg")
@click.option(
    "--project",
    "root",
    type=click.Path(path_type=Path),
    help="The project's folder (default: found from here).",
)
@click.pass_context
def cli(context: click.Context, root: Path | None) -> None:
    """News articles in, a knowledge graph out, in which every answer ends at a sentence."""
    context.obj = root


@cli.command(
    epilog="Exit codes: 3 no such folder, 4 nothing usable, 5 broken file, 6 does not conform, 10 busy, 11 disk."
)
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Make the build current in spite of structural findings.")
@click.option("--strict", is_flag=True, help="Stop (exit 4) when an article has to be skipped.")
@click.option(
    "--trust", type=click.Choice(["high", "medium", "low"]), default="medium", show_default=True,
    help="What a claim needs at least to become a bare fact.",
)  # fmt: skip
@click.pass_obj
def build(root: Path | None, folders: tuple[Path, ...], *, force: bool, strict: bool, trust: str) -> None:
    r"""Read articles, build the graph, and make it current.

    FOLDERS hold .md, .txt or .html articles (default: seeds/ of the project). A build that fails
    leaves the one before untouched.

    \b
    Examples:
      kg build
      kg build ~/news ~/archive/2024 --strict
    """
    from kg.pipeline import build as run

    project = find_project(root)
    since = f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d %H:%M:%S} UTC, process {os.getpid()}"
    report = run(
        project, folders or None, force=force, strict=strict, trust=Trust(trust.capitalize()), since=since,
        progress=_progress(),
    )  # fmt: skip
    for path, reason in report.skipped:
        click.echo(f"warning: {path}: {reason}; skipped", err=True)
    for article in report.articles:
        for warning in article.warnings:
            click.echo(f"warning: {article.path}: {warning}", err=True)
    print_build(report)
    click.echo("next: kg ask · kg show NAME · kg export -o graph.ttl", err=True)


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("query", required=False)
@click.argument("rest", nargs=-1, type=click.UNPROCESSED)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option(
    "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter; --NAME VALUE works as well."
)
@click.pass_obj
def ask(
    root: Path | None, query: str | None, rest: tuple[str, ...], form: str, pairs: tuple[str, ...]
) -> None:
    r"""Answer a question.

    QUERY is the name of a saved query, a .rq file, or - for SPARQL on standard input (SELECT, ASK,
    CONSTRUCT, DESCRIBE). Without QUERY, the saved ones are listed; with --help after a name, that one is
    explained. Names such as "Lei Jun" work as parameters where a thing is asked for.

    \b
    Examples:
      kg ask
      kg ask plans_by_article --help
      kg ask statements_by_person --person "William Lu" --format csv
      echo 'SELECT * { ?s a kgo:Plan }' | kg ask -
    """
    from kg.query import ask as run
    from kg.query import label_terms

    project = find_project(root)
    if query is None:
        print_queries(project, form)
        return
    text, parameters = _question(query), _parameters(rest, pairs)
    answer = run(project, text, parameters)
    print_answer(
        answer, form, labels=lambda found: label_terms(project, found), prefixes=prefixes_for(project.base)
    )


@cli.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def validate(root: Path | None, file: Path | None, form: str) -> None:
    r"""Check the current build, or a Turtle FILE, against the shapes.

    Exits with 6 when a finding is structural. Warnings rest on what an article says.

    \b
    Examples:
      kg validate
      kg validate graph.ttl --format json
    """
    from kg.pipeline import validate as run

    findings = run(find_project(root), file)
    print_findings(findings, form)
    structural = sum(finding.structural for finding in findings)
    click.echo(f"{len(findings)} findings, {structural} structural", err=True)
    if structural:
        sys.exit(6)


@cli.command()
@click.option("--format", "form", type=click.Choice(_EXPORTS), default="turtle", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file instead of standard output.",
)
@click.option("--article", metavar="ID", help="Only what this article says.")
@click.option("--stated-only", is_flag=True, help="Leave out what rules concluded.")
@click.option("--with-ontology", is_flag=True, help="Add the terms.")
@click.pass_obj
def export(
    root: Path | None,
    form: str,
    output: Path | None,
    article: str | None,
    *,
    stated_only: bool,
    with_ontology: bool,
) -> None:
    r"""Write the graph for other tools: the same bytes each time.

    \b
    Examples:
      kg export > graph.ttl
      kg export --format trig -o graph.trig
      kg export --format csv --article 000_c2ba724ee414ea5d
    """
    from kg.export import export_graph
    from kg.publish import write_file

    pieces = export_graph(
        find_project(root), format=form, article=article, stated_only=stated_only, with_ontology=with_ontology
    )
    if output is None:
        out = click.get_binary_stream("stdout")
        for piece in pieces:
            out.write(piece.encode())
        out.flush()
    else:
        write_file(output, pieces)
        click.echo(f"wrote {output}", err=True)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def extract(root: Path | None, files: tuple[Path, ...]) -> None:
    r"""Show what the reader makes of FILES: one claim a line, as JSON.

    \b
    Examples:
      kg extract seeds/003*.md | head
      kg extract article.txt | jq -r '[.subject,.property,.object] | @tsv'
    """
    from kg.extract.describe import claim_record
    from kg.pipeline import extract as run

    for reading in run(find_project(root), files):
        for claim in reading.claims:
            click.echo(json.dumps(claim_record(claim), ensure_ascii=False))


@cli.command()
@click.argument("thing")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def show(root: Path | None, thing: str, form: str) -> None:
    r"""Show all that is known of THING, each fact with its sentence.

    THING is a name, kind/slug or IRI of an entity, plan, claim or conflict.

    \b
    Examples:
      kg show "Lu Weibing"
      kg show vehicle/xiaomi-su7-ultra
    """
    from kg.show import show as run

    shown = run(find_project(root), thing)
    if form == "json":
        click.echo(json.dumps(dataclasses.asdict(shown), ensure_ascii=False, indent=1))
    else:
        print_shown(shown)


@cli.command()
@click.option(
    "--report",
    "full",
    is_flag=True,
    help="Also each article's silent sentences and unlinked names, and all findings of the last try.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def status(root: Path | None, *, full: bool, form: str) -> None:
    r"""Say what the current build holds, and what came of the last try.

    \b
    Examples:
      kg status
      kg status --report
    """
    from kg.pipeline import last_report
    from kg.pipeline import status as run

    project = find_project(root)
    report = last_report(project) if full else run(project)
    if form == "json":
        click.echo(json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=1))
        return
    print_build(report)
    if not report.current:
        click.echo("this build did not become current")
    rows = [
        [a.article, str(a.claims), f"{a.sentences - len(a.silent)}/{a.sentences}", ", ".join(a.unlinked)]
        for a in report.articles
    ]
    print_table(["article", "claims", "sentences read", "unlinked names"], rows)
    if full:
        for article in report.articles:
            for sentence in article.silent:
                click.echo(f"{article.article}: no claim: {sentence}")
        print_findings(report.findings, "text")


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    r"""Print the completion script for a SHELL.

    \b
    Example:
      kg completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise UsageError(f"no completion for {shell}")
    click.echo(found(cli, {}, "kg", "_KG_COMPLETE").source())


def _question(query: str) -> str:
    """Return a saved query's name, or the text of the query in a file or on standard input."""
    if query == "-":
        return click.get_binary_stream("stdin").read().decode("utf-8", errors="replace")
    path = Path(query)
    if path.suffix == ".rq" or ("/" in query and path.is_file()):
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(
                f"{path}: {getattr(error, 'strerror', None) or error}; check the path"
            ) from error
    return query


def _parameters(rest: Sequence[str], pairs: Sequence[str]) -> dict[str, str]:
    """Return parameters given as ``--name value``, ``--name=value`` or ``--param name=value``."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--param {pair!r}: write --param NAME=VALUE")
        found[name] = value
    words = list(rest)
    while words:
        word = words.pop(0)
        if not word.startswith("--"):
            raise click.UsageError(f"unexpected {word!r}: write parameters as --NAME VALUE")
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not words:
                raise click.UsageError(f"--{name} needs a value")
            value = words.pop(0)
        found[name.replace("-", "_")] = value
    return found


def _progress() -> Progress | None:
    """Return what shows progress on a terminal's standard error, or None where it is piped."""
    if not sys.stderr.isatty():
        return None

    def tell(what: str, done: int, whole: int) -> None:
        share = f" {done}/{whole}" if whole > 1 else ""
        click.echo(f"\r\x1b[K{what}{share}", err=True, nl=what == "store")

    return tell


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``kg`` with *arguments* (default: those of the process) and exit with its code."""
    try:
        code = cli.main(
            args=list(arguments) if arguments is not None else None, prog_name="kg", standalone_mode=False
        )
    except click.exceptions.Abort:
        click.echo("stopped; the last build is as it was", err=True)
        sys.exit(130)
    except KeyboardInterrupt:
        click.echo("stopped; the last build is as it was", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_PIPE_CLOSED)
    sys.exit(code if isinstance(code, int) else 0)
