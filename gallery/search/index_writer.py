"""The upkeep of the column index by the thread that writes to the library's index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog.photos import get_generation
from gallery.search import column_index

if TYPE_CHECKING:
    import sqlite3


class IndexUpdater:
    """A `WriteObserver` that updates the column index in transactions that raise the generation.

    The updates are part of the transaction that made photos stale, or of a later one. Transactions that do not raise
    the generation (thumbnails that set a colour) are passed over, so that their commits stay as cheap as they are;
    the generation is one look-up. `Database` calls the methods while it holds its write lock.
    """

    def __init__(self) -> None:
        self._generation: int | None = None

    def attach(self, writer: sqlite3.Connection) -> None:
        """Remember the generation that the index has now."""
        self._generation = get_generation(writer)

    def before_commit(self, writer: sqlite3.Connection) -> None:
        """Update the column index if the transaction raised the generation and enough photos are stale."""
        number = get_generation(writer)
        if number != self._generation:
            self._generation = number
            column_index.update_blocks(writer)

    def commit_failed(self) -> None:
        """Forget the generation, which is rolled back with the blocks: the next transaction is examined anew."""
        self._generation = None
