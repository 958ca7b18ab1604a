"""A log of the photos that changed in each generation, so that a timeline need not be built anew for a few of them.

Temporary triggers, which only the writing connection has, note the ids of changed photos in a temporary table. At the
end of each transaction the log takes these ids over.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING

from gallery.catalog.folders import CAN_BE_SHOWN
from gallery.catalog.photos import get_generation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

MAX_LOGGED_PHOTOS = 200_000
"""Ids in the log; the oldest generations go first. A timeline that is older than the log is built anew. Of more changes
than this between two generations only that there were many is kept."""
ALL_PHOTOS = 0
"""In place of an id: any photo may have changed, as a folder or a root did."""
MANY_PHOTOS = -1
"""In place of an id, beside ALL_PHOTOS: more rows of photos changed than are kept."""

_SHOWN = (
    "folder, name, label, sort, size, mtime_ns, fingerprint, state, version, taken_ms, width, height, color, member_of,"
    " badges"
)
_NEW, _OLD = (CAN_BE_SHOWN.replace("state", f"{which}.state") for which in ("NEW", "OLD"))
_NOT_NOTED = "{0} NOT IN (SELECT id FROM touched)"
"""A condition of the triggers: the statement that fires one overrules its OR IGNORE, and an upsert would fail."""
_SETUP = f"""
    CREATE TEMP TABLE touched (id INTEGER PRIMARY KEY);
    CREATE TEMP TRIGGER photo_came AFTER INSERT ON main.photos WHEN {_NEW} AND {_NOT_NOTED.format("NEW.id")}
        BEGIN INSERT INTO touched VALUES (NEW.id); END;
    CREATE TEMP TRIGGER photo_changed AFTER UPDATE OF {_SHOWN} ON main.photos
        WHEN ({_NEW} OR {_OLD}) AND {_NOT_NOTED.format("NEW.id")}
        BEGIN INSERT INTO touched VALUES (NEW.id); END;
    CREATE TEMP TRIGGER photo_went AFTER DELETE ON main.photos WHEN {_OLD} AND {_NOT_NOTED.format("OLD.id")}
        BEGIN INSERT INTO touched VALUES (OLD.id); END;
    CREATE TEMP TRIGGER member_left AFTER UPDATE OF member_of ON main.photos
        WHEN OLD.member_of IS NOT NULL AND NEW.member_of IS NOT OLD.member_of AND {_NOT_NOTED.format("OLD.member_of")}
        BEGIN INSERT INTO touched VALUES (OLD.member_of); END;
    CREATE TEMP TRIGGER problem_came AFTER INSERT ON main.problems WHEN {_NOT_NOTED.format("NEW.photo")}
        BEGIN INSERT INTO touched VALUES (NEW.photo); END;
    CREATE TEMP TRIGGER problem_went AFTER DELETE ON main.problems WHEN {_NOT_NOTED.format("OLD.photo")}
        BEGIN INSERT INTO touched VALUES (OLD.photo); END;
    CREATE TEMP TRIGGER place_came AFTER INSERT ON main.photo_places WHEN {_NOT_NOTED.format("NEW.photo")}
        BEGIN INSERT INTO touched VALUES (NEW.photo); END;
    CREATE TEMP TRIGGER place_changed AFTER UPDATE ON main.photo_places WHEN {_NOT_NOTED.format("NEW.photo")}
        BEGIN INSERT INTO touched VALUES (NEW.photo); END;
    CREATE TEMP TRIGGER place_went AFTER DELETE ON main.photo_places WHEN {_NOT_NOTED.format("OLD.photo")}
        BEGIN INSERT INTO touched VALUES (OLD.photo); END;
    CREATE TEMP TRIGGER album_photo_came AFTER INSERT ON main.album_photos WHEN {_NOT_NOTED.format("NEW.photo")}
        BEGIN INSERT INTO touched VALUES (NEW.photo); END;
    CREATE TEMP TRIGGER album_photo_moved AFTER UPDATE ON main.album_photos WHEN {_NOT_NOTED.format("NEW.photo")}
        BEGIN INSERT INTO touched VALUES (NEW.photo); END;
    CREATE TEMP TRIGGER album_photo_went AFTER DELETE ON main.album_photos WHEN {_NOT_NOTED.format("OLD.photo")}
        BEGIN INSERT INTO touched VALUES (OLD.photo); END;
    CREATE TEMP TRIGGER album_came AFTER INSERT ON main.albums
        WHEN {_NOT_NOTED.format(ALL_PHOTOS)} AND EXISTS (SELECT 1 FROM main.album_photos WHERE album = NEW.id)
        BEGIN INSERT INTO touched VALUES ({ALL_PHOTOS}); END;
    CREATE TEMP TRIGGER album_changed AFTER UPDATE OF parent, name ON main.albums
        WHEN (NEW.parent IS NOT OLD.parent OR NEW.name IS NOT OLD.name) AND {_NOT_NOTED.format(ALL_PHOTOS)}
        BEGIN INSERT INTO touched VALUES ({ALL_PHOTOS}); END;
    CREATE TEMP TRIGGER album_went AFTER DELETE ON main.albums WHEN {_NOT_NOTED.format(ALL_PHOTOS)}
        BEGIN INSERT INTO touched VALUES ({ALL_PHOTOS}); END;
    CREATE TEMP TRIGGER root_changed AFTER UPDATE OF offline ON main.roots
        WHEN NEW.offline IS NOT OLD.offline AND {_NOT_NOTED.format(ALL_PHOTOS)}
        BEGIN INSERT INTO touched VALUES ({ALL_PHOTOS}); END;
    CREATE TEMP TRIGGER folder_away AFTER UPDATE OF away ON main.folders
        WHEN NEW.away IS NOT OLD.away AND {_NOT_NOTED.format(ALL_PHOTOS)}
        BEGIN INSERT INTO touched VALUES ({ALL_PHOTOS}); END;
    CREATE TEMP TRIGGER folder_moved AFTER UPDATE OF root, parent, label ON main.folders
        WHEN (NEW.root IS NOT OLD.root OR NEW.parent IS NOT OLD.parent OR NEW.label IS NOT OLD.label)
        AND {_NOT_NOTED.format(ALL_PHOTOS)}
        BEGIN INSERT INTO touched VALUES ({ALL_PHOTOS}); END;
