"""Every view of the page, one after the other, for what must hold in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.browser.other_languages import in_its_words
from tests.browser.real_page import cell, change_answer, fill
from tests.browser.said import open_photo, select
from tests.browser.saved_searches import elsewhere, look_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page


def fill_with_others(folder: Path) -> Path:
    """Write the photos of `fill`, and a file that is not shown."""
    fill(folder)
    (folder / "letter.pdf").write_bytes(b"%PDF-1.4")
    return folder


def say_something(page: Page) -> None:
    """Make an album, a saved search and tags, so that they stand below each other in the sidebar."""
    elsewhere(page, "POST", "/api/annotations", {"ids": [1], "set": {"add_tags": ["travel/italy"], "rating": 4}})
    elsewhere(page, "POST", "/api/albums", {"name": "Trips"})
    elsewhere(page, "POST", "/api/searches", {"query": "rome", "name": "Rome"})
    for tree in ("#tags-tree", "#albums-tree", "#saved"):
        expect(page.locator(tree).locator(".place").first).to_be_attached()


def go(page: Page, place: str, shown: str) -> None:
    page.evaluate("(place) => void (location.hash = place)", place)
    expect(page.locator(shown).first).to_be_visible()


def every_view(page: Page) -> Iterator[str]:
    """Show all of them, one after the other, and name each; in whatever language the page is."""
    say_something(page)
    yield from other_looks(page)
    yield from pages(page)
    yield from boxes(page)
    yield from faults(page)


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
        ("settings", "#settings .set-key"),
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


def other_looks(page: Page) -> Iterator[str]:
    """Show the photos in other ways, one after the other, and name each."""
    page.locator("#look").click()
    page.get_by_role("menuitemcheckbox", name=in_its_words(page, "File names")).click()
    expect(page.locator(".cell__name").first).to_be_visible()
    yield "names"
    page.locator("#look").click()
    page.get_by_role("menuitemcheckbox", name=in_its_words(page, "File names")).click()
    page.locator("#look").click()
    page.get_by_role("menuitem", name=in_its_words(page, "Months and years")).click()
    expect(page.locator(".over__tile").first).to_be_visible()
    yield "overview"
    page.keyboard.press("Escape")
    expect(page.locator("#overview")).to_be_hidden()


def boxes(page: Page) -> Iterator[str]:
    """Show what floats, one after the other, and name it."""
    for button in ("sort", "look", "more", "filter"):
        page.locator(f"#{button}").click()
        yield button
        page.keyboard.press("Escape")
    yield from _of_the_sidebar(page)
    yield from _of_photos(page)
    yield from _dialogs(page)
    look_for(page, "li")
    expect(page.get_by_role("option", name="Lisbon").first).to_be_visible()
    yield "suggestions"
    page.keyboard.press("Escape")
    open_photo(page, 1)
    page.locator(".stage__picture").click(button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    yield "menu of the viewer"
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.locator(".toast")).to_be_visible()
    yield "message"
    page.keyboard.press("Escape")


def _open_sidebar(page: Page) -> bool:
    """Open the sidebar where it is a drawer, and return whether it is."""
    is_drawer = page.locator("#side").is_hidden()
    if is_drawer:
        page.locator("#toggle-side").click()
        expect(page.locator("#all")).to_be_focused()
    return is_drawer


def _of_the_sidebar(page: Page) -> Iterator[str]:
    """Show what floats at the sidebar; where that is a drawer, open it before and close it after."""
    is_drawer = _open_sidebar(page)
    for button in ("status", "left-out"):
        page.locator(f"#{button}").click()
        expect(page.locator(".pop:popover-open, dialog[open]")).to_be_visible()
        yield button
        page.keyboard.press("Escape")
    for place in ("#all", "#tree", "#tags-tree", "#albums-tree", "#saved"):
        page.locator(place if place == "#all" else f"{place} .place").first.click(button="right")
        expect(page.get_by_role("menu")).to_be_visible()
        yield f"menu of {place}"
        page.keyboard.press("Escape")
    for place, entry in (
        ("#tree", "Remove from Shoebox"),
        ("#tags-tree", "Move"),
        ("#albums-tree", "New album in it"),
        ("#saved", "Edit search"),
    ):
        page.locator(place).locator(".place").first.click(button="right")
        page.get_by_role("menuitem", name=in_its_words(page, entry)).click()
        expect(page.locator("dialog[open]")).to_be_visible()
        yield f"dialog of {entry}"
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
    if is_drawer:
        page.keyboard.press("Escape")
        expect(page.locator("#side")).to_be_hidden()


def _of_photos(page: Page) -> Iterator[str]:
    """Show the menus of photos, of a day, and of what is selected."""
    page.locator(".day__head").first.click(button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    yield "menu of a day"
    page.keyboard.press("Escape")
    select(page, 1)
    cell(page, 1).click(button="right")
    yield "menu of a photo"
    page.keyboard.press("Escape")
    page.locator("#bar-select").get_by_role("button", name=in_its_words(page, "More")).click()
    expect(page.locator(".menu").get_by_role("group", name=in_its_words(page, "Stars"))).to_be_visible()
    yield "menu of the selection"
    page.keyboard.press("Escape")


def _dialogs(page: Page) -> Iterator[str]:
    """Show the dialogs that keys and the menu open, about the photo that is selected; in the end none is."""
    for key in ("t", "b", "Shift+D", "?"):
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_be_visible()
        yield f"dialog of {key}"
        page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("#more").click()
    page.get_by_role("menuitem", name=in_its_words(page, "Bring in and take out")).click()
    expect(page.locator("dialog[open]")).to_be_visible()
    yield "dialog of what comes in and goes out"
    page.keyboard.press("Escape")
    cell(page, 1).click(button="right")
    page.get_by_role("menuitem", name=in_its_words(page, "Give it words of a file that is gone")).click()
    expect(page.locator("dialog[open]")).to_be_visible()
    yield "dialog of words"
    page.keyboard.press("Escape")


def faults(page: Page) -> Iterator[str]:
    """Show what cannot be shown, and the list of it, and name each."""
    cell(page, 0).click()
    expect(page.locator(".stage__problem")).to_be_visible()
    yield "photo that cannot be read"
    page.keyboard.press("Escape")
    expect(page.locator(".viewer")).to_be_hidden()
    change_answer(page, _take_away)
    page.reload()
    go(page, "#/folder/1", ".banner")
    yield "offline"
    _open_sidebar(page)
    page.locator("#status").click()
    page.get_by_role("button", name=in_its_words(page, "Show all")).click()
    expect(page.get_by_role("dialog", name=in_its_words(page, "Problems"))).to_be_visible()
    yield "problems"
    page.keyboard.press("Escape")


def _take_away(status: dict[str, Any]) -> None:
    status["roots"][0] |= {"state": "offline", "reason": "It is not connected."}
