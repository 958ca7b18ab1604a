"""The decode processes and the queue of their jobs: what is on screen first, what hangs is killed, what dies replaced.

One thread, named `pool`, owns the processes and their pipes. Other threads put jobs into the queue and hold a Future,
whose callbacks run on the pool's thread. Pillow is never imported in this process.
"""

from __future__ import annotations

import logging
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from gallery.imaging.workers import process_main, protocol
from gallery.imaging.workers.job_queue import JobQueue
from gallery.imaging.workers.jobs import Job, ReadJob, RenderJob, Urgency
from gallery.imaging.workers.process import ProcessStarter, WorkerProcess, end_all, limits_for, wait_for_any
from gallery.imaging.workers.timers import Timers
from gallery.imaging.workers.wakeup import WakeupPipe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

    from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered
    from gallery.base.variants import Variant
    from gallery.imaging.workers.limits import Limits

__all__ = ["Pool", "Urgency"]

_log = logging.getLogger(__name__)
_CLOSE_S = 3.0
_MAX_FILES = 256
"""Files in one request: a longer one could fill the pipe of a process that does not read yet, and block the pool."""


class Pool:
    """Decode processes that read headers and render pictures. They start with the first job, not before.

    Any thread may call the public methods. The lock guards what these share with the pool's thread: whether the pool is
    closed, its thread and the suspended roots; the job queue, the timers and the wake-up pipe have locks of their own.
    The processes belong to the pool's thread, which changes their list in single steps, so that others may copy it. No
    callback runs under a lock.
    """

    def __init__(
        self,
        workers: int,
        memory_bytes: int,
        *,
        target: Callable[[Connection, Limits], None] = process_main.main,
        patience: float = 1.0,
    ) -> None:
        """Set up; nothing is started before the first job.

        Args:
            workers: The most processes at a time.
            memory_bytes: Bytes for all processes together.
            target: Main function of a process; tests hand in others.
            patience: Factor on all time limits of jobs; tests shorten them.
        """
        self._starter = ProcessStarter(target, limits_for(workers, memory_bytes))
        self._max_processes, self._patience = workers, patience
        self._queue = JobQueue()
        self._processes: list[WorkerProcess] = []
        self._lock, self._closed = threading.Lock(), False
        self._thread: threading.Thread | None = None
        self._wakeup, self._timers = WakeupPipe(), Timers()
        self._unsettled: set[Job] = set()
        """Jobs whose futures are not done, queued or not. Single set operations, which need no lock."""
        self._suspended: frozenset[bytes] = frozenset()

    def read(self, files: Sequence[FileRef], *, urgency: Urgency) -> Future[list[Metadata | Problem]]:
        """Read the metadata of these files: one result for each, in their order."""
        job = ReadJob(urgency, tuple(files))
        if not files:
            job.future.set_result([])
        elif len(files) <= _MAX_FILES:
            self._submit(job)
        else:
            job.future.set_running_or_notify_cancel()
            for part in job.split(_MAX_FILES):
                self._submit(part)
        return job.future

    def render(
        self, file: FileRef, recipe: Recipe, *, urgency: Urgency, variant: Variant | None = None
    ) -> Future[Rendered | Problem]:
        """Render one derived picture of a file. Cancelled when the pool closes first."""
        job = RenderJob(urgency, file, recipe, variant)
        self._submit(job)
        return job.future

    def suspend_root(self, root: bytes) -> None:
        """Settle all jobs below a root with the problem "silent" until `resume_root`: its drive does not answer.

        Processes that wait for the drive are replaced.
        """
        with self._lock:
            self._suspended |= {root}
        self._wakeup.wake()

    def resume_root(self, root: bytes) -> None:
        """Take jobs below this root again: its drive answers."""
        with self._lock:
            self._suspended -= {root}

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        """Call `action` on the pool's thread after this time; never, if the pool closes before.

        What `action` raises is logged.
        """
        self._timers.add(seconds, action)
        self._wakeup.wake()

    def queued(self, urgency: Urgency | None = None) -> int:
        """Return how many jobs wait for a process: of one urgency, or all."""
        return self._queue.count(urgency)

    def busy(self) -> int:
        """Return how many processes have a job."""
        return sum(worker.job is not None for worker in list(self._processes))

    def close(self) -> None:
        """Cancel all jobs, end the processes, join the thread. May be called more than once."""
        with self._lock:
            first, self._closed = not self._closed, True
            thread = self._thread
        for job in self._queue.drain():
            job.cancel()
        self._wakeup.wake()
        if thread is None and first:
            self._wakeup.close()
        if thread is not None and thread is not threading.current_thread():
            thread.join(_CLOSE_S + len(self._processes))
            if thread.is_alive():
                _log.error("The pool's thread did not end in time.")

    def _submit(self, job: Job) -> None:
        """Queue a job, and start the pool's thread with the first."""
        with self._lock:
            if self._closed:
                job.cancel()  # running already, if another pool hands it over
                return
            self._unsettled.add(job)
            self._queue.put(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="pool", daemon=True)
                self._thread.start()
        job.future.add_done_callback(lambda _: self._unsettled.discard(job))
        self._wakeup.wake()

    def _run(self) -> None:
        """Run the pool's thread. Everything below runs on it."""
        try:
            while not self._closed:
                self._leave_suspended_roots()
                self._assign_jobs()
                self._wait(self._seconds_to_deadline())
        except BaseException:  # noqa: BLE001  it is logged, and all waiting callers are let go
            _log.exception("The pool's thread has failed: no more pictures are made or read.")
        finally:
            with self._lock:
                self._closed = True  # also after an error of ours: nobody is to wait for a thread that has gone
            self._shut_down()

    def _leave_suspended_roots(self) -> None:
        """End the processes that wait for a drive which does not answer; they would until their time is up."""
        for worker, job in [(worker, worker.job) for worker in self._processes if worker.job is not None]:
            remaining = job.without_roots(self._suspended)
            if remaining != [job]:
                self._replace(worker)
                self._queue.put_back(remaining)

    def _assign_jobs(self) -> None:
        """Give jobs to idle processes, and start processes while there are jobs for them."""
        while not self._closed:
            idle = next((worker for worker in self._processes if worker.job is None), None)
            working = [worker.job for worker in self._processes if worker.job is not None]
            full = len(self._processes) >= self._max_processes
            if idle is None and (full or time.monotonic() < self._starter.not_before):
                return
            if any(job.alone for job in working):
                return
            job = self._queue.take(large=not any(job.large for job in working), alone=not working)
            if job is None:
                return
            remaining = job.without_roots(self._suspended)
            if remaining == [job]:
                self._assign(job, idle)
            else:
                self._queue.put_back(remaining)

    def _assign(self, job: Job, idle: WorkerProcess | None) -> None:
        """Give a job to this idle process, or to a new one."""
        if idle is not None and job.alone and not idle.fresh:
            self._replace(idle)
            idle = None
        worker = idle or self._starter.start(len(self._processes) + 1)
        if worker is None:
            self._queue.put_back([job])
            return
        if idle is None:
            self._processes.append(worker)
        try:
            worker.assign(job, self._patience)
        except OSError:
            _log.warning("A decode process is not there.", exc_info=True)
            if idle is None:  # it did not live to read its first job
                self._retry(job, "decoder_died", interrupted=worker.was_ended_from_outside())
            else:  # it died between two jobs: not this one's fault
                self._queue.put_back([job])
            self._replace(worker)

    def _seconds_to_deadline(self) -> float | None:
        """Return how long nothing is due: no job hangs, no timer ends, no process may be started."""
        now = time.monotonic()
        deadlines = [worker.deadline for worker in self._processes if worker.job is not None]
        timer, start = self._timers.next_due(), self._starter.not_before
        deadlines += [at for at in (timer, start if start > now else None) if at is not None]
        return max(0.0, min(deadlines) - now) if deadlines else None

    def _wait(self, timeout: float | None) -> None:
        """Wait for answers, deaths, new jobs or the next deadline, and handle them."""
        by_connection: dict[object, WorkerProcess] = {worker.connection: worker for worker in self._processes}
        for ready in wait_for_any(self._wakeup.reader, self._processes, timeout):
            if ready is self._wakeup.reader:
                self._wakeup.clear()
            else:
                self._receive(by_connection[ready])
        now = time.monotonic()  # of before the timers: a slow one is not to cost a process whose answer is coming in
        self._timers.run_due()
        for worker in [worker for worker in self._processes if worker.job is not None and worker.deadline <= now]:
            self._give_up(worker, "timeout", interrupted=worker.is_stopped())

    def _receive(self, worker: WorkerProcess) -> None:
        """Read from a process whose pipe is ready. Whatever fails here is the process's failure, not the pool's."""
        try:
            answer = worker.receive_answer()
        except (EOFError, OSError):
            self._give_up(worker, "decoder_died", interrupted=worker.was_ended_from_outside())
            return
        except Exception as error:  # noqa: BLE001  it may have sent anything
            _log.debug("A decode process is lost: %r", error)
            self._give_up(worker, "decoder_died")
            return
        if answer is None or worker.job is None:
            return
        if isinstance(answer, protocol.Unfit):
            self._give_up(worker, "decoder_died", interrupted=True)
        elif (code := self._deliver(worker.job, answer)) is not None:
            self._give_up(worker, code)
        else:
            worker.release_job()
            if worker.worn_out:
                self._replace(worker)

    def _deliver(self, job: Job, answer: protocol.Answer) -> str | None:
        """Settle the job with the answer; return the problem code of the failure if it is one, or not to this job."""
        if isinstance(answer, protocol.Large) and isinstance(job, RenderJob) and not (job.large or job.alone):
            job.take_for_large()
            self._queue.put_back([job])
            return None
        try:
            return job.deliver(answer)
        except Exception:  # noqa: BLE001  the answer may hold values of any type
            _log.exception("An answer could not be handed over.")
            return "decoder_died"

    def _give_up(self, worker: WorkerProcess, code: str, *, interrupted: bool = False) -> None:
        """Replace a process that hangs, has died or is not to be trusted, and see to its job (`_retry`)."""
        job = worker.release_job()
        self._replace(worker)
        if job is not None:
            self._retry(job, code, interrupted=interrupted)

    def _retry(self, job: Job, code: str, *, interrupted: bool) -> None:
        """Have a job tried again, after a pause where it was interrupted; or let it fail with this problem code."""
        pause = job.after_interruption() if interrupted else None
        if pause is None:
            self._queue.put_back(job.after_failure(code))
        else:
            _log.warning("A decode process was ended from outside; its job is tried again in %s s.", pause)
            self._timers.add(pause, partial(self._queue.put_back, [job]))

    def _replace(self, worker: WorkerProcess) -> None:
        """End a process; another is started when there is a job for it."""
        self._processes.remove(worker)
        worker.kill()

    def _shut_down(self) -> None:
        """Cancel what is not settled, and end the processes."""
        self._queue.drain()
        for job in list(self._unsettled):
            job.cancel()
        end_all(self._processes, _CLOSE_S / 2)
        self._processes.clear()
        self._wakeup.close()
