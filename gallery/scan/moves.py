"""Renamed and moved files keep their photo: one vanished row, one new path, one fingerprint, one time of change."""

from __future__ import annotations

import os
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING

from gallery.catalog import folders, photos
from gallery.catalog.folders import join
from gallery.catalog.schema import GONE
from gallery.imaging.pool import Urgency
from gallery.models import FileRef, Metadata

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.catalog.photos import Twin
    from gallery.imaging.pool import Pool
    from gallery.scan.walk import Found, NewFile

WAIT_S = 60.0


def place_new(conn: sqlite3.Connection, pool: Pool, root: bytes, found: Found) -> None:
    """Give the new files of a step their rows: the vanished photo's where one fits, else new ones."""
    candidates = [(file, _vanished(photos.twins(conn, file.size, file.mtime_ns))) for file in found.new]
    suspects = [file for file, vanished in candidates if vanished]
    marks = _fingerprints(pool, root, suspects)
    moved_from: dict[int, set[int]] = {}
    plain: dict[int, list[tuple[bytes, int, int]]] = {}
    for file, vanished in candidates:
        meta = marks.get((file.folder, file.name))
        match = _only(vanished, meta, marks) if meta else None
        if match and meta:
            photos.move(conn, match.id, file.folder, file.name)
            photos.set_read(conn, match.id, meta)
            moved_from.setdefault(file.folder, set()).add(match.folder)
            found.changed = True
        else:
            plain.setdefault(file.folder, []).append((file.name, file.size, file.mtime_ns))
    for folder, files in plain.items():
        photos.add(conn, folder, files)
    for folder, sources in moved_from.items():
        if folder in found.made and len(sources) == 1 and folder not in plain:
            folders.adopt(conn, sources.pop(), folder)


def _vanished(rows: list[Twin]) -> list[Twin]:
    """Those of the rows whose file is not where it was."""
    return [row for row in rows if row.state == GONE or not os.path.lexists(join(row.root, row.relative))]


def _fingerprints(pool: Pool, root: bytes, files: Sequence[NewFile]) -> dict[tuple[int, bytes], Metadata]:
    if not files:
        return {}
    refs = [FileRef(root, file.relative, file.size, file.mtime_ns) for file in files]
    try:
        answers = pool.read(refs, urgency=Urgency.NEXT).result(WAIT_S)
    except FutureTimeoutError:
        return {}  # then they count as new files: nothing is lost but the id
    return {
        (file.folder, file.name): meta for file, meta in zip(files, answers, strict=True) if isinstance(meta, Metadata)
    }


def _only(vanished: list[Twin], meta: Metadata, marks: dict[tuple[int, bytes], Metadata]) -> Twin | None:
    """The vanished row with these bytes, if there is exactly one and exactly one new path claims it."""
    same = [row for row in vanished if row.fingerprint == meta.fingerprint]
    claims = sum(other.fingerprint == meta.fingerprint for other in marks.values())
    return same[0] if len(same) == 1 and claims == 1 else None
