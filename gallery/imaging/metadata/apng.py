"""The animation of a PNG: its number of frames, and which of them is shown first (PNG, third edition, 11.3.6)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gallery.imaging.metadata.header import PictureHeader

CHUNKS = frozenset((b"acTL", b"fcTL", b"fdAT"))
"""The chunks of an animation."""
HEAD_BYTES = 26
"""So much of the content of such a chunk is looked at: all of an fcTL."""
_ACTL_BYTES = 8
_MAX_FRAMES = (1 << 31) - 1
"""More no PNG can hold: its numbers have 31 bits (7.1)."""
_FCTL, _FDAT = struct.Struct(">5I"), struct.Struct(">I")


class Animation:
    """What the chunks of an animation say, collected while those of a PNG are walked up to its first frame.

    An fcTL before the picture data makes the picture the first frame. Without one the picture is for programs that know
    of no animation, and the first frame has its data in fdAT.
    """

    def __init__(self) -> None:
        self._frames = 0
        self._box: tuple[int, int, int, int] | None = None
        """What the frame covers whose data comes next; None: there is none, or its fcTL is wrong."""
        self._sequence = 0
        """The number that the next fcTL or fdAT should have."""
        self._picture_is_frame = False
        self.settled = False
        """Whether the data of the first frame has been met: what follows changes nothing."""

    def add(self, name: bytes, content: bytes, size: tuple[int, int], *, before_data: bool) -> None:
        """Take a chunk into account.

        Args:
            name: One of `CHUNKS`.
            content: The first bytes of it.
            size: Width and height of the picture.
            before_data: Whether no picture data has been met.
        """
        if name == b"acTL":
            if before_data and not self._frames and len(content) >= _ACTL_BYTES:
                frames = int.from_bytes(content[:4], "big")
                self._frames = frames if frames <= _MAX_FRAMES else 0
        elif name == b"fcTL" and not self.settled:
            self._box = self._parse_control(content, size) if len(content) == HEAD_BYTES else None
            self._picture_is_frame = self.settled = before_data
        elif not self.settled:
            self.settled = True
            if len(content) < _FDAT.size or _FDAT.unpack_from(content)[0] != self._sequence:
                self._box = None

    def _parse_control(self, content: bytes, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
        """Return left, top, right and bottom of the frame of an fcTL; None if it has no such place in the picture."""
        sequence, width, height, left, top = _FCTL.unpack_from(content)
        right, bottom = left + width, top + height
        if sequence != self._sequence or not width or not height or right > size[0] or bottom > size[1]:
            return None
        self._sequence += 1
        return left, top, right, bottom

    def describe(self, header: PictureHeader) -> None:
        """Add what has been found to a header. What is no sound animation shows its picture; browsers differ."""
        if not self._frames:
            return
        whole = (0, 0, header.width, header.height)
        is_sound = self.settled and (self._box == whole if self._picture_is_frame else self._box is not None)
        header.animated = is_sound and self._frames > 1
        header.ambiguous |= not is_sound
        if is_sound and not self._picture_is_frame:
            header.separate_frame = self._box
