"""The decode processes and the queue of their jobs: what is on screen first, what hangs is killed, what dies replaced.

One thread, named `pool`, owns the processes and their pipes. Other threads put jobs into the queue and hold a Future,
whose callbacks run on the pool's thread. Pillow is never imported in this process.
"""

from __future__ import annotations

import logging
import threading
import time
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from gallery.imaging.workers import process_main, protocol
from gallery.imaging.workers.jobs import Job, JobQueue, ReadJob, RenderJob, Urgency
from gallery.imaging.workers.process import WorkerProcess, limits_for
from gallery.imaging.workers.timers import Timers
from gallery.imaging.workers.wakeup import WakeupPipe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered
    from gallery.imaging.workers.limits import Limits

__all__ = ["Pool", "Urgency"]

_log = logging.getLogger(__name__)
_CLOSE_S = 3.0
_FIRST_RETRY_S, _MAX_RETRY_S = 0.5, 30.0
"""Wait before another process is started when the system starts no more; doubled from the first to the longest."""
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
        self._limits = limits_for(workers, memory_bytes)
        self._max_processes, self._target, self._patience = workers, target, patience
        self._queue = JobQueue()
        self._processes: list[WorkerProcess] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._wakeup = WakeupPipe()
        self._timers = Timers()
        self._unsettled: set[Job] = set()
        """Jobs whose futures are not done, queued or not. Single set operations, which need no lock."""
        self._retry_s, self._start_after = _FIRST_RETRY_S, 0.0
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

    def render(self, file: FileRef, recipe: Recipe, *, urgency: Urgency) -> Future[Rendered | Problem]:
        """Render one derived picture of a file. Cancelled when the pool closes first."""
        job = RenderJob(urgency, file, recipe)
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
                job.future.cancel()
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
            full = len(self._processes) >= self._max_processes
            if idle is None and (full or time.monotonic() < self._start_after):
                return
            decoding_large = any(worker.job is not None and worker.job.large for worker in self._processes)
            job = self._queue.take(large=not decoding_large)
            if job is None:
                return
            remaining = job.without_roots(self._suspended)
            if remaining == [job]:
                self._assign(job, idle)
            else:
                self._queue.put_back(remaining)

    def _assign(self, job: Job, idle: WorkerProcess | None) -> None:
        """Give a job to this idle process, or to a new one."""
        worker = idle or self._start_process()
        if worker is None:
            self._queue.put_back([job])
            return
        try:
            worker.assign(job, self._patience)
        except OSError:
            _log.warning("A decode process is not there.", exc_info=True)
            self._replace(worker)
            if idle is None:  # it did not live to read its first job
                self._queue.put_back(job.after_failure("decoder_died"))
            else:  # it died between two jobs: not this one's fault
                self._queue.put_back([job])

    def _start_process(self) -> WorkerProcess | None:
        """Start one more process; None if the system starts no more. No picture's fault: it is tried again later."""
        try:
            started = WorkerProcess(self._target, self._limits, len(self._processes) + 1)
        except (OSError, MemoryError):
            _log.warning("No decode process could be started; next try in %s s.", self._retry_s, exc_info=True)
            self._start_after = time.monotonic() + self._retry_s
            self._retry_s = min(self._retry_s * 2, _MAX_RETRY_S)
            return None
        self._retry_s = _FIRST_RETRY_S
        self._processes.append(started)
        return started

    def _seconds_to_deadline(self) -> float | None:
        """Return how long nothing is due: no job hangs, no timer ends, no process may be started."""
        now = time.monotonic()
        deadlines = [worker.deadline for worker in self._processes if worker.job is not None]
        timer = self._timers.next_due()
        deadlines += [at for at in (timer, self._start_after if self._start_after > now else None) if at is not None]
        return max(0.0, min(deadlines) - now) if deadlines else None

    def _wait(self, timeout: float | None) -> None:
        """Wait for answers, deaths, new jobs or the next deadline, and handle them."""
        by_connection: dict[object, WorkerProcess] = {worker.connection: worker for worker in self._processes}
        for ready in wait([self._wakeup.reader, *(worker.connection for worker in self._processes)], timeout):
            if ready is self._wakeup.reader:
                self._wakeup.clear()
            else:
                self._receive(by_connection[ready])
        now = time.monotonic()  # of before the timers: a slow one is not to cost a process whose answer is coming in
        self._timers.run_due()
        for worker in [worker for worker in self._processes if worker.job is not None and worker.deadline <= now]:
            self._give_up(worker, "timeout")

    def _receive(self, worker: WorkerProcess) -> None:
        """Read from a process whose pipe is ready. Whatever fails here is the process's failure, not the pool's."""
        try:
            answer = worker.receive_answer()
        except Exception as error:  # noqa: BLE001  it may have sent anything
            _log.debug("A decode process is lost: %r", error)
            self._give_up(worker, "decoder_died")
            return
        if answer is None or (job := worker.release_job()) is None:
            return
        if not self._deliver(job, answer):
            self._replace(worker)
            self._queue.put_back(job.after_failure("decoder_died"))
        elif worker.worn_out:
            self._replace(worker)

    def _deliver(self, job: Job, answer: protocol.Answer) -> bool:
        """Settle the job with the answer; return whether the answer is one to this request."""
        if isinstance(answer, protocol.Large):
            if job.large or not isinstance(job, RenderJob):
                return False
            job.large = True
            self._queue.put_back([job])
            return True
        try:
            return job.deliver(answer)
        except Exception:  # noqa: BLE001  the answer may hold values of any type
            _log.exception("An answer could not be handed over.")
            return False

    def _give_up(self, worker: WorkerProcess, code: str) -> None:
        """Replace a process that hangs or has died; its job is tried once more, or fails with this problem code."""
        job = worker.release_job()
        self._replace(worker)
        if job is not None:
            self._queue.put_back(job.after_failure(code))

    def _replace(self, worker: WorkerProcess) -> None:
        """End a process; another is started when there is a job for it."""
        self._processes.remove(worker)
        worker.kill()

    def _shut_down(self) -> None:
        """Close all pipes, at which idle processes end by themselves; then wait a little, and kill the rest."""
        self._queue.drain()
        for job in list(self._unsettled):
            job.cancel()
        for worker in self._processes:
            worker.connection.close()
        until = time.monotonic() + _CLOSE_S / 2
        for worker in self._processes:
            worker.join(until)
        self._processes.clear()
        self._wakeup.close()
