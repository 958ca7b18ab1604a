"""The controller of the pictures: the bytes of a photo's file, or of a smaller or browser-friendly copy."""

from __future__ import annotations

import io
import os
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from gallery.base.errors import BusyError, GalleryError, NotFoundError, RootOfflineError, UnsafePathError
from gallery.base.files import is_linked, open_below
from gallery.base.models import GRID_RECIPES, FileRef, Problem, Recipe, Source
from gallery.imaging.formats import HEAD_BYTES, INLINE, sniff
from gallery.imaging.video_formats import MEDIA_TYPES
from gallery.languages.sentence import Sentence
from gallery.library.serialize import problem_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gallery.base.variants import Variant
    from gallery.catalog.visible_folders import Within
    from gallery.imaging.thumbnails import ThumbnailStore
    from gallery.library.picture_sources import PictureSources

RENDER_TIMEOUT_S = 5.0
"""How long a request may hold its thread for a picture that is being made."""
MAX_LONG_WAITS = 12
"""So many requests may do so at once, of the server's 16 threads; what else is asked for is to be answered, too."""
SHORT_TIMEOUT_S = 0.5
"""How long a further one may."""
UNKNOWN_KIND = "application/octet-stream"
GONE_MESSAGE = Sentence("error-photo-gone")
STILL_MESSAGE = Sentence("error-no-motion")
NO_VIDEO_MESSAGE = Sentence("error-no-video")
OFFLINE_MESSAGE = Sentence("error-photo-offline")


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes to send, in an open file; whoever is given the picture closes the file."""

    file: BinaryIO
    kind: str
    """MIME type."""
    size: int
    tag: str
    """Strong entity tag, RFC 9110 section 8.8.3: other bytes have another tag."""
    version: int | None
    """The version of the photo that these bytes belong to; None when the file is not as the index has it."""
    mtime_ns: int
    original: FileRef | None = None
    """The photo's file, where these bytes are its own."""
    offset: int = 0
    """Where in the file the bytes begin."""


