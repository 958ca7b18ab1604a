"""The pool of the program: decode processes, and beside them the one process that makes posters of videos."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gallery.imaging.video_formats import has_video_suffix
from gallery.imaging.workers import poster_main, process_main, protocol
from gallery.imaging.workers.jobs import RenderJob, ShrinkJob
from gallery.imaging.workers.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

    from gallery.base.models import FileRef, Problem, Recipe, Rendered
    from gallery.base.variants import Variant
    from gallery.imaging.workers.jobs import Job, Urgency
    from gallery.imaging.workers.limits import Limits


class _HandingPool(Pool):
    """A pool that hands a job over, once, where its processes answer that the file is for those of another pool."""

    makes_posters = False
    """Whether its processes are of the kind that makes posters of videos."""
    elsewhere: _HandingPool
    """The pool of the other kind."""

    def render(
        self, file: FileRef, recipe: Recipe, *, urgency: Urgency, variant: Variant | None = None
    ) -> Future[Rendered | Problem]:
        """Render one derived picture of a file. Cancelled when the pool closes first."""
        job = RenderJob(urgency, file, recipe, variant)
        job.turn_to(poster=self.makes_posters)
        self._submit(job)
        return job.future

    def _deliver(self, job: Job, answer: protocol.Answer) -> str | None:
        """Hand over a job that is misplaced; settle others as `Pool` does. On the pool's thread."""
        if not (isinstance(answer, protocol.Misplaced) and isinstance(job, RenderJob)) or job.moved:
            return super()._deliver(job, answer)
        job.moved = True
        job.turn_to(poster=self.elsewhere.makes_posters)
        self._unsettled.discard(job)
        self.elsewhere._submit(job)  # noqa: SLF001  what a pool of the same kind has begun
        return None


class MediaPool(_HandingPool):
    """A pool that hands the jobs of videos to another, of one process, which starts with the first of them.

    What is named as a video goes there at once, and waits there: until its turn it may be cancelled, or be asked for
    more urgently. The content decides: where it does not go with the name, the process answers that the file is for the
    other kind, once. The second pool has a thread of its own.
    """

    def __init__(
        self,
        workers: int,
        memory_bytes: int,
        *,
        target: Callable[[Connection, Limits], None] = process_main.main,
        poster_target: Callable[[Connection, Limits], None] = poster_main.main,
        patience: float = 1.0,
    ) -> None:
        """Set up; nothing is started before the first job.

        Args:
            workers: The most decode processes at a time.
            memory_bytes: Bytes for all of them together, and as many for the poster process at most.
            target: Main function of a decode process; tests hand in others.
            poster_target: Main function of the poster process.
            patience: Factor on all time limits of jobs; tests shorten them.
        """
        super().__init__(workers, memory_bytes, target=target, patience=patience)
        self.posters = _HandingPool(1, memory_bytes, target=poster_target, patience=patience)
        """Makes posters, one at a time."""
        self.posters.makes_posters, self.posters.elsewhere, self.elsewhere = True, self, self.posters

    def render(
        self, file: FileRef, recipe: Recipe, *, urgency: Urgency, variant: Variant | None = None
    ) -> Future[Rendered | Problem]:
        """Render one derived picture of a file, or of a video, which has no variants. Cancelled when it closes."""
        if variant is None and has_video_suffix(os.path.basename(file.relative)):
            return self.posters.render(file, recipe, urgency=urgency)
        return super().render(file, recipe, urgency=urgency, variant=variant)

    def shrink(self, jpeg: bytes) -> Future[bytes]:
        """Make the tiny picture of a thumbnail when there is nothing else to do; empty where it cannot be made.

        Cancelled when the pool closes first.
        """
        job = ShrinkJob(jpeg)
        self._submit(job)
        return job.future

    def suspend_root(self, root: bytes) -> None:
        """Settle all jobs below a root, as `Pool.suspend_root` does."""
        super().suspend_root(root)
        self.posters.suspend_root(root)

    def resume_root(self, root: bytes) -> None:
        """Take jobs below this root again: its drive answers."""
        super().resume_root(root)
        self.posters.resume_root(root)

    def queued(self, urgency: Urgency | None = None) -> int:
        """Return how many jobs wait for a process: of one urgency, or all."""
        return super().queued(urgency) + self.posters.queued(urgency)

    def busy(self) -> int:
        """Return how many processes have a job."""
        return super().busy() + self.posters.busy()

    def close(self) -> None:
        """Cancel all jobs, end the processes, join the threads. May be called more than once."""
        self.posters.close()
        super().close()
