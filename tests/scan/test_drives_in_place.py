"""Cards that take each other's place, and roots that are made again or emptied."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders, mounted_drives
from gallery.scan import root_status, scan_pass
from gallery.scan.drive_presence import ACCEPT, EMPTY, OTHER_DRIVE
from gallery.scan.listing import list_folder
from gallery.timeline.build import OFFLINE_FLAG
from tests.harness import run_harness
from tests.pictures import picture, save
from tests.scan.devices import Devices, replace_all
from tests.scan.drives import states
from tests.scan.real_mounts import Card, mount_memory, need_cards, need_mounts, take_out, unmounted_after
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scan.scanner_driver import ScannerDriver


MINE = {f"DCIM/IMG_{number}.jpg": b"mine %d" % number for number in range(4)}


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("same_names", [True, False])
def test_another_card_in_the_reader_takes_nothing_from_the_first(
    driver: ScannerDriver, devices: Devices, told: bool, same_names: bool
) -> None:
    """Device and inode are the same; the names may be, too: two cards of one camera."""
    path = os.fsencode(driver.root)
    devices.volumes[path] = "first" if told else ""
    replace_all(driver, MINE, 1000)
    driver.scan()
    before = driver.rows()
    other = {name if same_names else name.replace("IMG", "DSC"): b"not mine" for name in MINE}
    devices.volumes[path] = "second" if told else ""
    replace_all(driver, other, 5000)
    driver.scan()
    driver.check(b"DCIM")
    assert driver.offline() == OTHER_DRIVE + ACCEPT
    assert driver.rows() == before
    devices.volumes[path] = "first" if told else ""
    replace_all(driver, MINE, 1000)
    driver.scan()
    assert driver.offline() is None
    assert driver.rows() == before


def test_what_is_in_doubt_is_shown_when_the_user_says_so(driver: ScannerDriver, devices: Devices) -> None:
    devices.volumes[os.fsencode(driver.root)] = ""
    replace_all(driver, MINE, 1000)
    driver.scan()
    replace_all(driver, {"DCIM/new.jpg": b"the card was formatted"}, 5000)
    driver.scan()
    assert driver.offline()
    driver.scan(accept=True)
    assert driver.offline() is None
    assert driver.rows().keys() == {"DCIM/new.jpg"}
    driver.scan()
    assert driver.offline() is None


def test_what_is_shown_on_the_users_word_keeps_the_ids_of_what_is_the_same(
    driver: ScannerDriver, devices: Devices
) -> None:
    devices.volumes[os.fsencode(driver.root)] = ""
    replace_all(driver, MINE, 1000)
    driver.scan()
    before = driver.rows()
    for number, name in enumerate(MINE):
        driver.put(name, b"edited %d" % number if number else MINE[name], 5000 if number else 1000)
    (driver.root / "DCIM" / "IMG_0.jpg").rename(driver.root / "IMG_0.jpg")
    driver.scan()
    assert driver.offline()
    driver.scan(accept=True)
    assert driver.rows().keys() == {"IMG_0.jpg", *list(MINE)[1:]}
    assert driver.rows()["IMG_0.jpg"] == before["DCIM/IMG_0.jpg"]


def test_a_mount_point_without_its_drive_is_away_whatever_the_user_says(
    driver: ScannerDriver, devices: Devices
) -> None:
    path = os.fsencode(driver.root)
    devices.volumes[path] = "first"
    replace_all(driver, MINE, 1000)
    driver.scan()
    before = driver.rows()
    del devices.volumes[path]
    for stray, reason in (({}, EMPTY), ({"stray.jpg": b"a stray file"}, OTHER_DRIVE)):
        replace_all(driver, stray, 1000)
        driver.scan(accept=True)
        assert (driver.offline(), driver.rows()) == (reason, before)


def test_a_card_that_is_swapped_while_it_is_listed(
    driver: ScannerDriver, devices: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing tells the two apart but their photos."""
    devices.volumes[os.fsencode(driver.root)] = ""
    replace_all(driver, MINE, 1000)
    driver.scan()
    before = driver.rows()
    original, swaps = list_folder, [1]

    def swap(path: bytes, *args: object, **options: object) -> object:
        if path.endswith(b"DCIM") and swaps:
            swaps.pop()
            replace_all(driver, {"DCIM/DSC_1.jpg": b"not mine"}, 5000)
        return original(path, *args, **options)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(scan_pass, "list_folder", swap)
    driver.check(b"DCIM")
    assert not swaps
    assert driver.rows() == before


