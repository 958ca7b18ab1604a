"""A million photos in the browser:  python -m tests.bench.bench_million FOLDER

FOLDER as tests.bench.million makes it. Its pictures are few and made before, as after a first look; every address is new
to the browser. Real wheel, real clicks.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.bench_served import entered
from tests.bench.million import index, make
from tests.bench.running import ROOT, ask, looking, serving, until, usual
from tests.bench.table import heading, p95, row
from tests.browser.grid_page import HOLES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.bench.running import Running

COUNT = 1_000_000
NEW = 10_000
STEPS = 240
READY = """() => { const cells = [...document.querySelectorAll('.cell:not([hidden])')].filter(cell => {
  const box = cell.getBoundingClientRect(); return box.bottom > 60 && box.top < innerHeight && box.width; });
  return cells.length > 3 && cells.every(cell => cell.querySelector('img.is-there')); }"""
WATCH = """() => {
  const view = document.getElementById("scroller"), seen = window.seen = { scripts: [], frames: [] };
  let start = 0, last = 0;
  addEventListener("scroll", () => (start = performance.now()), { capture: true });
  view.addEventListener("scroll", () => seen.scripts.push(performance.now() - start));
  const frame = now => { if (last) seen.frames.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
}"""
CLICKED = f"""() => {{ window.jump = new Promise(done => document.getElementById("rail").addEventListener("pointerdown",
  () => {{ const start = performance.now(), top = window.innerWidth;
    const look = () => ({READY})() ? done(performance.now() - start) : requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(look)); }}, {{ once: true, capture: true }})); }}"""


def timelines(running: Running, root: Path) -> None:
    client, _ = entered(running.boot)
    address = "/api/timeline.bin?order=date&sub=1"
    client.get(address)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - start)
    row("timeline of 1,000,000, cached, request to last byte", "≤ 0.15", statistics.median(times))
    times = []
    for number in range(5):
        before = client.get(address)[0][8:12]
        source = next((root.parent / "pictures").iterdir())
        shutil.copyfile(source, root / f"changed-{number}.jpg")
        start = time.perf_counter()
        while client.get(address)[0][8:12] == before:
            start = time.perf_counter()
        times.append(time.perf_counter() - start)
    row("the same after a change", "≤ 1.5", statistics.median(times))
    for changed in root.glob("changed-*.jpg"):
        changed.unlink()


def scrolled(page: Page, *, pictures: bool) -> tuple[float, float, int]:
    """p95 of the scripts and of the frames in ms, and how many looks found a row missing."""
    if not pictures:
        page.add_style_tag(content=".cell img { display: none !important }")
    page.evaluate(WATCH)
    page.mouse.move(700, 500)
    missing = 0
    for step in range(STEPS):
        page.mouse.wheel(0, 120)
        if step % 12 == 0:
            missing += len(page.evaluate(HOLES))
    seen = page.evaluate("window.seen")
    return p95(seen["scripts"]), p95(seen["frames"]), missing


def jumps(page: Page) -> float:
    """Median of ms from the click on the rail to all pictures in sight."""
    rail = page.locator("#rail").bounding_box()
    assert rail
    times = []
    for number in range(20):
        page.evaluate(CLICKED)
        page.mouse.click(rail["x"] + rail["width"] / 2, rail["y"] + rail["height"] * (0.04 + 0.046 * number))
        times.append(float(page.evaluate("window.jump")))
        page.wait_for_timeout(300)
    return statistics.median(times)


def pages(data: Path) -> None:
    results = {}
    for pictures in (True, False):
        with serving(data) as running, looking(1920, 1080, bypass_csp=True) as page:
            page.goto(running.boot)
            until(partial(page.evaluate, READY))
            page.wait_for_timeout(15_000)  # the disk has been looked through
            if pictures:
                row("main process with the page open", "≤ 350", running.memory(), unit="MB")
                row("jump to any date, pictures on screen, median of 20", "≤ 300", jumps(page), unit="ms")
            results[pictures] = scrolled(page, pictures=pictures)
    row("script of a scroll frame, p95", "≤ 4", results[True][0], unit="ms")
    row("rows missing while scrolling", "0", results[True][2], unit="")
    row("frame while scrolling, p95 | the same without pictures", "≤ 2", results[True][1], results[False][1], unit="ms")


def burst(running: Running, root: Path) -> None:
    with tempfile.TemporaryDirectory(dir=root.parent) as folder, looking() as page:
        source, target = Path(folder) / "source", root / "burst"
        pictures = sorted((root.parent / "pictures").iterdir())
        for number in range(NEW):
            file = source / f"{number // 500:03}" / f"{number:05}.jpg"
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(pictures[number % len(pictures)], file)
        page.goto(running.boot)
        until(lambda: page.evaluate(READY))
        page.wait_for_timeout(15_000)  # the disk has been looked through
        shown = "() => Number(document.querySelector('.bar__name .count')?.textContent.replace(/[^0-9]/g, ''))"
        before = page.evaluate(shown)
        start = time.perf_counter()
        subprocess.run(["cp", "-r", source, target], check=True)
        copied = time.perf_counter() - start
        until(lambda: page.evaluate(shown) == before + NEW)
        seconds = time.perf_counter() - start
        data = Path(folder) / "data"
        words = ["index", "--no-thumbnails", "--data-dir", str(data), str(source)]
        start = time.perf_counter()
        subprocess.run([sys.executable, "main.py", *words], cwd=ROOT, check=True, capture_output=True, env=usual())
        read = time.perf_counter() - start
        row("10,000 files copied in, on the open page | cp, and reading them alone", "≤ 2", seconds, copied + read)
        shutil.rmtree(target)
        until(lambda: ask(page, "/api/status")["counts"]["photos"] == before)


def main(folder: str) -> None:
    base = Path(folder).resolve()
    root = make(base, COUNT)
    if not (base / "data").exists():
        index(base)
    heading()
    row("index.db", "≤ 400", (base / "data" / "index.db").stat().st_size / 1e6, unit="MB")
    with serving(base / "data") as running:
        timelines(running, root)
    pages(base / "data")
    with serving(base / "data") as running:
        burst(running, root)


if __name__ == "__main__":
    main(sys.argv[1])
