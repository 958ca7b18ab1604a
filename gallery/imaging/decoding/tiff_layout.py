"""How the pixels of a TIFF file are stored: what the directory of its picture says, and who can decode that."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.imaging.decoding.decoding_errors import RareVariantError
from gallery.imaging.metadata import tiff_pages
from gallery.imaging.metadata.bounded_reader import DamagedError

if TYPE_CHECKING:
    from gallery.imaging.metadata.tiff import Directory, Tiff

WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, CMYK, YCBCR, CIELAB, ICCLAB = 0, 1, 2, 3, 4, 5, 6, 8, 9
"""PhotometricInterpretation (TIFF 6.0, sections 8, 16, 20, 21, 23; TechNote of 1995 for ICCLAB)."""
UNSIGNED, SIGNED, FLOAT = 1, 2, 3
"""SampleFormat (TIFF 6.0, section 19)."""
_COLOUR_CHANNELS = {WHITE_IS_ZERO: 1, BLACK_IS_ZERO: 1, RGB: 3, PALETTE: 1, CMYK: 4, YCBCR: 3, CIELAB: 3, ICCLAB: 3}
PLAIN, LZW, DEFLATE, PACKBITS, THUNDERSCAN, OLD_DEFLATE, LZMA, ZSTD, WEBP, PIXTIFF = (
    *(1, 5, 8, 32773, 32809),
    *(32946, 34925, 50000, 50001, 50013),
)
"""Compression (TIFF 6.0, sections 7, 9, 13; libtiff's tiff.h for the later ones)."""
_GENERAL_COMPRESSIONS = frozenset((PLAIN, LZW, DEFLATE, OLD_DEFLATE, PACKBITS, THUNDERSCAN, PIXTIFF, LZMA, ZSTD, WEBP))
"""Those that know nothing of samples, so that samples of any kind can be in them."""
_PICTURE_COMPRESSIONS = {
    2: "fax compression",
    3: "fax compression",
    4: "fax compression",
    6: "JPEG compression of the old kind",
    7: "JPEG compression",
}
"""Those of Pillow's that hold pictures of their own kinds."""
_OTHER_COMPRESSIONS = {
    32766: "NeXT compression",
    32895: "IT8 compression",
    32909: "PixarLog compression",
    33003: "JPEG 2000 compression",
    33005: "JPEG 2000 compression",
    34661: "JBIG compression",
    34676: "LogLuv colours",
    34677: "LogLuv colours",
    34712: "JPEG 2000 compression",
    34887: "LERC compression",
    34892: "lossy DNG compression",
    50002: "JPEG XL compression",
    52546: "JPEG XL compression",
}
_OTHER_COLOURS = {
    10: "ITU Lab colours",
    32844: "LogL brightness",
    32845: "LogLuv colours",
}
_MAX_SEGMENTS = 1 << 17
"""More strips or tiles are refused: each costs a call of its own."""
_MAX_COLOUR_MAP = 3 << 16


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pixels of one TIFF picture are stored."""

    offset: int
    """Where its directory stands in the file."""
    is_first: bool
    """Whether that is the first directory."""
    order: str
    """Byte order, as `struct` writes it."""
    is_big: bool
    width: int
    height: int
    bits: tuple[int, ...]
    """Bits of each channel."""
    sample_format: int
    photometric: int
    compression: int
    predictor: int
    planar: bool
    """Whether each channel stands for itself."""
    fill_order: int
    extra: tuple[int, ...]
    """What each channel beyond the colours is: 1 associated alpha, 2 unassociated alpha, others nothing of use."""
    tiled: bool
    segment_size: tuple[int, int]
    """Width and height of a tile, or of a strip."""
    offsets: tuple[int, ...]
    byte_counts: tuple[int, ...]
    colour_map: tuple[int, ...]
    subsampling: tuple[int, int]
    """How many pixels, across and down, share one pair of chroma samples."""
    reference: tuple[float, ...]
    """ReferenceBlackWhite of YCbCr, empty where the file has none."""
    profile: bytes
    white: float | None = None
    """What white is in floats; None: by the smallest usual range that holds them."""
    is_light: bool = False
    """Whether floats are proportional to light, and get the curve of sRGB; then `profile` has it, too."""
    is_on_white: bool = False
    """Whether such light has been laid on white, which is taken out where alpha tells how much of it there is."""

    @property
    def channels(self) -> int:
        """How many samples a pixel has."""
        return len(self.bits)

    @property
    def colour_channels(self) -> int:
        """How many of them are colours."""
        return _COLOUR_CHANNELS.get(self.photometric, 1)


def read_layout(image: Tiff, page: tuple[int, Directory] | None = None) -> Layout:
    """Return how a picture of a TIFF file is stored.

    Args:
        image: The file.
        page: Offset and entries of the directory of the picture; None: of the one that the file shows.

    Raises:
        DamagedError: The directory says too little.
    """
    offset, found = page or tiff_pages.find_page(image)
    channels = _channels(image, found)
    width, height = _one(image, found, 0x100, 0), _one(image, found, 0x101, 0)
    tiled = 0x142 in found
    rows = min(_one(image, found, 0x116, height), height)
    return Layout(
        offset=offset,
        is_first=offset == image.first,
        order=image.order,
        is_big=image.is_big,
        width=width,
        height=height,
        bits=channels,
        sample_format=_one(image, found, 0x153, UNSIGNED),
        photometric=_photometric(image, found, len(channels)),
        compression=_one(image, found, 0x103, PLAIN),
        predictor=_one(image, found, 0x13D, 1),
        planar=_one(image, found, 0x11C, 1) == 2 and len(channels) > 1,
        fill_order=_one(image, found, 0x10A, 1),
        extra=_whole_numbers(image, found, 0x152, 64),
        tiled=tiled,
        segment_size=(_one(image, found, 0x142, 0), _one(image, found, 0x143, 0)) if tiled else (width, rows),
        offsets=_whole_numbers(image, found, 0x144 if tiled else 0x111, _MAX_SEGMENTS),
        byte_counts=_whole_numbers(image, found, 0x145 if tiled else 0x117, _MAX_SEGMENTS),
        colour_map=_whole_numbers(image, found, 0x140, _MAX_COLOUR_MAP),
        subsampling=_subsampling(image, found),
        reference=image.numbers(found.get(0x214)),
        profile=image.raw(found.get(0x8773)),
    )


def pillow_suffices(layout: Layout) -> bool:
    """Return whether Pillow opens such a file, and rightly.

    Measured with Pillow 13 over about 500 public files: it refuses or garbles what is neither fax nor JPEG and has not
    1, 2, 4, 8 or 16 bits in the usual arrangements.
    """
    if layout.order == ">" and layout.is_big:
        return False
    if layout.compression in _PICTURE_COMPRESSIONS:
        return True
    if layout.compression not in _GENERAL_COMPRESSIONS - {THUNDERSCAN, PIXTIFF, WEBP}:
        return False
    if layout.tiled and layout.compression == PLAIN:
        return False
    if layout.sample_format == SIGNED:  # heights of a landscape, for one: `colour` stretches them
        return layout.bits in ((16,), (32,)) and layout.photometric == BLACK_IS_ZERO
    return layout.sample_format == UNSIGNED and _is_usual(layout)


def check_supported(layout: Layout) -> None:
    """Check that the project's own decoder can decode such a file.

    Raises:
        RareVariantError: It cannot; what the file uses is said.
        DamagedError: The file contradicts itself.
    """
    reason = unsupported_part(layout)
    if reason is not None:
        raise RareVariantError(reason)
    if not layout.offsets or min(layout.segment_size) <= 0 or layout.channels < layout.colour_channels:
        raise DamagedError("a TIFF directory without the place of its pixels")


def unsupported_part(layout: Layout) -> str | None:
    """Return what of the file cannot be decoded, in words that follow "it uses"; None if all can."""
    colours = _OTHER_COLOURS.get(layout.photometric)
    if colours is None and layout.photometric not in _COLOUR_CHANNELS:
        colours = f"colours of an unknown kind ({layout.photometric})"
    compression = _OTHER_COMPRESSIONS.get(layout.compression)
    if compression is None and layout.compression not in _GENERAL_COMPRESSIONS | _PICTURE_COMPRESSIONS.keys():
        compression = f"a compression of an unknown kind ({layout.compression})"
    return colours or compression or _PICTURE_COMPRESSIONS.get(layout.compression) or _unsupported_samples(layout)


def _unsupported_samples(layout: Layout) -> str | None:
    if layout.sample_format not in (UNSIGNED, SIGNED, FLOAT, 4):
        return "complex numbers"
    if layout.bits and len(set(layout.bits)) > 1:
        return "channels of different depths"
    depth = layout.bits[0] if layout.bits else 0
    depths = {16, 32, 64} if layout.sample_format == FLOAT else {*range(1, 17), 24, 32}
    if layout.compression == THUNDERSCAN:
        depths = {4}
    if depth not in depths:
        return f"{depth} bits a channel"
    if layout.photometric == PALETTE and (depth > 16 or layout.channels > 1):
        return "a palette with other channels"
    if layout.photometric in (YCBCR, CIELAB, ICCLAB) and (layout.sample_format == FLOAT or depth not in (8, 16)):
        return f"{depth} bits a channel in such colours"
    return None


def _is_usual(layout: Layout) -> bool:
    """Return whether the samples are arranged in one of the ways that Pillow knows, and are not YCbCr or Lab."""
    depth, extra = layout.bits[0] if layout.bits else 0, layout.channels - layout.colour_channels
    if len(set(layout.bits)) != 1 or layout.photometric not in (WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK):
        return False
    if layout.photometric == PALETTE and (max(layout.colour_map, default=0) < 256 or depth > 8 or extra):
        return False
    if layout.channels == 1:
        return depth in (1, 2, 4, 8) or (depth == 16 and layout.photometric == BLACK_IS_ZERO)
    if layout.colour_channels == 1:
        return depth == 8 and layout.extra == (2,) and not layout.planar
    if layout.fill_order != 1 or (layout.photometric == CMYK and extra):
        return False
    return depth == 8 or (depth == 16 and extra <= 1 and not layout.planar)


def _channels(image: Tiff, found: Directory) -> tuple[int, ...]:
    """Return the bits of each channel; one number, or one too few, stands for all."""
    bits = _whole_numbers(image, found, 0x102, 64) or (1,)
    count = min(max(_one(image, found, 0x115, len(bits)), 1), 64)
    return (bits + bits[-1:] * count)[:count]


def _photometric(image: Tiff, found: Directory, channels: int) -> int:
    """Return the kind of colours; a file that calls three or four channels grey is taken as RGB or CMYK."""
    value = _one(image, found, 0x106, -1)
    if value in (-1, WHITE_IS_ZERO, BLACK_IS_ZERO) and 0x152 not in found:
        return {3: RGB, 4: CMYK}.get(channels, value if value >= 0 else WHITE_IS_ZERO)
    return value if value >= 0 else WHITE_IS_ZERO


def _subsampling(image: Tiff, found: Directory) -> tuple[int, int]:
    values = _whole_numbers(image, found, 0x212, 2)
    if _one(image, found, 0x106, -1) != YCBCR or any(value not in (1, 2, 4) for value in values):
        return 1, 1
    return (values[0], values[1]) if len(values) == 2 else (2, 2)  # the default (TIFF 6.0, section 21)


def _one(image: Tiff, found: Directory, tag: int, default: int) -> int:
    value = image.number(found.get(tag))
    return default if value is None else int(value)


def _whole_numbers(image: Tiff, found: Directory, tag: int, limit: int) -> tuple[int, ...]:
    return tuple(int(value) for value in image.numbers(found.get(tag), limit) if math.isfinite(value))
