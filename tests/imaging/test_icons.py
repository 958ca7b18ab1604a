"""Icons of Windows and of macOS: which picture is shown, masks, depths, and what lies."""

from __future__ import annotations

import struct

import pytest
from PIL import Image

from gallery.base.models import Metadata, Problem
from gallery.imaging.formats import sniff
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.ico import find_largest
from gallery.imaging.metadata.read import read
from tests.imaging.files import Put, png_file
from tests.imaging.format_files import codestream, icns, ico, icon_bitmap, jp2
from tests.imaging.rendering import colour_at, is_ground, max_difference, open_result, rendered
from tests.imaging.shown import explain, show, show_whole
from tests.pictures import encoded


class CountingReader(BoundedReader):
    """Counts the bytes that it hands over."""

    asked = 0

    def read_up_to(self, offset: int, length: int) -> bytes:
        data = super().read_up_to(offset, length)
        self.asked += len(data)
        return data


RED, BLUE = (255, 0, 0), (0, 0, 255)


def png(side: int, colour: tuple[int, ...]) -> bytes:
    return encoded("PNG", Image.new("RGBA" if len(colour) == 4 else "RGB", (side, side), colour))


def halves(side: int, bits: int) -> tuple[bytes, bytes, bytes]:
    """Return rows that are red on the left and blue on the right, a mask that hides the lowest row, and a palette."""
    stride = (side * bits + 31) // 32 * 4
    values = [0] * (side // 2) + [1] * (side - side // 2)
    if bits <= 8:
        row = int("".join(f"{value:0{bits}b}" for value in values).ljust(8 * stride, "0"), 2).to_bytes(stride, "big")
        palette = b"\0\0\xff\0\xff\0\0\0".ljust(4 << bits, b"\0")
    else:
        whole = {16: (0x7C00, 0x1F), 24: (0xFF0000, 0xFF), 32: (0xFF0000, 0xFF)}[bits]
        row, palette = (
            b"".join(whole[value].to_bytes(bits // 8, "little") for value in values).ljust(stride, b"\0"),
            b"",
        )
    mask_stride = (side + 31) // 32 * 4
    return row * side, b"\xff" * mask_stride + bytes(mask_stride * (side - 1)), palette


@pytest.mark.parametrize("bits", [1, 4, 8, 16, 24, 32])
@pytest.mark.parametrize("side", [16, 18, 33])
def test_bitmaps_of_every_depth_are_clear_by_their_mask(put: Put, side: int, bits: int) -> None:
    rows, mask, palette = halves(side, bits)
    image = show_whole(put("a.ico", ico((side, bits, icon_bitmap(side, bits, rows, mask, palette)))))
    assert image.size == (side, side)
    assert (colour_at(image, (2, 2)), colour_at(image, (side - 2, 2))) == (RED, BLUE)
    assert is_ground(colour_at(image, (2, side - 1)))


def test_alpha_of_32_bits_counts_before_the_mask(put: Put) -> None:
    rows = b"".join(bytes((0, 0, 255, 255 if x < 8 else 0)) for _ in range(16) for x in range(16))
    image = show_whole(put("a.ico", ico((16, 32, icon_bitmap(16, 32, rows, b"\xff" * 64)))))
    assert colour_at(image, (3, 15)) == RED
    assert is_ground(colour_at(image, (12, 3)))


def test_a_mask_that_is_left_out_hides_nothing(put: Put) -> None:
    rows, _, palette = halves(16, 8)
    assert colour_at(show_whole(put("a.ico", ico((16, 8, icon_bitmap(16, 8, rows, b"", palette))))), (2, 15)) == RED


def test_the_largest_picture_is_shown_then_the_deepest(put: Put) -> None:
    plain = [icon_bitmap(32, bits, *halves(32, bits)) for bits in (4, 8)]
    deep = icon_bitmap(32, 24, b"\0\xff\0" * 1024, bytes(128))
    image = show_whole(put("a.ico", ico((16, 32, png(16, BLUE)), (32, 4, plain[0]), (32, 24, deep), (32, 8, plain[1]))))
    assert colour_at(image, (9, 9)) == (0, 255, 0)
    assert show_whole(put("a.ico", ico((32, 24, deep), (0, 32, png(256, BLUE))))).size == (256, 256)


def test_what_the_directory_says_is_not_believed(put: Put) -> None:
    """Sides, depths, planes and lengths in it are often wrong; the pictures know better."""
    data = bytearray(ico((48, 4, png(20, RED)), (16, 32, png(64, BLUE))))
    struct.pack_into("<H", data, 6 + 4, 777)
    assert show_whole(put("a.ico", bytes(data))).size == (64, 64)


def test_hostile_directories(put: Put) -> None:
    endless = (
        struct.pack("<HHH", 0, 1, 65535) + struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, 99, 6 + 16 * 65535) * 2000
    )
    huge = ico((16, 32, png_file(20_000, 20_000)))
    behind = ico((16, 32, b"")).replace(struct.pack("<I", 22), struct.pack("<I", 99_999_999))
    answers = [read(put("a.ico", data)) for data in (endless, huge, behind.ljust(300, b"\0"))]
    assert [answer.code for answer in answers if isinstance(answer, Problem)] == ["damaged", "too_large", "damaged"]
    assert explain(put("b.ico", ico((16, 32, png(16, RED)[:45])))).code == "truncated"


def test_a_png_that_is_cut_is_shown_as_far_as_it_goes(put: Put) -> None:
    noise = encoded("PNG", Image.effect_noise((64, 64), 90))
    for name, data in (("a.ico", ico((64, 32, noise[:2500]))), ("a.icns", icns((b"ic12", noise))[:2500])):
        image, problem = show(put(name, data))
        assert problem is not None
        assert problem.code == "truncated"
        assert is_ground(colour_at(image, (5, 63)))


@pytest.mark.parametrize("data", [b"\0\0\1\0", b"\0\0\1\0\1\0" + bytes(40), b"\0\0\2\0\0\0" + b"\xff" * 30])
def test_zeros_and_numbers_are_no_icons(data: bytes) -> None:
    assert sniff(data) is None


def test_a_damaged_icon_is_not_said_to_be_something_else(put: Put) -> None:
    answer = read(put("a.ico", b"\0\0\1\0\1\0" + bytes(40)))
    assert isinstance(answer, Problem)
    assert answer.code == "damaged"


def channels(side: int, *values: int) -> bytes:
    """Return channels of one value each, packed by runs."""
    return b"".join(bytes((128 + 127, value)) * (side * side // 130) + bytes((side * side % 130 - 1, *[value] * (side * side % 130))) for value in values)  # fmt: skip


def test_macos_colours_with_their_mask(put: Put) -> None:
    mask = bytes(255 if x < 8 else 0 for _ in range(16) for x in range(16))
    image = show_whole(put("a.icns", icns((b"is32", channels(16, 200, 100, 50)), (b"s8mk", mask))))
    assert colour_at(image, (3, 3)) == (200, 100, 50)
    assert is_ground(colour_at(image, (12, 3)))


@pytest.mark.parametrize(
    ("name", "data", "side", "colour"),
    [
        (b"it32", bytes(4) + channels(128, 9, 8, 7), 128, (9, 8, 7)),
        (b"il32", bytes((3, 50, 90)) * 1024, 32, (3, 50, 90)),
        (b"ic04", b"ARGB" + channels(16, 255, 1, 2, 3), 16, (1, 2, 3)),
        (b"ic10", png(1024, (4, 5, 6)), 1024, (4, 5, 6)),
        (b"icp6", png(64, (7, 8, 9)), 64, (7, 8, 9)),
        (b"ic08", codestream(Image.new("RGB", (256, 256), (40, 80, 120))), 256, (40, 80, 120)),
        (b"ic09", jp2(codestream(Image.new("RGBA", (64, 64), (1, 99, 2, 255))), size=(64, 64)), 64, (1, 99, 2)),
        (b"ICN#", b"\xff" * 256, 32, (0, 0, 0)),
    ],
)
def test_every_kind_of_macos_picture(put: Put, name: bytes, data: bytes, side: int, colour: tuple[int, ...]) -> None:
    image = show_whole(put("a.icns", icns((b"TOC ", bytes(8)), (b"ics#", b"\xff" * 64), (name, data), (b"name", b"x"))))
    assert image.size == (side, side)
    assert colour_at(image, (side // 2, side // 2)) == colour


def test_macos_icons_that_are_cut(put: Put) -> None:
    whole = icns((b"is32", channels(16, 200, 100, 50)))
    image, problem = show(put("a.icns", whole[:30]))
    assert problem is not None
    assert problem.code == "truncated"
    assert image.size == (16, 16)
    assert isinstance(read(put("a.icns", whole[:12])), Problem)
    assert isinstance(read(put("a.icns", whole)), Metadata)


NOISE = Image.effect_noise((64, 64), 90).convert("RGB")
SMALL = icon_bitmap(16, 24, b"\0\xff\0" * 256, bytes(64))
GREEN = (0, 255, 0)


def broken(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 0x55,)) + data[at + 1 :]


DAMAGED_PNGS = {
    "cut": encoded("PNG", NOISE)[:60],
    "cut in its data": encoded("PNG", NOISE)[:-20],
    "a wrong sum": broken(encoded("PNG", NOISE), 900),
    "not its name": encoded("PNG", NOISE).replace(b"IDAT", b"IDAX"),
    "more pixels than are decoded": png_file(20_000, 20_000),
    "longer than is decoded": png_file(1, 2_000_000),
    "longer than any": png_file(0xFFFFFFFF, 0xFFFFFFFF),
    "no end": encoded("PNG", NOISE)[:-12],
}


@pytest.mark.parametrize("kind", DAMAGED_PNGS)
def test_a_damaged_or_huge_picture_leaves_the_next_largest(put: Put, kind: str) -> None:
    damaged = DAMAGED_PNGS[kind]
    image = show_whole(put("a.ico", ico((256, 32, damaged), (16, 24, SMALL))))
    assert (image.size, colour_at(image, (5, 5))) == ((16, 16), GREEN)
    image = show_whole(put("a.icns", icns((b"ic10", damaged), (b"is32", channels(16, 0, 255, 0)))))
    assert (image.size, colour_at(image, (5, 5))) == ((16, 16), GREEN)


@pytest.mark.parametrize(
    "bitmap",
    [
        icon_bitmap(64, 24, bytes(100), b""),
        icon_bitmap(64, 0, bytes(60_000), b""),
        icon_bitmap(64, 7, bytes(60_000), b""),
        icon_bitmap(64, 24, bytes(60_000), b"").replace(struct.pack("<HHI", 1, 24, 0), struct.pack("<HHI", 1, 24, 9)),
        icon_bitmap(64, 8, bytes(60_000), b"").replace(struct.pack("<HHI", 1, 8, 0), struct.pack("<HHI", 1, 8, 1)),
    ],
)
def test_a_bitmap_that_ends_early_or_has_odd_pixels_leaves_the_next_largest(put: Put, bitmap: bytes) -> None:
    image = show_whole(put("a.ico", ico((16, 24, SMALL), (64, 24, bitmap))))
    assert (image.size, colour_at(image, (5, 5))) == ((16, 16), GREEN)


def stream_of(side: int) -> bytes:
    """Return the header of a codestream of this size, without its data."""
    stream = codestream(Image.new("L", (8, 8)))
    sides = struct.pack(">8I", side, side, 0, 0, side, side, 0, 0)
    return stream[:8] + sides + stream[40 : stream.find(b"\xff\x90")]


@pytest.mark.parametrize(
    "element",
    [
        (b"ic10", stream_of(1024)),
        (b"ic10", jp2(stream_of(1024), size=(1024, 1024))),
        (b"ic10", stream_of(1024).replace(struct.pack(">4I", 1024, 1024, 0, 0), struct.pack(">4I", 0, 0, 99, 99))),
        (b"it32", b"\xff\1" * 20),
        (b"il32", (b"\xff\1" * 24)[:-1]),
        (b"ic05", b"ARGB" + channels(32, 255, 9, 9)),
        (b"ih32", channels(48, 1, 2, 3)[:-1]),
        (b"ICN#", bytes(20)),
    ],
)
def test_a_damaged_element_leaves_the_next_largest(put: Put, element: tuple[bytes, bytes]) -> None:
    image = show_whole(put("a.icns", icns(element, (b"is32", channels(16, 0, 255, 0)))))
    assert (image.size, colour_at(image, (5, 5))) == ((16, 16), GREEN)


def test_an_element_that_goes_beyond_the_file_leaves_the_next_largest(put: Put) -> None:
    whole = icns((b"is32", channels(16, 0, 255, 0)), (b"it32", channels(128, 1, 2, 3)))
    assert show_whole(put("a.icns", whole)).size == (128, 128)
    assert show_whole(put("a.icns", whole[:-3])).size == (16, 16)


def test_a_wrong_sum_of_what_a_png_can_do_without_costs_nothing(put: Put) -> None:
    text = struct.pack(">I", 4) + b"tEXtabcd" + bytes(4)
    data = png(64, BLUE)
    image = show_whole(put("a.ico", ico((64, 32, data[:33] + text + data[33:]), (16, 24, SMALL))))
    assert (image.size, colour_at(image, (5, 5))) == ((64, 64), BLUE)


def test_of_damaged_pictures_alone_the_largest_is_shown(put: Put) -> None:
    for name, data in (
        ("a.ico", ico((16, 24, SMALL[:300]), (64, 32, encoded("PNG", NOISE)[:2500]))),
        ("a.icns", icns((b"is32", b"\xff\1"), (b"ic12", encoded("PNG", NOISE)[:2500]))),
    ):
        image, problem = show(put(name, data))
        assert problem is not None
        assert image.size == (64, 64)


def test_the_same_picture_is_not_checked_for_each_entry_that_names_it() -> None:
    """256 entries may name one picture of megabytes, or ones that overlap."""
    data = encoded("PNG", Image.effect_noise((600, 600), 90))[:-12]
    same = struct.pack("<BBBBHHII", 0, 0, 0, 0, 1, 32, len(data), 6 + 16 * 256) * 256
    reader = CountingReader.from_bytes(struct.pack("<HHH", 0, 1, 256) + same + data)
    assert find_largest(reader).width == 600
    assert reader.asked < 2 * len(data)


def test_a_bitmap_cannot_hold_a_picture_of_more_pixels(put: Put) -> None:
    """Memory is counted by the header of the bitmap."""
    inner = png(300, BLUE)
    outer = struct.pack("<IiiHHIIiiII", 40, 16, 32, 1, 0, 5, len(inner), 0, 0, 0, 0) + inner
    assert explain(put("a.ico", ico((16, 32, outer)))).code == "damaged"
    head = struct.pack("<2sIHHI", b"BM", 54 + len(inner), 0, 0, 54)
    plain = struct.pack("<IiiHHIIiiII", 40, 16, 16, 1, 0, 5, len(inner), 0, 0, 0, 0) + inner
    assert explain(put("a.bmp", head + plain)).code == "damaged"


def test_the_thumbnail_of_an_icon_has_the_colours_of_each_pixel(put: Put) -> None:
    stripes = Image.new("RGB", (16, 16), RED)
    for x in range(0, 16, 2):
        stripes.paste(BLUE, (x, 0, x + 1, 16))
    shown = open_result(rendered(put("a.ico", ico((16, 32, encoded("PNG", stripes))))))
    assert max_difference(colour_at(shown, (4, 8)), BLUE) < 60
    assert max_difference(colour_at(shown, (5, 8)), RED) < 60
