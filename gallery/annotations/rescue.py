"""Takes over into library.db what the index still knows of it, where the file has lost something.

It has where a backup took its place because it was damaged or missing, where it was made anew, and where an older copy
was put in its place by hand. A backup that the user restores in the program has lost nothing. What is taken over is an
act like others, which the history can take back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.annotations import albums as album_rows
from gallery.annotations import items as item_rows
from gallery.annotations import journal, tags, values
from gallery.annotations.album_models import TOP
from gallery.annotations.library_schema import CAPTION, DATE, FAVOURITE, LABEL, PICK, PLACE, RATING, SET, TAG, TITLE
from gallery.annotations.models import LABELS, PICKS, AnnotationChange
from gallery.annotations.undoing import now_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from gallery.annotations.models import Annotation, FileIdentity
    from gallery.annotations.values import Value

_INCOMPLETE = "incomplete"
"""The row of `meta` that says that something was lost, and not taken over yet."""
_ACT = (1 << journal.EPOCH_SHIFT) - 1
"""The part of a revision that is the number of an act."""


class KnownAlbum(NamedTuple):
    """What the index knows of an album. Files are places in a list."""

    ordering: int
    """Place in ORDERINGS."""
    cover: int | None
    """The chosen file; None: the first one, or one that the index does not know."""
    holds: Sequence[int]
    """In the order of the album."""


def mark_incomplete(conn: sqlite3.Connection) -> None:
    """Note that the file in which this is written lacks some of what was said."""
    conn.execute("INSERT OR REPLACE INTO meta VALUES (?, 1)", (_INCOMPLETE,))


def find_loss(conn: sqlite3.Connection, revision: int) -> str | None:
    """Return what has happened to the library, as the first half of a sentence; None: nothing is lost.

    Args:
        conn: any connection.
        revision: the one that the index has followed; 0: none.
    """
    if conn.execute("SELECT 1 FROM meta WHERE key = ?", (_INCOMPLETE,)).fetchone():
        return "library.db had lost something"
    now = journal.revision(conn)
    if revision & _ACT and now & _ACT == 0:  # an act was followed of which it knows nothing
        return "library.db was new"
    if revision >> journal.EPOCH_SHIFT == now >> journal.EPOCH_SHIFT and revision > now:
        return "An older library.db was put in place of the one that Shoebox used last"
    return None


def take_over(
    conn: sqlite3.Connection,
    found: Sequence[tuple[FileIdentity, Annotation]],
    albums: Mapping[tuple[str, ...], KnownAlbum],
    revision: int,
) -> tuple[int, int]:
    """Say about files what the index knows, and let the library have a past of its own from here on.

    Items that an act of the library has changed since the index followed it stay as they are.

    Args:
        conn: a writing connection in a transaction.
        found: files, with their items where the index has some, and what it knows.
        albums: what the index knows of them, by their paths, outer ones first.
        revision: the one that the index has followed.

    Returns:
        About how many files something is said now that was not, and how many were looked at.
    """
    items = item_rows.items_of(conn, [_checked(conn, file) for file, _ in found])
    later = set(journal.changed_after(conn, revision & _ACT))
    wanted: dict[tuple[int, int], dict[int, Value]] = {}
    for item, (_, annotation) in zip(items, found, strict=True):
        if item not in later:
            for field, tag, value in _fields(conn, annotation):
                wanted.setdefault((field, tag), {})[item] = value
    changes = [part for key, said in wanted.items() for part in values.set_each(conn, *key, said)]
    for names, known in albums.items():
        album, made = album_rows.put_path(conn, TOP, names)
        changes += made + album_rows.add(conn, album, [items[at] for at in known.holds if items[at] not in later])
        cover = {} if known.cover is None else {"cover": items[known.cover]}
        changes += album_rows.change(conn, album, {"ordering": known.ordering, **cover})
    changed = len(set().union(*(part.items for part in changes)))
    if changes:
        note = f"What the index still knew of {changed:,} {'photo' if changed == 1 else 'photos'} taken over"
        journal.add(conn, now_ms(), SET, changes, AnnotationChange(note=note))
    conn.execute("DELETE FROM meta WHERE key = ?", (_INCOMPLETE,))
    conn.execute("UPDATE meta SET value = random() & 0x7FFFFFFF WHERE key = 'epoch'")
    return changed, len(found)


def _checked(conn: sqlite3.Connection, file: FileIdentity) -> FileIdentity:
    """Return a file without its item where the library has another file by that number."""
    known = item_rows.get(conn, file.item) if file.item else None
    then = known and known.identity
    same = then and ((then.root, then.relative) == (file.root, file.relative) or then.fingerprint == file.fingerprint)
    return file if same else file._replace(item=None)


def _fields(conn: sqlite3.Connection, said: Annotation) -> Iterator[tuple[int, int, Value]]:
    """Yield (field, tag, value) of all that is said, as the columns hold it."""
    plain: tuple[tuple[int, Value], ...] = (
        (FAVOURITE, None if said.favourite is None else int(said.favourite)),
        (RATING, said.rating),
        (PICK, None if said.pick is None else PICKS.index(said.pick)),
        (LABEL, None if said.label is None else LABELS.index(said.label)),
        (TITLE, said.title),
        (CAPTION, said.caption),
        (DATE, said.date),
        (PLACE, said.place),
    )
    yield from ((field, 0, value) for field, value in plain if value is not None)
    for value, paths in ((1, said.tags), (0, said.removed_tags)):
        for path in paths:
            yield TAG, tags.put(conn, path), value
