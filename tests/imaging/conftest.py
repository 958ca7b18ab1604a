"""Fixtures of the tests of imaging."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.imaging.files import Put, reference
from tests.imaging.store_scene import StoreScene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gallery.base.models import FileRef


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a file and return its reference."""

    def write(name: str, data: bytes) -> FileRef:
        path = tmp_path / name
        path.write_bytes(data)
        return reference(path)

    return write


@pytest.fixture
def curious() -> Iterator[list[bytes]]:
    """A plugin that Pillow would ask first about each file, and what it was asked."""
    asked: list[bytes] = []

    def accept(head: bytes) -> bool:
        asked.append(head)
        return False

    Image.preinit()
    Image.init()
    Image.register_open("CURIOUS", lambda *_: pytest.fail("it accepts nothing"), accept)
    Image.ID.insert(0, Image.ID.pop())
    assert Image.ID[0] == "CURIOUS"
    yield asked
    Image.ID.remove("CURIOUS")
    del Image.OPEN["CURIOUS"]


@pytest.fixture
def scene() -> Iterator[StoreScene]:
    """A thumbnail store with parts in the test's hand."""
    made = StoreScene()
    yield made
    made.threads.shutdown()


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Set the time zone of this machine, as this process sees it."""
    if not hasattr(time, "tzset"):
        pytest.skip("Windows has one time zone for all programs")

    def change(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield change
    monkeypatch.undo()
    time.tzset()
