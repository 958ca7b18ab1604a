"""A new version that knows more formats, over the library of one that did not: their files appear by themselves."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from gallery import stores
from gallery.imaging.formats import is_candidate
from gallery.imaging.metadata.version import READER_VERSION
from gallery.scan import listing
from tests.harness import run_harness
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXTURE = encoded("DDS", picture(64, 48), pixel_format="DXT1")
KNOWN = {"p0.jpg", "p1.jpg", "p2.jpg"}


def leave_as_before(data: Path) -> None:
    """Leave the index as a version did that took the files for no pictures."""
    with closing(sqlite3.connect(data / "index.db")) as conn, conn:
        conn.create_function("plain", 1, str, deterministic=True)
        rows = dict(conn.execute("SELECT CAST(name AS TEXT), id FROM photos").fetchall())
        for name, state in (("wrong.jpg", 2), ("bare", 3)):
            conn.execute("DELETE FROM details WHERE photo = ?", (rows[name],))
            conn.execute("UPDATE photos SET state = ?, thumb = 2, fingerprint = NULL WHERE id = ?", (state, rows[name]))
        conn.execute("INSERT INTO problems VALUES (?, 'wrong_content', 'It is a texture.')", (rows["wrong.jpg"],))


def test_files_that_an_older_version_did_not_know_appear(
    tmp_path: Path, flat_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that it did not list, those that it said to have wrong content, and those without a suffix."""
    data = tmp_path / "data"
    for name in ("new.dds", "wrong.jpg", "bare"):
        (flat_root / name).write_bytes(TEXTURE + name.encode())
    with monkeypatch.context() as patch:
        patch.setattr(listing, "is_candidate", lambda name: not name.endswith(b".dds") and is_candidate(name))
        patch.setattr(stores, "READER_VERSION", READER_VERSION - 1)
        with run_harness(data, flat_root) as home:
            home.wait_until_idle()
            assert set(home.names()) == KNOWN | {"wrong.jpg", "bare"}
    leave_as_before(data)
    with run_harness(data) as home:
        home.wait_until_idle()
        assert set(home.names()) == KNOWN | {"new.dds", "wrong.jpg", "bare"}
        assert home.problems() == {}
