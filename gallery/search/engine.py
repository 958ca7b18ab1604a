"""The search: what the user typed, as the photos that match it (parser.py reads it, evaluate.py finds the photos)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from gallery.base.calendar import DAY_MS
from gallery.catalog.change_log import json_ids
from gallery.catalog.connection import read_transaction
from gallery.catalog.folders import IN_TIMELINE
from gallery.catalog.said_dates import has_inexact
from gallery.search.bitmaps import bitmap_of, slots_of
from gallery.search.column_index import BLOCK_BITS, BLOCK_SIZE
from gallery.search.columns import Column
from gallery.search.evaluate import Evaluator
from gallery.search.index_snapshot import IndexSnapshot
from gallery.search.nodes import AllOf, Days, Month
from gallery.search.parser import parse
from gallery.search.records import FIRST_DAY

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from datetime import date

    from gallery.catalog.visible_folders import Within
    from gallery.search.bitmaps import SnapshotCache
    from gallery.search.nodes import QueryMistake

MAX_FIRST_IDS = 100
MAX_LISTED_IDS = 5000
"""With more ids than this a list of them is slower in SQLite than a test of every photo that the statement reads."""
MAX_WALKED_PHOTOS = 3000
"""The newest photos of the library that are tested one by one where many match: the first matches are among them."""
_SECONDS = "(taken_ms - iif(taken_ms < 0, 999, 0)) / 1000"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """How many photos match, the ids of the newest hundred (newest first), and what of the query means nothing."""

    count: int
    ids: list[int]
    mistakes: tuple[QueryMistake, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL condition on the table photos with its values.

    `lists_ids`: it lists the ids of the photos, so that an index on another column is no help.
    """

    sql: str
    values: tuple[int | str | bytes, ...]
    lists_ids: bool


def search(
    conn: sqlite3.Connection,
    text: str,
    cache: SnapshotCache | None = None,
    today: date | None = None,
    within: Within | None = None,
) -> SearchResult:
    """Find the photos that match what the user typed. Mistaken parts are left out; the empty text matches every photo.

    Any thread, each with its own connection; the cache is shared. `today` is as in `parser.parse`, `within` as in
    `Evaluator`.

    Raises:
        one of CORRUPT_INDEX_ERRORS: the column index cannot be decoded.
    """
    parsed = parse(text, today)
    with read_transaction(conn):
        snapshot = IndexSnapshot(conn, cache)
        matches = Evaluator(conn, snapshot, within).evaluate(parsed.node)
        return SearchResult(matches.bit_count(), _newest(conn, snapshot, matches), parsed.mistakes)


def condition_for(
    conn: sqlite3.Connection,
    text: str,
    cache: SnapshotCache | None = None,
    today: date | None = None,
    within: Within | None = None,
) -> Condition:
    """Return the photos that match what the user typed, as a condition for a statement in the same transaction.

    `today` is as in `parser.parse`. The words are those within `within`; whoever asks has to leave out other photos.

    Raises:
        one of CORRUPT_INDEX_ERRORS: the column index cannot be decoded.
    """
    node = parse(text, today).node
    if all(isinstance(part, Days | Month) for part in node.nodes) and not (node.nodes and has_inexact(conn)):
        return _date_condition(node)
    snapshot = IndexSnapshot(conn, cache)
    matches = Evaluator(conn, snapshot, within).evaluate(node)
    if matches.bit_count() <= MAX_LISTED_IDS:
        return Condition(f"photos.id IN {_LISTED}", (json_ids(snapshot.ids(matches)),), lists_ids=True)
    first, marks = _marks_by_id(snapshot, matches)
    return Condition("substr(?, max(0, photos.id - ?), 1) = X'01'", (marks, first - 1), lists_ids=False)


