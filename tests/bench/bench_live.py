"""From `cp photo.jpg ROOT/` to the tile on screen, 50 times:  python -m tests.bench.bench_live"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from pathlib import Path

from tests.bench.running import looking, serving, until
from tests.pictures import picture, save

TIMES = 50


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "photos"
        source = save(Path(folder) / "source.jpg", picture(3000, 2000), quality=90)
        for number in range(30):
            save(root / f"p{number}.jpg", picture(800, 600, hue=number * 8))
        with looking() as page, serving(Path(folder) / "data", root) as running:
            page.goto(running.boot)
            until(
                lambda: (
                    page.evaluate(
                        "() => [...document.querySelectorAll('.cell img')].filter(i => i.naturalWidth).length"
                    )
                    >= 10
                )
            )
            time.sleep(2)
            took = [once(page, source, root / f"new{number}.jpg") for number in range(TIMES)]
    print(f"cp to tile, {TIMES} times: median {statistics.median(took):.2f} s, worst {max(took):.2f} s")


def once(page: object, source: Path, target: Path) -> float:
    count = "() => Number(document.querySelector('.bar__name .count')?.textContent.replace(/[^0-9]/g, ''))"
    before = page.evaluate(count)  # type: ignore[attr-defined]
    start = time.monotonic()
    shutil.copy(source, target)
    until(lambda: page.evaluate(count) > before and page.evaluate(FIRST_SHOWN), 20)  # type: ignore[attr-defined]
    took = time.monotonic() - start
    time.sleep(0.2)
    return took


# the newest by its modification time is the first cell of the page
FIRST_SHOWN = """() => {
  const cells = [...document.querySelectorAll('.cell')].map(cell => [cell.getBoundingClientRect(), cell]).filter(([box]) => box.width);
  cells.sort(([a], [b]) => a.top - b.top || a.left - b.left);
  return Boolean(cells[0]?.[1].querySelector('img')?.naturalWidth);
}"""


if __name__ == "__main__":
    main()
