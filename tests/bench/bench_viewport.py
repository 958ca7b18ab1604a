"""The first screen of a folder never seen before:  python -m tests.bench.bench_viewport [PHOTOS]

PHOTOS (40) of 12 MP, in a folder of their own. Shoebox: from opening the page of a server that has just started, with
nothing indexed and nothing made, until all of them are on the screen. vipsthumbnail: one process a core over the same.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.photos import jpegs
from tests.bench.running import SHOWN, looking, serving, until
from tests.bench.table import compare, heading, row

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCREEN = 2560, 1600


def never_seen(page: Page, photos: Path, count: int, made: list[float]) -> float:
    """Seconds from opening the page. Those of a second start, with all thumbnails made, are added to `made`."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with serving(data, photos) as running:
            first = opened(page, running.boot, count)
        with serving(data) as running:
            made.append(opened(page, running.boot, count))
        return first


def opened(page: Page, boot: str, count: int) -> float:
    start = time.monotonic()
    page.goto(boot, wait_until="commit")
    page.wait_for_url(lambda url: "/boot/" not in url, wait_until="commit")
    until(lambda: page.evaluate(SHOWN) == count)
    seconds = time.monotonic() - start
    page.goto("about:blank")
    return seconds


def vips(photos: Path) -> float:
    files = sorted(photos.iterdir())
    shares = [files[core :: os.cpu_count() or 1] for core in range(os.cpu_count() or 1)]
    with tempfile.TemporaryDirectory() as out:
        start = time.monotonic()
        running = [
            subprocess.Popen(["vipsthumbnail", "-s", "320x320", "-o", f"{out}/%s.jpg", *some]) for some in shares
        ]
        assert [process.wait() for process in running] == [0] * len(running)
        return time.monotonic() - start


def main(count: int) -> None:
    heading()
    made: list[float] = []
    with tempfile.TemporaryDirectory() as folder, looking(*SCREEN) as page:
        photos = Path(folder) / "photos"
        jpegs(photos, count, progressive=False)
        name = f"{count} photos of 12 MP never seen before, on the screen after the page opens | vipsthumbnail"
        compare(name, "≤ 1.0", lambda: never_seen(page, photos, count, made), lambda: vips(photos))
        row("the same page with all thumbnails made: what it costs without them", "", statistics.median(made))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
