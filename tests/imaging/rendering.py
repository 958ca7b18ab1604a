"""Shared by the tests of derived pictures: rendering that must work, test pictures, colours, profiles."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from PIL import Image, ImageCms

from gallery.base.models import FileRef, Recipe, Rendered
from gallery.imaging.decoding.render import render
from gallery.imaging.decoding.transparency import GROUND

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

Colour = tuple[int, ...]
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (240, 240, 240)
JPEG_RECIPES = tuple(recipe for recipe in Recipe if recipe is not Recipe.TILES)
"""Those of one JPEG each."""


def rendered(file: FileRef, recipe: Recipe = Recipe.SMALL) -> Rendered:
    """Render a derived picture, which must be possible."""
    result = render(file, recipe)
    assert isinstance(result, Rendered), result
    return result


def open_result(result: Rendered) -> Image.Image:
    """Decode a derived picture, and check what holds for each: its size, its mode, no metadata."""
    image = Image.open(io.BytesIO(result.jpeg))
    assert image.size == (result.width, result.height)
    assert image.mode in ("RGB", "L")
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    return image.convert("RGB")


def max_difference(one: Sequence[int], other: Sequence[int]) -> int:
    """Return the largest difference between two colours in any channel."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def colour_at(image: Image.Image, place: tuple[int, int]) -> Colour:
    """Return the colour of one pixel of an RGB picture."""
    pixel = image.getpixel(place)
    assert isinstance(pixel, tuple)
    return pixel


def is_ground(colour: Sequence[int], tolerance: int = 10) -> bool:
    """Return whether a colour is one of the two that clear parts lie on."""
    return min(max_difference(colour, (grey,) * 3) for grey in GROUND) < tolerance


def corner_colours(image: Image.Image) -> list[Colour]:
    """Return the colours inside the four corners: top left, top right, bottom left, bottom right."""
    w, h = image.size
    places = ((w // 8, h // 8), (w * 7 // 8, h // 8), (w // 8, h * 7 // 8), (w * 7 // 8, h * 7 // 8))
    return [colour_at(image, place) for place in places]


def four_colours(width: int, height: int) -> Image.Image:
    """Return a picture of four quarters: red and green above blue and white."""
    image = Image.new("RGB", (width, height))
    for place, colour in (((0, 0), RED), ((1, 0), GREEN), ((0, 1), BLUE), ((1, 1), WHITE)):
        x, y = place[0] * width // 2, place[1] * height // 2
        image.paste(colour, (x, y, x + width // 2, y + height // 2))
    return image


def standard_profile(name: Literal["LAB", "sRGB"]) -> bytes:
    """Return an ICC profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


def swapped_profile() -> bytes:
    """Return the profile of sRGB with its red and green primaries swapped: what it does is easy to see."""
    data = bytearray(standard_profile("sRGB"))
    count = struct.unpack(">I", data[128:132])[0]
    places = {bytes(data[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = data[green + 4 : green + 12], data[red + 4 : red + 12]
    return bytes(data)
