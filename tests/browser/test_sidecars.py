"""The question whether copies are kept beside the photos, and the list of what two programs said differently."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import WINDOW, ready, shoot
from tests.browser.said import expect_said, focus_photo, select, toast
from tests.browser.waits import wait_until
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser
_SAID_HAS_ROOM = """(() => {
  const does = document.querySelector(".conflict__do");
  const sentence = document.createRange();
  sentence.selectNodeContents(does.querySelector("span"));
  const buttons = [...does.querySelectorAll("button")].reduce((sum, one) => sum + one.offsetWidth, 0);
  return innerWidth === 700 && does.clientWidth < sentence.getBoundingClientRect().width + buttons;
})()"""  # they stand below each other


def question(page: Page) -> Locator:
    return page.get_by_role("region", name="A question")


def choose(page: Page, name: str) -> None:
    page.locator("#more").click()
    page.locator(".menu").get_by_text(name).click()


def switch_copies(page: Page) -> None:
    page.keyboard.press("Control+,")
    with page.expect_response("**/api/sidecars"):
        page.get_by_role("switch", name="Keep a copy beside photos").click()
    page.keyboard.press("Escape")
    expect(page.locator("#settings")).to_be_hidden()


def test_the_question_is_asked_once_and_takes_no_key(page: Page) -> None:
    expect(question(page)).to_have_count(0)
    focus_photo(page, 1)
    page.keyboard.press("4")
    expect(question(page)).to_be_visible()
    page.keyboard.press("p")
    expect_said(page, 1, "4 stars, picked")
    shoot(page, "question")
    page.keyboard.press("Enter")
    expect(question(page)).to_be_hidden()
    page.keyboard.press("Escape")
    expect(question(page)).to_be_visible()
    choose(page, "Backups")  # pages without photos have buttons of their own
    expect(question(page)).to_be_hidden()
    page.go_back()
    question(page).get_by_role("button", name="Decide later").click()
    expect(question(page)).to_have_count(0)
    select(page, 1)
    page.keyboard.press("f")
    expect_said(page, 1, "favourite, 4 stars, picked")
    page.reload()
    ready(page)
    focus_photo(page, 2)
    page.keyboard.press("2")
    expect(toast(page)).to_contain_text("1 photo rated")
    expect(question(page)).to_have_count(0)


def test_the_question_fits_a_low_window(page: Page) -> None:
    focus_photo(page, 1)
    page.keyboard.press("4")
    expect(question(page)).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 240})
    wait_until(page, "document.querySelector('.question').getBoundingClientRect().top >= 0")
    question(page).get_by_role("button", name="Keep copies").scroll_into_view_if_needed()
    expect(question(page).get_by_role("button", name="Keep copies")).to_be_in_viewport()


def test_copies_are_kept_and_conflicts_are_listed_and_settled(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    page = ready(open_page(serve(photos)))
    select(page, 1, 2)
    page.keyboard.press("4")
    question(page).get_by_role("button", name="Keep copies").click()
    expect(toast(page)).to_contain_text("is copied beside your photos")
    sidecars = wait_for(lambda: found if len(found := sorted(photos.rglob("*.xmp"))) == 2 else [])
    page.locator("#bar-select").get_by_role("button", name="Clear").first.click()
    switch_copies(page)  # off, while two programs change the same
    expect(page.locator(".toast")).to_have_count(0)
    for sidecar in sidecars:
        sidecar.write_bytes(sidecar.read_bytes().replace(b">4<", b">2<"))
        os.utime(sidecar, (1_600_000_000,) * 2)
    select(page, 1, 2)
    page.keyboard.press("5")
    expect(toast(page)).to_contain_text("2 photos rated")
    page.keyboard.press("Escape")
    switch_copies(page)
    wait_for(lambda: _menu_says(page, "2 conflicts"))
    choose(page, "History")
    listed = page.locator(".conflict")
    expect(listed).to_have_count(2)
    expect(listed.first).to_contain_text("★★★★★")
    expect(listed.first).to_contain_text("Yours is newer and counts.")
    shoot(page, "conflicts")
    page.set_viewport_size({"width": 700, "height": 700})
    wait_until(page, _SAID_HAS_ROOM)
    page.set_viewport_size(WINDOW)
    listed.first.locator(".conflict__name").click()
    expect(page.locator(".viewer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".viewer")).to_be_hidden()
    expect(listed).to_have_count(2)  # the page that it was opened from, not the grid
    listed.first.get_by_role("button", name="Take the other").click()
    expect(listed).to_have_count(1)
    listed.first.get_by_role("button", name="Leave it so").click()
    expect(listed).to_have_count(0)
    ratings = wait_for(lambda: {b">2<", b">5<"} == {_rating(path) for path in sidecars})
    assert ratings


def _menu_says(page: Page, text: str) -> bool:
    page.locator("#more").click()
    found = text in page.locator(".menu").inner_text()
    page.keyboard.press("Escape")
    return found


def _rating(path: Path) -> bytes:
    data = path.read_bytes()
    return next((text for text in (b">2<", b">5<") if text in data), b"")
