"""Pictures on their way into the blob store: written many at a time, served from memory until then."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base.errors import DamagedDatabaseError, DatabaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.base.models import Rendered

_log = logging.getLogger(__name__)
MAX_PICTURES = 64
"""So many pending pictures are written at once."""
_WRITE_AFTER_S = 1.0
"""Fewer are written this long after the first."""
_RETRY_AFTER_S = 5.0
"""When a write that failed is tried again: the disk may have room then."""
_MAX_PENDING_BYTES = 32 << 20
"""So much waits for a store that cannot be written. Beyond it the oldest pictures are given up."""
OnKept = Callable[[bool], None]
"""Called once: with True when a picture is in the store, with False when it has been given up."""


@dataclass(slots=True)
class _Pending:
    """A picture that is not written yet, and who is to be told when it is."""

    made: Rendered
    on_kept: list[OnKept]


class WriteBuffer:
    """Pending pictures by (fingerprint, recipe).

    Any thread may call any method. The lock guards the pending pictures only, and is not held while they are written,
    nor while anybody is told: of two threads that flush at once both may write a picture, with the same bytes.
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
        self._pending: dict[tuple[bytes, str], _Pending] = {}
        self._lock = threading.Lock()
        self.failing = False
        """Whether the last write failed. Then pictures stay pending, and only time brings the next try."""

    def add(self, fingerprint: bytes, recipe: str, made: Rendered, on_kept: OnKept) -> None:
        """Add a picture. Writes all, on this thread, if it is the one that makes enough."""
        with self._lock:
            before = self._pending.pop((fingerprint, recipe), None)
            self._pending[fingerprint, recipe] = _Pending(made, [*(before.on_kept if before else ()), on_kept])
            count = len(self._pending)
        if self.failing:
            self._give_up_oldest()
        elif count >= MAX_PICTURES:
            self.flush()
        elif count == 1:
            self._call_later(_WRITE_AFTER_S, self.flush)

    def get(self, fingerprint: bytes, recipe: str) -> Rendered | None:
        """Return a pending picture, None if it is not pending."""
        with self._lock:
            pending = self._pending.get((fingerprint, recipe))
            return pending.made if pending else None

    def join(self, fingerprint: bytes, recipe: str, on_kept: OnKept) -> Rendered | None:
        """Return a pending picture, and have one more told when it is kept; None if it is not pending."""
        with self._lock:
            pending = self._pending.get((fingerprint, recipe))
            if pending is None:
                return None
            pending.on_kept.append(on_kept)
            return pending.made

    def flush(self) -> None:
        """Write what is pending, on this thread. It can be had here until the blob store has it."""
        with self._lock:
            items = dict(self._pending)
        if not items:
            return
        if not self._write([(*key, pending.made.jpeg) for key, pending in items.items()]):
            self._call_later(_RETRY_AFTER_S, self.flush)
            return
        kept: list[OnKept] = []
        with self._lock:
            for key, pending in items.items():
                if self._pending.get(key) is pending:
                    del self._pending[key]
                    kept += pending.on_kept
        for on_kept in kept:
            on_kept(True)

    def _write(self, items: list[tuple[bytes, str, bytes]]) -> bool:
        """Store the items; return whether there is nothing more to do for them."""
        try:
            self._put_many(items)
        except DamagedDatabaseError as error:
            _log.warning("Thumbnails are written one by one: %s", error)
            for item in items:
                self._write_to_damaged(item)
        except DatabaseError as error:
            if not self.failing:
                _log.warning("Thumbnails are shown but not kept: %s", error)
            self.failing = True
            return False
        self.failing = False
        return True

    def _write_to_damaged(self, item: tuple[bytes, str, bytes]) -> None:
        """Store one picture in a damaged store, where it still takes it.

        One that it does not take counts as kept, or it would be made again and again. At the next start the store is
        made anew, and all pictures with it; until then it is made when somebody looks.
        """
        try:
            self._put_many([item])
        except DatabaseError as error:
            _log.info("This thumbnail is not kept: %s", error)

    def _give_up_oldest(self) -> None:
        """Give pictures up until the rest takes no more memory than it may."""
        given_up: list[OnKept] = []
        with self._lock:
            size = sum(len(pending.made.jpeg) for pending in self._pending.values())
            for key in list(self._pending):
                if size <= _MAX_PENDING_BYTES:
                    break
                pending = self._pending.pop(key)
                size -= len(pending.made.jpeg)
                given_up += pending.on_kept
        for on_kept in given_up:
            on_kept(False)
