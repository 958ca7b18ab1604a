"""The whole house without web and window, on a temporary data folder: real threads, real decode processes."""

from __future__ import annotations

import os
import struct
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from gallery.app import open_parts
from gallery.base.paths import DataFolder
from gallery.timeline.build import Query
from gallery.timeline.file import HEADER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gallery.app import Parts

T = TypeVar("T")
PATIENCE_S = 30.0


def wait_for(look: Callable[[], T], seconds: float = PATIENCE_S) -> T:
    """What `look` returns as soon as it is true; fails after `seconds` with what it returned last."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, f"still {found!r} after {seconds} s"
        time.sleep(0.02)


class House:
    """Questions a test asks of a running Shoebox."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.library = parts.library

    def ids(self, query: Query | None = None) -> list[int]:
        _, data = self.library.timeline(query or Query())
        _, _, length, _, count, days, _, _ = HEADER.unpack_from(data)
        return list(struct.unpack_from(f"<{count}I", data, length + 8 * days))

    def names(self, query: Query | None = None) -> dict[str, int]:
        """Name -> id of the photos in a timeline."""
        ids = self.ids(query)
        found: dict[str, int] = {}
        for start in range(0, len(ids), 500):
            found |= {label["name"]: label["id"] for label in self.library.labels(ids[start : start + 500])}
        return found

    def flags(self) -> set[int]:
        _, data = self.library.timeline(Query())
        count = HEADER.unpack_from(data)[4]
        padded = count + (-count % 4)
        return set(data[len(data) - padded :][:count])

    def problems(self) -> dict[str, str]:
        return {row["name"]: row["code"] for row in self.library.problems()}

    def settled(self) -> None:
        """Wait until nothing is left to do."""
        wait_for(lambda: self.parts.indexer.at_rest(0))

    def folder(self, name: str) -> dict[str, object] | None:
        return next((row for row in self.library.folders()["folders"] if row["name"] == name), None)


@contextmanager
def house(data: Path, *roots: Path) -> Iterator[House]:
    """A running Shoebox with these roots."""
    data.mkdir(parents=True, exist_ok=True)
    with open_parts(DataFolder(data)) as parts:
        parts.library.start()
        for root in roots:
            parts.library.add_root(os.fsencode(root))
        yield House(parts)
