"""One decode process as the pool holds it: started, given a job, watched by the clock, ended."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import time
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from gallery.imaging.workers import error_log, protocol
from gallery.imaging.workers.jobs import Job, RenderJob
from gallery.imaging.workers.limits import Limits
from gallery.imaging.workers.message_frames import FrameChannel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

_START_S = 15.0
"""Added to the time of a process's first job, which waits for the imports, on a cold disk beside a virus scanner."""
_MAX_RENDERS = 500
"""A process is replaced after this many pictures: what decoders leak goes with it."""
_KILL_S = 1.0
STEP_S, STANDSTILL_S = 1.0, 2.0
"""How long the pool's thread waits at a time, and how late it must be to have stood still with the whole program."""
_FIRST_RETRY_S, _MAX_RETRY_S = 0.5, 30.0
"""Wait before another process is started when the system starts no more; doubled from the first to the longest."""
_ENDED_BY_OTHERS = frozenset(
    -int(getattr(signal, name))
    for name in ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name)
) | {protocol.UNFIT_EXIT}
"""Exit codes of a process that its own work has not ended; a decoder that crashes ends by other signals."""
_log = logging.getLogger(__name__)
_spawn = multiprocessing.get_context("spawn")


def limits_for(workers: int, memory_bytes: int) -> Limits:
    """Return the limits of each process: half of the memory is shared by all, half is for one large picture at a time.

    Args:
        workers: Number of processes.
        memory_bytes: Bytes for all of them together.
    """
    return Limits(usual=memory_bytes // 2 // max(1, workers), large=memory_bytes // 2)


class WorkerProcess:
    """A started decode process, its pipe, and the job it is working on.

    All methods belong to the pool's thread; there is no lock. `job` may be read on any thread.
    """

    def __init__(self, target: Callable[[Connection, Limits], None], limits: Limits, number: int) -> None:
        """Start the process, which runs `target(connection, limits)`; `number` is part of its name.

        Raises:
            OSError: The system starts no more processes, or opens no more pipes.
        """
        self.connection, child_end = _spawn.Pipe()
        self.process = _spawn.Process(target=target, args=(child_end, limits), name=f"decode-{number}", daemon=True)
        try:
            self.process.start()
        except BaseException:
            self.connection.close()
            raise
        finally:
            child_end.close()  # with a copy open here, the death of the process would not close the pipe
        self.job: Job | None = None
        self.deadline = 0.0
        """When the job counts as hung, by `time.monotonic`."""
        # pipes of Windows have a type of their own
        self._channel = FrameChannel(self.connection)  # type: ignore[arg-type,unused-ignore]
        self._decoder = protocol.AnswerDecoder()
        self._start_s, self._renders = _START_S, 0
        self.fresh = True
        """Whether it has never had a job."""

    @property
    def worn_out(self) -> bool:
        """Whether the process has rendered so many pictures that it should be replaced."""
        return self._renders >= _MAX_RENDERS

    def assign(self, job: Job, patience: float) -> None:
        """Send a job to the process and set its deadline.

        Args:
            job: The job; the process must have none.
            patience: Factor on the job's time limit.

        Raises:
            OSError: The process has died.
        """
        self.fresh = False
        self._channel.send(job.request())
        self.job = job
        self.deadline = time.monotonic() + (job.seconds + self._start_s) * patience
        self._renders += isinstance(job, RenderJob)

    def receive_answer(self) -> protocol.Answer | None:
        """Read what has arrived; return the answer when it is complete, else None.

        Call it when `multiprocessing.connection.wait` has named the connection: then it does not wait.

        Raises:
            Exception: The process has died, or what it sends is no answer.
        """
        if self.job is None:
            raise ValueError("an answer without a request")
        message = self._channel.receive_part()
        answer = None if message is None else self._decoder.add(message)
        if answer is not None:
            error_log.log_new(self._decoder.errors)
            self._decoder = protocol.AnswerDecoder()
        return answer

    def release_job(self) -> Job | None:
        """Return the job of the process, which has none afterwards."""
        job, self.job, self._start_s = self.job, None, 0.0
        return job

    def was_ended_from_outside(self) -> bool:
        """Return whether the process, whose pipe is closed, was ended by another than its own work.

        Waits a moment for its end. Never true on Windows, which does not tell.
        """
        self.process.join(_KILL_S)
        return self.process.exitcode in _ENDED_BY_OTHERS

    def is_stopped(self) -> bool:
        """Return whether somebody holds the process (SIGSTOP), so that no answer could come. Only Linux tells."""
        if sys.platform == "win32" or not hasattr(os, "waitid") or self.process.pid is None:
            return False
        try:
            return os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None
        except ChildProcessError:
            return False

    def kill(self) -> None:
        """End the process now. One in a system call on a dead network drive may take longer to go."""
        self.connection.close()
        self.process.kill()
        self.join(time.monotonic() + _KILL_S)

    def join(self, until: float) -> None:
        """Wait for the end of the process, and kill it at `until` (`time.monotonic`)."""
        self.process.join(max(0.0, until - time.monotonic()))
        if self.process.is_alive():
            self.process.kill()
            self.process.join(_KILL_S)
        if not self.process.is_alive():
            self.process.close()


def wait_for_any(reader: Any, workers: Sequence[WorkerProcess], timeout: float | None) -> Sequence[object]:
    """Wait until `reader` or a process has something to say, and return which; nobody after STEP_S. Pool's thread.

    While the computer sleeps, or the whole program is stopped, no process works: where the clock goes on meanwhile, as
    it does on Windows, that time is not the processes', and their deadlines move on by it.
    """
    step, began = None if timeout is None else min(timeout, STEP_S), time.monotonic()
    ready = wait([reader, *(worker.connection for worker in workers)], step)
    late = time.monotonic() - began - (step or 0.0)
    if step is not None and late > STANDSTILL_S:
        for worker in workers:
            worker.deadline += late
    return ready


def end_all(workers: Sequence[WorkerProcess], seconds: float) -> None:
    """Close all pipes, at which idle processes end by themselves; wait so long, and kill the rest. Pool's thread."""
    for worker in workers:
        worker.connection.close()
    until = time.monotonic() + seconds
    for worker in workers:
        worker.join(until)


class ProcessStarter:
    """Starts decode processes; where the system starts no more, only now and then. Pool's thread only."""

    def __init__(self, target: Callable[[Connection, Limits], None], limits: Limits) -> None:
        """Take the main function of the processes, and their limits."""
        self._target, self._limits = target, limits
        self._retry_s = _FIRST_RETRY_S
        self.not_before = 0.0
        """When the next process may be started, by `time.monotonic`."""

    def start(self, number: int) -> WorkerProcess | None:
        """Start the process of this number; None if the system starts no more. No picture's fault: try again later."""
        try:
            started = WorkerProcess(self._target, self._limits, number)
        except (OSError, MemoryError):
            _log.warning("No decode process could be started; next try in %s s.", self._retry_s, exc_info=True)
            self.not_before = time.monotonic() + self._retry_s
            self._retry_s = min(self._retry_s * 2, _MAX_RETRY_S)
            return None
        self._retry_s = _FIRST_RETRY_S
        return started
