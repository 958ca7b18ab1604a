"""The previews behind a JPEG: taken where they are the photo, and never otherwise."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging.decoding import mpf
from gallery.imaging.decoding.render import render
from tests.imaging.files import reference
from tests.imaging.mpf_files import jpeg, with_previews
from tests.imaging.rendering import (
    BLUE,
    GREEN,
    RED,
    colour_at,
    max_difference,
    open_result,
    rendered,
    standard_profile,
    swapped_profile,
)

if TYPE_CHECKING:
    from tests.imaging.files import Put

VGA, FULL_HD, GAIN_MAP = 0x010001, 0x010002, 0
PHOTO = (2400, 1600)


def seen(result: Rendered) -> tuple[int, ...]:
    """Return the colour in the middle."""
    return colour_at(open_result(result), (result.width // 2, result.height // 2))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("recipe", "colour"), [(Recipe.SMALL, GREEN), (Recipe.LARGE, BLUE), (Recipe.SCREEN, RED), (Recipe.FULL, RED)]
)
def test_the_smallest_preview_that_is_large_enough_is_taken(
    put: Put, order: str, recipe: Recipe, colour: tuple[int, int, int]
) -> None:
    previews = [(FULL_HD, jpeg((1620, 1080), BLUE)), (VGA, jpeg((640, 427), GREEN))]
    file = put("a.jpg", with_previews(jpeg(PHOTO, RED), previews, order))
    assert max_difference(seen(rendered(file, recipe)), colour) < 6


def test_no_other_plugin_sees_a_preview(put: Put, curious: list[bytes]) -> None:
    file = put("a.jpg", with_previews(jpeg(PHOTO, RED), [(FULL_HD, jpeg((1620, 1080), BLUE))]))
    result = rendered(file)
    assert curious == []
    assert max_difference(seen(result), BLUE) < 6


def test_a_preview_gets_the_size_and_the_orientation_of_the_photo(put: Put) -> None:
    exif = Image.Exif()
    exif[0x112] = 6
    plain = put("plain.jpg", jpeg(PHOTO, RED, exif=exif))
    file = put("a.jpg", with_previews(jpeg(PHOTO, RED, exif=exif), [(FULL_HD, jpeg((1620, 1080), BLUE))]))
    one, other = rendered(plain), rendered(file)
    assert (one.width, one.height) == (other.width, other.height) == (213, 320)
    assert max_difference(seen(other), BLUE) < 6


@pytest.mark.parametrize(("icc", "shown"), [({}, GREEN), ({"icc_profile": standard_profile("sRGB")}, RED)])
def test_a_preview_without_a_profile_has_that_of_the_photo(
    put: Put, icc: dict[str, bytes], shown: tuple[int, int, int]
) -> None:
    photo = jpeg(PHOTO, BLUE, icc_profile=swapped_profile())
    colour = seen(rendered(put("a.jpg", with_previews(photo, [(FULL_HD, jpeg((1620, 1080), RED, **icc))]))))
    assert (colour[1] > colour[0]) == (shown == GREEN)


@pytest.mark.parametrize(
    ("kind", "preview"),
    [
        (FULL_HD, jpeg((1440, 1080), BLUE)),
        (FULL_HD, jpeg((1080, 1620), BLUE)),
        (VGA, jpeg((450, 300), BLUE)),
        (GAIN_MAP, jpeg((1620, 1080), BLUE)),
        (FULL_HD, b""),
        (FULL_HD, b"\xff\xd8\xff\xe0 no picture" * 50),
        (FULL_HD, jpeg((1620, 1080), BLUE)[:400]),
    ],
    ids=["bars", "unturned", "small", "gain map", "empty", "garbage", "cut"],
)
def test_a_preview_that_does_not_show_the_photo_is_not_taken(put: Put, kind: int, preview: bytes) -> None:
    assert max_difference(seen(rendered(put("a.jpg", with_previews(jpeg(PHOTO, RED), [(kind, preview)])))), RED) < 6


def test_a_preview_larger_than_the_photo_is_not_taken(put: Put) -> None:
    file = put("a.jpg", with_previews(jpeg((600, 400), RED), [(FULL_HD, jpeg((1620, 1080), BLUE))]))
    assert max_difference(seen(rendered(file)), RED) < 6


def test_of_a_long_list_only_two_previews_are_read(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    original = mpf._read

    def note(file: BinaryIO, at: int, size: int) -> bytes:
        read.append(size)
        return original(file, at, size)

    monkeypatch.setattr(mpf, "_read", note)
    broken = b"\xff\xd8\xff\xe0" + bytes(200)
    file = put("a.jpg", with_previews(jpeg(PHOTO, RED), [(FULL_HD, broken)] * 50))
    assert max_difference(seen(rendered(file)), RED) < 6
    assert [size for size in read if size == len(broken)] == [len(broken)] * 2


@pytest.mark.parametrize("shift", [-1, 1, 40, 1 << 31, -100_000])
def test_a_photo_written_anew_is_not_shown_as_it_was(put: Put, shift: int) -> None:
    shift = max(shift, -len(jpeg(PHOTO, RED)))
    file = put("a.jpg", with_previews(jpeg(PHOTO, RED), [(FULL_HD, jpeg((1620, 1080), BLUE))], shift=shift))
    assert max_difference(seen(rendered(file)), RED) < 6


def test_a_preview_inside_the_photo_is_not_taken(put: Put) -> None:
    inside = jpeg((1620, 1080), BLUE)
    photo = jpeg(PHOTO, RED)
    comment = b"\xff\xfe" + struct.pack(">H", len(inside) + 2) + inside
    data = bytearray(with_previews(photo[:2] + comment + photo[2:], [(FULL_HD, inside)]))
    entry = data.index(struct.pack("<LL", FULL_HD, len(inside)))
    data[entry + 8 : entry + 12] = struct.pack("<L", data.index(inside) - 10)
    assert max_difference(seen(rendered(put("a.jpg", bytes(data)))), RED) < 6


WHOLE = with_previews(jpeg((900, 600), RED), [(FULL_HD, jpeg((600, 400), BLUE))])


@given(st.data())
def test_a_damaged_list_gives_a_picture_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    mutated = bytearray(WHOLE)
    for at in data.draw(st.lists(st.integers(2, 100), max_size=8)):
        mutated[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "mutated.jpg"
    path.write_bytes(mutated)
    assert isinstance(render(reference(path), Recipe.SMALL), Rendered | Problem)
