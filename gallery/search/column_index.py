"""The search index in the tables `planes` and `stale`: cards of 1024 photos turned on their side, a byte a photo.

Triggers note in `stale` which photos changed, in the transaction that changes them. The writer brings the planes up
to date when enough have gathered (`keep_up`); until then readers patch what they read. So they are never behind.
"""

from __future__ import annotations

import logging
import struct
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from gallery.catalog.folders import IN_TIMELINE
from gallery.search.records import RECORD_LENGTH, Column, ValueDictionary, read_records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sized

    from gallery.search.records import Record

log = logging.getLogger(__name__)
BLOCK_BITS = 10
BLOCK_SIZE = 1 << BLOCK_BITS
NAME_LINES, TITLE_LINES, CAPTION_LINES, FOLDER_RUNS = 64, 65, 66, 67  # lines of text; and runs of folders
TEXT_COLUMNS = (NAME_LINES, TITLE_LINES, CAPTION_LINES)
MIN_STALE_PHOTOS = 1024
"""So many stale photos are worth a writer's time; fewer cost a reader some milliseconds."""
CORRUPT_INDEX_ERRORS = (IndexError, ValueError, OverflowError, struct.error)
"""Raised over planes that something else than this module wrote."""
_EVER = 1 << 62
_RUN = struct.Struct("<IH")
EMPTY_FOLDER_RUNS = _RUN.pack(0, BLOCK_SIZE)


@dataclass(slots=True)
class Block:
    """The cards of 1024 photos: for each plane their bytes, for each text their lines, and their folders."""

    planes: dict[int, bytearray] = field(default_factory=dict)
    texts: dict[int, list[bytes]] = field(default_factory=dict)
    folders: list[int] = field(default_factory=lambda: [0] * BLOCK_SIZE)

    def put(self, changed: list[Record]) -> None:
        """Some of its photos, by id; at least one."""
        slots = [card.photo % BLOCK_SIZE for card in changed]
        whole = b"".join(card.planes for card in changed)
        in_a_row = slots[-1] - slots[0] == len(slots) - 1
        for plane in range(RECORD_LENGTH):
            column = whole[plane::RECORD_LENGTH]
            if plane not in self.planes and not any(column):
                continue
            target = self.planes.setdefault(plane, bytearray(BLOCK_SIZE))
            if in_a_row:
                target[slots[0] : slots[-1] + 1] = column
                continue
            for slot, value in zip(slots, column, strict=True):
                target[slot] = value
        for slot, card in zip(slots, changed, strict=True):
            self.folders[slot] = card.folder
            for plane, text in zip(TEXT_COLUMNS, (card.name, card.title, card.caption), strict=True):
                if text or plane in self.texts:
                    self.texts.setdefault(plane, [b""] * BLOCK_SIZE)[slot] = text.encode("utf-8", "replace")

    def written(self) -> dict[int, bytes]:
        """The planes with anything in them, as they are stored."""
        found = {plane: bytes(column) for plane, column in self.planes.items() if any(column)}
        found |= {plane: b"\n".join(lines) + b"\n" for plane, lines in self.texts.items() if any(lines)}
        if any(self.folders):
            found[FOLDER_RUNS] = _runs(self.folders)
        return found


def decode_block(stored: dict[int, bytes]) -> Block:
    """A block from its planes as they are stored.

    Raises:
        ValueError: they make no sense.
    """
    block = Block()
    for plane, data in stored.items():
        if plane < RECORD_LENGTH:
            block.planes[plane] = bytearray(data)
        elif plane in TEXT_COLUMNS:
            block.texts[plane] = data[:-1].split(b"\n")
        else:
            block.folders = [folder for folder, count in decode_folder_runs(data) for _ in range(count)]
    columns: list[Sized] = [*block.planes.values(), *block.texts.values(), block.folders]
    if any(len(column) != BLOCK_SIZE for column in columns):
        raise ValueError("a block of another size")
    return block


def decode_folder_runs(data: bytes) -> Iterator[tuple[int, int]]:
    """(folder, how many photos in a row) of stored blocks, one behind the other."""
    return _RUN.iter_unpack(data)


