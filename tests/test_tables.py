"""Tables for people, and cells for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest

from kg.cli.tables import print_table, separated


@pytest.mark.parametrize("cell", ["=1+1", "@cmd", "+cmd|x", "-cmd"])
def test_a_cell_that_a_spreadsheet_would_run_is_defused_in_csv(cell: str) -> None:
    """``kg ask --format csv`` is as safe to open as ``kg export --format csv``."""
    (_, (found,)) = csv.reader(io.StringIO(separated(["name"], [[cell]], ",")))

    assert found == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "-1.5", "Acme", ""])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    """A negative number is no formula."""
    (_, row) = csv.reader(io.StringIO(separated(["name", "x"], [[cell, "y"]], ",")))

    assert row == [cell, "y"]


def test_a_reader_that_went_away_is_a_broken_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table says so as Python does, so that the command ends as quietly as the others."""

    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError(text[:0])

    monkeypatch.setattr("sys.stdout", Closed())

    with pytest.raises(BrokenPipeError):
        print_table(["a"], [["b"]])
