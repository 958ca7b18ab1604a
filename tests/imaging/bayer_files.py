"""Writes DNG files that can be developed: what a sensor behind red, green and blue filters measured, uncompressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.imaging.raw_files import (
    ASCII,
    BYTE,
    LONG,
    RATIONAL,
    SHORT,
    SRATIONAL,
    RawWriter,
    camera,
    capture,
    strip,
)

if TYPE_CHECKING:
    from PIL import Image

    from tests.imaging.raw_files import Tags

_SRGB_FROM_XYZ = (32406, -15372, -4986, -9689, 18758, 415, 557, -2040, 10570)
"""XYZ of D65 to linear sRGB, in ten-thousandths (IEC 61966-2-1)."""
_DEPTH = 4095
"""White level of the sensor."""


def dng_of(
    image: Image.Image,
    *,
    orientation: int = 1,
    preview: bytes = b"",
    neutral: tuple[int, int, int] = (1, 1, 1),
    more: Tags | None = None,
) -> bytes:
    """Return a DNG whose development is this picture: the sensor's colours are those of linear sRGB.

    Args:
        image: RGB, as the photo lies before it is turned. Sides must be even.
        orientation: EXIF orientation.
        preview: A JPEG that the camera made, if any.
        neutral: What the sensor measures of a neutral grey: the white balance of the camera undoes it.
        more: Further tags of the first directory.
    """
    white = tuple(part for value in neutral for part in (value, max(neutral)))
    tags = camera(b"Maker", orientation) | {0xC628: (RATIONAL, white)} | (more or {})
    length = len(_head(image, tags, preview, 0))
    return _head(image, tags, preview, length) + _mosaic(image, neutral)


def _head(image: Image.Image, more: Tags, preview: bytes, start: int) -> bytes:
    """Return the file up to what the sensor measured, which starts there."""
    out = RawWriter()
    exif = out.directory(capture())
    matrix = tuple(part for value in _SRGB_FROM_XYZ for part in (value, 10000))
    tags: Tags = {
        0xFE: (LONG, 0), 0x100: (LONG, image.width), 0x101: (LONG, image.height), 0x102: (SHORT, 16),
        0x103: (SHORT, 1), 0x106: (SHORT, 32803), 0x111: (LONG, start), 0x115: (SHORT, 1), 0x116: (LONG, image.height),
        0x117: (LONG, 2 * image.width * image.height), 0x828D: (SHORT, (2, 2)), 0x828E: (BYTE, (0, 1, 1, 2)),
        0xC612: (BYTE, (1, 4, 0, 0)), 0xC613: (BYTE, (1, 1, 0, 0)), 0xC614: (ASCII, b"Maker Model 5\0"),
        0xC61D: (LONG, _DEPTH), 0xC621: (SRATIONAL, matrix), 0xC65A: (SHORT, 21), 0x8769: (LONG, exif),
    }  # fmt: skip
    if preview:
        shown = strip(out.blob(preview), len(preview), image.size)
        tags |= {0x14A: (LONG, out.directory(shown))}
    return out.finish(out.directory(tags | more))


def _mosaic(image: Image.Image, neutral: tuple[int, int, int]) -> bytes:
    """Return what the sensor measured, 16 bits a pixel: rows of red and green, then of green and blue."""
    width = image.width
    out = bytearray(2 * width * image.height)
    bands = [band.tobytes() for band in image.convert("RGB").split()]
    for half in (0, 1):  # the lower and the upper byte of each sample
        measured = [
            band.translate(bytes(_linear(value) * share // max(neutral) >> 8 * half & 255 for value in range(256)))
            for band, share in zip(bands, neutral, strict=True)
        ]
        for y in range(image.height):
            for x in (0, 1):
                row = measured[y % 2 + x][y * width : (y + 1) * width]
                out[2 * (y * width + x) + half : 2 * (y + 1) * width : 4] = row[x::2]
    return bytes(out)


def _linear(value: int) -> int:
    """Return the measured light of a value of sRGB (IEC 61966-2-1)."""
    share = value / 255
    light = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    return round(light * _DEPTH)
