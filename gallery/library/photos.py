"""The controller of single photos: details, labels, paths and sizes. Only the path for a player needs the file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from gallery.base.errors import NotFoundError, UnsafePathError
from gallery.base.files import open_below
from gallery.catalog import photo_counts, photo_details, photos, visible_folders
from gallery.catalog.connection import read_transaction
from gallery.catalog.folders import join
from gallery.imaging.formats import HEAD_BYTES, sniff
from gallery.imaging.video_formats import VIDEO_FORMATS, has_video_suffix
from gallery.languages.sentence import Sentence
from gallery.library import serialize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.catalog.database import Database
    from gallery.catalog.visible_folders import Within

NO_VIDEO_MESSAGE = Sentence("error-video-gone")


def checked_video(root: bytes, relative: bytes) -> bytes:
    """Return the absolute path of a video, for the system's player. Blocks while its drive is slow.

    The system chooses the program by the name, and may run what has none that it knows: so the name must be a video's,
    and the file still one, and no link.

    Raises:
        NotFoundError: it is no video any more, or cannot be read.
        UnsafePathError: its name is none of a video, or it is a link.
    """
    if not has_video_suffix(os.path.basename(relative)):
        raise UnsafePathError(Sentence("error-video-name"))
    try:
        with open_below(root, relative) as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise NotFoundError(Sentence("error-video-unreadable")) from error
    if sniff(head) not in VIDEO_FORMATS:
        raise NotFoundError(Sentence("error-video-changed"))
    return join(root, relative)


class PhotosController:
    """Reads what the index holds of photos. Every method may be called on any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def any_known(self) -> bool:
        """Return whether the index holds a photo that is shown."""
        with self._database.read() as conn:
            return photo_counts.has_photos(conn)

    def details(self, photo: int, within: Within | None = None) -> dict[str, Any]:
        """Return everything the page shows of a photo, as JSON; with `within` (visible_folders.py) without its path.

        Raises:
            NotFoundError: there is no such photo.
        """
        with self._database.read() as conn, read_transaction(conn):
            found = photo_details.get(conn, photo)
            names = None if found is None or within is None else visible_folders.get_names(conn, found.folder, within)
        if found is None or names == []:
            raise NotFoundError(Sentence("error-photo-gone"))
        return serialize.photo_json(found, names)

    def labels(self, ids: Sequence[int], within: Within | None = None) -> list[dict[str, Any]]:
        """Return id, name, time and problem of these photos, as JSON; an unknown id is left out."""
        with self._database.read() as conn, read_transaction(conn):
            visible = ids if within is None else list(visible_folders.find_visible(conn, ids, within))
            return [serialize.label_json(*row) for row in photo_details.get_labels(conn, visible)]

    def fingerprints(self, ids: Sequence[int], within: Within | None) -> list[tuple[int, bytes]]:
        """Return (id, fingerprint) of those of these photos that are visible and have been read."""
        with self._database.read() as conn, read_transaction(conn):
            visible = ids if within is None else visible_folders.find_visible(conn, ids, within)
            return photo_details.get_fingerprints(conn, visible)

    def file_path(self, photo: int) -> bytes:
        """Return the absolute path of a photo's file, for the file manager.

        Raises:
            NotFoundError: there is no such photo.
        """
        with self._database.read() as conn:
            found = photos.get_source(conn, photo)
        if found is None:
            raise NotFoundError(Sentence("error-photo-gone"))
        file = found[0].file
        return join(file.root, file.relative)

    def video_path(self, photo: int) -> bytes:
        """Return the absolute path of a video (`checked_video`), for the system's player. Blocks with its drive.

        Raises:
            NotFoundError: there is no such photo, or it is no video, or none any more.
            UnsafePathError: its name is none of a video, or it is a link.
        """
        with self._database.read() as conn:
            found = photo_details.get(conn, photo)
        if found is None or found.details["format"] not in VIDEO_FORMATS:
            raise NotFoundError(NO_VIDEO_MESSAGE)
        return checked_video(found.root, found.relative)

    def paths(self, ids: Sequence[int]) -> list[bytes]:
        """Return the absolute paths of these photos, for people to copy; an unknown id is left out."""
        with self._database.read() as conn:
            return photo_details.get_paths(conn, ids)

    def total_bytes(self, ids: Sequence[int]) -> int:
        """Return how many bytes the files of these photos take on the disk."""
        with self._database.read() as conn:
            return photo_details.sum_bytes(conn, ids)
