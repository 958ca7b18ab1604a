"""Drives that are mounted inside a root: what is on them is away, not deleted, when they are."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders, mounted_drives, photos
from gallery.scan import scan_pass
from gallery.timeline.build import OFFLINE_FLAG
from tests.harness import run_harness
from tests.pictures import picture, save
from tests.scan.drives import states
from tests.scan.real_mounts import Card, need_cards, take_out, unmounted_after
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scan.devices import Devices
    from tests.scan.scanner_driver import ScannerDriver


def away(driver: ScannerDriver) -> dict[bytes, str | None]:
    with driver.database.read() as conn:
        return dict(conn.execute("SELECT relative, away FROM folders WHERE gone = 0"))


@pytest.mark.parametrize("mount_point", ["left empty", "removed", "holds another file"])
def test_a_drive_inside_a_root_that_is_away_is_not_deleted(
    driver: ScannerDriver, devices: Devices, mount_point: str
) -> None:
    inner = driver.root / "media" / "usb"
    driver.put("media/other.jpg", b"beside it")
    (inner / "2019").mkdir(parents=True)
    driver.put("media/usb/a.jpg", b"on the drive")
    driver.put("media/usb/2019/b.jpg", b"in a folder of the drive")
    devices.volumes[os.fsencode(inner)] = "stick"
    driver.scan()
    before = driver.rows()
    inner.rename(driver.root.parent / "unplugged")
    del devices.volumes[os.fsencode(inner)]
    if mount_point != "removed":
        inner.mkdir()
    if mount_point == "holds another file":
        driver.put("media/usb/stray.jpg", b"a stray file")
    for _ in range(2):
        driver.scan()
        driver.check(b"media", b"media/usb", b"media/usb/2019")
        assert driver.rows() == before
        assert {relative for relative, reason in away(driver).items() if reason} == {b"media/usb", b"media/usb/2019"}
        assert driver.offline() is None
    driver.put("media/later.jpg", b"what is not on it goes on")
    driver.check(b"media")
    assert driver.rows().keys() == before.keys() | {"media/later.jpg"}
    with driver.database.write() as conn:
        folders.delete_gone(conn)
    shutil.rmtree(inner, ignore_errors=True)
    (driver.root.parent / "unplugged").rename(inner)
    devices.volumes[os.fsencode(inner)] = "stick"
    driver.put("media/usb/c.jpg", b"came while it was away")
    driver.check()
    assert set(away(driver).values()) == {None}
    assert before.items() <= driver.rows().items()
    assert "media/usb/c.jpg" in driver.rows(), "what changed meanwhile is found"


def test_another_card_in_the_place_of_one_is_shown_when_the_user_says_so(
    driver: ScannerDriver, devices: Devices
) -> None:
    inner = driver.root / "card"
    (inner / "DCIM").mkdir(parents=True)
    driver.put("card/DCIM/a.jpg", b"on the first card")
    driver.put("beside.jpg", b"on the drive of the root")
    devices.volumes[os.fsencode(inner)] = "first"
    driver.scan()
    before = driver.rows()
    (inner / "DCIM").rename(driver.root.parent / "first card")
    (inner / "DCIM").mkdir()
    driver.put("card/DCIM/b.jpg", b"on the second card", 2000)
    devices.volumes[os.fsencode(inner)] = "second"
    driver.scan()
    assert driver.rows() == before, "nothing is decided without the user"
    reason = away(driver)[b"card"]
    assert reason
    assert "Another drive" in reason
    assert "Look again" in reason
    driver.scan(accept=True)
    assert set(away(driver).values()) == {None}
    assert {name for name in driver.rows() if name.startswith("card")} == {"card/DCIM/b.jpg"}
    assert driver.rows()["beside.jpg"] == before["beside.jpg"], "of other drives nothing is lost"
    shutil.rmtree(inner / "DCIM")
    (driver.root.parent / "first card").rename(inner / "DCIM")
    devices.volumes[os.fsencode(inner)] = "first"
    driver.scan(accept=True)
    assert driver.rows() == before, "back in its place it has the photos that it had"


def test_a_folder_that_holds_a_drives_folder_is_not_gone_with_it(driver: ScannerDriver, devices: Devices) -> None:
    (driver.root / "media" / "usb").mkdir(parents=True)
    driver.put("media/usb/a.jpg", b"on the drive")
    devices.volumes[os.fsencode(driver.root / "media" / "usb")] = "stick"
    driver.scan()
    before = driver.rows()
    devices.volumes.clear()
    shutil.rmtree(driver.root / "media")
    driver.scan()
    driver.check(b"", b"media")
    assert driver.rows() == before


def test_a_drive_in_a_drive_goes_and_comes_with_it(driver: ScannerDriver, devices: Devices) -> None:
    outer, inner = driver.root / "o", driver.root / "o" / "i"
    inner.mkdir(parents=True)
    driver.put("o/a.jpg", b"outer")
    driver.put("o/i/b.jpg", b"inner")
    paths = {os.fsencode(outer): "outer", os.fsencode(inner): "inner"}
    devices.volumes |= paths
    driver.scan()
    before = driver.rows()
    devices.volumes.clear()
    outer.rename(driver.root.parent / "unplugged")
    outer.mkdir()
    driver.scan()
    assert driver.rows() == before
    assert {relative for relative, reason in away(driver).items() if reason} == {b"o", b"o/i"}
    outer.rmdir()
    (driver.root.parent / "unplugged").rename(outer)
    (inner / "b.jpg").rename(driver.root.parent / "b.jpg")
    devices.volumes[os.fsencode(outer)] = "outer"
    for _ in range(2):
        driver.scan()
        assert {relative for relative, reason in away(driver).items() if reason} == {b"o/i"}
        assert driver.rows() == before
    with driver.database.read() as conn:
        generation = photos.get_generation(conn)
    driver.check()
    with driver.database.read() as conn:
        assert photos.get_generation(conn) == generation, "nothing has changed"
    (driver.root.parent / "b.jpg").rename(inner / "b.jpg")
    devices.volumes |= paths
    driver.scan()
    assert set(away(driver).values()) == {None}
    assert driver.rows() == before


def test_a_copy_takes_no_photo_from_a_drive_that_has_just_gone(driver: ScannerDriver, devices: Devices) -> None:
    """Nobody has noticed yet that the drive inside the root is away."""
    inner = driver.root / "usb"
    inner.mkdir()
    driver.put("usb/a.jpg", b"on the drive")
    devices.volumes[os.fsencode(inner)] = "stick"
    driver.scan()
    before = driver.rows()
    with driver.database.read() as conn:
        pass_ = scan_pass.ScanPass(folders.get_roots(conn)[0], [b"copies"], whole=False, skip=())
    driver.put("copies/a.jpg", b"on the drive")
    driver.scanner._checks.append(pass_)
    shutil.rmtree(inner)
    devices.volumes.clear()
    driver.finish()
    assert before.items() <= driver.rows().items()


def test_samples_are_of_all_folders_but_of_no_other_drive(driver: ScannerDriver) -> None:
    for number in range(6):
        driver.put(f"d{number}/{number}.jpg", b"%d" % number)
    driver.scan()
    with driver.database.write() as conn:
        found = mounted_drives.get_samples(conn, 1, b"", 20)
        assert {sample.relative for sample in found} == {b"keep.jpg", *(b"d%d/%d.jpg" % (n, n) for n in range(6))}
        folder = folders.find(conn, 1, b"d3")
        assert folder
        mounted_drives.set_mount(conn, folder, "7:2:stick")
        assert b"d3/3.jpg" not in {sample.relative for sample in mounted_drives.get_samples(conn, 1, b"", 20)}
        assert [sample.relative for sample in mounted_drives.get_samples(conn, 1, b"d3", 20)] == [b"3.jpg"]
        assert len(mounted_drives.get_samples(conn, 1, b"", 4)) == 4


def test_a_real_drive_inside_a_root(tmp_path: Path) -> None:
    need_cards()
    root = tmp_path / "photos"
    save(root / "stays.jpg", picture(hue=9))
    inner = root / "card"
    inner.mkdir()
    card = Card(tmp_path / "card.img")
    with unmounted_after(inner):
        card.put_in(inner)
        save(inner / "DCIM" / "a.jpg", picture(hue=90))
        with run_harness(tmp_path / "data", root) as home:
            wait_for(lambda: len(home.ids()) == 2)
            home.wait_until_idle()
            before = home.names()
            take_out(inner)
            wait_for(lambda: OFFLINE_FLAG in home.flags())
            home.wait_until_idle()
            assert states(home) == ["online"]
            assert home.names() == before
            folder = home.folder("DCIM")
            assert folder
            assert folder["offline"]
        with run_harness(tmp_path / "data") as home:  # what is gone is forgotten at a start
            home.wait_until_idle()
            assert home.names() == before
            card.put_in(inner)
            wait_for(lambda: OFFLINE_FLAG not in home.flags())
            home.wait_until_idle()
            assert home.names() == before


def test_two_real_cards_in_one_reader(tmp_path: Path) -> None:
    need_cards()
    root, reader = tmp_path / "photos", tmp_path / "photos" / "reader"
    save(root / "stays.jpg", picture(hue=9))
    reader.mkdir()
    cards = [Card(tmp_path / f"card {number}.img") for number in range(2)]
    with unmounted_after(reader):
        for number, card in enumerate(cards):
            card.put_in(reader)
            save(reader / "DCIM" / f"{number}.jpg", picture(hue=60 * number))
            take_out(reader)
        cards[0].put_in(reader)
        with run_harness(tmp_path / "data", root) as home:
            wait_for(lambda: home.names().keys() == {"stays.jpg", "0.jpg"})
            home.wait_until_idle()
            take_out(reader)
            cards[1].put_in(reader)

            def told() -> str:
                folder = home.folder("reader")
                return str((folder and folder["reason"]) or "")

            wait_for(lambda: "Another drive is in its place" in told())
            assert home.names().keys() == {"stays.jpg", "0.jpg"}
            home.parts.library.roots.rescan(1)
            wait_for(lambda: home.names().keys() == {"stays.jpg", "1.jpg"})
            assert told() == ""
