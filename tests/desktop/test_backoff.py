"""What is tried again has a pace, and what is logged has no secrets."""

from __future__ import annotations

from gallery.desktop.backoff import Backoff
from tests.window.needs import needs

redact_addresses = needs("gallery.desktop.qt_log").redact_addresses


def test_three_at_once_then_one_a_turn() -> None:
    now = 100.0
    backoff = Backoff(limit=3, seconds=60, clock=lambda: now)
    assert [backoff.reserve() for _ in range(5)] == [0, 0, 0, 60, 60]
    now = 159.0
    assert [backoff.reserve() for _ in range(2)] == [1, 61]  # 100, 160 and 160 were booked; then 160 three times
    now = 400.0
    assert [backoff.reserve() for _ in range(4)] == [0, 0, 0, 60]


def test_addresses_lose_their_secrets() -> None:
    said = "GET http://127.0.0.1:1/media/abc-_D/thumb/1?v=2 and '/feed/xyz' and /boot/code"
    assert redact_addresses(said) == "GET http://127.0.0.1:1/media/…/thumb/1?v=2 and '/feed/…' and /boot/…"
