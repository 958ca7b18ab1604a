"""The page in German and in made-up languages: said in the language that is chosen, and nothing of it is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.every_view import every_view, fill_with_others, go
from tests.browser.other_languages import cut_texts, longer, speak
from tests.browser.real_page import ready

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


def test_the_page_speaks_the_language_of_the_browser_and_the_one_that_is_chosen(
    serve: Serve, open_page: OpenPage, photos: Path
) -> None:
    page = ready(open_page(serve(photos), locale="de-DE"))
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("#all")).to_contain_text("Alle Fotos")
    expect(page.locator("#sort")).to_have_attribute("title", "Sortierung: Neueste zuerst")
    go(page, "#/settings", "#settings")
    page.get_by_role("combobox", name="Sprache").select_option(label="English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#sort")).to_have_attribute("title", "Sort: Newest first")
    languages = page.get_by_role("combobox", name="Language")
    expect(languages.locator("option:checked")).to_have_text("English")
    languages.select_option(label="Deutsch")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("combobox", name="Sprache").locator("option:checked")).to_have_text("Deutsch")


def options(language: str, size: tuple[int, int]) -> dict[str, Any]:
    """Return what a page is opened with, so that it is German, or in a language that is made of English."""
    viewport = {"width": size[0], "height": size[1]}
    if language == "de":
        return {"viewport": viewport, "locale": "de"}
    return {"viewport": viewport, "before": lambda page: speak(page, longer)}


@pytest.mark.parametrize("language", ["de", "longer"])
@pytest.mark.parametrize("size", [(1280, 800), (700, 700)], ids=["large", "small"])
def test_nothing_of_the_first_page_is_cut(
    serve: Serve, open_page: OpenPage, language: str, size: tuple[int, int]
) -> None:
    page = open_page(serve(), **options(language, size))
    expect(page.locator(".welcome h1")).to_be_visible()
    assert cut_texts(page) == []


@pytest.mark.parametrize("language", ["de", "longer"])
@pytest.mark.parametrize("size", [(1280, 800), (700, 700)], ids=["large", "small"])
def test_nothing_is_cut(
    serve: Serve, open_page: OpenPage, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    served = serve(fill_with_others(tmp_path / "Pictures"))
    page = ready(open_page(served, **options(language, size)))
    found = {view: texts for view in every_view(page) if (texts := cut_texts(page))}
    assert found == {}


def test_a_word_of_the_page_that_is_shortened_is_found(page: Page) -> None:
    """What finds nothing must be able to find something."""
    page.locator("#all .clip").evaluate("(one) => void (one.textContent = 'photosss '.repeat(20))")
    assert [line[:20] for line in cut_texts(page)] == ["shortened: photosss "]
