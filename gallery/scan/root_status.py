"""Whether a root, and each drive mounted inside it, is there or away. Nothing on a drive that is away changes."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gallery.base.files import LINKED_SENTENCE, clamp, is_linked
from gallery.catalog import folders, mounted_drives, photos
from gallery.catalog.folders import is_inside, join
from gallery.scan.drive_presence import Known, Seen, Verdict, is_told_apart, judge
from gallery.scan.volume_id import is_mount, volume_id

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from gallery.base.models import FileRef
    from gallery.catalog.database import Database
    from gallery.catalog.mounted_drives import MountRow, Sample

MAX_SAMPLES = 20
"""By how many of its photos a drive is recognised."""
_QUARTER_HOUR_NS = 900 * 10**9
"""FAT stores local time: its files' times differ by so much, or a multiple, where the time zone is another one."""


@dataclass(frozen=True, slots=True)
class MountStatus:
    """What was found at a folder on which a drive is mounted. `reason` and `identity` as RootStatus's."""

    mount: MountRow
    reason: str | None
    identity: str | None
    is_mount: bool = True
    """Whether a drive is mounted there now; the photos may have been copied into the folder itself."""
    doubtful: bool = False
    accepted: bool = False
    """Both as RootStatus's."""


@dataclass(frozen=True, slots=True)
class RootStatus:
    """What was found at a root's path.

    Attributes:
        reason: Sentence for people that says why the root is offline; None when it is online.
        identity: identity_of() the path; None when nothing is there or the drive did not answer.
        doubtful: Whether it may be online all the same, if the user says so.
        accepted: Whether it is online because the user says so: then all rows below it are marked gone.
        mounts: The drives mounted inside it, outer before inner ones; none when it is offline.
    """

    reason: str | None
    identity: str | None
    doubtful: bool = False
    accepted: bool = False
    mounts: tuple[MountStatus, ...] = ()


def read_status(conn: sqlite3.Connection, root: int) -> RootStatus | None:
    """Return what is at a root's path, None when no such root is known. Blocks while the drive is slow.

    Only reads from `conn`.
    """
    row = folders.get_root(conn, root)
    if row is None:
        return None
    verdict, identity, _ = _read_place(conn, row, b"", row.identity)
    if verdict.reason is not None:
        return RootStatus(verdict.reason, identity, verdict.doubtful)
    return RootStatus(None, identity, mounts=tuple(_read_mounts(conn, row)))


def _read_mounts(conn: sqlite3.Connection, row: folders.RootRow) -> Iterable[MountStatus]:
    away: MountStatus | None = None
    for mount in mounted_drives.get_mounts(conn, row.id):
        if away and is_inside(mount.relative, away.mount.relative):
            yield MountStatus(mount, away.reason, None)
            continue
        verdict, identity, apart = _read_place(conn, row, mount.relative, mount.identity)
        status = MountStatus(mount, verdict.reason, identity, apart, verdict.doubtful)
        away = status if verdict.reason else away
        yield status


def _read_place(
    conn: sqlite3.Connection, row: folders.RootRow, relative: bytes, identity: str | None
) -> tuple[Verdict, str | None, bool]:
    """Return whether a root's drive, or the one mounted at `relative` inside it, is there; what is; whether mounted."""
    path = join(row.path, relative) if relative else row.path
    if is_linked(path):
        return Verdict(LINKED_SENTENCE), None, False
    try:
        names = os.listdir(path)
        apart = is_mount(path)
    except (FileNotFoundError, NotADirectoryError):
        return Verdict("It is not connected, or was moved."), None, False
    except OSError as error:
        return Verdict(f"It cannot be opened: {error.strerror or error}."), None, False
    seen = identity_of(path)
    counts = _compare_samples(path, mounted_drives.get_samples(conn, row.id, relative, MAX_SAMPLES))
    folder = folders.find(conn, row.id, relative)
    known = folders.get_names_in(conn, folder) if folder is not None else set[bytes]()
    return judge(Known(identity, known), Seen(seen, names, apart, *counts)), seen, apart


