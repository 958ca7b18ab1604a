"""A scanner without threads, a real library.db, and the linking between them: files are real, headers are made up."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from gallery.annotations.library_schema import LIBRARY
from gallery.annotations.models import AnnotationChange
from gallery.annotations.store import AnnotationStore
from gallery.base.events import EventHub
from gallery.catalog import annotation_copy, file_keys
from gallery.catalog.database import Database
from gallery.catalog.folders import get_roots, put_root
from gallery.scan import annotation_linking
from gallery.scan.act_files import require_act_files
from gallery.scan.annotation_linking import AnnotationLinker
from tests.index_builder import metadata
from tests.scan.scanner_driver import FakePool, ScannerDriver

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.base.models import FileRef, Metadata


class _HashingPool(FakePool):
    """Fingerprints as long as real ones."""

    def header(self, file: FileRef) -> Metadata:
        return metadata(blake2b(super().header(file).fingerprint, digest_size=16).digest())


class LinkingDriver(ScannerDriver):
    """A root, an index, a library, and what links them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.pool = _HashingPool()
        self.open_library()
        self.restart()

    def open_library(self) -> None:
        """Open library.db, which is made when it is not there."""
        self.library = Database(self.root.with_name("library.db"), LIBRARY)
        self.store = AnnotationStore(self.library)

    def restart(self, *, without_index: bool = False) -> None:
        """Open everything anew, as another start does; with a new index that knows the roots alone."""
        with self.database.read() as conn:
            roots = get_roots(conn)
        self.database.close()
        if without_index:
            for path in self.database.path.parent.glob("index.db*"):
                path.unlink()
        self.open()
        self.linker = AnnotationLinker(self.database, self.store, EventHub())
        with self.database.write() as conn:
            for root in roots:
                put_root(conn, root.id, root.path)
            self.linker.begin(conn)

    def close(self) -> None:
        """Close both databases."""
        self.calls.stop()
        self.database.close()
        self.library.close()

    def add_root(self, path: Path) -> None:
        """Let another folder be a root, the second one."""
        with self.database.write() as conn:
            put_root(conn, 2, str(path).encode())

    def scan_and_link(self) -> None:
        """Scan all roots, and do what follows until nothing is left to do."""
        with self.database.read() as conn:
            roots = [root.id for root in get_roots(conn)]
        for root in roots:
            self.scanner.scan(root)
        self.finish()
        self.link()

    def link(self) -> None:
        """Link what is noted; all that there is was seen."""
        for _ in range(20):
            if not self.linker.advance(self.scanner.scanned):
                return
        raise AssertionError("the linking comes to no end")

    def say(self, *names: str, copy: bool = True, **change: object) -> None:
        """Say something about files, by the names in their paths; without `copy` the index does not hear of it."""
        photos = [self.rows()[name][0] for name in names]
        with self.database.read() as conn:
            files = file_keys.identify(conn, photos)
            behind = self.store.changed_since(annotation_copy.get_revision(conn)).items
            known = require_act_files(conn, self.store, files, is_same_library=behind is not None)
        done = self.store.apply(known, AnnotationChange(**change))  # type: ignore[arg-type]
        if copy:
            with self.database.write() as conn:
                told = dict(zip(done.items, files, strict=True))
                annotation_linking.follow(conn, self.store, told)

    def titles(self) -> dict[str, str]:
        """Path -> title, of the files that have one."""
        with self.database.read() as conn:
            found = {path: annotation_copy.get(conn, photo).title for path, (photo, _) in self.rows().items()}
        return {path: title for path, title in sorted(found.items()) if title}

    def unsure(self) -> list[str]:
        """The files of which it cannot be told which they are."""
        with self.database.read() as conn:
            unsure = {row[0] for row in conn.execute("SELECT photo FROM unsure")}
        return sorted(path for path, (photo, _) in self.rows().items() if photo in unsure)

    def noted(self) -> int:
        """How many photos are still to be linked."""
        with self.database.read() as conn:
            return int(conn.execute("SELECT count(*) FROM unlinked").fetchone()[0])
