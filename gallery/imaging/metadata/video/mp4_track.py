"""The track box of the MP4 family: what kind of track it is, its codec, size, shape of pixels and turn."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bmff import iter_boxes
from gallery.imaging.metadata.video import codec_names

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

Matrix = tuple[int, int, int, int]
"""The parts a, b, c and d of a transformation, each -1, 0 or 1: (x, y) becomes (ax + cy, bx + dy)."""
_UNKNOWN_DURATIONS = frozenset((0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF))
_MATRIX = struct.Struct(">ii4xii")
"""Four numbers of nine."""
_TIMES, _WIDE_TIMES = struct.Struct(">II"), struct.Struct(">IQ")
_SIZE, _CODED_SIZE = struct.Struct(">II"), struct.Struct(">HH")
_CHILD_BOXES = {b"trak": b"mdia", b"mdia": b"minf", b"minf": b"stbl"}
"""The way from a track to the descriptions of its samples (14496-12, 8.4 and 8.5)."""
_ORIENTATIONS: dict[Matrix, int] = {
    (1, 0, 0, 1): 1,
    (-1, 0, 0, 1): 2,
    (-1, 0, 0, -1): 3,
    (1, 0, 0, -1): 4,
    (0, 1, 1, 0): 5,
    (0, 1, -1, 0): 6,
    (0, -1, -1, 0): 7,
    (0, -1, 1, 0): 8,
}
"""EXIF orientation by matrix (14496-12, 6.2.2)."""
_STILL_CODECS = frozenset(("mjpeg", "png"))
_VISUAL_ENTRY_BYTES = 78
"""Of a sample entry of video, before its boxes (14496-12, 12.1.3)."""
_MAX_PIXEL_SHAPE = 10
"""No pixels are so many times wider than high, or the other way round."""


@dataclass(slots=True)
class Track:
    """One track, as far as it counts for showing it."""

    number: int = 0
    handler: bytes = b""
    enabled: bool = False
    codec: str | None = None
    coded_size: tuple[int, int] = (0, 0)
    """As its samples are stored."""
    header_size: tuple[int, int] = (0, 0)
    """As the track header wants it shown."""
    clean_size: tuple[int, int] | None = None
    """What the samples are cut to."""
    pixel_shape: tuple[int, int] = (1, 1)
    """Width and height of a pixel, in any unit."""
    transfer: int | None = None
    """Transfer characteristics (ITU-T H.273, table 3)."""
    matrix: Matrix = (1, 0, 0, 1)
    timescale: int = 0
    duration_ms: int = 0
    samples: int = 0

    @property
    def is_video(self) -> bool:
        """Whether the track holds pictures."""
        return self.handler == b"vide"

    def rank(self) -> tuple[bool, bool, int]:
        """Return what orders the tracks of one kind: a cover, a poster or thumbnails of chapters come last."""
        still = self.samples == 1 and self.codec in _STILL_CODECS
        return self.enabled, not still, self.shown_size()[0] * self.shown_size()[1]

    def shown_size(self) -> tuple[int, int]:
        """Return width and height before the turn, with square pixels."""
        width, height = self.clean_size or self.coded_size
        if not width or not height:
            return self.header_size
        return max(1, round(width * self.pixel_shape[0] / self.pixel_shape[1])), height

    def orientation(self, movie: Matrix) -> int:
        """Return the EXIF orientation of the track's matrix, followed by the movie's; 1 for what is no quarter turn."""
        (a, b, c, d), (e, f, g, h) = self.matrix, movie
        return _ORIENTATIONS.get((a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h), 1)


def parse_track(reader: BoundedReader, start: int, end: int) -> Track:
    """Parse the content of a `trak` box.

    Raises:
        DamagedError: A box contradicts itself, or ends too early.
    """
    track = Track()
    _parse_level(track, reader, start, end, b"trak")
    return track


def read_duration(reader: BoundedReader, start: int, *, wide: bool) -> tuple[int, int]:
    """Return (time scale, duration in its units) of a movie or media header; 0 for a duration that is not known."""
    times = _WIDE_TIMES if wide else _TIMES
    scale, duration = times.unpack(reader.read_exactly(start, times.size))
    return scale, 0 if duration in _UNKNOWN_DURATIONS else duration


def read_matrix(reader: BoundedReader, start: int) -> Matrix:
    """Return the turning part of a matrix of nine numbers, which may be scaled (14496-12, 8.2.2)."""
    a, b, c, d = _MATRIX.unpack(reader.read_exactly(start, _MATRIX.size))
    turned = abs(b) + abs(c) > abs(a) + abs(d)
    return (0, _sign(b), _sign(c), 0) if turned else (_sign(a) or 1, 0, 0, _sign(d) or 1)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _parse_level(track: Track, reader: BoundedReader, start: int, end: int, level: bytes) -> None:
    """Follow the one path that leads to the samples, so that boxes nested for ever are not followed."""
    child = _CHILD_BOXES.get(level)
    for name, inner, stop in iter_boxes(reader, start, end):
        if name == child:
            _parse_level(track, reader, inner, stop, name)
        elif name == b"tkhd" and level == b"trak":
            _parse_tkhd(track, reader, inner)
        elif name == b"mdhd" and level == b"mdia":
            wide = reader.read_exactly(inner, 1)[0] == 1
            track.timescale, duration = read_duration(reader, inner + (20 if wide else 12), wide=wide)
            track.duration_ms = 1000 * duration // track.timescale if track.timescale else 0
        elif name == b"hdlr" and level == b"mdia":
            track.handler = reader.read_exactly(inner + 8, 4)
        elif name == b"stsd" and level == b"stbl":
            _parse_stsd(track, reader, inner, stop)
        elif name in (b"stsz", b"stz2") and level == b"stbl":
            track.samples = reader.read_number(inner + 8, ">I")


def _parse_tkhd(track: Track, reader: BoundedReader, start: int) -> None:
    """Parse the track header (14496-12, 8.3.2)."""
    flags = reader.read_number(start, ">I")
    wide = flags >> 24 == 1
    track.enabled = bool(flags & 1)
    track.number = reader.read_number(start + (20 if wide else 12), ">I")
    matrix = start + (52 if wide else 40)
    track.matrix = read_matrix(reader, matrix)
    width, height = _SIZE.unpack(reader.read_exactly(matrix + 36, _SIZE.size))
    track.header_size = width >> 16, height >> 16


def _parse_stsd(track: Track, reader: BoundedReader, start: int, end: int) -> None:
    """Parse the first of the sample descriptions (14496-12, 8.5.2). The handler is known by then: it comes before."""
    for name, inner, stop in iter_boxes(reader, start + 8, end):
        track.codec = codec_names.from_fourcc(name)
        if track.handler == b"vide":
            width, height = _CODED_SIZE.unpack(reader.read_exactly(inner + 24, _CODED_SIZE.size))
            track.coded_size = width, height
            _parse_visual_boxes(track, reader, inner + _VISUAL_ENTRY_BYTES, stop, name)
        elif name == b"mp4a":
            _parse_sound_boxes(track, reader, inner, stop)
        return


def _parse_visual_boxes(track: Track, reader: BoundedReader, start: int, end: int, entry: bytes) -> None:
    """Parse pixel shape, clean aperture, colours, and the codec where the entry leaves it open (14496-12, 12.1.4)."""
    for name, inner, stop in iter_boxes(reader, start, end):
        if name == b"pasp":
            wide, high = reader.read_number(inner, ">I"), reader.read_number(inner + 4, ">I")
            if wide and high and 1 / _MAX_PIXEL_SHAPE <= wide / high <= _MAX_PIXEL_SHAPE:
                track.pixel_shape = wide, high
        elif name == b"clap":
            track.clean_size = _clean_size(reader, inner, track.coded_size)
        elif name == b"colr" and reader.read_up_to(inner, 4) in (b"nclx", b"nclc"):
            track.transfer = reader.read_number(inner + 6, ">H")
        elif name == b"esds" and entry == b"mp4v":
            track.codec = _esds_codec(reader, inner, stop) or track.codec


def _clean_size(reader: BoundedReader, start: int, coded: tuple[int, int]) -> tuple[int, int] | None:
    """Return width and height of the clean aperture, which are fractions; None if it is not inside the picture."""
    wide, wide_by, high, high_by = (reader.read_number(start + 4 * at, ">I") for at in range(4))
    if not wide_by or not high_by:
        return None
    size = wide // wide_by, high // high_by
    return size if 0 < size[0] <= coded[0] and 0 < size[1] <= coded[1] else None


def _parse_sound_boxes(track: Track, reader: BoundedReader, start: int, end: int) -> None:
    """Parse the codec of an `mp4a` entry; QuickTime's own versions of it are longer, and may wrap the descriptor."""
    version = reader.read_number(start + 8, ">H")
    first = start + {0: 28, 1: 44, 2: 64}.get(version, 28)
    for name, inner, stop in iter_boxes(reader, first, end):
        if name == b"esds":
            track.codec = _esds_codec(reader, inner, stop) or track.codec
        elif name == b"wave":
            for child, at, until in iter_boxes(reader, inner, stop):
                if child == b"esds":
                    track.codec = _esds_codec(reader, at, until) or track.codec


def _esds_codec(reader: BoundedReader, start: int, end: int) -> str | None:
    """Return the codec of an elementary stream descriptor (14496-1, 7.2.6.5 and 7.2.6.6)."""
    data = reader.read_up_to(start + 4, min(end - start - 4, 64))
    at = _descriptor(data, 0, 3)
    if at is None or len(data) < at + 3:
        return None
    flags = data[at + 2]
    at += 3 + (2 if flags & 0x80 else 0)
    if flags & 0x40:
        at += 1 + (data[at] if at < len(data) else 0)
    config = _descriptor(data, at + (2 if flags & 0x20 else 0), 4)
    return None if config is None or config >= len(data) else codec_names.from_object_type(data[config])


def _descriptor(data: bytes, at: int, tag: int) -> int | None:
    """Return where the content of a descriptor begins; its length has up to four bytes. None if it is another one."""
    if data[at : at + 1] != bytes((tag,)):
        return None
    for behind in range(at + 1, at + 5):
        if behind < len(data) and not data[behind] & 0x80:
            return behind + 1
    return None
