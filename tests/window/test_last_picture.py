"""The picture of the window as it was closed: shown at once by the next start, where the page will look like that."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.pictures import picture, save
from tests.program import AT_HOME
from tests.waiting import PATIENCE_S, wait_for
from tests.window.app import START_S, App, Ending, on_screen
from tests.window.needs import needs
from tests.window.page_wait import PICTURES_SHOWN, wait_in_page
from tests.window.stub import Stub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Opener = Callable[..., App]

needs("PySide6.QtWebEngineWidgets")
pytestmark = pytest.mark.window
PAGE = (0x1A, 0x5A, 0x96)
"""The colour of the stub's page."""
EMPTY_PAGE = "<!doctype html><title>Empty</title><body></body>"


def close_one(open_window: Opener, **options: Any) -> None:
    """Open a window on the stub's page, and close it when it can be seen."""
    with Stub() as stub:
        app = open_window(stub, **options)
        app.page().wait_for_selector("#ready")
        wait_for(lambda: app.ask("look", "visible") and not app.ask("look", "covered"))
        assert app.quit().code == 0


def middle(app: App) -> tuple[int, ...]:
    """Return the colour in the middle of the window."""
    return tuple(app.ask("look", "middle"))


def is_like(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 8 for a, b in zip(one, other, strict=True))


def test_the_next_start_shows_it_before_there_is_a_page(open_window: Opener, tmp_path: Path) -> None:
    close_one(open_window)
    with Image.open(tmp_path / "state.jpg") as kept:
        assert is_like(kept.getpixel((kept.width // 2, kept.height // 2)), PAGE)  # type: ignore[arg-type]
    with Stub({"/": EMPTY_PAGE}, delay=START_S) as stub:
        app = open_window(stub)
        wait_for(stub.boots, START_S, app.text)
        assert wait_for(lambda: app.ask("look", "visible"))
        assert is_like(middle(app), PAGE)
        assert app.ask("look", "covered")
        stub.delay.set()
        wait_for(lambda: app.ask("look", "title") == "Empty")
        assert app.ask("look", "covered")  # its document is there, but nothing is painted
        app.page().evaluate("document.body.textContent = 'here'")
        wait_for(lambda: not app.ask("look", "covered"), PATIENCE_S)
        assert not is_like(middle(app), PAGE)


def test_a_window_of_another_size_shows_none_of_it(open_window: Opener, tmp_path: Path) -> None:
    close_one(open_window)
    with Stub({"/": EMPTY_PAGE}, delay=START_S) as stub:
        app = open_window(stub, env=on_screen(tmp_path / "small.json", 900, 700))
        wait_for(stub.boots, START_S, app.text)
        wait_for(lambda: app.ask("look", "visible"))
        assert not is_like(middle(app), PAGE)


@pytest.mark.parametrize("damage", [b"", b"no picture", b"\xff\xd8\xff"])
def test_a_damaged_one_is_none(open_window: Opener, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "state.jpg").write_bytes(damage)
    close_one(open_window)
    assert Image.open(tmp_path / "state.jpg").size > (400, 300)


def test_one_of_a_desktop_that_looked_otherwise_is_none(open_window: Opener, tmp_path: Path) -> None:
    out = BytesIO()
    Image.new("RGB", (1200, 800), PAGE).save(out, "JPEG", comment="Description: 2 Dark xx")
    (tmp_path / "state.jpg").write_bytes(out.getvalue())
    with Stub({"/": EMPTY_PAGE}, delay=START_S) as stub:
        app = open_window(stub)
        wait_for(stub.boots, START_S, app.text)
        assert app.ask("look", "visible") is False


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., App]]:
    running: list[App] = []

    def begin(*words: str | Path) -> App:
        command = [sys.executable, str(AT_HOME), "--data-dir", str(tmp_path / "data"), *map(str, words)]
        running.append(App(command, tmp_path / f"app{len(running)}.log"))
        return running[-1].__enter__()

    yield begin
    for app in running:
        app.__exit__()


@pytest.mark.parametrize("covered_by", ["nothing", "a selection", "a menu", "a photo", "the settings"])
def test_shoebox_keeps_it_of_its_photos_alone_and_once(
    start: Callable[..., App], tmp_path: Path, covered_by: str
) -> None:
    photos = tmp_path / "photos"
    for number in range(6):
        save(photos / f"p{number}.jpg", picture(900, 600, hue=number * 40))
    kept = tmp_path / "data" / "last-window.jpg"
    app = start(photos)
    wait_in_page(app.page(), f"{PICTURES_SHOWN} === 6")
    assert app.quit() == Ending(0, [])
    app = start()
    page = app.page()
    wait_in_page(page, f"{PICTURES_SHOWN} === 6")
    assert not kept.exists()  # it served, or nothing was kept: a start that crashes shows none again
    if covered_by == "a selection":
        page.keyboard.press("Control+a")
        page.locator(".cell[aria-selected=true]").first.wait_for()
    if covered_by == "a menu":
        page.locator("#sort").click()
        page.get_by_role("menu").wait_for()
    if covered_by == "a photo":
        page.locator(".cell").first.click()
        page.locator(".viewer").wait_for()
    if covered_by == "the settings":
        page.evaluate("location.hash = '#/settings'")
        page.locator("#settings").wait_for()
    assert app.quit() == Ending(0, [])
    assert kept.exists() is (covered_by == "nothing"), app.text()


def test_what_is_named_is_shown_without_it(start: Callable[..., App], tmp_path: Path) -> None:
    """And nothing that reads the data folder leaves it: the library may look otherwise then."""
    kept = tmp_path / "data" / "last-window.jpg"
    kept.parent.mkdir(mode=0o700)
    kept.write_bytes(b"of before")
    save(tmp_path / "photos" / "p.jpg")
    wait_in_page(start(tmp_path / "photos").page(), f"{PICTURES_SHOWN} === 1")
    assert not kept.exists()
