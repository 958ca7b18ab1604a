"""What Pillow is told before it opens a file: one format, and how many pixels are too many."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging import geometry
from gallery.imaging.decoding.render import render
from tests.imaging.files import Put, png_file
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")


@pytest.fixture
def curious() -> Iterator[list[bytes]]:
    """A plugin that Pillow would ask first about each file, and what it was asked."""
    asked: list[bytes] = []

    def accept(head: bytes) -> bool:
        asked.append(head)
        return False

    Image.preinit()
    Image.init()
    Image.register_open("CURIOUS", lambda *_: pytest.fail("it accepts nothing"), accept)
    Image.ID.insert(0, Image.ID.pop())
    assert Image.ID[0] == "CURIOUS"
    yield asked
    Image.ID.remove("CURIOUS")
    del Image.OPEN["CURIOUS"]


@pytest.mark.parametrize("kind", FORMATS)
def test_no_other_plugin_sees_a_file(put: Put, curious: list[bytes], kind: str) -> None:
    assert isinstance(render(put("a", encoded(kind, picture(900, 600))), Recipe.SMALL), Rendered)
    assert curious == []


def test_no_other_plugin_sees_the_scans_of_a_progressive_picture(put: Put, curious: list[bytes]) -> None:
    large = encoded(image=picture(4000, 3000), progressive=True, icc_profile=b"no profile")
    assert isinstance(render(put("a", large), Recipe.SMALL), Rendered)
    assert curious == []


def test_a_picture_that_grows_while_it_is_read_is_refused_before_its_canvas_is_made(put: Put) -> None:
    """A second IHDR says other sizes than the first, which was checked."""
    side = 20_000
    assert side * side > geometry.MAX_PIXELS
    small, huge = png_file(64, 48, zlib.compress(bytes((3 * 64 + 1) * 48))), png_file(side, side)
    answer = render(put("a.png", small[:33] + huge[8:33] + small[33:]), Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert answer.code == "too_large"


def test_pillow_refuses_what_the_header_check_refuses(put: Put) -> None:
    assert Image.MAX_IMAGE_PIXELS is not None
    assert 2 * Image.MAX_IMAGE_PIXELS == geometry.MAX_PIXELS
    side = int(geometry.MAX_PIXELS**0.5) + 1
    answer = render(put("a.bmp", struct.pack("<2sIHHIIHHHH", b"BM", 26, 0, 0, 26, 12, side, side, 1, 24)), Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert answer.code == "too_large"
