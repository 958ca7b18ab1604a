"""A damaged column index is made again, and values out of range are cut: neither stops the writing thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem
from gallery.catalog import photos, schema
from gallery.catalog.database import Database
from gallery.search import column_index, column_index_updater, columns
from gallery.search.column_index_updater import ColumnIndexUpdater
from tests.index_builder import EPOCH, add, metadata, read, top
from tests.search.queries import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Database]:
    """Eleven hundred photos, all in the column index."""
    database = Database(tmp_path / "index.db", schema.INDEX)
    database.add_observer(ColumnIndexUpdater())
    with database.write() as conn:
        folder = top(conn)
        for number in range(1100):
            read(conn, folder, b"i%d.jpg" % number, metadata(b"%d" % number, number))
        assert column_index_updater.update_blocks(conn, 1) == 0
    yield database
    database.close()


@pytest.mark.parametrize(
    ("column", "harm"),
    [
        (column_index.NAME_LINES, lambda data: data.replace(b"\n", b"\x0b", 1)),
        (column_index.NAME_LINES, lambda data: data[:100]),
        (column_index.FOLDER_RUNS, lambda data: data[:-1]),
        (column_index.FOLDER_RUNS, lambda data: data + data),
        (0, lambda data: data[:-1]),
        (0, lambda data: b""),
        (0, lambda data: "text"),
        (0, lambda data: 1024),
        (0, lambda data: 1 << 60),
        (0, lambda data: 0.5),
        (column_index.NAME_LINES, lambda data: 7),
        (column_index.FOLDER_RUNS, lambda data: "text of 11"),
    ],
)
def test_a_damaged_block_is_made_again_and_writing_goes_on(index: Database, column: int, harm: object) -> None:
    where = (column << 32,)
    with index.write() as conn:
        data = conn.execute("SELECT bytes FROM planes WHERE id = ?", where).fetchone()[0]
        conn.execute("UPDATE planes SET bytes = ? WHERE id = ?", (harm(data), *where))  # type: ignore[operator]
    with index.write() as conn:
        conn.execute("UPDATE photos SET color = color")
        before = photos.get_generation(conn)
        assert photos.raise_generation(conn) == before + 1
    with index.write() as conn:
        while column_index_updater.update_blocks(conn, 1):
            pass
        assert column_index.count_stale(conn) == 0
    assert count(index, "i1") == len([number for number in range(1100) if "i1" in f"i{number}.jpg"])


def test_a_file_that_could_not_be_asked_for_its_size_stops_nothing(index: Database) -> None:
    """Its size is -1: it stands in the timeline as broken."""
    with index.write() as conn:
        photo = add(conn, top(conn), b"locked.jpg", -1, -1)
        photos.set_unreadable(conn, photo, Problem("unreadable", "You are not allowed to."), EPOCH, in_timeline=True)
        assert column_index_updater.update_blocks(conn, 1) == 0
        assert column_index.count_stale(conn) == 0
    assert count(index, "locked") == count(index, "locked size:<1kb") == 1


def test_a_block_without_photos_goes_whole(index: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root by root photos have numbers in a row: of one that was removed only the edges are looked at one by one."""
    loaded: list[dict[int, bytes]] = []

    def noted(stored: dict[int, bytes]) -> column_index.Block:
        loaded.append(stored)
        return column_index.decode_block(stored)

    monkeypatch.setattr(column_index_updater, "decode_block", noted)
    with index.write() as conn:
        photos.mark_gone(conn, range(1, column_index.BLOCK_SIZE + 6))
        conn.execute("DELETE FROM photos WHERE id < 500")
        assert column_index_updater.update_blocks(conn, 1) == column_index.count_stale(conn) == 0
        assert conn.execute("SELECT count(*) FROM planes WHERE id & 0xFFFFFFFF = 0").fetchone() == (0,)
    assert len(loaded) == 1
    left = 1100 - column_index.BLOCK_SIZE - 5
    assert count(index, "") == count(index, "i1") == left


def test_one_photo_keeps_its_block(index: Database) -> None:
    with index.write() as conn:
        photos.mark_gone(conn, (photo for photo in range(1, 1101) if photo not in (700, 1100)))
        column_index_updater.update_blocks(conn, 1)
        photos.mark_gone(conn, [1100])
        photos.mark_changed(conn, 3, 1, 1)
        photos.set_read(conn, 3, metadata(b"back"))
    assert count(index, "i699") == count(index, "i2") == 1
    with index.write() as conn:
        assert column_index_updater.update_and_delete_unused_values(conn) == 0
    assert count(index, "") == 2
    assert count(index, "i1") == 0


def test_the_places_in_a_record_are_those_of_what_is_stored() -> None:
    """Who moves one of them makes every stored record wrong; a new column comes after the last."""
    assert [int(column) for column in columns.Column] == [
        0,
        1,
        2,
        4,
        5,
        6,
        7,
        8,
        13,
        16,
        *range(19, 37, 2),
        38,
        41,
        45,
        46,
    ]
    assert columns.RECORD_LENGTH == 47
    flags = (columns.GPS, columns.TITLE, columns.CAPTION, columns.PROBLEM, columns.IS_BROKEN, columns.ANIMATED)
    assert flags == (2, 4, 8, 16, 32, 64)
