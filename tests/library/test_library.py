"""The library opens for a page: the first screen comes first, and what somebody asks for does not wait."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from gallery.app import open_parts
from gallery.base.errors import DatabaseError
from gallery.base.paths import DataFolder
from gallery.catalog import photo_counts, reprocessing
from gallery.scan import indexer
from gallery.timeline import build as timeline_build
from gallery.timeline.build import TimelineQuery
from tests.pictures import picture, save
from tests.waiting import PATIENCE_S, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.app import Parts
    from gallery.timeline.file import TimelineFile


pytestmark = pytest.mark.usefixtures("startup_pace")


@pytest.fixture
def library(tmp_path: Path) -> tuple[Path, Path]:
    """A data folder that knows one photo, and the root, which has two by now."""
    data, root = DataFolder(tmp_path / "data"), tmp_path / "photos"
    data.path.mkdir()
    save(root / "one.jpg", picture())
    with open_parts(data) as parts:
        parts.library.roots.add(os.fsencode(root))
        wait_for(lambda: count(parts) == 1 and parts.indexer.wait_until_idle(0))
    save(root / "two.jpg", picture(hue=9))
    return data.path, root


def count(parts: Parts) -> int:
    return int(parts.library.status.read()["counts"]["photos"])


def unmade(parts: Parts) -> int:
    with parts.database.read() as conn:
        return photo_counts.counts(conn)["unmade"]


def first_screen_read(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Return an event that is set when the last call that reads ahead for the page is through."""
    done, tree = threading.Event(), parts.library.folders.tree

    def read() -> dict[str, Any]:
        found = tree()
        done.set()
        return found

    monkeypatch.setattr(parts.library.folders, "tree", read)
    return done


