"""The controller of taking over what other programs say about photos, and of exporting what is said here.

What is taken over is shown first (`preview`), and said as one act when the user wants it (`apply`). Between the two it
is kept here, so that what was shown is what comes.
"""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from gallery.annotations.importing import Part, album_paths, apply_parts, read_albums, read_by_place
from gallery.annotations.models import Annotation
from gallery.annotations.store import AnnotationsError
from gallery.base.durable_file import replace_file
from gallery.base.errors import BusyError, NotFoundError, UsageError
from gallery.base.paths import relative_to
from gallery.catalog import annotation_copy, file_keys, file_search
from gallery.catalog.connection import read_transaction
from gallery.catalog.foreign_database import open_foreign
from gallery.languages.sentence import Sentence
from gallery.library.annotation_json import undecided_json
from gallery.scan.act_files import UNDECIDED, find_act_files
from gallery.transfer import digikam, lap
from gallery.transfer.beside_photos import BesidePhotos
from gallery.transfer.entries import ALBUMS, KINDS, TransferError
from gallery.transfer.matching import match
from gallery.transfer.own_csv import write_csv
from gallery.transfer.own_files import read_own_file
from gallery.transfer.own_json import write_json
from gallery.transfer.planning import Plan, album_part

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from gallery.annotations.models import AnnotationChange, FileIdentity
    from gallery.annotations.store import AnnotationStore
    from gallery.catalog.database import Database
    from gallery.catalog.file_keys import FileKeys
    from gallery.library.annotations import AnnotationsController
    from gallery.transfer.entries import Collected, Notes
    from gallery.transfer.matching import Matches

MAX_FILE_BYTES = 512 << 20
"""Of a JSON or CSV file: a million photos of which much is said."""
_SQLITE = b"SQLite format 3\0"
_DATABASES = ((digikam.is_digikam, digikam.read_digikam), (lap.is_lap, lap.read_lap))
FORMS = ("json", "csv")


class _Prepared(NamedTuple):
    """What was shown, and waits for its yes."""

    number: int
    collected: Collected
    plan: Plan
    tiles: dict[int, int]
    """The photo that stands for each file."""


