"""Whether a root is there. Its drive may be unplugged; nothing below an absent root changes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gallery.catalog import folders
from gallery.scan.scanner import away, device_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from gallery.models import FileRef


def look_for(conn: sqlite3.Connection, root: int) -> tuple[folders.RootRow | None, bool]:
    """The root if it is known and there, and whether it came or went since the last look."""
    row = folders.root(conn, root)
    if row is None:
        return None, False
    reason = away(row.path, row.device, folders.top_names(conn, root))
    turned = folders.set_offline(conn, root, reason)
    if reason is not None:
        return None, turned
    folders.set_device(conn, root, device_of(row.path))
    return row, turned


def folders_of(conn: sqlite3.Connection, files: Iterable[FileRef]) -> dict[int, set[bytes]]:
    """Root -> the folders, below it, that hold these files. Files of roots that are no longer known are left out."""
    known = {row.path: row.id for row in folders.roots(conn)}
    found: dict[int, set[bytes]] = {}
    for file in files:
        if file.root in known:
            found.setdefault(known[file.root], set()).add(os.path.dirname(file.relative))
    return found
