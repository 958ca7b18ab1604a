"""Reprocessing of all photos: what begins it, what it does, and that it goes on wherever it was interrupted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem, Taken
from gallery.catalog import photo_counts, photos, reprocessing, unread_files
from gallery.catalog.reprocessing import Present
from gallery.catalog.schema import BROKEN, FAILED, READ, UNMADE
from tests.index_builder import DAMAGED, add, metadata, read, row, source

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

NOW = Present(reader=1, recipe="thumb-320-1", cache_is_empty=False, crashed=False)


def begin(conn: sqlite3.Connection, present: Present = NOW) -> set[str]:
    """Begin what is due at a start, and return which passes are under way."""
    reprocessing.begin_due(conn, present)
    return {key for (key,) in conn.execute("SELECT key FROM meta")} & {reprocessing.REREAD, reprocessing.REMAKE}


def all_missing(fingerprints: Iterable[bytes]) -> Iterable[bytes]:
    """Say that the cache is empty."""
    return fingerprints


def none_missing(_: Iterable[bytes]) -> Iterable[bytes]:
    """Say that the cache has everything."""
    return ()


def run(conn: sqlite3.Connection) -> None:
    """Run all passes to their end."""
    while reprocessing.run_step(conn, all_missing):
        pass


def made(conn: sqlite3.Connection, folder: int, name: bytes) -> int:
    """Add a photo with a thumbnail, and return its id."""
    photo = read(conn, folder, name)
    photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    return photo


def unmade(conn: sqlite3.Connection) -> set[int]:
    return {item.photo for item in photos.find_without_thumbnail(conn, 10)}


def unread(conn: sqlite3.Connection) -> set[int]:
    return {item.id for item in unread_files.find(conn, 10)}


def test_nothing_is_due_at_a_usual_start(conn: sqlite3.Connection, folder: int) -> None:
    photo = made(conn, folder, b"a")
    begin(conn)
    run(conn)
    photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    assert begin(conn) == set()
    assert not reprocessing.run_step(conn, all_missing)
    assert unmade(conn) == unread(conn) == set()


@pytest.mark.parametrize(
    ("present", "due"),
    [
        (replace(NOW, reader=2), {reprocessing.REREAD}),
        (replace(NOW, recipe="thumb-320-2"), {reprocessing.REMAKE}),
        (replace(NOW, cache_is_empty=True), {reprocessing.REMAKE}),
        (replace(NOW, crashed=True), {reprocessing.REMAKE}),
    ],
)
def test_what_has_changed_begins_a_pass_once(conn: sqlite3.Connection, present: Present, due: set[str]) -> None:
    begin(conn)
    run(conn)
    assert begin(conn, present) == due
    run(conn)
    assert begin(conn, replace(present, cache_is_empty=False, crashed=False)) == set()


def test_an_index_of_version_0_1_is_searched_for_thumbnails_that_were_not_kept(conn: sqlite3.Connection) -> None:
    assert begin(conn) == {reprocessing.REMAKE}
    assert begin(conn, replace(NOW, reader=2)) == {reprocessing.REMAKE, reprocessing.REREAD}


def test_a_reset_that_version_0_1_has_begun_is_done(conn: sqlite3.Connection, folder: int) -> None:
    begin(conn)
    run(conn)
    photo = made(conn, folder, b"a")
    conn.execute("INSERT INTO meta VALUES ('forgotten', 20000)")
    assert begin(conn) == {reprocessing.REMAKE}
    run(conn)
    assert unmade(conn) == {photo}
    assert begin(conn) == set()


def test_only_thumbnails_that_are_missing_are_made_again(conn: sqlite3.Connection, folder: int) -> None:
    kept, lost, failed = (read(conn, folder, name) for name in (b"kept", b"lost", b"failed"))
    for photo in (kept, lost):
        photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    photos.set_thumbnail_failed(conn, source(conn, failed), DAMAGED)
    begin(conn)

    def missing(fingerprints: Iterable[bytes]) -> Iterable[bytes]:
        assert set(fingerprints) == {b"mark of kept", b"mark of lost"}
        return [b"mark of lost"]

    assert reprocessing.run_step(conn, missing)
    assert unmade(conn) == {lost}
    assert row(conn, lost)["color"] == 5
    assert not reprocessing.run_step(conn, none_missing)


@pytest.mark.parametrize("step", [1, 2, 3, 5])
def test_a_pass_goes_on_where_it_was_interrupted_newest_first(
    conn: sqlite3.Connection, folder: int, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reprocessing, "STEP", step)
    every = [made(conn, folder, b"%d" % number) for number in range(5)]
    begin(conn)
    assert reprocessing.run_step(conn, all_missing)
    assert unmade(conn) == set(every[-step:])
    begin(conn)  # another start
    photos.set_thumbnail_made(conn, source(conn, every[-1]), 5, None)
    run(conn)
    assert unmade(conn) == set(every[:-1])


def test_a_cache_that_was_emptied_is_filled_again_by_a_pass_over_all(conn: sqlite3.Connection, folder: int) -> None:
    begin(conn)
    run(conn)
    every = {made(conn, folder, name) for name in (b"a", b"b")}
    assert not reprocessing.run_step(conn, all_missing)
    reprocessing.begin_remaking(conn)
    run(conn)
    assert (unmade(conn), unread(conn)) == (every, set())


def test_photos_added_meanwhile_are_left_alone(conn: sqlite3.Connection, folder: int) -> None:
    old = made(conn, folder, b"old")
    begin(conn, replace(NOW, reader=2))
    new = made(conn, folder, b"new")
    run(conn)
    assert unread(conn) == {old}
    assert row(conn, new)["todo"] == 0


def test_what_is_read_again_stays_and_problems_are_tried_again(conn: sqlite3.Connection, folder: int) -> None:
    good, broken, unreadable = made(conn, folder, b"good"), read(conn, folder, b"broken"), add(conn, folder, b"bad")
    photos.set_thumbnail_failed(conn, source(conn, broken), Problem("out_of_memory", "It needs too much."))
    photos.set_unreadable(conn, unreadable, DAMAGED, Taken(1000, None, "file"), in_timeline=True)
    waiting, gone = add(conn, folder, b"waiting"), read(conn, folder, b"gone")
    photos.mark_gone(conn, [gone])
    begin(conn, replace(NOW, reader=2))
    while reprocessing.run_step(conn, none_missing):
        pass
    assert unread(conn) == {good, broken, unreadable, waiting}
    assert [row(conn, photo)["state"] for photo in (good, broken, unreadable)] == [READ, BROKEN, BROKEN]
    photos.set_read(conn, broken, metadata(b"mark of broken"))
    photos.set_read(conn, good, metadata(b"mark of good", title="now it is read"))
    assert unmade(conn) == {broken}
    assert photo_counts.count_problems(conn) == 1
    assert [row(conn, photo)["version"] for photo in (good, broken)] == [1, 1]


def test_a_header_that_says_the_same_changes_nothing(conn: sqlite3.Connection, folder: int) -> None:
    meta = metadata(b"mark", title="A title", latitude=1.5, rating=3)
    photo = read(conn, folder, b"a", meta)
    photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    conn.execute("UPDATE photos SET todo = 1")
    conn.execute("DELETE FROM stale")
    before = {**row(conn, photo), "todo": 0}
    assert not photos.set_read(conn, photo, meta)
    assert row(conn, photo) == before
    assert conn.execute("SELECT * FROM stale").fetchall() == [], "the search has nothing to follow"


def test_an_index_that_did_not_know_what_browsers_paint_learns_it_without_a_change(
    conn: sqlite3.Connection, folder: int
) -> None:
    photo = read(conn, folder, b"a", metadata(b"mark", inline=True))
    conn.execute("UPDATE photos SET todo = 1")
    conn.execute("UPDATE details SET inline = NULL")
    conn.execute("DELETE FROM stale")
    assert not photos.set_read(conn, photo, metadata(b"mark", inline=True))
    assert conn.execute("SELECT inline FROM details").fetchone() == (1,)
    assert conn.execute("SELECT * FROM stale").fetchall() == []


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Another"},
        {"taken_ms": 1001},
        {"width": 5},
        {"height": 5},
        {"fingerprint": b"other"},
        {"latitude": None},
        {"offset_min": 60},
    ],
)
def test_a_header_that_says_something_else_is_stored(
    conn: sqlite3.Connection, folder: int, other: dict[str, object]
) -> None:
    known: dict[str, object] = {"fingerprint": b"mark", "title": "A title", "latitude": 1.5}
    photo = read(conn, folder, b"a", metadata(**known))  # type: ignore[arg-type]
    assert photos.set_read(conn, photo, metadata(**(known | other)))  # type: ignore[arg-type]


def test_a_photo_whose_problem_is_tried_again_is_not_as_it_was(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a", metadata(b"mark"))
    photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED)
    assert row(conn, photo)["thumb"] == FAILED
    assert not photos.set_read(conn, photo, metadata(b"mark"))
    conn.execute(f"UPDATE photos SET thumb = {UNMADE}, state = {READ}")
    assert photos.set_read(conn, photo, metadata(b"mark")), "its problem is to go"
