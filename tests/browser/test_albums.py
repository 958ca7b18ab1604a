"""Albums over the real server: made from a selection, opened, ordered by hand, emptied, dropped on, undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import another_page, cell, ready
from tests.browser.said import name_of, open_photo, select, toast

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve
pytestmark = pytest.mark.browser


def row(page: Page, name: str) -> Locator:
    """The album in the sidebar."""
    return page.locator("#albums-tree").get_by_role("treeitem", name=re.compile(f"^{name}, "))


def shows(page: Page, *names: str) -> None:
    """Wait until the grid shows these photos in this order."""
    expect(page.locator("#count")).to_have_text(str(len(names)))
    for number, name in enumerate(names):
        expect(cell(page, number)).to_have_attribute("aria-label", re.compile(re.escape(name)))


def make(page: Page, name: str, *numbers: int) -> list[str]:
    """Put photos into a new album by the dialog, show it, and return the names of its photos."""
    select(page, *numbers)
    names = [name_of(page, number) for number in numbers]
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog", name=f"Add {len(numbers)} photos to an album")
    dialog.get_by_role("combobox").fill(name)
    expect(dialog.get_by_role("option", name=f"New album “{name}”")).to_be_visible()
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text(f"{len(numbers)} photos added to “{name}”")
    page.keyboard.press("Escape")
    return names


def test_an_album_is_made_shown_ordered_and_undone(page: Page) -> None:
    first, second, third = make(page, "Best", 0, 2, 4)
    row(page, "Best").click()
    expect(page).to_have_url(re.compile(r"#/album/\d+$"))
    expect(page.locator("#name")).to_have_text("Best")
    shows(page, first, second, third)
    page.locator("#scroller").focus()
    page.keyboard.press("ArrowRight")
    expect(cell(page, 0)).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    shows(page, second, first, third)
    expect(cell(page, 1)).to_be_focused()
    page.keyboard.press("Control+z")
    shows(page, first, second, third)
    cell(page, 2).drag_to(cell(page, 0), target_position={"x": 5, "y": 40})
    shows(page, third, first, second)
    page.reload()
    ready(page, 3)
    shows(page, third, first, second)
    expect(row(page, "Best")).to_have_attribute("aria-current", "true")
    select(page, 1)
    page.keyboard.press("Delete")
    expect(toast(page)).to_contain_text("1 photo taken out of “Best”")
    shows(page, third, second)
    toast(page).get_by_role("button", name="Undo").click()
    expect(toast(page)).to_contain_text("Undone: 1 photo taken out of “Best”")
    shows(page, third, first, second)
    page.locator("#all").click()
    expect(page.locator("#count")).to_have_text("7")


def test_the_menu_of_an_open_photo_has_what_that_of_the_grid_has(page: Page) -> None:
    names = make(page, "Best", 0, 2)
    row(page, "Best").click()
    shows(page, *names)
    open_photo(page, 1)
    page.locator(".stage").click(button="right")
    items = page.get_by_role("menuitem")
    for words in ("Tags", "Date and place", "Add to an album", "Take out of the album"):
        expect(items.filter(has_text=words)).to_be_visible()
    items.filter(has_text="Date and place").click()
    expect(page.locator("#viewer").get_by_label("Date", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    expect(page.locator("#toasts, .toast").last).to_contain_text("Best")


def test_albums_are_dropped_on_renamed_and_deleted_in_the_sidebar(page: Page) -> None:
    make(page, "Trips", 0, 1)
    page.locator("#album-add").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Rome")
    page.keyboard.press("Enter")
    expect(page.locator("#page h2")).to_have_text("“Rome” holds no photos yet")
    page.get_by_role("button", name="Show all photos").click()
    select(page, 2, 3)
    cell(page, 3).drag_to(row(page, "Rome"))
    expect(row(page, "Rome").locator(".count")).to_have_text("2")
    row(page, "Rome").drag_to(row(page, "Trips"))
    expect(row(page, "Rome")).to_have_attribute("aria-level", "2")
    expect(row(page, "Trips").locator(".count")).to_have_text("4")
    row(page, "Trips").focus()
    page.keyboard.press("F2")
    page.get_by_role("textbox", name="Name of the album").fill("Journeys")
    page.keyboard.press("Enter")
    expect(row(page, "Journeys")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator("#albums-tree .place")).to_have_count(0)
    expect(page.locator("#count")).to_have_text("7")
    page.keyboard.press("Control+z")
    expect(row(page, "Rome")).to_be_visible()


def test_the_overview_and_the_panel_tell_the_same(page: Page) -> None:
    names = make(page, "Best", 1, 2)
    page.locator("#albums-label").click()
    card = page.locator("#albums-page").get_by_role("link", name=re.compile("Best"))
    expect(card).to_contain_text("2 photos")
    expect(card.locator("img")).to_have_js_property("complete", True)
    card.click()
    shows(page, *names)
    open_photo(page, 1)
    page.keyboard.press("i")
    page.locator(".panel__albums").get_by_role("button", name="Take out of “Best”").click()
    expect(page.locator(".viewer h1")).to_contain_text("1 of 1")
    expect(toast(page)).to_contain_text("1 photo taken out of “Best”")
    toast(page).get_by_role("button", name="Undo").click()
    expect(page.locator(".viewer h1")).to_contain_text("of 2")
    page.keyboard.press("i")
    page.keyboard.press("Escape")
    page.locator("#all").click()
    expect(page.locator("#count")).to_have_text("7")
    open_photo(page, 1)
    page.keyboard.press("i")
    panel = page.locator(".panel__albums")
    expect(panel.get_by_role("link", name="Best")).to_be_visible()
    panel.get_by_role("button", name="Take out of “Best”").click()
    expect(panel.get_by_role("link", name="Best")).to_have_count(0)
    expect(row(page, "Best").locator(".count")).to_have_text("1")
    page.keyboard.press("b")
    page.get_by_role("dialog").get_by_role("option", name="Best").click()
    expect(panel.get_by_role("link", name="Best")).to_be_visible()


def test_an_album_that_is_shown_is_left_when_its_making_is_undone_or_its_parent_deleted(page: Page) -> None:
    page.locator("#album-add").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Trips/Rome")
    page.keyboard.press("Enter")
    expect(page.locator("#page h2")).to_have_text("“Rome” holds no photos yet")
    page.keyboard.press("Control+z")
    expect(page).to_have_url(re.compile("#/albums$"))
    expect(page.locator("#albums-tree .place")).to_have_count(0)
    expect(toast(page)).to_have_text(re.compile("^Undone: Album “Rome” made"))
    page.keyboard.press("Control+Shift+z")
    expect(row(page, "Trips")).to_be_visible()
    row(page, "Trips").focus()
    page.keyboard.press("ArrowRight")
    row(page, "Rome").click()
    expect(page.locator("#name")).to_have_text("Rome")
    row(page, "Trips").focus()
    page.keyboard.press("Delete")
    expect(page).to_have_url(re.compile("#/albums$"))
    expect(page.locator("#albums-tree .place")).to_have_count(0)
    expect(toast(page)).to_contain_text("Album “Trips” deleted. Its photos stay.")


def test_another_page_sees_what_is_done_with_an_album(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    page = ready(open_page(serve(photos)))
    other = another_page(page)
    first, second, third = make(page, "Best", 0, 2, 4)
    row(other, "Best").click()
    shows(other, first, second, third)
    row(page, "Best").click()
    shows(page, first, second, third)
    page.locator("#scroller").focus()
    page.keyboard.press("ArrowRight")
    expect(cell(page, 0)).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Alt+ArrowRight")
    shows(page, second, third, first)
    expect(cell(page, 2)).to_be_focused()
    shows(other, second, third, first)
    page.locator("#albums-label").click()
    card = page.locator("#albums-page").get_by_role("link", name=re.compile("Best"))
    card.focus()
    page.keyboard.press("F2")
    page.get_by_role("dialog").get_by_role("textbox").fill("Finest")
    page.keyboard.press("Enter")
    expect(other.locator("#name")).to_have_text("Finest")
    page.locator("#albums-page").get_by_role("link", name=re.compile("Finest")).focus()
    page.keyboard.press("Delete")
    expect(toast(page)).to_contain_text("Album “Finest” deleted. Its photos stay.")
    expect(other).to_have_url(re.compile("#/albums$"))
    expect(toast(other)).to_contain_text("is no longer there.")
    expect(row(other, "Finest")).to_have_count(0)
