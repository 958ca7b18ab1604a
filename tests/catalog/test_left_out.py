"""How much is left out: stored by folder and kind, counted in some folders or everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem
from gallery.catalog import folders, left_out, photo_counts, photos
from gallery.catalog.left_out import CountedFolders, LeftOutRow
from tests.index_builder import DAMAGED, EPOCH, ROOT, add

if TYPE_CHECKING:
    import sqlite3

EVERYWHERE = CountedFolders()


@pytest.fixture
def tree(conn: sqlite3.Connection, folder: int) -> dict[str, int]:
    """Folders of a root, by their paths, with something in each."""
    found = {"": folder} | {
        path: folders.put_chain(conn, 1, ROOT, path.encode()) for path in ("trip", "trip/rome", "scans")
    }
    for at, inner in enumerate(found.values()):
        left_out.put(conn, inner, {"pdf": 1 + at, "link": 1})
    return found


def test_what_is_stored_takes_the_place_of_what_was_and_says_whether_it_differs(
    conn: sqlite3.Connection, folder: int
) -> None:
    assert not left_out.put(conn, folder, {})
    assert left_out.put(conn, folder, {"pdf": 2, "svg": 1})
    assert not left_out.put(conn, folder, {"svg": 1, "pdf": 2})
    assert left_out.put(conn, folder, {"pdf": 1})
    assert left_out.count(conn, EVERYWHERE) == {"pdf": 1}
    assert left_out.put(conn, folder, {})
    assert left_out.count(conn, EVERYWHERE) == {}


def test_is_counted_in_a_folder_with_those_below_it_or_alone(conn: sqlite3.Connection, tree: dict[str, int]) -> None:
    def pdf(where: CountedFolders) -> int:
        return left_out.count(conn, where)["pdf"]

    assert pdf(EVERYWHERE) == pdf(CountedFolders(tree[""])) == 10
    assert pdf(CountedFolders(tree["trip"])) == 5
    assert pdf(CountedFolders(tree["trip"], subfolders=False)) == 2
    assert pdf(CountedFolders(within=(tree["trip"], tree["scans"]))) == 9
    assert left_out.count(conn, CountedFolders(within=())) == {}


def test_the_list_has_the_folders_with_most_of_each_kind_first(conn: sqlite3.Connection, tree: dict[str, int]) -> None:
    rows = left_out.list_by_folder(conn, EVERYWHERE, 2)
    assert [row for row in rows if row.kind == "pdf"] == [
        LeftOutRow("pdf", tree["scans"], 4, ROOT, b"scans"),
        LeftOutRow("pdf", tree["trip/rome"], 3, ROOT, b"trip/rome"),
    ]
    assert [row.kind for row in rows] == ["link", "link", "pdf", "pdf"]
    assert len(left_out.list_by_folder(conn, EVERYWHERE, 99)) == 8
    assert [
        row.folder for row in left_out.list_by_folder(conn, CountedFolders(tree["trip"], subfolders=False), 99)
    ] == [tree["trip"]] * 2


def test_what_lay_on_the_drive_that_was_there_before_is_forgotten(
    conn: sqlite3.Connection, tree: dict[str, int]
) -> None:
    folders.mark_content_gone(conn, tree["trip"])
    assert left_out.count(conn, CountedFolders(tree["trip"])) == {}
    assert left_out.count(conn, EVERYWHERE) == {"pdf": 5, "link": 2}


def test_a_folder_that_is_gone_holds_nothing(conn: sqlite3.Connection, tree: dict[str, int]) -> None:
    folders.mark_gone(conn, tree["trip/rome"])
    assert left_out.count(conn, CountedFolders(tree["trip"])) == {"pdf": 2, "link": 1}
    assert left_out.count(conn, CountedFolders(within=(tree["trip"],))) == {"pdf": 2}
    assert folders.mark_gone(conn, tree["trip"]) == 2  # kinds that are not told any more
    assert left_out.count(conn, EVERYWHERE) == {"pdf": 5, "link": 2}
    folders.delete_gone(conn)
    assert conn.execute("SELECT count(*) FROM left_out").fetchone() == (4,)
    folders.remove_root(conn, 1)
    assert conn.execute("SELECT count(*) FROM left_out").fetchone() == (0,)


@pytest.mark.parametrize(
    ("problem", "in_timeline", "told"),
    [
        (Problem("not_a_picture", "It is text."), False, True),
        (Problem("empty", "It is empty."), False, True),
        (DAMAGED, False, False),
        (Problem("unreadable", "You are not allowed to."), False, False),
        (Problem("empty", "It is empty."), True, False),
    ],
)
def test_a_file_that_promises_no_picture_and_is_none_is_no_problem_but_left_out(
    conn: sqlite3.Connection, folder: int, problem: Problem, in_timeline: bool, told: bool
) -> None:
    left_out.put(conn, folder, {"other": 2})
    photo = add(conn, folder, b"Makefile")
    photos.set_unreadable(conn, photo, problem, EPOCH, in_timeline=in_timeline)
    assert left_out.count(conn, EVERYWHERE) == {"other": 3 if told else 2}
    assert [row.count for row in left_out.list_by_folder(conn, EVERYWHERE, 9)] == [3 if told else 2]
    assert photo_counts.count_problems(conn) == photo_counts.count_root(conn, 1)[1] == (0 if told else 1)
    assert photos.retry_problems(conn) == (0 if told else 1)
    photos.mark_gone(conn, [photo])
    assert left_out.count(conn, EVERYWHERE) == {"other": 2}
