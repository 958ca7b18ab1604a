"""Photos of 12 and of 24 MP for the viewer's bench: landscapes with the grain of a camera, no two alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from tests.bench.scenery import landscape

if TYPE_CHECKING:
    from pathlib import Path

    Size = tuple[int, int]

SIZES: dict[int, Size] = {12: (4000, 3000), 24: (6000, 4000)}
"""Width and height by megapixels."""
SCENES = 8
MARGIN = 400
"""So much larger than a photo is a scene, of which each photo is another part."""
GRAIN = 10.0
QUALITY = 92
THUMBNAIL = 512


def photos(folder: Path, count: int, size: Size) -> list[Path]:
    """Return so many photos in a folder, made now where they are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:03}.jpg" for number in range(count)]
    missing = [number for number, path in enumerate(paths) if not path.exists()]
    for scene in range(SCENES if missing else 0):
        whole = _scene(scene, size)
        for number in missing:
            if number % SCENES == scene:
                at = number // SCENES * 37 % MARGIN, number // SCENES * 23 % MARGIN
                part = whole.crop((*at, at[0] + size[0], at[1] + size[1]))
                part.save(paths[number], quality=QUALITY)
    return paths


def _scene(seed: int, size: Size) -> Image.Image:
    larger = size[0] + MARGIN, size[1] + MARGIN
    grain = Image.effect_noise(larger, GRAIN)
    whole = landscape(seed).resize(larger, Image.Resampling.BICUBIC)
    return ImageChops.add(whole, Image.merge("RGB", (grain,) * 3), 1, -128)


def thumbnails(folder: Path, sources: list[Path]) -> None:
    """Make a small picture of each photo under its name, as an author of a page does beforehand."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources:
        if not (folder / source.name).exists():
            with Image.open(source) as photo:
                photo.draft("RGB", (2 * THUMBNAIL, 2 * THUMBNAIL))
                photo.thumbnail((THUMBNAIL, THUMBNAIL), reducing_gap=2.0)
                photo.save(folder / source.name, quality=85)
