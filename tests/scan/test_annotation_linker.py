"""The linking where the library fails, where nothing was said, and where the drive of the original is away."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders, photos, unlinked_photos
from gallery.scan import annotation_linking, root_status
from tests.index_builder import DAMAGED, EPOCH
from tests.scan.linking_driver import LinkingDriver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[LinkingDriver]:
    """Two annotated files, and one that nothing was said about."""
    driver = LinkingDriver(tmp_path)
    for name in ("a", "b", "c"):
        driver.put(f"{name}.jpg", name.encode() * 9, at=1000 + ord(name))
    driver.scan_and_link()
    driver.say("a.jpg", title="A")
    driver.say("b.jpg", title="B")
    yield driver
    driver.close()


def test_a_library_that_cannot_be_read_costs_the_index_nothing(
    driver: LinkingDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.restart(without_index=True)
    driver.library.close()
    driver.scan_and_link()
    assert driver.titles() == {}
    assert driver.noted() == 3
    assert not driver.linker.advance(driver.scanner.scanned)  # it is not asked again at once
    monkeypatch.setattr(annotation_linking, "RETRY_S", 0.0)
    driver.open_library()
    driver.restart()
    driver.link()
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}


def test_a_photo_enters_its_timeline_with_what_was_said(driver: LinkingDriver) -> None:
    driver.restart(without_index=True)
    driver.scan()
    with driver.database.write() as conn:
        assert driver.linker.link_new(conn)
        assert not driver.linker.link_new(conn)
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}
    assert driver.noted() == 0


def test_where_nothing_was_ever_said_nothing_is_looked_up(tmp_path: Path) -> None:
    driver = LinkingDriver(tmp_path)
    driver.put("a.jpg")
    driver.scan()
    assert driver.noted() == 1
    driver.store.find = None  # type: ignore[method-assign, assignment]
    driver.link()
    assert driver.noted() == 0
    driver.close()


def test_a_drive_that_is_away_is_no_reason_to_take_a_backup_for_it(
    driver: LinkingDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = driver.root.with_name("backup")
    shutil.copytree(driver.root, backup)
    driver.root.rename(driver.root.with_name("in a drawer"))
    driver.scan_and_link()
    driver.add_root(backup)
    with driver.database.write() as conn:  # the backup is on a volume of its own
        conn.execute("UPDATE roots SET device = '1:1:another-volume-of-many-letters' WHERE id = 2")
    monkeypatch.setattr(root_status, "volume_id", lambda *_: "another-volume-of-many-letters")
    driver.scan_and_link()
    linked = (
        "SELECT root, title FROM annotations JOIN photos ON photos.id = photo JOIN folders ON folders.id = folder"
        " ORDER BY title"
    )
    with driver.database.read() as conn:
        assert conn.execute(linked).fetchall() == [(1, "A"), (1, "B")]
        asked = "SELECT count(*) FROM unsure JOIN photos ON photos.id = photo JOIN folders ON folders.id = folder"
        assert conn.execute(f"{asked} WHERE root = 2").fetchone() == (2,)
    with driver.database.write() as conn:  # the user says that the drive is given up
        folders.remove_root(conn, 1)
    driver.link()
    with driver.database.read() as conn:
        assert conn.execute(linked).fetchall() == [(2, "A"), (2, "B")]


def test_a_file_that_waits_and_turns_out_to_be_no_picture_keeps_nobody_busy(driver: LinkingDriver) -> None:
    """The indexer asked for it again and again, and was never idle."""
    (photo, *_) = driver.rows()["c.jpg"]
    with driver.database.write() as conn:
        conn.execute("INSERT INTO unlinked (photo) VALUES (?)", (photo,))
        unlinked_photos.let_wait(conn, [photo])
        photos.set_unreadable(conn, photo, DAMAGED, EPOCH, in_timeline=False)
    driver.link()
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}


def test_a_photo_in_the_place_of_a_deleted_one_whose_row_went_with_its_copy(driver: LinkingDriver) -> None:
    (driver.root / "c.jpg").replace(driver.root / "a.jpg")
    shutil.copy2(driver.root / "a.jpg", driver.root / "copy.jpg")
    driver.scan_and_link()
    assert driver.titles() == {"b.jpg": "B"}
    assert driver.unsure() == ["a.jpg"], "what is there now was another photo before"


def test_what_was_asked_is_asked_again_with_a_new_index(driver: LinkingDriver) -> None:
    a, c, between = (driver.root / name for name in ("a.jpg", "c.jpg", "z"))
    a.rename(between)
    c.rename(a)
    between.rename(c)
    driver.put("c.jpg", b"edited, too", at=7000)
    driver.scan_and_link()
    for without_index in (False, True, True):
        driver.restart(without_index=without_index)
        driver.scan_and_link()
        assert driver.titles() == {"b.jpg": "B"}
        assert driver.unsure() == ["a.jpg"]


def test_a_photo_that_went_by_way_of_a_drive_that_was_away_gets_no_words(driver: LinkingDriver) -> None:
    drive, away = driver.root.with_name("drive"), driver.root.with_name("away")
    drive.mkdir()
    driver.add_root(drive)
    driver.put(str(drive / "d.jpg"), b"d" * 9, at=5000)
    driver.scan_and_link()
    shutil.move(driver.root / "c.jpg", drive / "c.jpg")
    driver.put("c.jpg", b"another picture", at=900)
    drive.rename(away)
    driver.scan_and_link()
    away.rename(drive)
    shutil.move(drive / "c.jpg", driver.root / "a.jpg")
    driver.scan_and_link()
    assert driver.titles() == {"b.jpg": "B"}
    assert driver.unsure() == ["a.jpg"]
