"""Observers: what they report of the disk, by the means of this system and by watchdog's; and when there is none."""

from __future__ import annotations

import errno
import os
import threading
from typing import TYPE_CHECKING

import pytest

from gallery.scan import observer as observers
from gallery.scan.observer import RootObserver, start_observer
from gallery.scan.watchdog_adapter import WatchdogObserver
from tests.leaks import assert_leaves_nothing
from tests.scan.observing import Heard, started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "a.jpg").write_bytes(b"a")
    return folder


@pytest.fixture(params=["system", "watchdog"])
def heard(root: Path, request: pytest.FixtureRequest) -> Iterator[Heard]:
    """What is reported of `root`, but not of its folder `data`, by the observer of this system and by watchdog."""
    found = Heard(root)
    reports = found.reports([root / "data"])
    path = os.fsencode(root)
    make = observers._new_observer if request.param == "system" else WatchdogObserver
    with started(make(path, "observer-7", reports)):
        yield found


def start(path: Path) -> RootObserver:
    return start_observer(7, os.fsencode(path), lambda _: None, lambda: None)


def test_an_observer_of_a_folder_is_started_and_ends(root: Path) -> None:
    before = set(threading.enumerate())

    def find_own() -> set[str]:
        return {thread.name for thread in set(threading.enumerate()) - before if thread.name.startswith("observer")}

    observer = start(root)
    assert observer.started
    assert not observer.died
    assert observer.identity
    assert observer.failure is None
    assert "observer-7" in find_own()
    observer.stop()
    assert observer.died
    assert not find_own()
    observer.stop()


def test_every_kind_of_change_reports_its_folders(root: Path, heard: Heard) -> None:
    inner, deep = root / "inner", root / "inner" / "deep"
    (inner / "new.jpg").touch()
    assert heard.take() == {b"inner"}
    (inner / "new.jpg").write_bytes(b"more")
    assert heard.take() == {b"inner"}
    (inner / "new.jpg").open("ab").close()
    assert heard.take() == {b"inner"}
    deep.mkdir()
    assert heard.take() == {b"inner", b"inner/deep"}
    (inner / "new.jpg").rename(deep / "moved.jpg")
    assert heard.take() == {b"inner", b"inner/deep"}
    (deep / "moved.jpg").unlink()
    assert heard.take() == {b"inner/deep"}
    deep.rename(inner / "renamed")
    assert heard.take() >= {b"inner", b"inner/deep", b"inner/renamed"}
    (inner / "renamed").rmdir()
    assert heard.take() >= {b"inner", b"inner/renamed"}


def test_rights_report_the_folders_they_concern(root: Path, heard: Heard) -> None:
    (root / "inner" / "a.jpg").chmod(0o400)
    assert heard.take() == {b"inner"}
    (root / "inner").chmod(0o500)
    assert heard.take() == {b"inner"}
    (root / "inner").chmod(0o700)
    assert heard.take() == {b"inner"}


def test_other_capitals_are_reported(root: Path, heard: Heard) -> None:
    (root / "inner" / "a.jpg").rename(root / "inner" / "A.JPG")
    assert heard.take() == {b"inner"}
    (root / "inner").rename(root / "INNER")
    assert heard.take() >= {b"INNER"}
    (root / "INNER" / "b.jpg").touch()
    assert heard.take() == {b"INNER"}


def test_a_file_nomedia_is_reported_though_it_is_hidden(root: Path, heard: Heard) -> None:
    (root / "inner" / ".nomedia").touch()
    assert heard.take() == {b"inner"}
    (root / "inner" / ".nomedia").unlink()
    assert heard.take() == {b"inner"}


def test_reading_reports_nothing(root: Path, heard: Heard) -> None:
    """Otherwise the scan that follows a change would be the next change."""
    assert (root / "inner" / "a.jpg").read_bytes() == b"a"
    assert os.listdir(root / "inner") == ["a.jpg"]
    os.stat(root / "inner" / "a.jpg")
    assert heard.take() == set()


def test_folders_that_are_left_out_report_nothing(root: Path, heard: Heard) -> None:
    for name in ("data", ".hidden", "@eaDir"):
        (root / name).mkdir()
        (root / name / "x.jpg").touch()
        (root / name / ".nomedia").touch()
    assert heard.take() == set()


@pytest.mark.filterwarnings("ignore:Callback with id")  # watchdog's own, where a folder comes back
def test_what_came_with_a_folder_that_was_moved_in_is_reported(root: Path, tmp_path: Path, heard: Heard) -> None:
    """Nothing was told of it while it was elsewhere, so that each folder in it is to be listed."""
    (root / "inner" / "deep").mkdir()
    heard.take()
    (root / "inner").rename(tmp_path / "away")
    assert heard.take() >= {b"inner"}
    (tmp_path / "away" / "deep" / "b.jpg").touch()
    (tmp_path / "away").rename(root / "inner")
    assert heard.take() >= {b"inner", b"inner/deep"}


def test_a_root_that_is_not_there_has_no_observer_and_no_failure(tmp_path: Path) -> None:
    observer = start(tmp_path / "gone")
    assert observer.identity is None
    assert not observer.started
    assert not observer.died
    assert observer.failure is None


@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), RuntimeError("can't start new thread")])
def test_a_root_that_cannot_be_watched_says_so_and_leaves_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise error

    def fail() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", refuse)
            observer = start(root)
        assert not observer.started
        assert observer.failure
        assert observer.failure.whole
        assert not observer.failure.limit

    assert_leaves_nothing(fail)


def test_watchdogs_observer_leaves_nothing_where_it_cannot_start(tmp_path: Path) -> None:
    def fail() -> None:
        observer = WatchdogObserver(os.fsencode(tmp_path / "gone"), "observer-7", Heard(tmp_path).reports())
        with pytest.raises(OSError, match=r"gone|No such file"):
            observer.start()

    assert_leaves_nothing(fail)
