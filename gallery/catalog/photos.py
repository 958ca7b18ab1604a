"""Photos in the index. Functions of a connection; the caller owns the transaction."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from gallery.base.models import ACCESS_CODES, FileRef, Metadata, Problem, Source, Taken
from gallery.base.paths import display
from gallery.catalog.collation import natural
from gallery.catalog.file_stats import FileStat, KnownFile, store_stats
from gallery.catalog.folders import CAN_BE_SHOWN, OFFLINE_FOLDERS, join
from gallery.catalog.said_dates import SAID_MS, SEEN_MS, set_seen
from gallery.catalog.schema import BROKEN, FAILED, GONE, IS_NO_PICTURE, MADE, NO_PICTURE, READ, UNMADE, UNREAD

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

NEXT_VERSION = "version % 65535 + 1"  # 1 to 65535: the timeline file has 16 bits


def get_generation(conn: sqlite3.Connection) -> int:
    """Return the number of the present state of the library; a timeline shows one generation."""
    return int(conn.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])


def raise_generation(conn: sqlite3.Connection) -> int:
    """Increment the generation, which wraps at 2**32 as its field of the timeline file does, and return it."""
    row = conn.execute(
        "UPDATE meta SET value = (value + 1) & 0xFFFFFFFF WHERE key = 'generation' RETURNING value"
    ).fetchone()
    return int(row[0])


def get_in_folder(conn: sqlite3.Connection, folder: int) -> dict[bytes, KnownFile]:
    """Return name -> file of all files in a folder, gone ones too."""
    rows = conn.execute(
        "SELECT name, id, size, mtime_ns, state, ctime_ns, inode, sidecars FROM photos WHERE folder = ?", (folder,)
    )
    return {row[0]: KnownFile(*row[1:]) for row in rows}


NewRow = tuple[bytes, int, int] | tuple[bytes, int, int, int | None, int | None, str | None]
"""A file's name, then the values of its FileStat."""


def add(conn: sqlite3.Connection, folder: int, files: Iterable[NewRow]) -> None:
    """Insert new files in natural order of their names: photos of one time are shown by their ids.

    They enter the timeline when their headers have been read.
    """
    rows = [(natural(display(file[0])), folder, file[0], display(file[0]), *FileStat(*file[1:])) for file in files]
    conn.executemany(
        "INSERT INTO photos (sort, folder, name, label, size, mtime_ns, ctime_ns, inode, sidecars, state, todo)"
        f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, {UNREAD}, 1)",
        sorted(rows),
    )


def mark_changed(
    conn: sqlite3.Connection,
    photo: int,
    size: int,
    mtime_ns: int,
    ctime_ns: int | None = None,
    inode: int | None = None,
    sidecars: str | None = None,
) -> None:
    """Mark a file as changed, or as back: its header is to be read again, and until then its details stay.

    With another time and the same size it may have changed anywhere (`rehash`).
    """
    conn.execute(
        "UPDATE photos SET size = ?1, mtime_ns = ?2, ctime_ns = ?3, inode = coalesce(?4, inode),"
        " sidecars = ?6, todo = 1, rehash = iif(size = ?1 AND mtime_ns != ?2, 1, rehash),"
        f" state = iif(state = {GONE}, {UNREAD}, state) WHERE id = ?5",
        (size, mtime_ns, ctime_ns, inode, photo, sidecars),
    )


def retry_unreadable(conn: sqlite3.Connection, root: int) -> None:
    """Mark files as unread that could not be opened, or a sidecar of which: rights change, and drives come back."""
    _retry(conn, root, "SELECT photo FROM problems WHERE code = 'unreadable'", "todo = 1")
    _retry(conn, root, "SELECT photo FROM details WHERE sidecar_problem IS NOT NULL", "todo = 1")


def retry_slow(conn: sqlite3.Connection, root: int) -> None:
    """Mark files that took too long as unread and without a thumbnail: perhaps their drive was slow."""
    _retry(conn, root, "SELECT photo FROM problems WHERE code = 'timeout'", f"todo = 1, thumb = {UNMADE}")


def _retry(conn: sqlite3.Connection, root: int, which: str, what: str) -> None:
    conn.execute(
        f"UPDATE photos SET {what} WHERE state != {GONE} AND id IN ({which})"
        " AND folder IN (SELECT id FROM folders WHERE root = ?)",
        (root,),
    )


