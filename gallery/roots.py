"""Which folders can be roots, and how they lie in each other."""

from __future__ import annotations

import os
from pathlib import Path

from gallery.errors import UsageError
from gallery.paths import display


def check_folder(path: str | bytes, data_folder: Path) -> bytes:
    """The real path of a folder that can be a root.

    Raises:
        UsageError: a sentence that says why it cannot.
    """
    real = os.fsencode(Path(os.fsdecode(path)).expanduser().resolve())
    name = display(real)
    try:
        if not os.path.isdir(real):
            what = "There is no folder" if not os.path.lexists(real) else "This is not a folder:"
            raise UsageError(f"{what} {name}")
        with os.scandir(real):
            pass
    except OSError as error:
        raise UsageError(f"You are not allowed to open {name}: {error.strerror or error}.") from error
    if relative(os.fsencode(data_folder.resolve()), real) is not None:
        raise UsageError(f"{name} belongs to Shoebox itself.")
    return real


def relative(outer: bytes, path: bytes) -> bytes | None:
    """`path` below `outer` (empty when they are the same), or None. Both real and absolute."""
    fold = os.path.normcase
    sep = os.fsencode(os.sep)
    base = outer.rstrip(sep) + sep
    if fold(path) == fold(outer):
        return b""
    return path[len(base) :] if fold(path).startswith(fold(base)) else None
