"""Decodes TGA files: palettes, colours and greys of 8 to 32 bits, packed or not, from any corner (Truevision TGA 2.0).

Pillow's decoder knows no palettes and pixels of 15 bits, mixes up alpha of one bit, and gives up files that are cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from gallery.imaging.decoding import run_lengths
from gallery.imaging.decoding.decode_task import clear_below
from gallery.imaging.decoding.decoding_errors import RareVariantError
from gallery.imaging.decoding.plain_rows import decode_rows
from gallery.imaging.decoding.transparency import drop_empty_alpha, drop_unannounced_alpha
from gallery.imaging.metadata import tga
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError, read_fully

if TYPE_CHECKING:
    from gallery.imaging.metadata.tga import TgaInfo

_COLOURS = 256
_RAW_MODES = {15: ("RGB", "BGR;15"), 16: ("RGB", "BGR;15"), 24: ("RGB", "BGR"), 32: ("RGBA", "BGRA")}
"""Mode and arrangement of colours by their bits."""


def decode_tga(file: BinaryIO) -> tuple[Image.Image, bool]:
    """Return the picture, upright, and whether all of it was there.

    Raises:
        CutShortError: Nothing of it was there.
        DamagedError: The header contradicts itself.
    """
    info = tga.parse_info(BoundedReader.from_file(file))
    file.seek(info.pixel_offset)
    step = (info.bits + 7) // 8
    needed = info.width * info.height * step
    # no packing is worse than a byte for each pixel
    stored = read_fully(file, needed + needed // step if info.packed else needed)
    data = run_lengths.unpack_tga(stored, step, needed) if info.packed else stored
    image, complete = _decode(file, info, data, info.width * step)
    if not info.top_down:
        image = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if info.right_to_left else image, complete


def _decode(file: BinaryIO, info: TgaInfo, data: bytes, stride: int) -> tuple[Image.Image, bool]:
    """Return the picture in the order of the file."""
    size = info.width, info.height
    if info.kind == tga.GREY:
        mode = "L" if info.bits == 8 else "LA"
        image, complete = decode_rows(mode, size, data, mode, stride)
        return _settle_alpha(image, info, len(data) // stride), complete
    if info.kind == tga.PALETTE:
        return _decode_indices(file, info, data, stride)
    mode, raw = _RAW_MODES[info.bits]
    image, complete = decode_rows(mode, size, data, raw, stride)
    if info.bits == 16 and info.alpha_bits and info.has_alpha:
        image = _add_single_bits(image, data)
    return _settle_alpha(image, info, len(data) // stride), complete


def _add_single_bits(image: Image.Image, data: bytes) -> Image.Image:
    """Add the highest bit of each pixel of 16 bits as alpha: 1 shows the pixel."""
    tops = data[1::2].translate(_HIGHEST_BITS)[: image.width * image.height]
    whole = tops.ljust(image.width * image.height, b"\0")
    image.putalpha(Image.frombytes("L", image.size, whole))
    return image


def _settle_alpha(image: Image.Image, info: TgaInfo, rows: int) -> Image.Image:
    """Return the picture without an alpha that is none: the file says so, or the alpha itself does.

    Rows behind the first `rows`, which did not come, are clear in any case.
    """
    if image.mode not in ("LA", "RGBA"):
        return image
    if not info.has_alpha:
        return clear_below(image.convert(image.mode.removesuffix("A")), rows)
    if info.alpha_type == tga.PREMULTIPLIED and image.mode == "RGBA":
        image = Image.frombytes("RGBa", image.size, image.tobytes()).convert("RGBA")
    # many writers count no bits of alpha though there are some
    announced = info.alpha_bits or info.alpha_type is not None
    return clear_below(drop_empty_alpha(image) if announced else drop_unannounced_alpha(image), rows)


def _decode_indices(file: BinaryIO, info: TgaInfo, data: bytes, stride: int) -> tuple[Image.Image, bool]:
    """Return a picture in the colours of its palette.

    Raises:
        DamagedError: There is no palette.
        RareVariantError: It has more colours than a byte can count.
    """
    if info.bits == 16:
        if info.first_colour + info.colours > _COLOURS:
            raise RareVariantError("a palette of more than 256 colours")
        data, stride = data[0::2], stride // 2
    file.seek(info.palette_offset)
    entry = (info.palette_bits + 7) // 8
    stored = read_fully(file, info.colours * entry)
    count = min(len(stored) // entry, _COLOURS - info.first_colour)
    if count <= 0:
        raise DamagedError("indices without their palette")
    mode, raw = _RAW_MODES[info.palette_bits]
    row, _ = decode_rows(mode, (count, 1), stored, raw, count * entry)
    colours = bytes(3 * info.first_colour) + row.convert("RGB").tobytes()
    return decode_rows("P", (info.width, info.height), data, "P", stride, colours)


_HIGHEST_BITS = bytes(255 if value & 128 else 0 for value in range(256))
