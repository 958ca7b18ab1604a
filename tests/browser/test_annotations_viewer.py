"""What is said about the photo in the viewer: with keys that may go on to the next, in the bar, and in the panel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import cell, ready
from tests.browser.said import ANNOTATE, expect_said, focus_photo, open_photo, stars_in_bar, toast

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

DETAILS = re.compile(r"/api/photos/\d+$")
pytestmark = pytest.mark.browser


def place(page: Page, number: int) -> None:
    """Wait until the photo with this number is open."""
    expect(page.locator(".viewer__name .quiet")).to_have_text(f"{number} of 7")


def test_a_photo_is_rated_with_a_key_and_stays_open(page: Page) -> None:
    open_photo(page, 1)
    page.keyboard.press("4")
    expect(page.locator(".viewer__said").get_by_role("group", name="Rating: 4 of 5 stars")).to_be_visible()
    expect(toast(page)).to_contain_text("1 photo rated ★★★★")
    place(page, 2)
    page.keyboard.press("Escape")
    expect_said(page, 1, "4 stars")


def test_with_shift_or_by_itself_the_next_photo_comes(page: Page) -> None:
    open_photo(page, 1)
    page.keyboard.press("Shift+KeyP")
    place(page, 3)
    page.locator(".viewer__top").get_by_role("button", name="More").click()
    page.get_by_role("menuitemcheckbox", name="Go on to the next by itself").click()
    page.keyboard.press("x")
    place(page, 4)
    page.keyboard.press("2")
    place(page, 5)
    frames = page.locator(".filmstrip")
    expect(frames.get_by_role("button", name="Photo 3, rejected")).to_have_class(re.compile("is-rejected"))
    expect(frames.get_by_role("button", name="Photo 4, 2 stars").locator(".filmstrip__said")).to_have_text("2")
    page.keyboard.press("Control+z")  # back to the photo, to say something else about it
    place(page, 4)
    expect(frames.get_by_role("button", name="Photo 4", exact=True)).to_be_visible()
    page.keyboard.press("2")
    place(page, 5)
    page.keyboard.press("Escape")
    expect_said(page, 1, "picked")
    expect_said(page, 2, "rejected")
    expect_said(page, 3, "2 stars")
    page.reload()  # the switch is kept
    ready(page)
    focus_photo(page, 4)
    page.keyboard.press("3")
    expect(cell(page, 5)).to_be_focused()


def test_stars_and_heart_of_the_bar_are_pressed_and_taken_off(page: Page) -> None:
    open_photo(page, 1)
    heart = page.locator(".viewer__said").get_by_role("button", name="Favourite")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    third = page.locator(".viewer__said").get_by_role("button", name="3 stars")
    third.click()
    expect(third).to_have_attribute("aria-pressed", "true")
    third.click()
    expect(page.locator(".viewer__said").get_by_role("group", name="Rating: none")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator(".viewer__said").get_by_role("group", name="Rating: 3 of 5 stars")).to_be_visible()
    expect(toast(page)).to_contain_text("Undone: Stars taken off 1 photo.")


def test_title_and_caption_are_written_where_they_stand(page: Page) -> None:
    open_photo(page, 1)
    page.keyboard.press("i")
    panel = page.locator(".panel")
    title = panel.get_by_role("textbox", name="Title")
    title.fill("By the sea")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("1 photo titled “By the sea”")
    panel.get_by_role("textbox", name="Caption").fill("Two lines\nof words")
    page.keyboard.press("Control+Enter")
    expect(toast(page)).to_contain_text("1 photo captioned “Two lines of words”")
    page.keyboard.press("ArrowRight")  # the keys are the viewer's again
    place(page, 3)
    expect(title).to_have_value("")
    page.keyboard.press("ArrowLeft")
    expect(title).to_have_value("By the sea")
    expect(panel.get_by_role("textbox", name="Caption")).to_have_value("Two lines\nof words")


def test_what_is_typed_when_the_page_is_loaded_again_is_kept(page: Page) -> None:
    open_photo(page, 1)
    page.keyboard.press("i")
    page.locator(".panel").get_by_role("textbox", name="Title").fill("A title")
    page.locator(".panel").get_by_role("textbox", name="Caption").fill("Not left yet")
    page.reload()
    expect(page.locator(".panel").get_by_role("textbox", name="Caption")).to_have_value("Not left yet")
    expect(page.locator(".panel").get_by_role("textbox", name="Title")).to_have_value("A title")


def test_what_is_typed_when_the_next_photo_comes_is_kept_about_the_first(page: Page) -> None:
    open_photo(page, 1)
    page.keyboard.press("i")
    title = page.locator(".panel").get_by_role("textbox", name="Title")
    title.fill("Mine")
    page.get_by_role("button", name="Next photo").click()
    place(page, 3)
    expect(toast(page)).to_contain_text("1 photo titled “Mine”")
    expect(title).to_have_value("")
    page.get_by_role("button", name="Previous photo").click()
    expect(title).to_have_value("Mine")


def test_escape_leaves_the_words_as_they_were(page: Page) -> None:
    open_photo(page, 1)
    page.keyboard.press("i")
    title = page.locator(".panel").get_by_role("textbox", name="Title")
    title.fill("Nothing of it")
    page.keyboard.press("Escape")
    expect(title).to_have_value("")
    expect(page.locator(".viewer")).to_be_visible()
    expect(toast(page)).to_have_count(0)


def test_a_title_that_is_refused_is_taken_back(page: Page) -> None:
    open_photo(page, 1)
    page.keyboard.press("i")
    page.route(
        ANNOTATE, lambda route: route.fulfill(status=507, json={"error": {"code": "full", "message": "No room."}})
    )
    title = page.locator(".panel").get_by_role("textbox", name="Title")
    title.fill("Lost")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Nothing was changed. No room.")
    expect(title).to_have_value("")


def test_tags_are_completed_added_and_taken_off(page: Page) -> None:
    open_photo(page, 1)
    page.keyboard.press("t")
    panel = page.locator(".panel")
    tags = panel.get_by_role("list", name="Tags")
    field = panel.get_by_role("combobox", name="Add a tag")
    expect(field).to_be_focused()
    field.fill("travel/italy")
    page.keyboard.press("Enter")
    expect(tags.get_by_role("link")).to_have_text(["travel / italy"])
    expect(toast(page)).to_contain_text("1 photo tagged “travel / italy”")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    cell(page, 2).click()
    place(page, 3)
    page.keyboard.press("t")
    page.keyboard.type("ita")
    expect(panel.get_by_role("option")).to_have_text([re.compile("travel / italy")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(tags.get_by_role("link")).to_have_text(["travel / italy"])
    panel.get_by_role("button", name="Take off travel / italy").click()
    expect(tags.get_by_role("listitem")).to_have_count(0)
    expect(toast(page)).to_contain_text("Tag “travel / italy” taken off 1 photo")
    expect(field).to_be_focused()


def test_a_photo_that_leaves_the_search_by_what_was_said_is_not_called_deleted(page: Page) -> None:
    for number in (1, 2):
        cell(page, number).click(modifiers=["Control"])
    page.keyboard.press("5")
    expect(toast(page)).to_contain_text("2 photos rated")
    page.keyboard.press("Escape")
    page.locator("#search").fill("rating:5")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("2")
    cell(page, 0).click()
    expect(page.locator(".viewer__name .quiet")).to_have_text("1 of 2")
    page.keyboard.press("1")
    expect(page.locator(".viewer__name .quiet")).to_have_text("1 of 1")
    expect(toast(page)).to_contain_text("1 photo rated ★")
    expect(stars_in_bar(page)).to_have_attribute("aria-label", "Rating: 5 of 5 stars")


def test_a_tag_that_is_typed_before_the_details_come_is_of_the_photo_in_sight(page: Page) -> None:
    open_photo(page, 1)
    page.keyboard.press("t")
    field = page.locator(".panel").get_by_role("combobox", name="Add a tag")
    title = page.locator(".panel").get_by_role("textbox", name="Title")
    expect(title).to_be_editable()
    page.keyboard.press("Escape")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(DETAILS, hold)
    page.keyboard.press("End")  # of the neighbours they are loaded already
    place(page, 7)
    page.keyboard.press("t")
    field.press_sequentially("sea")
    page.keyboard.press("Enter")
    field.press_sequentially("sky")
    expect(title).not_to_be_editable()  # it is that of the photo before
    for route in waiting:
        route.continue_()
    page.unroute(DETAILS, hold)
    expect(title).to_be_editable()
    expect(field).to_have_value("sky")
    expect(page.locator(".panel").get_by_role("list", name="Tags").get_by_role("link")).to_have_text(["sea"])
    page.keyboard.press("Escape")  # what is typed goes
    expect(field).to_have_value("")
    page.keyboard.press("Escape")  # the field is left
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    place(page, 2)
    expect(title).to_be_editable()
    expect(page.locator(".panel").get_by_role("list", name="Tags").get_by_role("link")).to_have_count(0)
