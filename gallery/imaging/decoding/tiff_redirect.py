"""Lets decoders find any page of a TIFF: the file as it is, but for the place of its first directory."""

from __future__ import annotations

import io
import itertools
from typing import TYPE_CHECKING, BinaryIO, cast

from gallery.imaging.metadata import tiff_pages
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from typing_extensions import Buffer  # typeshed's own; that of collections.abc is of Python 3.12


def redirect(file: BinaryIO, directory: int) -> BinaryIO:
    """Return a TIFF file whose first directory is the one at this offset; the file itself, where that is so already."""
    try:
        image = Tiff(BoundedReader.from_file(file))
    except DamagedError:
        return file
    if directory in (0, image.first):
        return file
    at, width = (8, 8) if image.is_big else (4, 4)
    place = directory.to_bytes(width, "little" if image.order == "<" else "big")
    return cast("BinaryIO", _PatchedFile(file, at, place))


def open_page(file: BinaryIO, page: int) -> BinaryIO:
    """Return a TIFF file whose picture is this page of it, counted from 1.

    Raises:
        DamagedError: There is no such page.
    """
    pages = tiff_pages.find_pages(Tiff(BoundedReader.from_file(file)))
    found = next(itertools.islice(pages, page - 1, None), None)
    if found is None:
        raise DamagedError("a TIFF file without this page")
    return redirect(file, found[0])


class _PatchedFile(io.RawIOBase):
    """A file of which some bytes are replaced where it is read. Nothing is copied: a document may be of any length.

    It has the descriptor of the file, by which libtiff reads what Pillow names to it.
    """

    def __init__(self, file: BinaryIO, at: int, patch: bytes) -> None:
        self._file, self._at, self._patch = file, at, patch

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that any place of it can be read."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, as the file does."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place in the file."""
        return self._file.tell()

    def fileno(self) -> int:
        """Return the descriptor of the file."""
        return self._file.fileno()

    def readinto(self, buffer: Buffer) -> int:
        """Read into a buffer, with the bytes that are replaced."""
        start, view = self._file.tell(), memoryview(buffer).cast("B")
        data = bytearray(self._file.read(len(view)))
        for index in range(len(self._patch)):
            place = self._at + index - start
            if 0 <= place < len(data):
                data[place] = self._patch[index]
        view[: len(data)] = data
        return len(data)
