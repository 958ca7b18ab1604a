"""What keyboards and screen readers meet, and what Windows' high contrast leaves to be seen, over the real server."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.real_page import cell
from tests.browser.waits import next_frames

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

pytestmark = pytest.mark.browser


def test_what_is_hidden_from_screen_readers_is_no_stop_of_the_tab_key(page: Page) -> None:
    expect(page.locator("#tree [aria-hidden=true]").first).to_be_attached()
    stops = """[...document.querySelectorAll("[aria-hidden=true], [aria-hidden=true] *")]
      .filter((one) => one.tabIndex >= 0 && !(one instanceof SVGElement)).map((one) => one.outerHTML)"""
    assert page.evaluate(stops) == []


def test_what_floats_has_an_edge_in_high_contrast(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.locator("#more").click()
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    assert menu.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


def test_the_ring_of_a_photo_is_whole_below_a_heading(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, 0)).to_be_focused()
    next_frames(page)
    box = cell(page, 0).bounding_box()
    assert box
    clip: FloatRect = {"x": box["x"] + 20, "y": box["y"] - 3, "width": 40, "height": 3}
    edge = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L").tobytes()
    assert max(edge) < 128, "the heading covers it"
