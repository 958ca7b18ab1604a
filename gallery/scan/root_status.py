"""Whether a root is there. Its drive may be unplugged; nothing below an absent root changes."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.catalog import folders, photos

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from gallery.base.models import FileRef
    from gallery.catalog.database import Database

SAMPLES = 20


@dataclass(frozen=True, slots=True)
class RootStatus:
    """What a look at a root's place showed: why it is away, or None, and which folder of which volume is there."""

    reason: str | None
    device: str | None


def look_for(conn: sqlite3.Connection, root: int) -> RootStatus | None:
    """Look at a root's place; None when no such root is known. Reads only, and may wait for a slow drive."""
    row = folders.get_root(conn, root)
    if row is None:
        return None
    reason = away(
        row.path, row.device, folders.get_names_in_root(conn, root), photos.get_some_paths(conn, root, SAMPLES)
    )
    return RootStatus(reason, device_of(row.path))


def note(conn: sqlite3.Connection, root: int, seen: RootStatus) -> tuple[folders.RootRow | None, bool]:
    """Write down what was seen: the root if it is there, and whether it came or went since the last look."""
    turned = folders.set_offline(conn, root, seen.reason)
    if seen.reason is not None:
        return None, turned
    if seen.device:  # else it did not answer just then
        folders.set_device(conn, root, seen.device)
    if turned:
        photos.retry_unreadable(conn, root)
        photos.retry_slow(conn, root)
    return folders.get_root(conn, root), turned


def answers(database: Database, root: int) -> None:
    """Ask a root's drive something simple that no cache knows. Returns when there is an answer, whatever it is."""
    with database.read() as conn:
        row = folders.get_root(conn, root)
    if row:
        with suppress(OSError):
            shutil.disk_usage(os.fsdecode(row.path))


def still_there(row: folders.RootRow) -> bool:
    """Whether the root is still the folder that a step began with: one question to the system, no listing."""
    return device_of(row.path) == row.device


def folders_of(conn: sqlite3.Connection, files: Iterable[FileRef]) -> dict[int, set[bytes]]:
    """Root -> the folders, below it, that hold these files. Files of roots that are no longer known are left out."""
    known = {row.path: row.id for row in folders.get_roots(conn)}
    found: dict[int, set[bytes]] = {}
    for file in files:
        if file.root in known:
            found.setdefault(known[file.root], set()).add(os.path.dirname(file.relative))
    return found


def device_of(path: bytes) -> str | None:
    """Which folder of which volume this is; None when it is not there."""
    try:
        seen = os.stat(path)
    except OSError:
        return None
    return f"{seen.st_dev}:{seen.st_ino}"


def away(path: bytes, device: str | None, known: Collection[bytes], samples: Collection[bytes] = ()) -> str | None:
    """Why a root is away, or None when it is there. Absence is never taken for deletion.

    `device` is device_of() when it was last seen, `known` the names that the index holds at its top, `samples` some of
    its photos, below the root: every memory card has a folder DCIM, but not the same pictures.
    """
    try:
        names = set(os.listdir(path))
    except (FileNotFoundError, NotADirectoryError):
        return "It is not connected, or was moved."
    except OSError as error:
        return f"It cannot be opened: {error.strerror or error}."
    if known and not names:
        return "It is empty now. Perhaps its drive is not connected."
    if known and device and device != device_of(path):
        there = samples and any(os.path.lexists(os.path.join(path, sample)) for sample in samples)
        if names.isdisjoint(known) or (samples and not there):
            return "Another drive is in its place."
    return None
