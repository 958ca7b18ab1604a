"""Kinds of TIFF that Pillow refuses or garbles: every depth, format, arrangement, and the right one of several pages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Metadata, Problem, Recipe
from gallery.imaging.decoding.render import apply_orientation, render
from gallery.imaging.metadata.read import read
from tests.imaging.rendering import colour_at, max_difference, open_result, rendered
from tests.imaging.tiff_files import DEFLATE, NONE, PACKBITS, TiffWriter, decoded, join_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL import Image

    from tests.imaging.files import Put

WIDTH, HEIGHT = 19, 11
XMP_SIX = tuple(b'<x:xmpmeta><rdf:Description tiff:Orientation="6"/></x:xmpmeta>')
WHITE_IS_ZERO, GREY, RGB, PALETTE, CMYK, YCBCR, LAB = 0, 1, 2, 3, 5, 6, 8


def brightness(x: int, y: int, channel: int) -> float:
    """A gradient of its own for each channel, from 0 to 1."""
    return ((x / (WIDTH - 1)), (y / (HEIGHT - 1)), ((x + y) / (WIDTH + HEIGHT - 2)), 0.5, 0.75)[channel]


def whole(bits: int, sample_format: int = 1) -> Callable[[int, int, int], float]:
    top, low = (1 << bits) - 1, -(1 << bits - 1) if sample_format == 2 else 0
    return lambda x, y, channel: round(brightness(x, y, channel) * top) + low


def worst(image: Image.Image, channels: int, *, inverted: bool = False) -> float:
    """The largest distance of any sample from the gradient, out of 255."""
    bands = image.split()[:channels]
    return max(
        abs(float(band.getpixel((x, y))) - 255 * ((1 - one) if inverted else one))  # type: ignore[arg-type]
        for channel, band in enumerate(bands)
        for x in range(WIDTH)
        for y in range(HEIGHT)
        for one in [brightness(x, y, channel)]
    )


@pytest.mark.parametrize("bits", [*range(1, 17), 24, 32])
@pytest.mark.parametrize(("channels", "planar"), [(1, False), (3, False), (3, True)])
def test_whole_numbers_of_any_depth(bits: int, channels: int, planar: bool) -> None:
    writer = TiffWriter(
        whole(bits), channels=channels, bits=bits, planar=planar, photometric=GREY if channels == 1 else RGB
    )
    assert worst(decoded(writer.build()), channels) <= 1 + 128 / ((1 << bits) - 1)


@pytest.mark.parametrize("bits", [16, 32, 64])
@pytest.mark.parametrize(("channels", "photometric"), [(1, GREY), (3, RGB), (4, CMYK)])
@pytest.mark.parametrize(
    "options", [{}, {"order": ">"}, {"predictor": 3}, {"predictor": 3, "order": ">"}, {"tile": 16}]
)
def test_floats(bits: int, channels: int, photometric: int, options: dict[str, Any]) -> None:
    writer = TiffWriter(
        brightness,
        channels=channels,
        bits=bits,
        sample_format=3,
        photometric=photometric,
        compression=DEFLATE,
        **options,
    )
    assert worst(decoded(writer.build()), channels) <= 1


def test_floats_in_their_own_range_are_stretched_together() -> None:
    writer = TiffWriter(
        lambda x, y, c: brightness(x, y, c) * 40 - 20, channels=3, bits=32, sample_format=3, photometric=RGB
    )
    assert worst(decoded(writer.build()), 3) <= 1


def test_floats_that_are_no_numbers_are_no_failure(put: Put) -> None:
    writer = TiffWriter(lambda x, y, c: math.nan if x < 5 else math.inf if x < 9 else 0.5, bits=32, sample_format=3)
    assert rendered(put("a.tif", writer.build())).problem is None


@pytest.mark.parametrize("bits", [8, 16, 32])
@pytest.mark.parametrize(("channels", "photometric"), [(1, GREY), (3, RGB), (4, CMYK)])
def test_signed_numbers(bits: int, channels: int, photometric: int) -> None:
    writer = TiffWriter(whole(bits, 2), channels=channels, bits=bits, sample_format=2, photometric=photometric)
    assert worst(decoded(writer.build()), channels) <= 1


@pytest.mark.parametrize("bits", [8, 16, 32])
@pytest.mark.parametrize("compression", [NONE, DEFLATE, PACKBITS])
@pytest.mark.parametrize("options", [{}, {"order": ">"}, {"predictor": 2}, {"predictor": 2, "order": ">"}, {"tile": 16}, {"planar": True}])  # fmt: skip
def test_compressions_predictors_tiles_and_planes(bits: int, compression: int, options: dict[str, Any]) -> None:
    writer = TiffWriter(whole(bits), channels=3, bits=bits, photometric=RGB, compression=compression, **options)
    assert worst(decoded(writer.build()), 3) <= 1


def test_small_numbers_in_32_bits_are_stretched() -> None:
    writer = TiffWriter(whole(8), channels=3, bits=32, photometric=RGB)
    assert worst(decoded(writer.build()), 3) <= 1


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_big_tiff_of_either_byte_order_is_shown(put: Put, big: bool, order: str) -> None:
    result = rendered(put("a.tif", TiffWriter(whole(8), channels=3, photometric=RGB, big=big, order=order).build()))
    assert (result.width, result.height, result.problem) == (WIDTH, HEIGHT, None)


def test_twelve_bit_grey_has_white_at_4095(put: Put) -> None:
    result = rendered(put("a.tif", TiffWriter(lambda *_: 4095, bits=12).build()))
    assert min(colour_at(open_result(result), (5, 5))) >= 254


def test_inverted_grey_of_16_bits() -> None:
    assert worst(decoded(TiffWriter(whole(16), bits=16, photometric=WHITE_IS_ZERO).build()), 1, inverted=True) <= 1


@pytest.mark.parametrize(("scale", "bits"), [(257, 8), (1, 8), (257, 4), (257, 16), (257, 12)])
def test_palettes_of_8_and_16_bit_colours(put: Put, scale: int, bits: int) -> None:
    count = 1 << bits
    reds, greens = [200 * scale] * count, [at % 100 * scale for at in range(count)]
    writer = TiffWriter(lambda x, y, c: x % count, bits=bits, photometric=PALETTE)
    writer.tags[0x140] = (3, [*reds, *greens, *[0] * count])
    image = open_result(rendered(put("a.tif", writer.build())))
    assert max_difference(colour_at(image, (9, 5)), (200, 9 % 100, 0)) <= 12


def block_strip(across: int, down: int, colours: tuple[int, int, int], width: int, height: int) -> bytes:
    """YCbCr as uncompressed blocks (TIFF 6.0, section 21)."""
    blocks = -(-width // across) * -(-height // down)
    return (bytes((colours[0],)) * (across * down) + bytes(colours[1:])) * blocks


class BlockWriter(TiffWriter):
    """A TIFF of one strip of subsampled YCbCr."""

    across, down = 2, 2

    def _segments(self) -> list[bytes]:
        return [block_strip(self.across, self.down, (81, 90, 240), self.width, self.height)]


@pytest.mark.parametrize("sampling", [(1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (1, 2)])
def test_uncompressed_ycbcr_with_shared_chroma(put: Put, sampling: tuple[int, int]) -> None:
    writer = BlockWriter(whole(8), channels=3, photometric=YCBCR, rows=HEIGHT)
    writer.across, writer.down = sampling
    writer.tags[0x212] = (3, sampling)
    image = open_result(rendered(put("a.tif", writer.build())))
    assert image.size == (WIDTH, HEIGHT)
    assert max_difference(colour_at(image, (9, 5)), (238, 14, 13)) <= 12  # (81, 90, 240) by JFIF's matrix


def test_planes_of_ycbcr_with_shared_chroma() -> None:
    class Planes(TiffWriter):
        def _segments(self) -> list[bytes]:
            return [bytes((81,)) * 20 * 10, bytes((90,)) * 10 * 5, bytes((240,)) * 10 * 5]

    writer = Planes(whole(8), width=20, height=10, rows=10, channels=3, photometric=YCBCR, planar=True)
    writer.tags[0x212] = (3, (2, 2))
    image = decoded(writer.build())
    assert max_difference(colour_at(image, (10, 5)), (238, 14, 13)) <= 3


def test_lab_of_16_bits(put: Put) -> None:
    writer = TiffWriter(lambda x, y, c: (53 * 655, 80 * 256, 67 * 256)[c], channels=3, bits=16, photometric=LAB)
    image = open_result(rendered(put("a.tif", writer.build())))
    assert max_difference(colour_at(image, (9, 5)), (255, 0, 0)) <= 25


@pytest.mark.parametrize("extra", [1, 2])
@pytest.mark.parametrize(("channels", "photometric"), [(2, GREY), (4, RGB)])
@pytest.mark.parametrize("bits", [4, 8, 16])
def test_alpha(channels: int, photometric: int, extra: int, bits: int) -> None:
    top = (1 << bits) - 1
    half = top // 2 if extra == 1 else top
    writer = TiffWriter(
        lambda x, y, c: top // 2 if c == channels - 1 else half,
        channels=channels,
        bits=bits,
        photometric=photometric,
        extra=(extra,),
    )
    image = decoded(writer.build())
    assert image.mode == ("LA" if channels == 2 else "RGBA")
    pixel = image.getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert min(pixel[:-1]) >= 250
    assert 110 <= pixel[-1] <= 130


def test_inks_with_another_channel(put: Put) -> None:
    values = (0, 255, 255, 0, 99)
    writer = TiffWriter(lambda x, y, c: values[c], channels=5, photometric=CMYK, extra=(0,))
    red, green, blue = colour_at(open_result(rendered(put("a.tif", writer.build()))), (9, 5))
    assert red > 150
    assert max(green, blue) < 100


def test_three_channels_that_are_called_grey_are_rgb(put: Put) -> None:
    writer = TiffWriter(lambda x, y, c: (220, 20, 20)[c], channels=3, photometric=WHITE_IS_ZERO)
    assert max_difference(colour_at(open_result(rendered(put("a.tif", writer.build()))), (9, 5)), (220, 20, 20)) <= 8


@pytest.mark.parametrize("second_kind", [0, 1])
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("bits", [8, 12])
def test_the_picture_is_not_the_thumbnail_before_it(
    put: Put, curious: list[bytes], second_kind: int, big: bool, bits: int
) -> None:
    small = TiffWriter(whole(8), width=8, height=5, big=big, tags={0xFE: (4, (1,)), 0x112: (3, (6,))})
    large = TiffWriter(whole(bits), channels=3, bits=bits, photometric=RGB, big=big, tags={0xFE: (4, (second_kind,))})
    file = put("a.tif", join_pages(small, large))
    header, result = read(file), rendered(file)
    assert isinstance(header, Metadata)
    assert (header.width, header.height) == (result.width, result.height) == (WIDTH, HEIGHT)
    assert curious == []
    assert worst(open_result(result), 3) < 60


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("compression", [NONE, DEFLATE])
@pytest.mark.parametrize(
    ("tags", "orientation"),
    [
        ({0x112: (3, (6,))}, 6),
        ({0x112: (4, (6,))}, 6),
        ({0x112: (1, (6,))}, 6),
        ({0x112: (3, (6, 6))}, 6),
        ({0x112: (3, (3,))}, 3),
        ({0x2BC: (1, XMP_SIX)}, 1),
        ({0x112: (3, (9,)), 0x2BC: (1, XMP_SIX)}, 1),
    ],
    ids=["short", "long", "byte", "two", "half-turn", "xmp", "nonsense"],
)
def test_a_picture_is_turned_as_its_header_says(
    put: Put, tags: dict[int, tuple[int, Sequence[int]]], orientation: int, compression: int, first: bool
) -> None:
    """Pillow would turn by a short or a long alone, or by XMP."""
    page = TiffWriter(whole(8), channels=3, photometric=RGB, compression=compression, tags=tags)
    thumbnail = TiffWriter(whole(8), width=8, height=5, tags={0xFE: (4, (1,))})
    file = put("a.tif", page.build() if first else join_pages(thumbnail, page))
    header, result = read(file), rendered(file)
    assert isinstance(header, Metadata)
    assert (header.width, header.height) == (result.width, result.height)
    assert header.orientation == orientation
    stored = apply_orientation(open_result(result), {6: 8}.get(orientation, orientation))
    assert worst(stored, 3) < 60


def test_of_two_pages_the_first_is_shown(put: Put) -> None:
    pages = [TiffWriter(whole(8)), TiffWriter(whole(8), width=40, height=30)]
    result = rendered(put("a.tif", join_pages(*pages)))
    assert (result.width, result.height) == (WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"compression": 34712}, "JPEG 2000 compression"),
        ({"compression": 4711}, "a compression of an unknown kind (4711)"),
        ({"photometric": 32845, "channels": 3}, "LogLuv colours"),
        ({"sample_format": 5, "bits": 32}, "complex numbers"),
    ],
)
def test_what_is_rare_is_named_and_not_called_damaged(put: Put, options: dict[str, Any], words: str) -> None:
    data = TiffWriter(lambda *_: 0, **(options | {"sample_format": 1})).build()
    if options.get("sample_format"):
        data = TiffWriter(lambda *_: 0, bits=32, tags={0x153: (3, (5,))}).build()
    result = render(put("a.tif", data), Recipe.SMALL)
    assert result == Problem("unsupported", f"This TIFF picture cannot be decoded: it uses {words}.")
