"""The life of the window: how it comes, what it shows, how it ends."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from gallery.desktop.placement import FRAME, TITLE_BAR
from gallery.desktop.theme import DARK, LIGHT
from tests.ending import ENDING_SIGNALS, KILLED, ask_to_end
from tests.waiting import PATIENCE_S, wait_for
from tests.window.app import START_S, App, Ending, answers, free_port, on_screen, psutil
from tests.window.stub import Stub

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.window
Opener = Callable[..., App]


@pytest.mark.parametrize("number", ENDING_SIGNALS)
def test_a_signal_ends_it_with_nothing_left(open_window: Opener, number: int) -> None:
    with Stub() as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        assert app.quit(number) == Ending(0, []), app.text()
    assert app.heard("threads") == [["MainThread"]]
    assert app.heard("widgets") == [[]], "another thread's garbage collector would delete them, at which Qt aborts"
    assert "Traceback" not in app.text()


def test_the_window_has_the_colour_of_the_page_until_the_page_is_drawn(open_window: Opener) -> None:
    with Stub(delay=PATIENCE_S) as stub:
        app = open_window(stub)
        assert wait_for(lambda: app.ask("look", "covered"), why=app.text)[0] in (LIGHT, DARK)
        stub.delay.set()
        app.page().wait_for_selector("#ready")
        wait_for(lambda: app.ask("look", "visible") and not app.ask("look", "covered"))
        assert app.quit().code == 0


def test_a_signal_before_the_window_is_there_ends_it_too(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub, devtools=False)
        wait_for(lambda: psutil.Process(app.process.pid).num_threads() > 3, why=app.text)
        ask_to_end(app.process)
        assert app.process.wait(PATIENCE_S) in (0, KILLED), app.text()


def test_close_from_another_thread_ends_it(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        helpers = app.helpers()
        app.tell("close")
        assert app.ended(helpers) == Ending(0, []), app.text()


@pytest.mark.parametrize("key", ["Q", "W"])
def test_ctrl_q_and_ctrl_w_close_it(open_window: Opener, key: str) -> None:
    with Stub() as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        wait_for(lambda: app.ask("look", "visible"))
        helpers = app.helpers()
        app.tell("shortcut", key)
        assert app.ended(helpers) == Ending(0, []), app.text()


def test_an_open_dialog_does_not_hold_the_end(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        app.tell("choose_folder")
        wait_for(lambda: app.ask("look", "dialog"))
        assert app.ask("choose_folder") is None  # a second dialog is not opened
        assert app.quit() == Ending(0, []), app.text()


def test_the_title_is_the_page_s(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        assert wait_for(lambda: app.ask("look", "title") == "Shoebox test" or None)
        app.page().evaluate("document.title = 'Ördner 1'")
        assert wait_for(lambda: app.ask("look", "title") == "Ördner 1" or None)
        app.page().evaluate("document.title = ''")  # Chromium then offers the address
        assert wait_for(lambda: app.ask("look", "title") == "Shoebox" or None)


def test_it_is_hidden_until_there_is_something_to_see(open_window: Opener) -> None:
    with Stub(delay=30) as stub:
        app = open_window(stub)
        wait_for(stub.boots, START_S, app.text)
        assert app.ask("look", "visible") is False
        stub.delay.set()
        assert wait_for(lambda: app.ask("look", "visible"))


def test_it_comes_after_three_seconds_whatever_happens(open_window: Opener) -> None:
    with Stub(delay=30) as stub:
        app = open_window(stub)
        wait_for(stub.boots, START_S, app.text)
        assert wait_for(lambda: app.ask("look", "visible"), 20)
        assert not stub.delay.is_set(), "its page has not arrived"


def test_size_and_place_come_back(open_window: Opener, tmp_path: Path) -> None:
    seen: list[object] = []
    for _ in range(3):
        with Stub() as stub:
            app = open_window(stub)
            app.page().wait_for_selector("#ready")
            if not seen:
                app.ask("place", 123, 87, 640, 500)
            seen.append(app.ask("look", "place"))
            assert app.quit().code == 0
    assert seen == [[123, 87, 640, 500]] * 3
    base64.b64decode((tmp_path / "state").read_text(encoding="utf-8"), validate=True)


def test_it_fits_on_its_screen_with_its_title_bar(open_window: Opener, tmp_path: Path) -> None:
    """Also where it is larger than that, as it comes or as it was on another screen."""
    seen = []
    for width, height in ((1920, 1200), (1366, 768), (1024, 600), (800, 600), (1366, 768)):
        with Stub() as stub:
            app = open_window(stub, env=on_screen(tmp_path / "screen.json", width, height))
            app.page().wait_for_selector("#ready")
            left, top, across, down = app.ask("look", "place")
            assert left >= 0, (width, height)
            assert top >= TITLE_BAR, (width, height)
            assert left + across <= width
            assert top + down <= height
            seen.append((across, down))
            assert app.quit().code == 0
    assert seen[0] == (1200, 800)
    assert seen[3] == (800 - 2 * FRAME, 600 - TITLE_BAR - FRAME)


@pytest.mark.parametrize("text", ["", "not base64 ✗", "AAAA"])
def test_a_damaged_place_is_no_obstacle(open_window: Opener, tmp_path: Path, text: str) -> None:
    (tmp_path / "state").write_text(text, encoding="utf-8")
    with Stub() as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        assert app.quit().code == 0


def test_maximised_comes_back_from_full_screen_and_from_a_restart(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        app.ask("maximise")
        assert app.ask("fullscreen") is True
        assert app.ask("look", "state") == ["full", "maximised"]
        assert app.ask("fullscreen", True) is True
        assert app.ask("fullscreen", False) is False
        assert app.ask("look", "state") == ["maximised"]
        assert app.ask("fullscreen", None) is True
        assert app.quit().code == 0
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        assert app.ask("look", "state") == ["maximised"]


def test_raise_brings_it_back_from_the_taskbar(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        app.ask("minimise")
        assert app.ask("look", "state") == ["minimised"]
        app.tell("raise_")
        assert wait_for(lambda: app.ask("look", "state") == [] or None)
        assert app.heard("focus")


def test_a_crashed_page_is_booted_again_three_times_a_minute(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        killed: list[int] = []
        for times in (1, 2, 3, 4):
            killed.append(wait_for(lambda: app.ask("look", "renderer") not in killed and app.ask("look", "renderer")))
            psutil.Process(killed[-1]).kill()
            wait_for(lambda: app.text().count("The page is loaded anew in") == times, why=app.text)  # noqa: B023
            wait_for(lambda: times == 4 or len(stub.boots()) == times + 1, why=app.text)  # noqa: B023
        waits = [int(wait) for wait in re.findall(r"loaded anew in (\d+) s", app.text())]
        assert waits[:3] == [0, 0, 0]
        assert waits[3] > 10, "the fourth has to wait"
        assert stub.boots() == [f"GET /boot/{number}" for number in (1, 2, 3, 4)]
        assert app.quit() == Ending(0, [])


def test_the_debugging_port_opens_by_the_argument_only(open_window: Opener) -> None:
    port = free_port()
    doors = {
        "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{port}",
        "QTWEBENGINE_CHROMIUM_FLAGS": f"--remote-debugging-port={port}",
    }
    with Stub() as stub:
        app = open_window(stub, env=doors, devtools=False)
        wait_for(
            lambda: app.ask("look", "visible"), why=app.text
        )  # the page is there: a debugger would have been before
        listening = [one for one in psutil.Process(app.process.pid).net_connections("all") if one.status == "LISTEN"]
        assert not listening
        assert not answers(port)
        assert "drive the window" not in app.text()
        assert app.quit() == Ending(0, [])

        app = open_window(stub, env=doors)
        app.page().wait_for_selector("#ready")
        listening = [one for one in psutil.Process(app.process.pid).net_connections("inet") if one.status == "LISTEN"]
        assert [tuple(one.laddr) for one in listening] == [("127.0.0.1", app.port)]
        assert "drive the window" in app.text()


def test_nothing_is_written_to_the_home_folder(open_window: Opener, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    hidden = {"HOME": str(home), "XDG_CACHE_HOME": "", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""}
    with Stub() as stub:
        app = open_window(stub, env=hidden)
        app.page().wait_for_selector("#ready")
        app.page().evaluate("localStorage.a = 1; sessionStorage.a = 1; document.cookie = 'a=1'")
        assert app.quit() == Ending(0, [])
    pictures = [str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()]
    assert not [name for name in pictures if "fontconfig" not in name and "mesa" not in name], pictures
