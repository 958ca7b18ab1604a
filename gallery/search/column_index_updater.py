"""The upkeep of the column index (column_index.py) by the thread that writes: blocks updated, unused values deleted.

All functions need a connection inside of a writing transaction.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from gallery.catalog import photo_places
from gallery.catalog.folders import CAN_BE_SHOWN
from gallery.catalog.photos import get_generation
from gallery.search.column_index import (
    ALL_COLUMNS,
    BLOCK_BITS,
    BLOCK_SIZE,
    CORRUPT_INDEX_ERRORS,
    MAX_ID,
    count_stale,
    decode_block,
    group_by_block,
    read_block,
    read_column,
)
from gallery.search.columns import Column
from gallery.search.records import read_records
from gallery.search.value_dictionary import ValueDictionary

if TYPE_CHECKING:
    import sqlite3

    from gallery.search.records import Record

log = logging.getLogger(__name__)
MIN_STALE_PHOTOS = 1024
"""From this many stale photos on an update is worth the writer's time; fewer cost a reader some milliseconds."""
MAX_UPDATED_PHOTOS = 1 << 13
"""After this many photos an update ends with the block that it is at, so that other writes have their turn."""


class ColumnIndexUpdater:
    """A `WriteObserver` that updates the column index in transactions that raise the generation.

    The updates are part of the transaction that made photos stale, or of a later one. Transactions that do not raise
    the generation (thumbnails that set a colour) are passed over, so that their commits stay as cheap as they are;
    the generation is one look-up. `Database` calls the methods while it holds its write lock.
    """

    def __init__(self) -> None:
        self._generation: int | None = None
        self._is_postponed = False

    def postpone(self) -> None:
        """Pass over the transaction under way, in which this is called: its pages are not to wait for the search.

        Whoever calls it has the update made soon afterwards (`update_and_delete_unused_values`).
        """
        self._is_postponed = True

    def attach(self, writer: sqlite3.Connection) -> None:
        """Remember the generation that the index has now."""
        self._generation = get_generation(writer)

    def before_commit(self, writer: sqlite3.Connection) -> None:
        """Update the column index if the transaction raised the generation and enough photos are stale."""
        generation = get_generation(writer)
        postponed, self._is_postponed = self._is_postponed, False
        if generation != self._generation:
            if not postponed:
                update_blocks(writer)
            self._generation = generation  # last: an update that fails rolls it back, and the next one may get it again

    def commit_failed(self) -> None:
        """Forget the generation, which is rolled back with the blocks: the next transaction is examined anew."""
        self._generation = None


def update_blocks(
    conn: sqlite3.Connection, min_stale: int = MIN_STALE_PHOTOS, max_updated: int = MAX_UPDATED_PHOTOS
) -> int:
    """Write the stale photos into their blocks, if there are at least `min_stale`.

    A corrupt index (a flipped bit) never stops the writer: it is cleared, and every photo is stale.

    Returns:
        How many photos are still stale because the update ended after `max_updated`; 0 when it was not begun.
    """
    try:
        return _update_blocks(conn, min_stale, max_updated)
    except CORRUPT_INDEX_ERRORS:
        log.exception("the search index makes no sense and is made again")
        return clear(conn)


def update_and_delete_unused_values(conn: sqlite3.Connection) -> int:
    """Run one step of the upkeep for a quiet moment: update blocks; when none is stale, delete unused values.

    What people called their files and folders must not stay in the dictionary when these are gone. To look the
    dictionary through takes 0.2 s for a million photos, and is done once after each loss of a value.

    Returns:
        How many photos are still stale; 0: there is nothing left to do.
    """
    left = update_blocks(conn, min_stale=1)
    if left or conn.execute("SELECT 1 FROM meta WHERE key = 'swept' AND value = 1").fetchone():
        return left
    try:
        _delete_unused_values(conn)
    except CORRUPT_INDEX_ERRORS:
        log.exception("the search index makes no sense and is made again")
        return clear(conn)
    return 0


def clear(conn: sqlite3.Connection) -> int:
    """Delete all columns and values, so that every photo is stale. Return how many photos that is."""
    conn.execute("DELETE FROM planes")
    conn.execute("DELETE FROM terms")
    conn.execute(f"INSERT OR IGNORE INTO stale SELECT id FROM photos WHERE {CAN_BE_SHOWN}")
    conn.execute("UPDATE meta SET value = value + 1 WHERE key = 'planes'")
    return count_stale(conn)


