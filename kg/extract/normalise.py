"""Even out typography without moving a single character.

Every replacement is one code point for one, so an offset into the normalised text is an offset into
the document, and a quote is a slice of the document by construction.
"""

from __future__ import annotations

import re

_SAME_LENGTH = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "′": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "\u200b": " ",
        "\u00ad": " ",
        "\ufeff": " ",
        "\t": " ",
        "\r": " ",
        "\u2028": "\n",
        "\u2029": "\n",
    }
    | dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " ")
    | dict.fromkeys("\u202f\u205f\u3000\v\f", " ")
)
_LINK = re.compile(r"(?P<image>!)?\[(?P<label>[^\[\]\n]{0,300})\]\([^()\s]{0,1000}\)")
_EMPHASIS = re.compile(r"\*\*|(?<=\w)\*|\*(?=\w)|`")


def normalise(text: str) -> str:
    """Return *text* with quotes, dashes and spaces in their plain forms, of the same length.

    Markdown's marks for links, images and emphasis become spaces; the words that a link shows stay.
    """
    plain = _LINK.sub(_shown, text.translate(_SAME_LENGTH))
    return _EMPHASIS.sub(lambda match: " " * len(match.group()), plain)


def _shown(link: re.Match[str]) -> str:
    label = "" if link["image"] else link["label"]
    return f" {label}".ljust(len(link.group()))
