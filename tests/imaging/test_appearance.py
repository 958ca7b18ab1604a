"""What a file is when it is shown: size, turn, and whether a browser may be sent the file itself."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageStat

from gallery.base.models import Metadata
from gallery.imaging.metadata.read import read
from tests.imaging.odd_pictures import (
    ADOBE,
    LONG,
    SHORT,
    avif_with,
    chromaticities,
    chunk,
    cicp,
    exif_block,
    gamma,
    gif,
    jpeg_with,
    png_with,
    profile_chunk,
    short,
)
from tests.imaging.rendering import four_colours, open_result, rendered, standard_profile, swapped_profile
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

SIX = exif_block(short(6))
SRGB = chunk(b"sRGB", b"\0")
PROFILE = profile_chunk(swapped_profile())
USUAL = 0.45455


def header_of(put: Put, data: bytes) -> Metadata:
    found = read(put("a", data))
    assert isinstance(found, Metadata), found
    return found


@pytest.mark.parametrize(
    ("exif", "size", "inline"),
    [
        (SIX, (40, 80), True),
        (exif_block((SHORT, 1, struct.pack(">HH", 6, 0)), order=">"), (40, 80), True),
        (exif_block((LONG, 1, struct.pack("<L", 6))), (40, 80), False),
        (exif_block((LONG, 1, struct.pack("<L", 1))), (80, 40), False),
        (exif_block((SHORT, 2, struct.pack("<HH", 6, 6))), (40, 80), False),
        (exif_block(short(6), short(3)), (40, 80), True),
        (exif_block((LONG, 1, struct.pack("<L", 3)), short(6)), (80, 40), False),
        (exif_block(short(6), before=bytes(4)), (40, 80), False),
        (exif_block(short(9)), (80, 40), True),
        (exif_block(), (80, 40), True),
    ],
    ids=["short", "big-endian", "long", "long-1", "count-2", "two", "long-short", "shifted", "nonsense", "none"],
)
def test_a_jpeg_is_sent_as_it_is_where_its_orientation_is_stored_to_the_letter(
    put: Put, exif: bytes, size: tuple[int, int], inline: bool
) -> None:
    found = header_of(put, jpeg_with(exif))
    assert ((found.width, found.height), found.inline) == (size, inline)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_turned_by_exif_are_never_sent_as_they_are(put: Put, kind: str) -> None:
    found = header_of(put, encoded(kind, four_colours(80, 40), exif=SIX))
    assert ((found.width, found.height), found.inline) == ((40, 80), False)
    assert header_of(put, encoded(kind, four_colours(80, 40), exif=exif_block(short(1)))).inline


def test_an_avif_turned_by_its_container_is_sent_as_it_is(put: Put) -> None:
    found = header_of(put, encoded("AVIF", four_colours(80, 40), exif=SIX))
    assert ((found.width, found.height), found.inline) == ((40, 80), True)


@pytest.mark.parametrize(
    ("chunks", "inline"),
    [
        (b"", True),
        (SRGB, True),
        (SRGB + gamma(1), True),
        (gamma(USUAL), True),
        (gamma(1), False),
        (gamma(0.001), False),
        (gamma(USUAL) + chromaticities(*ADOBE), False),
        (chromaticities(*ADOBE), True),
        (PROFILE, True),
        (PROFILE + SRGB, False),
        (profile_chunk(b"junk" * 50), True),
        (cicp(12, 13), False),
        (cicp(9, 16), False),
    ],
)
def test_a_png_is_sent_as_it_is_where_all_engines_take_its_colours_alike(put: Put, chunks: bytes, inline: bool) -> None:
    assert header_of(put, png_with(chunks)).inline is inline


def test_colours_named_behind_the_picture_do_not_count(put: Put) -> None:
    assert header_of(put, png_with(gamma(1), behind=True)).inline


def test_colours_whose_check_sum_is_wrong_do_not_count(put: Put) -> None:
    """Whatever else would name them comes to its right; browsers leave such a chunk out (PNG 3rd edition, 13.2)."""
    wrong = gamma(1)[:-1] + bytes([gamma(1)[-1] ^ 1])
    assert header_of(put, png_with(wrong)).inline
    assert not header_of(put, png_with(wrong + gamma(0.001))).inline
    shown = [max(ImageStat.Stat(rendered_of(put, png_with(chunks))).mean) for chunks in (b"", wrong, gamma(1))]
    assert abs(shown[0] - shown[1]) < 1
    assert abs(shown[0] - shown[2]) > 10


def rendered_of(put: Put, data: bytes) -> Image.Image:
    return open_result(rendered(put("a.png", data)))


def test_a_profile_behind_the_header_of_the_frame_is_not_sent(put: Put) -> None:
    """Browsers take it, the decoder has put the profile together by then."""
    whole, part = encoded("JPEG", picture()), b"ICC_PROFILE\0\1\1" + swapped_profile()
    segment = b"\xff\xe2" + struct.pack(">H", len(part) + 2) + part
    scan = whole.index(b"\xff\xda")
    assert header_of(put, whole[:2] + segment + whole[2:]).inline
    assert not header_of(put, whole[:scan] + segment + whole[scan:]).inline


def test_a_profile_for_a_palette_is_left_to_the_engine(put: Put) -> None:
    assert not header_of(put, png_with(PROFILE, picture(mode="P"))).inline


@pytest.mark.parametrize(
    ("code_points", "inline"),
    [((1, 13), True), ((12, 13), True), ((9, 16), False), ((9, 18), False), ((1, 11), False), ((10, 13), False)],
)
def test_an_avif_of_high_dynamic_range_is_tone_mapped_by_us(
    put: Put, code_points: tuple[int, int], inline: bool
) -> None:
    assert header_of(put, avif_with(*code_points)).inline is inline


@pytest.mark.parametrize(("matrix", "inline"), [(1, True), (6, True), (9, True), (3, False), (12, False), (13, False)])
def test_an_avif_with_a_matrix_that_browsers_take_differently_is_not_sent(put: Put, matrix: int, inline: bool) -> None:
    data = avif_with(12, 13)
    at = data.index(b"nclx") + 8
    assert header_of(put, data[:at] + struct.pack(">H", matrix) + data[at + 2 :]).inline is inline


@pytest.mark.parametrize(
    ("mode", "profile", "inline"),
    [
        ("RGB", None, True),
        ("RGB", swapped_profile(), True),
        ("RGB", standard_profile("LAB"), False),
        ("RGB", b"junk" * 50, False),
        ("L", None, True),
        ("L", swapped_profile(), False),
        ("CMYK", None, False),
    ],
)
def test_a_jpeg_is_sent_as_it_is_with_a_profile_that_all_engines_apply_alike(
    put: Put, mode: str, profile: bytes | None, inline: bool
) -> None:
    assert header_of(put, encoded("JPEG", picture(mode=mode), icc_profile=profile)).inline is inline


def test_a_profile_with_tables_is_left_to_one_engine(put: Put) -> None:
    with_table = swapped_profile().replace(b"cprt", b"A2B0", 1)
    assert not header_of(put, encoded("JPEG", picture(), icc_profile=with_table)).inline


@pytest.mark.parametrize(("marker", "bits"), [(0xC3, 8), (0xC9, 8), (0xC1, 12)])
def test_a_jpeg_that_browsers_do_not_decode_is_not_sent(put: Put, marker: int, bits: int) -> None:
    data = bytearray(encoded("JPEG", picture()))
    at = data.index(b"\xff\xc0")
    data[at + 1], data[at + 4] = marker, bits
    assert not header_of(put, bytes(data)).inline


@pytest.mark.parametrize("kind", ["BMP", "TIFF"])
def test_formats_that_browsers_do_not_show_are_not_sent(put: Put, kind: str) -> None:
    assert not header_of(put, encoded(kind, picture())).inline


@pytest.mark.parametrize(
    ("screen", "frames", "size"),
    [
        ((8, 8), [(0, 0, 20, 10)], (20, 10)),
        ((8, 8), [(3, 4, 8, 8)], (11, 12)),
        ((8, 8), [(20, 20, 4, 4)], (24, 24)),
        ((0, 0), [(2, 3, 20, 10)], (22, 13)),
        ((8, 8), [(0, 0, 20, 10), (0, 0, 4, 4)], (20, 10)),
        ((8, 8), [(0, 0, 8, 8), (0, 0, 20, 10)], (8, 8)),
        ((20, 20), [(5, 5, 10, 10)], (20, 20)),
    ],
)
def test_the_first_frame_enlarges_the_screen_of_a_gif(
    put: Put, screen: tuple[int, int], frames: list[tuple[int, int, int, int]], size: tuple[int, int]
) -> None:
    data = gif(screen, frames)
    found, shown = header_of(put, data), rendered(put("a", data))
    assert (found.width, found.height) == (shown.width, shown.height) == size
    assert found.animated is (len(frames) > 1)
    assert found.inline


def test_the_size_is_that_of_the_picture_that_is_shown(put: Put) -> None:
    data = jpeg_with(exif_block((LONG, 1, struct.pack("<L", 6))), Image.new("RGB", (90, 30)))
    found, shown = header_of(put, data), rendered(put("a", data))
    assert (found.width, found.height) == (shown.width, shown.height) == (30, 90)
