"""What the page is told of photos, where a list must not end too early."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog import photo_details, photos
from tests.index_builder import read, source

if TYPE_CHECKING:
    import sqlite3


def test_photos_not_read_again_yet_take_no_place_among_those_with_a_thumbnail(
    conn: sqlite3.Connection, folder: int
) -> None:
    ids = [read(conn, folder, b"%d.jpg" % number) for number in range(6)]
    for photo in ids:
        photos.set_thumbnail_made(conn, source(conn, photo), 5, None)
    marks = dict(photo_details.get_fingerprints(conn, ids))
    conn.execute("UPDATE photos SET fingerprint = NULL WHERE id IN (?, ?, ?)", ids[3:])
    assert photo_details.list_with_thumbnail(conn, 1 << 40, 2) == [(ids[2], marks[ids[2]]), (ids[1], marks[ids[1]])]
    assert photo_details.list_with_thumbnail(conn, ids[1], 2) == [(ids[0], marks[ids[0]])]
