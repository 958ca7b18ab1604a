"""The cache keeps to its limit, and pictures people look at stay the longest."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import DamagedDatabaseError, DatabaseError
from gallery.base.models import Recipe
from gallery.catalog import blobs as module
from gallery.catalog import cache_schema
from gallery.catalog.blobs import GIB, BlobCache, default_limit
from gallery.catalog.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SMALL, SCREEN = Recipe.SMALL.value, Recipe.SCREEN.value


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "cache.db", cache_schema.CACHE, checked=False)
    yield database
    database.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000_000.0]
    monkeypatch.setattr("gallery.catalog.blobs.time.time", lambda: now[0])
    return now


def stored(database: Database) -> dict[bytes, int]:
    with database.read() as conn:
        return dict(conn.execute("SELECT fingerprint, used FROM blobs"))


def test_what_is_put_is_got_and_counted(database: Database) -> None:
    blobs = BlobCache(database)
    assert blobs.empty
    blobs.put_many([(b"a", SMALL, b"12345"), (b"a", SCREEN, b"123"), (b"\0\xff", SMALL, b"\xff\xd8\0")])
    assert blobs.get(b"a", SMALL) == b"12345"
    assert blobs.get(b"a", SCREEN) == b"123"
    assert blobs.get(b"\0\xff", SMALL) == b"\xff\xd8\0"
    assert blobs.get(b"b", SMALL) is None
    assert blobs.size == BlobCache(database).size == 11
    assert not blobs.empty


def flip(database: Database, fingerprint: bytes) -> None:
    """Flip one bit in the middle of a stored picture, as a bad disk does: nobody tells SQLite."""
    with database.write() as conn:
        (data,) = conn.execute("SELECT bytes FROM blobs WHERE fingerprint = ?", (fingerprint,)).fetchone()
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 0x10]) + data[middle + 1 :]
        conn.execute("UPDATE blobs SET bytes = ? WHERE fingerprint = ?", (flipped, fingerprint))


def test_a_flipped_bit_costs_one_picture_until_it_is_made_again(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", SMALL, b"x" * 99), (b"b", SMALL, b"y" * 99)])
    assert blobs.notice is None
    flip(database, b"a")
    assert blobs.get(b"a", SMALL) is None
    assert blobs.notice == module.DAMAGE_NOTICE
    assert blobs.get(b"b", SMALL) == b"y" * 99
    blobs.put_many([(b"a", SMALL, b"x" * 99)])
    assert blobs.get(b"a", SMALL) == b"x" * 99
    assert blobs.notice == module.DAMAGE_NOTICE, "the user is still to know"


def test_a_picture_under_the_key_of_another_is_not_served(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", SMALL, b"x" * 99)])
    with database.write() as conn:
        conn.execute("UPDATE blobs SET fingerprint = ?", (b"b",))
    assert blobs.get(b"b", SMALL) is None


def test_pictures_of_version_0_1_have_no_checksum_and_are_served_if_they_look_whole(database: Database) -> None:
    blobs = BlobCache(database)
    for key, data in ((b"a", b"\xff\xd8 whole \xff\xd9"), (b"b", b"\xff\xd8 cut"), (b"c", b"\0\0 zeros \xff\xd9")):
        blobs.put_many([(key, SMALL, data)])
    with database.write() as conn:
        conn.execute("UPDATE blobs SET checksum = NULL")
    assert [blobs.get(key, SMALL) is not None for key in (b"a", b"b", b"c")] == [True, False, False]


def test_a_damaged_page_costs_what_is_on_it(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    database = Database(path, cache_schema.CACHE, checked=False)
    BlobCache(database).put_many([(b"%d" % number, SMALL, b"%03d" % number * 5000) for number in range(40)])
    database.close()
    data = bytearray(path.read_bytes())
    for page in range(20, len(data) // 4096, 23):
        data[page * 4096 : page * 4096 + 4096] = bytes(range(256)) * 16
    path.write_bytes(data)
    database = Database(path, cache_schema.CACHE, checked=False)
    blobs, found = BlobCache(database), 0
    for number in range(40):
        try:
            picture = blobs.get(b"%d" % number, SMALL)
        except DamagedDatabaseError:
            assert database.notice
            continue
        assert picture in (None, b"%03d" % number * 5000)
        found += picture is not None
    assert 20 < found < 40
    assert blobs.notice
    database.close()


def test_a_picture_of_an_older_recipe_is_found_by_its_name(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", "thumb-320-0", b"old"), (b"a", "thumb-512-0", b"large"), (b"b", "screen-0", b"screen")])
    assert blobs.get_older(b"a", "thumb-320-1") == b"old"
    assert blobs.get_older(b"b", "screen-1") == b"screen"
    assert blobs.get_older(b"b", "thumb-320-1") is None
    flip(database, b"b")
    assert blobs.get_older(b"b", "screen-1") is None


def test_a_picture_of_another_version_goes_when_it_is_made_anew(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", "thumb-320-1", b"old"), (b"a", "thumb-512-1", b"large"), (b"b", "thumb-320-1", b"other")])
    blobs.put_many([(b"a", "thumb-320-2", b"newer"), (b"c", "thumb-320-2", b"new")])
    with database.read() as conn:
        rows = conn.execute("SELECT fingerprint, recipe FROM blobs ORDER BY 1, 2").fetchall()
    assert [tuple(row) for row in rows] == [
        (b"a", "thumb-320-2"),
        (b"a", "thumb-512-1"),
        (b"b", "thumb-320-1"),
        (b"c", "thumb-320-2"),
    ]
    assert blobs.size == BlobCache(database).size == len(b"newer" + b"large" + b"other" + b"new")


def test_what_is_missing_is_found(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", SMALL, b"1"), (b"b", SCREEN, b"1"), (b"c", Recipe.LARGE.value, b"1")])
    assert blobs.find_missing([b"a", b"b", b"c", b"d"], (SMALL, Recipe.LARGE.value)) == [b"b", b"d"]
    database.close()
    assert blobs.find_missing([b"d"], (SMALL,)) == [], "what cannot be asked for is not called missing"


def test_it_is_roomy_until_something_may_have_been_evicted(database: Database) -> None:
    blobs = BlobCache(database, limit=1000)
    blobs.put_many([(b"a", SMALL, b"x" * 700)])
    assert blobs.roomy
    blobs.put_many([(b"b", SMALL, b"x" * 100)])
    assert not blobs.roomy


def test_a_replaced_picture_counts_once(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", SMALL, b"x" * 10)])
    blobs.put_many([(b"a", SMALL, b"x" * 4), (b"a", SMALL, b"x" * 7), (b"b", SMALL, b"x")])
    assert blobs.size == BlobCache(database).size == 8
    assert blobs.get(b"a", SMALL) == b"x" * 7


def test_renditions_go_first_then_what_was_used_longest_ago(database: Database, clock: list[float]) -> None:
    blobs = BlobCache(database, limit=1000)
    for number in range(7):
        clock[0] += 10
        blobs.put_many([(b"thumb %d" % number, SMALL, b"x" * 100)])
    clock[0] += 10
    blobs.put_many([(b"screen 0", SCREEN, b"x" * 100), (b"screen 1", SCREEN, b"x" * 100)])
    assert blobs.size == 900
    clock[0] += 10
    assert blobs.get(b"thumb 0", SMALL)
    blobs.put_many([(b"more", SMALL, b"x" * 300)])
    assert set(stored(database)) == {b"thumb 0", b"thumb 2", b"thumb 3", b"thumb 4", b"thumb 5", b"thumb 6", b"more"}
    assert blobs.size == BlobCache(database).size == 900


def test_space_comes_back_to_the_disk(database: Database) -> None:
    blobs = BlobCache(database, limit=2_000_000)
    for number in range(30):
        blobs.put_many([(b"%d" % number, SMALL, bytes(100_000))])
    with database.read() as conn:
        pages = conn.execute("PRAGMA page_count").fetchone()[0]
    assert blobs.size <= 2_000_000
    assert pages * 4096 < 2_600_000


def test_one_picture_larger_than_the_limit_does_no_harm(database: Database) -> None:
    blobs = BlobCache(database, limit=100)
    blobs.put_many([(b"a", SMALL, b"x" * 500)])
    assert blobs.size == 0
    assert blobs.empty
    assert blobs.get(b"a", SMALL) is None


def test_when_it_was_used_is_written_with_the_next_pictures_or_at_the_end(
    database: Database, clock: list[float]
) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", SMALL, b"1"), (b"b", SMALL, b"1")])
    clock[0] += 50
    blobs.get(b"a", SMALL)
    assert stored(database) == {b"a": 1_000_000, b"b": 1_000_000}
    blobs.put_many([(b"c", SMALL, b"1")])
    assert stored(database)[b"a"] == 1_000_050
    clock[0] += 50
    blobs.get(b"b", SMALL)
    blobs.close()
    assert stored(database) == {b"a": 1_000_050, b"b": 1_000_100, b"c": 1_000_050}


def test_a_picture_made_again_counts_as_used(database: Database, clock: list[float]) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", SMALL, b"1")])
    clock[0] += 5
    blobs.put_many([(b"a", SMALL, b"2")])
    assert stored(database) == {b"a": 1_000_005}


@pytest.mark.parametrize(
    ("free", "limit"),
    [(0, GIB), (GIB, GIB), (10 * GIB, GIB), (55 * GIB, 55 * GIB // 10), (200 * GIB, 20 * GIB), (10**15, 20 * GIB)],
)
def test_the_limit_is_a_tenth_of_the_free_space_from_1_to_20_gib(free: int, limit: int) -> None:
    assert default_limit(free) == limit


def test_a_full_cache_does_not_shrink_with_each_start(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    BlobCache(database).put_many([(b"a", SMALL, bytes(1000))])
    monkeypatch.setattr(module, "GIB", 1)
    monkeypatch.setattr("gallery.catalog.blobs.shutil.disk_usage", lambda _: type("Usage", (), {"free": 100})())
    assert BlobCache(database)._limit == 20  # of 1,100 bytes, as 20 is the most here
    monkeypatch.setattr(module, "GIB", 10)
    assert BlobCache(database)._limit == 110


def test_a_full_disk_is_an_error_and_what_is_there_can_be_got(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", SMALL, b"12345")])
    pages = database._writer.execute("PRAGMA page_count").fetchone()[0]
    database._writer.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(DatabaseError, match="is full"):
        blobs.put_many([(b"b", SMALL, b"1"), (b"c", SMALL, bytes(100_000))])
    assert blobs.get(b"a", SMALL) == b"12345"
    assert blobs.get(b"b", SMALL) is None
    assert blobs.size == 5
    assert "is full" in (blobs.notice or "")
    database._writer.execute("PRAGMA max_page_count = 100000")
    blobs.put_many([(b"c", SMALL, bytes(100_000))])
    assert blobs.size == 100_005
    assert blobs.notice is None


def test_a_database_that_is_gone_does_not_spoil_the_end(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", SMALL, b"1")])
    blobs.get(b"a", SMALL)
    database.close()
    blobs.close()


def test_many_read_while_one_writes(database: Database) -> None:
    blobs, stop, wrong = BlobCache(database, limit=200_000), threading.Event(), []

    def look() -> None:
        number = 0
        while not stop.is_set():
            number = (number + 1) % 100
            found = blobs.get(b"%d" % number, SMALL)
            if found is not None and found != b"%03d" % number * 1000:
                wrong.append(number)

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for number in range(100):
        blobs.put_many([(b"%d" % number, SMALL, b"%03d" % number * 1000)])
    stop.set()
    for thread in threads:
        thread.join(10)
    assert not wrong
    assert blobs.size <= 200_000
