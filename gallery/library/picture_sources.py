"""What knows the files of photos: of those in the index, or (`visited_photos`) of those of visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gallery.catalog import file_groups, photo_details, photos, visible_folders
from gallery.catalog.connection import read_transaction

if TYPE_CHECKING:
    from gallery.base.models import Source
    from gallery.catalog.database import Database
    from gallery.catalog.visible_folders import Within


class PictureSources(Protocol):
    """Knows the file of a photo. Any thread may call it."""

    def get(self, photo: int, within: Within | None) -> tuple[Source, int, str | None] | None:
        """Return the source of a photo, its version, and why its root is offline (None: it is online).

        Return None if there is no such photo `within` (visible_folders.py).

        Raises:
            GalleryError: its file cannot be read, or not yet; the sentence says why.
        """

    def is_inline(self, photo: int) -> bool:
        """Return whether the file of a photo may be sent as it is."""

    def motion(self, photo: int) -> tuple[int, int | None, int | None] | None:
        """Return where the motion of a photo is (`file_groups.find_motion`)."""


class IndexedSources:
    """The photos of the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, photo: int, within: Within | None) -> tuple[Source, int, str | None] | None:
        """Return what the index knows of a photo (`PictureSources.get`)."""
        with self._database.read() as conn, read_transaction(conn):
            found = photos.get_source(conn, photo)
            visible = within is None or visible_folders.find_visible(conn, [photo], within)
        return found if visible else None

    def is_inline(self, photo: int) -> bool:
        """Return whether the index says of a photo that its file may be sent as it is."""
        with self._database.read() as conn:
            return photo_details.is_inline(conn, photo)

    def motion(self, photo: int) -> tuple[int, int | None, int | None] | None:
        """Return where the index says that the motion of a photo is."""
        with self._database.read() as conn:
            return file_groups.find_motion(conn, photo)
