import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageStat

from gallery.base.models import FileRef, Problem, Recipe, Rendered
from gallery.imaging.decoding import colour
from gallery.imaging.decoding.jpeg_scans import first_scans
from gallery.imaging.decoding.render import LargeError, render
from tests.imaging.conftest import Put, ref
from tests.imaging.test_metadata import bomb
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from pathlib import Path

RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (240, 240, 240)


def made(file: FileRef, recipe: Recipe = Recipe.SMALL) -> Rendered:
    result = render(file, recipe)
    assert isinstance(result, Rendered), result
    return result


def opened(result: Rendered) -> Image.Image:
    image = Image.open(io.BytesIO(result.jpeg))
    assert image.size == (result.width, result.height)
    assert image.mode in ("RGB", "L")
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    return image.convert("RGB")


def far(one: Any, other: Any) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """Colours inside the four corners: top left, top right, bottom left, bottom right."""
    w, h = image.size
    return [
        image.getpixel(place)
        for place in ((w // 8, h // 8), (w * 7 // 8, h // 8), (w // 8, h * 7 // 8), (w * 7 // 8, h * 7 // 8))
    ]  # type: ignore[misc]


def four(width: int, height: int) -> Image.Image:
    image = Image.new("RGB", (width, height))
    for place, color in (((0, 0), RED), ((1, 0), GREEN), ((0, 1), BLUE), ((1, 1), WHITE)):
        x, y = place[0] * width // 2, place[1] * height // 2
        image.paste(color, (x, y, x + width // 2, y + height // 2))
    return image


# how an upright picture has to be stored for each orientation to bring it back
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [(400, 200), (160, 80)])
def test_all_orientations_come_out_upright(put: Put, kind: str, orientation: int, size: tuple[int, int]) -> None:
    method = STORED[orientation]
    image = four(*size) if method is None else four(*size).transpose(method)
    exif = Image.Exif()
    exif[0x112] = orientation
    result = made(put("a", encoded(kind, image, exif=exif)))
    assert (result.width, result.height) == ((320, 160) if size[0] > 320 else size)
    assert all(far(*pair) < 40 for pair in zip(corners(opened(result)), (RED, GREEN, BLUE, WHITE), strict=True))


@pytest.mark.parametrize(
    ("recipe", "size", "result"),
    [
        (Recipe.SMALL, (4000, 3000), (320, 240)),
        (Recipe.LARGE, (4000, 3000), (512, 384)),
        (Recipe.SCREEN, (4000, 3000), (2000, 1500)),
        (Recipe.SCREEN, (5000, 3750), (2133, 1600)),
        (Recipe.SCREEN, (3000, 4000), (1200, 1600)),
        (Recipe.FULL, (4000, 3000), (4000, 3000)),
        (Recipe.LARGE, (300, 200), (300, 200)),
        (Recipe.SMALL, (3000, 21), (320, 2)),
    ],
)
def test_sizes(put: Put, recipe: Recipe, size: tuple[int, int], result: tuple[int, int]) -> None:
    rendered = made(put("a.jpg", encoded("JPEG", picture(*size))), recipe)
    assert (rendered.width, rendered.height) == result
    opened(rendered)


def test_progressive_is_cut_and_looks_the_same(put: Put) -> None:
    image = picture(3600, 2400).resize((3600, 2400))
    plain, cut = put("a.jpg", encoded("JPEG", image)), put("b.jpg", encoded("JPEG", image, progressive=True))
    assert first_scans(encoded("JPEG", image, progressive=True)) is not None
    assert first_scans(encoded("JPEG", image, progressive=True), 1) is not None
    for recipe in (Recipe.SMALL, Recipe.LARGE):
        difference = ImageChops.difference(opened(made(plain, recipe)), opened(made(cut, recipe)))
        assert max(ImageStat.Stat(difference).mean) < 3


def test_a_cut_progressive_file_says_so(put: Put) -> None:
    data = encoded("JPEG", picture(3600, 2400), progressive=True)
    result = made(put("a.jpg", data[: len(data) * 2 // 3]))
    assert result.problem is not None
    assert result.problem.code == "truncated"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_makes_the_cut_raise(data: st.DataObject) -> None:
    mutated = bytearray(PROGRESSIVE)
    for _ in range(data.draw(st.integers(1, 8))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(mutated)))
    first_scans(bytes(mutated[:end]), data.draw(st.integers(0, 1)))


PROGRESSIVE = encoded("JPEG", picture(64, 48), progressive=True)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"])
def test_files_cut_anywhere(put: Put, kind: str) -> None:
    data = encoded(kind, picture(160, 120))
    for end in range(1, len(data) - 4, max(1, len(data) // 60)):
        result = render(put("cut", data[:end]), Recipe.SMALL)
        if isinstance(result, Rendered) and kind == "JPEG" and end < len(data) - 40:
            assert result.problem is not None, end


def test_a_cut_file_is_shown_as_far_as_it_goes(put: Put) -> None:
    data = encoded("JPEG", four(800, 400), quality=95)
    result = made(put("a.jpg", data[: len(data) * 2 // 3]))
    assert result.problem is not None
    assert result.problem.code == "truncated"
    assert far(corners(opened(result))[0], RED) < 40


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.jpg", b"", "empty"),
        ("a.jpg", b"<html>", "wrong_content"),
        ("a", b"words", "not_a_picture"),
        ("a.png", bomb(20_000, 20_000), "too_large"),
        ("a.png", bomb(100, 100), "truncated"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10", "damaged"),
    ],
)
def test_problems(put: Put, name: str, data: bytes, code: str) -> None:
    result = render(put(name, data), Recipe.SMALL)
    assert isinstance(result, Problem)
    assert result.code == code


def test_more_pixels_than_the_header_says(put: Put) -> None:
    # the size that counts here is the decoder's: a GIF whose first frame is larger than its screen
    data = bytearray(encoded("GIF", picture(64, 48)))
    data[6:10] = struct.pack("<HH", 1, 1)
    assert isinstance(render(put("a.gif", bytes(data)), Recipe.SMALL), Rendered | Problem)


def test_a_budget_sends_large_pictures_back(put: Put) -> None:
    file = put("a.webp", encoded("WEBP", picture(400, 300)))
    with pytest.raises(LargeError):
        render(file, Recipe.SMALL, budget=1_000_000)
    assert isinstance(render(file, Recipe.SMALL, budget=10_000_000), Rendered)


def profile(name: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()  # type: ignore[arg-type]


def wide_gamut() -> bytes:
    """An RGB profile made from sRGB's by swapping the red and green primaries: what it does is easy to see."""
    data = bytearray(profile("sRGB"))
    count = struct.unpack(">I", data[128:132])[0]
    places = {bytes(data[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = data[green + 4 : green + 12], data[red + 4 : red + 12]
    return bytes(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_profiles_are_applied(put: Put, kind: str) -> None:
    result = made(put("a", encoded(kind, four(400, 200), icc_profile=wide_gamut())))
    top_left, top_right, *_ = corners(opened(result))
    assert far(top_left, (20, 220, 20)) < 50
    assert far(top_right, (200, 20, 20)) < 50


@pytest.mark.parametrize("icc", [b"junk", b"", profile("sRGB")[:200], profile("LAB")])
def test_broken_or_foreign_profiles_are_taken_as_srgb(put: Put, icc: bytes) -> None:
    result = made(put("a.jpg", encoded("JPEG", four(400, 200), icc_profile=icc)))
    assert far(corners(opened(result))[0], RED) < 40


def test_srgb_is_found_to_change_nothing_and_transforms_are_kept() -> None:
    assert colour._transform_for(profile("sRGB"), "RGB") is None
    swapped = wide_gamut()
    assert colour._transform_for(swapped, "RGB") is colour._transform_for(swapped, "RGB") is not None


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "CMYK"), ("JPEG", "L"), ("TIFF", "CMYK"), ("TIFF", "LAB"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1"),
     ("PNG", "I;16"), ("TIFF", "I"), ("TIFF", "F"), ("GIF", "P"), ("WEBP", "RGBA"), ("BMP", "1"), ("TIFF", "YCbCr")],
)  # fmt: skip
def test_modes(put: Put, kind: str, mode: str) -> None:
    image = picture(400, 300)
    if mode == "LAB":
        image = ImageCms.profileToProfile(
            image, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
    elif mode == "I;16":
        image = image.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    else:
        image = image.convert(mode)
    result = opened(made(put("a", encoded(kind, image))))
    reference = picture(400, 300).resize((320, 240))
    if mode in ("L", "LA", "I", "F", "I;16", "1"):
        reference = reference.convert("L").convert("RGB")
    difference = ImageStat.Stat(ImageChops.difference(result, reference)).mean
    assert max(difference) < (40 if mode in ("1", "P", "CMYK") else 8)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("WEBP", "RGBA"), ("AVIF", "RGBA"), ("GIF", "P")]
)
def test_transparency_lies_on_the_matte(put: Put, kind: str, mode: str) -> None:
    image = four(400, 200).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 200, 200))
    result = opened(made(put("a", encoded(kind, image if mode == "P" else image.convert(mode)))))
    assert far(corners(result)[0], colour.MATTE) < 8
    assert far(corners(result)[3], WHITE) < 8


def test_transparent_colour_of_a_png(put: Put) -> None:
    result = opened(made(put("a", encoded("PNG", four(400, 200), transparency=RED))))
    assert far(corners(result)[0], colour.MATTE) < 8


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_animations_show_their_first_frame(put: Put, kind: str) -> None:
    first, second = Image.new("RGB", (64, 64), RED), Image.new("RGB", (64, 64), BLUE)
    result = made(put("a", encoded(kind, first, save_all=True, append_images=[second], duration=50)))
    assert far(corners(opened(result))[0], RED) < 40


def test_comments_and_places_do_not_reach_the_copy(put: Put) -> None:
    exif = Image.Exif()
    exif[0x10E] = "secret"
    data = encoded(
        "JPEG", picture(100, 80), comment=b"secret", exif=exif, xmp=b"<x>secret</x>", icc_profile=profile("sRGB")
    )
    assert b"secret" not in made(put("a.jpg", data)).jpeg


@pytest.mark.parametrize(("color", "value"), [((255, 255, 255), 0xFFFF), ((0, 0, 0), 0x20), ((255, 0, 0), 0xF800)])
def test_mean_colour(put: Put, color: tuple[int, int, int], value: int) -> None:
    assert made(put("a.png", encoded("PNG", Image.new("RGB", (50, 50), color)))).color == value


def test_a_text_bomb_is_no_hang(put: Put) -> None:
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
    try:
        assert isinstance(render(ref(path), Recipe.SMALL, budget=64 << 20), Rendered | Problem)
    except LargeError:
        return


SAMPLES = {kind: encoded(kind, picture(64, 48)) for kind in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")}


def test_out_of_memory_is_a_problem(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    def starve(*_: Any, **__: Any) -> None:
        raise MemoryError

    file = put("a.jpg", encoded("JPEG", picture(800, 600)))
    monkeypatch.setattr(Image.Image, "resize", starve)
    result = render(file, Recipe.SMALL)
    assert isinstance(result, Problem)
    assert result.code == "out_of_memory"
