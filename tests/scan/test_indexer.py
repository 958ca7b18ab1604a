"""Scans of a running Shoebox: early pictures, nothing read twice, problems that stop nothing, roots that come and go."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import NotFoundError, UsageError
from gallery.imaging.workers.pool import Pool
from gallery.scan import listing
from gallery.timeline.build import BROKEN_FLAG, TimelineQuery
from tests.harness import run_harness
from tests.pictures import encoded, picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def root(flat_root: Path) -> Path:
    """Three pictures in one folder."""
    return flat_root


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


def test_a_second_start_opens_nothing_that_did_not_change(tmp_path: Path, root: Path, read: list[bytes]) -> None:
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        first = home.names()
    assert sorted(read) == [b"p0.jpg", b"p1.jpg", b"p2.jpg"]
    read.clear()
    save(root / "p1.jpg", picture(hue=99, width=333))
    with run_harness(tmp_path / "data") as home:
        home.wait_until_idle()
        assert home.names() == first
    assert read == [b"p1.jpg"]


def test_changes_made_while_it_was_closed_are_found(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        moved = home.names()["p0.jpg"]
    (root / "p0.jpg").rename(root / "q0.jpg")
    (root / "p2.jpg").unlink()
    save(root / "n.png")
    with run_harness(tmp_path / "data") as home:
        home.wait_until_idle()
        names = home.names()
    assert set(names) == {"q0.jpg", "p1.jpg", "n.png"}
    assert names["q0.jpg"] == moved


@pytest.fixture
def held_scan(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Many folders, the last of which is not listed before the event is set."""
    for folder in range(30):
        (root / f"f{folder:03}").mkdir()
        for number in range(20):
            os.link(root / "p0.jpg", root / f"f{folder:03}" / f"{number}.jpg")
    go_on = threading.Event()
    original = listing.list_folder

    def hold(path: bytes, skip: Any = ()) -> Any:
        if path.endswith(b"f029"):
            assert go_on.wait(60)
        return original(path, skip)

    monkeypatch.setattr("gallery.scan.scan_pass.list_folder", hold)
    monkeypatch.setattr("gallery.scan.scanner.SCAN_STEP_S", 0)  # a step for each folder
    yield go_on
    go_on.set()


def test_pictures_are_there_before_the_scan_ends(tmp_path: Path, root: Path, held_scan: threading.Event) -> None:
    with run_harness(tmp_path / "data", root) as home:
        wait_for(home.ids)
        held_scan.set()
        wait_for(lambda: len(home.ids()) == 603)


def test_what_cannot_be_read_stops_nothing_and_says_why(tmp_path: Path, root: Path) -> None:
    (root / "empty.jpg").write_bytes(b"")
    (root / "page.jpg").write_text("<!doctype html><title>not found</title>", encoding="utf-8")
    (root / "notes").write_text("no suffix, no picture", encoding="utf-8")
    (root / "cut.jpg").write_bytes(encoded(image=picture(1200, 900))[:9000])
    (root / "README.txt").write_text("other files are ignored", encoding="utf-8")
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        assert home.problems() == {
            "empty.jpg": "empty",
            "page.jpg": "wrong_content",
            "cut.jpg": "truncated",
        }
        assert [kind["kind"] for kind in home.library.folders.left_out()["kinds"]] == ["other"]  # notes, README.txt
        assert set(home.names()) == {"p0.jpg", "p1.jpg", "p2.jpg", "empty.jpg", "page.jpg", "cut.jpg"}
        assert home.flags() == {0, BROKEN_FLAG}
        assert all(row["message"].endswith(".") for row in home.library.problems.read())


def test_names_that_other_programs_use_make_no_cell_but_damaged_pictures_do(tmp_path: Path, root: Path) -> None:
    for name, data in {
        "measures.pfm": b"\0\1\xc7\2\0\0Copyright",
        "template.vst": b"\xd0\xcf\x11\xe0",
        "empty.tga": b"",
        "text.dds": b"hello",
        "arrow.cur": b"\0\0\2\0\1\0",
        "cut.dds": b"DDS \x7c\0\0\0",
        "broken.pcx": b"\x0a\5\1\x08 and nothing else",
    }.items():
        (root / name).write_bytes(data)
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        assert set(home.names()) == {"p0.jpg", "p1.jpg", "p2.jpg", "cut.dds", "broken.pcx"}
        assert home.flags() == {0, BROKEN_FLAG}
        assert "arrow.cur" not in home.problems()


