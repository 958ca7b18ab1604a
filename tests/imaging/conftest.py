"""What the tests of imaging share: a folder, and references to the files in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import FileRef

if TYPE_CHECKING:
    from pathlib import Path

Put = Callable[[str, bytes], FileRef]


def ref(path: Path) -> FileRef:
    status = path.stat()
    return FileRef(os.fsencode(path.parent), os.fsencode(path.name), status.st_size, status.st_mtime_ns)


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a file and give its reference."""

    def write(name: str, data: bytes) -> FileRef:
        path = tmp_path / name
        path.write_bytes(data)
        return ref(path)

    return write
