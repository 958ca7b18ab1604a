"""What a scan finds and does not show: counted in the listing, kept with the folder, followed."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from typing import TYPE_CHECKING, cast

import pytest

from gallery.base.events import TimelinesChanged
from gallery.catalog import folders, left_out, photos, schema
from gallery.catalog.connection import open_connection
from gallery.catalog.left_out import CountedFolders
from gallery.scan import listing
from gallery.scan.change_reports import ChangeReports
from gallery.scan.listing import Listing, list_folder, set_hash
from tests.harness import run_harness
from tests.pictures import save
from tests.scan.drives import wait_until_observed
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Harness
    from tests.scan.scanner_driver import ScannerDriver

EVERYWHERE = CountedFolders()


def listed(folder: Path) -> Listing:
    found = list_folder(os.fsencode(folder))
    assert found
    return found


def told(driver: ScannerDriver, relative: bytes | None = None) -> dict[str, int]:
    """What is left out in a folder without those below it, or everywhere."""
    with driver.database.read() as conn:
        where = EVERYWHERE if relative is None else CountedFolders(folders.find(conn, 1, relative), subfolders=False)
        return left_out.count(conn, where)


def generation(driver: ScannerDriver) -> int:
    with driver.database.read() as conn:
        return photos.get_generation(conn)


def test_what_a_folder_holds_besides_is_counted_by_kind(tmp_path: Path) -> None:
    names = ("a.jpg", "a.pdf", "b.PDF", "c.svg", "film.mpg", "notes.txt", "a.xmp", "Thumbs.db", ".DS_Store", "._a.jpg",
             ".b.jpg", ".bashrc", "no suffix")  # fmt: skip
    for name in names:
        (tmp_path / name).touch()
    found = listed(tmp_path)
    assert found.left_out == {"pdf": 2, "svg": 1, "video": 1, "other": 1, "hidden": 1, "thumbnails": 1}
    assert found.files.keys() == {b"a.jpg", b"no suffix"}


def test_a_hidden_folder_is_none_of_the_pictures_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / ".old.jpg").mkdir()
    (tmp_path / ".b.jpg").touch()
    assert listed(tmp_path).left_out == {"hidden_folder": 1, "hidden": 1}


def test_a_hidden_folder_that_is_to_be_skipped_is_not_told(tmp_path: Path) -> None:
    (tmp_path / ".shoebox").mkdir()
    (tmp_path / ".git").mkdir()
    found = list_folder(os.fsencode(tmp_path), [os.fsencode(tmp_path / ".shoebox")])
    assert found
    assert found.left_out == {"hidden_folder": 1}


def test_links_are_told_wherever_they_lead(tmp_path: Path) -> None:
    (tmp_path / "photos.2019").symlink_to(tmp_path)
    (tmp_path / "there.jpg").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").symlink_to(tmp_path)
    assert listed(tmp_path).left_out == {"link": 3}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names on this system")
def test_a_pipe_is_another_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert listed(tmp_path).left_out == {"other": 1}


def test_a_hidden_entry_that_may_not_be_asked_about_is_no_photo() -> None:
    class Entry:
        name, path = b".cache", b"/photos/.cache"

        def is_dir(self, *, follow_symlinks: bool) -> bool:
            raise PermissionError(13, f"Permission denied (follow: {follow_symlinks})")

    found = Listing()
    assert listing._add_entry(cast("os.DirEntry[bytes]", Entry()), found, (), []) == ""
    assert found == Listing()


def test_a_folder_that_asks_galleries_to_stay_out_is_told_by_itself_alone(driver: ScannerDriver) -> None:
    driver.put("app/sticker.jpg")
    driver.put("app/manual.pdf")
    (driver.root / "app" / ".nomedia").touch()
    driver.scan()
    assert told(driver) == told(driver, b"app") == {"nomedia": 1}
    (driver.root / "app" / ".nomedia").unlink()
    driver.check(b"app")
    assert told(driver) == {"pdf": 1}


def test_the_folder_that_the_user_named_is_shown_with_nomedia_and_tells_the_rest(driver: ScannerDriver) -> None:
    (driver.root / ".nomedia").touch()
    driver.put("a.pdf")
    driver.scan()
    assert "keep.jpg" in driver.rows()
    assert told(driver) == {"pdf": 1}


@pytest.mark.parametrize("whole", [True, False], ids=["scan", "check"])
def test_what_is_left_out_is_followed_and_raises_the_generation_only_when_it_changes(
    driver: ScannerDriver, whole: bool
) -> None:
    def look() -> list[str]:
        return driver.scan() if whole else driver.check(b"")

    driver.scan()
    first = generation(driver)
    driver.put("a.pdf")
    assert look() == []
    assert told(driver) == {"pdf": 1}
    second = generation(driver)
    assert second > first
    assert look() == []
    driver.put("a.pdf", b"longer")
    look()
    assert generation(driver) == second
    (driver.root / "a.pdf").rename(driver.root / "a.svg")
    look()
    assert told(driver) == {"svg": 1}
    assert generation(driver) > second


def test_a_folder_that_goes_takes_its_counts_and_a_renamed_one_keeps_what_is_there_now(driver: ScannerDriver) -> None:
    driver.put("trip/x.jpg", b"x")
    driver.put("trip/a.pdf")
    driver.put("trip/b.pdf")
    driver.scan()
    assert told(driver) == {"pdf": 2}
    with driver.database.read() as conn:
        before = folders.find(conn, 1, b"trip")
    (driver.root / "trip").rename(driver.root / "journey")
    (driver.root / "journey" / "b.pdf").unlink()
    driver.scan()
    with driver.database.read() as conn:
        assert folders.find(conn, 1, b"journey") == before
    assert told(driver) == told(driver, b"journey") == {"pdf": 1}
    for file in (driver.root / "journey").iterdir():
        file.unlink()
    (driver.root / "journey").rmdir()
    driver.scan()
    assert told(driver) == {}
    with driver.database.write() as conn:
        folders.delete_gone(conn)
        assert conn.execute("SELECT count(*) FROM left_out").fetchone() == (0,)


@pytest.mark.parametrize("whole", [True, False], ids=["scan", "check"])
def test_pages_hear_that_a_folder_went_that_held_no_photo(driver: ScannerDriver, whole: bool) -> None:
    for name in ("papers/a.pdf", "papers/old/b.pdf"):
        driver.put(name)
    driver.scan()
    first = generation(driver)
    shutil.rmtree(driver.root / "papers")
    if whole:
        driver.scan()
    else:
        driver.check(b"papers")
    assert told(driver) == {}
    second = generation(driver)
    assert second > first
    driver.put("papers/a.pdf")
    driver.scan()
    assert told(driver) == {"pdf": 1}
    assert generation(driver) > second


def test_an_earlier_index_learns_it_with_the_next_scan_and_no_header_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, driver: ScannerDriver
) -> None:
    step = next(number for number, script in enumerate(schema.INDEX) if "CREATE TABLE left_out" in script)
    driver.put("plain/x.jpg", b"x")
    driver.put("mixed/y.jpg", b"y")
    driver.put("mixed/a.pdf")
    with monkeypatch.context() as earlier:  # a listing as it was before
        earlier.setattr(listing, "count_kinds", lambda _names: {})
        driver.scan()
    assert told(driver) == {}
    driver.database.close()
    with closing(open_connection(tmp_path / "index.db")) as conn:
        conn.execute("DROP TABLE left_out")
        conn.execute(f"PRAGMA user_version = {step}")
    driver.open(schema.INDEX[: step + 1])  # what later steps made is there already
    with driver.database.read() as conn:
        marks = dict(conn.execute("SELECT relative, mark FROM folders"))
    assert driver.scan() == []
    assert told(driver) == told(driver, b"mixed") == {"pdf": 1}
    with driver.database.read() as conn:
        changed = {
            relative for relative, mark in conn.execute("SELECT relative, mark FROM folders") if marks[relative] != mark
        }
    assert changed == {b"mixed"}  # the others are not even compared


def test_the_hash_of_a_folder_tells_what_is_left_out() -> None:
    hashes = set()
    for counts in ({}, {"pdf": 1}, {"pdf": 2}, {"svg": 1}, {"pdf": 1, "svg": 1}):
        found = Listing({b"a.jpg": (1, 2, 3)}, [b"in"], left_out=counts)
        set_hash(found, None)
        hashes.add(found.hash)
    assert len(hashes) == 5
    turned = [Listing(left_out=counts) for counts in ({"pdf": 1, "svg": 2}, {"svg": 2, "pdf": 1})]
    for found in turned:
        set_hash(found, None)
    assert turned[0].hash == turned[1].hash


def test_a_hidden_picture_is_a_reason_to_look_at_its_folder() -> None:
    looked: list[bytes] = []
    reports = ChangeReports(b"/photos", looked.append, lambda: None)
    for name in (b"in/.a.jpg", b"in/._a.jpg", b"in/.a.jpg.tmp", b".git/.b.jpg", b"in/a.pdf"):
        reports.entry(name, is_folder=False)
    assert looked == [b"in", b"in"]


def test_folders_that_are_counted_are_a_reason_and_no_others_that_are_left_out() -> None:
    looked: list[bytes] = []
    reports = ChangeReports(b"/photos", looked.append, lambda: None, [b"/photos/.shoebox"])
    for name in (b"in/.git", b"in/@eaDir", b"#recycle"):
        reports.entry(name, is_folder=True)
    assert looked == [b"in", b"in", b""]
    for name in (b".shoebox", b".shoebox/in", b".git/objects", b"@eaDir/a", b".fseventsd", b"lost+found"):
        reports.entry(name, is_folder=True)
    reports.entry(b"in/.draft.swp", is_folder=False)
    assert len(looked) == 3


def test_hidden_folders_and_bins_are_followed(running: Harness, root: Path) -> None:
    for name, kind in ((".git", "hidden_folder"), ("#recycle", "bin")):
        (root / "d1" / name).mkdir()
        wait_for(lambda kind=kind: counts(running) == {kind: 1})  # type: ignore[misc]
        (root / "d1" / name).rmdir()
        wait_for(lambda: counts(running) == {})


def counts(home: Harness) -> dict[str, int]:
    return {kind["kind"]: kind["count"] for kind in home.library.folders.left_out()["kinds"]}


def test_pages_are_told_when_a_pdf_comes_and_goes(running: Harness, root: Path) -> None:
    assert counts(running) == {}
    news = running.parts.hub.subscribe()

    def wait_for_news() -> TimelinesChanged:
        while True:
            event = news.get(60)
            assert event is not None
            if isinstance(event, TimelinesChanged):
                return event

    before = running.names()
    (root / "d1" / "manual.pdf").write_bytes(b"%PDF-1.7")
    first = wait_for_news()
    wait_for(lambda: counts(running) == {"pdf": 1})
    assert running.library.folders.left_out()["generation"] >= first.generation
    (root / "d1" / "manual.pdf").unlink()
    assert wait_for_news().generation > first.generation
    wait_for(lambda: counts(running) == {})
    assert running.names() == before


def test_files_without_a_suffix_that_are_no_pictures_are_no_problem_but_told(tmp_path: Path, root: Path) -> None:
    (root / "Makefile").write_text("all:\n", encoding="utf-8")
    (root / "empty").touch()
    save(root / "d0" / "real", format="JPEG")
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        wait_until_observed(home)
        assert counts(home) == {"other": 2}
        assert home.problems() == {}
        assert home.library.status.read()["counts"]["problems"] == 0
        assert home.library.problems.retry() == 0
        (root / "Makefile").unlink()
        wait_for(lambda: counts(home) == {"other": 1})
