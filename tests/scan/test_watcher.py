"""The watcher: whatever keeps changes from being reported is told, and made up for by looking."""

from __future__ import annotations

import errno
import logging
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from gallery.scan import watcher as watchers
from gallery.scan.observer import RootObserver
from gallery.scan.watcher import Watcher
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = OSError(errno.ENOSPC, "No space left on device")
ROOT = b"/photos"


class System:
    """A system that reports nothing by itself: tests say what it can watch, and what becomes of that."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.identity: str | None = "1:2"
        self.error: Exception | None = None
        self.limit: OSError | None = None
        self.stillborn = False
        self.observers: list[FakeObserver] = []
        self.lost: Callable[[], None] = lambda: None
        monkeypatch.setattr(watchers, "identity_of", lambda _: self.identity)
        monkeypatch.setattr(watchers, "start_observer", self._start)
        monkeypatch.setattr(watchers, "ROOT_CHECK_INTERVAL_S", 0.02)

    def _start(
        self, _root: int, path: bytes, _changed: object, lost: Callable[[], None], _skip: object
    ) -> RootObserver:
        self.lost = lost
        if self.identity is None or self.error:
            return RootObserver(path, self.identity, self.error if self.identity else None)
        self.observers.append(FakeObserver(self.limit, alive=not self.stillborn))
        return RootObserver(path, self.identity, None, self.observers[-1])


class FakeObserver:
    """An observer of nothing."""

    def __init__(self, limit: OSError | None, *, alive: bool) -> None:
        self.limit = limit
        self.alive = alive
        self.retries = 0
        self.again: list[bytes] = []
        self.stopped = False

    def start(self) -> None: ...

    def stop(self) -> None:
        self.stopped, self.alive = True, False

    def retry(self) -> None:
        self.retries += 1

    def watch_again(self, folder: bytes) -> None:
        self.again.append(folder)


class Requests:
    """What a watcher has asked for."""

    def __init__(self) -> None:
        self.scans: list[int] = []
        self.checks: list[tuple[int, set[bytes]]] = []
        self.notices = threading.Event()

    def folders(self) -> set[bytes]:
        return {folder for _, folders in self.checks for folder in folders}


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> System:
    return System(monkeypatch)


@pytest.fixture
def requests() -> Requests:
    return Requests()


@pytest.fixture
def watcher(system: System, requests: Requests) -> Iterator[Watcher]:
    """A watcher of one root, 1; `system` comes first, so that it is the one that the watcher meets."""
    del system
    found = Watcher(
        lambda root, folders: requests.checks.append((root, folders)),
        requests.scans.append,
        requests.scans.append,
        requests.notices.set,
    )
    found.start()
    yield found
    found.stop()


def checked(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Wait until the watcher has checked its roots so often from now on."""
    count: list[None] = []
    original = Watcher._check_roots

    def check(self: Watcher) -> None:
        original(self)
        count.append(None)

    with monkeypatch.context() as patch:
        patch.setattr(Watcher, "_check_roots", check)
        wait_for(lambda: len(count) >= times)


