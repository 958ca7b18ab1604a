"""A site is started anew while pages are open:  python -m tests.bench.bench_site_restart FOLDER [PAGES]

What the pages ask for in the quarter of a minute in which it is away, and in the minute and a half afterwards, when
their sessions are gone. FOLDER as in `bench_site_crowd`. Needs nginx.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psutil

from tests.bench.bench_site_crowd import describe_requests, open_pages, people_of
from tests.bench.crowded_site import run_site, start, use_of

AWAY_SECONDS, BACK_SECONDS = 15, 90


def main(folder: str, pages: int = 200) -> None:
    """Measure it, and print a table."""
    with run_site(Path(folder).resolve()) as site:
        plan = {"port": site.port, "pages": people_of(pages), "opening": pages / 10, "again": False}
        child = open_pages(plan)
        assert child.stdout
        assert child.stdin
        assert child.stdout.readline()
        site.process.terminate()
        site.process.wait(60)
        time.sleep(AWAY_SECONDS)
        again = start(site.command)
        program = psutil.Process(again.pid)
        ready = use_of(program).cpu
        time.sleep(BACK_SECONDS)
        used = use_of(program).cpu - ready
        child.stdin.close()
        found = json.loads(child.stdout.readline())
        child.wait()
        again.terminate()
        again.wait(60)
    print(f"{pages} pages, {found['lost']} times loaded again; CPU of Python after its start: {used:.1f} s")
    for name, line in describe_requests(found).items():
        print(f"| {name} | {line} |")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
