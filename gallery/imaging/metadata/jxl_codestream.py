"""The header of a JPEG XL codestream: size, turn, bits, channels, colours, brightness (ISO/IEC 18181-1, annexes D, E).

The fields are those of the standard, in its order; what nothing here needs is stepped over.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from gallery.imaging.colour_space import BT2020_PRIMARIES, SRGB_PRIMARIES, ColourSpace, Hdr, Primaries
from gallery.imaging.metadata.bounded_reader import DamagedError

SIGNATURE = b"\xff\x0a"
HEADER_BYTES = 4096
"""So much of a codestream has its header, unless thousands of channels have long names."""
_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_D65 = (0.3127, 0.3290)
_WHITES = {1: _D65, 10: (1 / 3, 1 / 3), 11: (0.314, 0.351)}
_P3 = (0.680, 0.320, 0.265, 0.690, 0.150, 0.060)
_COLOURS = {1: SRGB_PRIMARIES[:6], 9: BT2020_PRIMARIES[:6], 11: _P3}
_GREY, _XYB = 1, 2
"""Colour spaces (E.2)."""
_CUSTOM = 2
_ALPHA, _SPOT, _BLACK, _FILTER_ARRAY = 0, 2, 4, 5
"""Types of extra channels (D.3.4)."""
_SIZES = ((9, 1), (13, 1), (18, 1), (30, 1))
_COUNTS = ((0, 0), (0, 1), (4, 2), (12, 1))
_ENUM = ((0, 0), (0, 1), (4, 2), (6, 18))
_SDR_NITS = 255.0


@dataclass(slots=True)
class Codestream:
    """What the header of a codestream says; the defaults are those of the standard."""

    width: int = 0
    height: int = 0
    """Pixels, before orientation."""
    orientation: int = 1
    """EXIF orientation, the only one that counts (D.3.2)."""
    animated: bool = False
    channels: int = 3
    """Of colours, and all others."""
    is_grey: bool = False
    has_black: bool = False
    """Whether a channel is of black ink: then the colours are the other inks."""
    hdr: ColourSpace | None = None
    """The colours where they are of high dynamic range."""


class _Bits:
    """Takes numbers one after the other from bytes, the lowest bit first (B.2)."""

    def __init__(self, data: bytes) -> None:
        self._number, self._left = int.from_bytes(data, "little"), 8 * len(data)

    def take(self, bits: int) -> int:
        """Return the number in the next bits: u(n).

        Raises:
            DamagedError: The bytes end before.
        """
        self._left -= bits
        if self._left < 0:
            raise DamagedError("the header of a codestream ends too early")
        value = self._number & (1 << bits) - 1
        self._number >>= bits
        return value

    def flag(self) -> bool:
        """Return the next bit: Bool()."""
        return bool(self.take(1))

    def select(self, *choices: tuple[int, int]) -> int:
        """Return one of four numbers, of so many bits and so much added to them: U32()."""
        bits, offset = choices[self.take(2)]
        return self.take(bits) + offset

    def skip_float(self) -> None:
        """Step over a number in half precision: F16()."""
        self.take(16)


def parse(data: bytes) -> Codestream:
    """Parse the header of a codestream, from its first `HEADER_BYTES` bytes.

    Raises:
        DamagedError: It is none, or ends too early.
    """
    if data[:2] != SIGNATURE:
        raise DamagedError("a codestream without its signature")
    bits = _Bits(data[2:])
    found = Codestream()
    found.width, found.height = _size(bits)
    if not bits.flag():
        _add_metadata(found, bits)
    return found


def _size(bits: _Bits) -> tuple[int, int]:
    """Read a size header (D.2): height, then width or their ratio."""
    in_eights = bits.flag()
    height = 8 * (bits.take(5) + 1) if in_eights else bits.select(*_SIZES)
    ratio = bits.take(3)
    if ratio:
        across, down = _RATIOS[ratio - 1]
        return height * across // down, height
    return 8 * (bits.take(5) + 1) if in_eights else bits.select(*_SIZES), height


def _add_metadata(found: Codestream, bits: _Bits) -> None:
    """Read the metadata of the image (D.3)."""
    has_more = bits.flag()
    if has_more:
        found.orientation = bits.take(3) + 1
        if bits.flag():
            _size(bits)  # the intrinsic size
        if bits.flag():
            _skip_preview(bits)
        found.animated = bits.flag()
        if found.animated:
            _skip_animation(bits)
    _skip_depth(bits)
    bits.flag()  # whether 16 bits suffice for samples
    extra = bits.select(*_COUNTS)
    for _ in range(extra):
        found.has_black |= _channel_kind(bits) == _BLACK
    bits.flag()  # whether the colours are stored as XYB
    _add_colours(found, bits)
    found.channels = extra + (1 if found.is_grey else 3)
    nits = _brightness(bits) if has_more else _SDR_NITS
    if found.hdr is not None:
        found.hdr = found.hdr._replace(peak_nits=nits)


def _skip_preview(bits: _Bits) -> None:
    """Step over the size of a preview (D.3.5)."""
    sides = ((0, 16), (0, 32), (5, 1), (9, 33)) if bits.flag() else ((6, 1), (8, 65), (10, 321), (12, 1345))
    bits.select(*sides)
    if not bits.take(3):
        bits.select(*sides)


def _skip_animation(bits: _Bits) -> None:
    """Step over ticks and repetitions (D.3.6)."""
    bits.select((0, 100), (0, 1000), (10, 1), (30, 1))
    bits.select((0, 1), (0, 1001), (8, 1), (10, 1))
    bits.select((0, 0), (3, 0), (16, 0), (32, 0))
    bits.flag()


def _skip_depth(bits: _Bits) -> None:
    """Step over the bits of a sample (D.3.3)."""
    if bits.flag():  # floats
        bits.select((0, 32), (0, 16), (0, 24), (6, 1))
        bits.take(4)
    else:
        bits.select((0, 8), (0, 10), (0, 12), (6, 1))


def _channel_kind(bits: _Bits) -> int:
    """Read what is said of an extra channel, and return its type (D.3.4)."""
    if bits.flag():
        return _ALPHA
    kind = bits.select(*_ENUM)
    _skip_depth(bits)
    bits.select((0, 0), (0, 3), (0, 4), (3, 1))
    bits.take(8 * bits.select((0, 0), (4, 0), (5, 16), (10, 48)))
    if kind == _ALPHA:
        bits.flag()
    elif kind == _SPOT:
        bits.take(4 * 16)
    elif kind == _FILTER_ARRAY:
        bits.select((0, 1), (2, 0), (4, 3), (8, 19))
    return kind


def _add_colours(found: Codestream, bits: _Bits) -> None:
    """Read the colour encoding (E.2). Colours of standard range are converted by the profile of the decoder."""
    if bits.flag():
        return
    has_profile, space = bits.flag(), bits.select(*_ENUM)
    found.is_grey = space == _GREY
    if has_profile:
        return
    white = _point(bits, bits.select(*_ENUM)) if space != _XYB else _D65
    colours = _primaries(bits) if space not in (_GREY, _XYB) else SRGB_PRIMARIES[:6]
    transfer = None
    if space != _XYB:
        has_gamma = bits.flag()
        number = bits.take(24) if has_gamma else bits.select(*_ENUM)
        transfer = None if has_gamma else number
    bits.select(*_ENUM)  # the rendering intent
    if transfer in (Hdr.PQ.value, Hdr.HLG.value):
        primaries: Primaries = (*colours, *white)  # type: ignore[assignment]
        found.hdr = ColourSpace(primaries, Hdr(transfer))


def _point(bits: _Bits, kind: int) -> tuple[float, float]:
    return (_coordinate(bits), _coordinate(bits)) if kind == _CUSTOM else _WHITES.get(kind, _D65)


def _primaries(bits: _Bits) -> tuple[float, ...]:
    kind = bits.select(*_ENUM)
    if kind == _CUSTOM:
        return tuple(_coordinate(bits) for _ in range(6))
    return _COLOURS.get(kind, SRGB_PRIMARIES[:6])


def _coordinate(bits: _Bits) -> float:
    """Read a coordinate in millionths; the lowest bit of what is stored is its sign (E.2)."""
    packed = bits.select((19, 0), (19, 524288), (20, 1048576), (21, 2097152))
    return (-(packed // 2 + 1) if packed & 1 else packed // 2) / 1_000_000


def _brightness(bits: _Bits) -> float:
    """Read the brightest light that there is, in cd/m² (E.3, intensity_target)."""
    if bits.flag():
        return _SDR_NITS
    nits: float = struct.unpack("<e", bits.take(16).to_bytes(2, "little"))[0]
    return nits if nits > 0 else _SDR_NITS
