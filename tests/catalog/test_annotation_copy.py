"""The copy of what was said, written in statements over all photos of an act, is what writing one by one would give."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis.strategies as st
from hypothesis import given, settings

from gallery.catalog import annotation_copy, schema
from gallery.catalog.annotation_copy import Said
from gallery.catalog.connection import migrate, open_connection
from tests.index_builder import metadata, read, top

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

FILE_RATINGS = (None, 0, 3, 5, 9, -1)
NOTHING = Said()
UNKNOWN = 99
"""No photo of the index has this id."""
SAID = st.builds(
    Said,
    date=st.none(),
    date_ms=st.none(),
    precision=st.none(),
    place=st.none(),
    latitude=st.none(),
    longitude=st.none(),
    favourite=st.sampled_from((None, 0, 1)),
    rating=st.sampled_from((None, 0, 2, 5)),
    pick=st.sampled_from((None, 0, 2)),
    label=st.sampled_from((None, 0, 5)),
    title=st.sampled_from((None, "", "Rome")),
)
PHOTO = st.sampled_from((*range(1, 1 + len(FILE_RATINGS)), UNKNOWN))
Rows = list[tuple[int, int, Said]]
ROWS = st.lists(st.tuples(PHOTO, st.integers(1, 5), SAID), max_size=6, unique_by=lambda row: row[1])
REMOVED = st.lists(PHOTO, max_size=3)


def marks_of(said: Said, of_file: int | None) -> int:
    """The upper bits of photos.badges, counted by hand."""
    rating = of_file if said.rating is None else said.rating
    stars = min(max(rating or 0, 0), 5)
    return (said.favourite or 0) << 8 | stars << 9 | (said.pick or 0) << 12 | (said.label or 0) << 14


class Naive:
    """What was said about each photo, kept one by one."""

    def __init__(self) -> None:
        self.links: dict[int, tuple[int, Said]] = {}

    def put(self, rows: Rows) -> set[int]:
        """Return the photos about which something else is said now."""
        before = {photo: said for photo, (_, said) in self.links.items()}
        last = {photo: (item, said) for photo, item, said in rows if photo != UNKNOWN}
        told = {photo: item for photo, (item, _) in last.items()}
        for photo, (item, _) in list(self.links.items()):
            if any(item == taken and photo != other for other, taken in told.items()):
                del self.links[photo]
        self.links |= last
        after = {photo: said for photo, (_, said) in self.links.items()}
        photos = before.keys() | after.keys()
        return {photo for photo in photos if before.get(photo, NOTHING) != after.get(photo, NOTHING)}

    def remove(self, photos: Iterable[int]) -> set[int]:
        """Return the photos about which something was said."""
        gone = {photo: self.links.pop(photo)[1] for photo in set(photos) & self.links.keys()}
        return {photo for photo, said in gone.items() if said != NOTHING}


def state(conn: sqlite3.Connection) -> dict[int, tuple[int, Said]]:
    fields = ", ".join(Said._fields)
    return {
        photo: (item, Said(*said))
        for photo, item, *said in conn.execute(f"SELECT photo, item, {fields} FROM annotations")
    }


def taken_stale(conn: sqlite3.Connection) -> set[int]:
    """Return the photos that the search has to look at again, and forget them."""
    found = {photo for (photo,) in conn.execute("SELECT photo FROM stale")}
    conn.execute("DELETE FROM stale")
    return found


def expect_same(conn: sqlite3.Connection, naive: Naive, changed: set[int]) -> None:
    assert state(conn) == naive.links
    badges = dict(conn.execute("SELECT id, badges & ~255 FROM photos").fetchall())
    assert badges == {
        photo: marks_of(naive.links[photo][1] if photo in naive.links else NOTHING, rating)
        for photo, rating in enumerate(FILE_RATINGS, 1)
    }
    assert changed <= taken_stale(conn)


def open_index() -> sqlite3.Connection:
    conn = open_connection(Path(":memory:"))
    migrate(conn, schema.INDEX)
    folder = top(conn)
    for number, rating in enumerate(FILE_RATINGS, 1):
        assert read(conn, folder, b"%d.jpg" % number, metadata(b"%d" % number, rating=rating)) == number
    return conn


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(ROWS, REMOVED), min_size=1, max_size=6))
def test_acts_in_one_statement_are_what_one_by_one_gives(acts: list[Rows | list[int]]) -> None:
    conn, naive = open_index(), Naive()
    taken_stale(conn)
    for act in acts:
        rows: Rows = [one for one in act if isinstance(one, tuple)]
        photos = [one for one in act if isinstance(one, int)]
        changed = naive.put(rows) if rows else naive.remove(photos)
        count = annotation_copy.put(conn, rows) if rows else annotation_copy.remove(conn, photos)
        assert count >= len(changed)  # more where a photo gave its item away and got the same words with another one
        expect_same(conn, naive, changed)
    everything = {photo for photo, (_, said) in naive.links.items() if said != NOTHING}
    naive.links.clear()
    assert annotation_copy.remove_all(conn) is bool(everything)
    expect_same(conn, naive, everything)
    conn.close()