def _runs(folders: list[int]) -> bytes:
    return b"".join(_RUN.pack(folder & 0xFFFFFFFF, sum(1 for _ in same)) for folder, same in groupby(folders))


def update_blocks(conn: sqlite3.Connection, enough: int = MIN_STALE_PHOTOS, most: int = 1 << 13) -> int:
    """Bring the planes up to date where at least `enough` photos are stale. How many are left of more than `most`.

    Planes that make no sense (a flipped bit) never stop the one who writes: all of them are made again.
    """
    try:
        return _kept_up(conn, enough, most)
    except CORRUPT_INDEX_ERRORS:
        log.exception("the search index makes no sense and is made again")
        return clear(conn)


def update_and_sweep(conn: sqlite3.Connection) -> int:
    """A step for a quiet moment: bring the planes up to date, and at the end forget words. How many are left, as above.

    What people called their files and folders is nobody's business when these are gone: the dictionary is then looked
    through, in 0.2 s for a million photos.
    """
    left = update_blocks(conn, enough=1)
    if left or conn.execute("SELECT 1 FROM meta WHERE key = 'swept' AND value = 1").fetchone():
        return left
    try:
        _sweep(conn)
    except CORRUPT_INDEX_ERRORS:
        log.exception("the search index makes no sense and is made again")
        return clear(conn)
    return 0


def clear(conn: sqlite3.Connection) -> int:
    """Empty the planes and the dictionary: every photo is stale. How many that is."""
    conn.execute("DELETE FROM planes")
    conn.execute("DELETE FROM terms")
    conn.execute(f"INSERT OR IGNORE INTO stale SELECT id FROM photos WHERE {IN_TIMELINE}")
    conn.execute("UPDATE meta SET value = value + 1 WHERE key = 'planes'")
    return count_stale(conn)


def _kept_up(conn: sqlite3.Connection, enough: int, most: int) -> int:
    if count_stale(conn) < enough:
        return 0
    lost = _drop_empty(conn)
    waiting = count_stale(conn)
    codes = ValueDictionary(conn)
    done, number = 0, -1
    for number, changed in _by_block(read_records(conn, codes, 0, _EVER)):
        lost |= _store(conn, number, changed)
        done += len(changed)
        if done >= most:
            break
    codes.keep()
    if lost or done < waiting:  # a word of the block that would have been next may have been written down already
        conn.execute("INSERT OR REPLACE INTO meta VALUES ('swept', 0)")
    conn.execute("DELETE FROM stale WHERE photo < ?", ((number + 1) << BLOCK_BITS,))
    conn.execute("UPDATE meta SET value = value + 1 WHERE key = 'planes'")
    return waiting - done


def _drop_empty(conn: sqlite3.Connection) -> bool:
    """Blocks in which no photo is left, as after a root was removed, go whole, which is far quicker."""
    empty = [row[0] for row in conn.execute(_EMPTY).fetchall()]
    conn.executemany("DELETE FROM planes WHERE id = ?", ((plane << 32 | at,) for at in empty for plane in _PLANES))
    spans = ((at << BLOCK_BITS, (at + 1) << BLOCK_BITS) for at in empty)
    conn.executemany("DELETE FROM stale WHERE photo >= ? AND photo < ?", spans)
    return bool(empty)


_EMPTY = (
    f"WITH RECURSIVE blocks (at) AS (SELECT min(photo) >> {BLOCK_BITS} FROM stale UNION ALL"
    f" SELECT (SELECT min(photo) >> {BLOCK_BITS} FROM stale WHERE photo >= (at + 1) << {BLOCK_BITS}) FROM blocks"
    " WHERE at IS NOT NULL)"
    " SELECT at FROM blocks WHERE at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM photos"
    f" WHERE id >= at << {BLOCK_BITS} AND id < (at + 1) << {BLOCK_BITS} AND {IN_TIMELINE})"
)


def get_version(conn: sqlite3.Connection) -> int:
    """Another number whenever the planes are others."""
    return int(conn.execute("SELECT value FROM meta WHERE key = 'planes'").fetchone()[0])


