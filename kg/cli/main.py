"""The verbs of ``kg``, and the one place where errors become exit codes."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.asking import ask, export, show, status
from kg.cli.help import examples
from kg.cli.making import build, extract, validate
from kg.errors import KgError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
PIPE_CLOSED = 141
"""What a shell says of a program that a closed pipe ended."""

_DISK = 11
_EPILOG = """\b
Examples:
  kg build                       the articles in seeds/ of this project
  kg build ~/news                the articles in any folder; the graph goes to ./.kg
  kg ask                         which questions there are
  kg ask plans_by_article        one of them
  kg show "Lei Jun"              all that is said of somebody, each with its sentence
  kg export -o graph.ttl         Turtle for other tools

\b
Exit codes: 2 usage, 3 no such file, 4 nothing usable, 5 broken file, 6 does not conform,
7 no SPARQL, 8 refused SPARQL, 10 another build is running, 11 disk, 130 stopped.
"""


class _Verbs(click.Group):
    """Verbs that name the nearest when one is misspelt, and that end quietly when nobody reads on."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise click.UsageError(f"no verb {args[0]!r}{nearest(args[0], self.commands)}; see `kg --help`")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _silence_stdout()
            ctx.exit(PIPE_CLOSED)
        return result


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(package_name="kg", prog_name="kg")
@click.option(
    "--project", "root", type=click.Path(path_type=Path), metavar="FOLDER",
    help="The project's folder (default: found from here).",
)  # fmt: skip
@click.pass_context
def cli(context: click.Context, root: Path | None) -> None:
    """News articles in, a knowledge graph out, in which every answer ends at a sentence."""
    context.obj = root
    if os.environ.get("NO_COLOR"):
        context.color = False


@click.command(epilog=examples("kg completion bash >> ~/.bashrc"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a SHELL."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(cli, {}, "kg", "_KG_COMPLETE").source())


for _verb in (build, ask, show, export, status, validate, extract, completion):
    cli.add_command(_verb)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run ``kg`` with *arguments* and return its exit code; say in one line what went wrong."""
    _write_utf8()
    try:
        code = cli.main(
            args=None if arguments is None else list(arguments), prog_name="kg", standalone_mode=False
        )
    except (click.exceptions.Abort, KeyboardInterrupt):
        _complain("stopped; the last build is as it was")
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return 2
    except KgError as error:
        _complain(str(error))
        return error.exit_code
    except OSError as error:
        _silence_stdout()
        _complain(f"{error.filename or 'the output'}: {error.strerror or error}")
        return _DISK
    except Exception as error:
        # The outer door: a fault of kg is one line, too.
        if _was_interrupted(error):
            _complain("stopped; the last build is as it was")
            return INTERRUPTED
        if os.environ.get("KG_TRACEBACK"):
            raise
        _complain(f"a fault in kg: {type(error).__name__}: {error}; KG_TRACEBACK=1 shows where")
        return 1
    return code if isinstance(code, int) else 0


def _was_interrupted(error: BaseException | None) -> bool:
    """Say whether Ctrl-C is behind *error*: Python 3.11 may wrap it where a class is being made."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _complain(message: str) -> None:
    """Write *message* to standard error as one line, whatever signs an article's name puts into it."""
    line = "".join(
        sign if sign.isprintable() else " " if sign.isspace() else ascii(sign)[1:-1] for sign in message
    )
    click.echo(f"kg: {line}", err=True)


def _write_utf8() -> None:
    """Let data be the same bytes in any locale; what a terminal cannot show is escaped, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper) and isinstance(sys.stdout.buffer, io.RawIOBase):
        # Unbuffered (python -u), a write that the disk takes in part only would lose the rest in silence.
        whole = io.BufferedWriter(sys.stdout.buffer)
        sys.stdout = io.TextIOWrapper(whole, sys.stdout.encoding, "backslashreplace", newline="\n")


def _silence_stdout() -> None:
    """Send what is left to nowhere, so that nothing is said of it when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
