"""Find the files that may be articles, and take their bytes without following or waiting for anything."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORMATS = {
    ".htm": "html",
    ".html": "html",
    ".markdown": "markdown",
    ".md": "markdown",
    ".text": "text",
    ".txt": "text",
}
"""Suffix, in lower case, to the format of the article."""

_NO_ARTICLE = re.compile(r"(?i:readme|licen[cs]e|changelog)\..*|(?:README|LICEN[CS]E|CHANGELOG).*")
_KINDS = ((stat.S_ISLNK, "a symbolic link"), (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"))
_OPEN_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"))


@dataclass(frozen=True, slots=True)
class Skip:
    """Why a file gives no document."""

    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: where it is, its path relative to the folder given with ``/``, and how to show it."""

    path: Path
    relative: str
    shown: str

    @property
    def format(self) -> str | None:
        """The format that the file's name promises, or None."""
        return FORMATS.get(Path(self.relative).suffix.lower())


def source_of(path: Path, folder: Path) -> Source:
    """Return the file *path* as one of *folder*; by its name alone if it lies elsewhere."""
    try:
        relative = path.relative_to(folder)
    except ValueError:
        relative = Path(path.name)
    return Source(path, _clean(relative.as_posix()), _clean(str(path)))


def find_sources(folders: Sequence[Path]) -> list[Source]:
    """Return the files of *folders* that may be articles, each once, sorted by path shown.

    Raises:
        SourceError: a folder or file given is missing, or a folder cannot be read.
    """
    found: dict[str, Source] = {}
    for given in folders:
        sources = _walk(given) if _is_folder(given) else iter([source_of(given, given.parent)])
        for source in sources:
            place = _place(source.path)
            other = found.get(place)
            if other is None or _rank(source) < _rank(other):
                found[place] = source
    return sorted(found.values(), key=lambda source: (source.shown, source.relative))


def read_bytes(source: Source, *, limit: int) -> bytes | Skip:
    """Return the content of *source*, or why it cannot be an article; at most *limit* bytes.

    Only a regular file is opened: a link is not followed, a pipe not waited for.

    Raises:
        SourceError: the file is missing.
    """
    try:
        status = source.path.lstat()
    except OSError as error:
        raise SourceError(f"{source.shown}: {_reason(error)}; check the path") from error
    if not stat.S_ISREG(status.st_mode):
        kind = next((name for test, name in _KINDS if test(status.st_mode)), "a device or socket")
        return Skip(f"is {kind}, not a regular file")
    if status.st_size > limit:
        return _too_large(status.st_size, limit)
    try:
        descriptor = os.open(source.path, _OPEN_FLAGS)
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return Skip("is not a regular file")
            content = stream.read(limit + 1)
    except OSError as error:
        return Skip(f"cannot be read: {_reason(error)}")
    return content if len(content) <= limit else _too_large(len(content), limit)


def _is_folder(given: Path) -> bool:
    try:
        given.lstat()
        return given.is_dir()
    except (OSError, ValueError) as error:
        reason = _reason(error) if isinstance(error, OSError) else str(error)
        raise SourceError(f"{_clean(str(given))}: {reason}; name a folder of articles or a file") from error


def _walk(folder: Path) -> Iterator[Source]:
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as entries:
                children = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            raise SourceError(
                f"{_clean(str(current))}: {_reason(error)}; make the folder readable"
            ) from error
        for entry in children:
            path = current / entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(path)
            elif _may_be_article(entry):
                yield source_of(path, folder)


def _may_be_article(entry: os.DirEntry[str]) -> bool:
    with suppress(OSError):
        if entry.is_symlink() and entry.is_dir():
            return True
    return Path(entry.name).suffix.lower() in FORMATS and not _NO_ARTICLE.fullmatch(entry.name)


def _place(path: Path) -> str:
    return os.path.normcase(os.path.join(os.path.realpath(path.parent), path.name))  # noqa: PTH118


def _rank(source: Source) -> tuple[int, str, str]:
    return -source.relative.count("/"), source.shown, source.relative


def _clean(path: str) -> str:
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _too_large(size: int, limit: int) -> Skip:
    return Skip(f"is {size:,} bytes; an article has at most {limit:,}")
