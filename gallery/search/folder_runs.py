"""Which photos are in which folders: runs of slots, since neighbouring photos mostly share a folder."""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import cached_property
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from gallery.search.bitmaps import bitmap_of
from gallery.search.column_index import BLOCK_SIZE, EMPTY_FOLDER_RUNS, decode_folder_runs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_FULL = b"\1" * BLOCK_SIZE


class FolderRuns:
    """The runs of all blocks of a snapshot, 10 bytes each. Immutable; any thread may use it."""

    def __init__(self, blocks: Iterable[bytes], size: int) -> None:
        """Decode the column FOLDER_RUNS of blocks that have `size` slots together.

        Raises:
            ValueError: they have another number of slots.
            struct.error: one is cut off.
        """
        self._size = size
        runs = list(decode_folder_runs(b"".join(block or EMPTY_FOLDER_RUNS for block in blocks)))
        self._folders = array("I", [folder for folder, _ in runs])
        self._counts = array("H", [count for _, count in runs])
        self._starts = array("I", accumulate(self._counts, initial=0))
        if self._starts.pop() != size:
            raise ValueError("folders of another number of slots")

    def with_folders(self, folders: Collection[int]) -> int:
        """Return the photos that are directly in one of these folders."""
        found = bytearray(self._size)
        wanted = map(folders.__contains__, self._folders)
        for start, count in compress(zip(self._starts, self._counts, strict=True), wanted):
            found[start : start + count] = _FULL[:count]
        return bitmap_of(found)

    @cached_property
    def counts(self) -> Mapping[int, int]:
        """Folder -> number of photos directly in it; 0 stands for slots without a photo."""
        found: dict[int, int] = defaultdict(int)
        for folder, count in zip(self._folders, self._counts, strict=True):
            found[folder] += count
        return dict(found)
