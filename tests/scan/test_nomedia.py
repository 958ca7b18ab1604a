"""A file .nomedia keeps galleries out of a folder, but not out of the one that the user named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.scan.scanner_driver import ScannerDriver


@pytest.mark.parametrize("whole", [True, False])
def test_the_folder_that_the_user_named_is_shown_all_the_same(driver: ScannerDriver, whole: bool) -> None:
    driver.put("in/x.jpg")
    (driver.root / ".nomedia").touch()
    driver.scan() if whole else driver.check(b"", b"in")
    assert driver.rows().keys() == {"keep.jpg", "in/x.jpg"}


@pytest.mark.parametrize("whole", [True, False])
def test_set_and_taken_away_it_is_followed_at_the_next_look(driver: ScannerDriver, whole: bool) -> None:
    driver.put("phone/x.jpg")
    (driver.root / "phone" / "in").mkdir()
    driver.put("phone/in/y.jpg", b"other")
    driver.scan()
    before = driver.rows()

    def look() -> None:
        driver.scan() if whole else driver.check(b"phone")

    (driver.root / "phone" / ".nomedia").touch()
    look()
    assert driver.rows().keys() == {"keep.jpg"}
    driver.check(b"phone/in")
    assert driver.rows().keys() == {"keep.jpg"}
    (driver.root / "phone" / ".nomedia").unlink()
    look()
    assert driver.rows() == before
