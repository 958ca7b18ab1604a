"""Roots come and go whole, whoever asks at once and whatever fails; what else only the one door can know."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from gallery.app import open_site
from gallery.base.errors import BusyError, UsageError
from gallery.catalog import schema
from gallery.catalog.database import Database
from gallery.imaging.thumbnails import ThumbnailStore
from gallery.library import library as module
from gallery.library import roots
from gallery.library.library import Library
from gallery.scan import asking
from gallery.search.bitmaps import SnapshotCache
from gallery.settings import settings as settings_module
from gallery.settings.settings import RootPath, Settings
from gallery.web.desktop_protocol import NoDesktop
from tests.harness import run_harness
from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.web.client import Page

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from gallery.settings.view_state import ViewState
    from tests.harness import Harness


@pytest.fixture
def outer(tmp_path: Path) -> Path:
    """Two photos, one of them in the folder `inner`."""
    save(tmp_path / "outer" / "o.jpg", picture(hue=99))
    save(tmp_path / "outer" / "inner" / "i.jpg")
    return tmp_path / "outer"


def same(home: Harness) -> set[bytes]:
    """The roots, which settings and index agree on."""
    with home.parts.database.read() as conn:
        held = {(row[0], row[1]) for row in conn.execute("SELECT id, path FROM roots")}
    assert held == {(root.id, root.path) for root in home.parts.settings.roots}
    return {path for _, path in held}


def test_an_order_that_fails_leaves_settings_and_index_at_one(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    with run_harness(tmp_path / "data", outer / "inner") as home:
        home.settled()
        with monkeypatch.context() as patch:
            patch.setattr(roots, "add", fail)
            patch.setattr(roots, "remove", fail)
            with pytest.raises(Exception, match="full"):
                home.library.add_root(os.fsencode(outer))
            wait_for(lambda: not home.parts.indexer.notice or not home.parts.indexer.at_rest(0), 10)
            with pytest.raises(Exception, match="full"):
                home.library.remove_root(1)
        assert same(home) == {os.fsencode(outer / "inner")}
        home.library.add_root(os.fsencode(outer))
        wait_for(lambda: len(home.ids()) == 2)
        home.settled()
        assert same(home) == {os.fsencode(outer)}
        assert sorted(home.names()) == ["i.jpg", "o.jpg"]


def test_an_order_that_was_given_up_is_not_carried_out_later(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_harness(tmp_path / "data") as home:
        busy, go = threading.Event(), threading.Event()
        home.parts.indexer.call(lambda _: (busy.set(), go.wait(20)))
        assert busy.wait(10)
        monkeypatch.setattr(asking, "ORDER_S", 0.2)
        with pytest.raises(BusyError):
            home.library.add_root(os.fsencode(outer))
        go.set()
        monkeypatch.setattr(asking, "ORDER_S", 30.0)
        home.parts.indexer.call(lambda _: None).result(10)
        assert same(home) == set()


def test_one_folder_added_by_many_at_once_is_one_root(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = roots.guests
    monkeypatch.setattr(roots, "guests", lambda *of: (time.sleep(0.2), real(*of))[1])
    with run_harness(tmp_path / "data") as home:
        places = [outer, outer / "inner", outer, outer / "inner"]
        threads = [threading.Thread(target=home.library.add_root, args=[os.fsencode(place)]) for place in places]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        wait_for(lambda: len(home.ids()) == 2)
        home.settled()
        assert same(home) == {os.fsencode(outer)}
        assert len(home.ids()) == 2


def test_nested_roots_of_older_settings_become_one(tmp_path: Path, outer: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    paths = [{"id": 1, "path": str(outer / "inner")}, {"id": 2, "path": str(outer)}]
    (data / "settings.json").write_text(json.dumps({"roots": paths, "next_root": 3}), encoding="utf-8")
    for _ in range(2):
        with run_harness(data) as home:
            wait_for(lambda: len(home.ids()) == 2)
            home.settled()
            assert same(home) == {os.fsencode(outer)}
            assert len(home.ids()) == 2


@pytest.mark.skipif(os.name != "posix", reason="hidden by their names")
def test_a_hidden_folder_of_a_root_is_refused_but_one_that_is_a_root_stays(tmp_path: Path, outer: Path) -> None:
    save(outer / ".secret" / "s.jpg", picture(hue=200))
    with run_harness(tmp_path / "data", outer) as home, pytest.raises(UsageError, match=r"\.secret is hidden"):
        home.library.add_root(os.fsencode(outer / ".secret"))
    with run_harness(tmp_path / "data2", outer / ".secret", outer) as home:
        wait_for(lambda: len(home.ids()) == 3)
        home.settled()
        assert same(home) == {os.fsencode(outer / ".secret"), os.fsencode(outer)}


def test_the_notice_of_each_store_is_shown(tmp_path: Path) -> None:
    (tmp_path / "cache.db").write_bytes(b"garbage" * 1000)
    cache = Database(tmp_path / "cache.db", schema.CACHE, checked=False)
    with run_harness(tmp_path / "data") as home:
        parts = home.parts
        timelines = SimpleNamespace(search_cache=SnapshotCache())
        needs = (parts.settings, parts.database, None, timelines, parts.indexer, parts.watcher, parts.hub, tmp_path)
        told = Library(*needs, cache).status()["notices"]
    cache.close()
    assert [notice for notice in told if notice.startswith("cache.db was damaged")]


def test_problems_are_forgotten_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Collection[bytes]] = []
    monkeypatch.setattr(ThumbnailStore, "forget", lambda _, marks: calls.append(marks))
    with run_harness(tmp_path / "data") as home:

        def fill(conn: sqlite3.Connection) -> None:
            conn.execute("INSERT INTO roots (id, path) VALUES (99, X'2f78')")
            conn.execute("INSERT INTO folders (id, root, relative, label, sort) VALUES (99, 99, X'', '', '')")
            for number in range(50):
                conn.execute(
                    "INSERT INTO photos (id, folder, name, label, sort, size, mtime_ns, state, todo, fingerprint)"
                    " VALUES (?, 99, ?, '', '', 1, 1, 2, 0, ?)",
                    (number + 1, b"%d" % number, b"%16d" % number),
                )
                conn.execute("INSERT INTO problems VALUES (?, 'damaged', 'x')", (number + 1,))

        home.parts.indexer.call(fill).result(10)
        home.library.retry_problems()
    assert [len(marks) for marks in calls] == [50]


def test_a_folder_that_goes_while_it_is_picked_is_not_found(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Desk(NoDesktop):
        def choose_folder(self) -> bytes:
            return os.fsencode(outer)

    with run_harness(tmp_path / "data") as home, open_site(home.parts, Desk(), 0, lambda: None) as site:
        real = Library.add_root

        def gone_at_once(library: Library, path: bytes) -> module.Added:
            added = real(library, path)
            library.remove_root(added.root)
            return added

        site.begin()
        session = site.gate.enter(site.gate.boot_address().rpartition("/")[2])
        page = Page(site.port, session.cookie, session.key)
        assert page.ask("/api/roots/pick", "POST", body={}).status == 200
        home.library.remove_root(1)
        monkeypatch.setattr(Library, "add_root", gone_at_once)
        answer = page.ask("/api/roots/pick", "POST", body={})
        assert (answer.status, answer.code) == (404, "not_found")


# what the settings do for it


def test_a_number_that_was_asked_for_is_never_given_again(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    assert [settings.next_root_id() for _ in range(3)] == [1, 2, 3]
    assert settings.roots == ()
    settings.close()
    settings = Settings(tmp_path / "settings.json")
    assert settings.add_root(b"/a").id == 4
    settings.close()


def test_roots_are_replaced_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(tmp_path / "settings.json")
    for name in (b"/a/b", b"/a/c", b"/d"):
        settings.add_root(name)
    states: list[tuple[RootPath, ...]] = []
    monkeypatch.setattr(settings, "_later", lambda: states.append(settings.roots))
    settings.replace_roots([RootPath(9, b"/a")], {1, 2})
    assert states == [(RootPath(3, b"/d"), RootPath(9, b"/a"))]
    settings.close()


def test_views_changed_at_once_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(tmp_path / "settings.json")
    real = settings_module.view_from

    def slow(data: object, before: ViewState) -> ViewState:
        time.sleep(0.1)
        return real(data, before)

    monkeypatch.setattr(settings_module, "view_from", slow)
    threads = [
        threading.Thread(target=settings.change_view, args=[data]) for data in ({"row": 200}, {"sidebar": False})
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (settings.view.row, settings.view.sidebar) == (200, False)
    settings.close()
