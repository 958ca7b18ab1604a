"""What was said stays with its file: whatever happens to files, roots and index, while the program runs or does not."""

from __future__ import annotations

import os
import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest

from gallery.annotations import items
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


def later(driver: LinkingDriver, how: str) -> None:
    """Let the program notice what happened: as it runs, at the next start, or then with a new index."""
    if how != "live":
        driver.restart(without_index=how == "new index")
    driver.scan_and_link()
    assert driver.noted() == 0


EACH_WAY = pytest.mark.parametrize("how", ["live", "restart", "new index"])


@EACH_WAY
def test_what_was_said_is_there_again(driver: LinkingDriver, how: str) -> None:
    later(driver, how)
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}


@EACH_WAY
def test_a_renamed_or_moved_file_keeps_it(driver: LinkingDriver, how: str) -> None:
    (driver.root / "trip").mkdir()
    (driver.root / "a.jpg").rename(driver.root / "trip" / "x.jpg")
    (driver.root / "b.jpg").rename(driver.root / "b2.jpg")
    later(driver, how)
    assert driver.titles() == {"trip/x.jpg": "A", "b2.jpg": "B"}


@EACH_WAY
def test_a_renamed_folder_keeps_it(driver: LinkingDriver, how: str) -> None:
    driver.put("old/d.jpg", b"d" * 9)
    driver.scan_and_link()
    driver.say("old/d.jpg", title="D")
    (driver.root / "old").rename(driver.root / "new")
    later(driver, how)
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B", "new/d.jpg": "D"}


@EACH_WAY
def test_two_files_that_change_names_take_it_along(driver: LinkingDriver, how: str) -> None:
    a, b, between = (driver.root / name for name in ("a.jpg", "b.jpg", "z"))
    a.rename(between)
    b.rename(a)
    between.rename(b)
    later(driver, how)
    assert driver.titles() == {"a.jpg": "B", "b.jpg": "A"}


@EACH_WAY
def test_two_files_that_are_written_over_each_other_change_it(driver: LinkingDriver, how: str) -> None:
    driver.put("a.jpg", b"b" * 9, at=5000)
    driver.put("b.jpg", b"a" * 9, at=6000)
    later(driver, how)
    assert driver.titles() == {"a.jpg": "B", "b.jpg": "A"}


@EACH_WAY
def test_an_annotated_file_and_another_change_names(driver: LinkingDriver, how: str) -> None:
    a, c, between = (driver.root / name for name in ("a.jpg", "c.jpg", "z"))
    a.rename(between)
    c.rename(a)
    between.rename(c)
    later(driver, how)
    assert driver.titles() == {"b.jpg": "B", "c.jpg": "A"}


@EACH_WAY
def test_a_file_that_is_edited_keeps_it(driver: LinkingDriver, how: str) -> None:
    driver.put("a.jpg", b"edited in place", at=7000)
    driver.put("saved", b"edited, and saved as another file", at=8000).replace(driver.root / "b.jpg")
    later(driver, how)
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}
    later(driver, "new index")
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}


@EACH_WAY
def test_a_copy_has_nothing_of_it(driver: LinkingDriver, how: str) -> None:
    shutil.copy2(driver.root / "a.jpg", driver.root / "copy.jpg")
    later(driver, how)
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}
    assert driver.unsure() == []


@EACH_WAY
def test_a_file_that_was_copied_before_it_was_edited_keeps_it(driver: LinkingDriver, how: str) -> None:
    shutil.copy2(driver.root / "a.jpg", driver.root / "original.jpg")
    driver.put("a.jpg", b"edited in place", at=7000)
    later(driver, how)
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}


@EACH_WAY
def test_a_file_that_takes_the_name_of_a_renamed_one_has_nothing_of_it(driver: LinkingDriver, how: str) -> None:
    (driver.root / "a.jpg").rename(driver.root / "x.jpg")
    driver.put("a.jpg", b"another picture", at=9000)
    later(driver, how)
    assert driver.titles() == {"b.jpg": "B", "x.jpg": "A"}


@EACH_WAY
def test_a_deleted_file_that_comes_back_has_it_again(driver: LinkingDriver, how: str) -> None:
    away = driver.root.with_name("away.jpg")
    (driver.root / "a.jpg").rename(away)
    later(driver, how)
    assert driver.titles() == {"b.jpg": "B"}
    away.rename(driver.root / "elsewhere.jpg")
    later(driver, how)
    assert driver.titles() == {"b.jpg": "B", "elsewhere.jpg": "A"}


def test_another_file_in_the_place_of_a_deleted_one_is_asked_about(driver: LinkingDriver) -> None:
    (driver.root / "a.jpg").unlink()
    driver.scan_and_link()
    driver.put("a.jpg", b"another picture", at=9000)
    later(driver, "live")
    assert (driver.titles(), driver.unsure()) == ({"b.jpg": "B"}, ["a.jpg"])


@pytest.mark.parametrize("how", ["live", "restart"])
def test_a_photo_that_gets_the_name_of_a_deleted_one_does_not_get_its_words(driver: LinkingDriver, how: str) -> None:
    (driver.root / "c.jpg").replace(driver.root / "a.jpg")
    later(driver, how)
    assert (driver.titles(), driver.unsure()) == ({"b.jpg": "B"}, ["a.jpg"])


def test_a_photo_that_gets_the_name_of_a_deleted_one_by_words_of_its_own_leaves_that_one_gone(
    driver: LinkingDriver,
) -> None:
    (driver.root / "a.jpg").unlink()
    (driver.root / "b.jpg").rename(driver.root / "a.jpg")
    later(driver, "live")
    assert driver.titles() == {"a.jpg": "B"}
    [gone] = [one for one in driver.store.ask(partial(items.get_all, items=[1, 2])) if one.gone]
    assert gone.item == 1


