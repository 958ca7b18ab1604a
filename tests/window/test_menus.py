"""Menus and full screen in the real window, over Shoebox itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.window.app import App
from tests.window.needs import needs
from tests.window.page_wait import wait_for_frames, wait_in_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Response

needs("PySide6.QtWebEngineWidgets")
pytestmark = pytest.mark.window


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    for number in range(3):
        save(tmp_path / "photos" / f"p{number}.jpg", picture(600, 400, hue=number * 60))
    command = [sys.executable, "main.py", "--data-dir", str(tmp_path / "data"), str(tmp_path / "photos")]
    with App(command, tmp_path / "app.log") as app:
        page = app.page()
        page.wait_for_selector(".cell img")  # past the boot page
        wait_in_page(page, "document.querySelectorAll('.cell img').length === 3")
        yield page


def test_the_menu_of_a_photo_stays_when_the_button_is_let_go(page: Page) -> None:
    box = page.locator(".cell").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down(button="right")
    wait_in_page(page, "document.querySelector('.menu') !== null")
    page.mouse.up(button="right")
    wait_for_frames(page)
    assert page.evaluate("document.querySelector('.menu')?.matches(':popover-open')")
    page.keyboard.press("Escape")
    wait_in_page(page, "document.querySelector('.menu') === null")


def test_the_menu_of_a_folder_stays_too(page: Page) -> None:
    page.locator("[role=treeitem]").first.click(button="right")
    wait_in_page(page, "document.querySelector('.menu') !== null")
    wait_for_frames(page)
    assert page.evaluate("document.querySelector('.menu')?.matches(':popover-open')")


@pytest.mark.parametrize("place", ["grid", "viewer"])
def test_escape_leaves_full_screen_before_anything_else(page: Page, place: str) -> None:
    answers: list[bool] = []

    def note(answer: Response) -> None:
        if answer.url.endswith("/api/window"):
            answers.append(answer.json()["fullscreen"])

    page.on("response", note)
    if place == "viewer":
        page.locator(".cell").first.click()
        wait_in_page(page, "!document.getElementById('viewer').hidden")
    page.keyboard.press("F11")
    wait_for(lambda: page.evaluate("1") and answers == [True])
    wait_in_page(page, "document.documentElement.hasAttribute('data-window-full')")
    wait_for_frames(page)
    page.keyboard.press("Escape")
    wait_for(lambda: page.evaluate("1") and answers == [True, False])
    wait_in_page(page, "!document.documentElement.hasAttribute('data-window-full')")
    assert page.evaluate("document.getElementById('viewer').hidden") == (place == "grid")
    if place == "viewer":
        page.keyboard.press("Escape")
        wait_in_page(page, "document.getElementById('viewer').hidden")
