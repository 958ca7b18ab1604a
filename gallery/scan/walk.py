"""One pass over folders: lists them, writes what vanished and what changed, and tells what is new."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.catalog import folders, photos
from gallery.catalog.folders import join
from gallery.catalog.schema import GONE
from gallery.scan.scanner import compare, list_folder

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from gallery.catalog.folders import RootRow
    from gallery.scan.scanner import Listing


@dataclass(frozen=True, slots=True)
class NewFile:
    folder: int
    name: bytes
    relative: bytes
    size: int
    mtime_ns: int


@dataclass(slots=True)
class Found:
    """What a step met. `changed`: some timeline is different now."""

    listed: int = 0
    changed: bool = False
    problems: bool = False
    new: list[NewFile] = field(default_factory=list)
    fresh: list[bytes] = field(default_factory=list)
    """Folders never seen before: files may still be on their way into them."""
    made: set[int] = field(default_factory=set)


class Walk:
    """A pass over a root: all of it (`whole`), or some folders and whatever new folders they hold."""

    def __init__(self, root: RootRow, start: Iterable[bytes], *, whole: bool, skip: Collection[bytes]) -> None:
        self.root = root
        self.whole = whole
        self._skip = skip
        # parents before children: a folder that vanished takes what is below it along
        self._waiting = deque(sorted(set(start)))
        self._seen: set[bytes] = set()

    @property
    def done(self) -> bool:
        return not self._waiting

    def stop(self) -> None:
        """The root was removed: nothing is left to do."""
        self._waiting.clear()

    def step(self, conn: sqlite3.Connection, seconds: float) -> Found:
        """Go on for about this long, one folder at least. The caller owns the transaction."""
        found = Found()
        end = time.monotonic() + seconds
        while self._waiting:
            relative = self._waiting.popleft()
            if relative not in self._seen:
                self._seen.add(relative)
                self._folder(conn, relative, found)
            if time.monotonic() >= end:
                break
        return found

    def _folder(self, conn: sqlite3.Connection, relative: bytes, found: Found) -> None:
        folder = folders.find(conn, self.root.id, relative)
        listing = list_folder(join(self.root.path, relative) if relative else self.root.path, self._skip)
        if listing is None:
            if folder is not None and relative:
                found.changed |= folders.remove(conn, folder) > 0
            return
        if folder is None:
            folder = folders.put_chain(conn, self.root.id, self.root.path, relative)
            found.made.add(folder)
            found.fresh.append(relative)
        found.problems |= folders.set_problem(conn, folder, listing.problem)
        if listing.problem is None:
            self._files(conn, folder, relative, listing, found)
            self._inner(conn, folder, relative, listing, found)

    def _files(self, conn: sqlite3.Connection, folder: int, relative: bytes, listing: Listing, found: Found) -> None:
        diff = compare(listing.files, photos.in_folder(conn, folder), GONE)
        photos.gone(conn, diff.gone)
        for photo, size, mtime_ns in diff.changed:
            photos.changed(conn, photo, size, mtime_ns)
        found.new += [NewFile(folder, name, join(relative, name), size, mtime_ns) for name, size, mtime_ns in diff.new]
        found.listed += len(listing.files)
        found.changed |= bool(diff.gone)

    def _inner(self, conn: sqlite3.Connection, folder: int, relative: bytes, listing: Listing, found: Found) -> None:
        known = folders.children(conn, folder)
        present = {join(relative, name): name for name in listing.folders}
        for inner, inner_id in known.items():
            if inner not in present:
                found.changed |= folders.remove(conn, inner_id) > 0
        for inner in sorted(present, reverse=True):
            if inner not in known:
                found.made.add(folders.put(conn, self.root.id, folder, inner, present[inner]))
                found.fresh.append(inner)
            if self.whole or inner not in known:
                self._waiting.appendleft(inner)
