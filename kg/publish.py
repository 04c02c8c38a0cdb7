"""Put a finished build in place of the one before, so that readers meet a whole one at any time.

In    a callback that writes a build into an empty folder
Out   ``.kg/builds/<id>/``, and ``.kg/current``, a link to it
Next  :func:`kg.store.open_current`

A build is written beside the current one, brought to disk, and becomes current by one rename. Whatever
ends the process, ``current`` is the old build or the new one; what a killed build leaves behind goes with
the next one. The build before stays until then, for those who still read it.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import BusyError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.project import Project

_BUILD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class BuildLock:
    """The right to publish builds of *project*; one process at a time has it."""

    project: Project


@contextmanager
def lock_builds(project: Project, *, since: str) -> Iterator[BuildLock]:
    """Hold the project's build lock; it is let go at the end, and when the process is killed.

    Args:
        project: Its ``.kg`` folder is made if need be.
        since: When the build started, in words, for the message that another build gets.

    Raises:
        BusyError: another build has the lock.
        StorageError: ``.kg`` cannot be written.
    """
    path = project.builds.parent / "lock"
    with _storage(path):
        project.builds.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            started = " ".join(file.read(200).split())
            when = f" since {started}" if started else ""
            raise BusyError(f"{path}: another build is running{when}; wait until it ends") from error
        with _storage(path):
            file.truncate(0)
            file.write(since + "\n")
            file.flush()
        yield BuildLock(project)


def publish(lock: BuildLock, build_id: str, write: Callable[[Path], None]) -> Path:
    """Make what *write* writes the current build, and return its folder.

    Args:
        lock: From :func:`lock_builds`.
        build_id: Letters, digits, ``-`` and ``_``. A build that has the id of the current one lies beside it
            as ``<id>-again``.
        write: Called once with a new, empty folder. When it raises, nothing has changed.

    Raises:
        StorageError: the disk is full, or does not take the build for another reason.
        ValueError: *build_id* is something else.
    """
    if not _BUILD_ID.fullmatch(build_id):
        raise ValueError(f"not the id of a build: {build_id!r}")
    builds, current = lock.project.builds, lock.project.current
    with _storage(builds):
        before = current.readlink().name if current.is_symlink() else None
        _sweep(builds, keep=before)
    name = f"{build_id}-again" if build_id == before else build_id
    draft, build = builds / f"{name}.tmp", builds / name
    try:
        with _storage(draft):
            draft.mkdir()
            write(draft)
            _sync_tree(draft)
        with _storage(current):
            draft.rename(build)
            _sync(builds)
            _link(current, Path(builds.name, name))
    except BaseException:
        if not current.is_symlink() or current.readlink().name != name:
            shutil.rmtree(draft, ignore_errors=True)
            shutil.rmtree(build, ignore_errors=True)
        raise
    return build


def _sweep(builds: Path, *, keep: str | None) -> None:
    for path in builds.iterdir():
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)


def _link(link: Path, target: Path) -> None:
    """Point *link* at *target* in one step."""
    draft = link.with_name(f"{link.name}.tmp")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(link)
    _sync(link.parent)


def _sync_tree(folder: Path) -> None:
    for root, _, names in os.walk(folder):
        for name in names:
            _sync(Path(root, name))
        _sync(Path(root))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    """Say as a StorageError about *path* what the disk did not take."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        where = error.filename or path
        raise StorageError(f"{where}: {reason}; free the disk or make the folder writable") from error
