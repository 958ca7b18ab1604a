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
    try:
        real = _real(os.fsdecode(path))
    except (OSError, RuntimeError, ValueError) as error:  # a ring of links, an unprintable zero
        raise UsageError(f"There is no folder {display(os.fsencode(path))}: {error}") from error
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
    sep = os.fsencode(os.sep)
    above, names = (place.rstrip(sep).split(sep) for place in (outer, path))
    # name by name: a capital and its small letter may differ in length
    inside = [os.path.normcase(name) for name in above] == [os.path.normcase(name) for name in names[: len(above)]]
    return sep.join(names[len(above) :]) if inside else None


def _real(path: str) -> bytes:
    if not path:
        raise ValueError("it has no name.")
    # a shell has expanded ~ already where it could; a name that begins with it may be meant
    return os.fsencode(Path(path if os.path.lexists(path) else os.path.expanduser(path)).resolve())
