"""The jobs of the pool: what is sent to a decode process, and what follows when that fails.

A failure is not the file's at once. A process may lack memory because of the file before it, be killed for the sake
of the machine's memory, or be stopped by somebody. So what failed is tried again *alone*: in a fresh process, with no
other one at work beside it. A process that was killed or stopped from outside says nothing about its file, and the job
is tried again after a pause, several times.
"""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import CancelledError, Future, InvalidStateError
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from gallery.base.models import MAX_SIDECAR_BYTES, FileRef, Metadata, Problem, Recipe, Rendered
from gallery.imaging.formats import is_raw_name
from gallery.imaging.geometry import MAX_FILE_BYTES
from gallery.imaging.workers import protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gallery.base.variants import Variant

_READ_S, _READ_FILE_S, _RENDER_S, _POSTER_S, _DEVELOP_S, _LARGE_S = 5.0, 0.5, 20.0, 15.0, 60.0, 60.0
_SLOW_DISK_BYTES_S = 20e6
"""Bytes a second that a slow disk gives."""
_SLOW_PARSER_BYTES_S = 1e6
"""Bytes a second of XML that is nothing but elements, on a busy machine: 4 MiB took 0.6 to 1 s on an idle one."""

_SILENT = Problem("silent", "The drive of this file does not answer.")
_SENTENCES = {
    "timeout": "Decoding this picture took too long and was stopped, twice.",
    "decoder_died": "This picture made the decoder crash, twice. It is left out until the file changes.",
    "out_of_memory": "This picture needs more memory than Shoebox may use for one picture.",
}
_MAX_INTERRUPTIONS = 6
"""So often a job may lose its process to somebody else, as the system's own killer; then it counts as failed."""
_FIRST_PAUSE_S = 0.5
"""Wait after the first interruption; doubled with each, so that the last try comes half a minute after the first."""


class Urgency(IntEnum):
    """The order of jobs: lower goes first."""

    VISIBLE = 0
    """Thumbnails on screen: the newest first, for what was scrolled past may wait."""
    MOVED_FILE = 1
    """Metadata that a scan waits for: of new files that may be moved ones."""
    METADATA = 2
    """Metadata of other files."""
    IDLE = 3
    """Thumbnails that no page waits for."""


def _seconds_to_read(file: FileRef) -> float:
    """Return how long a slow disk needs for the whole file, which its fingerprint may be of, and a parser for the rest.

    A sidecar that is longer than may be is not read.
    """
    sidecars = sum(min(max(0, sidecar.size), MAX_SIDECAR_BYTES) for sidecar in file.sidecars)
    return min(max(0, file.size), MAX_FILE_BYTES) / _SLOW_DISK_BYTES_S + sidecars / _SLOW_PARSER_BYTES_S


def _render_seconds(file: FileRef, variant: Variant | None) -> float:
    """Return how long a picture may take. Whether a RAW file has to be developed, only what is in it tells."""
    is_raw = is_raw_name(file.relative) or (variant is not None and variant.is_developed)
    return (_DEVELOP_S if is_raw else _RENDER_S) + _seconds_to_read(file)


class _Retries:
    """How often a job has lost its process. Pool's thread only."""

    def __init__(self) -> None:
        self.alone = False
        """Set after the first failure: the job gets a fresh process, and no other works beside it."""
        self._interruptions = 0

    def after_interruption(self) -> float | None:
        """Return how long to wait before the next try of a job whose process was ended from outside; None: no try."""
        if self._interruptions == _MAX_INTERRUPTIONS:
            return None
        self.alone = True
        self._interruptions += 1
        return float(_FIRST_PAUSE_S * 2 ** (self._interruptions - 1))


class ReadJob(_Retries):
    """A job to read the metadata of some files. After a failure it is split: a bad file fails alone.

    The methods belong to the pool's thread, except `split`, which changes nothing here, and `cancel`. These and
    `future` may be used on any thread.
    """

    large = False
    """A read job never needs the memory for a large picture."""

    def __init__(self, urgency: Urgency, files: tuple[FileRef, ...]) -> None:
        super().__init__()
        self.urgency, self.files = urgency, files
        self.future: Future[list[Metadata | Problem]] = Future()
        self.seconds = _READ_S + _READ_FILE_S * len(files) + sum(map(_seconds_to_read, files))
        """Time limit for a decode process."""

    def request(self) -> bytes:
        """Return the message for a decode process."""
        return protocol.encode_read_request(self.files)

    def deliver(self, answer: protocol.Answer) -> str | None:
        """Settle the future with the answer; only return a problem code if it is no answer to this request."""
        if not isinstance(answer, list) or len(answer) != len(self.files):
            return "decoder_died"
        self.future.set_result(answer)
        return None

    def after_failure(self, code: str) -> Sequence[Job]:
        """Return the jobs to try next; none when this one is settled.

        Args:
            code: Problem code of the failure, with which a single file is settled when it has failed alone.
        """
        if self.future.done():
            return []
        if len(self.files) > 1:
            return self.split(1)
        if not self.alone:
            self.alone = True
            return [self]
        self.future.set_result([Problem(code, _SENTENCES[code])])
        return []

    def without_roots(self, roots: Collection[bytes]) -> Sequence[Job]:
        """Return what remains to do without touching these roots: this job, parts of it, or none.

        A job all of whose files lie in the roots is settled with the problem "silent".
        """
        silent = sum(file.root in roots for file in self.files)
        if not silent:
            return [self]
        if silent < len(self.files):
            return self.split(1)
        if not self.future.done():
            self.future.set_result([_SILENT] * silent)
        return []

    def split(self, size: int) -> list[ReadJob]:
        """Return jobs of at most `size` files. When all are done, this job's future has their results."""
        starts = range(0, len(self.files), size)
        parts = [ReadJob(self.urgency, self.files[start : start + size]) for start in starts]
        _SplitRead(self, parts)
        return parts

    def cancel(self) -> None:
        """Settle the future because the pool closes."""
        _cancel(self.future)


