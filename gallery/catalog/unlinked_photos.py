"""The photos that are to be linked with what was said about their files (scan/annotation_linking.py).

Triggers note in the table `unlinked` photos that are shown for the first time or again, that have another content,
folder or name, and annotated ones that are gone. The functions that write need a connection in a writing transaction.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gallery.catalog import annotation_copy
from gallery.catalog.change_log import json_ids
from gallery.catalog.file_keys import FileKeys, find_files
from gallery.catalog.folders import CAN_BE_SHOWN, OFFLINE_FOLDERS
from gallery.catalog.schema import GONE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence


def note_all(conn: sqlite3.Connection) -> None:
    """Note all photos that can be shown, as to be linked anew; items of the index mean nothing any more."""
    annotation_copy.forget_items(conn)
    conn.execute(f"INSERT OR REPLACE INTO unlinked (photo) SELECT id FROM photos WHERE {CAN_BE_SHOWN}")
    conn.execute("INSERT OR REPLACE INTO unlinked (photo) SELECT photo FROM annotations")


def note(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Note photos, as to be linked anew."""
    conn.executemany(
        "INSERT OR REPLACE INTO unlinked (photo) SELECT id FROM photos WHERE id = ?", ((p,) for p in photos)
    )


def note_content(conn: sqlite3.Connection, size: int, mtime_ns: int, fingerprint: bytes | None) -> None:
    """Note the photos of a size, time and content."""
    conn.execute(
        "INSERT OR REPLACE INTO unlinked (photo) SELECT id FROM photos"
        f" WHERE mtime_ns = ? AND size = ? AND fingerprint = ? AND {CAN_BE_SHOWN}",
        (mtime_ns, size, fingerprint),
    )


def note_unsure(conn: sqlite3.Connection) -> None:
    """Note those about which no decision was possible: drives and files may have come or gone since."""
    conn.execute("INSERT OR REPLACE INTO unlinked (photo) SELECT photo FROM unsure")


