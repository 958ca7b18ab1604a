"""Writes minimal RAW files of cameras for the tests: the places of their pictures, without any data of a sensor."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from tests.imaging.format_files import box
from tests.imaging.maker_note_files import inline_directory, olympus_note, pentax_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.imaging.format_files import Colour

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 40), (40, 50, 190)
"""Colours that tell which picture was shown."""
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, SRATIONAL, IFD = 1, 2, 3, 4, 5, 7, 10, 13
_LAYOUTS = {BYTE: "B", SHORT: "H", LONG: "L", RATIONAL: "LL", SRATIONAL: "ll", IFD: "L"}
MOMENT = b"2021:02:05 10:56:53\0"

Value = int | bytes | tuple[int, ...]
Tags = dict[int, tuple[int, Value]]


def jpeg(colour: Colour, size: tuple[int, int], **options: object) -> bytes:
    """Return a JPEG of one colour, framed so that its parts differ."""
    image = Image.new("RGB", size, colour)
    image.paste((90, 90, 90), (size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, **options)
    return out.getvalue()


class RawWriter:
    """A TIFF file that grows from its start, so that the place of what is written is known at once."""

    def __init__(self, order: str = "<", magic: bytes = b"", extra: bytes = b"") -> None:
        """Begin with a header.

        Args:
            order: Byte order, as `struct` writes it.
            magic: The first four bytes, where they are not those of TIFF.
            extra: What stands behind the header.
        """
        self.order = order
        self.data = bytearray(magic or (b"II*\0" if order == "<" else b"MM\0*")) + bytes(4) + extra

    def blob(self, data: bytes) -> int:
        """Append bytes, and return where they start."""
        self.data += bytes(len(self.data) % 2)
        start = len(self.data)
        self.data += data
        return start

    def directory(self, tags: Mapping[int, tuple[int, Value]], follower: int = 0) -> int:
        """Append a directory, and return where it starts."""
        rows = b""
        for tag, (kind, value) in sorted(tags.items()):
            if isinstance(value, bytes):
                count, packed = len(value), value
            else:
                values = value if isinstance(value, tuple) else (value,)
                layout = _LAYOUTS[kind]
                packed = struct.pack(self.order + layout * (len(values) // len(layout)), *values)
                count = len(values) // len(layout)
            place = packed.ljust(4, b"\0") if len(packed) <= 4 else struct.pack(self.order + "L", self.blob(packed))
            rows += struct.pack(self.order + "HHL", tag, kind, count) + place
        return self.blob(struct.pack(self.order + "H", len(tags)) + rows + struct.pack(self.order + "L", follower))

    def finish(self, first: int) -> bytes:
        """Return the file whose first directory this is."""
        self.data[4:8] = struct.pack(self.order + "L", first)
        return bytes(self.data)


def camera(make: bytes, orientation: int = 1) -> Tags:
    """Return what the first directory says of a camera."""
    return {0x10F: (ASCII, make + b"\0"), 0x110: (ASCII, b"Model 5\0"), 0x112: (SHORT, orientation)}


def capture(size: tuple[int, int] | None = None, note: bytes = b"", colours: int = 1) -> Tags:
    """Return what the Exif directory says."""
    tags: Tags = {0x9003: (ASCII, MOMENT), 0x829A: (RATIONAL, (1, 250)), 0x8827: (SHORT, 400)}
    tags |= {0xA434: (ASCII, b"Lens 24-70\0"), 0xA001: (SHORT, colours)}
    if size:
        tags |= {0xA002: (LONG, size[0]), 0xA003: (LONG, size[1])}
    return tags | ({0x927C: (UNDEFINED, note)} if note else {})


def sensor(size: tuple[int, int]) -> Tags:
    """Return a directory of what a sensor measured."""
    return {0xFE: (LONG, 0), 0x100: (LONG, size[0]), 0x101: (LONG, size[1]), 0x103: (SHORT, 1), 0x106: (SHORT, 32803)}


def strip(start: int, length: int, size: tuple[int, int], compression: int = 7, photometric: int = 6) -> Tags:
    """Return a directory of a reduced picture in one strip."""
    tags: Tags = {0xFE: (LONG, 1), 0x100: (LONG, size[0]), 0x101: (LONG, size[1]), 0x102: (SHORT, (8, 8, 8))}
    tags |= {0x103: (SHORT, compression), 0x106: (SHORT, photometric), 0x111: (LONG, start), 0x115: (SHORT, 3)}
    return tags | {0x116: (LONG, size[1]), 0x117: (LONG, length)}


def interchange(start: int, length: int) -> Tags:
    """Return the two tags that name a JPEG (TIFF 6.0, section 22)."""
    return {0x201: (LONG, start), 0x202: (LONG, length)}


class Shot(NamedTuple):
    """What a RAW file of a test holds."""

    small: bytes
    large: bytes
    full: tuple[int, int] = (1200, 800)
    orientation: int = 1


SMALL_SIZE, LARGE_SIZE = (480, 320), (900, 600)
SHOT = Shot(jpeg(GREEN, SMALL_SIZE), jpeg(BLUE, LARGE_SIZE))


def dng(shot: Shot = SHOT, order: str = "<", preview: Tags | None = None, first: Tags | None = None) -> bytes:
    """Return a DNG: a thumbnail of plain RGB first; sensor and previews are its children."""
    out = RawWriter(order)
    red = Image.new("RGB", (96, 64), RED).tobytes()
    children = (
        out.directory(sensor((1232, 816)) | {0xC620: (LONG, shot.full)}),
        *(
            out.directory(strip(out.blob(data), len(data), (10, 10)) | (preview or {}))
            for data in (shot.large, shot.small)
            if data
        ),
    )
    exif = out.directory(capture())
    tags = strip(out.blob(red), len(red), (96, 64), 1, 2) | camera(b"Maker", shot.orientation) | (first or {})
    tags |= {0xC612: (BYTE, (1, 4, 0, 0)), 0x14A: (LONG, children), 0x8769: (LONG, exif)}
    return out.finish(out.directory(tags))


def cr2(shot: Shot = SHOT) -> bytes:
    """Return a CR2: the large JPEG in the first directory, the small one in the second, sensor data in lossless JPEG."""
    out = RawWriter(extra=b"CR\2\0" + bytes(4))
    lossless = b"\xff\xd8\xff\xc4\0\4\0\0\xff\xc3\0\x0e\x0e\3\x20\4\xb0\2\1\x11\0\2\x11\0" + bytes(90)
    data = out.directory(strip(out.blob(lossless), len(lossless), shot.full, 6))
    second = out.directory(interchange(out.blob(shot.small), len(shot.small)), data)
    exif = out.directory(capture(shot.full))
    first = strip(out.blob(shot.large), len(shot.large), LARGE_SIZE, 6) | camera(b"Canon", shot.orientation)
    return out.finish(out.directory(first | {0x8769: (LONG, exif)}, second))


def nef(
    shot: Shot = SHOT,
    *,
    adobe: bool = False,
    order: str = ">",
    make: bytes = b"NIKON CORPORATION",
    preview: Tags | None = None,
) -> bytes:
    """Return a NEF: the large JPEG is a child, the small one is named by the maker's note."""
    entries = inline_directory((0x11, LONG, 38), (0x1E, LONG, 2 if adobe else 1), order=order)
    pointers = inline_directory((0x201, LONG, 68), (0x202, LONG, len(shot.small)), order=order)
    noted = RawWriter(order).finish(8) + entries + pointers + shot.small
    out = RawWriter(order)
    red = Image.new("RGB", (96, 64), RED).tobytes()
    tags: Tags = {}
    if shot.large:
        tags = {0x103: (SHORT, 6)} | interchange(out.blob(shot.large), len(shot.large))
    children = out.directory({0xFE: (LONG, 1)} | tags | (preview or {})), out.directory(sensor(shot.full))
    exif = out.directory(capture(note=b"Nikon\0\2\x10\0\0" + noted))
    first = strip(out.blob(red), len(red), (96, 64), 1, 2) | camera(make, shot.orientation)
    return out.finish(out.directory(first | {0x14A: (LONG, children), 0x8769: (LONG, exif)}))


