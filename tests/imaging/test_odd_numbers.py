"""Numbers that no camera writes, in fields of every type: each costs its field, or the file is damaged; no more."""

from __future__ import annotations

import io
import struct
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import PngImagePlugin

from gallery.base.models import Metadata
from gallery.imaging.metadata import containers, exif
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.read import read
from gallery.imaging.workers.answer_validation import is_storable
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

SIZES = {1: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
"""Bytes of a value by field type (TIFF 6.0, section 2)."""
ISO, SUB_IFDS = 0x8827, 0x14A
TAGS = (0xFE, 0xFF, 0x100, 0x101, 0x102, 0x106, 0x112, 0x115, SUB_IFDS, 0x4746, 0x829A, 0x829D, ISO, 0x8832, 0x920A,
        0x8769, 0x8825, 1, 2, 3, 4, 5, 6, 7)  # fmt: skip
ODD = (b"\xff" * 8, b"\x7f" + b"\xff" * 7, struct.pack("<d", 1e300), struct.pack("<f", float("nan")) * 2, bytes(8))
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(TAGS), st.sampled_from(sorted(SIZES)), st.sampled_from(ODD) | st.binary(min_size=8, max_size=8)
    ),
    max_size=12,
)


def tiff(entries: list[tuple[int, int, bytes]]) -> bytes:
    """Return a TIFF structure of one directory, each entry one value of so many bytes as its type has."""
    start = 8 + 2 + 12 * len(entries) + 4
    table, data = b"", b""
    for tag, kind, value in entries:
        own = value[: SIZES[kind]]
        field = own.ljust(4, b"\0") if len(own) <= 4 else struct.pack("<L", start + len(data))
        table += struct.pack("<HHL", tag, kind, 1) + field
        data += own if len(own) > 4 else b""
    return b"II*\0" + struct.pack("<LH", 8, len(entries)) + table + bytes(4) + data


def jpeg_with(entries: list[tuple[int, int, bytes]]) -> bytes:
    block, whole = b"Exif\0\0" + tiff(entries), encoded()
    return whole[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + whole[2:]


NOT_STORED = ("taken", "digitized", "changed", "located", "tags")
"""What is stored in another form."""


def values(found: Any) -> list[object]:
    return [value for name, value in asdict(found).items() if name not in NOT_STORED]


@given(ENTRIES)
@example([(0x920A, 16, b"\xff" * 8)])
def test_values_of_exif_can_be_stored_whatever_their_types_hold(entries: list[tuple[int, int, bytes]]) -> None:
    found = exif.parse(BoundedReader.from_bytes(tiff(entries)))
    assert all(is_storable(value) for value in values(found))


@given(ENTRIES)
def test_a_tiff_of_odd_numbers_is_read_or_damaged(entries: list[tuple[int, int, bytes]]) -> None:
    try:
        header = containers.parse(BoundedReader.from_bytes(tiff(entries)), "tiff")
    except DamagedError:
        return
    assert header.width > 0
    assert header.height > 0


@pytest.mark.parametrize(("kind", "value"), [(16, b"\xff" * 8), (12, struct.pack("<d", 1e300)), (4, b"\xff" * 4)])
def test_a_speed_beyond_all_films_is_none(put: Put, kind: int, value: bytes) -> None:
    found = read(put("a.jpg", jpeg_with([(ISO, kind, value)])))
    assert isinstance(found, Metadata)
    assert found.iso is None
    fast = read(put("b.jpg", jpeg_with([(ISO, 4, struct.pack("<L", 4_560_000))])))
    assert isinstance(fast, Metadata)
    assert fast.iso == 4_560_000


@pytest.mark.parametrize("text", [f"1 Jan 2019 00:00:00 +{'9' * 23}", f"Mon, 1 Jan {'9' * 20} 00:00:00", "9" * 5000])
def test_a_text_that_is_no_date_costs_the_date_only(put: Put, text: str) -> None:
    info, stream = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_text("Creation Time", text)
    picture(64, 48).save(stream, "PNG", pnginfo=info)
    found = read(put("a.png", stream.getvalue()))
    assert isinstance(found, Metadata)
    assert (found.width, found.height) == (64, 48)
    assert found.taken.offset_min is None


def test_children_that_are_no_numbers_leave_the_first_page(put: Put) -> None:
    page = [(0xFE, 4, b"\1\0\0\0"), (0x100, 3, b"\x0a\0"), (0x101, 3, b"\x0a\0")]
    found = read(put("a.tif", tiff([*page, (SUB_IFDS, 11, struct.pack("<f", float("nan")))])))
    assert isinstance(found, Metadata)
    assert (found.width, found.height) == (10, 10)
