"""Clear parts of a picture: what makes them, and the ground they are shown on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from gallery.imaging import geometry

if TYPE_CHECKING:
    from gallery.imaging.metadata.header import PictureHeader

GROUND = (112, 144)
"""The two greys of the squares behind clear parts: drawings in black and in white both stand out from them."""

_OPAQUE = 255


def has_clear_colour(image: Image.Image) -> bool:
    """Return whether one colour of the picture, or some of its palette, stands for clear."""
    return "transparency" in image.info


def clear_grey(image: Image.Image, header: PictureHeader, levels: Image.Image) -> Image.Image:
    """Return a grey picture in which one value is clear (PNG 3rd edition, 11.3.1.1), in mode LA.

    Args:
        image: As it was decoded: its values are those of the file, but for 2 and 4 bits, which the decoder has spread.
        header: Knows how many bits there were.
        levels: The picture in eight bits a sample.
    """
    key = image.info["transparency"]
    if image.mode == "L":
        key = key * 255 // ((1 << header.bits) - 1)
    wide = image.convert("I")
    # a value differs from the key where it is above or below: conversion to eight bits cuts off what is below zero
    above, below = (wide.point(lambda value, sign=sign: value * sign - key * sign).convert("L") for sign in (1, -1))
    alpha = ImageChops.lighter(above, below).point([0] + [255] * 255)
    return Image.merge("LA", (levels, alpha))


def clear_outside(image: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """Return the picture with everything clear outside a box (left, top, right, bottom), unless the box holds all."""
    if box[0] <= 0 and box[1] <= 0 and box[2] >= image.width and box[3] >= image.height:
        return image
    whole = Image.new("RGBA", image.size)
    whole.paste(image.crop(box).convert("RGBA"), box)
    return whole


def clear_where_zero(image: Image.Image, mask: Image.Image) -> Image.Image:
    """Return the picture clear where a mask in mode L is 0, as it is elsewhere; a mode without alpha stays as it is."""
    if image.mode not in ("L", "LA", "RGB", "RGBA"):
        return image
    with_alpha = image.convert("LA" if image.mode in ("L", "LA") else "RGBA")
    with_alpha.putalpha(ImageChops.multiply(with_alpha.getchannel("A"), mask))
    return with_alpha


def lay_on_ground(colours: Image.Image, alpha: Image.Image) -> Image.Image:
    """Return a picture without clear parts: it lies on squares of two greys, as wide in every size of it."""
    ground = _draw_ground(colours.size).convert("RGB")
    ground.paste(colours, mask=alpha)
    return ground


def _draw_ground(size: tuple[int, int]) -> Image.Image:
    """Return the ground for a picture of this size."""
    side = geometry.ground_square(size)
    columns, rows = (-(-length // side) for length in size)
    squares = Image.new("L", (columns, rows))
    squares.putdata([GROUND[(x + y) % 2] for y in range(rows) for x in range(columns)])
    return squares.resize((columns * side, rows * side), Image.Resampling.NEAREST).crop((0, 0, *size))


def drop_empty_alpha(image: Image.Image) -> Image.Image:
    """Return a picture in LA or RGBA without its alpha if that is 0 everywhere: programs leave the bits empty."""
    return image.convert(image.mode.removesuffix("A")) if image.getchannel("A").getbbox() is None else image


def drop_unannounced_alpha(image: Image.Image) -> Image.Image:
    """Return a picture in LA or RGBA without its alpha if that reaches 255 nowhere: no picture is clear in all places.

    For channels that no header calls alpha: programs leave 0, 1 or anything in them.
    """
    _, high = image.getchannel("A").getextrema()
    return image if high == _OPAQUE else image.convert(image.mode.removesuffix("A"))


def clear_boxes(image: Image.Image, boxes: list[tuple[int, int, int, int]]) -> Image.Image:
    """Return the picture with these boxes (left, top, right, bottom) clear."""
    if not boxes:
        return image
    mask = Image.new("L", image.size, 255)
    for box in boxes:
        mask.paste(0, box)
    return clear_where_zero(image, mask)
