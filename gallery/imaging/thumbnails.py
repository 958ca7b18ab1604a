"""Thumbnails and renditions by (fingerprint, recipe): looked up, else made once for all callers, then stored."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import OrderedDict
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from gallery.base.errors import DatabaseError
from gallery.base.models import Problem, Recipe, Rendered, Source
from gallery.imaging import tiles
from gallery.imaging.render_coalescing import SharedRender
from gallery.imaging.workers.jobs import Urgency
from gallery.imaging.write_buffer import WriteBuffer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from gallery.imaging.render_coalescing import BlobStore, Key, Renderer, Result

_log = logging.getLogger(__name__)
_CHECK_S = 0.25
"""How often a waiting caller checks whether its client has gone."""
_MAX_PROBLEMS = 10_000
_MAX_PARTIAL = 8
"""Whole pictures in memory, of a megabyte or more each."""
_MAX_RECENT = 1000
"""Pictures made last: copies of one photo stand side by side in the order of time, and are decoded once."""
_NO_TILE = Problem("unsupported", "This picture has no such tile.")
T = TypeVar("T")


class ThumbnailStore:
    """Looks derived pictures up, and has them made by the pool: each key once at a time, for however many callers.

    Any thread may call the public methods, `close` only after the pool is closed. One reentrant lock guards the
    shared renders, the remembered problems and the recent pictures; it is never held while the blob store is read or
    written, while a caller waits, or while a listener runs. Pictures are written, and listeners run, on the pool's
    thread; on the caller's, if the pool was done before the callback was attached.
    """

    def __init__(self, blobs: BlobStore, pool: Renderer) -> None:
        """Take where bytes are kept, and what makes pictures."""
        self._blobs, self._pool = blobs, pool
        self._listeners: list[Callable[[Source, Recipe, Result], None]] = []
        # reentrant: cancelling a job calls back at once, on the thread that cancels
        self._lock = threading.RLock()
        self._renders: dict[Key, SharedRender] = {}
        self._problems: OrderedDict[Key, Problem] = OrderedDict()
        self._recent: OrderedDict[Key, Rendered] = OrderedDict()
        """Pictures made lately, without their bytes."""
        self._partial: OrderedDict[Key, Rendered] = OrderedDict()
        """Pictures of variants with a problem, of which the index knows none: made again after the next start."""
        self._buffer = WriteBuffer(blobs.put_many, pool.call_later)
        self.asked_at = -math.inf  # when a page asked for a picture last, seconds by the monotonic clock

    def add_listener(self, on_made: Callable[[Source, Recipe, Result], None]) -> None:
        """Call `on_made` once for each picture of a photo that is kept in the blob store, or found impossible.

        It is called on the pool's thread, or on the thread that asked, where the job had ended before it could wait.
        """
        self._listeners.append(on_made)

    def get(
        self, source: Source, recipe: Recipe, *, timeout: float, client_gone: Callable[[], bool], tile: str = ""
    ) -> bytes | Problem | None:
        """Return the JPEG, or the problem why there is none; make it first if necessary, with all tiles of a picture.

        Args:
            source: The photo.
            recipe: Which derived picture.
            timeout: Seconds to wait for it.
            client_gone: Whether the picture is no longer needed; called four times a second.
            tile: Which tile of the picture (`tiles.py`): with the recipe for tiles, and with no other.

        Returns:
            None if the picture was not there in time, `client_gone` said so, or the pool was closed.
        """
        self.asked_at = time.monotonic()
        found = self._find_tile(source, recipe, tile) if tile else self._find(source.key(recipe))
        if found is not None:
            return found
        shared = self._add_caller(source, recipe, Urgency.VISIBLE)
        try:
            made = self._wait(shared, time.monotonic() + timeout, client_gone)
        finally:
            self._remove_caller(shared)
        if tile and isinstance(made, bytes):  # first as it was made: it is not kept while the disk is full
            return tiles.find(made, tile) or self._find_tile(source, recipe, tile)
        return made

    def get_older(self, fingerprint: bytes, recipe: Recipe) -> bytes | None:
        """Return what an earlier version of a recipe has made, for while the picture cannot be made anew."""
        return self._look_up(self._blobs.get_older, fingerprint, recipe)

    def problem_of(self, source: Source) -> Problem | None:
        """Return what came to light about a variant since the start, in any size; None where nothing did."""
        keys = [source.key(recipe) for recipe in Recipe]
        with self._lock:
            known = (self._problems.get(key) for key in keys)
            shown = (made.problem for key in keys if (made := self._partial.get(key)) is not None)
            return next((problem for problem in (*known, *shown) if problem is not None), None)

    def request(self, source: Source, recipe: Recipe) -> Future[Result]:
        """Have a picture made when there is time, whether the blob store has it or not.

        The future is settled, without the bytes, when the blob store has them; at once if the picture is known to
        fail, or was made a moment ago of a copy. What took too long is tried again: it is requested once more because
        its drive is back, or the user asked.
        """
        key = source.key(recipe)
        with self._lock:
            problem = self._problems.get(key)
            if problem and problem.code == "timeout":
                del self._problems[key]
            known = self._problems.get(key) or self._recent.get(key)
        if known is None:
            return self._add_caller(source, recipe, Urgency.IDLE).kept
        settled: Future[Result] = Future()
        settled.set_result(known)
        return settled

    def forget(self, fingerprints: Collection[bytes] | None) -> None:
        """Forget problems and recent pictures of these contents, None: all, to be tried again when asked for."""
        forgotten = frozenset(fingerprints or ())
        with self._lock:
            for remembered in (self._problems, self._recent, self._partial):
                for key in [key for key in remembered if fingerprints is None or key[0] in forgotten]:
                    del remembered[key]

    def close(self) -> None:
        """Write what is not written yet. After the pool is closed, so that its thread writes no more."""
        self._buffer.flush()

    def _find_tile(self, source: Source, recipe: Recipe, tile: str) -> bytes | Problem | None:
        """Return what is known of a tile; None: it is to be made, with all others of its picture."""
        found, known = self._find(source.key(recipe, tile)), self._find(source.key(recipe))
        if found is None and isinstance(known, bytes):
            return None if tiles.lists(known, tile) else _NO_TILE
        return known if found is None else found

    def _find(self, key: Key) -> bytes | Problem | None:
        """Return what is known of a picture without making it."""
        with self._lock:
            if (problem := self._problems.get(key)) is not None:
                return problem
            if (partial_picture := self._partial.get(key)) is not None:
                return partial_picture.jpeg
        made = self._buffer.get(*key)
        if made is not None:
            return made.jpeg
        return self._look_up(self._blobs.get, *key)

    @staticmethod
    def _look_up(get: Callable[[bytes, str], bytes | None], fingerprint: bytes, recipe: str) -> bytes | None:
        """Ask the blob store; what lies on a damaged part of it is not there."""
        try:
            return get(fingerprint, recipe)
        except DatabaseError as error:
            _log.warning("A thumbnail that was kept is not used: %s", error)
            return None

    def _add_caller(self, source: Source, recipe: Recipe, urgency: Urgency) -> SharedRender:
        """Return the shared render of this picture, started or made more urgent where needed."""
        with self._lock:
            shared = self._renders.get(source.key(recipe))
            if shared is None:
                shared = SharedRender(source, recipe)
                if self._finished_meanwhile(shared):
                    return shared
                self._renders[shared.key] = shared
            if urgency is Urgency.VISIBLE:
                shared.waiting += 1
            else:
                shared.requested = True
            work = self._submit(shared, urgency)
        self._settle_when_done(shared, work)
        return shared

    def _submit(self, shared: SharedRender, urgency: Urgency) -> Future[Result] | None:
        """Return a new job in the pool; None if it has one of this urgency already, or works on it. Under the lock."""
        if shared.work is not None and (shared.urgency <= urgency or not shared.cancel_job()):
            return None
        shared.urgency = urgency
        source = shared.source
        shared.work = self._pool.render(source.file, shared.recipe, urgency=urgency, variant=source.variant)
        return shared.work

    def _settle_when_done(self, shared: SharedRender, work: Future[Result] | None) -> None:
        """Settle the render when its job is done. Not under the lock: the callback may run at once."""
        if work is not None:
            work.add_done_callback(lambda done: self._settle(shared, done))

    def _wait(self, shared: SharedRender, until: float, client_gone: Callable[[], bool]) -> bytes | Problem | None:
        while (left := until - time.monotonic()) > 0:
            try:
                result = shared.outcome.result(min(left, _CHECK_S))
            except TimeoutError:
                if client_gone():
                    return None
            except CancelledError:
                return None
            else:
                return result.jpeg if isinstance(result, Rendered) else result
        return None

    def _remove_caller(self, shared: SharedRender) -> None:
        """Count one caller less. After the last, a job that has not begun is dropped, or goes to the background."""
        with self._lock:
            shared.waiting -= 1
            if shared.waiting > 0 or shared.outcome.done() or not shared.cancel_job():
                return
            work = self._submit(shared, Urgency.IDLE) if shared.requested else None
            if work is None:
                self._remove(shared)
        if work is None:
            shared.cancel()
        self._settle_when_done(shared, work)

    def _settle(self, shared: SharedRender, done: Future[Result]) -> None:
        """Settle a render with its job. A cancelled job that another has replaced is ignored; else the pool closed."""
        if done.cancelled() or done.exception() is not None:
            with self._lock:
                if shared.work is not done:
                    return
                self._remove(shared)
            shared.cancel()
            return
        result = done.result()
        if isinstance(result, Rendered) and shared.recipe is Recipe.TILES:
            self._keep_tiles(shared, result)
        elif isinstance(result, Rendered) and shared.source.variant and result.problem:
            self._remember(self._partial, shared.key, result, _MAX_PARTIAL)
            shared.kept.set_result(replace(result, jpeg=b""))
        elif isinstance(result, Rendered):
            self._buffer.add(*shared.key, result, partial(self._on_kept, shared, result))
        elif not result.is_access_problem:  # else a copy, or this file tomorrow, may well be readable
            self._remember(self._problems, shared.key, result, _MAX_PROBLEMS)
        with self._lock:
            self._remove(shared)
            last = not self._renders
        shared.outcome.set_result(result)
        if isinstance(result, Problem):
            self._report(shared, result)
        elif last and not self._buffer.failing:  # nothing follows that could be written with it
            self._buffer.flush()

    def _keep_tiles(self, shared: SharedRender, made: Rendered) -> None:
        """Have the tiles of a picture kept each by itself, and before them the list, which is to be given up first."""
        listed = replace(made, jpeg=tiles.list_only(made.jpeg))
        self._buffer.add(*shared.key, listed, partial(self._on_kept, shared, listed))
        for name, jpeg in tiles.unpack(made.jpeg):
            self._buffer.add(*shared.source.key(shared.recipe, name), replace(made, jpeg=jpeg), lambda _: None)

    def _on_kept(self, shared: SharedRender, made: Rendered, stored: bool) -> None:  # noqa: FBT001
        """Report a picture that the blob store has; one that it will not have is none."""
        if not stored:
            shared.kept.set_exception(CancelledError())
            return
        made = replace(made, jpeg=b"")
        if made.problem is None:  # a copy may be whole: the fingerprint is of both ends only
            self._remember(self._recent, shared.key, made, _MAX_RECENT)
        self._report(shared, made)

    def _report(self, shared: SharedRender, result: Result) -> None:
        """Tell the background, and the listeners, what has become of a picture; a variant is not the photo."""
        shared.kept.set_result(result)
        if shared.source.variant is not None:
            return
        for on_made in self._listeners:
            on_made(shared.source, shared.recipe, result)

    def _remember(self, remembered: OrderedDict[Key, T], key: Key, result: T, limit: int) -> None:
        with self._lock:
            remembered[key] = result
            while len(remembered) > limit:
                remembered.popitem(last=False)

    def _finished_meanwhile(self, shared: SharedRender) -> bool:
        """Settle a new render if the picture was made since the caller's look-up; return whether. Under the lock."""
        if (known := self._problems.get(shared.key) or self._partial.get(shared.key)) is not None:
            shared.kept.set_result(known)
            shared.outcome.set_result(known)
            return True
        made = self._buffer.get(*shared.key)
        if made is None or self._buffer.join(*shared.key, partial(self._on_kept, shared, made)) is None:
            return False
        shared.outcome.set_result(made)
        return True

    def _remove(self, shared: SharedRender) -> None:
        """Remove a render, unless a later one has taken its place. Under the lock."""
        if self._renders.get(shared.key) is shared:
            del self._renders[shared.key]
