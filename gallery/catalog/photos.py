"""Photos in the index. Functions of a connection; the caller owns the transaction."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from gallery.base.models import FileRef, Metadata, Problem, Source, Taken
from gallery.base.paths import display
from gallery.catalog.collation import natural
from gallery.catalog.folders import IN_TIMELINE, OFFLINE_FOLDERS, SUBTREE, join
from gallery.catalog.schema import BROKEN, FAILED, GONE, MADE, NO_PICTURE, READ, UNMADE, UNREAD

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

NEXT_VERSION = "version % 65535 + 1"  # 1 to 65535: the timeline file has 16 bits


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file in a folder, as the index has it."""

    id: int
    size: int
    mtime_ns: int
    state: int


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file whose header is to be read."""

    id: int
    folder: int
    file: FileRef


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
    rows = conn.execute("SELECT name, id, size, mtime_ns, state FROM photos WHERE folder = ?", (folder,))
    return {row[0]: KnownFile(*row[1:]) for row in rows}


def add(conn: sqlite3.Connection, folder: int, files: Iterable[tuple[bytes, int, int]]) -> None:
    """Insert new files (name, size, mtime_ns). They enter the timeline when their headers have been read."""
    conn.executemany(
        "INSERT INTO photos (folder, name, label, sort, size, mtime_ns, state, todo)"
        f" VALUES (?, ?, ?, ?, ?, ?, {UNREAD}, 1)",
        ((folder, name, display(name), natural(display(name)), size, mtime_ns) for name, size, mtime_ns in files),
    )


def mark_changed(conn: sqlite3.Connection, photo: int, size: int, mtime_ns: int) -> None:
    """Mark a file as changed, or as back: its header is to be read again, and until then its details stay."""
    conn.execute(
        "UPDATE photos SET size = ?, mtime_ns = ?, todo = 1,"
        f" state = iif(state = {GONE}, {UNREAD}, state) WHERE id = ?",
        (size, mtime_ns, photo),
    )


def retry_unreadable(conn: sqlite3.Connection, root: int) -> None:
    """Mark files that could not be opened as unread: rights change without a new time, and drives come back."""
    _retry(conn, root, "unreadable", "todo = 1")


def retry_slow(conn: sqlite3.Connection, root: int) -> None:
    """Mark files that took too long as unread and without a thumbnail: perhaps their drive was slow."""
    _retry(conn, root, "timeout", f"todo = 1, thumb = {UNMADE}")


def _retry(conn: sqlite3.Connection, root: int, code: str, what: str) -> None:
    conn.execute(
        f"UPDATE photos SET {what} WHERE state != {GONE} AND id IN (SELECT photo FROM problems WHERE code = ?)"
        " AND folder IN (SELECT id FROM folders WHERE root = ?)",
        (code, root),
    )


def get_some_paths(conn: sqlite3.Connection, root: int, limit: int) -> list[bytes]:
    """Return the paths, below the root, of at most `limit` of its photos."""
    rows = conn.execute(
        "SELECT relative, name FROM photos JOIN folders ON folders.id = folder"
        f" WHERE root = ? AND state IN ({READ}, {BROKEN}) LIMIT ?",
        (root, limit),
    )
    return [join(relative, name) for relative, name in rows]


def mark_gone(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Mark photos whose files are no longer on the disk."""
    conn.executemany(f"UPDATE photos SET state = {GONE}, todo = 0 WHERE id = ?", ((photo,) for photo in photos))


def move(conn: sqlite3.Connection, photo: int, folder: int, name: bytes) -> None:
    """Give a photo, whose file was renamed or moved, its new place."""
    label = display(name)
    conn.execute(
        "UPDATE folders SET mark = NULL WHERE id IN (?, (SELECT folder FROM photos WHERE id = ?))", (folder, photo)
    )
    conn.execute("DELETE FROM photos WHERE folder = ? AND name = ? AND id != ?", (folder, name, photo))
    conn.execute(
        "UPDATE photos SET folder = ?, name = ?, label = ?, sort = ?, todo = 0,"
        f" state = iif(state = {GONE}, {READ}, state) WHERE id = ?",
        (folder, name, label, natural(label), photo),
    )


def find_unread(conn: sqlite3.Connection, limit: int, first: int | None = None) -> list[UnreadFile]:
    """Return files whose headers are to be read: those in the folder `first` and below it before the others."""
    found = _unread(conn, f"folder IN ({SUBTREE})", (first, limit)) if first else []
    if len(found) < limit:
        seen = {item.id for item in found}
        found += [item for item in _unread(conn, "TRUE", (limit,)) if item.id not in seen]
    return found[:limit]


