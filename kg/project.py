"""Find the folders of a project, and its one setting.

In    a folder to start from
Out   :class:`Project`: where ontology, queries and seeds lie, where builds go, which base names use
Next  :mod:`kg.pipeline`

A project folder holds ``ontology/kg.ttl`` and ``queries/``. Outside of one, the data that the wheel
carries is used, and builds go to the folder where kg was started.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import BrokenFileError, SourceError, nearest
from kg.namespaces import DEFAULT_BASE
from kg.terms import iri

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS = ("base",)
"""The names that ``[tool.kg]`` in ``pyproject.toml`` may hold."""

_PACKAGE = Path(__file__).resolve().parent
_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Project:
    """The folders that one graph is made from and kept in.

    ``root`` holds ``.kg/``. ``seeds`` is None outside of a project folder. Every thing's IRI starts with
    ``base``, which ends in ``/`` or ``#``.
    """

    root: Path
    ontology: Path
    queries: Path
    seeds: Path | None
    base: str

    @property
    def builds(self) -> Path:
        """The folder that holds one folder per build."""
        return self.root / ".kg" / "builds"

    @property
    def current(self) -> Path:
        """The link to the build that queries read."""
        return self.root / ".kg" / "current"


def find_project(start: Path | None = None) -> Project:
    """Return the project that *start* lies in, or one with the package's own ontology and queries.

    Args:
        start: A folder. The current folder if None. Its parents are tried in turn, nearest first.

    Raises:
        SourceError: *start* is no folder, or neither it nor the package has an ontology.
        BrokenFileError: ``pyproject.toml`` is not TOML, or its ``[tool.kg]`` says what kg cannot use.
    """
    folder = (start or Path.cwd()).resolve()
    if not folder.is_dir():
        raise SourceError(f"{start}: not a folder; name the project's folder or one inside it")
    for root in (folder, *folder.parents):
        if _is_project(root):
            return Project(root, root / "ontology", root / "queries", root / "seeds", _read_base(root))
    for data in (_PACKAGE / "data", _PACKAGE.parent):
        if _is_project(data):
            return Project(folder, data / "ontology", data / "queries", None, _read_base(folder))
    raise SourceError(f"{folder}: no ontology/kg.ttl and queries/ here or above; install kg from its wheel")


def _is_project(folder: Path) -> bool:
    return (folder / "ontology" / "kg.ttl").is_file() and (folder / "queries").is_dir()


def _read_base(root: Path) -> str:
    path = root / "pyproject.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return DEFAULT_BASE
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BrokenFileError(path, None, "not UTF-8; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        raise BrokenFileError(path, int(line[1]) if line else None, f"not TOML: {error}") from error
    return _checked_base(path, content)


def _checked_base(path: Path, content: Mapping[str, object]) -> str:
    tool = content.get("tool", {})
    settings = tool.get("kg", {}) if isinstance(tool, dict) else {}
    if not isinstance(settings, dict):
        raise BrokenFileError(path, None, 'tool.kg must be a table; write [tool.kg] and below it base = "…"')
    for name in settings:
        if name not in SETTINGS:
            raise BrokenFileError(path, None, f"[tool.kg] has no setting {name!r}{nearest(name, SETTINGS)}")
    base = settings.get("base", DEFAULT_BASE)
    if not isinstance(base, str) or not _is_base(base):
        wanted = f'an absolute IRI that ends in / or #, without %, such as "{DEFAULT_BASE}"'
        raise BrokenFileError(path, None, f"[tool.kg] base is {base!r}; write {wanted}")
    return base


def _is_base(text: str) -> bool:
    try:
        iri(text)
    except ValueError:
        return False
    return text.endswith(("/", "#")) and "%" not in text and bool(text.partition(":")[2].strip("/#"))