def note_alike(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Note the unannotated photos that have the content of these, which are gone, and came after them.

    To move a file to another drive is to copy it, then to delete it: it was taken for a copy.
    """
    conn.execute(
        "INSERT OR REPLACE INTO unlinked (photo) SELECT other.id FROM photos AS gone"
        " JOIN photos AS other ON other.mtime_ns = gone.mtime_ns AND other.size = gone.size"
        "  AND other.fingerprint = gone.fingerprint AND other.id > gone.id"
        f" WHERE gone.id IN (SELECT value FROM json_each(?)) AND other.{CAN_BE_SHOWN}"
        " AND other.id NOT IN (SELECT photo FROM annotations)",
        (json_ids(photos),),
    )


def find_noted(conn: sqlite3.Connection, limit: int = -1, *, waiting: bool = False) -> list[FileKeys]:
    """Return noted photos that can be shown, by their ids: those that nothing is known of yet, or those that wait."""
    return find_files(
        conn,
        f"unlinked WHERE waits = {int(waiting)} AND photo IN (SELECT id FROM photos WHERE {CAN_BE_SHOWN})"
        f" ORDER BY photo LIMIT {int(limit)}",
    )


def find_noted_among(conn: sqlite3.Connection, photos: Iterable[int]) -> set[int]:
    """Return those of these photos that are noted."""
    listed = "SELECT value FROM json_each(?) WHERE value IN (SELECT photo FROM unlinked)"
    return {photo for (photo,) in conn.execute(listed, (json_ids(photos),))}


def find_noted_gone(conn: sqlite3.Connection) -> list[FileKeys]:
    """Return noted photos whose files are not there any more."""
    return find_files(conn, f"unlinked WHERE photo IN (SELECT id FROM photos WHERE state = {GONE})")


def is_any_noted(conn: sqlite3.Connection, *, waiting: bool) -> bool:
    """Return whether photos are noted; with `waiting` also those that wait, or are gone."""
    where = f"({CAN_BE_SHOWN} OR state = {GONE})" if waiting else f"waits = 0 AND {CAN_BE_SHOWN}"
    noted = f"SELECT 1 FROM unlinked CROSS JOIN photos ON id = photo WHERE {where} LIMIT 1"
    return conn.execute(noted).fetchone() is not None


def forget(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Forget the notes of photos, which are decided."""
    listed = [(photo,) for photo in photos]
    conn.executemany("DELETE FROM unlinked WHERE photo = ?", listed)
    conn.executemany("DELETE FROM unsure WHERE photo = ?", listed)


def forget_linked(conn: sqlite3.Connection, linked: Iterable[tuple[int, int]]) -> None:
    """Forget the notes of photos that are linked to items, (photo, item).

    What was asked about one stays a question, unless that item is one of those that it may be.
    """
    for photo, item in linked:
        conn.execute("DELETE FROM unlinked WHERE photo = ?", (photo,))
        conn.execute(
            "DELETE FROM unsure WHERE photo = ? AND EXISTS (SELECT 1 FROM json_each(items) WHERE value = ?)",
            (photo, item),
        )


def get_unsure(conn: sqlite3.Connection) -> list[tuple[int, list[int]]]:
    """Return the photos that can be shown of which it cannot be told which items they are, with these."""
    rows = conn.execute(
        f"SELECT photo, items FROM unsure JOIN photos ON id = photo WHERE {CAN_BE_SHOWN} ORDER BY photo"
    )
    return [(photo, json.loads(items)) for photo, items in rows]


def find_moved_here(conn: sqlite3.Connection, photos: Iterable[int]) -> set[int]:
    """Return those of these photos whose content was another photo's before, which has it no more, or is away."""
    rows = conn.execute(
        "SELECT photos.id FROM json_each(?) CROSS JOIN photos ON photos.id = value WHERE EXISTS"
        " (SELECT 1 FROM left_contents WHERE left_contents.fingerprint = photos.fingerprint AND photo != photos.id)"
        " OR EXISTS (SELECT 1 FROM photos AS gone WHERE gone.mtime_ns = photos.mtime_ns AND gone.size = photos.size"
        f" AND gone.fingerprint = photos.fingerprint AND gone.id != photos.id"
        f" AND (gone.state = {GONE} OR gone.folder IN {OFFLINE_FOLDERS}))",
        (json_ids(photos),),
    )
    return {photo for (photo,) in rows}


def note_left(conn: sqlite3.Connection, photo: int) -> None:
    """Note that a content goes from its place: a copy may take the row along, and the file another one's place."""
    conn.execute(
        "INSERT INTO left_contents SELECT fingerprint, id FROM photos"
        " WHERE id = ? AND fingerprint IS NOT NULL AND EXISTS (SELECT 1 FROM annotations)",
        (photo,),
    )


def forget_left_contents(conn: sqlite3.Connection) -> None:
    """Forget which contents photos had before: what they may have become is decided, unless a drive is away.

    On that drive they may be now, and come from there to the place of another photo.
    """
    conn.execute("DELETE FROM left_contents WHERE NOT EXISTS (SELECT 1 FROM roots WHERE offline IS NOT NULL)")


def settle(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Ask no more about photos: the user has said which items they are, or that they are none."""
    conn.executemany("DELETE FROM unsure WHERE photo = ?", ((photo,) for photo in photos))


def forget_all(conn: sqlite3.Connection) -> None:
    """Forget all notes: nothing was said about anything."""
    forget_left_contents(conn)
    conn.execute("DELETE FROM unlinked")
    conn.execute("DELETE FROM unsure")


def let_wait(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Note that photos may have come from elsewhere, which is decided when nothing is being read any more."""
    conn.executemany("UPDATE unlinked SET waits = 1 WHERE photo = ?", ((photo,) for photo in photos))


def set_unsure(conn: sqlite3.Connection, photos: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Store that photos may be any of these items, or none; asked again at the next start, or when a root goes."""
    for photo, items in photos:
        conn.execute("INSERT OR REPLACE INTO unsure VALUES (?, ?)", (photo, json_ids(items)))
        conn.execute("DELETE FROM unlinked WHERE photo = ?", (photo,))
