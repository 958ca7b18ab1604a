"""One decode process as the pool holds it: started, given a job, watched by the clock, ended."""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING

from gallery.imaging.workers import protocol
from gallery.imaging.workers.frame_reader import FrameReader
from gallery.imaging.workers.jobs import Job, RenderJob
from gallery.imaging.workers.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

_START_S = 15.0
"""The first job of a process waits for its imports, on a cold disk beside a virus scanner."""
_RENDERS = 500
"""After as many pictures a process is replaced: what decoders leak goes with it."""
_KILL_S = 1.0
_spawn = multiprocessing.get_context("spawn")


def limits_for(workers: int, memory_bytes: int) -> Limits:
    """Half of the memory is shared by all, half belongs to the one large picture at a time."""
    return Limits(usual=memory_bytes // 2 // max(1, workers), large=memory_bytes // 2)


class WorkerProcess:
    def __init__(self, target: Callable[[Connection, Limits], None], limits: Limits, number: int) -> None:
        self.connection, theirs = _spawn.Pipe()
        self.process = _spawn.Process(target=target, args=(theirs, limits), name=f"decode-{number}", daemon=True)
        try:
            self.process.start()
        except BaseException:
            self.connection.close()
            raise
        finally:
            theirs.close()  # with our copy open, their death would not close the pipe
        self.job: Job | None = None
        self.deadline = 0.0
        self._intake, self._reply = FrameReader(self.connection), protocol.Reply()
        self._grace, self._renders = _START_S, 0

    @property
    def worn_out(self) -> bool:
        return self._renders >= _RENDERS

    def begin(self, job: Job, patience: float) -> None:
        self.connection.send_bytes(job.request())
        self.job = job
        self.deadline = time.monotonic() + (job.seconds + self._grace) * patience
        self._renders += isinstance(job, RenderJob)

    def hear(self) -> protocol.Answer | None:
        """What it says, when something is there to read; None: it has not said all of it yet.

        Raises:
            Exception: it is gone, or talks nonsense.
        """
        if self.job is None:
            raise ValueError("an answer to no question")
        message = self._intake.take()
        answer = None if message is None else self._reply.add(message)
        if answer is not None:
            self._reply = protocol.Reply()
        return answer

    def finish(self) -> Job | None:
        """Take the job from it."""
        job, self.job, self._grace = self.job, None, 0.0
        return job

    def kill(self) -> None:
        """End it now. A process in the middle of a system call on a dead network drive may take longer to go."""
        self.connection.close()
        self.process.kill()
        self.end(time.monotonic() + _KILL_S)

    def end(self, until: float) -> None:
        """Wait for its end, help after `until`."""
        self.process.join(max(0.0, until - time.monotonic()))
        if self.process.is_alive():
            self.process.kill()
            self.process.join(_KILL_S)
        if not self.process.is_alive():
            self.process.close()
