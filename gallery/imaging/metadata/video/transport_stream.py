"""MPEG transport streams, MTS and M2TS: size and time by the stream itself, duration by its clock (ISO/IEC 13818-1).

There is no header: the first packets and the last ones are read.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.video import avchd, codec_names, sequence_headers
from gallery.imaging.metadata.video.facts import NO_PICTURE, NotShownError, VideoFacts
from gallery.imaging.video_formats import PACKET_BYTES, packet_layout

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_SYNC = 0x47
_LAYOUT_BYTES = 1 << 10
_PART_BYTES = (32 << 10, 64 << 10, *(96 << 10 for _ in range(19)))
"""So much is read at a time from the beginning until all that counts was met, mostly in the first part."""
_CLOCK_BYTES = 96 << 10
"""A clock that does not come so early is not waited for. There is one in every tenth of a second (2.7.2)."""
_MAX_STREAM_BYTES = 256 << 10
"""Of the video stream, from its first packet, in which its headers are looked for."""
_TAIL_BYTES = (64 << 10, 384 << 10)
"""In which the last clock is looked for: in the longer tail where the shorter one has none."""
_CLOCK_BITS = 33
_CLOCK_HZ = 90_000
_START_CODE = b"\0\0\1"
_STARTS = 0x40
"""Bit of a packet in which something begins (2.4.3.2)."""
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

    def add(self, data: bytes, stride: int, first: int) -> None:
        """Add the packets in a part of the file."""
        for at in range(first, len(data) - PACKET_BYTES + 1, stride):
            if data[at] != _SYNC:
                continue
            packet = data[at : at + PACKET_BYTES]
            pid = _pid(packet)
            if self.first_clock is None and self.clock_pid in (None, pid):
                self._add_clock(pid, packet)
            if pid in (0, self.map_pid):
                self._add_table(pid, packet)
            elif pid == self.video_pid and len(self.stream) < _MAX_STREAM_BYTES:
                self._add_video(packet)

    def _add_clock(self, pid: int, packet: bytes) -> None:
        self.first_clock = _clock(packet)
        if self.first_clock is not None:
            self.clock_pid = pid

    def _add_table(self, pid: int, packet: bytes) -> None:
        if not packet[1] & _STARTS:
            return
        if pid == 0 and self.map_pid is None:
            self._add_association(_payload(packet))
        elif pid == self.map_pid and self.video_codec is self.audio_codec is None:
            self._add_map(_payload(packet))

    def _add_video(self, packet: bytes) -> None:
        """Add to the stream, from where something begins on, without the heads of its packets (2.4.3.6)."""
        payload, starts = _payload(packet), bool(packet[1] & _STARTS)
        if starts and payload[:3] == _START_CODE and len(payload) > 8:
            payload = payload[9 + payload[8] :]
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
    layout = packet_layout(reader.read_up_to(0, _LAYOUT_BYTES))
    if layout is None:
        raise DamagedError("no packets of a transport stream")
    facts, programme = VideoFacts(), _Programme()
    _read_beginning(facts, programme, reader, layout)
    if programme.video_codec is None and (programme.audio_codec or programme.map_pid is not None):
        raise NotShownError(NO_PICTURE)
    facts.video_codec, facts.audio_codec = programme.video_codec, programme.audio_codec
    facts.duration_ms = _duration_ms(reader, layout, programme)
    return facts


def _read_beginning(facts: VideoFacts, programme: _Programme, reader: BoundedReader, layout: tuple[int, int]) -> None:
    """Read the first packets, until they have said all that is to be expected of them."""
    offset = 0
    for part in _PART_BYTES:
        size = part // layout[0] * layout[0]
        data = reader.read_up_to(offset, size)
        programme.add(data, *layout)
        offset += size
        if len(data) < size:
            break
        if _add_stream(facts, programme) and (programme.first_clock is not None or offset >= _CLOCK_BYTES):
            return
    _add_stream(facts, programme, ends=True)


def _pid(packet: bytes) -> int:
    """Return the number of the stream that a packet belongs to (2.4.3.2)."""
    return (packet[1] & 0x1F) << 8 | packet[2]


def _payload(packet: bytes) -> bytes:
    """Return what a packet carries, behind its adaptation field (2.4.3.2)."""
    if not packet[3] & 0x10:
        return b""
    return packet[5 + packet[4] if packet[3] & 0x20 else 4 :]


def _clock(packet: bytes) -> int | None:
    """Return the clock in the adaptation field of a packet, in 90 kHz; None if there is none (2.4.3.4)."""
    if not packet[3] & 0x20 or packet[4] < 7 or not packet[5] & 0x10:
        return None
    return int.from_bytes(packet[6:11], "big") >> 7


def _add_stream(facts: VideoFacts, programme: _Programme, *, ends: bool = False) -> bool:
    """Add what the beginning of the video stream says; return whether nothing more is to be expected of it.

    Args:
        facts: What has been found so far.
        programme: The stream.
        ends: Whether no more of it comes; else its last unit is taken for one that is not whole.
    """
    stream, codec = bytes(programme.stream), programme.video_codec
    start = stream.find(_START_CODE) + 3
    while start > 2:
        after = stream.find(_START_CODE, start)
        unit = stream[start : after if after >= 0 else len(stream)]
        # messages stand in front of the first picture
        if unit and facts.width and (codec != "h264" or unit[0] & 31 in _SLICES):
            return True
        if unit and (after >= 0 or ends):
            with contextlib.suppress(DamagedError):
                _add_unit(facts, codec, unit)
        start = after + 3
    return len(stream) >= _MAX_STREAM_BYTES


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
    tails = (_last_clock(reader, layout, programme.clock_pid, length) for length in _TAIL_BYTES)
    last = next((clock for clock in tails if clock is not None), None)
    if last is None:
        return None
    return 1000 * ((last - programme.first_clock) % (1 << _CLOCK_BITS)) // _CLOCK_HZ or None


def _last_clock(reader: BoundedReader, layout: tuple[int, int], pid: int | None, length: int) -> int | None:
    """Return the last clock of a stream in so many of the last bytes; None if there is none."""
    stride, first = layout
    skipped = max(0, reader.size - length) // stride
    data = reader.read_up_to(skipped * stride, length + stride)
    starts = range(first, len(data) - PACKET_BYTES + 1, stride)
    packets = (data[at : at + PACKET_BYTES] for at in reversed(starts))
    clocks = (_clock(packet) for packet in packets if _pid(packet) == pid)
    return next((clock for clock in clocks if clock is not None), None)
