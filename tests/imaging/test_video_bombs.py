"""Video files made to cost: very many boxes, cycles, counts without content. Facts are bounded, and good ones stay."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.base.models import Metadata, Problem
from gallery.imaging.metadata import bounded_reader
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.read import read
from gallery.imaging.metadata.video.facts import NotShownError
from gallery.imaging.metadata.video.parse import parse
from tests.imaging.video_files import (
    avi,
    box,
    chunk,
    element,
    ftyp,
    h264_sps,
    info,
    keyed,
    matroska,
    mdpm,
    mkv_info,
    mkv_tags,
    mkv_tracks,
    mp4,
    mvhd,
    number,
    text,
    track,
    transport_stream,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.imaging.files import Put

MIB = 1 << 20
EMPTY = box(b"free")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of each block that parsers ask for, one a step."""
    asked: list[int] = []
    original = BoundedReader.read_up_to

    def count(reader: BoundedReader, offset: int, length: int) -> bytes:
        asked.append(length)
        return original(reader, offset, length)

    monkeypatch.setattr(BoundedReader, "read_up_to", count)
    return asked


def nested(depth: int) -> bytes:
    """Return tracks inside of tracks."""
    data = b""
    for _ in range(depth):
        data = box(b"trak", box(b"mdia", box(b"minf", data)))
    return data


def fragments(count: int, wide: bool) -> bytes:
    run = struct.pack(">II", 0x100, 0xFFFFFFFF) if wide else struct.pack(">II", 0, 0xFFFFFFFF)
    traf = box(b"traf", box(b"tfhd", bytes(4), struct.pack(">I", 1)), *[box(b"trun", run)] * 4000)
    return box(b"moof", *[traf] * 20) * count


def seek_heads(count: int) -> bytes:
    """Return a seek head that names itself, and others that name it."""
    seek = element(0x4DBB, element(0x53AB, number(0x114D9B74)), element(0x53AC, b"\0"))
    return element(0x114D9B74, seek * count)


def clocks(count: int) -> bytes:
    return (b"\x47\x10\x11\x10" + b"\0\0\1\x67" * 46) * count


BOMBS: dict[str, Callable[[], bytes]] = {
    "boxes in front": lambda: ftyp() + EMPTY * MIB + box(b"moov", mvhd(), track()),
    "boxes in the movie": lambda: mp4(mvhd(), EMPTY * MIB, track()),
    "tracks": lambda: mp4(mvhd(), track() * 20_000),
    "nested tracks": lambda: mp4(mvhd(), track(), nested(3000)),
    "user data": lambda: mp4(mvhd(), track(), box(b"udta", text(b"\xa9nam", "x") * 300_000)),
    "long texts": lambda: mp4(mvhd(), track(), box(b"udta", text(b"\xa9nam", "x" * 60_000) * 800)),
    "keys": lambda: mp4(mvhd(), track(), keyed(**{f"k{at}": "x" for at in range(20_000)})),
    "keywords": lambda: mp4(mvhd(), track(), box(b"udta", text(b"keyw", "a,b,c") * 5000, box(b"kywd", bytes(6), b"\xff", bytes(900)))),
    "samples of fragments": lambda: mp4(mvhd(0), track(seconds=0), box(b"mvex")) + fragments(3, wide=False),
    "counts of fragments": lambda: mp4(mvhd(0), track(seconds=0), box(b"mvex")) + fragments(3, wide=True),
    "fragments": lambda: mp4(mvhd(0), track(seconds=0), box(b"mvex")) + box(b"moof") * 200_000,
    "a random access box that names itself": lambda: mp4(mvhd(0), track(seconds=0), box(b"mvex"))
    + box(b"moof")
    + box(b"mfro", bytes(4), struct.pack(">I", 1 << 31)),
    "a segment index of nothing": lambda: mp4(mvhd(0), track(seconds=0), box(b"mvex"))
    + box(b"sidx", bytes(4), struct.pack(">IIIIHH", 1, 0, 0, 0, 0, 65_535)) * 9,
    "elements": lambda: matroska(mkv_info(), element(0xEC) * MIB, mkv_tracks()),
    "seek heads": lambda: matroska(seek_heads(50_000), mkv_info(), mkv_tracks()),
    "tags": lambda: matroska(mkv_info(), mkv_tracks(), mkv_tags(TITLE="x" * 60_000) * 600),
    "nested tags": lambda: matroska(mkv_info(), mkv_tracks(), element(0x1254C367, deep_tag(2000))),
    "chunks": lambda: avi(chunk(b"JUNK") * MIB),
    "lists": lambda: avi(info(INAM=b"x") * 300_000),
    "long chunks": lambda: avi(chunk(b"LIST", b"INFO", chunk(b"ISFT", bytes(16_000)) * 4000)),
    "start codes": lambda: transport_stream(h264_sps(), b"\x65", stamped=False) + clocks(40_000),
    "messages": lambda: transport_stream(h264_sps(), *[b"\x06\x05\xff"] * 20_000),
}  # fmt: skip


def deep_tag(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = element(0x67C8, data)
    return element(0x7373, data)


@pytest.mark.parametrize("name", BOMBS)
def test_a_video_of_very_many_parts_costs_no_more_than_a_picture_may(put: Put, steps: list[int], name: str) -> None:
    answer = read(put("bomb", BOMBS[name]()))
    assert isinstance(answer, Metadata | Problem)
    assert len(steps) <= bounded_reader._MAX_READS + 10
    assert sum(steps) <= 3 * bounded_reader._MAX_TOTAL_BYTES


@pytest.mark.parametrize("name", ["user data", "seek heads", "keys", "lists", "nested tracks", "chunks"])
def test_what_was_found_before_stays_found(put: Put, name: str) -> None:
    answer = read(put("bomb", BOMBS[name]()))
    assert isinstance(answer, Metadata), answer
    assert (answer.width, answer.height) == (64, 48)


WHOLE = {
    "mp4": mp4(
        mvhd(), track(), keyed(com_apple_quicktime_make="Apple"), box(b"udta", text(b"\xa9xyz", "+48.8+002.2/"))
    ),
    "mkv": matroska(mkv_info(), mkv_tags(TITLE="T", LOCATION="+48.8+002.2/"), mkv_tracks()),
    "avi": avi(info(INAM=b"T", ICRD=b"2019-06-11")),
    "mts": transport_stream(h264_sps(), mdpm({0x18: b"\2\x20\x19\6", 0x19: b"\x11\x12\x34\x56"}), b"\x65", b"\x41"),
}


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.integers(0, 5000), st.binary(min_size=1, max_size=8)), max_size=12),
    st.integers(0, 5000),
)
def test_whatever_is_broken_ends_in_facts_or_a_known_error(
    kind: str, patches: list[tuple[int, bytes]], cut: int
) -> None:
    data = bytearray(WHOLE[kind])
    for at, patch in patches:
        start = at % len(data)
        data[start : start + len(patch)] = patch
    try:
        facts = parse(BoundedReader.from_bytes(bytes(data[: len(data) - cut % 200])), kind)
    except (DamagedError, NotShownError):
        return
    assert facts.width > 0
    assert facts.duration_ms is None or facts.duration_ms > 0
