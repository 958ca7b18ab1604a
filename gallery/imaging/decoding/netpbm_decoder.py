"""Decodes Netpbm pictures: PBM, PGM and PPM in bytes and in words, PAM, and the floats of PFM (Netpbm manual).

Pillow's decoder knows no PAM and no PFM in colours, goes through the samples of others one by one in Python, and fills
up files that are cut with black.
"""

from __future__ import annotations

import math
import re
import sys
from typing import TYPE_CHECKING, BinaryIO, cast

from PIL import Image, ImageChops

from gallery.imaging.decoding import sample_range
from gallery.imaging.decoding.decoding_errors import RareVariantError
from gallery.imaging.decoding.plain_rows import decode_rows
from gallery.imaging.metadata import netpbm
from gallery.imaging.metadata.bounded_reader import BoundedReader, read_fully

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.netpbm import NetpbmInfo

_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
_CMYK = "CMYK"
_BAND_BYTES = 8 << 20
_CHUNK_BYTES = 1 << 20
_MAX_WORD_BYTES = 64
"""No number in words is longer."""
_USUAL_WORD_BYTES = 5
"""Digits of the highest sample, 65535: so long words are few enough to be kept."""
_SAMPLE_TEXT_BYTES, _OTHER_TEXT_BYTES = 64, 1 << 20
"""So much text is read for each sample, and beside: a file of comments alone costs no more than a picture would."""
_COMMENTS = re.compile(rb"(?:#[^\n\r]*[\n\r]*)+")
_NUMBERS = re.compile(rb"[\d\s]*")
_NO_DIGITS = bytes(set(range(256)) - set(b"01"))
_BITS = bytes(255 if value == ord("0") else 0 for value in range(256))


def decode_netpbm(file: BinaryIO) -> tuple[Image.Image, bool]:
    """Return the picture, and whether all of it was there.

    Raises:
        CutShortError: Nothing of it was there.
        RareVariantError: It has more channels than are known.
    """
    info = netpbm.parse_info(BoundedReader.from_file(file))
    file.seek(info.data_offset)
    size = info.width, info.height
    if info.kind == "4":
        stride = (info.width + 7) // 8
        return decode_rows("1", size, read_fully(file, stride * info.height), "1;I", stride)
    if info.kind in "fF":
        return _decode_floats(file, info)
    mode = _mode(info)
    samples = b"".join(_read_bits(file, info) if info.kind == "1" else _read_levels(file, info))
    return decode_rows(mode, size, samples, mode, info.width * info.channels)


def _mode(info: NetpbmInfo) -> str:
    if info.tuple_type == _CMYK and info.channels == 4:
        return _CMYK
    if info.channels not in _MODES:
        raise RareVariantError(f"{info.channels} channels")
    return _MODES[info.channels]


def _read_bits(file: BinaryIO, info: NetpbmInfo) -> Iterator[bytes]:
    """Yield white and black as bytes: digits of which none needs a blank behind it (pbm.5)."""
    left = info.width * info.height
    for text in _read_text(file, left):
        bits = text.translate(_BITS, _NO_DIGITS)[:left]
        left -= len(bits)
        yield bits
        if not left:
            return


def _read_levels(file: BinaryIO, info: NetpbmInfo) -> Iterator[bytes]:
    """Yield samples of eight bits."""
    count = info.width * info.height * info.channels
    if info.kind in "23":
        yield from _read_words(file, info.white, count)
    elif info.white == 255:
        yield read_fully(file, count)
    elif info.white < 256:
        yield read_fully(file, count).translate(_levels(info.white).ljust(256, b"\xff"))
    else:
        yield from _read_wide(file, info.white, count)


def _read_words(file: BinaryIO, white: int, count: int) -> Iterator[bytes]:
    """Yield samples that are written in digits; the last one, behind which nothing stands, only at the end."""
    levels = _LevelsByWord(white)
    for text in _read_text(file, count):
        sound = _NUMBERS.match(text)
        words = sound[0].split()[:count] if sound else []
        try:
            yield bytes(map(levels.__getitem__, words))
        except ValueError:
            return  # more digits than Python converts
        count -= len(words)
        if not count or sound is None or sound.end() < len(text):
            return


class _LevelsByWord(dict[bytes, int]):
    """Eight bits by the digits of a sample, as they are asked for: a quarter of the time of numbers."""

    def __init__(self, white: int) -> None:
        super().__init__()
        self._levels = _levels(white)

    def __missing__(self, word: bytes) -> int:
        level = self._levels[min(int(word), len(self._levels) - 1)]
        if len(word) <= _USUAL_WORD_BYTES:
            self[word] = level
        return level


