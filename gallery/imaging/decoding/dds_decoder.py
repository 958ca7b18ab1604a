"""Decodes the first surface of a DDS: blocks (BC1 to BC7) by Pillow's codec, plain pixels by their masks.

Pillow's reader of the file itself knows fewer names of formats, and takes plain pixels one by one in Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from gallery.imaging.decoding.decode_task import clear_below
from gallery.imaging.decoding.decoding_errors import RareVariantError
from gallery.imaging.decoding.masked_pixels import take_masks
from gallery.imaging.decoding.plain_rows import count_rows, decode_rows
from gallery.imaging.decoding.transparency import drop_empty_alpha
from gallery.imaging.metadata import dds
from gallery.imaging.metadata.bounded_reader import BoundedReader, read_fully

if TYPE_CHECKING:
    from gallery.imaging.metadata.dds import DdsInfo

_CODECS = {
    "BC1": ("RGBA", 1, 8), "BC2": ("RGBA", 2, 16), "BC3": ("RGBA", 3, 16), "BC4": ("L", 4, 8), "BC5": ("RGB", 5, 16),
    "BC5S": ("RGB", 5, 16), "BC6H": ("RGB", 6, 16), "BC6HS": ("RGB", 6, 16), "BC7": ("RGBA", 7, 16),
}  # fmt: skip
"""Mode, number of Pillow's codec, and bytes of a block of 4 x 4 pixels."""
_PALETTE_BYTES = 1024


def decode_dds(file: BinaryIO) -> tuple[Image.Image, bool]:
    """Return the picture, and whether all of it was there.

    Raises:
        CutShortError: Nothing of it was there.
        RareVariantError: It is stored in a way that is not decoded.
    """
    info = dds.parse_info(BoundedReader.from_file(file))
    if info.unknown or info.blocks not in (*_CODECS, ""):
        raise RareVariantError(info.unknown or f"{info.blocks} compression")
    file.seek(info.data_offset)
    if info.blocks:
        return _decode_blocks(file, info)
    if info.has_palette:
        return _decode_indices(file, info)
    return _decode_plain(file, info)


def _decode_blocks(file: BinaryIO, info: DdsInfo) -> tuple[Image.Image, bool]:
    mode, codec, block_bytes = _CODECS[info.blocks]
    row = -(-info.width // 4) * block_bytes
    needed = row * -(-info.height // 4)
    data = read_fully(file, needed)
    came = count_rows(len(data), row, -(-info.height // 4))
    image = Image.frombytes(mode, (info.width, info.height), data.ljust(needed, b"\0"), "bcn", codec, info.blocks)
    if info.is_premultiplied:
        image = Image.frombytes("RGBa", image.size, image.tobytes()).convert("RGBA")
    return clear_below(image, min(info.height, 4 * came)), len(data) == needed


def _decode_indices(file: BinaryIO, info: DdsInfo) -> tuple[Image.Image, bool]:
    colours = read_fully(file, _PALETTE_BYTES).ljust(_PALETTE_BYTES, b"\0")
    row = Image.frombytes("RGBA", (_PALETTE_BYTES // 4, 1), colours).convert("RGB").tobytes()
    return decode_rows("P", (info.width, info.height), read_fully(file, info.width * info.height), "P", info.width, row)


def _decode_plain(file: BinaryIO, info: DdsInfo) -> tuple[Image.Image, bool]:
    """Return pixels of 8, 16, 24 or 32 bits; what a name for them says of their padding is often wrong."""
    if info.bits not in (8, 16, 24, 32):
        raise RareVariantError(f"{info.bits} bits a pixel")
    stride = info.width * info.bits // 8
    data = read_fully(file, stride * info.height)
    came = count_rows(len(data), stride, info.height)
    rows = data.ljust(stride * info.height, b"\0")
    image = take_masks((info.width, info.height), rows, info.bits, info.masks, stride)
    image = drop_empty_alpha(image) if image.mode == "RGBA" else image
    return clear_below(image, came), came == info.height
