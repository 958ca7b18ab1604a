"""Tags as a tree in library.db: from paths such as "travel/italy" to numbers, and back."""

from __future__ import annotations

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

    Args:
        conn: a writing connection in a transaction.
        path: names in their stored form (models.clean_tags).
    """
    tag = TOP
    for name in path.split(TAG_SEPARATOR):
        conn.execute("INSERT OR IGNORE INTO tags (parent, name, folded) VALUES (?, ?, ?)", (tag, name, folded(name)))
        (tag,) = conn.execute("SELECT id FROM tags WHERE parent = ? AND folded = ?", (tag, folded(name))).fetchone()
    return int(tag)


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
