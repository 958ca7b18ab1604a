"""Full screen: the photo has all of it, on near black, and the bars lie over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.playing import play
from tests.browser.real_page import cell, change_answer, ready
from tests.browser.waits import next_frames, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.viewer_page import Viewer
    from tests.browser.viewer_stub import Item

pytestmark = pytest.mark.browser

UPRIGHT = 3
NEAR_BLACK = "rgb(11, 11, 10)"
GROUND = "getComputedStyle(document.getElementById('viewer')).backgroundColor"
FULL = "document.documentElement.classList.contains('is-full')"


def fill_screen(viewer: Viewer) -> None:
    viewer.page.keyboard.press("F11")
    wait_until(viewer.page, FULL)


def test_the_photo_has_the_whole_screen_and_the_bars_do_not_move_it(viewer: Viewer) -> None:
    viewer.open(UPRIGHT)
    viewer.page.mouse.move(640, 400)  # a bar below the pointer stays
    before, light = viewer.box(), viewer.page.evaluate(GROUND)
    fill_screen(viewer)
    size = viewer.page.evaluate("({width: innerWidth, height: innerHeight})")
    wide = size["height"] * 2 / 3
    whole = {"left": round((size["width"] - wide) / 2), "top": 0, "width": round(wide), "height": size["height"]}
    wait_until(viewer.page, f"document.querySelector('.stage').clientHeight === {size['height']}")
    assert {side: round(value) for side, value in viewer.box().items()} == whole
    assert viewer.page.evaluate(GROUND) == NEAR_BLACK != light
    expect(viewer.page.locator(".viewer")).to_have_class("viewer is-idle")
    assert {side: round(value) for side, value in viewer.box().items()} == whole
    viewer.page.keyboard.press("i")
    panel = viewer.page.locator(".panel")
    expect(panel).to_be_visible()
    wait_until(viewer.page, f"document.querySelector('.stage').clientWidth === {size['width'] - 320}")
    assert viewer.box()["height"] == size["height"], "the photo stands beside the panel"
    viewer.page.keyboard.press("i")
    viewer.page.keyboard.press("F11")
    wait_until(viewer.page, f"!({FULL})")
    wait_until(viewer.page, f"document.querySelector('.stage').clientHeight === {size['height'] - 120}")
    assert viewer.box() == before
    assert viewer.page.evaluate(GROUND) == light


def test_without_a_photo_full_screen_keeps_the_theme(viewer: Viewer) -> None:
    viewer.open(UPRIGHT)
    fill_screen(viewer)
    viewer.page.keyboard.press("Backspace")
    wait_until(viewer.page, f"!({FULL})")
    assert viewer.page.evaluate("document.fullscreenElement !== null")


@pytest.mark.usefixtures("video")
def test_a_video_has_the_whole_screen(viewer: Viewer) -> None:
    play(viewer)
    viewer.page.keyboard.press("f")
    wait_until(viewer.page, f"{FULL} && document.querySelector('.stage').clientHeight === innerHeight")
    assert viewer.page.evaluate(GROUND) == NEAR_BLACK
    expect(viewer.page.locator(".player")).to_be_visible()


def test_the_title_has_the_name_of_the_file_and_its_end(viewer: Viewer) -> None:
    viewer.open(1)
    name = viewer.page.locator(".viewer__file")
    expect(name).to_have_text("one.jpg")
    expect(viewer.page).to_have_title("one.jpg - Shoebox")
    expect(viewer.page.get_by_role("dialog")).to_have_accessible_name("Photo one.jpg")
    viewer.page.keyboard.press("ArrowRight")
    expect(name).to_have_text("two.png")


@pytest.mark.parametrize("width", [1280, 860, 700, 620])
def test_a_long_name_is_readable_or_left_out_and_cuts_no_date(
    viewer: Viewer, viewer_items: list[Item], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(viewer_items[0], "name", "A walk to the lighthouse with all of the family 2019.jpg")
    viewer.page.set_viewport_size({"width": width, "height": 800})
    viewer.open(1)
    expect(viewer.page.locator(".viewer__file")).to_contain_text("A walk to the lighthouse")
    found = viewer.page.evaluate("""() => {
      const line = document.querySelector(".viewer__name").getBoundingClientRect();
      const seen = (one) => one.getBoundingClientRect().bottom <= line.bottom + 1;
      const date = document.querySelector(".viewer__name strong"), name = document.querySelector(".viewer__file");
      return { cut: date.scrollWidth > date.clientWidth, date: seen(date), name: seen(name) && name.clientWidth };
    }""")
    assert (found["cut"], found["date"]) == (False, True)
    assert found["name"] is False or found["name"] >= 96


def test_a_window_as_large_as_the_screen_is_not_in_full_screen_before_it_says_so(page: Page) -> None:
    """Without a frame, or beside no panel, a window may be so large as it is."""
    asked: list[object] = []

    def answer(route: Route) -> None:
        asked.append(route.request.post_data_json)
        route.fulfill(json={"fullscreen": False})

    page.route("**/api/window", answer)
    change_answer(page, lambda body: body.update(desktop=True))
    page.reload()
    ready(page)
    page.set_viewport_size({"width": 1000, "height": 700})
    wait_until(page, "innerWidth === 1000 && screen.width === 1000 && screen.height === innerHeight")
    next_frames(page)
    for full in (False, True):
        cell(page, 1).click()
        expect(page.locator("#viewer")).to_be_visible()
        page.evaluate(f"document.documentElement.toggleAttribute('data-window-full', {str(full).lower()})")
        page.evaluate("window.dispatchEvent(new Event('windowstate'))")
        assert page.evaluate(FULL) == full
        page.keyboard.press("Escape")
        if full:
            wait_until(page, f"!({FULL})")
            expect(page.locator("#viewer")).to_be_visible()
            page.keyboard.press("Escape")
        expect(page.locator("#viewer")).to_be_hidden()
    assert asked == [{"action": "fullscreen", "on": False}]
