"""The column index: what the search knows of every photo, column by column. Its format, and how it is read.

Photo ids are divided into blocks of 1,024; the slot of a photo is its place in its block (id % 1024). The table
`planes` has one row for each column of each block, with id = column << 32 | block:

| column     | content                          | one block holds                                              |
|------------|----------------------------------|--------------------------------------------------------------|
| 0 to 46    | the bytes of `records.Record`    | 1,024 bytes, one a slot; 0 in every column: no photo is here |
| 64, 65, 66 | folded names, titles, captions   | 1,024 lines of UTF-8, each ended by a line feed              |
| 67         | the folder of each photo         | runs of (u32 folder, u16 length), little endian              |
| 68, 69     | folded tags, and names of people | as 64 to 66, those of one photo with `SEPARATOR` between     |

A row in which all bytes would be zero, all lines empty or all folders 0 is left out. The table `terms` holds the
distinct values of cameras, lenses, ISO speeds and so on, by the code that stands for each of them in the columns
(`value_dictionary.ValueDictionary`). The row `planes` of `meta` rises whenever `planes` changes; values that no photo
has any more are deleted without that.

Triggers note in the table `stale` which photos changed, in the transaction that changes them. The writing thread
updates the blocks when enough photos are stale (column_index_updater.py). Until then readers apply the stale photos to
the blocks that they read (`read_stale_blocks`), so that a search never misses a committed change.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from gallery.search.columns import RECORD_LENGTH
from gallery.search.records import read_records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sized

    from gallery.search.records import Record
    from gallery.search.value_dictionary import ValueDictionary

BLOCK_BITS = 10
BLOCK_SIZE = 1 << BLOCK_BITS
"""Slots in a block."""
NAME_LINES, TITLE_LINES, CAPTION_LINES, FOLDER_RUNS = 64, 65, 66, 67
TAG_LINES, PEOPLE_LINES = 68, 69
TEXT_COLUMNS = (NAME_LINES, TITLE_LINES, CAPTION_LINES, TAG_LINES, PEOPLE_LINES)
ALL_COLUMNS = (*range(RECORD_LENGTH), *TEXT_COLUMNS, FOLDER_RUNS)
CORRUPT_INDEX_ERRORS = (IndexError, ValueError, OverflowError, struct.error)
"""What decoding raises when a flipped bit or another program changed the tables."""
MAX_ID = 1 << 62
"""Larger than every photo id."""
_RUN = struct.Struct("<IH")
EMPTY_FOLDER_RUNS = _RUN.pack(0, BLOCK_SIZE)
"""The folder column of a block without photos."""


@dataclass(slots=True)
class Block:
    """The decoded columns of one block: `columns` of bytes, `texts` of lines, and the folder of each slot or 0."""

    columns: dict[int, bytearray] = field(default_factory=dict)
    texts: dict[int, list[bytes]] = field(default_factory=dict)
    folders: list[int] = field(default_factory=lambda: [0] * BLOCK_SIZE)

    def update(self, changed: list[Record]) -> None:
        """Put in the records of some photos of this block.

        Args:
            changed: at least one record, in the order of their ids.
        """
        slots = [record.photo % BLOCK_SIZE for record in changed]
        joined = b"".join(record.columns for record in changed)
        adjacent = slots[-1] - slots[0] == len(slots) - 1
        for column in range(RECORD_LENGTH):
            values = joined[column::RECORD_LENGTH]
            if column not in self.columns and not any(values):
                continue
            target = self.columns.setdefault(column, bytearray(BLOCK_SIZE))
            if adjacent:
                target[slots[0] : slots[-1] + 1] = values
                continue
            for slot, value in zip(slots, values, strict=True):
                target[slot] = value
        for slot, record in zip(slots, changed, strict=True):
            self._update_texts(slot, record)

    def _update_texts(self, slot: int, record: Record) -> None:
        self.folders[slot] = record.folder
        texts = record.name, record.title, record.caption, record.tags, record.people
        for column, text in zip(TEXT_COLUMNS, texts, strict=True):
            if text or column in self.texts:
                self.texts.setdefault(column, [b""] * BLOCK_SIZE)[slot] = text.encode("utf-8", "replace")

    def encode(self) -> dict[int, bytes]:
        """Return column -> bytes as they are stored, without the columns that are empty."""
        found = {column: bytes(values) for column, values in self.columns.items() if any(values)}
        found |= {column: b"\n".join(lines) + b"\n" for column, lines in self.texts.items() if any(lines)}
        if any(self.folders):
            found[FOLDER_RUNS] = _encode_folder_runs(self.folders)
        return found


def decode_block(stored: dict[int, bytes]) -> Block:
    """Decode a block from column -> bytes as they are stored.

    Raises:
        ValueError: a column has another number of slots than a block.
        struct.error: the folder runs are cut off.
    """
    block = Block()
    for column, data in stored.items():
        if column < RECORD_LENGTH:
            block.columns[column] = bytearray(data)
        elif column in TEXT_COLUMNS:
            block.texts[column] = data[:-1].split(b"\n")
        else:
            block.folders = [folder for folder, count in decode_folder_runs(data) for _ in range(count)]
    columns: list[Sized] = [*block.columns.values(), *block.texts.values(), block.folders]
    if any(len(values) != BLOCK_SIZE for values in columns):
        raise ValueError("a block of another size")
    return block


def decode_folder_runs(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield (folder, number of adjacent slots) of one or more folder columns, one after the other.

    Raises:
        struct.error: the data is cut off.
    """
    return _RUN.iter_unpack(data)


