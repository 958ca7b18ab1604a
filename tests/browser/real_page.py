"""The page over the real server: photos to look at, waiting, and answers of the server that a test changes."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

from playwright.sync_api import Error, Locator, Page, Route

from tests.browser.waits import wait_until
from tests.pictures import picture, save
from tests.waiting import WORK_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import ViewportSize

WINDOW: ViewportSize = {"width": 1280, "height": 800}
STATUS = "**/api/status"


FIRST_TAKEN = 1_760_000_000
"""Of the photos, seconds since 1970."""


def fill(folder: Path, *, many: int = 0) -> Path:
    """Two folders of three photos, one file that is none; `many` more at the top. Each is a second newer than the last.

    Without times of their own, those written in one millisecond would stand in the order of their names, others not.
    """
    files = list(_written(folder, many))
    for number, file in enumerate(files):
        os.utime(file, (FIRST_TAKEN + number,) * 2)
    return folder


def _written(folder: Path, many: int) -> Iterator[Path]:
    for name in ("Lisbon", "Rome"):
        for number in range(3):
            yield save(folder / name / f"{name}-{number}.jpg", picture(600, 400, hue=number * 60))
    broken = folder / "Rome" / "broken.jpg"
    broken.write_bytes(b"<!doctype html><title>Not found</title>")
    yield broken
    for number in range(many):
        yield save(folder / f"many-{number:03}.jpg", picture(300, 200, hue=number * 4))


def ready(page: Page, count: int = 7) -> Page:
    """All photos are there and all work is done; the number of photos may be there before they are."""
    wait_until(page, f"document.getElementById('count')?.textContent === '{count}'", WORK_S)
    wait_until(
        page, "/problem|Up to date|neuesten Stand/i.test(document.getElementById('status')?.textContent)", WORK_S
    )
    wait_until(page, f"/ (of|von) {count}$/.test(document.querySelector('.cell:not([hidden])')?.ariaLabel)")
    return page


def another_page(page: Page, count: int = 7) -> Page:
    """Open the same place in another page of the same session, with all photos."""
    other = page.context.new_page()
    key = page.evaluate("sessionStorage.getItem('gallery-key')")
    other.add_init_script(f"sessionStorage.setItem('gallery-key', '{key}')")
    other.goto(page.url)
    return ready(other, count)


def shoot(page: Page, name: str) -> None:
    """Take pictures of the page, light and dark, wide and narrow, where SHOEBOX_SHOTS names a folder."""
    if not (folder := os.environ.get("SHOEBOX_SHOTS")):
        return
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 700):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_timeout(400)
            page.screenshot(path=f"{folder}/{name}-{scheme}-{width}.png")
    page.set_viewport_size(WINDOW)


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
