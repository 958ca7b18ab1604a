"""Waiting for the page in the window. From outside: the page's policy forbids Playwright's own way, which is eval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.waiting import wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURES_SHOWN = "[...document.querySelectorAll('.cell img')].filter((image) => image.naturalWidth).length"
LARGE_PICTURE_SHOWN = "[...document.querySelectorAll('#viewer img')].some((image) => image.naturalWidth >= 900)"


def wait_in_page(page: Page, condition: str, seconds: float = 30) -> None:
    """Wait until a JavaScript expression is true."""
    wait_for(lambda: page.evaluate(condition), seconds)


def wait_for_frames(page: Page) -> None:
    """Wait until the page has drawn twice: whatever it does in answer to the last input has been done by then."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
