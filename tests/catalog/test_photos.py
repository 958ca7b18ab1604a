"""A photo's life: seen, read, changed, gone, back; broken and mended; and the numbers that are told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem, Taken
from gallery.catalog import folders, photo_counts, photo_details, photos, unread_files
from gallery.catalog.schema import BROKEN, FAILED, GONE, MADE, NO_PICTURE, READ, UNMADE, UNREAD
from tests.catalog.photo_states import FLAW, problem, state
from tests.index_builder import DAMAGED, EPOCH, add, metadata, other_bytes, read, row, source, top

if TYPE_CHECKING:
    import sqlite3


def test_an_ordinary_life(conn: sqlite3.Connection, folder: int) -> None:
    photo = add(conn, folder, b"a.jpg")
    assert state(conn, photo) == (UNREAD, 1, 1, UNMADE)
    photos.set_read(conn, photo, metadata(b"one"))
    assert state(conn, photo) == (READ, 0, 1, UNMADE)
    assert not photos.set_thumbnail_made(conn, source(conn, photo), 77, None)
    assert state(conn, photo) == (READ, 0, 1, MADE)
    photos.mark_changed(conn, photo, 11, 21)
    assert state(conn, photo) == (READ, 1, 1, MADE), "it stands in the timeline until it has been read again"
    photos.set_read(conn, photo, metadata(b"two"))
    assert state(conn, photo) == (READ, 0, 2, UNMADE)
    assert row(conn, photo)["color"] == 0
    photos.mark_gone(conn, [photo])
    assert state(conn, photo) == (GONE, 0, 2, UNMADE)
    assert photos.get_source(conn, photo) is None
    photos.mark_changed(conn, photo, 11, 21)
    assert state(conn, photo) == (UNREAD, 1, 2, UNMADE)
    photos.set_read(conn, photo, metadata(b"two"))
    assert state(conn, photo) == (READ, 0, 2, UNMADE)


def test_a_file_with_a_new_time_keeps_version_and_thumbnail(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg", metadata(b"same"))
    photos.set_thumbnail_made(conn, source(conn, photo), 77, FLAW)
    photos.mark_changed(conn, photo, 10, 99)
    photos.set_read(conn, photo, metadata(b"same", taken_ms=5))
    assert state(conn, photo) == (READ, 0, 1, MADE)
    assert (row(conn, photo)["color"], row(conn, photo)["taken_ms"], problem(conn, photo)) == (77, 5, "truncated")


@pytest.mark.parametrize(("in_timeline", "expected"), [(True, BROKEN), (False, NO_PICTURE)])
def test_an_unreadable_file_has_a_tile_or_none(
    conn: sqlite3.Connection, folder: int, in_timeline: bool, expected: int
) -> None:
    photo = add(conn, folder, b"a.jpg", mtime_ns=7_000_000_000)
    photos.set_unreadable(conn, photo, DAMAGED, Taken(7000, None, "name"), in_timeline=in_timeline)
    assert state(conn, photo) == (expected, 0, 1, FAILED)
    assert row(conn, photo)["taken_ms"] == 7000
    assert conn.execute("SELECT origin FROM details WHERE photo = ?", (photo,)).fetchone() == ("name",)
    assert (photos.get_source(conn, photo) is not None) == in_timeline
    assert photo_counts.count_problems(conn) == 1


def test_each_content_has_a_version_of_its_own_whether_it_can_be_read_or_not(
    conn: sqlite3.Connection, folder: int
) -> None:
    photo = add(conn, folder, b"a.jpg")
    photos.set_unreadable(conn, photo, DAMAGED, EPOCH, in_timeline=True)
    versions = [row(conn, photo)["version"]]
    for mark in (b"whole", None, b"other", None, None, b"other"):
        photos.mark_changed(conn, photo, 10, 20)
        if mark:
            photos.set_read(conn, photo, metadata(mark))
        else:
            photos.set_unreadable(conn, photo, DAMAGED, EPOCH, in_timeline=True)
        versions.append(row(conn, photo)["version"])
    assert versions == [1, 2, 3, 4, 5, 6, 7]


def test_a_broken_file_that_was_mended_is_a_photo_like_others(conn: sqlite3.Connection, folder: int) -> None:
    photo = add(conn, folder, b"a.jpg")
    photos.set_unreadable(conn, photo, DAMAGED, EPOCH, in_timeline=True)
    photos.mark_changed(conn, photo, 11, 21)
    photos.set_read(conn, photo, metadata(b"whole"))
    assert state(conn, photo) == (READ, 0, 2, UNMADE)
    assert problem(conn, photo) is None


def test_a_photo_that_cannot_be_decoded_stays_broken_while_its_bytes_stay(
    conn: sqlite3.Connection, folder: int
) -> None:
    photo = read(conn, folder, b"a.jpg", metadata(b"same"))
    assert photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED)
    assert not photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED), "no news: the timeline stays as it was"
    assert state(conn, photo) == (BROKEN, 0, 1, FAILED)
    photos.mark_changed(conn, photo, 10, 99)
    photos.set_read(conn, photo, metadata(b"same"))
    assert state(conn, photo) == (BROKEN, 0, 1, FAILED)
    photos.mark_gone(conn, [photo])
    photos.mark_changed(conn, photo, 10, 99)
    photos.set_read(conn, photo, metadata(b"same"))
    assert (state(conn, photo), problem(conn, photo)) == ((BROKEN, 0, 1, FAILED), "damaged")
    photos.mark_changed(conn, photo, 12, 99)
    photos.set_read(conn, photo, metadata(b"other"))
    assert (state(conn, photo), problem(conn, photo)) == ((READ, 0, 2, UNMADE), None)


def test_a_thumbnail_that_succeeds_after_all_mends_the_photo(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg")
    photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED)
    assert photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    assert (state(conn, photo), problem(conn, photo)) == ((READ, 0, 1, MADE), None)
    assert not photos.set_thumbnail_made(conn, source(conn, photo), 5, FLAW)
    assert (state(conn, photo), problem(conn, photo)) == ((READ, 0, 1, MADE), "truncated")


def test_a_photo_of_which_an_earlier_thumbnail_is_kept_is_not_broken(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg")
    photos.set_thumbnail_made(conn, source(conn, photo), 77, None)
    assert not photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED, earlier_kept=True)
    assert (state(conn, photo), problem(conn, photo)) == ((READ, 0, 1, MADE), "damaged")
    assert row(conn, photo)["color"] == 77
    photos.mark_changed(conn, photo, 10, 99)
    photos.set_read(conn, photo, metadata(b"mark of a.jpg"))
    assert (state(conn, photo), problem(conn, photo)) == ((READ, 0, 1, MADE), "damaged"), "the same bytes"
    assert not photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    assert problem(conn, photo) is None
    photos.mark_changed(conn, photo, 11, 100)
    photos.set_read(conn, photo, metadata(b"other bytes"))
    assert photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED), "nothing is kept of these"
    assert state(conn, photo) == (BROKEN, 0, 2, FAILED)
    assert photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED, earlier_kept=True)
    assert state(conn, photo) == (READ, 0, 2, MADE)


def test_a_file_that_is_back_is_shown_when_its_header_has_been_read_not_before(
    conn: sqlite3.Connection, folder: int
) -> None:
    photo = read(conn, folder, b"a.jpg")
    asked = source(conn, photo)
    photos.mark_gone(conn, [photo])
    photos.mark_changed(conn, photo, 10, 20)
    assert not photos.set_thumbnail_failed(conn, asked, DAMAGED, earlier_kept=True)
    assert state(conn, photo)[0] == UNREAD


def test_a_thumbnail_does_not_end_a_problem_of_the_access(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg")
    photos.put_problem(conn, photo, Problem("unreadable", "You may not read this file."))
    photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    assert problem(conn, photo) == "unreadable"


def test_a_problem_is_news_once(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg")
    assert photos.put_problem(conn, photo, DAMAGED)
    assert not photos.put_problem(conn, photo, FLAW)
    assert problem(conn, photo) == "truncated"


def test_results_for_other_bytes_change_nothing(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a.jpg")
    before = row(conn, photo)
    photos.set_thumbnail_made(conn, other_bytes(photo), 5, FLAW)
    assert not photos.set_thumbnail_failed(conn, other_bytes(photo), DAMAGED)
    photos.set_thumbnail_made(conn, other_bytes(photo + 1000), 5, FLAW)
    assert not photos.set_thumbnail_failed(conn, other_bytes(photo + 1000), DAMAGED)
    assert row(conn, photo) == before
    assert photo_counts.count_problems(conn) == 0


def test_what_had_a_problem_can_be_tried_again(conn: sqlite3.Connection, folder: int) -> None:
    good, undecoded, flawed, gone = (read(conn, folder, name) for name in (b"a", b"b", b"c", b"d"))
    unreadable = add(conn, folder, b"e")
    photos.set_unreadable(conn, unreadable, DAMAGED, EPOCH, in_timeline=False)
    photos.set_thumbnail_made(conn, source(conn, good), 5, None)
    photos.set_thumbnail_made(conn, source(conn, flawed), 5, FLAW)
    for photo in (undecoded, gone):
        photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED)
    photos.mark_gone(conn, [gone])
    assert sorted(photo_details.get_problem_fingerprints(conn)) == [b"mark of b", b"mark of c", b"mark of d"]
    assert photos.retry_problems(conn) == 3
    assert {item.id for item in unread_files.find(conn, 10)} == {undecoded, flawed, unreadable}
    photos.set_read(conn, undecoded, metadata(b"mark of b"))
    photos.set_read(conn, flawed, metadata(b"mark of c"))
    photos.set_unreadable(conn, unreadable, DAMAGED, EPOCH, in_timeline=False)
    assert {made.photo for made in photos.find_without_thumbnail(conn, 10)} == {undecoded, flawed}
    assert photo_counts.count_problems(conn) == 1
    assert state(conn, undecoded) == (READ, 0, 1, UNMADE)


def test_metadata_counts_only_if_the_file_is_still_the_same(conn: sqlite3.Connection, folder: int) -> None:
    photo = add(conn, folder, b"a", 10, 20)
    [item] = unread_files.find(conn, 5)
    assert unread_files.is_still_unread(conn, item)
    photos.mark_changed(conn, photo, 10, 21)
    assert not unread_files.is_still_unread(conn, item)
    [item] = unread_files.find(conn, 5)
    photos.mark_gone(conn, [photo])
    assert not unread_files.is_still_unread(conn, item)
    conn.execute("DELETE FROM photos")
    assert not unread_files.is_still_unread(conn, item)


def test_the_folder_on_screen_is_read_first_and_nothing_twice(conn: sqlite3.Connection, folder: int) -> None:
    inner = folders.put(conn, 1, folder, b"z", b"z")
    deep = folders.put(conn, 1, inner, b"z/y", b"y")
    away = top(conn, 2, b"/away")
    plain, shown, below = add(conn, folder, b"a"), add(conn, inner, b"b"), add(conn, deep, b"c")
    add(conn, away, b"d")
    folders.set_offline(conn, 2, "It is away.")
    assert [item.id for item in unread_files.find(conn, 10)] == [below, shown, plain]
    assert [item.id for item in unread_files.find(conn, 10, inner)] == [below, shown, plain]
    assert [item.id for item in unread_files.find(conn, 10, folder)] == [below, shown, plain]
    assert [item.id for item in unread_files.find(conn, 1, inner)] == [below]
    assert unread_files.find(conn, 10, inner)[0].file.relative == folders.join(b"z/y", b"c")


def test_thumbnails_are_made_newest_first_and_not_of_what_is_away(conn: sqlite3.Connection, folder: int) -> None:
    old, new = (read(conn, folder, name, metadata(name, taken)) for name, taken in ((b"a", -5), (b"b", 9)))
    far = read(conn, top(conn, 2, b"/away"), b"c")
    folders.set_offline(conn, 2, "It is away.")
    photos.mark_changed(conn, add(conn, folder, b"unread"), 1, 1)
    assert [made.photo for made in photos.find_without_thumbnail(conn, 10)] == [new, old]
    assert photos.find_without_thumbnail(conn, 1)[0].file.relative == b"b"
    folders.set_offline(conn, 2, None)
    assert far in {made.photo for made in photos.find_without_thumbnail(conn, 10)}


def test_counts_of_all_photos_and_of_each_root(conn: sqlite3.Connection, folder: int) -> None:
    assert photo_counts.counts(conn) == {"photos": 0, "unread": 0, "unmade": 0, "problems": 0}
    made, _, failed, gone = (read(conn, folder, name) for name in (b"a", b"b", b"c", b"d"))
    photos.set_thumbnail_made(conn, source(conn, made), 5, FLAW)
    for photo in (failed, gone):
        photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED)
    photos.mark_gone(conn, [gone])
    add(conn, folder, b"e")
    photos.set_unreadable(conn, add(conn, folder, b"f"), DAMAGED, EPOCH, in_timeline=False)
    folders.set_problem(conn, folders.put(conn, 1, folder, b"g", b"g"), "You are not allowed to open this folder.")
    assert photo_counts.counts(conn) == {"photos": 3, "unread": 1, "unmade": 1, "problems": 4}
    assert photo_counts.count_root(conn, 1) == (3, 3, 1)
    assert photo_counts.count_root(conn, 2) == (0, 0, 0)
    problems = photo_details.get_problems(conn, 10)
    assert [(problem.photo is None, problem.path) for problem in problems] == [
        (True, b"/pictures/g"), (False, b"/pictures/a"), (False, b"/pictures/c"), (False, b"/pictures/f"),
    ]  # fmt: skip


def test_the_generation_rises_and_a_new_index_does_not_begin_where_an_old_one_did(conn: sqlite3.Connection) -> None:
    first = photos.get_generation(conn)
    assert first > 1_700_000_000
    assert [photos.raise_generation(conn) for _ in range(3)] == [first + 1, first + 2, first + 3]
    conn.execute("UPDATE meta SET value = ?", (2**32 - 1,))
    assert photos.raise_generation(conn) == 0


@pytest.mark.parametrize(
    "name",
    [
        b"caf\xe9.jpg",
        b"a\nb",
        "\u202egpj.exe".encode(),
        b"\xff",
        b"x" * 255,
        "é".encode(),
        "e\u0301".encode(),
        b"%s?'\"",
    ],
)
def test_any_name_is_kept_byte_by_byte(conn: sqlite3.Connection, folder: int, name: bytes) -> None:
    photo = read(conn, folder, name)
    assert photo_details.get_paths(conn, [photo]) == [b"/pictures/" + name]
    assert list(photos.get_in_folder(conn, folder)) == [name]
