"""A library of a million real files, for the benches that need one:  python -m tests.bench.million FOLDER [COUNT]

Hard links to 300 landscapes, dated by their names over twenty years, indexed into FOLDER/data. About five minutes. Their
300 thumbnails are made; that each photo has one is written down by hand, because a million would take an hour.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gallery.catalog.schema import MADE, UNMADE
from tests.bench.bench_served import entered, photo_ids
from tests.bench.running import ROOT, serving
from tests.bench.scenery import landscape

PICTURES = 300
FIRST = datetime(2004, 1, 1, tzinfo=UTC)
YEARS = timedelta(days=20 * 365)


def make(base: Path, count: int) -> Path:
    """The library's root below `base`; as it is when it was made before."""
    root = base / "root"
    if not root.exists():
        partial = base / "partial"
        sources = _pictures(base / "pictures")
        for number in range(count):
            _link(sources[number % len(sources)], partial, FIRST + YEARS * (number / count))
        partial.rename(root)
    return root


def _link(source: Path, root: Path, taken: datetime) -> None:
    folder = root / f"{taken:%Y}" / f"{taken:%m-%d}"
    folder.mkdir(parents=True, exist_ok=True)
    os.link(source, folder / f"IMG_{taken:%Y%m%d_%H%M%S}.jpg")


def _pictures(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(PICTURES):
        path = folder / f"{number:03}.jpg"
        if not path.exists():
            landscape(number).resize((960, 640) if number % 4 else (640, 960)).save(path, quality=85)
    return sorted(folder.iterdir())


def index(base: Path) -> Path:
    """The data folder, with everything read."""
    data = base / "data"
    command = [sys.executable, "main.py", "index", "--no-thumbnails", "--data-dir", str(data), str(base / "root")]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    _make_thumbnails(data)
    return data


def _make_thumbnails(data: Path) -> None:
    with serving(data) as running:
        client, key = entered(running.boot)
        ids = photo_ids(client.get("/api/timeline.bin?order=date&sub=1")[0])
        for photo in ids[:PICTURES]:
            client.get(f"/media/{key}/thumb/{photo}?v=1&s=320")
    conn = sqlite3.connect(data / "index.db")
    with conn:
        conn.execute(f"UPDATE photos SET thumb = {MADE}, color = 1 + id % 65535 WHERE thumb = {UNMADE}")
    conn.close()
    conn = sqlite3.connect(data / "cache.db")
    with conn:
        conn.execute("DELETE FROM views")
    conn.close()
    (data / "tiny.bin").unlink(missing_ok=True)  # which says that no photo has a thumbnail: the next start makes them


def main(folder: str, count: int) -> None:
    base = Path(folder).resolve()
    make(base, count)
    index(base)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
