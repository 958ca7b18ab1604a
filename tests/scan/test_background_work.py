"""Background work of a running Shoebox: thumbnails, writes of other threads, pauses, errors, and rest when all is done."""

from __future__ import annotations

import os
import struct
import threading
import time
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from gallery.base.errors import DatabaseError
from gallery.catalog import photos
from gallery.settings.settings import RootPath
from gallery.timeline.build import TimelineQuery
from tests.harness import Harness, run_harness
from tests.pictures import picture, save
from tests.scan.spies import count_root_checks, count_turns
from tests.waiting import PATIENCE_S, wait_for

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(flat_root: Path) -> Path:
    """Three pictures in one folder."""
    return flat_root


def test_pausing_holds_the_background_but_not_checks(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data") as home:
        home.parts.indexer.pause(paused=True)
        home.library.roots.add(os.fsencode(root))
        home.parts.indexer.check_folders(1, [b""])
        wait_for(lambda: home.parts.indexer.progress().unread == 3)
        assert home.ids() == []
        home.parts.indexer.pause(paused=False)
        wait_for(lambda: len(home.ids()) == 3)


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.scan.indexer.RETRY_AFTER_ERROR_S", 0.1)
    with run_harness(tmp_path / "data") as home:
        home.wait_until_idle()
        database = home.parts.database
        write = database.write
        full = True

        def refuse() -> Any:
            if full:
                raise DatabaseError("The disk is full.")
            return write()

        monkeypatch.setattr(database, "write", refuse)
        home.parts.settings.replace_roots([RootPath(1, os.fsencode(root))], [])
        home.parts.indexer.scan(1)
        wait_for(lambda: "The disk is full." in home.library.status.read()["notices"])
        full = False
        home.library.roots.align()
        home.library.roots.watch_and_scan()
        wait_for(lambda: len(home.ids()) == 3)
        wait_for(lambda: not home.library.status.read()["notices"])


def test_every_thread_and_process_ends(tmp_path: Path, root: Path) -> None:
    before = {thread.name for thread in threading.enumerate()}
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        assert psutil.Process().children()
    wait_for(lambda: {thread.name for thread in threading.enumerate()} <= before)
    wait_for(
        lambda: (
            not [child for child in psutil.Process().children() if "resource_tracker" not in " ".join(child.cmdline())]
        )
    )


def unmade(home: Harness) -> int:
    """From the index itself: what was told last may be older."""
    with home.parts.database.read() as conn:
        return len(photos.find_without_thumbnail(conn, 99))


def test_every_thumbnail_is_made_in_the_background(running: Harness) -> None:
    assert unmade(running) == 0
    assert running.parts.indexer.progress().stage == "idle"


def test_nothing_is_idle_before_its_thumbnails_are_made(running: Harness, root: Path) -> None:
    """Where finding nothing to do has taken long, it is not asked again soon; what was read since is to be made."""
    running.parts.indexer._thumbnail_queue._not_before = time.monotonic() + 1
    save(root / "late.jpg", picture(hue=12))
    running.library.roots.rescan()
    running.wait_until_idle()
    assert unmade(running) == 0


def test_an_idle_indexer_sleeps(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = count_root_checks(monkeypatch)
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        wait_for(lambda: home.parts.indexer._scanner.due is None)  # a folder that was new is listed once more
        home.wait_until_idle()
        turns = count_turns(monkeypatch)
        checks.clear()
        wait_for(lambda: len(checks) > 5)
        assert len(turns) <= 2


def test_two_files_of_one_content_both_get_their_colour(tmp_path: Path, root: Path) -> None:
    os.link(root / "p0.jpg", root / "twin.jpg")
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        assert unmade(home) == 0


def test_a_write_is_answered_when_it_is_written_down(running: Harness) -> None:
    for _ in range(50):
        number = running.parts.indexer.submit(photos.raise_generation).result(PATIENCE_S)
        with running.parts.database.read() as conn:
            assert photos.get_generation(conn) == number


def test_a_failed_write_is_the_callers_and_changes_nothing(running: Harness) -> None:
    def fail(conn: Any) -> None:
        photos.raise_generation(conn)
        raise ValueError("no")

    with running.parts.database.read() as conn:
        before = photos.get_generation(conn)
    with pytest.raises(ValueError, match="no"):
        running.parts.indexer.submit(fail).result(PATIENCE_S)
    with running.parts.database.read() as conn:
        assert photos.get_generation(conn) == before
    assert not running.library.status.read()["notices"]


def test_waiting_while_paused_costs_nothing(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = count_root_checks(monkeypatch)
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        wait_for(lambda: home.parts.indexer._scanner.due is None)
        home.parts.indexer.pause(paused=True)
        home.library.roots.rescan()
        turns = count_turns(monkeypatch)
        checks.clear()
        wait_for(lambda: len(checks) > 5)
        assert len(turns) <= 3
        home.parts.indexer.pause(paused=False)
        home.wait_until_idle()


def test_paused_work_is_not_said_to_be_done(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data") as home:
        home.parts.indexer.pause(paused=True)
        home.library.roots.add(os.fsencode(root))
        home.parts.indexer.check_folders(1, [b""])
        wait_for(lambda: home.parts.indexer.progress().unread == 3)
        assert home.parts.indexer.progress().stage in ("listing", "reading")
        home.parts.indexer.pause(paused=False)
        wait_for(lambda: home.parts.indexer.progress().stage == "idle")


def test_colours_found_in_the_background_reach_an_open_page(running: Harness) -> None:
    running.wait_until_idle()
    _, data = running.library.timelines.get(TimelineQuery())
    count, days = struct.unpack_from("<II", data, 12)
    start = 32 + 8 * days + 4 * count + 2 * count + (-2 * count % 4)
    assert all(struct.unpack_from(f"<{count}H", data, start))
