"""Asks drives, each question on a thread of its own: a drive that does not answer keeps nobody else waiting."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
LATE_S = 1.0
"""A question that is out for longer holds up no other drive."""
SILENT_S = 10.0
"""One that is out for longer may never be answered. A sleeping disk needs less."""
CLOSE_S = 3.0
"""How long questions that are still out may hold up the end."""


@dataclass(eq=False, slots=True)
class _Question:
    root: int
    then: Callable[[Any], None]
    answer: Future[Any] = field(default_factory=Future)
    since: float = field(default_factory=time.monotonic)
    silent: bool = False
    thread: threading.Thread | None = None


class Eyes:
    """Questions to roots and their answers. `back` is called, on any thread, when one has come; all else on one."""

    def __init__(self, back: Callable[[], None]) -> None:
        self._back = back
        self._out: list[_Question] = []

    def ask(self, root: int, question: Callable[[], T], then: Callable[[T], None]) -> None:
        """Begin to look; `serve` calls `then` with what was seen."""
        asked = _Question(root, then)
        asked.thread = threading.Thread(target=self._look, args=(question, asked), name=f"look-{root}", daemon=True)
        asked.thread.start()
        self._out.append(asked)

    def serve(self) -> bool:
        """Hand over what has come. False: nothing.

        Raises:
            Exception: whatever kept an answer from coming, or its taker from taking it.
        """
        come = [asked for asked in self._out if asked.answer.done()]
        for asked in come:
            self._out.remove(asked)
            asked.then(asked.answer.result())
        return bool(come)

    def asks(self, root: int) -> bool:
        """Whether this root has a question out."""
        return any(asked.root == root for asked in self._out)

    @property
    def ready(self) -> bool:
        return any(asked.answer.done() for asked in self._out)

    @property
    def free(self) -> bool:
        """Whether the next one may be asked: no question is out that is still in time."""
        return all(time.monotonic() >= asked.since + LATE_S for asked in self._out)

    @property
    def silent(self) -> set[int]:
        """Roots that have been given up, until they answer."""
        return {asked.root for asked in self._out if asked.silent}

    def give_up(self) -> list[int]:
        """Roots that have not answered for too long. Each is told once."""
        now = time.monotonic()
        found = [asked for asked in self._out if not asked.silent and now >= asked.since + SILENT_S]
        for asked in found:
            asked.silent = True
        return [asked.root for asked in found]

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, a question becomes late, or its root silent."""
        now = time.monotonic()
        times = [asked.since + limit for asked in self._out for limit in (LATE_S, SILENT_S)]
        return min((when for when in times if when > now), default=None)

    def stop(self) -> None:
        """Wait a little for what may still come; nobody hears it any more. Nothing may be asked from now on."""
        until = time.monotonic() + CLOSE_S
        for asked in self._out:
            if asked.thread and not asked.silent:
                asked.thread.join(max(0.0, until - time.monotonic()))

    def _look(self, question: Callable[[], object], asked: _Question) -> None:
        try:
            asked.answer.set_result(question())
        except BaseException as error:  # noqa: BLE001  it is the asker's
            asked.answer.set_exception(error)
        self._back()