def arw(shot: Shot = SHOT) -> bytes:
    """Return an ARW: the large JPEG is named by the first directory, the small one by the second."""
    out = RawWriter()
    second = out.directory(interchange(out.blob(shot.small), len(shot.small)))
    child = out.directory(sensor((1216, 812)))
    exif = out.directory(capture(shot.full))
    first = camera(b"SONY", shot.orientation) | interchange(out.blob(shot.large), len(shot.large))
    return out.finish(out.directory(first | {0x14A: (LONG, child), 0x8769: (LONG, exif)}, second))


def noted(note: bytes, make: bytes, magic: bytes = b"", shot: Shot = SHOT) -> bytes:
    """Return a RAW file whose only JPEG is one that the maker's note names."""
    out = RawWriter("<", magic)
    exif = out.directory(capture(shot.full, note))
    first = sensor(shot.full) | camera(make, shot.orientation)
    return out.finish(out.directory(first | {0x8769: (LONG, exif)}))


def orf(shot: Shot = SHOT, head: bytes = b"OLYMPUS\0II\3\0") -> bytes:
    """Return an ORF."""
    return noted(olympus_note(shot.large, head), b"OLYMPUS CORPORATION", b"IIRO", shot)


def pef(shot: Shot = SHOT) -> bytes:
    """Return a PEF."""
    return noted(pentax_note(shot.large), b"PENTAX", shot=shot)


def rw2(shot: Shot = SHOT) -> bytes:
    """Return an RW2: the first directory holds the JPEG as a value, and the borders of the sensor."""
    out = RawWriter("<", b"IIU\0")
    exif = out.directory(capture())
    width, height = shot.full
    first = camera(b"Panasonic", shot.orientation) | {0x2E: (UNDEFINED, shot.large), 0x8769: (LONG, exif)}
    first |= {4: (SHORT, 8), 5: (SHORT, 16), 6: (SHORT, 8 + height), 7: (SHORT, 16 + width)}
    return out.finish(out.directory(first))


