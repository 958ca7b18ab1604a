"""Turns the albums of the index into the JSON that the page reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.catalog import album_copy
from gallery.catalog.album_copy import ORDERINGS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.catalog.album_copy import AlbumRow


def albums_json(conn: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return all albums, each behind the one it lies in and those before it there: what they are, hold and look like.

    `own` is how many photos an album holds itself, `count` also those of the albums in it, each once. `cover` is the
    photo that was chosen, else the first one, else that of the first album in it that has one.
    """
    rows = album_copy.get_albums(conn)
    counts, covers = album_copy.count(conn), album_copy.chosen_covers(conn)
    inside = album_copy.subtrees(rows)
    told = []
    for row in rows:
        held = [album for album in inside[row.id] if album in counts]
        own = counts[row.id].photos if row.id in counts else 0
        count = album_copy.count_together(conn, held) if len(held) > 1 else sum(counts[one].photos for one in held)
        cover = next((covers.get(one) or counts[one][1:] for one in held), None)
        told.append(
            {
                "id": row.id,
                "parent": row.parent or None,
                "name": row.name,
                "order": ORDERINGS[row.ordering],
                "own": own,
                "count": count,
                "cover": cover and {"photo": cover[0], "version": cover[1]},
            }
        )
    return told


def albums_of_json(conn: sqlite3.Connection, photo: int) -> list[dict[str, Any]]:
    """Return the albums that hold a photo, in their order: {id, path}, the path with those above: "Trips/Italy"."""
    rows: Sequence[AlbumRow] = album_copy.get_albums(conn)
    paths, held = album_copy.paths(rows), set(album_copy.albums_of(conn, photo))
    return [{"id": row.id, "path": "/".join(paths[row.id])} for row in rows if row.id in held]
