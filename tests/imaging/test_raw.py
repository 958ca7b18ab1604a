"""RAW files of cameras: told from TIFF, with what EXIF says, and shown by the pictures that their cameras made."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Problem, Recipe
from gallery.imaging import formats
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata.read import read
from tests.imaging import raw_files
from tests.imaging.format_files import box
from tests.imaging.maker_note_files import inline_directory, old_olympus_note
from tests.imaging.raw_files import BLUE, GREEN, LARGE_SIZE, RED, SHOT, SMALL_SIZE, WRITERS, RawWriter, Shot, jpeg
from tests.imaging.raw_shown import header, is_near, shown_colour
from tests.imaging.rendering import JPEG_RECIPES, colour_at, open_result, rendered
from tests.imaging.tiff_files import TiffWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.imaging.files import Put

BOTH_SIZES = frozenset(("dng", "cr2", "nef", "arw", "cr3", "x3f"))
"""Writers of files with a small and a large JPEG."""
TALL = Shot(jpeg(GREEN, (480, 320)), jpeg(BLUE, (900, 600)), orientation=6)


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_is_recognised_by_its_content_and_has_its_facts(put: Put, kind: str) -> None:
    for name in (f"a.{kind}", "a.tif", "a.jpg"):
        found = header(put(name, WRITERS[kind]()))
        assert (found.format, found.width, found.height, found.orientation) == (kind, 1200, 800, 1)
        assert (found.preview_width, found.preview_height) == LARGE_SIZE
        assert not found.inline
    if kind == "x3f":
        return
    assert found.taken.origin == "exif"
    assert found.taken.local_ms == 1612522613000
    assert (found.model, found.lens, found.iso, found.exposure_s) == ("Model 5", "Lens 24-70", 400, 1 / 250)


@pytest.mark.parametrize("kind", WRITERS)
def test_the_smallest_picture_that_suffices_is_shown(put: Put, kind: str) -> None:
    file = put(f"a.{kind}", WRITERS[kind]())
    size, colour = shown_colour(file, Recipe.SMALL)
    assert size == (320, 213)
    assert is_near(colour, GREEN if kind in BOTH_SIZES else BLUE)
    for recipe in (Recipe.SCREEN, Recipe.FULL):
        size, colour = shown_colour(file, recipe)
        assert size == LARGE_SIZE
        assert is_near(colour, BLUE)


@pytest.mark.parametrize("kind", WRITERS)
def test_pictures_are_turned_as_the_raw_file_says(put: Put, kind: str) -> None:
    data = raw_files.x3f(rotation=90) if kind == "x3f" else WRITERS[kind](TALL)
    file = put(f"a.{kind}", data)
    found = header(file)
    assert (found.width, found.height, found.orientation) == (800, 1200, 6)
    assert (found.preview_width, found.preview_height) == (600, 900)
    image = open_result(rendered(file, Recipe.FULL))
    assert image.size == (600, 900)
    # the grey square of the upper left quarter is in the upper right one
    assert is_near(colour_at(image, (600 - 200, 300)), (90, 90, 90))
    assert open_result(rendered(file)).size == (213, 320)


@pytest.mark.parametrize("kind", WRITERS)
def test_the_orientation_of_a_preview_does_not_count(put: Put, kind: str) -> None:
    if kind == "raf":
        return  # whose EXIF is that of the preview
    turned = [
        jpeg(colour, size, exif=raw_files.exif_block(8)) for colour, size in ((GREEN, SMALL_SIZE), (BLUE, LARGE_SIZE))
    ]
    file = put(f"a.{kind}", WRITERS[kind](Shot(turned[0], turned[1])))
    assert (header(file).width, header(file).height) == (1200, 800)
    assert shown_colour(file, Recipe.FULL)[0] == LARGE_SIZE


def test_the_size_of_a_thumbnail_is_that_of_the_photo(put: Put) -> None:
    """A preview of 1616 x 1080 pixels is not quite of the shape of 6000 x 4000."""
    picture = jpeg(BLUE, (1616, 1080))
    file = put("a.arw", raw_files.arw(Shot(picture, picture, full=(6000, 4000))))
    assert open_result(rendered(file)).size == (320, 213)


def test_sensor_data_in_jpeg_is_no_picture(put: Put) -> None:
    """Linear data of a DNG may be a JPEG of eight bits, too."""
    linear: raw_files.Tags = {0x106: (raw_files.SHORT, 34892)}
    found = header(put("a.dng", raw_files.dng(preview=linear)))
    assert (found.preview_width, found.preview_height) == (96, 64)


NOTES: dict[str, Callable[[], bytes]] = {
    "new olympus": lambda: raw_files.orf(head=b"OM SYSTEM\0\0\0II\4\0"),
    "old magic of olympus": lambda: raw_files.orf().replace(b"IIRO", b"IIRS", 1),
    "cr3 with a list of lengths": lambda: raw_files.cr3(listed=True),
    "little-endian nikon": lambda: raw_files.nef(order="<"),
}


@pytest.mark.parametrize("name", NOTES)
def test_previews_in_variants_of_a_format_are_found(put: Put, name: str) -> None:
    file = put("a.raw", NOTES[name]())
    assert (header(file).preview_width, header(file).preview_height) == LARGE_SIZE
    assert shown_colour(file, Recipe.FULL)[0] == LARGE_SIZE


def absolute_note(make: bytes, write: Callable[[int, int], bytes]) -> bytes:
    """Return a RAW file whose note counts from the start of the file; `write` is told where note and JPEG stand."""
    out = RawWriter()
    picture = out.blob(bytes(40) + SHOT.large) + 40
    at = out.blob(b"") + 18 + 12  # behind the Exif directory's own values
    note = write(at, picture)
    place = out.blob(bytes(30) + note) + 30
    assert place == at
    row = struct.pack("<HHLL", 0x927C, 7, len(note), place)
    exif = out.blob(struct.pack("<H", 1) + row + bytes(4))
    first = raw_files.sensor((1200, 800)) | raw_files.camera(make) | {0x8769: (raw_files.LONG, exif)}
    return out.finish(out.directory(first))


def epson_note(start: int, length: int) -> bytes:
    return b"EPSON\0\1\0" + inline_directory((0x1036, 4, start), (0x1037, 4, length))


def test_notes_that_count_from_the_start_of_the_file_are_followed(put: Put) -> None:
    length = len(SHOT.large)
    entries = inline_directory((3, 4, length), (4, 4, 0))
    notes = {
        b"OLYMPUS": lambda at, start: old_olympus_note(start, length, at),
        b"PENTAX": lambda _, start: b"AOC\0II" + entries[:22] + struct.pack("<L", start) + entries[26:],
        b"SEIKO EPSON CORP.": lambda _, start: epson_note(start, length),
        b"SONY": lambda _, start: (
            b"SONY DSC \0\0\0\1\0" + struct.pack("<HHLL", 0x2001, 7, length + 32, start - 32) + bytes(4)
        ),
    }
    for make, write in notes.items():
        file = put("a.raw", absolute_note(make, write))
        assert (header(file).preview_width, header(file).preview_height) == LARGE_SIZE, make


def test_a_plain_tiff_stays_one_whatever_its_name(put: Put) -> None:
    data = TiffWriter(lambda x, y, channel: (7 * x + 11 * y + 60 * channel) % 256, channels=3, photometric=2).build()
    for name in ("a.tif", "a.nef", "a.dng"):
        found = header(put(name, data))
        assert (found.format, found.preview_width) == ("tiff", None)
    logarithmic = TiffWriter(lambda *_: 0, channels=3, photometric=32845).build()
    assert header(put("a.tif", logarithmic)).format == "tiff"


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (b"NIKON CORPORATION", "nef"),
        (b"Hasselblad", "3fr"),
        (b"Phase One A/S", "iiq"),
        (b"SAMSUNG", "srw"),
        (b"RICOH", "pef"),
        (b"EASTMAN KODAK COMPANY", "dcr"),
        (b"Nobody", "raw"),
    ],
)
def test_tiff_like_raw_files_are_named_by_their_maker(put: Put, make: bytes, kind: str) -> None:
    assert header(put("a.tif", raw_files.nef(make=make))).format == kind


def test_a_raw_name_and_a_maker_suffice_where_no_sensor_is_described(put: Put) -> None:
    out = RawWriter()
    picture = out.blob(SHOT.large)
    tags = raw_files.camera(b"EASTMAN KODAK COMPANY") | raw_files.interchange(picture, len(SHOT.large))
    data = out.finish(out.directory(tags | {0x100: (4, 96), 0x101: (4, 64)}))
    assert header(put("a.kdc", data)).format == "dcr"
    assert header(put("a.tif", data)).format == "tiff"
    assert shown_colour(put("a.kdc", data), Recipe.FULL)[0] == LARGE_SIZE


def test_all_suffixes_are_candidates_and_shared_ones_promise_nothing() -> None:
    names = "dng cr2 nef nrw arw sr2 srf orf pef rw2 srw iiq 3fr fff mef mos erf kdc dcr raf cr3 x3f rwl gpr cap mrw crw raw"
    for suffix in names.encode().split():
        assert formats.is_candidate(b"a." + suffix)
        assert formats.is_candidate(b"a." + suffix.upper())
        assert formats.has_known_suffix(b"a." + suffix) == (suffix not in (b"cap", b"dcr", b"raw"))


def test_a_page_with_the_name_of_a_raw_file_is_told(put: Put) -> None:
    assert read(put("a.nef", b"<html>")) == Problem(
        "wrong_content", "The name says NEF, a RAW format, the content is a web page."
    )


def test_plain_pixels_are_the_last_resort(put: Put) -> None:
    file = put("a.nef", raw_files.nef(Shot(b"", b"", full=(1200, 800))))
    assert (header(file).width, header(file).height) == (1200, 800)
    assert (header(file).preview_width, header(file).preview_height) == (96, 64)
    for recipe in JPEG_RECIPES:
        size, colour = shown_colour(file, recipe)
        assert size == (96, 64)
        assert is_near(colour, RED)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_raw_file_without_a_picture_says_so_and_keeps_its_facts(put: Put, order: str) -> None:
    out = RawWriter(order)
    exif = out.directory(raw_files.capture())
    tags = raw_files.sensor((1232, 816)) | raw_files.camera(b"Maker") | {0x8769: (raw_files.LONG, exif)}
    file = put("a.dng", out.finish(out.directory(tags | {0xC612: (1, (1, 4, 0, 0)), 0xC620: (4, (1200, 800))})))
    found = header(file)
    assert (found.width, found.height, found.taken.local_ms) == (1200, 800, 1612522613000)
    assert (found.preview_width, found.preview_height) == (None, None)
    answer = render(file, Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert (answer.code, "LibRaw" in answer.message) == ("unsupported", True)


def test_black_bars_of_a_thumbnail_are_cut(put: Put) -> None:
    barred = Image.new("RGB", (160, 120))
    barred.paste(Image.new("RGB", (160, 107), GREEN), (0, 7))
    data = io.BytesIO()
    barred.save(data, "JPEG", quality=95)
    file = put("a.arw", raw_files.arw(Shot(data.getvalue(), data.getvalue())))
    assert (header(file).width, header(file).height) == (1200, 800)
    image = open_result(rendered(file))
    assert image.size == (159, 106)
    # next to the bars the JPEG's colours run
    assert all(colour_at(image, (80, y))[1] > 110 for y in (0, 1, 104, 105))
    assert is_near(colour_at(image, (80, 50)), GREEN)


def test_the_camera_s_own_shape_counts(put: Put) -> None:
    """A square picture of a camera that cuts it out of the sensor's."""
    square = jpeg(BLUE, (800, 800))
    file = put("a.arw", raw_files.arw(Shot(jpeg(GREEN, (160, 120)), square)))
    assert (header(file).width, header(file).height) == (800, 800)
    assert open_result(rendered(file)).size == (320, 320)


def test_the_place_in_a_cr3_is_read(put: Put) -> None:
    found = header(put("a.cr3", raw_files.cr3()))
    assert found.latitude == pytest.approx(1.2833, abs=1e-3)
    assert found.longitude == pytest.approx(103.85, abs=1e-3)


def test_what_people_write_is_read(put: Put) -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>'
    )
    in_box = raw_files.cr3(more=box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), packet))
    assert header(put("a.cr3", in_box)).rating == 4
    iptc = b"\x1c\2\x78\0\7Harbour"
    tags: raw_files.Tags = {0x2BC: (raw_files.BYTE, packet), 0x83BB: (raw_files.UNDEFINED, iptc)}
    found = header(put("a.dng", raw_files.dng(first=tags)))
    assert (found.rating, found.caption) == (4, "Harbour")


def test_a_full_size_preview_says_how_large_the_photo_is(put: Put) -> None:
    """Sensors have margins that no picture shows."""
    large = jpeg(BLUE, (1200, 800))
    file = put("a.nef", raw_files.nef(Shot(SHOT.small, large, full=(1216, 808))))
    assert (header(file).width, header(file).height) == (1200, 800)
