"""Twenty pages look at a library whose thumbnails are not made yet:  python -m tests.bench.bench_site_fresh FOLDER

Each page has scrolled to sixty photos of its own, or all look at the same. FOLDER keeps the photos between runs. Needs
nginx.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.bench_site_crowd import describe_requests, open_pages
from tests.bench.crowded_site import SEERS, login, run_site, use_of
from tests.bench.running import ROOT
from tests.bench.scenery import landscape

PAGES, PICTURES = 20, 60
SIZE = (3000, 2000)


def make(base: Path) -> None:
    """Make enough photos for all pages, no two of the same bytes."""
    sources = base / "pictures"
    sources.mkdir(parents=True)
    for number in range(PICTURES):
        landscape(number).resize(SIZE).save(sources / f"{number:02}.jpg", quality=85)
    (base / "root").mkdir()
    for number in range(PAGES * PICTURES):
        data = (sources / f"{number % PICTURES:02}.jpg").read_bytes()
        (base / "root" / f"{number:04}.jpg").write_bytes(data + number.to_bytes(4, "big"))


def measure(base: Path, *, apart: bool) -> dict[str, str]:
    """Index the photos without thumbnails, open the pages, and return the lines of a table."""
    data = base / "data"
    shutil.rmtree(data, ignore_errors=True)
    command = [sys.executable, "main.py", "index", "--no-thumbnails", "--data-dir", str(data), str(base / "root")]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    people = [(login(f"seer{number % SEERS}"), "") for number in range(PAGES)]
    with run_site(base, idle=False) as site:
        start = time.monotonic()
        child = open_pages({"port": site.port, "pages": people, "opening": 2.0, "again": False, "apart": apart})
        assert child.stdout
        assert child.stdin
        found = json.loads(child.stdout.readline())
        took, used = time.monotonic() - start, use_of(site.process)
        child.stdin.close()
        child.wait()
    return {
        "until all pages have their thumbnails": f"{took:.1f} s",
        "CPU of Python, of the decoders": f"{used.cpu:.1f}, {used.decoding:.1f} s",
        **describe_requests(found),
    }


def main(folder: str) -> None:
    """Measure both cases, and print a table."""
    base = Path(folder).resolve()
    if not base.exists():
        make(base)
    found = {"photos of its own": measure(base, apart=True), "the same photos": measure(base, apart=False)}
    print(f"| {PAGES} pages, each looks at | {' | '.join(found)} |")
    print(f"|---|{'---|' * len(found)}")
    for name in dict.fromkeys(name for lines in found.values() for name in lines):
        print(f"| {name} | {' | '.join(lines.get(name, '') for lines in found.values())} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
