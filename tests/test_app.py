"""The composition root: everything starts, works and stops, twenty times over, and nothing is left."""

from __future__ import annotations

import http.client
import os
import threading
from typing import TYPE_CHECKING

import pytest

from gallery import local_server
from gallery.app import open_parts
from gallery.base.errors import DataFolderError
from gallery.base.paths import DataFolder
from gallery.base.single_instance import HandoverListener
from gallery.catalog import photos
from gallery.local_server import LocalServer, open_local_server
from gallery.search import column_index
from gallery.search.column_index_updater import MIN_STALE_PHOTOS
from gallery.web.desktop_protocol import NoDesktop
from tests.index_builder import metadata, top
from tests.leaks import assert_leaves_nothing
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.app import Parts


def use(data: Path, root: Path) -> None:
    """One life: everything is started and does something."""
    with open_parts(DataFolder(data)) as parts, open_local_server(parts, 0) as local:
        local.begin(NoDesktop(), lambda: None)
        handover = HandoverListener(DataFolder(data).handover)
        handover.start(lambda _: [])
        parts.library.roots.align()
        parts.library.roots.watch_and_scan()
        parts.library.roots.add(os.fsencode(root))
        line = http.client.HTTPConnection("127.0.0.1", local.port, timeout=10)
        line.request("GET", local.gate.boot_address().removeprefix(local.gate.origin))
        answer = line.getresponse()
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        key = answer.read().decode().split('gallery-key" content="')[1].split('"')[0]
        stream = http.client.HTTPConnection("127.0.0.1", local.port, timeout=10)
        stream.request("GET", f"/feed/{key}", headers={"Cookie": cookie})
        assert stream.getresponse().status == 200
        wait_for(lambda: parts.indexer.wait_until_idle(0))
        photo = parts.library.status.read()["counts"]["photos"]
        line.request("GET", f"/media/{key}/thumb/{photo}?v=1", headers={"Cookie": cookie})
        assert line.getresponse().read()
        parts.library.show([os.fsencode(root / "p0.jpg")])
        visit = parts.library.visits.requested() or {}
        wait_for(lambda: is_shown(line, f"/media/{key}/screen/{visit['photo']}", cookie))
        wait_for(lambda: parts.library.visits.describe(visit["id"])["complete"])
        line.close()
        handover.stop()
    stream.close()


def is_shown(line: http.client.HTTPConnection, address: str, cookie: str) -> bool:
    """Return whether a picture is there by now."""
    line.request("GET", address, headers={"Cookie": cookie})
    answer = line.getresponse()
    answer.read()
    return answer.status == 200


def test_twenty_starts_and_stops_leave_nothing(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    for number in range(3):
        save(root / f"p{number}.jpg", picture(hue=number * 40))
    (tmp_path / "data").mkdir()
    assert_leaves_nothing(lambda: use(tmp_path / "data", root))


def test_a_write_updates_the_search_index(tmp_path: Path) -> None:
    """No search has to come first: a library that `index` alone has read is ready to be searched."""
    with open_parts(DataFolder(tmp_path), thumbnails=False, held=True) as parts:
        with parts.database.write() as conn:
            photos.add(conn, top(conn), [(b"%d" % number, 1, 1) for number in range(MIN_STALE_PHOTOS)])
            for (photo,) in conn.execute("SELECT id FROM photos").fetchall():
                photos.set_read(conn, photo, metadata())
            photos.raise_generation(conn)
        with parts.database.read() as conn:
            assert column_index.count_stale(conn) == 0


def test_a_failed_start_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with pytest.raises(DataFolderError, match="Another Shoebox"), open_parts(DataFolder(tmp_path)):
            pass

    with open_parts(DataFolder(tmp_path)):
        assert_leaves_nothing(fail)


def test_a_site_that_cannot_be_built_ends_what_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ImportError("no such thing")

    monkeypatch.setattr(local_server, "_start_server", fail)
    dead = threading.Event()

    def serve(parts: Parts) -> LocalServer:
        with open_local_server(parts, 0) as local:
            local.begin(NoDesktop(), dead.set)
            assert dead.wait(10)
        return local

    with open_parts(DataFolder(tmp_path)) as parts:
        with pytest.raises(ImportError, match="no such thing"):
            serve(parts)
        with open_local_server(parts, 0):
            pass  # what never began has nothing to stop


def test_who_asks_before_there_is_a_server_is_answered(tmp_path: Path) -> None:
    with open_parts(DataFolder(tmp_path)) as parts, open_local_server(parts, 0) as local:
        line = http.client.HTTPConnection("127.0.0.1", local.port, timeout=10)
        line.request("GET", local.gate.boot_address().removeprefix(local.gate.origin))
        local.begin(NoDesktop(), lambda: None)
        assert line.getresponse().status == 200
        line.close()
