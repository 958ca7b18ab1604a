"""The page by keys alone: where Tab leads, what each menu does, and that the focus is never lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import FIRST_TAKEN, cell, fill
from tests.browser.saved_searches import look_for
from tests.browser.waits import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

STOP = """(() => {
  const one = document.activeElement;
  if (one === document.body) return "";
  for (const part of ["day", "cell"]) if (one.closest(`.${part}`)) return part;
  return one.id || (one.closest("#tree") ? "folder" : one.className);
})()"""
STOPS = [
    *("add", "all", "favourites", "folder", "albums-label", "album-add", "status", "help", "to-settings", "side-edge"),
    *("toggle-side", "search", "size", "filter", "sort", "look", "more", "cell", "day"),
]
"""One for each part: rows, photos and days beyond the first are reached by arrows."""


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Return a folder with photos of two days."""
    folder = fill(tmp_path / "Pictures")
    os.utime(folder / "Lisbon" / "Lisbon-0.jpg", (FIRST_TAKEN - 5 * 86_400,) * 2)
    return folder


def stops(page: Page, key: str) -> list[str]:
    """Where the focus is, and where a key leads, as often as there are stops."""
    found = [page.evaluate(STOP)]
    for _ in STOPS[1:]:
        page.keyboard.press(key)
        found.append(page.evaluate(STOP))
    return found


def test_tab_leads_through_the_whole_page_and_back(page: Page) -> None:
    page.locator("#add").focus()
    assert stops(page, "Tab") == STOPS
    assert stops(page, "Shift+Tab") == STOPS[::-1]
    day = page.locator(".day button:focus")
    page.locator(".day button:not([tabindex='-1'])").focus()
    expect(day).to_have_accessible_name("Select Thursday 9 October 2025")
    page.keyboard.press("ArrowDown")
    expect(day).to_have_accessible_name("Select Saturday 4 October 2025")
    page.keyboard.press("ArrowUp")
    expect(day).to_have_accessible_name("Select Thursday 9 October 2025")


def test_every_menu_works_by_keys_and_gives_the_focus_back(page: Page) -> None:
    for button in ("sort", "look", "more", "filter", "status"):
        page.locator(f"#{button}").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[popover] :focus")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(f"#{button}")).to_be_focused()
    for place in ("#tree .place",):
        page.locator(place).first.focus()
        page.keyboard.press("Shift+F10")
        expect(page.get_by_role("menuitem").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(place).first).to_be_focused()


def test_the_focus_is_never_lost(page: Page) -> None:
    page.locator("#tree .place").first.focus()
    page.keyboard.press("\\")
    expect(page.locator("#toggle-side")).to_be_focused()
    page.keyboard.press("\\")
    look_for(page, "nothing at all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Clear the search").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell(page, 0)).to_be_visible()
    wait_until(page, "document.activeElement !== document.body")


def test_what_was_found_is_said_once_and_not_at_each_letter(page: Page) -> None:
    spoken = page.locator("#spoken")
    expect(spoken).to_have_text("Pictures, 7 photos")
    look_for(page, "lisbon")
    expect(spoken).to_have_text("3 photos found")
    look_for(page, "nothing at all")
    expect(page.locator("#page").get_by_role("status")).to_contain_text("matches")
    expect(spoken).to_be_empty()
