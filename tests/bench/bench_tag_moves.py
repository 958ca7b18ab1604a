"""How long it takes to rename, merge and spell anew a tag of 50,000 photos: python -m tests.bench.bench_tag_moves.

The store alone, in processor time: the time of a request besides is the web's and the index's.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from gallery.annotations import tag_moves
from gallery.annotations.library_file import open_library
from gallery.annotations.models import AnnotationChange
from tests.bench.bench_annotations import PHOTOS, identities, row, timed


def main() -> None:
    """Measure each once, and print it."""
    files = identities(PHOTOS)
    with tempfile.TemporaryDirectory() as folder:
        store = open_library(Path(folder) / "library.db").store
        applied = store.apply(files, AnnotationChange(add_tags=("travel/italy", "food")))
        store.apply(files[: PHOTOS // 2], AnnotationChange(add_tags=("italia",)))
        known = [file._replace(item=item) for file, item in zip(files, applied.items, strict=True)]

        def move(source: str, target: str) -> None:
            write = tag_moves.mover(source, target, [()] * len(known))
            store.apply(known, AnnotationChange(moved_tag=(source, target)), write=write)

        row(f"a tag of {PHOTOS:,} photos renamed", [timed(lambda: move("travel", "trips"))])
        row("merged into one that half of them have", [timed(lambda: move("trips/italy", "italia"))])
        row("spelled with a capital", [timed(lambda: move("italia", "Italia"))])
        row("that undone", [timed(store.undo)])
        row("the merge undone", [timed(store.undo)])
        store.close()


if __name__ == "__main__":
    main()
