"""Photos that may be a file which is gone: by its content, its name or its size. Reads only."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import CAN_BE_SHOWN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

MAX_NAMESAKES = 24


def find_namesakes(conn: sqlite3.Connection, relative: bytes, size: int, fingerprint: bytes | None) -> list[int]:
    """Return photos without words that have the content, the name or the size of a file, in this order.

    Args:
        conn: any connection. All photos are looked at: a second where there are a million.
        relative: path of the file below its root.
        size: of the file, in bytes.
        fingerprint: of its content.
    """
    rows = conn.execute(
        "SELECT id FROM photos WHERE (name = ?1 OR size = ?2 OR fingerprint = ?3)"
        f" AND {CAN_BE_SHOWN} AND id NOT IN (SELECT photo FROM annotations)"
        " ORDER BY fingerprint IS ?3 DESC, name = ?1 DESC, id DESC LIMIT ?4",
        (os.path.basename(relative), size, fingerprint, MAX_NAMESAKES),
    )
    return [photo for (photo,) in rows]


def get_versions(conn: sqlite3.Connection, photos: Iterable[int]) -> dict[int, int]:
    """Return photo -> version, by which its pictures are asked for."""
    listed = "SELECT id, version FROM photos WHERE id IN (SELECT value FROM json_each(?))"
    return dict(conn.execute(listed, (json_ids(photos),)).fetchall())
