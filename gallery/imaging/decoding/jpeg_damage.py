"""Tells whether the coded data of a JPEG was what its picture needs, by how much of it the decoder takes.

libjpeg goes on through damaged data: it counts warnings, which Pillow does not hand over, and fills what is missing.
But Huffman codes that were damaged end at another place than the data: the decoder is done before the data is, or still
wants rows when the data is over. Both are seen from outside, because Pillow asks for the file block by block: the last
bytes of the scan are held back, and the end marker until all else has been taken. Nothing is decoded twice.

This is for pictures of one scan. Of those of several, progressive ones among them, no row comes before the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.JpegImagePlugin import JpegImageFile

_EOI = b"\xff\xd9"
_HELD_BACK = 12
"""Bytes of the scan that are handed over last: a decoder that is done before them had too much data."""
_FILLER = bytes(10)
"""Handed over between the scan and the end marker. libjpeg reads up to 64 bits ahead: with it, it decodes all that the
scan holds before it needs the marker. Of a whole picture nothing is made of these bytes."""
_SOS_COMPONENTS = 4
"""Where in the segment that starts a scan the number of its components stands (ITU-T T.81, B.2.3)."""


def watch(image: JpegImageFile, first_scan: int) -> JpegWatch | None:
    """Watch how a picture is loaded, if it has one scan.

    Args:
        image: It has been opened, and its scale been chosen.
        first_scan: Where in the file its first scan begins.
    """
    if image.fp is None or image.info.get("progressive"):
        return None
    image.fp.seek(first_scan)
    if image.fp.read(_SOS_COMPONENTS + 1)[_SOS_COMPONENTS:] != bytes((image.layers,)):
        return None
    return JpegWatch(image, first_scan)


class JpegWatch:
    """Stands between a JPEG file and Pillow's decoder while one picture is loaded."""

    def __init__(self, image: JpegImageFile, first_scan: int) -> None:
        """Begin; `watch` says when."""
        self._image = image
        self._left_of_header = first_scan
        self._pending = b""
        """Read from the file, but not handed over."""
        self._steps: list[bytes] = []
        """What is left to hand over when the end of the scan has been found, in reverse."""
        self._end_found = False
        self._starved = False
        """Whether the last row was missing when the decoder had all of the scan."""
        self._read = image.load_read
        image.load_read = self._hand_over  # type: ignore[method-assign,assignment]

    def found_damage(self) -> bool:
        """Return whether the data was too long or too short for the picture, after it has been loaded; then let it go.

        Picture and watch refer to each other until then, and no garbage is collected between pictures.
        """
        del self._image.load_read
        # Pillow stops asking when it has all rows; only filler and end marker may be left then
        too_long = not self._end_found or len(self._steps) > 2
        # a row that stays empty is black, and tells nothing
        return too_long or (self._starved and self._has_last_row())

    def _hand_over(self, size: int) -> bytes:
        """Return the next bytes for the decoder: all of the scan but its last bytes, these, then the end marker."""
        if self._left_of_header:
            block = self._read(min(size, self._left_of_header))
            self._left_of_header -= len(block)
            return block
        if not self._end_found:
            self._pending += self._read(size)
            return self._take_scan(size)
        return self._take_end(size)

    def _take_scan(self, size: int) -> bytes:
        """Return what can be handed over before the last bytes of the scan; ask for more of the file until there is."""
        while (end := self._pending.find(_EOI)) < 0:
            keep = _HELD_BACK + 1
            if len(self._pending) > keep:
                data, self._pending = self._pending[:-keep], self._pending[-keep:]
                return data
            block = self._read(size)
            if not block:  # cut off: the decoder will say so
                self._end_found = True
                data, self._pending = self._pending, b""
                return data
            self._pending += block
        self._end_found = True
        begin = max(0, end - _HELD_BACK)
        self._steps = [self._pending[end:], _FILLER, self._pending[begin:end]]
        return self._pending[:begin] or self._take_end(size)

    def _take_end(self, size: int) -> bytes:
        """Return the last bytes of the scan, the filler, then the end marker and what has been read behind it."""
        if len(self._steps) == 1:
            self._starved = not self._has_last_row()
        return self._steps.pop() if self._steps else self._read(size)

    def _has_last_row(self) -> bool:
        """Return whether the last row has been decoded, as far as it is not black."""
        width, height = self._image.size
        return self._image.im.crop((0, height - 1, width, height)).getbbox() is not None
