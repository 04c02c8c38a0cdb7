"""Decode bytes into the text that offsets count, one visible sign for each that cannot stand."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
"""What stands for bytes that cannot be decoded, and for control characters, one for one."""

_BOM = "\ufeff"
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def decode(content: bytes, *, encoding: str = "utf-8") -> tuple[str, int, int]:
    """Return *content* as text, how many signs could not be decoded, and how many were control characters.

    A byte-order mark at the start is dropped. No newline is translated. What cannot be decoded, and each
    control character but tab, line feed and carriage return, becomes U+FFFD.
    """
    text = content.decode(encoding, "replace")
    undecodable = text.count(REPLACEMENT) - content.count(
        REPLACEMENT.encode(encoding, "ignore") or b"\0\0\0\0"
    )
    text, controls = visible(text.removeprefix(_BOM))
    return text, max(undecodable, 0), controls


def visible(text: str) -> tuple[str, int]:
    """Return *text* with U+FFFD for each control character and lone surrogate, and how many there were."""
    return _UNFIT.subn(REPLACEMENT, text)


def warnings_of(undecodable: int, controls: int) -> tuple[str, ...]:
    """Say in one line each what :func:`decode` had to replace."""
    told = ((undecodable, "undecodable signs"), (controls, "control characters"))
    return tuple(f"{what} shown as U+FFFD: {count}" for count, what in told if count)
