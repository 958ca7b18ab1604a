"""Tags as a tree in library.db: from paths such as "travel/italy" to numbers, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unicodedata import normalize

from gallery.annotations.models import TAG_SEPARATOR

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

TOP = 0
"""Parent of the tags that stand below no other."""


def folded(name: str) -> str:
    """Return the form in which a name is compared: Italy and italy are one tag, as they are to other programs."""
    return normalize("NFC", name.casefold())


def put(conn: sqlite3.Connection, path: str) -> int:
    """Return the number of a tag, which is made, with those above it, where there is none yet.

    One that is there keeps its spelling.

    Args:
        conn: a writing connection in a transaction.
        path: names in their stored form (models.clean_tags).
    """
    tag = TOP
    for name in path.split(TAG_SEPARATOR):
        conn.execute("INSERT OR IGNORE INTO tags (parent, name, folded) VALUES (?, ?, ?)", (tag, name, folded(name)))
        tag, _ = find(conn, tag, name)
    return tag


def find_unused(conn: sqlite3.Connection, paths: Iterable[str]) -> dict[int, str]:
    """Return the tags of paths that are spelled otherwise and that no photo has, with the spelling of the paths."""
    found: dict[int, str] = {}
    for path in paths:
        tag = TOP
        for name in path.split(TAG_SEPARATOR):
            row = _row(conn, tag, name)
            if row is None:
                break
            tag, spelled = row
            if spelled != name and tag not in found and not is_used(conn, tag):
                found[tag] = name
    return found


def is_used(conn: sqlite3.Connection, tag: int) -> bool:
    """Return whether a tag, or one below it, was said of any photo."""
    below = json.dumps(find_below_number(conn, tag))
    used = "SELECT EXISTS (SELECT 1 FROM item_tags WHERE said = 1 AND tag IN (SELECT value FROM json_each(?)))"
    return bool(conn.execute(used, (below,)).fetchone()[0])


def find(conn: sqlite3.Connection, parent: int, name: str) -> tuple[int, str]:
    """Return the number and the spelling of a tag that is there, whatever its capitals.

    Raises:
        LookupError: it is not there.
    """
    row = _row(conn, parent, name)
    if row is None:
        raise LookupError(name)
    return row


def _row(conn: sqlite3.Connection, parent: int, name: str) -> tuple[int, str] | None:
    row = conn.execute("SELECT id, name FROM tags WHERE parent = ? AND folded = ?", (parent, folded(name))).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


def get_name(conn: sqlite3.Connection, tag: int) -> str:
    """Return how a tag is spelled, without those above it."""
    return str(conn.execute("SELECT name FROM tags WHERE id = ?", (tag,)).fetchone()[0])


def set_name(conn: sqlite3.Connection, tag: int, name: str) -> None:
    """Spell a tag otherwise; it stays the same one, so that only capitals may differ."""
    conn.execute("UPDATE tags SET name = ? WHERE id = ? AND folded = ?", (name, tag, folded(name)))


def find_below(conn: sqlite3.Connection, path: str) -> list[int]:
    """Return the numbers of a tag and of all below it; none where there is no such tag."""
    tag = TOP
    for name in path.split(TAG_SEPARATOR):
        row = conn.execute("SELECT id FROM tags WHERE parent = ? AND folded = ?", (tag, folded(name))).fetchone()
        if row is None:
            return []
        tag = row[0]
    return find_below_number(conn, tag)


def find_below_number(conn: sqlite3.Connection, tag: int) -> list[int]:
    """Return the number of a tag and those of all below it."""
    rows = conn.execute(
        "WITH RECURSIVE below (id) AS (SELECT ? UNION SELECT tags.id FROM below JOIN tags ON parent = below.id)"
        " SELECT id FROM below",
        (tag,),
    )
    return [row[0] for row in rows]


def paths(conn: sqlite3.Connection, tags: Iterable[int]) -> dict[int, str]:
    """Return the paths of tags by their numbers; those above them are among the answers."""
    found: dict[int, str] = {}

    def path(tag: int) -> str:
        if tag not in found:
            parent, name = conn.execute("SELECT parent, name FROM tags WHERE id = ?", (tag,)).fetchone()
            found[tag] = name if parent == TOP else f"{path(parent)}{TAG_SEPARATOR}{name}"
        return found[tag]

    for tag in tags:
        path(tag)
    return found