def _unread(conn: sqlite3.Connection, where: str, values: tuple[int, ...]) -> list[UnreadFile]:
    rows = conn.execute(
        "SELECT photos.id, folder, roots.path, relative, name, size, mtime_ns FROM photos"
        " JOIN folders ON folders.id = folder JOIN roots ON roots.id = root"
        f" WHERE todo = 1 AND offline IS NULL AND {where} ORDER BY folder, photos.id LIMIT ?",
        values,
    )
    return [UnreadFile(row[0], row[1], FileRef(row[2], join(row[3], row[4]), row[5], row[6])) for row in rows]


def is_still_unread(conn: sqlite3.Connection, item: UnreadFile) -> bool:
    """Return whether a file is still to be read, and has the size and time that it had when it was found."""
    row = conn.execute("SELECT todo, size, mtime_ns FROM photos WHERE id = ?", (item.id,)).fetchone()
    return bool(row == (1, item.file.size, item.file.mtime_ns))


def was_read(conn: sqlite3.Connection, photo: int) -> bool:
    """Return whether the header of a file has ever been read, so that it is known to be a picture."""
    row = conn.execute("SELECT fingerprint IS NOT NULL FROM photos WHERE id = ?", (photo,)).fetchone()
    return bool(row and row[0])


def set_read(conn: sqlite3.Connection, photo: int, meta: Metadata) -> None:
    """Store the metadata of a file. Other bytes than before get a new version and thumbnail, and lose their problem.

    A row without a fingerprint was never read before (then `taken_ms` is NULL too), or could not be read.
    """
    conn.execute(
        f"UPDATE photos SET todo = 0, version = iif(taken_ms IS NULL OR fingerprint = ?1, version, {NEXT_VERSION}),"
        f" thumb = iif(fingerprint = ?1, thumb, {UNMADE}), color = iif(fingerprint = ?1, color, 0),"
        f" state = iif(fingerprint = ?1 AND thumb = {FAILED}, {BROKEN}, {READ}),"
        " fingerprint = ?1, taken_ms = ?2, width = ?3, height = ?4 WHERE id = ?5",
        (meta.fingerprint, meta.taken.local_ms, meta.width, meta.height, photo),
    )
    details = _details(photo, meta)
    columns, marks = ", ".join(details), ", ".join(f":{name}" for name in details)
    conn.execute(f"INSERT OR REPLACE INTO details ({columns}) VALUES ({marks})", details)
    conn.execute(
        f"DELETE FROM problems WHERE photo = ? AND (SELECT thumb FROM photos WHERE id = photo) = {UNMADE}", (photo,)
    )


_NOT_IN_DETAILS = frozenset(("fingerprint", "width", "height", "taken"))


def _details(photo: int, meta: Metadata) -> dict[str, Any]:
    """Return the values of a row of `details` by column: most fields of `Metadata` have the name of theirs."""
    own = {"photo": photo, "offset_min": meta.taken.offset_min, "origin": meta.taken.origin}
    return own | {field.name: getattr(meta, field.name) for field in fields(meta) if field.name not in _NOT_IN_DETAILS}


def set_unreadable(conn: sqlite3.Connection, photo: int, problem: Problem, taken: Taken, *, in_timeline: bool) -> None:
    """Store that a header cannot be read, and whether the photo is in timelines: at a date that needs no header."""
    state = BROKEN if in_timeline else NO_PICTURE
    conn.execute(
        f"UPDATE photos SET todo = 0, state = ?, version = iif(taken_ms IS NULL, version, {NEXT_VERSION}),"
        f" fingerprint = NULL, thumb = {FAILED}, width = NULL, height = NULL, color = 0,"
        " taken_ms = ? WHERE id = ?",
        (state, taken.local_ms, photo),
    )
    conn.execute("DELETE FROM details WHERE photo = ?", (photo,))
    conn.execute("INSERT INTO details (photo, origin) VALUES (?, ?)", (photo, taken.origin))
    put_problem(conn, photo, problem)


def put_problem(conn: sqlite3.Connection, photo: int, problem: Problem) -> bool:
    """Store the problem of a photo. Return whether it had none before."""
    known = conn.execute("SELECT 1 FROM problems WHERE photo = ?", (photo,)).fetchone()
    conn.execute("INSERT OR REPLACE INTO problems VALUES (?, ?, ?)", (photo, problem.code, problem.message))
    return known is None


