"""Read what an article says about itself between two ``---`` lines at its top."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import BrokenFileError
from kg.identifiers import ARTICLE_ID
from kg.read.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yaml import Node

_FENCE = r"---[ \t]*(?:\r\n|\n|\r|\Z)"
_OPENING = re.compile(_FENCE)
_CLOSING = re.compile(rf"(?<=[\n\r]){_FENCE}")
_KEY_LINE = re.compile(r"""["']?([A-Za-z_][\w -]*)["']?[ ]*:(?:\s|\Z)""")
_DATE = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:(?:[Tt]|\s+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[Zz]|[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MAX_CHARACTERS = 65_536
_MAX_DEPTH = 8
_SCALARS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "timestamp"))
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an article says about itself; None where it does not."""

    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    copy_of: str | None = None
    creator: str | None = None
    published: datetime.date | None = None
    language: str | None = None
    origin_file: str | None = None
    origin_sha256: str | None = None
    restated: bool = False


def read_front_matter(text: str, path: str) -> tuple[FrontMatter, int]:
    """Return the front matter of *text* and the offset where its body begins; empty and 0 without one.

    A first line ``---`` opens front matter only if a ``key:`` line follows; else it is a rule of the text.
    Values are taken as written, so ``id: 007`` is ``007``. Keys that kg does not know are ignored unless
    they look like a misspelling of one it knows.

    Args:
        text: The decoded text of the file.
        path: The file, for the message of an error.

    Raises:
        BrokenFileError: the front matter is not closed, is no YAML, or has a value that kg cannot use.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter(), 0
    closing = _CLOSING.search(text, opening.end())
    inside = text[opening.end() : closing.start() if closing else opening.end() + _MAX_CHARACTERS]
    lines = (line.strip() for line in inside.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if closing is not None and not inside.strip():
        return FrontMatter(), closing.end()
    key = _KEY_LINE.match(first)
    if closing is None and key is not None and _nearest_key(key[1]):
        raise BrokenFileError(path, 1, "front matter is not closed; put a line --- after it")
    if key is None or closing is None:
        return FrontMatter(), 0
    return _Fields(text, path, opening.end()).read(inside), closing.end()


@dataclass(frozen=True, slots=True)
class _Fields:
    """The YAML of one front matter that begins at ``offset`` of ``text``."""

    text: str
    path: str
    offset: int

    def read(self, inside: str) -> FrontMatter:
        found: dict[str, str] = {}
        for key, value, index in self._pairs(inside):
            if key not in _READERS:
                self._refuse_misspelling(key, index)
            elif key in found:
                raise self._error(index, f"{key} is given twice; leave one")
            elif value is None:
                continue
            else:
                found[key] = value
                self._check(key, value, index)
        values = {_READERS[key][0]: _READERS[key][1](value) for key, value in found.items()}
        return FrontMatter(**values)  # type: ignore[arg-type]

    def _pairs(self, inside: str) -> Iterator[tuple[str, str | None, int]]:
        import yaml

        if len(inside) > _MAX_CHARACTERS:
            raise self._error(0, f"front matter is over {_MAX_CHARACTERS:,} characters; shorten it")
        try:
            self._check_events(inside)
            root = yaml.compose(inside, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            unclosed = "quoted scalar" in (error.context or "")
            index = _index(error.context_mark if unclosed else error.problem_mark)
            problem = error.problem or error.context or "unreadable"
            raise self._error(index, f"not YAML: {problem}; put the value in double quotes") from error
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            index = int(getattr(error, "position", 0))
            raise self._error(index, "not YAML: a character it forbids; take it out") from error
        if not isinstance(root, yaml.MappingNode):
            raise self._error(0, "front matter is no list of keys; write lines such as title: …")
        for key, value in root.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            yield name, self._scalar(name, value), _index(key.start_mark)

    def _check_events(self, inside: str) -> None:
        import yaml

        depth = 0
        for event in yaml.parse(inside, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise self._error(
                    _index(event.start_mark), "aliases (*name) are not read; write the value out"
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                raise self._error(_index(event.start_mark), "nested too deeply; write key: value")

    def _scalar(self, key: str, node: Node) -> str | None:
        if node.tag == _NULL or key not in _READERS:
            return None
        if node.tag not in _SCALARS or not isinstance(node.value, str):
            raise self._error(
                _index(node.start_mark), f"{key} must be one plain value; write {key}: {_EXAMPLES[key]}"
            )
        return " ".join(visible(node.value)[0].split()) or None

    def _check(self, key: str, value: str, index: int) -> None:
        try:
            _READERS[key][1](value)
        except ValueError as error:
            raise self._error(
                index, f"{key} cannot be {value[:80]!r}; write {key}: {_EXAMPLES[key]}"
            ) from error

    def _refuse_misspelling(self, key: str, index: int) -> None:
        near = _nearest_key(key)
        if near:
            raise self._error(index, f"unknown key {key!r}; write {near}")

    def _error(self, index: int, problem: str) -> BrokenFileError:
        line = self.text.count("\n", 0, self.offset + index) + 1
        return BrokenFileError(self.path, line, problem)


def _index(mark: object) -> int:
    return int(getattr(mark, "index", 0))


def _nearest_key(key: str) -> str | None:
    found = get_close_matches(key.lower().replace("-", "_"), _READERS, n=1, cutoff=0.8)
    return found[0] if found else None


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(value)
        return value

    return read


def _read_date(value: str) -> datetime.date:
    match = _DATE.fullmatch(value)
    if match is None:
        raise ValueError(value)
    return datetime.date.fromisoformat(match[1])


def _read_language(value: str) -> str:
    return _matching(_LANGUAGE)(value.lower())


def _read_text_kind(value: str) -> bool:
    return ("original", "restated").index(value) == 1


_READERS: dict[str, tuple[str, Callable[[str], str | bool | datetime.date]]] = {
    "id": ("id", _matching(ARTICLE_ID)),
    "title": ("title", str),
    "publisher": ("publisher", str),
    "copy_of": ("copy_of", str),
    "creator": ("creator", str),
    "published": ("published", _read_date),
    "language": ("language", _read_language),
    "source_file": ("origin_file", str),
    "source_sha256": ("origin_sha256", _matching(_SHA256)),
    "text": ("restated", _read_text_kind),
}
_EXAMPLES = {
    "id": "letters, digits and ._- , at most 120, such as bolt-2025-07",
    "title": "the headline",
    "publisher": "the outlet's name",
    "copy_of": "the name of the outlet copied",
    "creator": "the author's name",
    "published": "a day, such as 2025-07-02",
    "language": "a tag, such as en",
    "source_file": "a file's name",
    "source_sha256": "64 lower-case hex digits",
    "text": "original or restated",
}
