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
from gallery.languages.sentence import Sentence
from gallery.scan.annotation_values import identity_of
from gallery.scan.link_decisions import is_same

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.annotations.items import KnownItem
    from gallery.annotations.models import FileIdentity
    from gallery.catalog.file_keys import FileKeys
    from gallery.scan.annotation_links import Links

UNDECIDED = Sentence("error-undecided")
"""Said where it is so of all photos of an act. Else the act is about the others."""


def find_act_files(
    conn: sqlite3.Connection, links: Links, files: Sequence[FileKeys], *, is_same_library: bool
) -> list[FileIdentity | None]:
    """Return the files of an act, in their order, each with its item if it has one; None: it cannot be told yet.

    Args:
        conn: a connection to the index.
        links: the store.
        files: of the act.
        is_same_library: whether the items that the index has are those of the store, and not of one before a restore.

    Raises:
        DatabaseError: the store cannot be read.
    """
    if not is_same_library:
        files = [file._replace(item=None) for file in files]
    noted = unlinked_photos.find_noted_among(conn, [file.photo for file in files]) if is_same_library else None
    asked = [file for file in files if noted is None or file.photo in noted]
    if not asked:
        return [identity_of(file, file.item) for file in files]
    found = links.find([identity_of(file) for file in asked])
    decided = {file.photo: _decide(conn, links, file, known) for file, known in zip(asked, found, strict=True)}
    return [decided[file.photo] if file.photo in decided else identity_of(file, file.item) for file in files]


def require_act_files(
    conn: sqlite3.Connection, links: Links, files: Sequence[FileKeys], *, is_same_library: bool
) -> list[FileIdentity]:
    """Return the files of an act that is about all of them or none, as `find_act_files` does.

    Raises:
        BusyError: of some it cannot be told before all folders have been read.
        DatabaseError: the store cannot be read.
    """
    found = find_act_files(conn, links, files, is_same_library=is_same_library)
    known = [file for file in found if file is not None]
    if len(known) < len(found):
        raise BusyError(UNDECIDED)
    return known


def _decide(conn: sqlite3.Connection, links: Links, file: FileKeys, known: Sequence[KnownItem]) -> FileIdentity | None:
    """Return a noted file with its item, without one where nothing was said about it; None: it cannot be told yet."""
    now, linked = identity_of(file), links.get_item(file.item) if file.item else None
    if linked and same_content(now, linked.identity.size, linked.identity.mtime_ns, linked.identity.fingerprint):
        return now._replace(item=file.item)
    same = [one.item for one in known if is_same(now, one)]
    if len(same) == 1 and set(annotation_copy.find_linked_shown(conn, same[0])) <= {file.photo}:
        return now._replace(item=same[0])
    return None if known or file.item else now
