"""Bitmaps, and the cache that the threads of all searches share."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest

from gallery.search import bitmaps
from gallery.search.bitmaps import MAX_CACHED_BITMAPS, SnapshotCache, VersionCache, bitmap_of, slots_of
from gallery.search.nodes import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

THREADS = 16


@pytest.fixture
def eager_switching() -> Iterator[None]:
    """Let threads take turns after every few steps of the interpreter."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_slots_come_back_from_a_bitmap_in_order() -> None:
    assert list(slots_of(bitmap_of(b"\0\1\0\0\1\1"), 6)) == [1, 4, 5]
    assert list(slots_of(0, 6)) == []


def test_a_value_is_made_once() -> None:
    made: list[int] = []
    cache = VersionCache(1)
    for _ in range(2):
        assert cache.get("key", lambda: made.append(1) or "value") == "value"  # type: ignore[func-returns-value]  # append returns None
    assert made == [1]


def test_the_oldest_bitmaps_go_first() -> None:
    cache = VersionCache(1)
    for number in range(MAX_CACHED_BITMAPS + 1):
        cache.get_bitmap(number, lambda number=number: number)  # type: ignore[misc]  # mypy does not infer lambdas with defaults
    assert cache.get_bitmap(1, lambda: -1) == 1
    assert cache.get_bitmap(0, lambda: -1) == -1


def test_of_two_threads_that_make_one_value_both_get_the_first() -> None:
    """The lock is not held meanwhile: the second value is made while the first is under way."""
    cache = VersionCache(1)
    first_begun, second_done = threading.Event(), threading.Event()

    def make_slowly() -> object:
        first_begun.set()
        assert second_done.wait(10)
        return object()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(cache.get, "key", make_slowly)
        assert first_begun.wait(10)
        quick = cache.get("key", object)
        second_done.set()
        assert slow.result(10) is quick


def test_threads_that_read_one_version_share_its_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while the first of them makes it: the other waits for the lock."""
    cache, other_done = SnapshotCache(), threading.Event()

    def make_slowly(version: int) -> VersionCache:
        other_done.wait(0.2)  # the other thread cannot finish before this one
        return VersionCache(version)

    def ask() -> VersionCache:
        found = cache.of_version(1)
        other_done.set()
        return found

    monkeypatch.setattr(bitmaps, "VersionCache", make_slowly)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(ask), pool.submit(ask)
        assert first.result(10) is second.result(10)


@pytest.mark.usefixtures("eager_switching")
def test_many_threads_fill_one_cache_and_each_gets_its_own_values() -> None:
    """The keys are nodes of queries: their hash is Python code, in which another thread may get its turn."""
    cache, start = VersionCache(1), threading.Barrier(THREADS)
    keys = [Word(str(number)) for number in range(2 * MAX_CACHED_BITMAPS)]

    def wrong_values(seed: int) -> int:
        start.wait()
        wrong = 0
        for step in range(16_000):
            number = (seed * 7 + step) % len(keys)
            wrong += cache.get(keys[number], partial(str, number)) != str(number)
            wrong += cache.get_bitmap(keys[number], partial(int, number)) != number
        return wrong

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(wrong_values, range(THREADS))) == 0
    assert len(cache._bitmaps) == MAX_CACHED_BITMAPS