def test_a_root_that_is_made_again_is_compared_and_shown(driver: ScannerDriver) -> None:
    driver.put("c.jpg", b"old")
    driver.scan()
    shutil.rmtree(driver.root)
    driver.root.mkdir()
    driver.put("new.jpg", b"new")
    driver.scan()
    assert driver.offline() is None
    assert driver.rows().keys() == {"new.jpg"}


def test_a_root_that_is_made_again_with_its_files_keeps_their_ids(driver: ScannerDriver) -> None:
    driver.put("c.jpg", b"old")
    driver.scan()
    before = driver.rows()
    shutil.copytree(driver.root, driver.root.parent / "copy")
    shutil.rmtree(driver.root)
    (driver.root.parent / "copy").rename(driver.root)
    driver.scan()
    assert driver.rows() == before


def test_a_root_whose_photos_were_all_deleted_is_empty(driver: ScannerDriver) -> None:
    driver.scan()
    (driver.root / "keep.jpg").unlink()
    driver.check(b"")
    assert driver.offline() is None
    assert driver.rows() == {}


def test_an_empty_folder_in_the_place_of_the_root_is_asked_about(driver: ScannerDriver) -> None:
    """It was made again, and is to be filled; or what was bound over it is not mounted."""
    driver.scan()
    before = driver.rows()
    driver.root.rename(driver.root.parent / "aside")  # not deleted: its inode would be given to the next folder
    driver.root.mkdir()
    driver.scan()
    assert (driver.offline(), driver.rows()) == (EMPTY + ACCEPT, before)
    driver.scan(accept=True)
    assert (driver.offline(), driver.rows()) == (None, {})


def test_a_root_that_was_never_seen_is_not_taken_for_empty(driver: ScannerDriver) -> None:
    driver.scan()
    with driver.database.write() as conn:
        folders.set_root_identity(conn, 1, None)
    (driver.root / "keep.jpg").unlink()
    driver.scan()
    assert driver.offline() == EMPTY
    assert driver.rows()


@pytest.mark.parametrize(
    ("name", "content", "at", "counts"),
    [
        ("a.jpg", b"mine", 1000, (1, 0, 0)),
        ("a.jpg", b"mine", 1000 + 7200, (1, 0, 0)),  # FAT in another time zone
        ("a.jpg", b"mine", 1001, (0, 1, 0)),
        ("a.jpg", b"other", 1000, (0, 1, 0)),
        ("b.jpg", b"mine", 1000, (0, 0, 1)),
    ],
)
def test_a_photo_is_known_by_name_size_and_time(
    driver: ScannerDriver, name: str, content: bytes, at: int, counts: tuple[int, int, int]
) -> None:
    driver.put(name, content, at)
    sample = mounted_drives.Sample(b"a.jpg", 4, 1000 * 10**9)
    assert root_status._compare_samples(os.fsencode(driver.root), [sample]) == counts


def test_two_real_cards_in_one_reader(tmp_path: Path) -> None:
    need_cards()
    reader = tmp_path / "reader"
    reader.mkdir()
    cards = [Card(tmp_path / f"{name}.img") for name in "ab"]
    with unmounted_after(reader):
        for number, card in enumerate(cards):
            card.put_in(reader)
            for photo in range(3):
                save(reader / "DCIM" / f"{number}00CANON" / f"IMG_{photo}.jpg", picture(hue=number * 90 + photo * 9))
            take_out(reader)
        cards[0].put_in(reader)
        with run_harness(tmp_path / "data", reader) as home:
            wait_for(lambda: len(home.ids()) == 3)
            home.wait_until_idle()
            before = home.names(), home.ids()
            take_out(reader)
            cards[1].put_in(reader)  # at once: nobody has looked in between
            wait_for(lambda: states(home) == ["offline"])
            home.wait_until_idle()
            assert (home.names(), home.ids()) == before
            assert home.flags() == {OFFLINE_FLAG}
            take_out(reader)
            cards[0].put_in(reader)
            wait_for(lambda: states(home) == ["online"])
            home.wait_until_idle()
            assert (home.names(), home.ids()) == before


def test_a_real_drive_emptied_by_the_user(tmp_path: Path) -> None:
    need_mounts()
    place = tmp_path / "drive"
    place.mkdir()
    with unmounted_after(place):
        mount_memory(place)
        save(place / "a.jpg", picture(hue=9))
        with run_harness(tmp_path / "data", place) as home:
            wait_for(home.ids)
            home.wait_until_idle()
            (place / "a.jpg").unlink()
            wait_for(lambda: not home.ids())
            assert states(home) == ["online"]
