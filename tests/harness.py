"""A running Shoebox without web and window, on a temporary data folder: real threads, real decode processes."""

from __future__ import annotations

import os
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gallery.app import open_parts
from gallery.base.paths import DataFolder
from gallery.timeline.build import TimelineQuery
from gallery.timeline.file import HEADER
from tests.waiting import WORK_S, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gallery.app import Parts


class Harness:
    """Questions a test asks of a running Shoebox."""

    def __init__(self, parts: Parts, data: Path) -> None:
        self.parts = parts
        self.data = data
        self.library = parts.library

    def ids(self, query: TimelineQuery | None = None) -> list[int]:
        _, data = self.library.timelines.get(query or TimelineQuery())
        _magic, _version, header_bytes, _generation, count, days, _, _ = HEADER.unpack_from(data)
        return list(struct.unpack_from(f"<{count}I", data, header_bytes + 8 * days))

    def names(self, query: TimelineQuery | None = None) -> dict[str, int]:
        """Name -> id of the photos in a timeline."""
        ids = self.ids(query)
        found: dict[str, int] = {}
        for start in range(0, len(ids), 500):
            found |= {label["name"]: label["id"] for label in self.library.photos.labels(ids[start : start + 500])}
        return found

    def flags(self) -> set[int]:
        _, data = self.library.timelines.get(TimelineQuery())
        count = HEADER.unpack_from(data)[4]
        padded = count + (-count % 4)
        return set(data[len(data) - padded :][:count])

    def revision(self) -> int:
        """Return the revision of library.db that the timeline follows."""
        return int(HEADER.unpack_from(self.library.timelines.get(TimelineQuery())[1])[7])

    def problems(self) -> dict[str, str]:
        return {row["name"]: row["code"] for row in self.library.problems.read()}

    def wait_until_idle(self) -> None:
        """Wait until nothing is left to do."""
        wait_for(lambda: self.parts.indexer.wait_until_idle(0), WORK_S)

    def folder(self, name: str) -> dict[str, object] | None:
        return next((row for row in self.library.folders.tree()["folders"] if row["name"] == name), None)


@contextmanager
def run_harness(data: Path, *roots: Path) -> Iterator[Harness]:
    """A running Shoebox with these roots."""
    data.mkdir(parents=True, exist_ok=True)
    with open_parts(DataFolder(data)) as parts:
        parts.library.proposals._own_places = parts.library.proposals._drive_lists = (
            list  # not those of whoever runs tests
        )
        parts.library.roots.align()
        parts.library.roots.watch_and_scan()
        for root in roots:
            parts.library.roots.add(os.fsencode(root))
        yield Harness(parts, data)
