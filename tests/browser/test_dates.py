"""Dates and places are said in the panel and in the dialog, and shown as exact as they were said, in two pages."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.dated_photos import HEADINGS, exif
from tests.browser.playing import keep_in
from tests.browser.real_page import another_page, cell, ready
from tests.browser.said import ANNOTATE, expect_nothing_said, toast
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOEBOX_SHOTS")
"""A folder for pictures of the page, for whoever wants to look."""
DAYS = ("2019:06:11", "2019:06:11", "2019:06:11", "2019:11:02", "2019:11:02", "2020:02:03")


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Six photos of three days."""
    folder = tmp_path / "Pictures"
    for at, day in enumerate(DAYS):
        save(folder / f"scan-{at}.jpg", picture(600, 400, hue=at * 50), exif=exif(f"{day} 12:00:{at:02}", None))
        os.utime(folder / f"scan-{at}.jpg", (1_700_000_000 + at,) * 2)
    return folder


def test_date_and_place_are_written_where_they_stand(serve: Serve, open_page: OpenPage, scans: Path) -> None:
    served = serve(scans)
    page = ready(open_page(served), 6)
    cell(page, 0).click()
    page.keyboard.press("i")
    panel = page.locator(".panel")
    date, place = panel.get_by_label("Date", exact=True), panel.get_by_label("Place", exact=True)
    expect(date).to_have_value("Mon 3 February 2020, 12:00")
    date.click()
    date.fill("31.11.84")
    expect(panel.locator(".hint--wrong")).to_have_text("November 1984 has no day 31.")
    _shoot(page, "panel-wrong")
    date.press("Enter")
    expect(date).to_be_focused()
    date.fill("summer 1984")
    expect(panel.locator(".date-field .hint")).to_have_text("Summer 1984")
    _shoot(page, "panel-typed")
    date.press("Enter")
    expect(date).not_to_be_focused()
    expect(date).to_have_value("Summer 1984")
    expect(panel.get_by_text("You said so")).to_be_visible()
    expect(page.get_by_text("1 photo dated Summer 1984")).to_be_visible()
    panel.get_by_text("Why this date").click()
    expect(panel.locator(".why dd").nth(1)).to_contain_text("disagrees")
    place.click()
    place.fill("paris")
    expect(panel.get_by_role("option").first).to_contain_text("France")
    _shoot(page, "panel-place")
    place.press("Enter")
    expect(place).to_have_value("Paris")
    expect(panel.get_by_text("Île-de-France, France")).to_be_visible()
    _shoot(page, "panel-said")
    panel.get_by_text(re.compile("Use the file.s date")).click()
    expect(date).to_have_value("Mon 3 February 2020, 12:00")
    date.fill("48.8 x")
    date.press("Escape")
    expect(date).to_have_value("Mon 3 February 2020, 12:00")
    panel.get_by_text("Remove", exact=True).click()
    expect(place).to_have_value("")
    place.click()
    place.fill("38.7970° N, 9.3900° W")
    place.press("Enter")
    expect(place).to_have_value("Sintra")


def test_many_photos_are_dated_shifted_and_taken_back_in_both_pages(
    serve: Serve, open_page: OpenPage, scans: Path
) -> None:
    served = serve(scans)
    page = ready(open_page(served), 6)
    headings = page.locator(HEADINGS)
    _expect_days(headings, ["Monday 3 February 2020", "Saturday 2 November 2019", "Tuesday 11 June 2019"])
    _select(page, 0, 1)
    dialog = _open_dialog(page)
    expect(dialog.get_by_text("Date and place of 2 photos")).to_be_visible()
    dialog.get_by_label("One date for all").check()
    dialog.locator(".dates__field input").fill("1975")
    expect(dialog.locator(".dates__preview strong")).to_have_text(["→ 1975", "→ 1975"])
    _shoot(page, "dialog-set")
    dialog.get_by_role("button", name="Apply").click()
    _expect_days(headings, ["Saturday 2 November 2019", "Tuesday 11 June 2019", "1975"])
    page.keyboard.press("Escape")
    _select(page, 0)
    dialog = _open_dialog(page)
    dialog.locator(".dates__field input").fill("summer 1984")
    dialog.get_by_role("button", name="Apply").click()
    seen = ["Tuesday 11 June 2019", "Summer 1984", "1975"]
    _expect_days(headings, seen)
    page.keyboard.press("Escape")
    _shoot(page, "headings")
    page.keyboard.press("Control+a")
    dialog = _open_dialog(page)
    dialog.get_by_label("Shift by").check()
    dialog.locator(".dates__field input").fill("1 fortnight")
    expect(dialog.get_by_role("button", name="Apply")).to_be_disabled()
    expect(dialog.get_by_text(re.compile("Write how far"))).to_be_visible()
    dialog.locator(".dates__field input").fill("1 day later")
    expect(dialog.get_by_text("3 photos without a time may stay.")).to_be_visible()
    _shoot(page, "dialog-shift")
    dialog.get_by_role("button", name="Apply").click()
    _expect_days(headings, ["Wednesday 12 June 2019", *seen[1:]])
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    _expect_days(headings, seen)
    page.locator("#search").fill("taken:1984")
    page.keyboard.press("Enter")
    _expect_days(headings, ["Summer 1984"])