def _read_text(file: BinaryIO, samples: int) -> Iterator[bytes]:
    """Yield the text of so many samples without comments, cut between words."""
    rest, left = b"", _SAMPLE_TEXT_BYTES * samples + _OTHER_TEXT_BYTES
    while data := read_fully(file, min(_CHUNK_BYTES, left)):
        left -= len(data)
        whole = rest + data
        text = _COMMENTS.sub(b" ", whole)
        cut = max(text.rfind(blank) for blank in (b" ", b"\n", b"\t", b"\r"))
        in_comment = whole.rfind(b"#") > max(whole.rfind(b"\n"), whole.rfind(b"\r"))
        # the end of a comment that goes on is one more blank
        rest = b"#" if in_comment else text[cut + 1 :]
        if len(rest) > _MAX_WORD_BYTES:
            yield text  # digits without blanks
            rest = b""
        else:
            yield text[: cut + 1]
    yield _COMMENTS.sub(b" ", rest)


def _read_wide(file: BinaryIO, white: int, count: int) -> Iterator[bytes]:
    """Yield samples of two bytes, the higher one first, as eight bits."""
    for start in range(0, count, _BAND_BYTES // 2):
        data = read_fully(file, 2 * min(_BAND_BYTES // 2, count - start))
        if len(data) > 1:
            numbers = Image.frombytes("I;16B", (len(data) // 2, 1), data[: len(data) // 2 * 2], "raw", "I;16B")
            scale = 255 / white
            yield numbers.convert("I").point(lambda value, by=scale: value * by + 0.5).convert("L").tobytes()


def _levels(white: int) -> bytes:
    """Return the table of eight bits by sample."""
    return bytes((255 * value + white // 2) // white for value in range(white + 1))


def _decode_floats(file: BinaryIO, info: NetpbmInfo) -> tuple[Image.Image, bool]:
    """Return a PFM, whose rows stand from the bottom to the top (pfm.5).

    White of colours is 1; a grey one is often a map of depths or distances, and is stretched if 1 does not hold it.
    """
    stride = 4 * info.width * info.channels
    data = read_fully(file, stride * info.height)
    rows = len(data) // stride
    raw = "F;32F" if info.little else "F;32BF"
    size = stride // 4, max(1, rows)  # Pillow reads no rows of more than 67 million floats
    wide = Image.frombytes("F", size, data[: rows * stride].ljust(stride, b"\0"), "raw", raw)
    low, high = _range(wide) if info.channels == 1 else (0.0, 1.0)
    levels = sample_range.to_bytes(wide, low, high).tobytes()
    mode = _MODES[info.channels]
    image, complete = decode_rows(mode, (info.width, info.height), levels[: rows * stride // 4], mode, stride // 4)
    return image.transpose(Image.Transpose.FLIP_TOP_BOTTOM), complete


def _range(wide: Image.Image) -> tuple[float, float]:
    """Return what black and white are in a picture of one channel: 0 and 1, or the ends of what is finite."""
    low, high = sample_range.get_range(wide)
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = _finite_extrema(wide)
    return (0.0, 1.0) if low >= 0 and high <= 1 else (low, high)


def _finite_extrema(wide: Image.Image) -> tuple[float, float]:
    """Return the ends of the numbers that are finite, 0 and 0 if none is."""
    endless = _find_endless(wide)
    first = endless.tobytes().find(0)
    if first < 0:
        return 0.0, 0.0
    finite = wide.copy()
    number = cast("float", wide.getpixel((first % wide.width, first // wide.width)))  # of one band
    finite.paste(number, (0, 0), endless.convert("1"))
    return sample_range.get_range(finite)


def _find_endless(wide: Image.Image) -> Image.Image:
    """Return 255 for each number that is infinite or none, which has an exponent of ones (IEEE 754).

    By tables and slices: a loop in Python takes 0.1 µs and 32 bytes for each.
    """
    data = wide.tobytes()
    upper, lower = (data[3::4], data[2::4]) if sys.byteorder == "little" else (data[0::4], data[1::4])
    parts = upper.translate(_ONES_ABOVE), lower.translate(_ONE_BELOW)
    return ImageChops.darker(*(Image.frombytes("L", wide.size, part) for part in parts))


_ONES_ABOVE = bytes(255 * (value & 0x7F == 0x7F) for value in range(256))
_ONE_BELOW = bytes(255 * (value >> 7) for value in range(256))
"""Tables that make 255 of the parts of an exponent of ones in the highest two bytes of a float."""
