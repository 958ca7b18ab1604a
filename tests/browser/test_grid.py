"""The grid of 20,000 made-up photos in Chromium: choosing, news from the server, what is remembered, what is said."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.grid_page import CELL, EYE, FOCUSED, WHERE, in_grid, stands
from tests.browser.grid_stub import BROKEN, OFFLINE, Stub
from tests.browser.waits import next_frames, wait_for_pictures, wait_for_rest, wait_until
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser


def test_a_new_generation_moves_nothing(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    page.evaluate("document.getElementById('scroller').scrollTop = 90_000")
    wait_for_pictures(page)
    before = page.evaluate(EYE)
    stub.change(added=500, gone={1, 2, 3})
    wait_until(page, "document.getElementById('count').textContent === '20,497'")
    wait_for_pictures(page)
    assert page.evaluate(WHERE, before["photo"]) == pytest.approx(before["top"], abs=2)
    stub.change(gone={int(before["photo"])})
    wait_until(page, "document.getElementById('count').textContent === '20,496'")
    wait_for_pictures(page)
    after = page.evaluate(EYE)
    assert 0 < abs(int(after["photo"]) - int(before["photo"])) < 10, "its place is taken by its neighbours"


def test_pictures_on_screen_are_not_asked_for_again(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    wait_for_pictures(page)
    page.evaluate("for (const image of document.querySelectorAll('.cell img')) image.dataset.seen = '1'")
    stub.change(gone={19_999})
    wait_until(page, "document.getElementById('count').textContent === '19,999'")
    wait_for_rest(page)
    images = page.evaluate(
        "[...document.querySelectorAll('.cell:not([hidden]) img')].map((i) => i.dataset.seen && i.complete)"
    )
    assert images
    assert all(images)


def test_photos_that_stay_where_they_are_keep_their_elements(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    wait_for_pictures(page)
    pressed = page.locator(CELL).nth(2)
    photo = pressed.locator("img").get_attribute("src")
    page.evaluate("for (const cell of document.querySelectorAll('.cell:not([hidden])')) cell.dataset.seen = '1'")
    box = pressed.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 20)
    page.mouse.down()
    address = re.search(r"thumb.(\d+)", page.locator(CELL).nth(5).locator("img").get_attribute("src") or "")
    assert address
    stub.flags[int(address[1])] = BROKEN
    stub.change()
    expect(page.locator(CELL).nth(5)).to_have_class(re.compile("is-broken"))
    wait_for_rest(page)
    cells = page.evaluate("[...document.querySelectorAll('.cell:not([hidden])')].map((cell) => cell.dataset.seen)")
    assert cells
    assert all(cells), "none was made anew"
    assert pressed.locator("img").get_attribute("src") == photo
    page.mouse.up()  # the click comes to the photo on which it began
    wait_until(page, "!document.getElementById('viewer').hidden")


def test_the_selection_survives_a_new_generation(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    page.locator(CELL).nth(3).click(modifiers=["Control"])
    page.locator(CELL).nth(6).click(modifiers=["Shift"])
    page.get_by_text("4 selected").wait_for()
    chosen = "[...document.querySelectorAll('.cell[aria-selected=true]:not([hidden]) img')].map((i) => i.src.match(/thumb.(\\d+)/)[1])"
    before = page.evaluate(chosen)
    assert len(before) == 4
    stub.change(added=2, gone={int(before[0])})
    page.get_by_text("3 selected").wait_for()
    wait_until(page, f"JSON.stringify({chosen}) === {json.dumps(json.dumps(before[1:], separators=(',', ':')))}")
    page.keyboard.press("Escape")
    page.locator("#bar").wait_for()


def test_selecting_like_a_file_manager(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    in_grid(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Space")
    page.get_by_text("1 selected").wait_for()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.get_by_text("4 selected").wait_for()
    page.keyboard.press("Shift+ArrowLeft")
    page.get_by_text("3 selected").wait_for()
    page.keyboard.press("Control+Shift+I")
    page.get_by_text("19,997 selected").wait_for()
    page.keyboard.press("Control+A")
    page.get_by_text("20,000 selected").wait_for()
    page.keyboard.press("Escape")
    page.locator("#bar").wait_for()
    page.locator(CELL).nth(2).click(position={"x": 18, "y": 18})
    page.get_by_text("1 selected").wait_for()
    page.locator(CELL).nth(4).click()
    page.get_by_text("2 selected").wait_for()


def test_broken_and_offline_tiles_say_so(stub: Stub, visit: Callable[..., Any]) -> None:
    stub.flags = {1: BROKEN, 2: OFFLINE}
    page = visit(stub)
    page.locator(".is-broken").get_by_text("The file ends too early.").wait_for()
    assert page.locator(".is-broken").get_attribute("aria-label").startswith("IMG_0000001.JPG")
    expect(page.locator(".cell .chip")).to_have_text(["Offline"])


def test_the_place_is_kept_over_a_restart(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    page.evaluate("document.getElementById('scroller').scrollTop = 50_000")
    wait_for_pictures(page)
    before = page.evaluate(EYE)
    wait_for(lambda: (stub.view.get("anchor") or {}).get("photo", 0) > 100)
    page.close()
    again = visit(stub)
    wait_for_pictures(again)
    assert again.evaluate(WHERE, before["photo"]) == pytest.approx(before["top"], abs=2)


def test_filter_and_order_ask_for_another_timeline(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    page.keyboard.press("/")
    page.keyboard.type("img_00000")
    wait_until(page, "document.getElementById('count').textContent === '99'")
    page.keyboard.press("Escape")
    wait_until(page, "document.getElementById('count').textContent === '20,000'")
    page.locator("#sort").click()
    page.get_by_text("Name, A to Z").click()
    wait_until(page, "!document.querySelector('.day')")
    assert any("order=name" in asked for asked in stub.asked)
    page.keyboard.press("/")
    page.keyboard.type("zebra")
    page.get_by_text("No photo matches").wait_for()
    assert page.errors == []


def test_nothing_is_asked_for_while_flying(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    wait_for_pictures(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/thumb/" in request.url else None)
    page.evaluate("""async () => {
      const view = document.getElementById("scroller");
      let now = performance.now();
      performance.now = () => now; // a slow machine's frames are no slow flight
      for (let i = 0; i < 60; i++) {
        await new Promise(requestAnimationFrame);
        now += 16;
        view.scrollTop += 1500;
      }
    }""")
    flying = len(asked)
    page.evaluate("() => void delete performance.now")
    wait_for_pictures(page)
    assert flying < 30, "60 frames passed over some 2,000 photos"
    assert len(asked) > flying, "and where it stops the pictures come"


def test_tab_reaches_the_photos(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    for _ in range(20):
        page.keyboard.press("Tab")
        if "of 20,000" in (page.evaluate(FOCUSED) or ""):
            break
    assert page.evaluate(FOCUSED).endswith("1 of 20,000")
    expect(page.locator(".cell[tabindex='0']")).to_have_count(1)


def test_a_server_that_is_gone_is_said(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    page.context.set_offline(True)
    stub.close()
    page.get_by_text("Shoebox has been closed").wait_for()


def test_the_marquee_selects_what_it_touches(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    row = stands(page, ".row", 1)
    page.mouse.move(row["x"] + 60, row["y"] + 20)
    page.mouse.down()
    page.mouse.move(row["x"] + 400, row["y"] + 60, steps=5)
    assert page.locator(".marquee").is_visible()
    page.mouse.up()
    few = page.locator(".cell[aria-selected='true']:not([hidden])").count()
    assert 1 < few < 6
    assert "/photo/" not in page.url, "the end of a pull opens nothing"
    page.keyboard.press("Escape")  # one that begins on a selected photo drags the photos
    page.locator("#bar").wait_for()
    page.mouse.down()
    page.mouse.move(row["x"] + 500, 795, steps=8)
    wait_until(page, "document.getElementById('scroller').scrollTop > 300")  # it scrolls on at the edge
    page.mouse.up()
    assert int(page.locator("#bar-select h1").inner_text().split()[0]) > few
    page.keyboard.press("Escape")
    page.locator("#bar").wait_for()


def test_news_in_the_middle_of_scrolling_do_not_throw_one_to_the_top(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    page.mouse.move(600, 400)
    page.evaluate("document.getElementById('scroller').scrollTop = 40_000")
    wait_for_rest(page)
    for turn in range(40):
        page.mouse.wheel(0, 300)
        next_frames(page)
        if turn % 10 == 3:
            stub.change(added=1)
        assert page.evaluate("document.getElementById('scroller').scrollTop") > 39_000
