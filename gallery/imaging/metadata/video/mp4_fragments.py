"""The duration of fragmented MP4: recordings of browsers, screens and cameras (ISO/IEC 14496-12, 8.8 and 8.16.3)."""

from __future__ import annotations

import contextlib
import struct
from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.metadata.bmff import iter_boxes
from gallery.imaging.metadata.bounded_reader import DamagedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.imaging.metadata.bounded_reader import BoundedReader
    from gallery.imaging.metadata.video.mp4_track import Track

_MAX_FRAGMENTS = 20_000
"""Fragments that are gone through for the last one: of a recording that writes one each second, five hours."""
_WHOLE_SHARE = 0.9
"""A segment index that reaches so far into the file is of all of it; others are of one segment each."""
_MAX_RUNS = 256
_MAX_SAMPLES = 20_000
"""Of all runs of one fragment together."""


class Extends(NamedTuple):
    """The movie extends box: what it says of the fragments that follow (14496-12, 8.8.1 to 8.8.3)."""

    duration: int
    """Of all of it, in units of the movie; 0: not said."""
    sample_durations: dict[int, int]
    """Duration of a sample in units of its track, by track, where the fragments say none."""


def parse_extends(reader: BoundedReader, start: int, end: int) -> Extends:
    """Parse the content of a `mvex` box."""
    duration, by_track = 0, {}
    for name, inner, _ in iter_boxes(reader, start, end):
        if name == b"mehd":
            duration = reader.read_number(inner + 4, ">Q" if reader.read_exactly(inner, 1)[0] == 1 else ">I")
        elif name == b"trex":
            by_track[reader.read_number(inner + 4, ">I")] = reader.read_number(inner + 12, ">I")
    return Extends(duration, by_track)


def duration_ms(reader: BoundedReader, tracks: Sequence[Track], extends: Extends) -> int | None:
    """Return when the last fragment ends; None if that cannot be told.

    By a segment index of all of the file, which stands in front; else by the last fragment, which the random access box
    at the end names; else the fragments are gone through for it.
    """
    last = None
    with contextlib.suppress(DamagedError):
        for name, start, end in iter_boxes(reader, 0, reader.size, _MAX_FRAGMENTS):
            if name == b"sidx" and last is None and (indexed := _index_duration_ms(reader, start, end)) is not None:
                return indexed
            if name == b"moof":
                last = (start, end) if last else _last_by_access_box(reader) or (start, end)
    with contextlib.suppress(DamagedError):
        return None if last is None else _fragment_end_ms(reader, last, tracks, extends)
    return None


def _index_duration_ms(reader: BoundedReader, start: int, end: int) -> int | None:
    """Return the sum of the durations of a segment index; None if it is of a part of the file (14496-12, 8.16.3)."""
    wide = reader.read_exactly(start, 1)[0] > 0
    scale, at = reader.read_number(start + 8, ">I"), start + (28 if wide else 20)
    first = reader.read_number(at - (8 if wide else 4), ">Q" if wide else ">I")
    data = reader.read_exactly(at + 4, 12 * reader.read_number(at + 2, ">H"))
    entries: list[tuple[int, int]] = [struct.unpack_from(">II", data, one) for one in range(0, len(data), 12)]
    covered = end + first + sum(size & 0x7FFFFFFF for size, _ in entries)
    if not scale or covered < _WHOLE_SHARE * reader.size:
        return None
    return 1000 * sum(units for _, units in entries) // scale


def _last_by_access_box(reader: BoundedReader) -> tuple[int, int] | None:
    """Return start and end of the content of the last fragment that the random access box at the end names.

    14496-12, 8.8.9 to 8.8.11.
    """
    tail = reader.read_up_to(reader.size - 16, 16)
    if tail[4:8] != b"mfro":
        return None
    at, offsets = reader.size - int.from_bytes(tail[12:], "big") + 8, []
    for name, start, _ in iter_boxes(reader, max(at, 0), reader.size):
        if name == b"tfra":
            offsets += _last_entry(reader, start)
    box = next(iter_boxes(reader, max(offsets, default=reader.size), reader.size), None)
    return box[1:] if box and box[0] == b"moof" else None


def _last_entry(reader: BoundedReader, start: int) -> list[int]:
    """Return the offset of the last fragment that a `tfra` box lists, if it lists any."""
    wide = reader.read_exactly(start, 1)[0] == 1
    lengths, count = reader.read_number(start + 8, ">I"), reader.read_number(start + 12, ">I")
    width = 16 if wide else 8
    entry = width + sum((lengths >> shift & 3) + 1 for shift in (0, 2, 4))
    at = start + 16 + (count - 1) * entry + width // 2
    return [reader.read_number(at, ">Q" if wide else ">I")] if count else []


def _fragment_end_ms(
    reader: BoundedReader, fragment: tuple[int, int], tracks: Sequence[Track], extends: Extends
) -> int | None:
    """Return when the longest track of a fragment ends."""
    scales = {track.number: track.timescale for track in tracks}
    ends = [
        _track_end_ms(reader, inner, stop, scales, extends)
        for name, inner, stop in iter_boxes(reader, *fragment)
        if name == b"traf"
    ]
    return max(ends, default=0) or None


def _track_end_ms(reader: BoundedReader, start: int, end: int, scales: dict[int, int], extends: Extends) -> int:
    """Return when a track of a fragment ends: its decode time and the durations of its samples (8.8.7, 8.8.12)."""
    number = default = begin = units = runs = 0
    for name, inner, stop in iter_boxes(reader, start, end):
        if name == b"tfhd":
            number = reader.read_number(inner + 4, ">I")
            default = _default_duration(reader, inner) or extends.sample_durations.get(number, 0)
        elif name == b"tfdt":
            begin = reader.read_number(inner + 4, ">Q" if reader.read_exactly(inner, 1)[0] == 1 else ">I")
        elif name == b"trun" and runs < _MAX_RUNS:
            units, runs = units + _run_duration(reader, inner, stop, default), runs + 1
    return 1000 * (begin + units) // scales[number] if scales.get(number) else 0


def _default_duration(reader: BoundedReader, start: int) -> int:
    """Return the duration of a sample by the header of a track's fragment; 0 if it does not say (14496-12, 8.8.7)."""
    flags = reader.read_number(start, ">I")
    if not flags & 8:
        return 0
    return reader.read_number(start + 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0), ">I")


def _run_duration(reader: BoundedReader, start: int, end: int, default: int) -> int:
    """Return the duration of a run of samples (14496-12, 8.8.8)."""
    flags, count = reader.read_number(start, ">I"), min(reader.read_number(start + 4, ">I"), _MAX_SAMPLES)
    if not flags & 0x100:
        return count * default
    at = start + 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    entry = 4 * (flags >> 8 & 15).bit_count()
    data = reader.read_up_to(at, min(count * entry, end - at))
    return sum(int.from_bytes(data[one : one + 4], "big") for one in range(0, len(data), entry))
