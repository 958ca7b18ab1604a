"""Shoebox beside the programs people know, as ratios of one run:  python -m tests.bench.bench_peers [FILES] [PHOTOS]

FILES small files in folders (100,000) for `find` and exiftool, PHOTOS large ones (40) for vipsthumbnail and for those who
make web galleries, sigal and thumbsup. Medians of 5, both sides in turn; exiftool and thumbsup once. A peer that is not
installed leaves its row out.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.bench_library import make, sources
from tests.bench.photos import heics, jpegs
from tests.bench.running import ROOT, usual
from tests.bench.table import ROUNDS, compare, heading

if TYPE_CHECKING:
    from collections.abc import Sequence


class Cost(NamedTuple):
    wall: float
    cpu: float


def cost(command: Sequence[object], cwd: Path = ROOT) -> Cost:
    """Seconds of a whole process with all that it starts."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([str(word) for word in command], cwd=cwd, check=True, capture_output=True, env=usual())
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def index(data: Path, *words: object) -> list[object]:
    return [sys.executable, "main.py", "index", "--json", "--data-dir", data, *words]


def small_files(base: Path, count: int) -> None:
    root, data = base / "root", base / "data"
    make(root, sources(base / "sources"), count)
    first = cost(index(data, "--no-thumbnails", root)).wall
    if shutil.which("exiftool"):
        compare(
            f"first index of {count:,} files | exiftool -fast2 -r -csv",
            "≤ 0.1",
            lambda: first,
            lambda: cost(["exiftool", "-fast2", "-r", "-csv", root]).wall,
            rounds=1,
        )
    compare(
        f"second index of {count:,} files | find -printf",
        "≤ 5",
        lambda: cost(index(data, "--no-thumbnails", root)).wall,
        lambda: cost(["find", root, "-type", "f", "-printf", "%p%s%T@"]).wall,
    )


def large_photos(base: Path, count: int) -> None:
    baseline = jpegs(base / "baseline", count, progressive=False)
    kinds = {
        "baseline JPEG": (baseline, "≤ 0.9"),
        "progressive JPEG": (jpegs(base / "progressive", count, progressive=True), "≤ 0.25"),
        "HEIC with a thumbnail": (heics(base / "heic", baseline), "≤ 0.25"),
    }
    for kind, (files, reach) in kinds.items():
        if files and shutil.which("vipsthumbnail"):
            _thumbnails(base, f"{len(files)} {kind} photos, 12 MP, CPU | vipsthumbnail", files, reach)
    if baseline:
        galleries(base, baseline)


def _thumbnails(base: Path, name: str, files: list[Path], reach: str) -> None:
    def theirs() -> float:
        with tempfile.TemporaryDirectory(dir=base) as out:
            return cost(["vipsthumbnail", "-s", "320x320", "-o", f"{out}/%s.jpg", *files], cwd=base).cpu

    compare(name, reach, lambda: _ours(base, files[0].parent), theirs)


def galleries(base: Path, files: list[Path]) -> None:
    """Makers of web galleries, as they come: they write a larger picture of each photo besides, and pages."""
    photos, out, settings = files[0].parent, base / "gallery", base / "sigal.conf.py"
    settings.write_text(f"source = {str(photos)!r}\ndestination = {str(out)!r}\n", encoding="utf-8")
    peers: dict[str, tuple[int, list[object]]] = {
        "sigal": (ROUNDS, ["build", "-c", settings]),
        "thumbsup": (1, ["--input", photos, "--output", out, "--log", "info"]),
    }
    for peer, (rounds, words) in peers.items():
        if shutil.which(peer):
            name = f"{len(files)} baseline JPEG photos, 12 MP, CPU | {peer}"
            compare(name, "", lambda: _ours(base, photos), partial(_gallery, out, [peer, *words]), rounds=rounds)


def _gallery(out: Path, command: Sequence[object]) -> float:
    shutil.rmtree(out, ignore_errors=True)
    return cost(command).cpu


def _ours(base: Path, photos: Path) -> float:
    with tempfile.TemporaryDirectory(dir=base) as data:
        return cost(index(Path(data), photos)).cpu


def main(files: int, photos: int) -> None:
    heading()
    with tempfile.TemporaryDirectory() as folder:
        large_photos(Path(folder), photos)
        small_files(Path(folder), files)


if __name__ == "__main__":
    main(*(int(word) for word in (*sys.argv[1:], *("100000", "40")[len(sys.argv) - 1 :])))