def _date_condition(node: AllOf) -> Condition:
    """Return dates as conditions on the time: its index holds everything that a timeline is made of."""
    parts: list[str] = []
    values: list[int | str] = []
    for part in node.nodes:
        if isinstance(part, Days):
            parts.append("taken_ms >= ? AND taken_ms < ?")
            values += [part.first * DAY_MS, part.after * DAY_MS]
        elif isinstance(part, Month):
            parts.append(f"strftime(?, {_SECONDS}, 'unixepoch') = ?")
            values += ["%m%d", f"{part.number:02}{part.day:02}"] if part.day else ["%m", f"{part.number:02}"]
    return Condition(" AND ".join(parts) or "TRUE", tuple(values), lists_ids=False)


def _marks_by_id(snapshot: IndexSnapshot, matches: int) -> tuple[int, bytes]:
    """Return the first id of the first block, and a byte for each id from there on, 1 for the matches."""
    data = matches.to_bytes(snapshot.size, "little")
    parts, after = [], snapshot.blocks[0]
    for at, number in enumerate(snapshot.blocks):
        parts.append(bytes((number - after) << BLOCK_BITS))
        parts.append(data[at << BLOCK_BITS : (at + 1) << BLOCK_BITS])
        after = number + 1
    return snapshot.blocks[0] << BLOCK_BITS, b"".join(parts)


def _membership(snapshot: IndexSnapshot, matches: int) -> Callable[[int], int]:
    """Return a function that says of an id whether it is among the matches (1 or 0)."""
    data = matches.to_bytes(snapshot.size, "little")
    starts = {number: at << BLOCK_BITS for at, number in enumerate(snapshot.blocks)}

    def is_match(photo: int) -> int:
        start = starts.get(photo >> BLOCK_BITS)
        return 0 if start is None else data[start + photo % BLOCK_SIZE]

    return is_match


def _newest(conn: sqlite3.Connection, snapshot: IndexSnapshot, matches: int) -> list[int]:
    """Return the ids of the MAX_FIRST_IDS newest matches, newest first.

    The times lie in SQLite, only days in the columns. Few matches are sorted by SQLite. Of many, the newest photos of
    the library are tested one by one; if that does not give enough, the columns narrow the matches down to the latest
    days first.
    """
    count = matches.bit_count()
    if count <= MAX_LISTED_IDS:
        return _newest_of(conn, snapshot.ids_of_slots(_slots_of_latest_days(snapshot, matches)), MAX_FIRST_IDS)
    is_dense = count * MAX_WALKED_PHOTOS > 2 * MAX_FIRST_IDS * snapshot.size
    if is_dense and (found := _walk_newest(conn, _membership(snapshot, matches))):
        return found
    newer, last = _narrow_to_latest_days(snapshot, matches, MAX_FIRST_IDS, MAX_LISTED_IDS)
    if last.bit_count() <= MAX_LISTED_IDS:
        slots = _slots_of_latest_days(snapshot, newer | last)
        return _newest_of(conn, snapshot.ids_of_slots(slots), MAX_FIRST_IDS)
    found = _newest_of(conn, snapshot.ids(newer), MAX_FIRST_IDS)
    return found + _newest_of_day(conn, snapshot, last, MAX_FIRST_IDS - len(found))


def _walk_newest(conn: sqlite3.Connection, is_match: Callable[[int], int]) -> list[int]:
    """Return the first matches among the newest photos of the library, MAX_FIRST_IDS; none if they are not sure."""
    found: list[int] = []
    last: int | None = None
    walk = f"SELECT id, taken_ms FROM photos WHERE {IN_TIMELINE} ORDER BY taken_ms DESC, id DESC LIMIT ?"
    for photo, taken in conn.execute(walk, (MAX_WALKED_PHOTOS,)):
        if len(found) >= MAX_FIRST_IDS and taken != last:  # of one time all are needed: their names decide
            return _newest_of(conn, found, MAX_FIRST_IDS)
        last = taken
        if is_match(photo):
            found.append(photo)
    return []


