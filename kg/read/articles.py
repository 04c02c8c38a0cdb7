"""Make a document of one file's bytes, or say why it is no article."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.identifiers import ARTICLE_ID
from kg.model import Document
from kg.read.files import FORMATS, Skip
from kg.read.frontmatter import FrontMatter, read_front_matter
from kg.read.html import declared_encoding, extract_html
from kg.read.text import decode, warnings_of
from kg.slugs import digest

if TYPE_CHECKING:
    from kg.read.files import Source

MAX_BYTES = 5_000_000
"""The most that an article may have; a larger file is not opened."""

_LONGEST_ID = 120
_TOO_MUCH_ELSE = 0.1


def document_of(source: Source, content: bytes) -> Document | Skip:
    """Return the document that *content*, the bytes of *source*, holds, or why it holds none.

    Raises:
        BrokenFileError: the front matter says what kg cannot use.
    """
    if source.format is None:
        return Skip(f"is none of {', '.join(FORMATS)}")
    if not content.strip():
        return Skip("is empty")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Skip("is UTF-16; save it as UTF-8")
    text, undecodable, controls = decode(content, encoding=_encoding(source, content))
    reason = _binary_reason(text, undecodable, controls)
    if reason is not None:
        return Skip(reason)
    body_start = 0
    if source.format == "html":
        page = extract_html(text)
        if isinstance(page, Skip):
            return page
        text, matter = page
    else:
        matter, body_start = read_front_matter(text, source.shown)
    if not any(char.isalnum() for char in text[body_start:]):
        return Skip("holds no words after its front matter" if body_start else "holds no words")
    return _document(source, content, text, matter, body_start, warnings_of(undecodable, controls))


def id_from_path(relative: str) -> str:
    """Return the id of an article without one of its own: its path, ``/`` as ``--``, without the suffix.

    Other signs than ASCII letters, digits and ``._-`` become ``-``. If a letter or digit is among them, or
    more than 120 characters remain, six hex digits of the path's hash keep such paths apart.
    """
    stem = relative.removesuffix(PurePosixPath(relative).suffix)
    text = re.sub(r"[^A-Za-z0-9._-]", "-", stem.replace("/", "--"))
    lost = any(not char.isascii() and unicodedata.category(char)[0] in "LMN" for char in stem)
    if lost or not ARTICLE_ID.fullmatch(text):
        return f"{text[: _LONGEST_ID - 7]}-{digest(stem, length=6)}"
    return text


def _encoding(source: Source, content: bytes) -> str:
    return declared_encoding(content) if source.format == "html" else "utf-8"


def _document(
    source: Source,
    content: bytes,
    text: str,
    matter: FrontMatter,
    body_start: int,
    warnings: tuple[str, ...],
) -> Document:
    return Document(
        id=matter.id or id_from_path(source.relative),
        path=source.relative,
        text=text,
        body_start=body_start,
        source_sha256=hashlib.sha256(content).hexdigest(),
        text_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        format=source.format or "text",
        title=matter.title,
        publisher=matter.publisher,
        copy_of=matter.copy_of,
        creator=matter.creator,
        published=matter.published,
        language=matter.language,
        restated=matter.restated,
        origin_file=matter.origin_file,
        origin_sha256=matter.origin_sha256,
        warnings=warnings,
    )


def _binary_reason(text: str, undecodable: int, controls: int) -> str | None:
    if controls > _TOO_MUCH_ELSE * len(text):
        return "is binary: more than a tenth of it are control characters"
    if undecodable > _TOO_MUCH_ELSE * len(text):
        return "is binary or not UTF-8: more than a tenth of it cannot be decoded; save it as UTF-8"
    return None
