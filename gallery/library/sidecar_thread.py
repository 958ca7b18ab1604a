"""The thread that writes sidecars, behind all else: no act waits for it, nor the indexer for its drives."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from gallery.annotations.store import AnnotationsError
from gallery.base.errors import BusyError, DatabaseError
from gallery.base.events import RootsChanged
from gallery.catalog import sidecar_changes
from gallery.catalog.file_places import find_strangers
from gallery.catalog.photos import get_generation
from gallery.languages.sentence import Sentence
from gallery.sidecars.giving_back import give_back, trim
from gallery.sidecars.writer import SidecarWriter

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gallery.annotations.sidecar_models import LeftSidecar
    from gallery.annotations.sidecar_records import SidecarRecords
    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.catalog.file_places import Stranger
    from gallery.scan.indexer import Indexer
    from gallery.settings.sidecar_answer import SidecarAnswer
    from gallery.sidecars.giving_back import Place
    from gallery.sidecars.writer import Written

log = logging.getLogger(__name__)
HOLD_TIMEOUT_S = 20.0
"""For so long is waited until a sidecar that is being written is done."""
LOOK_INTERVAL_S = 30.0
"""How often is looked what other programs changed, and what is due again."""


class SidecarThread:
    """Owns the thread `sidecars`. One on a dead drive may stay until the drive answers."""

    def __init__(
        self,
        answer: SidecarAnswer,
        records: SidecarRecords,
        database: Database,
        indexer: Indexer,
        hub: EventHub,
        follow: Callable[[], object],
    ) -> None:
        """Take the user's answer, the tables in library.db, the index and its writer, and the hub of the pages.

        `follow` has the index copy what was taken over from other programs.
        """
        self._answer, self._records, self._database = answer, records, database
        self._indexer, self._hub = indexer, hub
        self._writer = SidecarWriter(records, self._tell_index, lambda: void(follow()))
        self._wake, self._stopped = threading.Event(), threading.Event()
        self._working, self._is_held, self._holds = threading.Lock(), False, 0
        self._look_at, self._given_back_at, self._is_trimmed = 0.0, -1, False
        self._thread = threading.Thread(target=self._run, name="sidecars", daemon=True)

    def begin(self) -> None:
        """Begin to write. Called once, when the first screen has been shown."""
        if not self._stopped.is_set():
            self._thread.start()

    def wake(self) -> None:
        """Look now what is to be written. Never waits; any thread."""
        self._wake.set()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Let no sidecar be looked at within the block: library.db becomes another one. Any thread, one at a time.

        Raises:
            BusyError: one is being looked at, on a drive that does not answer.
        """
        self._is_held = True
        try:
            if not self._working.acquire(timeout=HOLD_TIMEOUT_S):
                raise BusyError(Sentence("error-sidecar-drive-silent"))
            self._holds += 1
            try:
                yield
            finally:
                self._working.release()
        finally:
            self._is_held = False
            self.wake()

    def stop(self) -> None:
        """End the thread; a sidecar that is being written just then is finished. Idempotent."""
        self._stopped.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._wake.clear()
            if self._answer.is_yes:
                try:
                    self._work()
                except AnnotationsError as error:
                    log.info("sidecars are written later: %s", error)
                except Exception:
                    log.exception("sidecars are written later")
            self._wake.wait(LOOK_INTERVAL_S)

    def _work(self) -> None:
        """Write all that is due.

        Raises:
            AnnotationsError: library.db cannot be read or written.
        """
        before = self._troubles()
        self._note_changed()
        while self._run_step() and not self._stopped.is_set():
            pass
        self._writer.settle_conflicts()
        self._give_back()
        if self._troubles() != before:
            self._hub.send(RootsChanged())

    def _run_step(self) -> bool:
        """Write some of what is due. Return whether there may be more to be done now."""
        if self._is_held:
            return False
        with self._working:
            return self._writer.run_step()

    def _troubles(self) -> tuple[int, int]:
        """Return what pages show: how many folders cannot be written, and how many conflicts there are."""
        return len(self._records.problems()), self._records.count_conflicts()

    def _note_changed(self) -> None:
        """Note the items of photos whose sidecars are other ones, as the index has seen."""
        try:
            with self._database.read() as conn:
                changed = sidecar_changes.find_changed(conn)
        except DatabaseError as error:
            log.info("what other programs changed is looked at later: %s", error)
            return
        if changed:
            self._records.note(item for _, item in changed)
            photos = [photo for photo, _ in changed]
            self._indexer.submit(partial(sidecar_changes.forget_changed, photos=photos))

    def _give_back(self) -> None:
        """Give back what sidecars say about photos that have left them to others, if the index is another one."""
        if time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + LOOK_INTERVAL_S
        holds = self._holds
        try:
            with self._database.read() as conn:
                generation = get_generation(conn)
                if generation == self._given_back_at:
                    return
                left = self._records.left()
                strangers = find_strangers(conn, {(one.root, one.folder_path) for one in left})
        except DatabaseError as error:
            log.info("sidecars that were left behind are looked at later: %s", error)
            return
        by_folder = [list(listed) for _, listed in groupby(left, lambda one: (one.root, one.folder_path))]
        done = [self._give_back_in(listed, strangers, holds) for listed in by_folder]
        self._given_back_at = generation if all(done) else -1
        self._is_trimmed = True

    def _give_back_in(self, left: list[LeftSidecar], strangers: Mapping[Place, Sequence[Stranger]], holds: int) -> bool:
        """Give back the sidecars of one folder; let others do something between two folders.

        Args:
            left: the sidecars.
            strangers: as in `give_back`; not the folders whose drives are away.
            holds: how often library.db had become another one when this was read from it.

        Returns:
            Whether all of it is done.
        """
        if (left[0].root, left[0].folder_path) not in strangers:
            return True
        if self._stopped.is_set():
            return False
        with self._working:
            if self._holds != holds:
                return False
            if not self._is_trimmed:
                trim(self._records, left)
            return not give_back(self._records, left, strangers)

    def _tell_index(self, written: Sequence[Written]) -> None:
        """Let the index know what sidecars are like now, so that it does not take them for another program's."""
        self._indexer.submit(partial(_set_written, written=written))


def void(_: object) -> None:
    """Return nothing, whatever was returned."""


def _set_written(conn: sqlite3.Connection, written: Sequence[Written]) -> None:
    for one in written:
        before = None if one.before is None else (one.before.size, one.before.mtime_ns)
        sidecar_changes.set_written(conn, one.item, one.name, before, (*one.after,))
