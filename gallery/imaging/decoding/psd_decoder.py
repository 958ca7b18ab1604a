"""Decodes the picture of a Photoshop document: its channels are laid out as those of a TIFF, whose decoder does it.

Pillow's reader knows neither floats nor 16 bits in all colours, nor large documents, nor the white under what is clear.
"""

from __future__ import annotations

import io
import sys
import zlib
from array import array
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image, ImageChops

from gallery.imaging.decoding import linear_light, tiff_decoder, tiff_layout, tiff_segments
from gallery.imaging.decoding.decode_task import has_content
from gallery.imaging.decoding.decoding_errors import RareVariantError
from gallery.imaging.decoding.plain_rows import count_rows
from gallery.imaging.decoding.sample_range import get_range
from gallery.imaging.decoding.tiff_layout import Layout
from gallery.imaging.metadata import psd
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError, read_fully

if TYPE_CHECKING:
    from gallery.imaging.metadata.psd import PsdInfo

_RAW, _PACKED, _ZIP, _ZIP_DIFFERENCES = range(4)
"""Compressions (Image Data Section)."""
_ROWS, _PART_BYTES = 64, 1 << 16
"""Rows of a part: where the runs of one row are damaged, so many are lost. Of short rows more, because each part costs
a call."""
_COLOURS = {
    psd.BITMAP: (tiff_layout.WHITE_IS_ZERO, 1), psd.GREY: (tiff_layout.BLACK_IS_ZERO, 1),
    psd.INDEXED: (tiff_layout.PALETTE, 1), psd.RGB: (tiff_layout.RGB, 3), psd.CMYK: (tiff_layout.CMYK, 4),
    psd.DUOTONE: (tiff_layout.BLACK_IS_ZERO, 1), psd.LAB: (tiff_layout.ICCLAB, 3),
}  # fmt: skip
"""Photometric interpretation and number of channels by colour mode; what a duotone is printed in is not looked at."""
_INKS_BY_CHANNELS = {1: psd.GREY, 2: psd.GREY, 3: psd.RGB}
"""What stands for as many channels without colours of their own, which are stored as inks are: three are cyan, magenta
and yellow, upside down."""
_DIFFERENCES = 2
"""Predictor of numbers, as a TIFF names it."""
_ROUNDING = 2
_FLOAT_BITS = 32
_GROWTH = {_RAW: 1, _PACKED: 64, _ZIP: 1032, _ZIP_DIFFERENCES: 1032}
"""How many bytes one of the file may make at most, by compression."""


def decode_psd(file: BinaryIO) -> tuple[Image.Image, bool]:
    """Return the picture, and whether all of it could be read.

    Raises:
        CutShortError: There is next to nothing of it.
        RareVariantError: It was saved without its picture, or uses what is not decoded.
        DamagedError: Its header contradicts itself.
    """
    reader = BoundedReader.from_file(file)
    info = psd.parse_info(reader)
    _check_supported(info)
    # refused before there is a canvas for what a short file announces
    count_rows((reader.size - info.data_offset) * _GROWTH[info.compression], _row_bytes(info), info.height)
    if info.mode == psd.MULTICHANNEL:
        info = replace(info, mode=_INKS_BY_CHANNELS.get(info.channels, psd.CMYK), has_alpha=False)
    channels, layout = _open_channels(file, reader, info)
    image, complete = tiff_decoder.decode_layout(channels, layout)
    if not info.has_picture and not has_content(image):
        raise RareVariantError("layers only. It was saved without the picture they make (“Maximize Compatibility”)")
    if info.mode == psd.CMYK:
        image = ImageChops.invert(image)
    on_white = image.mode in ("LA", "RGBA") and layout.extra and not layout.is_light
    return _without_white(image) if on_white else image, complete


def _open_channels(file: BinaryIO, reader: BoundedReader, info: PsdInfo) -> tuple[BinaryIO, Layout]:
    """Return what holds the channels, and how they are stored there."""
    if info.compression in (_ZIP, _ZIP_DIFFERENCES):
        file, layout = _unzip(file, reader, info)
    else:
        layout = _layout(info, *_places(reader, info))
    if info.depth == _FLOAT_BITS:
        layout = _as_light(layout, psd.parse(reader).icc or b"")
    tiff_layout.check_supported(layout)
    tiff_segments.check_length(layout)
    return file, layout


def ends_early(reader: BoundedReader) -> bool:
    """Return whether a document ends before its channels do; of zipped ones, nothing tells."""
    info = psd.parse_info(reader)
    if info.mode not in _COLOURS or info.compression not in (_RAW, _PACKED):
        return False
    offsets, lengths = _places(reader, info)
    return not offsets or offsets[-1] + lengths[-1] > reader.size


def _as_light(layout: Layout, profile: bytes) -> Layout:
    """Return the layout of floats, which are light, unless the profile is of another curve: of programs but Photoshop.

    Where there is no profile its primaries are those of sRGB.
    """
    if profile and not linear_light.is_linear(profile):
        return layout
    told = linear_light.with_curve_of_srgb(profile) if profile else b""
    return replace(layout, is_light=True, is_on_white=True, profile=told)


def _check_supported(info: PsdInfo) -> None:
    if info.mode not in (*_COLOURS, psd.MULTICHANNEL):
        raise RareVariantError(f"colours of an unknown kind ({info.mode})")
    if info.compression > _ZIP_DIFFERENCES:
        raise RareVariantError(f"a compression of an unknown kind ({info.compression})")
    if info.mode != psd.MULTICHANNEL and info.channels < _COLOURS[info.mode][1]:
        raise DamagedError("a Photoshop document of fewer channels than colours")


