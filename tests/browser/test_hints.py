"""The search field over the real server: suggestions, what is wrong, and the keys of both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import ready
from tests.browser.waits import next_frames

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser


def field(page: Page) -> Any:
    page.keyboard.press("/")
    return page.locator("#search")


def options(page: Page) -> Any:
    return page.locator(".suggestions [role=option]")


def test_a_value_is_picked_with_the_keys(page: Page) -> None:
    box = field(page)
    page.keyboard.type("lis")
    expect(options(page)).to_have_text(["Lisbonfolder3"])
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options(page).first.get_attribute("id")))
    page.keyboard.press("Enter")
    expect(box).to_have_value("folder:Lisbon ")
    expect(box).to_be_focused()
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(page.locator("#count")).to_have_text("3")
    page.keyboard.type("-lisbon-1")
    expect(page.locator("#count")).to_have_text("2")


def test_a_filter_leads_to_its_values_and_the_mouse_takes_one(page: Page) -> None:
    box = field(page)
    page.keyboard.type("typ")
    options(page).get_by_text("type:", exact=True).click()
    expect(box).to_have_value("type:")
    expect(box).to_be_focused()
    options(page).get_by_text("jpeg").click()
    expect(box).to_have_value("type:jpeg ")
    expect(page.locator("#count")).to_have_text("6")


def test_a_mistake_is_shown_and_the_rest_still_searches(page: Page) -> None:
    field(page)
    page.keyboard.type("rome iso:much")
    expect(page.locator(".suggestions__part")).to_have_text("iso:much")
    expect(page.locator(".suggestions__mistakes")).to_contain_text("needs a number")
    expect(page.locator("#count")).to_have_text("4")
    page.keyboard.press("Backspace")
    expect(page.locator(".suggestions__part")).to_have_count(0)


def test_without_a_choice_the_keys_are_as_ever(page: Page) -> None:
    box = field(page)
    page.keyboard.type("lis")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(box).to_have_value("lis")
    expect(options(page).first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("Enter")
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(page.locator(".cell:focus")).to_have_count(1)
    field(page)
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(page.locator("#count")).to_have_text("7")


def test_the_keys_stay_with_photos_that_come_late(page: Page) -> None:
    held: list[Route] = []
    released = False

    def hold(route: Route) -> None:
        if released:
            route.continue_()
        else:
            held.append(route)

    page.route("**/api/timeline.bin?*", hold)
    field(page)
    page.keyboard.type("rome")
    page.keyboard.press("Enter")
    expect(page.locator(".cell:focus")).to_have_count(1)
    next_frames(page)
    released = True  # also for the last request, where it is still to come
    for route in held:
        route.continue_()
    expect(page.locator("#count")).to_have_text("4")
    expect(page.locator(".cell:focus")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cell:focus")).to_have_attribute("aria-label", re.compile("2 of 4"))


def test_it_closes_when_one_looks_elsewhere(page: Page) -> None:
    field(page)
    page.keyboard.type("lis")
    expect(options(page)).to_have_count(1)
    page.locator(".cell").first.focus()
    expect(page.locator(".suggestions")).to_be_hidden()
    ready(page, 3)
