"""Files whose names are no text, where the file system takes them: Linux. macOS takes UTF-8 alone, Windows no bytes."""

from __future__ import annotations

import pytest


def write_named(path: bytes, content: bytes) -> None:
    """Write a file; skip the test where there can be no such name, and fail where it was an ordinary one."""
    try:
        with open(path, "wb") as file:
            file.write(content)
    except (OSError, UnicodeDecodeError):
        if path.decode("utf-8", "replace").encode() == path:
            raise
        pytest.skip("this file system takes no such name")
