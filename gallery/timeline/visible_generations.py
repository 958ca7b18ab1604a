"""A number for what somebody sees who sees some folders: it changes with these alone, whatever happens elsewhere.

The generation of the library rises with every change, and would tell that there is more than one sees.
"""

from __future__ import annotations

import marshal
import threading
from array import array
from collections import OrderedDict
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING

from gallery.catalog import left_out, photos, visible_folders
from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import CAN_BE_SHOWN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from gallery.catalog.change_log import ChangeLog
    from gallery.catalog.database import Database
    from gallery.catalog.folders import FolderRow
    from gallery.catalog.visible_folders import Within

MAX_NUMBERS = 1024
"""Numbers that are kept: one for each `within` and generation of the library."""
_SHOWN = (
    "SELECT folder, id, photos.label, sort, size, mtime_ns, state, version, taken_ms, width, height, color, code,"
    " message, member_of, badges, photo_places.place, near, annotations.title, annotations.caption,"
    " annotations.tags, removed_tags, annotations.date, annotations.place, details.*"
    " FROM photos LEFT JOIN details ON details.photo = id LEFT JOIN problems ON problems.photo = id"
    " LEFT JOIN photo_places ON photo_places.photo = id LEFT JOIN annotations ON annotations.photo = id"
    f" WHERE {CAN_BE_SHOWN}"
)
_IN_ORDER = "ORDER BY folder, name"  # as an index has them


class VisibleGenerations:
    """Numbers of what is visible within top folders: hashes of all that is told of these folders and their photos.

    The hash of each folder's photos is kept; after a change only those folders are read in which photos changed. Any
    thread may call the methods; `_lock` is held while folders are read, so that this is done once.
    """

    def __init__(self, index: Database, changes: ChangeLog) -> None:
        """Take the index and the log of its changes. Nothing is read before somebody asks."""
        self._index = index
        self._changes = changes
        self._lock = threading.Lock()
        self._generation: int | None = None
        """The generation of the library in which the folders were read."""
        self._hashes: dict[int, bytes] = {}
        """Folder -> hash of the photos directly in it."""
        self._folder_of = array("I")
        """The folder in which a photo was, by its id; 0: none. What has left a folder changes it as well."""
        self._numbers: OrderedDict[tuple[Within, int], int] = OrderedDict()

    def now(self, within: Within) -> int:
        """Return the number of what is visible now."""
        with self._lock:
            return self._read(within)[1]

    def at(self, within: Within, generation: int) -> int | None:
        """Return the number of what was visible at a generation of the library; None if nobody asked at that time."""
        with self._lock:
            known = self._numbers.get((within, generation))
            if known is not None:
                return known
            present, number = self._read(within)
            return number if present == generation else None

    def _read(self, within: Within) -> tuple[int, int]:
        """Return the library's generation and the number. The lock is held: generations are read in their order."""
        with self._index.read() as conn:
            conn.execute("BEGIN")  # one state for the generation and the rows
            generation = photos.get_generation(conn)
            number = self._numbers.get((within, generation))
            if number is None:
                self._follow(conn, generation)
                number = self._numbers[within, generation] = self._number(conn, within)
                while len(self._numbers) > MAX_NUMBERS:
                    self._numbers.popitem(last=False)
            return generation, number

    def _follow(self, conn: sqlite3.Connection, generation: int) -> None:
        """Read the folders in which photos changed since they were read the last time."""
        if generation == self._generation:
            return
        changed = None if self._generation is None else self._changes.rows_since(self._generation, generation)
        self._generation = None  # as long as they are not all read
        if changed is None:
            self._hashes.clear()
            self._hash_folders(conn, f"{_SHOWN} {_IN_ORDER}", ())
        elif changed:
            touched = self._folders_of(conn, changed)
            for folder in touched:
                self._hashes.pop(folder, None)
            listed = f"{_SHOWN} AND folder IN (SELECT value FROM json_each(?)) {_IN_ORDER}"
            self._hash_folders(conn, listed, (json_ids(touched),))
        self._generation = generation

    def _folders_of(self, conn: sqlite3.Connection, changed: Collection[int]) -> set[int]:
        """Return the folders in which these photos are, and those in which they were."""
        listed = "SELECT DISTINCT folder FROM photos WHERE id IN (SELECT value FROM json_each(?))"
        now = {row[0] for row in conn.execute(listed, (json_ids(changed),))}
        return now.union(self._folder_of[photo] for photo in changed if photo < len(self._folder_of)) - {0}

    def _hash_folders(self, conn: sqlite3.Connection, statement: str, values: tuple[str, ...]) -> None:
        for folder, rows in groupby(conn.execute(statement, values), key=lambda row: row[0]):
            found = list(rows)
            for row in found:
                self._note_folder(row[1], folder)
            self._hashes[folder] = blake2b(marshal.dumps(found, 2), digest_size=16).digest()  # 2: as the values are

    def _note_folder(self, photo: int, folder: int) -> None:
        if photo >= len(self._folder_of):
            self._folder_of.extend([0] * (photo + 1024 - len(self._folder_of)))
        self._folder_of[photo] = folder

    def _number(self, conn: sqlite3.Connection, within: Within) -> int:
        rows = visible_folders.get_rows(conn, within)
        shown = self._shown_folders(rows)
        values = [
            (row.id, row.root, row.parent, row.label, row.offline, row.problem, self._hashes.get(row.id))
            for row in rows
            if row.id in shown
        ]
        visible = {row.id for row in rows}
        told = values, sorted(row for row in left_out.get_for_visitors(conn) if row[0] in visible)
        return int.from_bytes(blake2b(marshal.dumps(told, 2), digest_size=4).digest())  # as the timeline file has it

    def _shown_folders(self, rows: Collection[FolderRow]) -> set[int]:
        """Return the folders that a tree shows: top folders, those with photos or a problem, and those above them."""
        parents = {row.id: row.parent for row in rows}
        shown = {row.id for row in rows if row.parent is None}
        for row in rows:
            at: int | None = row.id if row.problem or row.id in self._hashes else None
            while at is not None and at not in shown:
                shown.add(at)
                at = parents[at]
        return shown
