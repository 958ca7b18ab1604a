"""JPEG 2000 that is cut, damaged, not decoded, or larger than the memory."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Recipe
from gallery.imaging.decoding import jpeg2000_tiles
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.jpeg2000 import Codestream, parse, parse_info
from tests.imaging.format_files import COLOURS, HEIGHT, WIDTH, box, codestream, few, jp2
from tests.imaging.rendering import colour_at, is_ground, max_difference
from tests.imaging.shown import explain, show, show_whole
from tests.pictures import picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

STREAM = codestream(picture(64, 48))


def test_a_lack_of_memory_is_called_so(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenJPEG says that the file is broken."""
    monkeypatch.setattr("gallery.imaging.decoding.jpeg2000_decoder._SAMPLE_BYTES", 1 << 40)
    assert explain(put("a.jp2", jp2(STREAM, size=(64, 48)))).code == "out_of_memory"


@pytest.mark.parametrize("alone", [False, True])
def test_what_is_cut_is_shown_as_far_as_it_goes(put: Put, alone: bool) -> None:
    original = picture(300, 200)
    stream = codestream(original, quality_layers=[40, 10, 1], irreversible=True)
    data = stream if alone else jp2(stream, size=(300, 200))
    for share in (0.3, 0.6, 0.95):
        shown, problem = show(put("a.jp2", data[: int(len(data) * share)]))
        assert problem is not None
        assert problem.code == "truncated"
        assert max_difference(colour_at(shown, (30, 20)), colour_at(original, (30, 20))) < 100 * (1.1 - share)
    assert explain(put("b.jp2", data[: data.find(b"\xff\x90") + 14])).code == "truncated"


