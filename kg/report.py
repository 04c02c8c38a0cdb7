"""Write a build's report as JSON and read it back: the same report, the same bytes."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from kg.errors import StorageError
from kg.files import write_file
from kg.model import ArticleReport, BuildReport, Finding, Severity, Span, Trust

if TYPE_CHECKING:
    from pathlib import Path


def write_report(path: Path, report: BuildReport) -> None:
    """Write *report* to *path*, replacing what was there in one step.

    Raises:
        StorageError: the disk does not take it.
    """
    write_file(path, [json.dumps(dataclasses.asdict(report), indent=1) + "\n"])


def read_report(path: Path) -> BuildReport:
    """Return the report that :func:`write_report` wrote to *path*.

    Raises:
        StorageError: the file cannot be read, or is no such report.
    """
    try:
        return _report(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError(f"{path}: damaged; build again") from error


def _report(data: dict[str, Any]) -> BuildReport:
    return BuildReport(
        **{
            **data,
            "trust": Trust(data["trust"]),
            "articles": tuple(_article(entry) for entry in data["articles"]),
            "skipped": tuple((path, reason) for path, reason in data["skipped"]),
            "findings": tuple(_finding(entry) for entry in data["findings"]),
        }
    )


def _article(data: dict[str, Any]) -> ArticleReport:
    lists = {name: tuple(data[name]) for name in ("silent", "unlinked", "warnings")}
    return ArticleReport(**{**data, **lists})


def _finding(data: dict[str, Any]) -> Finding:
    span = Span(**data["span"]) if data["span"] else None
    return Finding(**{**data, "severity": Severity(data["severity"]), "span": span})
