"""How long acts about many photos take over HTTP, and what they cost: python -m tests.bench.bench_acts [PHOTOS [ACT]].

An act is answered when it is on the disk in library.db; the copy in the index and the search follow. Of PHOTOS photos
(1,000,000) ACT (20,000) are made favourites in one request, which is taken back and done again; medians. They are spread
over all of them, which is the worst case, and one behind the other, as somebody selects a year. The data folder lies in
the system's temporary folder: its disk counts. The processor time is that of the process, the client's part included.
"""

from __future__ import annotations

import http.client
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gallery.app import open_parts
from gallery.base.garbage_collector import freeze_imports
from gallery.base.paths import DataFolder
from gallery.catalog import schema
from gallery.catalog.database import Database
from gallery.local_server import open_local_server
from gallery.search import column_index_updater
from gallery.web.desktop_protocol import NoDesktop
from tests.bench.bench_search import fill
from tests.bench.table import heading, row

if TYPE_CHECKING:
    from gallery.scan.indexer import Indexer

ROUNDS = 5


class Page:
    """A page of the program, with both secrets."""

    def __init__(self, port: int, cookie: str, key: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        origin = f"http://127.0.0.1:{port}"
        self._headers = {"Cookie": f"shoebox_{port}={cookie}", "X-Gallery-Key": key, "Origin": origin}

    def ask(self, method: str, target: str, body: object = None) -> tuple[float, Any]:
        """Return the seconds from the first byte of a request to the last of its answer, and the answer."""
        sent = None if body is None else json.dumps(body)
        headers = self._headers | ({} if body is None else {"Content-Type": "application/json"})
        self._line.close()  # the server has closed it while the index was busy
        start = time.perf_counter()
        self._line.request(method, target, sent, headers)
        answer = self._line.getresponse()
        read = answer.read()
        took = time.perf_counter() - start
        assert answer.status == 200, read
        return took, read if read.startswith(b"PTL1") else json.loads(read)


def make(folder: Path, photos: int) -> None:
    """Make the index of a library, all of it searchable."""
    database = Database(folder / "index.db", schema.INDEX)
    fill(database, photos)
    left = 1
    while left:
        with database.write() as conn:
            left = column_index_updater.update_blocks(conn, min_stale=1)
    database.close()


def measure(page: Page, indexer: Indexer, acts: dict[str, tuple[str, object]], rounds: int = ROUNDS) -> None:
    """Do acts in turn, several times, each when the index has followed the one before, and print the medians."""
    answers: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(rounds):
        for name, (target, body) in acts.items():
            indexer.wait_until_idle(60)
            start, cpu = time.perf_counter(), time.process_time()
            took, used = page.ask("POST", target, body)[0], time.process_time() - cpu
            indexer.wait_until_idle(60)
            answers.setdefault(name, []).append((took, used, time.perf_counter() - start))
    for name, found in answers.items():
        took, used, followed = (statistics.median(each) for each in zip(*found, strict=True))
        row(name, "≤ 0.4", took)
        row(f"{name}: processor time", "", used)
        row(f"{name}: index and search follow", "", followed)


def measure_favourites(page: Page, indexer: Indexer, ids: list[int], which: str) -> None:
    """Make photos favourites of which nothing is known yet, take it back, and so again."""
    say: tuple[str, object] = ("/api/annotations", {"ids": ids, "set": {"favourite": True}})
    undo: tuple[str, object] = ("/api/undo", {})
    name = f"{len(ids):,} favourites {which}"
    measure(page, indexer, {f"{name}, first": say, f"{name}, first undo": undo}, rounds=1)
    measure(page, indexer, {f"{name}, again": say, f"{name}, undo": undo})
    measure(page, indexer, {f"{name}, redo": ("/api/redo", {}), f"{name}, undo of that": undo})


def main(photos: int, count: int) -> None:
    """Measure all of it."""
    freeze_imports()  # as the program does
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), photos)
        heading()
        with (
            open_parts(DataFolder(Path(folder)), thumbnails=False, held=True) as parts,
            open_local_server(parts, 0) as local,
        ):
            local.begin(NoDesktop(), lambda: None)
            session = local.gate.start_session(local.gate.boot_address().rpartition("/")[2])
            page = Page(local.port, session.cookie, session.key)
            page.ask("GET", "/api/status")
            ids = list(range(2, photos, max(1, photos // count)))[:count]
            measure_favourites(page, parts.indexer, ids, "spread")
            measure_favourites(page, parts.indexer, list(range(photos // 3, photos // 3 + count)), "in a row")
            tags = {"ids": ids, "set": {"add_tags": ["travel/italy", "travel/spain", "family"]}}
            parts.indexer.wait_until_idle(60)
            row(f"three tags for {count:,}", "", page.ask("POST", "/api/annotations", tags)[0])
            parts.indexer.wait_until_idle(60)
            row("the tree of tags", "", page.ask("GET", "/api/tags")[0])
            row("the status", "", statistics.median(page.ask("GET", "/api/status")[0] for _ in range(ROUNDS)))
            row("one rating", "", page.ask("POST", "/api/annotations", {"ids": [5], "set": {"rating": 5}})[0])


if __name__ == "__main__":
    main(*(int(value) for value in (*sys.argv[1:], "1000000", "20000")[:2]))
