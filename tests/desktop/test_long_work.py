"""What of the background work is to be shown in the task bar. That it is the page's share: tests/ui/long-work.test.mjs."""

from __future__ import annotations

from gallery.base.events import ProgressChanged
from gallery.desktop.long_work import LONG_S, LongWork


def reading(read: int, unread: int, *, stage: str = "reading", paused: bool = False) -> ProgressChanged:
    """Tell of headers alone: thumbnails cost nothing here."""
    return ProgressChanged(stage, read + unread, read, unread, 0, 0, paused)


def test_it_is_shown_once_it_has_lasted_and_no_longer_when_it_ends() -> None:
    work = LongWork()
    assert work.take(reading(0, 100), 50.0) is None
    assert work.take(reading(10, 90), 50.0 + LONG_S - 0.1) is None
    assert work.take(reading(25, 75), 50.0 + LONG_S) == 25
    assert work.take(reading(50, 50), 60.0) == 50
    assert work.take(reading(100, 0, stage="idle"), 61.0) is None


def test_short_work_after_long_work_is_not_shown() -> None:
    work = LongWork()
    for now, told in enumerate([reading(0, 10), reading(10, 0, stage="idle"), reading(10, 1)]):
        assert work.take(told, now * LONG_S) is None


def test_nothing_is_shown_while_nobody_knows_how_much_there_is() -> None:
    work = LongWork()
    assert work.take(reading(0, 10, stage="listing"), 0.0) is None
    assert work.take(reading(0, 100, stage="listing"), 60.0) is None
    assert work.take(reading(0, 100), 61.0) == 0
    assert work.take(reading(60, 40), 62.0) == 60
    assert work.take(reading(60, 80, stage="listing"), 63.0) == 60, "more is found meanwhile: it stays as it is"


def test_a_pause_takes_it_away_and_its_end_brings_it_back_where_it_was() -> None:
    work = LongWork()
    assert work.take(reading(0, 100), 0.0) is None
    assert work.take(reading(30, 70), 5.0) == 30
    assert work.take(reading(30, 70, paused=True), 6.0) is None
    assert work.take(reading(30, 70, stage="idle", paused=True), 600.0) is None
    assert work.take(reading(30, 70), 601.0) is None
    assert work.take(reading(40, 60), 601.0 + LONG_S) == 40
