"""Measures the writing of sidecars, in a folder of this machine's temporary disk.

python -m tests.sidecars.speed [PHOTOS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from gallery.annotations.models import AnnotationChange
from tests.sidecars.beside import Beside


def main(count: int) -> None:
    """Say something about so many photos of one folder, write all sidecars, and look at them again."""
    with tempfile.TemporaryDirectory() as place:
        beside = Beside(Path(place))
        files = [beside.photo(f"IMG_{number:06}.jpg") for number in range(count)]
        items = beside.store.apply(files, AnnotationChange(rating=4, add_tags=("travel/italy",))).items
        _measure("first written", beside, count)
        beside.store.apply([file._replace(item=item) for file, item in zip(files, items, strict=True)],
                           AnnotationChange(rating=5))  # fmt: skip
        _measure("changed", beside, count)
        beside.records.note(items)
        _measure("looked at, nothing to do", beside, count)
        beside.store.close()


def _measure(what: str, beside: Beside, count: int) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    beside.write()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"| {what} | {1000 * wall / count:.2f} ms | {1000 * cpu / count:.2f} ms |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
