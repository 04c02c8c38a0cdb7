"""The long tests, for ``make soak``: many builds under other circumstances, many kills."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.mini_project import build_elsewhere, copy_mini, kill_builds

BUILDS = 20
KILLS = 60


def soak() -> int:
    """Build and kill; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="kg-soak-") as name:
        folder = Path(name)
        digests = set()
        for number in range(BUILDS):
            digests.add(build_elsewhere(folder, number))
            print(f"\rbuild {number + 1}/{BUILDS}: {len(digests)} SHA-256", end="", flush=True)  # noqa: T201
        print(f"\n{BUILDS} builds, SHA-256 {' '.join(sorted(digests))}")  # noqa: T201
        came_through = kill_builds(copy_mini(folder / "killed"), KILLS, seed=KILLS)
        print(f"{KILLS} builds killed, {came_through} of them after they were current: never torn")  # noqa: T201
    return 0 if len(digests) == 1 else 1


if __name__ == "__main__":
    sys.exit(soak())
