"""Files whose names are no text, where the file system takes them: Linux. macOS takes UTF-8 alone, Windows no bytes."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_named(path: bytes, content: bytes) -> None:
    with skipping_without(path), open(path, "wb") as file:
        file.write(content)


def make_named(path: bytes) -> None:
    """Make a folder."""
    with skipping_without(path):
        os.mkdir(path)


@contextmanager
def skipping_without(path: bytes) -> Iterator[None]:
    """Skip the test where there can be no such name; fail where it is an ordinary one."""
    try:
        yield
    except (OSError, UnicodeDecodeError):
        if path.decode("utf-8", "replace").encode() == path:
            raise
        pytest.skip("this file system takes no such name")