def test_what_is_typed_before_the_dialog_knows_the_photos_is_no_command(
    serve: Serve, open_page: OpenPage, scans: Path
) -> None:
    page = ready(open_page(serve(scans)), 6)
    held: list[Route] = []
    page.route("**/api/photos/dates", keep_in(held))
    _select(page, 0, 1)
    dialog = _open_dialog(page)
    page.keyboard.press("4")  # in the grid it is four stars
    wait_for(lambda: bool(page.title()) and held)
    held[0].continue_()
    expect(dialog.get_by_role("radio").first).to_be_focused()
    dialog.get_by_role("button", name="Cancel").click()
    expect_nothing_said(page, 0, 1)
    expect(toast(page)).to_have_count(0)


def test_a_place_that_is_refused_stays_in_the_field_and_is_not_shown_as_said(
    serve: Serve, open_page: OpenPage, scans: Path
) -> None:
    page = ready(open_page(serve(scans)), 6)
    cell(page, 0).click()
    page.keyboard.press("i")
    panel = page.locator(".panel")
    place, why = panel.get_by_label("Place", exact=True), panel.locator(".place-field .hint")
    expect(place).to_be_editable()
    refusal = {"error": {"code": "full", "message": "The disk is full."}}
    page.route(ANNOTATE, lambda route: route.fulfill(status=507, json=refusal))
    place.fill("38.7970, -9.3900")
    expect(panel.get_by_role("option")).to_have_count(1)
    place.press("Enter")
    expect(why).to_have_text("Nothing was changed. The disk is full.")
    expect(place).to_have_value(re.compile("^38.797"))
    expect(place).to_be_focused()
    expect(place).to_have_attribute("aria-invalid", "true")
    expect(panel.get_by_text("You said so")).to_have_count(0)
    _shoot(page, "panel-refused")
    place.press("Escape")
    expect(place).to_have_value("")
    expect(why).to_be_hidden()
    place.fill("38.7970, -9.3900")
    place.press("Enter")
    expect(why).to_be_visible()
    page.unroute(ANNOTATE)
    place.press("Enter")  # once more
    expect(place).to_have_value("Sintra")
    expect(panel.get_by_text("You said so")).to_be_visible()
    expect(why).to_be_hidden()


def test_what_one_page_says_another_one_shows(serve: Serve, open_page: OpenPage, scans: Path) -> None:
    served = serve(scans)
    page = ready(open_page(served), 6)
    other = another_page(page, 6)
    cell(other, 0).click()
    other.keyboard.press("i")
    seen = other.locator(".panel")
    date, place = seen.get_by_label("Date", exact=True), seen.get_by_label("Place", exact=True)
    expect(date).to_have_value("Mon 3 February 2020, 12:00")
    _select(page, 0)
    dialog = _open_dialog(page)
    dialog.locator(".dates__field input").fill("summer 1984")
    dialog.get_by_label("Place", exact=True).fill("38.7970, -9.3900")
    dialog.get_by_role("option").click()
    dialog.get_by_role("button", name="Apply").click()
    expect(date).to_have_value("Summer 1984")
    expect(place).to_have_value("Sintra")
    other.keyboard.press("Escape")
    days = ["Saturday 2 November 2019", "Tuesday 11 June 2019", "Summer 1984 · Sintra"]
    for each in (page, other):
        _expect_days(each.locator(HEADINGS), days)


def _expect_days(headings: Locator, days: list[str]) -> None:
    """The names of days in full: they are short where days share a row."""
    expect(headings).to_have_count(len(days))
    for number, day in enumerate(days):
        expect(headings.nth(number)).to_have_attribute("title", day)


def _select(page: Page, *numbers: int) -> None:
    for number in numbers:
        cell(page, number).click(modifiers=["Control"])


def _open_dialog(page: Page) -> Locator:
    page.keyboard.press("Shift+D")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def _shoot(page: Page, name: str) -> None:
    """Take pictures in light and dark, at two widths, where somebody wants to look."""
    if not SHOTS:
        return
    for width, height in ((700, 800), (1280, 860)):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(300)
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}-{scheme}.png"))
    page.set_viewport_size({"width": 1280, "height": 860})
    page.emulate_media(color_scheme="light")
