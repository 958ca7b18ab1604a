"""What each folder shows: counted once a generation, and there at the next launch of a large library."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import cache_schema, folders, photos, schema
from gallery.catalog.database import Database
from gallery.library import folder_counts
from gallery.library.folder_counts import FolderCounts
from tests.index_builder import read, top

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from gallery.catalog.folders import FolderCount

    Stores = tuple[Database, Database]


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    """An index of two photos in a folder, and a cache."""
    index, cache = Database(tmp_path / "index.db", schema.INDEX), Database(tmp_path / "cache.db", cache_schema.CACHE)
    with index.write() as conn:
        for name in (b"a", b"b"):
            read(conn, top(conn), name)
    yield index, cache
    index.close()
    cache.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one each time the photos are counted."""
    monkeypatch.setattr(folder_counts, "MIN_PHOTOS_TO_SAVE", 2)
    original, times = folders.counts, list[int]()

    def counted(conn: sqlite3.Connection) -> dict[int, FolderCount]:
        times.append(1)
        time.sleep(0.05)
        return original(conn)

    monkeypatch.setattr(folders, "counts", counted)
    return times


def get(one: FolderCounts, index: Database) -> dict[int, FolderCount]:
    with index.read() as conn:
        return one.get(conn)


def test_many_who_ask_at_once_count_once(stores: Stores, asked: list[int]) -> None:
    one = FolderCounts(stores[1])
    with ThreadPoolExecutor(4) as pages:
        answers = list(pages.map(lambda _: get(one, stores[0]), range(4)))
    assert [count[0] for answer in answers for count in answer.values()] == [2] * 4
    assert len(asked) == 1
    with stores[0].write() as conn:
        photos.raise_generation(conn)
    assert get(one, stores[0]) == answers[0]
    assert len(asked) == 2


def test_the_next_launch_need_not_count(stores: Stores, asked: list[int]) -> None:
    one = FolderCounts(stores[1])
    first = get(one, stores[0])
    one.save()
    assert get(FolderCounts(stores[1]), stores[0]) == first
    assert len(asked) == 1


def test_what_has_changed_since_is_counted(stores: Stores, asked: list[int]) -> None:
    one = FolderCounts(stores[1])
    get(one, stores[0])
    one.save()
    with stores[0].write() as conn:
        read(conn, top(conn), b"c")
        photos.raise_generation(conn)
    assert [count[0] for count in get(FolderCounts(stores[1]), stores[0]).values()] == [3]
    assert len(asked) == 2


@pytest.mark.parametrize("data", [b"", b"x", b"{}x", b"[[1]]", b"[1]", b"null", b'[["a", 1, 2, 3, 4]]', b"\xff"])
def test_what_was_kept_and_makes_no_sense_is_counted(stores: Stores, asked: list[int], data: bytes) -> None:
    one = FolderCounts(stores[1])
    first = get(one, stores[0])
    one.save()
    with stores[1].write() as conn:
        conn.execute("UPDATE views SET file = ?", (data,))
    assert get(FolderCounts(stores[1]), stores[0]) == first
    assert len(asked) == 2


def test_those_of_a_small_library_are_not_kept(
    stores: Stores, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_counts, "MIN_PHOTOS_TO_SAVE", 3)
    one = FolderCounts(stores[1])
    get(one, stores[0])
    one.save()
    get(FolderCounts(stores[1]), stores[0])
    assert len(asked) == 2


def test_without_a_cache_they_are_counted(stores: Stores, asked: list[int]) -> None:
    one = FolderCounts(None)
    get(one, stores[0])
    one.save()
    assert len(asked) == 1
