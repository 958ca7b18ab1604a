"""Pictures that are smaller than their tiles, strips, half photos and moving ones, in the grid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.real_page import ready
from tests.browser.waits import wait_until
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.browser


@pytest.fixture
def page(tmp_path: Path, serve: Callable[..., Any], open_page: Callable[..., Page]) -> Page:
    folder = tmp_path / "odd"
    save(folder / "photo.jpg", picture(900, 600))
    save(folder / "icon.png", Image.new("RGBA", (16, 16), (200, 30, 60, 255)))
    save(folder / "strip.png", picture(3000, 40).resize((3000, 4)))
    frames = [Image.new("RGB", (120, 90), colour) for colour in ("red", "blue")]
    save(folder / "moving.gif", frames[0], save_all=True, append_images=frames[1:], duration=100, loop=0)
    half = save(folder / "half.jpg", picture(900, 600, hue=90))
    half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
    return ready(open_page(serve(folder)), 5)


def tile(page: Page, name: str) -> Locator:
    return page.locator(f'.cell[title="{name}"]')


def shown(page: Page, name: str) -> tuple[int, int]:
    """Return the size of the picture in a tile, once it is there."""
    wait_until(page, f"""document.querySelector('.cell[title="{name}"] > img.is-there') !== null""")
    box = tile(page, name).locator("img").bounding_box()
    assert box
    return round(box["width"]), round(box["height"])


def test_they_are_not_blown_up_and_say_what_they_are(page: Page) -> None:
    for name in ("photo.jpg", "icon.png", "strip.png", "moving.gif", "half.jpg"):
        expect(tile(page, name)).to_be_attached()
    icon = shown(page, "icon.png")
    assert (icon[0] - icon[1], icon[0] % 16) == (0, 0), "each of its pixels is a square"
    expect(tile(page, "icon.png").locator("img")).to_have_css("image-rendering", "pixelated")
    assert 2 <= shown(page, "strip.png")[1] <= 4
    expect(tile(page, "strip.png").locator("img")).to_have_css("image-rendering", "auto")
    expect(tile(page, "moving.gif").locator(".chip")).to_have_text("GIF")
    half = tile(page, "half.jpg")
    expect(half.locator("[title='This file ends too early: the picture is shown as far as it goes.']")).to_be_visible()
    expect(half).to_have_accessible_name(re.compile("ends too early"))
    expect(tile(page, "photo.jpg").locator(".chip")).to_have_count(0)
