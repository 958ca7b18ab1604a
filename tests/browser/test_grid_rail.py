"""The rail beside the grid in Chromium: what is written on it in each order, and what a drag with the mouse leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.grid_page import CELL, EYE, RAIL_LABEL, WHERE
from tests.browser.waits import wait_for_pictures, wait_for_rest, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.grid_stub import Stub

pytestmark = pytest.mark.browser
WORDS = "[...document.querySelectorAll('.rail__word')].map((word) => word.textContent)"
RING = "document.getElementById('rail').matches(':focus-visible')"
# Names of days that do not show whole, and ticks that lie over the name of a day.
CUT = """() => [...document.querySelectorAll(".day__head")].filter((head) => {
  const name = head.querySelector("h2");
  const text = document.createRange();
  text.selectNode(name.firstChild);
  const end = text.getBoundingClientRect().right;
  return name.scrollWidth > name.clientWidth || end > head.querySelector("button").getBoundingClientRect().left;
}).map((head) => head.textContent)"""
NAMES = "[...document.querySelectorAll('.cell:not([hidden]) .cell__name')].map((name) => name.textContent)"
# Names that reach into the row below, or have no room in their line.
COVERED = """() => {
  const rows = [...document.querySelectorAll(".row")].map((row) => row.getBoundingClientRect());
  return [...document.querySelectorAll(".cell:not([hidden]) .cell__name")].map((name) => name.getBoundingClientRect())
    .filter((name) => name.height < 16 || rows.some((row) => row.top < name.bottom && row.bottom > name.bottom)).length ? ["covered"] : [];
}"""


def sort(page: Any, label: str) -> None:
    page.locator("#sort").click()
    page.get_by_role("menuitemradio", name=label).click()


def test_letters_and_sizes_are_written_named_and_stepped_through(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    rail = page.locator("#rail")
    stub.stretches = [{"index": 0, "value": "#"}, {"index": 7001, "value": "A"}, {"index": 15_000, "value": "写"}]
    sort(page, "Name, A to Z")
    wait_until(page, f"{WORDS}.join() === '#,A,写'")
    expect(rail).to_have_attribute("aria-label", "Name")
    expect(rail).to_have_attribute("aria-valuetext", "Digits and signs")
    page.keyboard.press("g")
    page.keyboard.press("ArrowDown")
    wait_until(page, f"{RAIL_LABEL} === 'A'")
    expect(page.locator(CELL).filter(visible=True).and_(page.get_by_label("7,002 of 20,000"))).to_be_in_viewport()
    page.keyboard.press("ArrowDown")
    wait_until(page, f"{RAIL_LABEL} === '写'")
    stub.stretches = [
        {"index": 0, "value": 5_000_000},
        {"index": 9000, "value": 500_000},
        {"index": 19_000, "value": 0},
    ]
    sort(page, "Largest file first")
    wait_until(page, f"{WORDS}.join() === '1\\u202fMB,1\\u202fkB'")
    expect(rail).to_have_attribute("aria-label", "Size")
    expect(rail).to_have_attribute("aria-valuetext", "5 to 10 MB")
    assert page.errors == []


def test_a_drag_leaves_no_ring_and_covers_no_heading_at_the_top(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    page.keyboard.press("/")  # the keyboard was used last
    box = page.locator("#rail").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 2, steps=4)
    wait_for_rest(page)
    label, head = page.locator(".rail__label").bounding_box(), page.locator(".day__head").first.bounding_box()
    assert label["y"] >= head["y"] + head["height"] - 2
    page.mouse.up()
    assert page.evaluate("document.activeElement.id") == "rail"
    assert not page.evaluate(RING)
    page.mouse.move(400, 400)
    expect(page.locator(".rail__label")).to_have_css("opacity", "0")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(RING)


@pytest.mark.parametrize("width", [700, 1280])
def test_dates_are_whole_and_no_tick_lies_over_them(stub: Stub, visit: Callable[..., Any], width: int) -> None:
    stub.days = 9000
    page = visit(stub)
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("document.getElementById('scroller').scrollTop = 250_000")  # years ago: dates with their year
    for _ in range(4):
        wait_for_rest(page)
        assert page.locator(".day__head").count() > 3
        assert page.evaluate(CUT) == []
        page.evaluate("document.getElementById('scroller').scrollTop += 900")


def test_names_below_the_photos_stay_apart_from_them_and_are_remembered(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    spoken = "IMG_0000001.JPG, Friday 13 November 2026, 12:00, 1 of 20,000"
    expect(page.locator(CELL).first).to_have_attribute("aria-label", spoken)
    page.evaluate("document.getElementById('scroller').scrollTop = 9000")
    wait_for_pictures(page)
    before = page.evaluate(EYE)
    page.locator("#look").click()
    page.get_by_role("menuitemcheckbox", name="File names").click()
    wait_until(page, f"{NAMES}.length > 9 && {NAMES}.every((name) => /^IMG_\\d{{7}}\\.JPG$/.test(name))")
    wait_for_pictures(page)
    assert page.evaluate(WHERE, before["photo"]) == pytest.approx(before["top"], abs=2)
    assert page.evaluate(COVERED) == []
    wait_until(page, "fetch('/api/status').then((answer) => answer.json()).then(({ view }) => view.names)")
    page.evaluate("document.getElementById('scroller').scrollTop = 0")
    wait_until(page, f"{NAMES}[0] === 'IMG_0000001.JPG'")
    expect(page.locator(CELL).first).to_have_attribute("aria-label", spoken)
    assert page.errors == []
