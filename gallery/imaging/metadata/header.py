"""The parts of a picture file's header, as every format's parser hands them over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader


MPF_MAGIC = b"MPF\0"


class MpfSegment(NamedTuple):
    """A JPEG's list of the pictures behind it: where the structure starts in the file, and the structure."""

    offset: int
    data: bytes


@dataclass(slots=True)
class PictureHeader:
    """Filled while a header is walked."""

    width: int = 0
    height: int = 0
    animated: bool = False
    exif: BoundedReader | None = None
    """A TIFF structure, perhaps behind an "Exif" mark; for a TIFF file the file itself."""
    xmp: bytes | None = None
    iptc: bytes | None = None
    orientation: int | None = None
    """The orientation where the container settles it (HEIF, AVIF) and EXIF must not be asked; None: EXIF says."""
    progressive: bool = False
    """A JPEG in several scans: the decoder holds all of it, at any scale."""
    first_scan_offset: int = 0
    """Where a JPEG's header ends and its first scan begins."""
    mpf: MpfSegment | None = None
