"""A limit on tries: so many at once, then one for each that grows older than the period."""

from __future__ import annotations

from gallery.desktop.retry_limiter import RetryLimiter


def test_three_tries_at_once_then_one_a_period() -> None:
    now = 100.0
    limiter = RetryLimiter(limit=3, seconds=60, clock=lambda: now)
    assert [limiter.reserve() for _ in range(5)] == [0, 0, 0, 60, 60]
    now = 159.0
    assert [limiter.reserve() for _ in range(2)] == [1, 61]  # 100, 160 and 160 were booked; then 160 three times
    now = 400.0
    assert [limiter.reserve() for _ in range(4)] == [0, 0, 0, 60]
