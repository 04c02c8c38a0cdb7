"""The command line: each verb parses, calls one function of the library, and prints."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``kg`` with *arguments* (default: those of the process) and exit with its code."""
    try:
        # Here, and not above, so that Ctrl-C while modules load is no traceback either.
        from kg.cli.main import run

        code = run(arguments)
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
