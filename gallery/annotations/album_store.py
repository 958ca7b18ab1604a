"""What may be said of albums: acts as all others, in one transaction with their journal, and undone like them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.annotations import albums, journal
from gallery.annotations import items as item_rows
from gallery.annotations.album_models import ORDERINGS, TOP, clean_name, clean_path
from gallery.annotations.library_schema import SET
from gallery.annotations.models import AnnotationChange, Applied
from gallery.base.errors import UsageError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.annotations.models import FileIdentity
    from gallery.annotations.store import AnnotationStore
    from gallery.annotations.values import FieldChange


class AlbumStore:
    """Albums in library.db. Every method may be called on any thread.

    One that writes returns when the change is on the disk, or raises and has changed nothing. All of them raise

        NotFoundError: there is no such album.
        UsageError: it cannot be done.
        AnnotationsError: the disk is full or broken, or the file cannot be used.

    Files are given as to `AnnotationStore.apply`, with the revision of the library that gave them their items. What an
    act did is told by its `change.album`: {"did", "album", "name"} and what else belongs to it.
    """

    def __init__(self, store: AnnotationStore) -> None:
        """Take the store of the library, whose file and journal this one shares."""
        self._store = store

    def create(
        self, path: str, parent: int | None, files: Sequence[FileIdentity] = (), revision: int | None = None
    ) -> tuple[int, Applied]:
        """Return the album of a path such as "Trips/Italy" below another album, and make what there is not yet of it.

        Args:
            path: names with slashes between.
            parent: the album in which the outermost lies; None: in none.
            files: what is put into it, in this order.
            revision: of the library that gave the files their items.
        """
        names = clean_path(path)
        with self._store.writing() as conn:
            if parent is not None:
                albums.get(conn, parent)
            album, changes = albums.put_path(conn, TOP if parent is None else parent, names)
            items = _items_of(conn, files, revision)
            changes += albums.add(conn, album, items)
            did = "create" if changes and changes[0].items == [] else "add"
            return album, _finish(conn, changes, items, {"did": did, "album": album, "name": names[-1]})

    def rename(self, album: int, name: str) -> Applied:
        """Give an album another name."""
        clean = clean_name(name)
        with self._store.writing() as conn:
            before = albums.get(conn, album).name
            changes = albums.change(conn, album, {"name": clean})
            return _finish(conn, changes, [], {"did": "rename", "album": album, "name": before, "to": clean})

    def sort(self, album: int, ordering: str) -> Applied:
        """Say in which order an album is shown: one of ORDERINGS."""
        if ordering not in ORDERINGS:
            raise UsageError(f"An album is ordered by one of {', '.join(ORDERINGS)}.")
        with self._store.writing() as conn:
            name = albums.get(conn, album).name
            changes = albums.change(conn, album, {"ordering": ORDERINGS.index(ordering)})
            return _finish(conn, changes, [], {"did": "sort", "album": album, "name": name, "to": ordering})

    def set_cover(self, album: int, files: Sequence[FileIdentity], revision: int | None = None) -> Applied:
        """Let a photo be the cover of an album that holds it: the first of its files that is in it.

        Raises:
            UsageError: the album holds none of them.
        """
        with self._store.writing() as conn:
            name = albums.get(conn, album).name
            items = _items_of(conn, files, revision)
            held = albums.places_of(conn, album, items)
            cover = next((item for item in items if item in held), None)
            if cover is None:
                raise UsageError(Sentence("error-album-cover"))
            changes = albums.change(conn, album, {"cover": cover})
            return _finish(conn, changes, items, {"did": "cover", "album": album, "name": name})

    def move(self, album: int, parent: int | None, before: int | None) -> Applied:
        """Put an album into another one (None: into none), before one of those that lie there (None: behind them)."""
        with self._store.writing() as conn:
            name = albums.get(conn, album).name
            into = albums.get(conn, parent).name if parent is not None else ""
            changes = albums.move(conn, album, TOP if parent is None else parent, before)
            return _finish(conn, changes, [], {"did": "move", "album": album, "name": name, "to": into})

    def delete(self, album: int) -> Applied:
        """Delete an album with those that lie in it. No photo is touched, and undoing brings all of it back."""
        with self._store.writing() as conn:
            name = albums.get(conn, album).name
            return _finish(conn, albums.delete(conn, album), [], {"did": "delete", "album": album, "name": name})

    def add(self, album: int, files: Sequence[FileIdentity], revision: int | None = None) -> Applied:
        """Put files at the end of an album, in their order; those that it holds stay where they are."""
        with self._store.writing() as conn:
            name = albums.get(conn, album).name
            items = _items_of(conn, files, revision)
            return _finish(conn, albums.add(conn, album, items), items, {"did": "add", "album": album, "name": name})

    def remove(self, album: int, files: Sequence[FileIdentity], revision: int | None = None) -> Applied:
        """Take files out of an album. They stay where they are on the disk."""
        with self._store.writing() as conn:
            name = albums.get(conn, album).name
            items = _items_of(conn, files, revision)
            changes = albums.remove(conn, album, items)
            return _finish(conn, changes, items, {"did": "remove", "album": album, "name": name})

    def reorder(
        self, album: int, files: Sequence[FileIdentity], before: FileIdentity | None, revision: int | None = None
    ) -> Applied:
        """Put files of an album before another one of it, in their order; None: at the end."""
        with self._store.writing() as conn:
            name = albums.get(conn, album).name
            items = _items_of(conn, files, revision)
            target = None if before is None else _items_of(conn, [before], revision)[0]
            changes = albums.reorder(conn, album, items, target)
            return _finish(conn, changes, items, {"did": "order", "album": album, "name": name, "photos": len(items)})


def _items_of(conn: sqlite3.Connection, files: Sequence[FileIdentity], revision: int | None) -> list[int]:
    """Return the items of files; by place and content where another library gave them their numbers."""
    if not files:
        return []
    if revision is not None and not journal.is_own_revision(conn, revision):
        files = [file._replace(item=None) for file in files]
    items = item_rows.items_of(conn, files)
    item_rows.forget_given(conn, items)
    return items


def _finish(conn: sqlite3.Connection, changes: list[FieldChange], items: list[int], told: dict[str, Any]) -> Applied:
    """Write the act into the journal, if anything changed."""
    act = journal.add(conn, journal.now_ms(), SET, changes, AnnotationChange(album=told)) if changes else None
    return Applied(act, items, journal.revision(conn))
