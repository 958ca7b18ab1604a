"""A SQLite file with many readers and one writer: opening, migration, transactions, and rebuilding after damage."""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from gallery.base.errors import DamagedDatabaseError, DatabaseError
from gallery.catalog import database_copy
from gallery.catalog.connection import check_pages, open_connection
from gallery.catalog.opening import damage_marker, open_writer
from gallery.catalog.recovery import Rebuilt
from gallery.catalog.sqlite_errors import DAMAGE_CODES, code_of, describe
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from gallery.catalog.recovery import Recovery

log = logging.getLogger(__name__)
CLOSE_S = 5.0
"""How long `close` waits for a write that is under way: on a dead network drive it would take for ever."""


class WriteObserver(Protocol):
    """An object that follows every transaction of a database. `Database` calls it while it holds the write lock."""

    def attach(self, writer: sqlite3.Connection) -> None:
        """Prepare to observe this writing connection, outside of a transaction."""

    def before_commit(self, writer: sqlite3.Connection) -> None:
        """Look at, or add to, the transaction that is about to be committed."""

    def commit_failed(self) -> None:
        """Take back what the last `before_commit` noted: its transaction is rolled back."""


class Database:
    """One database file, with one connection that writes and as many that read as are used at once.

    A file that is damaged, of another program or of a newer Shoebox is set aside and made anew, or restored, as its
    `Recovery` says, and `notice` tells the user. Damage that shows only later leaves a marker file for the next start.

    Any thread may call every method, but `write` of index.db is called on the thread `indexer` alone while there is
    one (scan/indexer.py). `write` holds `_write_lock` for a whole transaction, so that writers wait for each other, and
    must not be nested; `read` never waits for it (WAL). A connection is used by one thread at a time.
    `_idle_lock` guards the connections that no reader uses.
    """

    def __init__(
        self, path: Path, steps: Sequence[str], *, checked: bool = True, recovery: Recovery | None = None
    ) -> None:
        """Open the file or make it.

        Args:
            path: of the file; its folder exists.
            steps: migrations as SQL scripts, see schema.py.
            checked: read every page for damage, at once or later (`check`); otherwise only count the rows.
            recovery: what is done about a file that cannot be used; None: it is made anew (`Rebuilt`).

        Raises:
            DatabaseError: the file can be neither opened nor made.
        """
        self.path = path
        self._checked = checked
        self._recovery: Recovery = recovery or Rebuilt()
        self._idle: list[sqlite3.Connection] = []
        self._idle_lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._closed = self._loss_told = False
        self._observers: list[WriteObserver] = []
        opened = open_writer(path, tuple(steps), self._recovery, checked=checked)
        self._writer, self._notice, self._unchecked = opened.writer, opened.notice, opened.unchecked
        self.closed_uncleanly = opened.crashed
        """Whether the program that had the file last did not close it: it was killed, or the power failed."""
        self._file = self._identity()

    @property
    def notice(self) -> str | None:
        """The sentence that the user should read: what happened to the file."""
        loss = self.loss()
        return self._notice if loss is None else str(loss)

    def loss(self) -> Sentence | None:
        """Return a sentence where the file is not at its place any more, or was emptied by somebody."""
        return None if self._identity() == self._file else Sentence("error-database-lost", name=self.path.name)

    def _identity(self) -> tuple[int, int, bool] | None:
        """Return what tells the file from another one in its place, and whether there is anything in it."""
        with suppress(OSError):
            found = self.path.stat()
            return found.st_dev, found.st_ino, found.st_size > 0
        return None

    def add_observer(self, observer: WriteObserver) -> None:
        """Call `observer` right before the COMMIT of every later transaction; several in the order of their adding."""
        with self._write_lock:
            observer.attach(self._writer)
            self._observers.append(observer)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that cannot write. One statement, or one transaction, reads one state of the database.

        Raises:
            DatabaseError: the file is damaged or closed.
        """
        connection = self._lend()
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            raise self._error(error) from error
        finally:
            if connection.in_transaction:
                connection.rollback()  # or the next one would read an old state
            with self._idle_lock:
                if self._closed:
                    connection.close()
                else:
                    self._idle.append(connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one transaction: all of it is kept, or nothing if the block raises.

        Raises:
            DatabaseError: the disk is full, or the file is damaged or closed.
        """
        with self._write_lock:
            if self._closed:
                raise DatabaseError("The database is closed.")
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                self._commit()
            except BaseException as error:
                if self._writer.in_transaction:
                    with suppress(sqlite3.Error):  # the first error is the one to tell
                        self._writer.execute("ROLLBACK")
                if isinstance(error, sqlite3.DatabaseError):
                    raise self._error(error) from error
                raise
            finally:
                if self._closed:  # close() could not wait
                    self._writer.close()

    def overwrite(self, source: Path, aside: Path) -> None:
        """Hold what another file holds instead, in one transaction. No observer is told: it cannot say what changed.

        Args:
            source: a database of the same version that nobody writes.
            aside: where all that is held now is kept, with the last transaction.

        Raises:
            DatabaseError: nothing was changed.
        """
        with self._write_lock:
            if self._closed:
                raise DatabaseError("The database is closed.")
            try:
                database_copy.copy_to(self._writer, aside)
                database_copy.overwrite(self._writer, source)
            except (sqlite3.Error, OSError) as error:
                raise self._error(error) from error

    def shrink(self) -> None:
        """Write the file anew, without free room: cheap where little is left in it. Readers go on meanwhile.

        Raises:
            DatabaseError: the disk is full, or the file is damaged or closed. What it holds is as it was.
        """
        with self._write_lock:
            if self._closed:
                raise DatabaseError("The database is closed.")
            try:
                self._writer.execute("VACUUM")
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # or the file is as long as before
            except sqlite3.Error as error:
                raise self._error(error) from error

    def copy_to(self, target: Path) -> None:
        """Copy the file as it is now, while others write: whole, checked, and on the disk on return.

        Raises:
            DatabaseError: the file is damaged, or the disk is full. What stood at `target` is there still.
        """
        try:
            with self.read() as conn:
                database_copy.copy_to(conn, target)
        except OSError as error:
            raise self._error(error) from error
        except DatabaseError:
            self._unchecked = True
            self.check(lambda: False)  # whether this file is the damaged one
            raise

    def _commit(self) -> None:
        noted: list[WriteObserver] = []
        try:
            for observer in self._observers:
                observer.before_commit(self._writer)
                noted.append(observer)
            self._writer.execute("COMMIT")
        except BaseException:
            for observer in noted:
                observer.commit_failed()
            raise

    def close(self) -> None:
        """Close the file. Connections that are lent close when they come back, as does a stuck writer. Idempotent."""
        ours = self._write_lock.acquire(timeout=CLOSE_S)
        try:
            self._close(ours)
        finally:
            if ours:
                self._write_lock.release()

    def _close(self, ours: bool) -> None:  # noqa: FBT001
        with self._idle_lock:
            if self._closed:
                return
            self._closed = True
            for connection in self._idle:
                connection.close()
            self._idle.clear()
            if not ours:
                log.error("no last checkpoint of %s: a write is stuck", self.path.name)
                return
            try:
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                log.warning("no last checkpoint of %s: %s", self.path.name, error)
            self._writer.close()

    def _lend(self) -> sqlite3.Connection:
        with self._idle_lock:
            if self._closed:
                raise DatabaseError("The database is closed.")
            if self._idle:
                return self._idle.pop()
        if loss := self.loss():  # an empty file would be made
            raise DatabaseError(loss)
        try:
            connection = open_connection(self.path)
            connection.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise self._error(error) from error
        return connection

    def _error(self, error: sqlite3.Error | OSError) -> DatabaseError:
        if loss := self.loss():
            return DatabaseError(loss)
        if isinstance(error, OSError):
            why = error.strerror or str(error)
            return DatabaseError(Sentence("error-database-beside", path=str(self.path), why=why))
        if code_of(error) not in DAMAGE_CODES:
            return DatabaseError(describe(error, self.path, self._recovery.outlook))
        self._is_damaged(error)
        return DamagedDatabaseError(describe(error, self.path, self._recovery.outlook))

    def check(self, stop: Callable[[], bool]) -> bool:
        """Check a large file for damage, which its opening left for a quiet moment.

        Args:
            stop: asked many times a second; True ends the check, and the next call begins anew.

        Returns:
            Whether damage was found, or the file is not there any more, which `notice` then says.
        """
        if self.loss() and not self._loss_told:
            self._loss_told = True
            return True
        if not (self._checked and self._unchecked):
            return False
        with self.read() as conn:
            conn.set_progress_handler(stop, 100_000)
            try:
                check_pages(conn)
            except sqlite3.DatabaseError as error:
                return code_of(error) != sqlite3.SQLITE_INTERRUPT and self._is_damaged(error)
            finally:
                conn.set_progress_handler(None, 0)
        self._unchecked = False
        return False

    def _is_damaged(self, error: sqlite3.Error) -> bool:
        self._unchecked = False
        notice = f"{self.path.name} is damaged. Start Shoebox again; {self._recovery.outlook}."
        if self._notice != notice:
            log.error("%s is damaged: %s", self.path.name, error)
            with suppress(OSError):
                damage_marker(self.path).touch()
        self._notice = notice
        return True
