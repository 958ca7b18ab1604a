"""The right button in text fields opens the system's menu, with cut, copy and paste, and never one of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.every_view import every_view, fill_with_others, go, say_something
from tests.browser.real_page import ready

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser
FIELDS = """() => {
  const OTHERS = ["checkbox", "radio", "range", "button", "submit", "file", "color"];
  const all = [...document.querySelectorAll("input, textarea, [contenteditable]")];
  const seen = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !OTHERS.includes(one.type));
  return seen.map((field) => {
    const { left, top, width, height } = field.getBoundingClientRect();
    const place = { clientX: left + width / 2, clientY: top + height / 2, button: 2 };
    const event = new MouseEvent("contextmenu", { bubbles: true, cancelable: true, composed: true, ...place });
    return [field.ariaLabel || field.labels?.[0]?.textContent || field.id || field.className, field.dispatchEvent(event)];
  });
}"""


def fields(page: Page) -> dict[str, bool]:
    """Every text field that is seen, and whether it leaves the right button to the system."""
    found: list[list[Any]] = page.evaluate(FIELDS)
    return {str(name): bool(is_left) for name, is_left in found}


def test_every_field_leaves_the_right_button_to_the_system(serve: Serve, open_page: OpenPage, tmp_path: Path) -> None:
    page = ready(open_page(serve(fill_with_others(tmp_path / "photos"))))
    found: dict[str, bool] = {}
    taken: list[str] = []
    for view in every_view(page):
        here = fields(page)
        found |= here
        taken += [f"{view}: {name}" for name, is_left in here.items() if not is_left]
        assert page.locator(".menu").count() == 0 or "menu" in view or view in ("sort", "look", "more", "filter"), view
    assert taken == []
    assert len(found) > 8, found


def test_a_name_that_is_changed_leaves_it_too_and_takes_clicks(page: Page) -> None:
    say_something(page)
    for tree in ("#tags-tree", "#albums-tree"):
        place, before = page.locator(f"{tree} .place").first, page.url
        place.focus()
        page.keyboard.press("F2")
        field = place.locator("input")
        expect(field).to_be_focused()
        assert all(fields(page).values()), (tree, fields(page))
        field.click()
        field.dblclick()
        expect(field).to_be_focused()
        assert page.url == before, tree
        page.keyboard.press("Escape")
        expect(field).to_have_count(0)


def test_a_name_that_is_changed_in_a_dialog_leaves_it_too(page: Page) -> None:
    say_something(page)
    for hash_, shown in (("#/", "#saved .place"), ("#/albums", ".card[data-album]")):
        go(page, hash_, shown)
        page.locator(shown).first.focus()
        page.keyboard.press("F2")
        expect(page.locator("dialog[open] input").first).to_be_focused()
        assert all(fields(page).values()), (shown, fields(page))
        page.keyboard.press("Escape")
