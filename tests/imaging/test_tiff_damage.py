"""TIFF files of which a part is missing or broken, and those of cameras, whose sensor data is no damage."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Metadata, Problem, Recipe
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata.read import read
from tests.imaging.rendering import colour_at, is_ground, max_difference, open_result, rendered
from tests.imaging.tiff_files import DEFLATE, PACKBITS, TiffWriter
from tests.pictures import encoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.imaging.files import Put

WIDTH, HEIGHT = 19, 11
RGB = 2


def whole(bits: int) -> Callable[[int, int, int], float]:
    """Return a gradient of its own for each channel."""
    top = (1 << bits) - 1
    parts = (lambda x, _: x / (WIDTH - 1), lambda _, y: y / (HEIGHT - 1), lambda x, y: (x + y) / (WIDTH + HEIGHT - 2))
    return lambda x, y, channel: round(parts[channel](x, y) * top)


def test_a_strip_that_is_broken_is_lost_alone(put: Put) -> None:
    data = bytearray(TiffWriter(whole(12), bits=12, channels=3, photometric=RGB, compression=DEFLATE).build())
    data[9:14] = b"\xff" * 5
    result = rendered(put("a.tif", bytes(data)))
    assert result.problem is not None
    assert result.problem.code == "damaged"
    image = open_result(result)
    assert is_ground(colour_at(image, (18, 1)))
    assert max(colour_at(image, (18, 8))) > 200


@pytest.mark.parametrize("bits", [8, 12])
def test_a_file_that_is_cut_is_shown_as_far_as_it_goes(put: Put, bits: int) -> None:
    writer = TiffWriter(whole(bits), bits=bits, channels=3, photometric=RGB, directory_first=True)
    data = writer.build()
    result = rendered(put("a.tif", data[: len(data) - 19 * 3 * 5]))
    assert result.problem is not None
    assert result.problem.code == "truncated"
    image = open_result(result)
    assert max_difference(colour_at(image, (18, 0)), (255, 0, 164)) < 30
    assert all(is_ground(colour_at(image, (x, HEIGHT - 1))) for x in (0, 9, 18))


@pytest.mark.parametrize("mode", ["L", "RGB", "P"])
@pytest.mark.parametrize("rows", [1, 60])
def test_the_strips_of_a_usual_file_that_are_missing_are_clear(put: Put, mode: str, rows: int) -> None:
    data = encoded("TIFF", Image.new("RGB", (80, 60), (200, 0, 0)).convert(mode), tiffinfo={278: rows})
    row = 80 * len(mode) if mode != "P" else 80
    pixels = data.index(Image.new("RGB", (80, 60), (200, 0, 0)).convert(mode).tobytes()[: row * 10])
    result = rendered(put("a.tif", data[: pixels + 40 * row + 7] + bytes(0)), Recipe.SCREEN)
    assert result.problem is not None
    image = open_result(result)
    assert not is_ground(colour_at(image, (40, 20)))
    assert all(is_ground(colour_at(image, (x, 52))) for x in (4, 40, 76))


def raw_file(order: str = "<") -> bytes:
    """Return a camera's file: a first directory of a JPEG without a size, whose child describes the sensor's data."""
    entries = [(0xFE, 4, 1), (0x103, 3, 6), (0x14A, 4, 62), (0x201, 4, 200)]
    child = [(0x100, 4, 3880), (0x101, 4, 2600), (0x106, 3, 32803)]

    def directory(tags: list[tuple[int, int, int]]) -> bytes:
        short = {3: "HH", 4: "L"}
        rows = (
            struct.pack(f"{order}HHL", tag, kind, 1)
            + struct.pack(order + short[kind], *((value, 0) if kind == 3 else (value,)))
            for tag, kind, value in tags
        )
        return struct.pack(order + "H", len(tags)) + b"".join(rows) + bytes(4)

    magic = b"II*\0" if order == "<" else b"MM\0*"
    return (magic + struct.pack(order + "L", 8) + directory(entries)).ljust(62, b"\0") + directory(child) + bytes(200)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_raw_file_is_not_called_damaged(put: Put, order: str) -> None:
    file = put("a.tif", raw_file(order))
    found = read(file)
    assert isinstance(found, Metadata)
    assert (found.format, found.width, found.height) == ("raw", 3880, 2600)
    answer = render(file, Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert (answer.code, "LibRaw" in answer.message) == ("unsupported", True)


def test_a_packed_picture_that_is_cut_is_shown_as_far_as_it_goes(put: Put) -> None:
    writer = TiffWriter(whole(12), bits=12, rows=1, compression=PACKBITS, directory_first=True)
    data = writer.build()
    result = rendered(put("a.tif", data[: len(data) - 8 * 32]))
    assert result.problem is not None
    assert result.problem.code == "truncated"
    assert not is_ground(colour_at(open_result(result), (0, 1)))


def test_strips_of_which_nothing_came_are_not_given_to_libtiff(put: Put, capfd: pytest.CaptureFixture[str]) -> None:
    """It writes a line on stderr for each: 13,000 for one document."""
    data = TiffWriter(whole(12), bits=12, rows=1, directory_first=True).build()
    plain, lzw = (struct.pack("<HHIH", 0x103, 3, 1, number) for number in (1, 5))
    assert data.count(plain) == 1
    row_bytes = (12 * WIDTH + 7) // 8
    answer = render(put("a.tif", data.replace(plain, lzw)[: -row_bytes * HEIGHT - 1]), Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert answer.code == "truncated"
    # Pillow tries the file as a whole twice
    assert len(capfd.readouterr().err.splitlines()) <= 2 < HEIGHT
