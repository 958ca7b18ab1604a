"""Asks for the paths that were named while the program imports its modules: a slow drive has answered by then."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from gallery.base.errors import UnsafePathError
from gallery.base.files import open_below

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BYTES = 32 << 20
"""Of the first file: as much as most pictures have."""
_CHUNK_BYTES = 1 << 20


def read_ahead(paths: Sequence[str]) -> None:
    """Have the system find what was named up to the first file, and read that into its cache; failures are told later.

    The thread `read-ahead`; it may stay in a call on a drive that does not answer.
    """
    for path in paths:
        with suppress(OSError, ValueError, UnsafePathError):
            real = os.path.realpath(path)
            if os.path.isfile(real):
                _read(real)
                return  # a thousand may be named, and a slow drive has other things to answer


def _read(path: str) -> None:
    """Read a file, and forget what is in it."""
    folder, name = os.path.split(os.fsencode(path))
    with open_below(folder, name) as file:
        left = MAX_BYTES
        while left > 0 and (data := file.read(_CHUNK_BYTES)):
            left -= len(data)
