"""Pictures on their way into the store: written many at a time, served from memory until then."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from gallery.base.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gallery.base.models import Recipe, Rendered

_log = logging.getLogger(__name__)
_ENOUGH = 64
_SECONDS = 1.0


class WriteBuffer:
    def __init__(
        self,
        put_many: Callable[[Sequence[tuple[bytes, str, bytes]]], None],
        after: Callable[[float, Callable[[], None]], None],
    ) -> None:
        """`after` calls back on the thread that writes."""
        self._put_many, self._after = put_many, after
        self._pending: dict[tuple[bytes, Recipe], Rendered] = {}
        self._lock = threading.Lock()
        self._complained = False

    def add(self, fingerprint: bytes, recipe: Recipe, made: Rendered) -> None:
        with self._lock:
            self._pending[fingerprint, recipe] = made
            waiting = len(self._pending)
        if waiting >= _ENOUGH:
            self.flush()
        elif waiting == 1:
            self._after(_SECONDS, self.flush)

    def get(self, fingerprint: bytes, recipe: Recipe) -> Rendered | None:
        with self._lock:
            return self._pending.get((fingerprint, recipe))

    def flush(self) -> None:
        """Write what is there. It stays readable here until the store has it."""
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
            if not self._complained:
                _log.warning("Thumbnails are shown but not kept: %s", error)
            self._complained = True
        else:
            self._complained = False
