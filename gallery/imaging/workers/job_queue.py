"""The queue of the pool's jobs: by urgency; of what is on screen, the newest first; what needs all for itself, last."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

from gallery.imaging.workers.jobs import Job, Urgency

if TYPE_CHECKING:
    from collections.abc import Sequence


class JobQueue:
    """Jobs in their order. Any thread may call any method; each takes the lock of the queue."""

    def __init__(self) -> None:
        self._by_urgency: dict[Urgency, deque[Job]] = {urgency: deque() for urgency in Urgency}
        self._lock = threading.Lock()

    def put(self, job: Job) -> None:
        """Add a new job: visible ones before the others of their urgency, the rest behind."""
        with self._lock:
            jobs = self._by_urgency[job.urgency]
            jobs.appendleft(job) if job.urgency is Urgency.VISIBLE else jobs.append(job)

    def put_back(self, jobs: Sequence[Job]) -> None:
        """Add jobs that were taken already, in this order before the others of their urgency."""
        with self._lock:
            for job in reversed(jobs):
                self._by_urgency[job.urgency].appendleft(job)

    def take(self, *, large: bool, alone: bool) -> Job | None:
        """Return the next job, its future set running; None if there is none. Cancelled jobs are dropped on the way.

        Where one waits to be alone, none that is less urgent is taken, so that the processes come to rest for it.

        Args:
            large: Whether a job that needs the memory for a large picture may be taken.
            alone: Whether a job that must run alone may be taken: no process has one.
        """
        with self._lock:
            for jobs in self._by_urgency.values():
                passed: list[Job] = []
                try:
                    while jobs:
                        job = jobs.popleft()
                        if (job.large and not large) or (job.alone and not alone):
                            passed.append(job)
                        elif job.future.running() or job.future.set_running_or_notify_cancel():
                            return job
                finally:
                    jobs.extendleft(reversed(passed))
                if any(job.alone for job in passed):
                    return None
        return None

    def count(self, urgency: Urgency | None) -> int:
        """Return how many jobs of this urgency, or of all, are queued and not cancelled."""
        with self._lock:
            counted = self._by_urgency.values() if urgency is None else [self._by_urgency[urgency]]
            return sum(not job.future.cancelled() for jobs in counted for job in jobs)

    def drain(self) -> list[Job]:
        """Remove all jobs and return them."""
        with self._lock:
            drained = [job for jobs in self._by_urgency.values() for job in jobs]
            for jobs in self._by_urgency.values():
                jobs.clear()
        return drained
