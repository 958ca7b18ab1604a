"""The pool of the program: decode processes, and beside them the one process that makes posters of videos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging.workers import poster_main, process_main, protocol
from gallery.imaging.workers.jobs import RenderJob
from gallery.imaging.workers.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from gallery.imaging.workers.jobs import Job, Urgency
    from gallery.imaging.workers.limits import Limits


class MediaPool(Pool):
    """A pool that hands the jobs of videos to another, of one process, which starts with the first of them.

    A decode process is asked first, and answers that the file is a video: only its content tells. The second pool has a
    thread of its own.
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
        self.posters = Pool(1, memory_bytes, target=poster_target, patience=patience)
        """Makes posters, one at a time."""

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

    def _deliver(self, job: Job, answer: protocol.Answer) -> str | None:
        """Hand over the job of a video; settle others as `Pool` does. On the thread of the decode processes."""
        if not (isinstance(answer, protocol.Video) and isinstance(job, RenderJob)):
            return super()._deliver(job, answer)
        job.turn_to_poster()
        self._unsettled.discard(job)
        self.posters._submit(job)  # noqa: SLF001  what a pool of the same kind has begun
        return None
