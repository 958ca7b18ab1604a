"""The items of library.db that no photo shows: what was said about files that are gone. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.annotations import items as item_rows
from gallery.annotations import values
from gallery.annotations.models import Annotation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from gallery.annotations.items import KnownItem


NOTHING = Annotation()


class SaidItem(NamedTuple):
    """An item, and what is said about it."""

    known: KnownItem
    annotation: Annotation


def find_unlinked(conn: sqlite3.Connection, linked: Collection[int], *, gone_only: bool) -> list[SaidItem]:
    """Return the items about which something is said, but those of photos, the newest first.

    Args:
        conn: any connection.
        linked: the items of photos.
        gone_only: leave out those that were not seen to be deleted.
    """
    which = "WHERE gone > 0" if gone_only else ""
    items = {item for (item,) in conn.execute(f"SELECT id FROM items {which}")}
    found = read_said(conn, items.difference(linked))
    return sorted(found, key=lambda one: (one.known.gone_at_ms or 0, one.known.item), reverse=True)


def read_said(conn: sqlite3.Connection, items: Iterable[int]) -> list[SaidItem]:
    """Return those of these items about which something is said, by their numbers."""
    alive = {album for (album,) in conn.execute("SELECT id FROM albums WHERE NOT deleted")}
    said = {
        item: one
        for item, one in values.read(conn, list(items)).items()
        if one._replace(albums=()) != NOTHING or any(album in alive for album, _ in one.albums)
    }
    return [SaidItem(known, said[known.item]) for known in item_rows.get_all(conn, said)]
