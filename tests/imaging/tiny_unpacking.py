"""Unpacks tiny pictures by another way than the page, to compare and to measure them."""

from __future__ import annotations

from PIL import Image


def unpacked(made: bytes) -> Image.Image:
    """Return a tiny picture as it is meant (BC1 with four colours), by another way than the page's."""
    image = Image.new("RGB", (made[0] * 4, made[1] * 4))
    for number in range(made[0] * made[1]):
        block = made[2 + 8 * number : 10 + 8 * number]
        ends = [int.from_bytes(block[at : at + 2], "little") for at in (0, 2)]
        first, second = ([(end >> 11) * 255 // 31, (end >> 5 & 63) * 255 // 63, (end & 31) * 255 // 31] for end in ends)
        thirds = [[(a * one + (3 - a) * two) // 3 for one, two in zip(first, second, strict=True)] for a in (2, 1)]
        palette = [tuple(colour) for colour in (first, second, *thirds)]
        bits = int.from_bytes(block[4:], "little")
        for pixel in range(16):
            place = number % made[0] * 4 + pixel % 4, number // made[0] * 4 + pixel // 4
            image.putpixel(place, palette[bits >> 2 * pixel & 3])
    return image
