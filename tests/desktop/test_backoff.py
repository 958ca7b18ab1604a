"""What is tried again has a pace, and what is logged has no secrets."""

from __future__ import annotations

from gallery.desktop.backoff import Backoff
from tests.window.needs import needs

without_secrets = needs("gallery.desktop.qt_log").without_secrets


def test_three_at_once_then_one_a_turn() -> None:
    now = 100.0
    pace = Backoff(limit=3, seconds=60, clock=lambda: now)
    assert [pace.wait() for _ in range(5)] == [0, 0, 0, 60, 60]
    now = 159.0
    assert [pace.wait() for _ in range(2)] == [1, 61]  # 100, 160 and 160 were booked; then 160 three times
    now = 400.0
    assert [pace.wait() for _ in range(4)] == [0, 0, 0, 60]


def test_addresses_lose_their_secrets() -> None:
    said = "GET http://127.0.0.1:1/media/abc-_D/thumb/1?v=2 and '/feed/xyz' and /boot/code"
    assert without_secrets(said) == "GET http://127.0.0.1:1/media/…/thumb/1?v=2 and '/feed/…' and /boot/…"
