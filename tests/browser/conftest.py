"""Fixtures for the tests of the page in Chromium: the browser, the page over a stub, and the page over the real server."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import grid_stub
from tests.browser.chromium import FLAGS, chromium_path, unavailable
from tests.browser.large_picture import LARGE, tile
from tests.browser.playing import SECONDS, VIDEO, WEBM
from tests.browser.real_page import WINDOW, fill, ready
from tests.browser.viewer_page import Viewer, made_items
from tests.browser.viewer_stub import Item, Stub
from tests.imaging.playable_videos import vp8_webm
from tests.pictures import picture
from tests.waiting import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

    from tests.conftest import Serve
    from tests.program import Served

OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="package")
def playwright() -> Iterator[Any]:
    """Playwright's driver. One for this folder and no longer: the window's tests start their own, others count processes."""
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        unavailable("Playwright is not installed")
    expect.set_options(timeout=1000 * PATIENCE_S)  # its own five seconds are short for a machine with other work
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def launch(playwright: Any) -> Iterator[Callable[..., Any]]:
    """Starts Chromium with more flags; closes what it started. `launch("--force-device-scale-factor=2")`."""
    browsers = []

    def start(*flags: str) -> Any:
        browsers.append(playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *flags]))
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


@pytest.fixture
def stub() -> Iterator[grid_stub.Stub]:
    """Return a server of 20,000 made-up photos."""
    made = grid_stub.Stub(20_000)
    yield made
    made.close()


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Return a Chromium that the tests of this folder share; each test opens a context of its own."""
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium: Browser, launch: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Opens the page over a stub and waits for its first photo; what the policy refuses lands in `page.errors`.

    With flags in a Chromium of its own.
    """
    contexts: list[BrowserContext] = []

    def open_stub(stub: Any, *flags: str) -> Any:
        if (
            flags
        ):  # an emulated viewport would hide the real pixel ratio, and with it the height at which Chromium stops
            page: Any = launch("--window-size=1280,800", *flags).new_page(no_viewport=True)
        else:
            contexts.append(chromium.new_context(viewport={"width": 1280, "height": 800}))
            page = contexts[-1].new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda said: page.errors.append(said.text) if "Security Policy" in said.text else None)
        page.goto(stub.url)
        page.locator(".cell:not([hidden])").first.wait_for(timeout=30_000)
        return page

    yield open_stub
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open the page of a served program: `open_page(served, viewport={...})`; `before` sees it while it is blank."""
    contexts: list[BrowserContext] = []

    def open_served(served: Served, *, before: Callable[[Page], None] = lambda _: None, **options: Any) -> Page:
        contexts.append(chromium.new_context(**{"viewport": WINDOW, **options}))
        page = contexts[-1].new_page()
        before(page)
        page.goto(served.boot)
        page.wait_for_url(lambda url: "/boot/" not in url, wait_until="commit")
        return page

    yield open_served
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # an answer may be on its way through `change_answer`
        context.close()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return fill(tmp_path / "Pictures")


@pytest.fixture
def page(serve: Serve, open_page: OpenPage, photos: Path) -> Page:
    """Return the page with seven photos, when all work on them is done."""
    return ready(open_page(serve(photos)))


@pytest.fixture(scope="module")
def viewer_items() -> list[Item]:
    return made_items()


@pytest.fixture(scope="module")
def viewer_stub(viewer_items: list[Item]) -> Iterator[Stub]:
    server = Stub(viewer_items)
    yield server
    server.close()


@pytest.fixture
def viewer(chromium: Browser, viewer_stub: Stub, request: pytest.FixtureRequest) -> Iterator[Viewer]:
    """Return the viewer over a stub; a parameter holds options of the browser's context. Fails on complaints of the page."""
    options: dict[str, Any] = {"viewport": WINDOW, **getattr(request, "param", {})}
    context = chromium.new_context(**options)
    viewer = Viewer(context.new_page(), viewer_stub)
    yield viewer
    context.close()
    assert viewer.complaints == []


@pytest.fixture
def large(viewer_items: list[Item]) -> Iterator[Item]:
    """Return the first photo as one of 63 megapixels, between no photo and a small one."""
    item = viewer_items[0]
    before = item.image
    item.image, item.facts, item.tile = picture(1800, 1400), dict(LARGE), tile
    item.version += 1  # nobody has seen it
    yield item
    item.image, item.facts, item.tile = before, {}, None
    item.version += 1


@pytest.fixture(scope="module")
def film() -> bytes:
    """Return a video that Chromium plays."""
    return vp8_webm([(position * 8 % 256, 90, 200) for position in range(SECONDS * 10)])


@pytest.fixture
def video(viewer_items: list[Item], film: bytes) -> Iterator[Item]:
    """Return the first photo as a video that the page can play."""
    item = viewer_items[0]
    item.facts, item.video, item.flags = WEBM, film, VIDEO
    yield item
    item.facts, item.video, item.flags = {}, b"", 0
