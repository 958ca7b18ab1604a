"""What the user said about photos, as the index has it: a copy of library.db, for listing and search.

The copy can be made again at any time. Which photos may be files that something was said about stands in the table
`unlinked`: triggers note those that are shown for the first time or again, that have another content, folder or name,
and annotated ones that are gone; scan/annotation_linking.py decides. From the copy, and from the rating that a file
itself has, triggers derive the upper bits of photos.badges, which timelines and the search read.

What is *effective* is what was said, else what the file or its sidecar says. The functions that write need a connection
in a writing transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import CAN_BE_SHOWN, is_inside, join
from gallery.catalog.schema import GONE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

PICKS = ("none", "picked", "rejected")
LABELS = ("none", "red", "yellow", "green", "blue", "purple")
"""Stored as their places in these lists, in the table and in photos.badges."""
FAVOURITE = 1 << 8
"""A bit of photos.badges. Of its lower bits file_groups.py has the meaning."""
MARKS_SHIFT = 9
"""Above this bit of photos.badges are the *marks* of the timeline file: rating (3 bits), PICKS (2), LABELS (3)."""
_REVISION_KEY = "annotations"
"""The row of `meta` with the revision of library.db that the copy follows."""


class Said(NamedTuple):
    """What was said about a photo, as the columns hold it. None: nothing was said of this."""

    favourite: int | None = None
    rating: int | None = None
    pick: int | None = None
    label: int | None = None
    title: str | None = None
    caption: str | None = None
    tags: str | None = None
    """Those that were added, a line each."""
    removed_tags: str | None = None


class FileKeys(NamedTuple):
    """A file in the index, with all by which it can be recognised elsewhere or later."""

    photo: int
    root: bytes
    relative: bytes
    """Path below the root."""
    device: str | None
    """Id of its volume (scan/volume_id.py); None: nothing tells it."""
    size: int
    mtime_ns: int
    fingerprint: bytes | None
    inode: int | None
    item: int | None
    """The item that it is linked to."""
    state: int


class Effective(NamedTuple):
    """What counts of a photo, and in `said` the names of those fields of which the user said something."""

    favourite: bool
    rating: int
    pick: str
    label: str
    title: str
    caption: str
    tags: tuple[str, ...]
    said: frozenset[str]


def get_revision(conn: sqlite3.Connection) -> int:
    """Return the revision of library.db that the copy follows; 0: none yet."""
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (_REVISION_KEY,)).fetchone()
    return int(row[0]) if row else 0


def set_revision(conn: sqlite3.Connection, revision: int) -> None:
    """Store the revision of library.db that the copy is as new as."""
    conn.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_REVISION_KEY, revision))


def note_all(conn: sqlite3.Connection) -> None:
    """Note all photos that can be shown, as to be linked anew."""
    conn.execute(f"INSERT OR REPLACE INTO unlinked (photo) SELECT id FROM photos WHERE {CAN_BE_SHOWN}")
    conn.execute("INSERT OR REPLACE INTO unlinked (photo) SELECT photo FROM annotations")


def note_unsure(conn: sqlite3.Connection) -> None:
    """Note those about which no decision was possible: drives and files may have come or gone since."""
    conn.execute("INSERT OR REPLACE INTO unlinked (photo) SELECT photo FROM unsure")


def note_alike(conn: sqlite3.Connection, photos: Iterable[int]) -> int:
    """Note the unannotated photos that have the size, time and content of these, which are gone. Return how many."""
    done = conn.execute(
        "INSERT OR REPLACE INTO unlinked (photo) SELECT other.id FROM photos AS gone"
        " JOIN photos AS other ON other.mtime_ns = gone.mtime_ns AND other.size = gone.size"
        "  AND other.fingerprint = gone.fingerprint AND other.id != gone.id"
        f" WHERE gone.id IN (SELECT value FROM json_each(?)) AND other.{CAN_BE_SHOWN}"
        " AND other.id NOT IN (SELECT photo FROM annotations)",
        (json_ids(photos),),
    )
    return done.rowcount


def find_noted(conn: sqlite3.Connection, limit: int = -1, *, waiting: bool = False) -> list[FileKeys]:
    """Return noted photos that can be shown, by their ids: those that nothing is known of yet, or those that wait."""
    return _find_files(
        conn,
        f"unlinked WHERE waits = {int(waiting)} AND photo IN (SELECT id FROM photos WHERE {CAN_BE_SHOWN})"
        f" ORDER BY photo LIMIT {int(limit)}",
    )


def find_noted_gone(conn: sqlite3.Connection) -> list[FileKeys]:
    """Return noted photos whose files are not there any more."""
    return _find_files(conn, f"unlinked WHERE photo IN (SELECT id FROM photos WHERE state = {GONE})")


def is_any_noted(conn: sqlite3.Connection, *, waiting: bool) -> bool:
    """Return whether photos are noted; with `waiting` also those that wait, or are gone."""
    where = "waits = 0 AND photo IN (SELECT id FROM photos WHERE " + CAN_BE_SHOWN + ")"
    where = f"({where} OR waits = 1 OR photo IN (SELECT id FROM photos WHERE state = {GONE}))" if waiting else where
    return conn.execute(f"SELECT 1 FROM unlinked WHERE {where} LIMIT 1").fetchone() is not None


def identify(conn: sqlite3.Connection, photos: Iterable[int], *, members: bool = True) -> list[FileKeys]:
    """Return the files of those of these photos that can be shown, by their ids; a tile stands for all its files.

    Args:
        conn: a connection to the index.
        photos: ids, each once.
        members: whether the other files of their groups are meant, too.
    """
    listed = "SELECT value AS photo FROM json_each(?)"
    if members:
        listed = (
            f"WITH asked (id) AS ({listed}), shown (id) AS (SELECT coalesce(member_of, photos.id) FROM asked"
            " JOIN photos ON photos.id = asked.id)"
            " SELECT id AS photo FROM shown UNION SELECT photos.id FROM shown JOIN photos ON member_of = shown.id"
        )
    found = _find_files(conn, f"({listed})", json_ids(photos))
    return [file for file in found if file.state in (1, 2)]


def _find_files(conn: sqlite3.Connection, source: str, *values: str) -> list[FileKeys]:
    """Return the files of a table or question with a column `photo`."""
    mounts = [(root, relative, _volume(device)) for root, relative, device in conn.execute(_MOUNTS)]
    found = []
    for photo, root, path, device, folder, name, *keys in conn.execute(
        f"{_FILES.format(source=source)} ORDER BY photos.id", values
    ):
        inner = [(len(at), volume) for of, at, volume in mounts if of == root and is_inside(folder, at)]
        volume = max(inner)[1] if inner else _volume(device)
        found.append(FileKeys(photo, path, join(folder, name), volume or None, *keys))
    return found


_MOUNTS = "SELECT root, relative, device FROM folders WHERE device IS NOT NULL AND gone = 0"
_FILES = (
    "SELECT photos.id, root, path, roots.device, relative, name, size, mtime_ns, fingerprint, inode, item, photos.state"
    " FROM (SELECT photo FROM {source}) AS asked CROSS JOIN photos ON photos.id = asked.photo"
    " JOIN folders ON folders.id = folder JOIN roots ON roots.id = root"
    " LEFT JOIN annotations ON annotations.photo = photos.id"
)


def _volume(identity: str | None) -> str:
    """Return the id of the volume in an identity (RootRow.identity), "" where there is none."""
    return (identity or "").partition(":")[2].partition(":")[2]


def forget(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Forget the notes of photos, which are decided."""
    listed = [(photo,) for photo in photos]
    conn.executemany("DELETE FROM unlinked WHERE photo = ?", listed)
    conn.executemany("DELETE FROM unsure WHERE photo = ?", listed)


