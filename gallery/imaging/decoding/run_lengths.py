"""Unpacks the run lengths of TGA, PCX and PackBits by Pillow's decoders, at the speed of C, as far as the data goes.

All of a picture is taken for one row, because runs go on across the ends of rows, which these decoders refuse.
"""

from __future__ import annotations

import contextlib
from typing import NamedTuple

from PIL import Image, ImageChops

from gallery.imaging.decoding.decoding_errors import TooLargeError

MAX_BYTES = (1 << 28) - (1 << 16)
"""Pillow's decoders count the bits of a row in 31 bits."""


class _Codec(NamedTuple):
    """A decoder of Pillow, and two bytes with which data can be filled up.

    Repeated, such a byte is unpacked to nothing but itself, from wherever in a run the data ends.
    """

    name: str
    arguments: tuple[int, ...]
    fillers: tuple[bytes, bytes]
    longest: int
    """Bytes of the longest run."""
    yields: tuple[int, int]
    """So many bytes of a filler are unpacked to at least so many."""


def unpack_tga(data: bytes, step: int, needed: int) -> bytes:
    """Return `needed` bytes of pixels of `step` bytes, or as many as the data has (Truevision TGA 2.0, 5.5).

    Raises:
        TooLargeError: More are needed than can be unpacked.
    """
    # runs of one pixel, of which the last one never goes beyond the end
    return _unpack(_Codec("tga_rle", (1, 8 * step), (b"\0", b"\x80"), 128 * step, (1 + step, step)), data, needed)


def unpack_pcx(data: bytes, needed: int) -> bytes:
    """Return `needed` bytes, or as many as the data has: a byte of 192 and n stands for n times the next one.

    Raises:
        TooLargeError: More are needed than can be unpacked.
    """
    return _unpack(_Codec("pcx", (needed,), (b"\0", b"\1"), 63, (1, 1)), data, needed)


def unpack_bits(data: bytes, needed: int) -> bytes:
    """Return `needed` bytes of data packed by PackBits, or as many as it has (TIFF 6.0, section 9).

    Raises:
        TooLargeError: More are needed than can be unpacked.
    """
    return _unpack(_Codec("packbits", (), (b"\x81", b"\x82"), 128, (2, 127)), data, needed)


def _unpack(codec: _Codec, data: bytes, needed: int) -> bytes:
    if needed > MAX_BYTES:
        raise TooLargeError(
            f"This picture is packed, and has {needed >> 20} MB; Shoebox unpacks up to {MAX_BYTES >> 20} MB of them."
        )
    with contextlib.suppress(ValueError):
        return _decode(codec, data, needed).tobytes()
    # the data ends too early, or its last run goes on behind the picture
    return _decode_as_far(codec, data, needed)


def _decode(codec: _Codec, data: bytes, length: int) -> Image.Image:
    """Return exactly so many bytes as a row of grey.

    Raises:
        ValueError: The data has fewer, or goes on within a run.
    """
    arguments = (length,) if codec.name == "pcx" else codec.arguments
    return Image.frombytes("L", (length, 1), data, codec.name, "L", *arguments)


def _decode_as_far(codec: _Codec, data: bytes, needed: int) -> bytes:
    """Return what comes of the data: that which is the same whatever it is filled up with."""
    length = needed + codec.longest
    try:
        one, other = (_decode_filled(codec, data, length, filler) for filler in codec.fillers)
    except ValueError:
        one = other = _decode_beginning(codec, data, length)
    differences = ImageChops.difference(one, other).getbbox()
    came = min(needed, differences[0]) if differences else needed
    return one.crop((0, 0, came, 1)).tobytes() if came else b""


def _decode_filled(codec: _Codec, data: bytes, length: int, filler: bytes) -> Image.Image:
    """Return so many bytes of data that is filled up. Raises ValueError where it is longer."""
    stored, unpacked = codec.yields
    enough = 2 * codec.longest + length * stored // unpacked  # some are the rest of what was cut
    return _decode(codec, data.ljust(len(data) + enough, filler), length)


def _decode_beginning(codec: _Codec, data: bytes, length: int) -> Image.Image:
    """Return so many bytes of data that is longer, and goes on within a run there: of its beginning that fits."""
    fits, longer = 0, len(data)
    best = Image.new("L", (length, 1))
    while longer - fits > 1:
        middle = (fits + longer) // 2
        try:
            best, fits = _decode_filled(codec, data[:middle], length, codec.fillers[0]), middle
        except ValueError:
            longer = middle
    return best
