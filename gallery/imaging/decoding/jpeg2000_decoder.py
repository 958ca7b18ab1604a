"""Decodes JPEG 2000: the codestream by Pillow and OpenJPEG, what its boxes say of the channels here (ISO/IEC 15444-1).

Pillow's own reading of the boxes knows no profiles, no definitions of channels and not all palettes.
"""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from gallery.imaging.decoding import jpeg2000_tiles
from gallery.imaging.decoding.decode_task import has_content
from gallery.imaging.decoding.decoding_errors import CutShortError, RareVariantError
from gallery.imaging.decoding.jpeg2000_white import restore_white
from gallery.imaging.decoding.loading import allow_truncation, open_jpeg2000
from gallery.imaging.decoding.transparency import clear_boxes
from gallery.imaging.metadata import icc, jpeg2000
from gallery.imaging.metadata.bounded_reader import BoundedReader

if TYPE_CHECKING:
    from gallery.imaging.metadata.jpeg2000 import Codestream, Jp2Info

_MAX_COMPONENTS = 4
_SAMPLE_BYTES = 8
"""What OpenJPEG takes for a sample of eight bits (measured: 6 to 7)."""
_OPACITY = frozenset((1, 2))
"""Types of channels (I.5.3.6)."""
_PREMULTIPLIED = 2
_LESS_BYTES = (0, 1 << 10, 1 << 13, 1 << 16, 1 << 19)
"""So many bytes before the end of a cut codestream are left out, one number after the other: where the cut is within
the header of a packet, what follows makes no sense."""
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}


def decode_jpeg2000(file: BinaryIO, reduction: int) -> tuple[Image.Image, bool, bool]:
    """Return the picture, whether all of its data was there, and whether all of that could be decoded.

    Args:
        file: The file.
        reduction: How often width and height are halved.

    Raises:
        RareVariantError: It has more components than four.
        CutShortError: Too little of it was there.
        MemoryError: There is no room for it.
        OSError: Nothing of it can be decoded.
    """
    info = jpeg2000.parse_info(BoundedReader.from_file(file))
    stream = info.codestream
    _check_supported(stream)
    _check_room(stream, reduction)
    file.seek(stream.offset)
    data = file.read()
    start = stream.first_tile - stream.offset
    whole, tiles = jpeg2000_tiles.walk(data, start)
    if whole:
        image, sound = _decode(data, stream, reduction)
        return _compose(info, _levels(info, image)), True, sound
    image, sound = _decode_cut(data, stream, reduction)
    boxes = jpeg2000_tiles.missing_boxes(stream, tiles, reduction if sound else 0)
    return clear_boxes(_compose(info, _levels(info, image)), boxes), False, sound


def _decode_cut(data: bytes, stream: Codestream, reduction: int) -> tuple[Image.Image, bool]:
    """Decode a codestream that ends too early.

    Raises:
        CutShortError: Too little of it is there.
    """
    start = stream.first_tile - stream.offset
    for less in _LESS_BYTES:
        with contextlib.suppress(OSError):
            return _decode(jpeg2000_tiles.complete(data, start, less), stream, reduction)
    raise CutShortError


def _check_supported(stream: Codestream) -> None:
    components = stream.components
    if len(components) > _MAX_COMPONENTS:
        raise RareVariantError(f"{len(components)} components")


def _check_room(stream: Codestream, reduction: int) -> None:
    """Check that there is room for what OpenJPEG takes: where there is none, it says that the file is broken.

    Raises:
        MemoryError: There is none.
    """
    bytearray((stream.width * stream.height >> 2 * reduction) * len(stream.components) * _SAMPLE_BYTES)


def _decode(data: bytes, stream: Codestream, reduction: int) -> tuple[Image.Image, bool]:
    """Return the components as the bands of a picture, and whether all tiles could be decoded."""
    try:
        return _decode_bands(data, stream, reduction), True
    except OSError:
        # of several tiles, those before the damage; at full size, because some offsets cannot be reduced
        with allow_truncation():
            image = _decode_bands(data, stream, 0)
        if not has_content(image):
            raise
        return image, False


def _decode_bands(data: bytes, stream: Codestream, reduction: int) -> Image.Image:
    image = open_jpeg2000(io.BytesIO(data), reduction)
    return restore_white(image, data, stream, lambda other: open_jpeg2000(io.BytesIO(other), reduction))


def _levels(info: Jp2Info, image: Image.Image) -> list[Image.Image]:
    """Return the bands; samples of less than eight bits stand in the upper ones, and are spread."""
    bands = list(image.split()) if image.mode != "I;16" else [image]
    components = info.codestream.components
    if info.palette or len(bands) != len(components):
        return bands
    return [_spread(band, component.bits) for band, component in zip(bands, components, strict=True)]


