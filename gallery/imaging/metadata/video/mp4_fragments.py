"""The duration of fragmented MP4: recordings of browsers, screens and cameras (ISO/IEC 14496-12, 8.8 and 8.16.3)."""

from __future__ import annotations

import contextlib
import re
import struct
from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.metadata.bmff import iter_boxes
from gallery.imaging.metadata.bounded_reader import DamagedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.imaging.metadata.bounded_reader import BoundedReader
    from gallery.imaging.metadata.video.mp4_track import Track

_MAX_BOXES = 4096
"""Boxes that are gone through for the last fragment, two for each: a slow drive takes 10 ms for each, and the time for
a file is 5 s and more."""
_TAIL_BYTES = 4 << 20
"""In which a fragment begins, if one lasts a second and has 30 Mbit a second."""
_FRAGMENT = re.compile(rb".{4}moof\0{3}\x10mfhd", re.DOTALL)
"""How a fragment begins: with its number (14496-12, 8.8.4 and 8.8.5)."""
_BOX_HEAD_BYTES = 8
_WHOLE_SHARE = 0.9
"""A segment index that reaches so far into the file is of all of it; others are of one segment each."""
_Span = tuple[int, int]
"""Where the content of a box begins and ends."""
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

    By a segment index of all of the file, which stands in front; else by the last fragment.
    """
    with contextlib.suppress(DamagedError):
        for name, start, end in iter_boxes(reader, 0, reader.size):
            if name == b"sidx" and (indexed := _index_duration_ms(reader, start, end)) is not None:
                return indexed
            if name == b"moof":
                last = _find_last(reader)
                return None if last is None else _fragment_end_ms(reader, last, tracks, extends)
    return None


def _find_last(reader: BoundedReader) -> _Span | None:
    """Return start and end of the content of the last fragment; None if it is not found.

    From the last one that the random access box at the end names; else from one in the last bytes; else all fragments
    are gone through, which costs a read for each: that of a recording which was cut off.
    """
    for find_start in (_listed_start, _tail_start, _first_start):
        with contextlib.suppress(DamagedError):
            start = find_start(reader)
            if start is not None and (found := _last_from(reader, start)) is not None:
                return found
    return None


def _last_from(reader: BoundedReader, start: int) -> _Span | None:
    """Return the last fragment from here on; None if the boxes do not lead to the end of the file."""
    last, reached = None, start
    for name, inner, stop in iter_boxes(reader, start, reader.size, _MAX_BOXES):
        if not name.isalnum():
            return None
        whole = stop < reader.size  # what it describes follows
        last, reached = ((inner, stop) if name == b"moof" and whole else last), stop
    return last if reached + _BOX_HEAD_BYTES > reader.size else None


def _first_start(_reader: BoundedReader) -> int:
    """Return where the file begins."""
    return 0


def _tail_start(reader: BoundedReader) -> int | None:
    """Return where a fragment begins in the last bytes of the file."""
    begin = max(0, reader.size - _TAIL_BYTES)
    match = _FRAGMENT.search(reader.read_up_to(begin, _TAIL_BYTES))
    return None if match is None else begin + match.start()


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


def _listed_start(reader: BoundedReader) -> int | None:
    """Return where the last fragment begins that the random access box at the end names (14496-12, 8.8.9 to 8.8.11)."""
    tail = reader.read_up_to(reader.size - 16, 16)
    if tail[4:8] != b"mfro":
        return None
    at, offsets = reader.size - int.from_bytes(tail[12:], "big") + 8, []
    for name, start, _ in iter_boxes(reader, max(at, 0), reader.size):
        if name == b"tfra":
            offsets += _last_entry(reader, start)
    return max(offsets, default=None)


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
