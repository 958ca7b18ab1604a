"""Reads what lies beside the photos of the library: Picasa's files, and the JSON files of Google Takeouts."""

from __future__ import annotations

import logging
import os
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from gallery.base.errors import UnsafePathError
from gallery.base.files import open_below
from gallery.base.paths import display
from gallery.catalog import folders, photos
from gallery.catalog.folders import CAN_BE_SHOWN
from gallery.catalog.sidecars import decode_sidecars
from gallery.scan.timed_calls import call_with_deadline
from gallery.transfer import picasa, takeout
from gallery.transfer.entries import Collected, Entry, one_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

log = logging.getLogger(__name__)
ANSWER_S = 10.0
"""How long a drive has for one folder. One that needs longer is left out, and that is told."""


class _Folder(NamedTuple):
    id: int
    root: bytes
    relative: bytes


class BesidePhotos:
    """Reads files of the folders of the index. For one connection, in a transaction, and one thread."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        """Take a connection to the index."""
        self._conn = conn
        self._silent: set[bytes] = set()
        """Roots that do not answer."""

    def read_picasa(self) -> Collected:
        """Return what Picasa's files say."""
        collected = Collected("picasa", "Picasa")
        read = [(folder, found) for folder in self._folders() if (found := self._ini(folder))]
        faces: dict[str, str] = {}
        albums: dict[str, str] = {}
        for _, sections in read:  # a name may stand in one file alone, and its faces in others
            faces |= picasa.names_of_faces(sections)
            albums |= picasa.names_of_albums(sections)
        for folder, sections in read:
            for name in picasa.files_of(sections):
                said, nameless = picasa.said_of(sections[name], faces, albums)
                if nameless:
                    collected.leave("faces whose names are not in these files", nameless)
                if said:
                    collected.add(self._entry(folder, os.fsencode(name), said))
        return self._told(collected)

    def read_takeout(self) -> Collected:
        """Return what the JSON files of Google Takeouts say, and of which albums their folders are."""
        collected = Collected("takeout", "Google Takeout")
        for folder in self._folders():
            listed = self._with_json(folder)
            texts = self._read(folder, [name for _, name in listed], takeout.MAX_BYTES) if listed else {}
            said = {name: found for name, text in texts.items() if (found := takeout.said_by(text)) is not None}
            album = self._album(folder) if said else None
            more = {"albums": [one_name(album)]} if album else {}
            for photo, name in listed:
                if name in said and (said[name] or more):
                    collected.add(Entry(self._path(folder, name), {**said[name], **more}, photo=photo))
        return self._told(collected)

    def _folders(self) -> Iterator[_Folder]:
        """Yield the folders whose drives are there, and answer."""
        roots = {root.id: root for root in folders.get_roots(self._conn)}
        for row in folders.get_all(self._conn):
            root = roots.get(row.root)
            if root is not None and not row.offline and root.path not in self._silent:
                yield _Folder(row.id, root.path, row.relative)

    def _ini(self, folder: _Folder) -> picasa.Sections:
        found = self._read(folder, picasa.NAMES, picasa.MAX_BYTES, first=True)
        return picasa.parse_ini(next(iter(found.values()))) if found else {}

    def _album(self, folder: _Folder) -> str | None:
        found = self._read(folder, takeout.ALBUM_FILES, takeout.MAX_BYTES)
        return next(filter(None, map(takeout.album_of, found.values())), None)

    def _with_json(self, folder: _Folder) -> list[tuple[int, bytes]]:
        """Return the photos of a folder that have a JSON file of their own, with its name."""
        rows = self._conn.execute(
            f"SELECT id, sidecars FROM photos WHERE folder = ? AND {CAN_BE_SHOWN} AND sidecars IS NOT NULL",
            (folder.id,),
        )
        return [
            (photo, sidecar.name)
            for photo, text in rows
            for sidecar in decode_sidecars(text)
            if sidecar.name.lower().endswith(b".json") and not sidecar.shared
        ]

    def _read(self, folder: _Folder, names: Sequence[bytes], most: int, *, first: bool = False) -> dict[bytes, bytes]:
        """Return what files of a folder hold, of those that are there and no longer than `most` bytes."""
        if folder.root in self._silent:
            return {}
        found = call_with_deadline(partial(_read_files, folder, names, most, first=first), ANSWER_S)
        if found is None:
            self._silent.add(folder.root)
        return found or {}

    def _entry(self, folder: _Folder, name: bytes, said: dict[str, Any]) -> Entry:
        path = self._path(folder, name)
        return Entry(path, said, photo=photos.find_by_name(self._conn, folder.id, name) if name else None)

    @staticmethod
    def _path(folder: _Folder, name: bytes) -> bytes:
        return os.path.join(folder.root, folder.relative, name)

    def _told(self, collected: Collected) -> Collected:
        for root in self._silent:
            collected.leave(f"folders below {display(root)}, which does not answer")
        return collected


def _read_files(folder: _Folder, names: Sequence[bytes], most: int, *, first: bool) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for name in names:
        try:
            with open_below(folder.root, folders.join(folder.relative, name)) as file:
                content = _read_all(file, most + 1)
        except FileNotFoundError:
            continue
        except (OSError, UnsafePathError) as error:
            log.warning("a file beside photos cannot be read: %s", error)
            continue
        if len(content) <= most:
            found[name] = content
            if first:
                break
    return found


def _read_all(file: Any, most: int) -> bytes:
    parts = []
    while most > 0 and (part := file.read(min(most, 1 << 20))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)
