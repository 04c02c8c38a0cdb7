"""The wheel, installed into an environment of its own: it carries what an installed kg needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest

import kg
from tests.mini_project import ROOT, SLOWEST_SECONDS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel; without the build backend this fails, as it should."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip"]
    command = [*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, f"the wheel was not built: {built.stderr}"
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a fresh environment that has the wheel, and kg's dependencies from here."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    command = [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    site = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    # A folder named in a .pth file has its packages found, and its own .pth files (ours, editable) ignored.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def run(command: list[str | Path], cwd: Path) -> str:
    """Run *command* without this process's own paths, and return its standard output."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ran = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=4 * SLOWEST_SECONDS
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_wheel_holds_code_terms_rules_and_queries_and_no_more(wheel: Path) -> None:
    """Each file of ``kg/``, ``ontology/`` and ``queries/`` that git would ship; no tests, no seeds."""
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "kg").rglob("*.py")}
    data = {
        f"kg/data/{path.relative_to(ROOT).as_posix()}"
        for folder in ("ontology", "queries")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }

    assert code
    assert data
    assert held - {"kg/py.typed"} == code | data


def test_an_installed_kg_works_from_any_folder(python: Path, tmp_path: Path) -> None:
    """Build, ask and export where there is no project; the same bytes as from the project itself."""
    installed = run([python, "-c", "import kg; print(kg.__file__)"], tmp_path)
    shutil.copytree(ROOT / "seeds", tmp_path / "news")
    run([python.with_name("kg"), "build", "news"], tmp_path)
    answer = run([python.with_name("kg"), "ask", "plans_by_article", "--format", "csv"], tmp_path)
    explained = run([python.with_name("kg"), "ask", "plans_by_article", "--help"], tmp_path)
    exported = run([python.with_name("kg"), "export"], tmp_path)

    environment = str(python.parent.parent)
    assert installed.startswith(environment)
    assert environment in explained
    assert len(answer.splitlines()) > 1
    project = kg.find_project(tmp_path)
    assert exported == "".join(kg.export_graph(project))
    assert (
        kg.build(project, [ROOT / "seeds"]).sha256 == kg.build(kg.find_project(ROOT), [ROOT / "seeds"]).sha256
    )


def test_the_tests_pass_on_the_wheel(python: Path, tmp_path: Path) -> None:
    """In a folder without the source: what was installed is what is tested."""
    for name in ("ontology", "queries", "seeds", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    files = [
        f"tests/test_{name}.py" for name in ("export", "files", "graphs", "read", "report", "show", "store")
    ]

    run([python, "-m", "pytest", "-p", "no:cacheprovider", *files], tmp_path)
