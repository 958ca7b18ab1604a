"""The page over the real server: photos to look at, waiting, and answers of the server that a test changes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, Locator, Page, Route

from tests.browser.waits import wait_until
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import ViewportSize

WINDOW: ViewportSize = {"width": 1280, "height": 800}
STATUS = "**/api/status"


def fill(folder: Path, *, many: int = 0) -> Path:
    """Two folders of three photos, one file that is none; `many` more at the top."""
    for name in ("Lisbon", "Rome"):
        for number in range(3):
            save(folder / name / f"{name}-{number}.jpg", picture(600, 400, hue=number * 60))
    (folder / "Rome" / "broken.jpg").write_bytes(b"<!doctype html><title>Not found</title>")
    for number in range(many):
        save(folder / f"many-{number:03}.jpg", picture(300, 200, hue=number * 4))
    return folder


def ready(page: Page, count: int = 7) -> Page:
    """All photos are there and all work is done."""
    wait_until(page, f"document.getElementById('count')?.textContent === '{count}'", 60)
    wait_until(page, "/problem|Up to date/.test(document.getElementById('status')?.textContent)", 60)
    return page


def cell(page: Page, number: int) -> Locator:
    return page.locator(".cell:not([hidden])").nth(number)


def change_answer(page: Page, change: Callable[[dict[str, Any]], None], address: str = STATUS) -> None:
    """The server's answer with something else in it."""

    def handle(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        change(body)
        with suppress(Error):  # the page may have been closed, or the route taken away, meanwhile
            route.fulfill(response=answer, json=body)

    page.route(address, handle)
