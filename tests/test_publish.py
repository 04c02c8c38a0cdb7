"""What kg.publish promises: whatever happens, readers find one whole build."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from kg.errors import BusyError, StorageError, UsageError
from kg.publish import lock_builds, publish
from kg.store import open_current
from kg.terms import iri, literal
from tests.store_mini import Graphs, mini_project, publish_graphs

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project

SIZE = 200

CHILD = """
import os, signal, sys
from pathlib import Path
from tests.store_mini import mini_project, publish_graphs
from tests.test_publish import numbered
from kg.project import Project
root, first, last, kill_at = Path(sys.argv[1]), *map(int, sys.argv[2:])
project = Project(root, root / "ontology", root / "queries", None, "https://example.org/kg/id/")
seen = 0
def count(event, arguments):
    global seen
    if event in ("os.mkdir", "os.rename", "os.symlink", "os.remove", "os.rmdir", "open"):
        path = Path(str(arguments[event == "os.symlink"]))
        if path.parent in (root, root / ".kg", root / ".kg" / "builds"):
            seen += 1
            if seen == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
for number in range(first, last):
    publish_graphs(project, numbered(number), f"build-{number}")
print(seen)
"""
"""Publishes builds in a row; ends itself, as if by kill -9, at the given step on the file system."""


def numbered(number: int) -> Graphs:
    """Return graphs of a known size in which every triple says *number*."""
    triples = [(iri(f"urn:s{i}"), iri("urn:p"), literal(str(number))) for i in range(SIZE)]
    return {iri("urn:g"): triples, None: triples}


def current_number(project: Project) -> int:
    """Return the number that the current build says, having checked that it is whole and alone."""
    with open_current(project) as store:
        for graph in (None, iri("urn:g")):
            values = [value for _, _, value in store.triples(graph)]
            assert len(values) == SIZE
            assert len(set(values)) == 1
    return int(values[0].strip('"'))


def run_child(project: Project, first: int, last: int, kill_at: int = 0) -> subprocess.Popen[bytes]:
    """Start the child that publishes builds *first* to *last* - 1."""
    arguments = [str(project.root), str(first), str(last), str(kill_at)]
    return subprocess.Popen([sys.executable, "-c", CHILD, *arguments], stdout=subprocess.PIPE)


def leftovers(project: Project) -> set[str]:
    """Return the names of what lies beside the builds."""
    return {path.name for path in project.builds.iterdir()}


def test_a_build_becomes_current(tmp_path: Path) -> None:
    """What is published is what readers get, through a relative link that survives moving the project."""
    project = mini_project(tmp_path / "before")
    build = publish_graphs(project, numbered(1), "one")

    assert (project.current.readlink().as_posix(), build.name) == ("builds/one", "one")
    moved = (tmp_path / "before").rename(tmp_path / "after")
    assert current_number(type(project)(moved, moved, moved, None, project.base)) == 1


def test_the_build_before_stays_until_the_next(tmp_path: Path) -> None:
    """Who reads the old build while a new one is published reads on; one build later it is gone."""
    project = mini_project(tmp_path)
    publish_graphs(project, numbered(1), "one")
    with open_current(project) as old:
        publish_graphs(project, numbered(2), "two")

        assert leftovers(project) == {"one", "two"}
        assert {value for _, _, value in old.triples()} == {literal("1")}
        assert current_number(project) == 2
    publish_graphs(project, numbered(3), "three")
    assert leftovers(project) == {"two", "three"}


def test_the_same_id_can_be_published_again(tmp_path: Path) -> None:
    """A build with the id of the current one takes its place, again and again, without harm to it."""
    project = mini_project(tmp_path)

    names = [publish_graphs(project, numbered(n), "same").name for n in range(4)]

    assert names == ["same", "same-again", "same", "same-again"]
    assert current_number(project) == 3


@pytest.mark.parametrize("error", [UsageError("mine"), RuntimeError("bug"), KeyboardInterrupt()])
def test_a_build_that_fails_changes_nothing(tmp_path: Path, error: BaseException) -> None:
    """Whatever the callback raises comes out as it is; the current build stays and no draft is left."""
    project = mini_project(tmp_path)
    publish_graphs(project, numbered(1), "one")

    def write(build: Path) -> None:
        (build / "half").write_text("written")
        raise error

    with pytest.raises(type(error)), lock_builds(project, since="noon") as lock:
        publish(lock, "two", write)

    assert leftovers(project) == {"one"}
    assert current_number(project) == 1


def test_an_error_of_the_disk_names_the_path(tmp_path: Path) -> None:
    """An OSError in the callback is a StorageError that says which file and why."""
    project = mini_project(tmp_path)

    def write(build: Path) -> None:
        (build / "no" / "such" / "folder").write_text("x")

    with (
        pytest.raises(StorageError, match="no/such/folder: No such file"),
        lock_builds(project, since="") as lock,
    ):
        publish(lock, "one", write)
    assert leftovers(project) == set()


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    """The second build is told since when the first runs, in any process, and may build afterwards."""
    project = mini_project(tmp_path)
    with lock_builds(project, since="2031-05-02 10:00"):
        with pytest.raises(BusyError, match="another build is running since 2031-05-02 10:00; wait"):
            publish_graphs(project, numbered(1))

        child = run_child(project, 0, 1)
        assert child.communicate()[0] == b""
        assert child.returncode == 1
    publish_graphs(project, numbered(2))
    assert current_number(project) == 2


def test_a_killed_build_holds_no_lock(tmp_path: Path) -> None:
    """The lock goes with the process that had it, and what it says is then old."""
    project = mini_project(tmp_path)
    code = (
        "import sys, time; from pathlib import Path; from kg.project import Project\n"
        "from kg.publish import lock_builds\n"
        "root = Path(sys.argv[1])\n"
        "with lock_builds(Project(root, root, root, None, 'urn:x/'), since='before'):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match="since before"), lock_builds(project, since="now"):
            pass
        child.kill()

    publish_graphs(project, numbered(1))
    assert current_number(project) == 1


def test_a_kill_at_any_step_leaves_a_whole_build(tmp_path: Path) -> None:
    """A process ended at each of its steps on the file system leaves the old build or the new, whole.

    The next build goes through and takes away what was left.
    """
    project = mini_project(tmp_path)
    publish_graphs(project, numbered(0), "build-0")
    publish_graphs(project, numbered(1), "build-1")
    steps = int(run_child(project, 2, 3).communicate()[0])
    assert steps > 10
    found = set()
    for step in range(1, steps + 1):
        child = run_child(project, 3, 4, step)
        child.communicate()

        assert child.returncode == -signal.SIGKILL
        found.add(current_number(project))
        publish_graphs(project, numbered(2), "build-2")
        assert current_number(project) == 2
        assert len(leftovers(project)) == 2
    assert found == {2, 3}


def test_a_kill_at_any_time_leaves_a_whole_build(tmp_path: Path) -> None:
    """Ten kills at times nobody chose, while builds follow each other, and never half a build."""
    project = mini_project(tmp_path)
    publish_graphs(project, numbered(0), "build-0")
    moments = random.Random(7)  # noqa: S311 - no secret
    for _ in range(10):
        child = run_child(project, 1, 1000)
        time.sleep(moments.uniform(0.15, 0.45))
        child.kill()
        child.communicate()

        assert 0 <= current_number(project) < 1000
    publish_graphs(project, numbered(1000), "last")
    assert current_number(project) == 1000
    assert len(leftovers(project)) == 2


def test_a_full_disk_is_an_error_and_leaves_the_build_before(tmp_path: Path) -> None:
    """When files may not grow any more, the build ends with a StorageError, and the old one is read on."""
    project = mini_project(tmp_path)
    publish_graphs(project, numbered(1), "one")
    code = f"""
