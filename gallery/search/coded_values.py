"""Photos by the code of a value: those whose value has no code of its own are found by their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.base.camera_names import camera_name
from gallery.catalog.change_log import json_ids
from gallery.search.columns import Column
from gallery.search.value_dictionary import forms_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from gallery.search.index_snapshot import IndexSnapshot

TEXT_KINDS = {"camera": Column.CAMERA, "lens": Column.LENS}
"""The attributes whose values are texts, by the filters that look at them."""
_DETAILS = {
    Column.CAMERA: "make, model", Column.LENS: "NULL, lens", Column.ISO: "NULL, iso", Column.F: "NULL, f_number",
    Column.FOCAL: "NULL, focal_mm", Column.EXPOSURE: "NULL, exposure_s",
}  # fmt: skip


def with_code(
    conn: sqlite3.Connection,
    snapshot: IndexSnapshot,
    kind: Column,
    codes: list[int],
    matches: Callable[[Any], bool],
) -> int:
    """Return the photos with one of these codes, and those without a code of their own whose value matches.

    `matches` takes the number, or the forms of the text (`forms_of`).
    """
    found = snapshot.with_codes(kind, codes)
    others = snapshot.with_other_value(kind) if kind in _DETAILS else 0
    return found | snapshot.of_photos(_in_rows(conn, snapshot, kind, others, matches)) if others else found


def _in_rows(
    conn: sqlite3.Connection, snapshot: IndexSnapshot, kind: Column, others: int, matches: Callable[[Any], bool]
) -> Iterator[int]:
    listed = json_ids(snapshot.ids(others))
    statement = f"SELECT photo, {_DETAILS[kind]} FROM details WHERE photo IN (SELECT value FROM json_each(?))"
    for photo, make, value in conn.execute(statement, (listed,)):
        if matches(forms_of(camera_name(make, value)) if kind in TEXT_KINDS.values() else value):
            yield photo
