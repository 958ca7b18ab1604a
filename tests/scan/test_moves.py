"""Renamed and moved files, step by step: copies, other capitals, files that move while they are listed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from gallery.scan import listing

if TYPE_CHECKING:
    from gallery.base.models import FileRef, Metadata
    from tests.scan.scanner_driver import ScannerDriver


def test_copies_of_different_times_keep_their_ids_in_a_renamed_folder(driver: ScannerDriver) -> None:
    driver.put("x/a.jpg", at=1000)
    driver.put("x/b.jpg", at=2000)
    driver.scan()
    before = driver.rows()
    (driver.root / "x").rename(driver.root / "y")
    driver.scan()
    assert driver.rows() == {name.replace("x/", "y/"): row for name, row in before.items()}


def test_the_header_of_a_file_that_may_have_moved_and_did_not_is_read_once(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.put("x/old.jpg", b"as long", at=1000)
    driver.scan()
    (driver.root / "x" / "old.jpg").unlink()
    driver.scan()
    headers: list[bytes] = []
    original = driver.pool.header

    def header(file: FileRef) -> Metadata:
        headers.append(file.relative)
        return original(file)

    monkeypatch.setattr(driver.pool, "header", header)
    driver.put("y/new.jpg", b"another", at=1000)  # of the same size and time
    driver.put("y/other.jpg", b"of another size", at=1000)
    driver.scan()
    assert sorted(headers) == [b"y/new.jpg", b"y/other.jpg"]
    assert driver.versions()["new.jpg"] == (b"another", 1)
    assert "y/new.jpg" in driver.rows()


def test_a_copy_that_takes_the_name_of_a_moved_file_does_not_take_its_row(driver: ScannerDriver) -> None:
    driver.put("x/old.jpg", at=1000)
    driver.put("p/b.jpg", at=2000)
    driver.scan()
    photo = driver.rows()["p/b.jpg"][0]
    (driver.root / "x" / "old.jpg").unlink()
    driver.scan()
    (driver.root / "q").mkdir()
    (driver.root / "p" / "b.jpg").rename(driver.root / "q" / "a.jpg")
    driver.put("q/b.jpg", at=1000)
    driver.scan()
    rows = driver.rows()
    assert rows["q/a.jpg"] == (photo, 2000)
    assert rows["q/b.jpg"][1] == 1000


def test_a_photo_that_moves_while_its_folder_is_listed_and_comes_back_is_found(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = driver.put("a/x.jpg"), driver.root / "b" / "x.jpg"
    there.parent.mkdir()
    driver.scan()
    driver.put("a/new.jpg", b"new")  # so that what is listed in the folder is written down
    original = listing.list_folder

    def list_and_move(path: bytes, skip: Any = ()) -> Any:
        found = original(path, skip)
        if path.endswith(b"a") and here.exists():
            here.rename(there)
        return found

    monkeypatch.setattr("gallery.scan.scan_pass.list_folder", list_and_move)
    driver.scanner.check_folders(1, [b"a", b"b"])
    while driver.scanner.checking:
        driver.scanner.advance(held=False)
    monkeypatch.setattr("gallery.scan.scan_pass.list_folder", original)
    assert "b/x.jpg" in driver.rows()
    there.rename(here)
    driver.scan()
    assert {name for name in driver.rows() if "x.jpg" in name} == {"a/x.jpg"}


@pytest.fixture
def any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS and Windows: a path is found by other capitals too."""
    original = os.lstat

    def lstat(path: bytes, **options: Any) -> os.stat_result:
        try:
            return original(path, **options)
        except FileNotFoundError:
            above, name = os.path.split(os.fsencode(path))
            twin = [other for other in os.listdir(found(above)) if other.lower() == name.lower()]
            return original(os.path.join(found(above), *twin[:1]) if twin else path, **options)

    def found(place: bytes) -> bytes:
        if os.path.isdir(place):
            return place
        above, name = os.path.split(place)
        return os.path.join(above, next(other for other in os.listdir(above) if other.lower() == name.lower()))

    monkeypatch.setattr(os, "lstat", lstat)


@pytest.mark.usefixtures("any_case")
@pytest.mark.parametrize(("old", "new"), [("a/x.jpg", "a/X.JPG"), ("a", "A")])
def test_other_capitals_are_the_same_photo(driver: ScannerDriver, old: str, new: str) -> None:
    driver.put("a/x.jpg")
    driver.scan()
    photo = driver.rows()["a/x.jpg"][0]
    (driver.root / old).rename(driver.root / new)
    driver.scan()
    assert [row[0] for name, row in driver.rows().items() if name != "keep.jpg"] == [photo]


def test_a_copy_in_other_capitals_is_another_photo(driver: ScannerDriver) -> None:
    driver.put("a/x.jpg")
    driver.scan()
    photo = driver.rows()["a/x.jpg"][0]
    driver.put("a/X.jpg")
    driver.scan()
    rows = driver.rows()
    assert rows["a/x.jpg"][0] == photo
    assert rows.keys() >= {"a/X.jpg"}


def test_a_photo_in_a_folder_that_cannot_be_asked_has_not_vanished(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.put("a/x.jpg")
    driver.scan()
    before = driver.rows()
    original = os.lstat

    def lstat(path: bytes, **options: Any) -> os.stat_result:
        if os.fsencode(path).endswith(b"a/x.jpg"):
            raise PermissionError(13, "Permission denied")
        return original(path, **options)

    monkeypatch.setattr(os, "lstat", lstat)
    driver.put("b/x.jpg")
    driver.check(b"b")
    assert before.items() <= driver.rows().items()
    assert "b/x.jpg" in driver.rows()
