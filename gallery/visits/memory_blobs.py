"""Keeps the derived pictures of visits: in memory, so that they are forgotten at exit. What the cache has is used."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.imaging.render_coalescing import BlobStore

LIMIT_BYTES = 64 << 20
"""About sixty renditions. Beyond it the least recently used go first."""


class MemoryBlobs:
    """A blob store (`render_coalescing.BlobStore`) that reads the cache and never writes it.

    Any thread may call every method; `_lock` guards the pictures.
    """

    def __init__(self, cache: BlobStore, limit: int = LIMIT_BYTES) -> None:
        """Take the store that holds what the library has made."""
        self._cache, self._limit = cache, limit
        self._lock = threading.Lock()
        self._pictures: OrderedDict[tuple[bytes, str], bytes] = OrderedDict()
        self._bytes = 0

    def get(self, fingerprint: bytes, recipe: str) -> bytes | None:
        """Return the JPEG, or None if neither memory nor the cache has it.

        Raises:
            DatabaseError: The cache cannot be read there.
        """
        with self._lock:
            if (found := self._pictures.get((fingerprint, recipe))) is not None:
                self._pictures.move_to_end((fingerprint, recipe))
                return found
        return self._cache.get(fingerprint, recipe)

    def get_older(self, fingerprint: bytes, recipe: str) -> bytes | None:
        """Return what an earlier version of the recipe has made, if the cache has it; raise as `get` does."""
        return self._cache.get_older(fingerprint, recipe)

    def put_many(self, items: Sequence[tuple[bytes, str, bytes]]) -> None:
        """Keep (fingerprint, recipe, JPEG) items; let go of others where they take more than the limit."""
        with self._lock:
            for fingerprint, recipe, jpeg in items:
                before = self._pictures.pop((fingerprint, recipe), b"")
                self._pictures[fingerprint, recipe] = jpeg
                self._bytes += len(jpeg) - len(before)
            while self._bytes > self._limit and len(self._pictures) > 1:
                self._bytes -= len(self._pictures.popitem(last=False)[1])
