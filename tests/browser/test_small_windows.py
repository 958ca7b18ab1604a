"""The page in narrow and low windows."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import WINDOW, cell, change_answer
from tests.browser.said import open_photo
from tests.browser.waits import box_of, wait_until
from tests.waiting import WORK_S

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


@pytest.fixture
def narrow(serve: Serve, open_page: OpenPage, photos: Path) -> Page:
    page = open_page(serve(photos), viewport={"width": 700, "height": 900})
    wait_until(page, "document.querySelectorAll('.cell:not([hidden])').length === 7", WORK_S)
    return page


def test_the_drawer_has_the_focus_and_gives_it_back(narrow: Page) -> None:
    for press in ("click", "keyboard"):
        narrow.locator("#toggle-side").focus()
        narrow.locator("#toggle-side").click() if press == "click" else narrow.keyboard.press("Enter")
        expect(narrow.locator("#all")).to_be_focused()
        if press == "click":
            narrow.evaluate("document.activeElement.blur()")  # from anywhere
        narrow.keyboard.press("Escape")
        expect(narrow.locator("#shell")).to_have_attribute("data-drawer", "closed")
        expect(narrow.locator("#toggle-side")).to_be_focused()


def test_a_drawer_left_open_does_not_lock_a_wide_window(narrow: Page) -> None:
    narrow.locator("#toggle-side").click()
    narrow.set_viewport_size(WINDOW)
    wait_until(narrow, "!document.getElementById('main').inert")


def test_the_drawer_leaves_the_window_to_a_photo_that_opens(narrow: Page) -> None:
    cell(narrow, 0).click()
    expect(narrow.locator(".viewer")).to_be_visible()
    narrow.go_back()
    narrow.locator("#toggle-side").click()
    expect(narrow.locator("#side")).to_be_visible()
    narrow.go_forward()
    expect(narrow.locator(".viewer")).to_be_visible()
    expect(narrow.locator("#side")).to_be_hidden()
    wait_until(narrow, "document.querySelector('.viewer').contains(document.activeElement)")
    narrow.go_back()
    expect(narrow.locator(".viewer")).to_be_hidden()
    wait_until(narrow, "!document.getElementById('main').inert")


def test_a_message_over_a_photo_lies_over_no_control(narrow: Page) -> None:
    narrow.set_viewport_size({"width": 480, "height": 800})
    open_photo(narrow, 1)  # the first one cannot be shown
    expect(narrow.locator(".zoom")).to_be_visible()
    narrow.keyboard.press("f")
    expect(narrow.locator(".toast")).to_be_visible()
    toast, zoom = box_of(narrow.locator(".toast")), box_of(narrow.locator(".zoom"))
    assert toast["y"] + toast["height"] <= zoom["y"]


def test_the_narrow_selection_bar_has_words_for_everything(narrow: Page) -> None:
    narrow.locator("#scroller").focus()
    cell(narrow, 0).hover()
    cell(narrow, 0).locator(".cell__pick").click()
    bar = narrow.locator("#bar-select")
    expect(bar.get_by_label("Select all")).to_be_hidden()
    bar.get_by_label("More").click()
    expect(narrow.get_by_role("menuitem")).to_contain_text(["Select all", "Invert the selection"])
    narrow.get_by_role("menuitem").first.click()
    expect(bar).to_contain_text("7 selected")
    expect(bar.get_by_label("Copy paths")).to_have_attribute("title", "Copy paths")


def test_the_photo_keeps_room_beside_what_is_said_of_it_in_a_low_window(
    serve: Serve, open_page: OpenPage, photos: Path
) -> None:
    page = open_page(serve(photos), viewport={"width": 640, "height": 400})
    wait_until(page, "document.querySelectorAll('.cell:not([hidden])').length === 7", WORK_S)
    cell(page, 0).click()
    page.keyboard.press("i")
    expect(page.locator(".panel")).to_be_visible()
    assert box_of(page.locator(".stage"))["height"] > 150


def test_what_is_said_on_a_photo_lies_on_lines_of_its_own(narrow: Page) -> None:
    def say_more(photo: dict[str, Any]) -> None:
        reason = "Part of this RAW file is damaged: a smaller picture is shown than its camera put into it."
        photo |= {"problem": {"code": "damaged", "message": reason}, "moves": True}
        photo |= {"raw": True, "preview": {"width": 1616, "height": 1080}}
        photo["group"] = [
            {**photo, "id": photo["id"] + n, "format": name} for n, name in enumerate(("jpeg", "nef", "png"))
        ]

    change_answer(narrow, say_more, "**/api/photos/*")
    open_photo(narrow, 1)
    expect(narrow.locator(".stage__signs .chip")).to_have_count(3)
    expect(narrow.locator(".stage__note")).to_contain_text("smaller picture")
    expect(narrow.locator(".variants")).to_be_visible()
    boxes = [box_of(narrow.locator(part)) for part in (".stage__note", ".stage__signs", ".variants")]
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"]
