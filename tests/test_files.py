"""Writing a file in one step."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from kg.errors import StorageError
from kg.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_the_pieces_are_the_file(tmp_path: Path) -> None:
    """In UTF-8, line ends as they are; nothing is left beside it."""
    write_file(tmp_path / "out", ["a\r\n", "é", "", "\n"])

    assert (tmp_path / "out").read_bytes() == "a\r\né\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_is_kept_when_a_piece_fails(tmp_path: Path) -> None:
    """Whatever was written of the new one is gone."""
    (tmp_path / "out").write_text("old", encoding="utf-8")

    def pieces() -> Iterator[str]:
        yield "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "out", pieces())

    assert (tmp_path / "out").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_reader_of_the_old_file_keeps_it(tmp_path: Path) -> None:
    """The new one is another file in its place."""
    path = tmp_path / "out"
    path.write_text("old", encoding="utf-8")

    with path.open(encoding="utf-8") as reader:
        write_file(path, ["new"])
        assert reader.read() == "old"

    assert path.read_text(encoding="utf-8") == "new"


def test_a_link_leads_to_the_new_content(tmp_path: Path) -> None:
    """The link stays a link."""
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("real")

    write_file(tmp_path / "link", ["new"])

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "new"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    """Not replaced by a file."""
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=write_file, args=(tmp_path / "pipe", ["a", "b"]))
    writer.start()
    content = (tmp_path / "pipe").read_text(encoding="utf-8")
    writer.join()

    assert content == "ab"
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("name", ["nowhere/out", "", "file/out"])
def test_what_cannot_be_written_is_named(name: str, tmp_path: Path) -> None:
    """A missing folder, a folder itself, a file taken for a folder."""
    (tmp_path / "file").write_text("old", encoding="utf-8")

    with pytest.raises(StorageError, match=str(tmp_path)):
        write_file(tmp_path / name, ["new"])

    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "old"
