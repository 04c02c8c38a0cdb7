"""The verbs that read the current build: ask, show, export, status."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.help import examples
from kg.cli.output import FORMATS, print_answer, print_queries, print_query, print_report, print_shown
from kg.errors import KgError, SourceError, UsageError
from kg.namespaces import prefixes_for
from kg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.project import Project

_EXPORTS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "csv")


@click.command(
    epilog=examples(
        "kg ask",
        "kg ask plans_by_article --help",
        'kg ask statements_by_person --person "William Lu" --format csv',
        "echo 'SELECT * { ?s a kgo:Plan }' | kg ask -",
    ),
    context_settings={"ignore_unknown_options": True},
    add_help_option=False,
)
@click.argument("query", required=False)
@click.argument("rest", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAMETER VALUE]...")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option(
    "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="Another way to write --NAME VALUE."
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Write the first N rows only.")
@click.option("-h", "--help", "explain", is_flag=True, help="Explain QUERY, or this verb, and exit.")
@click.pass_context
def ask(
    context: click.Context, query: str | None, rest: tuple[str, ...], form: str, pairs: tuple[str, ...],
    limit: int | None, *, explain: bool,
) -> None:  # fmt: skip
    """Answer a question.

    QUERY is the name of a saved query, a .rq file, SPARQL text, or - for SPARQL on standard input
    (SELECT, ASK, CONSTRUCT, DESCRIBE). Without QUERY, the saved ones are listed. Names such as "Lei Jun"
    work as parameters where a thing is asked for.

    Tables show labels and fit the terminal; csv, tsv and json hold IRIs; turtle is for CONSTRUCT and
    DESCRIBE.
    """
    from kg.query import ask as run
    from kg.query import find_query, label_terms, load_queries

    if explain and query is None:
        click.echo(context.get_help())
        return
    project = find_project(context.obj)
    if query is None:
        print_queries(load_queries(project.queries).values(), form)
        return
    question = _question(project, query)
    if explain:
        print_query(find_query(project, question))
        return
    answer = run(project, question, _parameters(rest, pairs))
    print_answer(
        answer, form, labels=lambda found: label_terms(project, found),
        prefixes=prefixes_for(project.base), limit=limit,
    )  # fmt: skip


@click.command(epilog=examples('kg show "Lu Weibing"', "kg show vehicle/xiaomi-su7-ultra"))
@click.argument("thing")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def show(root: Path | None, thing: str, form: str) -> None:
    """Show all that is known of THING, each fact with its sentence.

    THING is a name, kind/slug or IRI of an entity, plan, article, claim or conflict.
    """
    from kg.show import show as run

    print_shown(run(find_project(root), thing), form)


@click.command(
    epilog=examples(
        "kg export > graph.ttl",
        "kg export --format trig -o graph.trig",
        "kg export --format csv --article 000_c2ba724ee414ea5d",
    )
)
@click.option("--format", "form", type=click.Choice(_EXPORTS), default="turtle", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file instead of standard output.",
)
@click.option("--article", metavar="ID", help="Only what this article says.")
@click.option("--stated-only", is_flag=True, help="Leave out what rules concluded.")
@click.option("--with-ontology", is_flag=True, help="Add the terms.")
@click.pass_obj
def export(
    root: Path | None, form: str, output: Path | None, article: str | None,
    *, stated_only: bool, with_ontology: bool,
) -> None:  # fmt: skip
    """Write the graph for other tools: the same bytes each time."""
    from kg.export import export_graph
    from kg.files import write_file

    pieces = export_graph(
        find_project(root), format=form, article=article, stated_only=stated_only, with_ontology=with_ontology
    )
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode())
    else:
        write_file(output, pieces)
        click.echo(f"wrote {output}", err=True)


@click.command(epilog=examples("kg status", "kg status --report"))
@click.option(
    "--report", "full", is_flag=True,
    help="The last try, current or not, with the sentences that gave no claim, and all findings.",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def status(root: Path | None, *, full: bool, form: str) -> None:
    """Say what the current build holds, and what came of the last try."""
    from kg.pipeline import last_report
    from kg.pipeline import status as run

    project = find_project(root)
    print_report(last_report(project) if full else run(project), form, full=full)
    if not full:
        with contextlib.suppress(KgError):
            if not last_report(project).current:
                click.echo("the last try did not become current: see kg status --report", err=True)


def _question(project: Project, query: str) -> str:
    """Return a saved query's name, or the text of the query in a file or on standard input."""
    if query == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    path = Path(query)
    if path.suffix != ".rq" and not ("/" in query and path.is_file()):
        return query
    with contextlib.suppress(ValueError):
        return path.resolve().relative_to(project.queries.resolve()).with_suffix("").as_posix()
    try:
        return _decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}; check the path") from error


def _decoded(content: bytes, place: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{place}: not UTF-8; save the query as UTF-8") from error


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
