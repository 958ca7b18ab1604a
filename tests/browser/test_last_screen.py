"""The last screen: at the next start the photos are in their places before any script runs, and go when theirs come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.real_page import WINDOW, ready
from tests.browser.waits import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser
LAST = "#last-screen image"
SHOWN = ".cell:not([hidden]) > img.is-there"
CHANGE_VIEW = """(view) => fetch("/api/view", {
  method: "PUT", body: JSON.stringify(view),
  headers: {"X-Gallery-Key": sessionStorage.getItem("gallery-key"), "Content-Type": "application/json"},
})"""
BOXES = """(images) => images.map((image) => {
  const { left, top, width, height } = image.getBoundingClientRect();
  return [left, top, width, height].map(Math.round);
}).sort((a, b) => a[1] - b[1] || a[0] - b[0])"""


class Starts:
    """A program that is started twice, with a page each."""

    def __init__(self, serve: Serve, open_page: OpenPage, chromium: Browser, photos: Path) -> None:
        self._serve, self._open, self._chromium, self._photos = serve, open_page, chromium, photos
        self.contexts: list[BrowserContext] = []
        self.held: list[Route] = []
        """The request for the scripts of the second page, which wait."""

    def leave(self, view: dict[str, Any] | None = None) -> Page:
        """Look at the photos, after a change of the view, and return their page as it is left."""
        self.served = self._serve(self._photos)
        page = self._all_there(self._open(self.served))
        if view:
            self._leave(page)  # what is still to be saved must not come after the change
            page.evaluate(CHANGE_VIEW, view)
            page.reload()
            self._all_there(page)
        self._leave(page)
        return page

    def _leave(self, page: Page) -> None:
        """Leave a page as a window has it done before it closes."""
        page.evaluate("dispatchEvent(new Event('pagehide'))")
        wait_until(page, "!document.documentElement.hasAttribute('data-sending')")

    def _all_there(self, page: Page) -> Page:
        ready(page)
        wait_until(page, f"document.querySelectorAll('{SHOWN}').length === 6")  # the broken one has no picture
        return page

    def come_back(self, **options: Any) -> Page:
        """End the program, and return the page of the next start, whose scripts wait until `go_on`."""
        self.served.stop()
        served = self._serve(data=self.served.data)
        self.contexts.append(self._chromium.new_context(**{"viewport": WINDOW, **options}))
        page = self.contexts[-1].new_page()
        page.route("**/ui/js/main.js", self.hold)
        page.goto(served.boot, wait_until="commit")
        page.locator("#texts").wait_for(state="attached")  # the end of the document
        return page

    def hold(self, route: Route) -> None:
        """Let a request wait. (A method of a list is none that Playwright takes.)"""
        self.held.append(route)

    def go_on(self) -> None:
        """Let the scripts of the second page begin."""
        self.held.pop().continue_()


@pytest.fixture
def starts(serve: Serve, open_page: OpenPage, chromium: Browser, photos: Path) -> Iterator[Starts]:
    yield (both := Starts(serve, open_page, chromium, photos))
    for context in both.contexts:
        context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_photos_are_in_their_places_before_any_script_runs(starts: Starts, theme: str) -> None:
    starts.leave({"theme": theme, "side": 330})
    page = starts.come_back()
    expect(page.locator(LAST)).to_have_count(6)
    expect(page.locator("#last-screen h2").first).to_be_visible()
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert page.locator("#side").bounding_box() == {"x": 0, "y": 0, "width": 330, "height": 800}
    before = page.locator(LAST).evaluate_all(BOXES)
    starts.go_on()
    ready(page)
    expect(page.locator("#last-screen")).to_have_count(0)
    assert page.locator(SHOWN).evaluate_all(BOXES) == before


def test_in_a_window_of_another_size_none_are_seen(starts: Starts) -> None:
    starts.leave()
    page = starts.come_back(viewport={"width": 1000, "height": 800})
    expect(page.locator("#last-screen")).to_be_hidden()
    starts.go_on()
    expect(page.locator("#last-screen")).to_have_count(0)


@pytest.mark.parametrize("key", ["ArrowRight", "Escape"])
def test_whoever_does_something_sees_what_is_there(starts: Starts, key: str) -> None:
    starts.leave()
    page = starts.come_back()
    page.route("**/api/timeline.bin*", starts.hold)
    starts.go_on()
    wait_until(page, "document.getElementById('count') && document.title !== 'Shoebox'")
    expect(page.locator("#last-screen")).to_be_visible()
    page.keyboard.press(key)
    expect(page.locator("#last-screen")).to_have_count(0)


def test_it_is_gone_in_the_end_whatever_comes(starts: Starts) -> None:
    starts.leave()
    page = starts.come_back()
    page.route("**/api/timeline.bin*", lambda route: route.abort())
    starts.go_on()
    expect(page.locator("#last-screen")).to_have_count(0)


def test_where_a_photo_was_open_it_alone_is_shown(starts: Starts) -> None:
    page = starts.leave()
    page.locator(".cell").first.dblclick()
    wait_until(page, "location.hash.includes('photo') || document.getElementById('shell').inert")
    with page.expect_response("**/api/view"):
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    page = starts.come_back()
    expect(page.locator("#last-screen")).to_have_count(0)
