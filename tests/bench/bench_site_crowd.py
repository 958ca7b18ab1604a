"""Many pages open at a site while photos are added to its library, beside one page that is opened once a second.

    python -m tests.bench.bench_site_crowd FOLDER [SECONDS [PAGES]]

FOLDER holds a library, and is made if it is not there (`tests.bench.million FOLDER 100000`). The real program behind a
real nginx with the printed configuration; half of the pages see everything, half some years of it, one in ten searches.
100 photos a minute are copied into one folder, fifty at a time, and are found by the watcher. Needs nginx.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tests.bench import million
from tests.bench.crowded_site import SEERS, YEARS, Site, Use, login, run_site, use_of
from tests.bench.running import ROOT

PHOTOS_A_MINUTE = 100
BURST, BURST_SECONDS = 50, 10.0
SEARCHES = ("newcomer", "img_2010")
SETTLE_SECONDS = 75


def add_photos(site: Site, count: int, over: threading.Event) -> None:
    """Copy photos in bursts, as a user does."""
    start = time.monotonic()
    for number in range(count):
        burst, at = divmod(number, BURST)
        due = start + burst * BURST * 60 / PHOTOS_A_MINUTE + at * BURST_SECONDS / BURST
        if over.wait(max(0.0, due - time.monotonic())):
            return
        copied = site.added / f"newcomer_{number:04}.jpg"
        copied.write_bytes(site.pictures[number % len(site.pictures)].read_bytes() + number.to_bytes(4, "big"))


def watch(site: Site, samples: list[Use], known: list[float], over: threading.Event) -> None:
    """Note once a second what the program uses, and when each added photo came into the index."""
    turn = 0
    while not over.wait(0.2):
        count = site.known()
        known.extend([time.time()] * (count - len(known)))
        if turn % 5 == 0:
            samples.append(use_of(site.process))
        turn += 1


def open_pages(plan: dict[str, Any]) -> subprocess.Popen[str]:
    """Start the process of the pages."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.site_pages"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin
    child.stdin.write(json.dumps(plan) + "\n")
    child.stdin.flush()
    return child


def people_of(pages: int) -> list[tuple[str, str]]:
    """Return login and search of each page."""
    found = []
    for number in range(pages):
        limited = number % 2
        name = list(YEARS)[number // 2 % len(YEARS)] if limited else f"seer{number // 2 % SEERS}"
        search = SEARCHES[number // 10 % len(SEARCHES)] if number % 10 == 8 else ""
        found.append((login(name), search))
    return found


def measure(base: Path, pages: int, seconds: int, *, again: bool) -> dict[str, str]:
    """Run one case, and return the lines of its table."""
    samples: list[Use] = []
    known: list[float] = []
    over = threading.Event()
    people = people_of(SEERS if again else pages)
    with run_site(base) as site:
        plan = {"port": site.port, "pages": people, "opening": 1.0 if again else pages / 10, "again": again}
        child = open_pages(plan)
        assert child.stdin
        assert child.stdout
        opened = time.monotonic()
        assert child.stdout.readline()
        opened = time.monotonic() - opened
        before, nginx, start = use_of(site.process), site.nginx_cpu(), time.monotonic()
        count = seconds * PHOTOS_A_MINUTE // 60
        threads = [
            threading.Thread(target=add_photos, args=(site, count, over)),
            threading.Thread(target=watch, args=(site, samples, known, over)),
        ]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        after, nginx_after, lasted = use_of(site.process), site.nginx_cpu(), time.monotonic() - start
        time.sleep(0 if again else SETTLE_SECONDS)
        over.set()
        for thread in threads:
            thread.join()
        child.stdin.close()
        found = json.loads(child.stdout.readline())
        child.wait()
    lines = {
        "CPU of Python": f"{after.cpu - before.cpu:.1f} s, {(after.cpu - before.cpu) / lasted:.1%} of a core",
        "CPU of the decoders": f"{after.decoding - before.decoding:.1f} s",
        "CPU of nginx": f"{nginx_after - nginx:.1f} s",
        "memory at start, at end (PSS), most (RSS)": f"{before.pss:.0f}, {after.pss:.0f},"
        f" {max(each.rss for each in samples):.0f} MB",
        "threads, least and most": f"{min(each.threads for each in samples)}, {max(each.threads for each in samples)}",
        **describe_requests(found),
        "added photos in the index": f"{len(known)} of {count}",
    }
    if not again:
        lines |= describe_knowledge(found["counts"], people, known)
    if found["failed"] or found["lost"]:
        lines["pages that failed"] = f"{found['lost']} signed out, {found['failed'][:3]}"
    lines["pages opened in"] = f"{opened:.0f} s"
    return lines


def describe_requests(found: dict[str, Any]) -> dict[str, str]:
    """Return a line for each kind of request."""
    lines = {}
    for kind, counts in sorted(found["requests"].items()):
        times = sorted(found["seconds"][kind])
        all_of, same = sum(counts.values()), counts.get("304", 0)
        others = {status: n for status, n in counts.items() if status not in ("200", "304")}
        lines[f"requests: {kind}"] = (
            f"{all_of}, 304: {same / all_of:.0%}, {found['bytes'][kind] / 1e6:.1f} MB,"
            f" p50 {statistics.median(times) * 1000:.0f}, p99 {times[int(len(times) * 0.99)] * 1000:.0f} ms"
            + (f", {others}" if others else "")
        )
    lines["requests: all"] = f"{sum(map(len, found['seconds'].values()))}, {sum(found['bytes'].values()) / 1e6:.1f} MB"
    return lines


def describe_knowledge(
    counts: list[list[tuple[float, int]]], people: list[tuple[str, str]], known: list[float]
) -> dict[str, str]:
    """Return how long it took from a photo's being in the index until pages showed it."""
    seers = [
        page
        for page, (name, text) in zip(counts, people, strict=True)
        if text != SEARCHES[1] and name != login("limited1")
    ]
    until_all, until_one = [], []
    for number, since in enumerate(known, 1):
        times = [next((at for at, count in page if count - page[0][1] >= number), None) for page in seers]
        if None in times:
            until_all.append(float("inf"))
        until_one += [max(0.0, at - since) for at in times if at is not None]
        if None not in times:
            until_all.append(max(max(0.0, at - since) for at in times if at is not None))
    if not until_all:
        return {}
    return {
        "from the index until a page shows it, p50": f"{statistics.median(until_one):.1f} s",
        "until all do, p50 and most": f"{statistics.median(until_all):.1f}, {max(until_all):.1f} s",
        "pages that are to": str(len(seers)),
    }


def main(folder: str, seconds: int = 600, pages: int = 200) -> None:
    """Measure both cases, and print a table."""
    base = Path(folder).resolve()
    if not (base / "data").exists():
        million.main(folder, 100_000)
    only = os.environ.get("ONLY", "")
    found = {}
    if only != "one":
        found[f"{pages} pages, {seconds} s"] = measure(base, pages, seconds, again=False)
    if only != "many":
        found["one page, opened once a second"] = measure(base, pages, seconds, again=True)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"load at the end: {load}")
    print(f"| | {' | '.join(found)} |")
    print(f"|---|{'---|' * len(found)}")
    for name in dict.fromkeys(name for lines in found.values() for name in lines):
        print(f"| {name} | {' | '.join(lines.get(name, '') for lines in found.values())} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:4]))
