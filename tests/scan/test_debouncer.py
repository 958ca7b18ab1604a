"""The debouncer: when changed folders are passed on, and which."""

from __future__ import annotations

import pytest

from gallery.scan.debouncer import MAX_DELAY_S, QUIET_PERIOD_S, Debouncer


def test_nothing_is_due_without_news() -> None:
    assert Debouncer().due() is None


def test_it_waits_for_quiet() -> None:
    debouncer = Debouncer()
    debouncer.add(1, b"a", 10.0)
    debouncer.add(1, b"b", 10.2)
    assert debouncer.due() == pytest.approx(10.2 + QUIET_PERIOD_S)
    assert debouncer.take() == {1: {b"a", b"b"}}
    assert debouncer.due() is None


def test_a_stream_of_news_does_not_put_it_off_for_ever() -> None:
    debouncer = Debouncer()
    for step in range(100):
        debouncer.add(1, b"a", 10 + step * 0.1)
    assert debouncer.due() == pytest.approx(10 + MAX_DELAY_S)


def test_roots_are_kept_apart() -> None:
    debouncer = Debouncer()
    debouncer.add(1, b"", 0)
    debouncer.add(2, b"", 0)
    assert debouncer.take() == {1: {b""}, 2: {b""}}
