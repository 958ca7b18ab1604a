"""What the tests of annotations ask the page: what tiles say, and what the last message was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.real_page import cell
from tests.browser.waits import wait_for_rest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ANNOTATE = "**/api/annotations"


def select(page: Page, *numbers: int) -> None:
    """Select the photos with these numbers, and no others."""
    for number in numbers:
        cell(page, number).click(modifiers=["Control"])
    expect(page.locator("#bar-select h1")).to_have_text(re.compile(rf"\b{len(numbers)}\b"))  # in each language


def expect_said(page: Page, number: int, words: str) -> None:
    """Wait until the tile with this number says these words to screen readers, and shows signs."""
    expect(cell(page, number)).to_have_attribute("aria-label", re.compile(re.escape(f", {words}")))
    expect(cell(page, number).locator(".badge--said")).to_be_visible()


def expect_nothing_said(page: Page, *numbers: int) -> None:
    """Wait until the tiles with these numbers bear no sign."""
    for number in numbers:
        expect(cell(page, number).locator(".badge--said")).to_have_count(0)


def focus_photo(page: Page, number: int) -> None:
    """Give the focus to the photo with this number, by keys: the first one is 0. Once no news change the numbers."""
    wait_for_rest(page)
    page.locator("#scroller").focus()
    for _ in range(number):
        page.keyboard.press("ArrowRight")
    expect(cell(page, number)).to_be_focused()


def name_of(page: Page, number: int) -> str:
    """Return the file name of the photo with this number, once it has come: the tile is there before."""
    expect(cell(page, number)).to_have_attribute("title", re.compile("."))
    return str(cell(page, number).get_attribute("title"))


def toast(page: Page) -> Locator:
    return page.locator(".toast")


def open_photo(page: Page, number: int) -> None:
    """Open the photo with this number in the viewer."""
    cell(page, number).click()
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", re.compile("screen|original"))


def stars_in_bar(page: Page) -> Locator:
    """Return the stars of the viewer's bar."""
    return page.locator(".viewer__said").get_by_role("group", name="Rating")
