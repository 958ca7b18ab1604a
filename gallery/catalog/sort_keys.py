"""The renewal of the sort keys after an update of Shoebox that sorts names in another way (collation.py).

It is done in steps, because other writes wait meanwhile: for a million photos it takes half a minute. Until it is done
some names stand where they stood before. The functions need a connection to the index in a writing transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog.photos import raise_generation

if TYPE_CHECKING:
    import sqlite3

_PROGRESS_KEY = "sorted"
"""The row of `meta` with the id of the photo up to which the keys are renewed; a migration puts 0 there."""


def run_step(conn: sqlite3.Connection, step: int = 5_000) -> bool:
    """Run the next step of a renewal, which an earlier run of the program may have begun; folders come first.

    Args:
        conn: in a writing transaction.
        step: how many photos are looked at.

    Returns:
        Whether there may be more steps. The last one raises the generation.
    """
    done = conn.execute("SELECT value FROM meta WHERE key = ?", (_PROGRESS_KEY,)).fetchone()
    if done is None:
        return False
    if done[0] == 0:
        conn.execute("UPDATE folders SET sort = sort_key(label) WHERE sort IS NOT sort_key(label)")
    ids = "SELECT id FROM photos WHERE id > ? ORDER BY id LIMIT ?"
    last = conn.execute(f"SELECT max(id) FROM ({ids})", (done[0], step)).fetchone()[0]
    if last is None:
        conn.execute("DELETE FROM meta WHERE key = ?", (_PROGRESS_KEY,))
        if done[0]:  # else there are no photos
            raise_generation(conn)
        return False
    conn.execute(
        "UPDATE photos SET sort = sort_key(label) WHERE id > ? AND id <= ? AND sort IS NOT sort_key(label)",
        (done[0], last),
    )
    conn.execute("UPDATE meta SET value = ? WHERE key = ?", (last, _PROGRESS_KEY))
    return True