def test_a_problem_is_gone_when_the_file_is_mended(tmp_path: Path, root: Path) -> None:
    (root / "bad.jpg").write_bytes(b"\xff\xd8\xff rubbish")
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        assert home.problems()
        save(root / "bad.jpg")
        wait_for(lambda: not home.problems())
        home.wait_until_idle()
        assert home.flags() == {0}


def test_problems_can_be_tried_again(tmp_path: Path, root: Path, read: list[bytes]) -> None:
    (root / "bad.jpg").write_bytes(b"\xff\xd8\xff rubbish")
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        read.clear()
        assert home.library.problems.retry() == 1
        wait_for(lambda: b"bad.jpg" in read)
        home.wait_until_idle()
        assert home.problems()


def test_a_root_inside_another_is_shown_as_part_of_it(tmp_path: Path, root: Path) -> None:
    save(root / "inner" / "i.jpg")
    with run_harness(tmp_path / "data", root) as home:
        added = home.library.roots.add(os.fsencode(root / "inner"))
        home.wait_until_idle()
        assert [row["path"] for row in home.library.status.read()["roots"]] == [str(root)]
        assert list(home.names(TimelineQuery(added.folder))) == ["i.jpg"]


def test_a_root_around_others_takes_them_over_with_their_ids(tmp_path: Path, root: Path) -> None:
    save(root / "inner" / "deep" / "i.jpg")
    with run_harness(tmp_path / "data", root / "inner") as home:
        home.wait_until_idle()
        photo = home.names()["i.jpg"]
        home.library.roots.add(os.fsencode(root))
        home.wait_until_idle()
        assert [row["path"] for row in home.library.status.read()["roots"]] == [str(root)]
        assert home.names()["i.jpg"] == photo
        assert home.library.photos.details(photo)["folders"] == ["photos", "inner", "deep"]


def test_a_removed_root_leaves_the_files_alone(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        home.library.roots.remove(home.library.status.read()["roots"][0]["id"])
        assert home.ids() == []
        assert home.library.folders.tree()["folders"] == []
        with pytest.raises(NotFoundError):
            home.library.roots.remove(1)
    assert len(list(root.iterdir())) == 3


def test_a_root_removed_during_its_scan_stays_removed(tmp_path: Path, root: Path, held_scan: threading.Event) -> None:
    with run_harness(tmp_path / "data", root) as home:
        wait_for(home.ids)
        home.library.roots.remove(1)
        held_scan.set()
        home.wait_until_idle()
        assert home.ids() == []


@pytest.mark.parametrize("what", ["nowhere", "file.jpg", "data"])
def test_what_cannot_be_a_root_is_refused_with_a_sentence(tmp_path: Path, root: Path, what: str) -> None:
    save(tmp_path / "file.jpg")
    with run_harness(tmp_path / "data", root) as home, pytest.raises(UsageError, match=what):
        home.library.roots.add(os.fsencode(tmp_path / what))


def test_a_lost_cache_is_made_again(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
    (tmp_path / "data" / "cache.db").unlink()
    with run_harness(tmp_path / "data") as home:
        home.wait_until_idle()
    with closing(sqlite3.connect(tmp_path / "data" / "cache.db")) as cache:
        assert cache.execute("SELECT count(*) FROM blobs").fetchone() == (3,)


def test_a_lost_index_is_made_again_from_the_disk(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        before = set(home.names())
    (tmp_path / "data" / "index.db").write_bytes(b"not a database at all, but long enough to look at" * 100)
    with run_harness(tmp_path / "data") as home:
        home.wait_until_idle()
        assert set(home.names()) == before
        assert "built again" in " ".join(home.library.status.read()["notices"])
