"""Drives that are mounted inside roots, roots that come to lie in others, and photos by which a drive is recognised.

Functions of a connection.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.catalog.folders import CAN_BE_SHOWN, SUBTREE, find, is_inside, join, put_chain

if TYPE_CHECKING:
    import sqlite3

_MAX_SAMPLED_FOLDERS = 200
"""In how many folders, some of them empty, photos are looked for by which a drive is recognised."""
_SUBTREE_OF_1 = SUBTREE.replace("?", "?1")


@dataclass(frozen=True, slots=True)
class MountRow:
    """A folder inside a root on which a drive is mounted. `identity` and `away` as RootRow's `identity`, `offline`."""

    id: int
    relative: bytes
    identity: str
    away: str | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A photo by which a drive is recognised: its path below the root or mounted folder, size and modification time."""

    relative: bytes
    size: int
    mtime_ns: int


def get_mounts(conn: sqlite3.Connection, root_id: int) -> list[MountRow]:
    """Return the folders of a root on which drives are mounted, outer before inner ones."""
    rows = conn.execute(
        # the index that holds only these: by itself SQLite would take the one that is in order, and read all folders
        "SELECT id, relative, device, away FROM folders INDEXED BY folders_device"
        " WHERE root = ? AND device IS NOT NULL AND gone = 0 ORDER BY relative",
        (root_id,),
    )
    return [MountRow(*row) for row in rows]


def get_all(conn: sqlite3.Connection) -> list[tuple[bytes, bytes, str]]:
    """Return (absolute path of the root, path below it, identity) of all folders on which drives are mounted."""
    return conn.execute(
        "SELECT path, relative, folders.device FROM folders JOIN roots ON roots.id = root"
        " WHERE folders.device IS NOT NULL AND gone = 0"
    ).fetchall()


def set_mount(conn: sqlite3.Connection, folder: int, identity: str | None) -> None:
    """Store which drive is mounted on a folder (MountRow.identity), None for no longer any."""
    conn.execute("UPDATE folders SET device = ?1 WHERE id = ?2 AND device IS NOT ?1", (identity, folder))


def set_away(conn: sqlite3.Connection, folder: int, reason: str | None) -> None:
    """Store why the drive of a folder and all below it is away, or that it is not."""
    conn.execute(f"UPDATE folders SET away = ?2 WHERE id IN ({_SUBTREE_OF_1}) AND away IS NOT ?2", (folder, reason))


def merge_root(conn: sqlite3.Connection, inner: int, outer: int, prefix: bytes) -> None:
    """Move the folders of root `inner`, which lies at `prefix` below root `outer`, there. They keep their ids.

    If the drive of `inner` is away, it counts as one that is mounted there and is away: what lies on it stays.
    """
    identity, away = conn.execute("SELECT device, offline FROM roots WHERE id = ?", (inner,)).fetchone()
    above = conn.execute("SELECT path FROM roots WHERE id = ?", (outer,)).fetchone()[0]
    parent = put_chain(conn, outer, above, os.path.dirname(prefix))
    for folder, relative in conn.execute("SELECT id, relative FROM folders WHERE root = ?", (inner,)).fetchall():
        moved = join(prefix, relative) if relative else prefix
        conn.execute(
            "UPDATE folders SET root = ?, relative = ?, parent = coalesce(parent, ?) WHERE id = ?",
            (outer, moved, parent, folder),
        )
    conn.execute("DELETE FROM roots WHERE id = ?", (inner,))
    top = find(conn, outer, prefix)
    if away is not None and top is not None:
        set_mount(conn, top, identity or "")
        set_away(conn, top, away)


def get_samples(conn: sqlite3.Connection, root_id: int, inside: bytes, limit: int) -> list[Sample]:
    """Return at most `limit` photos of a root, or of the folder `inside` it, without those on other drives in there.

    They come from folders all over it, so that what users do to one folder leaves most of them alone.
    """
    below = len(inside) + 1 if inside else 0
    rows = conn.execute("SELECT id, relative FROM folders WHERE root = ? AND gone = 0", (root_id,)).fetchall()
    others = [mount.relative for mount in get_mounts(conn, root_id) if not is_inside(inside, mount.relative)]
    inner = [row for row in rows if is_inside(row[1], inside) and not any(is_inside(row[1], other) for other in others)]
    samples: dict[Sample, None] = {}  # the only photo of a folder is at both ends
    per_end = max(1, limit // max(1, 2 * len(inner)))
    # always the same ones, so that nothing looks different from one time to the next
    for folder, relative in random.Random(0).sample(inner, min(len(inner), _MAX_SAMPLED_FOLDERS)):  # noqa: S311
        for order in ("ASC", "DESC"):
            rows = conn.execute(
                f"SELECT name, size, mtime_ns FROM photos WHERE folder = ? AND {CAN_BE_SHOWN} AND size >= 0"
                f" ORDER BY name {order} LIMIT ?",
                (folder, per_end),
            ).fetchall()
            samples |= dict.fromkeys(Sample(join(relative[below:], name), *rest) for name, *rest in rows)
        if len(samples) >= limit:
            break
    return list(samples)[:limit]
