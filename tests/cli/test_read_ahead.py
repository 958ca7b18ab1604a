"""What was named is asked for early, and whatever is wrong with it is told later."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, Self

import pytest

from gallery.base.files import open_below
from gallery.cli import read_ahead

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, bytes, BinaryIO]]:
    """The files that were opened, by folder and name."""
    found: list[tuple[bytes, bytes, BinaryIO]] = []
    real = open_below

    def note(folder: bytes, name: bytes) -> BinaryIO:
        found.append((folder, name, real(folder, name)))
        return found[-1][2]

    monkeypatch.setattr(read_ahead, "open_below", note)
    return found


def test_the_first_file_is_read_and_closed(
    tmp_path: Path, opened: list[tuple[bytes, bytes, BinaryIO]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    realpath = os.path.realpath

    def note(path: str) -> str:
        asked.append(path)
        return realpath(path)

    monkeypatch.setattr(os.path, "realpath", note)
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(bytes(3_000_000))
    (tmp_path / "link.jpg").symlink_to(tmp_path / "a.jpg")
    read_ahead.read_ahead([str(tmp_path), str(tmp_path / "link.jpg"), str(tmp_path / "b.jpg")])
    assert [(folder, name) for folder, name, _ in opened] == [(os.fsencode(tmp_path), b"a.jpg")]
    assert opened[0][2].closed
    assert asked == [str(tmp_path), str(tmp_path / "link.jpg")]


def test_not_more_is_read_than_pictures_have(
    tmp_path: Path, opened: list[tuple[bytes, bytes, BinaryIO]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_ahead, "MAX_BYTES", 2_000_000)
    read: list[int] = []

    class Endless:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def read(self, size: int) -> bytes:
            read.append(size)
            return bytes(size)

    (tmp_path / "a.jpg").touch()
    monkeypatch.setattr(read_ahead, "open_below", lambda *_: Endless())
    read_ahead.read_ahead([str(tmp_path / "a.jpg")])
    assert sum(read) <= 3 << 20
    assert opened == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_what_is_wrong_is_passed_over(tmp_path: Path, opened: list[tuple[bytes, bytes, BinaryIO]]) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "ring.jpg").symlink_to(tmp_path / "ring.jpg")
    (tmp_path / "a.jpg").touch()
    wrong = ["", "\0", str(tmp_path / "none.jpg"), str(tmp_path / "pipe.jpg"), str(tmp_path / "ring.jpg")]
    read_ahead.read_ahead([*wrong, str(tmp_path / "a.jpg")])
    assert [name for _, name, _ in opened] == [b"a.jpg"]
