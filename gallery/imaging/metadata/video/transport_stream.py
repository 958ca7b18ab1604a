"""MPEG transport streams, MTS and M2TS: size and time by the stream itself, duration by its clock (ISO/IEC 13818-1).

There is no header: the first packets and the last ones are read.
"""

from __future__ import annotations

import contextlib
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.video import avchd, codec_names, sequence_headers
from gallery.imaging.metadata.video.facts import NO_PICTURE, NotShownError, VideoFacts
from gallery.imaging.video_formats import PACKET_BYTES, packet_layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.bounded_reader import BoundedReader

_SYNC = 0x47
_PART_BYTES = 96 << 10
_MAX_HEAD_PARTS = 20
_MAX_STREAM_BYTES = 256 << 10
"""Of the video stream, from its first packet, in which its headers are looked for."""
_TAIL_BYTES = 384 << 10
_CLOCK_BITS = 33
_CLOCK_HZ = 90_000
_START_CODE = re.compile(rb"\x00\x00\x01")
_H264_SPS, _H264_SEI, _HEVC_SPS, _MPEG2_SEQUENCE = 7, 6, 33, 0xB3
_SLICES = frozenset((1, 2, 5))


class _Programme:
    """What the packets have told so far: which streams there are, and the beginning of the video's."""

    def __init__(self) -> None:
        self.map_pid: int | None = None
        self.clock_pid: int | None = None
        self.video_pid: int | None = None
        self.video_codec: str | None = None
        self.audio_codec: str | None = None
        self.first_clock: int | None = None
        self.stream = bytearray()

    def add(self, pid: int, starts: bool, payload: bytes, clock: int | None) -> None:  # noqa: FBT001
        """Add a packet."""
        if clock is not None and self.first_clock is None and self.clock_pid in (None, pid):
            self.first_clock, self.clock_pid = clock, pid
        if pid == 0 and starts and self.map_pid is None:
            self._add_association(payload)
        elif pid == self.map_pid and starts and self.video_codec is self.audio_codec is None:
            self._add_map(payload)
        elif pid == self.video_pid and len(self.stream) < _MAX_STREAM_BYTES:
            if starts and payload[:3] == b"\0\0\1" and len(payload) > 8:
                payload = payload[9 + payload[8] :]  # without the head of its packet (2.4.3.6)
            if starts or self.stream:
                self.stream += payload

    def _add_association(self, payload: bytes) -> None:
        """Take the first programme that is none of the network (2.4.4.3)."""
        table = _section(payload)
        for at in range(8, len(table) - 3, 4):
            if table[at : at + 2] != b"\0\0":
                self.map_pid = int.from_bytes(table[at + 2 : at + 4], "big") & 0x1FFF
                return

    def _add_map(self, payload: bytes) -> None:
        """Take the streams of the programme (2.4.4.8)."""
        table = _section(payload)
        if len(table) < 12:
            return
        self.clock_pid = int.from_bytes(table[8:10], "big") & 0x1FFF
        at = 12 + (int.from_bytes(table[10:12], "big") & 0xFFF)
        while at + 5 <= len(table):
            kind = codec_names.from_stream_type(table[at])
            if kind and kind[0] == "video" and self.video_pid is None:
                self.video_pid, self.video_codec = int.from_bytes(table[at + 1 : at + 3], "big") & 0x1FFF, kind[1]
            elif kind and kind[0] == "audio" and self.audio_codec is None:
                self.audio_codec = kind[1]
            at += 5 + (int.from_bytes(table[at + 3 : at + 5], "big") & 0xFFF)


def _section(payload: bytes) -> bytes:
    """Return a section of a table without its check sum (2.4.4)."""
    start = 1 + payload[0] if payload else 0
    length = int.from_bytes(payload[start + 1 : start + 3], "big") & 0xFFF
    return payload[start : start + 3 + max(0, length - 4)]


