"""A lost cache: every thumbnail is made again, wherever the work was interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem
from gallery.catalog import photos, thumbnail_reset
from tests.index_builder import read, row, source

if TYPE_CHECKING:
    import sqlite3


def unmade(conn: sqlite3.Connection) -> set[int]:
    return {item.photo for item in photos.find_without_thumbnail(conn, 10)}


def test_all_thumbnails_are_reset_but_the_failed(conn: sqlite3.Connection, folder: int) -> None:
    made, failed = read(conn, folder, b"a"), read(conn, folder, b"b")
    photos.set_thumbnail_made(conn, source(conn, made), 5, None)
    photos.set_thumbnail_failed(conn, source(conn, failed), Problem("damaged", "Damaged."))
    thumbnail_reset.begin(conn)
    while thumbnail_reset.run_step(conn):
        pass
    assert unmade(conn) == {made}
    assert row(conn, made)["color"] == 5


@pytest.mark.parametrize("step", [1, 2, 3, 5])
def test_a_reset_goes_on_where_it_was_interrupted(conn: sqlite3.Connection, folder: int, step: int) -> None:
    every = [read(conn, folder, b"%d" % number) for number in range(5)]
    for photo in every:
        photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    thumbnail_reset.begin(conn)
    assert thumbnail_reset.run_step(conn, step)
    assert unmade(conn) == set(every[:step])
    photos.set_thumbnail_made(
        conn, source(conn, every[0]), 5, None
    )  # the cache is not empty any more: nobody begins anew
    while thumbnail_reset.run_step(conn, step):
        pass
    assert unmade(conn) == set(every[1:])


def test_without_a_begun_reset_nothing_is_done(conn: sqlite3.Connection, folder: int) -> None:
    photo = read(conn, folder, b"a")
    photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    assert not thumbnail_reset.run_step(conn)
    thumbnail_reset.begin(conn)
    while thumbnail_reset.run_step(conn):
        pass
    photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    assert not thumbnail_reset.run_step(conn)
    assert unmade(conn) == set()
