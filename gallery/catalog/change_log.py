"""Which photos changed in which generation: remembered, so that a view need not be built anew for a few of them.

Triggers that only the writing connection has note the photos; each transaction hands over what they noted.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING

from gallery.catalog.folders import IN_TIMELINE
from gallery.catalog.photos import get_generation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

MAX_LOGGED_PHOTOS = 200_000
"""Photos that are remembered; whoever is further behind builds anew."""
ALL_PHOTOS = 0
"""In place of a photo: all of them may be different now."""

_SEEN = "folder, name, label, sort, size, mtime_ns, fingerprint, state, version, taken_ms, width, height, color"
_NEW, _OLD = (IN_TIMELINE.replace("state", f"{which}.state") for which in ("NEW", "OLD"))
_ANEW = "{0} NOT IN (SELECT id FROM touched)"
"""Asked beforehand: the statement that fires a trigger decides over its OR IGNORE, and an upsert fails instead."""
_SETUP = f"""
    CREATE TEMP TABLE touched (id INTEGER PRIMARY KEY);
    CREATE TEMP TRIGGER photo_came AFTER INSERT ON main.photos WHEN {_NEW} AND {_ANEW.format("NEW.id")}
        BEGIN INSERT INTO touched VALUES (NEW.id); END;
    CREATE TEMP TRIGGER photo_changed AFTER UPDATE OF {_SEEN} ON main.photos
        WHEN ({_NEW} OR {_OLD}) AND {_ANEW.format("NEW.id")}
        BEGIN INSERT INTO touched VALUES (NEW.id); END;
    CREATE TEMP TRIGGER photo_went AFTER DELETE ON main.photos WHEN {_OLD} AND {_ANEW.format("OLD.id")}
        BEGIN INSERT INTO touched VALUES (OLD.id); END;
    CREATE TEMP TRIGGER problem_came AFTER INSERT ON main.problems WHEN {_ANEW.format("NEW.photo")}
        BEGIN INSERT INTO touched VALUES (NEW.photo); END;
    CREATE TEMP TRIGGER problem_went AFTER DELETE ON main.problems WHEN {_ANEW.format("OLD.photo")}
        BEGIN INSERT INTO touched VALUES (OLD.photo); END;
    CREATE TEMP TRIGGER root_changed AFTER UPDATE OF offline ON main.roots
        WHEN NEW.offline IS NOT OLD.offline AND {_ANEW.format(ALL_PHOTOS)}
        BEGIN INSERT INTO touched VALUES ({ALL_PHOTOS}); END;
    CREATE TEMP TRIGGER folder_moved AFTER UPDATE OF root, parent, label ON main.folders
        WHEN (NEW.root IS NOT OLD.root OR NEW.parent IS NOT OLD.parent OR NEW.label IS NOT OLD.label)
        AND {_ANEW.format(ALL_PHOTOS)}
        BEGIN INSERT INTO touched VALUES ({ALL_PHOTOS}); END;
"""


class ChangeLog:
    """A log. `before_commit` is called by the one who writes, in each transaction; `since` from any thread."""

    began = -1
    """The generation that the index was opened with."""

    def __init__(self) -> None:
        self._log: OrderedDict[int, array[int]] = OrderedDict()
        self._pending: set[int] = set()
        self._base = -1
        self._noted: int | None = None
        self._held = 0
        self._lock = threading.Lock()

    def attach(self, writer: sqlite3.Connection) -> None:
        """Begin to note what this connection changes, from the generation that it holds now."""
        writer.executescript(_SETUP)
        self._base = self.began = get_generation(writer)

    def before_commit(self, writer: sqlite3.Connection) -> None:
        """At the end of a transaction: what it changed belongs to the generation that it ends with."""
        rows = writer.execute("SELECT id FROM touched").fetchall()
        if rows:
            writer.execute("DELETE FROM touched")
        number = get_generation(writer)
        with self._lock:
            self._pending.update(row[0] for row in rows)
            self._noted = number if number != next(reversed(self._log), self._base) else None
            if self._noted is not None:
                self._note(number)

    def commit_failed(self) -> None:
        """The transaction was not kept after all: another one gets its generation. Photos are looked at needlessly."""
        with self._lock:
            taken_back = self._log.pop(self._noted, None) if self._noted is not None else None
            if taken_back is not None:
                self._pending.update(taken_back)
                self._held -= len(taken_back)

    @property
    def pending(self) -> set[int]:
        """The photos that changed after the last generation that was raised (colours do not raise it)."""
        with self._lock:
            return set(self._pending)

    def _note(self, number: int) -> None:
        self._log[number] = array("q", self._pending)
        self._held += len(self._pending)
        self._pending.clear()
        while self._held > MAX_LOGGED_PHOTOS:
            self._base, oldest = self._log.popitem(last=False)
            self._held -= len(oldest)

    def since(self, earlier: int, later: int) -> set[int] | None:
        """The photos that may be different between two generations; None: nobody knows, or all of them."""
        with self._lock:
            numbers = list(self._log)
            if earlier != self._base and earlier not in self._log:
                return None
            if later != self._base and later not in self._log:
                return None
            first = numbers.index(earlier) + 1 if earlier in self._log else 0
            last = numbers.index(later) + 1 if later in self._log else 0
            found = set[int]().union(*(self._log[number] for number in numbers[first:last]))
        return None if ALL_PHOTOS in found else found


def json_ids(ids: Iterable[int]) -> str:
    """For `IN (SELECT value FROM json_each(?))`."""
    return f"[{','.join(map(str, ids))}]"
