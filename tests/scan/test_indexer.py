"""Scans: early pictures, nothing read twice, trouble that stops nothing, roots that come and go."""

from __future__ import annotations

import os
import struct
import time
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import DatabaseError, NotFoundError, UsageError
from gallery.catalog import photos
from gallery.imaging.workers.pool import Pool
from gallery.scan.thumbnail_queue import ThumbnailQueue
from gallery.timeline.build import BROKEN_FLAG, TimelineQuery
from tests.harness import Harness, run_harness
from tests.pictures import encoded, picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The relative paths of all files whose headers are read."""
    seen: list[bytes] = []
    original = Pool.read

    def spy(self: Pool, files: Any, **options: Any) -> Any:
        seen.extend(file.relative for file in files)
        return original(self, files, **options)

    monkeypatch.setattr(Pool, "read", spy)
    return seen


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    for number in range(3):
        save(folder / f"p{number}.jpg", picture(hue=number * 40))
    return folder


def test_a_second_start_opens_nothing_that_did_not_change(tmp_path: Path, root: Path, read: list[bytes]) -> None:
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
        first = home.names()
    assert sorted(read) == [b"p0.jpg", b"p1.jpg", b"p2.jpg"]
    read.clear()
    save(root / "p1.jpg", picture(hue=99, width=333))
    with run_harness(tmp_path / "data") as home:
        home.settled()
        assert home.names() == first
    assert read == [b"p1.jpg"]


def test_changes_made_while_it_was_closed_are_found(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
        moved = home.names()["p0.jpg"]
    (root / "p0.jpg").rename(root / "q0.jpg")
    (root / "p2.jpg").unlink()
    save(root / "n.png")
    with run_harness(tmp_path / "data") as home:
        home.settled()
        names = home.names()
    assert set(names) == {"q0.jpg", "p1.jpg", "n.png"}
    assert names["q0.jpg"] == moved


def test_pictures_are_there_before_the_scan_ends(tmp_path: Path, root: Path) -> None:
    for folder in range(150):
        (root / f"f{folder:03}").mkdir()
        for number in range(20):
            os.link(root / "p0.jpg", root / f"f{folder:03}" / f"{number}.jpg")
    with run_harness(tmp_path / "data", root) as home:
        first = wait_for(home.ids)
        assert len(first) < 3003


def test_what_cannot_be_read_stops_nothing_and_says_why(tmp_path: Path, root: Path) -> None:
    (root / "empty.jpg").write_bytes(b"")
    (root / "page.jpg").write_text("<!doctype html><title>not found</title>")
    (root / "notes").write_text("no suffix, no picture")
    (root / "cut.jpg").write_bytes(encoded(image=picture(1200, 900))[:9000])
    (root / "README.txt").write_text("other files are ignored")
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
        assert home.problems() == {
            "empty.jpg": "empty",
            "page.jpg": "wrong_content",
            "notes": "not_a_picture",
            "cut.jpg": "truncated",
        }
        assert set(home.names()) == {"p0.jpg", "p1.jpg", "p2.jpg", "empty.jpg", "page.jpg", "cut.jpg"}
        assert home.flags() == {0, BROKEN_FLAG}
        assert all(row["message"].endswith(".") for row in home.library.problems())


def test_a_problem_is_gone_when_the_file_is_mended(tmp_path: Path, root: Path) -> None:
    (root / "bad.jpg").write_bytes(b"\xff\xd8\xff rubbish")
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
        assert home.problems()
        save(root / "bad.jpg")
        wait_for(lambda: not home.problems())
        home.settled()
        assert home.flags() == {0}


def test_problems_can_be_tried_again(tmp_path: Path, root: Path, read: list[bytes]) -> None:
    (root / "bad.jpg").write_bytes(b"\xff\xd8\xff rubbish")
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
        read.clear()
        assert home.library.retry_problems() == 1
        wait_for(lambda: b"bad.jpg" in read)
        home.settled()
        assert home.problems()


def test_a_root_inside_another_is_shown_as_part_of_it(tmp_path: Path, root: Path) -> None:
    save(root / "inner" / "i.jpg")
    with run_harness(tmp_path / "data", root) as home:
        added = home.library.add_root(os.fsencode(root / "inner"))
        home.settled()
        assert [row["path"] for row in home.library.status()["roots"]] == [str(root)]
        assert list(home.names(TimelineQuery(added.folder))) == ["i.jpg"]


def test_a_root_around_others_takes_them_over_with_their_ids(tmp_path: Path, root: Path) -> None:
    save(root / "inner" / "deep" / "i.jpg")
    with run_harness(tmp_path / "data", root / "inner") as home:
        home.settled()
        photo = home.names()["i.jpg"]
        home.library.add_root(os.fsencode(root))
        home.settled()
        assert [row["path"] for row in home.library.status()["roots"]] == [str(root)]
        assert home.names()["i.jpg"] == photo
        assert home.library.photo(photo)["folders"] == ["photos", "inner", "deep"]


def test_a_removed_root_leaves_the_files_alone(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
        home.library.remove_root(home.library.status()["roots"][0]["id"])
        assert home.ids() == []
        assert home.library.folders()["folders"] == []
        with pytest.raises(NotFoundError):
            home.library.remove_root(1)
    assert len(list(root.iterdir())) == 3


def test_a_root_removed_during_its_scan_stays_removed(tmp_path: Path, root: Path) -> None:
    for folder in range(300):
        (root / f"f{folder}").mkdir()
        os.link(root / "p0.jpg", root / f"f{folder}" / "a.jpg")
    with run_harness(tmp_path / "data", root) as home:
        wait_for(home.ids)
        home.library.remove_root(1)
        home.settled()
        assert home.ids() == []


@pytest.mark.parametrize("what", ["nowhere", "file.jpg", "data"])
def test_what_cannot_be_a_root_is_refused_with_a_sentence(tmp_path: Path, root: Path, what: str) -> None:
    save(tmp_path / "file.jpg")
    with run_harness(tmp_path / "data", root) as home, pytest.raises(UsageError, match=what):
        home.library.add_root(os.fsencode(tmp_path / what))


def test_pausing_holds_the_background_but_not_what_is_looked_at(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data") as home:
        home.library.pause(paused=True)
        home.library.add_root(os.fsencode(root))
        home.parts.indexer.check_folders(1, [b""])
        wait_for(lambda: home.library.progress().unread == 3)
        assert home.ids() == []
        home.library.pause(paused=False)
        wait_for(lambda: len(home.ids()) == 3)


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.scan.indexer.RETRY_AFTER_ERROR_S", 0.1)
    with run_harness(tmp_path / "data") as home:
        home.settled()
        database = home.parts.database
        write = database.write
        full = True

        def refuse() -> Any:
            if full:
                raise DatabaseError("The disk is full.")
            return write()

        monkeypatch.setattr(database, "write", refuse)
        home.parts.settings.add_root(os.fsencode(root))
        home.parts.indexer.scan(1)
        wait_for(lambda: "The disk is full." in home.library.status()["notices"])
        full = False
        home.library.start()
        wait_for(lambda: len(home.ids()) == 3)
        wait_for(lambda: not home.library.status()["notices"])


def test_every_thread_and_process_ends(tmp_path: Path, root: Path) -> None:
    import threading

    import psutil

    before = {thread.name for thread in threading.enumerate()}
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
        assert psutil.Process().children()
    assert {thread.name for thread in threading.enumerate()} <= before
    wait_for(
        lambda: (
            not [child for child in psutil.Process().children() if "resource_tracker" not in " ".join(child.cmdline())]
        )
    )


@pytest.fixture
def running(tmp_path: Path, root: Path) -> Iterator[Harness]:
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
        yield home


def unmade(home: Harness) -> int:
    """From the index itself: what was told last may be older."""
    with home.parts.database.read() as conn:
        return len(photos.unmade(conn, 99))


def test_every_thumbnail_is_made_in_the_background(running: Harness) -> None:
    assert unmade(running) == 0
    assert running.library.progress().stage == "idle"


def test_nothing_is_at_rest_before_its_thumbnails_are_made(running: Harness, root: Path) -> None:
    """Where finding nothing to do has taken long, it is not asked again soon; what was read since is to be made."""
    running.parts.indexer._thumbnail_queue._not_before = time.monotonic() + 1
    save(root / "late.jpg", picture(hue=12))
    running.library.rescan()
    running.settled()
    assert unmade(running) == 0


def test_at_rest_it_sleeps(running: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[float] = []
    time.sleep(2.5)  # a folder that was new is looked at once more
    running.settled()
    original = ThumbnailQueue.top_up
    monkeypatch.setattr(
        ThumbnailQueue, "top_up", lambda self, *args: (turns.append(time.monotonic()), original(self, *args))[1]
    )
    time.sleep(2)
    assert len(turns) <= 2


def test_a_lost_cache_is_made_again(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
    (tmp_path / "data" / "cache.db").unlink()
    with run_harness(tmp_path / "data") as home:
        home.settled()
        wait_for(lambda: not home.library._thumbnails._blobs.empty)


def test_a_lost_index_is_made_again_from_the_disk(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
        before = set(home.names())
    (tmp_path / "data" / "index.db").write_bytes(b"not a database at all, but long enough to look at" * 100)
    with run_harness(tmp_path / "data") as home:
        home.settled()
        assert set(home.names()) == before
        assert "built again" in " ".join(home.library.status()["notices"])


def test_two_files_of_one_content_both_get_their_colour(tmp_path: Path, root: Path) -> None:
    os.link(root / "p0.jpg", root / "twin.jpg")
    with run_harness(tmp_path / "data", root) as home:
        home.settled()
        assert unmade(home) == 0


def test_an_order_is_answered_when_it_is_written_down(running: Harness) -> None:
    from gallery.catalog import photos

    for _ in range(50):
        number = running.parts.indexer.submit(photos.raise_generation).result(5)
        with running.parts.database.read() as conn:
            assert photos.generation(conn) == number


def test_a_failed_order_is_the_askers_and_changes_nothing(running: Harness) -> None:
    from gallery.catalog import photos

    def fail(conn: Any) -> None:
        photos.raise_generation(conn)
        raise ValueError("no")

    with running.parts.database.read() as conn:
        before = photos.generation(conn)
    with pytest.raises(ValueError, match="no"):
        running.parts.indexer.submit(fail).result(5)
    with running.parts.database.read() as conn:
        assert photos.generation(conn) == before
    assert not running.library.status()["notices"]


def test_waiting_while_paused_costs_nothing(running: Harness) -> None:
    import time

    running.library.pause(paused=True)
    running.library.rescan()
    time.sleep(0.3)
    start = time.process_time()
    time.sleep(0.5)
    assert time.process_time() - start < 0.25
    running.library.pause(paused=False)
    running.settled()


def test_paused_work_is_not_said_to_be_done(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data") as home:
        home.library.pause(paused=True)
        home.library.add_root(os.fsencode(root))
        home.parts.indexer.check_folders(1, [b""])
        wait_for(lambda: home.library.progress().unread == 3)
        assert home.library.progress().stage in ("listing", "reading")
        home.library.pause(paused=False)
        wait_for(lambda: home.library.progress().stage == "idle")


def test_colours_found_in_the_background_reach_an_open_page(running: Harness) -> None:
    running.settled()
    _, data = running.library.timeline(TimelineQuery())
    count, days = struct.unpack_from("<II", data, 12)
    start = 32 + 8 * days + 4 * count + 2 * count + (-2 * count % 4)
    assert all(struct.unpack_from(f"<{count}H", data, start))
