"""Whoever has the window play a video waits for its end, and may go away meanwhile."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

from gallery.base.playback import Playback, PlaybackEnd
from tests.window.needs import needs

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

window_player = needs("gallery.desktop.window_player")
PLAYBACK = Playback("Monday", "3 of 7", 40, muted=True, dark=False)


class Gui:
    """A GUI thread that does everything at once."""

    def call(self, work: Callable[[], Any]) -> Any:
        return work()

    post = call


class Player:
    """Plays until it is left."""

    def __init__(self) -> None:
        self.started = 0

    def start(self, _file: object, _playback: Playback, _ended: Future[PlaybackEnd]) -> None:
        self.started += 1

    def leave(self, ended: Future[PlaybackEnd]) -> None:
        ended.set_result(PlaybackEnd("back", 70, muted=False, fullscreen=True))


def play(player: Player | None, is_gone: Callable[[], bool]) -> tuple[PlaybackEnd, bool]:
    """Return how it has ended, and whether the file is closed."""
    file = io.BytesIO(b"video")
    end = window_player.play_and_wait(Gui(), lambda: player, file, PLAYBACK, is_gone)
    return cast("PlaybackEnd", end), file.closed


def test_who_goes_away_before_it_begins_sees_none_of_it() -> None:
    player = Player()
    assert play(player, lambda: True) == (PlaybackEnd("back", 40, muted=True, fullscreen=False), True)
    assert player.started == 0


def test_who_goes_away_while_it_plays_ends_it() -> None:
    player, answers = Player(), iter([False, False, True])
    assert play(player, lambda: next(answers)) == (PlaybackEnd("back", 70, muted=False, fullscreen=True), True)
    assert player.started == 1


def test_without_a_window_it_ends_at_once() -> None:
    assert play(None, lambda: False) == (PlaybackEnd("back", 40, muted=True, fullscreen=False), True)
