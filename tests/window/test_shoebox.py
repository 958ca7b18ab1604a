"""Shoebox itself in its window: the main job, the second start, and an end that leaves nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.ending import ENDING_SIGNALS, ask_to_end
from tests.pictures import picture, save
from tests.program import AT_HOME
from tests.waiting import wait_for
from tests.window.app import ROOT, App, Ending
from tests.window.needs import needs
from tests.window.page_wait import LARGE_PICTURE_SHOWN, PICTURES_SHOWN, wait_in_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


needs("PySide6.QtWebEngineWidgets")
pytestmark = pytest.mark.window


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    for number in range(6):
        save(folder / f"p{number}.jpg", picture(900, 600, hue=number * 40))
    return folder


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., App]]:
    running: list[App] = []

    def begin(*paths: Path, devtools: bool = True) -> App:
        command = [sys.executable, str(AT_HOME), "--data-dir", str(tmp_path / "data"), *map(str, paths)]
        app = App(command, tmp_path / f"app{len(running)}.log", devtools=devtools)
        running.append(app)
        return app.__enter__()

    yield begin
    for app in running:
        app.__exit__()


def test_a_folder_named_on_the_command_line_is_looked_at(start: Callable[..., App], photos: Path) -> None:
    app = start(photos)
    page = app.page()
    wait_in_page(page, f"{PICTURES_SHOWN} === 6")
    assert page.title().startswith("photos")
    page.locator(".cell").first.click()
    wait_in_page(page, LARGE_PICTURE_SHOWN)
    assert app.quit() == Ending(0, [])
    assert "Traceback" not in app.text()


def test_first_run_says_how_to_begin(start: Callable[..., App]) -> None:
    page = start().page()
    page.get_by_text("Your photos, where they already are").wait_for()


def test_what_is_copied_in_appears_and_what_is_removed_goes(start: Callable[..., App], photos: Path) -> None:
    page = start(photos).page()
    wait_in_page(page, "document.querySelectorAll('.cell img').length === 6")
    shutil.copy(photos / "p0.jpg", photos / "new.jpg")
    wait_in_page(page, "document.querySelectorAll('.cell img').length === 7")
    (photos / "new.jpg").unlink()
    (photos / "p1.jpg").unlink()
    wait_in_page(page, "document.querySelectorAll('.cell img').length === 5")


def test_a_second_start_hands_over_its_folder_and_ends(start: Callable[..., App], photos: Path, tmp_path: Path) -> None:
    page = start(photos).page()
    wait_in_page(page, "document.querySelectorAll('.cell img').length === 6")
    other = tmp_path / "other"
    save(other / "o.jpg")
    second = start(other, devtools=False)
    assert second.process.wait(60) == 0
    wait_in_page(page, "document.title.startsWith('other')")
    wait_in_page(page, "document.querySelectorAll('.cell img').length === 1")


def roots(data: Path) -> set[str]:
    found = data / "settings.json"
    return (
        {root["path"] for root in json.loads(found.read_text(encoding="utf-8"))["roots"]} if found.exists() else set()
    )


def test_two_starts_at_once_are_one_window_with_both_folders(
    start: Callable[..., App], photos: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    save(other / "o.jpg")
    both = [start(photos), start(other)]
    ended = wait_for(lambda: [app for app in both if app.process.poll() is not None], why=both[0].text)
    assert [app.process.returncode for app in ended] == [0]
    left = both[1 - both.index(ended[0])]
    left.page().wait_for_selector(".cell img")
    wait_for(lambda: roots(tmp_path / "data") == {str(photos), str(other)})
    assert left.quit() == Ending(0, [])


def test_a_start_while_the_first_one_closes_has_its_window(
    start: Callable[..., App], photos: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    save(other / "o.jpg")
    first = start(photos)
    wait_for(lambda: first.debuggable() and roots(tmp_path / "data") == {str(photos)}, why=first.text)
    ask_to_end(first.process)
    second = start(other)
    wait_in_page(second.page(), "document.title.startsWith('other')")
    assert first.process.wait(60) == 0
    wait_for(lambda: roots(tmp_path / "data") == {str(photos), str(other)})


def test_index_and_serve_beside_it_end_with_a_sentence(start: Callable[..., App], photos: Path, tmp_path: Path) -> None:
    page = start(photos).page()
    page.wait_for_selector(".cell img")
    for command in ("index", "serve"):
        words = [sys.executable, "main.py", command, "--data-dir", str(tmp_path / "data")]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 1
        assert done.stderr.startswith("shoebox: Another Shoebox is using the data folder")


def test_it_goes_on_where_it_was_left(start: Callable[..., App], photos: Path, tmp_path: Path) -> None:
    save(photos / "inner" / "i.jpg")
    app = start(photos)
    wait_in_page(app.page(), "document.querySelectorAll('.cell img').length === 7")
    app.page().get_by_text("inner", exact=True).click()
    wait_in_page(app.page(), "document.title.startsWith('inner')")
    view = tmp_path / "data" / "settings.json"
    wait_for(lambda: json.loads(view.read_text(encoding="utf-8"))["view"]["folder"] not in (None, 1))
    assert app.quit().code == 0
    again = start().page()
    wait_in_page(again, "document.title.startsWith('inner')")


def test_what_is_being_written_when_the_window_closes_is_kept(start: Callable[..., App], photos: Path) -> None:
    app = start(photos)
    app.page().locator(".cell img").first.click()
    wait_in_page(app.page(), LARGE_PICTURE_SHOWN)
    app.page().keyboard.press("i")
    app.page().get_by_role("textbox", name="Caption").fill("Not left yet")
    assert app.quit() == Ending(0, [])
    again = start().page()  # with the photo and the panel, which were remembered by less than a second
    wait_in_page(again, "document.querySelector('.panel [aria-label=Caption]')?.value === 'Not left yet'")


@pytest.mark.parametrize("number", ENDING_SIGNALS)
def test_a_signal_ends_it_cleanly_while_it_works(
    start: Callable[..., App], photos: Path, tmp_path: Path, number: int
) -> None:
    for copy in range(400):
        os.link(photos / "p0.jpg", photos / f"copy{copy}.jpg")
    app = start(photos)
    app.page().wait_for_selector(".cell img")
    assert app.quit(number) == Ending(0, [])
    assert not (tmp_path / "data" / "handover").exists()


def test_the_environment_opens_no_door(
    start: Callable[..., App], photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    psutil = needs("psutil")
    monkeypatch.setenv("QTWEBENGINE_REMOTE_DEBUGGING", "127.0.0.1:9222")
    app = start(photos, devtools=False)
    process = psutil.Process(app.process.pid)
    listening = wait_for(lambda: [line.laddr for line in process.net_connections("tcp") if line.status == "LISTEN"])
    assert len(listening) == 1
    assert listening[0].ip == "127.0.0.1"
    assert app.quit().code == 0
