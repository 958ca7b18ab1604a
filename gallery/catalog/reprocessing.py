"""Reprocessing of all photos, in passes over the index: what an update, a lost cache or a crash makes necessary.

Two kinds. REREAD has the header of every file read again, because a newer reader finds more in it, and what could not
be read or decoded tried once more. REMAKE has those thumbnails made again that are called made and are not in the
cache: it was lost, they are kept there under another recipe now, or a crash lost the last ones.

A photo stays in its timelines meanwhile, and keeps its id; its thumbnail stays where there is one. A pass is done in
steps, because other writes wait meanwhile; each step is one transaction, so that a crash loses nothing. Newest photos
first, and none that was added after the pass began.

The functions need a connection to the index in a writing transaction.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.catalog.schema import GONE, MADE, UNMADE, UNREAD

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

REREAD, REMAKE = "rereading", "remaking"
"""Rows of `meta` with the id below which a pass is still to be done; a row is there until its pass ends."""
STEP = 1000
"""Photos in one step, which takes 0.01 to 0.2 s on a busy machine. Headers that are marked are read before the next
step marks more, so that new files come first."""
_READER_KEY, _RECIPE_KEY = "reader", "recipe"
"""Rows of `meta` with what headers were last read by, and what thumbnails are made by."""
_OLD_KEY = "forgotten"
"""Version 0.1 began a pass under this name, which went the other way."""
_FIRST_READER, _FIRST_RECIPE = 1, "thumb-320-1"
"""Those of version 0.1, which wrote no such rows."""


@dataclass(frozen=True, slots=True)
class Present:
    """What this program reads and makes photos by, and in which state it has found the cache."""

    reader: int
    """Version of the readers of headers."""
    recipe: str
    """The recipe of grid thumbnails."""
    cache_is_empty: bool
    crashed: bool
    """Whether the cache was not closed, and misses nothing for want of room."""


def begin_due(conn: sqlite3.Connection, present: Present) -> None:
    """Begin the passes that are due, and note what they bring the index up to."""
    reader, recipe = _swap(conn, _READER_KEY, present.reader), _swap(conn, _RECIPE_KEY, _number(present.recipe))
    if (reader or _FIRST_READER) != present.reader:
        _begin(conn, REREAD)
    first_start = reader is None  # of a version that knows of passes: earlier ones called made what they had not kept
    changed = (recipe or _number(_FIRST_RECIPE)) != _number(present.recipe)
    if _drop(conn, _OLD_KEY) or present.cache_is_empty or present.crashed or changed or first_start:
        _begin(conn, REMAKE)


def begin_remaking(conn: sqlite3.Connection) -> None:
    """Begin the pass that has thumbnails made again which are not in the cache."""
    _begin(conn, REMAKE)


def run_step(conn: sqlite3.Connection, find_missing: Callable[[Iterable[bytes]], Iterable[bytes]]) -> bool:
    """Run the next step of a pass, which an earlier run of the program may have begun.

    Args:
        conn: in a writing transaction.
        find_missing: returns those fingerprints of which no grid thumbnail is in the cache.

    Returns:
        Whether there may be more steps.
    """
    if (part := _next_part(conn, REREAD)) is not None:  # first: what is made waits for what is read
        _mark_unread(conn, part)
        return True
    if (part := _next_part(conn, REMAKE)) is not None:
        _unmake_missing(conn, part, find_missing)
        return True
    return False


def _begin(conn: sqlite3.Connection, key: str) -> None:
    """Begin a pass over the photos that there are now; anew, if it is under way."""
    conn.execute("INSERT OR REPLACE INTO meta SELECT ?, coalesce(max(id), 0) + 1 FROM photos", (key,))


def _next_part(conn: sqlite3.Connection, key: str) -> tuple[int, int] | None:
    """Return (first id, id behind the last) of the next part of a pass, and note it as done; None if none is left."""
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    newest_first = "SELECT id FROM photos WHERE id < ? ORDER BY id DESC LIMIT ?"
    (first,) = conn.execute(f"SELECT min(id) FROM ({newest_first})", (row[0], STEP)).fetchone()
    if first is None:
        _drop(conn, key)
        return None
    conn.execute("UPDATE meta SET value = ? WHERE key = ?", (first, key))
    return first, row[0]


def _unmake_missing(
    conn: sqlite3.Connection, part: tuple[int, int], find_missing: Callable[[Iterable[bytes]], Iterable[bytes]]
) -> None:
    """Take no thumbnail for made that is not in the cache. Colours stay."""
    made = f"thumb = {MADE} AND id >= ? AND id < ?"
    rows = conn.execute(f"SELECT fingerprint, id FROM photos WHERE {made}", part).fetchall()
    missing = frozenset(find_missing({fingerprint for fingerprint, _ in rows}))
    conn.executemany(
        f"UPDATE photos SET thumb = {UNMADE} WHERE id = ?", ((photo,) for found, photo in rows if found in missing)
    )


def _mark_unread(conn: sqlite3.Connection, part: tuple[int, int]) -> None:
    """Have headers read again, and pictures with a problem made again."""
    conn.execute(
        f"UPDATE photos SET todo = 1, thumb = iif(id IN (SELECT photo FROM problems), {UNMADE}, thumb)"
        f" WHERE id >= ? AND id < ? AND state NOT IN ({UNREAD}, {GONE})",
        part,
    )


def _swap(conn: sqlite3.Connection, key: str, value: int) -> int | None:
    """Set a row of `meta`, and return what it was."""
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    conn.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
    return row and int(row[0])


def _drop(conn: sqlite3.Connection, key: str) -> bool:
    """Delete a row of `meta`; return whether there was one."""
    return conn.execute("DELETE FROM meta WHERE key = ?", (key,)).rowcount > 0


def _number(recipe: str) -> int:
    """Return a recipe as a number, which is what `meta` holds."""
    return zlib.crc32(recipe.encode())
