"""From a click in the grid, and from a key, to the photo:  python -m tests.bench.bench_viewer FOLDER [PHOTOSWIPE]

FOLDER keeps 110 photos of 12 MP and as many of 24. PHOTOSWIPE is a folder in which `npm install photoswipe` was run:
then each figure stands beside that of PhotoSwipe 5, which shows the same files, with thumbnails made beforehand, from a
plain server on this computer. Both are measured in turn, by the clocks of their pages: from the event until the frame
with the picture has been painted. Thumbnails are made and everything is indexed; no photo has been opened before.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

from tests.bench.running import QUIET, serving
from tests.bench.table import heading, p95, row
from tests.bench.viewer_photos import SIZES, photos, thumbnails
from tests.browser.chromium import chromium_path
from tests.browser.waits import next_frames, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.bench.viewer_photos import Size

HERE = Path(__file__).parent
COUNT = 110
APART = 5
"""Between photos that are opened by a click, so that none was loaded as a neighbour before."""
PAUSE_MS = 300
BLOCK = 10
"""So many keys without a pause on one page, before the other has its turn."""
_AT_REST = "/Up to date/.test(document.getElementById('status')?.textContent)"
_LONG_S = 600
CELLS = {"Shoebox": ".cell:not([hidden])", "PhotoSwipe": "#gallery a"}


class Times(NamedTuple):
    """Milliseconds from the event until a picture was painted."""

    small: float
    """The thumbnail; as `sharp` where the photo was there at once."""
    sharp: float


Found = dict[str, list[Times]]


def main(folder: str, photoswipe: str | None = None, count: int = COUNT, sizes: dict[int, Size] = SIZES) -> None:
    peer = Path(photoswipe) / "node_modules" / "photoswipe" / "dist" if photoswipe else None
    heading()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        for megapixels, size in sizes.items():
            place = Path(folder) / str(megapixels)
            sources = photos(place / "photos", count, size)
            thumbnails(place / "thumbnails", sources)
            scene = Scene(browser, Path(temporary) / str(megapixels), place, count, size, peer)
            _measure(scene, f"{megapixels} MP")
        browser.close()


def _measure(scene: Scene, name: str) -> None:
    clicks = scene.measure(_click, rounds=APART)
    _tell(f"{name}, from a click to the thumbnail", clicks, "small")
    _tell(f"{name}, from a click to the sharp photo", clicks, "sharp")
    _tell(f"{name}, from a key to the sharp neighbour, {PAUSE_MS} ms apart", scene.measure(_page), "sharp")
    _tell(f"{name}, from a key to the sharp neighbour, no pause", scene.measure(_leaf), "sharp")


def _tell(name: str, found: Found, part: str) -> None:
    sides = {side: [getattr(times, part) for times in found[side]] for side in found}
    count = len(sides["Shoebox"])
    for word, value in (("median", statistics.median), ("p95", p95)):
        figures = {side: value(times) for side, times in sides.items()}
        row(f"{name}: {word} of {count}", "", figures["Shoebox"], figures.get("PhotoSwipe"), unit="ms")


class Scene:
    """The same photos in Shoebox and, where it is there, in PhotoSwipe."""

    def __init__(self, browser: Browser, data: Path, place: Path, count: int, size: Size, peer: Path | None) -> None:
        self._browser, self._data, self._place = browser, data, place
        self.count, self._size, self._peer = count, size, peer
        self._files = len(list((place / "photos").iterdir()))
        with self._opened(data) as page:
            _wait_until_made(page, self._files)

    def measure(self, take: Callable[[dict[str, Page], int, Scene], Found], rounds: int = 1) -> Found:
        """Measure on pages, and on a server, that have not shown these photos yet; as often as it takes for all."""
        found: Found = {}
        for number in range(rounds):
            with ExitStack() as stack:
                copy = stack.enter_context(tempfile.TemporaryDirectory())
                shutil.copytree(self._data, Path(copy) / "data")
                pages = {"Shoebox": stack.enter_context(self._opened(Path(copy) / "data"))}
                _wait_until_made(pages["Shoebox"], self._files)
                if self._peer:
                    pages["PhotoSwipe"] = stack.enter_context(self._photoswipe(Path(copy) / "site"))
                for side, times in take(pages, number, self).items():
                    found.setdefault(side, []).extend(times)
        return found

    @contextmanager
    def _opened(self, data: Path) -> Iterator[Page]:
        with serving(data, self._place / "photos") as running, self._fresh_page() as page:
            page.goto(running.boot)
            yield page

    @contextmanager
    def _photoswipe(self, site: Path) -> Iterator[Page]:
        assert self._peer
        site.mkdir()
        shutil.copy(HERE / "photoswipe.html", site / "index.html")
        for name, target in (
            ("photoswipe", self._peer),
            ("photos", self._place / "photos"),
            ("thumbnails", self._place / "thumbnails"),
        ):
            (site / name).symlink_to(target.resolve())
        with _static(site) as address, self._fresh_page() as page:
            page.goto(f"{address}?count={self.count}&width={self._size[0]}&height={self._size[1]}", wait_until="load")
            page.locator(CELLS["PhotoSwipe"]).nth(self.count - 1).wait_for()
            yield page

    @contextmanager
    def _fresh_page(self) -> Iterator[Page]:
        context = self._browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_init_script(path=HERE / "viewer_probe.js")
        yield context.new_page()
        context.close()


def _wait_until_made(page: Page, count: int) -> None:
    """Return when all photos are in the grid, all thumbnails are made, and nothing more is to be done."""
    for condition in (f"document.getElementById('count')?.textContent === '{count}'", _AT_REST):
        wait_until(page, condition, _LONG_S)


@contextmanager
def _static(site: Path) -> Iterator[str]:
    """Yield the address of Python's own server of files."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--protocol", "HTTP/1.1"]
    process = subprocess.Popen(
        command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=dict(os.environ)
    )
    try:
        assert process.stdout
        port = process.stdout.readline().split(" port ")[1].split()[0]
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(30)


