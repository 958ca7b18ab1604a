"""The grid on screens of different density: no holes, pictures as fine as the screen asks for, the place is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.grid_page import EYE, HOLES, WHERE
from tests.browser.waits import wait_for_pictures, wait_for_rest, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.grid_stub import Stub

pytestmark = pytest.mark.browser
SCROLL = "document.getElementById('scroller')"
# Of each cell on screen: its longer side in CSS px, and the long side of the thumbnail that was asked for.
SIZES = """() => {
  const view = document.getElementById("scroller").getBoundingClientRect();
  return [...document.querySelectorAll(".cell:not([hidden])")].map((cell) => [cell.getBoundingClientRect(), cell.querySelector("img")])
    .filter(([box]) => box.bottom > view.top && box.top < view.bottom)
    .map(([{ width, height }, image]) => [Math.max(width, height), Number(new URL(image.src).searchParams.get("s") ?? 320)]);
}"""
# Where each cell begins and ends, in device px: no picture is blurred by standing between two of them.
EDGES = """() => [...document.querySelectorAll(".cell:not([hidden])")].flatMap((cell) => {
  const { left, right, top, bottom } = cell.getBoundingClientRect();
  return [left, right, top, bottom].map((edge) => edge * devicePixelRatio);
})"""


@pytest.fixture(params=[1, 2, 3], ids=lambda ratio: f"ratio{ratio}")
def page(request: pytest.FixtureRequest, stub: Stub, visit: Callable[..., Any]) -> Any:
    """The page on a screen with so many device px per CSS px; emulated, so that all of them have the same window."""
    page = visit(stub)
    thicken(page, request.param)
    page.reload()
    wait_until(page, "document.querySelectorAll('.cell:not([hidden]) img.is-there').length > 10")
    assert page.evaluate("devicePixelRatio") == request.param
    return page


def thicken(page: Any, ratio: float, width: int = 1280, height: int = 800) -> None:
    """The window now stands on a screen of this density."""
    session = page.context.new_cdp_session(page)
    metrics = {"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", metrics)


def fine_enough(page: Any) -> bool:
    """Each thumbnail has a pixel for each of the screen's, as far as the largest size goes; and none is larger than needed.

    A cell that cuts off a little of its picture may ask for the next size.
    """
    ratio = page.evaluate("devicePixelRatio")
    sizes = page.evaluate(SIZES)
    assert len(sizes) > 10
    return all(needed(side * ratio) <= size <= needed(1.03 * side * ratio) for side, size in sizes)


def needed(side: float) -> int:
    """Long side of the thumbnail for a cell of so many device px; nobody sees that 512 are enlarged by a tenth."""
    return 320 if side <= 320 else 512 if side <= 512 * 1.1 else 1024


def test_the_pictures_are_as_fine_as_the_screen(page: Any) -> None:
    wait_for_pictures(page)
    assert fine_enough(page)
    page.evaluate(f"{SCROLL}.scrollTop = 60_000")
    wait_for_pictures(page)
    assert fine_enough(page)
    assert page.errors == []


def test_tiles_stand_on_whole_pixels(page: Any) -> None:
    assert all(edge == pytest.approx(round(edge), abs=0.01) for edge in page.evaluate(EDGES))


def test_the_wheel_leaves_no_holes(page: Any) -> None:
    page.mouse.move(600, 400)
    for _ in range(30):
        page.mouse.wheel(0, 700)
        assert page.evaluate(HOLES) == []
    wait_for_rest(page)
    assert page.evaluate(f"{SCROLL}.scrollTop") > 10_000
    assert page.evaluate(HOLES) == []


def test_the_photo_under_the_eye_stays_over_a_resize(page: Any) -> None:
    ratio = page.evaluate("devicePixelRatio")
    page.evaluate(f"{SCROLL}.scrollTop = 70_123")
    wait_for_pictures(page)
    before = page.evaluate(EYE)
    for width, height in ((1000, 800), (1700, 900), (640, 800), (1280, 800)):
        thicken(page, ratio, width, height)
        wait_for_pictures(page)
        assert page.evaluate(WHERE, before["photo"]) == pytest.approx(before["top"], abs=2), width
        assert page.evaluate(HOLES) == []
        assert fine_enough(page)


def test_a_window_moved_to_another_screen_gets_that_ones_pictures(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    # the emulated screen makes no frame unless the window's size changes: by a pixel, which the grid must not see
    page.evaluate(f"Object.assign({SCROLL}.style, {{ flex: 'none', width: '1000px', height: '700px' }})")
    page.evaluate(f"{SCROLL}.scrollTop = 70_123")
    wait_for_pictures(page)
    before = page.evaluate(EYE)
    assert fine_enough(page)
    for taller, ratio in enumerate((2, 1.5, 3, 1), 1):
        thicken(page, ratio, height=800 + taller)
        wait_for_pictures(page)
        assert page.evaluate("devicePixelRatio") == ratio
        assert fine_enough(page), ratio
        assert page.evaluate(WHERE, before["photo"]) == pytest.approx(before["top"], abs=2)
