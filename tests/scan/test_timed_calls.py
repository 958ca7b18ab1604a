"""Questions to drives: in time, late, never; and what goes wrong with them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from gallery.scan import timed_calls
from gallery.scan.timed_calls import TimedCalls, call_with_deadline
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator


class Drive:
    """Answers when it is let."""

    def __init__(self) -> None:
        self.lets = threading.Event()
        self.heard: list[Any] = []

    def question(self) -> str:
        self.lets.wait(60)
        return "seen"


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drive]:
    monkeypatch.setattr(timed_calls, "PATIENCE_S", 0.05)
    monkeypatch.setattr(timed_calls, "CLOSE_S", 0.05)
    found = Drive()
    yield found
    found.lets.set()
    wait_for(lambda: not any(thread.name.startswith(("look-", "probe-", "glance")) for thread in threading.enumerate()))


def test_an_answer_in_time_is_handed_over_at_once(drive: Drive) -> None:
    asker = TimedCalls(lambda: None)
    asker.ask(1, lambda: threading.current_thread().name, drive.heard.append)
    assert drive.heard == ["look-1"]
    assert not asker.asks(1)
    assert not asker.serve()


def test_a_late_answer_waits_to_be_served(drive: Drive) -> None:
    came = threading.Event()
    asker = TimedCalls(came.set)
    asker.ask(1, drive.question, drive.heard.append)
    asker.ask(2, lambda: "another drive", drive.heard.append)
    assert drive.heard == ["another drive"]
    assert (asker.asks(1), asker.asks(2), asker.ready) == (True, False, False)
    came.clear()
    drive.lets.set()
    assert came.wait(10)
    assert asker.ready
    assert asker.serve()
    assert drive.heard == ["another drive", "seen"]
    assert not asker.asks(1)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_calls, "DOUBT_S", 0.0)
    monkeypatch.setattr(timed_calls, "SILENT_S", 0.2)


@pytest.mark.usefixtures("hasty")
def test_what_does_not_answer_is_given_up(drive: Drive) -> None:
    asker = TimedCalls(lambda: None, lambda _: drive.question())
    asker.ask(1, drive.question, drive.heard.append)
    assert asker.overdue() == [], "in doubt it is asked something simple first"
    assert asker.due is not None
    wait_for(lambda: asker.overdue() == [1])
    assert asker.silent == set()
    asker.give_up(1)
    assert asker.silent == {1}
    assert asker.overdue() == []
    assert asker.due is None
    asker.stop()  # does not wait for it
    drive.lets.set()
    wait_for(lambda: asker.ready)
    asker.serve()
    assert drive.heard == ["seen"], "it is heard all the same when it speaks again"
    assert asker.silent == set()


@pytest.mark.usefixtures("hasty")
def test_what_is_only_slow_is_not_given_up(drive: Drive) -> None:
    probed = []
    asker = TimedCalls(lambda: None, probed.append)
    asker.ask(1, drive.question, drive.heard.append)
    wait_for(lambda: asker.overdue() or len(probed) > 3)
    assert probed == [1] * 4
    assert asker.due is not None


def test_a_glance_waits_no_longer_than_a_moment(drive: Drive) -> None:
    def fail() -> None:
        raise OSError("gone")

    assert call_with_deadline(lambda: "seen") == "seen"
    with pytest.raises(OSError, match="gone"):
        call_with_deadline(fail)
    assert call_with_deadline(drive.question) is None


@pytest.mark.parametrize("late", [False, True])
def test_an_error_is_the_askers(drive: Drive, late: bool) -> None:
    def fail() -> None:
        if late:
            drive.question()
        raise OSError("gone")

    asker = TimedCalls(lambda: None)
    if late:
        asker.ask(1, fail, drive.heard.append)
        drive.lets.set()
        wait_for(lambda: asker.ready)
    with pytest.raises(OSError, match="gone"):
        asker.serve() if late else asker.ask(1, fail, drive.heard.append)
    assert not asker.asks(1)
    assert drive.heard == []
