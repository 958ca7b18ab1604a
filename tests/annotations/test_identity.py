"""The ladder of identity: what was said follows its file, and never lands on another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.annotations.identity import Ambiguous, Candidate, Copy, Link, Linked, Unknown, Whereabouts, link
from gallery.annotations.items import KnownItem
from tests.annotations.files import VOLUME, file

if TYPE_CHECKING:
    from gallery.annotations.models import FileIdentity

THERE, MISSING, ELSEWHERE, AWAY = Whereabouts
OTHER_VOLUME = "5c2d6f8e-0000-4444-8888-9b1d3e5f7a90"
SERIAL = "~1a2b3c4d"
NEW = b"n" * 16


def known(item: int, identity: FileIdentity, where: Whereabouts, gone: bool = False) -> Candidate:
    return Candidate(KnownItem(identity._replace(item=item), gone), where)


def test_a_file_that_was_another_one_before_is_not_edited_in_place() -> None:
    here = [known(1, file(), MISSING)]
    assert link(file(size=5, fingerprint=NEW), here, is_edited=False) == Ambiguous((1,))


def moved(number: int = 1, relative: bytes = b"new/place.jpg", **other: object) -> FileIdentity:
    return file(number, relative=relative, **other)


def copied(number: int = 1, relative: bytes = b"new/copy.jpg", **other: object) -> FileIdentity:
    """The same content in another file of the same volume."""
    return file(number, relative=relative, inode=5555, mtime_ns=7, **other)


CASES: dict[str, tuple[FileIdentity, list[Candidate], Link]] = {
    "nothing was said": (file(), [], Unknown()),
    "where it was, as it was": (file(), [known(1, file(), THERE)], Linked(1)),
    "where it was, touched": (file(mtime_ns=9), [known(1, file(), THERE)], Linked(1)),
    "where it was, not read yet": (file(fingerprint=None), [known(1, file(), THERE)], Linked(1)),
    "where it was, hashed whole by now": (file(fingerprint=b"w" * 17), [known(1, file(), THERE)], Linked(1)),
    "deleted and there again": (file(), [known(1, file(), MISSING, gone=True)], Linked(1)),
    "renamed": (moved(), [known(1, file(), MISSING)], Linked(1)),
    "renamed, not read yet": (moved(fingerprint=None), [known(1, file(), MISSING)], Linked(1)),
    "moved to another drive": (copied(device=OTHER_VOLUME), [known(1, file(), MISSING)], Linked(1)),
    "deleted, and put elsewhere later": (moved(), [known(1, file(), MISSING, gone=True)], Linked(1)),
    "edited in place": (file(size=5, fingerprint=NEW), [known(1, file(), MISSING)], Linked(1)),
    "edited in place, not read yet": (file(size=5, fingerprint=None), [known(1, file(), MISSING)], Linked(1)),
    "an older file in its place": (file(size=5, mtime_ns=1, fingerprint=NEW), [known(1, file(), MISSING)], Ambiguous((1,))),
    "edited in place, where another one was deleted before": (
        file(size=5, fingerprint=NEW),
        [known(1, file(fingerprint=b"o" * 16), MISSING, gone=True), known(2, file(), MISSING)],
        Linked(2),
    ),
    "another file of the name of a deleted one": (
        file(size=5, fingerprint=NEW), [known(1, file(), MISSING, gone=True)], Ambiguous((1,)),
    ),
    "a new file in the place of a renamed one": (
        file(size=5, fingerprint=NEW), [known(1, file(), ELSEWHERE)], Unknown(),
    ),
    "two files that swapped their names, the first": (
        file(2, relative=file(1).relative), [known(1, file(1), ELSEWHERE), known(2, file(2), MISSING)], Linked(2),
    ),
    "two files that swapped their names, the second": (
        file(1, relative=file(2).relative), [known(2, file(2), MISSING), known(1, file(1), MISSING)], Linked(1),
    ),
    "a copy": (copied(), [known(1, file(), THERE)], Copy((1,))),
    "a hard link": (moved(), [known(1, file(), THERE)], Copy((1,))),
    "a copy, then the original deleted": (copied(), [known(1, file(), MISSING)], Linked(1)),
    "a copy of a copy, of which one was said about and is gone": (
        copied(), [known(1, file(), THERE), known(2, file(relative=b"b.jpg", inode=8), MISSING)], Linked(2),
    ),
    "two that may have moved": (
        copied(), [known(1, file(relative=b"a.jpg"), MISSING), known(2, file(relative=b"b.jpg"), MISSING)],
        Ambiguous((1, 2)),
    ),
    "two that may have moved, told by the inode": (
        moved(), [known(1, file(relative=b"a.jpg", inode=8), MISSING), known(2, file(relative=b"b.jpg"), MISSING)],
        Linked(2),
    ),
    "two that may have moved, told by the time": (
        copied(), [known(1, file(relative=b"a.jpg"), MISSING), known(2, file(relative=b"b.jpg", mtime_ns=7), MISSING)],
        Linked(2),
    ),
    "two that may have moved, told by the name": (
        copied(relative=b"new/b.jpg"),
        [known(1, file(relative=b"a.jpg"), MISSING), known(2, file(relative=b"b.jpg"), MISSING)], Linked(2),
    ),
    "another content put over a file, which is a copy of a third": (
        file(2, relative=file(1).relative), [known(1, file(1), MISSING), known(2, file(2), THERE)], Ambiguous((1,)),
    ),
    "a copy put in the place of a renamed file": (
        file(2, relative=file(1).relative), [known(1, file(1), ELSEWHERE), known(2, file(2), THERE)], Copy((2,)),
    ),
    "a drive under another name": (
        file(root=b"/media/usb1"), [known(1, file(root=b"/media/usb"), AWAY)], Linked(1),
    ),
    "a drive under another name, a file renamed meanwhile": (
        moved(root=b"/media/usb1"), [known(1, file(root=b"/media/usb"), AWAY)], Linked(1),
    ),
    "the same folder by another root": (
        file(root=b"/pictures/trip", relative=b"0001.jpg"), [known(1, file(), MISSING)], Linked(1),
    ),
    "a copy on another drive while the first is away": (
        copied(device=OTHER_VOLUME), [known(1, file(), AWAY)], Copy((1,)),
    ),
    "a card of a serial number under another name": (
        file(root=b"/media/card1", device=SERIAL), [known(1, file(root=b"/media/card", device=SERIAL), AWAY)], Linked(1),
    ),
    "a card of that serial number, another place": (
        moved(root=b"/media/card1", device=SERIAL), [known(1, file(root=b"/media/card", device=SERIAL), AWAY)],
        Ambiguous((1,)),
    ),
    "another serial number": (
        copied(device="~99"), [known(1, file(device=SERIAL), AWAY)], Ambiguous((1,)),
    ),
    "nothing tells the drive that is away": (
        copied(device=None), [known(1, file(device=None), AWAY)], Ambiguous((1,)),
    ),
    "one that moved comes before one that is away": (
        copied(device=None), [known(1, file(device=None), AWAY), known(2, file(relative=b"b.jpg"), MISSING)], Linked(2),
    ),
    "the same number on another volume": (
        moved(device=OTHER_VOLUME, fingerprint=NEW), [known(1, file(), MISSING)], Unknown(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_which_item_a_file_is(case: str) -> None:
    seen, candidates, expected = CASES[case]
    assert link(seen, candidates) == expected
    assert link(seen, candidates[::-1]) == expected, "their order does not matter"


def test_a_file_of_a_volume_is_what_the_cases_say() -> None:
    assert file().device == VOLUME
