"""Decodes the TIFF files that Pillow refuses or garbles: any depth, floats, signed samples, planes, subsampled YCbCr.

Made from what Pillow has, libtiff for compression among it. `tifffile` with what it needs (numpy, imagecodecs) would
decode the same files and takes 155 MB unpacked; this is about 600 lines.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image, ImageChops

from gallery.imaging.decoding import float_samples, sample_unpacking, tiff_layout, tiff_segments, transparency

if TYPE_CHECKING:
    from gallery.imaging.decoding.tiff_layout import Layout
    from gallery.imaging.decoding.tiff_segments import Segment

_ASSOCIATED, _UNASSOCIATED = 1, 2


def decode_layout(file: BinaryIO, layout: Layout) -> tuple[Image.Image, bool]:
    """Return the picture, in L, LA, P, RGB, RGBA, CMYK or LAB, and whether all of it could be read.

    Args:
        file: The file.
        layout: How its pixels are stored; `tiff_layout.check_supported` has passed.
    """
    # what has been multiplied by alpha has to be divided first
    layout = layout if _alpha_kind(layout) == _ASSOCIATED else float_samples.with_curve(layout)
    count = _used_channels(layout) if layout.planar else 1
    reached = [Image.new("L", (layout.width, layout.height)) for _ in range(count)]
    planes, complete = _decode_planes(file, layout, 0, reached)
    # 32-bit samples often hold small numbers: the highest bytes that are not all zero are the picture
    for unused in range(1, layout.bits[0] // 8 if layout.bits[0] > 16 else 1):
        if layout.sample_format != tiff_layout.UNSIGNED or any(plane.getbbox() for plane in planes):
            break
        planes, complete = _decode_planes(file, layout, unused, reached)
    if not complete and layout.planar and layout.photometric == tiff_layout.RGB:
        planes = _fill_missing(planes, reached)
    image = _compose(layout, planes)
    if not complete:
        image = transparency.clear_where_zero(image, reached[0])
    if layout.profile:
        image.info["icc_profile"] = layout.profile
    return image, complete


def _fill_missing(planes: list[Image.Image], reached: list[Image.Image]) -> list[Image.Image]:
    """Return channels in which the one before stands for what did not come: where only red came, all is grey."""
    filled = planes[:1]
    for plane, came in zip(planes[1:3], reached[1:3], strict=True):
        filled.append(Image.composite(plane, filled[-1], came))
    return [*filled, *planes[3:]]


def _decode_planes(
    file: BinaryIO, layout: Layout, unused: int, reached: list[Image.Image]
) -> tuple[list[Image.Image], bool]:
    """Return the channels that are looked at, and whether all of them could be read.

    Args:
        file: The file.
        layout: How its pixels are stored.
        unused: How many bytes at the upper end of each sample are left out.
        reached: Get 255 where a channel has come; one for each that is looked at, if they stand for themselves.
    """
    mode = "F" if layout.sample_format == tiff_layout.FLOAT else "I;16" if _is_deep_palette(layout) else "L"
    planes = [Image.new(mode, tiff_segments.plane_size(layout, at)) for at in range(_used_channels(layout))]
    expected = tiff_segments.segments_of_plane(layout) * (layout.channels if layout.planar else 1)
    complete = len(layout.offsets) >= expected
    for segment in tiff_segments.read_segments(file, layout):
        complete &= segment.complete
        if segment.plane < len(planes):
            _paste(planes, layout, segment, unused)
        if segment.plane < len(reached):
            reached[segment.plane].paste(255, segment.box)
    return float_samples.to_bytes(planes, layout) if mode == "F" else planes, complete


def _is_deep_palette(layout: Layout) -> bool:
    return layout.photometric == tiff_layout.PALETTE and layout.bits[0] > 8


def _used_channels(layout: Layout) -> int:
    """Return how many channels are looked at: the colours, and an alpha right behind them."""
    return layout.colour_channels + (_alpha_kind(layout) is not None)


def _alpha_kind(layout: Layout) -> int | None:
    """Return what the channel behind the colours is, if it is alpha; a fourth one of RGB is, where nothing is said."""
    if layout.channels <= layout.colour_channels or layout.photometric not in (0, 1, 2):
        return None
    if not layout.extra:
        return _UNASSOCIATED if layout.photometric == tiff_layout.RGB and layout.channels == 4 else None
    return layout.extra[0] if layout.extra[0] in (_ASSOCIATED, _UNASSOCIATED) else None


def _paste(planes: list[Image.Image], layout: Layout, segment: Segment, unused: int) -> None:
    """Put the samples of a strip or tile into the planes."""
    width, _ = tiff_segments.segment_size(layout, segment.plane)
    if tiff_segments.is_blocked(layout):
        width, channels = _take_blocks(layout, segment.data, width)
    else:
        channels = _take_channels(layout, segment.data, width, unused)
    for plane, data in zip(planes[segment.plane :] if layout.planar else planes, channels, strict=False):
        row = width * {"L": 1, "I;16": 2, "F": 4}[plane.mode]
        if height := len(data) // row:
            part = Image.frombytes(plane.mode, (width, height), data[: row * height])
            plane.paste(part, (segment.left, segment.top))


def _take_channels(layout: Layout, data: bytes, width: int, unused: int) -> list[bytes]:
    """Return the samples of each channel: as bytes, 16-bit indices, or 32-bit floats in native order."""
    count = 1 if layout.planar else layout.channels
    used = range(min(count, _used_channels(layout)))
    if layout.sample_format == tiff_layout.FLOAT:
        return [float_samples.take_channel(layout, data, at, count) for at in used]
    if _is_deep_palette(layout):
        return [_take_indices(layout, data, width)]
    tops = _take_tops(layout, data, width * count, unused)
    return [tops[at::count] for at in used]


def _take_tops(layout: Layout, data: bytes, row_samples: int, unused: int) -> bytes:
    """Return eight bits of each sample."""
    depth = layout.bits[0]
    if depth % 8:
        row_bytes = (row_samples * depth + 7) // 8
        rows = (data[at : at + row_bytes] for at in range(0, len(data), row_bytes))
        tops = b"".join(sample_unpacking.unpack_row(row, depth, row_samples) for row in rows)
        # indices are no brightness
        tops = tops.translate(sample_unpacking.unscaled(depth)) if layout.photometric == tiff_layout.PALETTE else tops
    else:
        step = depth // 8
        tops = data[unused if layout.order == ">" else step - 1 - unused :: step]
    flip = layout.sample_format == tiff_layout.SIGNED and layout.photometric < tiff_layout.CIELAB
    return tops.translate(_SIGN_FLIPPED) if flip else tops


def _take_indices(layout: Layout, data: bytes, width: int) -> bytes:
    """Return the indices of a palette of more than 256 colours as little-endian 16-bit numbers."""
    depth = layout.bits[0]
    if depth == 16:
        return data if layout.order == "<" else sample_unpacking.swap_bytes(data, 2)
    row_bytes = (width * depth + 7) // 8
    out = bytearray()
    for at in range(0, len(data), row_bytes):
        bits = int.from_bytes(data[at : at + row_bytes], "big") >> (row_bytes * 8 - width * depth)
        digits = [(bits >> depth * place) & (1 << depth) - 1 for place in range(width - 1, -1, -1)]
        out += b"".join(digit.to_bytes(2, "little") for digit in digits)
    return bytes(out)


def _take_blocks(layout: Layout, data: bytes, width: int) -> tuple[int, list[bytes]]:
    """Return the width of whole blocks, and Y, Cb and Cr of as many pixels (TIFF 6.0, section 21, data units)."""
    across, down = layout.subsampling
    blocks, size = -(-width // across), across * down + 2
    step = layout.bits[0] // 8
    tops = data[0 if layout.order == ">" else step - 1 :: step]
    luma, blue, red = bytearray(), bytearray(), bytearray()
    for start in range(0, len(tops) // (blocks * size) * blocks * size, blocks * size):
        units = tops[start : start + blocks * size]
        for row in range(down):
            line = bytearray(blocks * across)
            for column in range(across):
                line[column::across] = units[row * across + column :: size]
            luma += line
        blue += units[across * down :: size]
        red += units[across * down + 1 :: size]
    return blocks * across, [bytes(luma), *(_enlarge(bytes(plane), blocks, across, down) for plane in (blue, red))]


def _enlarge(plane: bytes, width: int, across: int, down: int) -> bytes:
    """Return a plane of chroma at the size of the luma."""
    height = len(plane) // width
    if not height:
        return b""
    small = Image.frombytes("L", (width, height), plane)
    return small.resize((width * across, height * down), Image.Resampling.NEAREST).tobytes()


def _compose(layout: Layout, planes: list[Image.Image]) -> Image.Image:
    """Put channels together to a picture."""
    kind = layout.photometric
    colours = planes[: layout.colour_channels]
    if kind == tiff_layout.PALETTE:
        return _apply_palette(planes[0], layout.colour_map)
    if kind == tiff_layout.YCBCR:
        return Image.merge("YCbCr", _full_range(layout, colours)).convert("RGB")
    if kind in (tiff_layout.CIELAB, tiff_layout.ICCLAB):
        # Pillow's mode has both axes with an offset, as ICCLab; CIELab has them signed
        axes = [axis.point(_SIGN_FLIPPED) for axis in colours[1:]] if kind == tiff_layout.CIELAB else colours[1:]
        return Image.merge("LAB", (colours[0], *axes))
    if kind == tiff_layout.WHITE_IS_ZERO:
        colours = [ImageChops.invert(colours[0])]
    mode = {1: "L", 3: "RGB", 4: "CMYK"}[len(colours)]
    alpha = _alpha_kind(layout)
    if alpha is None:
        return Image.merge(mode, colours)
    with_alpha = Image.merge("RGBA", [*(colours * 3)[:3], planes[-1]])
    if alpha == _ASSOCIATED:
        with_alpha = Image.frombytes("RGBa", with_alpha.size, with_alpha.tobytes()).convert("RGBA")
    return with_alpha.convert("LA") if mode == "L" else with_alpha


def _full_range(layout: Layout, planes: list[Image.Image]) -> list[Image.Image]:
    """Return Y, Cb and Cr at one size and in the full range (TIFF 6.0, section 20, ReferenceBlackWhite)."""
    size = layout.width, layout.height
    whole = [plane if plane.size == size else plane.resize(size, Image.Resampling.BILINEAR) for plane in planes]
    if len(layout.reference) < 6 or not all(map(math.isfinite, layout.reference)):
        return whole
    top, black, white = (1 << layout.bits[0]) - 1, layout.reference[0:6:2], layout.reference[1:6:2]
    starts = black[0], black[1] - (white[1] - black[1]), black[2] - (white[2] - black[2])
    return [
        _stretch(plane, start * 255 / top, end * 255 / top)
        for plane, start, end in zip(whole, starts, white, strict=True)
    ]


def _stretch(plane: Image.Image, start: float, end: float) -> Image.Image:
    """Map `start` to 0 and `end` to 255."""
    if end <= start or (start, end) == (0, 255):
        return plane
    return plane.point([min(255, max(0, round((value - start) * 255 / (end - start)))) for value in range(256)])


def _apply_palette(indices: Image.Image, colour_map: tuple[int, ...]) -> Image.Image:
    """Return a picture in the colours of a map: all reds, all greens, all blues, of 16 bits (TIFF 6.0, section 5).

    Some writers give eight bits; then none of the values is larger.
    """
    count = len(colour_map) // 3
    shift = 0 if max(colour_map, default=0) < 256 else 8
    planes = [[value >> shift for value in colour_map[at * count : (at + 1) * count]] for at in range(3)]
    if indices.mode == "L":
        tables = [(plane + [0] * 256)[:256] for plane in planes]
        return Image.merge("RGB", [indices.point(table) for table in tables])
    wide = indices.convert("I")
    return Image.merge("RGB", [wide.point((plane + [0] * 65536)[:65536], "L") for plane in planes])


_SIGN_FLIPPED = bytes(value ^ 0x80 for value in range(256))
"""The table between signed bytes and those with an offset of 128."""
