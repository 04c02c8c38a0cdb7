"""What may lean on what: the one-way rule, the doors to other engines, and no clock below the top."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "data" not in path.relative_to(PACKAGE).parts)

FOUNDATIONS = {
    *("errors", "files", "identifiers", "labels", "model", "namespaces", "project", "slugs", "terms"),
    *("jsonld", "report", "saved", "sparql", "turtle", "vocabulary"),
}
STAGES = {"build", "conflicts", "extract", "infer", "publish", "read", "store", "validate"}
ASKING = {"entities", "export", "query", "show"}
MAY_LEAN_ON = {
    **dict.fromkeys(FOUNDATIONS, FOUNDATIONS),
    **{stage: FOUNDATIONS | {stage} for stage in STAGES},
    "entities": FOUNDATIONS | {"store"},
    "export": FOUNDATIONS | {"entities", "store"},
    "query": FOUNDATIONS | {"entities", "store"},
    "show": FOUNDATIONS | {"entities", "store"},
    "graphs": FOUNDATIONS | STAGES,
    "pipeline": FOUNDATIONS | STAGES | {"graphs"},
    "": FOUNDATIONS | STAGES | ASKING | {"pipeline"},
    "cli": FOUNDATIONS | STAGES | ASKING | {"", "pipeline", "cli"},
    "__main__": {"cli"},
}
"""Module of kg (``""`` is the package itself) to the modules it may import."""

DOORS = {
    "click": {"cli"},
    "owlrl": {"infer"},
    "pyoxigraph": {"store"},
    "pyshacl": {"validate"},
    "rdflib": {"infer", "validate"},
    "rich": {"cli"},
    "trafilatura": {"read"},
}
HEAVY = {"lxml", "owlrl", "pyoxigraph", "pyshacl", "rdflib", "rich", "trafilatura"}
CLOCK_CHANCE_NETWORK = {
    *("aiohttp", "asyncio", "ftplib", "http", "httpx", "random", "requests", "secrets", "smtplib", "socket"),
    *("socketserver", "ssl", "time", "urllib.request", "urllib3", "uuid", "xmlrpc"),
}
CLOCK_CALLS = {"now", "today", "utcnow", "urandom", "getrandom", "perf_counter", "monotonic"}
ABOVE = {"cli", "__main__"}


def unit_of(path: Path) -> str:
    """Return the module of kg that the file *path* belongs to; a package's files belong to it."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports_of(path: Path) -> list[tuple[str, int]]:
    """Return every module that *path* imports, wherever in the file, with its line; names too."""
    package = ["kg", *path.relative_to(PACKAGE).parts[:-1]]
    found = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            found += [(f"{module}.{alias.name}", node.lineno) for alias in node.names]
    return found


def leans_on(path: Path) -> set[tuple[str, int]]:
    """Return the modules of kg that *path* imports."""
    units = {unit_of(source) for source in SOURCES}
    found = set()
    for name, line in imports_of(path):
        parts = name.split(".")
        if parts[0] == "kg":
            found.add((parts[1] if len(parts) > 1 and parts[1] in units else "", line))
    return found


def broken_doors(path: Path) -> list[str]:
    return [
        f"{path}:{line}: {name} is for {' and '.join(sorted(DOORS[name.split('.')[0]]))} only"
        for name, line in imports_of(path)
        if unit_of(path) not in DOORS.get(name.split(".")[0], {unit_of(path)})
    ]


def clock_chance_and_network(path: Path) -> list[str]:
    banned = [
        f"{path}:{line}: imports {name}"
        for name, line in imports_of(path)
        if any(f"{name}.".startswith(f"{module}.") for module in CLOCK_CHANCE_NETWORK)
    ]
    calls = [
        f"{path}:{node.lineno}: calls {node.func.attr}()"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCK_CALLS
    ]
    return banned + calls


def test_there_is_something_to_check() -> None:
    """An empty set is not a clean one."""
    units = {unit_of(path) for path in SOURCES}

    assert {"build", "conflicts", "identifiers", "project", "read", "vocabulary"} <= units
    assert sum(len(imports_of(path)) for path in SOURCES) > 50


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_leans_only_on_what_lies_below_it(path: Path) -> None:
    """Foundations on foundations, stages on foundations, and only the pipeline knows the order."""
    assert unit_of(path) in MAY_LEAN_ON, f"{unit_of(path)} has no place yet: give it one in MAY_LEAN_ON"

    wrong = [(unit, line) for unit, line in leans_on(path) if unit not in MAY_LEAN_ON[unit_of(path)]]

    assert wrong == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_engine_has_one_door(path: Path) -> None:
    """An engine can be swapped by changing one module."""
    assert broken_doors(path) == []


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if unit_of(path) not in ABOVE],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_no_clock_no_chance_and_no_network_below_the_command_line(path: Path) -> None:
    """A build is the same bytes on any day, and nothing is fetched."""
    assert clock_chance_and_network(path) == []


@pytest.mark.parametrize(
    ("source", "finds"),
    [
        ("import pyoxigraph", "pyoxigraph is for store only"),
        ("def f():\n    from rdflib.term import URIRef", "is for infer and validate only"),
        ("import time", "imports time"),
        ("from urllib import request", "imports urllib.request"),
        ("from datetime import date\nx = date.today()", "calls today()"),
        ("from os import path\nimport socket as s", "imports socket"),
    ],
)
def test_the_checks_can_fail(
    source: str, finds: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each rule finds its own breach, also inside a function."""
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    path = tmp_path / "build.py"
    path.write_text(source, encoding="utf-8")

    found = [*broken_doors(path), *clock_chance_and_network(path)]

    assert len(found) == 1
    assert finds in found[0]


@pytest.mark.parametrize(
    "source", ["import kg.read", "from kg import read", "from . import read", "from .read import x"]
)
def test_a_stage_that_leans_on_another_is_found(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the import is written."""
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    monkeypatch.setattr(sys.modules[__name__], "SOURCES", [tmp_path / "build.py", tmp_path / "read.py"])
    path = tmp_path / "build.py"
    path.write_text(source, encoding="utf-8")

    assert {unit for unit, _ in leans_on(path)} == {"read"}


def test_importing_kg_is_cheap() -> None:
    """No heavy library is loaded before it is used."""
    program = (
        "import sys, kg, kg.cli.main, kg.export, kg.pipeline, kg.project, kg.query, kg.show\n"
        f"print(sorted(name for name in {sorted(HEAVY)} if name in sys.modules))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=PACKAGE.parent
    )

    assert ran.stdout.strip() == "[]"
