"""What is said about photos in the grid, over the real server: by key and by mouse, undone, refused, and kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import another_page, cell, ready
from tests.browser.said import ANNOTATE, expect_nothing_said, expect_said, focus_photo, open_photo, select, toast
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Route

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser
FULL = "There is no room on the disk. What you said before is safe."


def test_a_selection_is_rated_with_a_key_and_stays_so(page: Page) -> None:
    select(page, 1, 2, 4)
    page.keyboard.press("4")
    expect(toast(page)).to_contain_text("3 photos rated ★★★★")
    for number in (1, 2, 4):
        expect_said(page, number, "4 stars")
    expect_nothing_said(page, 0, 3, 5, 6)
    bar = page.locator("#bar-select")
    expect(bar.get_by_role("button", name="4 stars")).to_have_attribute("aria-pressed", "true")
    page.reload()
    ready(page)
    for number in (1, 2, 4):
        expect_said(page, number, "4 stars")
    expect_nothing_said(page, 0, 3, 5, 6)


def test_each_key_says_one_thing_and_the_focused_photo_is_meant(page: Page) -> None:
    focus_photo(page, 1)
    for key, words in (
        ("f", "favourite"), ("3", "favourite, 3 stars"), ("p", "favourite, 3 stars, picked"),
        ("x", "favourite, 3 stars, rejected"), ("6", "favourite, 3 stars, rejected, red label"),
        ("u", "favourite, 3 stars, red label"), ("6", "favourite, 3 stars"), ("0", "favourite"),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect_said(page, 1, f"{words}, 2 of 7")
    page.keyboard.press("f")
    expect_nothing_said(page, 1)
    expect(cell(page, 1)).to_be_focused()


def test_shift_goes_on_to_the_next_photo(page: Page) -> None:
    focus_photo(page, 1)
    page.keyboard.press("Shift+Digit2")
    expect_said(page, 1, "2 stars")
    expect(cell(page, 2)).to_be_focused()
    page.keyboard.press("Control+z")  # and back, to say something else about it
    expect(cell(page, 1)).to_be_focused()
    expect_nothing_said(page, 1)


def test_the_last_act_is_undone_and_done_again_with_keys_and_by_its_message(page: Page) -> None:
    select(page, 1, 2)
    page.keyboard.press("5")
    expect(toast(page)).to_contain_text("2 photos rated ★★★★★")
    page.keyboard.press("Control+z")
    expect(toast(page)).to_contain_text("Undone: 2 photos rated ★★★★★.")
    expect_nothing_said(page, 1, 2)
    page.keyboard.press("Control+Shift+z")
    expect(toast(page)).to_contain_text("Done again: 2 photos rated ★★★★★.")
    expect_said(page, 1, "5 stars")
    page.keyboard.press("p")
    expect(toast(page)).to_contain_text("2 photos picked")
    toast(page).get_by_role("button", name="Undo").click()
    expect_said(page, 1, "5 stars, 2 of 7")
    expect(toast(page)).to_contain_text("Undone: 2 photos picked.")


def test_what_the_server_refuses_is_taken_back_with_a_sentence(page: Page) -> None:
    select(page, 1)
    page.keyboard.press("2")
    expect_said(page, 1, "2 stars")
    expect(toast(page)).to_contain_text("1 photo rated")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(ANNOTATE, hold)
    page.keyboard.press("5")
    expect_said(page, 1, "5 stars")  # before the server has answered
    wait_for(lambda: bool(page.title()) and held)
    held[0].fulfill(status=507, json={"error": {"code": "disk_full", "message": FULL}})
    expect(toast(page)).to_contain_text(f"Nothing was changed. {FULL}")
    expect_said(page, 1, "2 stars")


def test_the_heart_under_the_pointer_makes_a_favourite_without_opening_the_photo(page: Page) -> None:
    cell(page, 1).hover()
    cell(page, 1).locator(".cell__heart").click()
    expect_said(page, 1, "favourite")
    expect(page.locator(".viewer")).to_be_hidden()
    cell(page, 1).locator(".badge--said .cell__heart").click()
    expect_nothing_said(page, 1)


def test_another_page_sees_what_was_said(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    served = serve(photos)
    page = ready(open_page(served))
    other = another_page(page)
    select(page, 2)
    page.keyboard.press("3")
    expect_said(other, 2, "3 stars")
    page.keyboard.press("t")
    page.keyboard.type("itly")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    tags = "#tags-tree [role=treeitem]"
    expect(other.locator(tags)).to_have_text(["itly 1"])
    open_photo(other, 2)
    other.keyboard.press("i")
    page.locator(tags).press("F2")
    page.keyboard.type("Italy")
    page.keyboard.press("Enter")
    expect(other.locator(".panel__tags li")).to_have_text(["Italy"])
    page.keyboard.press("Escape")
    open_photo(page, 2)
    page.keyboard.press("i")
    page.get_by_role("textbox", name="Caption").fill("At noon")
    page.keyboard.press("Tab")
    caption = other.get_by_role("textbox", name="Caption")
    expect(caption).to_have_value("At noon")
    caption.fill("In the evening")
    page.get_by_role("textbox", name="Caption").fill("At dawn")
    page.keyboard.press("Tab")
    meanwhile = other.get_by_text("Meanwhile the caption is “At dawn” now. What you write replaces it; Esc keeps it.")
    expect(meanwhile).to_be_visible()
    expect(caption).to_have_value("In the evening")
    other.keyboard.press("Escape")
    expect(caption).to_have_value("At dawn")
    expect(meanwhile).to_be_hidden()
    other.keyboard.press("Escape")
    expect(other.locator(tags)).to_have_text(["Italy 1"])


def test_tags_are_given_to_a_selection_and_lead_to_its_photos(page: Page) -> None:
    select(page, 1, 2)
    page.keyboard.press("t")
    dialog = page.get_by_role("dialog", name="Tag 2 photos")
    dialog.get_by_role("combobox", name="Tag").fill("Travel / Italy")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("checkbox", name="Travel / Italy")).to_be_checked()
    dialog.get_by_role("button", name="Apply").click()
    expect(toast(page)).to_contain_text("2 photos tagged “Travel / Italy”")
    travel = page.locator("#tags-tree").get_by_role("treeitem", name="Travel, 2 photos")
    travel.focus()
    page.keyboard.press("ArrowRight")
    page.locator("#tags-tree").get_by_role("treeitem", name="Italy, 2 photos").click()
    expect(page.locator("#count")).to_have_text("2")
    expect(page.locator("#search")).to_have_value('tag:"Travel/Italy/"')


def test_tags_that_all_have_and_some_have_are_taken_off_and_given(page: Page) -> None:
    for numbers, tag in (((1, 2), "beach"), ((2, 3), "dog")):
        select(page, *numbers)
        page.keyboard.press("t")
        page.keyboard.type(tag)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(toast(page)).to_contain_text(f"2 photos tagged “{tag}”")
        select_none(page)
    select(page, 1, 2)
    page.keyboard.press("t")
    dialog = page.get_by_role("dialog", name="Tag 2 photos")
    beach, dog = (dialog.get_by_role("checkbox", name=name) for name in ("beach", "dog"))
    expect(beach).to_be_checked()
    expect(dog).to_have_attribute("aria-checked", "mixed")
    expect(dog).to_contain_text("1 of 2")
    expect(dialog.get_by_role("button", name="Apply")).to_be_disabled()
    beach.click()
    dog.press("Space")
    expect(dog).to_be_focused()
    dialog.get_by_role("button", name="Apply").click()
    expect(toast(page)).to_contain_text("2 photos tagged “dog” · Tag “beach” taken off 2 photos")
    expect(page.locator("#tags-tree .clip")).to_have_text(["dog"])
    page.keyboard.press("Control+z")
    expect(page.locator("#tags-tree .clip")).to_have_text(["beach", "dog"])


def test_the_filter_writes_the_search(page: Page) -> None:
    select(page, 1, 2)
    page.keyboard.press("4")
    select_none(page)
    select(page, 2)
    page.keyboard.press("p")
    select_none(page)
    page.locator("#filter").click()
    box = page.get_by_role("dialog", name="Filter")
    box.get_by_role("button", name="4 stars").click()
    expect(page.locator("#search")).to_have_value("rating:>=4")
    expect(page.locator("#count")).to_have_text("2")
    box.get_by_role("button", name="Pick", exact=True).click()
    expect(page.locator("#search")).to_have_value("rating:>=4 is:picked")
    expect(page.locator("#count")).to_have_text("1")
    box.get_by_role("checkbox", name="Neither of the two").click()
    expect(page.locator("#search")).to_have_value("rating:>=4 -is:picked -is:rejected")
    expect(box.get_by_role("button", name="Pick", exact=True)).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#count")).to_have_text("1")
    box.get_by_role("button", name="Show all").click()
    expect(page.locator("#count")).to_have_text("7")


def test_favourites_are_a_place_of_the_sidebar(page: Page) -> None:
    select(page, 1, 2, 3)
    page.keyboard.press("f")
    select_none(page)
    favourites = page.locator("#favourites")
    expect(favourites.locator(".count")).to_have_text("3")
    favourites.click()
    expect(page.locator("#count")).to_have_text("3")
    expect(page.locator("#name")).to_have_text("Favourites")
    expect(favourites).to_have_attribute("aria-current", "true")


def test_every_act_is_in_the_history_and_can_be_undone_there(page: Page) -> None:
    select(page, 1, 2)
    page.keyboard.press("1")
    expect(toast(page)).to_contain_text("2 photos rated")
    page.keyboard.press("x")
    expect(toast(page)).to_contain_text("2 photos rejected")
    page.keyboard.press("Escape")
    page.locator("#more").click()
    page.get_by_role("menuitem", name="History").click()
    expect(page.locator("#name")).to_have_text("History")
    acts = page.locator("#history li")
    expect(acts).to_have_text([re.compile("2 photos rejected"), re.compile("2 photos rated ★")])
    page.get_by_role("button", name="Undo: 2 photos rated ★").click()
    expect(acts.nth(1)).to_contain_text("Undone")
    expect(page.get_by_role("button", name="Undo: 2 photos rejected")).to_be_focused()
    expect(toast(page)).to_contain_text("Undone: 2 photos rated ★.")
    page.keyboard.press("Escape")
    expect_said(page, 1, "rejected, 2 of 7")


def select_none(page: Page) -> None:
    """End the selection."""
    page.keyboard.press("Escape")
    expect(page.locator("#bar-select")).to_be_hidden()
