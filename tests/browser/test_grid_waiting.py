"""What the grid does while something is on its way: rejected photos, visits and rest without thumbnails, a press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.grid_page import CELL
from tests.browser.playing import keep_in
from tests.browser.real_page import cell
from tests.browser.said import focus_photo
from tests.browser.waits import next_frames, wait_for_pictures, wait_for_rest, wait_until
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page, Route

    from tests.browser.conftest import OpenPage
    from tests.browser.grid_stub import Stub
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

THUMBNAILS = "**/thumb/**"
TINY = "/api/tiny?"
# Time goes on for thumbnails that may be late (400 ms) only when the test says so.
LATENESS = """(() => {
  const { setTimeout, clearTimeout } = window;
  const waiting = new Map();
  let last = 0;
  window.setTimeout = (run, ms, ...rest) => {
    if (ms !== 400) return setTimeout(run, ms, ...rest);
    waiting.set(--last, run);
    return last;
  };
  window.clearTimeout = (timer) => void (waiting.delete(timer) || clearTimeout(timer));
  window.judgeLateness = () => [...waiting.values()].forEach((run) => run());
})()"""
COUNT = "document.getElementById('count').textContent"
# What the middle of a cell shows: the colour of its canvas, and the colour and opacity of what lies over it.
LAYERS = """(cell) => {
  const canvas = cell.parentElement.querySelector("canvas:not([hidden])");
  const row = cell.parentElement.getBoundingClientRect(), box = cell.getBoundingClientRect();
  const x = (box.left + box.width / 2 - row.left) / row.width * canvas.width;
  const tiny = [...canvas.getContext("2d").getImageData(x, canvas.height / 2, 1, 1).data];
  const probe = new OffscreenCanvas(1, 1).getContext("2d");
  probe.fillStyle = getComputedStyle(cell).backgroundColor;
  probe.fillRect(0, 0, 1, 1);
  return { tiny, over: [...probe.getImageData(0, 0, 1, 1).data] };
}"""


def test_a_rejected_photo_is_pale_over_its_tiny_picture_too(page: Page) -> None:
    focus_photo(page, 1)
    page.keyboard.press("x")
    expect(cell(page, 1)).to_contain_class("is-rejected")
    held: list[Route] = []
    page.route(THUMBNAILS, keep_in(held))
    page.reload()
    expect(cell(page, 1)).to_contain_class("is-rejected has-tiny")
    layers = cell(page, 1).evaluate(LAYERS)
    assert layers["tiny"][3] == 255, "the tiny picture is there"
    assert 0.5 < layers["over"][3] / 255 < 0.7, "and is seen through what makes it pale"
    expect(cell(page, 2)).to_contain_class("has-tiny")
    assert cell(page, 2).evaluate(LAYERS)["over"][3] == 0, "which others do not have"


def test_nothing_is_asked_for_beneath_a_photo_of_a_visit(serve: Serve, open_page: OpenPage, tmp_path: Path) -> None:
    """No thumbnail of the grid comes while the photo is open: it would be asked for again and again."""
    for number in range(3):
        save(tmp_path / "card" / f"p{number}.jpg", picture(600, 400, hue=number * 60))
    asked: list[str] = []
    held: list[Route] = []

    def listen(page: Page) -> None:
        page.add_init_script(LATENESS)
        page.on("request", lambda request: asked.append(request.url) if TINY in request.url else None)
        page.route(THUMBNAILS, keep_in(held))

    page = open_page(serve(tmp_path / "card" / "p1.jpg"), before=listen)
    expect(page.locator(".viewer__name .quiet")).to_have_text("2 of 3")
    page.evaluate("window.judgeLateness()")
    next_frames(page)
    assert asked == []
    page.keyboard.press("Escape")
    expect(page.locator(".viewer")).to_be_hidden()
    next_frames(page)
    page.evaluate("window.judgeLateness()")
    wait_for(lambda: page.evaluate("1") and asked)  # the grid in sight asks


@pytest.mark.parametrize("come", [True, False], ids=["thumbnails come", "they do not"])
def test_at_rest_tiny_pictures_are_asked_for_only_where_thumbnails_are_late(
    stub: Stub, visit: Callable[..., Any], *, come: bool
) -> None:
    page = visit(stub)
    page.add_init_script(LATENESS)
    if not come:
        stub.sends_pictures.clear()
    page.reload()
    wait_for_rest(page)
    if come:
        wait_for_pictures(page)
    tinies: list[str] = []
    page.on("request", lambda request: tinies.append(request.url) if TINY in request.url else None)
    page.evaluate("window.judgeLateness()")
    if come:
        next_frames(page)
        assert tinies == []
    else:
        wait_for(lambda: page.evaluate("1") and tinies)
    assert page.errors == []


def test_what_was_scrolled_since_the_last_frame_is_not_taken_back_by_a_new_layout(
    stub: Stub, visit: Callable[..., Any]
) -> None:
    page = visit(stub)
    wait_for_rest(page)
    page.evaluate("""() => {
      document.getElementById("scroller").scrollTop = 900;
      const size = document.getElementById("size");
      size.value = String(Number(size.value) + 40);
      size.dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    wait_for_rest(page)
    assert page.evaluate("document.getElementById('scroller').scrollTop") > 300


def test_what_is_pressed_stays_while_folders_are_read_and_is_what_opens(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    stub.status |= {"stage": "reading", "read": 20_000, "unread": 5000}
    stub.send("progress", stub.status)
    wait_for_pictures(page)
    pressed = page.locator(CELL).nth(2)
    photo = pressed.locator("img").get_attribute("src").split("/thumb/")[1].split("?")[0]
    box = pressed.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for _ in range(3):
        stub.change(added=30)
    pressed_at = page.evaluate("performance.now()")
    wait_until(page, f"performance.now() > {pressed_at} + 1500")  # what came would have been shown twice
    assert page.evaluate(COUNT) == "20,000"
    assert pressed.bounding_box() == box
    page.mouse.up()
    wait_until(page, f"location.hash === '#/photo/{photo}'")
    page.keyboard.press("Escape")
    wait_until(page, f"{COUNT} === '20,090'")
    next_frames(page)
    assert page.errors == []
