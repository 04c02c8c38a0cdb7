"""What ``import kg`` offers."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import kg


@pytest.mark.parametrize("name", kg.__all__)
def test_a_public_name_stays_what_it_is_whatever_is_imported(name: str) -> None:
    """``kg.build`` is the function, also once the module ``kg.build`` is loaded."""
    before = getattr(kg, name)
    for module in ("build", "extract", "validate", "show", "pipeline"):
        importlib.import_module(f"kg.{module}")

    assert getattr(kg, name) is before
    assert callable(before)


def test_a_module_imported_first_does_not_hide_the_function() -> None:
    """The order of imports does not matter."""
    code = "import kg.pipeline, kg.validate, kg; assert callable(kg.build) and callable(kg.validate)"

    subprocess.run([sys.executable, "-c", code], check=True)


def test_public_names_are_sorted_and_documented() -> None:
    """The list of what is public can be read."""
    assert list(kg.__all__) == sorted(kg.__all__)
    assert all(getattr(kg, name).__doc__ for name in kg.__all__)


def test_importing_kg_loads_no_engine() -> None:
    """``import kg`` stays cheap."""
    engines = ("rdflib", "pyoxigraph", "owlrl", "pyshacl", "rich")
    code = f"import sys, kg; print([name for name in {engines} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As in any module."""
    with pytest.raises(AttributeError, match="no attribute 'bild'"):
        _ = kg.bild