def _compare_samples(path: bytes, samples: Iterable[Sample]) -> tuple[int, int, int]:
    """Return how many photos are at their place, have it taken by another file, and are missing."""
    same = other = missing = 0
    for sample in samples:
        try:
            found = os.lstat(join(path, sample.relative))
        except (OSError, ValueError):  # ValueError: no file can have such a name
            missing += 1
            continue
        apart = abs(clamp(found.st_mtime_ns) - sample.mtime_ns) % _QUARTER_HOUR_NS
        if stat.S_ISREG(found.st_mode) and found.st_size == sample.size and apart == 0:
            same += 1
        else:
            other += 1
    return same, other, missing


def record_status(conn: sqlite3.Connection, root: int, status: RootStatus) -> tuple[folders.RootRow | None, bool]:
    """Write a root's status into the index. What failed for its drive's sake is tried again when it comes back.

    Returns:
        The root's row, None when it is offline; and whether it, or a drive inside it, came or went since the status
        before.
    """
    changed = folders.set_offline(conn, root, status.reason)
    if status.reason is not None:
        return None, changed
    top = folders.find(conn, root, b"") if status.accepted else None
    if top is not None:  # else its photos would say at the next look that it is another drive
        folders.mark_content_gone(conn, top)
        changed = True
    if status.identity:  # else it did not answer just then
        folders.set_root_identity(conn, root, status.identity)
    changed |= _record_mounts(conn, status.mounts)
    if changed:
        photos.retry_unreadable(conn, root)
        photos.retry_slow(conn, root)
    return folders.get_root(conn, root), changed


def _record_mounts(conn: sqlite3.Connection, statuses: Sequence[MountStatus]) -> bool:
    changed = [found for found in statuses if found.reason != found.mount.away]
    for found in statuses if changed else ():  # outer ones first: what they say of inner ones these correct
        mounted_drives.set_away(conn, found.mount.id, found.reason)
    for found in statuses:
        if found.accepted:
            folders.mark_content_gone(conn, found.mount.id)
        if found.reason is None and found.identity:
            mounted_drives.set_mount(conn, found.mount.id, found.identity if found.is_mount else None)
    return bool(changed)


def accepted(status: RootStatus) -> RootStatus:
    """Return the status where the user takes what is there for what is known, of the root or of drives inside it."""
    if status.doubtful:
        return RootStatus(None, status.identity, accepted=True)
    return replace(status, mounts=tuple(map(_accepted_mount, status.mounts)))


def _accepted_mount(found: MountStatus) -> MountStatus:
    return replace(found, reason=None, accepted=True) if found.doubtful else found


def probe_drive(database: Database, root: int) -> None:
    """Ask a root's drive for its free space, which no cache knows. Return when it has answered, whatever it said."""
    with database.read() as conn:
        row = folders.get_root(conn, root)
    if row:
        with suppress(OSError):
            shutil.disk_usage(os.fsdecode(row.path))


def is_still_there(conn: sqlite3.Connection, row: folders.RootRow, mounted: Iterable[MountRow]) -> bool:
    """Return whether the root, and the drives mounted inside it, are still those that the rows name.

    Costs one stat(2) for each where the file system has an id, and no listing. Blocks while the drive is slow.
    """
    places = [(row.path, row.identity), *((join(row.path, mount.relative), mount.identity) for mount in mounted)]
    if any(identity_of(path) != identity for path, identity in places):
        return False
    if all((identity and is_told_apart(identity)) or not is_mount(path) for path, identity in places):
        return True  # a folder of the same device and inode that is no mount point is the same one
    status = read_status(conn, row.id)
    return status is not None and status.reason is None and all(found.reason is None for found in status.mounts)


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
    """Return "st_dev:st_ino:volume" of a folder; None when it is not there. `volume` is "" where nothing tells it.

    Device and inode alone do not tell one card of a reader from the next.
    """
    try:
        found = os.stat(path)
        return f"{found.st_dev}:{found.st_ino}:{volume_id(path, found.st_dev)}"
    except OSError:
        return None
