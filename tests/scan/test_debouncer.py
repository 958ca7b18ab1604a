"""When to look, and where: sums of the watcher."""

from __future__ import annotations

import pytest

from gallery.scan.watcher import LATEST_S, QUIET_S, Debouncer


def test_nothing_is_due_without_news() -> None:
    assert Debouncer().due() is None


def test_it_waits_for_quiet() -> None:
    settle = Debouncer()
    settle.add(1, b"a", 10.0)
    settle.add(1, b"b", 10.2)
    assert settle.due() == pytest.approx(10.2 + QUIET_S)
    assert settle.take() == {1: {b"a", b"b"}}
    assert settle.due() is None


def test_a_stream_of_news_does_not_put_it_off_for_ever() -> None:
    settle = Debouncer()
    for step in range(100):
        settle.add(1, b"a", 10 + step * 0.1)
    assert settle.due() == pytest.approx(10 + LATEST_S)


def test_roots_are_kept_apart() -> None:
    settle = Debouncer()
    settle.add(1, b"", 0)
    settle.add(2, b"", 0)
    assert settle.take() == {1: {b""}, 2: {b""}}