def count_stale(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT count(*) FROM stale").fetchone()[0])


def read_column(conn: sqlite3.Connection, plane: int) -> dict[int, bytes]:
    """A plane as it is stored: block -> bytes."""
    edges = plane << 32, (plane + 1) << 32
    return dict(conn.execute("SELECT id & 0xFFFFFFFF, bytes FROM planes WHERE id >= ? AND id < ?", edges))


def read_stale_blocks(conn: sqlite3.Connection, codes: ValueDictionary) -> dict[int, dict[int, bytes]]:
    """Block -> planes, of the blocks in which photos are stale, as they would be stored now."""
    found = {}
    for number, changed in _by_block(read_records(conn, codes, 0, _EVER)):
        block = decode_block(_stored(conn, number))
        block.put(changed)
        found[number] = block.written()
    return found


def _by_block(found: Iterable[Record]) -> Iterator[tuple[int, list[Record]]]:
    for number, group in groupby(found, lambda card: card.photo >> BLOCK_BITS):
        yield number, list(group)


def _store(conn: sqlite3.Connection, number: int, changed: list[Record]) -> bool:
    """Whether a value of a photo that was there gave way: perhaps nobody else has it."""
    before = _stored(conn, number)
    block = decode_block(before)
    block.put(changed)
    after = block.written()
    conn.executemany(
        "INSERT OR REPLACE INTO planes VALUES (?, ?)",
        ((plane << 32 | number, data) for plane, data in after.items() if before.get(plane) != data),
    )
    conn.executemany("DELETE FROM planes WHERE id = ?", ((plane << 32 | number,) for plane in before.keys() - after))
    return _loses(before, changed)


def _loses(before: dict[int, bytes], changed: list[Record]) -> bool:
    flags = before.get(Column.FLAGS)
    if flags is None:
        return False
    columns = [before.get(plane, bytes(BLOCK_SIZE)) for plane in _VALUES]
    return any(
        flags[slot] and bytes(column[slot] for column in columns) != bytes(card.planes[plane] for plane in _VALUES)
        for card in changed
        for slot in (card.photo % BLOCK_SIZE,)
    )


def _sweep(conn: sqlite3.Connection) -> None:
    """Forget the words that stand on no card. What readers remember of the planes stays true."""
    for kind in _KINDS:
        used = _codes_on_cards(conn, kind)
        rows = conn.execute("SELECT code FROM terms WHERE kind = ?", (kind,)).fetchall()
        nobody = ((kind, code) for (code,) in rows if divmod(code, 256) not in used)
        conn.executemany("DELETE FROM terms WHERE kind = ? AND code = ?", nobody)
    conn.execute("INSERT OR REPLACE INTO meta VALUES ('swept', 1)")


def _codes_on_cards(conn: sqlite3.Connection, kind: Column) -> set[tuple[int, int]]:
    """As (high, low): both of their bytes, block by block; a type has but one."""
    high, low = (
        ({}, read_column(conn, kind)) if kind == Column.TYPE else (read_column(conn, kind), read_column(conn, kind + 1))
    )
    if not high:
        whole = b"".join(low.values())
        if len(whole) != BLOCK_SIZE * len(low):
            raise ValueError("a block of another size")
        return {(0, code) for code in set(whole)}
    found: set[tuple[int, int]] = set()
    for number in high.keys() | low.keys():
        found.update(zip(high.get(number, bytes(BLOCK_SIZE)), low.get(number, bytes(BLOCK_SIZE)), strict=True))
    return found


_KINDS = (Column.TYPE, *(Column(plane) for plane in range(Column.SHAPE, RECORD_LENGTH, 2)))
_VALUES = (Column.TYPE, *range(Column.SHAPE, RECORD_LENGTH))
"""What stands in the dictionary: a number each, and the planes of these."""
_PLANES = (*range(RECORD_LENGTH), *TEXT_COLUMNS, FOLDER_RUNS)
_STORED = f"SELECT id >> 32, bytes FROM planes WHERE id IN ({', '.join('?' * len(_PLANES))})"


def _stored(conn: sqlite3.Connection, number: int) -> dict[int, bytes]:
    return dict(conn.execute(_STORED, [plane << 32 | number for plane in _PLANES]))
