"""TGA pictures: every kind, depth, corner and palette, alpha, packing, version 2, and damage (Truevision TGA 2.0)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Metadata
from gallery.imaging.metadata.read import read
from tests.imaging.format_files import COLOURS, HEIGHT, WIDTH, few, tga, tga_extension, wheel
from tests.imaging.rendering import colour_at, is_ground, max_difference
from tests.imaging.shown import explain, show, show_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from tests.imaging.files import Put

PLACES = [(x, y) for y in range(HEIGHT) for x in range(WIDTH)]


def deep(bits: int, colour: tuple[int, ...], alpha: int = 255) -> bytes:
    red, green, blue = colour
    if bits in (15, 16):
        return struct.pack("<H", (alpha >> 7) << 15 | red >> 3 << 10 | green >> 3 << 5 | blue >> 3)
    return bytes((blue, green, red, alpha)[: bits // 8])


def pack(data: bytes, step: int) -> bytes:
    """Pack by runs and by what is between them, across the ends of rows."""
    pixels = [data[at : at + step] for at in range(0, len(data), step)]
    out, at = b"", 0
    while at < len(pixels):
        same = 1
        while at + same < len(pixels) and same < 128 and pixels[at + same] == pixels[at]:
            same += 1
        if same > 1:
            out += bytes((127 + same,)) + pixels[at]
        else:
            out += b"\0" + pixels[at]
        at += same
    return out


def assert_shows(image: Image.Image, colours: Callable[[int, int], tuple[int, ...]], tolerance: int = 1) -> None:
    assert image.size == (WIDTH, HEIGHT)
    assert max(max_difference(colour_at(image, place), colours(*place)) for place in PLACES) <= tolerance


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("bits", [15, 16, 24, 32])
def test_colours_of_every_depth(put: Put, bits: int, packed: bool) -> None:
    pixels = b"".join(deep(bits, wheel(x, y)) for x, y in PLACES)
    data = tga(10 if packed else 2, bits, pack(pixels, (bits + 7) // 8) if packed else pixels, words=b"made by hand")
    assert_shows(show_whole(put("a.tga", data)), wheel, 8 if bits < 24 else 1)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("bits", [15, 16, 24, 32])
@pytest.mark.parametrize("first", [0, 7])
def test_palettes_of_every_depth_that_begin_anywhere(put: Put, bits: int, first: int, packed: bool) -> None:
    pixels = bytes(first + few(x, y) for x, y in PLACES)
    palette = bits, first, b"".join(deep(bits, colour) for colour in COLOURS)
    data = tga(9 if packed else 1, 8, pack(pixels, 1) if packed else pixels, palette=palette)
    assert_shows(show_whole(put("a.tga", data)), lambda x, y: COLOURS[few(x, y)], 8 if bits < 24 else 1)


@pytest.mark.parametrize("packed", [False, True])
def test_greys(put: Put, packed: bool) -> None:
    pixels = bytes(12 * x for x, _ in PLACES)
    data = tga(11 if packed else 3, 8, pack(pixels, 1) if packed else pixels)
    assert_shows(show_whole(put("a.tga", data)), lambda x, _: (12 * x,) * 3)


def test_indices_of_two_bytes(put: Put) -> None:
    pixels = b"".join(struct.pack("<H", few(x, y)) for x, y in PLACES)
    palette = 24, 0, b"".join(deep(24, colour) for colour in COLOURS)
    assert_shows(show_whole(put("a.tga", tga(1, 16, pixels, palette=palette))), lambda x, y: COLOURS[few(x, y)])
    large = tga(1, 16, pixels, palette=(24, 0, bytes(3 * 300)))
    assert explain(put("b.tga", large)).code == "unsupported"


def test_greys_with_alpha_lie_on_the_ground_where_they_are_clear(put: Put) -> None:
    pixels = b"".join(bytes((200, 255 if x < 10 else 0)) for x, _ in PLACES)
    image = show_whole(put("a.tga", tga(3, 16, pixels, flags=0x28)))
    assert colour_at(image, (3, 3)) == (200, 200, 200)
    assert is_ground(colour_at(image, (15, 3)))


@pytest.mark.parametrize(("flags", "turn"), [(0x20, (0, 0)), (0, (0, 1)), (0x30, (1, 0)), (0x10, (1, 1))])
def test_any_corner_may_be_the_first(put: Put, flags: int, turn: tuple[int, int]) -> None:
    def stored(x: int, y: int) -> tuple[int, ...]:
        return wheel(WIDTH - 1 - x if turn[0] else x, HEIGHT - 1 - y if turn[1] else y)

    pixels = b"".join(deep(24, stored(x, y)) for x, y in PLACES)
    assert_shows(show_whole(put("a.tga", tga(2, 24, pixels, flags=flags))), wheel)


@pytest.mark.parametrize("bits", [16, 32])
def test_attribute_bits_are_alpha(put: Put, bits: int) -> None:
    pixels = b"".join(deep(bits, (255, 0, 0), 255 if x < 10 else 0) for x, _ in PLACES)
    image = show_whole(put("a.tga", tga(2, bits, pixels, flags=0x20 | (8 if bits == 32 else 1))))
    assert colour_at(image, (3, 3)) == (255, 0, 0)
    assert is_ground(colour_at(image, (15, 3)))


@pytest.mark.parametrize("kind", [None, 0, 2, 3])
def test_alpha_that_is_none_is_not_followed(put: Put, kind: int | None) -> None:
    """Of a file whose bits are all 0, and of one that says so."""
    pixels = b"".join(deep(32, (255, 0, 0), 0 if kind is None or x >= 10 else 255) for x, _ in PLACES)
    extension = b"" if kind is None else tga_extension(alpha=kind)
    image = show_whole(put("a.tga", tga(2, 32, pixels, flags=0x28, extension=extension)))
    assert is_ground(colour_at(image, (15, 3))) == (kind == 3)


@pytest.mark.parametrize(
    ("counted", "highest", "counts"), [(0, 1, False), (0, 64, False), (0, 254, False), (0, 255, True), (8, 64, True)]
)
@pytest.mark.parametrize("bits", [16, 32])
def test_alpha_that_no_header_counts_is_one_if_it_reaches_the_top(
    put: Put, bits: int, counted: int, highest: int, counts: bool
) -> None:
    """Writers leave any number in the fourth byte."""
    alphas = [highest if x < 10 else 0 for x, _ in PLACES]
    pixels = b"".join(bytes((*((90,) if bits == 16 else (10, 20, 30)), alpha)) for alpha in alphas)
    image = show_whole(put("a.tga", tga(3 if bits == 16 else 2, bits, pixels, flags=0x20 | counted)))
    assert is_ground(colour_at(image, (15, 3))) == counts
    assert (max_difference(colour_at(image, (3, 3)), (90,) * 3 if bits == 16 else (30, 20, 10)) <= 1) == (highest == 255 or not counts)  # fmt: skip


@pytest.mark.parametrize("flags", [0x20, 0x28])
def test_rows_that_did_not_come_are_clear_though_alpha_is_none(put: Put, flags: int) -> None:
    whole = tga(2, 32, b"\x0a\x14\x1e\0" * len(PLACES), flags=flags)
    image, problem = show(put("a.tga", whole[: len(whole) // 2]))
    assert problem is not None
    assert colour_at(image, (3, 1)) == (30, 20, 10)
    assert is_ground(colour_at(image, (3, HEIGHT - 1)))


def test_colours_that_were_multiplied_by_alpha_are_divided(put: Put) -> None:
    pixels = b"".join(deep(32, (100, 0, 0), 100) for _ in PLACES)
    shown = show_whole(put("a.tga", tga(2, 32, pixels, flags=0x28, extension=tga_extension(alpha=4))))
    plain = show_whole(put("b.tga", tga(2, 32, b"".join(deep(32, (255, 0, 0), 100) for _ in PLACES), flags=0x28)))
    assert max_difference(colour_at(shown, (3, 3)), colour_at(plain, (3, 3))) <= 1


def test_version_2_knows_date_and_comment(put: Put) -> None:
    extension = tga_extension(alpha=0, comment=b"At the beach\0".ljust(81, b"\0") + b"in June\0", date=(6, 11, 2019, 12, 34, 56))  # fmt: skip
    found = read(put("a.tga", tga(2, 24, bytes(3 * WIDTH * HEIGHT), extension=extension)))
    assert isinstance(found, Metadata)
    assert (found.caption, found.taken.origin) == ("At the beach\nin June", "text")
    assert found.taken.local_ms % 86_400_000 == (12 * 3600 + 34 * 60 + 56) * 1000


def test_only_a_name_or_a_footer_makes_it_a_tga(put: Put) -> None:
    plain = tga(2, 24, bytes(3 * WIDTH * HEIGHT))
    signed = tga(2, 24, bytes(3 * WIDTH * HEIGHT), extension=tga_extension(alpha=0))
    formats = {name: read(put(name, data)) for name, data in (("a.TGA", plain), ("a.vst", plain), ("a", signed))}
    assert {name: getattr(found, "format", found) for name, found in formats.items()} == dict.fromkeys(formats, "tga")
    assert getattr(read(put("a.jpg", plain)), "message", "") == "The name says JPEG, the content is a TGA picture."
    assert getattr(read(put("b", plain)), "code", "") == "not_a_picture"


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_cut_is_shown_as_far_as_it_goes(put: Put, packed: bool) -> None:
    pixels = b"".join(deep(24, wheel(x, y)) for x, y in PLACES)
    data = tga(10 if packed else 2, 24, pack(pixels, 3) if packed else pixels)
    image, problem = show(put("a.tga", data[: len(data) // 2]))
    assert problem is not None
    assert problem.code == "truncated"
    assert max_difference(colour_at(image, (5, 2)), wheel(5, 2)) <= 1
    assert is_ground(colour_at(image, (5, HEIGHT - 1)))
    assert explain(put("b.tga", data[:40])).code == "truncated"