def _update_blocks(conn: sqlite3.Connection, min_stale: int, max_updated: int) -> int:
    if count_stale(conn) < min_stale:
        return 0
    value_lost = _delete_empty_blocks(conn)
    waiting = count_stale(conn)
    values = ValueDictionary(conn)
    done, number = 0, -1
    for number, changed in group_by_block(read_records(conn, values, 0, MAX_ID)):
        value_lost |= _update_block(conn, number, changed)
        done += len(changed)
        if done >= max_updated:
            break
    values.save()
    if value_lost or done < waiting:  # values of the block that would have been next may have been saved already
        conn.execute("INSERT OR REPLACE INTO meta VALUES ('swept', 0)")
    conn.execute("DELETE FROM stale WHERE photo < ?", ((number + 1) << BLOCK_BITS,))
    conn.execute("UPDATE meta SET value = value + 1 WHERE key = 'planes'")
    return waiting - done


def _delete_empty_blocks(conn: sqlite3.Connection) -> bool:
    """Delete the blocks in which no photo is left, as after a root was removed: far quicker than photo by photo.

    Returns:
        Whether there were any.
    """
    empty = [row[0] for row in conn.execute(_EMPTY_BLOCKS).fetchall()]
    ids = ((column << 32 | number,) for number in empty for column in ALL_COLUMNS)
    conn.executemany("DELETE FROM planes WHERE id = ?", ids)
    spans = ((number << BLOCK_BITS, (number + 1) << BLOCK_BITS) for number in empty)
    conn.executemany("DELETE FROM stale WHERE photo >= ? AND photo < ?", spans)
    return bool(empty)


_EMPTY_BLOCKS = (
    f"WITH RECURSIVE blocks (at) AS (SELECT min(photo) >> {BLOCK_BITS} FROM stale UNION ALL"
    f" SELECT (SELECT min(photo) >> {BLOCK_BITS} FROM stale WHERE photo >= (at + 1) << {BLOCK_BITS}) FROM blocks"
    " WHERE at IS NOT NULL)"
    " SELECT at FROM blocks WHERE at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM photos"
    f" WHERE id >= at << {BLOCK_BITS} AND id < (at + 1) << {BLOCK_BITS} AND {CAN_BE_SHOWN})"
)


def _update_block(conn: sqlite3.Connection, number: int, changed: list[Record]) -> bool:
    """Write records into their block. Return whether one replaces a value, which may be unused now."""
    before = read_block(conn, number)
    block = decode_block(before)
    block.update(changed)
    after = block.encode()
    conn.executemany(
        "INSERT OR REPLACE INTO planes VALUES (?, ?)",
        ((column << 32 | number, data) for column, data in after.items() if before.get(column) != data),
    )
    conn.executemany("DELETE FROM planes WHERE id = ?", ((column << 32 | number,) for column in before.keys() - after))
    return _replaces_value(before, changed)


def _replaces_value(before: dict[int, bytes], changed: list[Record]) -> bool:
    flags = before.get(Column.FLAGS)
    if flags is None:
        return False
    columns = [before.get(column, bytes(BLOCK_SIZE)) for column in _VALUE_COLUMNS]
    return any(
        flags[slot]
        and bytes(values[slot] for values in columns) != bytes(record.columns[column] for column in _VALUE_COLUMNS)
        for record in changed
        for slot in (record.photo % BLOCK_SIZE,)
    )


def _delete_unused_values(conn: sqlite3.Connection) -> None:
    """Delete the values that no photo has. The version stays: what readers cached of the columns is still true."""
    for kind in _VALUE_KINDS:
        used = _used_codes(conn, kind)
        rows = conn.execute("SELECT CAST(code AS INTEGER) FROM terms WHERE kind = ?", (kind,)).fetchall()
        unused = ((kind, code) for (code,) in rows if divmod(code, 256) not in used)
        conn.executemany("DELETE FROM terms WHERE kind = ? AND code = ?", unused)
    photo_places.delete_unused(conn)
    conn.execute("INSERT OR REPLACE INTO meta VALUES ('swept', 1)")


def _used_codes(conn: sqlite3.Connection, kind: Column) -> set[tuple[int, int]]:
    """Return the (high byte, low byte) of the codes that photos have; the code of a file type has no high byte."""
    high, low = (
        ({}, read_column(conn, kind)) if kind == Column.TYPE else (read_column(conn, kind), read_column(conn, kind + 1))
    )
    if not high:
        joined = b"".join(low.values())
        if len(joined) != BLOCK_SIZE * len(low):
            raise ValueError("a block of another size")
        return {(0, code) for code in set(joined)}
    found: set[tuple[int, int]] = set()
    for number in high.keys() | low.keys():
        found.update(zip(high.get(number, bytes(BLOCK_SIZE)), low.get(number, bytes(BLOCK_SIZE)), strict=True))
    return found


_VALUE_KINDS = (Column.TYPE, *(Column(column) for column in range(Column.NAME_PATTERN, Column.LATITUDE, 2)))
"""The first column of each attribute whose values are numbered in the table `terms`."""
_VALUE_COLUMNS = (Column.TYPE, *range(Column.NAME_PATTERN, Column.LATITUDE))
"""All columns that hold such numbers."""
