"""Groups the files of folders that are noted in the index, on the thread that writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog import file_groups
from gallery.scan.grouping_rules import group_files

if TYPE_CHECKING:
    import sqlite3

MAX_FOLDERS, MAX_FILES = 100, 20_000
"""Of one transaction, as other writes wait meanwhile; one folder of any size is done."""


def group_noted(conn: sqlite3.Connection, *, only_read: bool) -> bool:
    """Group the files of noted folders, in the transaction that changed them. What is left is done in a later one.

    A folder is grouped when its last header has been read: what is read file by file would be grouped as often.

    Args:
        conn: in a writing transaction.
        only_read: whether to leave folders with unread headers for later; some are never read, as those of a file that
            cannot be reached.

    Returns:
        Whether a tile came, went or changed, so that the generation is to rise.
    """
    changed, files = False, 0
    for folder in file_groups.find_ungrouped(conn, MAX_FOLDERS, only_read=only_read):
        is_other, count = group_folder(conn, folder)
        changed |= is_other
        files += count
        if files >= MAX_FILES:
            break
    return changed


def group_folder(conn: sqlite3.Connection, folder: int) -> tuple[bool, int]:
    """Group the files of a folder. Return whether a tile came, went or changed, and how many files there are."""
    rows = file_groups.get_rows(conn, folder)
    wanted: dict[int, tuple[int | None, int]] = {}
    for group in group_files(rows):
        wanted[group.shown] = None, group.badges
        for member in group.members:
            wanted[member] = group.shown, 0
    changed = [(*wanted[row.photo], row.photo) for row in rows if wanted[row.photo] != (row.member_of, row.badges)]
    file_groups.store(conn, folder, changed)
    return bool(changed), len(rows)
