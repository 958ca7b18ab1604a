"""One pass over folders, in steps of two halves: look at the disk, then write what was seen.

The first half may take as long as a slow drive takes, and holds no transaction. The second is pure bookkeeping; if it
fails, or if the root turns out to be away, nothing was written and the folders are looked at again.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.base.paths import display
from gallery.catalog import folders, photos
from gallery.catalog.folders import join
from gallery.catalog.schema import GONE
from gallery.scan.listing import compare, list_folder, marked, skipped

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from gallery.catalog.folders import RootRow
    from gallery.scan.listing import Listing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewFile:
    folder: int
    name: bytes
    relative: bytes
    size: int
    mtime_ns: int


Seen = list[tuple[bytes, "Listing | None"]]
"""Folders by their path below the root, and what was in them; None: there is no such folder."""


@dataclass(slots=True)
class Found:
    """What a step met. `changed`: some timeline is different now."""

    listed: int = 0
    changed: bool = False
    new: list[NewFile] = field(default_factory=list)
    fresh: list[bytes] = field(default_factory=list)
    """Folders never seen before: files may still be on their way into them."""
    made: set[int] = field(default_factory=set)


class ScanPass:
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

    @property
    def left(self) -> set[bytes]:
        """The folders that are still to be looked at, but for those that they lead to."""
        return set(self._waiting)

    def stop(self) -> None:
        """The root was removed, or is away: nothing is left to do."""
        self._waiting.clear()

    def look(self, conn: sqlite3.Connection, seconds: float) -> Seen:
        """Go on listing for about this long, one folder at least. `conn` is only read."""
        seen: Seen = []
        end = time.monotonic() + seconds
        while self._waiting:
            relative = self._waiting.popleft()
            if relative not in self._seen:
                self._seen.add(relative)
                try:
                    seen += self._folder(conn, relative)
                except BaseException:
                    self.give_back([*seen, (relative, None)])
                    raise
            if time.monotonic() >= end:
                break
        return seen

    def give_back(self, seen: Seen) -> None:
        """These could not be written: look at them again."""
        for relative, _ in reversed(seen):
            self._seen.discard(relative)
            self._waiting.appendleft(relative)

    def _folder(self, conn: sqlite3.Connection, relative: bytes) -> Seen:
        path = join(self.root.path, relative) if relative else self.root.path
        if not self.whole and skipped(self.root.path, relative, self._skip):
            return []
        try:
            listing = list_folder(path, self._skip)
        except Exception:  # one folder at fault costs itself only
            log.exception("a folder could not be looked at: %s", display(relative))
            return []
        if listing:
            # who asks for a folder may know better than its mark: the file is not as its row says
            marked(listing, folders.get_listing_hash(conn, self.root.id, relative) if self.whole else None)
        if listing and listing.problem is None:
            known: Collection[bytes] = () if self.whole else self._known(conn, relative)
            inner = [join(relative, name) for name in sorted(listing.folders, reverse=True)]
            self._waiting.extendleft(place for place in inner if place not in known)
        return [(relative, listing)]

    def _known(self, conn: sqlite3.Connection, relative: bytes) -> Collection[bytes]:
        folder = folders.find(conn, self.root.id, relative)
        return folders.get_children(conn, folder) if folder is not None else ()


def write(conn: sqlite3.Connection, root: RootRow, seen: Seen) -> Found:
    """Bring the index in step with what was seen, but for new files: those are only told."""
    found = Found()
    for relative, listing in seen:
        if listing and listing.same:
            found.listed += len(listing.files)
            continue
        folder = folders.find(conn, root.id, relative)
        if listing is None:
            if folder is not None and relative:
                found.changed |= folders.mark_gone(conn, folder) > 0
            continue
        if folder is None:
            folder = folders.put_chain(conn, root.id, root.path, relative)
            found.made.add(folder)
            found.fresh.append(relative)
        folders.set_problem(conn, folder, listing.problem)
        if listing.problem is None:
            _files(conn, folder, relative, listing, found)
            _inner(conn, root, folder, relative, listing, found)
    return found


def mark_listed(conn: sqlite3.Connection, root: RootRow, seen: Seen) -> None:
    """All that was seen is written down, new files too: it need not be compared again until it changes."""
    for relative, listing in seen:
        if listing and not listing.same:
            folders.set_listing_hash(conn, root.id, relative, listing.mark)


def _files(conn: sqlite3.Connection, folder: int, relative: bytes, listing: Listing, found: Found) -> None:
    diff = compare(listing.files, photos.get_in_folder(conn, folder), GONE)
    photos.mark_gone(conn, diff.gone)
    for photo, size, mtime_ns in diff.changed:
        photos.mark_changed(conn, photo, size, mtime_ns)
    found.new += [NewFile(folder, name, join(relative, name), size, mtime_ns) for name, size, mtime_ns in diff.new]
    found.listed += len(listing.files)
    found.changed |= bool(diff.gone)


def _inner(
    conn: sqlite3.Connection, root: RootRow, folder: int, relative: bytes, listing: Listing, found: Found
) -> None:
    known = folders.get_children(conn, folder)
    present = {join(relative, name): name for name in listing.folders}
    for inner, inner_id in known.items():
        if inner not in present:
            found.changed |= folders.mark_gone(conn, inner_id) > 0
    for inner, name in present.items():
        if inner not in known:
            found.made.add(folders.put(conn, root.id, folder, inner, name))
            found.fresh.append(inner)


def new_files(conn: sqlite3.Connection, root: RootRow, seen: Seen) -> list[tuple[bytes, int, int]]:
    """(relative path, size, mtime_ns) of the files that the index does not have. Reads only."""
    new: list[tuple[bytes, int, int]] = []
    for relative, listing in seen:
        if listing and listing.files and not listing.same:
            folder = folders.find(conn, root.id, relative)
            known = photos.get_in_folder(conn, folder) if folder is not None else {}
            new += [(join(relative, name), *stat) for name, stat in listing.files.items() if name not in known]
    return new
