"""One picture that is being made for all who ask, and the parts that the store of thumbnails needs for it.

The store of the bytes is a Protocol, because this room does not know SQLite.
"""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Protocol

from gallery.base.models import FileRef, Problem, Recipe, Rendered, Source
from gallery.imaging.workers.jobs import Urgency

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gallery.base.variants import Variant

Key = tuple[bytes, str]
"""Fingerprint, and the recipe with its variant (`Source.key`)."""
Result = Rendered | Problem


class BlobStore(Protocol):
    """Where the bytes of derived pictures are kept, by fingerprint and recipe. Any thread may call it."""

    def get(self, fingerprint: bytes, recipe: str) -> bytes | None:
        """Return the JPEG, or None if the store has none.

        Raises:
            DatabaseError: The store cannot be read there.
        """

    def get_older(self, fingerprint: bytes, recipe: str) -> bytes | None:
        """Return the JPEG that an earlier version of the recipe has made, or None; raise as `get` does."""

    def put_many(self, items: Sequence[tuple[bytes, str, bytes]]) -> None:
        """Store (fingerprint, recipe, JPEG) items in one transaction.

        Raises:
            DamagedDatabaseError: A part of the store is damaged; each alone may be stored.
            DatabaseError: They could not be stored.
        """


class Renderer(Protocol):
    """The part of `Pool` that makes pictures. Any thread may call it."""

    def render(
        self, file: FileRef, recipe: Recipe, *, urgency: Urgency, variant: Variant | None = None
    ) -> Future[Result]:
        """Render one derived picture of a file, or of a variant of it."""

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        """Call `action` on the pool's thread after this time."""


class SharedRender:
    """One picture that is being made, shared by all its callers. Guarded by the lock of the store."""

    def __init__(self, source: Source, recipe: Recipe) -> None:
        self.source, self.recipe = source, recipe
        self.key: Key = source.key(recipe)
        self.outcome: Future[Result] = Future()
        """The picture, for who looks."""
        self.kept: Future[Result] = Future()
        """The same without its bytes, once the blob store has them; cancelled if it will not have them."""
        for future in (self.outcome, self.kept):
            future.set_running_or_notify_cancel()  # shared: no caller may cancel it
        self.work: Future[Result] | None = None
        """The job in the pool."""
        self.urgency = Urgency.IDLE
        """Urgency of that job."""
        self.waiting = 0
        """Callers of `get` that wait."""
        self.requested = False
        """Whether the background has asked: then the job stays queued when no caller waits any more."""

    def cancel(self) -> None:
        """Let all callers go without a picture. Not under the lock: callbacks run."""
        for future in (self.outcome, self.kept):
            future.set_exception(CancelledError())

    def cancel_job(self) -> bool:
        """Cancel a job that has not begun; return whether there is none left.

        The job is taken from the render first: its callback then finds that it is not the render's job and ignores it.
        """
        work, self.work = self.work, None
        if work is None or work.cancel():
            return True
        self.work = work
        return False