def exif_block(orientation: int, colours: int = 1) -> bytes:
    """Return the EXIF of a JPEG."""
    out = RawWriter()
    exif = out.directory(capture(colours=colours))
    return b"Exif\0\0" + out.finish(out.directory(camera(b"FUJIFILM", orientation) | {0x8769: (LONG, exif)}))


def raf(shot: Shot = SHOT) -> bytes:
    """Return a RAF, whose EXIF is that of its JPEG."""
    picture = shot.large[:2] + _segment(exif_block(shot.orientation)) + shot.large[2:]
    records = struct.pack(">IHHHH", 1, 0x111, 4, shot.full[1], shot.full[0])
    start = 160
    head = b"FUJIFILMCCD-RAW 0201FF000000".ljust(84, b"\0")
    places = start, len(picture), start + len(picture), len(records), start + len(picture) + len(records), 16
    return (head + struct.pack(">6I", *places)).ljust(start, b"\0") + picture + records + bytes(16)


def _segment(data: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data


def cr3(shot: Shot = SHOT, more: bytes = b"", colours: int = 65535, *, listed: bool = False) -> bytes:
    """Return a CR3: EXIF in boxes of its own, the small JPEG in a preview, the large one the sample of a track."""
    first, exif, place = RawWriter(), RawWriter(), RawWriter()
    tags = camera(b"Canon", shot.orientation) | {0x100: (LONG, shot.full[0]), 0x101: (LONG, shot.full[1])}
    gps: Tags = {1: (ASCII, b"N\0"), 2: (RATIONAL, (1, 1, 17, 1, 0, 1)), 3: (ASCII, b"E\0")}
    gps |= {4: (RATIONAL, (103, 1, 51, 1, 0, 1))}
    canon = box(
        b"uuid",
        bytes.fromhex("85c0b687820f11e08111f4ce462b6a48"),
        box(b"CMT1", first.finish(first.directory(tags))),
        box(b"CMT2", exif.finish(exif.directory(capture(colours=colours)))),
        box(b"CMT4", place.finish(place.directory(gps))),
        box(b"THMB", bytes(16), jpeg(RED, (96, 64))),
    )
    preview = box(
        b"uuid",
        bytes.fromhex("eaf42b5e1c984b88b9fbb7dc406e4d16"),
        bytes(8),
        box(b"PRVW", bytes(16), shot.small),
    )
    preview += more
    brands = box(b"ftyp", b"crx \0\0\0\1crx isom")

    def movie(offset: int) -> bytes:
        lengths = (0, 1, len(shot.large)) if listed else (len(shot.large), 1)
        table = box(b"stsz", bytes(4), b"".join(struct.pack(">I", number) for number in lengths))
        table += box(b"co64", struct.pack(">IIQ", 0, 1, offset))
        return box(b"moov", canon, box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", table)))))

    before = len(brands + movie(0) + preview) + 8
    return brands + movie(before) + preview + box(b"mdat", shot.large)


def x3f(shot: Shot = SHOT, rotation: int = 0) -> bytes:
    """Return an X3F: two sections of pictures, then the list of sections."""
    data = bytearray(struct.pack("<4sI16sIIII", b"FOVb", 0x20003, b"", 0, *shot.full, rotation).ljust(64, b"\0"))
    entries = b""
    for name, picture in ((b"IMAG", shot.small), (b"IMA2", shot.large)):
        section = struct.pack("<4s6I", b"SECi", 0x20000, 2, 18, 0, 0, 0) + picture
        entries += struct.pack("<II4s", len(data), len(section), name)
        data += section
    listed = struct.pack("<4sII", b"SECd", 0x20000, 2) + entries
    return bytes(data + listed + struct.pack("<I", len(data)))


def mrw(shot: Shot = SHOT) -> bytes:
    """Return an MRW, the JPEG of which begins with another byte than others."""
    out = RawWriter(">")
    note = inline_directory((0x88, LONG, out.blob(b"\2" + shot.large[1:])), (0x89, LONG, len(shot.large)), order=">")
    exif = out.directory(capture(note=note))
    structure = out.finish(out.directory(camera(b"Minolta Co., Ltd.", shot.orientation) | {0x8769: (LONG, exif)}))
    size = struct.pack(">8s4H", b"", 0, 0, *shot.full[::-1])
    blocks = b"".join(
        struct.pack(">4sI", name, len(data)) + data for name, data in ((b"\0PRD", size), (b"\0TTW", structure))
    )
    return b"\0MRM" + struct.pack(">I", len(blocks)) + blocks + bytes(64)


WRITERS = {
    "dng": dng, "cr2": cr2, "nef": nef, "arw": arw, "orf": orf, "pef": pef, "rw2": rw2, "raf": raf, "cr3": cr3,
    "x3f": x3f, "mrw": mrw,
}  # fmt: skip
"""By format."""