def test_a_photo_whose_words_went_with_an_edited_one_that_changed_names(driver: LinkingDriver) -> None:
    a, c, between = (driver.root / name for name in ("a.jpg", "c.jpg", "z"))
    a.rename(between)
    c.rename(a)
    between.rename(c)
    driver.put("c.jpg", b"edited, too", at=7000)
    later(driver, "live")
    assert driver.titles() == {"b.jpg": "B"}
    assert driver.unsure() == ["a.jpg"], "what is there now was another photo before"


@EACH_WAY
def test_an_older_file_in_the_place_of_one_is_asked_about(driver: LinkingDriver, how: str) -> None:
    driver.put("a.jpg", b"from a backup", at=900)
    later(driver, how)
    assert (driver.titles(), driver.unsure()) == ({"b.jpg": "B"}, ["a.jpg"])


@EACH_WAY
def test_two_files_that_may_be_it_are_asked_about(driver: LinkingDriver, how: str) -> None:
    content = (driver.root / "a.jpg").read_bytes()
    driver.put("one.jpg", content, at=7000)
    driver.put("two.jpg", content, at=8000)
    (driver.root / "a.jpg").unlink()
    later(driver, how)
    assert driver.titles() == {"b.jpg": "B"}
    assert driver.unsure() == ["one.jpg", "two.jpg"]
    (driver.root / "two.jpg").unlink()
    later(driver, "restart")
    assert driver.titles() == {"b.jpg": "B", "one.jpg": "A"}


@EACH_WAY
def test_a_file_that_is_moved_by_copying_and_deleting_takes_it_along(driver: LinkingDriver, how: str) -> None:
    (driver.root / "trip").mkdir()
    shutil.copy2(driver.root / "a.jpg", driver.root / "trip" / "a.jpg")
    driver.scan_and_link()
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}
    (driver.root / "a.jpg").unlink()
    later(driver, how)
    assert driver.titles() == {"b.jpg": "B", "trip/a.jpg": "A"}


@EACH_WAY
def test_a_drive_that_comes_back_elsewhere_has_it(driver: LinkingDriver, how: str) -> None:
    elsewhere = driver.root.with_name("elsewhere")
    driver.root.rename(elsewhere)
    driver.scan_and_link()
    assert driver.offline()
    driver.add_root(elsewhere)
    later(driver, how)
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}


@EACH_WAY
def test_a_drive_that_is_away_for_a_while_loses_nothing(driver: LinkingDriver, how: str) -> None:
    elsewhere = driver.root.with_name("elsewhere")
    driver.root.rename(elsewhere)
    later(driver, how)
    elsewhere.rename(driver.root)
    later(driver, how)
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}


def test_a_photo_of_a_drive_that_is_away_in_the_place_of_another_is_asked_about(driver: LinkingDriver) -> None:
    drive = driver.root.with_name("drive")
    driver.put(str(drive / "c.jpg"), b"another picture", at=9000)
    driver.add_root(drive)
    driver.scan_and_link()
    shutil.move(drive / "c.jpg", driver.root / "a.jpg")
    drive.rename(drive.with_name("away"))
    later(driver, "live")
    assert (driver.titles(), driver.unsure()) == ({"b.jpg": "B"}, ["a.jpg"])


@EACH_WAY
def test_what_the_index_did_not_hear_of_follows(driver: LinkingDriver, how: str) -> None:
    driver.say("c.jpg", copy=False, title="C")
    driver.say("a.jpg", copy=False, title="A again")
    if how == "live":
        how = "restart"
    later(driver, how)
    assert driver.titles() == {"a.jpg": "A again", "b.jpg": "B", "c.jpg": "C"}


def test_what_was_said_of_a_file_that_moved_meanwhile_follows(driver: LinkingDriver) -> None:
    driver.say("c.jpg", copy=False, title="C")
    (driver.root / "c.jpg").rename(driver.root / "d.jpg")
    driver.scan_and_link()
    later(driver, "restart")
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B", "d.jpg": "C"}


def test_an_undone_act_leaves_the_index(driver: LinkingDriver) -> None:
    assert driver.store.undo()
    later(driver, "restart")
    assert driver.titles() == {"a.jpg": "A"}


def test_nothing_is_believed_before_every_root_was_scanned(driver: LinkingDriver) -> None:
    other = driver.root.with_name("other")
    other.mkdir()
    (driver.root / "a.jpg").rename(other / "a.jpg")
    driver.restart(without_index=True)
    driver.add_root(other)
    driver.scanner.scan(2)
    driver.finish()
    driver.link()
    assert driver.titles() == {}
    assert driver.noted() == 1
    driver.scan_and_link()
    assert driver.titles() == {"a.jpg": "A", "b.jpg": "B"}


def test_a_moved_file_that_is_edited_next_keeps_it(driver: LinkingDriver) -> None:
    (driver.root / "a.jpg").rename(driver.root / "x.jpg")
    driver.scan()
    driver.put("x.jpg", b"edited in place", at=7000)
    driver.scan()
    later(driver, "live")
    assert driver.titles() == {"b.jpg": "B", "x.jpg": "A"}


def test_a_renamed_file_keeps_it_when_a_copy_takes_its_old_name(driver: LinkingDriver) -> None:
    (driver.root / "a.jpg").rename(driver.root / "x.jpg")
    driver.scan()
    shutil.copy2(driver.root / "x.jpg", driver.root / "a.jpg")
    driver.scan()
    later(driver, "live")
    assert driver.titles() == {"b.jpg": "B", "x.jpg": "A"}
    os.utime(driver.root / "a.jpg", (1, 1))
    later(driver, "live")
    assert driver.titles() == {"b.jpg": "B", "x.jpg": "A"}
