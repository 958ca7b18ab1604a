"""Netpbm pictures: bytes and words, any highest value, comments, PAM, floats, and damage (Netpbm manual)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from gallery.imaging.formats import sniff
from tests.imaging.format_files import HEIGHT, WIDTH, wheel
from tests.imaging.rendering import colour_at, is_ground, max_difference
from tests.imaging.shown import explain, show, show_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.imaging.files import Put

PLACES = [(x, y) for y in range(HEIGHT) for x in range(WIDTH)]
SIZE = f"{WIDTH} {HEIGHT}"


def assert_shows(image: Image.Image, colours: Callable[[int, int], tuple[int, ...]]) -> None:
    assert image.size == (WIDTH, HEIGHT)
    assert max(max_difference(colour_at(image, place), colours(*place)) for place in PLACES) <= 1


def scaled(value: int, white: int) -> int:
    return round(value * white / 255)


@pytest.mark.parametrize("white", [1, 7, 100, 255, 256, 1023, 4095, 65535])
@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("channels", [1, 3])
def test_any_value_may_be_white(put: Put, channels: int, words: bool, white: int) -> None:
    """To 1 of 255, whatever it is."""
    levels = [scaled(value, white) for x, y in PLACES for value in wheel(x, y)[:channels]]
    if words:
        data = f"P{2 if channels == 1 else 3}\n{SIZE}\n{white}\n".encode() + "\n".join(map(str, levels)).encode()
    else:
        packed = struct.pack(f">{len(levels)}{'B' if white < 256 else 'H'}", *levels)
        data = f"P{5 if channels == 1 else 6}\n{SIZE}\n{white}\n".encode() + packed
    shown = show_whole(put("a.ppm", data))
    wanted = iter(levels)
    for place in PLACES:
        colour = [round(next(wanted) * 255 / white) for _ in range(channels)]
        assert max_difference(colour_at(shown, place), colour * (4 - channels if channels == 1 else 1)) <= 1


@pytest.mark.parametrize("white", [15, 999])
def test_numbers_may_begin_with_zeros_and_be_more_than_white(put: Put, white: int) -> None:
    words = [f"{value:03}" if x % 2 else f"{value:099}" for x, y in PLACES for value in (min(x + y, white),)]
    words[0], words[1] = "99999", "9" * 20
    shown = show_whole(put("a.pgm", f"P2\n{SIZE}\n{white}\n{' '.join(words)}\n".encode()))
    expected = [255, 255, *(round(255 * min(x + y, white) / white) for x, y in PLACES[2:])]
    assert [colour_at(shown, place)[0] for place in PLACES] == expected


def test_floats_are_read_in_rows(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow lacks the memory for a row of 67 million of them, which a picture of 23 million pixels has."""
    sizes, take = [], Image.frombytes

    def spy(mode: str, size: tuple[int, int], *arguments: Any) -> Image.Image:
        sizes.append(size)
        return take(mode, size, *arguments)

    monkeypatch.setattr(Image, "frombytes", spy)
    show_whole(put("a.pfm", f"PF\n{SIZE}\n1\n".encode() + struct.pack(">819f", *[0.25] * 819)))
    assert sizes
    assert all(width <= 3 * WIDTH for width, _ in sizes)


@pytest.mark.parametrize("white", [300, 65535])
def test_samples_of_two_bytes_are_rounded(put: Put, white: int) -> None:
    levels = [(7919 * at + 128) % (white + 1) for at in range(WIDTH * HEIGHT)]
    shown = show_whole(put("a.pgm", f"P5\n{SIZE}\n{white}\n".encode() + struct.pack(f">{len(levels)}H", *levels)))
    assert [colour_at(shown, place)[0] for place in PLACES] == [int(255 * level / white + 0.5) for level in levels]


@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_bits_in_words_and_in_bytes(put: Put, blank: str) -> None:
    bits = [[(x + y) % 3 == 0 for x in range(WIDTH)] for y in range(HEIGHT)]
    text = "\n".join(blank.join(str(int(bit)) for bit in row) for row in bits)
    packed = b"".join(int("".join(str(int(bit)) for bit in row).ljust(24, "0"), 2).to_bytes(3, "big") for row in bits)
    for data in (f"P1 {SIZE}\n{text}".encode(), f"P4\n{SIZE}\n".encode() + packed):
        assert_shows(show_whole(put("a.pbm", data)), lambda x, y: (0 if bits[y][x] else 255,) * 3)


