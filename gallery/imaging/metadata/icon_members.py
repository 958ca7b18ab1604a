"""Which of an icon's pictures is shown: the largest that is whole. Icons of Windows and of macOS hold several."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol, TypeVar

from gallery.imaging.geometry import is_decodable
from gallery.imaging.metadata.bounded_reader import DamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gallery.imaging.metadata.bounded_reader import BoundedReader

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_CHECKED = 16
"""So many pictures are checked; icons have ten. Of more the largest is shown, whole or not."""
_MAX_CHUNKS = 4096
_ANCILLARY = 0x20
"""The bit of a chunk's first letter that says that the picture can do without it (PNG 3rd edition, 5.4)."""


class Member(Protocol):
    """A picture of an icon."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Pixels down."""

    @property
    def bits(self) -> int:
        """Bits of a pixel."""


AnyMember = TypeVar("AnyMember", bound=Member)


def choose(members: Sequence[AnyMember], is_whole: Callable[[AnyMember], bool]) -> AnyMember:
    """Return the picture with the most pixels, of equal ones that with the most bits, of these the first.

    One that is not whole comes behind all that are, and one too large to be decoded behind all others: an icon has its
    picture in several sizes, of which one may be damaged.

    Args:
        members: All of them.
        is_whole: Whether one seems to be whole.

    Raises:
        DamagedError: There is none.
    """
    if not members:
        raise DamagedError("an icon without a picture")
    ranked = sorted(members, key=lambda member: (member.width * member.height, member.bits), reverse=True)
    decodable = [member for member in ranked if is_decodable((member.width, member.height))] or ranked
    return next(filter(is_whole, decodable[:_MAX_CHECKED]), decodable[0])


def is_whole_png(reader: BoundedReader, offset: int, length: int) -> bool:
    """Return whether a PNG ends with IEND, and the check sums of what the picture needs are right (5.3 and 5.5)."""
    at, end = offset + len(PNG_SIGNATURE), min(offset + length, reader.size)
    for _ in range(_MAX_CHUNKS):
        size = int.from_bytes(reader.read_up_to(at, 4), "big")
        if at + 12 + size > end:
            return False
        name = reader.read_up_to(at + 4, 4)
        if not name or not (name[0] & _ANCILLARY or _has_right_sum(reader.read_up_to(at + 4, size + 8))):
            return False
        if name == b"IEND":
            return True
        at += 12 + size
    return False


def _has_right_sum(chunk: bytes) -> bool:
    """Return whether the check sum behind a chunk's name and data is theirs."""
    return zlib.crc32(chunk[:-4]) == int.from_bytes(chunk[-4:], "big")
