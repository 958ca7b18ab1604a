"""What the search offers while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.catalog import folders, photos
from gallery.search import column_index_updater, engine
from gallery.search.bitmaps import SnapshotCache
from gallery.search.folder_search import Scope
from gallery.search.suggestions import MAX_SUGGESTIONS, Suggestion, suggest
from tests.index_builder import index, metadata, read, top
from tests.search.queries import HOSTILE, ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with index(tmp_path) as conn:
        here = top(conn)
        trip = folders.put(conn, 1, here, b"Trip", b"Trip to Oslo")
        folders.put(conn, 1, trip, b"Trip/empty", b"Trip without photos")
        canon: dict[str, Any] = {"make": "Canon", "model": "Canon EOS R5"}
        apple: dict[str, Any] = {"make": "Apple", "model": "iPhone 12"}
        for number, (taken, said) in enumerate(
            (
                ("2019-06-11", canon | {"tags": "Summer", "people": "Anna Möwe"}),
                ("2019-06-12", canon | {"tags": "Places/Italy/Rome\nsummer", "people": "Anna Möwe\nBob"}),
                ("2019-08-01", apple),
                ("2021-01-01", {"make": 'Odd "one"'}),
            )
        ):
            read(conn, trip if number else here, b"%d" % number, metadata(b"%d" % number, ms(taken), **said))
        column_index_updater.update_blocks(conn, min_stale=3)
        yield conn


def offered(conn: sqlite3.Connection, text: str, at: int | None = None) -> list[tuple[str, int | None]]:
    found, _ = suggest(conn, text, len(text) if at is None else at)
    return [(each.text, each.count) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cam", [("camera:", None)]),
        ("camera:", [('camera:"Canon EOS R5"', 2), ('camera:"Apple iPhone 12"', 1), ('camera:"Odd one"', 1)]),
        ("camera:CAN", [('camera:"Canon EOS R5"', 2)]),
        ('camera:"eos r', [('camera:"Canon EOS R5"', 2)]),
        ("canon", [('camera:"Canon EOS R5"', 2)]),
        ("camera:leica", []),
        ("folder:tr", [('folder:"Trip to Oslo"', 3)]),
        ("folder:p", [("folder:pictures", 4), ('folder:"Trip to Oslo"', 3)]),
        ("oslo", [('folder:"Trip to Oslo"', 3)]),
        ("date:", [("date:2021", 1), ("date:2019", 3)]),
        ("date:2019", [("date:2019", 3), ("date:2019-06", 2), ("date:2019-08", 1)]),
        ("date:2019-0", [("date:2019-06", 2), ("date:2019-08", 1)]),
        ("2021", [("date:2021", 1), ("date:2021-01", 1)]),
        ("date:x", []),
        ("type:", [("type:jpeg", 4)]),
        ("has:c", [("has:camera", 4)]),
        ("tag:", [("tag:Summer", 2), ("tag:Places/Italy/Rome", 1)]),
        ("tag:SUM", [("tag:Summer", 2)]),
        ("keyword:rome", [("tag:Places/Italy/Rome", 1)]),
        ("people:", [('people:"Anna Möwe"', 2), ("people:Bob", 1)]),
        ("mowe", [('people:"Anna Möwe"', 2)]),
        ("people:zoe", []),
        ("is:", [("is:unrated", 4), ("is:unalbumed", 4), ("is:landscape", 4), ("is:untagged", 2)]),
        ("is:fav", []),
        ("label:", []),
        ("iso:8", []),
        ("near:o", []),
        ("", []),
        ("beach ", []),
        ('"', []),
    ],
)
def test_each_text_has_its_suggestions(
    conn: sqlite3.Connection, text: str, found: list[tuple[str, int | None]]
) -> None:
    assert offered(conn, text) == found


def test_a_name_with_quotation_marks_is_found_as_it_can_be_typed(conn: sqlite3.Connection) -> None:
    said: dict[str, Any] = {"people": 'Robert "Bob" Smith', "tags": '"Best of"'}
    read(conn, top(conn), b"quoted", metadata(b"quoted", ms("2020-01-01"), **said))
    assert offered(conn, "people:robert") == [('people:"Robert Bob Smith"', 1)]
    assert offered(conn, "tag:best") == [('tag:"Best of"', 1)]


@pytest.mark.parametrize("scope", [None, Scope(2, subfolders=True)], ids=["all", "a folder"])
def test_tags_of_photos_that_changed_since_are_counted_as_they_are(
    conn: sqlite3.Connection, scope: Scope | None
) -> None:
    """The counts of what is stored are kept; a few photos are nearly always stale."""
    cache = SnapshotCache()

    def tags() -> list[tuple[str, int | None]]:
        return [(one.text, one.count) for one in suggest(conn, "tag:", 4, cache, scope)[0]]

    before = tags()
    assert ("tag:Places/Italy/Rome", 1) in before
    photo = conn.execute("SELECT photo FROM details WHERE tags LIKE 'Places%'").fetchone()[0]
    conn.execute("UPDATE details SET tags = 'Winter' WHERE photo = ?", (photo,))
    assert tags() == ([("tag:Winter", 1)] if scope else [("tag:Summer", 1), ("tag:Winter", 1)])
    assert len(before) == 2


def test_only_the_term_at_the_cursor_is_completed(conn: sqlite3.Connection) -> None:
    text = "😀 camera:can -typ oslo"
    assert suggest(conn, text, 8)[0] == [Suggestion('camera:"Canon EOS R5"', "Canon EOS R5", "camera", 2, 2, 12)]
    assert suggest(conn, text, 17)[0] == [Suggestion("type:", "type:", "filter", None, 14, 17)]
    assert suggest(conn, text, 0)[0] == suggest(conn, text, 13)[0] == []


def test_the_count_is_what_the_suggestion_finds(conn: sqlite3.Connection) -> None:
    for text in ("camera:", "folder:", "date:", "date:2019", "type:", "i", "o", "2"):
        found, _ = suggest(conn, text, len(text))
        assert len(found) <= MAX_SUGGESTIONS
        for each in found:
            if each.count is not None:
                assert engine.search(conn, each.text).count == each.count > 0


def test_each_suggestion_says_what_it_is(conn: sqlite3.Connection) -> None:
    found, _ = suggest(conn, "o", 1)
    assert {(each.label, each.kind) for each in found} >= {("Trip to Oslo", "folder"), ("Canon EOS R5", "camera")}
    assert [each.kind for each in suggest(conn, "2019", 4)[0]] == ["date", "date", "date"]
    assert [each.kind for each in suggest(conn, "colour:", 7)[0]] == []
    assert {each.kind for each in suggest(conn, "format:", 7)[0]} == {"type"}


def test_counts_are_those_of_the_folder_that_is_searched(conn: sqlite3.Connection) -> None:
    here, trip = folders.find(conn, 1, b""), folders.find(conn, 1, b"Trip")
    assert here
    assert trip

    def counts(text: str, scope: Scope) -> list[tuple[str, int | None]]:
        return [(each.text, each.count) for each in suggest(conn, text, len(text), None, scope)[0]]

    for kept in (False, True):
        assert not kept or column_index_updater.update_blocks(conn, min_stale=1) == 0
        assert counts("camera:", Scope(trip)) == [
            ('camera:"Apple iPhone 12"', 1), ('camera:"Canon EOS R5"', 1), ('camera:"Odd one"', 1)
        ]  # fmt: skip
        assert counts("camera:", Scope(here, subfolders=False)) == [('camera:"Canon EOS R5"', 1)]
        assert counts("folder:p", Scope(trip)) == [('folder:"Trip to Oslo"', 3)]
        assert counts("type:", Scope(trip)) == [("type:jpeg", 3)]
        assert counts("2021", Scope(here, subfolders=False)) == []


def test_the_makers_are_written_once_and_well(conn: sqlite3.Connection) -> None:
    here = folders.find(conn, 1, b"")
    assert here
    for number, make in enumerate(("NIKON CORPORATION", "NIKON")):
        read(conn, here, b"n%d" % number, metadata(b"n%d" % number, make=make, model="NIKON D750"))
    assert offered(conn, "nikon") == offered(conn, "camera:d750") == [('camera:"Nikon D750"', 2)]
    for kept in ('camera:"NIKON CORPORATION NIKON D750"', 'camera:"nikon corporation"', "camera:nikon"):
        assert engine.search(conn, kept).count == 2, "searches that were saved before find what they found"


def test_there_are_at_most_eight_suggestions(conn: sqlite3.Connection) -> None:
    here = folders.find(conn, 1, b"")
    assert here
    for number in range(12):
        model = metadata(b"m%d" % number, ms(f"{2000 + number}-01-01"), make="Many", model=f"Model {number}")
        read(conn, here, b"m%d" % number, model)
    assert len(offered(conn, "camera:many")) == len(offered(conn, "date:")) == MAX_SUGGESTIONS


def test_the_most_frequent_of_many_come_first(conn: sqlite3.Connection) -> None:
    here = folders.find(conn, 1, b"")
    assert here
    old = [
        read(conn, here, b"o%d" % number, metadata(b"o%d" % number, make="Many", model=f"Old {number:03}"))
        for number in range(300)
    ]
    new = [read(conn, here, b"n%d" % number, metadata(b"n%d" % number, make="Many", model="New")) for number in (1, 2)]
    for kept in (False, True):
        assert not kept or column_index_updater.update_blocks(conn, min_stale=1) == 0
        assert offered(conn, "camera:many")[0] == ('camera:"Many New"', 2)
        assert ('camera:"Many New"', 2) in offered(conn, "many")
    photos.mark_gone(conn, [*old, new[0]])
    for kept in (False, True):
        assert not kept or column_index_updater.update_blocks(conn, min_stale=1) == 0
        assert offered(conn, "camera:many") == [('camera:"Many New"', 1)]


@pytest.mark.parametrize(
    ("label", "typed", "found"),
    [("A|B", "a|", [('folder:"A|B"', 1)]), ("|", "|", [('folder:"|"', 1)]), ('"', "", []), ("\x01", "", []),
     ("Two  spaces", "two", [('folder:"Two spaces"', 1)]), ("Two\x01spaces", "two", [('folder:"Two spaces"', 1)]),
     ("9\u202fam", '"9 a', [('folder:"9 am"', 1)])],
)  # fmt: skip
def test_a_folder_is_offered_so_that_it_is_found(
    conn: sqlite3.Connection, label: str, typed: str, found: list[tuple[str, int]]
) -> None:
    here = folders.find(conn, 1, b"")
    assert here
    read(conn, folders.put(conn, 1, here, b"odd", label.encode()), b"odd")
    usual = {"folder:pictures", 'folder:"Trip to Oslo"'}
    assert [each for each in offered(conn, f"folder:{typed}") if each[0] not in usual] == found


def test_folders_that_are_typed_alike_count_together(conn: sqlite3.Connection) -> None:
    here = folders.find(conn, 1, b"")
    assert here
    for number, label in enumerate((b"Sea trip", b"Sea  trip", b"Sea calm")):
        folder = folders.put(conn, 1, here, b"%d" % number, label)
        for photo in range(2 + number // 2):
            read(conn, folder, b"%d-%d" % (number, photo))
    assert next(text for text, _ in offered(conn, "folder:sea")) == 'folder:"Sea trip"'


@pytest.mark.parametrize("text", ["17", "date:17", "1700", "date:1700", "date:1700-0", "22", "date:2200", "date:9999"])
def test_years_that_cannot_be_typed_are_not_offered(conn: sqlite3.Connection, text: str) -> None:
    here = folders.find(conn, 1, b"")
    assert here
    for taken in ("1700-05-05", "1825-12-31", "2200-01-01", "9999-12-31"):
        read(conn, here, taken.encode(), metadata(taken.encode(), ms(taken)))
    read(conn, here, b"first", metadata(b"first", ms("1826-01-01")))
    assert offered(conn, text) == []
    assert offered(conn, "date:") == [("date:2021", 1), ("date:2019", 3), ("date:1826", 1)]


def test_mistakes_are_returned_with_suggestions(conn: sqlite3.Connection) -> None:
    found, (mistake,) = suggest(conn, "iso:x cam", 9)
    assert [each.text for each in found] == ["camera:"]
    assert (mistake.start, mistake.end) == (0, 5)


def test_a_clock_that_is_far_off_breaks_nothing(conn: sqlite3.Connection) -> None:
    here = folders.find(conn, 1, b"")
    assert here
    for taken in (-(1 << 62), 1 << 62, -62_135_596_800_001):
        read(conn, here, b"%d" % taken, metadata(b"%d" % taken, taken))
    assert ("date:2021", 1) in offered(conn, "date:2")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_answered(conn: sqlite3.Connection, text: str) -> None:
    for at in (0, 1, len(text) // 2, len(text)):
        assert len(suggest(conn, text, at)[0]) <= MAX_SUGGESTIONS


def test_anything_may_be_typed(conn: sqlite3.Connection) -> None:
    @settings(deadline=None, max_examples=80)
    @given(
        st.text(max_size=12) | st.sampled_from(["date:2019-13", "date:²", "color:", "folder:\0", '2019-"']), st.data()
    )
    def check(text: str, data: st.DataObject) -> None:
        found, _ = suggest(conn, text, data.draw(st.integers(0, len(text))))
        for each in found:
            assert 0 <= each.start < each.end <= len(text)

    check()
