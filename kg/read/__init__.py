"""Read folders of articles into documents.

In    folders or files: Markdown and plain text, with front matter or without, and HTML
Out   :class:`Reads`: the documents, and what was passed over and why
Next  :mod:`kg.extract`

Every file ends as a :class:`kg.model.Document`, as a :class:`Skipped` with a reason, or, if it says
something about itself that kg cannot use, as a :class:`kg.errors.BrokenFileError` with its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import DuplicateDocumentError, SourceError
from kg.read.articles import MAX_BYTES, document_of
from kg.read.files import Skip, Source, find_sources, read_bytes, source_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.model import Document

__all__ = ["MAX_BYTES", "Reads", "Skipped", "read_document", "read_documents"]


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A file that gave no document: its path as found, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reads:
    """What folders hold: the documents sorted by id, and the files passed over sorted by path."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def read_documents(folders: Sequence[Path]) -> Reads:
    """Return every article in *folders*, in an order that depends on neither disk nor arguments.

    Hidden files and folders, README, LICENSE and CHANGELOG files, and files of other types are no
    articles. A file that two of the folders hold is read once, under the outermost of them.

    Args:
        folders: Folders, searched recursively, or files.

    Raises:
        SourceError: a folder or file given is missing, or a folder cannot be read.
        BrokenFileError: front matter says what kg cannot use.
        DuplicateDocumentError: two files have one id.
    """
    documents: dict[str, tuple[str, Document]] = {}
    skipped = []
    for source in find_sources(folders):
        read = _read_source(source)
        if isinstance(read, Skip):
            skipped.append(Skipped(source.shown, read.reason))
            continue
        if read.id in documents:
            raise DuplicateDocumentError(
                source.shown,
                None,
                f"has the id {read.id!r} of {documents[read.id][0]}; give one an id of its own",
            )
        documents[read.id] = (source.shown, read)
    return Reads(
        documents=tuple(document for _, (_, document) in sorted(documents.items())),
        skipped=tuple(sorted(skipped)),
    )


def read_document(path: Path, *, relative_to: Path) -> Document:
    """Return the article in the file *path*, with path and id relative to the folder *relative_to*.

    Raises:
        SourceError: the file is missing, cannot be read, or is no article; the message says why.
        BrokenFileError: its front matter says what kg cannot use.
    """
    source = source_of(path, relative_to)
    read = _read_source(source)
    if isinstance(read, Skip):
        raise SourceError(f"{source.shown}: {read.reason}")
    return read


def _read_source(source: Source) -> Document | Skip:
    content = read_bytes(source, limit=MAX_BYTES)
    return content if isinstance(content, Skip) else document_of(source, content)
