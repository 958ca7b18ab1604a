"""Gives back to library.db what it has lost and the index has a copy of, before the index follows it."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from gallery.annotations.rescue import KnownAlbum, find_loss, take_over
from gallery.catalog import album_copy, annotation_copy
from gallery.catalog.file_keys import find_files
from gallery.scan.annotation_values import annotation_of, identity_of

if TYPE_CHECKING:
    import sqlite3

    from gallery.scan.annotation_links import Links

log = logging.getLogger(__name__)


def rescue(conn: sqlite3.Connection, links: Links) -> None:
    """Take over what the index knows and library.db has lost, and tell the user.

    Args:
        conn: a connection to the index. Nothing is changed there.
        links: the store.

    Raises:
        DatabaseError: the store cannot be read or written; a next start tries again.
    """
    revision = annotation_copy.get_revision(conn)
    loss = links.ask(partial(find_loss, revision=revision))
    if loss is None:
        return
    said = annotation_copy.get_all(conn)
    files = find_files(conn, "annotations")
    found = [(identity_of(file, file.item), annotation_of(said[file.photo])) for file in files]
    places = {file.photo: at for at, file in enumerate(files)}
    by_item: dict[int | None, int] = {file.item: at for at, file in enumerate(files) if file.item}
    albums = {
        path: KnownAlbum(row.ordering, by_item.get(row.cover), [places[photo] for photo in photos if photo in places])
        for path, (row, photos) in album_copy.get_contents(conn).items()
    }
    changed, _ = links.run(partial(take_over, found=found, albums=albums, revision=revision))
    photos = f"{changed:,} photos" if changed != 1 else "one photo"
    log.warning("%s: taken over from the index for %d files of %d", loss, changed, len(found))
    if changed:
        links.tell(f"{loss}. What it lacked about {photos} was taken over from the index; the history can undo that.")
    elif found:
        links.tell(f"{loss}. The index knew nothing besides.")
