"""Videos over the real server: their files in parts, and the window that plays one in place of the page."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

from gallery.base.events import EventHub
from gallery.base.playback import Playback, PlaybackEnd
from gallery.local_server import open_local_server
from gallery.web.desktop_protocol import NoDesktop
from gallery.web.picture_response import IMMUTABLE
from tests.imaging.playable_videos import motion_jpeg_avi, plain, vp8_webm
from tests.waiting import wait_for
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home

FILM = vp8_webm([(200, 80, position) for position in range(30)])
PLAY = {"action": "play", "volume": 70, "muted": False, "title": "Monday", "place": "1 of 3", "dark": True}
FOUR_GIGABYTES = 4 << 30


@pytest.fixture
def film(home: Home, folder: Callable[..., Path]) -> int:
    """The id of a video."""
    folder({"film.webm": FILM})
    return home.id("film.webm")


def test_a_video_is_sent_as_it_lies_in_parts(client: ApiClient, film: int) -> None:
    target = f"/media/KEY/video/{film}"
    whole = client.ask(target)
    assert (whole.status, whole.headers["Content-Type"], whole.body) == (200, "video/webm", FILM)
    assert whole.headers["Accept-Ranges"] == "bytes"
    part = client.ask(target, Range="bytes=100-199")
    assert (part.status, part.body) == (206, FILM[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(FILM)}"
    version = client.ask(f"/api/photos/{film}").json()["version"]
    assert client.ask(f"{target}?v={version}").headers["Cache-Control"] == IMMUTABLE
    assert "sandbox" in whole.headers["Content-Security-Policy"]


def test_only_videos_are_sent_there(client: ApiClient, film: int, folder: Callable[..., Path], home: Home) -> None:
    assert client.ask(f"/media/KEY/video/{home.id('p0.jpg')}").code == "not_found"
    assert client.ask("/media/KEY/video/999999").code == "not_found"
    assert client.ask(f"/media/KEY/original/{film}").headers["Content-Type"] == "image/jpeg", "a poster"


def test_a_file_that_is_no_video_any_more_is_not_sent(
    home: Home, client: ApiClient, folder: Callable[..., Path]
) -> None:
    path = folder({"later.webm": FILM}, "later") / "later.webm"
    film = home.id("later.webm")
    path.write_bytes(b"#EXTM3U\nhttp://127.0.0.1/x\n")
    assert client.ask(f"/media/KEY/video/{film}").code == "not_found"


@pytest.fixture
def long_film(home: Home, folder: Callable[..., Path]) -> Iterator[int]:
    """The id of a video of four gigabytes, a hole that takes no room on the disk and that the index does not read."""
    path = folder({"long.webm": FILM}, "long") / "long.webm"
    film = home.id("long.webm")
    home.harness.library.indexer.pause(True)
    with path.open("r+b") as file:
        file.seek(FOUR_GIGABYTES - 4)
        file.write(b"end.")
    yield film
    path.unlink()
    home.harness.library.indexer.pause(False)


def test_four_gigabytes_are_reached_by_their_parts(client: ApiClient, long_film: int) -> None:
    part = client.ask(f"/media/KEY/video/{long_film}", Range=f"bytes={FOUR_GIGABYTES - 4}-")
    assert (part.status, part.body) == (206, b"end.")
    head = client.ask(f"/media/KEY/video/{long_film}", "HEAD")
    assert head.headers["Content-Length"] == str(FOUR_GIGABYTES)


class PlayingWindow(NoDesktop):
    """A window that has played all that it is given."""

    available = True

    def __init__(self) -> None:
        self.played: list[tuple[bytes, Playback]] = []
        self.plays_on = False
        """Until nobody waits for the end any more."""
        self.is_left = False
        self.awake: list[bool] = []

    def keep_awake(self, *, on: bool) -> None:
        self.awake.append(on)

    def play_in_window(self, file: BinaryIO, playback: Playback, is_gone: Callable[[], bool]) -> PlaybackEnd:
        with file:
            self.played.append((file.read(), playback))
        if self.plays_on:
            wait_for(is_gone)
            self.is_left = True
        return PlaybackEnd("next", 30, muted=True, fullscreen=False)


@pytest.fixture
def window(home: Home) -> Any:
    """A client of a Shoebox with a window, and the window. Its hub is its own: it is closed with its server."""
    made = PlayingWindow()
    with open_local_server(replace(home.harness.parts, hub=EventHub()), 0) as local:
        local.begin(made, lambda: None)
        yield replace(home, local=local).enter(), made


@desktop_only("a site has no window")
def test_the_window_plays_a_video_and_says_how_it_ended(
    window: tuple[ApiClient, PlayingWindow], home: Home, folder: Callable[..., Path]
) -> None:
    client, player = window
    film = motion_jpeg_avi([plain((200, 80, 10 * position)) for position in range(10)])
    folder({"film.avi": film}, "seen")
    answer = client.ask("/api/window", "POST", body={**PLAY, "photo": home.id("film.avi")})
    assert answer.json() == {"reason": "next", "volume": 30, "muted": True, "fullscreen": False}
    assert player.played == [(film, Playback("Monday", "1 of 3", 70, muted=False, dark=True))]


@desktop_only("a site has no window")
def test_the_window_is_asked_to_keep_the_screen_awake(window: tuple[ApiClient, PlayingWindow]) -> None:
    client, player = window
    for on in (True, False):
        assert client.ask("/api/window", "POST", body={"action": "awake", "on": on}).json() == {}
    assert player.awake == [True, False]


@desktop_only("a site has no window")
def test_who_hangs_up_ends_it(window: tuple[ApiClient, PlayingWindow], home: Home, folder: Callable[..., Path]) -> None:
    client, player = window
    player.plays_on = True
    folder({"left.avi": motion_jpeg_avi([plain((200, 80, 10 * position)) for position in range(10)])}, "left")
    with client.connect("/api/window", "POST", body={**PLAY, "photo": home.id("left.avi")}):
        wait_for(lambda: player.played, 60)
        assert not player.is_left
    wait_for(lambda: player.is_left)


@desktop_only("a site has no window")
def test_it_gets_only_what_the_poster_process_has_decoded(
    window: tuple[ApiClient, PlayingWindow], home: Home, folder: Callable[..., Path]
) -> None:
    client, player = window
    film = bytearray(motion_jpeg_avi([plain((200, 80, 10 * position)) for position in range(10)]))
    start = film.index(b"00dc") + 8
    film[start : film.index(b"idx1")] = os.urandom(film.index(b"idx1") - start)
    folder({"noise.avi": bytes(film)}, "noise")
    for photo in (home.id("noise.avi"), home.id("p0.jpg"), 999_999):
        assert client.ask("/api/window", "POST", body={**PLAY, "photo": photo}).code == "not_found"
    assert player.played == []


WRONG: dict[str, list[object]] = {
    "photo": ["1", 0, True, None], "volume": [101, -1, 0.5, True], "muted": [0, None], "dark": ["no"],
    "title": [7, "x" * 201], "place": [None],
}  # fmt: skip


@desktop_only("a site has no window")
@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in WRONG.items() for value in values])
def test_a_field_that_makes_no_sense_is_refused(home: Home, field: str, value: object) -> None:
    answer = home.enter().ask("/api/window", "POST", body={**PLAY, "photo": 1, field: value})
    assert (answer.status, answer.code) == (400, "bad_request")


@desktop_only("a site has no window")
def test_without_a_window_there_is_no_player(home: Home, film: int) -> None:
    client = home.enter()
    client.ask(f"/media/KEY/screen/{film}")
    assert client.ask("/api/window", "POST", body={**PLAY, "photo": film}).code == "no_window"
