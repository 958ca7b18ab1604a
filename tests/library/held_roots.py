"""Which roots a running Shoebox holds, and which its next start would."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness import Harness


def same(home: Harness) -> set[bytes]:
    """The roots, which settings and index agree on."""
    with home.parts.database.read() as conn:
        held = {(row[0], row[1]) for row in conn.execute("SELECT id, path FROM roots")}
    assert held == {(root.id, root.path) for root in home.parts.settings.roots}
    return {path for _, path in held}


def kept(home: Harness) -> set[bytes]:
    """The roots that a start would find now, if the program were killed."""
    fields = json.loads((home.data / "settings.json").read_text(encoding="utf-8"))
    return {os.fsencode(root["path"]) for root in fields["roots"]}
