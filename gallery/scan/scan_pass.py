"""One pass over folders of a root, in steps of two halves: list folders on the disk, then write the listings.

The first half (ScanPass.list_folders) may take as long as a slow drive takes, and holds no transaction. The second
(write_listings, save_listing_hashes) touches the index only. If it fails, or the root turns out to be offline, nothing
was written and the folders are listed again (ScanPass.give_back).
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.base.paths import display
from gallery.catalog import file_stats, folders, left_out, mounted_drives, photos
from gallery.catalog.folders import is_inside, join
from gallery.catalog.schema import GONE
from gallery.imaging import left_out_kinds
from gallery.scan.listing import Listing, ask_inodes, compare, is_skipped, list_folder, set_hash
from gallery.scan.root_status import identity_of
from gallery.scan.volume_id import is_mount

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from gallery.catalog.file_stats import FileStat
    from gallery.catalog.folders import RootRow
    from gallery.catalog.mounted_drives import MountRow

log = logging.getLogger(__name__)
DAY_S = 86_400

ListedFile = tuple[bytes, int, int, str | None]
"""Path below the root, size, mtime_ns, and sidecars as in FileStat."""
Listings = list[tuple[bytes, "Listing | None"]]
"""Folders by their path below the root, and what lies in them; None: there is no such folder."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that the index does not have: its folder's id, its name, its path below the root, and what it is like."""

    folder: int
    name: bytes
    relative: bytes
    stat: FileStat


@dataclass(slots=True)
class StepResult:
    """What writing the listings of a step has found.

    Attributes:
        listed: Number of files in the folders.
        changed: Whether some timeline, or what is left out, is different now.
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
        mounts: The drives mounted inside the root that were there at the last step.
    """

    def __init__(self, root: RootRow, start: Iterable[bytes], *, whole: bool, skip: Collection[bytes]) -> None:
        """Begin at the folders `start`, paths below the root; `skip` are absolute paths of folders to leave out."""
        self.root = root
        self.whole = whole
        self.mounts: list[MountRow] = []
        self._away: list[bytes] = []
        """Folders whose drives are away: nothing in them is listed."""
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
        mounted = mounted_drives.get_mounts(conn, self.root.id)
        self.mounts = [mount for mount in mounted if mount.away is None]
        self._away = [mount.relative for mount in mounted if mount.away is not None]
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
        if any(is_inside(relative, away) for away in self._away):
            return []
        if not self.whole and is_skipped(self.root.path, relative, self._skip):
            return []
        # a check is asked for where a file may not be as its row says, though its folder's hash is the known one
        known_hash = folders.get_listing_hash(conn, self.root.id, relative) if self.whole else None
        try:
            listing = self._read_folder(path, relative, first=known_hash is None)
        except FileNotFoundError:
            listing = None  # it has just gone
        except Exception:  # one folder at fault fails alone
            log.exception("a folder could not be looked at: %s", display(relative))
            return []
        if listing:
            set_hash(listing, known_hash)
        if listing and listing.problem is None:
            known: Collection[bytes] = () if self.whole else self._known_folders(conn, relative)
            inner = [join(relative, name) for name in listing.folders]
            self._put_first([folder for folder in inner if folder not in known], ask=known_hash is None)
        return [(relative, listing)]

    def _put_first(self, inner: list[bytes], *, ask: bool) -> None:
        """List these folders next, the newest first: by the days on which they changed, if asked, and by name."""
        days = {folder: _changed_on(join(self.root.path, folder)) if ask else 0 for folder in inner}
        self._waiting.extendleft(sorted(inner, key=lambda folder: (days[folder], folder)))

    def _read_folder(self, path: bytes, relative: bytes, *, first: bool) -> Listing | None:
        listing = list_folder(path, self._skip)
        if listing:
            listing.by_inode = not self.whole
            if first:
                ask_inodes(path, listing)
        if listing is None or not relative:
            return listing  # the root itself: the user named it, so it is shown even with a file .nomedia
        if listing.asks_to_stay_out:
            return Listing(left_out={left_out_kinds.NOMEDIA: 1})
        if listing.problem is None and is_mount(path):
            listing.mounted = identity_of(path)
        return listing

    def _known_folders(self, conn: sqlite3.Connection, relative: bytes) -> Collection[bytes]:
        """Return the folders inside that need no look, because they are known and had nothing that forbade reading."""
        folder = folders.find(conn, self.root.id, relative)
        if folder is None:
            return ()
        return folders.get_children(conn, folder).keys() - folders.find_unreadable_children(conn, folder)