def set_thumbnail_made(conn: sqlite3.Connection, source: Source, colour: int, problem: Problem | None) -> bool:
    """Store that a thumbnail of these bytes was made. Return whether the photo was broken, so that timelines change."""
    photo_and_bytes = (source.photo, source.fingerprint)
    was_broken = conn.execute(
        f"UPDATE photos SET state = {READ} WHERE id = ? AND fingerprint = ? AND state = {BROKEN}", photo_and_bytes
    ).rowcount
    done = conn.execute(
        f"UPDATE photos SET thumb = {MADE}, color = ? WHERE id = ? AND fingerprint = ?", (colour, *photo_and_bytes)
    )
    if was_broken:
        conn.execute("DELETE FROM problems WHERE photo = ?", (source.photo,))
    if problem and done.rowcount:
        put_problem(conn, source.photo, problem)
    return was_broken > 0


def set_thumbnail_failed(conn: sqlite3.Connection, source: Source, problem: Problem) -> bool:
    """Store that no thumbnail can be made of these bytes. Return whether timelines change."""
    row = conn.execute(
        f"SELECT state FROM photos WHERE id = ? AND fingerprint = ? AND state != {GONE}",
        (source.photo, source.fingerprint),
    ).fetchone()
    if row is None:
        return False
    conn.execute(f"UPDATE photos SET thumb = {FAILED}, state = {BROKEN} WHERE id = ?", (source.photo,))
    put_problem(conn, source.photo, problem)
    return bool(row[0] != BROKEN)


def find_without_thumbnail(conn: sqlite3.Connection, limit: int) -> list[Source]:
    """Return photos without a thumbnail, newest first, without those of roots that are away."""
    rows = conn.execute(
        f"{_SOURCE} WHERE photos.id IN (SELECT id FROM photos WHERE thumb = {UNMADE} AND state = {READ} AND todo = 0"
        f" AND folder NOT IN {OFFLINE_FOLDERS} ORDER BY taken_ms DESC LIMIT ?) ORDER BY taken_ms DESC",
        (limit,),
    )
    return [_source(row) for row in rows]


def retry_problems(conn: sqlite3.Connection) -> int:
    """Mark every photo with a problem as unread and without a thumbnail. Return how many they are."""
    done = conn.execute(
        f"UPDATE photos SET todo = 1, thumb = {UNMADE} WHERE id IN (SELECT photo FROM problems) AND state != {GONE}"
    )
    return done.rowcount


def get_source(conn: sqlite3.Connection, photo: int) -> tuple[Source, int, str | None] | None:
    """Return a photo's source, its version, and why its root is away (or None); None if it is in no timeline."""
    row = conn.execute(f"{_SOURCE} WHERE photos.id = ? AND {IN_TIMELINE}", (photo,)).fetchone()
    return row and (_source(row), row[7], row[8])


_SOURCE = (
    "SELECT photos.id, fingerprint, roots.path, relative, name, size, mtime_ns, version, offline FROM photos"
    " JOIN folders ON folders.id = folder JOIN roots ON roots.id = root"
)


def _source(row: tuple[Any, ...]) -> Source:
    photo, fingerprint, root, relative, name, size, mtime_ns = row[:7]
    return Source(photo, fingerprint or b"", FileRef(root, join(relative, name), size, mtime_ns))


def has_photos(conn: sqlite3.Connection) -> bool:
    """Return whether any photo is in a timeline."""
    return conn.execute(f"SELECT 1 FROM photos WHERE {IN_TIMELINE} LIMIT 1").fetchone() is not None


def counts(conn: sqlite3.Connection) -> dict[str, int]:
    """Return how many photos are in timelines, are unread, lack a thumbnail (unmade), and have problems."""
    total = conn.execute(f"SELECT count(*) FROM photos WHERE {IN_TIMELINE}").fetchone()[0]
    left = conn.execute("SELECT count(*) FROM photos WHERE todo = 1").fetchone()[0]
    raw = conn.execute(f"SELECT count(*) FROM photos WHERE thumb = {UNMADE} AND state = {READ}").fetchone()[0]
    return {"photos": total, "unread": left, "unmade": raw, "problems": count_problems(conn)}


def count_root(conn: sqlite3.Connection, root: int) -> tuple[int, int, int]:
    """Return (photos in timelines, files with a problem, photos with a thumbnail) of a root."""
    row = conn.execute(
        f"SELECT total({IN_TIMELINE}), count(problems.photo), total(thumb = {MADE}) FROM photos"
        " JOIN folders ON folders.id = folder LEFT JOIN problems ON problems.photo = photos.id"
        f" WHERE root = ? AND state != {GONE}",
        (root,),
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def count_problems(conn: sqlite3.Connection) -> int:
    """Return how many files and folders have a problem."""
    row = conn.execute(
        f"SELECT (SELECT count(*) FROM problems CROSS JOIN photos ON id = photo WHERE state != {GONE})"
        " + (SELECT count(*) FROM folders WHERE problem IS NOT NULL AND gone = 0)"
    ).fetchone()
    return int(row[0])
