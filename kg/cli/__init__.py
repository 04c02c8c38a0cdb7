"""The command line: each verb parses, calls one function of the library, and prints."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``kg`` with *arguments* (default: those of the process) and exit with its code."""
    try:
        # Ctrl-C while modules load waits until there is somebody to answer it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        from kg.cli.main import run

        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        code = run(arguments)
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
