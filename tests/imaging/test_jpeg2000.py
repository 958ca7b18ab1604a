"""JPEG 2000: depths, palettes, definitions of channels, colour spaces, offsets, boxes, scales, and damage."""

from __future__ import annotations

import base64
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Metadata, Recipe
from gallery.imaging import geometry
from gallery.imaging.metadata.read import read
from tests.imaging.format_files import COLOURS, HEIGHT, WIDTH, box, codestream, colour_box, few, jp2, profile_box, wheel
from tests.imaging.rendering import colour_at, is_ground, max_difference, rendered, swapped_profile
from tests.imaging.shown import show, show_whole
from tests.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from tests.imaging.files import Put

PLACES = [(x, y) for y in range(HEIGHT) for x in range(WIDTH)]
GREY, SRGB, SYCC, CMYK = 17, 16, 18, 12


def image(mode: str, samples: Callable[[int, int], Any]) -> Image.Image:
    made = Image.new(mode, (WIDTH, HEIGHT))
    made.putdata([samples(*place) for place in PLACES])
    return made


def assert_shows(shown: Image.Image, colours: Callable[[int, int], Sequence[int]], tolerance: int = 1) -> None:
    assert shown.size == (WIDTH, HEIGHT)
    assert max(max_difference(colour_at(shown, place), colours(*place)) for place in PLACES) <= tolerance


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_boxes_and_the_codestream_alone(put: Put, mode: str, alone: bool) -> None:
    count = len(mode)
    stream = codestream(image(mode, lambda x, y: wheel(x, y) if count == 3 else wheel(x, y)[0]))
    data = stream if alone else jp2(stream, colour_box(SRGB if count == 3 else GREY), components=count)
    assert_shows(show_whole(put("a.j2k", data)), lambda x, y: wheel(x, y) if count == 3 else wheel(x, y)[:1] * 3)


def test_sixteen_bits(put: Put) -> None:
    deep = Image.frombytes("I;16", (WIDTH, HEIGHT), b"".join(struct.pack("<H", 257 * 12 * x) for x, _ in PLACES))
    assert_shows(show_whole(put("a.jp2", jp2(codestream(deep), components=1))), lambda x, _: (12 * x,) * 3)


DEEP = {
    "by steps": base64.b64decode(
        b"/0//UQAvAAAAAAAEAAAAAQAAAAAAAAAAAAAABAAAAAEAAAAAAAAAAAADDwEBDwEBDwEB/1IADAAAAAEBAAQEAAD/XAAFQoAA"
        b"/5AACgAAAAAANgAB/5PP/DAkEF+o+iw79EsBz/wwJAQVlw5xaf4Ds8/8MCgABF0h+9DVh9rz/9k="
    ),
    "by whole numbers": base64.b64decode(
        b"/0//UQAvAAAAAAAEAAAAAQAAAAAAAAAAAAAABAAAAAEAAAAAAAAAAAADDwEBDwEBDwEB/1IADAAAAAEBAAQEAAH/XAAEQID/"
        b"kAAKAAAAAAAyAAH/k8/8MCQP9YyZvd+5v3/f+JAwA0kRCBhP3/iQSAAETQ4xJXy0L//Z"
    ),
}
"""Codestreams of opj_compress 2.5.0, with and without -I: four pixels of 16 bits, which Pillow does not write."""
DEEP_COLOURS = [(255, 0, 255), (0, 255, 128), (128, 128, 255), (165, 0, 0)]


def with_steps_by_tile(stream: bytes) -> bytes:
    """Return a codestream with its steps of quantization in the header of its only part, too (A.6.4)."""
    steps, part = stream.index(b"\xff\x5c"), stream.index(b"\xff\x90")
    segment = stream[steps : steps + 2 + stream[steps + 3]]
    length = int.from_bytes(stream[part + 6 : part + 10], "big") + len(segment)
    head = stream[part : part + 6] + length.to_bytes(4, "big") + stream[part + 10 : part + 12]
    return stream[:part] + head + segment + stream[part + 12 :]


