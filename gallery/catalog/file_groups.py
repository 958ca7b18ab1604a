"""Groups of files that are one photo: which file's tile stands for which others, and what the tile tells of them.

Derived from what was read of the files of one folder (scan/grouping_rules.py) and from what the user chose: it can be
made again at any time. Which folders are to be grouped stands in the index: triggers note those in which files came,
went or were read. The functions that write need a connection in a writing transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.base.models import RAW_KINDS
from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import CAN_BE_SHOWN
from gallery.catalog.said_dates import SEEN_MS
from gallery.catalog.schema import BROKEN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

BURST, STACK, LIVE, RAW = 2, 4, 8, 32
"""Bits of photos.badges. STACK, LIVE and RAW are the flags of the timeline file; BURST is for the search alone."""
_GROUP_BADGES = 255
"""The bits of photos.badges that are about groups; the others tell what was said (annotation_copy.py)."""
MAX_MOTION_MS = 5000
"""A longer video beside a photo is no motion of it. Those of phones last up to 3 s, some up to 4."""
IS_MOTION = f"(details.video_codec IS NOT NULL AND coalesce(details.duration_ms, 0) <= {MAX_MOTION_MS})"
"""SQL: a member of a group that is the motion of its photo."""
_RAW_NAMES = str(RAW_KINDS)
_MAX_PARAMETERS = 10_000
"""Of one statement; SQLite allows 32,766."""


class GroupRow(NamedTuple):
    """What is known of a file that can be shown, for the rules of grouping, and how it is grouped now."""

    photo: int
    name: str
    format: str | None
    is_video: bool
    taken_ms: int | None
    origin: str | None
    duration_ms: int | None
    content_id: str | None
    burst_id: str | None
    is_burst_cover: bool
    has_motion: bool
    is_broken: bool
    """Nothing of it can be shown."""
    chosen: int | None
    """The number of the group that the user put it into; 0: shown alone; None: not chosen."""
    place: int | None
    member_of: int | None
    badges: int


class Member(NamedTuple):
    """A file of a group, as people see it listed."""

    photo: int
    name: str
    size: int
    format: str | None
    version: int
    width: int | None
    height: int | None
    duration_ms: int | None


class ChosenFile(NamedTuple):
    """The identity of a file for what the user chose, and its folder."""

    photo: int
    folder: int
    fingerprint: bytes | None


def find_ungrouped(conn: sqlite3.Connection, limit: int, *, only_read: bool) -> list[int]:
    """Return folders whose files are to be grouped; with `only_read` those of which every header has been read."""
    unread = "EXISTS (SELECT 1 FROM photos WHERE photos.folder = ungrouped.folder AND todo = 1)"
    where = f"NOT {unread}" if only_read else "TRUE"
    rows = conn.execute(f"SELECT folder FROM ungrouped WHERE {where} LIMIT ?", (limit,))
    return [row[0] for row in rows]


def get_rows(conn: sqlite3.Connection, folder: int) -> list[GroupRow]:
    """Return the files in a folder that can be shown."""
    rows = conn.execute(
        f"SELECT photos.id, photos.label, format, video_codec IS NOT NULL, {SEEN_MS}, origin, duration_ms, content_id,"
        f" burst_id, burst_cover, motion_start IS NOT NULL, state = {BROKEN}, number, chosen_groups.place, member_of,"
        f" badges & {_GROUP_BADGES}"
        " FROM photos LEFT JOIN details ON details.photo = photos.id"
        " LEFT JOIN annotations ON annotations.photo = photos.id"
        " LEFT JOIN chosen_groups ON chosen_groups.fingerprint = photos.fingerprint"
        f" WHERE folder = ? AND {CAN_BE_SHOWN}",
        (folder,),
    )
    return [GroupRow(*row) for row in rows]


def store(conn: sqlite3.Connection, folder: int, changed: Iterable[tuple[int | None, int, int]]) -> None:
    """Store how files are grouped, and that the folder is.

    Args:
        conn: in a writing transaction.
        folder: the folder.
        changed: (member_of, badges, photo) of those files that are grouped in another way than before.
    """
    conn.executemany(f"UPDATE photos SET member_of = ?, badges = badges & ~{_GROUP_BADGES} | ? WHERE id = ?", changed)
    conn.execute("DELETE FROM ungrouped WHERE folder = ?", (folder,))


def find_shown(conn: sqlite3.Connection, photo: int) -> int:
    """Return the photo whose tile stands for a file: often itself."""
    row = conn.execute("SELECT coalesce(member_of, id) FROM photos WHERE id = ?", (photo,)).fetchone()
    return int(row[0]) if row else photo


def get_members(conn: sqlite3.Connection, photo: int) -> list[Member]:
    """Return all files of the group of a photo, the one that is shown first; that alone if it stands for no other."""
    shown = find_shown(conn, photo)
    rows = conn.execute(
        "SELECT photos.id, label, size, format, version, width, height, duration_ms FROM photos"
        " LEFT JOIN details ON photo = photos.id"
        f" WHERE (photos.id = ?1 OR photos.id IN (SELECT id FROM photos WHERE member_of = ?1)) AND {CAN_BE_SHOWN}"
        " ORDER BY photos.id != ?1, photos.sort, photos.id",
        (shown,),
    )
    return [Member(*row) for row in rows]


def count_pictures(conn: sqlite3.Connection, photos: Iterable[int]) -> dict[int, int]:
    """Return photo -> how many pictures its tile stands for, itself one of them; photos alone are left out.

    Neither the RAW file nor the motion of a photo is another picture.
    """
    rows = conn.execute(
        "SELECT member_of, count(*) FROM photos JOIN details ON details.photo = photos.id"
        " JOIN details AS shown ON shown.photo = member_of"
        f" WHERE member_of IN (SELECT value FROM json_each(?)) AND NOT ({IS_MOTION} AND shown.video_codec IS NULL)"
        f" AND NOT (coalesce(details.format, '') IN {_RAW_NAMES} AND coalesce(shown.format, '') NOT IN {_RAW_NAMES})"
        f" AND {CAN_BE_SHOWN} GROUP BY member_of",
        (json_ids(photos),),
    )
    return {photo: count + 1 for photo, count in rows}


def find_motion(conn: sqlite3.Connection, photo: int) -> tuple[int, int | None, int | None] | None:
    """Return (file, start, length) of the motion of a photo, or None; start and length None: the whole file.

    Its own comes first, then a video of its group, then that inside another picture of the group. A video has none.
    """
    row = conn.execute(
        "SELECT photos.id, motion_start, motion_length FROM photos JOIN details ON photo = photos.id"
        f" WHERE (photos.id = ?1 OR member_of = ?1) AND {CAN_BE_SHOWN}"
        f" AND (motion_start IS NOT NULL OR (photos.id != ?1 AND {IS_MOTION}))"
        " AND NOT EXISTS (SELECT 1 FROM details WHERE photo = ?1 AND video_codec IS NOT NULL)"
        " ORDER BY photos.id != ?1, video_codec IS NULL, photos.sort LIMIT 1",
        (photo,),
    ).fetchone()
    return row and (int(row[0]), row[1], row[2])


def get_chosen_files(conn: sqlite3.Connection, photos: Iterable[int]) -> list[ChosenFile]:
    """Return these photos, as far as they can be shown, in the order of their names."""
    rows = conn.execute(
        "SELECT id, folder, fingerprint FROM photos WHERE id IN (SELECT value FROM json_each(?))"
        f" AND {CAN_BE_SHOWN} ORDER BY sort, id",
        (json_ids(photos),),
    )
    return [ChosenFile(*row) for row in rows]


def replace_chosen(conn: sqlite3.Connection, chosen: Mapping[bytes, tuple[int, int]]) -> None:
    """Take what the user chose, fingerprint -> (number, place), and note the folders of files of which it changed."""
    known = {row[0]: (row[1], row[2]) for row in conn.execute("SELECT fingerprint, number, place FROM chosen_groups")}
    if known == chosen:
        return
    changed = [one for one in known.keys() | chosen.keys() if known.get(one) != chosen.get(one)]
    conn.execute("DELETE FROM chosen_groups")
    conn.executemany("INSERT INTO chosen_groups VALUES (?, ?, ?)", ((one, *chosen[one]) for one in chosen))
    for start in range(0, len(changed), _MAX_PARAMETERS):  # each looks at all photos: there is no index of fingerprints
        part = changed[start : start + _MAX_PARAMETERS]
        conn.execute(
            "INSERT OR IGNORE INTO ungrouped SELECT folder FROM photos"
            f" WHERE fingerprint IN ({', '.join('?' * len(part))}) AND {CAN_BE_SHOWN}",
            part,
        )
