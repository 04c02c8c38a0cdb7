"""A build's report on disk."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import StorageError
from kg.model import ArticleReport, BuildReport, Finding, Severity, Span, Trust
from kg.report import read_report, write_report

if TYPE_CHECKING:
    from pathlib import Path

TEXT = st.text(max_size=12)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
COUNT = st.integers(min_value=0, max_value=10**9)
SPAN = st.tuples(COUNT, st.integers(min_value=1, max_value=99)).map(lambda pair: Span(pair[0], sum(pair)))
MAYBE = st.none() | TEXT
REPORTS = st.builds(
    BuildReport,
    build_id=st.text(string.hexdigits, min_size=1),
    sha256=TEXT,
    trust=st.sampled_from(Trust),
    articles=st.lists(
        st.builds(
            ArticleReport,
            article=TEXT,
            path=TEXT,
            sentences=COUNT,
            claims=COUNT,
            silent=TEXTS,
            unlinked=TEXTS,
            warnings=TEXTS,
        ),
        max_size=3,
    ).map(tuple),
    skipped=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
    claims=COUNT,
    triples=COUNT,
    derived=COUNT,
    conflicts=COUNT,
    findings=st.lists(
        st.builds(
            Finding,
            severity=st.sampled_from(Severity),
            shape=TEXT,
            focus=TEXT,
            message=TEXT,
            path=MAYBE,
            value=MAYBE,
            article=MAYBE,
            quote=MAYBE,
            span=st.none() | SPAN,
            structural=st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    current=st.booleans(),
    forced=st.booleans(),
)


@given(report=REPORTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_a_report_comes_back_as_it_was_written(report: BuildReport, tmp_path: Path) -> None:
    """The same report, and the same bytes each time."""
    path = tmp_path / "report.json"
    write_report(path, report)
    first = path.read_bytes()

    assert read_report(path) == report
    write_report(path, read_report(path))
    assert path.read_bytes() == first


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", '{"build_id": 1}', "\udcff"])
def test_a_damaged_report_is_said_to_be_damaged(content: str, tmp_path: Path) -> None:
    """With its path, and what to do."""
    path = tmp_path / "report.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))

    with pytest.raises(StorageError, match=r"report\.json: damaged; build again"):
        read_report(path)
