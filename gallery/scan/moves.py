"""Renamed and moved files keep their photo: one vanished row, one new path, one fingerprint, one time of change.

In two halves, as a step of a scan: the first asks the disk, which may take long; the second only keeps the books.
"""

from __future__ import annotations

import os
from collections import defaultdict
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.base.models import FileRef, Metadata
from gallery.catalog import folders, move_candidates, photos
from gallery.catalog.folders import basename, join
from gallery.catalog.schema import GONE
from gallery.imaging.workers.pool import Urgency
from gallery.scan.listing import SEP
from gallery.scan.root_status import device_of
from gallery.scan.timed_calls import call_with_deadline

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.catalog.move_candidates import MoveCandidate, Stat
    from gallery.imaging.workers.pool import Pool
    from gallery.scan.scan_pass import Found, NewFile

WAIT_S = 60.0
Headers = dict[bytes, Metadata]
"""Path below the root -> header."""


@dataclass(frozen=True, slots=True)
class Suspects:
    """The new files of a step that may have been moved, and the rows whose files are not where they were."""

    headers: Headers = field(default_factory=dict)
    vanished: frozenset[MoveCandidate] = frozenset()


def read_suspects(conn: sqlite3.Connection, pool: Pool, root: bytes, new: Sequence[tuple[bytes, int, int]]) -> Suspects:
    """Read the headers of the new files whose size and time a vanished row has. Outside of a transaction: it waits."""
    vanished = _vanished_twins(conn, root, [(size, mtime_ns) for _, size, mtime_ns in new])
    suspects = [
        FileRef(root, relative, size, mtime_ns) for relative, size, mtime_ns in new if (size, mtime_ns) in vanished
    ]
    if not suspects:
        return Suspects()
    try:
        answers = pool.read(suspects, urgency=Urgency.NEXT).result(WAIT_S)
    except (FutureTimeoutError, CancelledError):
        return Suspects()  # then they count as new files: nothing is lost but the id
    read = {file.relative: meta for file, meta in zip(suspects, answers, strict=True) if isinstance(meta, Metadata)}
    return Suspects(read, frozenset(row for rows in vanished.values() for row in rows))


def place_new(conn: sqlite3.Connection, found: Found, suspects: Suspects) -> None:
    """Give the new files of a step their rows: the vanished photo's where one fits, else new ones."""
    headers = suspects.headers
    matches = _match(conn, found.new, suspects)
    moved_from: dict[int, set[int]] = {}
    plain: dict[int, list[tuple[bytes, int, int]]] = {}
    for file in found.new:
        match = matches.get(file.relative)
        if match:
            photos.move(conn, match.id, file.folder, file.name)
            photos.set_read(conn, match.id, headers[file.relative])
            moved_from.setdefault(file.folder, set()).add(match.folder)
            found.changed = True
        else:
            plain.setdefault(file.folder, []).append((file.name, file.size, file.mtime_ns))
    for folder, files in plain.items():
        photos.add(conn, folder, files)
    for folder, sources in moved_from.items():
        if folder in found.made and len(sources) == 1:
            folders.restore_renamed(conn, sources.pop(), folder)


def _match(conn: sqlite3.Connection, new: Sequence[NewFile], suspects: Suspects) -> dict[bytes, MoveCandidate]:
    """Which vanished row each new file is. Where several could be, only one of the same name will do."""
    headers = suspects.headers
    claims: dict[tuple[bytes, int], list[NewFile]] = defaultdict(list)
    read = [file for file in new if file.relative in headers]
    known = move_candidates.find_move_candidates(conn, [(file.size, file.mtime_ns) for file in read])
    # a row that has another place or state since is no longer the one that was looked for
    vanished = {
        stat: [row for row in rows if row.state == GONE or row in suspects.vanished] for stat, rows in known.items()
    }
    for file in read:
        claims[headers[file.relative].fingerprint, file.mtime_ns].append(file)  # copies may differ in their times
    found: dict[bytes, MoveCandidate] = {}
    for (mark, mtime_ns), files in claims.items():
        rows = [row for row in vanished.get((files[0].size, mtime_ns), ()) if row.fingerprint == mark]
        if len(files) == len(rows) == 1:
            found[files[0].relative] = rows[0]
            continue
        for file in files:
            named = [row for row in rows if basename(row.relative) == file.name]
            if len(named) == sum(other.name == file.name for other in files) == 1:
                found[file.relative] = named[0]
    return found


def _vanished_twins(conn: sqlite3.Connection, root: bytes, stats: Sequence[Stat]) -> dict[Stat, list[MoveCandidate]]:
    disk = _Disk(root)
    found = {
        stat: [row for row in rows if row.state == GONE or disk.lacks(row)]
        for stat, rows in move_candidates.find_move_candidates(conn, stats).items()
    }
    return {stat: rows for stat, rows in found.items() if rows}


class _Disk:
    """What is where, to the letter: each folder is listed once at most. `own` is the root that may take its time."""

    def __init__(self, own: bytes) -> None:
        self._own = own
        self._late: set[bytes] = set()
        self._names: dict[bytes, frozenset[bytes] | None] = {}

    def lacks(self, row: MoveCandidate) -> bool:
        """Whether the row's file is not where it was, though its drive is there. What cannot be asked is there."""
        if row.root == self._own:
            return self._lacks(row)
        if row.root in self._late:
            return False
        lacking = call_with_deadline(
            lambda: self._lacks(row)
        )  # another drive that hangs is not to keep this one waiting
        if lacking is None:
            self._late.add(row.root)
        return bool(lacking)

    def _lacks(self, row: MoveCandidate) -> bool:
        try:
            os.lstat(join(row.root, row.relative))
        except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: no file can have such a name
            return device_of(row.root) == row.device
        except OSError:
            return False
        # macOS, Windows and many memory cards find a file by other capitals too, so by what it was called before
        place = row.root
        for name in row.relative.split(SEP):
            names = self._listed(place)
            if names is not None and name not in names:
                return device_of(row.root) == row.device
            place = join(place, name)
        return False

    def _listed(self, folder: bytes) -> frozenset[bytes] | None:
        if folder not in self._names:
            try:
                self._names[folder] = frozenset(os.listdir(folder))
            except OSError:
                self._names[folder] = None
        return self._names[folder]
