"""The tree of tags in the sidebar, over the real server: renamed in place, moved, merged, taken off, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import cell
from tests.browser.said import toast

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

pytestmark = pytest.mark.browser


def tag(page: Page, text: str, *numbers: int) -> None:
    """Give photos a tag."""
    for number in numbers:
        cell(page, number).click(modifiers=["Control"])
    page.keyboard.press("t")
    page.get_by_role("combobox", name="Tag").fill(text)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("tagged")
    page.keyboard.press("Escape")
    expect(page.locator("#bar-select")).to_be_hidden()


def row(page: Page, name: str, count: int) -> Locator:
    photos = "1 photo" if count == 1 else f"{count} photos"
    return page.locator("#tags-tree").get_by_role("treeitem", name=f"{name}, {photos}", exact=True)


def rows(page: Page) -> Locator:
    return page.locator("#tags-tree .clip")


def test_a_tag_is_renamed_where_it_stands_and_merged_after_a_question(page: Page) -> None:
    tag(page, "itly", 0, 1)
    tag(page, "travel/Spain", 1, 2)
    row(page, "itly", 2).click()
    expect(page.locator("#count")).to_have_text("2")
    row(page, "itly", 2).press("F2")
    field = page.get_by_role("textbox", name="Name of the tag")
    expect(field).to_be_focused()
    field.fill("x")
    page.keyboard.press("Escape")
    expect(row(page, "itly", 2)).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("Italy")  # all of the old name is selected; letters are no keys here
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Tag “itly” became “Italy” on 2 photos")
    expect(row(page, "Italy", 2)).to_be_focused()
    expect(page.locator("#search")).to_have_value('tag:"Italy/"')
    expect(page.locator("#name")).to_have_text("Italy")
    page.keyboard.press("F2")
    page.keyboard.type("Travel / spain")
    page.keyboard.press("Enter")
    question = page.get_by_role("dialog", name="Merge “Italy” into “travel / Spain”?")
    expect(question).to_contain_text("2 photos will have the one tag")
    question.get_by_role("button", name="Merge").click()
    expect(toast(page)).to_contain_text("Tag “Italy” became “travel / Spain” on 2 photos")
    expect(rows(page)).to_have_text(["travel", "Spain"])
    expect(row(page, "Spain", 3)).to_be_visible()
    expect(page.locator("#count")).to_have_text("3")
    toast(page).get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_text(["Italy", "travel", "Spain"])
    expect(row(page, "Spain", 2)).to_be_visible()


def test_a_tag_is_dragged_below_another_or_into_it(page: Page) -> None:
    tag(page, "italy", 0, 1)
    tag(page, "travel", 1, 2)
    row(page, "italy", 2).drag_to(row(page, "travel", 2))
    page.get_by_role("menuitem", name="Put below “travel”").click()
    expect(toast(page)).to_contain_text("Tag “italy” became “travel / italy” on 2 photos")
    expect(rows(page)).to_have_text(["travel", "italy"])
    expect(row(page, "travel", 3)).to_be_visible()
    row(page, "italy", 2).drag_to(page.locator("#tags-label"))
    expect(rows(page)).to_have_text(["italy", "travel"])
    row(page, "travel", 2).drag_to(row(page, "italy", 2))
    page.get_by_role("menuitem", name="Merge into “italy”").click()
    page.get_by_role("dialog", name="Merge “travel” into “italy”?").get_by_role("button", name="Merge").click()
    expect(rows(page)).to_have_text(["italy"])
    expect(row(page, "italy", 3)).to_be_visible()


def test_what_enter_would_take_stays_so_when_the_tags_come_anew(page: Page) -> None:
    tag(page, "travel/spain", 2)
    tag(page, "italy", 0)
    expect(rows(page)).to_have_text(["italy", "travel"])
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/tags", hold)
    with page.expect_request("**/api/tags"):
        cell(page, 0).hover()
        page.keyboard.press("4")  # the library is another one now, and so may be its tags
    row(page, "italy", 1).focus()
    open_menu(page, "Move…")
    field = page.get_by_role("dialog").get_by_role("combobox")
    page.keyboard.type("tra")
    page.keyboard.press("ArrowDown")
    active = page.locator("[role=option][aria-selected=true] .clip")
    expect(active).to_have_text("travel")
    with page.expect_response("**/api/tags"):
        held[0].continue_()
    page.wait_for_timeout(100)
    expect(active).to_have_text("travel")
    page.keyboard.type("v")
    expect(active).to_have_count(0)
    expect(field).to_have_value("trav")


def test_all_of_it_is_done_with_keys_alone(page: Page) -> None:
    tag(page, "italy", 0, 1)
    tag(page, "travel/spain", 2)
    expect(rows(page)).to_have_text(["italy", "travel"])
    row(page, "italy", 2).focus()
    open_menu(page, "Move…")
    expect(page.get_by_role("dialog", name="Move “italy”")).to_be_visible()
    page.keyboard.type("trav")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(row(page, "italy", 2)).to_be_focused()
    expect(rows(page)).to_have_text(["travel", "italy", "spain"])
    open_menu(page, "Merge into…")
    page.keyboard.type("travel/spain")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    expect(page.get_by_role("button", name="Merge", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row(page, "spain", 3)).to_be_focused()
    open_menu(page, "Move…")
    page.get_by_role("button", name="To the top").press("Enter")
    expect(rows(page)).to_have_text(["spain"])
    expect(row(page, "spain", 3)).to_be_focused()
    page.keyboard.press("Delete")
    expect(toast(page)).to_contain_text("Tag “spain” taken off 3 photos")
    expect(page.locator("#tags")).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(rows(page)).to_have_text(["spain"])


def open_menu(page: Page, item: str) -> None:
    """Open the menu of the tag with the focus by its key, and choose an item."""
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name=item).press("Enter")
