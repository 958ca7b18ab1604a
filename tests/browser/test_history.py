"""The history over the real server: what was said photo by photo is one line, which is opened and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import shoot
from tests.browser.said import expect_nothing_said, expect_said, focus_photo, select, toast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def rate_three_photos(page: Page) -> None:
    """Rate the photos 1 to 3 as one does when choosing: one after the other."""
    focus_photo(page, 1)
    for number, stars in enumerate("243", start=1):
        page.keyboard.press(f"Shift+Digit{stars}")
        expect_said(page, number, f"{stars} stars")


def test_a_run_of_acts_is_one_line_that_is_opened_undone_and_done_again(page: Page) -> None:
    rate_three_photos(page)
    select(page, 1, 2)
    page.keyboard.press("f")
    expect(toast(page)).to_contain_text("2 photos made favourites")
    page.keyboard.press("Escape")
    page.locator("#more").click()
    page.get_by_role("menuitem", name="History").click()
    lines = page.locator("#history .acts > ul > li")
    expect(lines).to_have_count(2)
    run = page.get_by_role("button", name="3 photos rated ★★ to ★★★★", exact=True)
    expect(run).to_have_attribute("aria-expanded", "false")
    shoot(page, "closed")
    run.press("Enter")
    expect(run).to_have_attribute("aria-expanded", "true")
    expect(run).to_be_focused()
    acts = lines.nth(1).locator("li .act__text")
    expect(acts).to_have_text(["1 photo rated ★★★", "1 photo rated ★★★★", "1 photo rated ★★"])
    shoot(page, "open")
    run.press("Enter")
    expect(acts).to_have_count(0)
    page.get_by_role("button", name="Undo: 3 photos rated").click()
    expect(toast(page)).to_contain_text("Undone: 3 photos rated ★★ to ★★★★.")
    expect(lines.nth(1)).to_contain_text("Undone")
    shoot(page, "undone")
    toast(page).get_by_role("button", name="Redo").click()
    expect(toast(page)).to_contain_text("Done again: 3 photos rated ★★ to ★★★★.")
    run.click()
    page.get_by_role("button", name="Undo: 1 photo rated ★★★★").click()
    expect(toast(page)).to_contain_text("Undone: 1 photo rated ★★★★.")
    expect(lines).to_have_count(4)  # of three acts one is undone: they are no run any more
    page.keyboard.press("Control+Shift+z")
    expect(lines).to_have_count(2)
    page.get_by_role("button", name="Undo: 3 photos rated").click()
    expect(lines.nth(1).locator(".act__state").first).to_be_visible()
    page.keyboard.press("Escape")
    expect_said(page, 1, "favourite, 2 of 7")
    expect_nothing_said(page, 3)