def mark_gone(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Mark photos whose files are no longer on the disk."""
    conn.executemany(f"UPDATE photos SET state = {GONE}, todo = 0 WHERE id = ?", ((photo,) for photo in photos))


def move(conn: sqlite3.Connection, photo: int, folder: int, name: bytes, stat: FileStat | None = None) -> None:
    """Give a photo, whose file was renamed or moved, its new place, and what the listing there tells of the file."""
    label = display(name)
    conn.execute(
        "UPDATE folders SET mark = NULL WHERE id IN (?, (SELECT folder FROM photos WHERE id = ?))", (folder, photo)
    )
    conn.execute("DELETE FROM photos WHERE folder = ? AND name = ? AND id != ?", (folder, name, photo))
    conn.execute(  # where a copy took its row along, the file itself may stand in another one's place now
        "INSERT INTO left_contents SELECT fingerprint, id FROM photos"
        " WHERE id = ? AND fingerprint IS NOT NULL AND EXISTS (SELECT 1 FROM annotations)",
        (photo,),
    )
    conn.execute(
        "UPDATE photos SET folder = ?, name = ?, label = ?, sort = ?, todo = 0,"
        f" state = iif(state = {GONE}, {READ}, state) WHERE id = ?",
        (folder, name, label, natural(label), photo),
    )
    if stat:
        store_stats(conn, [(photo, stat)])


def find_by_name(conn: sqlite3.Connection, folder: int, name: bytes) -> int | None:
    """Return the photo of a file in a folder, if it can be shown."""
    found = f"SELECT id FROM photos WHERE folder = ? AND name = ? AND {CAN_BE_SHOWN}"
    row = conn.execute(found, (folder, name)).fetchone()
    return row and int(row[0])


def was_read(conn: sqlite3.Connection, photo: int) -> bool:
    """Return whether the header of a file has ever been read, so that it is known to be a picture."""
    row = conn.execute("SELECT fingerprint IS NOT NULL FROM photos WHERE id = ?", (photo,)).fetchone()
    return bool(row and row[0])


def set_read(conn: sqlite3.Connection, photo: int, meta: Metadata) -> bool:
    """Store the metadata of a file. Other bytes than before get a new version and thumbnail, and lose their problem.

    A row without a fingerprint was never read before (then `taken_ms` is NULL too), or could not be read.

    Returns:
        Whether anything is different now.
    """
    details = detail_values(photo, meta)
    if _is_known(conn, photo, meta, details):
        conn.execute("UPDATE photos SET todo = 0, rehash = NULL WHERE id = ?", (photo,))
        # no timeline and no search holds it
        conn.execute("UPDATE details SET inline = ?1 WHERE photo = ?2 AND inline IS NOT ?1", (meta.inline, photo))
        return False
    conn.execute(
        f"UPDATE photos SET todo = 0, rehash = NULL,"
        f" version = iif(taken_ms IS NULL OR fingerprint = ?1, version, {NEXT_VERSION}),"
        f" thumb = iif(fingerprint = ?1, thumb, {UNMADE}), color = iif(fingerprint = ?1, color, 0),"
        f" state = iif(fingerprint = ?1 AND thumb = {FAILED}, {BROKEN}, {READ}),"
        f" fingerprint = ?1, taken_ms = coalesce({SAID_MS}, ?2), width = ?3, height = ?4 WHERE id = ?5",
        (meta.fingerprint, meta.taken.local_ms, meta.width, meta.height, photo),
    )
    set_seen(conn, photo, meta.taken.local_ms)
    columns, marks = ", ".join(details), ", ".join(f":{name}" for name in details)
    conn.execute(f"INSERT OR REPLACE INTO details ({columns}) VALUES ({marks})", details)
    conn.execute(f"DELETE FROM problems WHERE photo = ? AND {_SOLVED}", (photo,))
    return True


_SOLVED = f"(code IN {ACCESS_CODES} OR (SELECT thumb FROM photos WHERE id = photo) = {UNMADE})"
"""SQL: a problem that ends when the header has been read: of the access, or of a picture that is to be made anew."""


def _is_known(conn: sqlite3.Connection, photo: int, meta: Metadata, details: dict[str, Any]) -> bool:
    """Return whether the index has the file as it was read, so that nothing is to be changed."""
    known = conn.execute(
        f"SELECT fingerprint, {SEEN_MS}, width, height, state, thumb FROM photos"
        " LEFT JOIN annotations ON photo = id WHERE id = ?",
        (photo,),
    ).fetchone()
    if known[:4] != (meta.fingerprint, meta.taken.local_ms, meta.width, meta.height):
        return False
    if known[4] != (BROKEN if known[5] == FAILED else READ):
        return False
    if conn.execute(f"SELECT 1 FROM problems WHERE photo = ? AND {_SOLVED}", (photo,)).fetchone():
        return False
    compared = {name: value for name, value in details.items() if name != "inline"}
    row = conn.execute(f"SELECT {', '.join(compared)} FROM details WHERE photo = ?", (photo,)).fetchone()
    return bool(row == tuple(compared.values()))


_NOT_IN_DETAILS = frozenset(("fingerprint", "width", "height", "taken"))


def detail_values(photo: int, meta: Metadata) -> dict[str, Any]:
    """Return the values of a row of `details` by column: most fields of `Metadata` have the name of theirs."""
    own = {"photo": photo, "offset_min": meta.taken.offset_min, "origin": meta.taken.origin}
    return own | {field.name: getattr(meta, field.name) for field in fields(meta) if field.name not in _NOT_IN_DETAILS}


def set_unreadable(conn: sqlite3.Connection, photo: int, problem: Problem, taken: Taken, *, in_timeline: bool) -> None:
    """Store that a header cannot be read, and whether the photo is in timelines: at a date that needs no header."""
    state = BROKEN if in_timeline else NO_PICTURE
    conn.execute(
        f"UPDATE photos SET todo = 0, rehash = NULL, state = ?,"
        f" version = iif(taken_ms IS NULL, version, {NEXT_VERSION}),"
        f" fingerprint = NULL, thumb = {FAILED}, width = NULL, height = NULL, color = 0,"
        f" taken_ms = coalesce({SAID_MS}, ?) WHERE id = ?",
        (state, taken.local_ms, photo),
    )
    set_seen(conn, photo, taken.local_ms)
    conn.execute("DELETE FROM details WHERE photo = ?", (photo,))
    conn.execute("INSERT INTO details (photo, origin) VALUES (?, ?)", (photo, taken.origin))
    put_problem(conn, photo, problem)


def put_problem(conn: sqlite3.Connection, photo: int, problem: Problem) -> bool:
    """Store the problem of a photo. Return whether it had none before."""
    known = conn.execute("SELECT 1 FROM problems WHERE photo = ?", (photo,)).fetchone()
    conn.execute("INSERT OR REPLACE INTO problems VALUES (?, ?, ?)", (photo, problem.code, problem.message))
    return known is None


def set_thumbnail_made(conn: sqlite3.Connection, source: Source, colour: int, problem: Problem | None) -> bool:
    """Store that a thumbnail of these bytes was made, and what is wrong with it in place of what was wrong before.

    Returns:
        Whether the photo was broken, so that timelines change.
    """
    photo_and_bytes = (source.photo, source.fingerprint)
    was_broken = conn.execute(
        f"UPDATE photos SET state = {READ} WHERE id = ? AND fingerprint = ? AND state = {BROKEN}", photo_and_bytes
    ).rowcount
    done = conn.execute(
        f"UPDATE photos SET thumb = {MADE}, color = ? WHERE id = ? AND fingerprint = ?", (colour, *photo_and_bytes)
    )
    if done.rowcount:
        conn.execute(f"DELETE FROM problems WHERE photo = ? AND code NOT IN {ACCESS_CODES}", (source.photo,))
        if problem:
            put_problem(conn, source.photo, problem)
    return was_broken > 0


def set_thumbnail_failed(
    conn: sqlite3.Connection, source: Source, problem: Problem, *, earlier_kept: bool = False
) -> bool:
    """Store that no thumbnail can be made of these bytes.

    Args:
        conn: in a writing transaction.
        source: the photo, and its bytes.
        problem: why.
        earlier_kept: whether one that was made of these bytes earlier is in the cache. Then it goes on being shown,
            beside the problem, and the photo is not broken.

    Returns:
        Whether timelines change.
    """
    row = conn.execute(
        f"SELECT state FROM photos WHERE id = ? AND fingerprint = ? AND state != {GONE}",
        (source.photo, source.fingerprint),
    ).fetchone()
    if row is None:
        return False
    shown = READ if row[0] == BROKEN else row[0]
    thumb, state = (MADE, shown) if earlier_kept else (FAILED, BROKEN)
    conn.execute("UPDATE photos SET thumb = ?, state = ? WHERE id = ?", (thumb, state, source.photo))
    put_problem(conn, source.photo, problem)
    return bool(row[0] != state)


def find_without_thumbnail(conn: sqlite3.Connection, limit: int) -> list[Source]:
    """Return photos without a thumbnail, newest first, without members of groups and those of roots that are away."""
    rows = conn.execute(
        f"{_SOURCE} WHERE photos.id IN (SELECT id FROM photos WHERE thumb = {UNMADE} AND state = {READ} AND todo = 0"
        f" AND member_of IS NULL AND folder NOT IN {OFFLINE_FOLDERS} ORDER BY taken_ms DESC LIMIT ?)"
        " ORDER BY taken_ms DESC",
        (limit,),
    )
    return [_source(row) for row in rows]


def retry_problems(conn: sqlite3.Connection) -> int:
    """Mark every photo with a problem as unread and without a thumbnail. Return how many they are."""
    done = conn.execute(
        f"UPDATE photos SET todo = 1, thumb = {UNMADE} WHERE state != {GONE} AND id IN (SELECT photo FROM problems"
        f" WHERE NOT {IS_NO_PICTURE})"
    )
    return done.rowcount


def get_source(conn: sqlite3.Connection, photo: int) -> tuple[Source, int, str | None] | None:
    """Return a photo's source, its version, and why its drive is away (or None); None if it cannot be shown."""
    row = conn.execute(f"{_SOURCE} WHERE photos.id = ? AND {CAN_BE_SHOWN}", (photo,)).fetchone()
    return row and (_source(row), row[7], row[8])


_SOURCE = (
    "SELECT photos.id, fingerprint, roots.path, relative, name, size, mtime_ns, version, coalesce(offline, away)"
    " FROM photos JOIN folders ON folders.id = folder JOIN roots ON roots.id = root"
)


def _source(row: tuple[Any, ...]) -> Source:
    photo, fingerprint, root, relative, name, size, mtime_ns = row[:7]
    return Source(photo, fingerprint or b"", FileRef(root, join(relative, name), size, mtime_ns, fingerprint))
