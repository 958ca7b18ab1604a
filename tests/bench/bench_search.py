"""How fast the search answers over 1,000,000 photos, and what it costs: python -m tests.bench.bench_search [N] [DB].

With a path the library is kept there and used again.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.catalog import folders, schema
from gallery.catalog.collation import natural
from gallery.catalog.database import Database
from gallery.scan.place_lookup import look_up_noted
from gallery.search import column_index_updater, suggestions
from gallery.search.bitmaps import SnapshotCache
from gallery.search.engine import search
from gallery.search.explanation import explain

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

PER_FOLDER = 250
TODAY = date(2026, 11, 28)
QUERIES = 200
PLACES = ("Norway", "Kyoto", "Garden", "Übersee", "Lisbon", "Birthday", "Wedding", "Beach", "Highlands", "Office",
          "Лето", "Concert", "Zoo", "Alps", "Grandma", "Football", "Scans", "Christmas", "New Year", "Trip")  # fmt: skip
CAMERAS = (("Canon", "Canon EOS R5"), ("Canon", "Canon EOS 5D Mark III"), ("NIKON CORPORATION", "NIKON D750"),
           ("Apple", "iPhone 12"), ("Apple", "iPhone 15 Pro"), ("Google", "Pixel 8"), ("SONY", "ILCE-7M4"),
           ("FUJIFILM", "X-T5"), ("samsung", "SM-G991B"), ("OLYMPUS", "E-M5"), (None, None))  # fmt: skip
LENSES = ("RF24-105mm F4 L IS USM", "EF70-200mm f/2.8L", "iPhone 12 back camera 4.2mm f/1.6", "XF35mmF1.4 R",
          "FE 200-600mm F5.6-6.3 G OSS", None)  # fmt: skip
FORMATS = ("jpeg",) * 85 + ("heif",) * 10 + ("png",) * 4 + ("webp",)
NAMES = ("IMG_{0:07}.jpg", "IMG_{0:04}.JPG", "DSC{0:05}.JPG", "_DSC{0:04}.jpg", "PXL_20{1:02}0611_{0:09}.jpg",
         "IMG-20{1:02}0103-WA{0:04}.jpg", "{0:08x}.jpeg", "Scan {0}.png", "Übung {0}.jpg", "日本 {0}.jpg")  # fmt: skip


SPOTS = tuple(
    (latitude + north / 40, longitude + east / 40)
    for latitude, longitude in (
        (59.91, 10.74),
        (35.02, 135.75),
        (38.72, -9.14),
        (48.86, 2.35),
        (40.71, -74.0),
        (-33.87, 151.2),
    )
    for north in range(-9, 10)
    for east in range(-9, 10)
)
"""2,166 positions in and around six cities."""


def fill(database: Database, number: int) -> None:
    """A library of 250 photos a folder over 35 years, a few with titles and captions, all with metadata."""
    chance = random.Random(1)
    with database.write() as conn:
        top = folders.put_root(conn, 1, b"/pictures")
        for at in range(number // PER_FOLDER):
            year = 1990 + at * 36 // max(1, number // PER_FOLDER)
            name = f"{year} {chance.choice(PLACES)} {at}".encode()
            _fill_folder(conn, chance, folders.put(conn, 1, top, name, name), at, year)
        conn.execute("INSERT INTO problems SELECT id, 'damaged', 'It is damaged.' FROM photos WHERE state = 2")


def _fill_folder(conn: sqlite3.Connection, chance: random.Random, folder: int, at: int, year: int) -> None:
    camera, pattern = chance.choice(CAMERAS), chance.choices(NAMES, (40, 15, 12, 6, 8, 6, 4, 4, 3, 2))[0]
    lens, start = chance.choice(LENSES), at * PER_FOLDER
    begin = (year - 1970) * 31_556_952_000 + chance.randrange(31_000_000_000)
    for photo in range(start + 1, start + PER_FOLDER + 1):
        label = pattern.format(photo, year % 100)
        conn.execute(
            "INSERT INTO photos (id, folder, name, label, sort, size, mtime_ns, state, todo, fingerprint, taken_ms, width,"
            " height, color, thumb, ctime_ns, inode) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, 1, ?, ?)",
            (photo, folder, label.encode(), label, natural(label), chance.randrange(200_000, 12_000_000), begin * 10**6,
             schema.BROKEN if photo % 1000 == 1 else schema.READ, chance.randbytes(16),
             begin + photo % PER_FOLDER * 60_000, *chance.choice(((4000, 3000), (3000, 4000), (3000, 3000))),
             chance.randrange(1, 65536), begin * 10**6 + photo, 10**7 + photo),
        )  # fmt: skip
        told = photo % 50 == 0
        conn.execute(
            "INSERT INTO details (photo, orientation, animated, offset_min, origin, format, make, model, lens, exposure_s,"
            " f_number, iso, focal_mm, latitude, longitude, rating, title, caption)"
            " VALUES (?, 1, 0, 60, 'exif', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (photo, chance.choice(FORMATS), *camera, lens, 1 / chance.choice((30, 60, 125, 250, 500, 1000, 2000)),
             chance.choice((1.4, 1.8, 2.8, 4.0, 5.6, 8.0, 11.0)), chance.choice((100, 200, 400, 800, 1600, 3200, 6400)),
             chance.choice((24.0, 35.0, 50.0, 85.0, 105.0, 200.0, 400.0)), *(SPOTS[photo // 20 * 7919 % len(SPOTS)] if photo % 3 else (None, None)),
             photo % 6 if photo % 7 == 0 else None, f"Sunset {photo}" if told else None,
             f"With {chance.choice(('Anna', 'Tom', 'Grandma'))} at the harbour, day {photo}" if told else None),
        )  # fmt: skip


def say(database: Database) -> None:
    """About every second photo something was said: marks, two tags of 1,000, of one in 20 a title."""
    tags = [
        f"Travel/{chance.choice(PLACES)}/{number % 100}" for chance in (random.Random(2),) for number in range(1000)
    ]
    chance = random.Random(3)
    with database.write() as conn:
        conn.executemany(
            "INSERT INTO annotations (photo, item, favourite, rating, pick, label, title, tags)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (photo, photo, chance.choice((None, None, None, 1)), chance.choice((None, 1, 2, 3, 4, 5)),
                 chance.choice((None, None, 1, 2)), chance.choice((None, None, None, 1, 2, 3, 4, 5)),
                 f"Said of {photo}" if photo % 20 == 0 else None, "\n".join(chance.sample(tags, 2)))
                for (photo,) in conn.execute("SELECT id FROM photos WHERE id % 2 = 0").fetchall()
            ],
        )  # fmt: skip


KINDS = (
    lambda chance: "".join(chance.choice(("img", "dsc", "jpg", "pxl", "scan", "im", "j", "trip", "20"))),  # common
    lambda chance: chance.choice(PLACES),
    lambda chance: chance.choice(PLACES)[: chance.randint(1, 4)],
    lambda chance: str(chance.randrange(1, 1_000_000)),  # rare, or part of many numbers
    lambda chance: f"IMG_{chance.randrange(1, 1_000_000):07}"[: chance.randint(5, 11)],
    lambda chance: str(chance.randrange(1990, 2026)),
    lambda chance: f"{chance.choice(('june', 'may', 'december'))} {chance.randrange(1990, 2026)}",
    lambda chance: chance.choice(("june", "may", "2019-06-11", "date:2015..2017", "date:>2020", "date:2019-06..2019-08")),
    lambda chance: f"camera:{chance.choice(('canon', 'iphone', 'nikon', 'x-t5', 'pixel', 'leica'))}",
    lambda chance: f"lens:{chance.choice(('70-200', 'xf35', 'iphone', 'usm'))} {chance.choice(PLACES)}",
    lambda chance: f"iso:{chance.choice(('>800', '100..400', '6400'))} f:{chance.choice(('<2', '>=5.6', '2.8'))}",
    lambda chance: f"camera:canon iso:>800 {chance.choice(('has:gps', '-is:portrait', 'rating:>=4', 'color:blue'))}",
    lambda chance: f"{chance.choice(PLACES)} or {chance.choice(PLACES)}",
    lambda chance: f"{chance.choice(PLACES)} -{chance.choice(('img', 'type:png', '2015', 'is:landscape'))}",
    lambda chance: f"({chance.choice(PLACES)} or type:heic) size:>{chance.randint(1, 10)}MB",
    lambda chance: chance.choice(("has:caption", "is:broken", "type:heic|png", "width:>3500", "sunset", "harbour anna",
                                  '"with tom"', "color:blue", "focal:>=200", "exposure:<1/500", "-jpg", "")),
)  # fmt: skip


WHERE = ("lisbon", "portugal", "city:kyoto", "region:lisbon", "country:norway", "country:japan -city:kyoto", "paris 2013",
         "city:*burg", 'near:"Lisbon" 20km', "near:oslo 5km", "near:paris 100km iso:>800", "near:0,0 20000km")  # fmt: skip
"""Searches for places. A third of the photos have none."""
FORGIVEN = ("*.heic", "IMG_12*", "img*7.jpg", "25.12.2013", "12/2013", "december 25", "last summer", "yesterday", "summer",
            "iso 800", "f/2.8", "1/250", "5 stars", "ubersee", "лето", "xt5", "d-750", "2013 Norway", "2015-2017",
            "/pictures/2001 Norway 1220/IMG_0305001.jpg", r"C:\Photos\2001 Norway 1220", "Scan 12 (1).png",
            "camera:canno", "lisbno")  # fmt: skip
"""What people type without knowing how."""


SAID = ("is:favourite", "is:picked", "is:rejected", "is:rated", "is:unrated", "is:untagged", "-is:favourite",
        "rating:>=4", "rating:>=4 is:favourite -is:rejected", "label:red", "label:red|blue iso:>800", "has:label",
        "tag:travel", "tag:travel/lisbon", "tag:travel/lisbon/", "tag:=travel/alps/7", "tag:kyoto is:picked rating:5",
        "title:said", "caption:harbour is:favourite", "is:picked 2019", "lisbon is:rated", "travel/zoo -has:label",
        "tag:=travel/zoo/12 or tag:beach/", "is:unrated img")  # fmt: skip
"""Searches for what was said."""


def queries(seed: int = 7) -> list[str]:
    """200 of all kinds, each kind as often as the others."""
    chance = random.Random(seed)
    return [KINDS[number % len(KINDS)](chance) for number in range(QUERIES)]


def many() -> list[str]:
    """64 of one sort each, as nobody types them by hand."""
    return [
        " or ".join(f"{field}{number}{unit}" for number in range(first, first + 64 * step, step))
        for field, first, step, unit in (("", 1962, 1, ""), ("", 200, 1, ""), ("iso:", 100, 100, ""),
                                         ("size:", 1, 2, "MB"), ("width:", 2970, 1, ""))
    ]  # fmt: skip


def measure(
    conn: sqlite3.Connection,
    memory: SnapshotCache | None,
    clock: Callable[[], float] = time.perf_counter,
    texts: list[str] | None = None,
) -> list[tuple[float, str, int]]:
    found = []
    for text in texts or queries():
        started = clock()
        count = search(conn, text, memory, TODAY).count
        found.append(((clock() - started) * 1000, text, count))
    return sorted(found, reverse=True)


def report(title: str, found: list[tuple[float, str, int]]) -> None:
    times = [each for each, _, _ in found]
    print(
        f"{title}: p50 {statistics.median(times):.1f} ms, p95 {times[len(times) // 20]:.1f} ms, worst {times[0]:.1f} ms"
    )
    for each, text, count in found[:5]:
        print(f"  {each:8.1f} ms {count:9,}  {text[:60]}")


def measure_typing(conn: sqlite3.Connection, memory: SnapshotCache | None) -> list[tuple[float, str, int]]:
    """What is suggested for the first letters of each query."""
    found = []
    for number, text in enumerate(queries()):
        typed = text[: 1 + number % 9]
        started = time.perf_counter()
        count = len(suggestions.suggest(conn, typed, len(typed), memory)[0])
        found.append(((time.perf_counter() - started) * 1000, typed, count))
    return sorted(found, reverse=True)


def measure_explaining(conn: sqlite3.Connection, memory: SnapshotCache | None) -> list[tuple[float, str, int]]:
    """Why a search finds nothing."""
    found = []
    for text in ("camera:fuij iso:>800 lisbon", "lisbno", "norway xyzzy", "camera:leica", "kyto 2013"):
        started = time.perf_counter()
        count = explain(conn, text, None, memory, TODAY).everywhere
        found.append(((time.perf_counter() - started) * 1000, text, count))
    return sorted(found, reverse=True)


def run(path: Path, number: int) -> None:
    new = not path.exists()
    database = Database(path, schema.INDEX)
    if new:
        fill(database, number)
        say(database)
        started = time.thread_time()
        with database.write() as conn:
            while look_up_noted(conn, 5000):
                pass
        print(f"looking up places: {(time.thread_time() - started) / number * 1.5e6:.1f} µs a photo with a position")
        started = time.thread_time()
        while True:
            with database.write() as conn:
                if not column_index_updater.update_blocks(conn, min_stale=1):
                    break
        print(f"filling the search index: {(time.thread_time() - started) / number * 1e6:.1f} µs a photo")
    with database.read() as conn:
        size, of_search = (
            database.path.stat().st_size,
            conn.execute("SELECT sum(length(bytes)) FROM planes").fetchone()[0],
        )
        print(f"index.db {size / 1e6:,.0f} MB (before the last checkpoint), planes {of_search / 1e6:,.1f} MB")
        memory = SnapshotCache()
        report("search", measure(conn, memory))
        report("search, CPU", measure(conn, SnapshotCache(), time.thread_time))
        report("places", measure(conn, memory, texts=list(WHERE)))
        report("said", measure(conn, memory, texts=list(SAID)))
        report("said, CPU", measure(conn, SnapshotCache(), time.thread_time, list(SAID)))
        report("forgiven", measure(conn, memory, texts=list(FORGIVEN)))
        report("64 joined by or, CPU", measure(conn, memory, time.thread_time, many()))
        report("suggest", measure_typing(conn, memory))
        report("explain", measure_explaining(conn, memory))
        report("search, nothing in memory", measure(conn, None))
    database.close()
    print(f"index.db {database.path.stat().st_size / 1e6:,.0f} MB")


def main(number: int, path: Path | None = None) -> None:
    """With a path, the index there, made if it is not there yet."""
    if path:
        run(path, number)
        return
    with tempfile.TemporaryDirectory() as place:
        run(Path(place) / "index.db", number)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