def _newest_of(conn: sqlite3.Connection, ids: Iterable[int], count: int) -> list[int]:
    rows = conn.execute(f"SELECT id FROM photos WHERE id IN {_LISTED} {_NEWEST} LIMIT ?", (json_ids(ids), count))
    return [row[0] for row in rows]


def _newest_of_day(conn: sqlite3.Connection, snapshot: IndexSnapshot, matches: int, count: int) -> list[int]:
    """Return the newest of thousands of matches that are of one day, or all undated: adjacent in the index by time."""
    one = next(snapshot.ids(matches))
    taken = conn.execute("SELECT taken_ms FROM photos WHERE id = ?", (one,)).fetchone()[0]
    span = "taken_ms IS NULL" if taken is None else "taken_ms >= ? AND taken_ms < ?"
    values = () if taken is None else _times_of_recorded_day(taken // DAY_MS)
    rows = conn.execute(f"SELECT id FROM photos WHERE {IN_TIMELINE} AND {span} {_NEWEST}", values)
    is_match = _membership(snapshot, matches)
    return list(islice((row[0] for row in rows if is_match(row[0])), count))


def _times_of_recorded_day(day: int) -> tuple[int, int]:
    """Return the times [first, after) that a record gives the same day: FIRST_DAY stands for all earlier ones."""
    return (-1 << 63 if day <= FIRST_DAY else day * DAY_MS), (max(day, FIRST_DAY) + 1) * DAY_MS


def _slots_of_latest_days(snapshot: IndexSnapshot, matches: int) -> list[int]:
    """Return the slots of matches on the latest days: MAX_FIRST_IDS or, with all of the last of these days, more."""
    slots = list(slots_of(matches, snapshot.size))
    if len(slots) <= MAX_FIRST_IDS:
        return slots
    century, year, month, day = (snapshot.column(column) for column, _ in _DATE_COLUMNS)
    days = [century[slot] << 24 | year[slot] << 16 | month[slot] << 8 | day[slot] for slot in slots]
    earliest = sorted(days)[-MAX_FIRST_IDS]
    return [slot for slot, when in zip(slots, days, strict=True) if when >= earliest]


def _narrow_to_latest_days(snapshot: IndexSnapshot, matches: int, count: int, few: int) -> tuple[int, int]:
    """Find the latest days that have `count` matches together, column by column of the date.

    Returns:
        The matches after the last of these days, fewer than `count`; and all matches of that day. Instead of the day
        it may be its month or year, if these have at most `few` matches.
    """
    newer, rest = 0, matches
    for column, largest in _DATE_COLUMNS:
        if not snapshot.has_values(column):
            continue
        if rest.bit_count() <= few:
            break
        whole = snapshot.cached(("column", column), lambda column=column: bitmap_of(snapshot.column(column)))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
        values = (whole & rest * 255).to_bytes(snapshot.size, "little")
        threshold, above = _threshold(values, largest, count - newer.bit_count())
        later = bitmap_of(values.translate(_above(threshold))) if above else 0
        newer |= later
        rest = bitmap_of(values.translate(_equal(threshold))) if threshold else rest & ~later
    return newer, rest


def _above(threshold: int) -> bytes:
    return bytes(value > threshold for value in range(256))


def _equal(threshold: int) -> bytes:
    return bytes(value == threshold for value in range(256))


def _threshold(values: bytes, largest: int, count: int) -> tuple[int, int]:
    """Return the largest value such that at least `count` bytes are that or more (else 0), and how many are more."""
    found = 0
    for value in range(largest, 0, -1):
        if value in values:
            here = values.count(value)
            if found + here >= count:
                return value, found
            found += here
    return 0, found


_DATE_COLUMNS = ((Column.YEAR, 255), (Column.YEAR + 1, 255), (Column.MONTH, 12), (Column.DAY, 31))
"""The columns of a date, the highest first, and the largest byte in each."""
_LISTED = "(SELECT value FROM json_each(?))"
_NEWEST = "ORDER BY taken_ms DESC, sort DESC, id DESC"
"""The order of timelines: what has one time stands in the order of its names."""
