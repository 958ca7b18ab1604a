"""The command `bench`: measures how fast Shoebox is on somebody's own pictures, and the machine without it.

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
from gallery.cli.prepare import work_in
from gallery.library.root_paths import check_folder
from gallery.program_files import program_folder
from gallery.timeline.build import TimelineQuery
from gallery.timeline.file import DAY_RUN, HEADER

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from gallery.app import Parts

MAX_THUMBNAILS = 100
HEAD_BYTES = 64 << 10
"""About what Shoebox reads of a file for its header."""
IDLE_TIMEOUT_S = 24 * 3600.0


class Row(NamedTuple):
    """One line of the report."""

    name: str
    """What was done."""
    photos: int
    """To how many photos."""
    seconds: float
    """How long Shoebox took."""
    yardstick: str
    """What was done without Shoebox, to compare; empty when there is nothing to compare."""
    other: float
    """How many seconds that took."""


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, and return the exit code.

    Raises:
        UsageError: not one folder was named, or it cannot be shown.
    """
    if len(arguments.paths) != 1:
        raise UsageError("Name one folder: shoebox bench PATH.")
    with tempfile.TemporaryDirectory(prefix="shoebox-bench-") as folder:
        data = open_data_folder(folder)
        start_logging(data.logs, verbose=arguments.verbose)
        path = check_folder(arguments.paths[0], data.path)
        work_in(program_folder("."))
        files = walk(path)  # the system keeps what this reads, for Shoebox and for the comparison alike
        with open_parts(data, thumbnails=False) as parts:
            rows = _measure(parts, path, files)
        _print(rows, as_json=arguments.json)
    return 0


def walk(path: bytes) -> list[bytes]:
    """Return every file below a folder, and ask for the size and time of each: the least that any gallery must do."""
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
    """Return a row for each thing that is measured; `files` are those below `path`."""
    library = parts.library
    walked = _seconds(lambda: walk(path))
    heads = _seconds(lambda: _read(files, HEAD_BYTES))
    first = _seconds(lambda: (library.roots.add(path), parts.indexer.wait_until_idle(IDLE_TIMEOUT_S)))
    again = _seconds(lambda: _rescan(parts))
    listed = _seconds(lambda: library.timelines.get(TimelineQuery()))
    count, ids = _newest(library.timelines.get(TimelineQuery())[1])
    made = _seconds(lambda: _make_thumbnails(parts, ids))
    whole = _seconds(lambda: _read(library.photos.paths(ids), -1))
    return [
        Row(
            "found, with dates and cameras",
            count,
            first,
            f"listing, and reading {HEAD_BYTES >> 10} kB of each",
            walked + heads,
        ),
        Row("looked at again, nothing changed", count, again, "listing alone", walked),
        Row("listed for the page", count, listed, "", 0.0),
        Row("thumbnails, one after the other", len(ids), made, "reading these files", whole),
    ]


def _newest(timeline: bytes) -> tuple[int, list[int]]:
    """Return how many photos a timeline file holds, and the ids of the newest."""
    _, _, start, _, count, days, _, _ = HEADER.unpack_from(timeline)
    first = start + DAY_RUN.size * days
    places = range(first, first + 4 * min(count, MAX_THUMBNAILS), 4)
    return count, [int.from_bytes(timeline[at : at + 4], "little") for at in places]


def _rescan(parts: Parts) -> None:
    """Rescan every root, and wait for the end."""
    parts.library.roots.rescan()
    parts.indexer.wait_until_idle(IDLE_TIMEOUT_S)


def _make_thumbnails(parts: Parts, ids: Sequence[int]) -> None:
    """Make the grid thumbnails of these photos, one after the other."""
    for photo in ids:
        with suppress(GalleryError):  # a broken picture costs its time, too
            parts.library.pictures.derived(photo, Recipe.SMALL, lambda: False).file.close()


def _read(paths: Sequence[bytes], most: int) -> None:
    """Read `most` bytes of each file; all of it when `most` is -1."""
    for path in paths:
        with suppress(OSError), open(path, "rb") as file:
            file.read(most)


def _seconds(work: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _print(rows: Sequence[Row], *, as_json: bool) -> None:
    """Print the rows, as a table or as JSON."""
    if as_json:
        print(json.dumps([row._asdict() for row in rows]))
        return
    for row in rows:
        rate = f"{row.photos / row.seconds:,.0f} a second" if row.seconds else ""
        print(f"{row.photos:>11,} {row.name:<36}{row.seconds:>9.3f} s   {rate}")
        if row.other:
            print(f"{'':<12}{row.yardstick:<36}{row.other:>9.3f} s   ({row.seconds / row.other:.1f} times as long)")
