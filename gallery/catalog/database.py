"""A SQLite file with many readers and one writer: opening, migration, transactions, and rebuilding after damage."""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from gallery.base.errors import DamagedDatabaseError, DatabaseError
from gallery.catalog.connection import check_pages, count_rows, migrate, open_connection
from gallery.catalog.set_aside_store import UnusableError, check_schema, move_obstacles, move_unusable
from gallery.catalog.sqlite_errors import DAMAGE_CODES, REBUILD_CODES, code_of, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

log = logging.getLogger(__name__)
MAX_CHECK_ON_OPEN_BYTES = 16 << 20
"""A larger file is not checked when it is opened, which would hold up the start, but later (`Database.check`)."""
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

    A file that is damaged, of another program or of a newer Shoebox is set aside and made anew, and `notice` says so to
    the user. That is possible since both files that this class opens can be made again from the disk. Damage that shows
    only later leaves a marker file for the next start.

    Any thread may call every method, but `write` of index.db is called on the thread `indexer` alone while there is
    one (scan/indexer.py). `write` holds `_write_lock` for a whole transaction, so that writers wait for each other, and
    must not be nested; `read` never waits for it (WAL). A connection is used by one thread at a time.
    `_idle_lock` guards the connections that no reader uses.
    """

    def __init__(self, path: Path, steps: Sequence[str], *, checked: bool = True) -> None:
        """Open the file or make it.

        Args:
            path: of the file; its folder exists.
            steps: migrations as SQL scripts, see schema.py.
            checked: read every page for damage, at once or later (`check`); otherwise only count the rows.

        Raises:
            DatabaseError: the file can be neither opened nor made.
        """
        self.path = path
        self._notice: str | None = None
        self.closed_uncleanly = False
        """Whether the program that had the file last did not close it: it was killed, or the power failed."""
        self._damage_marker = path.with_name(f"{path.name}.damaged")
        self._steps = tuple(steps)
        self._checked = checked
        self._idle: list[sqlite3.Connection] = []
        self._idle_lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._closed = False
        self._unchecked = self._loss_told = False
        self._observers: list[WriteObserver] = []
        self._writer = self._open_or_rebuild()
        self._file = self._identity()

    @property
    def notice(self) -> str | None:
        """The sentence that the user should read: what happened to the file."""
        return self._loss() or self._notice

    def _loss(self) -> str | None:
        """Return a sentence where the file is not at its place any more, or was emptied by somebody."""
        if self._identity() == self._file:
            return None
        return f"{self.path.name} was moved, deleted or emptied while Shoebox is running. Start Shoebox again."

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
        if loss := self._loss():  # an empty file would be made
            raise DatabaseError(loss)
        try:
            connection = open_connection(self.path)
            connection.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise self._error(error) from error
        return connection

    def _error(self, error: sqlite3.Error) -> DatabaseError:
        if loss := self._loss():
            return DatabaseError(loss)
        if code_of(error) not in DAMAGE_CODES:
            return DatabaseError(describe(error, self.path))
        self._is_damaged(error)
        return DamagedDatabaseError(describe(error, self.path))

    def _open_or_rebuild(self) -> sqlite3.Connection:
        try:
            self._notice = move_obstacles(self.path, self._damage_marker)
            if self._damage_marker.exists():
                raise sqlite3.DatabaseError("it showed damage the last time")
            return self._open()
        except (sqlite3.DatabaseError, UnicodeDecodeError, UnusableError) as error:  # Unicode: in SQLite's own error
            if isinstance(error, sqlite3.OperationalError) and code_of(error) not in REBUILD_CODES:
                raise DatabaseError(describe(error, self.path)) from error
            return self._rebuild(error)
        except OSError as error:
            raise DatabaseError(f"What stands in the place of {self.path} cannot be moved: {error}.") from error

    def _rebuild(self, error: Exception) -> sqlite3.Connection:
        try:
            self._notice = move_unusable(self.path, error)
            self._damage_marker.unlink(missing_ok=True)
            return self._open()
        except sqlite3.Error as second:
            raise DatabaseError(describe(second, self.path)) from second
        except OSError as second:
            raise DatabaseError(f"{self.path} is damaged and cannot be moved: {second}.") from second

    def _open(self) -> sqlite3.Connection:
        crashed = self.closed_uncleanly = self._has_wal()
        writer = open_connection(self.path)
        try:
            if writer.execute("PRAGMA page_count").fetchone()[0] == 0:  # a full disk has no room for it later
                # before the first table: pages that evicted blobs leave can be given back in small steps
                writer.execute("PRAGMA auto_vacuum = INCREMENTAL")
            check_schema(writer, self._steps)  # before anything is changed: it may be somebody else's
            writer.execute("PRAGMA journal_mode = WAL")
            writer.execute("PRAGMA synchronous = NORMAL")
            self._unchecked = self.path.stat().st_size > MAX_CHECK_ON_OPEN_BYTES and not crashed
            if self._checked and not self._unchecked:
                check_pages(writer)
            migrate(writer, self._steps)
            if not self._checked and not self._unchecked:
                count_rows(writer)
        except BaseException:
            writer.close()
            raise
        return writer

    def _has_wal(self) -> bool:
        """Return whether the file was not closed by the program that had it last: closing deletes the WAL."""
        with suppress(OSError):
            return self.path.with_name(f"{self.path.name}-wal").stat().st_size > 0
        return False

    def check(self, stop: Callable[[], bool]) -> bool:
        """Check a large file for damage, which its opening left for a quiet moment.

        Args:
            stop: asked many times a second; True ends the check, and the next call begins anew.

        Returns:
            Whether damage was found, or the file is not there any more, which `notice` then says.
        """
        if self._loss() and not self._loss_told:
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
        notice = f"{self.path.name} is damaged. Start Shoebox again; it is then built anew from your folders."
        if self._notice != notice:
            log.error("%s is damaged: %s", self.path.name, error)
            with suppress(OSError):
                self._damage_marker.touch()
        self._notice = notice
        return True
