"""A RAW file developed, and a document of several pages, on the page over the real server."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.real_page import FIRST_TAKEN, cell, ready
from tests.browser.waits import wait_until
from tests.imaging.bayer_files import dng_of
from tests.imaging.raw_files import RED, jpeg
from tests.imaging.rendering import four_colours

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

SIZE = (3000, 2000)
NAMES = ("shot.dng", "plain.dng", "document.tif")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Return a RAW file, one without a picture of its camera, and a document of three pages."""
    folder = tmp_path / "Pictures"
    folder.mkdir()
    (folder / NAMES[0]).write_bytes(dng_of(four_colours(*SIZE), preview=jpeg(RED, (1500, 1000))))
    (folder / NAMES[1]).write_bytes(dng_of(four_colours(600, 400)))
    pages = [
        Image.new("RGB", size, level) for size, level in (((600, 800), "red"), ((900, 400), "lime"), ((60, 80), "blue"))
    ]
    pages[0].save(folder / NAMES[2], compression="tiff_lzw", save_all=True, append_images=pages[1:])
    for number, name in enumerate(NAMES):
        os.utime(folder / name, (FIRST_TAKEN - number,) * 2)
    return folder


@pytest.fixture
def page(serve: Serve, open_page: OpenPage, photos: Path) -> Page:
    return ready(open_page(serve(photos)), len(NAMES))


def open_photo(page: Page, name: str) -> None:
    page.keyboard.press("Escape")
    for number in range(len(NAMES)):
        cell(page, number).click()
        expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "screen", timeout=30_000)
        expect(page.locator("#viewer")).to_have_attribute(
            "aria-label", re.compile(r"^Photo .+\.")
        )  # told a little later
        if page.locator("#viewer").get_attribute("aria-label") == f"Photo {name}":
            return
        page.keyboard.press("Escape")
        expect(page.locator("#viewer")).to_be_hidden()
    raise AssertionError(name)


def wait_for_pixels(page: Page, colour: tuple[int, int, int], size: tuple[int, int]) -> None:
    """Wait until the picture on the stage has this size, and this colour in its lower right part."""
    look = f"""(() => {{
        const image = document.querySelector(".stage__picture img");
        if (image?.naturalWidth !== {size[0]} || image.naturalHeight !== {size[1]}) return false;
        const canvas = new OffscreenCanvas(1, 1), context = canvas.getContext("2d");
        context.drawImage(image, {size[0] * 7 // 8}, {size[1] * 7 // 8}, 1, 1, 0, 0, 1, 1);
        const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
        return Math.max(Math.abs(red - {colour[0]}), Math.abs(green - {colour[1]}), Math.abs(blue - {colour[2]})) < 14;
    }})()"""
    wait_until(page, look, 60)


def test_a_raw_file_is_developed_and_looked_at_closely(page: Page) -> None:
    open_photo(page, NAMES[0])
    wait_for_pixels(page, RED, (1500, 1000))
    page.locator(".variants").get_by_role("button", name="Developed").click()
    wait_for_pixels(page, (240, 240, 240), (2400, 1600))
    page.keyboard.press("Control+1")
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "original", timeout=60_000)
    wait_for_pixels(page, (240, 240, 240), SIZE)
    page.keyboard.press("d")
    page.keyboard.press("Control+0")
    wait_for_pixels(page, RED, (1500, 1000))


def test_without_a_picture_of_the_camera_it_is_developed_at_once(page: Page) -> None:
    open_photo(page, NAMES[1])
    wait_for_pixels(page, (240, 240, 240), (600, 400))
    page.keyboard.press("i")
    expect(page.locator(".panel")).to_contain_text("Shown: developed from the RAW file")
    expect(page.locator(".variants")).to_be_hidden()


def test_the_pages_of_a_document_are_shown_each_in_its_shape(page: Page) -> None:
    open_photo(page, NAMES[2])
    wait_for_pixels(page, (255, 0, 0), (600, 800))
    page.keyboard.press("Shift+PageDown")
    wait_for_pixels(page, (0, 255, 0), (900, 400))
    expect(page.locator(".variants")).to_contain_text("Page 2 of 3")
    page.keyboard.press("Shift+PageDown")
    wait_for_pixels(page, (0, 0, 255), (60, 80))
    for _ in range(2):
        page.keyboard.press("Shift+PageUp")
    wait_for_pixels(page, (255, 0, 0), (600, 800))
