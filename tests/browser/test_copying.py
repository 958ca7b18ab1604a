"""Ctrl+C: a browser puts the picture on the clipboard, a window is asked to copy the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.real_page import cell, change_answer, ready

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

KEEP = """
window.copied = [];
navigator.clipboard.write = async ([item]) => {
  const blob = await item.getType("image/png"), image = await createImageBitmap(blob);
  window.copied.push([blob.type, image.width, image.height]);
};
"""


@pytest.fixture
def page(serve: Serve, open_page: OpenPage, photos: Path) -> Page:
    return ready(open_page(serve(photos), before=lambda page: page.add_init_script(KEEP)))


def toast(page: Page, text: str) -> None:
    expect(page.locator(".toast").last).to_contain_text(text)


def test_a_browser_copies_the_picture_of_one_photo(page: Page) -> None:
    cell(page, 1).click()
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
    page.keyboard.press("Control+c")
    toast(page, "Picture copied")
    assert page.evaluate("window.copied") == [["image/png", 600, 400]]
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    toast(page, "one picture at a time")
    page.keyboard.press("Escape")
    page.locator("#search").fill("Rome")
    page.locator("#search").press("Control+c")  # the text in the field
    assert len(page.evaluate("window.copied")) == 1


def test_with_a_window_the_files_are_copied_by_it(page: Page) -> None:
    asked: list[object] = []

    def answer(route: Route) -> None:
        asked.append(route.request.post_data_json)
        ids = asked[-1]["ids"] if isinstance(asked[-1], dict) else []
        route.fulfill(json={"files": len(ids), "picture": len(ids) == 1})

    page.route("**/api/window", answer)
    change_answer(page, lambda body: body.update(desktop=True))
    page.reload()
    ready(page)
    cell(page, 1).click(button="right")
    page.get_by_role("menuitem", name="Copy", exact=False).first.click()
    toast(page, "Picture and file copied")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    toast(page, "7 files copied")
    assert [len(body["ids"]) for body in asked if isinstance(body, dict)] == [1, 7]
