"""Hints over the real server: one at a time, each once in any window, and none over a photo or a control."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints, load_axe
from tests.browser.real_page import another_page, cell, ready, shoot
from tests.browser.said import focus_photo

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
BOX = (
    "(one) => { const { top, bottom, left, right } = one.getBoundingClientRect(); return { top, bottom, left, right } }"
)


def line(page: Page) -> Locator:
    return page.locator("#hint")


def begin_anew(page: Page) -> None:
    """Reload: what is shown now was shown, and the next needs no pause."""
    page.reload()
    ready(page)
    expect(line(page)).to_be_empty()


def test_a_hint_comes_when_it_is_of_use_names_its_keys_and_goes_by_escape(page: Page) -> None:
    expect(line(page)).to_be_empty()
    focus_photo(page, 1)
    expect(line(page)).to_have_text("Hint: Space opens a photo; so does a double click.No more hints")
    shoot(page, "hint")
    expect(line(page)).to_have_attribute("role", "status")
    page.keyboard.press("Escape")
    expect(line(page)).to_be_empty()
    begin_anew(page)
    focus_photo(page, 1)
    page.keyboard.press("Space")
    expect(page.locator(".viewer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(line(page)).to_contain_text("1 to 5 give a photo stars")  # the first is never shown again


def test_escape_still_does_what_it_is_for(page: Page) -> None:
    page.keyboard.press("Control+a")
    expect(line(page)).to_contain_text("Drag across photos")
    page.keyboard.press("Escape")
    expect(line(page)).to_be_empty()
    expect(page.locator("#bar-select")).to_be_hidden()


def test_it_lies_over_nothing_and_moves_nothing_above(page: Page) -> None:
    before = cell(page, 0).evaluate(BOX)
    focus_photo(page, 1)
    expect(line(page)).to_contain_text("opens a photo")
    assert cell(page, 0).evaluate(BOX) == before
    hint, photos, side = (page.locator(one).evaluate(BOX) for one in ("#hint", "#timeline", "#side"))
    assert hint["top"] >= photos["bottom"]
    assert hint["left"] >= side["right"]
    assert hint["bottom"] <= page.evaluate("innerHeight")


def test_none_comes_while_a_dialog_is_open_and_one_that_is_there_is_not_seen(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/api/hints") else None)
    focus_photo(page, 1)
    page.keyboard.press("t")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.wait_for_timeout(1800)
    assert asked == []
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    expect(line(page)).to_contain_text("opens a photo")
    page.keyboard.press("t")
    expect(line(page)).not_to_be_visible()
    page.keyboard.press("Escape")
    expect(line(page)).to_be_visible()


def test_another_window_shows_no_hint_again_and_hints_end_for_all(page: Page) -> None:
    other = another_page(page)
    focus_photo(page, 1)
    expect(line(page)).to_contain_text("opens a photo")
    focus_photo(other, 1)
    other.wait_for_timeout(1800)
    expect(line(other)).to_be_empty()
    page.get_by_role("button", name="No more hints").click()
    expect(line(page)).to_be_empty()
    begin_anew(other)
    other.keyboard.press("Control+a")
    other.wait_for_timeout(1800)
    expect(line(other)).to_be_empty()
    other.keyboard.press("Control+,")
    switch = other.get_by_role("switch", name="Hints")
    expect(switch).not_to_be_checked()
    with other.expect_response("**/api/hints"):
        switch.check()
    expect(switch).to_be_checked()


def test_the_keys_are_those_that_the_user_chose(page: Page) -> None:
    with page.expect_response("**/api/settings"):
        page.evaluate("""() => fetch("/api/settings", {method: "PUT", headers: {"Content-Type": "application/json",
            "X-Gallery-Key": sessionStorage.getItem("gallery-key")},
            body: JSON.stringify({keys: {"grid/Enter": ["e", "KeyE"]}})})""")
    begin_anew(page)
    focus_photo(page, 1)
    expect(line(page)).to_contain_text("Hint: E opens a photo")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    focus_photo(page, 1)
    expect(line(page)).to_contain_text("opens a photo")
    load_axe(page)
    assert complaints(page) == []
    line(page).get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(line(page)).to_be_empty()
    expect(page.locator("#scroller")).to_be_focused()
