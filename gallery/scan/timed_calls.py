"""Asks drives, each question on a thread of its own: a drive that does not answer keeps nobody else waiting."""

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
PATIENCE_S = 1.0
"""How long whoever asks waits for the answer before going on without it."""
DOUBT_S = 3.0
"""A question that is out for longer may be a long one, or its drive is dead: it is asked something simple, too."""
SILENT_S = 7.0
"""After so long without an answer to that it is given up. A sleeping disk needs less."""
CLOSE_S = 3.0
"""How long questions that are still out may hold up the end."""


@dataclass(eq=False, slots=True)
class _Question:
    root: int
    then: Callable[[Any], None]
    answer: Future[Any] = field(default_factory=Future)
    sign: Future[Any] | None = None
    """The answer to something simple, asked in doubt."""
    since: float = field(default_factory=time.monotonic)
    """When it was asked, or something simple last."""
    began: float = field(default_factory=time.monotonic)
    silent: bool = False
    thread: threading.Thread | None = None


class TimedCalls:
    """Questions to roots. `back` is called, on any thread, when a late answer may have come; all else on one thread.

    `probe(root)` is something simple, which a drive that is only slow answers soon.
    """

    def __init__(self, back: Callable[[], None], probe: Callable[[int], object] = lambda _: None) -> None:
        self._back = back
        self._probe = probe
        self._out: list[_Question] = []
        self._late: set[int] = set()
        """Roots that were late the last time: nobody waits for them at all."""

    def ask(self, root: int, question: Callable[[], T], then: Callable[[T], None]) -> None:
        """Look, and call `then` with what was seen: now, or when it is late, from `serve`.

        Raises:
            Exception: whatever kept an answer from coming, or its taker from taking it.
        """
        asked = _Question(root, then)
        asked.thread = _begin(f"look-{root}", question, asked.answer, self._back)
        self._out.append(asked)
        if wait([asked.answer], 0 if root in self._late else PATIENCE_S).done:
            self._hand_over(asked)
        else:
            self._late.add(root)

    def serve(self) -> bool:
        """Hand over what has come late. False: nothing. Raises as `ask` does."""
        come = [asked for asked in self._out if asked.answer.done()]
        for asked in come:
            self._hand_over(asked)
        return bool(come)

    def _hand_over(self, asked: _Question) -> None:
        self._out.remove(asked)
        if time.monotonic() < asked.began + PATIENCE_S:
            self._late.discard(asked.root)
        asked.then(asked.answer.result())

    def asks(self, root: int) -> bool:
        """Whether this root has a question out."""
        return any(asked.root == root for asked in self._out)

    @property
    def ready(self) -> bool:
        return any(asked.answer.done() for asked in self._out)

    @property
    def silent(self) -> set[int]:
        """Roots that have been given up, until they answer."""
        return {asked.root for asked in self._out if asked.silent}

    def overdue(self) -> list[int]:
        """Roots that leave even something simple unanswered, and have not been given up yet."""
        return [asked.root for asked in self._out if not asked.silent and self._is_dead(asked)]

    def give_up(self, root: int) -> None:
        """Nobody waits for what this root was asked."""
        for asked in self._out:
            asked.silent |= asked.root == root

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, `overdue` is to be asked next."""
        times = (asked.since + (SILENT_S if asked.sign else DOUBT_S) for asked in self._out if not asked.silent)
        return min(times, default=None)

    def stop(self) -> None:
        """Wait a little for what may still come; nobody hears it any more. Nothing may be asked from now on."""
        until = time.monotonic() + CLOSE_S
        for asked in self._out:
            if asked.thread and not asked.silent:
                asked.thread.join(max(0.0, until - time.monotonic()))

    def _is_dead(self, asked: _Question) -> bool:
        now = time.monotonic()
        if now < asked.since + (SILENT_S if asked.sign else DOUBT_S):
            return False
        if asked.sign and not asked.sign.done():
            return True
        if asked.sign and (error := asked.sign.exception()):
            log.warning("whether root %d answers cannot be told: %s", asked.root, error)
        # not asked yet, or alive and busy with what it was asked
        asked.sign, asked.since = Future(), now
        _begin(f"probe-{asked.root}", partial(self._probe, asked.root), asked.sign, _nobody)
        return False


def call_with_deadline(question: Callable[[], T]) -> T | None:
    """The answer; None when it does not come in time. Raises what kept it from coming."""
    answer: Future[T] = Future()
    _begin("glance", question, answer, _nobody)
    return answer.result() if wait([answer], PATIENCE_S).done else None


def _begin(name: str, question: Callable[[], T], answer: Future[T], back: Callable[[], None]) -> threading.Thread:
    def look() -> None:
        try:
            answer.set_result(question())
        except BaseException as error:  # noqa: BLE001  nothing is lost: whoever takes the answer gets it raised
            answer.set_exception(error)
        back()

    looking = threading.Thread(target=look, name=name, daemon=True)
    looking.start()
    return looking


def _nobody() -> None:
    """It is looked at when its time is up."""
