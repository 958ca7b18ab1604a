"""The title of the window says what is shown, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.every_view import go
from tests.browser.real_page import ready
from tests.browser.said import name_of, open_photo
from tests.browser.saved_searches import elsewhere

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Route

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser
PAGES = {
    "en": {"": "All photos", "settings": "Settings", "history": "History", "albums": "Albums"},
    "de": {"": "Alle Fotos", "settings": "Einstellungen", "history": "Verlauf", "albums": "Alben"},
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_names_what_is_shown(serve: Serve, open_page: OpenPage, photos: Path, language: str) -> None:
    page = ready(open_page(serve(photos), locale=language))
    elsewhere(page, "POST", "/api/albums", {"name": "Reise nach Rom"})
    for place, name in PAGES[language].items():
        page.evaluate("(place) => void (location.hash = `#/${place}`)", place)
        expect(page).to_have_title(f"{name} - Shoebox")
    go(page, "#/album/1", "#name:text('Reise nach Rom')")
    expect(page).to_have_title("Reise nach Rom - Shoebox")
    page.get_by_role("treeitem", name="Lisbon").click()
    expect(page).to_have_title("Lisbon - Shoebox")
    name = name_of(page, 1)
    open_photo(page, 1)
    expect(page).to_have_title(f"{name} - Shoebox")
    page.keyboard.press("Escape")
    expect(page).to_have_title("Lisbon - Shoebox")


def test_it_never_names_the_photo_before_the_one_that_is_shown(page: Page) -> None:
    page.get_by_role("treeitem", name="Lisbon").click()
    expect(page.locator("#count")).to_have_text("3")
    asked: list[str] = []

    def answer_for_one(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_() if asked[0] == route.request.url else route.abort()

    page.route("**/api/photos/*", answer_for_one)
    name = name_of(page, 0)
    open_photo(page, 0)
    expect(page).to_have_title(f"{name} - Shoebox")
    page.keyboard.press("End")
    expect(page).to_have_title("Lisbon - Shoebox")
    page.keyboard.press("Home")
    expect(page).to_have_title(f"{name} - Shoebox")
