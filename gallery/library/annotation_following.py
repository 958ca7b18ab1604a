"""Renews the copy of what the user said in the index, by what changed in library.db since it was renewed last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.annotations.models import LABELS, PICKS, Annotation
from gallery.catalog import annotation_copy
from gallery.catalog.annotation_copy import Said

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.annotations.store import AnnotationStore

NOTHING = Annotation()


def follow(conn: sqlite3.Connection, store: AnnotationStore, links: Sequence[tuple[int, int]]) -> int:
    """Copy what changed, and what was said of photos that are linked from now on. Return how many photos changed.

    Args:
        conn: of the index, in a writing transaction.
        store: library.db.
        links: (photo, item).
    """
    changes = store.changed_since(annotation_copy.get_revision(conn))
    annotation_copy.set_revision(conn, changes.revision)
    if changes.items is None:
        annotation_copy.note_all(conn)
    linked = dict(annotation_copy.find_linked(conn, changes.items or ()))
    linked |= {item: photo for photo, item in links}
    said = store.read(list(linked))
    rows = [(photo, item, _as_copied(said.get(item, NOTHING))) for item, photo in linked.items()]
    return annotation_copy.put(conn, rows)


def _as_copied(said: Annotation) -> Said:
    return Said(
        None if said.favourite is None else int(said.favourite),
        said.rating,
        None if said.pick is None else PICKS.index(said.pick),
        None if said.label is None else LABELS.index(said.label),
        said.title,
        said.caption,
        "\n".join(said.tags) or None,
        "\n".join(said.removed_tags) or None,
    )