def test_tiles_that_are_missing_are_told(put: Put) -> None:
    original = picture(256, 256)
    stream = codestream(original, tile_size=(64, 64))
    shown, problem = show(put("a.jp2", stream[: len(stream) // 2]))
    assert problem is not None
    assert problem.code == "truncated"
    assert max_difference(colour_at(shown, (20, 20)), colour_at(original, (20, 20))) <= 2
    assert is_ground(colour_at(shown, (240, 240)))


@pytest.mark.parametrize("recipe", [Recipe.FULL, Recipe.SMALL])
def test_missing_tiles_are_clear_at_every_scale(put: Put, recipe: Recipe) -> None:
    original = Image.new("RGB", (900, 900), (200, 40, 90))
    stream = codestream(original, tile_size=(300, 300), offset=(50, 50), tile_offset=(20, 20))
    parts = [at for at in range(len(stream)) if stream[at : at + 4] == b"\xff\x90\0\x0a"]
    assert len(parts) == 16, "the grid begins before the picture"
    shown, problem = show(put("a.jp2", stream[: parts[8]]), recipe)
    assert problem is not None
    assert problem.code == "truncated"
    edge = (20 + 2 * 300 - 50) * shown.width // 900
    for x in (0, shown.width // 2, shown.width - 1):
        assert max_difference(colour_at(shown, (x, edge - 3)), (200, 40, 90)) <= 2
        assert is_ground(colour_at(shown, (x, edge + 2)), 2)


def test_the_places_of_tiles_are_rounded_up_at_each_scale() -> None:
    """ISO/IEC 15444-1, B.5."""
    stream = Codestream(0, 11, 7, (), corner=(3, 0), tile_size=(5, 7), tile_corner=(2, 0))
    assert jpeg2000_tiles.missing_boxes(stream, frozenset((0,)), 0) == [(4, 0, 9, 7), (9, 0, 11, 7)]
    assert jpeg2000_tiles.missing_boxes(stream, frozenset((0,)), 1) == [(2, 0, 4, 4), (4, 0, 5, 4)]
    assert jpeg2000_tiles.missing_boxes(stream, frozenset((0, 1, 2)), 1) == []


@pytest.mark.parametrize("less", range(0, 85, 3))
def test_a_cut_anywhere_in_the_packets_shows_something(put: Put, less: int) -> None:
    """Also within the header of one, where zeros would make others of its numbers."""
    stream = codestream(picture(128, 96), quality_layers=[80, 20, 1])
    shown, problem = show(put("a.jp2", stream[: len(stream) - 40 - 37 * less]))
    assert problem is not None
    assert problem.code == "truncated"
    assert shown.size == (128, 96)


def test_damage_in_a_tile_leaves_those_before_it(put: Put) -> None:
    stream = bytearray(codestream(picture(256, 256), tile_size=(64, 64)))
    at = stream.rfind(b"\xff\x90")
    stream[at + 5] = 200  # a tile that does not exist
    shown, problem = show(put("a.jp2", bytes(stream)))
    assert problem is not None
    assert problem.code == "damaged"
    assert max_difference(colour_at(shown, (20, 20)), (250, 40, 40)) <= 2


def test_a_box_shorter_than_its_header_costs_what_follows_only(put: Put) -> None:
    data = jp2(STREAM, size=(64, 48), behind=struct.pack(">I", 3) + b"uuid" + bytes(30))
    assert show_whole(put("a.jp2", data)).tobytes() == picture(64, 48).tobytes()


def test_what_is_not_decoded_is_named(put: Put) -> None:
    stream = codestream(picture(64, 48).convert("RGBA"))
    many = stream[:2] + struct.pack(">HH", 0xFF51, 38 + 3 * 5) + stream[6:40] + struct.pack(">H", 5) + stream[42:54] + stream[42:45] + stream[54:]  # fmt: skip
    problem = explain(put("a.j2k", many))
    assert problem.message == "This JPEG 2000 picture cannot be decoded: it uses 5 components."


INDICES = codestream(
    Image.frombytes("L", (WIDTH, HEIGHT), bytes(few(x, y) for y in range(HEIGHT) for x in range(WIDTH)))
)
COLUMNS = box(b"pclr", struct.pack(">HB", 16, 3), b"\7" * 3, b"".join(map(bytes, COLOURS)))


@pytest.mark.parametrize(
    "palette",
    [
        struct.pack(">HB", 65535, 255) + b"\7" * 255,
        struct.pack(">HB", 1025, 1) + b"\7" + bytes(1025),
        struct.pack(">HB", 0, 1) + b"\7",
        struct.pack(">HB", 16, 0),
        struct.pack(">HB", 2, 1) + b"\x26" + bytes(10),
        struct.pack(">HB", 2, 2) + b"\7\x0f" + bytes(5),
        struct.pack(">HB", 2, 9) + b"\7",
    ],
)
def test_a_palette_beyond_its_limits_or_its_data_is_none(put: Put, palette: bytes) -> None:
    """It costs as many steps as it announces entries: at most as many as there are bytes (I.5.3.4)."""
    data = jp2(INDICES, box(b"pclr", palette), components=1)
    assert parse_info(BoundedReader.from_bytes(data)).palette == ()
    assert show_whole(put("a.jp2", data)).getpixel((20, 0)) == (few(20, 0),) * 3


def test_the_first_of_several_palettes_mappings_and_definitions_counts() -> None:
    other = box(b"pclr", struct.pack(">HB", 1, 1), b"\7\7")
    mapping, definition = (box(b"cmap", b"\0\0\1" + bytes((n,))) for n in (2, 1)), (box(b"cdef", struct.pack(">4H", 1, 0, 0, n)) for n in (1, 2))  # fmt: skip
    info = parse_info(BoundedReader.from_bytes(jp2(INDICES, COLUMNS, other, *mapping, *definition, components=1)))
    assert info.palette == tuple(bytes(colour[at] for colour in COLOURS) for at in range(3))
    assert info.mapping == ((0, 2),)
    assert info.definitions == {0: (0, 1)}


def test_entries_of_any_width_are_read() -> None:
    """Columns of 1, 8, 12 and 38 bits: 255 is the highest of each."""
    row = b"\1\x80" + struct.pack(">H", 4095) + (1 << 37).to_bytes(5, "big")
    data = jp2(INDICES, box(b"pclr", struct.pack(">HB", 2, 4), b"\0\7\x0b\x25", row, bytes(9)), components=1)
    assert parse_info(BoundedReader.from_bytes(data)).palette == (b"\xff\0", b"\x80\0", b"\xff\0", b"\x7f\0")


@pytest.mark.parametrize("entry", [(9, 1, 0), (0, 1, 9), (3, 0, 0)])
def test_a_mapping_to_what_is_not_there_is_ignored(put: Put, entry: tuple[int, int, int]) -> None:
    mapping = box(b"cmap", struct.pack(">HBB", *entry), b"\0\0\1\1", b"\0\0\1\2")
    shown = show_whole(put("a.jp2", jp2(INDICES, COLUMNS, mapping, components=1)))
    assert max_difference(colour_at(shown, (20, 12)), COLOURS[few(20, 12)]) <= 1


def test_indices_of_more_than_eight_bits(put: Put) -> None:
    """A palette may have 1024 entries."""
    # a sample is stored as what it differs from the middle of its range: of 16 bits here, and then of ten
    middles = (1 << 15) - (1 << 9)
    wide = Image.frombytes("I;16", (4, 1), struct.pack("<4H", *(middles + n for n in (0, 300, 999, 1023))))
    stream = bytearray(codestream(wide))
    stream[42] = 9
    entries = b"".join(struct.pack(">BBB", n // 4, 255 - n // 4, 7) for n in range(1000))
    palette = box(b"pclr", struct.pack(">HB", 1000, 3), b"\7" * 3, entries)
    shown = show_whole(put("a.jp2", jp2(bytes(stream), palette, components=1, size=(4, 1))))
    assert [shown.getpixel((x, 0)) for x in range(4)] == [(0, 255, 7), (75, 180, 7), (249, 6, 7), (249, 6, 7)]


def test_samples_of_one_bit_are_counted_as_the_decoder_holds_them() -> None:
    """OpenJPEG takes 32 bits for each: an estimate by what the file says is a quarter of the truth."""
    stream = bytearray(codestream(picture(64, 48)))
    eight = parse(BoundedReader.from_bytes(bytes(stream))).stored_bits
    for number in range(3):
        stream[42 + 3 * number] = 0
    assert parse(BoundedReader.from_bytes(bytes(stream))).stored_bits == eight == 24
