"""A program that says one thing after the other and acknowledges each on its output, to be killed at it.

    python -m tests.annotations.acting LIBRARY STEPS
    python -m tests.annotations.acting LIBRARY restore

The second restores the newest backup. Each step is one act over all files, and follows from the number of acts so far
alone; so whoever finds the library knows what it must say: what one says in which nothing was killed or failed (`Undisturbed`).
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from gallery.annotations import albums, tag_moves
from gallery.annotations.album_store import AlbumStore
from gallery.annotations.importing import AlbumPart, Part, album_paths, apply_parts, read_albums, read_all
from gallery.annotations.library_file import open_library
from gallery.annotations.models import AnnotationChange
from gallery.base.errors import DatabaseError
from tests.annotations.files import files

if TYPE_CHECKING:
    import sqlite3

    from gallery.annotations.library_file import OpenedLibrary
    from gallery.annotations.store import AnnotationStore

FILES = files(40)
FIRST = date(2026, 1, 1)


def rate(store: AnnotationStore, number: int) -> None:
    """Say something of several tables, so that half of it would show."""
    change = AnnotationChange(favourite=number % 2 == 0, rating=number % 5, caption=f"said {number}")
    store.apply(FILES, change)


def tag(store: AnnotationStore, number: int) -> None:
    store.apply(FILES, AnnotationChange(add_tags=(f"tags/t{number}", "tags/all"), remove_tags=(f"old/{number}",)))


def move_tag(store: AnnotationStore, number: int) -> None:
    """Rename the tag under which all others are, so that each file gets them anew; and back the next time."""
    source, target = ("tags", "moved") if has_tag(store, "tags") else ("moved", "tags")
    said = store.read(range(1, len(FILES) + 1))
    held = [FILES[item - 1] for item in sorted(said)]
    write = tag_moves.mover(source, target, [()] * len(held))
    store.apply(held, AnnotationChange(moved_tag=(source, target)), write=write)


def has_tag(store: AnnotationStore, top: str) -> bool:
    said = store.read(range(1, len(FILES) + 1)).values()
    return any(path.startswith(f"{top}/") for one in said for path in one.tags)


def date_and_place(store: AnnotationStore, number: int) -> None:
    store.apply(FILES, AnnotationChange(date=f"{1900 + number % 100}", place=f"{number % 80}.5,10.25"))


def make_album(store: AnnotationStore, number: int) -> None:
    AlbumStore(store).create(f"Trips/{number}", None, FILES[::2])


def order_album(store: AnnotationStore, number: int) -> None:
    AlbumStore(store).reorder(newest_album(store), FILES[20:], FILES[2 + 2 * (number % 5)])


def cover_album(store: AnnotationStore, number: int) -> None:
    AlbumStore(store).set_cover(newest_album(store), [FILES[number % 10 * 2]])


def delete_album(store: AnnotationStore, number: int) -> None:
    AlbumStore(store).delete(newest_album(store))


def newest_album(store: AnnotationStore) -> int:
    return max(album.id for album in store.get_albums())


def bring_in(store: AnnotationStore, number: int) -> None:
    """Take much over at once, of several kinds, with an album."""
    parts = [
        Part([one], AnnotationChange(title=f"came {number} {at}", add_tags=(f"tags/came{at % 3}",)))
        for at, one in enumerate(FILES)
    ]
    came = {f"Came/{number}": AlbumPart(range(0, 40, 3))}
    store.run(lambda conn: apply_parts(conn, parts, "table", only_unsaid=False, albums=came))


def undo(store: AnnotationStore, number: int) -> None:
    assert store.undo() is not None


def redo(store: AnnotationStore, number: int) -> None:
    assert store.redo() is not None


ACTS = (
    rate, tag, undo, redo, move_tag, date_and_place, undo,
    make_album, order_album, cover_album, undo, redo, bring_in, undo, redo, delete_album, undo,
)  # fmt: skip
"""What is done, in turn."""


def name_of(number: int) -> str:
    """The kind of the act after so many; of an undo and a redo with what it is about."""
    at = number % len(ACTS)
    if ACTS[at] in (undo, redo):
        said = next(one for one in ACTS[at - 1 :: -1] if one not in (undo, redo))
        return f"{ACTS[at].__name__} {said.__name__}"
    return ACTS[at].__name__


def step(store: AnnotationStore, number: int) -> None:
    """Do what comes after so many acts."""
    ACTS[number % len(ACTS)](store, number)


def count(store: AnnotationStore) -> int:
    """How many acts the journal has."""
    return store.changed_since(0).revision & 0xFFFFFFFF


def found(store: AnnotationStore) -> tuple[int, Any]:
    """How many acts the journal has, and all that is said, in a form to compare; of one state of the file."""
    return store.ask(_found)


def _found(conn: sqlite3.Connection) -> tuple[int, Any]:
    paths = album_paths(conn)
    said = {
        known.identity.relative: (
            one._replace(albums=()),
            sorted((paths[album], place) for album, place in one.albums if album in paths),
        )
        for known, one in read_all(conn)
    }
    covers = sorted((album.id, album.cover) for album in albums.get_all(conn))
    acts = conn.execute("SELECT count(*), coalesce(max(id), 0) FROM acts").fetchone()
    assert acts[0] == acts[1], "no act is missing in the journal"
    return acts[0], (said, read_albums(conn), covers)


class Undisturbed:
    """A library in which the same acts are done, and nothing is killed or fails."""

    def __init__(self) -> None:
        self._place = TemporaryDirectory()
        self._store = open_library(Path(self._place.name) / "library.db").store
        self._acts = 0
        self._known = {0: found(self._store)[1]}

    def said_after(self, acts: int) -> Any:
        """What is said after so many acts; beyond the first ones, to be asked in order."""
        while acts not in self._known:
            step(self._store, self._acts)
            self._acts += 1
            if self._acts in {acts, *range(2 * len(ACTS) + 1)}:
                self._known[self._acts] = found(self._store)[1]
        return self._known[acts]


undisturbed = cache(Undisturbed)


def said_after(acts: int) -> Any:
    """What is said after so many acts."""
    return undisturbed().said_after(acts)


def main(path: str, steps: int) -> None:
    """Act so many times; a refusal is told, and the step is done again."""
    library = open_library(Path(path))
    if library.backups is None:
        print("refused", library.store.problem, flush=True)
        sys.exit(3)
    for _ in range(steps):
        acts = count(library.store)
        print("begin", name_of(acts), flush=True)
        try:
            step(library.store, acts)
            print("done", acts + 1, flush=True)
        except DatabaseError as error:
            print("refused", error, flush=True)
        _back_up(library, acts)
    library.store.close()


def _back_up(library: OpenedLibrary, acts: int) -> None:
    if acts % 6 == 5 and library.backups:
        library.backups.make_if_due(FIRST + timedelta(acts))


def restore(path: str) -> None:
    """Restore the newest backup, and tell when that is done."""
    library = open_library(Path(path))
    assert library.backups is not None
    library.backups.restore(library.backups.get_all()[0].name)
    print("done 1", flush=True)
    library.store.close()


if __name__ == "__main__":
    if sys.argv[2] == "restore":
        restore(sys.argv[1])
    else:
        main(sys.argv[1], int(sys.argv[2]))
