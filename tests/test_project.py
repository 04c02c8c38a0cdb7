"""Finding a project: the nearest folder with an ontology, and its one setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg.project
from kg.errors import BrokenFileError, SourceError
from kg.namespaces import DEFAULT_BASE
from kg.project import find_project

if TYPE_CHECKING:
    from pathlib import Path


def make_project(root: Path, pyproject: str | None = None) -> Path:
    (root / "ontology").mkdir(parents=True)
    (root / "ontology" / "kg.ttl").write_text("# terms\n", encoding="utf-8")
    (root / "queries").mkdir()
    if pyproject is not None:
        (root / "pyproject.toml").write_text(pyproject, encoding="utf-8")
    return root


def test_a_project_is_found_from_any_folder_inside_it(tmp_path: Path) -> None:
    """The nearest folder upward with ontology/kg.ttl and queries/ is the project."""
    root = make_project(tmp_path / "desk").resolve()
    inside = root / "seeds" / "2025" / "july"
    inside.mkdir(parents=True)

    project = find_project(inside)

    assert project.root == root
    assert project.ontology == root / "ontology"
    assert project.queries == root / "queries"
    assert project.seeds == root / "seeds"
    assert project.base == DEFAULT_BASE
    assert project.builds == root / ".kg" / "builds"
    assert project.current == root / ".kg" / "current"


def test_the_current_folder_is_where_the_search_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an argument the project around the current folder is found."""
    monkeypatch.chdir(make_project(tmp_path / "desk"))

    assert find_project().root == (tmp_path / "desk").resolve()


def test_of_nested_projects_the_inner_one_counts(tmp_path: Path) -> None:
    """A project inside another is not its parent's."""
    make_project(tmp_path)
    inner = make_project(tmp_path / "inner").resolve()

    assert find_project(inner / "queries").root == inner


def test_an_ontology_without_queries_is_no_project(tmp_path: Path) -> None:
    """Half a project does not hide the whole one around it."""
    make_project(tmp_path)
    half = tmp_path / "half" / "ontology"
    half.mkdir(parents=True)
    (half / "kg.ttl").write_text("", encoding="utf-8")

    assert find_project(half).root == tmp_path.resolve()


def test_outside_of_a_project_the_packaged_data_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ontology and queries come from the package, builds go to the folder given, and there are no seeds."""
    package = tmp_path / "site" / "kg"
    data = make_project(package / "data")
    monkeypatch.setattr(kg.project, "_PACKAGE", package)
    desk = tmp_path / "desk"
    desk.mkdir()

    project = find_project(desk)

    assert project.root == desk.resolve()
    assert (project.ontology, project.queries) == (data / "ontology", data / "queries")
    assert project.seeds is None


def test_without_any_ontology_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation is named, with what to do."""
    monkeypatch.setattr(kg.project, "_PACKAGE", tmp_path / "nowhere" / "kg")

    with pytest.raises(SourceError, match=r"no ontology/kg\.ttl .* install kg"):
        find_project(tmp_path)


def test_a_start_that_is_no_folder_is_an_error(tmp_path: Path) -> None:
    """A misspelt folder is not silently replaced by its parent's project."""
    make_project(tmp_path)

    with pytest.raises(SourceError, match="nowhere: not a folder"):
        find_project(tmp_path / "nowhere")


@pytest.mark.parametrize("base", ["https://news.example/id/", "http://x.example/graph#", "urn:desk:id/"])
def test_the_base_is_read_from_pyproject(tmp_path: Path, base: str) -> None:
    """[tool.kg] base is what names start with."""
    make_project(tmp_path, f'[tool.kg]\nbase = "{base}"\n')

    assert find_project(tmp_path).base == base


@pytest.mark.parametrize(
    "content", ["", "[project]\nname = 'x'\n", "[tool.ruff]\nline-length = 9\n", "[tool.kg]\n"]
)
def test_without_a_setting_the_default_base_holds(tmp_path: Path, content: str) -> None:
    """Other tools' settings do not matter."""
    make_project(tmp_path, content)

    assert find_project(tmp_path).base == DEFAULT_BASE


@pytest.mark.parametrize(
    "value",
    [
        '"https://news.example/id"',
        '"/id/"',
        '"id/"',
        '""',
        '"https://a b/"',
        '"https://x.example/%20/"',
        "7",
        '"https:///"',
    ],
)
def test_a_base_that_cannot_start_an_iri_is_refused(tmp_path: Path, value: str) -> None:
    """The message shows what was written and an example of what would do."""
    make_project(tmp_path, f"[tool.kg]\nbase = {value}\n")

    with pytest.raises(BrokenFileError, match=r"pyproject\.toml: .*base is .*; write an absolute IRI"):
        find_project(tmp_path)


def test_a_pyproject_that_is_not_toml_is_named_with_its_line(tmp_path: Path) -> None:
    """A broken file is an expected error with a line."""
    make_project(tmp_path, "[tool.kg]\nbase = \n")

    with pytest.raises(BrokenFileError, match=r"pyproject\.toml:2: not TOML"):
        find_project(tmp_path)


def test_a_pyproject_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    """Bytes that no text editor would show are told apart from broken TOML."""
    (make_project(tmp_path) / "pyproject.toml").write_bytes(b'[tool.kg]\nbase = "\xff"\n')

    with pytest.raises(BrokenFileError, match="not UTF-8"):
        find_project(tmp_path)


def test_a_misspelt_setting_is_an_error_that_names_the_right_one(tmp_path: Path) -> None:
    """A setting is never ignored silently."""
    make_project(tmp_path, '[tool.kg]\nbse = "https://news.example/id/"\n')

    with pytest.raises(BrokenFileError, match=r"no setting 'bse' \(did you mean base\?\)"):
        find_project(tmp_path)


def test_tool_kg_must_be_a_table(tmp_path: Path) -> None:
    """A value where the table should be is refused, not passed over."""
    make_project(tmp_path, "[tool]\nkg = 1\n")

    with pytest.raises(BrokenFileError, match=r"write \[tool\.kg\]"):
        find_project(tmp_path)