@pytest.mark.parametrize("size", [5, 16, 1 << 20])
def test_comments_may_stand_anywhere(put: Put, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("gallery.imaging.decoding.netpbm_decoder._CHUNK_BYTES", size)
    lines = [" ".join(str(12 * x) for x in range(WIDTH)) + f" # row {y} 1 2 3" for y in range(HEIGHT)]
    data = f"P2 # made by hand\n#and this 17\n{SIZE.replace(' ', ' # width' + chr(10))} #x\r\n255\n" + "\r\n".join(
        lines
    )
    assert_shows(show_whole(put("a.pgm", data.encode())), lambda x, _: (12 * x,) * 3)


@pytest.mark.parametrize(
    ("kind", "channels"), [("GRAYSCALE", 1), ("GRAYSCALE_ALPHA", 2), ("RGB", 3), ("RGB_ALPHA", 4), ("", 3), ("CMYK", 4)]
)
@pytest.mark.parametrize("white", [255, 1000])
def test_pam(put: Put, kind: str, channels: int, white: int) -> None:
    def samples(x: int, y: int) -> tuple[int, ...]:
        if kind == "CMYK":
            return (*(255 - value for value in wheel(x, y)), 0)
        colour = wheel(x, y)[: 1 if channels < 3 else 3]
        return (*colour, 255 if x < 12 else 0)[:channels]

    levels = [scaled(value, white) for x, y in PLACES for value in samples(x, y)]
    head = f"P7\n# a comment\nWIDTH {WIDTH}\nHEIGHT {HEIGHT}\nDEPTH {channels}\nMAXVAL {white}\n"
    head += f"TUPLTYPE {kind}\nENDHDR\n" if kind else "ENDHDR\n"
    image = show_whole(
        put("a.pam", head.encode() + struct.pack(f">{len(levels)}{'B' if white < 256 else 'H'}", *levels))
    )
    for x, y in ((3, 3), (11, 9), (15, 4)):
        if channels in (2, 4) and kind != "CMYK" and x >= 12:
            assert is_ground(colour_at(image, (x, y)))
        else:
            colour = wheel(x, y) if channels > 2 else wheel(x, y)[:1] * 3
            assert max_difference(colour_at(image, (x, y)), colour) <= 1


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("channels", [1, 3])
def test_floats_stand_from_the_bottom_to_the_top(put: Put, channels: int, order: str) -> None:
    rows = [[value / 255 for x in range(WIDTH) for value in wheel(x, y)[:channels]] for y in range(HEIGHT)]
    numbers = [value for row in reversed(rows) for value in row]
    head = f"P{'f' if channels == 1 else 'F'}\n{SIZE}\n{'-' if order == '<' else ''}1.0\n".encode()
    image = show_whole(put("a.pfm", head + struct.pack(f"{order}{len(numbers)}f", *numbers)))
    assert_shows(image, lambda x, y: wheel(x, y) if channels == 3 else wheel(x, y)[:1] * 3)


def test_a_map_of_depths_is_stretched_and_infinity_is_far(put: Put) -> None:
    numbers = [float("inf") if x == 20 else 10.0 + 9 * x for _ in range(HEIGHT) for x in range(WIDTH)]
    image = show_whole(put("a.pfm", f"Pf\n{SIZE}\n-1\n".encode() + struct.pack(f"<{len(numbers)}f", *numbers)))
    assert [colour_at(image, (x, 3))[0] for x in (0, 10, 19, 20)] == [0, 134, 255, 255]


@pytest.mark.parametrize(
    "text",
    [
        b"P1 is the first of them",
        b"P1 2 3 ducks",
        b"P2 10 20 30 40 ducks and a goose",
        b"P3 100 people came",
        b"P5 and P6",
        b"P6 7 8 nine",
        b"P7 is none",
        b"Pf 1 2",
        b"PF 100 200 horses",
        b"P8 1 1 1 ",
        b"P5 0 7 255\n",
    ],
)
def test_texts_are_no_pictures(text: bytes) -> None:
    assert sniff(text) is None


@pytest.mark.parametrize(
    "head",
    [
        f"P5\n{SIZE}\n255\n".encode() + bytes(range(200)),
        f"P6\n{SIZE}\n1023\n".encode() + bytes(500),
        f"P4\n{SIZE}\n".encode() + b"\xaa" * 20,
        f"P1\n{SIZE}\n".encode() + b"01" * 80,
        f"P3\n{SIZE}\n255\n".encode() + b"17 4 99 " * 90,
        f"P3\n{SIZE}\n255\n".encode() + b"17 4 99 " * 90 + b"-4 words " * 90,
        f"PF\n{SIZE}\n1\n".encode() + struct.pack(">400f", *[0.25] * 400),
        b"P7\nWIDTH 21\nHEIGHT 13\nDEPTH 1\nMAXVAL 255\nENDHDR\n" + bytes(range(180)),
    ],
)
def test_what_is_cut_is_shown_as_far_as_it_goes(put: Put, head: bytes) -> None:
    image, problem = show(put("a.pnm", head))
    assert problem is not None
    assert problem.code == "truncated"
    missing = (5, 0) if head[:2] == b"PF" else (5, HEIGHT - 1)
    assert is_ground(colour_at(image, missing))


def test_what_has_no_row_has_a_reason(put: Put) -> None:
    assert explain(put("a.ppm", f"P6\n{SIZE}\n255\n".encode() + b"abc")).code == "truncated"
    odd = b"P7\nWIDTH 4\nHEIGHT 4\nDEPTH 7\nMAXVAL 255\nENDHDR\n" + bytes(200)
    assert explain(put("a.pam", odd)).message == "This Netpbm picture cannot be decoded: it uses 7 channels."
