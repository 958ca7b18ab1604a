"""The menus of places: of a folder, of all photos, of a day, and of the room between the photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import change_answer, ready

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser


def test_a_right_click_beside_photos_and_on_places_offers_what_works_there(page: Page) -> None:
    menu = page.get_by_role("menuitem")
    page.locator(".day__head").first.click(button="right")
    expect(menu).to_have_text(["Select this day", "Select allCtrl+A", "Add a folder…"])
    menu.first.click()
    expect(page.locator("#bar-select")).to_contain_text("7 selected")
    page.locator(".day__head").first.click(button="right")
    menu.first.click()
    expect(page.locator("#bar-select")).to_be_hidden()
    page.locator("#scroller").click(button="right", position={"x": 400, "y": 640})
    page.get_by_role("menuitemradio", name="Name, A to Z").click()
    expect(page.locator("#sort")).to_have_accessible_name("Sort: Name, A to Z")
    page.locator("#all").click(button="right")
    expect(menu).to_have_text(["OpenEnter", "Add a folder…", "Look again"])
    menu.first.click()
    expect(page.locator("#name")).to_have_text("All photos")
    page.locator("#tree .place").first.click(button="right")
    menu.filter(has_text="Copy path").click()
    expect(page.locator(".toast")).to_contain_text("1 path copied")


def test_a_folder_is_shown_in_the_file_manager_and_a_failure_is_said(page: Page) -> None:
    item = page.get_by_role("menuitem", name="Show in file manager")
    page.get_by_role("treeitem", name="Rome").click(button="right")
    expect(page.get_by_role("menuitem", name="Copy path")).to_be_visible()
    expect(item).to_have_count(0)  # without a window
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.rpartition("/api")[2])
        error = {"code": "not_found", "message": "This folder cannot be opened at the moment."}
        route.fulfill(status=404, json={"error": error}) if len(asked) > 1 else route.fulfill(json={})

    page.route("**/api/folders/*/reveal", answer)
    change_answer(page, lambda body: body.update(desktop=True))
    page.reload()
    ready(page)
    rome = page.get_by_role("treeitem", name="Rome")
    rome.focus()
    page.keyboard.press("Shift+F10")
    item.click()
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(page.locator(".toast")).to_have_count(0)
    rome.click()
    expect(page.locator("#name")).to_have_text("Rome")
    page.locator("#scroller").click(button="right", position={"x": 400, "y": 640})
    item.click()
    expect(page.locator(".toast")).to_contain_text("This folder cannot be opened at the moment.")
    assert asked == [f"/folders/{rome.get_attribute('data-id')}/reveal"] * 2
