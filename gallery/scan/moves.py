"""Recognises renamed and moved files, so that they keep their photo.

A new file is a moved one where it alone has the fingerprint, size and time of one missing row; where several have
them, the name tells which.

In two halves, as a step of a scan: find_possible_moves asks the disk, which may take long; place_new_files only
changes the index.
"""

from __future__ import annotations

import os
from collections import defaultdict
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.base.models import DEEP_BYTES, FileRef, Metadata
from gallery.catalog import folders, mounted_drives, move_candidates, photos, unlinked_photos
from gallery.catalog.folders import basename, is_inside, join
from gallery.catalog.schema import GONE
from gallery.catalog.sidecars import decode_sidecars
from gallery.imaging.workers.pool import Urgency
from gallery.scan.root_status import identity_of
from gallery.scan.skipped_folders import SEP
from gallery.scan.timed_calls import call_with_deadline

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from gallery.catalog.move_candidates import MoveCandidate, Stat
    from gallery.imaging.workers.pool import Pool
    from gallery.scan.scan_pass import ListedFile, NewFile, StepResult

HEADERS_TIMEOUT_S = 60.0
"""How long the headers of files that may have moved are waited for; later they count as new files."""


@dataclass(frozen=True, slots=True)
class PossibleMoves:
    """New files of a step that may be moved ones, and the rows that they may belong to.

    Attributes:
        headers: What was read from each such file, by its path below the root.
        missing: Rows whose files are not where they were.
    """

    headers: dict[bytes, Metadata] = field(default_factory=dict)
    missing: frozenset[MoveCandidate] = frozenset()


def find_possible_moves(conn: sqlite3.Connection, pool: Pool, root: bytes, new: Sequence[ListedFile]) -> PossibleMoves:
    """Read the headers of new files that have the size and time of a row whose file is missing.

    Blocks while the drive is slow, HEADERS_TIMEOUT_S at most for the headers. Only reads from `conn`; outside of a
    transaction.

    Args:
        conn: connection to the index.
        pool: reads the headers.
        root: absolute path of the root.
        new: files that the index does not have.
    """
    missing = _missing_rows(conn, root, [(size, mtime_ns) for _, size, mtime_ns, _ in new])
    files = [
        FileRef(root, relative, *stat, _deep_fingerprint(missing[stat]), decode_sidecars(sidecars))
        for relative, *stat_, sidecars in new
        if (stat := (stat_[0], stat_[1])) in missing
    ]
    if not files:
        return PossibleMoves()
    try:
        answers = pool.read(files, urgency=Urgency.MOVED_FILE).result(HEADERS_TIMEOUT_S)
    except (FutureTimeoutError, CancelledError):
        return PossibleMoves()  # then they count as new files: nothing is lost but the id
    headers = {file.relative: meta for file, meta in zip(files, answers, strict=True) if isinstance(meta, Metadata)}
    return PossibleMoves(headers, frozenset(row for rows in missing.values() for row in rows))


def place_new_files(conn: sqlite3.Connection, result: StepResult, moves: PossibleMoves) -> None:
    """Give the new files of a step their rows: that of the moved photo where there is one, else a new row."""
    matches = _match(conn, result.new_files, moves)
    moved_from: dict[int, set[int]] = {}
    unmatched: dict[int, list[NewFile]] = {}
    for file in result.new_files:
        match = matches.get(file.relative)
        if match:
            unlinked_photos.note_left(conn, match.id)
            photos.move(conn, match.id, file.folder, file.name, file.stat)
            photos.set_read(conn, match.id, moves.headers[file.relative])
            moved_from.setdefault(file.folder, set()).add(match.folder)
            result.changed = True
        else:
            unmatched.setdefault(file.folder, []).append(file)
    for folder, files in unmatched.items():
        photos.add(conn, folder, [(file.name, *file.stat) for file in files])
        result.changed |= _store_headers(conn, folder, files, moves.headers)
    for folder, sources in moved_from.items():
        if folder in result.new_folder_ids and len(sources) == 1:
            folders.restore_renamed(conn, sources.pop(), folder)


def _store_headers(
    conn: sqlite3.Connection, folder: int, files: Sequence[NewFile], headers: Mapping[bytes, Metadata]
) -> bool:
    """Store the headers of those new files that were read as they might have moved. Return whether there were any.

    Not those hashed whole to be compared with a moved file: nobody else would find the same fingerprint for a copy.
    """
    found = {file.name: headers[file.relative] for file in files if file.relative in headers}
    read = {name: meta for name, meta in found.items() if len(meta.fingerprint) != DEEP_BYTES}
    known = photos.get_in_folder(conn, folder) if read else {}
    for name, meta in read.items():
        photos.set_read(conn, known[name].id, meta)
    return bool(read)


