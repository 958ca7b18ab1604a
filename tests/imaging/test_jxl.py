"""JPEG XL: size, turn, channels, boxes, animation, and files that are cut, damaged, hostile, or have no decoder."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from gallery.base.models import Metadata, Problem, Recipe, Rendered
from gallery.imaging import libjxl
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata import jxl_codestream
from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.read import read
from tests.imaging.format_files import box
from tests.imaging.jxl_files import encode, jxl, wrapped_jpeg
from tests.imaging.rendering import colour_at, is_ground, max_difference
from tests.imaging.shown import explain, show, show_whole
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

EXIF = Image.Exif()
EXIF.update({0x10F: "Canon", 0x112: 6, 0x132: "2019:06:11 12:34:56"})
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>beach</rdf:li></rdf:Bag></dc:subject>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)
BOXES = [(b"Exif", bytes(4) + EXIF.tobytes().removeprefix(b"Exif\0\0")), (b"xml ", XMP)]


def highest(image: Image.Image) -> int:
    return max(max(band.tobytes()) for band in image.split())


def facts(found: Metadata | Problem) -> Metadata:
    assert isinstance(found, Metadata), found
    return found


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_every_kind_of_channels_is_shown_as_it_was(put: Put, mode: str) -> None:
    original = picture(120, 80).convert("RGB")
    if mode.endswith("A"):
        original.putalpha(picture(120, 80).convert("L").transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    original = original.convert(mode)
    shown = show_whole(put("a.jxl", jxl(original)))
    expected = show_whole(put("a.tif", encoded("TIFF", original)))
    assert ImageChops.difference(shown, expected).getbbox() is None


@pytest.mark.parametrize("size", [(8, 8), (256, 256), (64, 48), (300, 200), (1, 600), (640, 360), (8200, 3), (37, 41)])
@pytest.mark.parametrize("orientation", [1, 6])
def test_the_header_tells_the_size_and_the_turn(put: Put, size: tuple[int, int], orientation: int) -> None:
    found = facts(read(put("a.jxl", jxl(Image.new("L", size), orientation=orientation))))
    assert (found.format, found.width, found.height) == ("jxl", *(size if orientation == 1 else size[::-1]))
    assert not found.animated
    assert not found.inline


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_codestream_turns_the_picture_and_exif_does_not(put: Put, orientation: int) -> None:
    original = picture(60, 40)
    shown = show_whole(put("a.jxl", jxl(original, orientation=orientation, boxes=BOXES)))
    exif = Image.Exif()
    exif[0x112] = orientation
    expected = show_whole(put("a.tif", encoded("TIFF", original, exif=exif)))
    assert ImageChops.difference(shown, expected).getbbox() is None


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_deep_samples_are_shown(put: Put, bits: int) -> None:
    """The encoder takes numbers of 16 bits for any depth: what is of fewer stands in the upper ones."""
    original = picture(64, 48)
    deep = b"".join((value * 257).to_bytes(2, sys.byteorder) for value in original.tobytes())
    shown = show_whole(put("a.jxl", encode([deep], original.size, 3, bits=bits)))
    assert highest(ImageChops.difference(shown, original)) <= 1


def test_premultiplied_colours_are_divided_by_their_alpha(put: Put) -> None:
    stored = Image.new("RGBA", (64, 64), (100, 50, 25, 128))
    plain = Image.new("RGBA", (64, 64), (199, 100, 50, 128))
    shown = show_whole(put("a.jxl", jxl(stored, premultiplied=True)))
    expected = show_whole(put("b.jxl", jxl(plain)))
    assert max_difference(colour_at(shown, (9, 9)), colour_at(expected, (9, 9))) <= 1


@pytest.mark.parametrize("brotli", [False, True])
def test_exif_and_xmp_in_boxes_are_read(put: Put, brotli: bool) -> None:
    data = jxl(picture(64, 48), boxes=BOXES, brotli=brotli)
    assert (b"brob" in data) == brotli
    found = facts(read(put("a.jxl", data)))
    assert (found.width, found.make, found.rating, found.tags) == (64, "Canon", 4, "beach")
    assert (found.taken.local_ms % 86_400_000, found.taken.origin) == (45_296_000, "changed")


def test_a_codestream_in_parts_is_read(put: Put) -> None:
    whole = jxl(picture(64, 48))
    assert whole.startswith(jxl_codestream.SIGNATURE)
    parts = box(b"jxlp", bytes(4), whole[:5]) + box(b"jxlp", b"\x80\0\0\1", whole[5:])
    data = box(b"JXL ", b"\r\n\x87\n") + box(b"ftyp", b"jxl \0\0\0\0jxl ") + parts
    assert facts(read(put("a.jxl", data))).width == 64
    assert ImageChops.difference(show_whole(put("a.jxl", data)), picture(64, 48)).getbbox() is None


def test_of_an_animation_the_first_frame_is_shown(put: Put) -> None:
    first = picture(64, 48)
    file = put("a.jxl", jxl([first, Image.new("RGB", (64, 48)), Image.new("RGB", (64, 48), "red")]))
    assert facts(read(file)).animated
    assert ImageChops.difference(show_whole(file), first).getbbox() is None


def test_a_wrapped_jpeg_is_shown(put: Put) -> None:
    jpeg = encoded("JPEG", picture(320, 240), quality=95)
    shown = show_whole(put("a.jxl", wrapped_jpeg(jpeg)))
    original = Image.open(io.BytesIO(jpeg)).convert("RGB")
    assert highest(ImageChops.difference(shown, original)) <= 12


@pytest.mark.parametrize("distance", [0.0, 1.0])
def test_what_is_cut_is_shown_as_far_as_it_goes(put: Put, distance: float) -> None:
    original = Image.merge("RGB", [Image.effect_noise((1200, 900), 60) for _ in "RGB"])
    data = jxl(original, distance=distance)
    shown, problem = show(put("a.jxl", data[: len(data) * 3 // 4]))
    assert problem is not None
    assert problem.code == "truncated"
    assert distance or colour_at(shown, (40, 40)) == colour_at(original, (40, 40))
    assert distance or is_ground(colour_at(shown, (1190, 890)))
    assert explain(put("b.jxl", data[:40])).code == "truncated"


def test_what_is_damaged_is_shown_as_far_as_it_can_be_decoded(put: Put) -> None:
    original = Image.merge("RGB", [Image.effect_noise((1200, 900), 60) for _ in "RGB"])
    data = bytearray(jxl(original))
    middle = len(data) * 3 // 4
    data[middle : middle + 64] = b"\x55" * 64
    shown, problem = show(put("a.jxl", bytes(data)))
    assert problem is not None
    assert problem.code == "damaged"
    assert colour_at(shown, (40, 40)) == colour_at(original, (40, 40))


@pytest.mark.parametrize(
    "data", [b"\xff\x0a", b"\xff\x0a" + b"\xff" * 3, b"\0\0\0\x0cJXL \r\n\x87\n", b"\xff\x0a" + b"\xff" * 400]
)
def test_what_is_none_has_a_problem(put: Put, data: bytes) -> None:
    assert explain(put("a.jxl", data)).code in ("damaged", "truncated")


def test_without_a_decoder_the_header_is_read_and_the_picture_says_why(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put("a.jxl", jxl(picture(64, 48), boxes=BOXES, brotli=True))
    monkeypatch.setattr(libjxl, "library", lambda: None)
    assert facts(read(file)).width == 64
    problem = explain(file)
    assert problem.code == "unsupported"
    assert problem.message.startswith("This is a JPEG XL picture, which cannot be opened on this computer")
    assert libjxl.version() is None


def test_a_lack_of_memory_is_called_so(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """The decoder says that the file is broken."""
    data = jxl(Image.effect_noise((600, 600), 60))
    at = len(data) * 3 // 4
    damaged = data[:at] + b"\x55" * 64 + data[at + 64 :]
    _, problem = show(put("a.jxl", damaged))
    assert problem is not None
    assert problem.code == "damaged"
    monkeypatch.setattr("gallery.imaging.decoding.format_decoders.geometry.memory_needed", lambda *_, **__: 1 << 60)
    assert explain(put("a.jxl", damaged)).code == "out_of_memory"
    assert show(put("a.jxl", data))[1] is None, "most pictures take less than the most costly ones"


def test_a_box_that_unpacks_to_very_much_is_left_out() -> None:
    data = jxl(picture(64, 48), boxes=[(b"xml ", bytes(32 << 20))], brotli=True)
    start = data.index(b"brob")
    content = data[start + 4 : start - 4 + int.from_bytes(data[start - 4 : start], "big")]
    assert len(content) < 1 << 10
    assert libjxl.decompress(content, 4 << 20) is None
    assert libjxl.decompress(content, 64 << 20) == bytes(32 << 20)
    assert libjxl.decompress(content[:6], 4 << 20) in (None, b"")


def test_of_each_kind_of_box_only_the_first_is_unpacked(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands that unpack to 4 MiB each took 20 s."""
    unpack = libjxl.decompress
    unpacked: list[bytes] = []

    def watch(content: bytes, most: int) -> bytes | None:
        unpacked.append(content[:4])
        return unpack(content, most)

    monkeypatch.setattr(libjxl, "decompress", watch)
    more = box(b"xml ", b"<x/>") + 50 * box(b"brob", b"xml junk") + 50 * box(b"brob", b"Exifjunk")
    found = facts(read(put("a.jxl", jxl(picture(64, 48), boxes=BOXES, brotli=True) + more)))
    assert (found.make, found.rating, found.width) == ("Canon", 4, 64)
    assert unpacked == [b"Exif", b"xml "]


