"""Pictures on their way into the blob store: written many at a time, served from memory until then."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from gallery.base.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gallery.base.models import Recipe, Rendered

_log = logging.getLogger(__name__)
_MAX_PICTURES = 64
"""So many pending pictures are written at once."""
_WRITE_AFTER_S = 1.0
"""Fewer are written this long after the first."""


class WriteBuffer:
    """Pending pictures by (fingerprint, recipe).

    Any thread may call any method. The lock guards the pending pictures only, and is not held while they are written:
    of two threads that flush at once both may write a picture, with the same bytes.
    """

    def __init__(
        self,
        put_many: Callable[[Sequence[tuple[bytes, str, bytes]]], None],
        call_later: Callable[[float, Callable[[], None]], None],
    ) -> None:
        """Begin empty.

        Args:
            put_many: Stores (fingerprint, recipe, JPEG) items.
            call_later: Calls an action, after some seconds, on the thread that is to write. `add` and `flush` also
                write on the thread that calls them.
        """
        self._put_many, self._call_later = put_many, call_later
        self._pending: dict[tuple[bytes, Recipe], Rendered] = {}
        self._lock = threading.Lock()
        self._failing = False
        """Whether the last write failed: it is logged once, not each time."""

    def add(self, fingerprint: bytes, recipe: Recipe, made: Rendered) -> None:
        """Add a picture. Writes all, on this thread, if it is the one that makes enough."""
        with self._lock:
            self._pending[fingerprint, recipe] = made
            count = len(self._pending)
        if count >= _MAX_PICTURES:
            self.flush()
        elif count == 1:
            self._call_later(_WRITE_AFTER_S, self.flush)

    def get(self, fingerprint: bytes, recipe: Recipe) -> Rendered | None:
        """Return a pending picture, None if it is not pending."""
        with self._lock:
            return self._pending.get((fingerprint, recipe))

    def flush(self) -> None:
        """Write what is pending, on this thread. It can be had here until the blob store has it."""
        with self._lock:
            items = dict(self._pending)
        if items:
            self._write([(fingerprint, recipe.value, made.jpeg) for (fingerprint, recipe), made in items.items()])
        with self._lock:
            for key, made in items.items():
                if self._pending.get(key) is made:
                    del self._pending[key]

    def _write(self, items: list[tuple[bytes, str, bytes]]) -> None:
        try:
            self._put_many(items)
        except DatabaseError as error:
            if not self._failing:
                _log.warning("Thumbnails are shown but not kept: %s", error)
            self._failing = True
        else:
            self._failing = False
