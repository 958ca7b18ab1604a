"""The kept names and runs of folders say what the tables and the columns say."""

from __future__ import annotations

import struct
from itertools import groupby
from typing import TYPE_CHECKING

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from gallery.catalog import folders, photos
from gallery.catalog.collation import plain
from gallery.search.bitmaps import SnapshotCache, bitmap_of
from gallery.search.column_index import BLOCK_SIZE
from gallery.search.engine import search
from gallery.search.folder_names import _folded, folder_names
from gallery.search.folder_runs import FolderRuns
from gallery.search.index_snapshot import IndexSnapshot
from tests.index_builder import metadata, read, top

if TYPE_CHECKING:
    import sqlite3


def runs_of(found: list[int]) -> bytes:
    return b"".join(struct.pack("<IH", folder, len(list(same))) for folder, same in groupby(found))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 500)), max_size=8), min_size=1, max_size=3),
    st.sets(st.integers(1, 5)),
)
def test_runs_find_the_photos_of_folders_as_a_look_at_each_does(
    blocks: list[list[tuple[int, int]]], wanted: set[int]
) -> None:
    slots = [[folder for folder, count in runs for _ in range(count)] for runs in blocks]
    slots = [(found + [0] * BLOCK_SIZE)[:BLOCK_SIZE] for found in slots]
    every = [folder for found in slots for folder in found]
    stored = [runs_of(found) if any(found) else b"" for found in slots]
    runs = FolderRuns(stored, len(every))
    assert runs.with_folders(wanted) == bitmap_of(bytes(folder in wanted for folder in every))
    assert runs.counts == {folder: every.count(folder) for folder in set(every)}


@pytest.mark.parametrize("count", [1023, 1025, 2048])
def test_runs_of_another_number_of_slots_are_noticed(count: int) -> None:
    with pytest.raises(ValueError, match="another number"):
        FolderRuns([runs_of([7] * count)], BLOCK_SIZE)


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Z", "C"))) | st.text("aB  -\t\x7f"))
def test_a_label_is_folded_as_other_texts_are(label: str) -> None:
    assert _folded(label) == plain(label)


def test_a_folder_is_found_by_its_names_and_those_above_until_the_generation_rises(conn: sqlite3.Connection) -> None:
    cache = SnapshotCache()
    above = folders.put(conn, 1, top(conn), "Zürich".encode(), "Zürich".encode())
    below = folders.put(conn, 1, above, "Zürich/Sea".encode(), b"Sea")
    photo = read(conn, below, b"1.jpg", metadata(b"1", 1))
    photos.raise_generation(conn)
    assert search(conn, "folder:zurich", cache).ids == [photo]
    assert search(conn, "folder:lake", cache).ids == []
    conn.execute("UPDATE folders SET label = 'Lake' WHERE id = ?", (below,))
    photos.raise_generation(conn)
    assert search(conn, "folder:lake", cache).ids == [photo]
    assert search(conn, "folder:sea", cache).ids == []
    names = folder_names(conn, IndexSnapshot(conn, cache))
    assert names.named("zurich", None) == {above, below}
    assert names.named("zurich", (below,)) == set()
    assert names.named("lake", (below,)) == {below}
    assert names.with_below((above,)) == {above, below}
