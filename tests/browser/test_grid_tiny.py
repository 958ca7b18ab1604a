"""Pictures during a drag along the rail: tiny ones from memory, before any thumbnail, and thumbnails over them at rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.waits import wait_for_pictures, wait_for_rest, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.grid_stub import Stub

pytestmark = pytest.mark.browser

# Of the cells in sight: how many there are, and in how many of them the canvas of their row is red at the left and blue
# at the right.
SEEN = """() => {
  const view = document.getElementById("scroller").getBoundingClientRect();
  const cells = [...document.querySelectorAll(".cell:not([hidden])")].filter((cell) => {
    const box = cell.getBoundingClientRect();
    return box.width && box.bottom > view.top && box.top < view.bottom;
  });
  const shows = (cell) => {
    const canvas = cell.parentElement.querySelector("canvas:not([hidden])");
    if (!canvas || !cell.classList.contains("has-tiny")) return false;
    const { left, width } = cell.parentElement.getBoundingClientRect(), box = cell.getBoundingClientRect();
    const at = (share) => ((box.left + share * box.width - left) / width) * canvas.width;
    const colour = (share) => canvas.getContext("2d").getImageData(at(share), canvas.height / 2, 1, 1).data;
    const [one, two] = [colour(0.2), colour(0.8)];
    return one[0] > 200 && one[2] < 60 && two[0] < 60 && two[2] > 200;
  };
  return { cells: cells.length, tiny: cells.filter(shows).length };
}"""
ALL_TINY = f"(() => {{ const seen = ({SEEN})(); return seen.cells > 5 && seen.tiny === seen.cells; }})()"
NO_THUMBNAIL = "!document.querySelector('.cell:not([hidden]) img.is-there')"
RAIL_PLACE = "Number(document.getElementById('rail').getAttribute('aria-valuenow'))"
"""How far down the grid is, per cent."""
NO_TINY = f"({SEEN})().tiny === 0"


def test_a_drag_along_the_rail_shows_pictures(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    wait_for_pictures(page)
    stub.sends_pictures.clear()
    rail = page.locator("#rail").bounding_box()
    x = rail["x"] + rail["width"] / 2
    page.mouse.move(x, rail["y"] + 20)
    page.mouse.down()
    for share in (0.2, 0.5, 0.8, 0.4):
        page.mouse.move(x, rail["y"] + share * rail["height"], steps=3)
        wait_until(page, f"Math.abs({RAIL_PLACE} - {100 * share}) < 2")  # the grid follows the pointer
        wait_until(page, ALL_TINY)
        assert page.evaluate(NO_THUMBNAIL)
    page.mouse.up()
    wait_for_rest(page)
    assert page.evaluate(ALL_TINY), "they stay until the thumbnails are there"
    stub.sends_pictures.set()
    wait_for_pictures(page)
    page.mouse.move(400, 400)
    page.mouse.wheel(0, 30)
    wait_for_rest(page)
    wait_for_pictures(page)
    page.mouse.wheel(0, 30)
    wait_until(page, NO_TINY)
    assert page.errors == []


def test_thumbnails_that_are_late_have_tiny_pictures_in_their_place(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    wait_for_pictures(page)
    stub.sends_pictures.clear()
    page.evaluate("document.getElementById('scroller').scrollTop = 100000")
    wait_until(page, ALL_TINY)
    assert page.evaluate(NO_THUMBNAIL)
    stub.sends_pictures.set()
    wait_for_pictures(page)
    wait_until(page, NO_TINY)
    assert page.errors == []


def test_where_none_come_the_drag_goes_on_with_colours(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    page.route("**/api/tiny?**", lambda route: None)
    rail = page.locator("#rail").bounding_box()
    x = rail["x"] + rail["width"] / 2
    page.mouse.move(x, rail["y"] + 20)
    page.mouse.down()
    page.mouse.move(x, rail["y"] + 0.5 * rail["height"], steps=4)
    wait_until(page, f"{RAIL_PLACE} > 40")
    page.mouse.move(x, rail["y"] + 0.9 * rail["height"])
    page.mouse.up()
    wait_until(page, f"{RAIL_PLACE} > 80")
    wait_for_pictures(page)
    assert page.errors == []
