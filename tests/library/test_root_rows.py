"""The index follows the roots of the settings: each file once, whatever lies inside what."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders, photos
from gallery.library.root_paths import nested_roots
from gallery.library.root_rows import align_roots
from gallery.settings.settings import RootPath
from tests.index_builder import orphans, read

if TYPE_CHECKING:
    import sqlite3

posix = pytest.mark.skipif(os.name != "posix", reason="names and links of POSIX")


def align(conn: sqlite3.Connection, known: list[RootPath]) -> list[int]:
    """Align the index with these roots. Return the ids of those that became part of another one."""
    nested = nested_roots(known)
    align_roots(conn, known, nested)
    return [pair.inner.id for pair in nested]


def shown(conn: sqlite3.Connection) -> list[tuple[int, bytes]]:
    return [(root.id, root.path) for root in folders.get_roots(conn)]


def test_the_index_follows_and_says_so_by_its_generation(conn: sqlite3.Connection) -> None:
    for number, path in ((1, b"/a"), (2, b"/b"), (3, b"/c")):
        read(conn, folders.put_root(conn, number, path), b"p")
    before = photos.get_generation(conn)
    kept = [RootPath(1, b"/a"), RootPath(2, b"/b"), RootPath(3, b"/c")]
    assert align(conn, kept) == []
    assert photos.get_generation(conn) == before
    assert align(conn, kept[:2]) == []
    assert photos.get_generation(conn) > before
    before = photos.get_generation(conn)
    assert align(conn, [RootPath(1, b"/other"), kept[1]]) == []
    assert photos.get_generation(conn) > before
    assert shown(conn) == [(1, b"/other"), (2, b"/b")]
    assert folders.counts_by_root(conn, folders.counts(conn)) == {2: 1}
    assert orphans(conn) == []


@posix
@pytest.mark.parametrize("scanned", [False, True], ids=["the outer one is new", "both hold the same files"])
def test_roots_in_roots_become_one_with_each_file_once(conn: sqlite3.Connection, scanned: bool) -> None:
    known = [RootPath(1, b"/a/b/c"), RootPath(2, b"/a/b"), RootPath(3, b"/a"), RootPath(4, b"/ab"), RootPath(5, b"/a")]
    inner = read(conn, folders.put_root(conn, 1, b"/a/b/c"), b"p")
    if scanned:
        folders.put_root(conn, 3, b"/a")
        read(conn, folders.put_chain(conn, 3, b"/a", b"b/c"), b"p")
    before = photos.get_generation(conn)
    assert sorted(align(conn, known)) == [1, 2, 5]
    assert shown(conn) == [(3, b"/a"), (4, b"/ab")]
    assert folders.counts_by_root(conn, folders.counts(conn)) == {3: 1}
    assert photos.get_generation(conn) > before
    assert orphans(conn) == []
    if not scanned:
        assert folders.get(conn, conn.execute("SELECT folder FROM photos WHERE id = ?", (inner,)).fetchone()[0])
    assert align(conn, [RootPath(3, b"/a"), RootPath(4, b"/ab")]) == []
