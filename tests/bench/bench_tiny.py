"""Tiny pictures:  python -m tests.bench.bench_tiny FOLDER

What they cost and how like they are; then a drag along the rail of a library in FOLDER (`python -m tests.bench.million
FOLDER 20000`, or with a million), with them and without, in one page each.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageStat

from gallery.imaging.decoding import tiny
from gallery.imaging.tiny_file import TinyFile
from tests.bench.running import looking, serving, until
from tests.bench.scenery import landscape
from tests.bench.table import heading, p95, row
from tests.imaging.tiny_unpacking import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PICTURES = 24
ASKED = 200
MOVES = 120
SEEN = """() => {
  const view = document.getElementById("scroller").getBoundingClientRect();
  const cells = [...document.querySelectorAll(".cell:not([hidden])")].filter((cell) => {
    const box = cell.getBoundingClientRect(); return box.bottom > view.top && box.top < view.bottom; });
  const shown = cells.filter((cell) => cell.matches(".has-tiny") || cell.querySelector("img.is-there"));
  return [cells.length, shown.length]; }"""
WATCH = """() => { window.frames_ = []; let last = 0;
  const frame = now => { if (last) window.frames_.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame); }"""


def seconds(work: Callable[[], object]) -> float:
    """Seconds of CPU of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def error(shown: Image.Image, thumbnail: Image.Image) -> float:
    """Root of the mean square of the difference, enlarged as the page does."""
    large = shown.resize(thumbnail.size, Image.Resampling.BILINEAR)
    return statistics.mean(ImageStat.Stat(ImageChops.difference(large, thumbnail)).rms)


def in_565(thumbnail: Image.Image) -> Image.Image:
    """A picture of as many bytes, two for each pixel, not rounded."""
    side = (217 / (thumbnail.width * thumbnail.height)) ** 0.5
    size = max(1, round(thumbnail.width * side)), max(1, round(thumbnail.height * side))
    return thumbnail.resize(size, Image.Resampling.BOX)


def costs() -> None:
    originals = [landscape(number) for number in range(PICTURES)]
    jpegs = [_encoded(image) for image in originals]
    thumbnails = [_thumbnail(image) for image in originals]
    ours = [error(unpacked(tiny.make(image)), image) for image in thumbnails]
    theirs = [error(in_565(image), image) for image in thumbnails]
    row(
        "difference from the thumbnail | RGB565 of as many bytes",
        "≤ 1",
        statistics.mean(ours),
        statistics.mean(theirs),
        unit="",
    )
    made = seconds(lambda: [tiny.make(image) for image in thumbnails]) / PICTURES * 1000
    whole = seconds(lambda: [_decoded(jpeg) for jpeg in jpegs]) / PICTURES * 1000
    row("CPU of one | of a thumbnail of 1.5 MP", "≤ 0.2", made, whole, unit="ms")
    with tempfile.TemporaryDirectory() as folder, closing(TinyFile(Path(folder) / "tiny.bin", 1 << 30)) as file:
        for photo in range(1, 20_001):
            file.put(photo, b"f", tiny.make(thumbnails[0]) if photo == 1 else bytes((9, 6)) + bytes(432))
        asked = [(photo, b"f") for photo in range(7, 20_000, 20_000 // ASKED)]
        row(
            "CPU of looking 200 up",
            "≤ 5",
            seconds(lambda: [file.get_many(asked) for _ in range(20)]) / 20 * 1000,
            unit="ms",
        )


def _encoded(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _thumbnail(image: Image.Image) -> Image.Image:
    small = image.copy()
    small.thumbnail((320, 320))
    return small


def _decoded(jpeg: bytes) -> bytes:
    image = Image.open(io.BytesIO(jpeg))
    image.draft("RGB", (480, 480))
    return _encoded(_thumbnail(image.convert("RGB")))


def dragged(page: Page) -> tuple[float, float]:
    """Which share of the cells in sight had no picture, and p95 of the frames in ms."""
    rail = page.locator("#rail").bounding_box()
    assert rail
    x, seen = rail["x"] + rail["width"] / 2, []
    page.evaluate(WATCH)
    page.mouse.move(x, rail["y"] + 10)
    page.mouse.down()
    for step in range(MOVES):
        page.mouse.move(x, rail["y"] + 10 + step * (rail["height"] - 20) / MOVES)
        seen.append(page.evaluate(SEEN))
    page.mouse.up()
    cells, shown = (sum(counts) for counts in zip(*seen, strict=True))
    return 1 - shown / cells, p95(page.evaluate("window.frames_"))


def drags(data: Path) -> None:
    results = {}
    for with_them in (True, False):
        with serving(data) as running, looking(1600, 1000) as page:
            if not with_them:
                page.route("**/api/tiny?**", lambda route: route.abort())
            page.goto(running.boot)
            until(lambda page=page: page.evaluate("document.querySelectorAll('img.is-there').length > 3"))
            until(lambda: (data / "tiny.bin").read_bytes()[8:16] == (1).to_bytes(8, "little"))
            page.wait_for_timeout(3000)
            results[with_them] = dragged(page)
    row(
        "cells without a picture in a drag | without tiny pictures",
        "≤ 0.2",
        results[True][0],
        results[False][0],
        unit="",
    )
    row("frame in that drag, p95 | without tiny pictures", "≤ 1.5", results[True][1], results[False][1], unit="ms")


def main(folder: str | None) -> None:
    heading()
    costs()
    if folder:
        drags(Path(folder) / "data")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
