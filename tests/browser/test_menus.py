"""Menus and popovers of the page over the real server: what opens them, what closes them, where the focus goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import cell
from tests.browser.said import expect_said, select
from tests.browser.waits import next_frames

if TYPE_CHECKING:
    from playwright.sync_api import Page


pytestmark = pytest.mark.browser


def test_a_menu_opened_with_the_right_button_stays_when_it_is_let_go(page: Page) -> None:
    cell(page, 0).hover()
    page.mouse.down(button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    page.mouse.up(button="right")
    next_frames(page)
    expect(page.get_by_role("menu")).to_be_visible()
    page.mouse.click(640, 700)
    expect(page.get_by_role("menu")).to_have_count(0)


def test_the_release_after_the_menu_came_does_not_close_it(page: Page) -> None:
    """The order in which Linux sends them, whatever this Chromium does."""
    # in one go: news of colours may lay the grid out again at any time, and then the cell is another
    page.evaluate("""() => {
      const cell = document.querySelector(".cell:not([hidden])");
      const send = (kind, type) => cell.dispatchEvent(new kind(type, { bubbles: true, cancelable: true, button: 2, clientX: 400, clientY: 200, pointerType: "mouse" }));
      send(PointerEvent, "pointerdown"); send(PointerEvent, "contextmenu"); send(PointerEvent, "pointerup");
    }""")
    expect(page.get_by_role("menu")).to_be_visible()
    assert page.evaluate("document.querySelector('.menu').popover") == "manual"


@pytest.mark.parametrize("name", ["sort", "look", "more"])
def test_a_menu_closes_with_its_own_button(page: Page, name: str) -> None:
    button = page.locator(f"#{name}")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(page.get_by_role("menu")).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    button.click()
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")


def test_escape_and_tab_close_a_menu_and_the_focus_goes_back(page: Page) -> None:
    for key in ("Escape", "Tab"):
        page.locator("#sort").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitemradio").first).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press(key)
        expect(page.get_by_role("menu")).to_have_count(0)
        expect(page.locator("#sort")).to_be_focused()


def test_what_may_be_said_stands_side_by_side_in_the_menu_of_a_selection(page: Page) -> None:
    select(page, 1, 2)
    page.locator("#bar-select").get_by_role("button", name="More").click()
    stars = page.get_by_role("group", name="Stars")
    expect(stars.get_by_role("menuitem")).to_have_count(6)
    stars.get_by_role("menuitem", name="3 stars").focus()
    for key, name in (("ArrowRight", "4 stars"), ("ArrowLeft", "3 stars"), ("ArrowLeft", "2 stars")):
        page.keyboard.press(key)
        expect(stars.get_by_role("menuitem", name=name)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("group", name="Pick").locator(":focus")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    expect(stars.locator(":focus")).to_have_count(1)
    stars.get_by_role("menuitem", name="4 stars").click()
    for number in (1, 2):
        expect_said(page, number, "4 stars")


def test_the_popover_of_the_foot_closes_with_its_own_button(page: Page) -> None:
    for shown in (True, False, True, False):
        page.locator("#status").click()
        expect(page.locator("#status")).to_have_attribute("aria-expanded", str(shown).lower())
        expect(page.locator(".pop")).to_have_count(int(shown))
