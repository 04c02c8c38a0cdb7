"""The mini corpus as a project: three short invented articles, their names, and two queries."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kg
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


def build_elsewhere(folder: Path, number: int) -> str:
    """Build the mini corpus in the new *folder* as another machine might; return the Turtle's SHA-256.

    By *number*, hash seed, time zone, locale, working folder, and the order in which files were made and
    are named differ.
    """
    project = copy_mini(folder / f"made-{number}")
    seeds = project.root / "seeds"
    names = list(ARTICLES) if number % 2 else list(reversed(ARTICLES))
    for name in names:
        content = (seeds / name).read_bytes()
        (seeds / name).unlink()
        (seeds / name).write_bytes(content)
    env = {
        "PYTHONHASHSEED": str(number * 7919),
        "TZ": ("UTC", "Asia/Tokyo", "America/St_Johns", "Pacific/Kiritimati")[number % 4],
        "LC_ALL": ("C", "C.UTF-8", "POSIX")[number % 3],
        "PYTHONUTF8": str(number % 2),
    }
    cwd = (project.root, folder, seeds)[number % 3]
    given = [seeds] if number % 3 == 0 else [seeds / name for name in names]
    run_kg("--project", project.root, "build", *given, cwd=cwd, env=env)
    exported = run_kg("--project", project.root, "export", cwd=cwd, env=env).stdout
    return hashlib.sha256(exported.encode()).hexdigest()


def kill_builds(project: Project, kills: int, *, seed: int) -> int:
    """Kill *kills* builds of *project* at random moments; after each the current build must be whole.

    Builds alternate between all articles and one, so that a mix of two would show. Return how many
    of the killed builds had already become current.
    """
    chance = random.Random(seed)  # noqa: S311
    wholes, seconds = {}, 0.0
    for articles in (["seeds/notes.txt"], ["seeds"]):
        begun = time.monotonic()
        run_kg("build", *articles, cwd=project.root)
        seconds = time.monotonic() - begun
        wholes[kg.status(project).sha256] = _graph_of(project)
    came_through = 0
    for number in range(kills):
        before = kg.status(project).sha256
        articles = ["seeds/notes.txt"] if number % 2 == 0 else ["seeds"]
        command = [sys.executable, "-m", "kg", "build", *articles]
        nowhere = subprocess.DEVNULL
        with subprocess.Popen(command, cwd=project.root, stdout=nowhere, stderr=nowhere) as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.3, 1.1) * seconds)
            process.kill()
        after = kg.status(project).sha256
        assert wholes[after] == _graph_of(project), f"kill {number}: the current build is torn"
        came_through += after != before
    run_kg("build", cwd=project.root)
    left = [path.name for path in project.builds.iterdir()]
    assert project.current.readlink().name in left
    assert not [name for name in left if name.endswith(".tmp")], "a killed build was not swept"
    return came_through


def _graph_of(project: Project) -> str:
    return "".join(kg.export_graph(project, format="nquads"))
