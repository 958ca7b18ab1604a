"""Decodes icons of macOS: JPEG 2000, colours packed by channels, black and white (Apple Icon Image format)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image, ImageChops

from gallery.imaging.decoding.jpeg2000_decoder import decode_jpeg2000
from gallery.imaging.decoding.plain_rows import decode_rows
from gallery.imaging.metadata import icns
from gallery.imaging.metadata.bounded_reader import BoundedReader, read_fully

if TYPE_CHECKING:
    from gallery.imaging.metadata.icns import Element


def decode_icns(file: BinaryIO) -> tuple[Image.Image, bool]:
    """Return the largest picture, which is no PNG, and whether all of it was there.

    Raises:
        CutShortError: Nothing of it was there.
        DamagedError: There is none.
    """
    element = icns.find_largest(BoundedReader.from_file(file))
    file.seek(element.offset)
    data = read_fully(file, element.length)
    if element.kind == "jp2":
        image, whole, sound = decode_jpeg2000(io.BytesIO(data), 0)
        return image, whole and sound
    if element.kind == "mono":
        return _decode_mono(element, data)
    return _decode_channels(file, element, data)


def _decode_channels(file: BinaryIO, element: Element, data: bytes) -> tuple[Image.Image, bool]:
    """Return colours of which each channel stands for itself, all reds first, with the alpha of another element."""
    size, pixels = (element.width, element.height), element.width * element.height
    colours = icns.read_colours(element, data)
    if element.kind == "argb":
        channels, complete = _planes(colours, size, 4)
        return Image.merge("RGBA", (*channels[1:], channels[0])), complete
    planes, complete = _planes(colours, size, 3)
    image = Image.merge("RGB", planes)
    if element.mask is not None:
        file.seek(element.mask[0])
        alpha = read_fully(file, min(element.mask[1], pixels))
        if len(alpha) == pixels:
            image.putalpha(Image.frombytes("L", size, alpha))
    return image, complete


def _planes(data: bytes, size: tuple[int, int], count: int) -> tuple[list[Image.Image], bool]:
    """Return channels of which each follows the other; what is missing of the last ones is 0."""
    width, height = size
    wide, complete = decode_rows("L", (width, height * count), data, "L", width)
    whole = wide.convert("L")
    return [whole.crop((0, height * at, width, height * (at + 1))) for at in range(count)], complete


def _decode_mono(element: Element, data: bytes) -> tuple[Image.Image, bool]:
    """Return black and white, 1 being black, with the mask that follows."""
    size, row = (element.width, element.height), element.width // 8
    half = row * element.height
    image, complete = decode_rows("1", size, data[:half], "1;I", row)
    if len(data) < 2 * half or not complete:
        return image, complete
    mask = Image.frombytes("1", size, data[half : 2 * half], "raw", "1", row)
    grey = image.convert("LA")
    grey.putalpha(ImageChops.lighter(mask.convert("L"), ImageChops.invert(image.convert("L"))))
    return grey, True
