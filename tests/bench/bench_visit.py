"""From the start of the program to a picture that was named, on screen:  python -m tests.bench.bench_visit FOLDER

Four times the same picture of 12 megapixels, in turn: beside 99 others with an empty library; the same with a library of
a million (FOLDER, as tests.bench.million makes it); in a folder of 100,000; and beside 99 others on a drive on which
every call takes 50 ms (Linux, as root). The page tells itself when it had it, and when it knew the last neighbour.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from tests.bench.bench_launch import free_port, window
from tests.bench.million import index, make
from tests.bench.running import until
from tests.bench.scenery import landscape
from tests.bench.slow_drive import slow_drive

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
FEW, MANY = 100, 100_000
MAX_LINKS = 10_000
"""To one file: ext4 allows 65,000."""
DELAY_MS = 50
THERE = """() => performance.timeOrigin + Math.max(performance.getEntriesByType("navigation")[0].loadEventEnd,
  performance.getEntriesByType("resource").find(entry => entry.name.includes("/screen/")).responseEnd)"""
"""The window appears when its page has loaded, so that the engine's own note of what it painted may be missing."""
LISTED = """() => performance.getEntriesByType("resource").filter(entry => entry.name.includes("timeline.bin?visit"))
  .map(entry => performance.timeOrigin + entry.responseEnd).at(-1)"""
COUNTED = "() => document.querySelector('.viewer__name .quiet').textContent"


class Times(NamedTuple):
    """Seconds since the program was started."""

    there: float
    """The window has appeared, and the picture come."""
    listed: float


def look(data: Path, picture: Path, of: int) -> Times:
    port = free_port()
    command = [sys.executable, "main.py", "--data-dir", str(data), "--devtools", str(port), str(picture)]
    with window(command, port) as (start, page):
        until(lambda: page.evaluate(COUNTED).endswith(f"of {of:,}"), 60)
        return Times((page.evaluate(THERE) - start) / 1000, (page.evaluate(LISTED) - start) / 1000)


def folder_of(count: int, base: Path) -> Path:
    """A folder of links to copies of one picture; the one that is opened stands in the middle."""
    folder = base / f"folder-{count}"
    if not folder.exists():
        partial = base / f"partial-{count}"
        partial.mkdir(parents=True, exist_ok=True)
        _grainy(landscape(1).resize((4000, 3000))).save(partial / name(0), quality=92)
        for number in range(1, count):
            add = os.link if number % MAX_LINKS else shutil.copy
            add(partial / name((number - 1) // MAX_LINKS * MAX_LINKS), partial / name(number))
        partial.rename(folder)
    return folder


def _grainy(picture: Image.Image) -> Image.Image:
    """As cameras make it: a file of some megabytes."""
    return Image.blend(picture, Image.effect_noise(picture.size, 60).convert("RGB"), 0.12)


def name(number: int) -> str:
    return f"IMG_{number:06}.jpg"


def main(folder: str) -> None:
    base = Path(folder).resolve()
    few, many = folder_of(FEW, base), folder_of(MANY, base)
    make(base, 1_000_000)
    library = base / "data"
    if not library.exists():
        index(base)
    with tempfile.TemporaryDirectory() as empty:

        def fresh() -> Path:
            return Path(tempfile.mkdtemp(dir=empty))

        def slowed() -> Times:
            with slow_drive(few, base / "slow", DELAY_MS) as slow:  # anew: nothing of it is in memory
                return look(fresh(), slow / name(FEW // 2), FEW)

        cases: dict[str, Callable[[], Times]] = {
            "an empty library": lambda: look(fresh(), few / name(FEW // 2), FEW),
            "a library of 1,000,000": lambda: look(library, few / name(FEW // 2), FEW),
            "a folder of 100,000 files": lambda: look(fresh(), many / name(MANY // 2), MANY),
            f"a drive slowed to {DELAY_MS} ms a call": slowed,
        }
        found: dict[str, list[Times]] = {title: [] for title in cases}
        for case in cases.values():
            case()  # compiled modules, and the program's files in memory
        for _ in range(ROUNDS):
            for title, case in cases.items():
                found[title].append(case())
    print(f"{'':<36}{'on screen':>12}{'quickest':>11}{'all neighbours':>17}")
    for title, times in found.items():
        there = [one.there for one in times]
        listed = statistics.median(one.listed for one in times)
        print(f"{title:<36}{statistics.median(there):>10.2f} s{min(there):>9.2f} s{listed:>15.2f} s")


if __name__ == "__main__":
    main(sys.argv[1])
