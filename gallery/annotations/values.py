"""The values of fields in library.db: read, and set for many items in a few statements.

The items that are written stand in the temporary table `chosen` of the writing connection.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from gallery.annotations import tags
from gallery.annotations.library_schema import CAPTION, DATE, FAVOURITE, LABEL, PICK, PLACE, RATING, TAG, TITLE
from gallery.annotations.models import LABELS, PICKS, Annotation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

Value = int | str | bytes | None
"""As a column holds it; None: nothing was said. Bytes: places in an album."""
_MARKS = {FAVOURITE: "favourite", RATING: "rating", PICK: "pick", LABEL: "label"}
"""The column of `marks` for each field that has one."""


class FieldChange(NamedTuple):
    """Items that had one value in a field, and have another since. A row of the journal.

    Of an undo both may be the same: see `set_expected`.
    """

    field: int
    tag: int
    """Which tag; 0 where the field is not TAG."""
    before: Value
    after: Value
    items: Sequence[int]


Writer = Callable[["sqlite3.Connection", "Sequence[int]"], list[FieldChange]]
"""Writes what is said about items into a writing connection in a transaction, and returns what changed."""


class _Place(NamedTuple):
    """Where the value of a field stands: SQL, of constants only."""

    current: str
    """An item's value, in a statement about `chosen`."""
    delete: str
    insert: str
    """Statements for the items of `chosen`; {value} is what they get."""


_MARK_UPSERT = (
    "INSERT INTO marks (item, {column}) SELECT item, {{value}} FROM chosen WHERE {{value}} IS NOT NULL"
    " ON CONFLICT (item) DO UPDATE SET {column} = excluded.{column} WHERE {column} IS NOT excluded.{column}"
)
_PLACES = {
    **{
        field: _Place(
            f"(SELECT {column} FROM marks WHERE item = chosen.item)",
            f"UPDATE marks SET {column} = NULL WHERE item IN (SELECT item FROM chosen WHERE {{value}} IS NULL)",
            _MARK_UPSERT.format(column=column),
        )
        for field, column in _MARKS.items()
    },
    **dict.fromkeys(
        (TITLE, CAPTION, DATE, PLACE),
        _Place(
            "(SELECT value FROM texts WHERE item = chosen.item AND field = :field)",
            "DELETE FROM texts WHERE field = :field AND item IN (SELECT item FROM chosen WHERE {value} IS NULL)",
            "INSERT INTO texts (item, field, value) SELECT item, :field, {value} FROM chosen WHERE {value} IS NOT NULL"
            " ON CONFLICT (item, field) DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value",
        ),
    ),
    TAG: _Place(
        "(SELECT said FROM item_tags WHERE item = chosen.item AND tag = :tag)",
        "DELETE FROM item_tags WHERE tag = :tag AND item IN (SELECT item FROM chosen WHERE {value} IS NULL)",
        "INSERT INTO item_tags (item, tag, said) SELECT item, :tag, {value} FROM chosen WHERE {value} IS NOT NULL"
        " ON CONFLICT (item, tag) DO UPDATE SET said = excluded.said WHERE said IS NOT excluded.said",
    ),
}


def choose(conn: sqlite3.Connection, parts: Iterable[tuple[Iterable[int], Value, Value]]) -> None:
    """Fill `chosen` with items, the value that each is to get, and the one that it is expected to have.

    Args:
        conn: a writing connection in a transaction.
        parts: items with their value and the expected one. Of an item that is named twice the first counts.
    """
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (item INTEGER PRIMARY KEY, value, expected)")
    conn.execute("DELETE FROM chosen")
    for items, value, expected in parts:  # by JSON: six times as fast as a row for each
        conn.execute(
            "INSERT OR IGNORE INTO chosen SELECT value, ?, ? FROM json_each(?)",
            (value, expected, json.dumps(list(items))),
        )


def set_all(conn: sqlite3.Connection, field: int, tag: int, value: Value) -> list[FieldChange]:
    """Give all items of `chosen` one value, and return what changed."""
    return _set(conn, ":value", {"field": field, "tag": tag, "value": value})


def set_expected(conn: sqlite3.Connection, field: int, tag: int) -> list[FieldChange]:
    """Give the items of `chosen` the values that stand there, if they have the expected ones.

    Returns:
        All that had the expected ones: what changed, and what stays because the value is the same. Rated 3, 5 and 3
        again, and the 5 is undone: when the last 3 is undone, the first one shows.
    """
    numbers: dict[str, Value] = {"field": field, "tag": tag}
    conn.execute(f"DELETE FROM chosen WHERE {_PLACES[field].current} IS NOT expected", numbers)
    return _set(conn, "chosen.value", numbers, those="true")


def set_chosen(conn: sqlite3.Connection, field: int, tag: int, *, only_unsaid: bool) -> list[FieldChange]:
    """Give the items of `chosen` the values that stand there; return what changed.

    Args:
        conn: a writing connection in a transaction.
        field: one of library_schema.py.
        tag: which tag; 0 where the field is not TAG.
        only_unsaid: whether items of which something was said in this field keep it.
    """
    numbers: dict[str, Value] = {"field": field, "tag": tag}
    if only_unsaid:
        conn.execute(f"DELETE FROM chosen WHERE {_PLACES[field].current} IS NOT NULL", numbers)
    return _set(conn, "chosen.value", numbers)


