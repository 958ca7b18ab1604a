"""Matroska and WebM: segment information, tracks and tags; of the clusters none is read (RFC 9559)."""

from __future__ import annotations

import contextlib
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.video import codec_names, ebml
from gallery.imaging.metadata.video.ebml import Element, iter_elements
from gallery.imaging.metadata.video.facts import NO_PICTURE, NotShownError, VideoFacts
from gallery.imaging.metadata.video.tags import MAX_TEXT_BYTES, add_tag

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_SEGMENT, _SEEK_HEAD, _INFO, _TRACKS, _TAGS, _CLUSTER = (
    0x18538067, 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1254C367, 0x1F43B675,
)  # fmt: skip
_SEEK, _SEEK_ID, _SEEK_POSITION = 0x4DBB, 0x53AB, 0x53AC
_SCALE, _DURATION, _DATE, _TITLE = 0x2AD7B1, 0x4489, 0x4461, 0x7BA9
_TRACK, _TRACK_TYPE, _CODEC, _PRIVATE, _ENABLED, _DEFAULT, _VIDEO = 0xAE, 0x83, 0x86, 0x63A2, 0xB9, 0x88, 0xE0
_WIDTH, _HEIGHT, _SHOWN_WIDTH, _SHOWN_HEIGHT, _SHOWN_UNIT, _PROJECTION = 0xB0, 0xBA, 0x54B0, 0x54BA, 0x54B2, 0x7670
_CROP_BOTTOM, _CROP_TOP, _CROP_LEFT, _CROP_RIGHT = 0x54AA, 0x54BB, 0x54CC, 0x54DD
_YAW, _ROLL = 0x7673, 0x7675
_TAG, _SIMPLE_TAG, _TAG_NAME, _TAG_TEXT = 0x7373, 0x67C8, 0x45A3, 0x4487
_COLOUR, _TRANSFER = 0x55B0, 0x55BA
_VIDEO_TRACK, _AUDIO_TRACK = 1, 2
_DEFAULT_SCALE_NS = 1_000_000
_EPOCH_MS = int(datetime(2001, 1, 1, tzinfo=UTC).timestamp()) * 1000
"""Dates of Matroska count from here (RFC 8794, 7.6)."""
_MAX_TRACKS = 64
_MAX_SOUGHT = 16
"""Elements behind the clusters that are gone to."""
_MAX_TAG_DEPTH = 3
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")
"""The tag DURATION of a track, as FFmpeg and mkvmerge write it."""
_ORIENTATIONS = {0: 1, 90: 8, 180: 3, 270: 6}
"""EXIF orientation by a roll in degrees, against the clock (RFC 9559, 5.1.4.1.28.46)."""
_MIRRORED = {1: 2, 8: 5, 3: 4, 6: 7}
"""The same, of what is turned round its upright axis first: a yaw of 180 degrees."""


@dataclass(slots=True)
class _Track:
    kind: int = 0
    codec: str | None = None
    ranked: tuple[bool, bool] = (True, True)
    """Whether it is enabled, and whether it is chosen by default."""
    size: tuple[int, int] = (0, 0)
    orientation: int = 1
    transfer: int | None = None


class _Segment:
    """What is gathered while the segment is walked."""

    def __init__(self) -> None:
        self.tracks: list[_Track] = []
        self.scale_ns = _DEFAULT_SCALE_NS
        self.duration: float = 0
        """In units of the scale."""
        self.longest_track_ms = 0
        """By tags of the tracks."""
        self.sought: list[int] = []
        """Where information, tracks and tags stand, by the seek head: offsets in the file."""


def parse(reader: BoundedReader) -> VideoFacts:
    """Return what a Matroska or WebM file says about itself.

    Raises:
        DamagedError: It contradicts itself before the tracks are known.
        NotShownError: No track holds pictures.
        OSError: The file cannot be read.
    """
    facts, segment = VideoFacts(), _Segment()
    try:
        for element in iter_elements(reader, 0, reader.size):
            if element.id == _SEGMENT:
                _walk(facts, segment, reader, element)
                break
    except DamagedError:
        if not segment.tracks:
            raise
    _choose(facts, segment)
    return facts