def _used_channels(info: PsdInfo) -> int:
    """Return how many channels are looked at: the colours, and what says where the picture is clear."""
    colours = _COLOURS[info.mode][1]
    return colours + (info.has_alpha and info.channels > colours and info.mode in (psd.GREY, psd.RGB))


def _row_bytes(info: PsdInfo) -> int:
    """Return the bytes of a row of one channel, unpacked."""
    return (info.width * info.depth + 7) // 8


def _rows(info: PsdInfo) -> int:
    """Return how many rows a part of a channel has."""
    return max(_ROWS, _PART_BYTES // _row_bytes(info))


def _layout(info: PsdInfo, offsets: tuple[int, ...], byte_counts: tuple[int, ...]) -> Layout:
    """Return how the picture is stored, as a TIFF would say it."""
    photometric, colours = _COLOURS[info.mode]
    channels = _used_channels(info)
    return Layout(
        offset=0,
        is_first=True,
        order=">",
        is_big=False,
        width=info.width,
        height=info.height,
        bits=(info.depth,) * channels,
        sample_format=tiff_layout.FLOAT if info.depth == 32 else tiff_layout.UNSIGNED,
        photometric=photometric,
        compression=tiff_layout.PACKBITS if info.compression == _PACKED else tiff_layout.PLAIN,
        predictor=1,
        planar=channels > 1,
        fill_order=1,
        extra=(2,) if channels > colours else (),
        tiled=False,
        segment_size=(info.width, min(_rows(info), info.height)),
        offsets=offsets,
        byte_counts=byte_counts,
        colour_map=tuple(info.palette),
        subsampling=(1, 1),
        reference=(),
        profile=b"",
        white=1.0,  # what is brighter is light that no screen shows
    )


def _places(reader: BoundedReader, info: PsdInfo) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return offset and length of each part of each channel that is looked at."""
    if info.compression == _PACKED:
        return _packed_places(reader, info)
    row = _row_bytes(info)
    starts = range(0, info.height, _rows(info))
    parts = [(channel, start) for channel in range(_used_channels(info)) for start in starts]
    offsets = tuple(info.data_offset + row * (channel * info.height + start) for channel, start in parts)
    return offsets, tuple(row * min(_rows(info), info.height - start) for _, start in parts)


def _packed_places(reader: BoundedReader, info: PsdInfo) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the places of packed parts, by the lengths of all rows, which stand before them."""
    width = 4 if info.is_large else 2
    rows = array("I" if info.is_large else "H")
    stored = reader.read_up_to(info.data_offset, width * info.height * info.channels)
    rows.frombytes(stored[: len(stored) // width * width])
    if sys.byteorder == "little":
        rows.byteswap()
    step = _rows(info)
    lengths = [
        sum(rows[at : min(at + step, (channel + 1) * info.height)])
        for channel in range(_used_channels(info))
        for at in range(channel * info.height, (channel + 1) * info.height, step)
    ]
    start = info.data_offset + width * info.height * _listed_channels(reader, info, rows)
    return tuple(accumulate(lengths[:-1], initial=start)), tuple(lengths)


def _listed_channels(reader: BoundedReader, info: PsdInfo, rows: array[int]) -> int:
    """Return of how many channels the lengths of rows are there: fewer than are announced, if the file then ends right.

    ImageMagick writes grey documents with a profile that announce three channels and have one.
    """
    width = 4 if info.is_large else 2
    sums = [sum(rows[at : at + info.height]) for at in range(0, len(rows), info.height)]
    ends = [info.data_offset + width * info.height * count + end for count, end in enumerate(accumulate(sums), 1)]
    return info.channels if reader.size not in ends[:-1] else ends.index(reader.size) + 1


def _unzip(file: BinaryIO, reader: BoundedReader, info: PsdInfo) -> tuple[BinaryIO, Layout]:
    """Return the channels unpacked, and how they are stored: one stream holds all of them."""
    plain = replace(info, compression=_RAW, data_offset=0)
    layout = _layout(plain, *_places(reader, plain))
    if info.compression == _ZIP_DIFFERENCES:
        layout = replace(layout, predictor=tiff_segments.FLOAT_PREDICTOR if info.depth == 32 else _DIFFERENCES)
    needed = (layout.offsets[-1] + layout.byte_counts[-1]) if layout.offsets else 0
    tiff_segments.check_bytes(needed)
    file.seek(info.data_offset)
    return io.BytesIO(zlib.decompressobj().decompress(read_fully(file, needed + 4096), needed)), layout


def _without_white(image: Image.Image) -> Image.Image:
    """Return a picture as it was before it was laid on white: upside down, its colours are multiplied by alpha.

    Where a colour is darker than white under it can be, it was not: some writers leave the colours as they are.
    """
    alpha = image.getchannel("A")
    colours = ImageChops.invert(image.convert("RGBA").convert("RGB"))
    beyond = ImageChops.subtract(colours, Image.merge("RGB", (alpha,) * 3))
    if max(get_range(band)[1] for band in beyond.split()) > _ROUNDING:
        return image
    merged = Image.merge("RGBA", (*colours.split(), alpha))
    plain = Image.frombytes("RGBa", image.size, merged.tobytes()).convert("RGBA")
    result = ImageChops.invert(plain.convert("RGB"))
    result.putalpha(alpha)
    return result.convert("LA") if image.mode == "LA" else result
