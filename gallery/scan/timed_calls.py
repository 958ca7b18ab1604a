"""Blocking calls on drives, each on a thread of its own: a drive that does not answer keeps nobody else waiting."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)
T = TypeVar("T")
IN_TIME_S = 1.0
"""How long the caller waits for a result before it goes on without it."""
PROBE_AFTER_S = 3.0
"""A call that takes longer may be a long one, or its drive is dead: the drive is probed."""
SILENT_AFTER_S = 7.0
"""A drive that has not answered a probe for so long is given up. A sleeping disk needs less to spin up."""
STOP_TIMEOUT_S = 3.0
"""How long calls that are still under way may hold up the end of the program."""


@dataclass(eq=False, slots=True)
class _Call:
    """One call under way."""

    root: int
    on_result: Callable[[Any], None]
    result: Future[Any] = field(default_factory=Future)
    probe: Future[Any] | None = None
    """The result of the last probe, if the drive has been probed."""
    started: float = field(default_factory=time.monotonic)
    checked: float = field(default_factory=time.monotonic)
    """When the call was started, or the drive last probed."""
    silent: bool = False
    """Whether the drive has been given up."""
    thread: threading.Thread | None = None


class TimedCalls:
    """Runs blocking calls on roots' drives, each on its own thread, and delivers the results on the owner's thread.

    Threads: all methods are called on one thread, the owner's, but for `stop`, which another thread may call when the
    owner's has ended; no lock is needed, because the calls' threads touch nothing but the future of their own call.
    Two functions run elsewhere: `on_done` on a call's thread, and `probe` on a thread of its own.
    """

    def __init__(self, on_done: Callable[[], None], probe: Callable[[int], object] = lambda _: None) -> None:
        """Start without calls.

        Args:
            on_done: called when a call has ended, on that call's thread; it wakes the owner to `deliver_late`.
            probe: given a root's id, asks its drive something that also a slow drive answers soon.
        """
        self._on_done = on_done
        self._probe = probe
        self._calls: list[_Call] = []
        self._late_roots: set[int] = set()
        """Roots whose last call was late: the next one is not waited for at all."""

    def call(self, root: int, function: Callable[[], T], on_result: Callable[[T], None]) -> None:
        """Run `function` on a thread of its own and hand its result to `on_result`, on the owner's thread.

        A result that comes within IN_TIME_S is handed over before this method returns, a late one by `deliver_late`.

        Raises:
            Exception: whatever `function` or `on_result` raised, where that happened in time.
        """
        call = _Call(root, on_result)
        call.thread = _start(f"call-{root}", function, call.result, self._on_done)
        self._calls.append(call)
        if wait([call.result], 0 if root in self._late_roots else IN_TIME_S).done:
            self._deliver(call)
        else:
            self._late_roots.add(root)

    def deliver_late(self) -> bool:
        """Hand over the results that have come since. Return whether there were any.

        Raises:
            Exception: whatever a late function or its `on_result` raised.
        """
        done = [call for call in self._calls if call.result.done()]
        for call in done:
            self._deliver(call)
        return bool(done)

    def _deliver(self, call: _Call) -> None:
        self._calls.remove(call)
        if time.monotonic() < call.started + IN_TIME_S:
            self._late_roots.discard(call.root)
        call.on_result(call.result.result())

    def is_busy(self, root: int) -> bool:
        """Return whether a call on this root is under way, or its result not handed over yet."""
        return any(call.root == root for call in self._calls)

    @property
    def ready(self) -> bool:
        """Whether `deliver_late` would hand over a result."""
        return any(call.result.done() for call in self._calls)

    @property
    def silent(self) -> set[int]:
        """Roots that have been given up and have not answered since."""
        return {call.root for call in self._calls if call.silent}

    def overdue(self) -> list[int]:
        """Return the roots whose drives do not answer even a probe, without those given up; start probes in doubt."""
        return [call.root for call in self._calls if not call.silent and self._is_dead(call)]

    def give_up(self, root: int) -> None:
        """Wait no longer for the calls on this root. A result that comes all the same is still handed over."""
        for call in self._calls:
            call.silent |= call.root == root

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, `overdue` is to be called next; None while there is nothing to watch."""
        times = (
            call.checked + (SILENT_AFTER_S if call.probe else PROBE_AFTER_S) for call in self._calls if not call.silent
        )
        return min(times, default=None)

    def stop(self) -> None:
        """Wait STOP_TIMEOUT_S at most for calls under way, but not for silent drives. Nothing may be called after it.

        No result is handed over any more.
        """
        until = time.monotonic() + STOP_TIMEOUT_S
        for call in self._calls:
            if call.thread and not call.silent:
                call.thread.join(max(0.0, until - time.monotonic()))

    def _is_dead(self, call: _Call) -> bool:
        now = time.monotonic()
        if now < call.checked + (SILENT_AFTER_S if call.probe else PROBE_AFTER_S):
            return False
        if call.probe and not call.probe.done():
            return True
        if call.probe and (error := call.probe.exception()):
            log.warning("whether root %d answers cannot be told: %s", call.root, error)
        # not probed yet, or the drive is alive and busy with the call
        call.probe, call.checked = Future(), now
        _start(f"probe-{call.root}", partial(self._probe, call.root), call.probe, _do_nothing)
        return False


def call_with_deadline(function: Callable[[], T], seconds: float = IN_TIME_S) -> T | None:
    """Run `function` on a thread of its own. Return its result, or None when it takes longer than `seconds`.

    Raises:
        Exception: whatever `function` raised in time.
    """
    result: Future[T] = Future()
    _start("call-deadline", function, result, _do_nothing)
    return result.result() if wait([result], seconds).done else None


def _start(name: str, function: Callable[[], T], result: Future[T], on_done: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            result.set_result(function())
        except BaseException as error:  # noqa: BLE001  nothing is lost: whoever takes the result gets it raised
            result.set_exception(error)
        on_done()

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread


def _do_nothing() -> None:
    """Do nothing: this result is polled, or waited for, by its deadline."""
