"""The grid with 1,000,000 made-up photos in Chromium: every photo can be reached, nothing jumps, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.grid_page import EYE, FOCUSED, HOLES, WHERE, in_grid
from tests.browser.grid_stub import Stub
from tests.browser.waits import wait_for_pictures, wait_for_rest, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser
MILLION = 1_000_000
TALLEST = 2_000_000


@pytest.fixture(scope="module")
def library() -> Iterator[Stub]:
    made = Stub(MILLION, days=7525)
    yield made
    made.close()


@pytest.fixture
def million(library: Stub) -> Stub:
    """The library, opened for the first time."""
    library.view = {}
    return library


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_the_last_photo_can_be_reached(million: Stub, visit: Callable[..., Any], ratio: int) -> None:
    page = visit(million, f"--force-device-scale-factor={ratio}")
    assert page.evaluate("devicePixelRatio") == ratio
    assert page.evaluate("document.getElementById('scroller').scrollHeight") <= TALLEST
    in_grid(page)
    page.keyboard.press("Control+End")
    wait_until(page, "document.activeElement.getAttribute('aria-label')?.endsWith('1,000,000 of 1,000,000')")
    box = page.evaluate("(({top, bottom}) => [top, bottom])(document.activeElement.getBoundingClientRect())")
    assert 48 < box[0] < box[1] <= page.evaluate("innerHeight")
    wait_for_rest(page)
    assert page.evaluate(HOLES) == [] or page.evaluate(HOLES)[-1][0] > box[1] - 1
    page.keyboard.press("Control+Home")
    wait_until(page, "document.activeElement.getAttribute('aria-label')?.includes(' 1 of 1,000,000')")
    assert page.errors == []


def test_the_wheel_leaves_no_holes(million: Stub, visit: Callable[..., Any]) -> None:
    page = visit(million)
    page.mouse.move(600, 400)
    seen = 0
    for _ in range(60):
        page.mouse.wheel(0, 700)
        holes = page.evaluate(HOLES)
        assert holes == []
        seen += 1
    wait_for_rest(page)
    assert seen == 60
    assert page.evaluate("document.getElementById('scroller').scrollTop") > 20_000
    assert page.evaluate(HOLES) == []
    assert page.errors == []


def test_the_wheel_passes_the_end_of_the_spacer(million: Stub, visit: Callable[..., Any]) -> None:
    """Far down the base has to move; the photos pass on as if it had not."""
    page = visit(million)
    page.mouse.move(600, 400)
    page.evaluate("document.getElementById('scroller').scrollTop = 1_880_000")
    wait_for_pictures(page)
    first = page.evaluate(EYE)
    assert page.evaluate("document.getElementById('scroller').scrollTop") < 1_800_000, "at rest the base has moved"
    for _ in range(20):
        page.mouse.wheel(0, 900)
        assert page.evaluate(HOLES) == []
    wait_for_pictures(page)
    assert int(page.evaluate(EYE)["photo"]) > int(first["photo"])


def test_the_rail_goes_anywhere(million: Stub, visit: Callable[..., Any]) -> None:
    page = visit(million)
    rail = page.locator("#rail").bounding_box()
    page.mouse.move(rail["x"] + 20, rail["y"] + rail["height"] * 0.2)
    page.mouse.down()
    for share in (0.4, 0.5, 0.75, 0.9):
        page.mouse.move(rail["x"] + 20, rail["y"] + rail["height"] * share, steps=4)
        assert page.evaluate(HOLES) == []
    page.mouse.up()
    wait_for_rest(page)
    before = page.locator("#rail").get_attribute("aria-valuetext")
    page.keyboard.press("PageUp")
    expect(page.locator("#rail")).not_to_have_attribute("aria-valuetext", str(before))
    page.keyboard.press("End")
    expect(page.locator("#rail")).to_have_attribute("aria-valuetext", "No date")


def test_the_photo_under_the_eye_stays_over_a_resize(million: Stub, visit: Callable[..., Any]) -> None:
    page = visit(million)
    page.mouse.move(600, 400)
    page.evaluate("document.getElementById('scroller').scrollTop = 700_123")
    wait_for_pictures(page)
    before = page.evaluate(EYE)
    for width, height in ((1000, 800), (1700, 900), (640, 800), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        wait_for_pictures(page)
        assert page.evaluate(WHERE, before["photo"]) == pytest.approx(before["top"], abs=2), width


def test_the_focus_outlives_the_recycling_of_rows(million: Stub, visit: Callable[..., Any]) -> None:
    page = visit(million)
    in_grid(page)
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    wait_for_rest(page)
    before = page.evaluate(FOCUSED)
    assert "of 1,000,000" in before
    page.mouse.move(600, 400)
    for top in (300_000, 1_900_000, 1_000_000):
        page.evaluate(f"document.getElementById('scroller').scrollTop = {top}")
        wait_for_rest(page)
    assert page.evaluate(FOCUSED) == before
    page.keyboard.press("ArrowRight")
    wait_for_rest(page)
    assert page.evaluate(FOCUSED).split(", ")[-1] != before.split(", ")[-1]
    assert page.evaluate("document.activeElement.getBoundingClientRect().bottom") <= 800
    assert page.evaluate("document.getElementById('scroller').scrollTop") < 5000, "back where the focus is"


def test_scrolling_recycles_what_it_shows(million: Stub, visit: Callable[..., Any]) -> None:
    """What a frame of it costs is measured in tests/bench/bench_million.py."""
    page = visit(million)
    page.evaluate("""async () => {
      const view = document.getElementById("scroller");
      for (let i = 0; i < 120; i++) {
        await new Promise(requestAnimationFrame);
        view.scrollTop += 130;
      }
    }""")
    assert page.evaluate("document.getElementById('scroller').scrollTop") > 15_000
    assert page.evaluate("document.querySelectorAll('*').length") < 1500
