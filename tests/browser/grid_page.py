"""What the tests of the grid ask the page, and how they wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.browser.waits import wait_for_rest
from tests.waiting import wait_for

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect

CELL = ".cell:not([hidden])"
SCROLL_TOP = "document.getElementById('scroller').scrollTop"
RAIL_LABEL = "document.getElementById('rail').getAttribute('aria-valuetext')"

# Where the view shows neither a row nor a heading: [top, bottom] of each hole, in px of the window.
HOLES = """() => {
  const view = document.getElementById("scroller").getBoundingClientRect();
  const boxes = [...document.querySelectorAll(".row, .day__head")].map((e) => e.getBoundingClientRect())
    .filter((box) => box.bottom > view.top && box.top < view.bottom).sort((a, b) => a.top - b.top);
  let y = view.top;
  const holes = [];
  for (const box of boxes) {
    if (box.top > y + 12.5) holes.push([y, box.top]);
    y = Math.max(y, box.bottom);
  }
  if (view.bottom > y + 12.5) holes.push([y, view.bottom]);
  return holes;
}"""
# The photo under the eye: the first cell wholly below the heading, by its spoken place, and where it stands.
EYE = """() => {
  const top = document.getElementById("scroller").getBoundingClientRect().top + 40;
  const cells = [...document.querySelectorAll(".cell:not([hidden])")].map((cell) => ({ cell, box: cell.getBoundingClientRect() }))
    .filter(({ box }) => box.top >= top - 1).sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left);
  return { photo: cells[0].cell.querySelector("img").src.match(/thumb\\/(\\d+)/)?.[1], top: cells[0].box.top };
}"""
WHERE = """(photo) => {
  const image = document.querySelector(`.cell:not([hidden]) img[src*="/thumb/${photo}?"]`);
  return image && image.closest(".cell").getBoundingClientRect().top;
}"""
FOCUSED = """() => document.activeElement.getAttribute("aria-label")"""


def in_grid(page: Any) -> None:
    """The focus on the photo in the middle of the window, without opening it."""
    page.locator("#scroller").focus()


def stands(page: Any, locator: str, number: int) -> FloatRect:
    """Where the element with this number is, once the rows have come to rest; looked for again if it was taken away."""
    wait_for_rest(page)
    box: FloatRect = wait_for(page.locator(locator).nth(number).bounding_box)
    return box


def scan(stub: Any, stage: str) -> None:
    """The work in the background begins or ends."""
    stub.status["stage"] = stage
    stub.send("progress", stub.status)
