"""Nothing leaves the machine: no connection while the program runs, no foreign address in its sources (S32)."""

from __future__ import annotations

import io
import re
import shutil
import tokenize
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.browser.chromium import FLAGS, chromium_path
from tests.site.site_process import SiteProcess
from tests.web.client import wait_until_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.conftest import Serve
    from tests.program import Served
    from tests.web.client import ApiClient

    Start = Callable[..., Served | SiteProcess]

HOME = Path(__file__).resolve().parent.parent
SOURCES = sorted(
    path
    for folder, kinds in (("gallery", {".py"}), ("ui", {".js", ".ts", ".css", ".html", ".svg", ".json"}))
    for path in (HOME / folder).rglob("*")
    if path.suffix in kinds
)
ADDRESS = re.compile(r"(?:https?|wss?|ftp):(?://|\\/\\/)[^\s\"'`)>]*|[\"'`(]//[\w.-]+\.\w+[^\s\"'`)]*")
OWN = re.compile(r"http://(127\.0\.0\.1\b|\{self\.host\})")
NAMES = re.compile(
    r"http://(www\.w3\.org/(1999|2000|XML/1998)/|www\.fstopapp\.com/xmp/|ns\.adobe\.com/|ns\.microsoft\.com/|purl\.org/|iptc\.org/|ns\.google\.com/|cipa\.jp/"
    r"|www\.metadataworkinggroup\.com/schemas/|www\.digikam\.org/ns/|ns\.iview-multimedia\.com/)"
)
"""Namespaces: names that look like addresses and that nobody opens."""
EXAMPLES = re.compile(r"https?://(photos\.example\.org\b|shoebox\b|\W*$)")
"""In sentences about the file of a site: a reserved name (RFC 2606), that of an upstream in a configuration, schemes."""


def without_comments(path: Path) -> str:
    """Comments may cite specifications."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        return "\n".join(token.string for token in tokens if token.type != tokenize.COMMENT)
    text = re.sub(r"/\*.*?\*/|<!--.*?-->", "", text, flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//\s.*$", "", text)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HOME)))
def test_no_source_names_a_foreign_address(path: Path) -> None:
    found = ADDRESS.findall(without_comments(path))
    foreign = [each for each in found if not any(known.match(each) for known in (OWN, NAMES, EXAMPLES))]
    assert foreign == []


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    """Neither by attribute nor by style: every address in the page's own files begins with a single slash."""
    for path in SOURCES:
        if path.suffix in (".html", ".css"):
            for address in re.findall(
                r"(?:src|href)=[\"']([^\"']*)|url\([\"']?([^\"')]*)", path.read_text(encoding="utf-8")
            ):
                target = "".join(address)
                assert re.match(r"/(?!/)|#|data:$", target), (path, target)


@pytest.fixture(params=["serve", "site"])
def start(request: pytest.FixtureRequest, serve: Serve, photos: Path, tmp_path: Path) -> Iterator[Start]:
    """Return what starts each of the two servers, with a prefix in front of its command."""
    started: list[SiteProcess] = []

    def start_site(prefix: Sequence[str] = ()) -> SiteProcess:
        (tmp_path / "site").mkdir()
        started.append(SiteProcess(tmp_path / "site", photos, prefix))
        return started[-1]

    yield start_site if request.param == "site" else partial(serve, photos)
    for site in started:
        site.stop()


def look_around(served: Served | SiteProcess) -> None:
    """Enter, wait for the index, look at everything."""
    client: ApiClient = served.enter()
    wait_until_read(client, 3)
    for target in (
        "/",
        "/api/timeline.bin",
        "/api/folders",
        "/api/photos/1",
        "/media/KEY/thumb/1",
        "/media/KEY/screen/2",
        "/media/KEY/original/3",
    ):
        assert client.ask(target).status == 200, target


@pytest.mark.skipif(not shutil.which("strace"), reason="no strace on this machine: the next test looks from outside")
def test_the_system_is_never_asked_for_a_connection(start: Start, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    served = start(prefix=["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg,bind", "-o", str(trace)])
    look_around(served)
    for process in psutil.Process(served.process.pid).children():  # or strace itself, which would leave it alone
        process.terminate()
    assert served.process.wait(60) == 0
    calls = [
        line
        for line in trace.read_text(errors="replace", encoding="utf-8").splitlines()
        if "sa_family=AF_INET" in line or "sa_family=AF_NETLINK" in line
    ]
    assert [call for call in calls if "bind(" not in call] == []
    assert len(calls) == 1, calls
    assert 'inet_addr("127.0.0.1")' in calls[0]


def test_nobody_sees_a_connection(start: Start) -> None:
    served = start()
    seen: set[tuple[str, str]] = set()

    def note() -> None:
        for process in (psutil.Process(served.pid), *psutil.Process(served.pid).children(recursive=True)):
            for connection in process.net_connections("inet"):
                remote = connection.raddr.ip if connection.raddr else ""
                seen.add((connection.laddr.ip, remote))

    note()
    look_around(served)
    note()
    served.stop()
    assert {address for pair in seen for address in pair} <= {"127.0.0.1", ""}


def requests_of(chromium: str, served: Served) -> list[str]:
    """Every address the page asked for until it showed pictures."""
    from playwright.sync_api import sync_playwright

    requested: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        page.on("request", lambda request: requested.append(request.url))
        page.goto(served.boot)
        page.wait_for_url(f"http://127.0.0.1:{served.port}/", timeout=20_000)
        page.wait_for_selector("img[src*='/media/']", state="attached", timeout=20_000)
        browser.close()
    return requested


@pytest.mark.browser
def test_the_page_stays_at_home(serve: Serve, photos: Path) -> None:
    """In a real browser: every request of the page goes to its own origin."""
    served = serve(photos)
    chromium = chromium_path()
    with ThreadPoolExecutor(1) as apart:  # Playwright runs once a thread, and the browser tests may have theirs
        requested = apart.submit(requests_of, chromium, served).result(120)
    assert any("/media/" in url for url in requested)
    scripts = [url for url in requested if url.endswith(".js")]
    assert len(scripts) == 1, "all modules are in one file"
    assert [url for url in requested if not url.startswith(f"http://127.0.0.1:{served.port}/")] == []
