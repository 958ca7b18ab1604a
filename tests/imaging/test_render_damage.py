"""Pictures that are cut, broken or hostile: shown as far as they go, or a problem; never an exception."""

from __future__ import annotations

import struct
import weakref
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging.decoding.render import LargeError, VideoError, render
from tests.imaging.files import Put, png_file, reference
from tests.imaging.rendering import (
    RED,
    corner_colours,
    four_colours,
    max_difference,
    open_result,
    rendered,
)
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image


SAMPLES = {kind: encoded(kind, picture(64, 48)) for kind in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"])
def test_files_cut_anywhere_raise_nothing_and_a_cut_jpeg_has_a_problem(put: Put, kind: str) -> None:
    data = encoded(kind, picture(160, 120))
    for end in range(1, len(data) - 4, max(1, len(data) // 60)):
        result = render(put("cut", data[:end]), Recipe.SMALL)
        if isinstance(result, Rendered) and kind == "JPEG" and end < len(data) - 40:
            assert result.problem is not None, end


def test_a_cut_file_is_shown_as_far_as_it_goes(put: Put) -> None:
    data = encoded("JPEG", four_colours(800, 400), quality=95)
    result = rendered(put("a.jpg", data[: len(data) * 2 // 3]))
    assert result.problem is not None
    assert result.problem.code == "truncated"
    assert max_difference(corner_colours(open_result(result))[0], RED) < 40


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.jpg", b"", "empty"),
        ("a.jpg", b"<html>", "wrong_content"),
        ("a", b"words", "not_a_picture"),
        ("a.png", png_file(20_000, 20_000), "too_large"),
        ("a.png", png_file(100, 100), "damaged"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10", "damaged"),
    ],
)
def test_files_that_cannot_be_shown_are_problems(put: Put, name: str, data: bytes, code: str) -> None:
    result = render(put(name, data), Recipe.SMALL)
    assert isinstance(result, Problem)
    assert result.code == code


def test_a_frame_larger_than_the_header_says_raises_nothing(put: Put) -> None:
    # the size that counts here is the decoder's: a GIF whose first frame is larger than its screen
    data = bytearray(encoded("GIF", picture(64, 48)))
    data[6:10] = struct.pack("<HH", 1, 1)
    assert isinstance(render(put("a.gif", bytes(data)), Recipe.SMALL), Rendered | Problem)


def test_a_compressed_text_of_50_mb_does_not_keep_a_picture_from_being_shown(put: Put) -> None:
    packed = b"Comment\0\0" + zlib.compress(bytes(50 << 20), 9)
    chunk = struct.pack(">I", len(packed)) + b"zTXt" + packed + struct.pack(">I", zlib.crc32(b"zTXt" + packed))
    data = encoded("PNG", picture(64, 48))
    assert isinstance(render(put("a.png", data[:33] + chunk + data[33:]), Recipe.SMALL), Rendered)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"]), st.data())
def test_damage_gives_a_picture_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject
) -> None:
    mutated = bytearray(SAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 10))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    path: Path = tmp_path_factory.getbasetemp() / "mutated"
    path.write_bytes(mutated)
    check(path)


def test_an_avif_of_other_brands_is_no_error(tmp_path: Path) -> None:
    mutated = bytearray(SAMPLES["AVIF"])
    size = int.from_bytes(mutated[:4], "big")
    mutated[8:12], mutated[16:size] = b"isom", b"isom" * (size // 4 - 4)
    (tmp_path / "mutated").write_bytes(mutated)
    check(tmp_path / "mutated")


def check(path: Path) -> None:
    """Check that a file gives a picture or a problem, as far as a picture is looked for in it."""
    try:
        assert isinstance(render(reference(path), Recipe.SMALL, budget=64 << 20), Rendered | Problem)
    except (LargeError, VideoError):  # an AVIF of other brands is a video
        return


def test_what_a_failed_decode_held_is_gone_before_the_next_one(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """A canvas may take half of the memory that there is, and an error keeps it, as do the errors behind it."""

    class Canvas:
        """Something whose end can be seen."""

    canvases: list[weakref.ref[Canvas]] = []

    def fail(*_: object) -> Image.Image:
        alive = [canvas for canvas in canvases if canvas() is not None]
        assert alive == []
        canvas = Canvas()
        canvases.append(weakref.ref(canvas))
        try:
            raise IndexError
        except IndexError as error:
            raise OSError("image file is truncated") from error

    for name in ("decode.open_picture", "rescue.load"):
        monkeypatch.setattr(f"gallery.imaging.decoding.{name}", fail)
    answer = render(put("a.png", encoded("PNG")), Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert answer.code == "damaged"
    assert len(canvases) >= 2
