"""How other threads reach the GUI thread: work handed over to it, and signals that end the program at once."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QSocketNotifier, QThread, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

log = logging.getLogger(__name__)

T = TypeVar("T")
_Task = tuple["Future[Any]", "Callable[[], Any]"]


class GuiThread(QObject):
    """Runs functions on the thread that made it: the GUI thread, in the order in which they were handed over.

    Threads: `post` and `call` may be called on any thread, `shut_down` on the GUI thread only. After it no work
    of other threads is run, and no caller is left waiting.
    """

    _submitted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lock = (
            threading.RLock()
        )  # holds _pending and _shut_down; a signal's handler may come while the thread holds it
        self._pending: set[Future[Any]] = set()
        self._shut_down = False
        # a bound method of a QObject is queued to its thread; a lambda would not be
        self._submitted.connect(self._execute)

    def post(self, work: Callable[[], object]) -> None:
        """Run `work` soon, without waiting for it. An exception of it is logged: no caller would see it."""
        self._submit(work).add_done_callback(_log_failure)

    def call(self, work: Callable[[], T]) -> T | None:
        """Run `work`, wait for it, and return what it returns; None after `shut_down`.

        On the GUI thread itself it runs at once, also after `shut_down`.

        Raises:
            BaseException: what `work` raises.
        """
        if QThread.currentThread() == self.thread():
            return work()
        try:
            return self._submit(work).result()
        except CancelledError:
            return None

    def shut_down(self) -> None:
        """Cancel what has not begun, and release the callers that wait for it. On the GUI thread, after its loop."""
        with self._lock:
            self._shut_down = True
            pending, self._pending = self._pending, set()
        for future in pending:
            future.cancel()

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        """Queue `work` to the GUI thread; after `shut_down` return a cancelled future."""
        future: Future[T] = Future()
        with self._lock:
            if self._shut_down:
                future.cancel()
                return future
            self._pending.add(future)
        future.add_done_callback(self._forget)
        self._submitted.emit((future, work))
        return future

    def _forget(self, future: Future[Any]) -> None:
        with self._lock:
            self._pending.discard(future)

    def _execute(self, task: _Task) -> None:
        """Run one task, unless it was cancelled. On the GUI thread."""
        future, work = task
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001  raised again in `call`, logged after `post`
            future.set_exception(error)


def _log_failure(future: Future[Any]) -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        log.error("Work for the window failed.", exc_info=error)


SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name))
"""All that end the window; SIGBREAK is Ctrl+Break and the end of a console, on Windows."""


@contextmanager
def calling_on_signals(on_signal: Callable[[], None]) -> Iterator[None]:
    """Have SIGINT and SIGTERM call `on_signal`, which must not raise. Main thread only.

    A handler that raises, as that of the start does, may do so within a call of Qt: PySide makes a SystemError of it.
    """
    previous = {number: signal.signal(number, lambda *_: on_signal()) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


class TerminationSignals(QObject):
    """Calls `on_signal` as soon as SIGINT or SIGTERM arrives. Every method: on the main thread.

    Python alone runs a signal's handler when Qt next runs some Python, which may be never. Here the signal writes a
    byte to a socket, and Qt's notifier of that socket runs Python.

    `install` is called twice: here, before the window is built, and again when pywebview has put its own handler of
    SIGINT in place.
    """

    def __init__(self, on_signal: Callable[[], None]) -> None:
        super().__init__()
        self._on_signal = on_signal
        self._previous_handlers = {number: signal.getsignal(number) for number in SIGNALS}
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        self._previous_wakeup_fd = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self.install()

    def install(self) -> None:
        """Set the handlers of both signals."""
        for number in SIGNALS:
            signal.signal(number, lambda *_: self._on_signal())

    def restore(self) -> None:
        """Set the handlers of before, and close the socket."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._previous_wakeup_fd)
        for number, handler in self._previous_handlers.items():
            signal.signal(number, handler)
        self._read.close()
        self._write.close()

    def _drain(self) -> None:
        """Read the byte away. The interpreter runs the signal's handler before this line: any Python would do."""
        self._read.recv(64)