import resource, sys
from pathlib import Path
from tests.store_mini import publish_graphs
from kg.project import Project
from kg.errors import StorageError
from kg.terms import iri, literal
root = Path(sys.argv[1])
graphs = {{None: [(iri(f"urn:s{{i}}"), iri("urn:p"), literal(f"text {{i * i}}" * 9)) for i in range(20000)]}}
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    publish_graphs(Project(root, root, root, None, {project.base!r}), graphs, "two")
except StorageError as error:
    print(error)
"""
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True, text=True
    )

    assert "File too large" in said.stdout
    assert f"{tmp_path}/.kg/builds/two.tmp" in said.stdout
    assert leftovers(project) == {"one"}
    assert current_number(project) == 1


@pytest.mark.parametrize("blocked", [".kg", ".kg/builds", ".kg/lock"])
def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path, blocked: str) -> None:
    """A file or folder in the way, which stops even root, is said by its path."""
    project = mini_project(tmp_path)
    if blocked == ".kg/lock":
        (tmp_path / blocked).mkdir(parents=True)
    else:
        (tmp_path / blocked).parent.mkdir(exist_ok=True)
        (tmp_path / blocked).write_text("in the way")

    with pytest.raises(StorageError, match=rf"{tmp_path}/{blocked}.*: .*make the folder writable"):
        publish_graphs(project, numbered(1))


def test_an_id_that_is_no_name_is_refused(tmp_path: Path) -> None:
    """An id cannot point out of the folder of builds."""
    with pytest.raises(ValueError, match="not the id"):
        publish_graphs(mini_project(tmp_path), numbered(1), "../elsewhere")
