"""Finds by which items an act about photos is kept: never by one that may be another file's.

A photo that is noted (catalog/unlinked_photos.py) has changed or moved, or is new to the index. Until it is linked, the
item that the index has for it may have gone elsewhere, and something may have been said about it that the index does
not know. An act by that item would be said about another photo; one by a new item would hide what was said before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.annotations.items import same_content
from gallery.base.errors import BusyError
from gallery.catalog import annotation_copy, unlinked_photos
from gallery.scan.annotation_values import identity_of
from gallery.scan.link_decisions import is_same

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.annotations.items import KnownItem
    from gallery.annotations.models import FileIdentity
    from gallery.catalog.file_keys import FileKeys
    from gallery.scan.annotation_links import Links

UNDECIDED = (
    "Some of these photos were moved or changed, and Shoebox does not know yet what you said about them before."
    " Nothing was changed. Try again when your folders have been read."
)


def find_act_files(
    conn: sqlite3.Connection, links: Links, files: Sequence[FileKeys], *, is_same_library: bool
) -> list[FileIdentity]:
    """Return the files of an act, in their order, each with its item if it has one.

    Args:
        conn: a connection to the index.
        links: the store.
        files: of the act.
        is_same_library: whether the items that the index has are those of the store, and not of one before a restore.

    Raises:
        BusyError: of some it cannot be told before all folders have been read.
        DatabaseError: the store cannot be read.
    """
    if not is_same_library:
        files = [file._replace(item=None) for file in files]
    noted = unlinked_photos.find_noted_among(conn, [file.photo for file in files]) if is_same_library else None
    asked = [file for file in files if noted is None or file.photo in noted]
    found = links.find([identity_of(file) for file in asked])
    items = {file.photo: _item(conn, links, file, known) for file, known in zip(asked, found, strict=True)}
    return [identity_of(file, items.get(file.photo, file.item)) for file in files]


def _item(conn: sqlite3.Connection, links: Links, file: FileKeys, known: Sequence[KnownItem]) -> int | None:
    """Return the item of a noted file; None: nothing was said about it.

    Raises:
        BusyError: it cannot be told yet.
    """
    now, linked = identity_of(file), links.get_item(file.item) if file.item else None
    if linked and same_content(now, linked.identity.size, linked.identity.mtime_ns, linked.identity.fingerprint):
        return file.item
    same = [one.item for one in known if is_same(now, one)]
    if len(same) == 1 and set(annotation_copy.find_linked_shown(conn, same[0])) <= {file.photo}:
        return same[0]
    if known or file.item:
        raise BusyError(UNDECIDED)
    return None
