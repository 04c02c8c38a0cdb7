"""Lay out rows: a table or records that fit the terminal, CSV, TSV, Markdown."""

from __future__ import annotations

import csv
import io
import os
import sys
from typing import TYPE_CHECKING

import click

from kg.export import guard_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

PIPED_WIDTH = 160
"""The width of a table where standard output is no terminal."""

_NARROWEST = 8
_NARROWEST_TEXT = 24
_WIDEST = 28
_LONG = 30
_GAP = 2


def separated(columns: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str) -> str:
    """Return *rows* under their *columns*, as RFC 4180 has it, or with tabs.

    In CSV a cell that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n" if delimiter == "," else "\n")
    writer.writerow(columns)
    if delimiter == "\t":
        rows = [[_on_one_line(cell.replace("\t", " ")) for cell in row] for row in rows]
    else:
        rows = [[guard_cell(cell) for cell in row] for row in rows]
    writer.writerows(rows)
    return buffer.getvalue()


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return *rows* as a Markdown table."""
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(map(_markdown_cell, row))} |" for row in rows]
    return "\n".join(lines) + "\n"


def _pipe_closed() -> None:
    """Say that the reader went away as Python does; rich would end the process with 1."""
    raise BrokenPipeError


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table that fits the terminal; columns that are empty in every row are left out.

    Where the terminal is too narrow to read the columns beside each other, each row becomes a record,
    with one column a line.
    """
    from rich.console import Console

    if not rows:
        click.echo("no rows")
        return
    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(
        width=None if sys.stdout.isatty() else PIPED_WIDTH,
        highlight=False,
        color_system=None if plain else "auto",
    )
    console.on_broken_pipe = _pipe_closed  # type: ignore[method-assign]
    shown = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    widths = {index: _least_width([row[index] for row in rows], columns[index]) for index in shown}
    if sum(widths.values()) + _GAP * (len(shown) - 1) <= console.width:
        _print_grid(console, columns, rows, widths)
    else:
        _print_records(console, columns, rows, shown)


def _least_width(cells: Sequence[str], column: str) -> int:
    """Return how wide a column must be to be read: its longest word, within limits."""
    longest = max(map(len, cells))
    word = max((len(word) for cell in cells for word in cell.split()), default=0)
    least = _NARROWEST_TEXT if longest > _LONG else _NARROWEST
    return max(len(column), min(longest, max(word, least), _NARROWEST_TEXT))


def _print_grid(
    console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Mapping[int, int]
) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, _GAP, 0, 0))
    longest = max(widths, key=lambda index: sum(len(row[index]) for row in rows))
    for index, width in widths.items():
        # The column that holds most, often the quote, gets what room the others leave.
        most = None if index == longest else max(width, _WIDEST)
        table.add_column(columns[index], overflow="fold", min_width=width, max_width=most)
    for row in rows:
        table.add_row(*(Text(row[index]) for index in widths))
    console.print(table)


def _print_records(
    console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]], shown: Sequence[int]
) -> None:
    from rich.table import Table
    from rich.text import Text

    for row in rows:
        record = Table.grid(padding=(0, _GAP, 0, 0))
        record.add_column(style="bold", no_wrap=True)
        record.add_column(overflow="fold")
        for index in shown:
            if row[index]:
                record.add_row(columns[index], Text(row[index]))
        console.print(record)
        console.print()


def _markdown_cell(cell: str) -> str:
    return _on_one_line(cell.replace("\\", "\\\\").replace("|", "\\|"))


def _on_one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
