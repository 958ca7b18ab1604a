"""CRW, the RAW format of Canon that is no TIFF."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem, Recipe
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.read import read
from tests.imaging.raw_files import BLUE, GREEN, LARGE_SIZE, SHOT, SMALL_SIZE, Shot, jpeg
from tests.imaging.raw_shown import header, is_near, shown_colour
from tests.imaging.rendering import colour_at, open_result, rendered

if TYPE_CHECKING:
    from tests.imaging.files import Put

SECONDS = 1612522613


def heap(records: list[tuple[int, bytes]]) -> bytes:
    """Return a heap: values, then the list of records, then the place of that list."""
    data, rows = b"", b""
    for tag, value in records:
        if tag & 0x4000:
            rows += struct.pack("<H8s", tag, value)
        else:
            rows += struct.pack("<HII", tag, len(value), len(data))
            data += value
    return data + struct.pack("<H", len(records)) + rows + struct.pack("<I", len(data))


def crw(shot: Shot = SHOT, rotation: int = 0, *, seconds: int = SECONDS) -> bytes:
    """Return a CRW: facts in heaps within a heap, two JPEG files in the outermost."""
    size = struct.pack("<IIfiIII", *shot.full, 1.0, rotation, 8, 24, 257)
    facts = heap([(0x1810, size), (0x180E, struct.pack("<Iii", seconds, 0, 0))])
    camera = heap([(0x080A, b"Canon\0Canon EOS 10D\0"), (0x5029, bytes(8))])
    outer = heap([(0x2005, bytes(500)), (0x2008, shot.small), (0x2007, shot.large), (0x300A, facts), (0x2807, camera)])
    return b"II" + struct.pack("<I", 26) + b"HEAPCCDR" + bytes(12) + outer


def test_facts_and_pictures_are_found_by_content(put: Put) -> None:
    for name in ("a.crw", "a.jpg"):
        file = put(name, crw())
        found = header(file)
        assert (found.format, found.width, found.height, found.make, found.model) == (
            "crw", 1200, 800, "Canon", "Canon EOS 10D",
        )  # fmt: skip
        assert (found.preview_width, found.preview_height) == LARGE_SIZE
        assert (found.taken.local_ms, found.taken.offset_min, found.taken.origin) == (SECONDS * 1000, None, "exif")
        assert is_near(shown_colour(file, Recipe.FULL)[1], BLUE)
        assert is_near(shown_colour(file, Recipe.SMALL)[1], GREEN)


@pytest.mark.parametrize(("rotation", "orientation"), [(0, 1), (90, 6), (180, 3), (270, 8), (-90, 8), (45, 1)])
def test_the_turn_is_followed(put: Put, rotation: int, orientation: int) -> None:
    file = put("a.crw", crw(rotation=rotation))
    assert header(file).orientation == orientation
    image = open_result(rendered(file, Recipe.FULL))
    assert image.size == (LARGE_SIZE[::-1] if orientation in (6, 8) else LARGE_SIZE)
    if orientation == 6:
        assert is_near(colour_at(image, (600 - 200, 300)), (90, 90, 90))


def test_a_clock_that_was_never_set_is_no_date(put: Put) -> None:
    assert header(put("a.crw", crw(seconds=0))).taken.origin == "file"


def test_a_file_that_is_cut_has_a_problem_and_raises_nothing(put: Put) -> None:
    data = crw()
    for end in range(0, len(data), len(data) // 60):
        file = put("a.crw", data[:end])
        read(file)
        render(file, Recipe.SMALL)


def test_heaps_within_themselves_end(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    reads, original = list[int](), BoundedReader.read_up_to

    def count(self: BoundedReader, offset: int, length: int) -> bytes:
        reads.append(length)
        return original(self, offset, length)

    monkeypatch.setattr(BoundedReader, "read_up_to", count)
    rows = b"".join(struct.pack("<HII", 0x2807, length, 0) for length in range(4000))
    outer = struct.pack("<H", 4000) + rows
    data = b"II" + struct.pack("<I", 14) + b"HEAPCCDR" + outer + bytes(4)
    assert isinstance(read(put("a.crw", data)), Problem)
    assert len(reads) < 300


def test_values_in_the_list_itself_are_read(put: Put) -> None:
    """The time may stand there: eight bytes have room for it and for its zone."""
    facts = heap([(0x580E, struct.pack("<II", SECONDS, 0))])
    outer = heap([(0x2007, jpeg(BLUE, SMALL_SIZE)), (0x300A, facts)])
    found = header(put("a.crw", b"II" + struct.pack("<I", 14) + b"HEAPCCDR" + outer))
    assert found.taken.local_ms == SECONDS * 1000
    assert (found.width, found.height) == SMALL_SIZE


def test_a_heap_that_holds_itself_is_read_once(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    reads, original = list[int](), BoundedReader.read_up_to

    def count(self: BoundedReader, offset: int, length: int) -> bytes:
        reads.append(length)
        return original(self, offset, length)

    monkeypatch.setattr(BoundedReader, "read_up_to", count)
    outer = struct.pack("<HHII", 1, 0x2807, 16, 0) + bytes(4)
    assert isinstance(read(put("a.crw", b"II" + struct.pack("<I", 14) + b"HEAPCCDR" + outer)), Problem)
    assert len(reads) < 20


def test_a_record_that_is_too_short_is_none(put: Put) -> None:
    facts = heap([(0x5810, struct.pack("<II", 1200, 800))])
    outer = heap([(0x2007, jpeg(BLUE, SMALL_SIZE)), (0x300A, facts)])
    found = header(put("a.crw", b"II" + struct.pack("<I", 14) + b"HEAPCCDR" + outer))
    assert (found.width, found.height) == SMALL_SIZE
