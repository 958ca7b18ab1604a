"""The grid of 20,000 made-up photos in use: keys after the mouse, the date rail, the search box, the marquee, a scan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.grid_page import CELL, FOCUSED, RAIL_LABEL, SCROLL_TOP, in_grid, scan, stands
from tests.browser.grid_stub import OFFLINE, Stub
from tests.browser.waits import next_frames, wait_for_rest, wait_until
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser
COUNT = "document.getElementById('count').textContent"
STUCK = "document.querySelector('.is-stuck h2')?.textContent ?? document.querySelector('.day h2').textContent"
CHOSEN = "document.querySelectorAll('.cell[aria-selected=true]:not([hidden])').length"
CHIPS = "document.querySelectorAll('.cell:not([hidden]) .chip').length"
SHOWN = """() => [...document.querySelectorAll(".cell:not([hidden]) img")].map((image) =>
  [image.complete && image.naturalWidth > 0, getComputedStyle(image).visibility === "visible"])"""


@pytest.fixture
def page(stub: Stub, visit: Callable[..., Any]) -> Any:
    return visit(stub)


@pytest.mark.parametrize("key", ["PageDown", "Control+End", "ArrowDown"])
def test_keys_reach_the_photos_after_a_choice_by_mouse(page: Any, key: str) -> None:
    page.locator("#sort").click()
    page.get_by_text("Oldest first").click()
    wait_for_rest(page)
    page.keyboard.press(key)
    page.keyboard.press(key)
    wait_until(page, "document.activeElement.classList.contains('cell')")
    page.locator("#toggle-side").click()
    wait_for_rest(page)
    page.keyboard.press(key)
    wait_until(page, "document.activeElement.classList.contains('cell')")


def test_arrows_stay_with_a_button_reached_by_keys(page: Any) -> None:
    in_grid(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Tab")
    before = page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == before != ""


def test_the_rail_names_the_month_of_the_heading(page: Any) -> None:
    page.keyboard.press("g")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
        wait_for_rest(page)
        assert page.evaluate(STUCK).split()[2] == page.evaluate(RAIL_LABEL).split()[0]
    page.keyboard.press("End")
    wait_for_rest(page)
    assert page.evaluate(RAIL_LABEL) == "No date"
    there = page.evaluate(SCROLL_TOP)
    page.keyboard.press("ArrowUp")
    wait_for_rest(page)
    assert page.evaluate(SCROLL_TOP) < there


@pytest.mark.parametrize("key", ["Enter", "Escape", "Shift+Tab"])
def test_from_the_rail_back_to_the_photos_that_are_there(page: Any, key: str) -> None:
    in_grid(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("g")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    wait_for_rest(page)
    there = page.evaluate(SCROLL_TOP)
    page.keyboard.press(key)
    for _ in range(10):
        if page.evaluate("document.activeElement.classList.contains('cell')"):
            break
        assert key == "Shift+Tab", "at once"
        page.keyboard.press(key)
    assert "of 20,000" in page.evaluate(FOCUSED)
    assert abs(page.evaluate(SCROLL_TOP) - there) < 2
    assert "/photo/" not in page.url


def test_an_empty_filter_has_no_cross(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("img_00000")
    wait_until(page, f"{COUNT} === '99'")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    wait_until(page, f"{COUNT} === '20,000'")
    assert page.locator("#search-clear").is_hidden()
    assert page.locator(".field kbd").is_visible()


def test_the_filter_can_be_reached_while_photos_are_selected(page: Any) -> None:
    page.locator(CELL).nth(3).click(modifiers=["Control"])
    page.get_by_text("1 selected").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("img_00000")
    wait_until(page, f"{COUNT} === '99'")


@pytest.mark.parametrize("how", ["in the field", "by the cross", "in the grid"])
def test_a_cleared_filter_leaves_nothing_for_back(page: Any, how: str) -> None:
    page.locator("[data-id='1'] .clip").click()
    wait_until(page, "location.hash === '#/folder/1'")
    page.keyboard.press("/")
    page.keyboard.type("img_00000")
    wait_until(page, f"{COUNT} === '99'")
    if how == "by the cross":
        page.locator("#search-clear").click()
    else:
        page.keyboard.press("Enter") if how == "in the grid" else None
        page.keyboard.press("Escape")
    wait_until(page, "location.hash === '#/folder/1'")
    wait_for_rest(page)
    page.go_back()
    wait_until(page, "location.hash.length < 3")


def test_a_click_with_shift_takes_the_focus_along(page: Any) -> None:
    page.locator(CELL).nth(2).click(modifiers=["Control"])
    page.locator(CELL).nth(5).click(modifiers=["Shift"])
    page.get_by_text("4 selected").wait_for()
    assert page.evaluate(FOCUSED).endswith(" 6 of 20,000")
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_text("5 selected").wait_for()


def test_escape_ends_a_marquee_for_good(page: Any) -> None:
    page.locator(CELL).nth(9).click(modifiers=["Control"])
    row = stands(page, ".row", 1)
    page.mouse.move(row["x"] + 60, row["y"] + 20)
    page.mouse.down()
    page.mouse.move(row["x"] + 400, row["y"] + 60, steps=5)
    assert page.evaluate(CHOSEN) > 1
    page.keyboard.press("Escape")
    assert page.evaluate(CHOSEN) == 1, "what was chosen before"
    page.mouse.move(row["x"] + 500, row["y"] + 90, steps=5)
    page.mouse.up()
    assert page.evaluate(CHOSEN) == 1
    assert page.locator(".marquee").is_hidden()
    assert "/photo/" not in page.url


def test_a_click_beside_the_photos_chooses_none(page: Any) -> None:
    page.locator(CELL).nth(2).click(modifiers=["Control"])
    row = stands(page, ".row", 1)
    page.mouse.click(row["x"] + 300, row["y"] - 5)
    next_frames(page)
    assert page.evaluate(CHOSEN) == 1, "the heading is not beside"
    page.mouse.click(row["x"] + 300, row["y"] + row["height"] + 2)
    page.locator("#bar").wait_for()
    assert page.evaluate(CHOSEN) == 0


def test_the_end_of_a_pull_is_no_click_beside(page: Any) -> None:
    row = stands(page, ".row", 1)
    page.mouse.move(row["x"] + 60, row["y"] + row["height"] + 2)
    page.mouse.down()
    page.mouse.move(row["x"] + 700, row["y"] + 60, steps=5)
    page.mouse.up()
    wait_until(page, f"{CHOSEN} > 1")
    assert "/photo/" not in page.url


def test_where_all_is_offline_only_the_banner_says_so(stub: Stub, visit: Callable[..., Any]) -> None:
    stub.flags = dict.fromkeys(range(1, 20_001), OFFLINE)
    page = visit(stub)
    assert page.evaluate(CHIPS) == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.cell img')).filter") == "none"
    stub.flags.pop(20_000)
    stub.change(gone={19_999})
    wait_until(page, f"{CHIPS} > 3")
    assert page.evaluate("getComputedStyle(document.querySelector('.cell img')).filter") == "none"


def test_rows_say_their_day_and_headings_stand_in_order(page: Any) -> None:
    assert page.locator(".row").first.get_attribute("aria-label") == page.locator(".day h2").first.inner_text()
    page.mouse.move(600, 400)
    for by in (6000, -4000, 3000, -5000):
        page.mouse.wheel(0, by)
        wait_for_rest(page)
        days = page.evaluate("[...document.querySelectorAll('.day')].map((box) => Number(box.dataset.day))")
        assert days == sorted(days)


def test_names_are_told_on_hover(page: Any) -> None:
    wait_until(page, "document.querySelector('.cell').title === 'IMG_0000001.JPG'")


def test_a_picture_has_an_edge_and_a_year_no_ground(page: Any) -> None:
    assert page.evaluate("getComputedStyle(document.querySelector('.cell img')).outlineStyle") == "solid"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.rail__word')).backgroundColor") == "rgba(0, 0, 0, 0)"
    )


def test_what_has_not_come_is_not_framed_and_comes_by_itself(stub: Stub, visit: Callable[..., Any]) -> None:
    stub.busy = True
    page = visit(stub)
    wait_for(lambda: stub.refused >= 8)
    assert not any(visible for _, visible in page.evaluate(SHOWN))
    stub.busy = False
    wait_until(page, f"({SHOWN})().every(([there, visible]) => there && visible)")


HAND = """async () => {
  const seen = new Set();
  for (let turn = 0; turn < 24; turn += 1) {
    window.dispatchEvent(new PointerEvent("pointermove"));
    seen.add(document.getElementById("count").textContent);
    await new Promise((done) => setTimeout(done, 100));
  }
  return [...seen];
}"""


def counts_under_the_hand(stub: Stub, page: Any) -> list[str]:
    """Return the counts that are shown while the hand moves, though a photo comes. The page's own clock moves it."""
    page.evaluate(f"window.hand = ({HAND})(); null")
    stub.change(added=1)
    return [str(count) for count in page.evaluate("window.hand")]


def test_a_scan_changes_nothing_under_the_hand(stub: Stub, page: Any) -> None:
    scan(stub, "reading")
    page.mouse.move(600, 400)
    page.mouse.wheel(0, 1500)
    wait_for_rest(page)
    assert counts_under_the_hand(stub, page) == ["20,000"]
    wait_until(page, f"{COUNT} === '20,001'")
    assert counts_under_the_hand(stub, page) == ["20,001"]
    scan(stub, "idle")
    wait_until(page, f"{COUNT} === '20,002'")  # the work is done: nothing more will come


def test_a_scan_is_followed_at_the_top(stub: Stub, page: Any) -> None:
    scan(stub, "reading")
    page.mouse.move(600, 400)
    stub.change(added=1)
    wait_until(page, f"{COUNT} === '20,001'")
