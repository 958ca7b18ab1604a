"""Reads the SQLite databases of other programs: a copy of them, so that theirs is neither changed nor held up.

They are hostile until the contrary is shown: what is no plain table is not read, and a question has a time limit.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from gallery.base.errors import GalleryError
from gallery.catalog.connection import check_pages
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAX_BYTES = 4 << 30
"""Of a database with its log. That of a digiKam with a million photos has a fourth of it."""
MAX_SECONDS = 120.0
"""For all questions together."""
MAX_TEXT = 1_000_000
"""Bytes of one value."""
_LOGS = ("", "-wal", "-journal")
_STEPS = 100_000
"""Instructions of SQLite between two looks at the clock: a few milliseconds."""


class ForeignDatabaseError(GalleryError):
    """Another program's database cannot be read; nothing was changed, there and here."""

    code = "transfer"
    status = 400


class ForeignDatabase:
    """The copy of another program's database. One thread at a time."""

    def __init__(self, conn: sqlite3.Connection, name: str) -> None:
        """Take a connection that cannot write, and the name of the file."""
        self._conn, self.name = conn, name
        self._columns = {
            table: {str(row[1]).lower() for row in conn.execute(f'PRAGMA table_info("{table}")')}
            for schema, table, kind, *_ in conn.execute("PRAGMA table_list").fetchall()
            if schema == "main" and kind == "table" and table.isidentifier()
        }

    def has(self, table: str, *columns: str) -> bool:
        """Return whether there is a plain table of this name with these columns."""
        return {column.lower() for column in columns} <= self._columns.get(table, set()) and table in self._columns

    def rows(self, question: str) -> Iterator[Sequence[Any]]:
        """Yield the rows of a question, a constant. Text that is not UTF-8 has lone surrogates.

        Raises:
            ForeignDatabaseError: it is damaged, or takes too long.
        """
        try:
            yield from self._conn.execute(question)
        except sqlite3.Error as error:
            raise _unreadable(self.name, error) from error


@contextmanager
def open_foreign(path: Path, workspace: Path) -> Iterator[ForeignDatabase]:
    """Lend a copy of a database.

    Args:
        path: of the database. Its log is copied with it.
        workspace: a folder of ours that is made for the copy, and deleted at the end.

    Raises:
        ForeignDatabaseError: it is none, damaged, or too large; or there is no room for the copy.
    """
    try:
        copy = _copy(path, workspace)
        with closing(sqlite3.connect(copy, timeout=1, isolation_level=None)) as conn:
            _harden(conn)
            check_pages(conn)
            yield ForeignDatabase(conn, path.name)
    except (sqlite3.Error, OSError) as error:
        raise _unreadable(path.name, error) from error
    finally:
        shutil.rmtree(workspace, ignore_errors=True)


def _copy(path: Path, workspace: Path) -> Path:
    if not path.is_file():  # to open a pipe would wait for ever
        raise ForeignDatabaseError(Sentence("error-foreign-no-file", name=path.name))
    files = [file for log in _LOGS if (file := path.with_name(path.name + log)).is_file()]
    if sum(file.stat().st_size for file in files) > MAX_BYTES:
        raise ForeignDatabaseError(Sentence("error-foreign-large", name=path.name, count=MAX_BYTES >> 30))
    shutil.rmtree(workspace, ignore_errors=True)  # of a process that was killed
    workspace.mkdir(mode=0o700)
    for file in files:
        shutil.copyfile(file, workspace / f"copy.db{file.name.removeprefix(path.name)}")
    return workspace / "copy.db"


def _harden(conn: sqlite3.Connection) -> None:
    """Let a file run nothing of its own, and no question for ever."""
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    conn.execute("PRAGMA mmap_size = 0")
    conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # replays the log, before nothing may be written
    conn.execute("PRAGMA query_only = ON")
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_TEXT)
    conn.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    end = time.monotonic() + MAX_SECONDS
    conn.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS)


def _unreadable(name: str, error: Exception) -> ForeignDatabaseError:
    if isinstance(error, OSError):
        return ForeignDatabaseError(Sentence("error-foreign-copy", name=name, why=error.strerror or str(error)))
    if str(error) == "interrupted":
        return ForeignDatabaseError(Sentence("error-foreign-slow", name=name))
    return ForeignDatabaseError(Sentence("error-foreign-closed", name=name, why=str(error)))
