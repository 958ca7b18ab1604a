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
    expect(page.locator(".welcome")).to_contain_text("Stop Shoebox (Ctrl+C) and start it with:")
    assert page.locator("body").inner_text().count("main.py serve") == 1
    expect(page.locator(".welcome button")).to_have_count(0)


def test_the_safe_answer_has_a_ring_after_a_click_too(page: Page) -> None:
    page.get_by_role("treeitem").first.click(button="right")
    page.get_by_role("menuitem", name="Remove from Shoebox").click()
    safe = page.get_by_role("button", name="Keep it")
    expect(safe).to_be_focused()
    assert safe.evaluate("(button) => getComputedStyle(button).outlineStyle") == "solid"
