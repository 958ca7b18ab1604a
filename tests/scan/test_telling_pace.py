"""Pages are told of a long change now and then, and always of its beginning and its end."""

from __future__ import annotations

import pytest

from gallery.scan import telling_pace
from gallery.scan.telling_pace import TellingPace


class Clock:
    """A clock that is moved by hand."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(telling_pace, "time", clock)
    return clock


def test_a_thousand_steps_are_told_a_few_times(clock: Clock) -> None:
    pace, told = TellingPace(), []
    for step in range(1000):
        if pace.is_due(changed=True, done=step == 999):
            told.append(step)
        clock.now += 0.125
    assert told == [0, 8, 24, 56, 120, 248, 488, 728, 968, 999]


def test_what_changed_in_a_pause_is_told_at_the_end_though_the_last_step_changed_nothing(clock: Clock) -> None:
    pace = TellingPace()
    steps = [(True, False), (True, False), (False, True)]
    assert [pace.is_due(changed=changed, done=done) for changed, done in steps] == [True, False, True]
    assert pace.is_due(changed=True, done=False)  # another change begins anew


def test_nothing_is_told_where_nothing_changed(clock: Clock) -> None:
    pace = TellingPace()
    assert not any(pace.is_due(changed=False, done=done) for done in (False, True))
