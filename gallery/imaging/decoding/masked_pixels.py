"""Takes pixels apart of which a mask says where each channel is, as in BMP and DDS."""

from __future__ import annotations

from PIL import Image

from gallery.imaging.decoding import sample_unpacking
from gallery.imaging.decoding.decoding_errors import RareVariantError

_BAND_ROWS = 256
"""So many rows are taken apart at a time: their copies need little memory."""


def take_masks(
    size: tuple[int, int], data: bytes, bits: int, masks: tuple[int, int, int, int], stride: int
) -> Image.Image:
    """Return pixels as their masks say, in the order of the file.

    Alpha that is zero everywhere is none: programs write the mask and leave the bits empty.

    Args:
        size: Width and height.
        data: All rows.
        bits: Bits of a pixel: 8, 16, 24 or 32.
        masks: Where red, green, blue and alpha are in a little-endian pixel; 0 for none.
        stride: Bytes of a row.

    Raises:
        RareVariantError: The bits of a channel do not stand together.
    """
    channels = [Image.new("L", size) for _ in masks]
    for top in range(0, size[1], _BAND_ROWS):
        band = data[top * stride : (top + _BAND_ROWS) * stride]
        for channel, mask in zip(channels, masks, strict=True):
            if mask:
                channel.paste(_take_mask(band, mask, bits, stride), (0, top))
    if masks[3] and channels[3].getbbox() is not None:
        return Image.merge("RGBA", channels)
    return Image.merge("RGB", channels[:3])


def _take_mask(rows: bytes, mask: int, bits: int, stride: int) -> Image.Image:
    """Return one channel of rows, as wide as their padding makes them."""
    step = bits // 8
    values = sample_unpacking.take_bits(sample_unpacking.swap_bytes(rows, step), step, *_field(mask, bits))
    return Image.frombytes("L", (stride // step, len(rows) // stride), values)


def _field(mask: int, bits: int) -> tuple[int, int]:
    """Return where a mask starts, counted from the highest bit, and how wide it is."""
    width, low = mask.bit_count(), (mask & -mask).bit_length() - 1
    if mask >> low != (1 << width) - 1 or low + width > bits:
        raise RareVariantError("colours of scattered bits")
    return bits - low - width, width
