"""Colours in HEIF and AVIF: the properties colr, clli and mdcv of an item (ISO/IEC 23008-12, 6.5; 14496-12, 12.1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging import colour_space

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gallery.imaging.metadata.bounded_reader import BoundedReader
    from gallery.imaging.metadata.header import PictureHeader

_MAX_PROFILE_BYTES = 4 << 20
_CIE_XYZ = 10
"""Primaries in which no picture is stored: browsers follow them all the same."""
_UNKNOWN_TRANSFERS = frozenset((0, 3, 9, 10, 11, 12))
"""Reserved, logarithmic, or of wide-gamut video: browsers refuse such pictures or guess."""

_ODD_MATRICES = frozenset((3, 10, 11, 12, 13, 14, 16, 17))
"""Reserved, of constant luminance, derived from the primaries, or ICtCp and its kin: browsers refuse such pictures,
decode others, or, with 12, take no notice of the primaries and the transfer."""


def add_colour(header: PictureHeader, reader: BoundedReader, properties: Iterable[tuple[bytes, int, int]]) -> None:
    """Add the colour of an item, whose profile counts before its code points.

    Args:
        header: What is added to.
        reader: The file.
        properties: (type, start, end) of each property of the item.
    """
    code_points, peaks = None, {}
    for name, start, end in properties:
        if name == b"colr" and (kind := reader.read_exactly(start, 4)) in (b"prof", b"rICC"):
            header.icc = header.icc or reader.read_up_to(start + 4, min(end - start - 4, _MAX_PROFILE_BYTES))
        elif name == b"colr" and kind == b"nclx" and code_points is None:
            code_points = tuple(reader.read_number(start + at, ">H") for at in (4, 6, 8))
        elif name == b"clli":
            peaks[name] = float(reader.read_number(start, ">H"))
        elif name == b"mdcv":
            peaks[name] = reader.read_number(start + 16, ">I") / 10_000
    if code_points and header.icc is None:
        # the brightest pixel counts before what the screen it was made on can do
        primaries, transfer, matrix = code_points
        header.colour = colour_space.from_cicp(primaries, transfer, peaks.get(b"clli") or peaks.get(b"mdcv"))
        header.ambiguous = primaries == _CIE_XYZ or transfer in _UNKNOWN_TRANSFERS or matrix in _ODD_MATRICES
