"""One pass over folders of a root, in steps of two halves: list folders on the disk, then write the listings.

The first half (ScanPass.list_folders) may take as long as a slow drive takes, and holds no transaction. The second
(write_listings, save_listing_hashes) touches the index only. If it fails, or the root turns out to be offline, nothing
was written and the folders are listed again (ScanPass.give_back).
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
from gallery.scan.listing import compare, is_skipped, list_folder, set_hash

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from gallery.catalog.folders import RootRow
    from gallery.scan.listing import Listing

log = logging.getLogger(__name__)

Listings = list[tuple[bytes, "Listing | None"]]
"""Folders by their path below the root, and what lies in them; None: there is no such folder."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that the index does not have: its folder's id, its name, its path below the root, size and time."""

    folder: int
    name: bytes
    relative: bytes
    size: int
    mtime_ns: int


@dataclass(slots=True)
class StepResult:
    """What writing the listings of a step has found.

    Attributes:
        listed: Number of files in the folders.
        changed: Whether some timeline is different now.
        new_files: Files without a row; place_new_files() gives them one.
        new_folders: Paths, below the root, of folders never seen before: files may still be on their way into them.
        new_folder_ids: Ids of the folders' rows that were made.
    """

    listed: int = 0
    changed: bool = False
    new_files: list[NewFile] = field(default_factory=list)
    new_folders: list[bytes] = field(default_factory=list)
    new_folder_ids: set[int] = field(default_factory=set)


class ScanPass:
    """A pass over a whole root (a scan), or over some folders and the new folders inside them (a check).

    Threads: has no lock. The Scanner runs one step of a pass at a time: its first half on a thread of TimedCalls, all
    else on the indexer's thread, never both at once.

    Attributes:
        root: The root's row when the pass began.
        whole: Whether all of the root is listed. Only then a folder whose listing hash is known counts as unchanged.
    """

    def __init__(self, root: RootRow, start: Iterable[bytes], *, whole: bool, skip: Collection[bytes]) -> None:
        """Begin at the folders `start`, paths below the root; `skip` are absolute paths of folders to leave out."""
        self.root = root
        self.whole = whole
        self._skip = skip
        # parents before children: a folder that vanished is marked as gone with all folders below it at once
        self._waiting = deque(sorted(set(start)))
        self._listed: set[bytes] = set()

    @property
    def done(self) -> bool:
        """Whether no folder is left to list."""
        return not self._waiting

    @property
    def waiting(self) -> set[bytes]:
        """The folders that are still to be listed, without those inside them that are not known yet."""
        return set(self._waiting)

    def cancel(self) -> None:
        """Leave out all folders that are still to be listed: the root was removed, or is offline."""
        self._waiting.clear()

    def list_folders(self, conn: sqlite3.Connection, seconds: float) -> Listings:
        """List folders for about so many seconds, one folder at least. Only reads from `conn`."""
        listings: Listings = []
        end = time.monotonic() + seconds
        while self._waiting:
            relative = self._waiting.popleft()
            if relative not in self._listed:
                self._listed.add(relative)
                try:
                    listings += self._list_folder(conn, relative)
                except BaseException:
                    self.give_back([*listings, (relative, None)])
                    raise
            if time.monotonic() >= end:
                break
        return listings

    def give_back(self, listings: Listings) -> None:
        """Put the folders of listings that could not be written in front of those that are still to be listed."""
        for relative, _ in reversed(listings):
            self._listed.discard(relative)
            self._waiting.appendleft(relative)

    def _list_folder(self, conn: sqlite3.Connection, relative: bytes) -> Listings:
        path = join(self.root.path, relative) if relative else self.root.path
        if not self.whole and is_skipped(self.root.path, relative, self._skip):
            return []
        try:
            listing = list_folder(path, self._skip)
        except Exception:  # one folder at fault fails alone
            log.exception("a folder could not be looked at: %s", display(relative))
            return []
        if listing:
            # a check is asked for where a file may not be as its row says, though its folder's hash is the known one
            set_hash(listing, folders.get_listing_hash(conn, self.root.id, relative) if self.whole else None)
        if listing and listing.problem is None:
            known: Collection[bytes] = () if self.whole else self._known_folders(conn, relative)
            inner = [join(relative, name) for name in sorted(listing.folders, reverse=True)]
            self._waiting.extendleft(folder for folder in inner if folder not in known)
        return [(relative, listing)]

    def _known_folders(self, conn: sqlite3.Connection, relative: bytes) -> Collection[bytes]:
        folder = folders.find(conn, self.root.id, relative)
        return folders.get_children(conn, folder) if folder is not None else ()


def write_listings(conn: sqlite3.Connection, root: RootRow, listings: Listings) -> StepResult:
    """Make the index agree with the listings, but for new files: those are only returned."""
    result = StepResult()
    for relative, listing in listings:
        if listing and listing.unchanged:
            result.listed += len(listing.files)
            continue
        folder = folders.find(conn, root.id, relative)
        if listing is None:
            if folder is not None and relative:
                result.changed |= folders.mark_gone(conn, folder) > 0
            continue
        if folder is None:
            folder = folders.put_chain(conn, root.id, root.path, relative)
            result.new_folder_ids.add(folder)
            result.new_folders.append(relative)
        folders.set_problem(conn, folder, listing.problem)
        if listing.problem is None:
            _write_files(conn, folder, relative, listing, result)
            _write_inner_folders(conn, root, folder, relative, listing, result)
    return result


def save_listing_hashes(conn: sqlite3.Connection, root: RootRow, listings: Listings) -> None:
    """Keep the hashes of listings that are written down, new files too: until they change they need no comparison."""
    for relative, listing in listings:
        if listing and not listing.unchanged:
            folders.set_listing_hash(conn, root.id, relative, listing.hash)


def _write_files(conn: sqlite3.Connection, folder: int, relative: bytes, listing: Listing, result: StepResult) -> None:
    diff = compare(listing.files, photos.get_in_folder(conn, folder), GONE)
    photos.mark_gone(conn, diff.gone)
    for photo, size, mtime_ns in diff.changed:
        photos.mark_changed(conn, photo, size, mtime_ns)
    new = [NewFile(folder, name, join(relative, name), size, mtime_ns) for name, size, mtime_ns in diff.new]
    result.new_files += new
    result.listed += len(listing.files)
    result.changed |= bool(diff.gone)


def _write_inner_folders(
    conn: sqlite3.Connection, root: RootRow, folder: int, relative: bytes, listing: Listing, result: StepResult
) -> None:
    known = folders.get_children(conn, folder)
    present = {join(relative, name): name for name in listing.folders}
    for inner, inner_id in known.items():
        if inner not in present:
            result.changed |= folders.mark_gone(conn, inner_id) > 0
    for inner, name in present.items():
        if inner not in known:
            result.new_folder_ids.add(folders.put(conn, root.id, folder, inner, name))
            result.new_folders.append(inner)


def new_files(conn: sqlite3.Connection, root: RootRow, listings: Listings) -> list[tuple[bytes, int, int]]:
    """Return (path below the root, size, mtime_ns) of the listed files that the index does not have. Only reads."""
    new: list[tuple[bytes, int, int]] = []
    for relative, listing in listings:
        if listing and listing.files and not listing.unchanged:
            folder = folders.find(conn, root.id, relative)
            known = photos.get_in_folder(conn, folder) if folder is not None else {}
            new += [(join(relative, name), *stat) for name, stat in listing.files.items() if name not in known]
    return new
