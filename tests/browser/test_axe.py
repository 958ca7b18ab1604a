"""axe-core over the views of the page: nothing that keyboards and screen readers miss, in light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints, load_axe
from tests.browser.real_page import cell, change_answer, fill
from tests.browser.said import open_photo, select
from tests.browser.saved_searches import elsewhere, look_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = fill(tmp_path / "Pictures")
    (folder / "letter.pdf").write_bytes(b"%PDF-1.4")
    return folder


@pytest.fixture
def page(page: Page) -> Page:
    """Return the page with an album, a saved search and tags below each other."""
    elsewhere(page, "POST", "/api/annotations", {"ids": [1], "set": {"add_tags": ["travel/italy"], "rating": 4}})
    elsewhere(page, "POST", "/api/albums", {"name": "Trips"})
    elsewhere(page, "POST", "/api/searches", {"query": "rome", "name": "Rome"})
    for tree in ("#tags-tree", "#albums-tree", "#saved"):
        expect(page.locator(tree).locator(".place").first).to_be_visible()
    load_axe(page)
    return page


def go(page: Page, place: str, shown: str) -> None:
    page.evaluate("(place) => void (location.hash = place)", place)
    expect(page.locator(shown).first).to_be_visible()


def pages(page: Page) -> Iterator[str]:
    """Show one view after the other, and name it."""
    yield "grid"
    select(page, 2)
    yield "selection"
    page.keyboard.press("Escape")
    go(page, "#/?q=rome", "#name:text('Rome')")
    yield "results"
    go(page, "#/?q=fuij", ".empty h2")
    yield "empty search"
    for name, shown in (
        ("history", "#history"),
        ("gone", "#gone"),
        ("backups", "#backups"),
        ("albums", "#albums-page"),
    ):
        go(page, f"#/{name}", shown)
        yield name
    go(page, "#/", ".cell")
    open_photo(page, 1)
    page.keyboard.press("i")
    expect(page.locator(".panel")).to_be_visible()
    yield "viewer"
    page.keyboard.press("i")
    page.keyboard.press("Escape")


def boxes(page: Page) -> Iterator[str]:
    """Show what floats, one after the other, and name it."""
    for button in ("sort", "look", "more", "filter", "status", "left-out"):
        page.locator(f"#{button}").click()
        yield button
        page.keyboard.press("Escape")
    for place in ("#tree", "#tags-tree", "#albums-tree", "#saved"):
        page.locator(place).locator(".place").first.click(button="right")
        yield f"menu of {place}"
        page.keyboard.press("Escape")
    select(page, 1)
    cell(page, 1).click(button="right")
    yield "menu of a photo"
    page.keyboard.press("Escape")
    for key in ("t", "b", "Shift+D", "?"):
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_be_visible()
        yield f"dialog of {key}"
        page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    look_for(page, "li")
    expect(page.get_by_role("option", name="Lisbon").first).to_be_visible()
    yield "suggestions"
    page.keyboard.press("Escape")
    open_photo(page, 1)
    page.locator(".stage__picture").click(button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    yield "menu of the viewer"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def offline(status: dict[str, Any]) -> None:
    status["roots"][0] |= {"state": "offline", "reason": "It is not connected."}


def test_axe_finds_nothing_in_any_view(page: Page) -> None:
    found = {name: complaints(page) for name in pages(page)}
    found |= {name: complaints(page) for name in boxes(page)}
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 700, "height": 800})
    found |= {f"{name}, dark and narrow": complaints(page) for name in pages(page)}
    page.get_by_role("button", name="Sidebar", exact=True).click()
    expect(page.locator("#all")).to_be_focused()
    found["drawer"] = complaints(page)
    page.evaluate("location.hash = '#/folder/1'")
    change_answer(page, offline)
    page.reload()
    expect(page.locator(".banner")).to_contain_text("offline")
    load_axe(page)
    found["offline"] = complaints(page)
    assert {name: each for name, each in found.items() if each} == {}


def test_axe_finds_nothing_at_the_first_start_and_when_the_server_is_gone(serve: Serve, open_page: OpenPage) -> None:
    served = serve()
    page = open_page(served)
    expect(page.locator(".welcome h1")).to_be_visible()
    load_axe(page)
    assert complaints(page) == []
    served.stop()
    expect(page.locator(".banner")).to_be_visible()
    assert complaints(page) == []
