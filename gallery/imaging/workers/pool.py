"""The decode processes and the queue before them: what is on screen first, what hangs is killed, what dies is replaced.

One thread, named `pool`, owns the processes and their pipes. Everybody else puts jobs into the queue and holds a
Future, whose callbacks run on that thread. Pillow is never imported on this side of the pipe.
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
from gallery.imaging.workers.wakeup import WakeupPipe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered
    from gallery.imaging.workers.limits import Limits

__all__ = ["Pool", "Urgency"]

_log = logging.getLogger(__name__)
_CLOSING_S = 3.0
_PAUSES_S = 0.5, 30.0
"""Before processes are started again when the system starts no more: at first, and at most; doubled in between."""
_BATCH = 256
"""Files in one request: a longer one could fill the pipe of a process that does not listen yet, and block us."""


class Pool:
    """N decode processes. They start with the first job, not before."""

    def __init__(
        self,
        workers: int,
        memory_bytes: int,
        *,
        target: Callable[[Connection, Limits], None] = process_main.main,
        patience: float = 1.0,
    ) -> None:
        """`memory_bytes` is for all processes together. `patience` scales the time limits; tests shorten it."""
        self._limits = limits_for(workers, memory_bytes)
        self._size, self._target, self._patience = workers, target, patience
        self._queue = JobQueue()
        self._crew: list[WorkerProcess] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._bell = WakeupPipe()
        self._timers: list[tuple[float, Callable[[], None]]] = []
        self._open: set[Job] = set()
        """Jobs that are not settled, wherever they are."""
        self._pause, self._start_after = _PAUSES_S[0], 0.0
        self._avoided: frozenset[bytes] = frozenset()

    def read(self, files: Sequence[FileRef], *, urgency: Urgency) -> Future[list[Metadata | Problem]]:
        """The metadata of these files, one answer each, in their order."""
        job = ReadJob(urgency, tuple(files))
        if not files:
            job.future.set_result([])
        elif len(files) <= _BATCH:
            self._submit(job)
        else:
            job.future.set_running_or_notify_cancel()
            for piece in job.pieces(_BATCH):
                self._submit(piece)
        return job.future

    def render(self, file: FileRef, recipe: Recipe, *, urgency: Urgency) -> Future[Rendered | Problem]:
        job = RenderJob(urgency, file, recipe)
        self._submit(job)
        return job.future

    def suspend_root(self, root: bytes) -> None:
        """This root's drive does not answer: nobody is sent there until `resume_root`, and who is there comes back."""
        with self._lock:
            self._avoided |= {root}
        self._bell.ring()

    def resume_root(self, root: bytes) -> None:
        """It answers again."""
        with self._lock:
            self._avoided -= {root}

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Call `action` on the pool's thread. From that thread only; dropped when the pool closes before."""
        self._timers.append((time.monotonic() + seconds, action))

    def queued(self, urgency: Urgency | None = None) -> int:
        """Jobs that wait: of one urgency, or all."""
        return self._queue.count(urgency)

    def busy(self) -> int:
        """Jobs being worked on."""
        return sum(one.job is not None for one in list(self._crew))

    def close(self) -> None:
        """Cancel what waits, end the processes, join the thread. What was being decoded is cancelled, too."""
        with self._lock:
            first, self._closed = not self._closed, True
            thread = self._thread
        for job in self._queue.drain():
            job.drop()
        self._bell.ring()
        if thread is None and first:
            self._bell.close()
        if thread is not None and thread is not threading.current_thread():
            thread.join(_CLOSING_S + len(self._crew))
            if thread.is_alive():
                _log.error("The pool's thread did not end in time.")

    def _submit(self, job: Job) -> None:
        with self._lock:
            if self._closed:
                job.future.cancel()
                return
            self._open.add(job)
            self._queue.put(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="pool", daemon=True)
                self._thread.start()
        job.future.add_done_callback(lambda _: self._open.discard(job))
        self._bell.ring()

    def _run(self) -> None:
        try:
            while not self._closed:
                self._call_back()
                self._hand_out()
                self._attend(self._next_deadline())
        except BaseException:  # noqa: BLE001  it is told, and everybody who waits is let go
            _log.exception("The pool's thread has failed: no more pictures are made or read.")
        finally:
            with self._lock:
                self._closed = True  # also after an error of ours: nobody is to wait for a thread that has gone
            self._dismiss()

    def _hand_out(self) -> None:
        """Give jobs to idle workers, and start workers while there are jobs for them."""
        while not self._closed:
            idle = next((one for one in self._crew if one.job is None), None)
            if idle is None and (len(self._crew) >= self._size or time.monotonic() < self._start_after):
                return
            job = self._queue.take(large=not any(one.job is not None and one.job.large for one in self._crew))
            if job is None:
                return
            left = job.avoiding(self._avoided)
            if left == [job]:
                self._give(job, idle)
            else:
                self._put_back(left)

    def _call_back(self) -> None:
        """End the processes that wait for a drive which does not answer; they would until their time is up."""
        for one, job in [(one, one.job) for one in self._crew if one.job is not None]:
            left = job.avoiding(self._avoided)
            if left != [job]:
                self._replace(one)
                self._put_back(left)

    def _put_back(self, jobs: Sequence[Job]) -> None:
        for job in reversed(jobs):
            self._queue.put_back(job)

    def _give(self, job: Job, idle: WorkerProcess | None) -> None:
        chosen = idle or self._start()
        if chosen is None:
            self._queue.put_back(job)
            return
        try:
            chosen.begin(job, self._patience)
        except OSError:
            _log.warning("A decode process is not there.", exc_info=True)
            self._replace(chosen)
            if idle is None:  # it did not live to hear its first job
                self._failed(job, "decoder_died")
            else:  # it died between two jobs: not this one's fault
                self._queue.put_back(job)

    def _start(self) -> WorkerProcess | None:
        """One more process; None when the system starts no more. That is no picture's fault: it is tried again."""
        try:
            started = WorkerProcess(self._target, self._limits, len(self._crew) + 1)
        except (OSError, MemoryError):
            _log.warning("No decode process could be started; next try in %s s.", self._pause, exc_info=True)
            self._start_after = time.monotonic() + self._pause
            self._pause = min(self._pause * 2, _PAUSES_S[1])
            return None
        self._pause = _PAUSES_S[0]
        self._crew.append(started)
        return started

    def _next_deadline(self) -> float | None:
        now = time.monotonic()
        deadlines = [one.deadline for one in self._crew if one.job is not None] + [due for due, _ in self._timers]
        if self._start_after > now:
            deadlines.append(self._start_after)
        return max(0.0, min(deadlines) - now) if deadlines else None

    def _attend(self, timeout: float | None) -> None:
        """Wait for answers, deaths, new jobs or the next deadline, and see to them."""
        crew: dict[object, WorkerProcess] = {one.connection: one for one in self._crew}
        for ready in wait([self._bell.reader, *(one.connection for one in self._crew)], timeout):
            if ready is self._bell.reader:
                self._bell.quiet()
            else:
                self._answered(crew[ready])
        now = time.monotonic()
        self._act(now)
        for one in [one for one in self._crew if one.job is not None and one.deadline <= now]:
            self._lost(one, "timeout")

    def _act(self, now: float) -> None:
        due = [action for at, action in self._timers if at <= now]
        self._timers = [(at, action) for at, action in self._timers if at > now]
        for action in due:
            try:
                action()
            except Exception:  # noqa: BLE001  whatever it is, the pool goes on
                _log.exception("Something the pool was asked to do later has failed.")

    def _answered(self, one: WorkerProcess) -> None:
        """Something came from it, or its pipe is closed. Whatever fails here is the process's failure, not ours."""
        try:
            answer = one.hear()
        except Exception as error:  # noqa: BLE001  it may have sent anything
            _log.debug("A decode process is lost: %r", error)
            self._lost(one, "decoder_died")
            return
        if answer is None or (job := one.finish()) is None:
            return
        if not self._settled(job, answer):
            self._replace(one)
            self._failed(job, "decoder_died")
        elif one.worn_out:
            self._replace(one)

    def _settled(self, job: Job, answer: protocol.Answer) -> bool:
        """Whether the answer fits the question; then it is handed over."""
        if isinstance(answer, protocol.Large):
            if job.large or not isinstance(job, RenderJob):
                return False
            job.large = True
            self._queue.put_back(job)
            return True
        try:
            return job.settle(answer)
        except Exception:  # noqa: BLE001  it may be anything that fits no type
            _log.exception("An answer could not be handed over.")
            return False

    def _lost(self, one: WorkerProcess, code: str) -> None:
        """A worker hung or died: it goes, its job is tried once more."""
        job = one.finish()
        self._replace(one)
        if job is not None:
            self._failed(job, code)

    def _failed(self, job: Job, code: str) -> None:
        self._put_back(job.after_failure(code))

    def _replace(self, one: WorkerProcess) -> None:
        self._crew.remove(one)
        one.kill()

    def _dismiss(self) -> None:
        """Close all pipes, at which idle workers end by themselves; then wait a little, and kill the rest."""
        self._queue.drain()
        for job in list(self._open):
            job.drop()
        for one in self._crew:
            one.connection.close()
        until = time.monotonic() + _CLOSING_S / 2
        for one in self._crew:
            one.end(until)
        self._crew.clear()
        self._bell.close()
