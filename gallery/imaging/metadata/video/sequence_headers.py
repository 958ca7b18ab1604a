"""The shown size of a stream by its own headers: MPEG-2, H.264 and HEVC.

ISO/IEC 13818-2, 6.2.2.1; ITU-T H.264, 7.3.2.1.1 and E.1.1; ITU-T H.265, 7.3.2.2.1.
"""

from __future__ import annotations

from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.video.bit_reader import BitReader

_MAX_BYTES = 512
"""Of a sequence parameter set; what is read of it stands in front."""
_HIGH_PROFILES = frozenset((44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244))
_PIXEL_SHAPES = (
    (1, 1), (1, 1), (12, 11), (10, 11), (16, 11), (40, 33), (24, 11), (20, 11), (32, 11), (80, 33), (18, 11), (15, 11),
    (64, 33), (160, 99), (4, 3), (3, 2), (2, 1),
)  # fmt: skip
"""Width and height of a pixel by number (H.264, table E-1)."""
_OWN_SHAPE = 255
_MPEG2_SHAPES = {2: 4 / 3, 3: 16 / 9, 4: 2.21}
"""Width to height of the picture by number (13818-2, table 6-3)."""
_MAX_SHAPE = 10


def mpeg2_size(data: bytes) -> tuple[int, int]:
    """Return the shown size by a sequence header, from behind its start code."""
    bits = BitReader(data[:8])
    width, height = bits.take(12), bits.take(12)
    shape = _MPEG2_SHAPES.get(bits.take(4))
    return round(height * shape) if shape else width, height


def h264_size(unit: bytes) -> tuple[int, int]:
    """Return the shown size by a sequence parameter set, from behind the head of its unit.

    Raises:
        DamagedError: It ends too early, or contradicts itself.
    """
    bits = BitReader(without_emulation(unit[:_MAX_BYTES]))
    profile = bits.take(8)
    bits.take(16)
    bits.take_ue()
    chroma = _h264_chroma(bits) if profile in _HIGH_PROFILES else 1
    bits.take_ue()
    _skip_picture_order(bits)
    bits.take_ue()
    bits.take(1)
    wide, high = 16 * (bits.take_ue() + 1), 16 * (bits.take_ue() + 1)
    fields = 2 - bits.take(1)
    if fields == 2:
        bits.take(1)
    bits.take(1)
    left, right, top, bottom = (bits.take_ue() for _ in range(4)) if bits.take(1) else (0, 0, 0, 0)
    wide -= (left + right) * (2 if chroma in (1, 2) else 1)
    high = high * fields - (top + bottom) * (2 if chroma == 1 else 1) * fields
    return _square(bits, wide, high)


def _h264_chroma(bits: BitReader) -> int:
    """Return the number of the chroma format of a high profile; scaling lists are passed over (7.3.2.1.1)."""
    chroma = bits.take_ue()
    if chroma == 3:
        bits.take(1)
    bits.take_ue()
    bits.take_ue()
    bits.take(1)
    if bits.take(1):
        for one in range(12 if chroma == 3 else 8):
            if bits.take(1):
                _skip_scaling_list(bits, 16 if one < 6 else 64)
    return chroma


def _skip_scaling_list(bits: BitReader, length: int) -> None:
    last = following = 8
    for _ in range(length):
        if following:
            following = (last + bits.take_se()) % 256
        last = following or last


def _skip_picture_order(bits: BitReader) -> None:
    kind = bits.take_ue()
    if kind == 0:
        bits.take_ue()
    elif kind == 1:
        bits.take(1)
        bits.take_se()
        bits.take_se()
        for _ in range(min(bits.take_ue(), 255)):
            bits.take_se()


def _square(bits: BitReader, width: int, height: int) -> tuple[int, int]:
    """Return the size with square pixels, whose shape is the first of the usability information (E.1.1).

    Raises:
        DamagedError: The size is none.
    """
    if width <= 0 or height <= 0:
        raise DamagedError("a video stream without a size")
    wide = high = 1
    if bits.take(1) and bits.take(1):
        number = bits.take(8)
        if number == _OWN_SHAPE:
            wide, high = bits.take(16), bits.take(16)
        elif number < len(_PIXEL_SHAPES):
            wide, high = _PIXEL_SHAPES[number]
    usable = wide and high and 1 / _MAX_SHAPE <= wide / high <= _MAX_SHAPE
    return (round(width * wide / high), height) if usable else (width, height)


def hevc_size(unit: bytes) -> tuple[int, int]:
    """Return the shown size by a sequence parameter set, from behind the two bytes of its unit's head.

    The shape of pixels stands behind much else, and is taken for square.

    Raises:
        DamagedError: It ends too early, or contradicts itself.
    """
    bits = BitReader(without_emulation(unit[:_MAX_BYTES]))
    bits.take(4)
    layers = bits.take(3)
    bits.take(1)
    _skip_profile(bits, layers)
    bits.take_ue()
    chroma = bits.take_ue()
    if chroma == 3:
        bits.take(1)
    width, height = bits.take_ue(), bits.take_ue()
    left, right, top, bottom = (bits.take_ue() for _ in range(4)) if bits.take(1) else (0, 0, 0, 0)
    width -= (left + right) * (2 if chroma in (1, 2) else 1)
    height -= (top + bottom) * (2 if chroma == 1 else 1)
    if width <= 0 or height <= 0:
        raise DamagedError("a video stream without a size")
    return width, height


def _skip_profile(bits: BitReader, layers: int) -> None:
    """Pass over profile and level (H.265, 7.3.3)."""
    bits.take(88 + 8)
    present = [(bits.take(1), bits.take(1)) for _ in range(layers)]
    if layers:
        bits.take(2 * (8 - layers))
    for profile, level in present:
        bits.take(88 * profile + 8 * level)


def without_emulation(unit: bytes) -> bytes:
    """Return a unit without the bytes that keep start codes from arising in it (H.264, 7.4.1)."""
    return unit.replace(b"\0\0\3", b"\0\0")
