"""axe-core over the views of the page: nothing that keyboards and screen readers miss, in light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints, load_axe
from tests.browser.every_view import boxes, faults, fill_with_others, go, other_looks, pages, say_something
from tests.browser.playing import play

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.browser.viewer_page import Viewer
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return fill_with_others(tmp_path / "Pictures")


@pytest.fixture
def page(page: Page) -> Page:
    say_something(page)
    load_axe(page)
    return page


def test_axe_finds_nothing_in_any_view(page: Page) -> None:
    found = {name: complaints(page) for name in pages(page)}
    found |= {name: complaints(page) for name in boxes(page)}
    found |= {name: complaints(page) for name in other_looks(page)}
    assert {name: each for name, each in found.items() if each} == {}


def test_axe_finds_nothing_in_the_dark_in_a_narrow_window(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 700, "height": 800})
    found = {name: complaints(page) for name in pages(page)}
    go(page, "#/", ".cell")
    found |= {name: complaints(page) for name in boxes(page)}
    go(page, "#/", ".cell")
    found |= {name: complaints(page) for name in other_looks(page)}
    page.get_by_role("button", name="Sidebar", exact=True).click()
    expect(page.locator("#all")).to_be_focused()
    found["drawer"] = complaints(page)
    assert {name: each for name, each in found.items() if each} == {}


def test_axe_finds_nothing_where_something_cannot_be_shown(page: Page) -> None:
    found: dict[str, list[str]] = {}
    for name in faults(page):
        load_axe(page)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[f"{name}, {scheme}"] = complaints(page)
    assert {name: each for name, each in found.items() if each} == {}


def test_axe_finds_nothing_at_the_first_start_and_when_the_server_is_gone(serve: Serve, open_page: OpenPage) -> None:
    served = serve()
    page = open_page(served)
    expect(page.locator(".welcome h1")).to_be_visible()
    load_axe(page)
    assert in_both_schemes(page) == []
    served.stop()
    expect(page.locator(".banner")).to_be_visible()
    assert in_both_schemes(page) == []


@pytest.mark.usefixtures("video")
def test_axe_finds_nothing_while_a_video_is_played(viewer: Viewer) -> None:
    play(viewer)
    load_axe(viewer.page)
    assert in_both_schemes(viewer.page) == []
    viewer.page.set_viewport_size({"width": 700, "height": 800})
    assert in_both_schemes(viewer.page) == []


def in_both_schemes(page: Page) -> list[str]:
    """What axe-core finds in the light and in the dark."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += complaints(page)
    return found
