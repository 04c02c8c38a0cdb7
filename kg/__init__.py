"""A folder of news articles goes in; a knowledge graph comes out in which every answer ends at a sentence."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.export import export_graph
    from kg.model import BuildReport, Claim, Document, Finding, Reading, Row, Span, Trust
    from kg.pipeline import build, extract, status, validate
    from kg.project import Project, find_project
    from kg.query import Answer, ask
    from kg.show import show

__all__ = [
    "Answer",
    "BuildReport",
    "Claim",
    "Document",
    "Finding",
    "KgError",
    "Project",
    "Reading",
    "Row",
    "Span",
    "Trust",
    "ask",
    "build",
    "export_graph",
    "extract",
    "find_project",
    "show",
    "status",
    "validate",
]

_HOMES = {
    "errors": ("KgError",),
    "export": ("export_graph",),
    "model": ("BuildReport", "Claim", "Document", "Finding", "Reading", "Row", "Span", "Trust"),
    "pipeline": ("build", "extract", "status", "validate"),
    "project": ("Project", "find_project"),
    "query": ("Answer", "ask"),
    "show": ("show",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


class _Package(ModuleType):
    """The package, in which ``kg.build`` stays the function although there is a module of that name."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _HOME_OF or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first used, so that ``import kg`` stays cheap."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    found = getattr(import_module(f"kg.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found


sys.modules[__name__].__class__ = _Package
