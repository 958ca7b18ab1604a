"""A photo's bytes: as it lies on the disk, or as a smaller or browser-friendly copy."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from gallery.base.errors import BusyError, GalleryError, NotFoundError, RootOfflineError, UnsafePathError
from gallery.base.files import open_below
from gallery.base.models import FileRef, Problem, Recipe, Source
from gallery.catalog import photos
from gallery.imaging.formats import INLINE, sniff

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.catalog.database import Database
    from gallery.imaging.thumbnails import ThumbnailStore

PATIENCE_S = 5.0
"""How long a request may hold its thread for a picture that is being made."""
HEAD = 64
AWAY = "The drive or folder of this photo is not connected."


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes to send. Whoever takes it closes the file."""

    file: BinaryIO
    kind: str
    """MIME type."""
    size: int
    tag: str
    """Strong: other bytes, another tag."""
    version: int | None
    """The version these bytes belong to; None when the file is not as the index has it."""
    mtime_ns: int


class PicturesController:
    """Opens and makes pictures. `look_at` is told when a file is not as the index has it."""

    def __init__(self, database: Database, thumbnails: ThumbnailStore, look_at: Callable[[FileRef], None]) -> None:
        self._database = database
        self._thumbnails = thumbnails
        self._look_at = look_at

    def derived(self, photo: int, recipe: Recipe, gone: Callable[[], bool]) -> Picture:
        """A derived picture, made now if it was not made before. `gone()`: nobody waits for it any more.

        Raises:
            NotFoundError: no such photo, or no picture can be made of it (the message says why).
            RootOfflineError: its root is away, and the picture was not made before.
            BusyError: not ready in time; ask again.
        """
        source, version, offline = self._source(photo)
        if not source.fingerprint:
            raise NotFoundError("This file could not be read.")
        made = self._thumbnails.get(source, recipe, timeout=PATIENCE_S, gone=gone)
        if made is None:
            raise BusyError("This picture is still being made.")
        if isinstance(made, Problem):
            if made.code == "changed":
                self._look_at(source.file)
                raise BusyError(made.message)
            if made.of_the_place:
                away = offline or made.code == "silent"
                raise RootOfflineError(AWAY) if away else self._missed(source.file, made.message)
            raise NotFoundError(made.message)
        tag = f"{source.fingerprint.hex()}-{recipe.value}"
        return Picture(io.BytesIO(made), "image/jpeg", len(made), tag, version, source.file.mtime_ns)

    def original(self, photo: int, gone: Callable[[], bool]) -> Picture:
        """The file itself where browsers show its format, else every pixel of it as a JPEG.

        Raises:
            NotFoundError: no such photo, or its file is gone or no regular file any more.
            RootOfflineError: its root is away.
            BusyError: as for `derived`.
        """
        source, version, offline = self._source(photo)
        if offline:
            raise RootOfflineError(AWAY)
        ref = source.file
        try:
            file = open_below(ref.root, ref.relative)
        except (OSError, UnsafePathError) as error:
            raise self._missed(ref, _sentence(error)) from error
        try:
            kind = INLINE.get(sniff(file.read(HEAD)) or "")
            seen = os.fstat(file.fileno())
        except OSError as error:
            file.close()
            raise self._missed(ref, _sentence(error)) from error
        if kind is None:
            file.close()
            return self.derived(photo, Recipe.FULL, gone)
        fresh = (seen.st_size, seen.st_mtime_ns) == (ref.size, ref.mtime_ns)
        if not fresh:
            self._look_at(ref)
        tag = f"{photo:x}-{seen.st_size:x}-{seen.st_mtime_ns:x}"
        return Picture(file, kind, seen.st_size, tag, version if fresh else None, seen.st_mtime_ns)

    def _missed(self, ref: FileRef, why: str) -> GalleryError:
        """What to say of a file that is not there: its root may be away without anybody having noticed."""
        self._look_at(ref)
        return NotFoundError(why) if os.path.isdir(ref.root) else RootOfflineError(AWAY)

    def _source(self, photo: int) -> tuple[Source, int, str | None]:
        with self._database.read() as conn:
            found = photos.get_source(conn, photo)
        if found is None:
            raise NotFoundError("This photo is not there any more.")
        return found


def _sentence(error: OSError | UnsafePathError) -> str:
    if isinstance(error, UnsafePathError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return "This file is no longer there."
    return f"This file cannot be read: {error.strerror or 'no reason was given'}."
