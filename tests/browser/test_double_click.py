"""A double click: in the viewer it is full screen, on a photo of the grid it only opens the photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import ready
from tests.browser.waits import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


def test_the_click_that_opens_a_photo_is_no_half_of_a_double_click(
    serve: Serve, open_page: OpenPage, photos: Path
) -> None:
    page = ready(open_page(serve(photos)))
    page.evaluate(
        "() => { window.asked = 0; window.clicked = 0;"
        " Element.prototype.requestFullscreen = () => { window.asked += 1; return Promise.resolve(); };"
        " addEventListener('dblclick', () => { window.clicked += 1; }); }"
    )
    page.locator(".cell").nth(1).dblclick()
    expect(page.locator(".viewer")).to_be_visible()
    wait_until(page, "window.clicked === 1")
    assert page.evaluate("window.asked") == 0
    page.mouse.move(640, 400)
    for press in (1, 2):
        page.wait_for_timeout(1100)  # a slow hand, or a slow machine
        page.mouse.down(click_count=press)
        page.mouse.up(click_count=press)
    wait_until(page, "window.asked === 1")
