"""Queries for the page: all details of one photo, labels and paths of many, and the list of problems.

Functions of a connection, which only read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gallery.base.models import Problem, Sidecar
from gallery.catalog import dated_photos, file_groups, photo_places
from gallery.catalog.annotation_copy import PRECISION_SHIFT
from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import CAN_BE_SHOWN, basename, join
from gallery.catalog.schema import BROKEN, GONE, IS_NO_PICTURE, MADE
from gallery.catalog.sidecars import decode_sidecars
from gallery.catalog.visible_folders import WITHIN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from gallery.catalog.file_groups import Member
    from gallery.catalog.photo_places import PlaceName
    from gallery.catalog.visible_folders import Within


NOTHING_SAID = dated_photos.SaidOfPhoto()


@dataclass(frozen=True, slots=True)
class PhotoDetails:
    """Everything the index knows of one photo. `details` has the columns of the table of that name."""

    id: int
    folder: int
    root: bytes
    root_label: str
    relative: bytes
    label: str
    size: int
    mtime_ns: int
    version: int
    taken_ms: int
    width: int | None
    height: int | None
    offline: str | None
    broken: bool
    """Nothing of it can be shown. A photo with a problem that is not broken is shown, if only in part."""
    problem: Problem | None
    sidecars: tuple[Sidecar, ...]
    details: dict[str, Any]
    place: PlaceName | None
    """What its position is called; None: nothing, or not looked up yet."""
    group: tuple[Member, ...] = ()
    """All files of its group, that which is shown first; none if it is alone."""
    moves: bool = False
    """Whether there is a video of the moment (`file_groups.find_motion`)."""
    said: dated_photos.SaidOfPhoto = NOTHING_SAID
    """Date and place as the user said them; `details` has those of the file."""

    @property
    def name(self) -> bytes:
        """Name of the file."""
        return basename(self.relative)


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A file or folder that could not be read or decoded. `photo` is None for a folder; `path` is absolute.

    `folder`: the folder that it is, or lies in.
    """

    photo: int | None
    folder: int
    path: bytes
    label: str
    code: str
    message: str


def get(conn: sqlite3.Connection, photo: int) -> PhotoDetails | None:
    """Return the details of a photo, or None if it cannot be shown."""
    row = conn.execute(
        "SELECT root, folder, roots.path, relative, name, photos.label, size, mtime_ns, version, coalesce(taken_ms, 0),"
        f" width, height, coalesce(offline, away), state = {BROKEN}, code, message, sidecars FROM photos"
        " JOIN folders ON folders.id = folder JOIN roots ON roots.id = root"
        f" LEFT JOIN problems ON problems.photo = photos.id WHERE photos.id = ? AND {CAN_BE_SHOWN}",
        (photo,),
    ).fetchone()
    if row is None:
        return None
    root_id, folder, root, relative, name, *others, broken, code, message, sidecars = row
    (root_label,) = conn.execute("SELECT label FROM folders WHERE root = ? AND relative = X''", (root_id,)).fetchone()
    problem = Problem(code, message) if code else None
    place = (folder, root, root_label, join(relative, name))
    name_of_place = photo_places.get(conn, photo)
    group = file_groups.get_members(conn, photo)
    said = (bool(broken), problem, decode_sidecars(sidecars), _details(conn, photo), name_of_place)
    together = (tuple(group) if len(group) > 1 else (), file_groups.find_motion(conn, photo) is not None)
    rest: tuple[Any, ...] = (*others, *said, *together, dated_photos.get(conn, photo))
    return PhotoDetails(photo, *place, *rest)


def _details(conn: sqlite3.Connection, photo: int) -> dict[str, Any]:
    cursor = conn.execute("SELECT * FROM details WHERE photo = ?", (photo,))
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchone() or [None] * len(names), strict=True))


def get_fingerprints(conn: sqlite3.Connection, ids: Iterable[int]) -> list[tuple[int, bytes]]:
    """Return (id, fingerprint) of those of these photos that have been read."""
    listed = f"SELECT id, fingerprint FROM photos WHERE id IN (SELECT value FROM json_each(?)) AND {CAN_BE_SHOWN}"
    return [row for row in conn.execute(listed, (json_ids(ids),)) if row[1]]


def get_versions(conn: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[int, bytes]]:
    """Return version and fingerprint of those photos that can be shown and were read."""
    query = (
        "SELECT id, version, fingerprint FROM photos WHERE id IN (SELECT value FROM json_each(?))"
        f" AND {CAN_BE_SHOWN} AND fingerprint IS NOT NULL"
    )
    return {photo: (version, fingerprint) for photo, version, fingerprint in conn.execute(query, (json_ids(ids),))}


def list_with_thumbnail(conn: sqlite3.Connection, below: int, limit: int) -> list[tuple[int, bytes]]:
    """Return (id, fingerprint) of photos with a thumbnail and an id below `below`, the highest first.

    Fewer than `limit` only where there are no more.
    """
    query = (
        f"SELECT id, fingerprint FROM photos WHERE id < ? AND thumb = {MADE} AND fingerprint IS NOT NULL"
        " ORDER BY id DESC LIMIT ?"
    )
    return conn.execute(query, (below, limit)).fetchall()


def is_inline(conn: sqlite3.Connection, photo: int) -> bool:
    """Return whether browsers paint the file of a photo as its derived pictures look; False as long as not known.

    What they show where a file is damaged, or ends, is their own choice.
    """
    row = conn.execute(
        "SELECT inline FROM details WHERE photo = ?1 AND NOT EXISTS (SELECT 1 FROM problems WHERE photo = ?1)", (photo,)
    ).fetchone()
    return bool(row and row[0])


