"""TIFF files whose strips and tiles take other memory than their pictures: refused in true words, or counted."""

from __future__ import annotations

import math
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging.decoding import tiff_segments
from gallery.imaging.decoding.render import LargeError, render
from gallery.imaging.metadata import tiff, tiff_pages
from gallery.imaging.metadata.bounded_reader import BoundedReader
from tests.imaging.tiff_files import DEFLATE, NONE, PACKBITS, TiffWriter, decoded
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

LZW, JPEG, WEBP, RGB = 5, 7, 50001, 2


class OneSegment(TiffWriter):
    """A TIFF whose only strip or tile holds these bytes."""

    content = b"x"

    def _segments(self) -> list[bytes]:
        return [self.content]


@pytest.mark.parametrize("compression", [NONE, LZW, DEFLATE, PACKBITS, JPEG])
@pytest.mark.parametrize("bits", [8, 12])
def test_a_tile_much_larger_than_its_picture_is_not_unpacked(put: Put, compression: int, bits: int) -> None:
    data = OneSegment(lambda *_: 0, width=10, height=10, tile=40_000, bits=bits, compression=compression).build()
    assert len(data) < 300
    answer = render(put("a.tif", data), Recipe.SMALL)
    assert answer == Problem(
        "too_large", "This picture is stored in tiles of 40000 x 40000 pixels, which is more than Shoebox decodes."
    )


@pytest.mark.parametrize("bits", [8, 12])
def test_a_small_picture_may_have_a_tile_of_usual_size(put: Put, bits: int) -> None:
    writer = OneSegment(lambda *_: 0, width=10, height=10, tile=2048, bits=bits, compression=DEFLATE)
    writer.content = zlib.compress(b"\x88" * (2048 * 2048 * bits // 8))
    answer = render(put("a.tif", writer.build()), Recipe.SMALL)
    assert isinstance(answer, Rendered)
    assert answer.problem is None


def test_a_strip_longer_than_is_unpacked_is_too_large(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put("a.tif", TiffWriter(lambda *_: 0.5, bits=32, sample_format=3, rows=11).build())
    assert isinstance(render(file, Recipe.SMALL), Rendered)
    monkeypatch.setattr(tiff_segments, "_MAX_SEGMENT_BYTES", 800)
    answer = render(file, Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert answer.code == "too_large"


def test_bytes_of_a_packed_strip_are_not_counted_as_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = TiffWriter(
        lambda x, *_: x / 18, channels=3, bits=32, sample_format=3, photometric=RGB, rows=11, compression=PACKBITS
    )
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", writer.width * writer.height)
    assert decoded(writer.build()).getpixel((18, 10)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(32, 25), (33, 24), (31, 24), (320, 240)])
def test_a_webp_strip_of_another_size_is_not_decoded(put: Put, size: tuple[int, int]) -> None:
    writer = OneSegment(lambda *_: 0, width=32, height=24, rows=24, channels=3, photometric=RGB, compression=WEBP)
    writer.content = encoded("WEBP", picture(*size, mode="RGB"))
    answer = render(put("a.tif", writer.build()), Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert answer.code == "damaged"


@pytest.mark.parametrize(("bits", "channels", "bytes_a_pixel"), [(32, 3, 60), (64, 1, 40), (8, 1, 12), (8, 3, 15)])
def test_memory_is_counted_by_channels_and_depth(put: Put, bits: int, channels: int, bytes_a_pixel: int) -> None:
    writer = TiffWriter(
        lambda *_: 0,
        bits=bits,
        channels=channels,
        photometric=RGB if channels == 3 else 1,
        sample_format=1 + bits // 32,
    )
    with pytest.raises(LargeError) as caught:
        render(put("a.tif", writer.build()), Recipe.SMALL, budget=1)
    assert caught.value.needs == writer.width * writer.height * bytes_a_pixel


@pytest.mark.parametrize("bits", [(), (math.nan,), (math.inf,), (-8.0,), (1e300, 1e300)])
def test_bits_that_are_no_numbers_cost_only_themselves(
    monkeypatch: pytest.MonkeyPatch, bits: tuple[float, ...]
) -> None:
    data, numbers = TiffWriter(lambda *_: 0).build(), tiff.Tiff.numbers

    def odd(image: tiff.Tiff, entry: tiff.Entry | None, limit: int = 64) -> tuple[float, ...]:
        is_bits = entry is not None and entry == image.directory(image.first)[0x102]
        return bits if is_bits else numbers(image, entry, limit)

    monkeypatch.setattr(tiff.Tiff, "numbers", odd)
    header = tiff_pages.parse(BoundedReader.from_bytes(data))
    assert (header.width, header.height) == (19, 11)
    assert 1 <= header.stored_bits <= 4096
