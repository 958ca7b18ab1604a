"""A smaller limit and an emptied cache give their room back to the disk at once."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import DatabaseError
from gallery.base.models import Recipe
from gallery.catalog import blobs as module
from gallery.catalog import cache_schema
from gallery.catalog.blobs import BlobCache
from gallery.catalog.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SMALL, SCREEN = Recipe.SMALL.value, Recipe.SCREEN.value
MB = 1_000_000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "cache.db", cache_schema.CACHE, checked=False)
    yield database
    database.close()


def fill(database: Database, count: int) -> BlobCache:
    """Keep so many pictures of 100,000 bytes, every second one a rendition."""
    blobs = BlobCache(database, limit=1000 * MB)
    for number in range(count):
        blobs.put_many([(b"%d" % number, SCREEN if number % 2 else SMALL, bytes(100_000))])
    return blobs


def file_bytes(database: Database) -> int:
    """Bytes that the file needs when its log is written back."""
    with database.read() as conn:
        return int(conn.execute("PRAGMA page_count").fetchone()[0]) * 4096


def test_a_smaller_limit_evicts_renditions_first_and_gives_all_room_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PART_BYTES", MB)  # several parts
    blobs = fill(database, 60)
    assert file_bytes(database) > 6 * MB
    blobs.set_limit(3 * MB)
    with database.read() as conn:
        kept = [row[0] for row in conn.execute("SELECT recipe FROM blobs")]
    assert kept == [SMALL] * 27  # nine tenths of the limit
    assert blobs.size == BlobCache(database).size == 2_700_000
    assert file_bytes(database) < 3 * MB
    assert blobs.limit == 3 * MB


def test_a_larger_limit_evicts_nothing(database: Database) -> None:
    blobs = fill(database, 4)
    blobs.set_limit(2000 * MB)
    assert (blobs.size, blobs.limit) == (400_000, 2000 * MB)


def test_an_emptied_cache_takes_no_room_and_can_be_filled_again(database: Database) -> None:
    blobs = fill(database, 60)
    blobs.get(b"0", SMALL)
    blobs.clear()
    assert (blobs.empty, blobs.size) == (True, 0)
    assert database.path.stat().st_size < MB / 5
    assert blobs.get(b"0", SMALL) is None
    blobs.put_many([(b"0", SMALL, b"again")])
    assert blobs.get(b"0", SMALL) == b"again"
    with database.read() as conn:  # what is evicted later can be given back still
        assert conn.execute("PRAGMA auto_vacuum").fetchone()[0] == 2


def test_a_cache_is_emptied_while_somebody_reads(database: Database) -> None:
    blobs = fill(database, 10)
    with database.read() as conn:
        rows = conn.execute("SELECT bytes FROM blobs")
        assert rows.fetchone()[0] == bytes(100_000)
        database._writer.execute("PRAGMA busy_timeout = 10")
        blobs.clear()
        assert len(rows.fetchall()) == 9
    assert blobs.empty


def test_a_closed_cache_cannot_be_emptied(database: Database) -> None:
    blobs = fill(database, 1)
    database.close()
    with pytest.raises(DatabaseError):
        blobs.clear()
    with pytest.raises(DatabaseError):
        database.shrink()


def test_a_disk_that_does_not_tell_its_room_is_told_in_a_sentence(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = fill(database, 1)

    def fails(_: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("gallery.catalog.blobs.shutil.disk_usage", fails)
    with pytest.raises(DatabaseError, match="Input/output error"):
        blobs.set_limit(None)
    assert blobs.limit == 1000 * MB
