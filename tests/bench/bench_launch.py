"""From Enter to pictures in the window, on a library of a million:  python -m tests.bench.bench_launch FOLDER

FOLDER as tests.bench.million makes it. Beside it an empty pywebview window with one static picture. Two times of each:
when pictures were on the screen (Xvfb's, read from outside, on Linux; ours are the window's own picture of the last
time), and when the page had painted one by Chromium's own clock, asked for afterwards, so that nobody disturbs the
start.
"""

from __future__ import annotations

import http.server
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.bench.million import index, make
from tests.bench.running import ROOT, usual
from tests.bench.screen import Screen, open_screen
from tests.bench.table import compare, heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Page

EMPTY = """
import sys, webview
from gallery.desktop.environment import prepare_environment
from gallery.desktop.qt_binding import provide_binding
provide_binding()
prepare_environment(int(sys.argv[1]))
webview.create_window("Empty", sys.argv[2], width=1280, height=800)
webview.start(gui="qt")
"""
PAGE_BYTES = b"<!doctype html><title>Empty</title><img src=picture.jpg width=1100 height=700>"
ROUNDS = 9
PAINTED = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().filter(({url}) => url).map(
  entry => [entry.url.split(",")[0], performance.timeOrigin + entry.renderTime]))).observe(
  {type: "largest-contentful-paint", buffered: true}))"""
"""Pictures that were the largest so far when they were painted: address, when."""


def on_screen(command: Sequence[str], screen: Screen) -> float:
    """Seconds until pictures were on the screen."""
    environment = {**usual(), "QT_QPA_PLATFORM": "xcb", "DISPLAY": screen.display}
    started = time.time()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        seconds = screen.wait_for_pictures(60) - started
        time.sleep(5)  # so that the page has its photos, too, and leaves a last screen
        return seconds
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def window(command: Sequence[str], port: int, settle: float = 6.0) -> Iterator[tuple[float, Page]]:
    """When it was started, in Unix milliseconds, and its page, after it has had time to show everything."""
    environment = {**usual(), "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    started = time.time() * 1000
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(settle)
        with sync_playwright() as playwright:
            browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}", no_defaults=True)
            yield started, browser.contexts[0].pages[0]
    finally:
        process.terminate()
        process.wait(20)


def shoebox(data: Path) -> float:
    return pictures_shown([sys.executable, "main.py", "--data-dir", str(data)])


def pictures_shown(command: Sequence[str], settle: float = 6.0) -> float:
    """Seconds until pictures of photos were painted: the last screen, which the document of the page brings."""
    port = free_port()
    with window([*command, "--devtools", str(port)], port, settle) as (start, page):
        (address, painted), *_ = page.evaluate(PAINTED)
        assert address == "data:image/jpeg;base64", address
        return float(painted - start) / 1000


def first_look(data: Path) -> None:
    let_look([sys.executable, "main.py", "--data-dir", str(data)])


def let_look(command: Sequence[str], settle: float = 6.0) -> None:
    """Let the thumbnails be made, and the last screen be kept, as after any first look."""
    port = free_port()
    with window([*command, "--devtools", str(port)], port, settle):
        pass


def empty() -> float:
    with site() as address:
        port = free_port()
        with window([sys.executable, "-c", EMPTY, str(port), address], port) as (start, page):
            return float(page.evaluate(PAINTED)[0][1] - start) / 1000


def free_port() -> int:
    """Not one that the system would give to a server next."""
    for port in range(20_000, 30_000):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError("no port is free")


@contextmanager
def site() -> Iterator[str]:
    """A page with one picture, from memory."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((1100, 700), 80).save(out, "JPEG")  # which nobody takes for a page without a picture

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            picture = self.path.endswith("jpg")
            body = out.getvalue() if picture else PAGE_BYTES
            self.send_response(200)
            self.send_header("Content-Type", "image/jpeg" if picture else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def main(folder: str) -> None:
    base = Path(folder).resolve()
    make(base, 1_000_000)
    data = base / "data"
    if not data.exists():
        index(base)
    first_look(data)
    heading()
    opened = [sys.executable, "main.py", "--data-dir", str(data)]
    with open_screen() as screen, site() as address:
        on_screen(opened, screen)  # its picture is of this screen from now on
        compare(
            "photos on the screen, of 1,000,000, from the start of the program | a picture in an empty window",
            "≤ 1.5",
            lambda: on_screen(opened, screen),
            lambda: on_screen([sys.executable, "-c", EMPTY, str(free_port()), address], screen),
            rounds=ROUNDS,
        )
    first_look(data)  # on a screen of another size
    compare("the page has painted them | it", "", lambda: shoebox(data), empty, rounds=ROUNDS)


if __name__ == "__main__":
    main(sys.argv[1])
