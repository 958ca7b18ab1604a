"""When key frames of MP4 and QuickTime are shown: a decoder that goes there decodes one frame, and not all before it.

ISO/IEC 14496-12, 8.6.1 and 8.6.2; QuickTime File Format.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bmff import iter_boxes
from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.video.mp4_track import Track, parse_track

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_MAX_ROWS = 4096
"""Rows of each table that are looked at: some minutes of a film, whose poster is of its beginning."""
_Span = tuple[int, int]


def find_key_frames(reader: BoundedReader) -> list[int]:
    """Return when the first key frames of the track that is shown are shown, in ms; none where the file does not say.

    Raises:
        OSError: The file cannot be read.
    """
    try:
        found = _shown_track(reader)
        return [] if found is None else _times(reader, *found)
    except (DamagedError, struct.error):
        return []


def _shown_track(reader: BoundedReader) -> tuple[Track, _Span] | None:
    movie = _find(reader, (0, reader.size), b"moov")
    if movie is None:
        return None
    spans = [(start, end) for name, start, end in iter_boxes(reader, *movie) if name == b"trak"]
    tracks = [(parse_track(reader, *span), span) for span in spans]
    return max((one for one in tracks if one[0].is_video), key=lambda one: one[0].rank(), default=None)


def _find(reader: BoundedReader, span: _Span, *path: bytes) -> _Span | None:
    """Return the content of a box inside others."""
    inside: _Span | None = span
    for wanted in path:
        boxes = iter_boxes(reader, *inside) if inside else iter(())
        inside = next(((start, end) for name, start, end in boxes if name == wanted), None)
    return inside


def _times(reader: BoundedReader, track: Track, span: _Span) -> list[int]:
    table = _find(reader, span, b"mdia", b"minf", b"stbl")
    edits = _find(reader, span, b"edts", b"elst")
    begin = 0 if edits is None else _first_media_time(reader, edits)
    if table is None or begin is None or not track.timescale:
        return []
    decoded, shifts = _Runs(_rows(reader, table, b"stts", ">II")), _Runs(_rows(reader, table, b"ctts", ">Ii"))
    shown = [
        decoded.sum_before(number - 1) + shifts.value_at(number - 1) - begin
        for (number,) in _rows(reader, table, b"stss", ">I")
        if 0 < number <= decoded.count and (not shifts.count or number <= shifts.count)
    ]
    return [-(-1000 * units // track.timescale) for units in shown if units >= 0]  # rounded up: never before the frame


class _Runs:
    """A table that has a row for each run of samples of one value."""

    def __init__(self, rows: list[tuple[int, ...]]) -> None:
        self._ends = list(accumulate(length for length, _ in rows))
        self._values = [value for _, value in rows]
        self._sums = list(accumulate((length * value for length, value in rows), initial=0))
        self.count = self._ends[-1] if rows else 0
        """Samples in all runs."""

    def value_at(self, sample: int) -> int:
        """Return the value of a sample, from 0; 0 without any."""
        return self._values[bisect_right(self._ends, sample)] if self.count else 0

    def sum_before(self, sample: int) -> int:
        """Return the sum of the values of all samples before one."""
        run = bisect_right(self._ends, sample)
        begin = self._ends[run - 1] if run else 0
        return self._sums[run] + (sample - begin) * self._values[run]


def _rows(reader: BoundedReader, table: _Span, name: bytes, layout: str) -> list[tuple[int, ...]]:
    """Return the first rows of a table of samples; none if there is no such table."""
    span = _find(reader, table, name)
    if span is None:
        return []
    width = struct.calcsize(layout)
    count = min(reader.read_number(span[0] + 4, ">I"), _MAX_ROWS, (span[1] - span[0] - 8) // width)
    return list(struct.iter_unpack(layout, reader.read_exactly(span[0] + 8, count * width)))


def _first_media_time(reader: BoundedReader, edits: _Span) -> int | None:
    """Return what is cut off in front, in units of the track (8.6.6); None where nothing is shown at first."""
    start = edits[0]
    if not reader.read_number(start + 4, ">I"):
        return 0
    wide = reader.read_exactly(start, 1)[0] == 1
    time = reader.read_number(start + (16 if wide else 12), ">q" if wide else ">i")
    return time if time >= 0 else None