def _changed_on(path: bytes) -> int:
    """Return the day, since 1970, on which a folder was changed; 0 where it cannot be asked."""
    try:
        return int(os.stat(path, follow_symlinks=False).st_mtime // DAY_S)
    except OSError:
        return 0


def write_listings(conn: sqlite3.Connection, root: RootRow, listings: Listings) -> StepResult:
    """Make the index agree with the listings, but for new files: those are only returned."""
    result = StepResult()
    # what was on a drive inside the root is away, not gone, when its folder is not there
    mounted = [mount.relative for mount in mounted_drives.get_mounts(conn, root.id)]
    for relative, listing in listings:
        if listing and listing.unchanged:
            result.listed += len(listing.files)
            if listing.mounted and relative not in mounted:
                _record_mount(conn, folders.find(conn, root.id, relative), listing)
            continue
        folder = folders.find(conn, root.id, relative)
        if listing is None:
            if folder is not None and relative and not _holds_mount(relative, mounted):
                result.changed |= folders.mark_gone(conn, folder) > 0
            continue
        if folder is None:
            folder = folders.put_chain(conn, root.id, root.path, relative)
            result.new_folder_ids.add(folder)
            result.new_folders.append(relative)
        folders.set_problem(conn, folder, listing.problem)
        if listing.mounted and relative not in mounted:
            _record_mount(conn, folder, listing)
        if listing.problem is None:
            _write_files(conn, folder, relative, listing, result)
            result.changed |= left_out.put(conn, folder, listing.left_out)
            _write_inner_folders(conn, root, folder, relative, listing, result, mounted)
    return result


def _record_mount(conn: sqlite3.Connection, folder: int | None, listing: Listing) -> None:
    if folder is not None:
        mounted_drives.set_mount(conn, folder, listing.mounted)


def _holds_mount(relative: bytes, mounted: Iterable[bytes]) -> bool:
    """Return whether a drive was mounted on a folder, or below it."""
    return any(is_inside(mount, relative) for mount in mounted)


def save_listing_hashes(conn: sqlite3.Connection, root: RootRow, listings: Listings) -> None:
    """Keep the hashes of listings that are written down, new files too: until they change they need no comparison."""
    for relative, listing in listings:
        if listing and not listing.unchanged:
            folders.set_listing_hash(conn, root.id, relative, listing.hash)


def _write_files(conn: sqlite3.Connection, folder: int, relative: bytes, listing: Listing, result: StepResult) -> None:
    diff = compare(listing, photos.get_in_folder(conn, folder), GONE)
    photos.mark_gone(conn, diff.gone)
    for photo, stat in diff.changed:
        photos.mark_changed(conn, photo, *stat)
    file_stats.mark_doubtful(conn, diff.doubtful)
    file_stats.store_stats(conn, diff.untold)
    result.new_files += [NewFile(folder, name, join(relative, name), stat) for name, stat in diff.new]
    result.listed += len(listing.files)
    result.changed |= bool(diff.gone)


def _write_inner_folders(
    conn: sqlite3.Connection,
    root: RootRow,
    folder: int,
    relative: bytes,
    listing: Listing,
    result: StepResult,
    mounted: Collection[bytes],
) -> None:
    known = folders.get_children(conn, folder)
    present = {join(relative, name): name for name in listing.folders}
    for inner, inner_id in known.items():
        if inner not in present and not _holds_mount(inner, mounted):
            result.changed |= folders.mark_gone(conn, inner_id) > 0
    for inner, name in present.items():
        if inner not in known:
            result.new_folder_ids.add(folders.put(conn, root.id, folder, inner, name))
            result.new_folders.append(inner)


def new_files(conn: sqlite3.Connection, root: RootRow, listings: Listings) -> list[ListedFile]:
    """Return the listed files that the index does not have. Only reads."""
    new: list[ListedFile] = []
    for relative, listing in listings:
        if listing and listing.files and not listing.unchanged:
            folder = folders.find(conn, root.id, relative)
            known = photos.get_in_folder(conn, folder) if folder is not None else {}
            new += [
                (join(relative, name), *stat[:2], listing.sidecars.get(name))
                for name, stat in listing.files.items()
                if name not in known
            ]
    return new
