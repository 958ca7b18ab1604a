"""The first screen comes first: until a page shows it, nothing is compared with the disk, and nothing made ahead."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from gallery.base.errors import GalleryError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)
SCREEN_S = 6.0
"""For a page that does not come: a slow machine, a browser that nobody opens."""
CALM_S = 1.0
"""After it began to listen, which it does when it has its photos: their pictures are on the way then."""


class DeferredStart:
    """The thread `opening`: reads ahead what the page will ask for, waits for it, then calls `begin`. Once."""

    def __init__(self, begin: Callable[[], None]) -> None:
        self._begin = begin
        self._listened, self._stopped = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, ahead: Sequence[Callable[[], object]]) -> None:
        """Once."""
        until = time.monotonic() + SCREEN_S
        self._thread = threading.Thread(target=self._run, args=(ahead, until), name="opening", daemon=True)
        self._thread.start()

    def listened(self) -> None:
        """A page has its photos, and wants to hear what changes."""
        self._listened.set()

    def stop(self) -> None:
        """Idempotent. What has not begun does not begin any more."""
        self._stopped.set()
        self._listened.set()
        if self._thread:
            self._thread.join(10)

    def _run(self, ahead: Sequence[Callable[[], object]], until: float) -> None:
        for read in ahead:
            if not self._listened.is_set():
                _tried(read)
        self._listened.wait(max(0.0, until - time.monotonic()))
        if not self._stopped.wait(CALM_S):
            _tried(self._begin)


def _tried(action: Callable[[], object]) -> None:
    """What fails here fails for nobody: a page asks by itself, and is told why."""
    try:
        action()
    except GalleryError as error:
        log.info("at the start: %s", error)
    except Exception:
        log.exception("something has failed at the start")
