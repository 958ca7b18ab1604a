"""The search: what was typed, as the photos it finds (parser.py reads it, column_index.py keeps the index)."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import IN_TIMELINE
from gallery.search.bitmaps import IndexSnapshot, bitmap_of
from gallery.search.column_index import BLOCK_BITS, BLOCK_SIZE
from gallery.search.evaluate import Evaluator
from gallery.search.nodes import AllOf, Days, Month
from gallery.search.parser import parse
from gallery.search.records import DAY_MS, FIRST_DAY, Column

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from gallery.search.bitmaps import SnapshotCache
    from gallery.search.nodes import QueryMistake

MAX_FIRST_IDS = 100
MAX_LISTED_IDS = 5000
"""Beyond this many, naming the photos costs SQLite more than asking about each one that comes by."""
MAX_WALKED_PHOTOS = 3000
"""Of the newest photos of all, looked at where many fit: among them stand the first."""
_SECONDS = "(taken_ms - iif(taken_ms < 0, 999, 0)) / 1000"


@dataclass(frozen=True, slots=True)
class Found:
    """How many photos fit, the first hundred of them by id (newest first), and what could not be read."""

    count: int
    ids: list[int]
    mistakes: tuple[QueryMistake, ...]
    patched: bool = False
    """Some photos had to be looked at one by one: it is time for `planes.keep_up`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL condition on the table photos with its values. `by_photo`: it names the photos, indexes are no help."""

    sql: str
    values: tuple[int | str | bytes, ...]
    by_photo: bool


def search(conn: sqlite3.Connection, text: str, memory: SnapshotCache | None = None) -> Found:
    """Everything that fits what was typed; mistaken parts are left out, and nothing typed finds everything."""
    parsed = parse(text)
    with read_transaction(conn):
        shelf = IndexSnapshot(conn, memory)
        chosen = Evaluator(conn, shelf).fits(parsed.node)
        return Found(chosen.bit_count(), _first(conn, shelf, chosen), parsed.mistakes, shelf.patches > 0)


@contextmanager
def read_transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """Planes, folders and photos as of one moment, whoever writes meanwhile."""
    if conn.in_transaction:
        yield
        return
    conn.execute("BEGIN")
    try:
        yield
    finally:
        conn.execute("ROLLBACK")


def condition_for(conn: sqlite3.Connection, text: str, memory: SnapshotCache | None = None) -> Condition:
    """The photos that fit what was typed, for a longer question in the same transaction."""
    node = parse(text).node
    if all(isinstance(part, Days | Month) for part in node.nodes):
        return _by_date(node)
    shelf = IndexSnapshot(conn, memory)
    chosen = Evaluator(conn, shelf).fits(node)
    if chosen.bit_count() <= MAX_LISTED_IDS:
        return Condition(f"photos.id IN {_THESE}", (json_ids(shelf.ids(shelf.slots(chosen))),), by_photo=True)
    first, marks = _by_number(shelf, chosen)
    return Condition("substr(?, max(0, photos.id - ?), 1) = X'01'", (marks, first - 1), by_photo=False)


def _by_date(node: AllOf) -> Condition:
    """Dates alone are asked of the index by time, which holds all that a timeline is made of."""
    parts, values = [], []
    for part in node.nodes:
        if isinstance(part, Days):
            parts.append("taken_ms >= ? AND taken_ms < ?")
            values += [part.first * DAY_MS, part.after * DAY_MS]
        elif isinstance(part, Month):
            parts.append(f"CAST(strftime('%m', {_SECONDS}, 'unixepoch') AS INTEGER) = ?")
            values.append(part.number)
    return Condition(" AND ".join(parts) or "TRUE", tuple(values), by_photo=False)


def _by_number(shelf: IndexSnapshot, chosen: int) -> tuple[int, bytes]:
    """The first number, and a byte for each photo from there on, 1 where it is among the chosen."""
    data = chosen.to_bytes(shelf.size, "little")
    parts, after = [], shelf.blocks[0]
    for at, number in enumerate(shelf.blocks):
        parts.append(bytes((number - after) << BLOCK_BITS))
        parts.append(data[at << BLOCK_BITS : (at + 1) << BLOCK_BITS])
        after = number + 1
    return shelf.blocks[0] << BLOCK_BITS, b"".join(parts)


def _asker(shelf: IndexSnapshot, chosen: int) -> Callable[[int], int]:
    """Says of a photo whether it is among the chosen."""
    data = chosen.to_bytes(shelf.size, "little")
    starts = {number: at << BLOCK_BITS for at, number in enumerate(shelf.blocks)}

    def is_found(photo: int) -> int:
        start = starts.get(photo >> BLOCK_BITS)
        return 0 if start is None else data[start + photo % BLOCK_SIZE]

    return is_found


def _first(conn: sqlite3.Connection, shelf: IndexSnapshot, chosen: int) -> list[int]:
    number = chosen.bit_count()
    if number <= MAX_LISTED_IDS:
        return _newest_of(conn, shelf.ids(_latest(shelf, chosen, MAX_FIRST_IDS)), MAX_FIRST_IDS)
    if number * MAX_WALKED_PHOTOS > 2 * MAX_FIRST_IDS * shelf.size:
        found = _walked(conn, _asker(shelf, chosen))
        if len(found) == MAX_FIRST_IDS:
            return found
    sure, day = _latest_of_many(shelf, chosen, MAX_FIRST_IDS, MAX_LISTED_IDS)
    if day.bit_count() <= MAX_LISTED_IDS:
        return _newest_of(conn, shelf.ids(_latest(shelf, sure | day, MAX_FIRST_IDS)), MAX_FIRST_IDS)
    found = _newest_of(conn, shelf.ids(shelf.slots(sure)), MAX_FIRST_IDS)
    return found + _newest_of_day(conn, shelf, day, MAX_FIRST_IDS - len(found))


def _walked(conn: sqlite3.Connection, is_found: Callable[[int], int]) -> list[int]:
    """The chosen among the newest photos of all: where they are many, the first of them stand there."""
    rows = conn.execute(f"SELECT id FROM photos WHERE {IN_TIMELINE} {_NEWEST} LIMIT ?", (MAX_WALKED_PHOTOS,))
    return list(islice((row[0] for row in rows if is_found(row[0])), MAX_FIRST_IDS))


def _newest_of(conn: sqlite3.Connection, ids: Iterable[int], number: int) -> list[int]:
    rows = conn.execute(f"SELECT id FROM photos WHERE id IN {_THESE} {_NEWEST} LIMIT ?", (json_ids(ids), number))
    return [row[0] for row in rows]


def _newest_of_day(conn: sqlite3.Connection, shelf: IndexSnapshot, day: int, number: int) -> list[int]:
    """Thousands of photos of one day, or without a date: they stand side by side in the index by time."""
    one = next(shelf.ids(shelf.slots(day)))
    taken = conn.execute("SELECT taken_ms FROM photos WHERE id = ?", (one,)).fetchone()[0]
    span = "taken_ms IS NULL" if taken is None else "taken_ms >= ? AND taken_ms < ?"
    values = () if taken is None else _span_on_cards(taken // DAY_MS)
    rows = conn.execute(f"SELECT id FROM photos WHERE {IN_TIMELINE} AND {span} {_NEWEST}", values)
    is_found = _asker(shelf, day)
    return list(islice((row[0] for row in rows if is_found(row[0])), number))


def _span_on_cards(day: int) -> tuple[int, int]:
    """The times that a card tells by the same day: all of the past by the first."""
    return (-1 << 63 if day <= FIRST_DAY else day * DAY_MS), (max(day, FIRST_DAY) + 1) * DAY_MS


def _latest(shelf: IndexSnapshot, chosen: int, number: int) -> list[int]:
    """The slots taken on the latest days: at least so many where there are, with all of the last of these days."""
    slots = list(shelf.slots(chosen))
    if len(slots) <= number:
        return slots
    era, year, month, day = (shelf.plane(plane) for plane, _ in _CALENDAR)
    days = [era[slot] << 24 | year[slot] << 16 | month[slot] << 8 | day[slot] for slot in slots]
    edge = sorted(days)[-number]
    return [slot for slot, when in zip(slots, days, strict=True) if when >= edge]


def _latest_of_many(shelf: IndexSnapshot, chosen: int, number: int, few: int) -> tuple[int, int]:
    """Those of the chosen taken on the latest days: fewer than `number`, and all of the day that reaches it.

    Instead of a day, all of its month or year, where these are a `few`.
    """
    sure, rest = 0, chosen
    for plane, top in _CALENDAR:
        if not shelf.has(plane):
            continue
        if rest.bit_count() <= few:
            break
        whole = shelf.kept(("plane", plane), lambda plane=plane: bitmap_of(shelf.plane(plane)))  # type: ignore[misc]
        column = (whole & rest * 255).to_bytes(shelf.size, "little")
        edge, above = _edge(column, top, number - sure.bit_count())
        newer = bitmap_of(column.translate(_above(edge))) if above else 0
        sure |= newer
        rest = bitmap_of(column.translate(_equal(edge))) if edge else rest & ~newer
    return sure, rest


def _above(edge: int) -> bytes:
    return bytes(value > edge for value in range(256))


def _equal(edge: int) -> bytes:
    return bytes(value == edge for value in range(256))


def _edge(column: bytes, top: int, number: int) -> tuple[int, int]:
    """The largest value so that at least `number` bytes are that or more (else 0), and how many are more."""
    found = 0
    for value in range(top, 0, -1):
        if value in column:
            here = column.count(value)
            if found + here >= number:
                return value, found
            found += here
    return 0, found


_CALENDAR = ((Column.YEAR, 255), (Column.YEAR + 1, 255), (Column.MONTH, 12), (Column.DAY, 31))
"""The planes of a date, and the largest byte in each."""
_THESE = "(SELECT value FROM json_each(?))"
_NEWEST = "ORDER BY taken_ms DESC, id DESC"
