"""Photos are found by the albums that hold them, with fresh and with written records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.catalog import album_copy, annotation_copy, file_groups, photos
from gallery.catalog.album_copy import AlbumRow
from gallery.catalog.annotation_copy import Said
from gallery.search.engine import search
from gallery.search.nodes import InAlbum
from gallery.search.parser import parse
from gallery.search.suggestions import suggest
from tests.index_builder import metadata, read, top
from tests.search.queries import names, settle

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

TRIPS, ITALY, SUMMER, EMPTY = 1, 2, 3, 4


def hold(conn: sqlite3.Connection, photo: int, *albums: int) -> None:
    """Let albums, and no others, hold a photo."""
    annotation_copy.put(conn, [(photo, photo + 100, Said())])
    album_copy.put_photos(conn, {photo: [(album, photo) for album in albums]})


@pytest.fixture
def albums(conn: sqlite3.Connection, state: str) -> sqlite3.Connection:
    """Photos a to e; a in Trips, b in Trips/Italy, c and d in Summer 2024, where d is a member of the group of e."""
    album_copy.put_albums(conn, [
        AlbumRow(TRIPS, 0, 1, "Trips", 0, None), AlbumRow(ITALY, TRIPS, 1, "Ítaly", 0, None),
        AlbumRow(SUMMER, 0, 2, "Summer 2024", 0, None), AlbumRow(EMPTY, ITALY, 1, "Rome", 0, None),
    ])  # fmt: skip
    here = top(conn)
    a, b, c, d, e = (
        read(conn, here, name, metadata(name, 9 - at)) for at, name in enumerate((b"a", b"b", b"c", b"d", b"e"))
    )
    for photo, *held in ((a, TRIPS), (b, ITALY), (c, SUMMER, ITALY), (d, SUMMER)):
        hold(conn, photo, *held)
    file_groups.store(conn, 1, [(None, file_groups.RAW, e), (e, 0, d)])
    settle(conn, state)
    return conn


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("album:trips", "a b c"), ("album:italy", "b c"), ("album:ítaly", "b c"), ("album:trips/italy", "b c"),
        ("album:=trips", "a"), ("album:trips/", "a b c"), ("album:=trip", ""), ("album:trip/", ""),
        ('album:"Summer 2024"', "c e"), ('album:"=Summer 2024"', "c e"), ("album:summer|trips", "a b c e"),
        ("album:rome", ""), ("album:nothing", ""), ("-album:trips", "e"), ("album:summer album:italy", "c"),
        ("has:album", "a b c e"), ("is:unalbumed", ""), ("albums:trips a", "a"),
    ],
)  # fmt: skip
def test_photos_are_found_by_their_albums(albums: sqlite3.Connection, text: str, found: str) -> None:
    assert sorted(names(albums, text)) == found.split()


def test_an_album_with_quotation_marks_is_found_by_its_name(albums: sqlite3.Connection) -> None:
    album_copy.put_albums(albums, [
        AlbumRow(TRIPS, 0, 1, 'The "Trips"', 0, None), AlbumRow(ITALY, TRIPS, 1, "“Ítaly”", 0, None),
    ])  # fmt: skip
    for text, found in (
        ('album:"The  Trips /"', "a b c"), ('album:"=The  Trips "', "a"), ('album:"The  Trips / Italy /"', "b c"),
        ('album:"the trips/italy"', "b c"), ("album:trips/italy", "b c"), ('album:"The  Trip /"', ""),
    ):  # fmt: skip
        assert sorted(names(albums, text)) == found.split(), text


def test_an_album_that_is_gone_or_renamed_is_found_no_more(albums: sqlite3.Connection, state: str) -> None:
    rows = album_copy.get_albums(albums)
    assert names(albums, "is:unalbumed") == []
    assert album_copy.put_albums(albums, [row for row in rows if row.id != SUMMER])
    assert album_copy.put_albums(
        albums, [row._replace(name="Journeys") if row.id == TRIPS else row for row in rows[:3]]
    )
    photos.raise_generation(albums)
    settle(albums, state)
    assert names(albums, "album:summer") == names(albums, "album:trips") == []
    assert sorted(names(albums, "album:journeys")) == ["a", "b", "c"]
    assert names(albums, "is:unalbumed") == ["e"]


@pytest.mark.parametrize("text", ["album:trips", "album:=trips", "has:album", "album:summer or album:trips"])
def test_who_sees_a_part_of_the_library_learns_no_names_of_albums_by_guessing(
    albums: sqlite3.Connection, text: str
) -> None:
    everything = (top(albums),)
    assert search(albums, text, within=everything).ids == []
    assert len(search(albums, "", within=everything).ids) == 4


def test_suggestions_count_albums(albums: sqlite3.Connection) -> None:
    def offered(text: str) -> list[tuple[str, int | None]]:
        return [(one.text, one.count) for one in suggest(albums, text, len(text))[0]]

    assert offered("album:") == [("album:Trips", 3), ("album:Trips/Ítaly", 2), ('album:"Summer 2024"', 2)]
    assert offered("album:trips/i") == [("album:Trips/Ítaly", 2)]
    assert ('album:"Summer 2024"', 2) in offered("summ")


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("album:a", InAlbum("a")), ("album:=A / b", None), ('album:"= A / b "', InAlbum("a/b", part=False)),
        ('album:"a/"', InAlbum("a", part=False, below=True)), ("album:=a/", InAlbum("a", part=False, below=True)),
    ],
)  # fmt: skip
def test_names_of_albums_are_read(text: str, leaf: InAlbum | None) -> None:
    assert leaf is None or parse(text).node.nodes == (leaf,)


@pytest.mark.parametrize("text", ["album:/", 'album:"="', "album:"])
def test_an_album_without_a_name_is_a_mistake(text: str) -> None:
    assert len(parse(text).mistakes) == 1


def test_albums_stand_behind_those_they_lie_in(conn: sqlite3.Connection) -> None:
    def tree(*rows: Sequence[int]) -> list[tuple[int, int]]:
        album_copy.put_albums(conn, [AlbumRow(one, parent, place, f"{one}", 0, None) for one, parent, place in rows])
        return [(row.id, row.parent) for row in album_copy.get_albums(conn)]

    assert tree((1, 0, 5), (2, 1, 9), (3, 1, 4), (4, 0, 1), (5, 2, 1)) == [(4, 0), (1, 0), (3, 1), (2, 1), (5, 2)]
    assert tree((2, 1, 1), (5, 2, 1)) == [(2, 0), (5, 2)], "what it lay in is gone"
    assert sorted(tree((1, 2, 1), (2, 1, 1), (3, 1, 1))) == [(1, 0), (2, 0), (3, 1)], "none is lost in a circle"
    rows = album_copy.get_albums(conn)
    assert album_copy.within(rows, 1) == [1, 3]
    assert album_copy.within(rows, 9) == []
    tree((1, 0, 5), (2, 1, 9), (3, 1, 4), (4, 0, 1), (5, 2, 1))
    rows = album_copy.get_albums(conn)
    assert album_copy.subtrees(rows) == {row.id: album_copy.within(rows, row.id) for row in rows}
    assert album_copy.paths(rows)[3] == ("1", "3")