"""

_TOUCHED = (
    "SELECT id FROM touched"
    " UNION SELECT member_of FROM touched JOIN photos ON photos.id = touched.id WHERE member_of IS NOT NULL"
)
"""What a search finds by a member of a group, it shows as the photo that stands for the group."""


class ChangeLog:
    """The log, a `WriteObserver` of the index.

    `Database` calls `attach`, `before_commit` and `commit_failed` while it holds its write lock. Any thread may call
    `since` and `pending`; `_lock` guards what they read.
    """

    initial_generation = -1
    """The generation with which the index was opened."""

    def __init__(self) -> None:
        self._log: OrderedDict[int, array[int]] = OrderedDict()
        """Generation -> ids of the photos that changed since the generation before it."""
        self._pending: set[int] = set()
        self._base = -1
        """The generation before the oldest in the log."""
        self._last_logged: int | None = None
        """The generation that the last transaction put into the log, if it put any."""
        self._size = 0
        self._lock = threading.Lock()

    def attach(self, writer: sqlite3.Connection) -> None:
        """Create the triggers on this connection, and begin the log with the generation that the index has now."""
        writer.executescript(_SETUP)
        self._base = self.initial_generation = get_generation(writer)

    def before_commit(self, writer: sqlite3.Connection) -> None:
        """Take over what the transaction changed. The ids belong to the generation with which the transaction ends.

        Without a new generation they are pending, and belong to the next one.
        """
        rows = writer.execute(_TOUCHED).fetchall()
        if rows:
            writer.execute("DELETE FROM touched")
        generation = get_generation(writer)
        with self._lock:
            self._pending.update(row[0] for row in rows)
            if len(self._pending) > MAX_LOGGED_PHOTOS:
                self._pending = {ALL_PHOTOS, MANY_PHOTOS}
            self._last_logged = generation if generation != next(reversed(self._log), self._base) else None
            if self._last_logged is not None:
                self._append(generation)

    def commit_failed(self) -> None:
        """Take the last generation out of the log: its COMMIT failed, and another transaction will get its number.

        The ids go to that transaction's generation, although nothing changed: their photos are read needlessly.
        """
        with self._lock:
            taken_back = self._log.pop(self._last_logged, None) if self._last_logged is not None else None
            if taken_back is not None:
                self._pending.update(taken_back)
                self._size -= len(taken_back)

    @property
    def pending(self) -> set[int]:
        """The photos that changed since the last generation, in transactions that raised none (colours)."""
        with self._lock:
            return set(self._pending)

    def _append(self, generation: int) -> None:
        self._log[generation] = array("q", self._pending)
        self._size += len(self._pending)
        self._pending.clear()
        while self._size > MAX_LOGGED_PHOTOS:
            self._base, oldest = self._log.popitem(last=False)
            self._size -= len(oldest)

    def since(self, earlier: int, later: int) -> set[int] | None:
        """Return the photos that may have changed after generation `earlier`, up to and with `later`.

        Returns:
            Ids; None if a generation is not in the log, or if any photo may have changed.
        """
        found = self._since(earlier, later)
        return None if found is None or ALL_PHOTOS in found else found

    def rows_since(self, earlier: int, later: int) -> set[int] | None:
        """Return the photos whose own rows may have changed, whatever happened to folders and roots. As `since`."""
        found = self._since(earlier, later)
        return None if found is None or MANY_PHOTOS in found else found - {ALL_PHOTOS}

    def _since(self, earlier: int, later: int) -> set[int] | None:
        with self._lock:
            generations = list(self._log)
            if earlier != self._base and earlier not in self._log:
                return None
            if later != self._base and later not in self._log:
                return None
            first = generations.index(earlier) + 1 if earlier in self._log else 0
            end = generations.index(later) + 1 if later in self._log else 0
            return set[int]().union(*(self._log[generation] for generation in generations[first:end]))


def json_ids(ids: Iterable[int]) -> str:
    """Return ids as a JSON array, for `IN (SELECT value FROM json_each(?))`."""
    return f"[{','.join(map(str, ids))}]"
