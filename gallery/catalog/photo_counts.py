"""How many photos there are, of every kind that people or progress bars ask for. Functions of a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import IN_TIMELINE
from gallery.catalog.schema import GONE, IS_NO_PICTURE, MADE, READ, UNMADE
from gallery.catalog.visible_folders import WITHIN

if TYPE_CHECKING:
    import sqlite3

    from gallery.catalog.visible_folders import Within


def has_photos(conn: sqlite3.Connection) -> bool:
    """Return whether any photo is in a timeline."""
    return conn.execute(f"SELECT 1 FROM photos WHERE {IN_TIMELINE} LIMIT 1").fetchone() is not None


def counts(conn: sqlite3.Connection) -> dict[str, int]:
    """Return how many photos are in timelines, are unread, lack a thumbnail (unmade), and have problems."""
    total = conn.execute(f"SELECT count(*) FROM photos WHERE {IN_TIMELINE}").fetchone()[0]
    left = conn.execute("SELECT count(*) FROM photos WHERE todo = 1").fetchone()[0]
    unmade = f"thumb = {UNMADE} AND state = {READ} AND member_of IS NULL"
    raw = conn.execute(f"SELECT count(*) FROM photos WHERE {unmade}").fetchone()[0]
    return {"photos": total, "unread": left, "unmade": raw, "problems": count_problems(conn)}


def count_root(conn: sqlite3.Connection, root: int) -> tuple[int, int, int]:
    """Return (photos in timelines, files with a problem, photos with a thumbnail) of a root."""
    row = conn.execute(
        f"SELECT total({IN_TIMELINE}), total(code IS NOT NULL AND NOT {IS_NO_PICTURE}), total(thumb = {MADE})"
        " FROM photos JOIN folders ON folders.id = folder LEFT JOIN problems ON problems.photo = photos.id"
        f" WHERE root = ? AND state != {GONE}",
        (root,),
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def count_problems(conn: sqlite3.Connection, within: Within | None = None) -> int:
    """Return how many files and folders have a problem, of the visible ones (visible_folders.py; None: all)."""
    files, inner = ("", "") if within is None else (f" AND folder IN {WITHIN}", f" AND id IN {WITHIN}")
    row = conn.execute(
        f"SELECT (SELECT count(*) FROM problems CROSS JOIN photos ON id = photo WHERE state != {GONE}"
        f" AND NOT {IS_NO_PICTURE}{files})"
        f" + (SELECT count(*) FROM folders WHERE problem IS NOT NULL AND gone = 0{inner})",
        () if within is None else (json_ids(within),) * 2,
    ).fetchone()
    return int(row[0])
