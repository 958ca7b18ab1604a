"""Whether a root is there. Its drive may be unplugged; nothing below an absent root changes."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.catalog import folders, photos
from gallery.scan.listing import away, device_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from gallery.base.models import FileRef
    from gallery.catalog.database import Database

SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Presence:
    """What a look at a root's place showed: why it is away, or None, and which folder of which volume is there."""

    reason: str | None
    device: str | None


def look_for(conn: sqlite3.Connection, root: int) -> Presence | None:
    """Look at a root's place; None when no such root is known. Reads only, and may wait for a slow drive."""
    row = folders.root(conn, root)
    if row is None:
        return None
    reason = away(row.path, row.device, folders.top_names(conn, root), photos.known_paths(conn, root, SAMPLES))
    return Presence(reason, device_of(row.path))


def note(conn: sqlite3.Connection, root: int, seen: Presence) -> tuple[folders.RootRow | None, bool]:
    """Write down what was seen: the root if it is there, and whether it came or went since the last look."""
    turned = folders.set_offline(conn, root, seen.reason)
    if seen.reason is not None:
        return None, turned
    if seen.device:  # else it did not answer just then
        folders.set_device(conn, root, seen.device)
    if turned:
        photos.retry_unreadable(conn, root)
        photos.retry_slow(conn, root)
    return folders.root(conn, root), turned


def answers(database: Database, root: int) -> None:
    """Ask a root's drive something simple that no cache knows. Returns when there is an answer, whatever it is."""
    with database.read() as conn:
        row = folders.root(conn, root)
    if row:
        with suppress(OSError):
            shutil.disk_usage(os.fsdecode(row.path))


def still_there(row: folders.RootRow) -> bool:
    """Whether the root is still the folder that a step began with: one question to the system, no listing."""
    return device_of(row.path) == row.device


def folders_of(conn: sqlite3.Connection, files: Iterable[FileRef]) -> dict[int, set[bytes]]:
    """Root -> the folders, below it, that hold these files. Files of roots that are no longer known are left out."""
    known = {row.path: row.id for row in folders.roots(conn)}
    found: dict[int, set[bytes]] = {}
    for file in files:
        if file.root in known:
            found.setdefault(known[file.root], set()).add(os.path.dirname(file.relative))
    return found
