"""What digiKam's database (digikam4.db) says about photos.

Tables and values: KDE's digikam, tests/databases and core/libs/database. Its albums are the folders of the disk, which
Shoebox shows anyway.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from gallery.languages.sentence import Sentence
from gallery.transfer.entries import Collected, Entry, TransferError, one_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gallery.annotations.models import Label, Pick
    from gallery.catalog.foreign_database import ForeignDatabase

_VISIBLE = 1
"""Images.status; the others are in its trash, or forgotten."""
_CAPTION, _TITLE = 1, 3
"""ImageComments.type."""
_INTERNAL = "_Digikam_Internal_Tags_"
_PERSON = "person"
"""TagProperties.property of tags that are people."""
_MAX_DEPTH = 64
_PICKS: dict[str, Pick] = {"Pick Label Rejected": "rejected", "Pick Label Accepted": "picked"}
_LABELS: dict[str, Label] = {
    "Color Label Red": "red", "Color Label Yellow": "yellow", "Color Label Green": "green",
    "Color Label Blue": "blue", "Color Label Magenta": "purple",
}  # fmt: skip
_NEUTRAL = {"Color Label None", "Pick Label None"}
_IMAGES = (
    "SELECT Images.id, Albums.albumRoot, Albums.relativePath, Images.name, Images.fileSize FROM Images"
    f" JOIN Albums ON Albums.id = Images.album WHERE Images.status = {_VISIBLE}"
)
_COMMENTS = (
    f"SELECT imageid, type, comment FROM ImageComments WHERE type IN ({_CAPTION}, {_TITLE}) AND comment != ''"
    " ORDER BY imageid, language != 'x-default', id"
)


def is_digikam(database: ForeignDatabase) -> bool:
    """Return whether a database is one of digiKam's."""
    return (
        database.has("AlbumRoots", "id", "identifier", "specificPath")
        and database.has("Albums", "id", "albumRoot", "relativePath")
        and database.has("Images", "id", "album", "name", "status", "fileSize")
        and database.has("ImageInformation", "imageid", "rating")
        and database.has("Tags", "id", "pid", "name")
        and database.has("ImageTags", "imageid", "tagid")
        and database.has("ImageComments", "id", "imageid", "type", "language", "comment")
    )


def read_digikam(database: ForeignDatabase) -> Collected:
    """Return what it says.

    Raises:
        ForeignDatabaseError: it is damaged, or takes too long to read.
        TransferError: it speaks of too many photos.
    """
    collected = Collected("digikam", database.name)
    said: dict[Any, dict[str, Any]] = defaultdict(dict)
    _read_tags(database, said, collected)
    for image, rating in database.rows("SELECT imageid, rating FROM ImageInformation WHERE rating > 0"):
        said[image]["rating"] = rating
    for image, kind, comment in database.rows(_COMMENTS):
        said[image].setdefault("title" if kind == _TITLE else "caption", comment)
    roots = {row[0]: _root(*row[1:]) for row in database.rows("SELECT id, identifier, specificPath FROM AlbumRoots")}
    for image, root, relative, name, size in database.rows(_IMAGES):
        if image in said and isinstance(relative, str) and isinstance(name, str):
            base, below = roots.get(root, (None, b""))
            path = b"/".join(filter(None, (below, os.fsencode(relative).strip(b"/"), os.fsencode(name))))
            collected.add(Entry(_native(path), said[image], base, size if type(size) is int else None))
    return collected


def _root(identifier: Any, specific: Any) -> tuple[bytes | None, bytes]:
    """Return the path of an album root, and what stands before the paths below it.

    Where the volume is named by its UUID alone, where it is mounted is not known: then only the second is.
    """
    text = identifier if isinstance(identifier, str) else ""
    inside = os.fsencode(specific).strip(b"/") if isinstance(specific, str) else b""
    for part in text.partition("?")[2].split("&"):
        key, _, value = part.partition("=")
        if key in {"path", "mountpath"} and value:
            path = unquote_to_bytes(value).rstrip(b"/")
            return _native(b"/".join(filter(None, (path, inside))) if inside else path or b"/"), b""
    return None, inside


def _native(path: bytes) -> bytes:
    """Return a path as this system writes it; digiKam has `/` between names on every one."""
    return path.replace(b"/", os.fsencode(os.sep))


def _read_tags(database: ForeignDatabase, said: dict[Any, dict[str, Any]], collected: Collected) -> None:
    """Read the tags of images: those of the user, people, and those by which digiKam keeps labels."""
    tags = {row[0]: (row[1], str(row[2])) for row in database.rows("SELECT id, pid, name FROM Tags")}
    people = _people(database)
    paths = {tag: _path(tags, tag) for tag in tags}
    internal = {tag for tag, path in paths.items() if path and path[0] == _INTERNAL}
    for image, tag in database.rows("SELECT imageid, tagid FROM ImageTags ORDER BY imageid, tagid"):
        path = paths.get(tag, ())
        if not path:
            continue
        if tag in internal:
            _add_internal(said[image], path[-1], collected)
        elif tag in people:
            said[image].setdefault("people", []).append(path[-1])
        else:
            said[image].setdefault("tags", []).append("/".join(map(one_name, path)))


def _people(database: ForeignDatabase) -> set[Any]:
    if not database.has("TagProperties", "tagid", "property"):
        return set()
    return {row[0] for row in database.rows(f"SELECT tagid FROM TagProperties WHERE property = '{_PERSON}'")}


def _path(tags: Mapping[Any, tuple[Any, str]], tag: Any) -> tuple[str, ...]:
    """Return the names of a tag with those above it; empty where these lead in a circle."""
    names: list[str] = []
    while tag in tags and len(names) <= _MAX_DEPTH:
        tag, name = tags[tag]
        names.append(name)
    return tuple(reversed(names)) if len(names) <= _MAX_DEPTH else ()


def _add_internal(said: dict[str, Any], name: str, collected: Collected) -> None:
    """Take a label or a pick; what digiKam has besides is counted where a user has set it."""
    if name in _PICKS:
        said["pick"] = _PICKS[name]
    elif name in _LABELS:
        said["label"] = _LABELS[name]
    elif name.startswith(("Color Label ", "Pick Label ")) and name not in _NEUTRAL:
        kind, _, value = name.partition(" Label ")
        collected.leave(f"{'colour' if kind == 'Color' else 'pick'} label {value.lower()}")


def read_first(database: ForeignDatabase, readers: Iterable[tuple[Any, Any]]) -> Collected:
    """Return what the first program says whose database it is.

    Args:
        database: the file.
        readers: for each program what recognises its database, and what reads it.

    Raises:
        TransferError: it is none of them.
    """
    for recognises, read in readers:
        if recognises(database):
            found: Collected = read(database)
            return found
    raise TransferError(Sentence("error-transfer-database", name=database.name))
