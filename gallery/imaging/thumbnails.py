"""Thumbnails and renditions by (fingerprint, recipe): looked up, else made once however many ask, then stored.

The store is a Protocol, because this room does not know SQLite. It is written on the pool's thread only, in batches.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from gallery.base.models import FileRef, Problem, Recipe, Rendered, Source
from gallery.imaging.workers.jobs import Urgency
from gallery.imaging.write_buffer import WriteBuffer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

_POLL_S = 0.25
_PROBLEMS = 10_000
_COPIES = 1000
"""Pictures made last: copies of one photo stand side by side in the order of time, and are decoded once."""
Key = tuple[bytes, Recipe]
Result = Rendered | Problem
T = TypeVar("T")


class BlobStore(Protocol):
    """Where derived pictures are kept."""

    def get(self, fingerprint: bytes, recipe: str) -> bytes | None: ...
    def put_many(self, items: Sequence[tuple[bytes, str, bytes]]) -> None: ...


class Renderer(Protocol):
    """The part of Pool that makes pictures."""

    def render(self, file: FileRef, recipe: Recipe, *, urgency: Urgency) -> Future[Result]: ...
    def after(self, seconds: float, action: Callable[[], None]) -> None: ...


class _Flight:
    """One picture in the making, and how many wait for it."""

    def __init__(self, source: Source, recipe: Recipe) -> None:
        self.source, self.recipe = source, recipe
        self.outcome: Future[Result] = Future()
        self.outcome.set_running_or_notify_cancel()  # shared: no one caller may cancel it
        self.work: Future[Result] | None = None
        self.urgency = Urgency.IDLE
        self.waiting = 0
        self.wanted = False
        """Whether the background wants it: then it stays queued when those who waited have gone."""


class ThumbnailStore:
    def __init__(self, blobs: BlobStore, pool: Renderer, on_made: Callable[[Source, Recipe, Result], None]) -> None:
        """`on_made` runs on the pool's thread, once for each picture made or found impossible."""
        self._blobs, self._pool, self._on_made = blobs, pool, on_made
        # reentrant: cancelling work calls back at once, on the thread that cancels
        self._lock = threading.RLock()
        self._flights: dict[Key, _Flight] = {}
        self._problems: OrderedDict[Key, Problem] = OrderedDict()
        self._made: OrderedDict[Key, Rendered] = OrderedDict()
        """What was made lately, without its bytes."""
        self._batch = WriteBuffer(blobs.put_many, pool.after)

    def get(
        self, source: Source, recipe: Recipe, *, timeout: float, gone: Callable[[], bool]
    ) -> bytes | Problem | None:
        """The picture, or why there is none; None when it is not there in time or the caller has gone."""
        known = self._known(source, recipe)
        if known is not None:
            return known
        flight = self._join(source, recipe, Urgency.SEEN)
        try:
            return self._wait(flight, time.monotonic() + timeout, gone)
        finally:
            self._leave(flight)

    def request(self, source: Source, recipe: Recipe) -> Future[Result]:
        """Make it when there is time, whether the store has it or not.

        Settled at once where it is known to fail, or was made a moment ago of a copy; then without the bytes. What took
        too long is tried again: it is wanted once more because its drive is back, or the user asked.
        """
        key = source.fingerprint, recipe
        with self._lock:
            problem = self._problems.get(key)
            if problem and problem.code == "timeout":
                del self._problems[key]
        known = self._problems.get(key) or self._made.get(key)
        if known is None:
            return self._join(source, recipe, Urgency.IDLE).outcome
        settled: Future[Result] = Future()
        settled.set_result(known)
        return settled

    def forget(self, fingerprints: Collection[bytes]) -> None:
        """Try again what was found impossible: the user asked, or the program learnt something."""
        wanted = frozenset(fingerprints)
        with self._lock:
            for kept in (self._problems, self._made):
                for key in [key for key in kept if key[0] in wanted]:
                    del kept[key]

    def close(self) -> None:
        """Write what is not written yet. After the pool is closed, so that its thread writes no more."""
        self._batch.flush()

    def _known(self, source: Source, recipe: Recipe) -> bytes | Problem | None:
        key = source.fingerprint, recipe
        with self._lock:
            if (problem := self._problems.get(key)) is not None:
                return problem
        made = self._batch.get(source.fingerprint, recipe)
        return made.jpeg if made else self._blobs.get(source.fingerprint, recipe)

    def _join(self, source: Source, recipe: Recipe, urgency: Urgency) -> _Flight:
        """The flight for this key, started or made more urgent where needed."""
        key = source.fingerprint, recipe
        with self._lock:
            flight = self._flights.get(key)
            if flight is None:
                flight = _Flight(source, recipe)
                if self._landed_meanwhile(flight):
                    return flight
                self._flights[key] = flight
            if urgency is Urgency.SEEN:
                flight.waiting += 1
            else:
                flight.wanted = True
            work = self._work(flight, urgency)
        if work is not None:
            work.add_done_callback(lambda done: self._landed(flight, done))
        return flight

    def _work(self, flight: _Flight, urgency: Urgency) -> Future[Result] | None:
        """New work for the pool, unless it is at it with this urgency already. The lock is held."""
        if flight.work is not None and (flight.urgency <= urgency or not _drop(flight)):
            return None
        flight.urgency = urgency
        flight.work = self._pool.render(flight.source.file, flight.recipe, urgency=urgency)
        return flight.work

    def _wait(self, flight: _Flight, until: float, gone: Callable[[], bool]) -> bytes | Problem | None:
        while (left := until - time.monotonic()) > 0:
            try:
                result = flight.outcome.result(min(left, _POLL_S))
            except TimeoutError:
                if gone():
                    return None
            except CancelledError:
                return None
            else:
                return result.jpeg if isinstance(result, Rendered) else result
        return None

    def _leave(self, flight: _Flight) -> None:
        """One waits less. When nobody is left, work that has not begun is dropped, or goes back to the background."""
        with self._lock:
            flight.waiting -= 1
            if flight.waiting > 0 or flight.outcome.done() or not _drop(flight):
                return
            work = self._work(flight, Urgency.IDLE) if flight.wanted else None
            if work is None:
                self._forget_flight(flight)
        if work is not None:
            work.add_done_callback(lambda done: self._landed(flight, done))
        else:
            flight.outcome.set_exception(CancelledError())

    def _landed(self, flight: _Flight, done: Future[Result]) -> None:
        """The pool is through with it. Cancelled work counts only if nothing took its place (the pool closed)."""
        if done.cancelled() or done.exception() is not None:
            with self._lock:
                if flight.work is not done:
                    return
                self._forget_flight(flight)
            flight.outcome.set_exception(CancelledError())
            return
        result = done.result()
        self._keep(flight, result)
        with self._lock:
            self._forget_flight(flight)
        flight.outcome.set_result(result)
        self._on_made(flight.source, flight.recipe, result)

    def _keep(self, flight: _Flight, result: Result) -> None:
        key = flight.source.fingerprint, flight.recipe
        if isinstance(result, Rendered):
            self._batch.add(*key, result)
            if result.problem is None:  # a copy may be whole where this one is not: the fingerprint is of both ends only
                self._note(self._made, key, replace(result, jpeg=b""), _COPIES)
        elif not result.of_the_place:  # else another copy of these bytes, or this one tomorrow, may well be readable
            self._note(self._problems, key, result, _PROBLEMS)

    def _note(self, kept: OrderedDict[Key, T], key: Key, result: T, most: int) -> None:
        with self._lock:
            kept[key] = result
            while len(kept) > most:
                kept.popitem(last=False)

    def _landed_meanwhile(self, flight: _Flight) -> bool:
        """Whether the picture was made between the caller's look-up and its turn. The lock is held."""
        key = flight.source.fingerprint, flight.recipe
        result = self._problems.get(key) or self._batch.get(*key)
        if result is not None:
            flight.outcome.set_result(result)
        return result is not None

    def _forget_flight(self, flight: _Flight) -> None:
        key = flight.source.fingerprint, flight.recipe
        if self._flights.get(key) is flight:  # a later one may have taken its place
            del self._flights[key]


def _drop(flight: _Flight) -> bool:
    """Cancel work that has not begun. Its callback finds that the flight has left it behind."""
    work, flight.work = flight.work, None
    if work is None or work.cancel():
        return True
    flight.work = work
    return False