def test_the_decoder_has_one_thread_and_needs_no_numpy() -> None:
    code = (
        "import os, sys\n"
        "from gallery.imaging import libjxl\n"
        "from gallery.imaging.decoding import jxl_decoder\n"
        "assert jxl_decoder.decode_jxl(sys.stdin.buffer.read()).whole\n"
        "assert 'numpy' not in sys.modules and 'pylibjxl' not in sys.modules\n"
        "assert sys.platform != 'linux' or len(os.listdir('/proc/self/task')) == 1\n"
    )
    subprocess.run([sys.executable, "-c", code], input=jxl(picture(900, 900)), check=True)


@pytest.mark.parametrize("end", range(2, 60, 3))
def test_a_header_cut_anywhere_raises_nothing_else(end: int) -> None:
    data = jxl(picture(64, 48).convert("RGBA"), orientation=5)[:end]
    try:
        assert jxl_codestream.parse(data).height == 48
    except DamagedError:
        assert end < 20


SAMPLE = jxl(picture(64, 48), boxes=BOXES, brotli=True)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_damage_gives_a_picture_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    from tests.imaging.files import reference

    damaged = bytearray(SAMPLE)
    for at, value in changes:
        damaged[at] = value
    path = tmp_path_factory.mktemp("damaged") / "a.jxl"
    path.write_bytes(damaged)
    assert isinstance(read(reference(path)), Metadata | Problem)
    assert isinstance(render(reference(path), Recipe.SMALL), Rendered | Problem)
