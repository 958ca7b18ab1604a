"""Videos that the window plays in place of the page: how they begin, keys, and that their end leaves nothing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.imaging.playable_videos import halves, motion_jpeg_avi, motion_jpeg_mov, plain
from tests.waiting import wait_for
from tests.window.app import App, Ending
from tests.window.needs import needs
from tests.window.stub import Stub

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

needs("PySide6.QtMultimediaWidgets")
pytestmark = pytest.mark.window
Opener = Callable[..., App]
SECONDS = 30
FFMPEG_LINE = re.compile(r"^\[\w+ @ 0x|^ALSA lib|^Input #", re.MULTILINE)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A video without sound."""
    path = tmp_path / "film.avi"
    path.write_bytes(motion_jpeg_avi([plain((position % 256, 80, 160)) for position in range(SECONDS * 10)]))
    return path


@pytest.fixture
def app(open_window: Opener) -> Iterator[App]:
    with Stub() as stub:
        opened = open_window(stub)
        opened.page().wait_for_selector("#ready")
        yield opened


def shown(app: App) -> dict[str, Any]:
    """What the player shows, once it is seen."""
    found: dict[str, Any] = wait_for(lambda: app.ask("player"), why=app.text)
    return found


def start(app: App, film: Path, volume: int = 100, *, muted: bool = False) -> dict[str, Any]:
    app.tell("play_in_window", str(film), volume, muted)
    return shown(app)


def ends(app: App) -> list[dict[str, Any]]:
    return [line["answer"] for line in app.said() if line.get("done") == "play_in_window"]


def ended(app: App, count: int = 1) -> dict[str, Any]:
    """How the video has ended that was played last, of so many."""
    wait_for(lambda: len(ends(app)) >= count, why=app.text)
    return ends(app)[-1]


def is_open(app: App, film: Path) -> bool:
    """Whether the program has the file open."""
    return str(film) in [one.path for one in process_of(app).open_files()]


def process_of(app: App) -> Any:
    return needs("psutil").Process(app.process.pid)


def waits_for(app: App, name: str, value: object) -> None:
    wait_for(lambda: (app.ask("player") or {}).get(name) == value, why=app.text)


def paused(app: App) -> int:
    """Pause, and return the position."""
    app.ask("press", "Space")
    waits_for(app, "playing", value=False)
    return int(shown(app)["at"])


def test_it_plays_in_place_of_the_page_and_escape_goes_back(app: App, film: Path) -> None:
    seen = start(app, film)
    assert seen["buttons"] == ["Back (Esc)", "Pause (Space)", "Mute (M)", "Full screen (F)"]
    assert seen["focus"], "keys are its own"
    wait_for(lambda: shown(app)["at"] > 0)
    assert is_open(app, film)
    app.ask("press", "Escape")
    assert ended(app) == {"reason": "back", "volume": 100, "muted": False, "fullscreen": False}
    assert app.ask("player") is None
    assert not is_open(app, film)
    assert app.page().evaluate("document.title") == "Shoebox test", "the page was not loaded anew"


def test_keys_pause_seek_and_step(app: App, film: Path) -> None:
    start(app, film)
    wait_for(lambda: shown(app)["duration"] == SECONDS * 1000)
    before = paused(app)
    app.ask("press", "Right")
    wait_for(lambda: abs(shown(app)["at"] - before - 5000) <= 100, why=lambda: str(shown(app)))
    app.ask("press", "Left")
    wait_for(lambda: abs(shown(app)["at"] - before) <= 100)
    app.ask("press", "Period")
    wait_for(lambda: 50 <= shown(app)["at"] - before <= 250)
    app.ask("press", "Space")
    waits_for(app, "playing", value=True)
    app.ask("press", "Comma")
    waits_for(app, "playing", value=False)


def test_a_slider_goes_there(app: App, film: Path) -> None:
    start(app, film)
    wait_for(lambda: shown(app)["duration"] == SECONDS * 1000)
    app.ask("drag_slider", 0.8)
    wait_for(lambda: shown(app)["at"] > SECONDS * 700)


def test_sound_is_as_it_was_and_is_told_in_the_end(app: App, film: Path) -> None:
    assert start(app, film, 40, muted=True)["volume"] == 0
    app.ask("press", "M")
    waits_for(app, "volume", 40)
    assert shown(app)["gain"] == pytest.approx(0.16)
    app.ask("press", "M")
    waits_for(app, "volume", 0)
    app.ask("press", "Escape")
    assert (ended(app)["volume"], ended(app)["muted"]) == (40, True)


@pytest.mark.parametrize(
    ("key", "reason"), [(("PageDown",), "next"), (("Left", "ShiftModifier"), "previous"), (("Down",), "next")]
)
def test_the_neighbour_is_one_key_away(app: App, film: Path, key: Sequence[str], reason: str) -> None:
    start(app, film)
    app.ask("press", *key)
    assert ended(app)["reason"] == reason


def test_full_screen_is_left_first(app: App, film: Path) -> None:
    start(app, film)
    app.ask("press", "F")
    waits_for(app, "full", value=True)
    app.ask("press", "Escape")
    waits_for(app, "full", value=False)
    assert ends(app) == []
    app.ask("press", "F")
    app.ask("press", "PageUp")
    assert ended(app)["fullscreen"]