def _match(conn: sqlite3.Connection, new: Sequence[NewFile], moves: PossibleMoves) -> dict[bytes, MoveCandidate]:
    """Return the missing row of each new file, by path. Where several could be it, only one of the same name is."""
    files_by_content: dict[tuple[bytes, int], list[NewFile]] = defaultdict(list)
    read = [file for file in new if file.relative in moves.headers]
    known = move_candidates.find_move_candidates(conn, [file.stat[:2] for file in read])
    # a row that has got another folder or state since is no longer the one that was looked for
    missing = {stat: [row for row in rows if row.state == GONE or row in moves.missing] for stat, rows in known.items()}
    for file in read:  # by time too: copies of one content may differ in their times
        files_by_content[moves.headers[file.relative].fingerprint, file.stat.mtime_ns].append(file)
    found: dict[bytes, MoveCandidate] = {}
    for (fingerprint, mtime_ns), files in files_by_content.items():
        rows = [row for row in missing.get((files[0].stat.size, mtime_ns), ()) if row.fingerprint == fingerprint]
        if len(files) == len(rows) == 1:
            found[files[0].relative] = rows[0]
            continue
        for file in files:
            named = [row for row in rows if basename(row.relative) == file.name]
            if len(named) == sum(other.name == file.name for other in files) == 1:
                found[file.relative] = named[0]
    return found


def _deep_fingerprint(rows: Sequence[MoveCandidate]) -> bytes | None:
    """Return the fingerprint of all of a long file, where a row has one: only such another can be equal to it."""
    return next((row.fingerprint for row in rows if len(row.fingerprint) == DEEP_BYTES), None)


def _missing_rows(conn: sqlite3.Connection, root: bytes, stats: Sequence[Stat]) -> dict[Stat, list[MoveCandidate]]:
    check = _MissingCheck(root, mounted_drives.get_all(conn))
    found = {
        stat: [row for row in rows if row.state == GONE or check.is_missing(row)]
        for stat, rows in move_candidates.find_move_candidates(conn, stats).items()
    }
    return {stat: rows for stat, rows in found.items() if rows}


class _MissingCheck:
    """Tells whether rows' files are missing, by exact names; lists each folder once at most.

    The root being scanned may take its time; every other root is asked with a deadline, and no more once it was late.
    """

    def __init__(self, scanned_root: bytes, drives: Iterable[tuple[bytes, bytes, str]]) -> None:
        """Take the root that is scanned, and all drives inside roots (mounted_drives.get_all)."""
        self._scanned_root = scanned_root
        self._drives = list(drives)
        self._late_roots: set[bytes] = set()
        self._names: dict[bytes, frozenset[bytes] | None] = {}

    def is_missing(self, row: MoveCandidate) -> bool:
        """Return whether the row's file is not where it was, though its drive is there. In doubt it is not missing."""
        if row.root == self._scanned_root:
            return self._is_missing(row)
        if row.root in self._late_roots:
            return False
        missing = call_with_deadline(lambda: self._is_missing(row))  # another drive that hangs does not delay this one
        if missing is None:
            self._late_roots.add(row.root)
        return bool(missing)

    def _is_missing(self, row: MoveCandidate) -> bool:
        try:
            os.lstat(join(row.root, row.relative))
        except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: no file can have such a name
            return self._is_drive_there(row)
        except OSError:
            return False
        # macOS, Windows and many memory cards find a file by other capitals too, so also by its name before a rename
        folder = row.root
        for name in row.relative.split(SEP):
            names = self._names_in(folder)
            if names is not None and name not in names:
                return self._is_drive_there(row)
            folder = join(folder, name)
        return False

    def _is_drive_there(self, row: MoveCandidate) -> bool:
        if identity_of(row.root) != row.root_identity:
            return False
        return all(
            identity_of(join(root, relative)) == identity
            for root, relative, identity in self._drives
            if root == row.root and is_inside(row.relative, relative)
        )

    def _names_in(self, folder: bytes) -> frozenset[bytes] | None:
        if folder not in self._names:
            try:
                self._names[folder] = frozenset(os.listdir(folder))
            except OSError:
                self._names[folder] = None
        return self._names[folder]
