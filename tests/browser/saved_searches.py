"""The saved searches of the sidebar: what the tests of them do and look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

SEND = """async ([method, path, body]) => (await fetch(path, { method, body: JSON.stringify(body),
  headers: { "Content-Type": "application/json", "X-Gallery-Key": sessionStorage.getItem("gallery-key") } })).json()"""


def elsewhere(page: Page, method: str, path: str, body: dict[str, Any]) -> Any:
    """What another page would ask of the server: this one hears of it by the feed only."""
    return page.evaluate(SEND, [method, path, body])


def rows(page: Page) -> Any:
    return page.locator("#saved .place")


def row(page: Page, name: str) -> Any:
    return page.get_by_role("option", name=name)


def look_for(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.locator("#search").fill(text)


def kept(page: Page, text: str, name: str = "") -> Any:
    """The row of a search that was typed and saved."""
    look_for(page, text)
    page.locator("#search-save").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    if name:
        page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    return row(page, name or text)
