"""Measures what comes in and goes out: `python -m tests.bench.bench_transfer [PHOTOS]`. Prints seconds of CPU."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gallery.annotations.importing import Part, apply_parts, read_all
from gallery.annotations.library_file import open_library
from gallery.annotations.models import Annotation, AnnotationChange
from gallery.catalog import file_search, folders, photos
from gallery.transfer.entries import Entry
from gallery.transfer.matching import match
from gallery.transfer.own_csv import read_csv, write_csv
from gallery.transfer.own_json import read_json, write_json
from gallery.transfer.planning import Plan
from tests.annotations.files import files
from tests.index_builder import index

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

T = TypeVar("T")


def timed(what: str, run: Callable[[], T]) -> T:
    """Run something and print how long the processor needed."""
    began = time.process_time()
    result = run()
    print(f"{what}: {time.process_time() - began:.2f} s")
    return result


def measure_store(folder: Path, count: int) -> None:
    """Measure acts, and the files of an export."""
    store = open_library(folder / "library.db").store
    kinds = [
        Part([file], AnnotationChange(rating=n % 5 + 1, caption=f"caption {n}", add_tags=(f"t{n % 500}", f"p{n % 50}")))
        for n, file in enumerate(files(count))
    ]
    what = f"{count:,} photos, each with a rating, a caption of its own and 2 of 550 tags"
    timed(what, lambda: store.run(lambda conn: apply_parts(conn, kinds, "digikam")))
    timed("undone", store.undo)
    timed("done again", store.redo)
    exported = timed("exported as JSON", lambda: b"".join(write_json(store.ask(lambda conn: list(read_all(conn))), "")))
    table = timed("exported as CSV", lambda: b"".join(write_csv(store.ask(lambda conn: list(read_all(conn))))))
    timed(f"read, JSON of {len(exported) // count} bytes a photo", lambda: read_json(exported, "x"))
    timed(f"read, CSV of {len(table) // count} bytes a photo", lambda: read_csv(table, "x"))
    store.close()


def fill(conn: sqlite3.Connection, count: int) -> list[Entry]:
    """Put photos into an index, a thousand a folder, and return what is said about the first 100,000."""
    folders.put_root(conn, 1, b"/p")
    for number in range(count // 1000):
        folder = folders.put_chain(conn, 1, b"/p", b"f%04d" % number)
        photos.add(conn, folder, [(b"%04d-%04d.jpg" % (number, n), n + 10, n) for n in range(1000)])
    conn.execute("UPDATE photos SET state = 1")
    said = {"rating": 4, "caption": "x", "tags": ("a",)}
    return [Entry(b"f%04d/%04d-%04d.jpg" % (k, k, n), said, b"/p", n + 10) for k in range(100) for n in range(1000)]


def measure_preview(folder: Path, count: int) -> None:
    """Measure what a preview of 100,000 photos takes."""
    with index(folder) as conn:
        entries = fill(conn, count)
        moved = [Entry(b"g" + one.path[1:], one.said, b"/old", one.size) for one in entries]
        timed(f"100,000 of {count:,} photos found by their places", lambda: match(conn, entries))
        found = timed("the same by names and sizes", lambda: match(conn, moved))
        words = file_search.file_words(conn, found.said)
    plan = Plan()

    def compare() -> None:
        for photo, wanted in found.said.items():
            plan.add(photo, photo, wanted, Annotation(), words[photo])

    timed("compared with what is said", compare)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        measure_store(Path(made), 20_000)
        measure_preview(Path(made), int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
