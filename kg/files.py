"""Write a file in one step: readers meet the old one or the new one, whole."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from kg.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_file(path: Path, pieces: Iterable[str]) -> None:
    """Write *pieces* as UTF-8 to *path*; what was there stays until the new file is whole and on disk.

    A device or a pipe is written to as it is; of a link, the file that it leads to is replaced.

    Raises:
        StorageError: the disk does not take it; the old file is still there.
    """
    try:
        target = path.resolve()
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            _fill(target, pieces)
            return
        draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            _fill(draft, pieces)
            draft.replace(target)
        except BaseException:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageError(f"{path}: {reason}; see that its folder is there and the disk has room") from error


def _fill(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)
        file.flush()
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            os.fsync(file.fileno())
