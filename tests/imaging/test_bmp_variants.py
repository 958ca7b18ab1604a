"""BMP files of every depth, mask and compression, with and without the header of a file."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Metadata, Problem, Recipe
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata.read import read
from tests.imaging.rendering import Colour, colour_at, is_ground, max_difference, open_result, rendered
from tests.pictures import encoded

if TYPE_CHECKING:
    from tests.imaging.files import Put

WIDTH, HEIGHT = 16, 8
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
RGB, RLE8, RLE4, BITFIELDS, JPEG, PNG, ALPHABITFIELDS = range(7)


def info_header(bits: int, compression: int = RGB, *, size: int = 40, masks: tuple[int, ...] = (), colours: int = 0, image: int = 0, height: int = HEIGHT) -> bytes:  # fmt: skip
    """BITMAPINFOHEADER or a later one; masks stand inside of a longer one, else behind it."""
    header = struct.pack("<IiiHHIIiiII", size, WIDTH, height, 1, bits, compression, image, 0, 0, colours, 0)
    return (header + struct.pack(f"<{len(masks)}I", *masks)).ljust(size, b"\0")


def bmp(header: bytes, pixels: bytes, palette: bytes = b"") -> bytes:
    offset = 14 + len(header) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset) + header + palette + pixels


def shown(put: Put, data: bytes) -> Image.Image:
    file = put("a.bmp", data)
    header, result = read(file), rendered(file)
    assert isinstance(header, Metadata)
    assert (header.width, header.height) == (result.width, result.height) == (WIDTH, HEIGHT)
    assert result.problem is None
    return open_result(result)


def pixel(colour: Colour, masks: tuple[int, ...]) -> int:
    """The number that stands for a colour, with full alpha where there is a mask for it."""
    value = 0
    for part, mask in zip((*colour, 255), masks, strict=False):
        low = (mask & -mask).bit_length() - 1 if mask else 0
        value |= round(part / 255 * (mask >> low)) << low
    return value


MASKS = [
    (16, (0xF00, 0xF0, 0xF)),
    (16, (0xF800, 0x7E0, 0x1F)),
    (16, (0xC0, 0x38, 0x7)),
    (16, (0xE000, 0x1F00, 0x0001)),
    (16, (0x7C00, 0x3E0, 0x1F)),
    (32, (0xFF000000, 0xFF0000, 0xFF00)),
    (32, (0x3FF00000, 0xFFC00, 0x3FF)),
    (32, (0xFFE00000, 0x1FFC00, 0x3FF)),
    (32, (0xE0000000, 0x1C000000, 0x03000000)),
    (32, (0xFF, 0xFF00, 0xFF0000)),
]


@pytest.mark.parametrize(("bits", "masks"), MASKS)
@pytest.mark.parametrize("size", [40, 52, 56, 108, 124])
def test_masks_of_any_width(put: Put, bits: int, masks: tuple[int, ...], size: int) -> None:
    row = [pixel(RED, masks)] * 5 + [pixel(GREEN, masks)] * 5 + [pixel(BLUE, masks)] * 6
    pixels = struct.pack(f"<{WIDTH}{'H' if bits == 16 else 'I'}", *row) * HEIGHT
    image = shown(put, bmp(info_header(bits, BITFIELDS, size=size, masks=masks), pixels))
    for x, colour in ((2, RED), (7, GREEN), (13, BLUE)):
        assert max_difference(colour_at(image, (x, 4)), colour) < 60


@pytest.mark.parametrize(("size", "compression"), [(56, BITFIELDS), (108, BITFIELDS), (124, RGB), (40, ALPHABITFIELDS)])
def test_alpha_of_a_mask_counts(put: Put, size: int, compression: int) -> None:
    masks = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    pixels = struct.pack("<16I", *[0xFFFF0000] * 8, *[0x00FF0000] * 8) * HEIGHT
    header = info_header(32, compression, size=size, masks=masks)
    image = shown(put, bmp(header, pixels))
    assert max_difference(colour_at(image, (1, 4)), RED) < 40
    assert max_difference(colour_at(image, (14, 4)), RED) > 60  # what lies behind it


def test_alpha_that_is_zero_everywhere_is_none(put: Put) -> None:
    masks = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    data = bmp(info_header(32, BITFIELDS, size=124, masks=masks), struct.pack("<16I", *[0x00FF0000] * 16) * HEIGHT)
    assert max_difference(colour_at(shown(put, data), (9, 4)), RED) < 10


def test_32_bits_without_a_mask_have_no_alpha(put: Put) -> None:
    data = bmp(info_header(32), struct.pack("<16I", *[0x20FF0000] * 16) * HEIGHT)
    assert max_difference(colour_at(shown(put, data), (9, 4)), RED) < 10


@pytest.mark.parametrize("height", [HEIGHT, -HEIGHT])
@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_palettes(put: Put, bits: int, height: int) -> None:
    palette = b"\0\0\xff\0" + b"\0\xff\0\0" + b"\xff\0\0\0" * ((1 << bits) - 2)
    first, other = bytes((0,)) * 8, bytes((int(f"{1:0{bits}b}" * (8 // bits), 2),)) * 8
    rows = [row[: WIDTH * bits // 8].ljust(-(-WIDTH * bits // 32) * 4, b"\0") for row in (first * 2, other * 2)]
    half = HEIGHT // 2
    image = shown(put, bmp(info_header(bits, height=height), rows[0] * half + rows[1] * half, palette))
    below, above = (RED, GREEN) if height > 0 else (GREEN, RED)
    assert max_difference(colour_at(image, (8, 7)), below) < 60
    assert max_difference(colour_at(image, (8, 0)), above) < 60


def test_a_palette_of_too_many_colours(put: Put) -> None:
    palette = b"\0\0\xff\0" * 300
    image = shown(put, bmp(info_header(8, colours=300), bytes(WIDTH * HEIGHT), palette))
    assert max_difference(colour_at(image, (8, 4)), RED) < 10


def test_an_index_beyond_the_palette_is_black(put: Put) -> None:
    image = shown(put, bmp(info_header(8, colours=1), b"\5" * WIDTH * HEIGHT, b"\0\0\xff\0"))
    assert max(colour_at(image, (8, 4))) < 10


GREEN_PALETTE = b"\0\0\xff\0" + b"\0\xff\0\0" * 15


@pytest.mark.parametrize(
    ("bits", "compression", "runs"),
    [
        (8, RLE8, (b"\x10\1\0\0" * HEIGHT) + b"\0\1"),
        (8, RLE8, b"\x10\1\0\0" * HEIGHT),  # without the end
        (8, RLE8, b"\0\x10" + b"\1" * 16 + b"\0\0" + b"\x10\1\0\0" * (HEIGHT - 1) + b"\0\1"),
        (4, RLE4, (b"\x10\x11\0\0" * HEIGHT) + b"\0\1"),
        (4, RLE4, b"\0\x10" + b"\x11" * 8 + b"\0\0" + b"\x10\x11\0\0" * (HEIGHT - 1) + b"\0\1"),
        (8, RLE8, (b"\xff\1\0\0" * HEIGHT) + b"\0\1"),  # longer than the row
    ],
)
def test_run_lengths(put: Put, bits: int, compression: int, runs: bytes) -> None:
    image = shown(put, bmp(info_header(bits, compression, colours=16, image=len(runs)), runs, GREEN_PALETTE))
    assert max_difference(colour_at(image, (8, 1)), GREEN) < 10
    assert max_difference(colour_at(image, (15, 7)), GREEN) < 10


def test_runs_that_skip_pixels_leave_them_black(put: Put) -> None:
    runs = b"\x10\1\0\0" * 4 + b"\0\2\x08\0" + b"\x08\1\0\0" + b"\0\1"
    image = shown(put, bmp(info_header(8, RLE8, colours=16, image=len(runs)), runs, GREEN_PALETTE))
    assert max_difference(colour_at(image, (8, 7)), GREEN) < 10
    assert max(colour_at(image, (2, 0))) < 20


def test_runs_that_stop_too_early_are_shown_as_far_as_they_go(put: Put) -> None:
    runs = b"\x10\1\0\0" * 4
    result = rendered(put("a.bmp", bmp(info_header(8, RLE8, colours=16, image=len(runs)), runs, GREEN_PALETTE)))
    assert result.problem is not None
    assert result.problem.code == "damaged"
    assert max_difference(colour_at(open_result(result), (8, 6)), GREEN) < 20


def test_24_bit_runs_of_os2(put: Put) -> None:
    header = struct.pack("<IIIHHII", 64, WIDTH, HEIGHT, 1, 24, 4, 0).ljust(64, b"\0")
    assert (
        max_difference(colour_at(shown(put, bmp(header, b"\x10\0\xff\0\0\0" * HEIGHT + b"\0\1")), (8, 4)), GREEN) < 10
    )


@pytest.mark.parametrize("size", [16, 20, 24, 46, 64])
def test_headers_of_os2_of_any_length(put: Put, size: int) -> None:
    header = struct.pack("<IIIHH", size, WIDTH, HEIGHT, 1, 24).ljust(size, b"\0")
    assert max_difference(colour_at(shown(put, bmp(header, b"\0\xff\0" * WIDTH * HEIGHT)), (8, 4)), GREEN) < 10


def test_a_core_header(put: Put) -> None:
    header = struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, 4)
    palette = b"\0\0\xff" * 16
    assert max_difference(colour_at(shown(put, bmp(header, bytes(8) * HEIGHT, palette)), (8, 4)), RED) < 10


def test_an_array_of_os2_bitmaps_shows_the_first(put: Put) -> None:
    plain = bmp(struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, 24), b"\0\xff\0" * WIDTH * HEIGHT)
    moved = plain[:10] + (struct.unpack("<I", plain[10:14])[0] + 14).to_bytes(4, "little") + plain[14:]
    data = b"BA" + struct.pack("<IIHH", 40, 0, 0, 0) + moved
    assert max_difference(colour_at(shown(put, data), (8, 4)), GREEN) < 10


@pytest.mark.parametrize(
    ("header", "pixels"),
    [
        (info_header(24), b"\0\xff\0" * WIDTH * HEIGHT),
        (info_header(8, colours=2), b"\0\0\xff\0\0\xff\0\0" + b"\1" * WIDTH * HEIGHT),
        (info_header(16, BITFIELDS, masks=(0xF800, 0x7E0, 0x1F)), b"\xe0\x07" * WIDTH * HEIGHT),
    ],
)
def test_a_bitmap_without_the_header_of_a_file(put: Put, header: bytes, pixels: bytes) -> None:
    assert max_difference(colour_at(shown(put, header + pixels), (8, 4)), GREEN) < 10


@pytest.mark.parametrize(("compression", "kind"), [(JPEG, "JPEG"), (PNG, "PNG")])
def test_a_picture_in_a_bitmap(put: Put, compression: int, kind: str) -> None:
    inner = encoded(kind, Image.new("RGB", (WIDTH, HEIGHT), GREEN))
    image = shown(put, bmp(info_header(0, compression, image=len(inner)), inner))
    assert max_difference(colour_at(image, (8, 4)), GREEN) < 20


@pytest.mark.parametrize(("compression", "kind"), [(JPEG, "JPEG"), (PNG, "PNG")])
def test_no_other_plugin_sees_a_picture_in_a_bitmap(
    put: Put, curious: list[bytes], compression: int, kind: str
) -> None:
    inner = encoded(kind, Image.new("RGB", (WIDTH, HEIGHT), GREEN))
    rendered(put("a.bmp", bmp(info_header(0, compression, image=len(inner)), inner)))
    assert curious == []


def test_pixels_that_are_cut_are_shown_as_far_as_they_go(put: Put) -> None:
    data = bmp(info_header(24), b"\0\xff\0" * WIDTH * HEIGHT)
    result = rendered(put("a.bmp", data[: len(data) // 2]))
    assert result.problem is not None
    assert result.problem.code == "truncated"
    assert max_difference(colour_at(open_result(result), (8, 7)), GREEN) < 20


CUT_SIDE = 40


@pytest.mark.parametrize("top_down", [False, True])
@pytest.mark.parametrize("bits", [8, 16, 24, 32])
def test_rows_that_are_cut_are_clear(put: Put, bits: int, top_down: bool) -> None:
    row = b"\1" * (CUT_SIDE * bits // 8)
    header = struct.pack("<IiiHHIIIIII", 40, CUT_SIDE, -CUT_SIDE if top_down else CUT_SIDE, 1, bits, 0, 0, 0, 0, 0, 0)
    palette = GREEN_PALETTE.ljust(1024, b"\0") if bits == 8 else b""
    result = rendered(put("a.bmp", bmp(header, row * 25 + row[:9], palette)))
    assert result.problem is not None
    image = open_result(result)
    assert not is_ground(colour_at(image, (20, 10 if top_down else 30)))
    assert is_ground(colour_at(image, (20, 35 if top_down else 5)))


def test_rows_that_no_run_has_come_to_are_clear_where_the_runs_break_off(put: Put) -> None:
    runs = (bytes((CUT_SIDE, 1)) + b"\0\0") * 25
    header = struct.pack("<IiiHHIIIIII", 40, CUT_SIDE, CUT_SIDE, 1, 8, 1, len(runs), 0, 0, 256, 0)
    palette = GREEN_PALETTE.ljust(1024, b"\0")
    image = open_result(rendered(put("a.bmp", bmp(header, runs, palette))))
    assert max_difference(colour_at(image, (20, 30)), GREEN) < 20
    assert is_ground(colour_at(image, (20, 5)))
    ended = open_result(rendered(put("b.bmp", bmp(header, runs + b"\0\1", palette))))
    assert max(colour_at(ended, (20, 5))) < 20


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (info_header(32, BITFIELDS, masks=(0xFF00FF, 0xFF00, 0xFF000000)), "colours of scattered bits"),
        (info_header(7), "7 bits a pixel"),
        (struct.pack("<IIIHHII", 64, WIDTH, HEIGHT, 1, 1, 3, 0).ljust(64, b"\0"), "Huffman compression"),
    ],
)
def test_what_is_rare_is_named(put: Put, header: bytes, words: str) -> None:
    result = render(put("a.bmp", bmp(header, bytes(4 * WIDTH * HEIGHT))), Recipe.SMALL)
    assert result == Problem("unsupported", f"This BMP picture cannot be decoded: it uses {words}.")
