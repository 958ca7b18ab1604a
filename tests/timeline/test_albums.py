"""The timeline of albums: which photos, in which order, and brought up to date as if it were built anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery.annotations.album_models import MAX_ALBUMS
from gallery.annotations.album_order import MAX_PLACE
from gallery.catalog import album_copy, annotation_copy, file_groups, photos, schema
from gallery.catalog.album_copy import AlbumRow
from gallery.catalog.annotation_copy import Said
from gallery.catalog.change_log import ChangeLog
from gallery.catalog.database import Database
from gallery.timeline.build import BY_HAND, RANK_SHIFT, TimelineQuery, build_timeline, update_timeline
from gallery.timeline.file import numbers_of, sections_of
from tests.index_builder import metadata, read, top

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from gallery.timeline.file import TimelineFile


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An index with six photos, 1 the oldest, and the albums 1 and 2."""
    found = Database(tmp_path / "index.db", schema.INDEX)
    with found.write() as conn:
        here = top(conn)
        for number in range(1, 7):
            photo = read(conn, here, b"%d" % number, metadata(b"%d" % number, 1000 * number))
            annotation_copy.put(conn, [(photo, photo, Said())])
        album_copy.put_albums(conn, [AlbumRow(one, 0, one, str(one), 0, None) for one in (1, 2)])
    yield found
    found.close()


@pytest.fixture
def log(database: Database) -> ChangeLog:
    """What changes in the index."""
    found = ChangeLog()
    database.add_observer(found)
    return found


def hold(conn: sqlite3.Connection, album: int, *order: int) -> None:
    """Let an album hold photos in an order; what others hold stays."""
    known = {photo: [] for photo in range(1, 7)}  # type: dict[int, list[tuple[int, int]]]
    for one, photo, place in conn.execute("SELECT album, photo, place FROM album_photos WHERE album != ?", (album,)):
        known[photo].append((one, place))
    for place, photo in enumerate(order, 1):
        known[photo].append((album, place))
    album_copy.put_photos(conn, known)


def ids(timeline: TimelineFile) -> list[int]:
    return list(numbers_of(sections_of(timeline.data)[0]))


def shown(database: Database, *albums: int, order: str = BY_HAND, text: str = "") -> list[int]:
    with database.read() as conn:
        return ids(build_timeline(conn, TimelineQuery(order=order, albums=albums, text=text)))


def test_an_album_is_shown_as_it_was_ordered(database: Database) -> None:
    with database.write() as conn:
        hold(conn, 1, 3, 1, 6)
        hold(conn, 2, 5, 1)
    assert shown(database, 1) == [3, 1, 6]
    assert shown(database, 1, order="date") == [6, 3, 1]
    assert shown(database, 1, order="date-asc", text="-name:3") == [1, 6]
    assert shown(database, 1, 2) == [3, 1, 6, 5], "its own first, and each once"
    assert shown(database, 2, 1) == [5, 1, 3, 6]
    assert shown(database, 3) == []


def test_a_group_stands_where_the_first_of_its_files_stands(database: Database) -> None:
    with database.write() as conn:
        hold(conn, 1, 2, 4, 3)
        file_groups.store(conn, 1, [(None, file_groups.RAW, 5), (5, 0, 4)])
    assert shown(database, 1) == [2, 5, 3]


def test_what_goes_from_the_index_goes_from_its_albums(database: Database) -> None:
    with database.write() as conn:
        hold(conn, 1, 1, 2, 3, 4)
        annotation_copy.remove(conn, [2])
        conn.execute("DELETE FROM photos WHERE id = 3")
        conn.execute("UPDATE photos SET state = 4 WHERE id = 4")
    assert shown(database, 1) == [1]
    with database.read() as conn:
        assert conn.execute("SELECT photo FROM album_photos ORDER BY photo").fetchall() == [(1,), (4,)]


ACTS = st.lists(
    st.tuples(st.integers(1, 2), st.lists(st.integers(1, 6), unique=True), st.sampled_from(["hold", "group", "part"])),
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, order=st.sampled_from([BY_HAND, "date", "date-asc"]))
def test_an_album_that_is_brought_up_to_date_is_as_one_built_anew(
    database: Database, log: ChangeLog, acts: list[tuple[int, list[int], str]], order: str
) -> None:
    query = TimelineQuery(order=order, albums=(1, 2))
    for album, some, act in acts:
        with database.read() as conn:
            before = build_timeline(conn, query)
        with database.write() as conn:
            if act == "hold":
                hold(conn, album, *some)
            else:
                shown, *members = (
                    [(None, 0, 1)],
                    *[(1 if act == "group" and 1 in some else None, 0, one) for one in (2, 3)],
                )
                file_groups.store(conn, 1, [*shown, *members])
            photos.raise_generation(conn)
        with database.read() as conn:
            generation = photos.get_generation(conn)
            changed = log.since(before.generation, generation)
            assert changed is not None
            conn.execute("BEGIN")
            after = update_timeline(conn, before, query, generation, changed)
            conn.execute("ROLLBACK")
            assert after is not None
            assert ids(after) == ids(build_timeline(conn, query))


def test_an_album_that_comes_goes_or_is_renamed_may_change_any_view(database: Database, log: ChangeLog) -> None:
    with database.write() as conn:
        hold(conn, 1, 1)
        photos.raise_generation(conn)
    steps: list[tuple[list[AlbumRow], set[int] | None]] = [
        ([AlbumRow(1, 0, 1, "1", 0, None), AlbumRow(2, 0, 1, "2", 1, 5)], set()),
        ([AlbumRow(1, 0, 1, "one", 0, None), AlbumRow(2, 0, 1, "2", 1, 5)], None),
        ([AlbumRow(2, 0, 1, "2", 1, 5)], None),
        ([AlbumRow(2, 0, 1, "2", 1, 5), AlbumRow(3, 0, 1, "new", 0, None)], set()),
        ([AlbumRow(1, 0, 1, "one", 0, None)], None),
    ]
    for rows, expected in steps:
        with database.write() as conn:
            before = photos.get_generation(conn)
            assert album_copy.put_albums(conn, rows)
            generation = photos.raise_generation(conn)
        assert log.since(before, generation) == expected


def test_places_leave_room_for_the_rank_of_the_album() -> None:
    assert MAX_PLACE < 1 << RANK_SHIFT
    assert MAX_ALBUMS << RANK_SHIFT < 1 << 63
