"""The file of tiny pictures: slots by id, and all that a slot may hold that is not this photo's picture."""

from __future__ import annotations

import errno
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING, NoReturn

import pytest

from gallery.imaging.tiny_file import MAX_BLOCKS, SLOT_BYTES, TinyFile, is_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MANY = 10 * SLOT_BYTES * 1_000_000


def tiny(columns: int = 9, rows: int = 6, fill: int = 7) -> bytes:
    """Return a tiny picture of so many blocks."""
    return bytes((columns, rows)) + bytes((fill,)) * (8 * columns * rows)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tiny.bin"


@pytest.fixture
def file(path: Path) -> Iterator[TinyFile]:
    with closing(TinyFile(path, MANY)) as made:
        yield made


def test_the_largest_picture_fits_into_a_slot() -> None:
    assert 4 + len(tiny(MAX_BLOCKS, 1)) <= SLOT_BYTES
    assert SLOT_BYTES * 1_000_000 <= 500_000_000


def test_each_photo_has_its_own_also_after_a_restart(path: Path) -> None:
    with closing(TinyFile(path, MANY)) as file:
        assert all(file.put(photo, b"f%d" % photo, tiny(fill=photo)) for photo in (5, 1, 200))
        asked = [(1, b"f1"), (200, b"f200"), (2, b"f2"), (5, b"f5"), (9_999_999, b"x")]
        assert file.get_many(asked) == [tiny(fill=1), tiny(fill=200), b"", tiny(fill=5), b""]
    with closing(TinyFile(path, MANY)) as file:
        assert file.get_many([(5, b"f5")]) == [tiny(fill=5)]
    assert path.stat().st_size == 200 * SLOT_BYTES + 4 + len(tiny())


def test_what_a_file_held_before_is_not_its_picture(file: TinyFile) -> None:
    file.put(3, b"before", tiny(fill=1))
    assert file.get_many([(3, b"after")]) == [b""]
    file.put(3, b"after", tiny(2, 2, 9))
    assert file.get_many([(3, b"after"), (3, b"before")]) == [tiny(2, 2, 9), b""]


def test_the_picture_of_another_photo_in_the_slot_is_none(file: TinyFile, path: Path) -> None:
    file.put(3, b"same", tiny())
    data = path.read_bytes()
    path.write_bytes(data + bytes(SLOT_BYTES - len(data) % SLOT_BYTES) + data[3 * SLOT_BYTES :])
    assert file.get_many([(3, b"same"), (4, b"same")]) == [tiny(), b""]


def test_a_write_that_was_cut_anywhere_is_none(path: Path) -> None:
    with closing(TinyFile(path, MANY)) as file:
        file.put(1, b"f", tiny(fill=1))
    whole, start = path.read_bytes(), SLOT_BYTES
    new = tiny(fill=2)
    with closing(TinyFile(path.with_name("new"), MANY)) as file:
        file.put(1, b"f", new)
    other = path.with_name("new").read_bytes()
    for cut in range(start + 1, len(whole)):
        path.write_bytes(whole[:cut])
        with closing(TinyFile(path, MANY)) as file:
            assert file.get_many([(1, b"f")]) == [b""]
        path.write_bytes(other[:cut] + whole[cut:])  # half of the new one over the old one
        with closing(TinyFile(path, MANY)) as file:
            assert file.get_many([(1, b"f")])[0] in (b"", tiny(fill=1))


def test_every_flipped_bit_is_found(path: Path) -> None:
    with closing(TinyFile(path, MANY)) as file:
        file.put(1, b"f", tiny(2, 1))
        whole = path.read_bytes()
        for place in range(SLOT_BYTES, len(whole)):
            for bit in range(8):
                damaged = bytearray(whole)
                damaged[place] ^= 1 << bit
                path.write_bytes(damaged)
                assert file.get_many([(1, b"f")]) == [b""]


@pytest.mark.parametrize("wrong", [b"", b"\1", tiny()[:-1], tiny() + b"x", tiny(9, 7), tiny(0, 3), bytes(434)])
def test_what_is_no_tiny_picture_is_not_kept(file: TinyFile, path: Path, wrong: bytes) -> None:
    assert not is_whole(wrong)
    assert not file.put(1, b"f", wrong)
    assert path.stat().st_size < SLOT_BYTES


def test_it_grows_with_the_highest_id_and_no_further_than_it_may(path: Path) -> None:
    with closing(TinyFile(path, 100 * SLOT_BYTES)) as file:
        sizes = [path.stat().st_size for photo in (1, 10, 50, 99) if file.put(photo, b"f", tiny())]
        assert all(before < after for before, after in pairwise(sizes))
        assert len(sizes) == 4
        assert [file.holds(photo) for photo in (99, 100)] == [True, False]
        assert not file.put(100, b"f", tiny())
        assert file.get_many([(99, b"f"), (100, b"f")]) == [tiny(), b""]
    assert path.stat().st_size <= 100 * SLOT_BYTES


def test_many_are_read_at_once(file: TinyFile) -> None:
    for photo in range(1, 2001):
        file.put(photo, b"f", tiny(1, 1, photo % 251))
    asked = [(photo, b"f") for photo in range(2000, 0, -1)]
    assert file.get_many(asked) == [tiny(1, 1, photo % 251) for photo in range(2000, 0, -1)]


