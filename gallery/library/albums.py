"""The controller of albums: they are kept in library.db, and the index follows (as library/annotations.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.annotations.album_store import AlbumStore
from gallery.catalog import photos
from gallery.catalog.connection import read_transaction
from gallery.library.album_json import albums_json
from gallery.library.annotation_json import undecided_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gallery.annotations.models import Applied, FileIdentity
    from gallery.annotations.store import AnnotationStore
    from gallery.catalog.database import Database
    from gallery.library.annotations import AnnotationsController, FoundFiles


class AlbumsController:
    """Makes, fills and orders albums, and tells of them. Every method may be called on any thread but the indexer's.

    What changes something returns {act, photos, generation}: the act (None: nothing was changed by it), how many
    photos it changed, and the generation from which on timelines show it. All of these raise

        NotFoundError: there is no such album, or none of the photos is there any more.
        UsageError: it cannot be done.
        BusyError: what was said before about one of the photos is not known yet.
        DatabaseError: it cannot be kept.
    """

    def __init__(self, store: AnnotationStore, database: Database, annotations: AnnotationsController) -> None:
        """Take library.db, the index, and the controller that knows the files of photos and has the index follow."""
        self._albums, self._database, self._annotations = AlbumStore(store), database, annotations
        self._known: tuple[int, list[dict[str, Any]]] | None = None
        """The generation and its albums, as they were told last."""

    def list(self) -> dict[str, Any]:
        """Return {generation, albums}, see `albums_json`. Counted anew after every change."""
        with self._database.read() as conn, read_transaction(conn):
            generation = photos.get_generation(conn)
            known = self._known
            if known is None or known[0] != generation:
                known = self._known = (generation, albums_json(conn))
        return {"generation": known[0], "albums": known[1]}

    def create(self, path: str, parent: int | None, ids: Sequence[int]) -> dict[str, Any]:
        """Make the album of a path, where there is none yet, and put photos into it; its number is `album`."""
        found = self._find(ids) if ids else None
        album, applied = self._albums.create(path, parent, *_files(found))
        return {"album": album} | self._answer(applied, found)

    def change(self, album: int, *, name: str | None = None, order: str | None = None) -> dict[str, Any]:
        """Give an album another name, or another order."""
        if name is not None:
            return self._answer(self._albums.rename(album, name))
        return self._answer(self._albums.sort(album, order or ""))

    def set_cover(self, album: int, photo: int) -> dict[str, Any]:
        """Let a photo be the cover."""
        return self._with_files(self._albums.set_cover, album, [photo])

    def move(self, album: int, parent: int | None, before: int | None) -> dict[str, Any]:
        """Put an album into another one, or into none, before one of those that lie there or behind them."""
        return self._answer(self._albums.move(album, parent, before))

    def delete(self, album: int) -> dict[str, Any]:
        """Delete an album with those in it. No photo is touched."""
        return self._answer(self._albums.delete(album))

    def add(self, album: int, ids: Sequence[int]) -> dict[str, Any]:
        """Put photos at the end, in the order of their ids; those that are in it stay where they are."""
        return self._with_files(self._albums.add, album, ids)

    def remove(self, album: int, ids: Sequence[int]) -> dict[str, Any]:
        """Take photos out. Their files stay where they are."""
        return self._with_files(self._albums.remove, album, ids)

    def reorder(self, album: int, ids: Sequence[int], before: int | None) -> dict[str, Any]:
        """Put photos of an album before another one of it, in the order of their ids; None: at the end."""
        found = self._find(ids)
        target = None if before is None else self._find([before]).files[0]
        files, revision = _files(found)
        return self._answer(self._albums.reorder(album, files, target, revision), found)

    def _with_files(
        self, act: Callable[[int, Sequence[FileIdentity], int | None], Applied], album: int, ids: Sequence[int]
    ) -> dict[str, Any]:
        found = self._find(ids)
        return self._answer(act(album, *_files(found)), found)

    def _find(self, ids: Sequence[int]) -> FoundFiles:
        """Return the files of photos, in their order: of a group first the one whose tile it is."""
        found = self._annotations.find_files(ids)
        tiles = {key.photo: key.tile for key in found.keys}
        places = {tiles.get(photo, photo): at for at, photo in reversed(list(enumerate(found.tiles)))}

        def place(at: int) -> tuple[int, bool]:
            photo = found.keys[at].photo
            tile = tiles.get(photo, photo)
            return places.get(tile, len(places)), tile != photo

        order = sorted(range(len(found.keys)), key=place)
        return found._replace(keys=[found.keys[at] for at in order], files=[found.files[at] for at in order])

    def _answer(self, applied: Applied, found: FoundFiles | None = None) -> dict[str, Any]:
        if found is None:
            return self._annotations.answer(applied)
        told = self._annotations.answer(applied, found.keys, len(found.tiles))
        return told | {"undecided": undecided_json(found.undecided)}


def _files(found: FoundFiles | None) -> tuple[Sequence[FileIdentity], int | None]:
    return ((), None) if found is None else (found.files, found.revision)
