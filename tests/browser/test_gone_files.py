"""The pages of what was said about files that are gone, of the questions which file a photo is, and of the backups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import cell
from tests.browser.said import expect_nothing_said, expect_said, focus_photo, name_of, toast
from tests.pictures import picture, save

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser


def go(page: Page, entry: str) -> None:
    """Choose an entry of the menu at the end of the toolbar."""
    page.locator("#more").click()
    page.get_by_role("menuitem", name=entry).click()


def test_words_of_a_file_that_is_gone_are_listed_given_and_taken_back(page: Page, photos: Path) -> None:
    focus_photo(page, 1)
    page.keyboard.press("4")
    expect_said(page, 1, "4 stars")
    lost = name_of(page, 1)
    [file] = photos.rglob(lost)
    file.unlink()
    go(page, "Look again")
    expect(page.locator("#count")).to_have_text("6")
    go(page, "Files that are gone")
    gone = page.locator("#gone")
    expect(page.locator("#name")).to_have_text("Files that are gone")
    expect(gone.get_by_role("heading")).to_have_text("Said about 1 file that is gone")
    expect(gone.locator("li")).to_contain_text([re.compile(f"{re.escape(lost)}.*gone since today★★★★")])
    gone.get_by_role("button", name=f"Choose the photo that {lost} is now").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"Which photo is {lost} now?It gets what was said: ★★★★.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    cell(page, 2).click(button="right")
    page.get_by_role("menuitem", name="Give it words of a file that is gone").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile(re.escape(lost))).click()
    expect(toast(page)).to_contain_text(f"Words of “{lost}”, which is gone, given to another photo.")
    expect_said(page, 2, "4 stars")
    toast(page).get_by_role("button", name="Undo").click()
    expect_nothing_said(page, 2)
    save(file, picture(hue=222))
    go(page, "Look again")
    place = page.locator("#questions")
    expect(place).to_have_text(re.compile("Which file is it.*1"))
    place.click()
    expect(gone.locator(".asked")).to_contain_text("Is this photo that file?")
    gone.get_by_role("button", name=f"Yes, {lost} is {lost}").click()
    expect(gone).to_contain_text("Nothing said is missing its file")
    expect(place).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator(".badge--said")).to_have_count(1)


def test_a_page_gives_way_to_another_and_to_the_photos(page: Page) -> None:
    go(page, "History")
    expect(page.locator("#history")).to_be_visible()
    page.evaluate("location.hash = '#/albums'")
    expect(page.locator("#albums-page")).to_be_visible()
    page.reload()
    expect(page.locator("#albums-page")).to_be_visible()
    page.evaluate("location.hash = '#/backups'")
    expect(page.locator("#backups")).to_be_visible()
    expect(page.locator("#albums-page")).to_be_hidden()
    page.evaluate("location.hash = '#/'")
    expect(cell(page, 0)).to_be_visible()


def test_backups_are_listed_and_a_restore_is_undone(page: Page) -> None:
    go(page, "Backups")
    backups = page.locator("#backups")
    expect(backups).to_contain_text("No backup yet")
    page.route(
        "**/api/backups",
        lambda route: route.fulfill(
            json={
                "backups": [
                    {"name": "library-2026-11-01.db", "day": "2026-11-01", "at_ms": 0, "bytes": 5000, "replaced": False}
                ]
            }
        ),
    )
    page.route("**/api/backups/library-2026-11-01.db", lambda route: route.fulfill(json={"name": "", "later": 14}))
    restored: list[str] = []

    def restore(route: Route) -> None:
        restored.append(route.request.url.split("/")[-2])
        route.fulfill(json={"kept": "library.replaced-1796000000000.db", "generation": 1})

    page.route("**/api/backups/*/restore", restore)
    page.keyboard.press("Escape")
    go(page, "Backups")
    backups.get_by_role("button", name=re.compile("Restore: Sunday 1 November")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The last 14 things you said will not count any more. No photo is touched")
    dialog.get_by_role("button", name="Restore").click()
    expect(toast(page)).to_contain_text("The backup is restored.")
    toast(page).get_by_role("button", name="Undo").click()
    expect(toast(page)).to_contain_text("Everything you said is as it was before.")
    assert restored == ["library-2026-11-01.db", "library.replaced-1796000000000.db"]
