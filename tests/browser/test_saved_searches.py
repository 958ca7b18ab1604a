"""Saved searches over the real server: saved, shown, named, removed and brought back by the hand on this page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


from tests.browser.saved_searches import kept, look_for, row, rows

pytestmark = pytest.mark.browser


def test_a_search_is_saved_with_the_star_and_shown_with_a_click(page: Page) -> None:
    expect(page.locator("#searches")).to_be_hidden()
    star = page.locator("#search-save")
    expect(star).to_be_hidden()
    look_for(page, "  lisbon ")
    star.click()
    name = page.get_by_label("Name", exact=True)
    expect(name).to_have_value("lisbon")
    expect(name).to_be_focused()
    page.keyboard.type("By the sea")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Saved as “By the sea”.")
    expect(star).to_be_hidden()
    expect(page.locator("#search")).to_be_focused()
    expect(row(page, "By the sea, 3 photos")).to_have_attribute("aria-selected", "false")  # a folder is shown

    page.locator("#all").click()
    expect(page.locator("#all")).to_have_attribute("aria-current", "true")
    row(page, "By the sea").click()
    expect(page.locator("#search")).to_have_value("lisbon")
    expect(page.locator("#count")).to_have_text("3")
    expect(page.locator("#name")).to_have_text("By the sea")
    expect(row(page, "By the sea")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[aria-current=true]")).to_have_count(1)
    page.go_back()
    expect(page.locator("#name")).to_have_text("All photos")
    expect(row(page, "By the sea")).to_have_attribute("aria-selected", "false")


def test_a_search_from_within_a_folder_looks_in_all_of_them(page: Page) -> None:
    page.get_by_role("treeitem", name="Rome").click()
    expect(page.locator("#count")).to_have_text("4")
    kept(page, "-1", "Others")
    expect(page.locator("#count")).to_have_text("3")
    row(page, "Others, 5 photos").click()
    expect(page.locator("#count")).to_have_text("5")
    expect(page.get_by_role("treeitem", name="Rome")).to_have_attribute("aria-current", "false")


def test_the_key_saves_what_was_typed_just_now(page: Page) -> None:
    page.keyboard.press("Control+d")
    expect(page.locator(".toast")).to_contain_text("There is no search to save.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("rome")
    page.keyboard.press("Control+d")
    expect(page.get_by_label("Name", exact=True)).to_have_value("rome")
    page.keyboard.press("Enter")
    expect(row(page, "rome, 4 photos")).to_be_visible()
    page.keyboard.press("Control+d")
    expect(page.locator(".toast")).to_contain_text("Saved already as “rome”.")
    expect(rows(page)).to_have_count(1)
    page.locator("#scroller").focus()
    page.keyboard.press("?")
    expect(page.locator(".keys__body div", has_text="Save this search").locator("kbd")).to_have_text(["Ctrl", "D"])


def test_the_star_is_there_for_what_is_not_saved_yet(page: Page) -> None:
    kept(page, "rome")
    star = page.locator("#search-save")
    expect(star).to_be_hidden()
    page.keyboard.press("End")
    page.keyboard.type(" 1")
    expect(star).to_be_visible()
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(star).to_be_hidden()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(star).to_be_hidden()


def test_the_menu_saves_too(page: Page) -> None:
    item = page.get_by_role("menuitem", name="Save this search")
    page.locator("#more").click()
    expect(item).to_be_disabled()
    page.keyboard.press("Escape")
    look_for(page, "rome")
    expect(page.locator("#count")).to_have_text("4")
    page.locator("#more").click()
    item.click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "rome")).to_be_visible()


def test_nothing_is_saved_when_one_thinks_better_of_it(page: Page) -> None:
    for leave in ("Escape", "Cancel"):
        look_for(page, "rome")
        page.locator("#search-save").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        if leave == "Cancel":
            page.get_by_role("button", name=leave).click()
        else:
            page.keyboard.press(leave)
        expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#search-save")).to_be_visible()
    expect(page.locator("#searches")).to_be_hidden()


def test_a_new_name_sorts_anew_and_the_focus_stays(page: Page) -> None:
    kept(page, "rome", "Alpha")
    kept(page, "lisbon", "Beta")
    expect(rows(page)).to_have_text(["Alpha 4", "Beta 3"])
    row(page, "Alpha").focus()
    page.keyboard.press("F2")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Alpha")
    page.keyboard.type("Gamma")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_text(["Beta 3", "Gamma 4"])
    expect(row(page, "Gamma")).to_be_focused()
    page.keyboard.press("F2")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Gamma")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_text(["Beta 3", "rome 4"])


def test_the_arrows_walk_and_one_row_is_reached_with_tab(page: Page) -> None:
    for name in "ABC":
        kept(page, f"rome {name}", name)
    page.locator("#tree [tabindex='0']").focus()
    for _ in ("the page of albums", "a new one", "the searches"):
        page.keyboard.press("Tab")
    expect(row(page, "A")).to_be_focused()
    for key, name in (("ArrowDown", "B"), ("End", "C"), ("ArrowDown", "C"), ("Home", "A"), ("ArrowUp", "A")):
        page.keyboard.press(key)
        expect(row(page, name)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#saved [tabindex='0']")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_have_text("B")
    expect(row(page, "B")).to_be_focused()


def test_a_removed_one_comes_back_by_toast_and_by_key(page: Page) -> None:
    kept(page, "rome", "A")
    kept(page, "lisbon", "B")
    row(page, "A").focus()
    page.keyboard.press("Delete")
    expect(rows(page)).to_have_count(1)
    expect(row(page, "B")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator("#searches")).to_be_hidden()
    expect(page.locator("#all")).to_be_focused()
    expect(page.locator(".toast")).to_contain_text("“B” is no longer saved.")
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_text(["B 3"])
    expect(row(page, "B")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator("#searches")).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(rows(page)).to_have_text(["B 3"])
    expect(page.locator(".toast")).to_have_count(0)


@pytest.mark.parametrize("way", ["right button", "Shift+F10", "ContextMenu", "button"])
def test_the_menu_of_a_search_opens_in_every_way_and_gives_the_focus_back(page: Page, way: str) -> None:
    kept(page, "rome", "A")
    if way == "right button":
        row(page, "A").click(button="right")
    elif way == "button":
        row(page, "A").hover()
        row(page, "A").locator(".place__more").click()
    else:
        row(page, "A").focus()
        page.keyboard.press(way)
    expect(page.get_by_role("menuitem")).to_have_text(["OpenEnter", "Rename…F2", "Edit search…", "RemoveDel"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Rename this search")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row(page, "A")).to_be_focused()


def test_another_text_is_given_to_a_search_and_shown_where_the_search_is(page: Page) -> None:
    kept(page, "rome", "A")
    kept(page, "lisbon", "B")
    field = page.get_by_label("Search", exact=True).and_(page.locator("dialog input"))

    def edit(name: str) -> None:
        row(page, name).focus()
        page.keyboard.press("Shift+F10")
        page.get_by_role("menuitem", name="Edit search").click()
        expect(field).to_be_focused()

    row(page, "A").click()
    expect(page.locator("#count")).to_have_text("4")
    edit("A")
    expect(field).to_have_value("rome")
    field.fill("lisbon")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("This search is saved already as “B”.")
    field.fill("rome or lisbon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(rows(page)).to_have_text(["A 7", "B 3"])
    expect(page.locator("#search")).to_have_value("rome or lisbon")
    expect(page.locator("#count")).to_have_text("7")
    expect(row(page, "A")).to_have_attribute("aria-selected", "true")
    edit("B")  # which is not shown
    field.fill("lisbon 1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#search")).to_have_value("rome or lisbon")
