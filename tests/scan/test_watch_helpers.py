"""The pure parts of watching: mounts, sleep, notices."""

from __future__ import annotations

import errno
import sys

import pytest

from gallery.scan.mountinfo import changed_mounts, mounts_below, read_mounts
from gallery.scan.sleep_detector import SLEEP_S, SleepDetector
from gallery.scan.watch_failures import REMEDY, WatchFailure, notices

linux = pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux")
MOUNTINFO = rb"""22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
23 22 0:21 / /proc rw,nosuid shared:2 - proc proc rw
40 22 8:17 / /home/ann/Pictures/SD\040card rw shared:3 - vfat /dev/sdb1 rw
41 22 0:45 / /home/ann/Pictures/nas rw shared:4 - nfs4 nas:/photos rw,addr=10.0.0.2
42 41 0:46 / /home/ann/Pictures/nas rw shared:5 - tmpfs none rw
43 22 8:33 / /home/ann/Pictures2 rw shared:6 - ext4 /dev/sdc1 rw

"""


@linux
def test_mounts_inside_a_root_are_found() -> None:
    """Recorded from a desktop; the name of a card has a space, and one mount covers another."""
    root = b"/home/ann/Pictures"
    assert mounts_below(MOUNTINFO, root) == {b"SD card": b"40 8:17", b"nas": b"42 0:46"}
    assert mounts_below(MOUNTINFO, b"/home/ann/Pictures2") == {}, "the root's own mount is its identity"
    assert mounts_below(b"", root) == {}
    assert isinstance(mounts_below(read_mounts(), b"/"), dict)


def test_only_what_is_mounted_otherwise_than_before_has_changed() -> None:
    before = {b"a": b"40 8:17", b"b": b"41 8:18", b"c": b"42 8:19"}
    assert changed_mounts(before, dict(before)) == []
    assert changed_mounts(before, {b"b": b"43 8:18", b"c": b"42 8:19", b"d": b"44 8:20"}) == [b"a", b"b", b"d"]


def test_a_sleep_is_seen_on_either_clock() -> None:
    detector = SleepDetector()
    assert not detector.has_slept(5000.0, 1_700_000_000.0), "nothing to compare with"
    assert not detector.has_slept(5003.0, 1_700_000_003.0)
    assert detector.has_slept(5006.0, 1_700_003_603.0), "Linux and macOS: the monotonic clock stands still"
    assert detector.has_slept(8606.0, 1_700_007_203.0), "Windows: it goes on"
    assert not detector.has_slept(8609.0, 1_600_000_000.0), "a clock that is set back is no sleep"
    assert detector.has_slept(8610.0 + SLEEP_S, 1_600_000_003.0), "the program was stopped"


def test_roots_with_the_same_reason_share_a_notice() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    broken = OSError(errno.EIO, "Input/output error")
    told = notices(
        [
            WatchFailure.of(b"/a", full, whole=True),
            WatchFailure.of(b"/b", broken, whole=False),
            WatchFailure.of(b"/c", OSError(errno.EMFILE, "Too many open files"), whole=False),
        ]
    )
    assert told == [
        (
            "This system's limit for watched folders is reached, so changes in /a and some folders of /c are seen once a "
            f"minute. Raise it with: {REMEDY}"
        ),
        "Changes in some folders of /b are seen once a minute: the system cannot watch for them (Input/output error).",
    ]
    assert notices([]) == []
