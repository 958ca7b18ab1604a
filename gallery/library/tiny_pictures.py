"""The controller of tiny pictures: many at once, for while the page flies past their photos."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.catalog.visible_folders import Within
    from gallery.imaging.tiny_pictures import TinyPictures
    from gallery.library.photos import PhotosController


class TinyPicturesController:
    """Hands out tiny pictures. Every method may be called on any thread."""

    def __init__(self, photos: PhotosController, pictures: TinyPictures) -> None:
        """Take what knows photos, and what has their tiny pictures."""
        self._photos, self._pictures = photos, pictures

    def begin(self) -> None:
        """Begin to make what is missing, after the first screen."""
        self._pictures.begin()

    def pause(self, *, paused: bool) -> None:
        """Make none in the background, or go on."""
        self._pictures.pause(paused=paused)

    def pack(self, ids: Sequence[int], within: Within | None = None) -> bytes:
        """Return the tiny pictures of photos: the length of each (u16, little-endian), then all bytes.

        A length is 0 where there is none, or no such photo `within` (visible_folders.py): nobody can tell the two.
        """
        photos = self._photos.fingerprints(ids, within)
        found = {photo: tiny for (photo, _), tiny in zip(photos, self._pictures.get_many(photos), strict=True)}
        tinies = [found.get(photo, b"") for photo in ids]
        return struct.pack(f"<{len(tinies)}H", *map(len, tinies)) + b"".join(tinies)