def test_how_far_the_pass_has_come_is_remembered(path: Path) -> None:
    with closing(TinyFile(path, MANY)) as file:
        assert file.undone == file.end
        file.undone = 4711
        file.put(1, b"f", tiny())
        assert file.undone == 4711
    with closing(TinyFile(path, MANY)) as file:
        assert file.undone == 4711
        file.undone = 0
        assert file.undone == 0


def test_the_pass_ends_where_the_slots_do(path: Path) -> None:
    for slots, undone in ((100, 100), (50, 50)):
        with closing(TinyFile(path, slots * SLOT_BYTES + 1)) as file:
            assert (file.end, file.undone) == (slots, undone)
            assert not file.holds(slots)
            assert file.holds(slots - 1)
            file.undone = undone


@pytest.mark.parametrize("content", [b"what the user would miss", b"SHBX"])
def test_another_file_in_its_place_is_renamed(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with closing(TinyFile(path, MANY)) as file:
        assert file.put(1, b"f", tiny())
    (aside,) = path.parent.glob("tiny.other-*.bin")
    assert aside.read_bytes() == content


@pytest.mark.skipif(os.name != "posix", reason="pipes, links and rights")
def test_whatever_stands_in_its_place_holds_nothing_up(path: Path) -> None:
    makers: list[Callable[[], object]] = [
        path.mkdir,
        lambda: os.mkfifo(path),
        lambda: path.symlink_to(path.parent / "nowhere"),
    ]
    for make in makers:
        make()
        with closing(TinyFile(path, MANY)) as file:
            assert file.put(1, b"f", tiny())
        path.unlink()
    assert len(list(path.parent.glob("tiny.other-*"))) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
def test_nobody_else_can_read_it(file: TinyFile, path: Path) -> None:
    assert path.stat().st_mode & 0o077 == 0


def test_without_a_place_for_it_there_are_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(TinyFile(tmp_path / "nowhere" / "tiny.bin", MANY)) as file:
        assert not file.put(1, b"f", tiny())
        assert file.get_many([(1, b"f")]) == [b""]
        assert file.failing
    assert caplog.text.count("tiny pictures are not kept") == 1


def test_a_closed_file_has_none(file: TinyFile) -> None:
    file.put(1, b"f", tiny())
    file.close()
    assert file.get_many([(1, b"f")]) == [b""]
    assert not file.put(1, b"f", tiny())
    assert file.failing


def refuse(*_: object) -> NoReturn:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["open", "write", "read"])
def test_how_far_the_pass_has_come_is_known_where_it_cannot_be_written(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with closing(TinyFile(path, MANY)) as file:
            assert file.failing
            file.undone = 4711
            assert file.undone == 4711


def test_a_disk_that_refuses_is_failing_until_something_is_written(
    file: TinyFile, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert not file.failing
    for _ in range(2):
        with monkeypatch.context() as patch:
            for call in ("write", "pwrite"):
                patch.setattr(os, call, refuse, raising=False)
            assert not file.put(1, b"f", tiny())
            file.undone = 5
            assert file.failing
            assert file.undone == 5
        assert file.put(1, b"f", tiny())
        assert not file.failing
    assert caplog.text.count("tiny pictures are not kept") == 1


@pytest.fixture(params=["a place for each", "one place for all"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Choose how the system reads and writes; Windows knows only one way."""
    if request.param == "one place for all":
        for call in ("pread", "pwrite"):
            monkeypatch.delattr(os, call, raising=False)
    return str(request.param)


@pytest.mark.usefixtures("system")
def test_threads_that_read_and_write_at_once_do_not_mix_slots_up(file: TinyFile) -> None:
    keys = [(photo, b"f%d" % photo) for photo in range(1, 401)]

    def write(start: int) -> bool:
        return all(file.put(*key, tiny(1, 1, key[0] % 251)) for key in keys[start::4])

    def read(_: int) -> bool:
        return all(
            found in (b"", tiny(1, 1, key[0] % 251)) for key, found in zip(keys, file.get_many(keys), strict=True)
        )

    with ThreadPoolExecutor(8) as threads:
        done = [threads.submit(call, number) for number in range(4) for call in (write, read)]
        assert all(each.result() for each in done)
    assert file.get_many(keys) == [tiny(1, 1, photo % 251) for photo, _ in keys]


@pytest.mark.skipif(not hasattr(os, "pread"), reason="one place for all")
def test_who_writes_or_closes_does_not_wait_for_who_reads(file: TinyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.put(1, b"f", tiny())
    disk, begun = threading.Event(), threading.Event()
    pread = os.pread

    def slow(*arguments: int) -> bytes:
        begun.set()
        assert disk.wait(30)
        return pread(*arguments)

    def write_and_close() -> None:
        file.put(2, b"f", tiny())
        file.close()

    monkeypatch.setattr(os, "pread", slow)
    with ThreadPoolExecutor(1) as threads:
        read = threads.submit(file.get_many, [(1, b"f"), (2, b"f")])
        try:
            assert begun.wait(30)
            writer = threading.Thread(target=write_and_close, daemon=True)
            writer.start()
            writer.join(30)
            assert not writer.is_alive()
        finally:
            disk.set()
        assert read.result() == [tiny(), tiny()], "what is under way is done"
    assert file.get_many([(1, b"f")]) == [b""]
