"""Photoshop documents: depths, colours, compressions, large documents, clear parts, metadata, and damage."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageCms

from gallery.base.models import Metadata
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.psd import parse
from gallery.imaging.metadata.read import read
from tests.imaging.format_files import COLOURS, HEIGHT, WIDTH, few, psd, resource, wheel
from tests.imaging.rendering import colour_at, is_ground, max_difference, swapped_profile
from tests.imaging.shown import explain, show, show_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.imaging.files import Put

PLACES = [(x, y) for y in range(HEIGHT) for x in range(WIDTH)]
BITMAP, GREY, INDEXED, RGB, CMYK, MULTICHANNEL, DUOTONE, LAB = 0, 1, 2, 3, 4, 7, 8, 9


def deep(levels: Sequence[int], depth: int) -> bytes:
    """Return samples of eight bits in more; floats are light."""
    if depth == 8:
        return bytes(levels)
    if depth == 16:
        return struct.pack(f">{len(levels)}H", *(level * 257 for level in levels))
    return struct.pack(f">{len(levels)}f", *(light(level) for level in levels))


def light(level: float) -> float:
    """Return the light of an eight-bit value of sRGB (IEC 61966-2-1)."""
    return level / 255 / 12.92 if level <= 10.3 else ((level / 255 + 0.055) / 1.055) ** 2.4


def planes(samples: Callable[[int, int], Sequence[int]], depth: int = 8) -> list[bytes]:
    return [deep(levels, depth) for levels in zip(*(samples(*place) for place in PLACES), strict=True)]


def assert_shows(image: Image.Image, colours: Callable[[int, int], tuple[int, ...]], tolerance: int = 1) -> None:
    assert image.size == (WIDTH, HEIGHT)
    assert max(max_difference(colour_at(image, place), colours(*place)) for place in PLACES) <= tolerance


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("compression", [0, 1, 2, 3])
@pytest.mark.parametrize("depth", [8, 16, 32])
@pytest.mark.parametrize("mode", [RGB, GREY, DUOTONE])
def test_colours_of_every_depth_and_compression(put: Put, mode: int, depth: int, compression: int, large: bool) -> None:
    count = 3 if mode == RGB else 1
    data = psd(planes(lambda x, y: wheel(x, y)[:count], depth), depth, mode, compression=compression, large=large)
    shown = show_whole(put("a.psb" if large else "a.psd", data))
    assert_shows(shown, lambda x, y: wheel(x, y) if count == 3 else wheel(x, y)[:1] * 3)


@pytest.mark.parametrize("depth", [8, 16])
def test_zipped_channels_count_twice_in_memory(depth: int) -> None:
    """They are unpacked all at once, beside what is made of them."""
    data = planes(wheel, depth)
    bits = [
        parse(BoundedReader.from_bytes(psd(data, depth, RGB, compression=compression))).stored_bits
        for compression in range(4)
    ]
    assert bits == [3 * depth, 3 * depth, 6 * depth, 6 * depth]


@pytest.mark.parametrize("depth", [8, 16])
def test_inks_are_stored_upside_down(put: Put, depth: int) -> None:
    data = psd(planes(lambda x, y: (*wheel(x, y), 255), depth), depth, CMYK)
    assert_shows(show_whole(put("a.psd", data)), wheel)


@pytest.mark.parametrize("depth", [8, 16])
def test_lab(put: Put, depth: int) -> None:
    source = Image.new("RGB", (WIDTH, HEIGHT))
    source.putdata([wheel(*place) for place in PLACES])
    transform = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    converted = ImageCms.applyTransform(source, transform)
    assert converted is not None
    back = ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")
    expected = ImageCms.applyTransform(converted, back)
    assert expected is not None
    data = psd([deep(band.tobytes(), depth) for band in converted.split()], depth, LAB)
    assert_shows(show_whole(put("a.psd", data)), lambda x, y: colour_at(expected, (x, y)))


@pytest.mark.parametrize("compression", [0, 1])
def test_a_bitmap_has_black_ones(put: Put, compression: int) -> None:
    rows = b"".join(int("01" * 12, 2).to_bytes(3, "big") for _ in range(HEIGHT))
    assert_shows(show_whole(put("a.psd", psd([rows], 1, BITMAP, compression=compression))), lambda x, _: ((1 - x % 2) * 255,) * 3)  # fmt: skip


def test_indexed_colours(put: Put) -> None:
    palette = b"".join(bytes(colour[channel] for colour in COLOURS).ljust(256, b"\0") for channel in range(3))
    data = psd([bytes(few(*place) for place in PLACES)], 8, INDEXED, palette=palette)
    assert_shows(show_whole(put("a.psd", data)), lambda x, y: COLOURS[few(x, y)])


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6])
def test_channels_without_colours_of_their_own(put: Put, count: int) -> None:
    data = psd(planes(lambda x, y: (*wheel(x, y), 255, 7, 9)[:count]), 8, MULTICHANNEL)
    assert_shows(show_whole(put("a.psd", data)), lambda x, y: wheel(x, y) if count > 2 else wheel(x, y)[:1] * 3)


def on_white(colour: tuple[int, ...], alpha: int) -> tuple[int, ...]:
    return tuple(round((value * alpha + 255 * (255 - alpha)) / 255) for value in colour)


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("mode", [RGB, GREY])
def test_white_under_clear_parts_is_taken_out(put: Put, mode: int, depth: int) -> None:
    """Where the number of layers is negative; else the channel behind the colours is a saved selection."""
    colour = (200, 40, 90) if mode == RGB else (60,)
    shown = {}
    for layers in (-1, 1):
        data = planes(lambda x, _: (*on_white(colour, 0 if x < 7 else 128 if x < 14 else 255), 0 if x < 7 else 128 if x < 14 else 255), depth)  # fmt: skip
        shown[layers] = show_whole(put("a.psd", psd(data, depth, mode, layers=layers)))
    whole = colour if mode == RGB else colour * 3
    assert is_ground(colour_at(shown[-1], (3, 3)), 2)
    assert colour_at(shown[-1], (18, 3)) == whole
    half = [on_white_of(ground, whole) for ground in (112, 144)]
    assert min(max_difference(colour_at(shown[-1], (10, 3)), one) for one in half) <= 3
    assert colour_at(shown[1], (3, 3)) == (255, 255, 255)


def on_white_of(ground: int, colour: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(round((value * 128 + ground * 127) / 255) for value in colour)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("layers", [-1, 1])
def test_layers_of_sixteen_bits_stand_in_a_block_of_their_own(put: Put, layers: int, large: bool) -> None:
    data = planes(lambda x, _: (200, 40, 90, 255) if x < 9 else (255, 255, 255, 0), 16)
    whole = psd(data, 16, RGB, large=large, layers=1)
    wide = ">Q" if large else ">I"
    block = b"8BIM" + b"Lr16" + struct.pack(wide, 4) + struct.pack(">h2x", layers)
    section = struct.pack(wide, 0) + struct.pack(">I", 0) + b"8BIM" + b"Patt" + struct.pack(">I", 3) + bytes(4) + block
    end = 34 + struct.calcsize(wide) * 2 + 8
    document = whole[:34] + struct.pack(wide, len(section)) + section + whole[end:]
    image = show_whole(put("a.psd", document))
    assert colour_at(image, (3, 3)) == (200, 40, 90)
    assert is_ground(colour_at(image, (15, 3)), 2) == (layers < 0)


@pytest.mark.parametrize("large", [False, True])
def test_fewer_channels_than_are_announced(put: Put, large: bool) -> None:
    """As ImageMagick writes grey documents with a profile."""
    data = bytearray(psd(planes(lambda x, _: (12 * x,)), 8, GREY, large=large))
    data[13] = 3
    assert_shows(show_whole(put("a.psd", bytes(data))), lambda x, _: (12 * x,) * 3)


def test_light_beyond_white_is_white(put: Put) -> None:
    levels = [struct.pack(f">{len(PLACES)}f", *(x / 5 for x, _ in PLACES))]
    image = show_whole(put("a.psd", psd(levels, 32, GREY)))
    assert [colour_at(image, (x, 3))[0] for x in (0, 2, 5, 20)] == [0, 170, 255, 255]


def test_colours_that_were_not_laid_on_white_stay(put: Put) -> None:
    data = planes(lambda x, _: (10, 20, 30, 0 if x < 7 else 200))
    image = show_whole(put("a.psd", psd(data, 8, RGB, layers=-1)))
    grounds = [tuple(round((value * 200 + ground * 55) / 255) for value in (10, 20, 30)) for ground in (112, 144)]
    assert min(max_difference(colour_at(image, (15, 5)), one) for one in grounds) <= 1


def test_what_a_document_says_of_itself(put: Put) -> None:
    exif = b"MM\0*\0\0\0\x08\0\x01\x01\x0f\0\x02\0\0\0\x06\0\0\0\x1aCanon\0".replace(b"\0\0\0\x1a", b"\0\0\0\x16")
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4" '
        b'xmp:CreateDate="2010-07-28T11:02:12+02:00"/></rdf:RDF></x:xmpmeta>'
    )
    iptc = b"\x1c\x02\x05\0\x04Name"
    resources = resource(1028, iptc) + resource(1036, bytes(999)) + resource(1039, swapped_profile())
    resources += resource(1057, struct.pack(">IB", 1, 1)) + resource(1058, exif) + resource(1060, packet)
    file = put("a.psd", psd(planes(lambda *_: (200, 40, 90)), 8, RGB, resources=resources))
    found = read(file)
    assert isinstance(found, Metadata)
    assert (found.rating, found.title, found.taken.origin) == (4, "Name", "xmp")
    red, green, _ = colour_at(show_whole(file), (3, 3))
    assert green > red, "the profile swaps the two"


@pytest.mark.parametrize(("place", "value"), [(13, 0), (23, 0), (23, 12)])
def test_no_channels_and_impossible_depths_are_damage(put: Put, place: int, value: int) -> None:
    data = bytearray(psd(planes(wheel), 8, RGB))
    data[place] = value
    assert explain(put("a.psd", bytes(data))).code == "damaged"


def test_layers_without_their_picture_are_named(put: Put) -> None:
    resources = resource(1057, struct.pack(">IB", 1, 0))
    problem = explain(put("a.psd", psd(planes(lambda *_: (255, 255, 255)), 8, RGB, resources=resources)))
    assert problem.code == "unsupported"
    assert "layers only" in problem.message
    shown = show_whole(put("b.psd", psd(planes(wheel), 8, RGB, resources=resources)))
    assert_shows(shown, wheel)  # the picture is there all the same


@pytest.mark.parametrize(("mode", "compression"), [(5, 1), (RGB, 7)])
def test_what_is_not_decoded_is_named(put: Put, mode: int, compression: int) -> None:
    data = bytearray(psd(planes(wheel), 8, RGB, compression=1))
    struct.pack_into(">H", data, 24, mode)
    struct.pack_into(">H", data, 26 + 12, compression)
    assert explain(put("a.psd", bytes(data))).code == "unsupported"


@pytest.mark.parametrize("compression", [0, 1, 2])
def test_what_is_cut_is_shown_as_far_as_it_goes(put: Put, compression: int) -> None:
    data = psd(planes(lambda x, y: wheel(x, y)[:1]), 8, GREY, compression=compression)
    start = 40 + (2 * HEIGHT if compression == 1 else 0)
    image, problem = show(put("a.psd", data[: start + (len(data) - start) // 2]))
    assert problem is not None
    assert problem.code in (("truncated",) if compression < 2 else ("damaged", "truncated"))
    if compression < 2:
        assert max_difference(colour_at(image, (5, 1)), (60,) * 3) <= 1
    assert is_ground(colour_at(image, (5, HEIGHT - 1)))
    assert explain(put("b.psd", data[:start])).code in ("truncated", "damaged")


def test_where_only_some_channels_came_they_stand_for_the_others(put: Put) -> None:
    """Channels follow each other, so that of a file that is cut the last ones are missing: red alone is shown as grey."""
    data = psd(planes(wheel), 8, RGB, compression=0)
    image, problem = show(put("a.psd", data[: 40 + WIDTH * HEIGHT + 5]))
    assert problem is not None
    assert_shows(image, lambda x, _: (12 * x,) * 3)
    image, _ = show(put("a.psd", data[: 40 + 2 * WIDTH * HEIGHT]))
    assert_shows(image, lambda x, y: (12 * x, 19 * y, 19 * y))


def test_damage_in_a_row_costs_its_neighbours_only(put: Put) -> None:
    size = (5000, 200)
    rows = bytes(number % 251 for number in range(size[0])) * size[1]
    data = bytearray(psd([rows], 8, GREY, size=size))
    at = data.rfind(b"\0\x05", 0, len(data) // 2)
    data[at : at + 40] = b"\x80" * 40
    image, problem = show(put("a.psd", bytes(data)))
    assert problem is not None
    assert problem.code == "damaged"
    assert colour_at(image, (100, 0)) == colour_at(image, (100, 199)) == (100, 100, 100)
