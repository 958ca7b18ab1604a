"""A thumbnail store with a blob store in memory and a pool whose answers the test gives by hand."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from gallery.base.errors import DamagedDatabaseError, DatabaseError
from gallery.base.models import FileRef, Problem, Recipe, Rendered, Source
from gallery.imaging.thumbnails import ThumbnailStore
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gallery.base.variants import Variant
    from gallery.imaging.workers.jobs import Urgency

SMALL = Recipe.SMALL


def source(number: int, name: bytes = b"x") -> Source:
    """Return a photo whose fingerprint is made of its number."""
    return Source(number, number.to_bytes(16, "big"), FileRef(b"/", name, 0, 0))


def never() -> bool:
    """Say that the caller is still there."""
    return False


class MemoryBlobs:
    """A blob store in a dictionary, which may be full."""

    def __init__(self) -> None:
        self.stored: dict[tuple[bytes, str], bytes] = {}
        self.batches: list[int] = []
        """How many items each call stored."""
        self.full = False
        self.damaged: set[bytes] = set()
        """Fingerprints whose place cannot be read, nor written."""

    def get(self, fingerprint: bytes, recipe: str) -> bytes | None:
        """Return a JPEG."""
        if fingerprint in self.damaged:
            raise DamagedDatabaseError("A page is damaged.")
        return self.stored.get((fingerprint, recipe))

    def get_older(self, fingerprint: bytes, recipe: str) -> bytes | None:
        """Return a JPEG that was stored under another number."""
        return self.get(fingerprint, f"{recipe.rpartition('-')[0]}-0")

    def put_many(self, items: Sequence[tuple[bytes, str, bytes]]) -> None:
        """Store JPEGs."""
        if self.full:
            raise DatabaseError("The disk is full.")
        if self.damaged & {fingerprint for fingerprint, _, _ in items}:
            raise DamagedDatabaseError("A page is damaged.")
        self.batches.append(len(items))
        for fingerprint, recipe, jpeg in items:
            self.stored[fingerprint, recipe] = jpeg


class ManualPool:
    """A pool whose answers the test gives."""

    def __init__(self) -> None:
        self.jobs: list[tuple[FileRef, Urgency, Future[Rendered | Problem]]] = []
        self.timers: list[Callable[[], None]] = []

    def run_timers(self) -> None:
        """Let the time of all actions come."""
        due, self.timers = self.timers, []
        for action in due:
            action()

    def render(
        self, file: FileRef, recipe: Recipe, *, urgency: Urgency, variant: Variant | None = None
    ) -> Future[Rendered | Problem]:
        """Note the job."""
        del recipe, variant
        future: Future[Rendered | Problem] = Future()
        self.jobs.append((file, urgency, future))
        return future

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        """Note the action."""
        del seconds
        self.timers.append(action)

    def answer(self, number: int = -1, result: Rendered | Problem | None = None) -> None:
        """Settle a job, the last one by default, with a picture by default."""
        future = self.jobs[number][2]
        assert future.set_running_or_notify_cancel()
        future.set_result(result or Rendered(b"jpeg", 1, 1, 1))


class StoreScene:
    """The store, its parts, and threads that ask it."""

    def __init__(self) -> None:
        self.blobs, self.pool, self.made = MemoryBlobs(), ManualPool(), list[tuple[int, object]]()
        self.store = ThumbnailStore(self.blobs, self.pool)
        self.store.add_listener(lambda one, _, result: self.made.append((one.photo, result)))
        self.threads = ThreadPoolExecutor(20)

    def get(
        self, number: int, client_gone: Callable[[], bool] = never, timeout: float = 10
    ) -> Future[bytes | Problem | None]:
        """Ask for a thumbnail on another thread."""
        return self.threads.submit(self.store.get, source(number), SMALL, timeout=timeout, client_gone=client_gone)

    def wait_for_callers(self, count: int) -> None:
        """Wait until so many callers of `get` wait."""
        wait_for(lambda: sum(shared.waiting for shared in list(self.store._renders.values())) == count)

    def wait_for_jobs(self, count: int) -> None:
        """Wait until the pool has been asked so many times."""
        wait_for(lambda: len(self.pool.jobs) == count)
