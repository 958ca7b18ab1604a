"""What the user said about photos, as the index has it: a copy of library.db, for listing and search.

The copy can be made again at any time; scan/annotation_linking.py does that. Whatever writes it derives from it, and
from the rating that a file itself has, the upper bits of photos.badges, which timelines and the search read.

What is *effective* is what was said, else what the file or its sidecar says. The functions that write need a connection
in a writing transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog import said_dates
from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import CAN_BE_SHOWN
from gallery.catalog.said_date_schema import MARKS

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
PRECISION_SHIFT = 17
"""Above this bit of photos.badges is the precision of the date (base/edtf.py), 4 bits; 0 where nothing was said."""
NO_ITEM = 0
"""In place of an item: the photo is to be linked anew. No item of library.db has this number."""
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
    date: str | None = None
    place: str | None = None
    date_ms: int | None = None
    """What `date` means, and in the next three what it and `place` mean (edtf.py, said_places.py)."""
    precision: int | None = None
    latitude: float | None = None
    longitude: float | None = None


_DERIVED = {"removed_tags", "date_ms", "precision", "latitude", "longitude"}
"""Fields of `Said` that no user says under that name."""


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
    date: str | None
    place: str | None
    """Both as they were said; None: what the file says counts."""


def get_revision(conn: sqlite3.Connection) -> int:
    """Return the revision of library.db that the copy follows; 0: none yet."""
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (_REVISION_KEY,)).fetchone()
    return int(row[0]) if row else 0


def set_revision(conn: sqlite3.Connection, revision: int) -> None:
    """Store the revision of library.db that the copy is as new as."""
    conn.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_REVISION_KEY, revision))


def find_linked(conn: sqlite3.Connection, items: Iterable[int]) -> list[tuple[int, int]]:
    """Return (item, photo) of the items that photos are linked to."""
    listed = "SELECT item, photo FROM json_each(?) CROSS JOIN annotations ON item = value"
    return conn.execute(listed, (json_ids(items),)).fetchall()


def find_all_linked(conn: sqlite3.Connection) -> set[int]:
    """Return the items of all photos that can be shown, or are on a drive that is away."""
    rows = conn.execute(f"SELECT item FROM annotations JOIN photos ON photos.id = photo WHERE {CAN_BE_SHOWN}")
    return {item for (item,) in rows}


def find_shown_items(conn: sqlite3.Connection, items: Iterable[int]) -> set[int]:
    """Return those of these items to which photos are linked that can be shown."""
    rows = conn.execute(
        "SELECT item FROM json_each(?) CROSS JOIN annotations ON item = value"
        f" JOIN photos ON photos.id = photo WHERE {CAN_BE_SHOWN}",
        (json_ids(items),),
    )
    return {item for (item,) in rows}


def find_there_items(conn: sqlite3.Connection, items: Iterable[int]) -> set[int]:
    """Return those of these items to which photos are linked that can be shown, and whose drives are connected."""
    rows = conn.execute(
        "SELECT item FROM json_each(?) AS asked CROSS JOIN annotations ON item = asked.value"
        " JOIN photos ON photos.id = photo JOIN folders ON folders.id = photos.folder"
        " JOIN roots ON roots.id = folders.root"
        f" WHERE {CAN_BE_SHOWN} AND offline IS NULL AND away IS NULL",
        (json_ids(items),),
    )
    return {item for (item,) in rows}


def find_linked_shown(conn: sqlite3.Connection, item: int) -> list[int]:
    """Return the photos that can be shown and are linked to an item."""
    rows = conn.execute(
        f"SELECT photo FROM annotations JOIN photos ON photos.id = photo WHERE item = ? AND {CAN_BE_SHOWN}", (item,)
    )
    return [row[0] for row in rows]


def ratings_of_files(conn: sqlite3.Connection, photos: Iterable[int]) -> dict[int, int]:
    """Return the stars that files have by themselves, 1 to 5, by their photos; those without are left out."""
    rows = conn.execute(
        "SELECT photo, min(rating, 5) FROM json_each(?) CROSS JOIN details ON photo = value WHERE rating > 0",
        (json_ids(photos),),
    )
    return dict(rows.fetchall())


def put(conn: sqlite3.Connection, rows: Iterable[tuple[int, int, Said]]) -> int:
    """Store what was said about photos: (photo, item, what). An item that another photo had is that one's no more.

    A photo of which nothing is said stays linked to its item: what was taken back can be said again.

    Returns:
        Of how many photos something else is said now.
    """
    conn.execute(f"CREATE TEMP TABLE IF NOT EXISTS told (photo INTEGER PRIMARY KEY, item, {_FIELDS})")
    conn.execute("DELETE FROM told")
    conn.executemany(_TELL, ((photo, item, *said) for photo, item, said in rows))
    conn.execute(_FORGET_KNOWN)
    taken = remove(conn, _ids(conn, _TAKEN))
    changed = _ids(conn, _CHANGED)
    said_dates.withdraw(conn, changed)
    conn.execute(_PUT)
    said_dates.establish(conn, changed)
    _derive_marks(conn, changed)
    return taken + len(changed)


_FIELDS = ", ".join(Said._fields)
_ROW, _TOLD_ROW = (", ".join(f"{table}.{name}" for name in Said._fields) for table in ("annotations", "told"))
_TELL = f"INSERT OR REPLACE INTO told VALUES (?, ?{', ?' * len(Said._fields)})"
_FORGET_KNOWN = (
    "DELETE FROM told WHERE NOT EXISTS (SELECT 1 FROM photos WHERE id = told.photo)"
    " OR EXISTS (SELECT 1 FROM annotations"
    f" WHERE annotations.photo = told.photo AND annotations.item = told.item AND ({_ROW}) IS ({_TOLD_ROW}))"
)
_PUT = (  # no REPLACE: what is derived (said_dates.py) stays where a photo has only another item
    f"INSERT INTO annotations (photo, item, {_FIELDS}) SELECT photo, item, {_FIELDS} FROM told WHERE TRUE"
    f" ON CONFLICT (photo) DO UPDATE SET item = excluded.item, {', '.join(f'{f} = excluded.{f}' for f in Said._fields)}"
)
_TAKEN = (
    "SELECT annotations.photo FROM told CROSS JOIN annotations ON annotations.item = told.item"
    " WHERE annotations.photo != told.photo"
)
_CHANGED = (
    "SELECT told.photo FROM told LEFT JOIN annotations ON annotations.photo = told.photo"
    f" WHERE ({_ROW}) IS NOT ({_TOLD_ROW})"
)
SAYS_SOMETHING = f"coalesce({_FIELDS}) IS NOT NULL"
"""SQL: something is said in a row of `annotations`."""
_MARKS_OF_PHOTOS = (
    f"UPDATE photos SET badges = (badges & 255) | {MARKS.format('photos.id')}"
    " WHERE id IN (SELECT value FROM json_each(?))"
)


def _ids(conn: sqlite3.Connection, statement: str, *values: str) -> list[int]:
    return [photo for (photo,) in conn.execute(statement, values)]


def _derive_marks(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Derive the upper bits of photos.badges, in one statement for all: a trigger for each row takes twice as long.

    The rows are written even where their bits stay as they are: so timelines and the search hear of words and tags.
    """
    conn.execute(_MARKS_OF_PHOTOS, (json_ids(photos),))


