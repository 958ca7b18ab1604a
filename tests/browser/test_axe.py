"""axe-core over the views of the page: nothing that keyboards and screen readers miss, in light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints, load_axe
from tests.browser.every_view import boxes, fill_with_others, other_looks, pages, say_something
from tests.browser.real_page import change_answer

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return fill_with_others(tmp_path / "Pictures")


@pytest.fixture
def page(page: Page) -> Page:
    say_something(page)
    load_axe(page)
    return page


def offline(status: dict[str, Any]) -> None:
    status["roots"][0] |= {"state": "offline", "reason": "It is not connected."}


def test_axe_finds_nothing_in_any_view(page: Page) -> None:
    found = {name: complaints(page) for name in pages(page)}
    found |= {name: complaints(page) for name in boxes(page)}
    found |= {name: complaints(page) for name in other_looks(page)}
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
