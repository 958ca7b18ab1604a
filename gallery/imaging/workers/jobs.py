"""What the pool is asked to do, and in which order: urgency first; of what is seen, the newest first."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from concurrent.futures import CancelledError, Future, InvalidStateError
from enum import IntEnum
from typing import TYPE_CHECKING

from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered
from gallery.imaging.decoding.geometry import LARGEST_FILE
from gallery.imaging.workers import protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_READ_S, _READ_FILE_S, _RENDER_S = 5.0, 0.5, 20.0
_SLOW = 20e6
"""Bytes a second."""

_SILENT = Problem("silent", "The drive of this file does not answer.")
_SENTENCES = {
    "timeout": "Decoding this picture took too long and was stopped, twice.",
    "decoder_died": "This picture made the decoder crash, twice. It is left out until the file changes.",
}


class Urgency(IntEnum):
    """Lower goes first."""

    SEEN = 0
    """Thumbnails on screen: the newest first, what was scrolled past may wait."""
    NEXT = 1
    """Metadata of what is on screen."""
    SOON = 2
    """Metadata of the rest."""
    IDLE = 3
    """Thumbnails nobody waits for."""


def _reading(file: FileRef) -> float:
    """Seconds to read all of it, as its fingerprint may need, from a slow disk."""
    return min(max(0, file.size), LARGEST_FILE) / _SLOW


class ReadJob:
    """A batch of headers. After a failure it falls apart into single files, so that one bad file costs itself only."""

    large = False

    def __init__(self, urgency: Urgency, files: tuple[FileRef, ...]) -> None:
        self.urgency, self.files = urgency, files
        self.future: Future[list[Metadata | Problem]] = Future()
        self.seconds = _READ_S + _READ_FILE_S * len(files) + sum(map(_reading, files))
        self._failures = 0

    def request(self) -> bytes:
        return protocol.read_request(self.files)

    def settle(self, answer: protocol.Answer) -> bool:
        """Hand the answer over; False where it does not fit the question."""
        if not isinstance(answer, list) or len(answer) != len(self.files):
            return False
        self.future.set_result(answer)
        return True

    def after_failure(self, code: str) -> Sequence[Job]:
        """The jobs to try next; none when this one is settled."""
        if self.future.done():
            return []
        if len(self.files) > 1:
            return self.pieces(1)
        self._failures += 1
        if self._failures == 1:
            return [self]
        self.future.set_result([Problem(code, _SENTENCES[code])])
        return []

    def avoiding(self, roots: Collection[bytes]) -> Sequence[Job]:
        """What is left to do without touching these roots: itself, parts of it, or nothing, being settled."""
        silent = sum(file.root in roots for file in self.files)
        if not silent:
            return [self]
        if silent < len(self.files):
            return self.pieces(1)
        if not self.future.done():
            self.future.set_result([_SILENT] * silent)
        return []

    def pieces(self, size: int) -> list[ReadJob]:
        """Smaller batches whose answers together are this one's."""
        parts = range(0, len(self.files), size)
        jobs = [ReadJob(self.urgency, self.files[at : at + size]) for at in parts]
        _Pieces(self, jobs)
        return jobs

    def drop(self) -> None:
        _drop(self.future)


class RenderJob:
    """One picture."""

    seconds = _RENDER_S

    def __init__(self, urgency: Urgency, file: FileRef, recipe: Recipe) -> None:
        self.urgency, self.file, self.recipe = urgency, file, recipe
        self.future: Future[Rendered | Problem] = Future()
        self.large = False
        """Set by a worker's answer: decode it beside no other large one."""
        self._failures = 0

    def request(self) -> bytes:
        return protocol.render_request(self.file, self.recipe, large_ok=self.large)

    def settle(self, answer: protocol.Answer) -> bool:
        """Hand the answer over; False where it does not fit the question."""
        if isinstance(answer, list | protocol.Large):
            return False
        self.future.set_result(answer)
        return True

    def after_failure(self, code: str) -> Sequence[Job]:
        """Itself once more; nothing when it is settled."""
        if self.future.done():
            return []
        self._failures += 1
        if self._failures == 1:
            return [self]
        self.future.set_result(Problem(code, _SENTENCES[code]))
        return []

    def avoiding(self, roots: Collection[bytes]) -> Sequence[Job]:
        """Itself; nothing, being settled, when its file lies in one of these roots."""
        if self.file.root not in roots:
            return [self]
        if not self.future.done():
            self.future.set_result(_SILENT)
        return []

    def drop(self) -> None:
        _drop(self.future)


Job = ReadJob | RenderJob


class _Pieces:
    """The parts of a batch; the batch's future gets their answers when the last one is there."""

    def __init__(self, whole: ReadJob, jobs: list[ReadJob]) -> None:
        self._whole, self._jobs, self._left = whole, jobs, len(jobs)
        for job in jobs:
            job.future.add_done_callback(self._one_done)

    def _one_done(self, _: Future[list[Metadata | Problem]]) -> None:
        self._left -= 1
        if self._left == 0 and not self._whole.future.done():
            try:
                self._whole.future.set_result([answer for job in self._jobs for answer in job.future.result()])
            except CancelledError:  # the pool closed in between
                _drop(self._whole.future)


def _drop(future: Future[list[Metadata | Problem]] | Future[Rendered | Problem]) -> None:
    """Settle a future when the pool closes, running or not: whoever waits for it is let go."""
    if not future.cancel():
        with contextlib.suppress(InvalidStateError):  # somebody was quicker
            future.set_exception(CancelledError())


class JobQueue:
    """Jobs by urgency. Any thread puts and counts; the pool's thread takes."""

    def __init__(self) -> None:
        self._lanes: dict[Urgency, deque[Job]] = {urgency: deque() for urgency in Urgency}
        self._lock = threading.Lock()

    def put(self, job: Job) -> None:
        with self._lock:
            lane = self._lanes[job.urgency]
            lane.appendleft(job) if job.urgency is Urgency.SEEN else lane.append(job)

    def put_back(self, job: Job) -> None:
        """A job that was taken already: it goes before the others."""
        with self._lock:
            self._lanes[job.urgency].appendleft(job)

    def take(self, *, large: bool) -> Job | None:
        """The next job, its future set running; cancelled ones are dropped on the way. Large ones only if allowed."""
        with self._lock:
            for lane in self._lanes.values():
                passed: list[Job] = []
                try:
                    while lane:
                        job = lane.popleft()
                        if job.large and not large:
                            passed.append(job)
                        elif job.future.running() or job.future.set_running_or_notify_cancel():
                            return job
                finally:
                    lane.extendleft(reversed(passed))
        return None

    def count(self, urgency: Urgency | None) -> int:
        with self._lock:
            lanes = self._lanes.values() if urgency is None else [self._lanes[urgency]]
            return sum(not job.future.cancelled() for lane in lanes for job in lane)

    def drain(self) -> list[Job]:
        with self._lock:
            jobs = [job for lane in self._lanes.values() for job in lane]
            for lane in self._lanes.values():
                lane.clear()
        return jobs
