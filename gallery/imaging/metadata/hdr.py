"""Whether a photo has more light than the white of a page: by a gain map, or by its own transfer function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging.colour_space import Hdr
from gallery.imaging.metadata import gain_map, icc

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader
    from gallery.imaging.metadata.header import PictureHeader

GAIN_MAP = "gain map"
_NAMES = {Hdr.PQ.value: "pq", Hdr.HLG.value: "hlg"}


def find_hdr(kind: str, header: PictureHeader, reader: BoundedReader) -> str | None:
    """Return how a picture has a high dynamic range: "gain map", "pq" or "hlg"; None: it has none.

    Args:
        kind: Its format.
        header: What the file says.
        reader: The file.
    """
    if header.has_gain_map or (kind == "jpeg" and gain_map.is_behind_jpeg(header, reader)):
        return GAIN_MAP
    if header.colour is not None:
        transfer = header.colour.transfer
        return _NAMES[transfer.value] if isinstance(transfer, Hdr) else None
    return from_transfer(icc.transfer_of(header.icc) if header.icc else None)


def from_transfer(transfer: int | None) -> str | None:
    """Return the same by transfer characteristics (ITU-T H.273, table 3)."""
    return None if transfer is None else _NAMES.get(transfer)
