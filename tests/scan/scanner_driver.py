"""A scanner without threads: its steps are taken by the test, and a file's content is its fingerprint."""

from __future__ import annotations

import os
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, cast

from gallery.base.events import EventHub
from gallery.catalog import folders, photos, unread_files
from gallery.catalog.database import Database
from gallery.catalog.schema import GONE, INDEX
from gallery.scan.scanner import Scanner
from gallery.scan.timed_calls import TimedCalls
from tests.index_builder import metadata

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gallery.base.models import FileRef, Metadata
    from gallery.imaging.workers.pool import Pool


class FakePool:
    """In place of the pool: reads headers at once; what a file holds is its fingerprint."""

    def read(self, files: Sequence[FileRef], **_: object) -> Future[list[Metadata]]:
        """Return the headers of all files, done."""
        done: Future[list[Metadata]] = Future()
        done.set_result([self.header(file) for file in files])
        return done

    def suspend_root(self, root: bytes) -> None:
        """Ignore a silent root."""

    def resume_root(self, root: bytes) -> None:
        """Ignore a root that answers."""

    def header(self, file: FileRef) -> Metadata:
        """Return the header of a file."""
        with open(os.path.join(file.root, file.relative), "rb") as source:
            return metadata(source.read())


class ScannerDriver:
    """A root, an index, and the scanner between them."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.root.mkdir()
        self.pool = FakePool()
        self.calls = TimedCalls(lambda: None)
        self.open()
        with self.database.write() as conn:
            folders.put_root(conn, 1, os.fsencode(self.root))

    def open(self, steps: tuple[str, ...] = INDEX) -> None:
        """Open the index, of whatever version it is, with a new scanner."""
        self.database = Database(self.root.with_name("index.db"), steps)
        pool = cast("Pool", self.pool)
        self.scanner = Scanner(self.database, pool, EventHub(), self.calls, lambda: None, ())

    def put(self, name: str, content: bytes = b"a picture", at: int = 1000) -> Path:
        """Write a file below the root, last changed at this second."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (at, at))
        return path

    def finish(self) -> list[str]:
        """Do what waits, second checks too, and read the headers of what is new. Return the files that were read."""
        end = time.monotonic() + 30
        while self.scanner.advance(held=False) or self._is_due or self.calls.is_busy(1):
            assert time.monotonic() < end
        with self.database.write() as conn:
            unread = unread_files.find(conn, 99)
            for item in unread:
                photos.set_read(conn, item.id, self.pool.header(item.file))
        return sorted(os.fsdecode(item.file.relative) for item in unread)

    @property
    def _is_due(self) -> bool:
        """Whether something is to be done soon; that drives are asked again and again does not count."""
        due = self.scanner.due
        return due is not None and due < time.monotonic() + 1

    def scan(self, *, accept: bool = False) -> list[str]:
        """Scan the root, and do what follows. Return the files whose headers were read."""
        self.scanner.scan(1, accept=accept)
        return self.finish()

    def check(self, *relatives: bytes) -> list[str]:
        """Check folders of the root, and do what follows. Return the files whose headers were read."""
        self.scanner.check_folders(1, relatives)
        return self.finish()

    def offline(self) -> str | None:
        """Why the root is offline, None when it is online."""
        with self.database.read() as conn:
            return folders.get_roots(conn)[0].offline

    def versions(self) -> dict[str, tuple[bytes, int]]:
        """Name -> fingerprint and version of the photos that are not gone."""
        with self.database.read() as conn:
            found = conn.execute(f"SELECT label, fingerprint, version FROM photos WHERE state != {GONE}").fetchall()
        return {label: (fingerprint, version) for label, fingerprint, version in found}

    def rows(self) -> dict[str, tuple[int, int]]:
        """Path -> id and second of the last change."""
        with self.database.read() as conn:
            found = conn.execute(
                "SELECT relative, name, photos.id, mtime_ns / 1000000000 FROM photos"
                f" JOIN folders ON folders.id = folder WHERE state != {GONE} AND gone = 0"
            ).fetchall()
        return {os.fsdecode(folders.join(relative, name)): (photo, at) for relative, name, photo, at in found}
