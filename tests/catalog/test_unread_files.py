"""Which headers are read first: those that are likely to stand on top of a view that shows the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog import folders, photos, unread_files
from tests.index_builder import add

if TYPE_CHECKING:
    import sqlite3

DAY_NS = 86_400 * 10**9


def names(conn: sqlite3.Connection, first: int | None = None, limit: int = 99) -> list[bytes]:
    return [item.file.relative for item in unread_files.find(conn, limit, first)]


def test_the_newest_files_of_a_folder_are_read_first(conn: sqlite3.Connection, folder: int) -> None:
    for name, day in ((b"old", 3), (b"new", 9), (b"middle", 5)):
        add(conn, folder, name, mtime_ns=day * DAY_NS)
    assert names(conn) == [b"new", b"middle", b"old"]
    assert names(conn, limit=2) == [b"new", b"middle"]


def test_the_folder_with_the_newest_file_is_read_first(conn: sqlite3.Connection, folder: int) -> None:
    early = folders.put(conn, 1, folder, b"Z", b"Z")
    late = folders.put(conn, 1, folder, b"A", b"A")
    add(conn, early, b"1", mtime_ns=5 * DAY_NS)
    add(conn, late, b"2", mtime_ns=7 * DAY_NS)
    add(conn, late, b"3", mtime_ns=1 * DAY_NS)
    assert names(conn) == [b"A/2", b"A/3", b"Z/1"]
    assert names(conn, early) == [b"Z/1", b"A/2", b"A/3"]


def test_of_folders_that_were_copied_on_one_day_the_names_tell(conn: sqlite3.Connection, folder: int) -> None:
    for number, name in enumerate((b"2021", b"2014", b"2019")):
        inner = folders.put(conn, 1, folder, name, name)
        add(conn, inner, b"a", mtime_ns=4 * DAY_NS + number)
    assert names(conn) == [b"2021/a", b"2019/a", b"2014/a"]


def test_a_folder_of_which_all_is_read_is_not_asked(conn: sqlite3.Connection, folder: int) -> None:
    inner = folders.put(conn, 1, folder, b"z", b"z")
    add(conn, folder, b"a")
    photos.mark_gone(conn, [add(conn, inner, b"b")])
    assert names(conn) == [b"a"]
