"""A picture is opened from the file manager: in the real window, by the first start and by further ones."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.pictures import picture, save
from tests.program import AT_HOME
from tests.waiting import wait_for
from tests.window.app import App, Ending
from tests.window.needs import needs
from tests.window.page_wait import LARGE_PICTURE_SHOWN, PICTURES_SHOWN, wait_in_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

needs("PySide6.QtWebEngineWidgets")
pytestmark = pytest.mark.window


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four pictures that are in no library."""
    for number in range(4):
        save(tmp_path / "card" / f"v{number}.jpg", picture(1200, 900, hue=number * 40))
    return tmp_path / "card"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Start the program with these paths."""
    running: list[App] = []

    def begin(*paths: Path, devtools: bool = True) -> App:
        command = [sys.executable, str(AT_HOME), "--data-dir", str(tmp_path / "data"), *map(str, paths)]
        running.append(App(command, tmp_path / f"app{len(running)}.log", devtools=devtools))
        return running[-1].__enter__()

    yield begin
    for app in running:
        app.__exit__()


def wait_for_picture(page: Page, name: str, where: str) -> None:
    wait_in_page(page, LARGE_PICTURE_SHOWN)
    shown = "[...document.querySelectorAll('.viewer__name > *')].map((part) => part.textContent).join(' ')"
    wait_in_page(page, f"{shown} === '{name} {where}'")


def roots(data: Path) -> list[str]:
    found = data / "settings.json"
    return [root["path"] for root in json.loads(found.read_text(encoding="utf-8"))["roots"]] if found.exists() else []


def test_a_picture_named_on_the_command_line_is_shown_first(
    start: Callable[..., App], folder: Path, tmp_path: Path
) -> None:
    app = start(folder / "v2.jpg")
    page = app.page()
    wait_for_picture(page, "v2.jpg", "3 of 4")
    wait_in_page(page, "document.title === 'v2.jpg - Shoebox'")
    page.keyboard.press("ArrowRight")
    wait_for_picture(page, "v3.jpg", "4 of 4")
    assert roots(tmp_path / "data") == []
    assert app.quit() == Ending(0, [])
    assert roots(tmp_path / "data") == []
    assert "Traceback" not in app.text()


def test_further_starts_show_their_picture_in_the_same_window(
    start: Callable[..., App], folder: Path, tmp_path: Path
) -> None:
    save(tmp_path / "photos" / "p.jpg")
    app = start(tmp_path / "photos")
    page = app.page()
    wait_in_page(page, f"{PICTURES_SHOWN} === 1")
    for name, where in (("v1.jpg", "2 of 4"), ("v3.jpg", "4 of 4"), ("v1.jpg", "2 of 4")):
        assert start(folder / name, devtools=False).process.wait(60) == 0
        wait_for_picture(page, name, where)
    page.keyboard.press("l")
    wait_for(lambda: roots(tmp_path / "data") == [str(tmp_path / "photos"), str(folder)])
    assert app.quit() == Ending(0, [])
    logs = b"".join(file.read_bytes() for file in (tmp_path / "data" / "logs").iterdir())
    assert logs
    assert b"v1.jpg" not in logs


def test_a_file_that_is_gone_is_wrong_usage(start: Callable[..., App], folder: Path) -> None:
    app = start(folder / "none.jpg", devtools=False)
    assert app.process.wait(60) == 2
    assert app.text() == f"shoebox: There is no file or folder {folder / 'none.jpg'}.\n"
