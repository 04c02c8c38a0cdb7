"""Take the article out of a web page: the only door to trafilatura."""

from __future__ import annotations

import codecs
import datetime
import logging
import re

from kg.read.files import Skip
from kg.read.frontmatter import FrontMatter
from kg.read.text import visible

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{1,40})", re.I)
_CHARSET_WITHIN_BYTES = 4096
_ENCODINGS = re.compile(
    r"cp125[0-8]|cp874|iso8859-\d{1,2}|koi8-[ru]|gb18030|gbk|big5|euc_jp|shift_jis|euc_kr"
)
_SAME_ON_THE_WEB = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
} | dict.fromkeys(("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1"), "cp1252")
_DATE_SETTINGS = {
    "original_date": True,
    "extensive_search": False,
    "min_date": "1000-01-01",
    "max_date": "9999-12-31",
}
"""Without ``max_date`` the library asks the clock."""


def declared_encoding(content: bytes) -> str:
    """Return the encoding that the page *content* declares by ``<meta charset>``, else ``utf-8``.

    Names mean what they mean to browsers (``latin-1`` is Windows-1252); others than text encodings of the
    web count as not declared.
    """
    declared = _CHARSET.search(content[:_CHARSET_WITHIN_BYTES])
    if declared is None or content.startswith(codecs.BOM_UTF8):
        return "utf-8"
    name = declared[1].decode("ascii").lower()
    try:
        name = codecs.lookup(_SAME_ON_THE_WEB.get(name, name).replace("windows-", "cp")).name
    except LookupError:
        return "utf-8"
    return name if _ENCODINGS.fullmatch(name) else "utf-8"


def extract_html(source: str) -> tuple[str, FrontMatter] | Skip:
    """Return the text of the article in the page *source* and what the page says about it.

    A date counts only where the page writes year, month and day in this order; the library would complete
    a lone month from the clock. Without the library, or without an article, the reason is returned.
    """
    try:
        import trafilatura
    except ImportError:
        return Skip('is HTML, which needs an extra: pip install "kg[html]"')
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        page = trafilatura.bare_extraction(
            source, with_metadata=True, include_comments=False, date_extraction_params=dict(_DATE_SETTINGS)
        )
    except Exception as error:  # noqa: BLE001 - a parser of foreign input
        return Skip(f"is HTML that trafilatura cannot read ({type(error).__name__})")
    text = visible(getattr(page, "text", None) or "")[0]
    if not any(char.isalnum() for char in text):
        return Skip("is HTML without an article's text")
    return text, FrontMatter(
        title=_line(getattr(page, "title", None)),
        creator=_line(getattr(page, "author", None)),
        publisher=_line(getattr(page, "sitename", None)),
        published=_written_date(getattr(page, "date", None), source),
    )


def _line(text: str | None) -> str | None:
    return " ".join(visible(text or "")[0].split()) or None


def _written_date(text: str | None, source: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text or "")
    except ValueError:
        return None
    year, month, number = day.isoformat().split("-")
    written = rf"(?<!\d){year}(?P<gap>[-/.]?){month}(?P=gap){number}(?!\d)"
    return day if re.search(written, source) else None
