"""Which rows a new file may have been before it was moved. A function of a connection; reads only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.catalog.folders import join
from gallery.catalog.schema import GONE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

MAX_PRESENT_CANDIDATES = 4
Stat = tuple[int, int]
"""(size, mtime_ns)"""


@dataclass(frozen=True, slots=True)
class MoveCandidate:
    """A row that has a new file's size and modification time, so that it may have been moved."""

    id: int
    folder: int
    state: int
    fingerprint: bytes
    root: bytes
    device: str | None
    relative: bytes


def find_move_candidates(conn: sqlite3.Connection, stats: Iterable[Stat]) -> dict[Stat, list[MoveCandidate]]:
    """Rows that files of these sizes and times may have been: all that are gone, a few that are not known to be.

    A few, because copies of one file can be many; then nobody can tell which of them was moved. A size and time that no
    row has is left out.
    """
    sought = json.dumps(list(set(stats)))
    found: dict[Stat, list[MoveCandidate]] = {}
    for which, limit in ((f"state = {GONE}", -1), (f"state != {GONE}", MAX_PRESENT_CANDIDATES)):
        for photo, folder, state, mark, root, device, relative, name, *stat in conn.execute(
            _TWINS.format(which=which), (sought, limit)
        ):
            twin = MoveCandidate(photo, folder, state, mark, root, device, join(relative, name))
            found.setdefault((stat[0], stat[1]), []).append(twin)
    return found


_TWINS = (
    "WITH sought (bytes, ns) AS (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))"
    " SELECT photos.id, folder, state, fingerprint, roots.path, device, relative, name, size, mtime_ns"
    " FROM sought CROSS JOIN photos ON photos.id IN (SELECT id FROM photos"
    "  WHERE size = bytes AND mtime_ns = ns AND fingerprint IS NOT NULL AND {which} LIMIT ?)"
    " JOIN folders ON folders.id = folder JOIN roots ON roots.id = root WHERE offline IS NULL"
)
