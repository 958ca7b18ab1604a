"""How long acts over many photos take, and how large library.db gets: python -m tests.bench.bench_annotations.

Wall-clock and processor time, each the best of ROUNDS, and the processor time that is the store's alone. The time of a
request besides is the web's and the index's.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.annotations.library_file import open_library
from gallery.annotations.models import AnnotationChange, FileIdentity
from gallery.base.garbage_collector import freeze_imports

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.annotations.store import AnnotationStore

ROUNDS = 5
FAVOURITES, PHOTOS, TAGS, MILLION = 20_000, 50_000, 10_000, 1_000_000
PER_FOLDER = 250


def identities(count: int) -> list[FileIdentity]:
    """That many files, named as cameras and people do, in folders of 250."""
    chance = random.Random(1)
    return [
        FileIdentity(
            b"/home/someone/Pictures",
            b"%d/%02d trip/IMG_%07d.jpg" % (1990 + number // PER_FOLDER % 35, number // PER_FOLDER, number),
            4_000_000 + number,
            chance.randrange(631_152_000_000_000_000, 1_767_225_600_000_000_000),
            chance.randbytes(16),
            "0b8fc0e3-6d4b-4b0b-a2ab-1f6c5d1c7d5e",
            20_000_000 + number,
        )
        for number in range(count)
    ]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and processor seconds of something."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def row(name: str, seen: list[tuple[float, float]]) -> None:
    wall, cpu = (min(each) for each in zip(*seen, strict=True))
    print(f"{name:<70}{wall * 1000:>9,.0f} ms{cpu * 1000:>9,.0f} ms", flush=True)


def measure_favourites() -> None:
    """The first act makes the items; later ones know them by place, or by number as the index does."""
    files = identities(FAVOURITES)
    seen: dict[str, list[tuple[float, float]]] = {}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            store = open_library(Path(folder) / "library.db").store
            items: list[int] = []
            for name, work in _favourites(store, files, items).items():
                seen.setdefault(name, []).append(timed(work))
            store.close()
    for name, each in seen.items():
        row(f"{FAVOURITES:,} {name}", each)


def _favourites(store: AnnotationStore, files: list[FileIdentity], items: list[int]) -> dict[str, Callable[[], object]]:
    yes, no = AnnotationChange(favourite=True), AnnotationChange(favourite=False)

    def known() -> list[FileIdentity]:
        return [FileIdentity(*file[:7], item) for file, item in zip(files, items, strict=True)]

    def read() -> None:
        assert len(store.read(items)) == len(files)

    return {
        "favourites in one act, nothing known of them yet": lambda: items.extend(store.apply(files, yes).items),
        "favourites undone": store.undo,
        "favourites done again": store.redo,
        "no favourites, known by place": lambda: store.apply(files, no),
        "favourites, known by number": lambda: store.apply(known(), yes),
        "favourites undone, which were said otherwise before": store.undo,
        "annotations read": read,
        "candidates found": lambda: store.find(files),
        "items relocated": lambda: store.relocate(known()),
    }


def measure_tags() -> None:
    """One tag on 50,000 photos in one act; 10,000 tags in 10,000 acts; 20 tags on 50,000 photos."""
    files, chance = identities(PHOTOS), random.Random(2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        store = open_library(path).store
        row(f"one tag on {PHOTOS:,} photos", [timed(lambda: store.apply(files, AnnotationChange(add_tags=("a/b",))))])
        row("undone", [timed(store.undo)])
        many = AnnotationChange(add_tags=tuple(f"places/{number}" for number in range(20)))
        row(f"20 tags on {PHOTOS:,} photos", [timed(lambda: store.apply(files, many))])
        row("undone", [timed(store.undo)])

        def tag_all() -> None:
            for number in range(TAGS):
                change = AnnotationChange(add_tags=(f"group {number % 100}/tag {number}",))
                store.apply(chance.sample(files, 25), change)

        row(f"{TAGS:,} tags, an act each, on 25 of {PHOTOS:,} photos", [timed(tag_all)])
        row("the oldest act undone, 10,000 acts later", [timed(lambda: store.undo(5))])
        row("a page of history", [timed(store.history)])
        store.close()
        print(f"{'library.db then':<70}{path.stat().st_size / PHOTOS:>9,.0f} bytes a photo")


def measure_size() -> None:
    """Bytes a photo: a favourite, and all that can be said."""
    everything = AnnotationChange(
        rating=4, pick="picked", label="red", title="Piazza Navona", add_tags=("travel/italy",)
    )
    for name, change in (("a favourite", AnnotationChange(favourite=True)), ("five fields", everything)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "library.db"
            store = open_library(path).store
            store.apply(identities(100_000), change)
            store.close()
            print(f"library.db of 100,000 photos, {name:<40}{path.stat().st_size / 100_000:>9,.0f} bytes a photo")


def measure_million() -> None:
    files = identities(MILLION)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        library = open_library(path)
        store = library.store
        row("1,000,000 ratings in one act", [timed(lambda: store.apply(files, AnnotationChange(rating=3)))])
        row("undone", [timed(store.undo)])
        row("done again", [timed(store.redo)])
        row("one favourite of a million", [timed(lambda: store.apply(files[7:8], AnnotationChange(favourite=True)))])
        assert library.backups
        row("a backup", [timed(library.backups.make_if_due)])
        store.close()
        row("opened and closed", [timed(lambda: _open_and_close(path))])
        print(f"{'library.db':<70}{path.stat().st_size / MILLION:>9,.0f} bytes a photo")


def _open_and_close(path: Path) -> None:
    open_library(path).store.close()


def main() -> None:
    freeze_imports()  # as the program does
    print(f"{'best of ' + str(ROUNDS) + ' where it can be repeated':<70}{'wall':>12}{'processor':>12}")
    measure_favourites()
    measure_tags()
    measure_size()
    measure_million()


if __name__ == "__main__":
    main()