def parse(reader: BoundedReader) -> VideoFacts:
    """Return what a transport stream says about itself.

    Raises:
        DamagedError: There are no packets, or no size in the first of them.
        NotShownError: There is no video stream.
        OSError: The file cannot be read.
    """
    layout = packet_layout(reader.read_up_to(0, _PART_BYTES))
    if layout is None:
        raise DamagedError("no packets of a transport stream")
    facts, programme = VideoFacts(), _Programme()
    for part in range(_MAX_HEAD_PARTS):
        size = _PART_BYTES // layout[0] * layout[0]
        data = reader.read_up_to(part * size, size)
        for packet in _iter_packets(data, *layout):
            programme.add(*packet)
        if len(data) < size or (programme.stream and _add_stream(facts, programme)):
            break
    _add_stream(facts, programme)
    if programme.video_codec is None and (programme.audio_codec or programme.map_pid is not None):
        raise NotShownError(NO_PICTURE)
    facts.video_codec, facts.audio_codec = programme.video_codec, programme.audio_codec
    facts.duration_ms = _duration_ms(reader, layout, programme)
    return facts


def _iter_packets(data: bytes, stride: int, first: int) -> Iterator[tuple[int, bool, bytes, int | None]]:
    """Yield (stream, whether something begins, payload, clock) of each packet (2.4.3.2 and 2.4.3.4)."""
    for at in range(first, len(data) - PACKET_BYTES + 1, stride):
        if data[at] != _SYNC:
            continue
        packet = data[at : at + PACKET_BYTES]
        start = 5 + packet[4] if packet[3] & 0x20 else 4
        yield _pid(packet), bool(packet[1] & 0x40), packet[start:] if packet[3] & 0x10 else b"", _clock(packet)


def _pid(packet: bytes) -> int:
    """Return the number of the stream that a packet belongs to (2.4.3.2)."""
    return (packet[1] & 0x1F) << 8 | packet[2]


def _clock(packet: bytes) -> int | None:
    """Return the clock in the adaptation field of a packet, in 90 kHz; None if there is none (2.4.3.4)."""
    if not packet[3] & 0x20 or packet[4] < 7 or not packet[5] & 0x10:
        return None
    return int.from_bytes(packet[6:11], "big") >> 7


def _add_stream(facts: VideoFacts, programme: _Programme) -> bool:
    """Add what the beginning of the video stream says; return whether nothing more is to be expected of it."""
    stream = bytes(programme.stream)
    starts = [match.end() for match in _START_CODE.finditer(stream)]
    for start, after in pairwise([*starts, len(stream) + 3]):
        unit = stream[start : after - 3]
        if unit:
            with contextlib.suppress(DamagedError):
                _add_unit(facts, programme.video_codec, unit)
    # messages stand in front of the first picture
    complete = programme.video_codec != "h264" or any(stream[at] & 31 in _SLICES for at in starts if at < len(stream))
    return (bool(facts.width) and complete) or len(stream) >= _MAX_STREAM_BYTES


def _add_unit(facts: VideoFacts, codec: str | None, unit: bytes) -> None:
    if codec == "h264" and unit[0] & 31 == _H264_SPS and not facts.width:
        facts.width, facts.height = sequence_headers.h264_size(unit[1:])
    elif codec == "h264" and unit[0] & 31 == _H264_SEI and facts.recorded is None:
        avchd.add_message(facts, unit)
    elif codec == "hevc" and unit[0] >> 1 & 63 == _HEVC_SPS and not facts.width:
        facts.width, facts.height = sequence_headers.hevc_size(unit[2:])
    elif codec in ("mpeg2video", "mpeg1video") and unit[0] == _MPEG2_SEQUENCE and not facts.width:
        facts.width, facts.height = sequence_headers.mpeg2_size(unit[1:])


def _duration_ms(reader: BoundedReader, layout: tuple[int, int], programme: _Programme) -> int | None:
    """Return the time from the first clock to the last one, which turns over after a day; None without clocks."""
    if programme.first_clock is None:
        return None
    stride, first = layout
    skipped = max(0, reader.size - _TAIL_BYTES) // stride
    data = reader.read_up_to(skipped * stride, _TAIL_BYTES + stride)
    starts = range(first, len(data) - PACKET_BYTES + 1, stride)
    packets = (data[at : at + PACKET_BYTES] for at in reversed(starts))
    clocks = (_clock(packet) for packet in packets if _pid(packet) == programme.clock_pid)
    last = next((clock for clock in clocks if clock is not None), None)
    if last is None:
        return None
    return 1000 * ((last - programme.first_clock) % (1 << _CLOCK_BITS)) // _CLOCK_HZ or None
