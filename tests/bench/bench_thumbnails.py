"""What a thumbnail of each size costs:  python -m tests.bench.bench_thumbnails [PHOTOS]

CPU time and bytes of the three thumbnails of the grid and of the viewer's rendition, of PHOTOS (20) of 12 MP as JPEG,
and of a panorama of 9000 x 600; in this process, one after the other, so that all have the same machine.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.base.models import FileRef, Recipe, Rendered
from gallery.imaging.decoding.render import render
from tests.bench.photos import jpegs
from tests.bench.scenery import landscape

if TYPE_CHECKING:
    from collections.abc import Sequence

RECIPES = (Recipe.SMALL, Recipe.LARGE, Recipe.FINE, Recipe.SCREEN)


def main(arguments: Sequence[str]) -> None:
    count = int(arguments[0]) if arguments else 20
    with tempfile.TemporaryDirectory() as folder:
        photos = jpegs(Path(folder) / "photos", count, progressive=False)
        wide = Path(folder) / "panorama.jpg"
        landscape(1).resize((9000, 600)).save(wide, quality=90)
        for recipe in RECIPES:
            print(f"{recipe.value:14} photos: {_cost(photos, recipe)}; panorama: {_cost([wide], recipe)}")


def _cost(files: Sequence[Path], recipe: Recipe) -> str:
    made = [_made(file, recipe) for file in files]
    times, sizes = [one for one, _ in made], [len(one.jpeg) for _, one in made]
    shape = f"{made[0][1].width} x {made[0][1].height}"
    return f"{statistics.median(times):6.1f} ms, {statistics.median(sizes) / 1000:6.1f} kB, {shape}"


def _made(file: Path, recipe: Recipe) -> tuple[float, Rendered]:
    """Return the least CPU time of three, in ms, and the picture."""
    facts = file.stat()
    source = FileRef(str(file.parent).encode(), file.name.encode(), facts.st_size, facts.st_mtime_ns)
    times = []
    for _ in range(3):
        began = time.process_time()
        result = render(source, recipe)
        times.append(1000 * (time.process_time() - began))
    assert isinstance(result, Rendered), result
    return min(times), result


if __name__ == "__main__":
    main(sys.argv[1:])
