"""Calls on drives: results in time, late, never; and what goes wrong with them."""

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
    monkeypatch.setattr(timed_calls, "IN_TIME_S", 0.05)
    monkeypatch.setattr(timed_calls, "STOP_TIMEOUT_S", 0.05)
    found = Drive()
    yield found
    found.lets.set()
    wait_for(lambda: not any(thread.name.startswith(("call-", "probe-")) for thread in threading.enumerate()))


def test_a_result_in_time_is_handed_over_at_once(drive: Drive) -> None:
    calls = TimedCalls(lambda: None)
    calls.call(1, lambda: threading.current_thread().name, drive.heard.append)
    assert drive.heard == ["call-1"]
    assert not calls.is_busy(1)
    assert not calls.deliver_late()


def test_a_late_result_waits_until_it_is_delivered(drive: Drive) -> None:
    came = threading.Event()
    calls = TimedCalls(came.set)
    calls.call(1, drive.question, drive.heard.append)
    calls.call(2, lambda: "another drive", drive.heard.append)
    assert drive.heard == ["another drive"]
    assert (calls.is_busy(1), calls.is_busy(2), calls.ready) == (True, False, False)
    came.clear()
    drive.lets.set()
    assert came.wait(10)
    assert calls.ready
    assert calls.deliver_late()
    assert drive.heard == ["another drive", "seen"]
    assert not calls.is_busy(1)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_calls, "PROBE_AFTER_S", 0.0)
    monkeypatch.setattr(timed_calls, "SILENT_AFTER_S", 0.2)


@pytest.mark.usefixtures("hasty")
def test_what_does_not_answer_is_given_up(drive: Drive) -> None:
    calls = TimedCalls(lambda: None, lambda _: drive.question())
    calls.call(1, drive.question, drive.heard.append)
    assert calls.overdue() == [], "in doubt it is asked something simple first"
    assert calls.due is not None
    wait_for(lambda: calls.overdue() == [1])
    assert calls.silent == set()
    calls.give_up(1)
    assert calls.silent == {1}
    assert calls.overdue() == []
    assert calls.due is None
    calls.stop()  # does not wait for it
    drive.lets.set()
    wait_for(lambda: calls.ready)
    calls.deliver_late()
    assert drive.heard == ["seen"], "it is heard all the same when it speaks again"
    assert calls.silent == set()


@pytest.mark.usefixtures("hasty")
def test_what_is_only_slow_is_not_given_up(drive: Drive) -> None:
    probed: list[int] = []
    calls = TimedCalls(lambda: None, probed.append)
    calls.call(1, drive.question, drive.heard.append)
    wait_for(lambda: calls.overdue() or len(probed) > 3)
    assert probed == [1] * 4
    assert calls.due is not None


def test_a_call_with_a_deadline_waits_no_longer(drive: Drive) -> None:
    def fail() -> None:
        raise OSError("gone")

    assert call_with_deadline(lambda: "seen") == "seen"
    with pytest.raises(OSError, match="gone"):
        call_with_deadline(fail)
    assert call_with_deadline(drive.question) is None


@pytest.mark.parametrize("late", [False, True])
def test_an_error_is_the_callers(drive: Drive, late: bool) -> None:
    def fail() -> None:
        if late:
            drive.question()
        raise OSError("gone")

    calls = TimedCalls(lambda: None)
    if late:
        calls.call(1, fail, drive.heard.append)
        drive.lets.set()
        wait_for(lambda: calls.ready)
    with pytest.raises(OSError, match="gone"):
        calls.deliver_late() if late else calls.call(1, fail, drive.heard.append)
    assert not calls.is_busy(1)
    assert drive.heard == []
