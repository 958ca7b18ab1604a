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

from gallery.catalog.cards import LENGTH, Codes, cards
from gallery.catalog.folders import IN_TIMELINE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sized

    from gallery.catalog.cards import Card

log = logging.getLogger(__name__)
SHIFT = 10
SLOTS = 1 << SHIFT
NAMES, TITLES, CAPTIONS, FOLDERS = 64, 65, 66, 67  # lines of text; and runs of folders
TEXTS = (NAMES, TITLES, CAPTIONS)
ENOUGH = 1024
"""So many stale photos are worth a writer's time; fewer cost a reader some milliseconds."""
_EVER = 1 << 62
_RUN = struct.Struct("<IH")
NO_FOLDERS = _RUN.pack(0, SLOTS)


@dataclass(slots=True)
class Block:
    """The cards of 1024 photos: for each plane their bytes, for each text their lines, and their folders."""

    planes: dict[int, bytearray] = field(default_factory=dict)
    texts: dict[int, list[bytes]] = field(default_factory=dict)
    folders: list[int] = field(default_factory=lambda: [0] * SLOTS)

    def put(self, changed: list[Card]) -> None:
        """Some of its photos, by id; at least one."""
        slots = [card.photo % SLOTS for card in changed]
        whole = b"".join(card.planes for card in changed)
        in_a_row = slots[-1] - slots[0] == len(slots) - 1
        for plane in range(LENGTH):
            column = whole[plane::LENGTH]
            if plane not in self.planes and not any(column):
                continue
            target = self.planes.setdefault(plane, bytearray(SLOTS))
            if in_a_row:
                target[slots[0] : slots[-1] + 1] = column
                continue
            for slot, value in zip(slots, column, strict=True):
                target[slot] = value
        for slot, card in zip(slots, changed, strict=True):
            self.folders[slot] = card.folder
            for plane, text in zip(TEXTS, (card.name, card.title, card.caption), strict=True):
                if text or plane in self.texts:
                    self.texts.setdefault(plane, [b""] * SLOTS)[slot] = text.encode("utf-8", "replace")

    def written(self) -> dict[int, bytes]:
        """The planes with anything in them, as they are stored."""
        found = {plane: bytes(column) for plane, column in self.planes.items() if any(column)}
        found |= {plane: b"\n".join(lines) + b"\n" for plane, lines in self.texts.items() if any(lines)}
        if any(self.folders):
            found[FOLDERS] = _runs(self.folders)
        return found


def load(stored: dict[int, bytes]) -> Block:
    """A block from its planes as they are stored.

    Raises:
        ValueError: they make no sense.
    """
    block = Block()
    for plane, data in stored.items():
        if plane < LENGTH:
            block.planes[plane] = bytearray(data)
        elif plane in TEXTS:
            block.texts[plane] = data[:-1].split(b"\n")
        else:
            block.folders = [folder for folder, count in runs(data) for _ in range(count)]
    columns: list[Sized] = [*block.planes.values(), *block.texts.values(), block.folders]
    if any(len(column) != SLOTS for column in columns):
        raise ValueError("a block of another size")
    return block


def runs(data: bytes) -> Iterator[tuple[int, int]]:
    """(folder, how many photos in a row) of stored blocks, one behind the other."""
    return _RUN.iter_unpack(data)


def _runs(folders: list[int]) -> bytes:
    return b"".join(_RUN.pack(folder & 0xFFFFFFFF, sum(1 for _ in same)) for folder, same in groupby(folders))


def keep_up(conn: sqlite3.Connection, enough: int = ENOUGH, most: int = 1 << 13) -> int:
    """Bring the planes up to date where at least `enough` photos are stale. How many are left of more than `most`.

    Planes that make no sense (a flipped bit) never stop the one who writes: all of them are made again.
    """
    try:
        return _kept_up(conn, enough, most)
    except (IndexError, ValueError, OverflowError, struct.error):
        log.exception("the search index makes no sense and is made again")
        return forget(conn)


def forget(conn: sqlite3.Connection) -> int:
    """Empty the planes: every photo is stale. How many that is."""
    conn.execute("DELETE FROM planes")
    conn.execute(f"INSERT OR IGNORE INTO stale SELECT id FROM photos WHERE {IN_TIMELINE}")
    conn.execute("UPDATE meta SET value = value + 1 WHERE key = 'planes'")
    return stale_count(conn)


def _kept_up(conn: sqlite3.Connection, enough: int, most: int) -> int:
    waiting = stale_count(conn)
    if waiting < enough:
        return 0
    codes = Codes(conn)
    done, number = 0, -1
    for number, changed in _by_block(cards(conn, codes, 0, _EVER)):
        _store(conn, number, changed)
        done += len(changed)
        if done >= most:
            break
    codes.keep()
    conn.execute("DELETE FROM stale WHERE photo < ?", ((number + 1) << SHIFT,))
    conn.execute("UPDATE meta SET value = value + 1 WHERE key = 'planes'")
    return waiting - done


def stamp(conn: sqlite3.Connection) -> int:
    """Another number whenever the planes are others."""
    return int(conn.execute("SELECT value FROM meta WHERE key = 'planes'").fetchone()[0])


def stale_count(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT count(*) FROM stale").fetchone()[0])


def patched(conn: sqlite3.Connection, codes: Codes) -> dict[int, dict[int, bytes]]:
    """Block -> planes, of the blocks in which photos are stale, as they would be stored now."""
    found = {}
    for number, changed in _by_block(cards(conn, codes, 0, _EVER)):
        block = load(_stored(conn, number))
        block.put(changed)
        found[number] = block.written()
    return found


def _by_block(found: Iterable[Card]) -> Iterator[tuple[int, list[Card]]]:
    for number, group in groupby(found, lambda card: card.photo >> SHIFT):
        yield number, list(group)


def _store(conn: sqlite3.Connection, number: int, changed: list[Card]) -> None:
    before = _stored(conn, number)
    block = load(before)
    block.put(changed)
    after = block.written()
    conn.executemany(
        "INSERT OR REPLACE INTO planes VALUES (?, ?)",
        ((plane << 32 | number, data) for plane, data in after.items() if before.get(plane) != data),
    )
    conn.executemany("DELETE FROM planes WHERE id = ?", ((plane << 32 | number,) for plane in before.keys() - after))


_PLANES = (*range(LENGTH), *TEXTS, FOLDERS)
_STORED = f"SELECT id >> 32, bytes FROM planes WHERE id IN ({', '.join('?' * len(_PLANES))})"


def _stored(conn: sqlite3.Connection, number: int) -> dict[int, bytes]:
    return dict(conn.execute(_STORED, [plane << 32 | number for plane in _PLANES]))
