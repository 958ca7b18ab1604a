"""What is known of files besides their names and content, and which are in doubt. Functions of a connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.schema import GONE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from gallery.base.models import Source


class FileStat(NamedTuple):
    """What a listing tells of a file. `inode` is its file id on Windows; None: the listing does not tell.

    `sidecars` says which sidecars it has, and what they are like (catalog/sidecars.py); None: it has none.
    """

    size: int
    mtime_ns: int
    ctime_ns: int | None = None
    inode: int | None = None
    sidecars: str | None = None


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file in a folder, as the index has it. `ctime_ns` and `inode` are None where no listing has told them yet.

    `sidecars` is as in FileStat.
    """

    id: int
    size: int
    mtime_ns: int
    state: int
    ctime_ns: int | None = None
    inode: int | None = None
    sidecars: str | None = None


def mark_doubtful(conn: sqlite3.Connection, files: Iterable[tuple[int, FileStat]]) -> None:
    """Mark files (photo id, stat) of the known size and time that may have other bytes, or other sidecars.

    They are read again; where the fingerprint and all details are the known ones, nothing changes.
    """
    conn.executemany(
        "UPDATE photos SET ctime_ns = ?, inode = coalesce(?, inode), sidecars = ?, todo = 1 WHERE id = ?",
        ((stat.ctime_ns, stat.inode, stat.sidecars, photo) for photo, stat in files),
    )


def store_stats(conn: sqlite3.Connection, files: Iterable[tuple[int, FileStat]]) -> None:
    """Store what the listing tells of unchanged files (photo id, stat) and their rows do not have yet."""
    conn.executemany(
        "UPDATE photos SET ctime_ns = ?, inode = coalesce(?, inode), sidecars = ? WHERE id = ?",
        ((stat.ctime_ns, stat.inode, stat.sidecars, photo) for photo, stat in files),
    )


def mark_unread(conn: sqlite3.Connection, source: Source) -> None:
    """Mark a file as unread that turned out to have other bytes than those of its fingerprint."""
    conn.execute(
        f"UPDATE photos SET todo = 1 WHERE id = ? AND fingerprint = ? AND state != {GONE}",
        (source.photo, source.fingerprint),
    )