def _walk(facts: VideoFacts, segment: _Segment, reader: BoundedReader, whole: Element) -> None:
    """Read what stands before the first cluster, then what the seek head says is behind it; each once."""
    met = set()
    for element in iter_elements(reader, whole.start, whole.end):
        if element.id == _CLUSTER:
            break
        met.add(element.start)
        _add_element(facts, segment, reader, element, whole.start)
    for _ in range(_MAX_SOUGHT):
        if not segment.sought:
            break
        at = segment.sought.pop(0)
        with contextlib.suppress(DamagedError):
            found = next(iter_elements(reader, at, whole.end), None)
            if found is not None and found.start not in met:
                met.add(found.start)
                _add_element(facts, segment, reader, found, whole.start)


def _add_element(facts: VideoFacts, segment: _Segment, reader: BoundedReader, element: Element, origin: int) -> None:
    """Add what an element of the segment says; of what is broken, the rest of it is lost."""
    with contextlib.suppress(DamagedError):
        if element.id == _SEEK_HEAD:
            _add_seek_head(segment, reader, element, origin)
        elif element.id == _INFO:
            _add_info(facts, segment, reader, element)
        elif element.id == _TRACKS:
            for entry in iter_elements(reader, element.start, element.end):
                if entry.id == _TRACK and len(segment.tracks) < _MAX_TRACKS:
                    _add_track(segment, reader, entry)
        elif element.id == _TAGS:
            _add_tags(facts, segment, reader, element)


def _add_seek_head(segment: _Segment, reader: BoundedReader, head: Element, origin: int) -> None:
    """Note where elements stand (RFC 9559, 5.1.1): positions count from the content of the segment."""
    for seek in iter_elements(reader, head.start, head.end):
        if seek.id != _SEEK:
            continue
        parts = {part.id: ebml.read_unsigned(reader, part) for part in iter_elements(reader, seek.start, seek.end)}
        if parts.get(_SEEK_ID) in (_INFO, _TRACKS, _TAGS, _SEEK_HEAD) and _SEEK_POSITION in parts:
            segment.sought.append(origin + parts[_SEEK_POSITION])


def _add_info(facts: VideoFacts, segment: _Segment, reader: BoundedReader, info: Element) -> None:
    """Add duration, date and title (RFC 9559, 5.1.2)."""
    for element in iter_elements(reader, info.start, info.end):
        if element.id == _SCALE:
            segment.scale_ns = ebml.read_unsigned(reader, element) or _DEFAULT_SCALE_NS
        elif element.id == _DURATION:
            segment.duration = ebml.read_float(reader, element)
        elif element.id == _DATE and facts.utc_ms is None:
            facts.utc_ms = ebml.read_signed(reader, element) // 1_000_000 + _EPOCH_MS
        elif element.id == _TITLE:
            add_tag(facts, "title", ebml.read_text(reader, element, MAX_TEXT_BYTES))


def _add_track(segment: _Segment, reader: BoundedReader, entry: Element) -> None:
    """Add a track (RFC 9559, 5.1.4.1)."""
    track, private = _Track(), None
    segment.tracks.append(track)
    codec_id = ""
    for element in iter_elements(reader, entry.start, entry.end):
        if element.id == _TRACK_TYPE:
            track.kind = ebml.read_unsigned(reader, element)
        elif element.id == _CODEC:
            codec_id = ebml.read_text(reader, element, 64)
        elif element.id == _PRIVATE:
            private = reader.read_up_to(element.start, min(element.end - element.start, 40))
        elif element.id == _ENABLED:
            track.ranked = bool(ebml.read_unsigned(reader, element)), track.ranked[1]
        elif element.id == _DEFAULT:
            track.ranked = track.ranked[0], bool(ebml.read_unsigned(reader, element))
        elif element.id == _VIDEO:
            _add_video(track, reader, element)
    track.codec = codec_names.from_matroska(codec_id) or _foreign_codec(codec_id, private or b"")


def _foreign_codec(codec_id: str, private: bytes) -> str | None:
    """Return the codec of a track whose description is that of AVI or QuickTime."""
    if codec_id == "V_MS/VFW/FOURCC":
        return codec_names.from_fourcc(private[16:20])
    if codec_id == "A_MS/ACM" and len(private) >= 2:
        return codec_names.from_wave_tag(int.from_bytes(private[:2], "little"))
    return codec_names.from_fourcc(private[4:8]) if private else None


