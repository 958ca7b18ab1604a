"""How good the thumbnails are, beside vipsthumbnail's:  python -m tests.bench.bench_quality [PHOTOS]

SSIM of the luma (Wang et al. 2004, windows of 8 x 8 in steps of 4) against the whole photo reduced by Lanczos, after
both programs' own JPEG. PHOTOS (20) of 12 MP in each format.
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import tempfile
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pi_heif
from PIL import Image, ImageMath

from gallery.base.models import FileRef, Recipe, Rendered
from gallery.imaging.decoding.render import render
from tests.bench.photos import heics, jpegs

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW, STEP = 8, 4
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


class Quality(NamedTuple):
    ssim: float
    size: int


def ssim(one: Image.Image, other: Image.Image) -> float:
    """Mean over all windows; 1 for the same picture."""
    pair = [picture.convert("L").convert("F") for picture in (one, other)]
    corners = [(left, top) for left in range(0, WINDOW, STEP) for top in range(0, WINDOW, STEP)]
    return statistics.fmean(_mean(*(_from(picture, *corner) for picture in pair)) for corner in corners)


def _from(picture: Image.Image, left: int, top: int) -> Image.Image:
    """Whole windows from this corner on."""
    width, height = ((side - start) // WINDOW * WINDOW for side, start in zip(picture.size, (left, top), strict=True))
    return picture.crop((left, top, left + width, top + height))


def _mean(x: Image.Image, y: Image.Image) -> float:
    products = {"xx": (x, x), "yy": (y, y), "xy": (x, y)}
    sums = {name: ImageMath.lambda_eval(lambda of: of["a"] * of["b"], a=a, b=b) for name, (a, b) in products.items()}
    windows = {name: picture.reduce(WINDOW) for name, picture in {"x": x, "y": y, **sums}.items()}
    return statistics.fmean(array("f", ImageMath.lambda_eval(_formula, **windows).tobytes()))


def _formula(of: dict[str, Any]) -> Any:
    x, y, covariance = of["x"], of["y"], of["xy"] - of["x"] * of["y"]
    variances = of["xx"] - x * x + of["yy"] - y * y
    return (2 * x * y + C1) * (2 * covariance + C2) / ((x * x + y * y + C1) * (variances + C2))


def ours(file: Path) -> bytes:
    seen = file.stat()
    made = render(
        FileRef(os.fsencode(file.parent), os.fsencode(file.name), seen.st_size, seen.st_mtime_ns), Recipe.SMALL
    )
    assert isinstance(made, Rendered), made
    return made.jpeg


def theirs(files: Sequence[Path], out: Path) -> list[bytes]:
    command = ["vipsthumbnail", "-s", "320x320", "-o", f"{out}/%s.jpg", *map(str, files)]
    subprocess.run(command, check=True, capture_output=True)
    return [(out / f"{file.stem}.jpg").read_bytes() for file in files]


def judged(file: Path, thumbnails: Sequence[bytes]) -> list[Quality]:
    """Each of the thumbnails beside the whole photo, reduced to its size."""
    found = []
    with Image.open(file) as photo:
        whole = photo.convert("RGB")
    for data in thumbnails:
        thumbnail = Image.open(io.BytesIO(data)).convert("RGB")
        found.append(Quality(ssim(whole.resize(thumbnail.size, Image.Resampling.LANCZOS), thumbnail), len(data)))
    return found


def compare(kind: str, files: Sequence[Path], out: Path) -> None:
    pairs = [judged(file, two) for file, *two in zip(files, map(ours, files), theirs(files, out), strict=True)]
    for name, column in zip(("Shoebox", "vipsthumbnail"), zip(*pairs, strict=True), strict=True):
        values = [one.ssim for one in column]
        size = statistics.fmean(one.size for one in column)
        print(f"{kind:<26}{name:<16}{statistics.fmean(values):>8.4f}{min(values):>10.4f}{size:>10.0f}", flush=True)


def main(count: int) -> None:
    pi_heif.register_heif_opener()
    print(f"{'':<42}{'SSIM':>8}{'worst':>10}{'bytes':>10}")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        baseline = jpegs(base / "baseline", count, progressive=False)
        kinds = {
            "baseline JPEG": baseline,
            "progressive JPEG": jpegs(base / "progressive", count, progressive=True),
            "HEIC with a thumbnail": heics(base / "heic", baseline),
        }
        for kind, files in kinds.items():
            out = base / f"{kind} out"
            out.mkdir()
            if files:
                compare(kind, files, out)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
