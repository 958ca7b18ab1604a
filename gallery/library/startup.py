"""The deferred start: until a page shows its first screen nothing is compared with the disk, and nothing made ahead."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from gallery.base.errors import GalleryError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)
FIRST_SCREEN_TIMEOUT_S = 6.0
"""How long to wait for a page, which may never come: a slow machine, a browser that nobody opens."""
PICTURES_DELAY_S = 1.0
"""From a page's opening its event stream, which it does when it has its photos, to the first scan: in between it
fetches their pictures."""


class DeferredStart:
    """The thread `startup`: reads what a page will ask for, waits for the page, then calls `begin`. Runs once."""

    def __init__(self) -> None:
        self._page_listens, self._stopped = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(
        self,
        first_screen: Sequence[Callable[[], object]],
        begin: Callable[[], None],
        is_built: threading.Event | None = None,
    ) -> None:
        """Start the thread. Called once.

        Args:
            first_screen: the calls that read what a page asks for first.
            begin: called when a page shows it.
            is_built: set when a server can answer, before which nothing is read: both want the interpreter.
        """
        until = time.monotonic() + FIRST_SCREEN_TIMEOUT_S
        self._thread = threading.Thread(
            target=self._run, args=(first_screen, begin, until, is_built), name="startup", daemon=True
        )
        self._thread.start()

    def page_listens(self) -> None:
        """Note that a page has its photos and has opened its event stream. Any thread, any number of times."""
        self._page_listens.set()

    def stop(self) -> None:
        """End the thread. `begin` is not called any more if it was not yet. Idempotent."""
        self._stopped.set()
        self._page_listens.set()
        if self._thread:
            self._thread.join(10)

    def _run(
        self,
        first_screen: Sequence[Callable[[], object]],
        begin: Callable[[], None],
        until: float,
        is_built: threading.Event | None,
    ) -> None:
        if is_built:
            is_built.wait(max(0.0, until - time.monotonic()))
        for read in first_screen:
            if not self._page_listens.is_set():
                _log_failure_of(read)
        self._page_listens.wait(max(0.0, until - time.monotonic()))
        if not self._stopped.wait(PICTURES_DELAY_S):
            _log_failure_of(begin)


def _log_failure_of(action: Callable[[], object]) -> None:
    """Call `action` and log its error: nobody waits for it, and a page that asks by itself is told why."""
    try:
        action()
    except GalleryError as error:
        log.info("at the start: %s", error)
    except Exception:
        log.exception("something has failed at the start")
