"""AVI: the header list, and the texts around the frames (Microsoft AVI RIFF File Reference; OpenDML 2.0)."""

from __future__ import annotations

import contextlib
import struct
from dataclasses import replace
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.capture_time import parse_text_date
from gallery.imaging.metadata.video import codec_names
from gallery.imaging.metadata.video.facts import NO_PICTURE, NotShownError, VideoFacts
from gallery.imaging.metadata.video.tags import MAX_TEXT_BYTES, add_date, add_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_CHUNKS = 4096
"""Chunks of one list that are looked at."""
_MAX_STREAM_DATA_BYTES = 64 << 10
_MAX_SHAPE = 10
_LISTS = {b"hdrl": (b"strl", b"odml", b"INFO", b"exif"), b"RIFF": (b"hdrl", b"INFO", b"exif"), b"odml": ()}
"""The lists that are gone into, by the one that they stand in."""


class _Streams:
    """What is gathered while the lists are walked."""

    def __init__(self) -> None:
        self.main: tuple[int, int, int, int] | None = None
        """Microseconds of a frame, frames, width and height by the main header."""
        self.kind = b""
        """Of the stream whose header was met last."""
        self.video_ms = 0
        self.frames = 0
        """Of all parts of a long file (OpenDML)."""
        self.shape = 0.0
        """Width to height of the picture; 0: not said."""


def parse(reader: BoundedReader) -> VideoFacts:
    """Return what an AVI file says about itself.

    Raises:
        DamagedError: It ends before its header does.
        NotShownError: No stream holds pictures.
        OSError: The file cannot be read.
    """
    facts, streams = VideoFacts(), _Streams()
    with contextlib.suppress(DamagedError, struct.error):
        _walk(facts, streams, reader, 12, reader.size, b"RIFF")
    if streams.main is None:
        raise DamagedError("an AVI file without a header")
    if facts.video_codec is None and not facts.width:
        raise NotShownError(NO_PICTURE)
    _settle(facts, streams)
    return facts


def _iter_chunks(reader: BoundedReader, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (name, start, end) of the content of each chunk; of a list, its kind comes for its name."""
    for _ in range(_MAX_CHUNKS):
        head = reader.read_up_to(start, 12) if start + 8 <= end else b""
        if len(head) < 8:
            return
        name, size = head[:4], int.from_bytes(head[4:8], "little")
        stop = min(start + 8 + size, end)
        if name == b"LIST":
            yield b"LIST" + head[8:], start + 12, stop
        else:
            yield name, start + 8, stop
        start += 8 + size + size % 2


def _walk(facts: VideoFacts, streams: _Streams, reader: BoundedReader, start: int, end: int, level: bytes) -> None:
    for name, inner, stop in _iter_chunks(reader, start, end):
        if name[4:] in _LISTS.get(level, ()):
            _walk(facts, streams, reader, inner, stop, name[4:])
        elif name[:4] != b"LIST":
            with contextlib.suppress(struct.error, DamagedError):
                _add_chunk(facts, streams, reader, name, inner, stop)


def _add_chunk(facts: VideoFacts, streams: _Streams, reader: BoundedReader, name: bytes, start: int, end: int) -> None:
    if name == b"avih":
        numbers = struct.unpack("<10I", reader.read_exactly(start, 40))
        streams.main = numbers[0], numbers[4], numbers[8], numbers[9]
    elif name == b"strh":
        _add_stream_header(facts, streams, reader.read_exactly(start, 36))
    elif name == b"strf":
        _add_stream_format(facts, streams, reader.read_up_to(start, min(end - start, 40)))
    elif name == b"strd":
        _add_stream_data(facts, reader, start, end)
    elif name == b"dmlh":
        streams.frames = reader.read_number(start, "<I")
    elif name == b"vprp":  # shape of the picture, its width before its height (OpenDML 2.0, 6)
        wide, high = reader.read_number(start + 22, "<H"), reader.read_number(start + 20, "<H")
        streams.shape = wide / high if high and 1 / _MAX_SHAPE <= wide / high <= _MAX_SHAPE else 0.0
    elif end - start <= MAX_TEXT_BYTES and name not in (b"JUNK", b"idx1"):
        _add_text(facts, name, reader.read_up_to(start, end - start))


def _add_stream_header(facts: VideoFacts, streams: _Streams, data: bytes) -> None:
    """Add kind, codec and duration of a stream: frames, times the scale, by the rate."""
    streams.kind, handler = data[:4], data[4:8]
    scale, rate, _, frames = struct.unpack_from("<4I", data, 20)
    if streams.kind == b"vids" and not streams.video_ms and rate:
        streams.video_ms = 1000 * frames * scale // rate
        facts.video_codec = facts.video_codec or codec_names.from_fourcc(handler)
    elif streams.kind == b"iavs":  # sound and pictures of a DV camera in one stream
        facts.video_codec, facts.audio_codec = "dvvideo", "pcm"
        streams.video_ms = 1000 * frames * scale // rate if rate else 0


def _add_stream_format(facts: VideoFacts, streams: _Streams, data: bytes) -> None:
    """Add size and codec: a BITMAPINFOHEADER, whose height is negative from the top down, or a WAVEFORMATEX."""
    if streams.kind == b"vids" and not facts.width:
        facts.width, facts.height = (abs(number) for number in struct.unpack_from("<2i", data, 4))
        facts.video_codec = codec_names.from_fourcc(data[16:20]) or facts.video_codec or "rawvideo"
    elif streams.kind == b"auds" and facts.audio_codec is None:
        facts.audio_codec = codec_names.from_wave_tag(struct.unpack_from("<H", data)[0])


def _add_stream_data(facts: VideoFacts, reader: BoundedReader, start: int, end: int) -> None:
    """Add the EXIF that some cameras write behind the letters AVIF: a directory without the head of a TIFF."""
    data = reader.read_up_to(start, min(end - start, _MAX_STREAM_DATA_BYTES))
    if data[:4] == b"AVIF" and facts.exif is None:
        facts.exif = BoundedReader.from_bytes(b"II*\0\x08\0\0\0" + data[8:])


def _add_text(facts: VideoFacts, name: bytes, data: bytes) -> None:
    """Add a text of the list INFO or exif, or a date that stands alone."""
    plain = data.partition(b"\0")[0]
    try:
        text = plain.decode("utf-8").strip()
    except UnicodeDecodeError:
        text = plain.decode("cp1252", "replace").strip()
    if name in (b"IDIT", b"ICRD"):
        _add_date(facts, text)
    else:
        add_tag(facts, name.decode("latin-1"), text)


def _add_date(facts: VideoFacts, text: str) -> None:
    """Add a date in one of its forms: "SUN JUN 11 12:34:56 2019", "2001/ 1/27  1:42PM", "2005/11/28/ 09:19"."""
    if text[:1].isalpha():
        if facts.recorded is None and (taken := parse_text_date(text.title())) is not None:
            facts.recorded = replace(taken, offset_min=None, origin="recording")
    else:
        add_date(facts, text.replace("/ ", " ") if text.count("/") == 3 else text)


def _settle(facts: VideoFacts, streams: _Streams) -> None:
    """Fill in what the main header says and the streams do not, and make pixels square."""
    us, frames, width, height = streams.main or (0, 0, 0, 0)
    facts.width, facts.height = (facts.width, facts.height) if facts.width and facts.height else (width, height)
    long_ms = (streams.frames or frames) * us // 1000
    facts.duration_ms = (long_ms if streams.frames > frames else streams.video_ms or long_ms) or None
    if streams.shape:
        facts.width = max(1, round(facts.height * streams.shape))
