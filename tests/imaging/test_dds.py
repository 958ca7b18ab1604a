"""DDS textures: blocks, plain pixels of every mask, cubes and mip maps, and damage (DirectX, DDS)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.imaging.format_files import HEIGHT, WIDTH, dds, wheel
from tests.imaging.rendering import colour_at, is_ground, max_difference
from tests.imaging.shown import explain, show, show_whole
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

PLACES = [(x, y) for y in range(HEIGHT) for x in range(WIDTH)]
RGB, ALPHA, LETTERS, GREY, ALPHA_ONLY, PALETTE = 0x40, 1, 4, 0x20000, 2, 0x20


def number(colour: tuple[int, ...], masks: tuple[int, ...]) -> int:
    value = 0
    for part, mask in zip((*colour, 255), masks, strict=False):
        low = (mask & -mask).bit_length() - 1 if mask else 0
        value |= round(part / 255 * (mask >> low)) << low
    return value


def assert_shows(image: Image.Image, tolerance: int) -> None:
    assert max(max_difference(colour_at(image, place), wheel(*place)) for place in PLACES) <= tolerance


@pytest.mark.parametrize(
    ("bits", "masks"),
    [
        (32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000)),
        (32, (0xFF, 0xFF00, 0xFF0000, 0)),
        (32, (0x3FF00000, 0xFFC00, 0x3FF, 0xC0000000)),
        (24, (0xFF0000, 0xFF00, 0xFF, 0)),
        (24, (0xFF, 0xFF00, 0xFF0000, 0)),
        (16, (0xF800, 0x7E0, 0x1F, 0)),
        (16, (0x7C00, 0x3E0, 0x1F, 0x8000)),
        (16, (0xF00, 0xF0, 0xF, 0xF000)),
    ],
)
def test_plain_pixels_by_their_masks(put: Put, bits: int, masks: tuple[int, ...]) -> None:
    pixels = b"".join(number(wheel(x, y), masks).to_bytes(bits // 8, "little") for x, y in PLACES)
    image = show_whole(put("a.dds", dds(RGB | (ALPHA if masks[3] else 0), bits, masks, pixels)))
    assert_shows(image, 1 if bits > 16 else 10)


@pytest.mark.parametrize(("format_", "masks"), [(28, (0xFF, 0xFF00, 0xFF0000)), (87, (0xFF0000, 0xFF00, 0xFF)), (88, (0xFF0000, 0xFF00, 0xFF))])  # fmt: skip
def test_plain_pixels_by_number(put: Put, format_: int, masks: tuple[int, ...]) -> None:
    padding = 0x10000000 if format_ == 88 else 0xFF000000  # which is no alpha there
    pixels = b"".join(struct.pack("<I", number(wheel(x, y), masks) | padding) for x, y in PLACES)
    more = struct.pack("<5I", format_, 3, 0, 1, 0)
    assert_shows(show_whole(put("a.dds", dds(LETTERS, 0, (0,) * 4, pixels, letters=b"DX10", more=more))), 1)


def test_greys_and_alphas_alone(put: Put) -> None:
    levels = bytes(12 * x for x, _ in PLACES)
    for data in (dds(GREY, 8, (0xFF, 0, 0, 0), levels), dds(ALPHA_ONLY, 8, (0, 0, 0, 0xFF), levels)):
        assert colour_at(show_whole(put("a.dds", data)), (9, 3)) == (108, 108, 108)
    pairs = b"".join(bytes((200, 255 if x < 9 else 0)) for x, _ in PLACES)
    image = show_whole(put("a.dds", dds(GREY | ALPHA, 16, (0xFF, 0, 0, 0xFF00), pairs)))
    assert colour_at(image, (3, 3)) == (200, 200, 200)
    assert is_ground(colour_at(image, (15, 3)))


def test_palettes(put: Put) -> None:
    colours = b"".join(bytes((value, 255 - value, value // 2, 255)) for value in range(256))
    image = show_whole(put("a.dds", dds(PALETTE, 8, (0,) * 4, colours + bytes(12 * x for x, _ in PLACES))))
    assert colour_at(image, (9, 3)) == (108, 147, 54)


@pytest.mark.parametrize("kind", ["DXT1", "DXT3", "DXT5", "BC2", "BC3"])
def test_blocks_by_another_encoder(put: Put, kind: str) -> None:
    original = picture(201, 150).convert("RGBA")
    shown = show_whole(put("a.dds", encoded("DDS", original, pixel_format=kind)))
    differences = [max_difference(colour_at(shown, (x, 40)), original.getpixel((x, 40))[:3]) for x in range(201)]  # type: ignore[index]
    assert sorted(differences)[150] < 12


def test_colours_that_were_multiplied_by_alpha_are_divided(put: Put) -> None:
    grey = encoded("DDS", Image.new("RGBA", (16, 16), (66, 66, 66, 136)), pixel_format="DXT3")
    white = encoded("DDS", Image.new("RGBA", (16, 16), (123, 123, 123, 136)), pixel_format="DXT3")
    shown, expected = (show_whole(put("a.dds", data)) for data in (grey.replace(b"DXT3", b"DXT2"), white))
    assert max_difference(colour_at(shown, (3, 3)), colour_at(expected, (3, 3))) <= 6


def block(red: int, blue: int) -> bytes:
    """Return a BC1 block of one colour of 5 bits each."""
    return struct.pack("<HHI", red << 11 | blue, red << 11 | blue, 0)


@pytest.mark.parametrize("letters", [b"DXT1", b"DX10"])
def test_the_first_and_largest_surface_is_shown(put: Put, letters: bytes) -> None:
    """Of a cube the first face; smaller ones stand behind."""
    surface = block(31, 0) * 24 + block(0, 31) * 99
    more = struct.pack("<5I", 71, 3, 4, 1, 0) if letters == b"DX10" else b""
    image = show_whole(put("a.dds", dds(LETTERS, 0, (0,) * 4, surface, letters=letters, more=more)))
    assert image.getcolors() == [(WIDTH * HEIGHT, (255, 0, 0))]


def test_bc4_bc5_bc6h_and_bc7_are_decoded(put: Put) -> None:
    for format_, size in ((80, 8), (83, 16), (84, 16), (95, 16), (96, 16), (98, 16), (99, 16)):
        data = dds(LETTERS, 0, (0,) * 4, bytes(range(1, size + 1)) * 24, letters=b"DX10", more=struct.pack("<5I", format_, 3, 0, 1, 0))  # fmt: skip
        show_whole(put("a.dds", data))


@pytest.mark.parametrize(
    ("letters", "more", "words"),
    [(b"ETC2", b"", "ETC2"), (b"t\0\0\0", b"", "format 116"), (b"DX10", struct.pack("<5I", 2, 3, 0, 1, 0), "DXGI format 2"), (b"BC4S", b"", "BC4S compression")],
)  # fmt: skip
def test_what_is_not_decoded_is_named(put: Put, letters: bytes, more: bytes, words: str) -> None:
    problem = explain(put("a.dds", dds(LETTERS, 0, (0,) * 4, bytes(4000), letters=letters, more=more)))
    assert (problem.code, problem.message) == ("unsupported", f"This DDS picture cannot be decoded: it uses {words}.")


@pytest.mark.parametrize("kind", ["blocks", "plain"])
def test_what_is_cut_is_shown_as_far_as_it_goes(put: Put, kind: str) -> None:
    plain = dds(RGB, 24, (0xFF0000, 0xFF00, 0xFF, 0), b"\x20\x40\x60" * (WIDTH * HEIGHT))
    data = plain if kind == "plain" else dds(LETTERS, 0, (0,) * 4, block(31, 0) * 24, letters=b"DXT1")
    image, problem = show(put("a.dds", data[: 128 + (len(data) - 128) // 2]))
    assert problem is not None
    assert problem.code == "truncated"
    assert not is_ground(colour_at(image, (3, 1)), 3)
    assert is_ground(colour_at(image, (3, HEIGHT - 1)))
    assert explain(put("b.dds", data[:130])).code == "truncated"
