"""Pictures of visits are kept in memory, within a limit, and never written."""

from __future__ import annotations

from gallery.visits.memory_blobs import MemoryBlobs
from tests.imaging.store_scene import MemoryBlobs as Cache


def test_the_cache_is_read_and_never_written() -> None:
    cache = Cache()
    cache.put_many([(b"known", "screen-3", b"jpeg"), (b"known", "thumb-0", b"old")])
    blobs = MemoryBlobs(cache)
    blobs.put_many([(b"new", "screen-3", b"made")])
    assert blobs.get(b"known", "screen-3") == b"jpeg"
    assert blobs.get_older(b"known", "thumb-3") == b"old"
    assert blobs.get(b"new", "screen-3") == b"made"
    assert blobs.get(b"other", "screen-3") is None
    assert (b"new", "screen-3") not in cache.stored


def test_the_least_recently_used_go_first() -> None:
    blobs = MemoryBlobs(Cache(), limit=30)
    for name in (b"a", b"b", b"c"):
        blobs.put_many([(name, "x", bytes(10))])
    assert blobs.get(b"a", "x")
    blobs.put_many([(b"d", "x", bytes(10))])
    assert [name for name in (b"a", b"b", b"c", b"d") if blobs.get(name, "x")] == [b"a", b"c", b"d"]
    blobs.put_many([(b"a", "x", bytes(5)), (b"e", "x", bytes(15))])
    assert [name for name in (b"a", b"b", b"c", b"d", b"e") if blobs.get(name, "x")] == [b"a", b"d", b"e"]


def test_one_that_is_larger_than_the_limit_is_kept_alone() -> None:
    blobs = MemoryBlobs(Cache(), limit=30)
    blobs.put_many([(b"a", "x", bytes(10)), (b"b", "x", bytes(50))])
    assert blobs.get(b"a", "x") is None
    assert blobs.get(b"b", "x") == bytes(50)