def remove(conn: sqlite3.Connection, photos: Iterable[int]) -> int:
    """Forget what was said about photos, and their items. Return of how many something was said."""
    listed = json_ids(photos)
    among = "photo IN (SELECT value FROM json_each(?))"
    changed = _ids(conn, f"SELECT photo FROM annotations WHERE {among} AND {SAYS_SOMETHING}", listed)
    said_dates.withdraw(conn, changed)
    conn.execute(f"DELETE FROM annotations WHERE {among}", (listed,))
    _derive_marks(conn, changed)
    return len(changed)


def forget_items(conn: sqlite3.Connection) -> None:
    """Forget to which items photos are linked, for the numbers are those of another library; what was said stays."""
    conn.execute("UPDATE annotations SET item = ? WHERE item != ?", (NO_ITEM, NO_ITEM))


def remove_all(conn: sqlite3.Connection) -> bool:
    """Forget all that was said. Return whether there was anything."""
    return remove(conn, _ids(conn, "SELECT photo FROM annotations")) > 0


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
        said=frozenset(names - _DERIVED | ({"tags"} if "removed_tags" in names else set())),
        date=said.date,
        place=said.place,
    )


def get_all(conn: sqlite3.Connection) -> dict[int, Said]:
    """Return all that the copy has, by photos."""
    rows = conn.execute(f"SELECT photo, {_FIELDS} FROM annotations")
    return {photo: Said(*said) for photo, *said in rows}


def get_tags(conn: sqlite3.Connection, photo: int) -> Sequence[str]:
    """Return the tags that count of a photo."""
    row = conn.execute(
        "SELECT details.tags, annotations.tags, removed_tags FROM (SELECT ? AS photo) AS one"
        " LEFT JOIN details ON details.photo = one.photo LEFT JOIN annotations ON annotations.photo = one.photo",
        (photo,),
    ).fetchone()
    return join_tags(*row)


def join_tags(of_file: str | None, added: str | None, removed: str | None) -> Sequence[str]:
    """Return the tags that count: those of the file but the removed ones, then the added ones, each once.

    All three with a line for each tag. Capitals make no other tag: it is spelled as it was said, else as in the file.
    """
    without = {tag.casefold() for tag in (removed or "").split("\n")}
    found = {tag.casefold(): tag for tag in reversed((added or "").split("\n")) if tag}
    kept = {
        tag.casefold(): tag for tag in reversed((of_file or "").split("\n")) if tag and tag.casefold() not in without
    }
    return [tag for _, tag in sorted((kept | found).items())]