@pytest.mark.parametrize("by_tile", [False, True])
@pytest.mark.parametrize("kind", DEEP)
def test_white_of_sixteen_bits_is_not_black(put: Put, kind: str, by_tile: bool) -> None:
    stream = with_steps_by_tile(DEEP[kind]) if by_tile else DEEP[kind]
    shown = show_whole(put("a.jp2", jp2(stream, colour_box(SRGB))))
    assert all(max_difference(colour_at(shown, (x, 0)), DEEP_COLOURS[x]) <= 1 for x in range(4))


def test_white_with_chroma_of_a_lower_resolution_is_not_black(put: Put) -> None:
    """Of opj_compress as well: 4 x 2 pixels of ten bits, half white and half black."""
    stream = base64.b64decode(
        b"/0//UQAvAAAAAAAEAAAAAgAAAAAAAAAAAAAABAAAAAIAAAAAAAAAAAADCQEBCQICCQIC/1IADAAAAAEAAAQEAAH/XAAEQFD/"
        b"kAAKAAAAAAAfAAH/k9+wYBI2lyafttF5eXl5f4CA/9k="
    )
    shown = show_whole(put("a.jp2", jp2(stream, colour_box(SYCC))))
    assert [colour_at(shown, (x, 1))[0] for x in range(4)] == pytest.approx([255, 255, 0, 0], abs=2)


def with_depth(stream: bytes, *depths: int) -> bytes:
    """Return a codestream whose components say that they have other depths (A.5.1)."""
    data = bytearray(stream)
    for number, depth in enumerate(depths):
        data[42 + 3 * number] = depth - 1
    return bytes(data)


