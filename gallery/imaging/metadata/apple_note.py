"""What Apple's maker note says of the files that a photo belongs with. There is no specification of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from gallery.imaging.metadata.tiff import Entry

_HEAD, _DIRECTORY_AT = b"Apple iOS\0", 14
"""How a note begins, and where its directory stands: behind a version and the letters of the byte order."""
_BURST_ID, _CONTENT_ID = 0x0B, 0x11
_MAX_ID_CHARACTERS = 100


class AppleIds(NamedTuple):
    """Identifiers of the Live Photo and of the burst that a picture is of; None: of none."""

    content_id: str | None = None
    burst_id: str | None = None


def read_apple_note(image: Tiff, entry: Entry | None) -> AppleIds:
    """Return the identifiers in a maker note, none if it is not Apple's.

    Args:
        image: The structure that the note is in.
        entry: The note.
    """
    note = image.raw(entry)
    if not note.startswith(_HEAD):
        return AppleIds()
    order = "<" if note[12:14] == b"II" else ">"
    inner = Tiff.inside(BoundedReader.from_bytes(note), 0, order)
    try:
        tags = inner.directory(_DIRECTORY_AT)
    except DamagedError:
        return AppleIds()  # a broken note costs what it says
    texts = (inner.text(tags.get(tag)) for tag in (_CONTENT_ID, _BURST_ID))
    return AppleIds(*(text[:_MAX_ID_CHARACTERS] if text else None for text in texts))
