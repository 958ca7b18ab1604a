"""MP4, QuickTime and 3GP: the movie box, wherever it stands (ISO/IEC 14496-12; QuickTime File Format; TS 26.244).

Only boxes are read, never samples: of a file of 4 GB some kilobytes.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from gallery.base.models import Problem
from gallery.imaging.metadata.bmff import iter_boxes
from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.capture_time import quicktime_utc_ms
from gallery.imaging.metadata.video import mp4_cameras, mp4_fragments, mp4_tags
from gallery.imaging.metadata.video.facts import NO_PICTURE, NotShownError, VideoFacts
from gallery.imaging.metadata.video.mp4_track import Matrix, Track, parse_track, read_duration, read_matrix

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_MAX_TRACKS = 64
_MAX_XMP_BYTES = 1 << 20
_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""Of the box that holds an XMP packet (XMP part 3, 1.1.4)."""
_UNFINISHED = Problem("damaged", "This video ends before its index, which recorders write last: it was never finished.")


class _Movie:
    """What is gathered in a `moov` box before the tracks are chosen."""

    def __init__(self) -> None:
        self.tracks: list[Track] = []
        self.timescale = 0
        self.duration = 0
        """In units of the time scale."""
        self.matrix: Matrix = (1, 0, 0, 1)
        self.extends: mp4_fragments.Extends | None = None
        """Set where fragments follow."""


def parse(reader: BoundedReader) -> VideoFacts:
    """Return what a file of the MP4 family says about itself.

    Raises:
        DamagedError: A box contradicts itself before the movie box was found.
        NotShownError: There is no movie box, or no picture in it.
        OSError: The file cannot be read.
    """
    facts, movie = VideoFacts(), None
    try:
        for name, start, end in iter_boxes(reader, 0, reader.size):
            if name == b"moov" and movie is None:
                movie = _parse_movie(facts, reader, start, end)
            elif name == b"uuid" and reader.read_up_to(start, 16) == _XMP_UUID:
                facts.xmp = facts.xmp or reader.read_up_to(start + 16, min(end - start - 16, _MAX_XMP_BYTES))
            elif name == b"meta":
                mp4_cameras.add_sony_xml(facts, reader, start, end)
            elif name == b"moof":
                break  # of very many; what says their duration is looked for on its own
    except DamagedError:
        if movie is None:
            raise
    if movie is None:
        raise NotShownError(_UNFINISHED)
    _choose(facts, movie, reader)
    return facts


def _parse_movie(facts: VideoFacts, reader: BoundedReader, start: int, end: int) -> _Movie:
    """Parse the content of a `moov` box; of a part that is broken, that part is lost."""
    movie = _Movie()
    with contextlib.suppress(DamagedError):
        for name, inner, stop in iter_boxes(reader, start, end):
            with contextlib.suppress(DamagedError):
                _parse_movie_box(facts, movie, reader, name, inner, stop)
    return movie


def _parse_movie_box(
    facts: VideoFacts, movie: _Movie, reader: BoundedReader, name: bytes, inner: int, stop: int
) -> None:
    if name == b"mvhd":
        _parse_mvhd(facts, movie, reader, inner)
    elif name == b"trak" and len(movie.tracks) < _MAX_TRACKS:
        movie.tracks.append(parse_track(reader, inner, stop))
    elif name == b"udta":
        boxes = _whole_boxes(reader, inner, stop)
        mp4_tags.add_user_data(facts, reader, boxes)
        mp4_cameras.add_user_data(facts, reader, boxes)
    elif name == b"meta":
        mp4_tags.add_meta(facts, reader, inner, stop)
    elif name == b"mvex":
        movie.extends = mp4_fragments.parse_extends(reader, inner, stop)
    elif name == b"uuid" and reader.read_up_to(inner, 16) == _XMP_UUID:
        facts.xmp = facts.xmp or reader.read_up_to(inner + 16, min(stop - inner - 16, _MAX_XMP_BYTES))


def _whole_boxes(reader: BoundedReader, start: int, end: int) -> list[tuple[bytes, int, int]]:
    """Return (type, start, end) of the content of each box between two offsets, up to one that contradicts itself."""
    boxes: list[tuple[bytes, int, int]] = []
    with contextlib.suppress(DamagedError):
        boxes.extend(iter_boxes(reader, start, end))
    return boxes


def _parse_mvhd(facts: VideoFacts, movie: _Movie, reader: BoundedReader, start: int) -> None:
    """Parse the movie header: times are longer in version 1 (14496-12, 8.2.2)."""
    wide = reader.read_exactly(start, 1)[0] == 1
    created = reader.read_number(start + 4, ">Q" if wide else ">I")
    facts.utc_ms = facts.utc_ms or quicktime_utc_ms(created)
    movie.timescale, movie.duration = read_duration(reader, start + (20 if wide else 12), wide=wide)
    movie.matrix = read_matrix(reader, start + (48 if wide else 36))


def _choose(facts: VideoFacts, movie: _Movie, reader: BoundedReader) -> None:
    """Take size, turn and codecs from the track that is shown, and the duration from whatever says it.

    Raises:
        NotShownError: No track holds pictures.
    """
    video = max((track for track in movie.tracks if track.is_video), key=Track.rank, default=None)
    if video is None:
        raise NotShownError(NO_PICTURE)
    sound = max((track for track in movie.tracks if track.handler == b"soun"), key=Track.rank, default=None)
    facts.width, facts.height = video.shown_size()
    facts.orientation = video.orientation(movie.matrix)
    facts.transfer = video.transfer
    facts.video_codec, facts.audio_codec = video.codec, sound.codec if sound else None
    facts.duration_ms = _duration_ms(movie, reader)


def _duration_ms(movie: _Movie, reader: BoundedReader) -> int | None:
    """Return the duration; None if the file does not say.

    The movie header of a fragmented file speaks of what stands before the first fragment, often of nothing.
    """
    known = [1000 * movie.duration // movie.timescale] if movie.timescale else []
    if movie.extends and movie.extends.duration and movie.timescale:
        known.append(1000 * movie.extends.duration // movie.timescale)
    elif movie.extends:
        known.append(mp4_fragments.duration_ms(reader, movie.tracks, movie.extends) or 0)
    return max(known, default=0) or max((track.duration_ms for track in movie.tracks), default=0) or None