@pytest.mark.parametrize("bits", [1, 2, 4, 7])
def test_few_bits_are_spread_over_all_levels(put: Put, bits: int) -> None:
    top = (1 << bits) - 1
    stream = with_depth(codestream(image("L", lambda x, y: 128 - (1 << bits - 1) + few(x, y) % (top + 1))), bits)
    shown = show_whole(put("a.jp2", jp2(stream, components=1)))
    assert_shows(shown, lambda x, y: (few(x, y) % (top + 1) * 255 // top,) * 3)


def test_signed_samples(put: Put) -> None:
    """Without a sign 128 is taken off before the samples are coded, and so they are what those with a sign would be."""
    stream = bytearray(codestream(image("L", lambda x, _: 12 * x)))
    stream[42] |= 128
    assert_shows(show_whole(put("a.jp2", jp2(bytes(stream), components=1))), lambda x, _: (12 * x,) * 3)


@pytest.mark.parametrize("columns", [3, 4])
def test_palettes(put: Put, columns: int) -> None:
    entries = b"".join(bytes((*colour, 255)[:columns]) for colour in COLOURS)
    palette = box(b"pclr", struct.pack(">HB", 16, columns), b"\x07" * columns, entries)
    mapping = box(b"cmap", *(struct.pack(">HBB", 0, 1, column) for column in range(columns)))
    stream = codestream(image("L", few))
    shown = show_whole(put("a.jp2", jp2(stream, colour_box(SRGB), palette, mapping, components=1)))
    assert_shows(shown, lambda x, y: COLOURS[few(x, y)])


def test_a_palette_of_sixteen_bits(put: Put) -> None:
    entries = b"".join(struct.pack(">3H", *(257 * value for value in colour)) for colour in COLOURS)
    palette = box(b"pclr", struct.pack(">HB", 16, 3), b"\x0f" * 3, entries)
    stream = codestream(image("L", few))
    assert_shows(show_whole(put("a.jp2", jp2(stream, palette, components=1))), lambda x, y: COLOURS[few(x, y)])


def definitions(*channels: tuple[int, int, int]) -> bytes:
    return box(b"cdef", struct.pack(">H", len(channels)), *(struct.pack(">3H", *channel) for channel in channels))


def test_channels_may_stand_in_any_order(put: Put) -> None:
    stream = codestream(image("RGB", lambda x, y: wheel(x, y)[::-1]))
    order = definitions((0, 0, 3), (1, 0, 2), (2, 0, 1))
    assert_shows(show_whole(put("a.jp2", jp2(stream, colour_box(SRGB), order))), wheel)


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize("defined", [False, True])
def test_opacity(put: Put, mode: str, defined: bool) -> None:
    count = len(mode)
    stream = codestream(image(mode, lambda x, _: (*(200, 40, 90)[: count - 1], 255 if x < 10 else 0)))
    boxes = [definitions(*((at, 0, at + 1) for at in range(count - 1)), (count - 1, 1, 0))] if defined else []
    shown = show_whole(put("a.jp2", jp2(stream, *boxes, components=count)))
    assert colour_at(shown, (3, 3)) == ((200, 40, 90) if count == 4 else (200,) * 3)
    assert is_ground(colour_at(shown, (15, 3)))


def test_a_channel_that_is_said_to_be_unspecified_is_no_opacity(put: Put) -> None:
    stream = codestream(image("RGBA", lambda x, y: (*wheel(x, y), 0)))
    boxes = definitions((0, 0, 1), (1, 0, 2), (2, 0, 3), (3, 65535, 65535))
    assert_shows(show_whole(put("a.jp2", jp2(stream, boxes, components=4))), wheel)


def test_multiplied_opacity_is_divided(put: Put) -> None:
    stream = codestream(image("RGBA", lambda *_: (100, 0, 0, 100)))
    boxes = definitions((0, 0, 1), (1, 0, 2), (2, 0, 3), (3, 2, 0))
    shown = show_whole(put("a.jp2", jp2(stream, boxes, components=4)))
    plain = show_whole(put("b.jp2", jp2(codestream(image("RGBA", lambda *_: (255, 0, 0, 100))), components=4)))
    assert max_difference(colour_at(shown, (3, 3)), colour_at(plain, (3, 3))) <= 1


def test_luma_and_chroma(put: Put) -> None:
    source = image("RGB", wheel).convert("YCbCr")
    stream = codestream(Image.merge("RGB", source.split()))
    assert_shows(show_whole(put("a.jp2", jp2(stream, colour_box(SYCC)))), wheel, 4)


SUBSAMPLED = (
    "/0//UQAvAAAAAAAgAAAAEAAAAAAAAAAAAAAAIAAAABAAAAAAAAAAAAADBwEBBwICBwIC/1IADAAAAAEAAQQEAAH/XAAHQEBISFD/ZAAEAAH/kAAKAAAA"
    "AACZAAH/k8fUbhFQVK5/3AAwjzFOI+5TRILR74BhHmKcR9ymiPuU0SEvFZ8AAMIu6t0TEs4Df/4QQN//Qggb/3/PtFwnNQvAnO7xoJqolIQfc/DCP6U8"
    "AYGryc+0YBQASm8hgln0iIayouZxC5MfQpgYFmOsBMD5AgA2nj0Ew+oGACFuxCk1P8PqBgAiGsYpNT//2Q=="
)
"""A codestream of 32 x 16 pixels whose chroma has half the width and height, red beside blue: Pillow writes none."""


def test_chroma_of_a_lower_resolution(put: Put) -> None:
    stream = base64.b64decode(SUBSAMPLED)
    for data in (stream, jp2(stream, colour_box(SYCC), size=(32, 16))):
        shown = show_whole(put("a.jp2", data))
        assert max_difference(colour_at(shown, (3, 3)), (220, 40, 30)) <= 2
        assert max_difference(colour_at(shown, (28, 12)), (30, 60, 220)) <= 2


def test_inks(put: Put) -> None:
    stream = codestream(image("RGBA", lambda x, y: (*(255 - value for value in wheel(x, y)), 0)))
    assert_shows(show_whole(put("a.jp2", jp2(stream, colour_box(CMYK), components=4))), wheel)


def test_a_profile_is_followed(put: Put) -> None:
    file = put("a.jp2", jp2(codestream(image("RGB", lambda *_: (200, 40, 90))), profile_box(swapped_profile())))
    red, green, _ = colour_at(show_whole(file), (3, 3))
    assert green > red, "the profile swaps the two"


@pytest.mark.parametrize("options", [{"tile_size": (8, 8)}, *({"offset": (5, 3), "tile_offset": tile, "tile_size": (8, 8)} for tile in ((0, 0), (5, 3)))])  # fmt: skip
@pytest.mark.parametrize("recipe", [Recipe.FULL, Recipe.SMALL])
def test_tiles_and_offsets(put: Put, options: dict[str, Any], recipe: Recipe) -> None:
    stream = codestream(image("RGB", wheel), **options)
    shown, problem = show(put("a.jp2", jp2(stream)), recipe)
    assert problem is None
    assert_shows(shown, wheel)


def test_what_a_file_says_of_itself(put: Put) -> None:
    """Also behind the picture."""
    exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>'
    )
    behind = box(b"uuid", b"JpgTiffExif->JP2", exif)
    behind += box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), packet)
    behind += box(b"uuid", bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38"), b"\x1c\x02\x05\0\x04Name")
    file = put("a.jp2", jp2(codestream(image("RGB", wheel)), behind=behind))
    found = read(file)
    assert isinstance(found, Metadata)
    assert (found.width, found.height, found.orientation) == (HEIGHT, WIDTH, 6)
    assert (found.rating, found.title) == (4, "Name")
    shown = show_whole(file)
    assert max_difference(colour_at(shown, (HEIGHT - 1, 0)), wheel(0, 0)) <= 1


@pytest.mark.parametrize("size", [(1999, 1501), (2000, 7), (641, 640)])
@pytest.mark.parametrize("recipe", [Recipe.SMALL, Recipe.LARGE])
def test_thumbnails_are_decoded_at_a_smaller_scale(
    put: Put, size: tuple[int, int], recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Image.merge("RGB", [Image.linear_gradient("L").resize(size).rotate(turn) for turn in (0, 180, 90)])
    file = put("a.jp2", jp2(codestream(original, tile_size=(512, 512)), size=size))
    decoded: list[tuple[Any, ...]] = []
    codecs: Any = vars(Image)["core"]
    load = codecs.jpeg2k_decoder

    def note(*arguments: Any) -> Any:
        decoded.append(arguments)
        return load(*arguments)

    monkeypatch.setattr(codecs, "jpeg2k_decoder", note)
    shown, problem = show(file, recipe)
    assert problem is None
    assert shown.size == geometry.fit_inside(size, geometry.BOXES[recipe])
    expected = original.resize(shown.size, Image.Resampling.LANCZOS)
    place = shown.width // 8, shown.height // 8
    assert max_difference(colour_at(shown, place), colour_at(expected, place)) <= (3 if min(size) > 100 else 30)
    reduction = geometry.reduction(max(size), max(shown.size), recipe, 5)
    assert [arguments[2] for arguments in decoded] == [reduction]
    assert reduction > 0 or size[0] < 1500


def test_the_memory_of_a_scale_is_asked_for() -> None:
    full, small = (geometry.memory_needed("jp2", 10**8, by, progressive=False) for by in (1, 8))
    assert full == 64 * small


@pytest.mark.parametrize("name", ["a.mj2", "a"])
def test_motion_is_a_video(put: Put, name: str) -> None:
    data = box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"mjp2\0\0\0\0mjp2") + bytes(99)
    assert "a video" in getattr(read(put(name, data)), "message", "")


def test_a_picture_is_rendered_for_the_screen(put: Put) -> None:
    result = rendered(put("a.jp2", jp2(codestream(picture(900, 600)), size=(900, 600))), Recipe.SCREEN)
    assert (result.width, result.height) == (900, 600)
