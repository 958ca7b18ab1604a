"""Puts white back into JPEG 2000 of more than eight bits, which Pillow makes black (ISO/IEC 15444-1, annexes A and E).

Pillow rounds samples to eight bits without a limit: the highest 128 of 16 bits become 256, which is 0 in a byte. In a
second decode of the same data, said to have one bit more, black is 64 and white 192: so it tells one from the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from gallery.imaging.decoding.jpeg2000_tiles import iter_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gallery.imaging.metadata.jpeg2000 import Codestream

_SOT, _SOD, _QCD, _QCC = 0xFF90, 0xFF93, 0xFF5C, 0xFF5D
_SIZ_DEPTHS, _SOT_BYTES = 42, 12
_MAX_SEGMENTS = 1024
_PILLOW_BITS, _MOST_BITS = 8, 30
_MANY_COMPONENTS = 257
"""From so many on, the number of a component has two bytes."""
_FAR = 32
"""Rounding makes less difference between both decodes than this, and white that has become black more."""
_LEVELS = [min(255, max(0, 2 * (value - 64))) for value in range(256)]
"""What a decode with one bit more would be without it."""


def restore_white(
    image: Image.Image, data: bytes, stream: Codestream, decode: Callable[[bytes], Image.Image]
) -> Image.Image:
    """Return the bands of a picture with white where Pillow made black of it.

    Args:
        image: Its components as Pillow has decoded them.
        data: The codestream.
        stream: The main header of it.
        decode: Decodes a codestream in the same way.
    """
    deep = [component.bits > _PILLOW_BITS for component in stream.components]
    if stream.is_subsampled:  # chroma, from which Pillow has made colours by now
        deep = [any(deep)] * len(deep)
    bands = image.split()
    if len(bands) != len(deep) or len(bands) == 1:  # of one band it keeps 16 bits
        return image
    if not any(is_deep and band.getextrema()[0] == 0 for band, is_deep in zip(bands, deep, strict=True)):
        return image
    wider = _with_one_bit_more(data, stream)
    if wider is None:
        return image
    pairs = zip(bands, decode(wider).split(), deep, strict=True)
    return Image.merge(image.mode, [_restore(band, other) if is_deep else band for band, other, is_deep in pairs])


def _restore(band: Image.Image, wider: Image.Image) -> Image.Image:
    """Return a band with the levels of the wider one, in which 64 is black and 192 white, where both are far apart."""
    levels = wider.point(_LEVELS)
    far = ImageChops.difference(band, levels).point([255 * (value > _FAR) for value in range(256)])
    return Image.composite(levels, band, far)


def _with_one_bit_more(data: bytes, stream: Codestream) -> bytes | None:
    """Return the codestream with one bit more of each sample, all coefficients as they are; None where that cannot be.

    The bit would double the steps of quantization (E-3): each exponent is one higher for that. That would be one plane
    of bits more (E-2): there is one guard bit less.
    """
    if max(component.bits for component in stream.components) > _MOST_BITS:
        return None
    changed = bytearray(data)
    for number in range(len(stream.components)):
        changed[_SIZ_DEPTHS + 3 * number] += 1
    starts = [2, *(at + _SOT_BYTES for at, _ in iter_parts(data, stream.first_tile - stream.offset))]
    segments = [segment for start in starts for segment in _iter_segments(data, start)]
    fits = [_change_steps(changed, *segment, len(stream.components)) for segment in segments]
    return bytes(changed) if all(fits) else None


def _iter_segments(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield marker, place and end of each marker segment of a header (A.1.4)."""
    for _ in range(_MAX_SEGMENTS):
        marker, length = int.from_bytes(data[at : at + 2], "big"), int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in (_SOT, _SOD) or length < 2 or at + 2 + length > len(data):
            return
        yield marker, at, at + 2 + length
        at += 2 + length


def _change_steps(data: bytearray, marker: int, at: int, end: int, components: int) -> bool:
    """Change the steps of quantization of a segment that has them (A.6.4, A.6.5); return whether that could be."""
    if marker not in (_QCD, _QCC):
        return True
    at += 4 if marker == _QCD else 5 if components < _MANY_COMPONENTS else 6
    guards, style = data[at] >> 5, data[at] & 31
    # without quantization an exponent is a byte; else it is the upper five bits of two
    exponents = range(at + 1, end, 1 if style == 0 else 2)
    if not guards or any(data[place] >> 3 == 31 for place in exponents):
        return False
    data[at] -= 1 << 5
    for place in exponents:
        data[place] += 1 << 3
    return True
