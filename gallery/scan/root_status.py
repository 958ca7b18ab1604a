"""Whether a root is there or offline. Its drive may be unplugged; nothing below an offline root changes."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base.files import LINKED_SENTENCE, is_linked
from gallery.catalog import folders, photos

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from gallery.base.models import FileRef
    from gallery.catalog.database import Database

MAX_SAMPLES = 20
"""How many of a root's photos are looked for where its volume has changed."""


@dataclass(frozen=True, slots=True)
class RootStatus:
    """What was found at a root's path.

    Attributes:
        reason: Sentence for people that says why the root is offline; None when it is online.
        identity: identity_of() the path; None when nothing is there or the drive did not answer.
    """

    reason: str | None
    identity: str | None


def read_status(conn: sqlite3.Connection, root: int) -> RootStatus | None:
    """Return what is at a root's path, None when no such root is known. Blocks while the drive is slow.

    Only reads from `conn`.
    """
    row = folders.get_root(conn, root)
    if row is None:
        return None
    reason = offline_reason(
        row.path, row.identity, folders.get_names_in_root(conn, root), photos.get_some_paths(conn, root, MAX_SAMPLES)
    )
    return RootStatus(reason, identity_of(row.path))


def record_status(conn: sqlite3.Connection, root: int, status: RootStatus) -> tuple[folders.RootRow | None, bool]:
    """Write a root's status into the index. What failed for its drive's sake is tried again when it comes back.

    Returns:
        The root's row, None when it is offline; and whether it came or went since the status before.
    """
    changed = folders.set_offline(conn, root, status.reason)
    if status.reason is not None:
        return None, changed
    if status.identity:  # else it did not answer just then
        folders.set_root_identity(conn, root, status.identity)
    if changed:
        photos.retry_unreadable(conn, root)
        photos.retry_slow(conn, root)
    return folders.get_root(conn, root), changed


def probe_drive(database: Database, root: int) -> None:
    """Ask a root's drive for its free space, which no cache knows. Return when it has answered, whatever it said."""
    with database.read() as conn:
        row = folders.get_root(conn, root)
    if row:
        with suppress(OSError):
            shutil.disk_usage(os.fsdecode(row.path))


def is_same_folder(row: folders.RootRow) -> bool:
    """Return whether the root is still the folder of the volume that its row names: one stat(2), no listing."""
    return identity_of(row.path) == row.identity


def folders_by_root(conn: sqlite3.Connection, files: Iterable[FileRef]) -> dict[int, set[bytes]]:
    """Return the folders that hold these files, as paths below their root, by the root's id.

    Files of roots that are no longer known are left out.
    """
    known = {row.path: row.id for row in folders.get_roots(conn)}
    found: dict[int, set[bytes]] = {}
    for file in files:
        if file.root in known:
            found.setdefault(known[file.root], set()).add(os.path.dirname(file.relative))
    return found


def identity_of(path: bytes) -> str | None:
    """Return "st_dev:st_ino" of a folder, which says which folder of which volume it is; None when it is not there."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return f"{found.st_dev}:{found.st_ino}"


def offline_reason(
    path: bytes, identity: str | None, known: Collection[bytes], samples: Collection[bytes] = ()
) -> str | None:
    """Return why a root is offline, as a sentence for people, or None when it is online.

    What is missing is never taken for deleted: a root that is empty now, or another volume, is offline.

    Args:
        path: absolute path of the root.
        identity: identity_of() the root when it was last online, if known.
        known: names directly below the root, as the index has them.
        samples: paths, below the root, of some of its photos: every memory card has a folder DCIM, but not the same
            pictures.
    """
    if is_linked(path):
        return LINKED_SENTENCE
    try:
        names = set(os.listdir(path))
    except (FileNotFoundError, NotADirectoryError):
        return "It is not connected, or was moved."
    except OSError as error:
        return f"It cannot be opened: {error.strerror or error}."
    if known and not names:
        return "It is empty now. Perhaps its drive is not connected."
    if known and identity and identity != identity_of(path):
        there = samples and any(os.path.lexists(os.path.join(path, sample)) for sample in samples)
        if names.isdisjoint(known) or (samples and not there):
            return "Another drive is in its place."
    return None
