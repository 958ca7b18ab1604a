"""Waiting for what the page does. Playwright's own wait_for_function needs eval, which the page's policy forbids."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.waiting import PATIENCE_S

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Locator, Page

POLL_MS = 50
REST = """(quiet) => new Promise((done) => {
  let last = "";
  let since = performance.now();
  let frames = 0;
  const begin = since;
  // a page that shows neither rows nor what stands in their place has not begun yet
  const isBare = () => !document.querySelector(".row") && document.getElementById("page")?.hidden !== false
    && performance.now() - begin < 20_000;
  const look = () => {
    const rows = [...document.querySelectorAll(".row")].map((row) => row.hidden + row.style.cssText);
    const now = [document.getElementById("scroller").scrollTop, ...rows].join();
    if (now === last) frames += 1;
    else [last, since, frames] = [now, performance.now(), 0];
    if (frames >= 10 && performance.now() - since >= quiet && !isBare()) done();
    else requestAnimationFrame(look);
  };
  look();
})"""
PICTURES = """(() => {
  const images = [...document.querySelectorAll(".cell:not([hidden]) img")];
  return images.length > 0 && images.every((image) => image.complete && image.naturalWidth);
})()"""
FRAMES = """async (count) => {
  for (let i = 0; i < count; i += 1) await new Promise(requestAnimationFrame);
}"""


def wait_until(page: Page, condition: str, seconds: float = PATIENCE_S) -> None:
    """Wait for a JavaScript expression to be true.

    Raises:
        AssertionError: it is not after `seconds`.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"not true after {seconds} s: {condition}"
        page.wait_for_timeout(POLL_MS)


def wait_for_rest(page: Page, quiet_ms: int = 300) -> None:
    """Wait until there are rows, and neither they nor the scroll position have moved for `quiet_ms`, ten frames at least."""
    page.evaluate(REST, quiet_ms)


def wait_for_pictures(page: Page) -> None:
    """Wait until the grid rests and every photo in it shows its thumbnail."""
    wait_for_rest(page)
    wait_until(page, PICTURES)


def next_frames(page: Page, count: int = 2) -> None:
    """Wait until the page has drawn so many frames: by then it has answered what happened before."""
    page.evaluate(FRAMES, count)


def finish_animations(page: Page) -> None:
    """Wait for the end of every CSS animation and transition that runs now."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((a) => a.finished))")


def box_of(locator: Locator) -> FloatRect:
    """Return where an element is, in px of the window.

    Raises:
        AssertionError: it is not shown.
    """
    box = locator.bounding_box()
    assert box, locator
    return box