class PicturesController:
    """Opens photos and has copies of them made. Every method may be called on any thread."""

    def __init__(
        self, sources: PictureSources, thumbnails: ThumbnailStore, check_folder_of: Callable[[FileRef], None]
    ) -> None:
        """Take what knows the files, the store of pictures, and what to call with a file that is not as it was."""
        self._sources = sources
        self._thumbnails = thumbnails
        self._check_folder_of = check_folder_of
        self._long_waits = threading.BoundedSemaphore(MAX_LONG_WAITS)

    def derived(
        self,
        photo: int,
        recipe: Recipe,
        client_gone: Callable[[], bool],
        within: Within | None = None,
        fingerprint: bytes | None = None,
        variant: Variant | None = None,
        tile: str = "",
    ) -> Picture:
        """Return a derived picture or a `tile` of it, made now if it was not before. `client_gone` is asked meanwhile.

        Where the bytes are not those of `fingerprint`, which is asked only where it is given, there is no such photo.

        Where it cannot be made, or not in time, it is what an older version of the recipe has made of the same bytes,
        if that is kept; where the bytes cannot be decoded, the grid thumbnail of the other size stands in as well. For
        a picture of a `variant`, and for a tile, nothing stands in.

        Raises:
            NotFoundError: no such photo `within` (visible_folders.py), or no picture can be made of it (the message
                says why).
            RootOfflineError: its root is offline, and the picture was not made before.
            BusyError: not ready in time; ask again.
        """
        found, version, offline = self._source(photo, within, fingerprint)
        source = replace(found, variant=variant)
        if not source.fingerprint:
            raise NotFoundError(Sentence("error-file-unreadable"))
        made = self._make(source, recipe, client_gone, tile)
        if isinstance(made, bytes):
            # one of a variant with a problem is asked for again after the next start, so that its problem is known
            is_partial = variant is not None and self._thumbnails.problem_of(source) is not None
            tag, mtime = f"{source.fingerprint.hex()}-{source.key(recipe, tile)[1]}", source.file.mtime_ns
            return Picture(io.BytesIO(made), "image/jpeg", len(made), tag, None if is_partial else version, mtime)
        if made is not None and made.code == "changed":
            self._check_folder_of(source.file)
        older = None if variant or tile else self._kept(source.fingerprint, recipe, made)
        if older is not None:  # without a version, so that it is asked for again
            tag = f"{source.fingerprint.hex()}-{recipe.value}-older"
            return Picture(io.BytesIO(older), "image/jpeg", len(older), tag, None, source.file.mtime_ns)
        raise self._no_picture_error(source.file, made, offline)

    def _no_picture_error(self, file: FileRef, why: Problem | None, offline: str | None) -> GalleryError:
        """Return the error for a picture that could not be made, or not in time (None)."""
        if why is None:
            return BusyError(Sentence("error-picture-later"))
        if why.code == "changed":
            return BusyError(why.message)
        if not why.is_access_problem:
            return NotFoundError(why.message)
        is_away = offline or why.code == "silent"
        return RootOfflineError(OFFLINE_MESSAGE) if is_away else self._not_there_error(file, why.message)

    def problem(self, photo: int, variant: Variant, within: Within | None = None) -> dict[str, str] | None:
        """Return what came to light about a variant of a photo as it was made, as JSON; None where nothing did.

        Raises:
            NotFoundError: no such photo `within` (visible_folders.py).
        """
        source = replace(self._source(photo, within)[0], variant=variant)
        return problem_json(self._thumbnails.problem_of(source))

    def original(
        self,
        photo: int,
        client_gone: Callable[[], bool],
        within: Within | None = None,
        variant: Variant | None = None,
    ) -> Picture:
        """Return the file itself where browsers paint it as its derived pictures look, else every pixel as a JPEG.

        Of a `variant` it is always the latter.

        Raises:
            NotFoundError: no such photo `within`, or its file is gone or no regular file any more.
            RootOfflineError: its root is offline.
            BusyError: as for `derived`.
        """
        source, version, offline = self._source(photo, within)
        if offline:
            raise RootOfflineError(OFFLINE_MESSAGE)
        if variant is not None or not self._sources.is_inline(photo):
            return self.derived(photo, Recipe.FULL, client_gone, within, variant=variant)
        opened = self._open(photo, source.file, version)
        if opened.kind == UNKNOWN_KIND:
            opened.file.close()
            return self.derived(photo, Recipe.FULL, client_gone, within)
        return opened

    def file(self, photo: int, within: Within | None = None) -> Picture:
        """Return the file itself, whatever is in it.

        Raises:
            NotFoundError: as for `original`.
            RootOfflineError: its root is offline.
        """
        source, version, offline = self._source(photo, within)
        if offline:
            raise RootOfflineError(OFFLINE_MESSAGE)
        return self._open(photo, source.file, version)

    def motion(self, photo: int, within: Within | None = None) -> Picture:
        """Return the video of the moment: a file of the photo's group, or a part of the photo's own.

        Raises:
            NotFoundError: no such photo `within`, it has no motion, or its file is gone.
            RootOfflineError: its root is offline.
        """
        self._source(photo, within)
        found = self._sources.motion(photo)
        if found is None:
            raise NotFoundError(STILL_MESSAGE)
        file, start, length = found
        opened = self.file(file, within)
        try:
            kind = _video_kind(opened.file, start or 0)
        except OSError as error:
            opened.file.close()
            raise NotFoundError(_sentence(error)) from error
        if kind is None or (start is not None and opened.version is None):  # another file by now
            opened.file.close()
            raise NotFoundError(STILL_MESSAGE)
        # the address has the version of the photo, which does not change with another file
        opened = replace(opened, kind=kind, version=opened.version if file == photo else None)
        if start is None or length is None:
            return opened
        return replace(opened, size=length, offset=start, tag=f"{opened.tag}-{start:x}", original=None)

    def video(self, photo: int, within: Within | None = None) -> Picture:
        """Return the file of a video, to be played.

        Raises:
            NotFoundError: as for `original`, or it is no video, or none any more.
            RootOfflineError: its root is offline.
        """
        source, version, offline = self._source(photo, within)
        if offline:
            raise RootOfflineError(OFFLINE_MESSAGE)
        opened = self._open(photo, source.file, version, MEDIA_TYPES)
        if opened.kind == UNKNOWN_KIND:
            opened.file.close()
            raise NotFoundError(NO_VIDEO_MESSAGE)
        opened.file.seek(0)
        return opened

    def _open(self, photo: int, ref: FileRef, version: int, kinds: Mapping[str, str] = INLINE) -> Picture:
        """Open the file of a photo; its kind is `UNKNOWN_KIND` where its format is none of `kinds`.

        Raises:
            NotFoundError: it is gone, or no regular file any more.
            RootOfflineError: so is its root.
        """
        try:
            file = open_below(ref.root, ref.relative)
        except (OSError, UnsafePathError) as error:
            raise self._not_there_error(ref, _sentence(error)) from error
        try:
            kind = kinds.get(sniff(file.read(HEAD_BYTES)) or "", UNKNOWN_KIND)
            seen = os.fstat(file.fileno())
        except OSError as error:
            file.close()
            raise self._not_there_error(ref, _sentence(error)) from error
        fresh = (seen.st_size, seen.st_mtime_ns) == (ref.size, ref.mtime_ns)
        if not fresh:
            self._check_folder_of(ref)
        # files of one size and time may change names
        tag = f"{photo:x}-{seen.st_size:x}-{seen.st_mtime_ns:x}-{seen.st_ctime_ns:x}-{seen.st_ino:x}"
        return Picture(file, kind, seen.st_size, tag, version if fresh else None, seen.st_mtime_ns, ref)

    def _make(
        self, source: Source, recipe: Recipe, client_gone: Callable[[], bool], tile: str
    ) -> bytes | Problem | None:
        """Return a derived picture as `ThumbnailStore.get` does; wait as long for it as others leave threads."""
        may_wait = self._long_waits.acquire(blocking=False)
        try:
            timeout = RENDER_TIMEOUT_S if may_wait else SHORT_TIMEOUT_S
            return self._thumbnails.get(source, recipe, timeout=timeout, client_gone=client_gone, tile=tile)
        finally:
            if may_wait:
                self._long_waits.release()

    def _kept(self, fingerprint: bytes, recipe: Recipe, why: Problem | None) -> bytes | None:
        """Return a picture that was made of these bytes earlier and may stand in for the one of `recipe`.

        The other size does only where the bytes cannot be decoded: else the page is to ask again for the right one.
        """
        final = why is not None and not why.is_access_problem
        recipes = (recipe, *GRID_RECIPES) if final and recipe in GRID_RECIPES else (recipe,)
        kept = (self._thumbnails.get_older(fingerprint, one) for one in dict.fromkeys(recipes))
        return next((found for found in kept if found is not None), None)

    def _not_there_error(self, ref: FileRef, why: Sentence | str) -> GalleryError:
        """Return the error for a file that is not there: it is gone, or its root is and nobody has noticed yet."""
        self._check_folder_of(ref)
        there = os.path.isdir(ref.root) and not is_linked(ref.root)
        return NotFoundError(why) if there else RootOfflineError(OFFLINE_MESSAGE)

    def _source(
        self, photo: int, within: Within | None, fingerprint: bytes | None = None
    ) -> tuple[Source, int, str | None]:
        """Return the source of a photo, its version, and why its root is offline (None: it is online).

        Raises:
            NotFoundError: there is no such photo.
        """
        found = self._sources.get(photo, within)
        if found is None or fingerprint not in (None, found[0].fingerprint):
            raise NotFoundError(GONE_MESSAGE)
        return found


def _video_kind(file: BinaryIO, start: int) -> str | None:
    """Return the media type of the video at a place in a file; None: there is none. The file is where it was, then."""
    file.seek(start)
    kind = sniff(file.read(HEAD_BYTES))
    file.seek(0)
    return MEDIA_TYPES.get(kind or "")


def _sentence(error: OSError | UnsafePathError) -> Sentence | str:
    """Return what to tell the user of a file that could not be opened."""
    if isinstance(error, UnsafePathError):
        return error.sentence
    if isinstance(error, FileNotFoundError):
        return Sentence("error-file-gone")
    return Sentence("error-file-cannot-read", why=error.strerror or str(error))