@pytest.mark.parametrize("act", [("press", "M"), ("press_video",)])
def test_the_bars_go_while_it_plays_and_come_with_a_key_and_a_press(app: App, film: Path, act: Sequence[str]) -> None:
    app.ask("place", 100, 100, 640, 480)  # away from the pointer: a bar below it stays
    seen = start(app, film)
    assert seen["bars"]
    assert not seen["deaf"], "what lies below the pointer hears its moves"
    waits_for(app, "bars", value=False)
    app.ask(*act)
    waits_for(app, "bars", value=True)


def test_at_its_end_it_stays_and_space_begins_anew(app: App, film: Path) -> None:
    start(app, film)
    wait_for(lambda: shown(app)["duration"] == SECONDS * 1000)
    app.ask("drag_slider", 0.98)
    wait_for(lambda: not shown(app)["playing"] and shown(app)["at"] == shown(app)["duration"])
    assert shown(app)["bars"]
    app.ask("press", "Space")
    wait_for(lambda: shown(app)["playing"] and shown(app)["at"] < SECONDS * 500)
    assert shown(app)["blanks"] == 0, "the last frame stayed, without black in between"


def test_it_keeps_its_shape_upright(app: App, tmp_path: Path) -> None:
    turned = tmp_path / "turned.mov"
    turned.write_bytes(motion_jpeg_mov([halves((200, 0, 0), (0, 0, 200))] * 100, turn=90))
    start(app, turned)
    wait_for(lambda: shown(app)["video"][3] > shown(app)["video"][2])
    left, top, width, height = shown(app)["video"]
    assert width / height == pytest.approx(96 / 160, rel=0.01)
    room = shown(app)["stage"]
    assert (top, height) == (0, room[3]), "it fills the room"
    assert left == pytest.approx((room[2] - width) / 2, abs=1)


def test_what_is_no_video_is_not_shown(app: App, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.avi"
    wrong.write_bytes(b"RIFF\xff\0\0\0AVI LIST" + bytes(5000))
    app.tell("play_in_window", str(wrong), 100, False)
    assert ended(app)["reason"] == "failed"
    assert app.ask("player") is None
    assert not is_open(app, wrong)


def test_a_damaged_one_is_played_as_far_as_it_goes_without_a_word(app: App, film: Path) -> None:
    data = bytearray(film.read_bytes())
    for place in range(5000, len(data) // 2, 97):
        data[place] ^= 0xFF
    film.write_bytes(data)
    start(app, film)
    wait_for(lambda: shown(app)["at"] > 500)
    app.ask("press", "Escape")
    ended(app)
    assert not FFMPEG_LINE.search(app.text())


def test_it_ends_when_nobody_waits_for_its_end_any_more(app: App, film: Path) -> None:
    start(app, film)
    app.ask("hang_up")
    assert ended(app)["reason"] == "back"
    assert app.ask("player") is None
    assert not is_open(app, film)


def test_the_next_one_takes_the_place(app: App, film: Path) -> None:
    start(app, film)
    app.tell("play_in_window", str(film), 100, False)
    assert ended(app)["reason"] == "back"
    shown(app)
    app.ask("press", "Escape")
    assert ended(app, 2)["reason"] == "back"


def test_one_after_the_other_leaves_nothing(app: App, film: Path) -> None:
    """The first one loads Qt's part for videos; the others may leave no thread and no file."""
    for count in range(1, 7):
        start(app, film)
        app.ask("press", "Escape")
        ended(app, count)
        if count == 2:
            threads = process_of(app).num_threads()
    wait_for(lambda: process_of(app).num_threads() <= threads + 2)
    assert not is_open(app, film)


@pytest.mark.parametrize("way", ["signal", "close"])
def test_closing_while_it_plays_leaves_nothing(app: App, film: Path, way: str) -> None:
    start(app, film)
    helpers = app.helpers()
    if way == "signal":
        assert app.quit() == Ending(0, []), app.text()
    else:
        app.tell("close")
        assert app.ended(helpers) == Ending(0, []), app.text()
    assert app.heard("threads") == [["MainThread"]]
    assert app.heard("widgets") == [[]]
    assert "Traceback" not in app.text()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists the sockets of a process so")
def test_what_a_file_names_is_not_opened(app: App, tmp_path: Path) -> None:
    """A session description in a file has FFmpeg listen to the network, if protocols are allowed to it."""
    port = 50_500 + os.getpid() % 500 * 2
    lines = ("v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=x", "c=IN IP4 127.0.0.1", "t=0 0")
    text = "\n".join((*lines, f"m=video {port} RTP/AVP 96", "a=rtpmap:96 H264/90000", ""))
    file = tmp_path / "call.ts"
    file.write_text(text, encoding="utf-8")
    app.tell("play_in_window", str(file), 100, False)
    assert ended(app)["reason"] == "failed"
    assert port not in [one.laddr.port for one in process_of(app).net_connections("udp") if one.laddr]
