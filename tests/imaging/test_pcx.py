"""PCX pictures of every arrangement of bits and planes, DCX, and damage (ZSoft PCX File Format)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from tests.imaging.format_files import COLOURS, HEIGHT, WIDTH, few, pcx, wheel
from tests.imaging.rendering import colour_at, is_ground, max_difference
from tests.imaging.shown import explain, show, show_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from tests.imaging.files import Put

PALETTE = b"".join(map(bytes, COLOURS))


def pack_row(values: list[int], bits: int) -> bytes:
    """Return samples, highest bit first, padded to an even number of bytes."""
    digits = "".join(f"{value:0{bits}b}" for value in values)
    size = (WIDTH * bits + 15) // 16 * 2
    return int(digits.ljust(8 * size, "0"), 2).to_bytes(size, "big")


def rows(bits: int, planes: int, sample: Callable[[int, int, int], int]) -> bytes:
    return b"".join(
        pack_row([sample(x, y, plane) for x in range(WIDTH)], bits) for y in range(HEIGHT) for plane in range(planes)
    )


def assert_shows(image: Image.Image, colours: Callable[[int, int], tuple[int, ...]]) -> None:
    assert image.size == (WIDTH, HEIGHT)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            assert max_difference(colour_at(image, (x, y)), colours(x, y)) <= 1, (x, y)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("bits", "planes"), [(1, 2), (1, 3), (1, 4), (2, 1), (4, 1)])
def test_indices_in_bits_and_planes(put: Put, bits: int, planes: int, packed: bool) -> None:
    top = 1 << bits * planes
    data = rows(bits, planes, lambda x, y, plane: (few(x, y) % top >> plane) & ((1 << bits) - 1))
    image = show_whole(put("a.pcx", pcx(bits, planes, data, packed=packed, palette=PALETTE)))
    assert_shows(image, lambda x, y: COLOURS[few(x, y) % top])


def test_the_colours_of_the_screen_stand_for_a_palette_that_is_not_there(put: Put) -> None:
    data = rows(1, 4, lambda x, y, plane: few(x, y) >> plane & 1)
    image = show_whole(put("a.pcx", pcx(1, 4, data, version=3, palette=b"\x77" * 48)))
    place = next((x, y) for y in range(HEIGHT) for x in range(WIDTH) if few(x, y) == 6)
    assert colour_at(image, place) == (170, 85, 0), "brown, as the screen made it"


def test_black_and_white(put: Put) -> None:
    image = show_whole(put("a.pcx", pcx(1, 1, rows(1, 1, lambda x, y, _: (x + y) % 2))))
    assert_shows(image, lambda x, y: ((x + y) % 2 * 255,) * 3)


@pytest.mark.parametrize("version", [3, 5])
def test_white_and_black_in_the_palette_are_followed(put: Put, version: int) -> None:
    data = rows(1, 1, lambda x, y, _: (x + y) % 2)
    shown = show_whole(put("a.pcx", pcx(1, 1, data, version=version, palette=b"\xff\xff\xff\0\0\0")))
    assert_shows(shown, lambda x, y: ((x + y + 1) % 2 * 255,) * 3)


def test_256_colours_stand_behind_the_picture(put: Put) -> None:
    table = b"".join(bytes((value, 255 - value, value // 2)) for value in range(256))
    data = rows(8, 1, lambda x, y, _: 12 * x + y % 3)
    image = show_whole(put("a.pcx", pcx(8, 1, data, behind=b"\x0c" + table)))
    assert_shows(image, lambda x, y: (12 * x + y % 3, 255 - 12 * x - y % 3, (12 * x + y % 3) // 2))


def test_without_a_palette_indices_are_greys(put: Put) -> None:
    assert_shows(show_whole(put("a.pcx", pcx(8, 1, rows(8, 1, lambda x, *_: 12 * x)))), lambda x, _: (12 * x,) * 3)


@pytest.mark.parametrize("planes", [3, 4])
def test_colours_in_planes(put: Put, planes: int) -> None:
    data = rows(8, planes, lambda x, y, plane: (*wheel(x, y), 255)[plane])
    assert_shows(show_whole(put("a.pcx", pcx(8, planes, data))), wheel)


@pytest.mark.parametrize(("highest", "counts"), [(0, False), (1, False), (200, False), (255, True)])
def test_a_fourth_plane_is_alpha_if_it_reaches_the_top(put: Put, highest: int, counts: bool) -> None:
    """The manual knows no alpha, and writers leave any number there."""
    data = rows(8, 4, lambda x, y, plane: (*wheel(x, y), highest if x < 10 else 0)[plane])
    image = show_whole(put("a.pcx", pcx(8, 4, data)))
    assert max_difference(colour_at(image, (3, 3)), wheel(3, 3)) <= 1
    assert is_ground(colour_at(image, (15, 3))) == counts


def test_runs_may_cross_rows(put: Put) -> None:
    stride, values = 22, bytearray()
    data = b""
    for count in (63, 1, 40, 63, 7, 63, 20) * 2:
        value = 190 + len(values) % 60
        values += bytes((value,)) * count
        data += bytes((192 + count, value))
    short = pcx(8, 1, b"", stride=stride) + data
    expected = bytes(values)[: stride * HEIGHT]
    assert_shows(show_whole(put("a.pcx", short)), lambda x, y: (expected[y * stride + x],) * 3)


def test_the_first_page_of_a_dcx_is_shown(put: Put) -> None:
    first, second = (pcx(8, 1, rows(8, 1, lambda *_, by=by: by)) for by in (60, 90))
    head = struct.pack("<I3I", 0x3ADE68B1, 20, 20 + len(first), 0).ljust(20, b"\0")
    assert_shows(show_whole(put("a.dcx", head + first + second)), lambda *_: (60, 60, 60))


@pytest.mark.parametrize(("bits", "planes"), [(8, 1), (8, 3), (1, 4)])
def test_what_is_cut_is_shown_as_far_as_it_goes(put: Put, bits: int, planes: int) -> None:
    data = pcx(bits, planes, rows(bits, planes, lambda x, y, _: (x + y) % (1 << bits) or 1), palette=PALETTE)
    image, problem = show(put("a.pcx", data[: 128 + (len(data) - 128) // 2]))
    assert problem is not None
    assert problem.code == "truncated"
    assert is_ground(colour_at(image, (5, HEIGHT - 1)))
    assert not is_ground(colour_at(image, (5, 1)), 3)
    assert explain(put("b.pcx", data[:129])).code == "truncated"