class TransferController:
    """Takes over and exports. Every method may be called on any thread but the indexer's."""

    def __init__(
        self, store: AnnotationStore, database: Database, annotations: AnnotationsController, workspace: Path
    ) -> None:
        """Take library.db, the index, what lets the index follow, and a folder of ours that may be made and deleted."""
        self._store, self._database, self._annotations = store, database, annotations
        self._workspace = workspace
        self._lock = threading.Lock()
        """One preview is made at a time: it may take much memory."""
        self._prepared: _Prepared | None = None
        self._number = 0

    def preview_file(self, path: bytes) -> dict[str, Any]:
        """Show what a file would bring: an export, a table, or the database of digiKam or Lap.

        Raises:
            TransferError: it is none of these; the sentence says why.
            GalleryError: index or library.db cannot be read.
        """
        return self._preview(partial(self._read_file, os.fsdecode(path)))

    def preview_content(self, content: bytes, name: str) -> dict[str, Any]:
        """Show what an export or a table would bring, of which the page has sent the content. As `preview_file`."""
        return self._preview(lambda: read_own_file(content, os.path.basename(name) or "The file"))

    def preview_beside(self, origin: str) -> dict[str, Any]:
        """Show what would come from the files of Picasa or Google Takeout that lie beside the photos."""

        def read() -> Collected:
            with self._database.read() as conn, read_transaction(conn):
                beside = BesidePhotos(conn)
                return beside.read_picasa() if origin == "picasa" else beside.read_takeout()

        if origin not in {"picasa", "takeout"}:
            raise UsageError(Sentence("error-transfer-beside"))
        return self._preview(read)

    def _preview(self, read: Callable[[], Collected]) -> dict[str, Any]:
        with self._lock:
            self._prepared = None  # not two in memory
            collected = read()
            with self._database.read() as conn, read_transaction(conn):
                found = match(conn, collected.entries)
                spread, tiles = _spread(conn, found, exact=collected.is_exact)
                words = file_search.file_words(conn, spread)
            items = {photo: known.item for photo, known in words.items() if known.item}
            said = self._store.read(list(items.values()))
            known = {number: path.casefold() for number, path in self._store.ask(album_paths).items()}
            plan = Plan(albums={path: [] for path in collected.albums})
            for photo, wanted in spread.items():
                own = None if collected.is_own else words.get(photo)
                mine = said.get(items.get(photo, 0), Annotation())
                inside = {known[album] for album, _ in mine.albums if album in known}
                plan.add(photo, tiles[photo], wanted, mine, own, inside)
            self._number += 1
            self._prepared = _Prepared(self._number, collected, plan, tiles)
            return _preview_json(self._prepared, found)

    def _read_file(self, text: str) -> Collected:
        name = os.path.basename(text)
        try:
            if not os.path.isfile(text):  # to open a pipe would wait for ever
                raise TransferError(Sentence("error-transfer-no-file", name=name))
            with open(text, "rb") as file:
                if file.read(len(_SQLITE)) == _SQLITE:
                    return self._read_database(text)
                file.seek(0)
                content = file.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            raise TransferError(Sentence("error-cannot-read", name=name, why=error.strerror or str(error))) from error
        if len(content) > MAX_FILE_BYTES:
            raise TransferError(Sentence("error-transfer-large", name=name, count=MAX_FILE_BYTES >> 20))
        return read_own_file(content, name)

    def _read_database(self, text: str) -> Collected:
        from pathlib import Path

        with open_foreign(Path(text), self._workspace) as database:
            return digikam.read_first(database, _DATABASES)

    def forget(self) -> None:
        """Forget what was shown: the user does not want it."""
        with self._lock:
            self._prepared = None

    def apply(self, number: int, kinds: Collection[str], *, replace: bool) -> dict[str, Any]:
        """Say what was shown, as one act.

        Args:
            number: of the preview.
            kinds: what of it.
            replace: whether it takes the place of what the user has said; else that is kept.

        Raises:
            NotFoundError: it was shown too long ago: another was shown since.
            UsageError: there is no such kind.
            BusyError: of none of the photos it is known yet what was said before; nothing was changed. Where that is so
                of some, these are left out and named.
            DatabaseError: it cannot be kept; nothing was changed.
        """
        if not set(kinds) <= set(KINDS):
            raise UsageError(Sentence("error-transfer-unknown"))
        with self._lock:
            prepared = self._prepared
            if prepared is None or prepared.number != number:
                raise NotFoundError(Sentence("error-transfer-preview-old"))
            changes = prepared.plan.changes(kinds, replace=replace)
            albums = prepared.plan.albums if ALBUMS in kinds else {}
            answer = self._say(prepared, changes, albums, replace=replace)
            self._prepared = None
            return answer

    def _say(
        self,
        prepared: _Prepared,
        changes: dict[AnnotationChange, list[int]],
        albums: dict[str, list[tuple[int, int]]],
        *,
        replace: bool,
    ) -> dict[str, Any]:
        wanted = {photo: change for change, photos in changes.items() for photo in photos}
        with self._database.read() as conn, read_transaction(conn):
            keys = file_keys.identify(conn, wanted, members=False)
            try:
                revision, behind = self._store.changed_since(annotation_copy.get_revision(conn))
                files = find_act_files(conn, self._store, keys, is_same_library=behind is not None)
            except AnnotationsError as error:
                raise AnnotationsError(Sentence("error-not-kept", why=error.sentence)) from error
        undecided = [key for key, file in zip(keys, files, strict=True) if file is None]
        if undecided and len(undecided) == len(keys):
            raise BusyError(UNDECIDED)
        by_change: dict[AnnotationChange, list[tuple[FileKeys, FileIdentity]]] = {}
        for key, file in zip(keys, files, strict=True):
            if file is not None:
                by_change.setdefault(wanted[key.photo], []).append((key, file))
        parts = [Part([file for _, file in pairs], change) for change, pairs in by_change.items()]
        order = [key for pairs in by_change.values() for key, _ in pairs]
        places = {key.photo: at for at, key in enumerate(order)}
        held = {
            path: album_part(
                [(rank, places[photo]) for rank, photo in sorted(photos) if photo in places],
                prepared.collected.looks.get(path),
            )
            for path, photos in albums.items()
            if photos or not prepared.collected.albums[path]  # not those of which no photo is found here
        }
        say = partial(
            apply_parts, albums=held, parts=parts, origin=prepared.collected.origin, revision=revision,
            tiles=[prepared.tiles[one.photo] for one in order], only_unsaid=not replace,
        )  # fmt: skip
        told = {"from": prepared.collected.origin, "undecided": undecided_json(undecided)}
        return told | self._annotations.answer(self._store.run(say), order)

    def export(self, form: str) -> Iterator[bytes]:
        """Yield the parts of a file with all that was said: "json" or "csv".

        Raises:
            UsageError: there is no such form.
            AnnotationsError: library.db cannot be read.
        """
        if form not in FORMS:
            raise UsageError("What was said can be taken out as json or csv.")
        items, albums = self._store.ask(lambda conn: (read_by_place(conn), read_albums(conn)))
        made = datetime.now(UTC).isoformat(timespec="seconds")
        return write_json(items, made, albums) if form == "json" else write_csv(items, albums)

    def export_to(self, path: bytes, form: str) -> dict[str, Any]:
        """Write such a file; what stands at its path is replaced when all is written.

        Raises:
            TransferError: it cannot be written, or the place is Shoebox's own.
            GalleryError: as in `export`.
        """
        name = os.path.basename(os.fsdecode(path))
        if relative_to(os.path.realpath(os.fsencode(self._workspace.parent)), os.path.realpath(path)) is not None:
            raise TransferError(Sentence("error-transfer-own-folder", name=name))
        parts = list(self.export(form))
        try:
            from pathlib import Path

            replace_file(Path(os.fsdecode(path)), b"".join(parts))
        except OSError as error:
            raise TransferError(
                Sentence("error-transfer-unwritable", name=name, why=error.strerror or str(error))
            ) from error
        return {"name": name, "photos": len(parts) - (2 if form == "json" else 1)}


