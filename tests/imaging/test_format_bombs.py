"""Short files of the rarer formats that announce much: no memory and no steps beyond what their bytes justify."""

from __future__ import annotations

import io
import math
import struct
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem
from gallery.imaging import formats, geometry
from gallery.imaging.decoding.decoding_errors import CutShortError
from gallery.imaging.decoding.netpbm_decoder import decode_netpbm
from gallery.imaging.decoding.pcx_decoder import decode_pcx
from gallery.imaging.decoding.psd_decoder import ends_early
from gallery.imaging.metadata import pcx as pcx_header
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, read_fully
from gallery.imaging.metadata.read import read
from tests.imaging.files import png_file
from tests.imaging.format_files import dds, pcx, psd, qoi
from tests.imaging.shown import explain, show, show_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.imaging.files import Put

LONG, WIDE = (1, 1_000_001), (1_000_001, 1)
TALL = (1, 3200)


class CountingFile(io.BytesIO):
    """A file that counts what is asked of it: an unbuffered one takes room for all of that before it reads."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.longest = self.total = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.longest = max(self.longest, size or 0)
        data = super().read(size)
        self.total += len(data)
        return data


def peak_memory(call: Callable[[], object]) -> int:
    """Return the most bytes of Python's objects that a call holds at a time."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_read_takes_no_more_room_than_the_file_has_bytes() -> None:
    file = CountingFile(bytes(200_000))
    file.seek(50_000)
    assert len(read_fully(file, 1 << 40)) == 150_000
    assert file.longest == 150_000
    file.seek(300_000)
    assert read_fully(file, 1 << 40) == b""


def test_a_row_of_a_pcx_is_no_longer_than_its_samples_and_some_padding(put: Put) -> None:
    """65,535 rows of 65,535 bytes for one pixel each were 4 GB."""
    short = bytearray(pcx(8, 1, bytes(1000)))
    for stride, fits in ((20, False), (21, True), (21 + 128, True), (21 + 129, False), (65535, False)):
        struct.pack_into("<H", short, 66, stride)
        assert (formats.sniff(bytes(short)) == "pcx") == fits, stride
    answer = read(put("a.pcx", bytes(short)))
    assert isinstance(answer, Problem)
    assert answer.code == "damaged"


def test_the_padding_of_a_pcx_is_counted() -> None:
    data = bytearray(pcx(8, 4, b"", stride=129))
    struct.pack_into("<4H", data, 4, 0, 0, 0, 9999)
    header = pcx_header.parse(BoundedReader.from_bytes(bytes(data)))
    needs = geometry.memory_needed("pcx", 10_000, 1, progressive=False, stored_bits=header.stored_bits)
    assert needs >= 4 * 129 * 10_000


def test_runs_of_nothing_in_a_pcx_end() -> None:
    file = CountingFile(pcx(8, 1, b"") + b"\xc0\x01" * 4_000_000)
    with pytest.raises(CutShortError):
        decode_pcx(file)
    assert file.total < 1 << 18


@pytest.mark.parametrize("kind", ["P1", "P2"])
def test_comments_of_a_netpbm_end(kind: str) -> None:
    """They are no part of the picture, however many there are."""
    head = f"{kind}\n6 6\n".encode() + (b"" if kind == "P1" else b"255\n")
    file = CountingFile(head + b"#\n" * 4_000_000 + b"1 " * 36)
    with pytest.raises(CutShortError):
        decode_netpbm(file)
    assert file.total < (2 << 20) + PAGE_BYTES


def test_comments_between_numbers_are_read_over(put: Put) -> None:
    numbers = b" # one\n#two\r\n#\n".join(b"%d" % value for value in (10, 200, 30, 40))
    image = show_whole(put("a.pgm", b"P2\n2 2\n255\n#\n#\n" + numbers + b"#"))
    assert image.convert("L").tobytes() == bytes((10, 200, 30, 40))


def test_depths_without_an_end_are_found_without_a_list_of_numbers(put: Put) -> None:
    """A list takes 32 bytes for each pixel of four."""
    side, values = 700, [math.inf, math.nan, -math.inf, 20.0, 10.0, 15.0]
    numbers = struct.pack(f"<{side * side}f", *(values * side * side)[: side * side])
    file = io.BytesIO(b"Pf %d %d -1\n" % (side, side) + numbers)
    assert peak_memory(lambda: decode_netpbm(file)) < 24 * side * side
    image = show_whole(put("a.pfm", b"Pf 6 1 -1\n" + struct.pack("<6f", *values)))
    assert image.convert("L").tobytes()[3:] == bytes((255, 0, 128))


@pytest.mark.parametrize("size", [LONG, WIDE])
def test_a_side_of_more_than_a_million_pixels_is_refused(put: Put, size: tuple[int, int]) -> None:
    """Each row of a canvas takes room for itself: 18 GB for 300 million of one pixel."""
    width, height = size
    for name, data in (
        ("a.qoi", qoi(4, b"\xfd" * 20_000, size)),
        ("a.pgm", b"P5 %d %d 255\n" % size + bytes(1_000_001)),
        ("a.psd", psd([bytes(1_000_001)], 8, 1, compression=0, size=size)),
        ("a.dds", dds(0x20000, 8, (0, 0, 0, 0), bytes(1_000_001), size=size)),
        ("a.png", png_file(width, height)),
    ):
        problem = explain(put(name, data))
        assert problem == read(put(name, data))
        assert problem.code == "too_large"
        assert problem.message == "This picture has a side of 1000001 pixels; Shoebox shows up to 1000000."


@pytest.mark.parametrize(
    "head",
    [
        b"P5 %d %d 255\n" % TALL,
        pcx(8, 1, b"", packed=False)[:4] + struct.pack("<4H", 0, 0, 0, TALL[1] - 1) + pcx(8, 1, b"", stride=1)[12:],
        dds(0x20000, 8, (0, 0, 0, 0), b"", size=TALL),
        psd([b""], 8, 1, compression=0, size=TALL),
    ],
)
def test_a_beginning_too_short_to_be_seen_is_no_picture(put: Put, head: bytes) -> None:
    """A canvas of all its rows would be made for a row in a thousand."""
    assert explain(put("a.pgm", head + bytes(range(1, 10)))).code == "truncated"
    image, problem = show(put("a.pgm", head + bytes(range(1, 12))))
    assert problem is not None
    assert problem.code == "truncated"
    assert image.size == TALL


def test_lengths_of_rows_take_no_more_room_than_in_the_file() -> None:
    """Of 24 channels, one for each: as a list of numbers ten times as much."""
    size, channels = (1, 50_000), 24
    data = psd([b""] * channels, 8, 3, compression=0, size=size)
    stored = struct.pack(">H", 300) * size[1] * channels
    reader = BoundedReader.from_bytes(data[:-2] + struct.pack(">H", 1) + stored)
    assert peak_memory(lambda: ends_early(reader)) < 4 * len(stored)


@pytest.mark.parametrize(("channels", "damaged"), [(56, False), (57, True), (65535, True)])
def test_more_channels_than_a_document_may_have_are_damage(put: Put, channels: int, damaged: bool) -> None:
    data = bytearray(psd([bytes(range(200))] * 56, 8, 3, compression=0, size=(20, 10)))
    struct.pack_into(">H", data, 12, channels)
    answer = read(put("a.psd", bytes(data)))
    assert (isinstance(answer, Problem) and answer.code == "damaged") == damaged
