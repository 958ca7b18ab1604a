"""The menus of places: of a folder, of all photos, of a day, and of the room between the photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_right_click_beside_photos_and_on_places_offers_what_works_there(page: Page) -> None:
    menu = page.get_by_role("menuitem")
    page.locator(".day__head").first.click(button="right")
    expect(menu).to_have_text(["Select this day", "Select allCtrl+A", "Add a folder"])
    menu.first.click()
    expect(page.locator("#bar-select")).to_contain_text("7 selected")
    page.locator(".day__head").first.click(button="right")
    menu.first.click()
    expect(page.locator("#bar-select")).to_be_hidden()
    page.locator("#scroller").click(button="right", position={"x": 400, "y": 640})
    page.get_by_role("menuitemradio", name="Name, A to Z").click()
    expect(page.locator("#sort")).to_have_accessible_name("Sort: Name, A to Z")
    page.locator("#all").click(button="right")
    expect(menu).to_have_text(["OpenEnter", "Add a folder", "Look again"])
    menu.first.click()
    expect(page.locator("#name")).to_have_text("All photos")
    page.locator("#tree .place").first.click(button="right")
    menu.filter(has_text="Copy path").click()
    expect(page.locator(".toast")).to_contain_text("1 path copied")
