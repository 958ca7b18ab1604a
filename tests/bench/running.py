"""A real `serve` process with a real browser on it, for the benches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Running:
    def __init__(self, process: subprocess.Popen[str], boot: str, started: float) -> None:
        self.process, self.boot, self.started = process, boot, started

    @property
    def seconds(self) -> float:
        """Since the program was started."""
        return time.monotonic() - self.started

    def memory(self) -> float:
        """MB of the main process."""
        return psutil.Process(self.process.pid).memory_info().rss / 1e6


def usual() -> dict[str, str]:
    """The environment as on a user's machine, where Python keeps the modules that it has compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@contextmanager
def serving(data: Path, *paths: Path) -> Iterator[Running]:
    """Shoebox without a window, on this data folder; ended when the block is."""
    started = time.monotonic()
    command = [sys.executable, "main.py", "serve", "--json", "--data-dir", str(data), *map(str, paths)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=usual())
    try:
        assert process.stdout
        yield Running(process, json.loads(process.stdout.readline())["boot"], started)
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def looking(width: int = 1280, height: int = 800, *, bypass_csp: bool = False) -> Iterator[Page]:
    """A browser that is up already, so that only our own time is measured."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        page = browser.new_page(viewport={"width": width, "height": height}, bypass_csp=bypass_csp)
        page.goto("about:blank")
        yield page
        browser.close()


def ask(page: Page, path: str) -> Any:
    """GET a JSON path as the page does."""
    script = (
        "path => fetch(path, {headers: {'X-Gallery-Key': sessionStorage.getItem('gallery-key')}}).then(a => a.json())"
    )
    return page.evaluate(script, path)


def until(true: Any, seconds: float = 600) -> Any:
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return found


SHOWN = """() => [...document.querySelectorAll('.cell img')].filter(image => {
  const box = image.getBoundingClientRect();
  return image.naturalWidth && box.bottom > 0 && box.top < innerHeight;
}).length"""