def set_each(conn: sqlite3.Connection, field: int, tag: int, wanted: Mapping[int, Value]) -> list[FieldChange]:
    """Give each item its own value, and return what changed."""
    groups: dict[Value, list[int]] = defaultdict(list)
    for item, value in wanted.items():
        groups[value].append(item)
    choose(conn, ((items, value, None) for value, items in groups.items()))
    return _set(conn, "chosen.value", {"field": field, "tag": tag})


def read_fields(conn: sqlite3.Connection, items: Iterable[int]) -> dict[tuple[int, int], dict[int, Value]]:
    """Return all that is said about items but their albums: (field, tag) -> item -> value."""
    asked = (json.dumps(list(items)),)
    found: dict[tuple[int, int], dict[int, Value]] = defaultdict(dict)
    listed = f"SELECT item, {', '.join(_MARKS.values())} FROM json_each(?) CROSS JOIN marks ON item = json_each.value"
    for item, *marks in conn.execute(listed, asked):
        for field, value in zip(_MARKS, marks, strict=True):
            if value is not None:
                found[field, 0][item] = value
    for item, field, value in conn.execute(
        "SELECT item, field, texts.value FROM json_each(?) CROSS JOIN texts ON item = json_each.value", asked
    ):
        found[field, 0][item] = value
    for item, tag, said in conn.execute(
        "SELECT item, tag, said FROM json_each(?) CROSS JOIN item_tags ON item = json_each.value", asked
    ):
        found[TAG, tag][item] = said
    return dict(sorted(found.items()))


def _set(
    conn: sqlite3.Connection, value: str, numbers: dict[str, Value], those: str = "before IS NOT after"
) -> list[FieldChange]:
    """Give the items of `chosen` a value (SQL), and return those for which a condition (SQL) holds."""
    field, tag = int(numbers["field"] or 0), int(numbers["tag"] or 0)
    place = _PLACES[field]
    groups: dict[tuple[Value, Value], list[int]] = defaultdict(list)
    for item, before, after in conn.execute(
        f"SELECT item, {place.current} AS before, {value} AS after FROM chosen WHERE {those}", numbers
    ):
        groups[before, after].append(item)
    for statement in (place.delete, place.insert):
        conn.execute(statement.format(value=value), numbers)
    if field in _MARKS and any(after is None for _, after in groups):
        conn.execute(
            "DELETE FROM marks WHERE item IN (SELECT item FROM chosen) AND favourite IS NULL AND rating IS NULL"
            " AND pick IS NULL AND label IS NULL"
        )
    return [FieldChange(field, tag, before, after, items) for (before, after), items in groups.items()]


def read(conn: sqlite3.Connection, items: Sequence[int]) -> dict[int, Annotation]:
    """Return what was said about items, by their numbers; those of which nothing was said are left out."""
    asked = json.dumps(list(items))
    marks = {
        item: values
        for item, *values in conn.execute(
            "SELECT item, favourite, rating, pick, label FROM json_each(?) CROSS JOIN marks ON item = json_each.value",
            (asked,),
        )
    }
    texts = {
        (item, field): value
        for item, field, value in conn.execute(
            "SELECT item, field, texts.value FROM json_each(?) CROSS JOIN texts ON item = json_each.value", (asked,)
        )
    }
    said_tags = _read_tags(conn, asked)
    memberships = _read_albums(conn, asked)
    found = {*marks, *(item for item, _ in texts), *(item for item, _ in said_tags), *memberships}
    return {
        item: _annotation(marks.get(item, (None,) * 4))._replace(
            title=texts.get((item, TITLE)),
            caption=texts.get((item, CAPTION)),
            date=texts.get((item, DATE)),
            place=texts.get((item, PLACE)),
            tags=tuple(sorted(said_tags.get((item, 1), ()))),
            removed_tags=tuple(sorted(said_tags.get((item, 0), ()))),
            albums=tuple(memberships.get(item, ())),
        )
        for item in found
    }


def read_texts(conn: sqlite3.Connection, items: Iterable[int], field: int) -> dict[int, str]:
    """Return the texts that were said of items in a field; those of which nothing was said are left out."""
    rows = conn.execute(
        "SELECT item, texts.value FROM json_each(?) CROSS JOIN texts ON item = json_each.value AND field = ?",
        (json.dumps(list(items)), field),
    )
    return dict(rows.fetchall())


def _annotation(marks: Sequence[int | None]) -> Annotation:
    favourite, rating, pick, label = marks
    return Annotation(
        None if favourite is None else bool(favourite),
        rating,
        None if pick is None else PICKS[pick],
        None if label is None else LABELS[label],
    )


def _read_albums(conn: sqlite3.Connection, asked: str) -> dict[int, list[tuple[int, int]]]:
    """Return item -> (album, place); of albums that are deleted, too, for they may come back."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for item, album, place in conn.execute(
        "SELECT item, album, place FROM json_each(?) CROSS JOIN album_items ON item = json_each.value", (asked,)
    ):
        found[item].append((album, place))
    return found


def _read_tags(conn: sqlite3.Connection, asked: str) -> dict[tuple[int, int], list[str]]:
    """Return the paths of tags by item and whether they were added (1) or removed (0)."""
    rows = conn.execute(
        "SELECT item, said, tag FROM json_each(?) CROSS JOIN item_tags ON item = json_each.value", (asked,)
    ).fetchall()
    names = tags.paths(conn, {tag for _, _, tag in rows})
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for item, said, tag in rows:
        found[item, said].append(names[tag])
    return found
