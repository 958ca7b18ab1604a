"""The first start in a browser, and the answer of a dialog that loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


def test_the_first_run_in_a_browser_says_once_what_to_do(serve: Serve, open_page: OpenPage) -> None:
    page = open_page(serve())
    expect(page.locator(".welcome")).to_contain_text("start it by the same command with the folder at its end")
    assert page.locator("body").inner_text().count("serve /path/to/folder") == 1
    expect(page.locator(".welcome button")).to_have_count(0)


def test_keys_that_can_do_nothing_here_are_not_listed(page: Page) -> None:
    page.evaluate("document.body.focus()")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet.get_by_text("Copy path", exact=True)).to_be_visible()
    expect(sheet.get_by_text("Show in folder")).to_have_count(0)  # there is no window that could


def test_the_safe_answer_has_a_ring_after_a_click_too(page: Page) -> None:
    page.get_by_role("treeitem").first.click(button="right")
    page.get_by_role("menuitem", name="Remove from Shoebox").click()
    safe = page.get_by_role("button", name="Keep it")
    expect(safe).to_be_focused()
    assert safe.evaluate("(button) => getComputedStyle(button).outlineStyle") == "solid"
