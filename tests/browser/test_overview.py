"""Months and years in place of the grid in Chromium: the way out and in by keys, by the pointer, and Back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.grid_page import CELL, FOCUSED, in_grid
from tests.browser.grid_stub import BROKEN
from tests.browser.waits import wait_for_rest, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.grid_stub import Stub

pytestmark = pytest.mark.browser
TILE = ".over__tile"
PICTURES = """() => [...document.querySelectorAll(".over__tile")].filter((tile) => tile.getBoundingClientRect().top < innerHeight)
  .every((tile) => [...tile.querySelectorAll("img")].every((image) => image.complete && image.naturalWidth > 0))"""


def smaller(page: Any) -> None:
    for _ in range(4):  # 168, 144, 120, 96, and beyond
        page.keyboard.press("-")


def test_out_to_months_and_years_and_in_again(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    in_grid(page)
    smaller(page)
    expect(page.locator("#overview")).to_be_visible()
    expect(page.get_by_role("region", name="Months").or_(page.get_by_role("main", name="Months"))).to_be_visible()
    wait_until(page, f"({FOCUSED})()?.startsWith('November 2026, ')")
    wait_until(page, f"({PICTURES})()")
    counts = [
        int(re.sub(r".*, ([\d,]+) photos?", r"\1", name).replace(",", ""))
        for name in page.locator(TILE).evaluate_all("(tiles) => tiles.map((tile) => tile.ariaLabel)")
    ]
    assert sum(counts) == 20_000
    page.keyboard.press("ArrowRight")
    month = page.evaluate(FOCUSED)
    assert month.startswith("October 2026, ")
    page.keyboard.press("-")
    wait_until(page, f"({FOCUSED})().startsWith('2026, ')")
    page.keyboard.press("Enter")
    wait_until(page, f"({FOCUSED})() !== null && ({FOCUSED})().includes(' 2026, ')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#overview")).to_be_hidden()
    wait_for_rest(page)
    assert "October 2026" in page.evaluate("document.getElementById('rail').getAttribute('aria-valuetext')")
    wait_until(page, f"({FOCUSED})().endsWith(' of 20,000')")
    page.go_back()
    wait_until(page, f"({FOCUSED})() === '{month}'")
    page.keyboard.press("Escape")
    expect(page.locator("#overview")).to_be_hidden()
    assert page.errors == []


def test_a_picture_leads_to_itself_and_the_slider_to_the_months(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    slider = page.locator("#size")
    slider.fill("72")
    expect(slider).to_have_attribute("aria-valuetext", "Months")
    picture = page.locator(TILE).nth(1).locator(".over__photo").nth(2)
    index = int(picture.get_attribute("data-photo"))
    picture.click()
    expect(page.locator("#overview")).to_be_hidden()
    wait_until(page, f"({FOCUSED})()?.endsWith(' {index + 1:,} of 20,000')")
    page.locator("#sort").click()
    page.get_by_role("menuitemradio", name="Name, A to Z").click()
    expect(slider).to_have_attribute("min", "96")
    smaller(page)
    expect(page.locator(CELL).first).to_be_visible()
    assert page.errors == []


def test_a_month_of_broken_photos_says_so(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    in_grid(page)
    smaller(page)
    last = page.locator(TILE).last
    first = int(last.locator(".over__photo").first.get_attribute("data-photo"))
    page.keyboard.press("Escape")
    stub.flags = {int(photo): BROKEN for photo in stub.ids[first - 400 :]}
    stub.generation += 1
    page.reload()
    in_grid(page)
    smaller(page)
    expect(last.locator(".over__photo.is-broken .icon").first).to_be_attached()
    expect(last.locator("img")).to_have_count(0)
    assert page.errors == []


@pytest.mark.parametrize("back", [lambda page: page.go_back(), lambda page: page.keyboard.press("Escape")])
def test_back_from_a_photo_the_months_have_the_keys(
    stub: Stub, visit: Callable[..., Any], back: Callable[[Any], None]
) -> None:
    photo = int(stub.ids[100])
    row = {"photo": photo, "name": "cut.jpg", "path": "/x/cut.jpg", "code": "truncated", "message": "It ends early."}
    stub.problems = [row]
    page = visit(stub)
    in_grid(page)
    smaller(page)
    expect(page.locator("#overview")).to_be_visible()
    page.locator("#status").click()
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("button", name="cut.jpg", exact=True).click()
    expect(page.locator("#viewer")).to_be_visible()
    expect(page.locator("#overview")).to_be_hidden()
    back(page)
    expect(page.locator("#viewer")).to_be_hidden()
    expect(page.locator("#overview")).to_be_visible()
    wait_until(page, "document.activeElement.matches('.over__tile')")
    month = page.evaluate(FOCUSED)
    page.keyboard.press("End")
    wait_until(page, f"({FOCUSED})() !== '{month}'")
    assert page.errors == []


def test_the_slider_keeps_the_focus_and_leaves_one_entry(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    slider = page.locator("#size")
    slider.fill("96")
    before = page.evaluate("history.length")
    for _ in range(3):
        slider.focus()
        for _ in range(4):  # 92, 88, 84, and beyond
            page.keyboard.press("ArrowLeft")
        expect(page.locator("#overview")).to_be_visible()
        expect(slider).to_be_focused()
        for _ in range(3):  # 76, 80, 84
            page.keyboard.press("ArrowRight")
        expect(page.locator("#overview")).to_be_hidden()
        expect(slider).to_be_focused()
        expect(slider).to_have_value("96")
    assert page.evaluate("history.length") == before + 1
    assert page.errors == []
