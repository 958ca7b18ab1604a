"""What Lap's database says about photos.

Tables: julyx10/lap, t_sqlite.rs. What it calls albums are the folders that the user added, as roots are here. Columns
came over the years: what a file lacks is not asked for.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from gallery.transfer.entries import Collected, Entry, one_name

if TYPE_CHECKING:
    from gallery.catalog.foreign_database import ForeignDatabase

_SAID = {"is_favorite": "favourite", "rating": "rating", "comments": "caption"}
"""Columns of `afiles` and the kinds that they are."""
_TAGS = "SELECT file_id, name FROM afile_tags JOIN atags ON atags.id = tag_id ORDER BY file_id, atags.id"
_PEOPLE = "SELECT file_id, name FROM faces JOIN persons ON persons.id = person_id WHERE name != '' ORDER BY file_id"


def is_lap(database: ForeignDatabase) -> bool:
    """Return whether a database is one of Lap's."""
    return (
        database.has("albums", "id", "path")
        and database.has("afolders", "id", "album_id", "path")
        and database.has("afiles", "id", "folder_id", "name", "size")
    )


def read_lap(database: ForeignDatabase) -> Collected:
    """Return what it says.

    Raises:
        ForeignDatabaseError: it is damaged, or takes too long to read.
        TransferError: it speaks of too many photos.
    """
    collected = Collected("lap", database.name)
    lists: dict[Any, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, question in _lists(database):
        for file, name in database.rows(question):
            if isinstance(name, str):
                lists[file][kind].append(one_name(name) if kind == "tags" else name)
    columns = [column for column in _SAID if database.has("afiles", column)]
    asked = "".join(f", afiles.{column}" for column in columns)
    for file, folder, name, size, *values in database.rows(
        f"SELECT afiles.id, path, afiles.name, size{asked} FROM afiles JOIN afolders ON afolders.id = folder_id"
    ):
        said: dict[str, Any] = {**lists.get(file, {})}
        for column, value in zip(columns, values, strict=True):
            if value:
                said[_SAID[column]] = bool(value) if column == "is_favorite" else value
        if said and isinstance(folder, str) and isinstance(name, str):
            path = os.path.join(os.fsencode(folder), os.fsencode(name))
            collected.add(Entry(path, said, size=size if type(size) is int else None))
    return collected


def _lists(database: ForeignDatabase) -> list[tuple[str, str]]:
    found = []
    if database.has("atags", "id", "name") and database.has("afile_tags", "file_id", "tag_id"):
        found.append(("tags", _TAGS))
    if database.has("persons", "id", "name") and database.has("faces", "file_id", "person_id"):
        found.append(("people", _PEOPLE))
    return found
