"""A program with a window, started for a test, driven over CDP, ended by a signal, and what it leaves counted.

with App([sys.executable, "main.py"], log=tmp_path / "app.log") as app:
    app.page().click("#add")
    assert app.quit() == Ending(0, [])
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.ending import ENDING_SIGNALS, OWN_GROUP, ask_to_end
from tests.waiting import PATIENCE_S, wait_for
from tests.window.needs import lack, needs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.sync_api import Browser, Page, Playwright

psutil = needs("psutil")
playwright = needs("playwright.sync_api")

ROOT = Path(__file__).parents[2]
START_S = 120.0  # Qt and Chromium are large: with twenty other processes a start has taken more than half a minute
HELPERS_S = PATIENCE_S  # Chromium's processes notice the end of the main one after a second or two


SCREEN = (1600, 1000)
"""Width and height of the screen: on a smaller one the window is smaller, and its sidebar a drawer."""


def on_screen(file: Path, width: int, height: int) -> dict[str, str]:
    """Return what makes a program have one screen of this size, which no eye sees; `file` is written for it.

    Qt takes the variable apart at colons: no drive may stand in it, so that of the program's working folder counts.
    """
    drive, place = os.path.splitdrive(file)
    if drive.lower() != ROOT.drive.lower():
        lack(f"temporary files are on {drive}, and the checkout on {ROOT.drive}")
    screen = {"name": "only", "x": 0, "y": 0, "width": width, "height": height}
    fields = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1.0}
    file.write_text(json.dumps({"screens": [{**screen, **fields}]}), encoding="utf-8")
    return {"QT_QPA_PLATFORM": f"offscreen:configfile={place}"}


@dataclass(frozen=True)
class Ending:
    code: int
    left: list[str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class App:
    """`command` gets `--devtools PORT` appended, unless `devtools` is False."""

    def __init__(
        self, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None, *, devtools: bool = True
    ) -> None:
        self.port = free_port() if devtools else None
        self._command = [*command, *(["--devtools", str(self.port)] if devtools else [])]
        self._env = {**os.environ, **on_screen(Path(f"{log}.screen.json"), *SCREEN), **(env or {})}
        self._log = log
        self._playwright: Playwright | None = None
        self._page: Page | None = None

    def __enter__(self) -> Self:
        with self._log.open("wb") as log, Path(f"{self._log}.out").open("wb") as out:
            self.process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._env, stdin=subprocess.PIPE, stdout=out, stderr=log, **OWN_GROUP
            )
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever the test did, nothing stays behind."""
        if self._playwright is not None:
            self._playwright.stop()
        if self.process.poll() is None:
            started = self.helpers()  # under strace the program is one of them, and would go on without it
            self.process.kill()
            self.process.wait()
            for one in started:
                with suppress(psutil.NoSuchProcess):
                    one.kill()
        if self.process.stdin:
            self.process.stdin.close()

    def text(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def said(self) -> list[dict[str, Any]]:
        """The lines of JSON on stdout so far."""
        lines = Path(f"{self._log}.out").read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n") and line.startswith("{")]

    def heard(self, key: str) -> list[Any]:
        return [line[key] for line in self.said() if key in line]

    def tell(self, *command: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(command).encode() + b"\n")
        self.process.stdin.flush()

    def ask(self, *command: Any) -> Any:
        before = len(self._answers(command[0]))
        self.tell(*command)
        return wait_for(lambda: self._answers(command[0])[before:], START_S, self.text)[0]["answer"]

    def _answers(self, name: str) -> list[dict[str, Any]]:
        return [line for line in self.said() if line.get("done") == name]

    def page(self) -> Page:
        """The page in the window, once it is there."""
        if self._page is None:
            wait_for(self.at_home, START_S, why=self.text)
            self._playwright = playwright.sync_playwright().start()
            browser = self._connected(self._playwright)
            self._page = wait_for(lambda: [page for c in browser.contexts for page in c.pages], why=self.text)[0]
        return self._page

    def _connected(self, driver: Playwright) -> Browser:
        """Attaching to a renderer that is just being exchanged for another is never answered: then once more."""
        address = f"http://127.0.0.1:{self.port}"
        for _ in range(2):
            # QtWebEngine has no Browser.setDownloadBehavior, which Playwright's defaults would ask for
            with suppress(playwright.TimeoutError):
                return driver.chromium.connect_over_cdp(address, no_defaults=True, timeout=10_000)
        return driver.chromium.connect_over_cdp(address, no_defaults=True)

    def at_home(self) -> bool:
        """Whether the page is there and has forgotten the one-time address: before, a question may go to a blank one."""
        if not self.debuggable():
            return False
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/json/list", timeout=5) as answer:
                addresses = [one["url"] for one in json.load(answer) if one["type"] == "page"]
        except TimeoutError:  # of a busy machine: asked once more
            return False
        return any(one.startswith("http") and "/boot/" not in one for one in addresses)

    def debuggable(self) -> bool:
        assert self.process.poll() is None, self.text()
        return answers(self.port)

    def helpers(self) -> list[Any]:
        children: list[Any] = psutil.Process(self.process.pid).children(recursive=True)
        return children

    def quit(self, number: int = ENDING_SIGNALS[0]) -> Ending:
        """End the program by a signal and look for what it leaves."""
        helpers = self.helpers()
        if self._playwright is not None:
            self._playwright.stop()
            self._playwright = None
        ask_to_end(self.process, number)
        return self.ended(helpers)

    def ended(self, helpers: list[Any]) -> Ending:
        code = self.process.wait(PATIENCE_S)
        _, alive = psutil.wait_procs(helpers, timeout=HELPERS_S)
        return Ending(code, [one.name() for one in alive if one.is_running() and one.status() != psutil.STATUS_ZOMBIE])


def answers(port: int | None) -> bool:
    """Whether a debugger could connect to this port."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=1) as answer:
            return bool(answer.read())
    except OSError:
        return False
