"""What is said about a photo before it is linked is never said about another one, and hides nothing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from gallery.annotations.library_file import mark_restored
from gallery.annotations.models import FileIdentity
from gallery.base.errors import BusyError
from gallery.catalog import unlinked_photos
from gallery.catalog.file_keys import FileKeys
from gallery.scan import annotation_linking
from gallery.scan.annotation_values import identity_of
from tests.scan.linking_driver import LinkingDriver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[LinkingDriver]:
    """Three files; something was said about the first."""
    driver = LinkingDriver(tmp_path)
    for name in ("a", "b", "c"):
        driver.put(f"{name}.jpg", name.encode() * 9, at=1000 + ord(name))
    driver.scan_and_link()
    driver.say("a.jpg", title="A")
    yield driver
    driver.close()


def test_a_file_of_the_index_is_recognised_by_all_that_is_known_of_it() -> None:
    keys = FileKeys(
        photo=1, root=b"/r", relative=b"x", size=2, mtime_ns=3, fingerprint=b"f", device="d", inode=4, item=5, state=1,
        tile=6,
    )  # fmt: skip
    known = FileIdentity(root=b"/r", relative=b"x", size=2, mtime_ns=3, fingerprint=b"f", device="d", inode=4, item=5)
    assert identity_of(keys, keys.item) == known
    assert identity_of(keys) == known._replace(item=None)


def read_without_linking(driver: LinkingDriver) -> None:
    """Let the program find and read the files, as far as it may link nothing yet that has moved."""
    driver.scanner.scan(1)
    driver.finish()
    with driver.database.write() as conn:
        annotation_linking.link_new(conn, driver.store)


def take_backup_without_words(driver: LinkingDriver) -> None:
    """Let a backup from before anything was said take the library's place."""
    with driver.library.write() as conn:
        for table in ("act_changes", "acts", "marks", "texts", "item_tags", "items"):
            conn.execute(f"DELETE FROM {table}")
        mark_restored(conn)


def test_another_file_in_the_place_of_a_renamed_one_is_not_taken_for_it(driver: LinkingDriver) -> None:
    (driver.root / "a.jpg").rename(driver.root / "x.jpg")
    driver.put("a.jpg", b"another content", at=5000)
    read_without_linking(driver)
    with pytest.raises(BusyError):
        driver.say("a.jpg", title="New")
    driver.scan_and_link()
    driver.say("a.jpg", title="New")
    assert driver.titles() == {"a.jpg": "New", "x.jpg": "A"}


def test_what_is_said_of_a_moved_file_hides_nothing(driver: LinkingDriver) -> None:
    (driver.root / "sub").mkdir()
    (driver.root / "a.jpg").rename(driver.root / "sub" / "z.jpg")
    driver.restart(without_index=True)
    read_without_linking(driver)
    with pytest.raises(BusyError):
        driver.say("sub/z.jpg", rating=3)
    driver.say("b.jpg", title="B")  # nothing was said about it: there is nothing to wait for
    driver.scan_and_link()
    driver.say("sub/z.jpg", rating=3)
    assert driver.titles() == {"b.jpg": "B", "sub/z.jpg": "A"}


@pytest.mark.parametrize("told", [False, True])
def test_items_of_the_library_before_a_restore_are_not_those_of_other_files(driver: LinkingDriver, told: bool) -> None:
    take_backup_without_words(driver)
    if told:
        with driver.database.write() as conn:
            annotation_linking.follow(conn, driver.store)
    driver.say("b.jpg", title="B", copy=False)
    driver.say("a.jpg", title="Later", copy=False)
    driver.restart()
    driver.scan_and_link()
    assert driver.titles() == {"a.jpg": "Later", "b.jpg": "B"}


def test_a_copy_does_not_get_what_a_restored_library_says_of_its_original(driver: LinkingDriver) -> None:
    shutil.copy2(driver.root / "a.jpg", driver.root / "copy.jpg")
    driver.scan_and_link()
    take_backup_without_words(driver)
    driver.say("copy.jpg", title="Copy", copy=False)  # its item has the number that the original's had
    driver.restart()
    driver.scan_and_link()
    assert driver.titles() == {"copy.jpg": "Copy"}


def test_a_library_of_another_past_makes_no_photo_stale(driver: LinkingDriver) -> None:
    with driver.database.write() as conn:
        conn.execute("DELETE FROM stale")
        unlinked_photos.note_all(conn)
        assert conn.execute("SELECT count(*) FROM stale").fetchone() == (0,)
        assert conn.execute("SELECT DISTINCT item FROM annotations").fetchall() == [(0,)]
