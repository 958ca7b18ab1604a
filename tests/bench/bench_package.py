"""From the start to pictures in the window, package beside source:  python -m tests.bench.bench_package FOLDER [ROUNDS]

FOLDER is the built one, `dist/shoebox` or `/usr/lib/shoebox`; the yardstick is this checkout with its environment. Each
has a library of its own, with what a first look leaves: thumbnails, the last screen. In turn, medians of ROUNDS (9).

Warm: the files of both were read just before. Cold: their pages are dropped from memory before each start, but for those
that a running program has mapped, as this one has Python's; as root those of all files, the system's libraries too.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.bench_launch import let_look, pictures_shown
from tests.bench.running import ROOT
from tests.bench.scenery import landscape
from tests.bench.table import compare, heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PHOTOS, ROUNDS = 40, 9
COLD_S = 20.0
"""Time for a cold start, before it is asked how long it took."""
ALL = Path("/proc/sys/vm/drop_caches")
OF_SOURCE = (*(ROOT / name for name in ("gallery", "ui", "assets", "main.py")), Path(sys.prefix), Path(sys.base_prefix))


def library(base: Path) -> tuple[Path, Path]:
    """Return a folder with photos and one for data, below `base`."""
    photos, data = base / "photos", base / "data"
    photos.mkdir(parents=True)
    for number in range(PHOTOS):
        landscape(number).resize((1200, 800)).save(photos / f"{number:02}.jpg", quality=85)
    return photos, data


def files_below(paths: Iterable[Path]) -> list[Path]:
    """Return all files, each once; no links."""
    found = [one for path in paths for one in ([path] if path.is_file() else path.rglob("*"))]
    return sorted({one for one in found if one.is_file() and not one.is_symlink()})


def drop_pages(files: Iterable[Path]) -> None:
    """Take the contents of files out of memory, as root of all: what was not on the disk yet is written first."""
    os.sync()
    if ALL.exists() and os.access(ALL, os.W_OK):
        ALL.write_text("3", encoding="utf-8")
    for file in files:
        opened = os.open(file, os.O_RDONLY)
        try:
            os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(opened)


def started(command: Sequence[str], base: Path, files: Sequence[Path]) -> float:
    """Seconds until the pictures were there; cold if there are files to be dropped first."""
    if not files:
        return pictures_shown([*command, "--data-dir", str(base / "data")])
    drop_pages([*files, *files_below([base])])
    return pictures_shown([*command, "--data-dir", str(base / "data")], COLD_S)


def main(folder: str, rounds: int = ROUNDS) -> None:
    built = Path(folder).resolve()
    commands = [str(built / "shoebox")], [sys.executable, str(ROOT / "main.py")]
    with tempfile.TemporaryDirectory() as made:
        bases = Path(made, "package"), Path(made, "source")
        for command, base in zip(commands, bases, strict=True):
            photos, data = library(base)
            let_look([*command, "--data-dir", str(data), str(photos)], COLD_S)
        heading()
        for name, files in (("warm", []), ("cold", files_below([built, *OF_SOURCE]))):
            compare(
                f"{name}: from the start to pictures in the window, the package | the source",
                "≤ 1",
                lambda files=files: started(commands[0], bases[0], files),  # type: ignore[misc]  # bound now
                lambda files=files: started(commands[1], bases[1], files),  # type: ignore[misc]
                rounds=rounds,
            )


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
