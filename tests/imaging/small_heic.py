"""A HEIC of 64 x 64 red pixels, put together here: nothing that the tests may use encodes HEVC."""

from __future__ import annotations

import struct

from tests.imaging.format_files import box

SIDE = 64
_PARAMETERS = (
    (32, "40010c01ffff0408000003009fa800000300001eba0240"),
    (33, "4201010408000003009fa800000300001ea020810596ea4932bc05a02000000300200000030321"),
    (34, "4401c172b02240"),
)
"""Video, sequence and picture parameter set, by the type of their NAL unit (H.265, table 7-1)."""
_SLICE = "2801af78eb0201ffedd1fff693e97b61ad45479c"
_CONFIGURATION = "0104080000009fa8000000001ef000fcfdf8f800000f"
"""The head of an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.2.1): 4:2:0, 8 bits, lengths of 4 bytes."""


def heic() -> bytes:
    """Return the file (ISO/IEC 23008-12): one item of the kind hvc1."""
    head = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    picture = _unit(_SLICE, ">I")
    # the length of `meta` does not depend on the place that it tells
    meta = _meta(len(head) + len(_meta(0, len(picture))) + 8, len(picture))
    return head + meta + box(b"mdat", picture)


def _meta(start: int, length: int) -> bytes:
    """Return the box that describes the item, whose bytes lie at `start`."""
    entry = box(b"infe", b"\2\0\0\0", struct.pack(">HH", 1, 0), b"hvc1", b"\0")
    extent = struct.pack(">HHHII", 1, 0, 1, start, length)
    size = box(b"ispe", bytes(4), struct.pack(">II", SIDE, SIDE))
    properties = box(b"ipco", size, box(b"hvcC", _configuration()))
    association = box(b"ipma", bytes(4), struct.pack(">IHBBB", 1, 1, 2, 1, 0x82))
    return box(
        b"meta",
        bytes(4),
        box(b"hdlr", bytes(8), b"pict", bytes(13)),
        box(b"pitm", bytes(4), struct.pack(">H", 1)),
        box(b"iloc", bytes(4), b"\x44\0", struct.pack(">H", 1), extent),
        box(b"iinf", bytes(4), struct.pack(">H", 1), entry),
        box(b"iprp", properties, association),
    )


def _configuration() -> bytes:
    """Return the decoder's configuration with the three parameter sets."""
    sets = b"".join(bytes([0x80 | kind]) + struct.pack(">H", 1) + _unit(unit, ">H") for kind, unit in _PARAMETERS)
    return bytes.fromhex(_CONFIGURATION) + bytes([len(_PARAMETERS)]) + sets


def _unit(unit: str, length: str) -> bytes:
    """Return a NAL unit after its length."""
    data = bytes.fromhex(unit)
    return struct.pack(length, len(data)) + data
