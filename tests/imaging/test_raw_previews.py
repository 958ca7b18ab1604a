"""Which picture of a RAW file is shown, how it lies, and how large the photo is said to be."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem, Recipe
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata import raw_previews
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.header import PictureHeader, Preview
from tests.imaging import raw_files
from tests.imaging.raw_files import BLUE, GREEN, LONG, SHORT, SHOT, RawWriter, Shot, exif_block, jpeg, strip
from tests.imaging.raw_shown import header, is_near, shown_colour
from tests.imaging.rendering import colour_at, open_result, rendered

if TYPE_CHECKING:
    from tests.imaging.files import Put

DNG_VERSION: raw_files.Tags = {0xC612: (raw_files.BYTE, (1, 4, 0, 0))}


def size_of(*previews: tuple[int, int], announced: tuple[tuple[int, int], ...], orientation: int = 1) -> PictureHeader:
    """Return a header with previews of these sizes."""
    found = PictureHeader()
    pictures = (Preview("jpeg", place, 99, *size) for place, size in enumerate(previews, 1))
    raw_previews.add_previews(found, pictures, announced, orientation)
    return found


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
@pytest.mark.parametrize("kind", ["arw", "dng", "cr3", "x3f"])
def test_a_preview_that_is_upright_already_is_not_turned_again(put: Put, kind: str, orientation: int) -> None:
    if kind == "x3f" and orientation in (5, 7):
        return  # it knows turns only
    shot = Shot(jpeg(GREEN, (320, 480)), jpeg(BLUE, (600, 900)), orientation=orientation)
    turn = {6: 90, 8: 270}.get(orientation, 0)
    data = raw_files.x3f(shot, turn) if kind == "x3f" else raw_files.WRITERS[kind](shot)
    file = put(f"a.{kind}", data)
    found = header(file)
    assert (found.width, found.height, found.orientation) == (800, 1200, orientation)
    assert (found.preview_width, found.preview_height) == (600, 900)
    image = open_result(rendered(file, Recipe.FULL))
    assert image.size == (600, 900)
    assert is_near(colour_at(image, (200, 300)), (90, 90, 90)), "the grey square of the upper left quarter"
    assert is_near(colour_at(image, (590, 890)), BLUE)
    assert open_result(rendered(file)).size == (213, 320)


def test_a_preview_that_lies_as_the_photo_is_turned_whatever_exif_says_of_its_size(put: Put) -> None:
    found = size_of((1616, 1080), announced=((4000, 6000), (6000, 4000)), orientation=6)
    assert (found.width, found.height, found.previews[0].is_upright) == (6000, 4000, False)


def test_a_thumbnail_of_no_shape_of_the_photo_stays_as_it_lies() -> None:
    found = size_of((120, 160), (400, 600), announced=((6000, 4000),), orientation=6)
    assert [one.is_upright for one in found.previews] == [False, True]


def test_an_orientation_that_only_the_preview_has_counts(put: Put) -> None:
    turned = [jpeg(c, size, exif=exif_block(6)) for c, size in ((GREEN, (480, 320)), (BLUE, (900, 600)))]
    data = raw_files.arw(Shot(turned[0], turned[1]))
    place = data.rindex(struct.pack("<HHLL", 0x112, SHORT, 1, 1))
    file = put("a.arw", data[:place] + struct.pack("<H", 0x113) + data[place + 2 :])
    found = header(file)
    assert (found.width, found.height, found.orientation) == (800, 1200, 6)
    assert shown_colour(file, Recipe.FULL)[0] == (600, 900)


@pytest.mark.parametrize("layout", ["<d", "<Q"])
def test_sizes_that_no_sensor_has_are_not_believed(put: Put, layout: str) -> None:
    kind, values = {"<d": (12, (1e300, 1e19, 1e9)), "<Q": (16, (1 << 61, 1 << 32, 70_000))}[layout]
    for value in values:
        out = RawWriter()
        places = out.blob(struct.pack(layout, 3 * value)), out.blob(struct.pack(layout, 2 * value))
        rows = b"".join(struct.pack("<HHLL", 0xA002 + at, kind, 1, place) for at, place in enumerate(places))
        exif = out.blob(struct.pack("<H", 2) + rows + bytes(4))
        first = raw_files.camera(b"SONY") | raw_files.sensor((1200, 800)) | {0x8769: (LONG, exif)}
        first |= raw_files.interchange(out.blob(SHOT.large), len(SHOT.large))
        found = header(put("a.arw", out.finish(out.directory(first))))
        assert (found.width, found.height) == (1200, 800)


@pytest.mark.parametrize(
    ("preview", "announced", "size"),
    [
        ((1616, 1080), (6000, 4000), (6000, 4000)),
        ((1920, 1080), (6000, 4000), (6000, 3375)),
        ((3200, 1800), (4032, 3024), (4032, 2268)),
        ((1440, 1440), (4000, 3000), (3000, 3000)),
        ((6000, 3376), (6000, 4000), (6000, 3376)),
        ((6000, 4000), (6048, 4024), (6000, 4000)),
        ((160, 120), (6000, 4000), (6000, 4000)),
        ((9000, 4000), (6000, 4000), (9000, 4000)),
        ((4000, 4500), (6000, 4000), (4000, 4500)),
    ],
)
def test_the_size_told_is_that_of_the_photo_in_the_preview_s_shape(
    preview: tuple[int, int], announced: tuple[int, int], size: tuple[int, int]
) -> None:
    found = size_of(preview, announced=(announced,))
    assert (found.width, found.height) == size


def test_of_two_sizes_that_of_the_preview_s_shape_counts() -> None:
    found = size_of((1620, 912), announced=((6000, 4000), (6000, 3376)))
    assert (found.width, found.height) == (6000, 3376)


def test_plain_pixels_are_believed_as_far_as_their_bytes_go(put: Put) -> None:
    for size in ((17_000, 17_000), (4_000_000_000, 4_000_000_000)):
        out = RawWriter()
        tags = strip(out.blob(bytes(18_432)), 18_432, size, 1, 2) | DNG_VERSION
        child = out.directory(raw_files.sensor((1200, 800)))
        file = put("a.dng", out.finish(out.directory(tags | {0x14A: (LONG, child)})))
        assert header(file).preview_width is None
        answer = render(file, Recipe.SMALL)
        assert isinstance(answer, Problem)
        assert answer.code == "unsupported"


def test_grey_pixels_are_a_picture_too(put: Put) -> None:
    out = RawWriter()
    pixels = bytes([40]) * 96 * 64
    tags = strip(out.blob(pixels), len(pixels), (96, 64), 1, 1) | DNG_VERSION
    tags |= {0x102: (SHORT, 8), 0x115: (SHORT, 1)}
    child = out.directory(raw_files.sensor((1200, 800)) | {0x106: (SHORT, 34892)})
    file = put("a.dng", out.finish(out.directory(tags | {0x14A: (LONG, child)})))
    size, colour = shown_colour(file, Recipe.FULL)
    assert (size, is_near(colour, (40, 40, 40))) == ((96, 64), True)


def test_a_preview_of_too_many_pixels_hides_no_smaller_one(put: Put) -> None:
    large = bytearray(SHOT.large)
    frame = large.index(b"\xff\xc0") + 5
    large[frame : frame + 4] = struct.pack(">HH", 20_000, 30_000)
    file = put("a.arw", raw_files.arw(Shot(SHOT.small, bytes(large))))
    assert header(file).preview_width == 480
    assert is_near(shown_colour(file, Recipe.FULL)[1], GREEN)


def test_size_and_turn_of_a_newer_x3f_stand_elsewhere(put: Put) -> None:
    data = bytearray(raw_files.x3f())
    data[4:8] = struct.pack("<I", 0x40001)
    data[28:40] = struct.pack("<3I", 7, 7, 7)
    data[40:52] = struct.pack("<3I", 1500, 1000, 90)
    found = header(put("a.x3f", bytes(data)))
    assert (found.width, found.height, found.orientation) == (1000, 1500, 6)


def test_a_mask_is_no_preview(put: Put) -> None:
    """Phones put maps of depths and of skin into their files, as JPEG (DNG 1.7, PhotometricMask)."""
    out = RawWriter()
    mask, picture = jpeg(GREEN, (1000, 667)), jpeg(BLUE, (900, 600))
    places = (
        out.directory(raw_files.sensor((1200, 800))),
        out.directory(strip(out.blob(picture), len(picture), (900, 600))),
        *(out.directory(strip(out.blob(mask), len(mask), (1000, 667), photometric=kind)) for kind in (4, 51177, 52527)),
    )
    file = put("a.dng", out.finish(out.directory(DNG_VERSION | {0x14A: (LONG, places)})))
    assert is_near(shown_colour(file, Recipe.FULL)[1], BLUE)


def test_a_length_that_the_file_does_not_reach_is_wrong_where_the_jpeg_ends() -> None:
    data = bytes(9) + SHOT.large
    for end, length, is_cut in ((0, 0, False), (0, 99, False), (-200, 0, True), (-1, 0, True)):
        reader = BoundedReader.from_bytes(data[: len(data) + end])
        found = raw_previews.find_jpeg(reader, 9, len(SHOT.large) + length)
        assert found is not None
        assert found.is_cut == is_cut


def test_a_few_bytes_are_no_picture() -> None:
    reader = BoundedReader.from_bytes(bytes(9) + SHOT.large)
    assert raw_previews.find_jpeg(reader, 9, 63) is None
    assert raw_previews.find_jpeg(reader, 9, 64) is not None