def test_the_disk_is_looked_at_once_a_page_is_there(
    library: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, root = library
    with open_parts(DataFolder(data)) as parts:
        scan, scans = parts.indexer.scan, list[int]()

        def counted_scan(root: int) -> None:
            scans.append(root)
            scan(root)

        monkeypatch.setattr(parts.indexer, "scan", counted_scan)
        read_ahead = first_screen_read(parts, monkeypatch)
        parts.library.open()
        assert read_ahead.wait(10)
        parts.library.roots.rescan_on_focus()
        assert scans == []
        assert count(parts) == 1
        heard = parts.hub.subscribe()
        wait_for(lambda: count(parts) == 2)
        save(root / "three.jpg", picture(hue=99))
        wait_for(lambda: count(parts) == 3)
        parts.hub.unsubscribe(heard)


def test_a_vanished_folder_is_no_failure(
    library: tuple[Path, Path], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page goes to all photos then; the rest is read ahead all the same."""
    with open_parts(DataFolder(library[0])) as parts:
        parts.library.settings.change_view({"folder": 999})
        read_ahead = first_screen_read(parts, monkeypatch)
        parts.library.open()
        assert read_ahead.wait(10)
    assert "Traceback" not in caplog.text


def test_the_view_read_ahead_is_the_one_the_page_asks_for(
    library: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`subfolders` was turned off in a folder; all photos are shown now, for which the page does not send it."""
    built = counted(monkeypatch, lambda: None)
    with open_parts(DataFolder(library[0])) as parts:
        parts.library.settings.change_view({"subfolders": False})
        parts.library.open()
        wait_for(lambda: built)
        parts.library.timelines.get(TimelineQuery())
    assert built == [TimelineQuery()]


def test_what_is_being_read_ahead_is_not_built_twice(
    library: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    built = counted(monkeypatch, go.wait)
    with open_parts(DataFolder(library[0])) as parts, ThreadPoolExecutor(1) as page:
        parts.library.open()
        wait_for(lambda: built)
        asked = page.submit(parts.library.timelines.get, TimelineQuery())
        assert not wait([asked], 0.2).done
        go.set()
        asked.result(PATIENCE_S)
    assert len(built) == 1


def test_nothing_is_made_before_the_page_is_there(library: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A first run that was interrupted: its thumbnails wait."""
    with closing(sqlite3.connect(library[0] / "index.db")) as conn, conn:
        conn.execute("CREATE TEMP TABLE touched (photo INTEGER)")
        conn.execute("UPDATE photos SET thumb = 0, todo = 1")
    with open_parts(DataFolder(library[0]), held=True) as parts:
        read_ahead = first_screen_read(parts, monkeypatch)
        parts.library.open()
        assert read_ahead.wait(10)
        for _ in range(2):  # a whole turn of the indexer lies between two writes
            parts.indexer.submit(lambda _: None).result(10)
        assert not [child for child in multiprocessing.active_children() if child.name.startswith("decode")]
        parts.library.startup.page_listens()
        wait_for(lambda: unmade(parts) == 0 and parts.indexer.wait_until_idle(0))


def test_a_scan_that_has_to_wait_is_not_done(library: tuple[Path, Path]) -> None:
    """Who waits for the end of it would report what was there before."""
    with open_parts(DataFolder(library[0]), held=True) as parts:
        parts.indexer.scan(parts.settings.roots[0].id)
        assert not parts.indexer.wait_until_idle(0.4)
        assert count(parts) == 1
        parts.indexer.hold_for_startup(False)
        wait_for(lambda: parts.indexer.wait_until_idle(0))
        assert count(parts) == 2


def test_a_root_removed_meanwhile_is_not_watched(library: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    with open_parts(DataFolder(library[0])) as parts, ThreadPoolExecutor(1) as user:
        watching, go = threading.Event(), threading.Event()
        original, watched = parts.watcher.watch, set[int]()

        def watch(root: int, path: bytes) -> None:
            watching.set()
            go.wait(PATIENCE_S)
            watched.add(root)
            original(root, path)

        unwatch = parts.watcher.unwatch
        monkeypatch.setattr(parts.watcher, "watch", watch)

        def forget(root: int) -> None:
            watched.discard(root)
            unwatch(root)

        monkeypatch.setattr(parts.watcher, "unwatch", forget)
        parts.library.open()
        parts.library.startup.page_listens()
        assert watching.wait(PATIENCE_S)
        removed = user.submit(parts.library.roots.remove, parts.settings.roots[0].id)
        wait([removed], 0.2)
        go.set()
        removed.result(PATIENCE_S)
        parts.library.startup.stop()
        assert watched == set()


def test_closing_does_not_wait_for_what_is_read_ahead(
    library: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    built = list[TimelineQuery]()

    def build(_conn: object, query: TimelineQuery, _memory: object, stop: Callable[[], bool]) -> None:
        built.append(query)
        wait_for(stop)
        raise timeline_build.StoppedError("Shoebox is closing.")

    monkeypatch.setattr(timeline_build, "build_timeline", build)
    with open_parts(DataFolder(library[0])) as parts:
        parts.library.open()
        wait_for(lambda: built)
    assert "startup" not in {thread.name for thread in threading.enumerate()}


def test_a_lost_cache_is_made_again_though_the_disk_was_full_for_a_while(
    library: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the next start; until then it holds up nothing else."""
    for file in library[0].glob("cache.db*"):
        file.unlink()

    def fail(*_: object, **__: object) -> bool:
        raise DatabaseError("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr(reprocessing, "run_step", fail)
        full.setattr(indexer, "RETRY_AFTER_ERROR_S", 0.1)
        with open_parts(DataFolder(library[0])) as parts:
            parts.library.roots.watch_and_scan()
            wait_for(lambda: count(parts) == 2 and parts.indexer.wait_until_idle(0))
    assert blobs(library[0]) == 1
    with open_parts(DataFolder(library[0])) as parts:
        parts.library.roots.watch_and_scan()
        wait_for(lambda: unmade(parts) == 0 and parts.indexer.wait_until_idle(0))
    assert blobs(library[0]) == 2


def blobs(data: Path) -> int:
    with closing(sqlite3.connect(data / "cache.db")) as cache:
        return int(cache.execute("SELECT count(*) FROM blobs").fetchone()[0])


def counted(monkeypatch: pytest.MonkeyPatch, before: Callable[[], object]) -> list[TimelineQuery]:
    """Which views are built from now on; `before` is called before each."""
    built: list[TimelineQuery] = []
    original = timeline_build.build_timeline

    def build(conn: sqlite3.Connection, query: TimelineQuery, *rest: Any) -> TimelineFile:
        built.append(query)
        before()
        return original(conn, query, *rest)

    monkeypatch.setattr(timeline_build, "build_timeline", build)
    return built


@pytest.mark.parametrize("asked", ["add", "rescan"])
def test_what_somebody_asks_for_does_not_wait(library: tuple[Path, Path], tmp_path: Path, asked: str) -> None:
    data, _ = library
    save(tmp_path / "more" / "three.jpg", picture(hue=99))
    with open_parts(DataFolder(data)) as parts:
        parts.library.open()
        if asked == "add":
            parts.library.roots.add(os.fsencode(tmp_path / "more"))
        else:
            parts.library.roots.rescan()
        wait_for(lambda: count(parts) == 2)


def test_a_folder_never_seen_before_does_not_wait(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    save(root / "one.jpg", picture())
    (tmp_path / "data").mkdir()
    with open_parts(DataFolder(tmp_path / "data")) as parts:
        parts.library.open()
        parts.library.roots.add(os.fsencode(root))
        wait_for(lambda: count(parts) == 1)
