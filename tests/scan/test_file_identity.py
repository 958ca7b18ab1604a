"""Changes that size and time do not tell, and those of rights, links and inodes that are none."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from gallery.base.models import Problem
from gallery.catalog import folders, photos
from gallery.catalog.file_stats import FileStat, KnownFile
from gallery.catalog.schema import GONE, READ
from gallery.scan import listing
from gallery.scan.listing import Listing, compare, list_folder
from tests.index_builder import EPOCH
from tests.scan.renames import later, needs_ctime, swap_later

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.scan.scanner_driver import ScannerDriver

LOCKED = Problem("unreadable", "You may not read this file.")


@pytest.mark.parametrize("whole", [True, False])
@needs_ctime
def test_two_files_of_one_size_and_time_that_change_names(driver: ScannerDriver, whole: bool) -> None:
    one, other = driver.put("a.jpg", b"red "), driver.put("b.jpg", b"blue")
    driver.scan()
    ids = driver.rows()
    swap_later(one, other)
    read = driver.scan() if whole else driver.check(b"")
    assert read == ["a.jpg", "b.jpg"]
    assert driver.rows() == ids, "the names keep their photos, which have other bytes now"
    versions = driver.versions()
    assert versions["a.jpg"] == (b"blue", 2)
    assert versions["b.jpg"] == (b"red ", 2)
    assert driver.scan() == []


def link_anew(path: Path) -> None:
    path.with_name(".link.tmp").unlink(missing_ok=True)
    os.link(path, path.with_name(".link.tmp"))


@pytest.mark.parametrize("change", ["rights", "link", "time set back"])
@needs_ctime
def test_what_leaves_the_bytes_alone_is_read_once_and_changes_nothing(driver: ScannerDriver, change: str) -> None:
    path = driver.put("a.jpg", b"red")
    driver.scan()
    before = driver.rows(), driver.versions()
    changes: dict[str, Callable[[], object]] = {
        "rights": lambda: path.chmod(0o600 if path.stat().st_mode & 0o40 else 0o640),
        "link": lambda: link_anew(path),
        "time set back": lambda: os.utime(path, (2000, 1000)),
    }
    later(path, changes[change])
    with driver.database.read() as conn:
        generation = photos.get_generation(conn)
    assert driver.scan() == ["a.jpg"]
    assert driver.scan() == []
    assert driver.check(b"") == []
    assert (driver.rows(), driver.versions()) == before
    with driver.database.read() as conn:
        assert photos.get_generation(conn) == generation


def renumber(monkeypatch: pytest.MonkeyPatch, by: int) -> None:
    """Let all files have other inodes than they had, as on FAT when it is mounted anew."""
    original = list_folder

    def renumbered(path: bytes, *args: object, **options: object) -> Listing | None:
        found = original(path, *args, **options)  # type: ignore[arg-type]  # passed on
        if found:
            found.inodes = {name: inode + by for name, inode in found.inodes.items()}
        return found

    monkeypatch.setattr("gallery.scan.scan_pass.list_folder", renumbered)


def test_a_scan_where_inodes_are_not_stable_reads_nothing(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        driver.put(f"d/{number}.jpg", b"%d" % number)
    driver.scan()
    for by in range(1, 4):
        renumber(monkeypatch, by)
        driver.put(f"d/new{by}.jpg", b"new %d" % by)  # so that the folder is compared
        assert driver.scan() == [f"d/new{by}.jpg"]
    before = driver.versions()
    renumber(monkeypatch, 9)
    assert len(driver.check(b"d")) == 8, "something happened there: another inode may be another file"
    assert driver.check(b"d") == []
    assert driver.versions() == before


def test_an_index_without_these_values_takes_them_without_reading_anything(driver: ScannerDriver) -> None:
    driver.put("a.jpg")
    driver.scan()
    with driver.database.write() as conn:
        conn.execute("UPDATE photos SET ctime_ns = NULL, inode = NULL")
        conn.execute("UPDATE folders SET mark = NULL")
    assert driver.scan() == []
    with driver.database.read() as conn:
        found = conn.execute("SELECT count(*) FROM photos WHERE ctime_ns IS NULL OR inode IS NULL").fetchone()
    assert found == (0,)


def test_a_moved_file_is_read_once(driver: ScannerDriver) -> None:
    """Its ctime is another one after the move, which its row has to learn."""
    path = driver.put("a/x.jpg")
    driver.scan()
    (driver.root / "b").mkdir()
    later(path, lambda: path.chmod(0o600 if path.stat().st_mode & 0o40 else 0o640))
    path.rename(driver.root / "b" / "x.jpg")
    photo = driver.rows()["a/x.jpg"][0]
    assert driver.scan() == []
    assert driver.rows()["b/x.jpg"][0] == photo
    assert driver.scan() == []


@needs_ctime
def test_rights_that_are_granted_later_are_seen_when_the_folder_is_listed(driver: ScannerDriver) -> None:
    path = driver.put("d/locked.jpg")
    driver.scan()
    with driver.database.write() as conn:
        photo = driver.rows()["d/locked.jpg"][0]
        photos.set_unreadable(conn, photo, LOCKED, EPOCH, in_timeline=True)
    assert driver.check(b"d") == []
    later(path, lambda: path.chmod(0o600 if path.stat().st_mode & 0o40 else 0o640))
    assert driver.check(b"d") == ["d/locked.jpg"]


@pytest.mark.parametrize("what", ["folder", "file in it"])
def test_a_folder_that_may_be_listed_now_is_seen_when_the_one_above_it_is(driver: ScannerDriver, what: str) -> None:
    driver.put("vault/x.jpg")
    driver.put("open/x.jpg", b"other")
    driver.scan()
    with driver.database.write() as conn:
        folder = folders.find(conn, 1, b"vault")
        assert folder
        if what == "folder":
            folders.set_problem(conn, folder, "You are not allowed to open this folder.")
        else:
            photo = driver.rows()["vault/x.jpg"][0]
            photos.set_unreadable(conn, photo, LOCKED, EPOCH, in_timeline=True)
    driver.put("vault/new.jpg", b"new in there")
    driver.put("open/new.jpg", b"new where nothing was forbidden")
    driver.check(b"")
    assert "vault/new.jpg" in driver.rows()
    assert "open/new.jpg" not in driver.rows(), "its own change tells of it"
    with driver.database.read() as conn:
        row = folders.get(conn, folder)
        assert row
        assert row.problem is None


KNOWN = KnownFile(1, 10, 5, READ, 7, 3)


@pytest.mark.parametrize(
    ("row", "stat", "by_inode", "found"),
    [
        (KNOWN, (10, 5, 7, 3), True, "nothing"),
        (KNOWN, (10, 5, 8, 3), True, "doubtful"),
        (KNOWN, (10, 5, 8, 3), False, "doubtful"),
        (KNOWN, (10, 5, 7, 4), True, "doubtful"),
        (KNOWN, (10, 5, 7, 4), False, "nothing"),
        (KNOWN, (10, 5, 7, None), True, "nothing"),
        (KNOWN, (10, 5, 8, None), False, "doubtful"),
        (KNOWN, (10, 6, 8, 4), True, "changed"),
        (KnownFile(1, 10, 5, READ), (10, 5, 7, 3), True, "untold"),
        (KnownFile(1, 10, 5, READ, 7), (10, 5, 7, 3), False, "untold"),
        (KnownFile(1, 10, 5, READ, 7), (10, 5, 7, None), False, "nothing"),
        (KnownFile(1, 10, 5, READ, 7), (10, 5, 8, 3), False, "doubtful"),
        (KnownFile(1, 10, 5, GONE, 7, 3), (10, 5, 7, 3), True, "changed"),
    ],
)
def test_what_a_listing_says_of_a_known_file(
    row: KnownFile, stat: tuple[int, int, int, int | None], by_inode: bool, found: str
) -> None:
    size, mtime_ns, ctime_ns, inode = stat
    inodes = {} if inode is None else {b"x": inode}
    listed = Listing({b"x": (size, mtime_ns, ctime_ns or 0)}, inodes=inodes, by_inode=by_inode)
    diff = compare(listed, {b"x": row}, GONE)
    parts = {"changed": diff.changed, "doubtful": diff.doubtful, "untold": diff.untold}
    assert {name: files for name, files in parts.items() if files} == (
        {found: [(1, FileStat(*stat))]} if found in parts else {}
    )
    assert not diff.new
    assert not diff.gone


class Entry:
    """An entry as Windows lists it: without the id of the file."""

    def __init__(self, path: bytes) -> None:
        self.path, self.name = path, os.path.basename(path)

    def is_dir(self, **_: object) -> bool:
        return False

    def stat(self, **_: object) -> os.stat_result:
        found = os.lstat(self.path)
        values = {name: getattr(found, name) for name in dir(found) if name.startswith("st_")} | {"st_ino": 0}
        return cast("os.stat_result", SimpleNamespace(**values))


def test_a_file_id_that_is_not_listed_can_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.touch()
    found = Listing()
    listing._add_entry(Entry(os.fsencode(path)), found, (), [])  # type: ignore[arg-type]  # stands for one
    assert list(found.files) == [b"a.jpg"]
    assert not found.inodes
    found.files[b"gone meanwhile.jpg"] = (1, 1, 1)
    listing.ask_inodes(os.fsencode(tmp_path), found)
    assert found.inodes == {b"a.jpg": path.stat().st_ino & listing.MAX_INODE}


def test_ids_are_asked_for_in_checks_and_where_a_folder_is_new(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows, where listing does not tell them, that costs a call for each file."""
    asked: list[bytes] = []
    monkeypatch.setattr("gallery.scan.scan_pass.ask_inodes", lambda path, _: asked.append(os.path.basename(path)))
    driver.put("d/a.jpg")
    driver.scan()
    assert asked == [b"root", b"d"]
    driver.put("d/b.jpg", b"so that the folder is compared")
    driver.scan()
    assert asked == [b"root", b"d"]
    driver.check(b"d")
    assert asked == [b"root", b"d", b"d"]


def test_ids_beyond_what_sqlite_holds_are_kept_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jpg").touch()
    monkeypatch.setattr(listing, "MAX_INODE", 1)
    found = list_folder(os.fsencode(tmp_path))
    assert found
    assert found.inodes[b"a.jpg"] in (0, 1)
