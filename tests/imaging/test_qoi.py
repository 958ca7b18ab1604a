"""QOI pictures: every operation, alpha, and damage (The Quite OK Image Format, version 1.0)."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from PIL import Image

from gallery.base.models import Metadata, Problem
from gallery.imaging.metadata.read import read
from tests.imaging.format_files import HEIGHT, WIDTH, qoi
from tests.imaging.rendering import colour_at, is_ground, max_difference
from tests.imaging.shown import explain, show, show_whole
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.imaging.files import Put

Pixel = tuple[int, int, int, int]


def operations(pixels: Sequence[Pixel]) -> bytes:
    """Return the shortest operation for each pixel, as the specification tells an encoder to."""
    seen, last, run, out = [(0, 0, 0, 0)] * 64, (0, 0, 0, 255), 0, bytearray()
    for number, pixel in enumerate(pixels):
        if pixel == last:
            run += 1
            if run == 62 or number == len(pixels) - 1:
                out.append(0xC0 | run - 1)
                run = 0
            continue
        if run:
            out.append(0xC0 | run - 1)
            run = 0
        slot = (pixel[0] * 3 + pixel[1] * 5 + pixel[2] * 7 + pixel[3] * 11) % 64
        if seen[slot] == pixel:
            out.append(slot)
        else:
            seen[slot] = pixel
            out += _new(pixel, last)
        last = pixel
    return bytes(out)


def _new(pixel: Pixel, last: Pixel) -> bytes:
    red, green, blue = ((now - then + 128) % 256 - 128 for now, then in zip(pixel[:3], last[:3], strict=True))
    if pixel[3] != last[3]:
        return b"\xff" + bytes(pixel)
    if all(-2 <= step <= 1 for step in (red, green, blue)):
        return bytes((0x40 | red + 2 << 4 | green + 2 << 2 | blue + 2,))
    if -32 <= green <= 31 and -8 <= red - green <= 7 and -8 <= blue - green <= 7:
        return bytes((0x80 | green + 32, red - green + 8 << 4 | blue - green + 8))
    return b"\xfe" + bytes(pixel[:3])


def test_every_operation_in_every_order(put: Put) -> None:
    """Small steps around the ends of a byte, larger ones, repeated and new colours, and clear ones."""
    rng = random.Random(7)
    for _ in range(30):
        pixels: list[Pixel] = []
        pixel = (0, 0, 0, 255)
        for _ in range(WIDTH * HEIGHT):
            kind = rng.randrange(6)
            if kind == 0:
                pixel = (rng.randrange(256), rng.randrange(256), rng.randrange(256), rng.choice((255, 255, 128)))
            elif kind == 1 and pixels:
                pixel = rng.choice(pixels)
            elif kind < 5:
                step = 1 if kind == 2 else 20
                red, green, blue = ((value + rng.randint(-step, step)) % 256 for value in pixel[:3])
                pixel = (red, green, blue, pixel[3])
            pixels.append(pixel)
        shown = show_whole(put("a.qoi", qoi(4, operations(pixels))))
        for at, (*colour, alpha) in enumerate(pixels):
            if alpha == 255:
                assert max_difference(colour_at(shown, (at % WIDTH, at // WIDTH)), colour) == 0


def test_three_channels_have_no_alpha(put: Put) -> None:
    shown = show_whole(put("a.qoi", qoi(3, operations([(200, 100, 50, 255)] * (WIDTH * HEIGHT)), space=1)))
    assert colour_at(shown, (9, 9)) == (200, 100, 50)


def test_an_index_of_nothing_is_clear_black(put: Put) -> None:
    """And counts as seen in the place of clear black, as a run behind it shows."""
    shown = show_whole(
        put("a.qoi", qoi(4, b"\x05" + b"\xfd" * 4 + b"\xfe\1\2\3" + b"\xff\x0a\x0b\x0c\xff" + b"\xfd" * 9))
    )
    assert is_ground(colour_at(shown, (0, 0)))
    assert colour_at(shown, (WIDTH - 1, HEIGHT - 1)) == (10, 11, 12)


def test_clear_black_is_seen_in_its_own_place(put: Put) -> None:
    """Wherever it was taken from: the place of a colour follows from the colour."""
    colour = b"\xfe\2\1\0"
    assert (2 * 3 + 1 * 5 + 255 * 11) % 64 == 0, "the place of clear black as well"
    shown = show_whole(put("a.qoi", qoi(4, colour + b"\x05" + b"\0" + b"\xff\2\1\0\xff" + b"\xfd" * 5)))
    assert colour_at(shown, (0, 0)) == (2, 1, 0)
    assert is_ground(colour_at(shown, (1, 0)))
    assert is_ground(colour_at(shown, (2, 0)))
    assert colour_at(shown, (3, 0)) == (2, 1, 0)


def test_more_pixels_than_are_decoded_in_time_are_refused_by_the_header(put: Put) -> None:
    """Forty million pixels are shown."""
    found = read(put("a.qoi", qoi(4, b"", size=(8000, 5000))))
    assert isinstance(found, Metadata)
    for size in ((8000, 7500), (7500, 8000)):
        refused = read(put("b.qoi", qoi(4, b"", size=size))), explain(put("b.qoi", qoi(4, b"", size=size)))
        sentence = "This picture has 60 million pixels; Shoebox shows up to 50 million of this format."
        assert refused == (Problem("too_large", sentence),) * 2


def test_files_by_another_encoder(put: Put) -> None:
    original = picture(200, 150)
    shown = show_whole(put("a.qoi", encoded("QOI", original)))
    assert shown.tobytes() == original.tobytes()


def test_what_is_cut_is_shown_as_far_as_it_goes(put: Put) -> None:
    noise = Image.effect_noise((WIDTH, HEIGHT), 90).convert("RGB")
    data = encoded("QOI", noise)
    for end in range(20, len(data) - 8, 17):
        if end < 14 + 4 * WIDTH:
            continue
        image, problem = show(put("a.qoi", data[:end]))
        assert problem is not None
        assert problem.code == "truncated"
        assert image.getpixel((4, 0)) == noise.getpixel((4, 0))
    assert is_ground(colour_at(image, (4, HEIGHT - 1)))
    assert explain(put("b.qoi", data[:20])).code == "truncated"
