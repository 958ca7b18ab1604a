"""What Pillow is told before it opens a file: one format, and how many pixels are too many."""

from __future__ import annotations

import ast
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

import gallery.imaging
from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging import geometry
from gallery.imaging.decoding.render import LargeError, render
from tests.imaging.files import Put, png_file, reference
from tests.imaging.odd_pictures import cropped_heif
from tests.pictures import encoded, picture

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")


@pytest.mark.parametrize("kind", FORMATS)
def test_no_other_plugin_sees_a_file(put: Put, curious: list[bytes], kind: str) -> None:
    assert isinstance(render(put("a", encoded(kind, picture(900, 600))), Recipe.SMALL), Rendered)
    assert curious == []


def test_no_other_plugin_sees_the_scans_of_a_progressive_picture(put: Put, curious: list[bytes]) -> None:
    large = encoded(image=picture(4000, 3000), progressive=True, icc_profile=b"no profile")
    assert isinstance(render(put("a", large), Recipe.SMALL), Rendered)
    assert curious == []


def test_pillow_is_told_the_format_wherever_it_is_asked() -> None:
    """Also where no test has a file: of HEIC, which is only read here."""
    asked = [
        (path.name, node.lineno, [keyword.arg for keyword in node.keywords])
        for path in Path(gallery.imaging.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Image.open"
    ]
    assert len(asked) >= 5
    assert [place for place in asked if place[2] != ["formats"]] == []


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


def test_a_longer_file_than_is_decoded_is_too_large(put: Put, tmp_path: Path) -> None:
    put("a.jpg", encoded())
    os.truncate(tmp_path / "a.jpg", geometry.MAX_FILE_BYTES)
    assert isinstance(render(reference(tmp_path / "a.jpg"), Recipe.SMALL), Rendered)
    os.truncate(tmp_path / "a.jpg", geometry.MAX_FILE_BYTES + 1)
    answer = render(reference(tmp_path / "a.jpg"), Recipe.SMALL)
    assert answer == Problem("too_large", "This file has 512 MB; Shoebox opens pictures up to 512 MB.")


@pytest.mark.parametrize(("width", "large"), [(10_000, False), (10_001, True)])
def test_a_picture_of_very_many_pixels_is_large_whatever_memory_there_is(put: Put, width: int, large: bool) -> None:
    """Two at once would take all cores for long."""
    file = put("a.png", png_file(width, 5000))
    if large:
        with pytest.raises(LargeError):
            render(file, Recipe.SMALL, budget=1 << 60)
    else:
        assert isinstance(render(file, Recipe.SMALL, budget=1 << 60), Problem | Rendered)


def test_a_decoder_of_many_threads_takes_one(put: Put) -> None:
    """The processes fill the cores; each thread would take address space from the memory limit of its process."""
    avif = pytest.importorskip("PIL.AvifImagePlugin")
    options = pytest.importorskip("pi_heif.options")
    assert isinstance(render(put("a.avif", encoded("AVIF", picture(64, 48))), Recipe.SMALL), Rendered)
    assert isinstance(render(put("a.heic", cropped_heif(64, 48, (64, 1, 48, 1, 0, 2, 0, 2))), Recipe.SMALL), Problem)
    assert (avif.DEFAULT_MAX_THREADS, options.DECODE_THREADS) == (1, 1)