def _add_video(track: _Track, reader: BoundedReader, video: Element) -> None:
    """Add size and turn (RFC 9559, 5.1.4.1.28): pixels without what is cropped, in the shape of the display size."""
    numbers: dict[int, int] = {}
    for element in iter_elements(reader, video.start, video.end):
        if element.id == _PROJECTION:
            track.orientation = _orientation(reader, element)
        elif element.id == _COLOUR:
            track.transfer = _transfer(reader, element)
        elif element.id in _SIZES:
            numbers[element.id] = ebml.read_unsigned(reader, element)
    width = numbers.get(_WIDTH, 0) - numbers.get(_CROP_LEFT, 0) - numbers.get(_CROP_RIGHT, 0)
    height = numbers.get(_HEIGHT, 0) - numbers.get(_CROP_TOP, 0) - numbers.get(_CROP_BOTTOM, 0)
    if width <= 0 or height <= 0:
        width, height = numbers.get(_WIDTH, 0), numbers.get(_HEIGHT, 0)
    shown = numbers.get(_SHOWN_WIDTH, 0), numbers.get(_SHOWN_HEIGHT, 0)
    # the units are pixels, centimetres, inches, or a mere shape; their quotient is the same
    if all(shown) and numbers.get(_SHOWN_UNIT, 0) <= 3 and 0.01 <= shown[0] / shown[1] <= 100:
        width = max(1, round(height * shown[0] / shown[1]))
    track.size = width, height


_SIZES = frozenset(
    (_WIDTH, _HEIGHT, _SHOWN_WIDTH, _SHOWN_HEIGHT, _SHOWN_UNIT, _CROP_BOTTOM, _CROP_TOP, _CROP_LEFT, _CROP_RIGHT)
)


def _transfer(reader: BoundedReader, colour: Element) -> int | None:
    """Return the transfer characteristics of colours (RFC 9559, 5.1.4.1.28.16); None where there are none."""
    elements = iter_elements(reader, colour.start, colour.end)
    return next((ebml.read_unsigned(reader, one) for one in elements if one.id == _TRANSFER), None)


def _orientation(reader: BoundedReader, projection: Element) -> int:
    """Return the EXIF orientation of a projection, by its roll, and its yaw where that mirrors; 1 for other turns."""
    turns = {
        element.id: ebml.read_float(reader, element)
        for element in iter_elements(reader, projection.start, projection.end)
        if element.id in (_YAW, _ROLL)
    }
    if not all(map(math.isfinite, turns.values())):
        return 1
    turned = _ORIENTATIONS.get(round(turns.get(_ROLL, 0.0)) % 360, 1)
    return _MIRRORED[turned] if abs(round(turns.get(_YAW, 0.0))) == 180 else turned


def _add_tags(facts: VideoFacts, segment: _Segment, reader: BoundedReader, tags: Element) -> None:
    """Add the named texts (RFC 9559, 5.1.8)."""
    for tag in iter_elements(reader, tags.start, tags.end):
        if tag.id == _TAG:
            _add_simple_tags(facts, segment, reader, tag, 0)


def _add_simple_tags(facts: VideoFacts, segment: _Segment, reader: BoundedReader, parent: Element, depth: int) -> None:
    name = text = ""
    for element in iter_elements(reader, parent.start, parent.end):
        if element.id == _TAG_NAME:
            name = ebml.read_text(reader, element, 256)
        elif element.id == _TAG_TEXT:
            text = ebml.read_text(reader, element, MAX_TEXT_BYTES)
        elif element.id == _SIMPLE_TAG and depth < _MAX_TAG_DEPTH:
            _add_simple_tags(facts, segment, reader, element, depth + 1)
    if name.upper() == "DURATION" and (clock := _CLOCK.match(text)):
        ms = (int(clock[1]) * 3600 + int(clock[2]) * 60) * 1000 + round(float(clock[3]) * 1000)
        segment.longest_track_ms = max(segment.longest_track_ms, ms)
    add_tag(facts, name, text)


def _choose(facts: VideoFacts, segment: _Segment) -> None:
    """Take size, turn and codecs from the tracks that are shown.

    Raises:
        DamagedError: There are no tracks.
        NotShownError: No track holds pictures.
    """
    if not segment.tracks:
        raise DamagedError("a segment without tracks")
    video = max((one for one in segment.tracks if one.kind == _VIDEO_TRACK), key=lambda one: one.ranked, default=None)
    audio = max((one for one in segment.tracks if one.kind == _AUDIO_TRACK), key=lambda one: one.ranked, default=None)
    if video is None:
        raise NotShownError(NO_PICTURE)
    (facts.width, facts.height), facts.orientation = video.size, video.orientation
    facts.transfer = video.transfer
    facts.video_codec, facts.audio_codec = video.codec, audio.codec if audio else None
    ms = segment.duration * segment.scale_ns / 1_000_000
    facts.duration_ms = (round(ms) if math.isfinite(ms) and ms > 0 else 0) or segment.longest_track_ms or None
