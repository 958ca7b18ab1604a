"""Files that are one photo, over the real server: signs on tiles, the files in the panel, the motion, by hand."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.playing import keep_in
from tests.browser.real_page import ready
from tests.imaging.group_files import burst_frame, google_motion, live_still, live_video, shot
from tests.imaging.raw_files import cr2

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, Route

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser
FILES = {
    "IMG_0001.JPG": shot("2021:02:05 10:56:53", make="Canon"),
    "IMG_0001.CR2": cr2(),
    "IMG_0002.JPG": live_still("ID", "2020:01:02 10:00:00"),
    "IMG_0002.MOV": live_video("ID", "2020-01-02T10:00:00+0200"),
    "PXL_1.jpg": google_motion(),
    "b1.jpg": burst_frame("B"),
    "b2.jpg": burst_frame("B", cover=True),
    "b3.jpg": burst_frame("B"),
}
RECORDED = """async () => {
  const canvas = document.body.appendChild(document.createElement("canvas"));
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: "video/webm;codecs=vp8" });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  for (let i = 0; i < 20; i++) {
    pen.fillStyle = i % 2 ? "red" : "blue";
    pen.fillRect(0, 0, 300, 150);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}"""
"""Records a film that Chromium plays."""


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "Pictures"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def page(serve: Serve, open_page: OpenPage, photos: Path) -> Page:
    """Return the page with four photos, when all work on them is done."""
    return ready(open_page(serve(photos)), 4)


@pytest.fixture
def film(chromium: Browser, page: Page) -> list[str]:
    """Answer with a film that plays; return the addresses that were asked for."""
    context = chromium.new_context()
    data = base64.b64decode(context.new_page().evaluate(RECORDED))
    context.close()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=data, content_type="video/webm")

    page.route("**/motion/**", answer)
    return asked


def tile(page: Page, name: str) -> Locator:
    return page.locator(f'.cell:not([hidden])[aria-label^="{name}"]')


def open_photo(page: Page, name: str, *, panel: bool = True) -> Locator:
    """Open a photo, and return the list of its files."""
    tile(page, name).dblclick() if page.locator(".is-selecting").count() else tile(page, name).click()
    expect(page.locator(".viewer")).to_be_visible()
    if panel:
        page.keyboard.press("i")
        expect(page.locator(".panel")).to_contain_text(name)
    return page.locator(".members li")


def press(page: Page, place: Locator) -> None:
    """Press the mouse button in the middle of an element, and hold it."""
    box: Any = place.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()


def test_tiles_say_what_stands_behind_them(page: Page) -> None:
    expect(tile(page, "IMG_0001.JPG").locator(".badge--group")).to_have_text("RAW")
    expect(tile(page, "IMG_0002.JPG").locator(".chip--live")).to_be_visible()
    expect(tile(page, "PXL_1.jpg").locator(".chip--live")).to_be_visible()
    expect(tile(page, "b2.jpg").locator(".badge--group")).to_have_text("3")
    expect(tile(page, "b2.jpg")).to_have_attribute("aria-label", re.compile("3 pictures"))


def test_the_panel_lists_the_files_and_shows_each(page: Page) -> None:
    files = open_photo(page, "IMG_0001.JPG")
    expect(files).to_have_count(2)
    expect(files.nth(0)).to_have_attribute("aria-current", "true")
    expect(files.nth(1)).to_contain_text("RAW (CR2)")
    expect(page.locator(".stage__signs")).to_have_text("RAW")
    place = page.locator(".viewer__name .quiet").inner_text()
    files.nth(1).get_by_role("button", name="Show this one").click()
    expect(files.nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator(".panel")).to_contain_text("Shown: the camera")
    expect(page.locator(".viewer__name .quiet")).to_have_text(place)
    page.reload()
    expect(files.nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator(".viewer__name .quiet")).to_have_text(place)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".panel")).not_to_contain_text("IMG_0001")
    page.keyboard.press("ArrowLeft")
    expect(files.nth(0)).to_have_attribute("aria-current", "true")


def test_photos_are_taken_apart_and_put_together(page: Page) -> None:
    open_photo(page, "b2.jpg")
    page.get_by_role("button", name="Take apart").click()
    expect(page.locator(".toast")).to_have_text("Taken apart: 3 photos.")
    expect(page.locator(".members")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#count")).to_have_text("6")
    for name in ("b1.jpg", "b2.jpg", "b3.jpg"):
        tile(page, name).click(modifiers=["Control"])
    page.locator("#bar-select").get_by_role("button", name="Put together").click()
    expect(page.locator("#count")).to_have_text("4")
    expect(page.locator("#bar-select")).to_be_hidden()
    expect(tile(page, "b2.jpg").locator(".badge--group")).to_have_text("3")
    tile(page, "b2.jpg").click(modifiers=["Control"])
    expect(page.locator("#bar-select").get_by_role("button", name="Put together")).to_be_hidden()


def test_a_photo_moves_as_long_as_it_is_held(page: Page, film: list[str]) -> None:
    open_photo(page, "IMG_0002.JPG", panel=False)
    sign = page.locator(".stage__signs .chip--live")
    moving = page.locator(".stage__picture .motion.is-playing")
    for place in (sign, page.locator(".stage")):
        expect(sign).to_be_visible()
        press(page, place)
        expect(moving).to_be_visible()
        page.mouse.up()
        expect(page.locator(".motion")).to_have_count(0)
    sign.focus()
    page.keyboard.press("Enter")
    expect(moving).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".motion")).to_have_count(0)
    press(page, page.locator(".stage"))
    expect(moving).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".motion")).to_have_count(0)
    page.mouse.up()
    assert len(set(film)) == 1


@pytest.mark.usefixtures("film")
def test_a_motion_goes_on_when_the_sharper_picture_comes(page: Page) -> None:
    held: list[Route] = []
    page.route("**/screen/**", keep_in(held))
    open_photo(page, "IMG_0002.JPG", panel=False)
    sign = page.locator(".stage__signs .chip--live")
    expect(sign).to_be_visible()
    press(page, sign)
    expect(page.locator(".stage__picture .motion.is-playing")).to_be_visible()
    page.unroute("**/screen/**")
    for route in held:
        route.continue_()
    expect(page.locator(".stage__picture")).not_to_have_attribute("data-layer", "thumb")  # small: its own pixels follow
    expect(page.locator(".stage__picture .motion.is-playing")).to_be_visible()
    page.mouse.up()


def test_a_photo_in_the_grid_moves_under_the_pointer(page: Page, film: list[str]) -> None:
    sign = tile(page, "PXL_1.jpg").locator(".chip--live")
    sign.hover()
    expect(tile(page, "PXL_1.jpg").locator(".motion.is-playing")).to_be_visible()
    tile(page, "b2.jpg").hover()
    expect(page.locator(".motion")).to_have_count(0)
    assert film


def test_where_the_browser_lacks_the_codec_nothing_moves_and_nothing_is_said(page: Page) -> None:
    """The films of these photos are Motion JPEG, which browsers do not play."""
    open_photo(page, "IMG_0002.JPG", panel=False)
    sign = page.locator(".stage__signs .chip--live")
    with page.expect_response("**/motion/**") as answer:
        press(page, sign)
    assert answer.value.status in (200, 206)
    expect(page.locator(".motion")).to_have_count(0)
    page.mouse.up()
    expect(page.locator(".stage__problem")).to_be_hidden()
    expect(page.locator(".toast")).to_have_count(0)
    expect(page.locator(".stage__picture img").first).to_be_visible()


def test_a_photo_that_does_not_move_asks_for_no_film(page: Page, film: list[str]) -> None:
    open_photo(page, "b2.jpg", panel=False)
    expect(page.locator(".stage__signs")).to_have_text("3")
    page.clock.install()
    press(page, page.locator(".stage"))
    page.clock.run_for(1000)  # longer than a hold
    page.mouse.up()
    assert film == []


def test_videos_behind_a_video_are_called_so(page: Page, photos: Path) -> None:
    for name, taken in (("IMG_0009.MOV", "09"), ("IMG_E0009.MOV", "10")):
        (photos / name).write_bytes(live_video(taken, "2018-01-02T10:00:00+0200"))
    expect(tile(page, "IMG_E0009.MOV")).to_have_attribute("aria-label", re.compile("2 videos"), timeout=60_000)
    open_photo(page, "IMG_E0009.MOV", panel=False)
    expect(page.locator(".stage__signs .chip")).to_have_attribute("title", "2 videos")
