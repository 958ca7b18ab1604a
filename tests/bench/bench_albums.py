"""How long acts about albums take, over HTTP: python -m tests.bench.bench_albums [PHOTOS].

Wall-clock seconds of single requests, over a library of made-up photos: filling albums, taking back, ordering, showing,
searching. `CPU` is that of the whole program, its threads besides the request's included.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.app import open_parts
from gallery.base.garbage_collector import freeze_imports
from gallery.base.paths import DataFolder
from gallery.local_server import open_local_server
from gallery.web.desktop_protocol import NoDesktop
from tests.bench.bench_acts import Page, make

if TYPE_CHECKING:
    from gallery.scan.indexer import Indexer

FEW, MANY = 20_000, 50_000


class _Timed:
    def __init__(self, page: Page, indexer: Indexer) -> None:
        self._page, self._indexer = page, indexer

    def ask(self, what: str, method: str, target: str, body: object = None) -> object:
        """Ask for something when the index rests, and print how long it took, and until the index followed."""
        self._indexer.wait_until_idle(60)
        wall, cpu = time.perf_counter(), time.process_time()
        seconds, answer = self._page.ask(method, target, body)
        self._indexer.wait_until_idle(60)
        print(
            f"{what:<60}{seconds * 1000:>8,.0f} ms{(time.perf_counter() - wall) * 1000:>8,.0f} ms"
            f"{(time.process_time() - cpu) * 1000:>8,.0f} ms",
            flush=True,
        )
        return answer


def main(photos: int) -> None:
    """Measure all of it."""
    freeze_imports()  # as the program does
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), photos)
        print(f"{f'{photos:,} photos':<60}{'answer':>11}{'followed':>11}{'CPU':>11}")
        with (
            open_parts(DataFolder(Path(folder)), thumbnails=False, held=True) as parts,
            open_local_server(parts, 0) as local,
        ):
            local.begin(NoDesktop(), lambda: None)
            session = local.gate.start_session(local.gate.boot_address().rpartition("/")[2])
            timed = _Timed(Page(local.port, session.cookie, session.key), parts.indexer)
            measure(timed, photos)


def measure(timed: _Timed, photos: int) -> None:
    """Do acts in turn."""
    ids = list(range(2, photos, max(1, photos // MANY)))[:MANY]
    timed.ask("an album without photos", "POST", "/api/albums", {"name": "Few"})
    timed.ask(f"{FEW:,} photos added, the first time", "POST", "/api/albums/1/add", {"ids": ids[:FEW]})
    timed.ask("taken back", "POST", "/api/undo", {})
    timed.ask("done again", "POST", "/api/redo", {})
    timed.ask(f"{MANY:,} photos into a new album", "POST", "/api/albums", {"name": "Many", "ids": ids})
    timed.ask(
        "one put from the end to the beginning", "POST", "/api/albums/2/order", {"ids": ids[-1:], "before": ids[0]}
    )
    timed.ask(
        "ten thousand of them put to the end", "POST", "/api/albums/2/order", {"ids": ids[:10_000], "before": None}
    )
    timed.ask(f"the timeline of {MANY:,}, by hand", "GET", "/api/timeline.bin?album=2")
    timed.ask("the same again", "GET", "/api/timeline.bin?album=2")
    timed.ask("by date", "GET", "/api/timeline.bin?album=2&order=date")
    timed.ask("the list of albums, with counts and covers", "GET", "/api/albums")
    timed.ask("album:many", "GET", "/api/search?q=album:many")
    timed.ask("album:many again", "GET", "/api/search?q=album:many")
    timed.ask("one photo taken out", "POST", "/api/albums/2/remove", {"ids": ids[5:6]})
    timed.ask("album:many after that", "GET", "/api/search?q=album:many")
    timed.ask("its timeline after that", "GET", "/api/timeline.bin?album=2")
    timed.ask(
        "one rating, of a photo in both albums", "POST", "/api/annotations", {"ids": ids[7:8], "set": {"rating": 4}}
    )
    timed.ask("the album deleted", "DELETE", "/api/albums/2", {})
    timed.ask("and back", "POST", "/api/undo", {})


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
