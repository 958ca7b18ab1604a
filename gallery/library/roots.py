"""Which folders can be roots, how they lie in each other, and how the index follows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.base.errors import UsageError
from gallery.base.paths import display
from gallery.catalog import folders, photos
from gallery.scan.listing import skipped_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from gallery.settings.settings import RootPath


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


def why_skipped(root: bytes, inside: bytes) -> str | None:
    """Why the folder `inside` a root is not shown with it, as a sentence; None when it is, or is the root itself."""
    place, sep = root, os.fsencode(os.sep)
    for name in inside.split(sep) if inside else ():
        if os.path.lexists(os.path.join(place, b".nomedia")):
            return _keeps_out(place)
        place = os.path.join(place, name)
        if skipped_name(name):
            kind = "is hidden" if name.startswith(b".") else "holds what other programs put there"
            return f"{display(place)} {kind}, and is left out of {display(root)}, which you have added."
    return _keeps_out(place) if inside and os.path.lexists(os.path.join(place, b".nomedia")) else None


def _keeps_out(place: bytes) -> str:
    return f"{display(place)} has a file .nomedia in it, which asks galleries to stay out."


def host(roots: Iterable[RootPath], path: bytes) -> tuple[RootPath, bytes] | None:
    """The root whose scan comes to this folder, and the folder's place below it.

    Raises:
        UsageError: it lies in a root that leaves it out.
    """
    why = None
    for root in roots:
        inside = relative(root.path, path)
        if inside is not None:
            reason = why_skipped(root.path, inside)
            if reason is None:
                return root, inside
            why = reason
    if why:
        raise UsageError(why)
    return None


def guests(roots: Iterable[RootPath], path: bytes) -> list[tuple[RootPath, bytes]]:
    """The roots, and their places, that a scan of `path` comes to. One that it leaves out stays a root of its own."""
    found = [(root, relative(path, root.path)) for root in roots]
    return [(root, inside) for root, inside in found if inside is not None and why_skipped(path, inside) is None]


def align(conn: sqlite3.Connection, known: Iterable[RootPath]) -> list[int]:
    """Make the index hold these roots and no others. Which of them went into another that they lie in."""
    changed, merged = False, []
    outside = sorted(known, key=lambda root: len(root.path))  # an outer path is shorter
    paths = {root.id: root.path for root in outside}
    for row in folders.get_roots(conn):
        if paths.get(row.id) != row.path:
            folders.remove_root(conn, row.id)
            changed = True
    for root in outside:
        folders.put_root(conn, root.id, root.path)
    while outside:
        outer = outside.pop(0)
        for inner, inside in guests(outside, outer.path):
            outside.remove(inner)
            merged.append(inner.id)
            _merge(conn, inner, outer, inside)
    folders.delete_gone(conn)
    if changed or merged:
        photos.raise_generation(conn)
    return merged


def _merge(conn: sqlite3.Connection, inner: RootPath, outer: RootPath, inside: bytes) -> None:
    if not inside or folders.find(conn, outer.id, inside) is not None:
        folders.remove_root(conn, inner.id)  # the outer one has all of it already
    else:
        folders.merge_root(conn, inner.id, outer.id, inside)


def add(conn: sqlite3.Connection, added: RootPath, inner: Iterable[tuple[RootPath, bytes]]) -> int:
    """A new root takes over those that lie in it. The id of its folder."""
    folder = folders.put_root(conn, added.id, added.path)
    for root, inside in inner:
        folders.merge_root(conn, root.id, added.id, inside)
        photos.raise_generation(conn)
    return folder


def remove(conn: sqlite3.Connection, root_id: int) -> int:
    """The new generation."""
    folders.remove_root(conn, root_id)
    return photos.raise_generation(conn)


def _real(path: str) -> bytes:
    if not path:
        raise ValueError("it has no name.")
    # a shell has expanded ~ already where it could; a name that begins with it may be meant
    return os.fsencode(Path(path if os.path.lexists(path) else os.path.expanduser(path)).resolve())
