"""Candidates for moved files: photos in the index that a new file may have been before. Reads only."""

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
"""Candidates not known to be gone. There may be many copies of one file, and no way to tell which of them moved."""
Stat = tuple[int, int]
"""(size, mtime_ns)"""


@dataclass(frozen=True, slots=True)
class MoveCandidate:
    """A photo with a new file's size and modification time, so that the file may have been moved from its place.

    `root` is the absolute path of its root, `root_identity` as in RootRow.identity, `relative` the path of the file
    below the root.
    """

    id: int
    folder: int
    state: int
    fingerprint: bytes
    root: bytes
    root_identity: str | None
    relative: bytes


def find_move_candidates(conn: sqlite3.Connection, stats: Iterable[Stat]) -> dict[Stat, list[MoveCandidate]]:
    """Find the photos on present drives that have one of these sizes and times.

    Args:
        conn: any connection to the index.
        stats: (size, mtime_ns) of new files.

    Returns:
        Size and time -> candidates: all that are gone, then at most MAX_PRESENT_CANDIDATES that are not known to be.
        A size and time without candidates is left out.
    """
    sought = json.dumps(list(set(stats)))
    found: dict[Stat, list[MoveCandidate]] = {}
    for which, limit in ((f"state = {GONE}", -1), (f"state != {GONE}", MAX_PRESENT_CANDIDATES)):
        for photo, folder, state, fingerprint, root, identity, relative, name, *stat in conn.execute(
            _CANDIDATES.format(which=which), (sought, limit)
        ):
            candidate = MoveCandidate(photo, folder, state, fingerprint, root, identity, join(relative, name))
            found.setdefault((stat[0], stat[1]), []).append(candidate)
    return found


_CANDIDATES = (
    "WITH sought (bytes, ns) AS (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))"
    " SELECT photos.id, folder, state, fingerprint, roots.path, roots.device, relative, name, size, mtime_ns"
    " FROM sought CROSS JOIN photos ON photos.id IN (SELECT id FROM photos"
    "  WHERE size = bytes AND mtime_ns = ns AND fingerprint IS NOT NULL AND {which} LIMIT ?)"
    " JOIN folders ON folders.id = folder JOIN roots ON roots.id = root WHERE offline IS NULL AND away IS NULL"
)
