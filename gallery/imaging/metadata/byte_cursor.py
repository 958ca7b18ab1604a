"""A position in bytes, for formats that are lists of big-endian numbers."""

from __future__ import annotations

from gallery.imaging.metadata.bounded_reader import DamagedError


class Cursor:
    """Takes big-endian numbers one after the other from bytes."""

    def __init__(self, data: bytes, at: int) -> None:
        """Begin at an offset."""
        self._data, self._at = data, at

    def take(self, width: int) -> int:
        """Return the next number of `width` bytes, 0 for a width of 0.

        Raises:
            DamagedError: The bytes end before.
        """
        self._at += width
        if self._at > len(self._data):
            raise DamagedError("a box ends too early")
        return int.from_bytes(self._data[self._at - width : self._at], "big")
