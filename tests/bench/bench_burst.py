"""10,000 files copied into a library that is open, until the page shows them:  python -m tests.bench.bench_burst [COUNT]"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.running import ask, looking, serving, until
from tests.pictures import picture, save

COUNT = "() => Number(document.querySelector('.bar__name .count')?.textContent.replace(/[^0-9]/g, ''))"


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, source = Path(folder) / "photos", Path(folder) / "source"
        save(root / "first.jpg", picture())
        for number in range(count):
            target = source / f"{number // 500:03}" / f"{number:05}.jpg"
            if number < 50:
                save(target, picture(320, 240, hue=number * 5))
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / "000" / f"{number % 50:05}.jpg", target)
        with looking() as page, serving(Path(folder) / "data", root) as running:
            page.goto(running.boot)
            until(lambda: page.evaluate(COUNT) == 1)
            start = time.monotonic()
            shutil.copytree(source, root / "copied")
            copied = time.monotonic() - start
            until(lambda: ask(page, "/api/status")["counts"]["photos"] == count + 1)
            known = time.monotonic() - start
            until(lambda: page.evaluate(COUNT) == count + 1)
            shown = time.monotonic() - start
    print(
        f"{count:,} files: cp {copied:.1f} s; all in the index after {known:.1f} s, on the open page after {shown:.1f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
