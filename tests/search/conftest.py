"""Fixtures of the tests of the search: a few photos of many kinds, and the state of the column index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.catalog import photos
from tests.index_builder import DAMAGED, EPOCH, add, index, metadata, read, source, top
from tests.search.queries import ms, settle
from tests.search.typed_library import fill

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


@pytest.fixture(params=["fresh", "kept"])
def state(request: pytest.FixtureRequest) -> str:
    """Whether the photos are in the column index, or stale, so that searches read their rows (`queries.settle`)."""
    return str(request.param)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Return an index of the forty photos of `typed_library`."""
    with index(tmp_path_factory.mktemp("typed")) as conn:
        fill(conn)
        yield conn


@pytest.fixture
def some(conn: sqlite3.Connection, state: str) -> sqlite3.Connection:
    """An index with four photos in the timeline that differ in everything, and a file that is not read yet."""
    folder = top(conn)
    first = read(conn, folder, b"first", metadata(
        b"1", ms("2019-06-11T12:00"), 6000, 4000, make="Canon", model="Canon EOS R5", lens="RF50", exposure_s=1 / 500,
        f_number=1.8, iso=400, focal_mm=50.0, latitude=1.0, longitude=2.0, rating=5, title="T", caption="C", tags="Places/Italy/Rome\nSummer", people="Anna Möwe\nBob",
    ))  # fmt: skip
    read(conn, folder, b"second", metadata(
        b"2", ms("2020-01-01T00:00"), 3000, 4000, format="heif", make="Apple", model="iPhone 12", exposure_s=1 / 30,
        f_number=2.8, iso=1600, focal_mm=4.2, rating=0, hdr="gain map",
    ))  # fmt: skip
    third = read(conn, folder, b"third", metadata(b"3", ms("1931-05-02T00:00"), 500, 500, format="gif", animated=True))
    fourth = add(conn, folder, b"fourth", 25_000_000, 10**18)
    photos.set_unreadable(conn, fourth, DAMAGED, EPOCH, in_timeline=True)
    photos.set_thumbnail_made(conn, source(conn, first), 0x001F, None)
    photos.set_thumbnail_made(conn, source(conn, third), 0xF800, None)
    photos.add(conn, folder, [(b"unread first", 1, 1)])
    settle(conn, state)
    return conn
