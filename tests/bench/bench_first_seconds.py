"""The first ten seconds of a new folder, frame by frame:  python -m tests.bench.bench_first_seconds [PHOTOS [FOLDER]] [--frames]

PHOTOS (5,000) small ones in 40 folders of ten years, in three libraries: `kept`, whose files have the time of the photo;
`copied`, which were written in any order today, in folders named by year and month; `unnamed`, the same in folders whose
names tell nothing. The page is open, the library is added, and the pointer rests on a photo as soon as there is one.

Told are: how often another day was on top, how often photos in sight moved or
went, how many photos came under
the resting pointer, and in how many frames the counts of header, folder and library were not one number. FOLDER keeps the
libraries between runs, `--frames` prints what was on top and counted, line by line.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gallery.app import open_parts
from gallery.base.paths import DataFolder
from gallery.local_server import open_local_server
from gallery.web.desktop_protocol import NoDesktop
from tests.bench.running import ROOT, looking, until
from tests.browser.dated_photos import exif
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SECONDS, FOLDERS = 10, 40
LIBRARIES = ("kept", "copied", "unnamed")
PROBE = Path(__file__).with_name("first_probe.js")


def library(folder: Path, count: int, kind: str) -> Path:
    """Write the photos of a library."""
    chance = random.Random(7)
    months = [(2014 + number // 4, 1 + 3 * (number % 4)) for number in range(FOLDERS)]
    names = [f"{year}/{year}-{month:02}" for year, month in months]
    if kind == "unnamed":
        names = [f"{word} {number}" for number, word in enumerate(chance.sample(WORDS, FOLDERS))]
    picture_of = [picture(480, 320, hue=hue) for hue in range(0, 256, 8)]
    order = list(range(FOLDERS))
    if kind != "kept":
        chance.shuffle(order)
    for at in order:
        year, month = months[at]
        for number in range(count // FOLDERS):
            taken = dt.datetime(year, month, 1 + number * 27 // (count // FOLDERS), 12, number % 60, tzinfo=dt.UTC)
            file = folder / names[at] / f"IMG_{number:04}.jpg"
            save(file, chance.choice(picture_of), exif=exif(f"{taken:%Y:%m:%d %H:%M:%S}", None), quality=60)
            if kind == "kept":
                os.utime(file, (taken.timestamp(),) * 2)
    return folder


WORDS = [f"{first}{last}" for first in ("Sea", "Hill", "Lake", "Town", "Field") for last in (
    "side", "trip", "walk", "days", "party", "house", "light", "rain")]  # fmt: skip


@contextmanager
def program(data: Path) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Shoebox in a process of its own, on an empty data folder: the address of its page, and what adds a folder."""
    command = [sys.executable, "-m", "tests.bench.bench_first_seconds", "--serve", str(data)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    given = process.stdin
    try:
        yield process.stdout.readline().strip(), lambda folder: print(folder, file=given, flush=True)
    finally:
        given.close()
        process.wait(30)


def serve(data: Path) -> None:
    """Serve until the end of stdin; each line of it is a folder to add."""
    with open_parts(DataFolder(data), held=True) as parts, open_local_server(parts, 0) as local:
        local.begin(NoDesktop(), lambda: None)
        parts.library.open()
        print(local.gate.boot_address(60), flush=True)
        for line in sys.stdin:
            parts.library.roots.add(os.fsencode(line.strip()))


def watch(photos: Path) -> list[dict[str, Any]]:
    """Add the folder to a page that is open, and return what was seen."""
    with tempfile.TemporaryDirectory() as data, looking() as page, program(Path(data)) as (address, add):
        page.add_init_script(path=PROBE)
        page.goto(address)
        page.wait_for_selector("#status", state="attached")
        page.wait_for_timeout(2000)  # all that a start does is done
        add(photos)
        until(lambda: page.evaluate("firstSeconds.at(-1)?.tiles.length > 0"), 60)
        page.evaluate("window.pointedAt = [640, 300]")
        page.mouse.move(640, 300)
        page.wait_for_timeout(SECONDS * 1000)
        seen: list[dict[str, Any]] = page.evaluate("firstSeconds")
        return seen


def figures(seen: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Return what the frames come to, from the first photo on."""
    frames = [one for one in seen if one["tiles"]]
    days = [before["day"] != after["day"] for before, after in pairwise(frames)]
    moved = 0
    for before, after in pairwise(frames):
        places = dict(tile.split("@") for tile in after["tiles"])
        moved += any(places.get(photo) != place for photo, place in (one.split("@") for one in before["tiles"]))
    under = [one["under"] for one in frames if one["under"]]
    differ = [one for one in frames if len({*one["counts"][:3]} - {""}) > 1]
    return {
        "another day on top": sum(days),
        "photos in sight moved": moved,
        "photos under the pointer": 1 + sum(before != after for before, after in pairwise(under)),
        "changes of counts": len({tuple(one["counts"][:3]) for one in frames}),
        "of these not one number": len({tuple(one["counts"][:3]) for one in differ}),
    }


def tell(seen: Sequence[dict[str, Any]]) -> None:
    frames = [one for one in seen if one["tiles"]]
    last = None
    for one in frames:
        line = (one["day"], *one["counts"])
        if line != last:
            print(f"  {(one['at'] - frames[0]['at']) / 1000:5.2f} s  {one['day']:<28} {' | '.join(one['counts'])}")
        last = line


def main(count: int, kept_in: str | None, *, frames: bool) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        for kind in LIBRARIES:
            folder = Path(kept_in or temporary) / f"{kind}-{count}"
            seen = watch(folder if folder.exists() else library(folder, count, kind))
            print(f"{kind}: " + ", ".join(f"{name} {value}" for name, value in figures(seen).items()), flush=True)
            if frames:
                tell(seen)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(Path(sys.argv[2]))
        sys.exit()
    told = [one for one in sys.argv[1:] if one != "--frames"]
    main(int(told[0]) if told else 5_000, told[1] if told[1:] else None, frames="--frames" in sys.argv)
