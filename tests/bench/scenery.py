"""Landscapes that nobody photographed, for screenshots and trials:  python -m tests.bench.scenery FOLDER [COUNT]"""

from __future__ import annotations

import colorsys
import random
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

SHAPES = [(1500, 1000), (1500, 1000), (1000, 1500), (1600, 900), (1200, 1200), (2000, 800), (1400, 1050)]
PLACES = ["2026/Coast", "2026/Highlands", "2025/Lakes", "2025/Winter", "Scans/Album"]


def tone(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, min(1, saturation), min(1, value))
    return round(red * 255), round(green * 255), round(blue * 255)


def sky(size: tuple[int, int], dice: random.Random, hue: float) -> Image.Image:
    top = tone(hue, dice.uniform(0.35, 0.7), dice.uniform(0.4, 0.9))
    low = tone(dice.uniform(0.02, 0.14), dice.uniform(0.1, 0.45), 0.98)
    ramp = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, low), Image.new("RGB", size, top), ramp)


def ridge(width: int, base: float, rough: float, dice: random.Random) -> list[float]:
    """Heights of a mountain range by midpoint displacement."""
    line = [base + dice.uniform(-rough, rough), base + dice.uniform(-rough, rough)]
    while len(line) < width:
        rough *= 0.55
        middles = [(a + b) / 2 + dice.uniform(-rough, rough) for a, b in pairwise(line)]
        line = [height for pair in zip(line, middles, strict=False) for height in pair] + [line[-1]]
    return [line[round(x * (len(line) - 1) / width)] for x in range(width + 1)]


def landscape(seed: int) -> Image.Image:
    """Sky, sun, three to five ranges in haze, water now and then. The same for the same seed."""
    dice = random.Random(seed)
    width, height = dice.choice(SHAPES)
    hue = dice.choice((dice.uniform(0.53, 0.63), dice.uniform(0.53, 0.72), dice.uniform(0.9, 1.06)))
    image = sky((width, height), dice, hue)
    draw = ImageDraw.Draw(image)
    x, y, radius = dice.uniform(0.15, 0.85) * width, dice.uniform(0.15, 0.5) * height, dice.uniform(0.03, 0.08) * height
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tone(0.12, 0.12, 1))
    image = image.filter(ImageFilter.GaussianBlur(2))
    draw = ImageDraw.Draw(image)
    ranges = dice.randint(3, 5)
    water = dice.random() < 0.4
    green = dice.choice((hue + 0.05, 0.27, 0.36))
    for step in range(ranges):
        depth = (step + 1) / ranges
        base = height * (0.42 + 0.36 * depth)
        line = ridge(width, base, height * 0.16 * (1.2 - 0.6 * depth), dice)
        fill = tone(green if step == ranges - 1 else hue + 0.03 * step, 0.25 + 0.4 * depth, 0.8 - 0.62 * depth)
        draw.polygon([(0, height), *enumerate(line), (width, height)], fill=fill)
    if water:
        image = mirror(image, round(height * 0.72))
    return image


def mirror(image: Image.Image, shore: int) -> Image.Image:
    """A lake from `shore` down."""
    width, height = image.size
    depth = height - shore
    upper = (
        image.crop((0, max(0, shore - depth), width, shore))
        .transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        .resize((width, depth))
    )
    image.paste(
        Image.blend(upper.filter(ImageFilter.GaussianBlur(3)), Image.new("RGB", upper.size, (20, 40, 60)), 0.25),
        (0, shore),
    )
    return image


def main(folder: Path, count: int) -> None:
    dice = random.Random(7)
    moment = datetime(2026, 11, 20, 17, tzinfo=UTC)
    left = 8
    for number in range(count):
        left -= 1
        if left == 0:
            left = dice.choice((3, 7, 8, 11, 14))
            moment -= timedelta(days=dice.choice((1, 1, 2, 5, 23, 60)))
        moment -= timedelta(minutes=dice.randint(1, 40))
        exif = Image.Exif()
        exif[0x010F], exif[0x0110] = "Shoebox", "Imaginary 1"
        exif.get_ifd(0x8769).update(
            {0x9003: moment.strftime("%Y:%m:%d %H:%M:%S"), 0x829A: 0.004, 0x829D: 5.6, 0x8827: 200, 0x920A: 35.0}
        )
        place = folder / PLACES[min(len(PLACES) - 1, number * len(PLACES) // count)]
        place.mkdir(parents=True, exist_ok=True)
        landscape(number).save(place / f"IMG_{4200 - number}.jpg", quality=88, exif=exif)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60)