class RenderJob(_Retries):
    """A job to render one picture.

    The methods belong to the pool's thread, except `cancel`, which, as `future`, may be used on any thread.
    """

    def __init__(self, urgency: Urgency, file: FileRef, recipe: Recipe, variant: Variant | None = None) -> None:
        super().__init__()
        self.urgency, self.file, self.recipe, self.variant = urgency, file, recipe, variant
        self.seconds = _render_seconds(file, variant)
        """Time limit for a decode process, which compares the fingerprint before it decodes."""
        self.future: Future[Rendered | Problem] = Future()
        self.large = False
        """Set after a process has answered that the picture must not be decoded beside another large one."""
        self.moved = False
        """Set after the one kind of process has answered that the file is for the other."""

    def turn_to(self, *, poster: bool) -> None:
        """Begin anew, with the time for a poster or for a picture; memory is the other pool's own."""
        self.seconds = _POSTER_S if poster else _render_seconds(self.file, self.variant)
        self.large = self.alone = False

    def take_for_large(self) -> None:
        """Go on as a picture that must not be decoded beside another large one, with the time for it.

        Four to ten seconds of a core are half a minute where others work; twenty were not enough for 200 megapixels.
        """
        self.large = True
        self.seconds = max(self.seconds, _LARGE_S + _seconds_to_read(self.file))

    def request(self) -> bytes:
        """Return the message for a decode process. Alone it may take as much memory as a large picture."""
        large_ok = self.large or self.alone
        return protocol.encode_render_request(self.file, self.recipe, large_ok=large_ok, variant=self.variant)

    def deliver(self, answer: protocol.Answer) -> str | None:
        """Settle the future with the answer; only return a problem code if it is a failure, or to another request.

        Want of memory is a failure: a file before this one, or one beside it, may have taken it.
        """
        if isinstance(answer, list | bytes | protocol.Large | protocol.Misplaced | protocol.Unfit):
            return "decoder_died"
        if isinstance(answer, Problem) and answer.code == "out_of_memory":
            return answer.code
        self.future.set_result(answer)
        return None

    def after_failure(self, code: str) -> Sequence[Job]:
        """Return this job, to be tried once more, alone; none if it was alone, which settles it.

        Args:
            code: Problem code of the failure.
        """
        if self.future.done():
            return []
        if not self.alone:
            self.alone = True
            return [self]
        self.future.set_result(Problem(code, _SENTENCES[code]))
        return []

    def without_roots(self, roots: Collection[bytes]) -> Sequence[Job]:
        """Return this job; none, settled with the problem "silent", if its file lies in one of these roots."""
        if self.file.root not in roots:
            return [self]
        if not self.future.done():
            self.future.set_result(_SILENT)
        return []

    def cancel(self) -> None:
        """Settle the future because the pool closes."""
        _cancel(self.future)


class ShrinkJob(_Retries):
    """A job to make the tiny picture of a thumbnail, when there is time. Threads: as for `RenderJob`."""

    urgency, large, seconds = Urgency.IDLE, False, _READ_S

    def __init__(self, jpeg: bytes) -> None:
        super().__init__()
        self._jpeg = jpeg
        self.future: Future[bytes] = Future()

    def request(self) -> bytes:
        """Return the message for a decode process."""
        return protocol.encode_shrink_request(self._jpeg)

    def deliver(self, answer: protocol.Answer) -> str | None:
        """Settle the future with the answer; only return a problem code if it is none to this request."""
        if not isinstance(answer, bytes):
            return "decoder_died"
        self.future.set_result(answer)
        return None

    def after_failure(self, _: str) -> Sequence[Job]:
        """Settle the future with no picture."""
        if not self.future.done():
            self.future.set_result(b"")
        return []

    def without_roots(self, _: Collection[bytes]) -> Sequence[Job]:
        """Return this job, which needs no file."""
        return [self]

    def cancel(self) -> None:
        """Settle the future because the pool closes."""
        _cancel(self.future)


Job = ReadJob | RenderJob | ShrinkJob


class _SplitRead:
    """The parts of a read job, whose future gets their results in order when the last part is done.

    The lock guards the count: while the pool closes, parts are cancelled on one thread and answered on another.
    """

    def __init__(self, whole: ReadJob, parts: list[ReadJob]) -> None:
        self._whole, self._parts, self._unsettled = whole, parts, len(parts)
        self._lock = threading.Lock()
        for part in parts:
            part.future.add_done_callback(self._part_done)

    def _part_done(self, _: Future[list[Metadata | Problem]]) -> None:
        with self._lock:
            self._unsettled -= 1
            last = self._unsettled == 0
        if last and not self._whole.future.done():
            try:
                self._whole.future.set_result([result for part in self._parts for result in part.future.result()])
            except CancelledError:  # the pool closed in between
                _cancel(self._whole.future)


def _cancel(future: Future[Any]) -> None:
    """Cancel a future, running or not, so that its waiters are let go."""
    if not future.cancel():
        with contextlib.suppress(InvalidStateError):  # it was settled meanwhile
            future.set_exception(CancelledError())