def _spread(band: Image.Image, bits: int) -> Image.Image:
    if bits >= 8:
        return band
    top = (1 << bits) - 1
    return band.point([(value >> 8 - bits) * 255 // top for value in range(256)])


def _compose(info: Jp2Info, bands: list[Image.Image]) -> Image.Image:
    """Put channels together as the boxes define them."""
    if info.palette:
        bands = _apply_palette(info, bands)
    colours, alpha = _sort(info, bands)
    image = _merge(info, colours)
    if alpha is not None and image.mode in ("L", "RGB"):
        kinds = {kind for kind, _ in info.definitions.values()}
        image = _add_alpha(image, alpha, premultiplied=_PREMULTIPLIED in kinds)
    if info.icc:
        image.info["icc_profile"] = info.icc
    return image


def _apply_palette(info: Jp2Info, bands: list[Image.Image]) -> list[Image.Image]:
    """Return the channels that the palette makes of the components (I.5.3.4 and I.5.3.5).

    A mapping that names a component or a column that is not there is ignored.
    """
    mapping = info.mapping[:_MAX_COMPONENTS]
    count = min(len(bands), len(info.codestream.components))
    fits = all(component < count and (column or 0) < len(info.palette) for component, column in mapping)
    if not mapping or not fits:
        mapping = tuple((0, column) for column in range(len(info.palette)))[:_MAX_COMPONENTS]
    return [_map_band(info, bands[component], component, column) for component, column in mapping]


def _map_band(info: Jp2Info, band: Image.Image, component: int, column: int | None) -> Image.Image:
    if column is None:
        return _to_bytes(band)
    entries, bits = info.palette[column], info.codestream.components[component].bits
    # indices stand in the upper bits, of more than eight in those of 16
    if band.mode == "L":
        return band.point([entries[min(value >> max(0, 8 - bits), len(entries) - 1)] for value in range(256)])
    table = [entries[min(value >> max(0, 16 - bits), len(entries) - 1)] for value in range(1 << 16)]
    return band.convert("I").point(table, "L")


def _to_bytes(band: Image.Image) -> Image.Image:
    return band if band.mode == "L" else band.convert("I").point(lambda value: value / 256).convert("L")


def _sort(info: Jp2Info, bands: list[Image.Image]) -> tuple[list[Image.Image], Image.Image | None]:
    """Return the colours in their order, and the alpha (I.5.3.6)."""
    if not info.definitions:
        count = 4 if _has_inks(info) else 3 if len(bands) > 2 else 1
        return bands[:count], bands[count] if len(bands) > count else None
    defined = {at: entry for at, entry in info.definitions.items() if at < len(bands)}
    places = sorted((place, at) for at, (kind, place) in defined.items() if not kind)
    alpha = next((at for at, (kind, _) in defined.items() if kind in _OPACITY), None)
    return [bands[at] for _, at in places] or bands[:1], None if alpha is None else bands[alpha]


def _has_inks(info: Jp2Info) -> bool:
    kind = icc.recognise(info.icc) if info.icc else None
    return info.colour_space == jpeg2000.CMYK or (kind is not None and kind.components == 4)


def _merge(info: Jp2Info, colours: list[Image.Image]) -> Image.Image:
    if len(colours) not in _MODES:
        return colours[0]
    if len(colours) == 1:
        return colours[0]
    # OpenJPEG takes components of a lower resolution for chroma, and converts them
    if len(colours) == 3 and info.colour_space == jpeg2000.SYCC and not info.codestream.is_subsampled:
        return Image.merge("YCbCr", colours).convert("RGB")
    if len(colours) == 3 and info.colour_space == jpeg2000.CIELAB:
        # ranges of 170 and 200 with offsets of 128 and 96, where the file names no others (15444-2, M.11.7.4.1)
        red_green = colours[1].point([round((value - 128) * 170 / 255) + 128 for value in range(256)])
        yellow_blue = colours[2].point([round((value - 96) * 200 / 255) + 128 for value in range(256)])
        return Image.merge("LAB", (colours[0], red_green, yellow_blue))
    return Image.merge(_MODES[len(colours)], colours)


def _add_alpha(image: Image.Image, alpha: Image.Image, *, premultiplied: bool) -> Image.Image:
    image.putalpha(alpha)
    if premultiplied and image.mode == "RGBA":
        return Image.frombytes("RGBa", image.size, image.tobytes()).convert("RGBA")
    return image
