"""The page by keys alone: where Tab leads, what each menu does, and that the focus is never lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.every_view import pages, say_something
from tests.browser.real_page import FIRST_TAKEN, cell, fill
from tests.browser.said import expect_said, select
from tests.browser.saved_searches import look_for
from tests.browser.waits import finish_animations, wait_until

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


# What the focus is on: a name for the test, and what is wrong with it for those who have only keys.
ON = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect();
  const around = [one, one.parentElement, one.parentElement.parentElement, ...one.querySelectorAll("i")];
  const ringed = around.some((each) => {
    const { outlineStyle, boxShadow } = getComputedStyle(each);
    return outlineStyle !== "none" || boxShadow !== "none";
  });
  const faults = [!one.checkVisibility({ visibilityProperty: true }) && "hidden", one.closest("[aria-hidden=true]")
    && "not for screen readers", !(box.width && box.height) && "without a place",
    !ringed && one.id !== "side-edge" && "without a ring"]; // it is a line itself
  return { name: one.id || one.getAttribute("aria-label") || one.className || one.textContent,
    faults: faults.filter(Boolean) };
}"""
MOST_STOPS = 250  # all keys can be changed, each of them is one in the settings


def walk(page: Page) -> tuple[list[str], list[str]]:
    """Go by Tab from the beginning of the page to its end. Return the names of the stops, and what is wrong with them."""
    page.evaluate("document.activeElement.blur()")
    page.evaluate("getSelection().setPosition(document.body, 0)")
    names: list[str] = []
    faults: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        on = page.evaluate(ON)
        if on is None and not names:
            continue  # the browser's own
        if on is None or (len(names) > 2 and names[:2] == [names[-1], on["name"]]):
            return names, faults
        names.append(on["name"])
        faults += [f"{on['name']}: {fault}" for fault in on["faults"]]
    return names, [*faults, f"no end after {names[-3:]}"]


def test_tab_goes_through_every_view_and_ends(page: Page) -> None:
    say_something(page)
    found: dict[str, list[str]] = {}
    for name in pages(page):
        finish_animations(page)
        names, faults = walk(page)
        found[name] = faults if names else ["no stop at all"]
        page.evaluate("document.activeElement.blur()")
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_every_menu_works_by_keys_and_gives_the_focus_back(page: Page, photos: Path) -> None:
    (photos / "letter.pdf").write_bytes(b"%PDF-1.4")
    expect(page.locator("#left-out")).to_be_visible()
    say_something(page)
    for button in ("sort", "look", "more", "filter", "status", "left-out"):
        page.locator(f"#{button}").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[popover] :focus, dialog:focus-within")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(f"#{button}")).to_be_focused()
    for place in (
        "#all",
        "#tree .place",
        "#tags-tree .place",
        "#albums-tree .place",
        "#saved .place",
        ".cell:not([hidden])",
    ):
        page.locator(place).first.focus()
        page.keyboard.press("Shift+F10")
        expect(page.get_by_role("menuitem").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(place).first).to_be_focused()


def test_small_entries_of_a_menu_are_reached_by_arrows(page: Page) -> None:
    select(page, 1)
    page.locator("#bar-select").get_by_label("More").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    for _ in range(10):
        if page.get_by_role("menuitem", name="Label red").evaluate("(one) => one === document.activeElement"):
            break
        page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="Label red")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("menuitem", name="Label yellow")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="Reject", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect_said(page, 1, "rejected")
    page.locator("#bar-select").get_by_label("More").click()
    page.get_by_role("menuitem", name="3 stars").click()
    expect_said(page, 1, "3 stars")


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
