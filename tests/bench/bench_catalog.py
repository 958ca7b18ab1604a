"""How long the index's questions take with 100,000 and 1,000,000 photos: python -m tests.bench.bench_catalog [N …]."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.catalog import folders, move_candidates, photo_counts, photo_details, photos, schema, unread_files
from gallery.catalog.collation import natural
from gallery.catalog.database import Database
from gallery.library import serialize
from gallery.search import column_index_updater
from gallery.timeline import build
from gallery.timeline.build import TimelineQuery

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

PER_FOLDER = 250
ROUNDS = 5


def fill(database: Database, number: int) -> None:
    """A library of 250 photos a folder, a tenth without a thumbnail, one in a thousand broken, 2 % still unread."""
    chance = random.Random(1)
    with database.write() as conn:
        top = folders.put_root(conn, 1, b"/pictures")
        for at in range(number // PER_FOLDER):
            name = f"{1990 + at % 35} trip {at}".encode()
            folder = folders.put(conn, 1, top, name, name)
            conn.executemany(
                "INSERT INTO photos (folder, name, label, sort, size, mtime_ns, state, todo, fingerprint, taken_ms,"
                " width, height, color, thumb) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 4000, 3000, 1, ?)",
                (_photo(chance, folder, at * PER_FOLDER + each) for each in range(PER_FOLDER)),
            )
        conn.execute("INSERT INTO details (photo, format, make, model) SELECT id, 'jpeg', 'Maker', 'M 10' FROM photos")
        conn.execute("INSERT INTO problems SELECT id, 'damaged', 'It is damaged.' FROM photos WHERE state = 2")
    left = 1
    while left:  # the search follows by steps, as after a migration
        with database.write() as conn:
            left = column_index_updater.update_blocks(conn, min_stale=1)


def _photo(chance: random.Random, folder: int, number: int) -> tuple[object, ...]:
    label = f"{'Übung' if number % 20 == 0 else 'IMG'}_{number:07}.jpg"
    taken = chance.randrange(631_152_000_000, 1_767_225_600_000)
    state = schema.UNREAD if number % 50 == 0 else schema.BROKEN if number % 1000 == 1 else schema.READ
    thumb = schema.FAILED if state == schema.BROKEN else schema.MADE if number % 10 else schema.UNMADE
    mark = chance.randbytes(16)
    return (folder, label.encode(), label, natural(label), 4_000_000 + number, taken * 1_000_000,
            state, int(state == schema.UNREAD), mark, None if state == schema.UNREAD else taken, thumb)  # fmt: skip


QUESTIONS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "timeline, all photos": lambda conn: build.build_timeline(conn, TimelineQuery()),
    "timeline, by name": lambda conn: build.build_timeline(conn, TimelineQuery(order="name")),
    "timeline, one folder": lambda conn: build.build_timeline(conn, TimelineQuery(folder=7)),
    "timeline, word": lambda conn: build.build_timeline(conn, TimelineQuery(text="1234")),
    "timeline, word with accent": lambda conn: build.build_timeline(conn, TimelineQuery(text="übung 1234")),
    "timeline, june 2019": lambda conn: build.build_timeline(conn, TimelineQuery(text="june 2019")),
    "timeline, june": lambda conn: build.build_timeline(conn, TimelineQuery(text="june")),
    "folders.counts": folders.counts,
    "folders, whole answer": lambda conn: serialize.folders_json(folders.get_all(conn), folders.counts(conn)),
    "photo_counts.counts": photo_counts.counts,
    "photo_counts.count_problems": photo_counts.count_problems,
    "photo_counts.count_root": lambda conn: photo_counts.count_root(conn, 1),
    "labels of 200": lambda conn: photo_details.get_labels(conn, range(1, 40_000, 200)),
    "details of one": lambda conn: photo_details.get(conn, 42),
    "unread, 64": lambda conn: unread_files.find(conn, 64),
    "unread, 64, a folder first": lambda conn: unread_files.find(conn, 64, 7),
    "without thumbnail, 16": lambda conn: photos.find_without_thumbnail(conn, 16),
    "move candidates of 6000": lambda conn: move_candidates.find_move_candidates(
        conn, [(4_000_000 + number, 1) for number in range(6000)]
    ),
    "problems": lambda conn: photo_details.get_problems(conn, 5000),
}


def measure(number: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "index.db", schema.INDEX)
        fill(database, number)
        found = {name: f"{_best(database, question):,.1f} ms" for name, question in QUESTIONS.items()}
        database.close()
        found["index.db"] = f"{database.path.stat().st_size / 1e6:,.0f} MB"
        started = time.perf_counter()
        Database(database.path, schema.INDEX).close()
        found["open and close"] = f"{(time.perf_counter() - started) * 1000:,.1f} ms"
        return found


def _best(database: Database, question: Callable[[sqlite3.Connection], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        with database.read() as conn:
            question(conn)
        times.append(time.perf_counter() - started)
    return min(times) * 1000


def main(numbers: list[int]) -> None:
    columns = [measure(number) for number in numbers]
    print(f"{'best of ' + str(ROUNDS):30}" + "".join(f"{number:>16,}" for number in numbers))
    for name in columns[0]:
        print(f"{name:30}" + "".join(f"{column[name]:>16}" for column in columns))


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [100_000, 1_000_000])
