"""When key frames of MP4 and QuickTime are shown, by the tables of the film."""

from __future__ import annotations

import struct

import pytest

from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.video.mp4_key_frames import find_key_frames
from tests.imaging.video_files import box, mp4, mvhd, track


def rows(name: bytes, *found: tuple[int, ...]) -> bytes:
    return box(name, struct.pack(">II", 0, len(found)), *(struct.pack(f">{len(row)}i", *row) for row in found))


def film(*tables: bytes, cut: int | None = None) -> bytes:
    """Return a film of one track with tables of samples; `cut`: what its edit list cuts off in front."""
    whole = track()  # of 600 units in a second
    end = whole.index(b"stbl") + 4
    body, more = whole[8:], b"".join(tables)
    edits = b"" if cut is None else box(b"edts", box(b"elst", struct.pack(">IIIiI", 0, 1, 1000, cut, 1 << 16)))
    for name in (b"stbl", b"minf", b"mdia"):
        at = body.index(name) - 4
        body = body[:at] + struct.pack(">I", int.from_bytes(body[at : at + 4], "big") + len(more)) + body[at + 4 :]
    body = body[: end - 8] + more + body[end - 8 :]
    return mp4(mvhd(), box(b"trak", body, edits))


def found(data: bytes) -> list[int]:
    return find_key_frames(BoundedReader.from_bytes(data))


def test_key_frames_are_where_the_samples_before_them_end() -> None:
    assert found(film(rows(b"stts", (100, 20), (50, 40)), rows(b"stss", (1,), (61,), (121,)))) == [0, 2000, 4667]


def test_what_is_shown_later_than_it_is_decoded_and_what_is_cut_off_count() -> None:
    tables = rows(b"stts", (90, 20)), rows(b"stss", (1,), (31,)), rows(b"ctts", (30, 40), (1, 60), (59, 0))
    assert found(film(*tables)) == [67, 1100]
    assert found(film(*tables, cut=40)) == [0, 1034]


@pytest.mark.parametrize(
    "data",
    [
        mp4(),
        mp4()[:-30],
        film(rows(b"stts", (100, 20))),
        film(rows(b"stss", (1,), (61,))),
        film(rows(b"stts", (10, 20)), rows(b"stss", (0,), (11,), (-1,))),
        film(rows(b"stts", (90, 20)), rows(b"stss", (40,)), rows(b"ctts", (30, 40))),
        film(rows(b"stts", (90, 20)), rows(b"stss", (40,)), cut=-1),
        film(rows(b"stts", (90, 20)), box(b"stss", struct.pack(">II", 0, 1 << 31), bytes(9))),
    ],
    ids=[
        "no tables",
        "cut off",
        "all frames are",
        "no durations",
        "no such frames",
        "short",
        "empty edit",
        "cut table",
    ],
)
def test_what_a_file_does_not_say_is_not_guessed(data: bytes) -> None:
    assert found(data) == []
