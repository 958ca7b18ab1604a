"""The search for folders: by a part of a name, by a pattern, by a path. Functions of a connection.

`within` is that of catalog/visible_folders.py: only these folders are looked at, and no name above them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base.paths import display
from gallery.catalog.change_log import json_ids
from gallery.catalog.collation import plain
from gallery.catalog.folders import get_subtree
from gallery.catalog.visible_folders import WITHIN
from gallery.search.line_scan import glob_expression

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from gallery.catalog.visible_folders import Within

_SEPARATORS = re.compile(r"[\\/]+")
_WILDCARDS = re.compile(r"[*?]")
# `plain` calls back into Python, which is slow: only for names of more than ASCII words with one space between them
_FOLDED = "iif(label GLOB '*[^ -~]*' OR instr(label, '  ') > 0, plain(label), lower(label))"


@dataclass(frozen=True, slots=True)
class Scope:
    """The folder within which is searched, with or without the folders below it."""

    folder: int
    subfolders: bool = True


def folders_in(conn: sqlite3.Connection, scope: Scope, within: Within | None = None) -> set[int]:
    """Return the folders of a scope; none where it is not visible: that of a folder above would tell of it."""
    if within is not None and scope.folder not in visible_folders(conn, within):
        return set()
    return set(get_subtree(conn, scope.folder)) if scope.subfolders else {scope.folder}


def visible_folders(conn: sqlite3.Connection, within: Within) -> set[int]:
    """Return top folders and all below them."""
    return with_folders_below(conn, within)


def find_folders_like(conn: sqlite3.Connection, pattern: str, within: Within | None = None) -> set[int]:
    """Return the folders whose own folded name, or that of a folder above, is as a pattern (nodes.Glob) says."""
    expression, among = glob_expression(pattern), _among(within)
    longest = max(_WILDCARDS.split(pattern), key=len)
    named = f"SELECT id, label FROM folders WHERE gone = 0 AND instr({_FOLDED}, ?) > 0 AND {among[0]}"
    rows = conn.execute(named, (longest, *among[1]))
    return with_folders_below(conn, (folder for folder, label in rows if expression.fullmatch(plain(label))))


def with_folders_below(conn: sqlite3.Connection, found: Iterable[int]) -> set[int]:
    """Return these folders and all below them."""
    return {row[0] for row in conn.execute(_BELOW, (json_ids(found),))}


def find_folders_at(conn: sqlite3.Connection, names: tuple[str, ...], within: Within | None = None) -> list[set[int]]:
    """Return the folders whose paths end as these folded names do, those first that agree with most of them.

    A path may begin above the root: the names above it count as well, unless only some folders are visible.
    """
    among, values = _among(within)
    here = f"SELECT EXISTS (SELECT 1 FROM folders WHERE gone = 0 AND {_FOLDED} = ? AND {among})"
    if not names or not conn.execute(here, (names[-1], *values)).fetchone()[0]:
        return []
    rows = conn.execute(f"SELECT id, parent, label, root FROM folders WHERE gone = 0 AND {among}", values).fetchall()
    tree = {folder: (parent, plain(label), root) for folder, parent, label, root in rows}
    roots = conn.execute("SELECT id, path FROM roots") if within is None else ()
    above = {root: _names_above(path) for root, path in roots}
    found: dict[int, set[int]] = {}
    for folder, (_, label, _root) in tree.items():
        if label == names[-1]:
            found.setdefault(_agreement(tree, above, folder, names), set()).add(folder)
    return [found[count] for count in sorted(found, reverse=True)]


def _agreement(
    tree: dict[int, tuple[int | None, str, int]], above: dict[int, list[str]], folder: int, names: tuple[str, ...]
) -> int:
    """Return how many of the names, from the last one on, are those of the folder and of the folders above it."""
    own: list[str] = []
    at: int | None = folder
    while at in tree and len(own) < len(names):
        parent, label, root = tree[at]
        own.append(label)
        if parent is None:
            own += above.get(root, [])
        at = parent
    pairs = zip(own, reversed(names), strict=False)
    return next((count for count, (one, other) in enumerate(pairs) if one != other), min(len(own), len(names)))


def _names_above(path: bytes) -> list[str]:
    """Return the folded names of the folders above a root, the nearest first."""
    return [plain(name) for name in _SEPARATORS.split(display(path)) if name][-2::-1]


def _among(within: Within | None) -> tuple[str, tuple[str, ...]]:
    """Return the SQL condition of being visible, and its values."""
    return ("TRUE", ()) if within is None else (f"id IN {WITHIN}", (json_ids(within),))


_BELOW = (
    "WITH RECURSIVE inside (id) AS (SELECT value FROM json_each(?)"
    " UNION SELECT folders.id FROM folders JOIN inside ON parent = inside.id) SELECT id FROM inside"
)
