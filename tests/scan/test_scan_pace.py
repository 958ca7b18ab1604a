"""Routine scans: none while one is under way, and the rarer the longer they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.scan import scan_pace, scanner
from gallery.scan.scan_pace import MAX_REST_S, RESTS, SURVEY_S, ScanPace

if TYPE_CHECKING:
    from tests.scan.scanner_driver import ScannerDriver


class Clock:
    """In place of the module `time`."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """Return the time that the test has set."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of all paces, which the test moves."""
    clock = Clock()
    monkeypatch.setattr(scan_pace, "time", clock)
    return clock


def test_a_root_that_was_never_scanned_may_be(clock: Clock) -> None:
    assert clock.now
    assert ScanPace().allows(1)


def test_none_follows_while_one_is_under_way_or_soon_after_a_long_one(clock: Clock) -> None:
    pace = ScanPace()
    pace.begin(1)
    clock.now += 65
    assert not pace.allows(1)
    assert pace.allows(2), "the roots have their own"
    pace.end(1)
    assert not pace.allows(1)
    clock.now += RESTS * 65 - 1
    assert not pace.allows(1)
    clock.now += 1
    assert pace.allows(1)


def test_a_short_scan_may_follow_soon(clock: Clock) -> None:
    pace = ScanPace()
    pace.begin(1)
    clock.now += 0.5
    pace.end(1)
    clock.now += 3
    assert pace.allows(1)


def test_a_scan_that_was_paused_for_days_is_followed_by_another_one_all_the_same(clock: Clock) -> None:
    pace = ScanPace()
    pace.begin(1)
    clock.now += 200_000
    pace.end(1)
    clock.now += MAX_REST_S
    assert pace.allows(1)


def test_routine_scans_of_a_slow_root_leave_time_for_other_work(
    driver: ScannerDriver, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its scan takes longer than the interval after which the next one is asked for."""
    monkeypatch.setattr(scanner, "SCAN_STEP_S", 0)
    for number in range(3):
        driver.put(f"d{number}/x.jpg", b"%d" % number)
    driver.scanner.scan(1, routine=True)
    while not driver.rows():
        driver.scanner.advance(held=False)
    assert driver.scanner.scanning
    clock.now += 65
    driver.scanner.scan(1, routine=True)
    driver.finish()
    assert not driver.scanner.scanning
    driver.scanner.scan(1, routine=True)
    assert not driver.scanner.scanning, "it would follow itself without end"
    driver.scanner.scan(1)
    assert driver.scanner.scanning, "somebody has asked for it"
    driver.finish()
    clock.now += MAX_REST_S
    driver.scanner.scan(1, routine=True)
    assert driver.scanner.scanning


def test_a_scan_that_was_given_up_is_not_under_way(driver: ScannerDriver) -> None:
    driver.put("x.jpg")
    driver.scanner.scan(1)
    while not driver.scanner._scans:
        driver.scanner.advance(held=False)
    driver.scanner._give_up(1)
    assert driver.scanner.pace.allows(1) or not driver.scanner.pace._begun


def test_headers_wait_for_the_first_listing_of_a_root_and_not_for_long(clock: Clock) -> None:
    pace = ScanPace()
    pace.begin(1)
    assert pace.survey_end is None
    pace.begin(2, first=True)
    assert pace.survey_end == clock.now + SURVEY_S
    clock.now += SURVEY_S
    assert pace.survey_end is None
    pace.begin(3, first=True)
    pace.end(3)
    assert pace.survey_end is None