def let_wait(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Note that photos may have come from elsewhere, which is decided when nothing is being read any more."""
    conn.executemany("UPDATE unlinked SET waits = 1 WHERE photo = ?", ((photo,) for photo in photos))


def set_unsure(conn: sqlite3.Connection, photos: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Store that photos may be any of these items, or none; asked again at the next start, or when a root goes."""
    for photo, items in photos:
        conn.execute("INSERT OR REPLACE INTO unsure VALUES (?, ?)", (photo, json_ids(items)))
        conn.execute("DELETE FROM unlinked WHERE photo = ?", (photo,))


def find_linked(conn: sqlite3.Connection, items: Iterable[int]) -> list[tuple[int, int]]:
    """Return (item, photo) of the items that photos are linked to."""
    listed = "SELECT item, photo FROM json_each(?) CROSS JOIN annotations ON item = value"
    return conn.execute(listed, (json_ids(items),)).fetchall()


def put(conn: sqlite3.Connection, rows: Iterable[tuple[int, int, Said]]) -> int:
    """Store what was said about photos: (photo, item, what). An item that another photo had is that one's no more.

    Returns:
        How many rows are different now.
    """
    values = [(photo, item, *said) for photo, item, said in rows]
    taken = conn.executemany(_TAKE, (row[:2] for row in values)).rowcount
    return taken + sum(conn.executemany(statement, values).rowcount for statement in (_CHANGE, _ADD))


_FIELDS = ", ".join(Said._fields)
_PLACES = ", ".join(f"?{at}" for at in range(3, 3 + len(Said._fields)))
_TAKE = "DELETE FROM annotations WHERE item = ?2 AND photo != ?1"
# no upsert: its policy would be that of the triggers' own INSERT OR IGNORE, too, which would fail then
_CHANGE = (
    f"UPDATE annotations SET (item, {_FIELDS}) = (?2, {_PLACES})"
    f" WHERE photo = ?1 AND (item, {_FIELDS}) IS NOT (?2, {_PLACES})"
)
_ADD = (
    f"INSERT INTO annotations (photo, item, {_FIELDS}) SELECT ?1, ?2, {_PLACES}"
    " WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?1) AND NOT EXISTS (SELECT 1 FROM annotations WHERE photo = ?1)"
)


def remove(conn: sqlite3.Connection, photos: Iterable[int]) -> int:
    """Forget what was said about photos: they are other files, or nothing is said any more. Return how many had it."""
    return sum(conn.execute("DELETE FROM annotations WHERE photo = ?", (photo,)).rowcount for photo in photos)


def get(conn: sqlite3.Connection, photo: int) -> Effective:
    """Return what counts of a photo, and of what of it the user said something."""
    row = conn.execute(
        f"SELECT {', '.join(f'annotations.{name}' for name in Said._fields)},"
        " details.rating, details.title, details.caption, details.tags"
        " FROM (SELECT ? AS photo) AS one LEFT JOIN annotations ON annotations.photo = one.photo"
        " LEFT JOIN details ON details.photo = one.photo",
        (photo,),
    ).fetchone()
    said, (rating, title, caption, tags) = Said(*row[: len(Said._fields)]), row[len(Said._fields) :]
    names = {name for name, value in said._asdict().items() if value is not None}
    return Effective(
        favourite=bool(said.favourite),
        rating=min(max((rating if said.rating is None else said.rating) or 0, 0), 5),
        pick=PICKS[said.pick or 0],
        label=LABELS[said.label or 0],
        title=(title if said.title is None else said.title) or "",
        caption=(caption if said.caption is None else said.caption) or "",
        tags=tuple(join_tags(tags, said.tags, said.removed_tags)),
        said=frozenset(names - {"removed_tags"} | ({"tags"} if "removed_tags" in names else set())),
    )


def join_tags(of_file: str | None, added: str | None, removed: str | None) -> Sequence[str]:
    """Return the tags that count: those of the file but the removed ones, then the added ones, each once.

    All three with a line for each tag. Capitals make no other tag.
    """
    without = {tag.casefold() for tag in (removed or "").split("\n")}
    found = {tag.casefold(): tag for tag in reversed((added or "").split("\n")) if tag}
    kept = {
        tag.casefold(): tag for tag in reversed((of_file or "").split("\n")) if tag and tag.casefold() not in without
    }
    return [tag for _, tag in sorted((found | kept).items())]
