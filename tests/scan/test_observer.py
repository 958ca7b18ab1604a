"""Contract with watchdog: what the adapter relies on beside its documented interface. A new version is tried here."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from gallery.scan import observer as observers
from gallery.scan.observer import OverflowListener, RootObserver, start_observer
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

linux = pytest.mark.skipif(sys.platform != "linux", reason="the queue of inotify(7)")
FLOOD = """
import os, sys
names = [os.path.join(sys.argv[1], str(number)) for number in range(2)]
while True:
    for name in names:
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
        os.unlink(name)
"""


class Heard:
    """The folders that an observer has reported."""

    def __init__(self) -> None:
        self.folders: list[bytes] = []


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "a.jpg").write_bytes(b"a")
    return folder


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def observer(root: Path, heard: Heard) -> Iterator[RootObserver]:
    started = start_observer(7, os.fsencode(root), heard.folders.append, {os.fsencode(root / "data")})
    yield started
    started.stop()


def sentinel(root: Path, heard: Heard, number: int = 0) -> set[bytes]:
    """What was heard until a change that comes last: events are told in their order."""
    (root / f"last{number}").mkdir()
    wait_for(lambda: os.fsencode(f"last{number}") in heard.folders)
    found = set(heard.folders)
    heard.folders.clear()
    return found - {b"", os.fsencode(f"last{number}")}


def test_an_observer_of_a_folder_is_started_and_ends(root: Path, observer: RootObserver) -> None:
    assert observer.started
    assert not observer.died
    assert observer.identity
    assert observer.why_not is None
    assert [thread.name for thread in threading.enumerate() if thread.name == "watchdog-7"] == ["watchdog-7"]
    observer.stop()
    assert observer.died
    assert "watchdog-7" not in {thread.name for thread in threading.enumerate()}
    observer.stop()


@pytest.mark.usefixtures("observer")
def test_every_kind_of_change_reports_its_folders(root: Path, heard: Heard) -> None:
    inner, deep = root / "inner", root / "inner" / "deep"
    (inner / "new.jpg").touch()
    assert sentinel(root, heard, 0) == {b"inner"}
    (inner / "new.jpg").write_bytes(b"more")
    assert sentinel(root, heard, 1) == {b"inner"}
    (inner / "new.jpg").open("ab").close()
    assert sentinel(root, heard, 7) == {b"inner"}
    deep.mkdir()
    assert sentinel(root, heard, 2) == {b"inner", b"inner/deep"}
    (inner / "new.jpg").rename(deep / "moved.jpg")
    assert sentinel(root, heard, 3) == {b"inner", b"inner/deep"}
    (deep / "moved.jpg").unlink()
    assert sentinel(root, heard, 4) == {b"inner/deep"}
    deep.rename(inner / "renamed")
    assert sentinel(root, heard, 5) >= {b"inner", b"inner/deep", b"inner/renamed"}
    (inner / "renamed").rmdir()
    assert sentinel(root, heard, 6) >= {b"inner", b"inner/renamed"}


@pytest.mark.usefixtures("observer")
def test_reading_reports_nothing(root: Path, heard: Heard) -> None:
    """Otherwise the scan that follows a change would be the next change."""
    assert (root / "inner" / "a.jpg").read_bytes() == b"a"
    assert os.listdir(root / "inner") == ["a.jpg"]
    os.stat(root / "inner" / "a.jpg")
    assert sentinel(root, heard) == set()


@pytest.mark.usefixtures("observer")
def test_folders_that_are_left_out_report_nothing(root: Path, heard: Heard) -> None:
    for name in ("data", ".hidden", "@eaDir"):
        (root / name).mkdir()
        (root / name / "x.jpg").touch()
    assert sentinel(root, heard) == set()


def test_a_root_that_is_not_there_has_no_observer_and_no_notice(tmp_path: Path) -> None:
    assert start_observer(1, os.fsencode(tmp_path / "gone"), lambda _: None) == RootObserver()


def test_a_root_that_cannot_be_watched_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes between the look and the start: what watchdog raises then is an OSError, and no thread stays."""
    monkeypatch.setattr(observers, "identity_of", lambda _: "1:2")
    before = threading.active_count()
    observer = start_observer(1, os.fsencode(tmp_path / "gone"), lambda _: None)
    assert observer.why_not
    assert observer.why_not.startswith(f"Changes in {tmp_path / 'gone'} are seen once a minute: the system cannot")
    assert not observer.started
    assert threading.active_count() <= before + 1  # watchdog keeps one thread for all observers


@linux
def test_a_limit_of_the_system_is_named_with_its_remedy(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("gallery.scan.observer.Observer.start", full)
    observer = start_observer(1, os.fsencode(root), lambda _: None)
    assert observer.why_not
    assert "sudo sysctl fs.inotify.max_user_watches" in observer.why_not


@linux
@pytest.mark.usefixtures("observer")
def test_lost_events_are_heard_of(root: Path) -> None:
    """A program that changes files faster than watchdog reads of it fills the system's queue, really."""
    lost = threading.Event()
    listener = OverflowListener(lost.set)
    listener.start()
    flood = subprocess.Popen([sys.executable, "-c", FLOOD, str(root / "inner")])
    try:
        assert lost.wait(60)
    finally:
        flood.kill()
        flood.wait(10)
        listener.stop()