def _encode_folder_runs(folders: list[int]) -> bytes:
    return b"".join(_RUN.pack(folder & 0xFFFFFFFF, sum(1 for _ in same)) for folder, same in groupby(folders))


def get_version(conn: sqlite3.Connection) -> int:
    """Return a number that differs after each change of the stored columns."""
    return int(conn.execute("SELECT value FROM meta WHERE key = 'planes'").fetchone()[0])


def count_stale(conn: sqlite3.Connection) -> int:
    """Return how many photos changed since their blocks were written."""
    return int(conn.execute("SELECT count(*) FROM stale").fetchone()[0])


def read_column(conn: sqlite3.Connection, column: int) -> dict[int, bytes]:
    """Return block -> bytes of one column, as they are stored."""
    edges = column << 32, (column + 1) << 32
    return dict(conn.execute(f"SELECT id & 0xFFFFFFFF, {_BYTES} FROM planes WHERE id >= ? AND id < ?", edges))


def read_block(conn: sqlite3.Connection, number: int) -> dict[int, bytes]:
    """Return column -> bytes of one block, as they are stored."""
    return dict(conn.execute(_BLOCK, [column << 32 | number for column in ALL_COLUMNS]))


def read_stale_blocks(conn: sqlite3.Connection, values: ValueDictionary) -> dict[int, dict[int, bytes]]:
    """Return block -> column -> bytes of the blocks in which photos are stale, as they would be stored now.

    New distinct values get a number in `values`, which this connection need not be able to write.

    Raises:
        one of CORRUPT_INDEX_ERRORS: the stored block cannot be decoded.
    """
    found = {}
    for number, changed in group_by_block(read_records(conn, values, 0, MAX_ID)):
        block = decode_block(read_block(conn, number))
        block.update(changed)
        found[number] = block.encode()
    return found


def group_by_block(records: Iterable[Record]) -> Iterator[tuple[int, list[Record]]]:
    """Yield (block, its records) of records in the order of their ids."""
    for number, group in groupby(records, lambda record: record.photo >> BLOCK_BITS):
        yield number, list(group)


_BYTES = "coalesce(CAST(bytes AS BLOB), x'')"
"""One flipped bit makes a text of bytes, or a number or nothing, which then have another length than a block."""
_BLOCK = f"SELECT id >> 32, {_BYTES} FROM planes WHERE id IN ({', '.join('?' * len(ALL_COLUMNS))})"
