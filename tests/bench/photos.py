"""Large camera photos for the benches: from the folder in SHOEBOX_CORPUS, else landscapes, as several formats."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from PIL import Image

from tests.bench.scenery import landscape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE = (4000, 3000)
TURNS = (None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM)


def large(count: int) -> Iterator[Image.Image]:
    """Pictures of 12 MP, no two alike: real ones as they are, mirrored and turned, so that their grain is a camera's."""
    real = _real()
    for number in range(count):
        if not real:
            yield _cut(landscape(number))
            continue
        with Image.open(real[number % len(real)]) as photo:
            turn = TURNS[number // len(real) % len(TURNS)]
            picture = photo.convert("RGB")
            yield _cut(picture.transpose(turn) if turn is not None else picture)


def _real() -> list[str]:
    corpus = os.environ.get("SHOEBOX_CORPUS")
    if not corpus:
        return []
    with open(os.path.join(corpus, "expected.json"), encoding="utf-8") as file:
        facts = json.load(file)["files"]
    return [
        os.path.join(corpus, fact["file"])
        for fact in facts
        if fact.get("expected") == "opens" and fact["exiftool_type"] == "JPEG" and _pixels(fact) >= 8_000_000
    ]


def _pixels(fact: dict[str, list[int]]) -> int:
    width, height = fact.get("size_expected") or (0, 0)
    return width * height


def _cut(picture: Image.Image) -> Image.Image:
    """12 MP of it; what is smaller is enlarged a little."""
    scale = max(SIZE[0] / picture.width, SIZE[1] / picture.height)
    if scale > 1:
        picture = picture.resize((round(picture.width * scale), round(picture.height * scale)))
    return picture.crop((0, 0, *SIZE))


def jpegs(folder: Path, count: int, *, progressive: bool) -> list[Path]:
    folder.mkdir(parents=True)
    for number, picture in enumerate(large(count)):
        picture.save(folder / f"{number:03}.jpg", quality=92, progressive=progressive)
    return sorted(folder.iterdir())


def heics(folder: Path, sources: list[Path]) -> list[Path]:
    """The same photos as HEIC with a thumbnail item, as phones write them; none where there is no `heif-enc`."""
    folder.mkdir(parents=True)
    if shutil.which("heif-enc"):
        for source in sources:
            command = ["heif-enc", "-q", "60", "-t", "512", "-o", str(folder / f"{source.stem}.heic"), str(source)]
            subprocess.run(command, check=True, capture_output=True)
    return sorted(folder.iterdir())
