"""Folders keep their ids when they are renamed, roots merge without a loss, and nothing is left hanging."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders, mounted_drives, move_candidates, photo_counts, photo_details, photos
from gallery.catalog.folders import basename, join
from gallery.catalog.schema import GONE, READ
from gallery.timeline.build import TimelineQuery, _columns
from tests.index_builder import DAMAGED, add, metadata, read, row, source, top

if TYPE_CHECKING:
    import sqlite3

pytestmark = pytest.mark.skipif(os.sep != "/", reason="paths as POSIX has them")


def places(conn: sqlite3.Connection) -> dict[bytes, int]:
    return {(b"/%d/" % folder.root + folder.relative).rstrip(b"/"): folder.id for folder in folders.get_all(conn)}


def paths(conn: sqlite3.Connection) -> dict[int, bytes]:
    ids = list(_columns(conn, TimelineQuery()).ids)
    return dict(zip(ids, photo_details.get_paths(conn, ids), strict=True))


@pytest.mark.parametrize(
    ("relative", "name", "joined"),
    [(b"", b"a", b"a"), (b"a", b"b", b"a/b"), (b"/", b"a", b"/a"), (b"/pictures", b"a/b", b"/pictures/a/b")],
)
def test_names_are_joined_to_relative_and_absolute_paths(relative: bytes, name: bytes, joined: bytes) -> None:
    assert join(relative, name) == joined


@pytest.mark.parametrize(("path", "name"), [(b"/a/b", b"b"), (b"/a/b/", b"b"), (b"/", b"/"), (b"/\xff", b"\xff")])
def test_the_name_of_a_root(path: bytes, name: bytes) -> None:
    assert basename(path) == name


def test_a_folder_is_made_once_with_all_above_it(conn: sqlite3.Connection) -> None:
    home = top(conn)
    deep = folders.put_chain(conn, 1, b"/pictures", b"a/b/c\xff")
    assert folders.put_chain(conn, 1, b"/pictures", b"a/b/c\xff") == deep == folders.find(conn, 1, b"a/b/c\xff")
    assert folders.put_chain(conn, 1, b"/pictures", b"") == home == top(conn)
    assert list(places(conn)) == [b"/1/a", b"/1/a/b", b"/1/a/b/c\xff", b"/1"]
    assert folders.get(conn, deep) == folders.FolderRow(
        deep, 1, places(conn)[b"/1/a/b"], b"a/b/c\xff", "c\ufffd", None, None
    )
    assert folders.get(conn, 999) is None
    assert set(folders.get_subtree(conn, home)) == set(places(conn).values())


def test_the_tree_is_sorted_as_people_sort(conn: sqlite3.Connection) -> None:
    home = top(conn)
    for name in (b"trip 10", b"Trip 2", b"album"):
        folders.put(conn, 1, home, name, name)
    assert [folder.label for folder in folders.get_all(conn)] == ["album", "pictures", "Trip 2", "trip 10"]


def test_the_names_in_a_root_are_those_of_its_files_and_folders(conn: sqlite3.Connection) -> None:
    assert folders.get_names_in(conn, top(conn)) == set()
    home = top(conn)
    folders.put_chain(conn, 1, b"/pictures", b"a/b")
    read(conn, home, b"x.jpg")
    photos.mark_gone(conn, [read(conn, home, b"gone.jpg")])
    assert folders.get_names_in(conn, top(conn)) == {b"a", b"x.jpg"}


def test_a_folder_that_vanished_takes_all_below_along(conn: sqlite3.Connection) -> None:
    home = top(conn)
    outer = folders.put_chain(conn, 1, b"/pictures", b"a")
    inner = folders.put_chain(conn, 1, b"/pictures", b"a/b")
    kept = read(conn, home, b"x")
    lost = [read(conn, outer, b"x"), read(conn, inner, b"x")]
    folders.set_problem(conn, inner, "You are not allowed to open this folder.")
    assert folders.mark_gone(conn, outer) == 2
    assert folders.mark_gone(conn, outer) == 0
    assert list(paths(conn)) == [kept]
    assert {row(conn, photo)["state"] for photo in lost} == {GONE}
    assert folders.find(conn, 1, b"a") is None
    assert photo_counts.count_problems(conn) == 0
    folders.delete_gone(conn)
    assert list(places(conn)) == [b"/1"]
    assert conn.execute("SELECT count(*) FROM folders").fetchone() == (1,)


def test_a_folder_that_is_back_is_a_new_one_beside_the_gone(conn: sqlite3.Connection) -> None:
    top(conn)
    old = folders.put_chain(conn, 1, b"/pictures", b"a")
    folders.mark_gone(conn, old)
    new = folders.put_chain(conn, 1, b"/pictures", b"a")
    assert new != old
    assert folders.find(conn, 1, b"a") == new


def test_sweeping_forgets_what_is_gone_and_all_about_it(conn: sqlite3.Connection) -> None:
    home = top(conn)
    gone, kept = read(conn, home, b"gone"), read(conn, home, b"kept")
    photos.set_thumbnail_failed(conn, source(conn, gone), DAMAGED)
    photos.mark_gone(conn, [gone])
    folders.delete_gone(conn)
    assert [found[0] for found in conn.execute("SELECT photo FROM details")] == [kept]
    assert conn.execute("SELECT count(*) FROM problems").fetchone() == (0,)
    assert read(conn, home, b"gone") > kept, "an id is never used again"


def test_a_renamed_folder_keeps_its_id_and_its_photos_theirs(conn: sqlite3.Connection) -> None:
    top(conn)
    old = folders.put_chain(conn, 1, b"/pictures", b"old")
    old_inner = folders.put_chain(conn, 1, b"/pictures", b"old/in")
    photo, deep, deleted = read(conn, old, b"x"), read(conn, old_inner, b"y"), read(conn, old, b"deleted")
    photos.set_thumbnail_failed(conn, source(conn, deleted), DAMAGED)
    folders.mark_gone(conn, old)
    new = folders.put_chain(conn, 1, b"/pictures", b"new 7")
    new_inner = folders.put_chain(conn, 1, b"/pictures", b"new 7/in")
    added = read(conn, new, b"added")
    photos.move(conn, photo, new, b"x")
    photos.move(conn, deep, new_inner, b"y")
    assert folders.restore_renamed(conn, old, new)
    assert folders.restore_renamed(conn, old_inner, new_inner)
    assert not folders.restore_renamed(conn, old, old_inner), "it is there"
    assert not folders.restore_renamed(conn, 999, old)
    assert places(conn)[b"/1/new 7"] == old
    assert places(conn)[b"/1/new 7/in"] == old_inner
    assert folders.get_children(conn, old) == {b"new 7/in": old_inner}
    assert paths(conn) == {
        photo: b"/pictures/new 7/x", deep: b"/pictures/new 7/in/y", added: b"/pictures/new 7/added",
    }  # fmt: skip
    assert folders.get(conn, old) == folders.FolderRow(old, 1, places(conn)[b"/1"], b"new 7", "new 7", None, None)


def test_a_moved_photo_keeps_what_is_known_of_it(conn: sqlite3.Connection) -> None:
    home = top(conn)
    other = folders.put_chain(conn, 1, b"/pictures", b"b")
    photo, broken = read(conn, home, b"IMG_2.jpg"), read(conn, home, b"z")
    photos.set_thumbnail_made(conn, source(conn, photo), 77, None)
    photos.set_thumbnail_failed(conn, source(conn, broken), DAMAGED)
    photos.mark_gone(conn, [photo, broken])
    in_the_way = read(conn, other, b"IMG_10.jpg")
    photos.set_thumbnail_failed(conn, source(conn, in_the_way), DAMAGED)
    photos.move(conn, photo, other, b"IMG_10.jpg")
    photos.move(conn, broken, other, b"z")
    photos.set_read(conn, broken, metadata(b"mark of z"))
    assert paths(conn) == {photo: b"/pictures/b/IMG_10.jpg", broken: b"/pictures/b/z"}
    found = row(conn, photo)
    assert (found["label"], found["thumb"], found["color"], found["version"]) == ("IMG_10.jpg", 1, 77, 1)
    assert photo_details.get_labels(conn, [broken])[0][-2] == DAMAGED
    assert [problem.photo for problem in photo_details.get_problems(conn, 9)] == [broken]


def test_move_candidates_have_the_size_and_time_and_a_fingerprint(conn: sqlite3.Connection) -> None:
    home = top(conn)
    inner = folders.put_chain(conn, 1, b"/pictures", b"a")
    here, there = add(conn, home, b"x", 5, 6), add(conn, inner, b"y", 5, 6)
    for photo in (here, there):
        photos.set_read(conn, photo, metadata(b"mark"))
    add(conn, home, b"unread", 5, 6)
    add(conn, home, b"other time", 5, 7)
    photos.mark_gone(conn, [there])
    answer = move_candidates.find_move_candidates(conn, [(5, 6), (5, 6), (5, 8)])
    assert list(answer) == [(5, 6)]
    found = {twin.id: twin for twin in answer[5, 6]}
    assert set(found) == {here, there}
    assert (found[there].state, found[there].relative, found[there].root) == (GONE, b"a/y", b"/pictures")


def test_of_many_copies_all_that_are_gone_and_a_few_others_are_candidates(conn: sqlite3.Connection) -> None:
    home = top(conn)
    copies = [add(conn, home, b"copy %d" % number, 5, 6) for number in range(20)]
    for photo in copies:
        photos.set_read(conn, photo, metadata(b"mark"))
    photos.mark_gone(conn, copies[:10])
    found = [twin.id for twin in move_candidates.find_move_candidates(conn, [(5, 6)])[5, 6]]
    assert set(found) >= set(copies[:10])
    assert len(found) == len(set(found)) == 10 + move_candidates.MAX_PRESENT_CANDIDATES


def test_a_root_inside_a_new_one_moves_in_with_all_ids(conn: sqlite3.Connection) -> None:
    inner_top = top(conn, 1, b"/home/ann/pictures/phone")
    deep = folders.put_chain(conn, 1, b"/home/ann/pictures/phone", b"2019/06")
    gone = folders.put_chain(conn, 1, b"/home/ann/pictures/phone", b"gone")
    folders.mark_gone(conn, gone)
    photo, deep_photo = read(conn, inner_top, b"x"), read(conn, deep, b"y")
    outer_top = top(conn, 2, b"/home/ann")
    mounted_drives.merge_root(conn, 1, 2, b"pictures/phone")
    assert [found.id for found in folders.get_roots(conn)] == [2]
    assert paths(conn) == {photo: b"/home/ann/pictures/phone/x", deep_photo: b"/home/ann/pictures/phone/2019/06/y"}
    found = places(conn)
    assert found[b"/2/pictures/phone"] == inner_top
    assert found[b"/2/pictures/phone/2019/06"] == deep
    assert set(folders.get_subtree(conn, outer_top)) >= set(found.values()), "seen at once, before any scan"
    assert [folder.id for folder in folders.get_all(conn) if folder.parent is None] == [outer_top]
    again = folders.put_chain(conn, 2, b"/home/ann", b"pictures/phone")
    assert again == inner_top, "the scan finds it where it is"
    assert folders.counts_by_root(conn, folders.counts(conn)) == {2: 2}


def test_a_root_right_below_a_new_one_and_two_at_once(conn: sqlite3.Connection) -> None:
    first, second = top(conn, 1, b"/a/b"), top(conn, 2, b"/a/c/d")
    home = top(conn, 3, b"/a")
    mounted_drives.merge_root(conn, 1, 3, b"b")
    mounted_drives.merge_root(conn, 2, 3, b"c/d")
    found = {folder.relative: folder for folder in folders.get_all(conn)}
    assert (found[b"b"].id, found[b"b"].parent) == (first, home)
    assert (found[b"c/d"].id, found[b"c/d"].parent) == (second, found[b"c"].id)


@pytest.mark.parametrize("identity", ["1:2:~ABCD", None])
def test_a_root_that_is_away_stays_away_inside_a_new_one(conn: sqlite3.Connection, identity: str | None) -> None:
    card = top(conn, 1, b"/media/card")
    deep = folders.put_chain(conn, 1, b"/media/card", b"DCIM")
    photo = read(conn, deep, b"x.jpg")
    folders.set_root_identity(conn, 1, identity)
    folders.set_offline(conn, 1, "It is not connected, or was moved.")
    top(conn, 2, b"/media")
    mounted_drives.merge_root(conn, 1, 2, b"card")
    assert [(found.id, found.identity) for found in mounted_drives.get_mounts(conn, 2)] == [(card, identity or "")]
    assert {folder.id for folder in folders.get_all(conn) if folder.offline} == {card, deep}
    assert row(conn, photo)["state"] == READ


def test_a_root_that_is_there_is_an_ordinary_folder_inside_a_new_one(conn: sqlite3.Connection) -> None:
    top(conn, 1, b"/media/card")
    top(conn, 2, b"/media")
    mounted_drives.merge_root(conn, 1, 2, b"card")
    assert mounted_drives.get_mounts(conn, 2) == []


def test_removing_a_root_leaves_no_row_of_it_in_any_table(conn: sqlite3.Connection) -> None:
    kept = read(conn, top(conn, 2, b"/other"), b"x")
    home = top(conn)
    inner = folders.put_chain(conn, 1, b"/pictures", b"a/b")
    for name in (b"x", b"y"):
        photos.set_thumbnail_failed(conn, source(conn, read(conn, inner, name)), DAMAGED)
    read(conn, folders.put_chain(conn, 1, b"/pictures", b"gone"), b"x")
    folders.mark_gone(conn, folders.put_chain(conn, 1, b"/pictures", b"gone"))
    add(conn, home, b"unread")
    folders.remove_root(conn, 1)
    assert list(paths(conn)) == [kept]
    counted = {
        name: conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in ("roots", "folders", "photos", "details", "problems")
    }
    assert counted == {"roots": 1, "folders": 1, "photos": 1, "details": 1, "problems": 0}


def test_a_root_knows_its_identity_and_why_it_is_away(conn: sqlite3.Connection) -> None:
    top(conn)
    folders.set_root_identity(conn, 1, "8:1")
    assert folders.set_offline(conn, 1, "It is away.")
    top(conn)
    assert folders.get_root(conn, 1) == folders.RootRow(1, b"/pictures", "8:1", "It is away.")
    assert [folder.offline for folder in folders.get_all(conn)] == [True]
    assert folders.set_offline(conn, 1, None)
    assert folders.get_root(conn, 9) is None


def test_a_problem_is_news_once(conn: sqlite3.Connection) -> None:
    home = top(conn)
    assert [folders.set_problem(conn, home, text) for text in ("no", "no", None, None)] == [True, False, True, False]


def test_counts_and_covers(conn: sqlite3.Connection) -> None:
    home = top(conn)
    inner = folders.put_chain(conn, 1, b"/pictures", b"a")
    newest = read(conn, inner, b"new", metadata(b"1", taken_ms=-5))
    read(conn, inner, b"old", metadata(b"2", taken_ms=-9_000_000_000))
    add(conn, home, b"unread")
    assert folders.counts(conn) == {inner: (2, newest, 1, -5)}
    assert folders.counts_by_root(conn, folders.counts(conn)) == {1: 2}


def test_counting_goes_through_an_index_alone(conn: sqlite3.Connection) -> None:
    seen: list[str] = []
    conn.set_trace_callback(seen.append)
    folders.counts(conn)
    conn.set_trace_callback(None)
    plan = [step[3] for step in conn.execute("EXPLAIN QUERY PLAN " + seen[-1])]
    assert any("USING INDEX photos_folder" in step or "COVERING INDEX photos_folder" in step for step in plan), plan
