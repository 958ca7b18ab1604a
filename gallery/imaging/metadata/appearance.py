"""What a picture file is when it is shown: its size, its turn, and whether a browser paints the file itself alike.

The one place that decides it, from the header. Thumbnails, renditions, the index and the viewer follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.colour_space import Hdr
from gallery.imaging.formats import INLINE
from gallery.imaging.geometry import oriented
from gallery.imaging.metadata import exif, icc

if TYPE_CHECKING:
    from gallery.imaging.metadata.exif import ExifValues
    from gallery.imaging.metadata.header import PictureHeader


class Appearance(NamedTuple):
    """How a picture is shown."""

    size: tuple[int, int]
    """Width and height in pixels, upright."""
    orientation: int
    """EXIF orientation that makes the stored picture upright, 1 to 8."""
    inline: bool
    """Whether browsers paint the file itself as Shoebox's pictures of it look; if not, they are sent such a picture."""


def describe(kind: str, header: PictureHeader, values: ExifValues | None = None) -> Appearance:
    """Return how a picture is shown.

    Args:
        kind: Its format.
        header: What the file says.
        values: Its EXIF values, where they have been read already.
    """
    values = values or exif.parse(header.exif, header.exif_parts)
    orientation = values.orientation if header.orientation is None else header.orientation
    inline = kind in INLINE and not header.ambiguous and _is_turned_alike(kind, header, values)
    return Appearance(
        oriented((header.width, header.height), orientation), orientation, inline and _is_coloured_alike(header)
    )


def _is_turned_alike(kind: str, header: PictureHeader, values: ExifValues) -> bool:
    """Return whether browsers turn the picture as it says.

    They follow HEIF's own properties, and EXIF in JPEG if it is stored to the letter; EXIF in WebP never; EXIF in PNG
    depends on where it stands, and on the browser.
    """
    if header.orientation is not None:
        return True
    return values.orientation_is_standard if kind == "jpeg" else values.orientation == 1


def _is_coloured_alike(header: PictureHeader) -> bool:
    """Return whether browsers take the colours for the same.

    How they bring high dynamic range and the inks of print to a screen is their own choice, and so is which table of a
    profile counts.
    """
    if header.components > 3 or (header.colour and isinstance(header.colour.transfer, Hdr)):
        return False
    if header.colour or header.icc is None:
        return True
    profile = icc.recognise(header.icc)
    return profile is not None and profile.simple and profile.components == header.components
