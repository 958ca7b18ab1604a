"""The dialog of what comes in and goes out, over the real server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.said import expect_nothing_said, expect_said, name_of, select, toast

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser


def open_dialog(page: Page) -> None:
    page.locator("#more").click()
    page.get_by_role("menuitem", name="Bring in and take out").click()


def choose(page: Page, text: str, name: str = "hand.csv") -> None:
    file = FilePayload(name=name, mimeType="text/csv", buffer=text.encode("cp1252"))
    page.locator("input[type=file]").set_input_files(file)


def kind(page: Page, name: str) -> Locator:
    return page.locator(".coming__kind", has_text=name)


def test_a_table_is_looked_at_brought_in_taken_back_and_taken_out(page: Page) -> None:
    names = [name_of(page, number) for number in range(3)]
    select(page, 0)
    page.keyboard.press("2")
    expect(toast(page)).to_contain_text("1 photo rated")
    page.keyboard.press("Escape")
    open_dialog(page)
    page.get_by_role("button", name="Look for Picasa").click()
    dialog = page.get_by_role("dialog", name="From Picasa")
    expect(dialog).to_contain_text("It says nothing about photos.")
    expect(dialog.get_by_role("button", name="Bring in")).to_be_disabled()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    open_dialog(page)
    choose(page, "nothing,of,use\n1,2,3\n")
    expect(toast(page)).to_contain_text("hand.csv has no column called path")
    rows = "".join(f"{name};{stars};Köln\n" for name, stars in zip(names, (5, 4, 3), strict=True))
    choose(page, f"path;rating;title\n{rows}none.jpg;1;\n")
    expect(page.get_by_role("dialog", name="From a table")).to_contain_text("3 of them are here")
    expect(kind(page, "Stars")).to_contain_text("2 photos1 where you said something else")
    page.get_by_text("1 photo not found here").click()
    expect(page.get_by_text("none.jpg")).to_be_visible()
    kind(page, "Titles").get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Bring in").click()
    expect(toast(page)).to_contain_text("2 photos brought in from a table.")
    for number, stars in enumerate((2, 4, 3)):
        expect_said(page, number, f"{stars} stars")
    page.locator(".toast__undo").click()
    expect(toast(page)).to_contain_text("Undone: 2 photos brought in from a table.")
    expect_nothing_said(page, 1, 2)
    open_dialog(page)
    choose(page, f"path;rating;title\n{rows}")
    page.get_by_label("Take what comes in").check()
    expect(kind(page, "Stars")).to_contain_text("3 photos")
    page.get_by_role("button", name="Bring in").click()
    expect_said(page, 0, "5 stars")
    open_dialog(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Save as CSV").click()
    assert started.value.suggested_filename == "shoebox.csv"
    content = Path(started.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbfpath,root,")
    assert content.decode().count("Köln") == 3
    page.keyboard.press("Escape")
    page.goto(f"{page.url.partition('#')[0]}#/history")
    expect(page.locator(".act").first).to_contain_text("3 photos brought in from a table")
    page.locator(".act").first.get_by_role("button").click()
    expect(toast(page)).to_contain_text("Undone: 3 photos brought in from a table.")
