"""Read the ``#+`` comment header of a saved query.

In    the text of a ``.rq`` file
Out   :class:`Header`: its YAML, and the line of each key
Next  :mod:`kg.query`, :mod:`kg.sparql.portability`
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import BrokenFileError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEADER_KEYS = ("summary", "answers", "scope", "parameters", "columns", "tags", "key", "paths")
"""The keys that a header may have."""

_KEY = re.compile(r"([A-Za-z_-]+)\s*:")


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says: ``values`` by key, and in which line of the file each key stands."""

    values: Mapping[str, object]
    lines: Mapping[str, int]


def read_header(text: str, path: Path | str = "query") -> Header:
    """Return the header of *text*: its lines that start with ``#+``, read as one YAML mapping.

    Args:
        text: A query.
        path: The file it stands in, for messages.

    Raises:
        BrokenFileError: no YAML mapping, a key twice, a key that no header has.
    """
    rows = [(number, line[2:]) for number, line in enumerate(text.splitlines(), 1) if line.startswith("#+")]
    rows = [(number, row.removeprefix(" ")) for number, row in rows]
    lines: dict[str, int] = {}
    for number, row in rows:
        if match := _KEY.match(row):
            if match[1] in lines:
                raise BrokenFileError(path, number, f"{match[1]} stands here a second time; write it once")
            lines[match[1]] = number
    values = _read_yaml([row for _, row in rows], [number for number, _ in rows], path)
    for name in values:
        if name not in HEADER_KEYS:
            known = ", ".join(HEADER_KEYS)
            problem = f"a header has no {name!r}{nearest(name, HEADER_KEYS)}; write one of {known}"
            raise BrokenFileError(path, lines.get(name), problem)
    return Header(values, lines)


def _read_yaml(rows: list[str], numbers: list[int], path: Path | str) -> dict[str, object]:
    import yaml

    try:
        values = yaml.load("\n".join(rows), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line if error.problem_mark else 0
        line = numbers[min(row, len(numbers) - 1)]
        raise BrokenFileError(path, line, f"the #+ header is not YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise BrokenFileError(path, numbers[0], f"the #+ header is not YAML: {error}") from error
    if values is None:
        return {}
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise BrokenFileError(path, numbers[0], "the #+ header must be keys with values; write #+ summary: …")
    return values
