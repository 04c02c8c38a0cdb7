"""What tests of several modules share: the mini corpus, built once, and a copy of it for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import kg
from tests.mini_project import ROOT, copy_mini

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")


@pytest.fixture(scope="session")
def built_mini(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the mini corpus's project, built; to be read only."""
    project = copy_mini(tmp_path_factory.mktemp("mini") / "project")
    kg.build(project)
    return project


@pytest.fixture(scope="session")
def built_seeds(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project with the real ontology, queries and seeds, built; to be read only."""
    root = tmp_path_factory.mktemp("seeds")
    for name in ("ontology", "queries", "seeds"):
        (root / name).symlink_to(ROOT / name)
    project = kg.find_project(root)
    kg.build(project)
    return project


@pytest.fixture
def mini(built_mini: Project, tmp_path: Path) -> Project:
    """Return a copy of the built project, to be changed."""
    shutil.copytree(built_mini.root, tmp_path / "project", symlinks=True)
    return kg.find_project(tmp_path / "project")
