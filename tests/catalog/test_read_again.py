"""Photos whose headers are read again: what counts as a change, and where more than both ends are hashed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import DEEP_BYTES, FileRef, Metadata, Problem, Source
from gallery.catalog import folders, photos, unread_files
from gallery.catalog.file_stats import FileStat, mark_doubtful, mark_unread
from gallery.catalog.schema import MADE, READ
from tests.catalog.photo_states import FLAW, problem, state
from tests.index_builder import add, metadata, other_bytes, read, row, source

if TYPE_CHECKING:
    import sqlite3


def test_a_header_that_is_as_it_was_changes_nothing(conn: sqlite3.Connection, folder: int) -> None:
    photo = add(conn, folder, b"a.jpg")
    assert photos.set_read(conn, photo, metadata(b"same", make="Fuji"))
    photos.set_thumbnail_made(conn, source(conn, photo), 77, FLAW)
    before = row(conn, photo)
    mark_doubtful(conn, [(photo, FileStat(10, 20, 30, 40))])
    assert [item.id for item in unread_files.find(conn, 9)] == [photo]
    assert not photos.set_read(conn, photo, metadata(b"same", make="Fuji"))
    assert row(conn, photo) == before | {"ctime_ns": 30, "inode": 40}
    assert problem(conn, photo) == "truncated"


@pytest.mark.parametrize(
    "other", [metadata(b"other"), metadata(b"same", make="Fuji"), metadata(b"same", 5), metadata(b"same", width=9)]
)
def test_whatever_differs_in_a_header_is_a_change(conn: sqlite3.Connection, folder: int, other: Metadata) -> None:
    photo = read(conn, folder, b"a.jpg", metadata(b"same"))
    assert photos.set_read(conn, photo, other)


def test_a_problem_of_the_access_ends_with_it(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg", metadata(b"same"))
    photos.set_thumbnail_made(conn, source(conn, photo), 77, None)
    photos.put_problem(conn, photo, Problem("unreadable", "You may not read this file."))
    assert photos.set_read(conn, photo, metadata(b"same"))
    assert problem(conn, photo) is None
    assert state(conn, photo) == (READ, 0, 1, MADE)


@pytest.mark.parametrize(("size", "mtime_ns", "known"), [(10, 21, b"mark of a.jpg"), (11, 21, None), (10, 20, None)])
def test_a_file_of_another_time_and_the_same_size_may_have_changed_anywhere(
    conn: sqlite3.Connection, folder: int, size: int, mtime_ns: int, known: bytes | None
) -> None:
    photo = read(conn, folder, b"a.jpg")
    photos.mark_changed(conn, photo, size, mtime_ns)
    assert [item.file.fingerprint for item in unread_files.find(conn, 9)] == [known]
    photos.set_read(conn, photo, metadata(b"new"))
    photos.retry_problems(conn)
    mark_doubtful(conn, [(photo, FileStat(10, 20, 30, 40))])
    assert [item.file.fingerprint for item in unread_files.find(conn, 9)] == [None]


def test_a_deep_fingerprint_is_always_known_to_the_reader(conn: sqlite3.Connection, folder: int) -> None:
    deep = bytes(DEEP_BYTES)
    photo = read(conn, folder, b"a.jpg", metadata(deep))
    mark_doubtful(conn, [(photo, FileStat(10, 20, 30, 40))])
    assert [item.file.fingerprint for item in unread_files.find(conn, 9)] == [deep]


def test_what_is_asked_to_be_made_is_of_the_known_bytes(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg", metadata(b"same"))
    assert source(conn, photo).file.fingerprint == b"same"


def test_new_files_are_numbered_in_natural_order(conn: sqlite3.Connection, folder: int) -> None:
    photos.add(conn, folder, [(name, 1, 1) for name in (b"p10.jpg", b"p9.jpg", b"P1.jpg", b"q.jpg", b"p100.jpg")])
    found = photos.get_in_folder(conn, folder)
    assert sorted(found, key=lambda name: found[name].id) == [b"P1.jpg", b"p9.jpg", b"p10.jpg", b"p100.jpg", b"q.jpg"]


def test_a_file_that_turned_out_to_have_other_bytes_is_read_again(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg")
    mark_unread(conn, other_bytes(photo))
    assert unread_files.find(conn, 9) == []
    mark_unread(conn, source(conn, photo))
    assert [item.id for item in unread_files.find(conn, 9)] == [photo]
    photos.mark_gone(conn, [photo])
    mark_unread(conn, Source(photo, b"mark of a.jpg", FileRef(b"", b"", 1, 1)))
    assert unread_files.find(conn, 9) == []


def test_files_of_a_drive_that_is_away_are_not_read_and_cost_a_step_for_each_folder(conn: sqlite3.Connection) -> None:
    """A newer reader marks them too; each look for others would walk over all of them."""
    here, away = folders.put_root(conn, 8, b"/here"), folders.put_root(conn, 7, b"/away")
    assert here < away
    inner = folders.put(conn, 7, away, b"inner", b"inner")
    add(conn, here, b"x.jpg")
    conn.execute("UPDATE roots SET offline = 'It is not connected.' WHERE id = 7")
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    def cost() -> int:
        nonlocal steps
        steps = 0
        conn.set_progress_handler(count, 100)
        found = unread_files.find(conn, 9)
        conn.set_progress_handler(None, 0)
        assert [item.folder for item in found] == [here]
        return steps

    few = [add(conn, inner, b"%d.jpg" % number) for number in range(3)]
    of_few = cost()
    assert few
    for number in range(3, 3000):
        add(conn, inner, b"%d.jpg" % number)
    assert cost() <= of_few + 1


def test_other_sidecars_have_a_file_read_again(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg", metadata(b"same"))
    for text in ('[["a.xmp",5,6,false,7]]', None):
        mark_doubtful(conn, [(photo, FileStat(10, 20, 30, 40, text))])
        (item,) = unread_files.find(conn, 9)
        assert [sidecar.name for sidecar in item.file.sidecars] == ([b"a.xmp"] if text else [])
        photos.set_read(conn, photo, metadata(b"same"))
        assert unread_files.find(conn, 9) == []


def test_what_was_read_with_other_sidecars_is_out_of_date(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg")
    mark_doubtful(conn, [(photo, FileStat(10, 20, 30, 40, '[["a.xmp",5,6,false,7]]'))])
    (item,) = unread_files.find(conn, 9)
    assert unread_files.is_still_unread(conn, item)
    mark_doubtful(conn, [(photo, FileStat(10, 20, 30, 40, '[["a.xmp",7,8,false,9]]'))])
    assert not unread_files.is_still_unread(conn, item)
