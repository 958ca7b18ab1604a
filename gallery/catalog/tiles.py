"""Which tile stands for a file: what the user sees, and counts. Functions of a connection, which only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog.change_log import json_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def find_tiles(conn: sqlite3.Connection, photos: Iterable[int]) -> dict[int, int]:
    """Return for each photo the one whose tile stands for it, too: itself, where it has its own."""
    listed = "SELECT photos.id, coalesce(member_of, photos.id) FROM json_each(?) CROSS JOIN photos ON photos.id = value"
    return dict(conn.execute(listed, (json_ids(photos),)))


def count_tiles_of_items(conn: sqlite3.Connection, items: Iterable[int]) -> int:
    """Return how many tiles the photos have that are linked to items of library.db."""
    listed = (
        "SELECT count(DISTINCT coalesce(member_of, photos.id)) FROM json_each(?) CROSS JOIN annotations ON item = value"
        " JOIN photos ON photos.id = photo"
    )
    return int(conn.execute(listed, (json_ids(items),)).fetchone()[0])