def _spread(
    conn: sqlite3.Connection, found: Matches, *, exact: bool
) -> tuple[dict[int, dict[str, Any]], dict[int, int]]:
    """Return what is said of each file, and the tile of each.

    Where files are one photo, what another program says of one of them is said of those, too, of which it says nothing:
    as the user's own acts are about all of them.
    """
    tiles = file_search.group_files(conn, found.said)
    spread = {photo: said for photo, said in found.said.items() if photo in tiles}
    if not exact:
        by_tile: dict[int, dict[str, Any]] = {}
        for photo in sorted(spread, key=lambda one: one != tiles[one]):  # that which is shown first
            by_tile.setdefault(tiles[photo], spread[photo])
        spread |= {photo: by_tile[tile] for photo, tile in tiles.items() if photo not in spread and tile in by_tile}
    return spread, tiles


def _preview_json(prepared: _Prepared, found: Matches) -> dict[str, Any]:
    collected, counts = prepared.collected, prepared.plan.counts
    return {
        "import": prepared.number,
        "from": collected.origin,
        "name": collected.name,
        "photos": len(collected.entries),
        "found": len(found.said),
        "kinds": [
            {
                "kind": kind, "new": len(count.new), "kept": len(count.kept), "same": len(count.same),
                "values": len(count.values),
            }
            for kind, count in counts.items()
            if count.new or count.kept or count.same
        ],
        "missing": _notes_json(found.missing),
        "ambiguous": _notes_json(found.ambiguous),
        "refused": _notes_json(collected.refused + found.twice),
        "left": [{"what": what, "count": count} for what, count in collected.left.items()],
    }  # fmt: skip


def _notes_json(notes: Notes) -> dict[str, Any]:
    return {"count": notes.count, "lines": notes.lines}
