"""The mini corpus as a project: three short invented articles, their names, and two queries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.project import Project, find_project

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent
MINI = Path(__file__).parent / "mini"
ARTICLES = ("courier.md", "harbour.md", "notes.txt")
SLOWEST_SECONDS = 120


def copy_mini(folder: Path) -> Project:
    """Return a project in the new *folder*: the real terms, shapes and rules; own names and queries."""
    ontology = folder / "ontology"
    ontology.mkdir(parents=True)
    for name in ("kg.ttl", "shapes.ttl"):
        shutil.copy(ROOT / "ontology" / name, ontology / name)
    shutil.copytree(ROOT / "ontology" / "patterns", ontology / "patterns")
    shutil.copy(MINI / "names.ttl", ontology / "names.ttl")
    shutil.copytree(MINI / "queries", folder / "queries")
    (folder / "seeds").mkdir()
    for name in ARTICLES:
        shutil.copy(MINI / name, folder / "seeds" / name)
    return find_project(folder)


def run_kg(
    *arguments: str | Path,
    cwd: Path,
    code: int = 0,
    stdin: str | bytes = "",
    env: Mapping[str, str] | None = None,
    **options: Any,
) -> subprocess.CompletedProcess[str]:
    """Run ``kg`` as a process of its own, and return what it wrote; fail unless it exits with *code*."""
    ran = subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        input=stdin if isinstance(stdin, bytes) else stdin.encode(),
        capture_output=True,
        cwd=cwd,
        env=os.environ | {"PYTHONWARNINGS": "error"} | dict(env or {}),
        timeout=SLOWEST_SECONDS,
        check=False,
        **options,
    )
    out, err = ran.stdout.decode(), ran.stderr.decode()
    assert ran.returncode == code, f"exit {ran.returncode}, not {code}: {out}{err}"
    assert "Traceback" not in err
    return subprocess.CompletedProcess(ran.args, ran.returncode, out, err)