def _click(pages: dict[str, Page], number: int, scene: Scene) -> Found:
    """Open every fifth photo from the grid, on both pages in turn."""
    found: Found = {side: [] for side in pages}
    for photo in range(number, scene.count, APART):
        for side, page in pages.items():
            cell = _cell(page, side, photo)
            page.wait_for_timeout(PAUSE_MS)
            found[side].append(_timed(page, cell.click))
            page.keyboard.press("Escape")
            page.wait_for_function("window.shown() === null")
    return found


def _cell(page: Page, side: str, photo: int) -> Locator:
    """Scroll to a photo and return its place in the grid; Shoebox draws only those that are near."""
    if side == "PhotoSwipe":
        cell = page.locator(CELLS[side]).nth(photo)
    else:
        cell = page.locator(f'{CELLS[side]}[aria-label*=", {photo + 1} of "]')
        page.mouse.move(640, 400)
        while not cell.count():
            page.mouse.wheel(0, 300)
            next_frames(page, 2)
    cell.scroll_into_view_if_needed()
    return cell


def _page(pages: dict[str, Page], _number: int, scene: Scene) -> Found:
    """Go through the photos by a key, on both pages in turn, with a look at each."""
    found: Found = {side: [] for side in pages}
    _open_first(pages)
    for _ in range(1, scene.count):
        for side, page in pages.items():
            page.wait_for_timeout(PAUSE_MS)
            found[side].append(_timed(page, lambda page=page: page.keyboard.press("ArrowRight")))  # type: ignore[misc]
    return found


def _leaf(pages: dict[str, Page], _number: int, scene: Scene) -> Found:
    """Go on as soon as a photo is sharp; some photos on one page, then on the other."""
    found: Found = {side: [] for side in pages}
    _open_first(pages)
    for _ in range((scene.count - 1) // BLOCK):
        for side, page in pages.items():
            page.wait_for_timeout(PAUSE_MS)
            for _ in range(BLOCK):
                found[side].append(_timed(page, lambda page=page: page.keyboard.press("ArrowRight")))  # type: ignore[misc]
    return found


def _open_first(pages: dict[str, Page]) -> None:
    for side, page in pages.items():
        _timed(page, page.locator(CELLS[side]).first.click)


def _timed(page: Page, act: Callable[[], None]) -> Times:
    page.evaluate("window.watch()")
    act()
    return Times(*page.evaluate("window.found"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
