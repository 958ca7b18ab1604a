"""Files that could not be reached: when they are tried again."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from gallery.base.models import FileRef
from gallery.scan.retry_backoff import FIRST_RETRY_S, MAX_RETRY_S, RetryBackoff

FILE = FileRef(b"/photos", b"trip/a.jpg", 10, 20)


class Clock:
    """A monotonic clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(time, "monotonic", found)
    return found


def test_a_file_waits_longer_each_time_up_to_a_limit(clock: Clock) -> None:
    backoff = RetryBackoff()
    waited = []
    for _ in range(9):
        backoff.put_off(1, FILE)
        assert backoff.waits(1, FILE)
        assert not backoff.release()
        due = backoff.due
        assert due
        waited.append(due - clock.now)
        clock.now = due
        assert backoff.release()
        assert not backoff.waits(1, FILE)
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert (waited[0], waited[-1]) == (FIRST_RETRY_S, MAX_RETRY_S)


def test_another_file_of_the_same_name_does_not_wait(clock: Clock) -> None:
    backoff = RetryBackoff()
    for _ in range(3):
        backoff.put_off(1, FILE)
        clock.now = backoff.due or 0
        backoff.release()
    backoff.put_off(1, FILE)
    other = replace(FILE, mtime_ns=21)
    assert backoff.waits(1, FILE)
    assert not backoff.waits(1, other)
    backoff.put_off(1, other)
    assert backoff.due == clock.now + FIRST_RETRY_S


def test_what_lies_in_a_folder_that_changed_does_not_wait(clock: Clock) -> None:
    backoff = RetryBackoff()
    for photo, name in enumerate((b"trip/a.jpg", b"trip/deep/b.jpg", b"c.jpg")):
        backoff.put_off(photo, replace(FILE, relative=name))
    backoff.retry_folders([b"trip"])
    assert backoff.release()
    assert len(backoff) == 2
    assert not backoff.waits(0, FILE)
    backoff.put_off(0, FILE)
    assert backoff.due == clock.now + FIRST_RETRY_S, "it begins anew"
    backoff.retry_all()
    assert backoff.release()
    assert not backoff
    assert backoff.due is None
    assert not backoff.release()


def test_files_that_were_reached_long_ago_are_forgotten(clock: Clock) -> None:
    backoff = RetryBackoff()
    backoff.put_off(1, FILE)
    clock.now += FIRST_RETRY_S
    backoff.release()
    clock.now += 3 * MAX_RETRY_S
    backoff.release()
    backoff.put_off(1, FILE)
    assert backoff.due == clock.now + FIRST_RETRY_S
    assert not backoff._tried
