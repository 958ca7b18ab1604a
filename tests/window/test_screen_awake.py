"""The screen stays awake while a video plays in the window, and no longer: what the desktop is asked, and when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.imaging.playable_videos import motion_jpeg_avi, plain
from tests.waiting import wait_for
from tests.window.bus import Bus
from tests.window.needs import needs
from tests.window.stub import Stub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.window.app import App
    from tests.window.bus import Peer

needs("PySide6.QtDBus")
needs("PySide6.QtMultimediaWidgets")
pytestmark = [pytest.mark.window, pytest.mark.skipif("sys.platform != 'linux'", reason="asked over D-Bus")]
SAVER = "org.freedesktop.ScreenSaver"


@pytest.fixture
def saver(tmp_path: Path) -> Iterator[tuple[Bus, Peer]]:
    """A bus, and the desktop's screen saver on it."""
    with Bus(tmp_path) as bus, bus.peer(SAVER) as peer:
        peer.answers["Inhibit"] = lambda *_: ("u", [7])
        yield bus, peer


@pytest.fixture
def app(open_window: Callable[..., App], saver: tuple[Bus, Peer]) -> Iterator[App]:
    with Stub() as stub:
        opened = open_window(stub, env=saver[0].env)
        opened.page().wait_for_selector("#ready")
        wait_for(lambda: opened.ask("look", "visible"))
        yield opened


def asked(peer: Peer) -> list[list[Any]]:
    return [arguments for member, arguments in peer.calls if member == "Inhibit"]


def test_a_video_that_plays_keeps_it_awake_until_it_is_paused_or_left(
    app: App, saver: tuple[Bus, Peer], tmp_path: Path
) -> None:
    _, peer = saver
    film = tmp_path / "film.avi"
    film.write_bytes(motion_jpeg_avi([plain((number % 256, 80, 160)) for number in range(300)]))
    app.tell("play_in_window", str(film), 100, False)
    wait_for(lambda: asked(peer) == [["Shoebox", "Shows a video"]], why=app.text)
    assert len(peer.callers) == 1
    app.ask("press", "Space")
    wait_for(lambda: not peer.callers)
    app.ask("press", "Space")
    wait_for(lambda: len(peer.callers) == 1)
    app.ask("press", "Escape")
    wait_for(lambda: not peer.callers)
    assert len(asked(peer)) == 2
    assert app.quit().code == 0


def test_what_the_page_plays_does_so_too_while_the_window_is_seen(app: App, saver: tuple[Bus, Peer]) -> None:
    _, peer = saver
    app.ask("awake", True)
    wait_for(lambda: len(peer.callers) == 1)
    app.ask("minimise")
    wait_for(lambda: not peer.callers)
    app.ask("raise_")
    wait_for(lambda: len(peer.callers) == 1)
    app.ask("awake", False)
    wait_for(lambda: not peer.callers)
    assert app.quit().code == 0


def test_a_page_whose_process_dies_keeps_nothing_awake(app: App, saver: tuple[Bus, Peer]) -> None:
    _, peer = saver
    app.ask("awake", True)
    wait_for(lambda: len(peer.callers) == 1)
    needs("psutil").Process(app.ask("look", "renderer")).kill()
    wait_for(lambda: not peer.callers)


def test_a_program_that_is_killed_keeps_nothing_awake(app: App, saver: tuple[Bus, Peer]) -> None:
    _, peer = saver
    app.ask("awake", True)
    wait_for(lambda: len(peer.callers) == 1)
    app.process.kill()
    wait_for(lambda: not peer.callers)
