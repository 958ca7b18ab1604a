"""How other threads reach the window: work handed to the GUI thread, and signals that end the program at once."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QSocketNotifier, QThread, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

T = TypeVar("T")
_Task = tuple["Future[Any]", "Callable[[], Any]"]


class GuiThread(QObject):
    """Runs callables on the thread that made it. After `shut_down` nothing runs, and nobody waits."""

    _submitted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._pending: set[Future[Any]] = set()
        self._ended = False
        self._submitted.connect(
            self._execute
        )  # a bound method of a QObject is queued to its thread; a lambda would not be

    def post(self, work: Callable[[], object]) -> None:
        """Run `work` soon, without waiting for it. What it raises is logged: nobody else would see it."""
        self._submit(work).add_done_callback(_log_failure)

    def call(self, work: Callable[[], T]) -> T | None:
        """Run `work` and return what it returns, or raise what it raises; None if the window is gone."""
        if QThread.currentThread() == self.thread():
            return work()
        try:
            return self._submit(work).result()
        except CancelledError:
            return None

    def shut_down(self) -> None:
        """Release everyone who still waits. On the GUI thread, after its loop."""
        with self._lock:
            self._ended = True
            pending, self._pending = self._pending, set()
        for future in pending:
            future.cancel()

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        with self._lock:
            if self._ended:
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
        future, work = task
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001  raised again where it was asked for
            future.set_exception(error)


def _log_failure(future: Future[Any]) -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        log.error("Work for the window failed.", exc_info=error)


class TerminationSignals(QObject):
    """SIGINT and SIGTERM call `on_signal` at once. Python alone would notice them only when Qt next runs some Python.

    `install` comes twice: before the window is built, and again when pywebview has put its own handler in place.
    """

    _SIGNALS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self, on_signal: Callable[[], None]) -> None:
        super().__init__()
        self._on_signal = on_signal
        self._previous_handlers = {number: signal.getsignal(number) for number in self._SIGNALS}
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        self._previous_wakeup_fd = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self.install()

    def install(self) -> None:
        for number in self._SIGNALS:
            signal.signal(number, lambda *_: self._on_signal())

    def restore(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._previous_wakeup_fd)
        for number, handler in self._previous_handlers.items():
            signal.signal(number, handler)
        self._read.close()
        self._write.close()

    def _drain(self) -> None:
        """Being Python, this lets the interpreter run the handler; the byte itself says nothing."""
        self._read.recv(64)
