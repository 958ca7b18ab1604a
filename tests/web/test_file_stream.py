"""A file is sent in small pieces, however much the server's loop asks for, and never in empty ones."""

from __future__ import annotations

import io

import pytest

from gallery.web.file_stream import BLOCK_BYTES, _ExactLengthFile


def test_a_read_is_small_whatever_is_asked_for() -> None:
    """The loop asks for as much as the socket's buffer holds: megabytes for each of its clients."""
    file = _ExactLengthFile(io.BytesIO(bytes(10 << 20)))
    assert BLOCK_BYTES == 65536
    assert [len(file.read(size)) for size in (10 << 20, 65537, 65536, 10, 0)] == [65536, 65536, 65536, 10, 0]


def test_a_file_that_has_become_shorter_is_an_error() -> None:
    file = _ExactLengthFile(io.BytesIO(b"abc"))
    assert file.read(10) == b"abc"
    with pytest.raises(OSError, match="became shorter"):
        file.read(10)
