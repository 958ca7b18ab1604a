"""Where photos were taken: beside the dates of the grid, in the panel of the viewer, and in the search."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.dated_photos import HEADINGS, exif
from tests.browser.grid_data import TODAY
from tests.browser.grid_stub import Stub
from tests.browser.real_page import cell, ready
from tests.browser.waits import wait_for_rest
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser
LISBON, SINTRA, KYOTO = (38.7115, -9.137), (38.797, -9.390), (35.0211, 135.7538)


@pytest.fixture
def travels(tmp_path: Path) -> Path:
    """Eight photos of three days: of Lisbon and Sintra, of Kyoto, and of nobody knows where."""
    folder = tmp_path / "Pictures"
    shots: list[tuple[str, tuple[float, float] | None]] = [
        ("2019:06:11", where) for where in (LISBON, LISBON, LISBON, SINTRA, SINTRA)
    ]
    shots += [("2019:11:02", KYOTO), ("2019:11:02", KYOTO), ("2020:02:03", None)]
    for at, (day, where) in enumerate(shots):
        save(folder / f"{at}.jpg", picture(600, 400, hue=at * 30), exif=exif(f"{day} 12:00:{at:02}", where))
        os.utime(folder / f"{at}.jpg", (1_700_000_000 + at,) * 2)
    return folder


def test_headings_panel_and_search_say_where(serve: Serve, open_page: OpenPage, travels: Path) -> None:
    page = ready(open_page(serve(travels)), 8)
    headings = page.locator(HEADINGS)
    expect(headings.nth(0)).not_to_contain_text("·")
    expect(headings.filter(has_text="Kyoto")).to_have_count(1)
    expect(headings.filter(has_text="Lisbon and Sintra")).to_have_count(1)

    page.locator("#search").fill("city:lisb")
    expect(page.locator("[role=option]").first).to_contain_text("Lisbon")
    page.locator("#search").fill('near:"Lisbon" 30km')
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("5")
    page.locator("#search").fill("country:portugal city:sintra")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("2")
    expect(page.locator(HEADINGS)).to_have_text(["Tuesday 11 June 2019 · Sintra"])

    cell(page, 0).click()
    page.keyboard.press("i")
    panel = page.locator(".panel")
    expect(panel.get_by_label("Place", exact=True)).to_have_value("Sintra")
    expect(panel.get_by_text("Lisbon, Portugal", exact=True)).to_be_visible()
    expect(panel.get_by_text("GeoNames, CC BY 4.0")).to_be_visible()
    expect(panel.get_by_text("38.7970° N, 9.3900° W")).to_be_visible()


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub(2000, days=900)  # one to four photos a day: several days share a row
    names = ["Lisbon", "San Francisco", "Ho Chi Minh City", "Ulm"]
    for back in range(900):
        if back % 3 < 2:
            places = [{"name": names[back % 4], "near": back % 7 == 0}, {"name": names[(back + 1) % 4], "near": False}]
            made.places[TODAY - back] = {"places": places[: 1 + back % 2], "more": 2 if back % 5 == 0 else 0}
    yield made
    made.close()


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 800), (480, 800)])
def test_a_place_takes_the_room_behind_the_date_and_no_more(
    stub: Stub, visit: Callable[..., Any], size: tuple[int, int]
) -> None:
    page = visit(stub)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wait_for_rest(page)
    expect(page.locator(".day__place", has_text="·").first).to_be_visible()
    said = page.evaluate(
        """() => [...document.querySelectorAll(".day h2")].map((h2) => ({ text: h2.textContent, title: h2.title,
          spoken: h2.getAttribute("aria-label") ?? h2.textContent, cut: h2.scrollWidth > h2.clientWidth,
          place: h2.querySelector(".day__place").textContent, box: h2.parentElement.getBoundingClientRect().height }))"""
    )
    assert len(said) > 3
    for each in said:
        assert each["spoken"] == each["title"]
        assert each["box"] == 40
        assert not (each["place"] and each["cut"]), "a place that has no room is left out"
    assert any(each["place"] for each in said)
    assert page.errors == []


def test_places_follow_a_change_of_the_library(stub: Stub, visit: Callable[..., Any]) -> None:
    page = visit(stub)
    wait_for_rest(page)
    heading = page.locator(HEADINGS).first
    expect(heading).to_have_attribute("title", "Friday 13 November · near Lisbon and 2 more")
    stub.places[TODAY] = {"places": [{"name": "Porto", "near": False}], "more": 0}
    stub.change(added=1)
    expect(heading).to_have_attribute("title", "Friday 13 November · Porto")
