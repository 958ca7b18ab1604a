"""What a picture does not need costs no picture, and is no notice; what is cut is shown as far as it goes."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from gallery.base.models import Problem, Recipe
from gallery.imaging.decoding import completeness, gif_blocks, heif_aperture, heif_thumbnail
from gallery.imaging.decoding.render import render
from gallery.imaging.decoding.transparency import GROUND
from gallery.imaging.metadata.bounded_reader import BoundedReader
from tests.imaging.odd_pictures import box, cropped_heif
from tests.imaging.rendering import colour_at, max_difference, open_result, rendered
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

SMALL = picture(320, 240)


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


ODD_CHUNKS = {
    "text of an unknown compression": chunk(b"zTXt", b"Comment\0\7" + zlib.compress(b"words")),
    "text that unpacks to 50 MB": chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50 << 20), 9)),
    "text that is not compressed": chunk(b"zTXt", b"Comment\0\0words"),
    "text without a keyword": chunk(b"iTXt", b""),
    "text with a wrong check sum": chunk(b"tEXt", b"Comment\0words")[:-1] + b"?",
    "profile of an unknown compression": chunk(b"iCCP", b"name\0\7" + zlib.compress(b"profile")),
    "profile that is not compressed": chunk(b"iCCP", b"name\0\0words"),
    "gamma with a wrong check sum": chunk(b"gAMA", struct.pack(">I", 45455))[:-1] + b"?",
    "gamma that is too short": chunk(b"gAMA", b""),
}


@pytest.mark.parametrize("odd", ODD_CHUNKS)
def test_an_odd_chunk_costs_no_picture_and_is_no_notice(put: Put, odd: str) -> None:
    data = encoded("PNG", SMALL)
    result = rendered(put("a.png", data[:33] + ODD_CHUNKS[odd] + data[33:]))
    assert result.problem is None
    assert max_difference(colour_at(open_result(result), (10, 10)), (250, 40, 40)) < 20


@pytest.mark.parametrize(
    "odd",
    [
        b"\xff\xe0\0\7JFIF\0",
        b"\xff\xe0\0\2",
        b"\xff\xee\0\7Adobe",
        b"\xff\xe2\0\x0fICC_PROFILE\0\1",
        b"\xff\xed\0\x0dPhotoshop 3",
        b"stray bytes",
        b"\0\0\0\0",
    ],
)
def test_an_odd_segment_costs_no_picture_and_is_no_notice(put: Put, odd: bytes) -> None:
    data = encoded("JPEG", SMALL)
    for name, changed in (("before.jpg", data[:2] + odd + data[2:]), ("behind.jpg", data[:20] + odd + data[20:])):
        result = rendered(put(name, changed))
        assert result.problem is None
        assert max_difference(colour_at(open_result(result), (10, 10)), (250, 40, 40)) < 20


def test_an_avif_whose_exif_is_broken_is_shown(put: Put) -> None:
    exif = Image.Exif()
    exif[0x10F] = "a maker"
    data = encoded("AVIF", SMALL, exif=exif)
    at = data.find(b"II*\0") if b"II*\0" in data else data.find(b"MM\0*")
    assert at > 0
    broken = data[: at - 4] + b"\xff\xff\xff\xff????" + data[at + 4 :]
    result = rendered(put("a.avif", broken))
    assert result.problem is None
    assert max_difference(colour_at(open_result(result), (10, 10)), (250, 40, 40)) < 30


def test_an_avif_of_another_major_brand_is_shown(put: Put) -> None:
    data = encoded("AVIF", SMALL)
    result = rendered(put("a.avif", data[:8] + b"pymd" + data[12:]))
    assert result.problem is None


def test_an_avif_with_groups_that_its_decoder_does_not_know_is_shown(put: Put) -> None:
    data = encoded("AVIF", SMALL)
    meta = data.index(b"meta") - 4
    length = int.from_bytes(data[meta : meta + 4], "big")
    group = box(b"grpl", box(b"pymd", struct.pack(">IIII", 0, 9, 1, 1), bytes(8)))
    # the offsets of pixels count from the start of the file: they move with what is put in before them
    moved = data[:meta] + (length + len(group)).to_bytes(4, "big") + data[meta + 4 : meta + length] + group + data[meta + length :]  # fmt: skip
    at = data.index(b"iloc")
    place = data.index((data.index(b"mdat") + 4).to_bytes(4, "big"), at)
    shifted = (data.index(b"mdat") + 4 + len(group)).to_bytes(4, "big")
    assert rendered(put("a.avif", moved[:place] + shifted + moved[place + 4 :])).problem is None


@pytest.mark.parametrize("matrix", [3, 10, 13, 200])
def test_an_avif_of_rare_luminance_is_shown(put: Put, matrix: int) -> None:
    data = encoded("AVIF", SMALL)
    at = data.index(b"nclx") + 8
    result = rendered(put("a.avif", data[:at] + matrix.to_bytes(2, "big") + data[at + 2 :]))
    assert result.problem is None


def test_a_tiny_file_that_announces_a_gigabyte_costs_no_memory(put: Put) -> None:
    data = encoded("WEBP", SMALL)
    result = render(put("a.webp", data[:4] + (1 << 30).to_bytes(4, "little") + data[8 : len(data) // 2]), Recipe.SMALL)
    assert isinstance(result, Problem)
    assert result.code == "truncated"


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("WEBP", {"quality": 90}),
        ("PNG", {}),
        ("GIF", {"interlace": 0}),
        ("GIF", {"interlace": 1}),
        ("JPEG", {}),
        ("BMP", {}),
    ],
)
def test_a_file_that_is_cut_is_shown_as_far_as_it_goes(put: Put, kind: str, options: dict[str, Any]) -> None:
    image = Image.effect_mandelbrot((400, 300), (-2, -1.2, 1, 1.2), 100).convert("RGB")
    image.paste((250, 40, 40), (0, 0, 60, 40))
    image.paste((250, 40, 40), (0, 260, 60, 300))  # BMP begins below
    data = encoded(kind, image.quantize(64) if kind == "GIF" else image, **options)
    result = rendered(put("cut", data[: len(data) * 2 // 3]))
    assert result.problem is not None
    assert result.problem.code == "truncated"
    shown = open_result(result)
    ends = [colour_at(shown, (10, 8)), colour_at(shown, (10, shown.height - 8))]
    assert min(max_difference(end, (250, 40, 40)) for end in ends) < 30


def test_a_cut_avif_says_that_it_ends_too_early(put: Put) -> None:
    data = encoded("AVIF", SMALL)
    result = render(put("a.avif", data[: len(data) // 2]), Recipe.SMALL)
    problem = result if isinstance(result, Problem) else result.problem
    assert problem is not None
    assert problem.code == "truncated"


def interlaced_png(image: Image.Image) -> bytes:
    """An Adam7 PNG of eight bits RGB (PNG, third edition, 8), which Pillow cannot write."""
    width, height = image.size
    rows = b""
    for left, top, across, down in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):  # fmt: skip
        for y in range(top, height, down):
            pixels = [image.getpixel((x, y)) for x in range(left, width, across)]
            if pixels:
                rows += b"\0" + bytes(part for one in pixels for part in one)  # type: ignore[union-attr]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("part", [0.03, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8])
@pytest.mark.parametrize("size", [(160, 120), (157, 83)])
def test_missing_passes_are_filled_by_those_that_came(put: Put, part: float, size: tuple[int, int]) -> None:
    image = picture(*size)
    data = interlaced_png(image)
    shown = open_result(rendered(put("a.png", data[: int(len(data) * part)])))
    places = [(x, y) for x in range(4, size[0], 7) for y in range(4, size[1], 7)]
    differences = [max_difference(colour_at(shown, place), colour_at(image, place)) for place in places]
    assert sum(differences) / len(differences) < 25


def test_what_the_first_pass_did_not_reach_is_clear(put: Put) -> None:
    image = Image.new("RGB", (160, 120), "red")
    data = interlaced_png(image)
    # the rows stand uncompressed behind two headers of 41 and 7 bytes: five of the first pass come
    shown = open_result(rendered(put("a.png", data[: 48 + 5 * (1 + 20 * 3)])))
    assert max_difference(colour_at(shown, (80, 36)), (255, 0, 0)) < 20
    assert min(max_difference(colour_at(shown, (80, 44)), (grey,) * 3) for grey in GROUND) < 20


def test_a_whole_interlaced_png_is_left_alone(put: Put) -> None:
    image = picture(61, 43)
    result = rendered(put("a.png", interlaced_png(image)))
    assert result.problem is None
    assert max_difference(colour_at(open_result(result), (20, 20)), colour_at(image, (20, 20))) < 20


def test_missing_rows_of_an_interlaced_gif_are_those_above_them(put: Put) -> None:
    data = encoded("GIF", Image.linear_gradient("L").resize((200, 160)).quantize(255), interlace=1)
    result = rendered(put("a.gif", data[: len(data) // 2]))
    assert result.problem is not None
    shown = open_result(result)
    column = [colour_at(shown, (100, y))[0] for y in range(0, 160, 3)]
    assert all(abs(value - y * 255 / 160) < 40 for value, y in zip(column, range(0, 160, 3), strict=True))


@pytest.mark.parametrize("clear", [None, 3])
def test_missing_rows_of_another_gif_are_clear(put: Put, clear: int | None) -> None:
    rows = Image.effect_noise((200, 160), 60).quantize(64)
    data = encoded("GIF", rows, interlace=0, **({} if clear is None else {"transparency": clear}))
    shown = open_result(rendered(put("a.gif", data[: len(data) // 2])))
    assert max_difference(colour_at(shown, (100, 20)), (128,) * 3) < 120
    below = {colour_at(shown, (x, y))[0] for x in range(2, 198, 7) for y in range(120, 160, 3)}
    assert all(min(abs(grey - one) for one in GROUND) < 20 for grey in below)
    assert len({min(GROUND, key=lambda one: abs(one - grey)) for grey in below}) == 2


def test_an_empty_frame_has_no_rows_to_fill() -> None:
    assert gif_blocks.fill_missing_rows(Image.new("L", (4, 4))).getbbox() is None


@pytest.mark.parametrize("long", [False, True])
def test_a_clean_aperture_is_cropped_here_and_taken_from_the_file(long: bool) -> None:
    data = cropped_heif(640, 400, (400, 1, 300, 1, -20, 2, 30, 2), long=long)
    cleaned = heif_aperture.without_transforms(data)
    assert cleaned is not None
    assert len(cleaned) == len(data)
    assert heif_aperture.without_transforms(cleaned) is None  # no transformation is left
    image = Image.new("L", (640, 400))
    image.paste(255, (110, 65, 510, 365))
    assert heif_aperture.crop(image, data).getextrema() == (255, 255)
    assert heif_aperture.crop(image, data).size == (400, 300)


def test_a_heif_without_a_clean_aperture_is_left_alone() -> None:
    assert heif_aperture.without_transforms(box(b"ftyp", b"heic", bytes(4)) + box(b"meta", bytes(4))) is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (box(b"ftyp", b"hevc", bytes(4), b"msf1") + box(b"moov", box(b"trak", box(b"tkhd", bytes(76), struct.pack(">II", 64 << 16, 48 << 16)))), "a sequence of frames without a still picture"),
        (box(b"ftyp", b"heic", bytes(4)) + box(b"meta", bytes(4), box(b"pitm", bytes(4), b"\0\1"), box(b"iinf", bytes(4), b"\0\1", box(b"infe", b"\2\0\0\0", b"\0\1\0\0", b"j2k1", b"\0")), box(b"iprp", box(b"ipco", box(b"ispe", struct.pack(">III", 0, 64, 48))), box(b"ipma", struct.pack(">II", 0, 1), b"\0\1\1\1"))), "JPEG 2000 compression"),
    ],
)  # fmt: skip
def test_a_rare_heif_is_named_and_not_called_damaged(put: Put, data: bytes, words: str) -> None:
    result = render(put("a.heic", data), Recipe.SMALL)
    assert result == Problem("unsupported", f"This HEIC picture cannot be decoded: it uses {words}.")


def test_an_avif_that_is_larger_than_its_decoder_takes_is_not_called_damaged(put: Put) -> None:
    data = encoded("AVIF", SMALL)
    at = data.index(b"ispe") + 8
    result = render(put("a.avif", data[:at] + struct.pack(">II", 17_000, 17_000) + data[at + 8 :]), Recipe.SMALL)
    words = "17000 x 17000 pixels, more than its decoder takes"
    assert result == Problem("unsupported", f"This AVIF picture cannot be decoded: it uses {words}.")


@pytest.mark.parametrize(
    ("marker", "depth", "words"),
    [
        (0xC3, 8, "lossless JPEG compression"),
        (0xC0, 12, "12 bits a channel"),
        (0xC1, 12, "12 bits a channel"),
        (0xC5, 8, "hierarchical JPEG compression"),
    ],
)
def test_a_rare_jpeg_is_named_and_not_called_damaged(put: Put, marker: int, depth: int, words: str) -> None:
    data = bytearray(encoded("JPEG", SMALL))
    at = data.index(b"\xff\xc0")
    data[at + 1], data[at + 4] = marker, depth
    result = render(put("a.jpg", bytes(data)), Recipe.SMALL)
    assert result == Problem("unsupported", f"This JPEG picture cannot be decoded: it uses {words}.")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"])
def test_the_structure_of_a_file_tells_whether_it_ends_early(kind: str) -> None:
    data = encoded(kind, SMALL)
    assert not completeness.ends_early(kind.lower(), io.BytesIO(data))
    for part in (0.3, 0.6, 0.9):
        assert completeness.ends_early(kind.lower(), io.BytesIO(data[: int(len(data) * part)])), part


def test_the_first_picture_of_a_gif_is_found_behind_other_blocks() -> None:
    data = encoded("GIF", SMALL.quantize(16), interlace=1, comment=b"words" * 100)
    assert gif_blocks.find_first_picture(BoundedReader.from_bytes(data)) == (True, False)


def referring(kind: bytes, source: int, target: int, *, long: bool = False) -> bytes:
    """The boxes of a HEIF whose primary item is 2, with one reference from an item to another."""
    layout = ">IHI" if long else ">HHH"
    reference = box(b"iref", bytes((long, 0, 0, 0)), box(kind, struct.pack(layout, source, 1, target)))
    return box(b"ftyp", b"heic", bytes(4)) + box(b"meta", bytes(4), box(b"pitm", bytes(4), b"\0\2"), reference)


@pytest.mark.parametrize("long", [False, True])
def test_the_primary_item_is_no_thumbnail_of_another(long: bool) -> None:
    data = referring(b"thmb", 2, 3, long=long)
    assert heif_thumbnail.with_photo_as_primary(io.BytesIO(data)) == data.replace(b"thmb", b"free")


@pytest.mark.parametrize(("kind", "source"), [(b"thmb", 3), (b"dimg", 2), (b"cdsc", 2)])
def test_other_references_of_a_heif_stay(kind: bytes, source: int) -> None:
    assert heif_thumbnail.with_photo_as_primary(io.BytesIO(referring(kind, source, 2))) is None
