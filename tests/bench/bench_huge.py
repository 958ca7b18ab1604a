"""Memory with very large files in the viewer:  python -m tests.bench.bench_huge FOLDER [NAME ...]

FOLDER keeps the files that are made (200 MP JPEG, 268 MP PNG, 30,000 x 2,000, 10,000 frames, and what was put there:
HEIC, MP4). Each is opened between two photos of 12 MP, looked at at 100 %, moved around, left for its neighbour, and
opened again. Memory is sampled 20 times a second: PSS of all processes of the browser, of its largest one, of the main
process, and of the decode processes. It prints the peaks, and the time from the key to every pixel.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from PIL import Image
from playwright.sync_api import Error

from tests.bench.running import looking, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

INTERVAL_S = 0.05
WAIT_MS = 180_000
SHARP = "/original|tiles/.test(document.querySelector('.stage__picture')?.dataset.layer)"


class Peaks:
    """The most memory in MB that groups of processes had, while it is open."""

    def __init__(self, main: int, browser: psutil.Process) -> None:
        self._main, self._browser = main, browser
        self.most: dict[str, float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._stop.wait(INTERVAL_S):
            browser = [megabytes(process.pid) for process in descendants(self._browser)]
            decode = [megabytes(process.pid) for process in descendants(psutil.Process(self._main))]
            now = {"browser": sum(browser), "renderer": max(browser, default=0.0), "main": megabytes(self._main),
                   "decode": sum(decode)}  # fmt: skip
            for name, value in now.items():
                self.most[name] = max(value, self.most.get(name, 0.0))


def megabytes(pid: int) -> float:
    """PSS, which counts what processes share once; read from the sum that the kernel keeps."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    return 0.0


def descendants(process: psutil.Process) -> list[psutil.Process]:
    with suppress(psutil.Error):
        return process.children(recursive=True)
    return []


def find_browser() -> psutil.Process:
    """The browser that Playwright has started: the chromium whose parent is none."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            parent = process.parent()
            if "chrom" in process.name() and parent and "chrom" not in parent.name():
                return parent
    raise LookupError("no browser")


def make_files(folder: Path) -> None:
    """Files that are missing; a wave with grain, so that they are as long as photos are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in (("b-200mp.jpg", (16384, 12288)), ("d-268mp.png", (16384, 16384)),
                       ("f-30000x2000.jpg", (30000, 2000))):  # fmt: skip
        if not (folder / name).exists():
            scene(size).save(folder / name, quality=85, compress_level=1)
    if not (folder / "h-10000-frames.gif").exists():
        base = scene((400, 300)).quantize(64)
        base.save(folder / "h-10000-frames.gif", save_all=True, append_images=moved(base), duration=40, loop=0)


def scene(size: tuple[int, int]) -> Image.Image:
    part = Image.merge("RGB", [Image.effect_noise((1024, 1024), 30 + 10 * shade) for shade in range(3)])
    whole = Image.linear_gradient("L").resize(size).convert("RGB")
    for top in range(0, size[1], 1024):
        for left in range(0, size[0], 1024):
            box = (left, top, min(left + 1024, size[0]), min(top + 1024, size[1]))
            piece = part.crop((0, 0, box[2] - left, box[3] - top))
            whole.paste(Image.blend(whole.crop(box), piece, 0.2), box)
    return whole


def moved(base: Image.Image) -> list[Image.Image]:
    frames = []
    for number in range(9_999):
        frame = base.copy()
        frame.paste(number % 64, (number % 380, number % 280, number % 380 + 20, number % 280 + 20))
        frames.append(frame)
    return frames


def look(page: Page, name: str) -> float:
    """Open a file and its neighbours; return the seconds from the key for 100 % to every pixel."""
    page.locator("#grid .cell").nth(1).dblclick()
    page.wait_for_selector(
        ".stage__picture[data-layer='screen'], .stage__picture[data-layer='original']", timeout=WAIT_MS
    )
    page.wait_for_timeout(1500)
    if name.endswith(".mp4"):
        return play(page)
    start = time.monotonic()
    page.keyboard.press("Control+1")
    page.wait_for_function(SHARP, timeout=WAIT_MS)
    seconds = time.monotonic() - start
    for x, y in ((-400, -300), (400, 300), (-400, 300), (400, -300)) * 2:
        page.mouse.move(640, 400)
        page.mouse.down()
        page.mouse.move(640 + x, 400 + y, steps=8)
        page.mouse.up()
        page.wait_for_timeout(200)
    for key in ("-", "-", "-", "+", "+", "+"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    for key in ("ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        page.wait_for_timeout(1500)
    page.keyboard.press("Control+1")
    page.wait_for_function(SHARP, timeout=WAIT_MS)
    page.wait_for_timeout(500)
    return seconds


def play(page: Page) -> float:
    start = time.monotonic()
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('video')?.currentTime > 1", timeout=WAIT_MS)
    seconds = time.monotonic() - start
    for share in (0.5, 0.9, 0.1):
        page.evaluate("share => { const video = document.querySelector('video'); video.currentTime = share * video.duration; }", share)  # fmt: skip
        page.wait_for_timeout(2000)
    return seconds


def measure(file: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        photos = Path(folder) / "photos"
        photos.mkdir()
        for name in ("0.jpg", "2.jpg"):
            scene((4000, 3000)).save(photos / name, quality=85)
        os.link(file, photos / f"1{file.suffix}")
        for name in ("0.jpg", "2.jpg", f"1{file.suffix}"):
            os.utime(photos / name, (1_700_000_000 - 100 * int(name[0]),) * 2)
        with looking(bypass_csp=True) as page, serving(Path(folder) / "data", photos) as running:
            page.goto(running.boot)
            page.wait_for_function("document.querySelectorAll('#grid .cell img').length >= 3", timeout=WAIT_MS)
            page.wait_for_function(
                "/problem|Up to date/.test(document.getElementById('status')?.textContent)", timeout=WAIT_MS
            )
            peaks = Peaks(running.process.pid, find_browser())
            try:
                seconds = f"{look(page, file.name):.1f} s"
            except Error as error:
                seconds = str(error).splitlines()[0]
            finally:
                peaks.close()
            figures = "".join(f"{peaks.most[name]:>10.0f}" for name in ("browser", "renderer", "main", "decode"))
            print(f"{file.name:<24}{figures}   {seconds}", flush=True)


def main(folder: str, *names: str) -> None:
    make_files(Path(folder))
    print(f"{'PSS, MB':<24}{'browser':>10}{'renderer':>10}{'main':>10}{'decode':>10}   to every pixel")
    for file in sorted(Path(folder).iterdir()):
        if not names or file.name in names:
            measure(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