def get_labels(
    conn: sqlite3.Connection, photos: Sequence[int]
) -> list[tuple[int, str, int, int | None, int, str | None, Problem | None, int]]:
    """Return (id, name, taken_ms, duration_ms, pictures, moving, problem, precision) of the photos that can be shown.

    `pictures`: how many the tile stands for, 1 for most (`file_groups.count_pictures`); `moving`: the format of an
    animated picture that browsers show as it is.
    """
    pictures = file_groups.count_pictures(conn, photos)
    marks = ", ".join("?" * len(photos))
    rows = conn.execute(
        f"SELECT id, label, coalesce(taken_ms, 0), duration_ms, IIF(animated AND inline, format, NULL),"
        f" code, message, badges >> {PRECISION_SHIFT} FROM photos"
        " LEFT JOIN details ON details.photo = id LEFT JOIN problems ON problems.photo = id"
        f" WHERE id IN ({marks}) AND {CAN_BE_SHOWN}",
        tuple(photos),
    )
    return [
        (photo, name, taken, length, pictures.get(photo, 1), moving, Problem(code, said) if code else None, precision)
        for photo, name, taken, length, moving, code, said, precision in rows
    ]


def get_sorted_by(conn: sqlite3.Connection, column: str, photos: Sequence[int]) -> dict[int, Any]:
    """Return by id what photos are sorted by; those that are gone are left out. `column`: of `photos`."""
    rows = f"SELECT id, {column} FROM photos WHERE id IN (SELECT value FROM json_each(?))"
    return dict(conn.execute(rows, (json_ids(photos),)))


def get_paths(conn: sqlite3.Connection, photos: Sequence[int]) -> list[bytes]:
    """Return the absolute paths of those of the photos that can be shown, in the order of `photos`."""
    found: dict[int, bytes] = {}
    for start in range(0, len(photos), 500):
        part = tuple(photos[start : start + 500])
        marks = ", ".join("?" * len(part))
        rows = conn.execute(
            "SELECT photos.id, roots.path, relative, name FROM photos JOIN folders ON folders.id = folder"
            f" JOIN roots ON roots.id = root WHERE photos.id IN ({marks}) AND {CAN_BE_SHOWN}",
            part,
        )
        found.update(
            {photo: join(join(root, relative) if relative else root, name) for photo, root, relative, name in rows}
        )
    return [found[photo] for photo in photos if photo in found]


def sum_bytes(conn: sqlite3.Connection, photos: Sequence[int]) -> int:
    """Return the sum of the sizes of the photos' files in bytes."""
    total = 0
    for start in range(0, len(photos), 500):
        part = tuple(photos[start : start + 500])
        marks = ", ".join("?" * len(part))
        query = f"SELECT coalesce(sum(size), 0) FROM photos WHERE id IN ({marks}) AND {CAN_BE_SHOWN}"
        total += conn.execute(query, part).fetchone()[0]
    return total


def get_problems(
    conn: sqlite3.Connection,
    limit: int,
    roots: Collection[int] | None = None,
    within: Within | None = None,
) -> list[ProblemRow]:
    """Return files and folders with a problem: folders first, then files, both sorted by path.

    Args:
        conn: any connection to the index.
        limit: of the files, and of the folders; -1: none.
        roots: ids of the roots to search; None: all.
        within: the top folders below which to search (visible_folders.py); None: everywhere.
    """
    where = "" if roots is None else f" AND roots.id IN ({', '.join('?' * len(roots))})"
    values: tuple[int | str, ...] = tuple(roots or ())
    if within is not None:
        where += f" AND folders.id IN {WITHIN}"
        values += (json_ids(within),)
    return _folder_problems(conn, where, (*values, limit)) + _file_problems(conn, where, (*values, limit))


def _folder_problems(conn: sqlite3.Connection, where: str, values: tuple[int | str, ...]) -> list[ProblemRow]:
    rows = conn.execute(
        "SELECT folders.id, roots.path, relative, label, problem FROM folders JOIN roots ON roots.id = root"
        f" WHERE problem IS NOT NULL AND gone = 0{where} ORDER BY roots.id, relative LIMIT ?",
        values,
    )
    return [
        ProblemRow(None, folder, join(root, relative) if relative else root, label, "unreadable", why)
        for folder, root, relative, label, why in rows
    ]


def _file_problems(conn: sqlite3.Connection, where: str, values: tuple[int | str, ...]) -> list[ProblemRow]:
    rows = conn.execute(
        "SELECT photos.id, folders.id, roots.path, relative, name, photos.label, code, message FROM problems"
        " JOIN photos ON photos.id = photo JOIN folders ON folders.id = folder JOIN roots ON roots.id = root"
        f" WHERE state != {GONE} AND NOT {IS_NO_PICTURE}{where} ORDER BY roots.id, relative, photos.sort LIMIT ?",
        values,
    )
    return [
        ProblemRow(photo, folder, join(root, join(relative, name)), label, code, message)
        for photo, folder, root, relative, name, label, code, message in rows
    ]


def get_problem_fingerprints(conn: sqlite3.Connection) -> list[bytes]:
    """Return the fingerprints of files that could be read but not decoded."""
    rows = conn.execute("SELECT fingerprint FROM photos JOIN problems ON photo = id WHERE fingerprint IS NOT NULL")
    return [row[0] for row in rows]
