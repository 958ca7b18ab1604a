"""Asks drives, each question on a thread of its own: a drive that does not answer keeps nobody else waiting."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
PATIENCE_S = 1.0
"""How long whoever asks waits for the answer before going on without it."""
SILENT_S = 10.0
"""A question that is out for longer may never be answered. A sleeping disk needs less."""
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
    """Questions to roots. `back` is called, on any thread, when a late answer may have come; all else on one thread."""

    def __init__(self, back: Callable[[], None]) -> None:
        self._back = back
        self._out: list[_Question] = []

    def ask(self, root: int, question: Callable[[], T], then: Callable[[T], None]) -> None:
        """Look, and call `then` with what was seen: now, or when it is late, from `serve`.

        Raises:
            Exception: whatever kept an answer from coming, or its taker from taking it.
        """
        asked = _Question(root, then)
        asked.thread = threading.Thread(target=self._look, args=(question, asked), name=f"look-{root}", daemon=True)
        asked.thread.start()
        self._out.append(asked)
        if wait([asked.answer], PATIENCE_S).done:
            self._hand_over(asked)

    def serve(self) -> bool:
        """Hand over what has come late. False: nothing. Raises as `ask` does."""
        come = [asked for asked in self._out if asked.answer.done()]
        for asked in come:
            self._hand_over(asked)
        return bool(come)

    def _hand_over(self, asked: _Question) -> None:
        self._out.remove(asked)
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

    def give_up(self) -> list[int]:
        """Roots that have not answered for too long. Each is told once."""
        now = time.monotonic()
        found = [asked for asked in self._out if not asked.silent and now >= asked.since + SILENT_S]
        for asked in found:
            asked.silent = True
        return [asked.root for asked in found]

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, the next of them is to be given up."""
        return min((asked.since + SILENT_S for asked in self._out if not asked.silent), default=None)

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
