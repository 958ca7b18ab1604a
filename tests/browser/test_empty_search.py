"""A search that finds nothing, over the real server: what failed, what the rest finds, and the buttons that help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.waits import box_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def search(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.locator("#search").fill(text)
    page.keyboard.press("Enter")


def test_the_word_that_finds_nothing_is_named_and_mended(page: Page) -> None:
    search(page, "lisbn -name:1.jpg")
    expect(page.locator(".empty h2")).to_have_text("No photo in this folder matches “lisbn”")
    expect(page.locator(".terms li")).to_have_text(["lisbnnone", "-name:1.jpg5"])
    expect(page.locator(".terms .is-wrong")).to_have_text("lisbn")
    expect(page.locator(".empty__do button")).to_have_text(
        ["Search lisbon, 2 photos", "Leave “lisbn” out, 5 photos", "Clear the search"]
    )
    page.locator(".empty__do .button--main").click()
    expect(page.locator("#search")).to_have_value("lisbon -name:1.jpg")
    expect(page.locator("#count")).to_have_text("2")


def test_a_part_that_is_too_much_can_be_left_out(page: Page) -> None:
    search(page, "rome lisbon")
    expect(page.locator(".empty h2")).to_have_text("No photo has all of this")
    page.get_by_role("button", name="Leave “lisbon” out, 4 photos").click()
    expect(page.locator("#search")).to_have_value("rome")
    expect(page.locator("#count")).to_have_text("4")


def test_a_folder_without_them_leads_to_all_folders(page: Page) -> None:
    page.get_by_role("treeitem", name="Lisbon").or_(page.locator(".place", has_text="Lisbon")).first.click()
    expect(page.locator("#count")).to_have_text("3")
    search(page, "rome")
    expect(page.locator(".empty h2")).to_have_text("No photo in this folder matches “rome”")
    expect(page.locator("#name")).to_have_text("Search in Lisbon")
    page.get_by_role("button", name="Look in all folders, 4 photos").click()
    expect(page.locator("#count")).to_have_text("4")
    expect(page.locator("#name")).to_have_text("Search")
    expect(page).to_have_title("Search - Shoebox")
    search(page, "")
    expect(page.locator("#name")).to_have_text("All photos")


def test_suggestions_count_in_the_folder_and_say_what_they_are(page: Page) -> None:
    page.get_by_role("treeitem", name="Lisbon").or_(page.locator(".place", has_text="Lisbon")).first.click()
    expect(page.locator("#count")).to_have_text("3")
    page.keyboard.press("/")
    page.keyboard.type("type:j")
    expect(page.locator(".suggestions [role=option]")).to_have_text(["jpegtype3"])
    page.locator("#search").fill("folder:o")
    expect(page.locator(".suggestions [role=option]")).to_have_text(["Lisbonfolder3"])


def test_what_means_nothing_is_still_said(page: Page) -> None:
    search(page, "xyzzy iso:much")
    expect(page.locator(".empty")).to_contain_text("“iso:” needs a number")
    page.get_by_role("button", name="Clear the search").last.click()
    expect(page.locator("#count")).to_have_text("7")


def test_a_search_that_finds_nothing_tells_how_to_ask_for_what_was_said(page: Page) -> None:
    search(page, "xyzzy")
    for way in ("is:favourite", "rating:", "label:", "tag:", "album:", "place:"):
        expect(page.locator(".empty")).to_contain_text(way)


@pytest.mark.parametrize("width", [480, 1280])
def test_a_long_word_stays_in_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    search(page, f"{'w' * 150} rome")
    title = page.locator(".empty h2")
    expect(title).to_contain_text("www")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    inner, whole = box_of(page.locator(".empty__in")), box_of(page.locator(".empty"))
    assert abs(inner["x"] - whole["x"] - (whole["width"] - inner["width"]) / 2) <= 1, "in the middle"
    for part in (title, page.locator(".terms"), page.locator(".empty__do")):
        box = box_of(part)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert part.evaluate("(one) => one.scrollWidth <= one.clientWidth")
