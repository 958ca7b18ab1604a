"""`bench PATH`: how fast Shoebox is on somebody's own pictures, beside what the machine does without it.

Works in a data folder of its own that goes away afterwards: the user's library is neither read nor changed.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from gallery.app import open_parts
from gallery.base.errors import GalleryError, UsageError
from gallery.base.logs import start_logging
from gallery.base.models import Recipe
from gallery.base.paths import open_data_folder
from gallery.library.root_paths import check_folder
from gallery.timeline.build import TimelineQuery
from gallery.timeline.file import DAY_RUN, HEADER

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from gallery.app import Parts

PHOTOS = 100
"""So many thumbnails are made."""
HEAD = 64 << 10
NEVER_S = 24 * 3600.0


class Row(NamedTuple):
    """One measure: what of how many photos took Shoebox how long, and what took this machine how long without it."""

    name: str
    photos: int
    seconds: float
    yardstick: str
    other: float


def run(arguments: argparse.Namespace) -> int:
    """Measure and print.

    Raises:
        UsageError: not one folder was named, or it cannot be shown.
    """
    if len(arguments.paths) != 1:
        raise UsageError("Name one folder: shoebox bench PATH.")
    with tempfile.TemporaryDirectory(prefix="shoebox-bench-") as folder:
        data = open_data_folder(folder)
        start_logging(data.logs, verbose=arguments.verbose)
        path = check_folder(arguments.paths[0], data.path)
        files = walk(path)  # what this brings into the system's memory is there for both sides
        with open_parts(data, thumbnails=False) as parts:
            rows = _measure(parts, path, files)
        _print(rows, as_json=arguments.json)
    return 0


def walk(path: bytes) -> list[bytes]:
    """Every file below a folder, each asked for its size and time: the least that any gallery must do."""
    found, waiting = [], [path]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
                    found.append(entry.path)
    return found


def _measure(parts: Parts, path: bytes, files: Sequence[bytes]) -> list[Row]:
    library = parts.library
    walked = _seconds(lambda: walk(path))
    heads = _seconds(lambda: _read(files, HEAD))
    first = _seconds(lambda: (library.roots.add(path), parts.indexer.wait_until_idle(NEVER_S)))
    again = _seconds(lambda: _look_again(parts))
    listed = _seconds(lambda: library.timelines.get(TimelineQuery()))
    count, ids = _newest(library.timelines.get(TimelineQuery())[1])
    made = _seconds(lambda: _make(parts, ids))
    whole = _seconds(lambda: _read(library.photos.paths(ids), -1))
    return [
        Row(
            "found, with dates and cameras",
            count,
            first,
            f"listing, and reading {HEAD >> 10} kB of each",
            walked + heads,
        ),
        Row("looked at again, nothing changed", count, again, "listing alone", walked),
        Row("listed for the page", count, listed, "", 0.0),
        Row("thumbnails, one after the other", len(ids), made, "reading these files", whole),
    ]


def _newest(timeline: bytes) -> tuple[int, list[int]]:
    """How many photos there are, and the ids of the newest."""
    _, _, start, _, count, days, _, _ = HEADER.unpack_from(timeline)
    first = start + DAY_RUN.size * days
    places = range(first, first + 4 * min(count, PHOTOS), 4)
    return count, [int.from_bytes(timeline[at : at + 4], "little") for at in places]


def _look_again(parts: Parts) -> None:
    parts.library.roots.rescan()
    parts.indexer.wait_until_idle(NEVER_S)


def _make(parts: Parts, ids: Sequence[int]) -> None:
    for photo in ids:
        with suppress(GalleryError):  # a broken picture costs its time, too
            parts.library.pictures.derived(photo, Recipe.SMALL, lambda: False).file.close()


def _read(paths: Sequence[bytes], most: int) -> None:
    for path in paths:
        with suppress(OSError), open(path, "rb") as file:
            file.read(most)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _print(rows: Sequence[Row], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([row._asdict() for row in rows]))
        return
    for row in rows:
        each = f"{row.photos / row.seconds:,.0f} a second" if row.seconds else ""
        print(f"{row.photos:>11,} {row.name:<36}{row.seconds:>9.3f} s   {each}")
        if row.other:
            print(f"{'':<12}{row.yardstick:<36}{row.other:>9.3f} s   ({row.seconds / row.other:.1f} times as long)")
