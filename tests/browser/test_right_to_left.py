"""The page in a language whose lines run from right to left: all of it is mirrored, and the keys with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.every_view import every_view, fill_with_others
from tests.browser.other_languages import cut_texts, longer, speak
from tests.browser.real_page import fill, ready, shoot
from tests.browser.waits import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


@pytest.fixture
def mirrored(serve: Serve, open_page: OpenPage, tmp_path: Path) -> Page:
    served = serve(fill(tmp_path / "Pictures", many=20))
    return ready(open_page(served, before=lambda page: speak(page, longer, "rtl")), 27)


def edges(element: Locator) -> tuple[float, float]:
    """Return the left and the right edge, CSS px."""
    box = element.bounding_box()
    assert box
    return box["x"], box["x"] + box["width"]


def test_the_sidebar_is_on_the_right_and_the_photos_begin_beside_it(mirrored: Page) -> None:
    side, rail = edges(mirrored.locator("#side")), edges(mirrored.locator("#rail"))
    first, second = (edges(mirrored.get_by_role("gridcell").nth(number)) for number in (0, 1))
    assert side[1] == mirrored.evaluate("innerWidth")
    assert rail[0] == 0
    assert second[1] < first[0] < first[1] < side[0]
    assert side[0] - first[1] < 8
    shoot(mirrored, "right-to-left-grid")


def test_arrows_go_the_way_they_point(mirrored: Page) -> None:
    cells = mirrored.get_by_role("gridcell")
    mirrored.keyboard.press("Home")
    expect(cells.first).to_be_focused()
    mirrored.keyboard.press("ArrowLeft")
    expect(cells.nth(1)).to_be_focused()
    mirrored.keyboard.press("ArrowRight")
    expect(cells.first).to_be_focused()
    mirrored.keyboard.press("Enter")
    image = mirrored.locator(".stage__picture").first
    expect(image).to_be_visible()
    first = mirrored.url
    mirrored.keyboard.press("ArrowLeft")
    wait_until(mirrored, f"location.href !== {first!r}")
    shoot(mirrored, "right-to-left-viewer")
    mirrored.keyboard.press("ArrowRight")
    wait_until(mirrored, f"location.href === {first!r}")
    turn = mirrored.locator(".turn--next")
    assert edges(turn)[0] == 0


def test_what_is_pressed_is_what_is_under_the_pointer(mirrored: Page) -> None:
    cells = mirrored.get_by_role("gridcell")
    cells.nth(2).hover()
    cells.nth(2).click(modifiers=["Control"])
    expect(cells.nth(2)).to_have_attribute("aria-selected", "true")
    mirrored.keyboard.press("Escape")
    # a rectangle around the second and the third photo of the first row, drawn from the gap below it
    second, third = cells.nth(1).bounding_box(), cells.nth(2).bounding_box()
    assert second
    assert third
    mirrored.mouse.move(second["x"] + second["width"] / 2, second["y"] + second["height"] + 2)
    mirrored.mouse.down()
    mirrored.mouse.move(third["x"] + 10, third["y"] + 20, steps=5)
    for number, chosen in enumerate(("false", "true", "true")):
        expect(cells.nth(number)).to_have_attribute("aria-selected", chosen)
    frame_of = edges(mirrored.locator(".marquee"))
    assert abs(frame_of[0] - third["x"] - 10) < 3
    mirrored.mouse.up()


def test_the_sidebar_is_as_wide_as_it_is_dragged(mirrored: Page) -> None:
    edge = mirrored.locator("#side-edge")
    before = edges(mirrored.locator("#side"))
    at = edges(edge)
    middle = (at[0] + at[1]) / 2
    mirrored.mouse.move(middle, 400)
    mirrored.mouse.down()
    mirrored.mouse.move(middle - 60, 400, steps=4)
    mirrored.mouse.up()
    wait_until(mirrored, f"document.getElementById('side').getBoundingClientRect().left < {before[0] - 50}")
    edge.focus()
    wide = edges(mirrored.locator("#side"))[0]
    mirrored.keyboard.press("ArrowRight")
    wait_until(mirrored, f"document.getElementById('side').getBoundingClientRect().left > {wide + 10}")


@pytest.mark.parametrize("size", [(1280, 800), (700, 700)], ids=["large", "small"])
def test_nothing_is_cut(serve: Serve, open_page: OpenPage, tmp_path: Path, size: tuple[int, int]) -> None:
    served = serve(fill_with_others(tmp_path / "Pictures"))
    viewport = {"width": size[0], "height": size[1]}
    page = ready(open_page(served, before=lambda one: speak(one, longer, "rtl"), viewport=viewport))
    found = {view: texts for view in every_view(page) if (texts := cut_texts(page))}
    assert found == {}
