"""Even out typography without moving a single character.

Every replacement is one code point for one, so an offset into the normalised text is an offset into
the document, and a quote is a slice of the document by construction.
"""

from __future__ import annotations

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
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u200b": " ",
        "\u00ad": " ",
        "\ufeff": " ",
        "\t": " ",
        "\r": " ",
        "\u2028": "\n",
        "\u2029": "\n",
    }
)


def normalise(text: str) -> str:
    """Return *text* with quotes, dashes and spaces in their plain forms, of the same length."""
    return text.translate(_SAME_LENGTH)
