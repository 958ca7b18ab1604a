"""The real window sends nothing but to its own server, as the system itself sees it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.window.app import App
from tests.window.needs import needs
from tests.window.page_wait import LARGE_PICTURE_SHOWN, PICTURES_SHOWN, wait_in_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

psutil = needs("psutil")
needs("PySide6.QtWebEngineWidgets")
pytestmark = pytest.mark.window

TRACED = ["strace", "-f", "-qq", "-yy", "-e", "signal=none", "-e", "trace=network,write,writev,sendfile,splice"]
CALL = re.compile(r"^\d+\s+(?:<\.\.\. )?(\w+)(?:\(| resumed)")
INTERNET = re.compile(r"<(TCP|UDP|RAW|PING|PACKET|SCTP|DCCP)(?:v6|LITE)*:((?:->|[^>])*)>")
OWN = re.compile(r"\[127\.0\.0\.1:\d+->127\.0\.0\.1:\d+\]")
PROBE = re.compile(r'<UDPv6:.*sin6_port=htons\(443\).*inet_pton\(AF_INET6, "2001:4860:4860::8888"')
SENDING = {"sendto", "sendmsg", "sendmmsg", "write", "writev", "sendfile", "splice"}


def traceable() -> bool:
    """Whether strace is here and may look: containers often forbid it."""
    return bool(shutil.which("strace")) and subprocess.run(["strace", "-qq", "true"], check=False).returncode == 0


def foreign(line: str) -> bool:
    """Whether this system call sends, or connects, to anything but 127.0.0.1.

    One is excused: Chromium connects a UDP socket to `PROBE` now and then, to learn whether there is IPv6. That asks the
    system for a route, and no packet comes of it; there is no switch against it (net/dns/host_resolver_manager.cc).
    """
    call, socket = CALL.match(line), INTERNET.search(line)
    if call is None or socket is None:
        return False
    if call[1] == "connect":
        return not PROBE.search(line) and 'inet_addr("127.0.0.1")' not in line
    named = "sa_family=AF_INET" in line and 'inet_addr("127.0.0.1")' not in line
    return call[1] in SENDING and (named or ("->" in socket[2] and not OWN.fullmatch(socket[2])) or socket[1] == "UDP")


PROBED = (
    "7 connect(8<{}:[17]>, {{sa_family=AF_INET6, sin6_port=htons({}), sin6_flowinfo=htonl(0), "
    'inet_pton(AF_INET6, "2001:4860:4860::8888", &sin6_addr), sin6_scope_id=0}}, 28) = 0'
)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ('7 connect(8<TCP:[17]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0', 0),
        ('7 connect(8<TCP:[17]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("9.9.9.9")}, 16) = 0', 1),
        ('7 connect(8<UDPv6:[17]>, {sa_family=AF_INET6, inet_pton(AF_INET6, "2001::8", &sin6_addr)}, 28) = 0', 1),
        ('7 connect(8<UDP:[17]>, {sa_family=AF_INET, sin_addr=inet_addr("9.9.9.9")}, 16) = 0', 1),
        (PROBED.format("UDPv6", 443), 0),
        (PROBED.format("TCPv6", 443), 1),
        (PROBED.format("UDPv6", 53), 1),
        ('7 sendto(8<UDPv6:[[fd00::2]:46603->[2001::8]:443]>, "x", 1, 0, NULL, 0) = 1', 1),
        ('7 sendto(8<UDP:[17]>, "x", 1, 0, {sa_family=AF_INET, sin_addr=inet_addr("9.9.9.9")}, 16) = 1', 1),
        ('7 write(8<TCP:[127.0.0.1:4->127.0.0.1:5]>, "x", 1) = 1', 0),
        ("7 sendmsg(8<TCP:[10.0.0.2:4->9.9.9.9:443]>, {msg_name=NULL}, 0 <unfinished ...>", 1),
        ('7 write(8<TCPv6:[[::1]:4->[2001::8]:443]>, "x", 1) = 1', 1),
        ('7 write(1<pipe:[9]>, "9.9.9.9", 7) = 7', 0),
    ],
)
def test_what_counts_as_leaving(line: str, answer: int) -> None:
    assert foreign(line) == bool(answer)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for number in range(6):
        save(tmp_path / "photos" / f"p{number}.jpg", picture(900, 600, hue=number * 40))
    return tmp_path / "photos"


def look_around(page: Page) -> None:
    """Wait until the six pictures are shown, and open one of them large."""
    wait_in_page(page, f"{PICTURES_SHOWN} === 6", 60)
    page.locator(".cell").first.click()
    wait_in_page(page, LARGE_PICTURE_SHOWN, 60)


def look_again(page: Page) -> None:
    """Load the page once more and look around: what a browser does when it has time (updates, lists) begins meanwhile."""
    page.keyboard.press("Escape")
    wait_in_page(page, "document.getElementById('viewer').hidden")
    page.reload()
    look_around(page)


@pytest.fixture
def app(tmp_path: Path, photos: Path, request: pytest.FixtureRequest) -> Iterator[App]:
    """The window, looked around in. What comes before the command is the parameter's."""
    before = [*request.param, "-o", str(tmp_path / "trace")] if request.param else []
    command = [sys.executable, "main.py", "--data-dir", str(tmp_path / "data"), str(photos)]
    with App([*before, *command], tmp_path / "log") as app:
        look_around(app.page())
        yield app


@pytest.mark.parametrize("app", [TRACED], indirect=True, ids=["traced"])
@pytest.mark.skipif(not traceable(), reason="nobody may be traced on this machine: the next test looks from outside")
def test_the_window_sends_nothing_but_to_its_server(app: App, tmp_path: Path) -> None:
    """From the start to the end of its processes."""
    look_again(app.page())
    shoebox = app.helpers()[0]
    shoebox.terminate()
    assert app.process.wait(30) == 0
    lines = (tmp_path / "trace").read_text(errors="replace", encoding="utf-8").splitlines()
    assert any("127.0.0.1:" in line for line in lines), "it was not traced"
    assert [line for line in lines if foreign(line)] == []


@pytest.mark.parametrize("app", [[]], indirect=True, ids=["watched"])
def test_nobody_sees_a_connection_of_the_window(app: App) -> None:
    processes = [psutil.Process(app.process.pid), *app.helpers()]
    seen: set[str] = set()
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            for process in processes:
                with suppress(psutil.NoSuchProcess):  # a decode process ended
                    seen.update(line.raddr.ip for line in process.net_connections("inet") if line.raddr)

    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(watch)
        try:
            look_again(app.page())
            wait_for(lambda: seen)
        finally:
            ended.set()  # else the pool would wait for `watch` for ever
        watching.result()
    assert seen == {"127.0.0.1"}