def test_a_root_is_observed_and_scanned_once(
    watcher: Watcher, system: System, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher.watch(1, ROOT)
    wait_for(lambda: requests.scans)
    checked(monkeypatch, 5)
    assert requests.scans == [1]
    assert len(system.observers) == 1
    assert watcher.notices() == []
    watcher.unwatch(1)
    wait_for(lambda: system.observers[0].stopped)


def test_a_root_is_scanned_now_and_then_though_nothing_was_reported(
    watcher: Watcher, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher.watch(1, ROOT)
    wait_for(lambda: requests.scans)
    watcher._roots[1].scanned -= watchers.OBSERVED_SCAN_INTERVAL_S
    wait_for(lambda: requests.scans == [1, 1])
    checked(monkeypatch, 5)
    assert requests.scans == [1, 1]


def test_lost_changes_have_the_root_scanned(watcher: Watcher, system: System, requests: Requests) -> None:
    watcher.watch(1, ROOT)
    wait_for(lambda: requests.scans)
    system.lost()
    assert requests.scans == [1, 1]


def test_an_observer_that_dies_is_replaced_and_the_root_scanned(
    watcher: Watcher, system: System, requests: Requests, caplog: pytest.LogCaptureFixture
) -> None:
    watcher.watch(1, ROOT)
    wait_for(lambda: requests.scans == [1])
    with caplog.at_level(logging.WARNING):
        system.observers[0].alive = False
        wait_for(lambda: len(requests.scans) >= 3)
    assert "has died" in caplog.text
    assert len(system.observers) == 2
    assert system.observers[0].stopped, "its other threads may live"
    assert watcher.notices() == []


def test_an_observer_that_dies_again_and_again_is_told_and_replaced_once_a_minute(
    watcher: Watcher, system: System, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    system.stillborn = True
    watcher.watch(1, ROOT)
    wait_for(lambda: watcher.notices() and requests.notices.is_set())
    assert "/photos" in watcher.notices()[0]
    checked(monkeypatch, 5)
    assert len(system.observers) == 1 + watchers.MAX_DEATHS
    scans = len(requests.scans)
    system.stillborn = False
    monkeypatch.setattr(watchers, "UNOBSERVED_SCAN_INTERVAL_S", 0.0)
    wait_for(lambda: not watcher.notices())
    assert len(requests.scans) > scans


@pytest.mark.parametrize("partly", [True, False])
def test_a_root_that_is_not_wholly_watched_is_told_and_scanned_on_a_timer(
    watcher: Watcher, system: System, requests: Requests, monkeypatch: pytest.MonkeyPatch, partly: bool
) -> None:
    system.limit, system.error = (LIMIT, None) if partly else (None, LIMIT)
    watcher.watch(1, ROOT)
    wait_for(watcher.notices)
    assert requests.notices.wait(30)
    assert "sudo sysctl fs.inotify.max_user_watches" in watcher.notices()[0]
    checked(monkeypatch, 5)
    assert len(requests.scans) == partly, "once a minute, not with each check"
    monkeypatch.setattr(watchers, "UNOBSERVED_SCAN_INTERVAL_S", 0.0)
    wait_for(lambda: len(requests.scans) > 3)
    requests.notices.clear()
    system.error = None
    for observer in system.observers:
        assert observer.retries
        observer.limit = None
    wait_for(lambda: system.observers and not watcher.notices())
    assert requests.notices.wait(30), "pages are told that it has passed"


def test_a_limit_that_comes_later_is_told(watcher: Watcher, system: System, requests: Requests) -> None:
    watcher.watch(1, ROOT)
    wait_for(lambda: system.observers)
    system.observers[0].limit = LIMIT
    assert requests.notices.wait(30)
    assert watcher.notices()[0].startswith("This system's limit for watched folders is reached, so changes in some")


def test_another_folder_in_the_place_of_the_root_is_observed_in_its_stead(
    watcher: Watcher, system: System, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unplug(_: bytes) -> None:
        system.identity, system.observers[0].alive = None, False

    watcher.watch(1, ROOT)
    wait_for(lambda: requests.scans)
    with monkeypatch.context() as patch:
        patch.setattr(watchers, "identity_of", unplug)
        wait_for(lambda: watcher._roots[1].observer.identity is None)
    assert not watcher._roots[1].deaths, "the observer of a folder that is gone ends by itself"
    for count, identity in enumerate(("1:4", "1:3"), 2):
        requests.scans.clear()
        system.identity = identity
        wait_for(lambda count=count: len(system.observers) == count and requests.scans)  # type: ignore[misc]  # a default argument has no type here
    assert [observer.stopped for observer in system.observers] == [True, True, False]


def test_all_roots_are_scanned_after_a_sleep(
    watcher: Watcher, system: System, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher.watch(1, ROOT)
    wait_for(lambda: system.observers and requests.scans)
    checked(monkeypatch, 2)
    asleep = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: asleep)
    wait_for(lambda: requests.scans == [1, 1])


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux")
def test_what_is_mounted_in_a_root_is_looked_at(
    watcher: Watcher, system: System, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher.watch(1, ROOT)
    wait_for(lambda: requests.scans)
    mounts = b"30 1 8:1 / / rw - ext4 /dev/sda1 rw\n31 30 8:17 / /photos/trips/card rw - vfat /dev/sdb1 rw\n"
    for now in (mounts, b"30 1 8:1 / / rw - ext4 /dev/sda1 rw\n"):
        requests.checks.clear()
        monkeypatch.setattr(watchers, "read_mounts", lambda now=now: now)
        wait_for(lambda: requests.folders() == {b"trips", b"trips/card"})
    assert system.observers[0].again == [b"trips/card", b"trips/card"]
