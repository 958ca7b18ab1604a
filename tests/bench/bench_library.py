"""A large library of small real files, from the first start on:  python -m tests.bench.bench_library [COUNT]

Files are hard links to 200 JPEGs: those of the folder in SHOEBOX_CORPUS that open, else made here. Prints one table.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.running import ROOT, SHOWN, ask, looking, serving, until
from tests.pictures import picture, save

PER_FOLDER = 160
LARGEST = 200_000


def sources(folder: Path) -> list[Path]:
    corpus = os.environ.get("SHOEBOX_CORPUS")
    if not corpus:
        return [save(folder / f"{n}.jpg", picture(640, 480, hue=n)) for n in range(200)]
    facts = json.loads((Path(corpus) / "expected.json").read_text(encoding="utf-8"))["files"]
    good = [
        Path(corpus) / fact["file"]
        for fact in facts
        if fact.get("expected") == "opens" and fact["exiftool_type"] == "JPEG"
    ]
    copies = []
    for number, file in enumerate(file for file in good if file.stat().st_size < LARGEST):
        copies.append(folder / f"{number}.jpg")
        copies[-1].parent.mkdir(exist_ok=True)
        copies[-1].write_bytes(file.read_bytes())
    return copies


def make(root: Path, files: list[Path], count: int) -> None:
    for number in range(count):
        folder = root / f"{number // PER_FOLDER // 25:02}" / f"{number // PER_FOLDER:04}"
        if number % PER_FOLDER == 0:
            folder.mkdir(parents=True)
        os.link(files[number % len(files)], folder / f"IMG_{number:06}.jpg")


def row(name: str, value: str) -> None:
    print(f"{name:<58} {value:>12}", flush=True)


def first_start(data: Path, root: Path, count: int) -> None:
    with looking() as page, serving(data, root) as running:
        page.goto(running.boot)
        until(lambda: page.evaluate(SHOWN) >= 10)
        row("first start: ten pictures on screen after", f"{running.seconds:.2f} s")
        listed = until(lambda: (now := ask(page, "/api/status")["progress"])["stage"] != "listing" and now["listed"])
        row(f"first start: {listed:,} files listed after", f"{running.seconds:.2f} s")
        until(
            lambda: (
                (now := ask(page, "/api/status"))["progress"]["unread"] == 0 and now["counts"]["photos"] >= count * 0.99
            )
        )
        row("first start: all headers read after", f"{running.seconds:.2f} s")
        row("main process then", f"{running.memory():.0f} MB")
    with looking() as page, serving(data) as running:
        page.goto(running.boot)
        until(lambda: page.evaluate(SHOWN) >= 10)
        row("second start: ten pictures on screen after", f"{running.seconds:.2f} s")
        row("main process then", f"{running.memory():.0f} MB")


def second_index(data: Path, root: Path) -> None:
    for command in ([sys.executable, "main.py", "index", "--no-thumbnails", "--json", "--data-dir", str(data)],
                    ["find", str(root), "-type", "f", "-printf", "%p%s%T@"]):  # fmt: skip
        start = time.monotonic()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        row(
            f"nothing changed: {command[0].rpartition('/')[2]} {command[2] if 'index' in command else ''}",
            f"{time.monotonic() - start:.2f} s",
        )


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        make(base / "root", sources(base / "sources"), count)
        first_start(base / "data", base / "root", count)
        second_index(base / "data", base / "root")
        row("index.db", f"{(base / 'data' / 'index.db').stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
