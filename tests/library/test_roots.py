"""Roots come and go whole, whoever asks at once and whatever fails."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import BusyError, UsageError
from gallery.library import root_paths, root_rows
from gallery.library.roots import AddedRoot, RootsController
from gallery.local_server import open_local_server
from gallery.scan import write_queue
from gallery.web.desktop_protocol import NoDesktop
from tests.harness import run_harness
from tests.library.held_roots import same
from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.web.client import ApiClient

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gallery.settings.settings import RootPath


def test_a_write_that_fails_leaves_settings_and_index_at_one(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    with run_harness(tmp_path / "data", outer / "inner") as home:
        home.wait_until_idle()
        with monkeypatch.context() as patch:
            patch.setattr(root_rows, "add_root", fail)
            patch.setattr(root_rows, "remove_root", fail)
            with pytest.raises(Exception, match="full"):
                home.library.roots.add(os.fsencode(outer))
            wait_for(lambda: not home.parts.indexer.notice or not home.parts.indexer.wait_until_idle(0), 10)
            with pytest.raises(Exception, match="full"):
                home.library.roots.remove(1)
        assert same(home) == {os.fsencode(outer / "inner")}
        home.library.roots.add(os.fsencode(outer))
        wait_for(lambda: len(home.ids()) == 2)
        home.wait_until_idle()
        assert same(home) == {os.fsencode(outer)}
        assert sorted(home.names()) == ["i.jpg", "o.jpg"]


def test_a_write_that_was_given_up_is_not_carried_out_later(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_harness(tmp_path / "data") as home:
        busy, go = threading.Event(), threading.Event()

        def hold(_: sqlite3.Connection) -> None:
            busy.set()
            go.wait(20)

        home.parts.indexer.submit(hold)
        assert busy.wait(10)
        monkeypatch.setattr(write_queue, "ANSWER_TIMEOUT_S", 0.2)
        with pytest.raises(BusyError):
            home.library.roots.add(os.fsencode(outer))
        go.set()
        monkeypatch.setattr(write_queue, "ANSWER_TIMEOUT_S", 30.0)
        home.parts.indexer.submit(lambda _: None).result(10)
        assert same(home) == set()


def test_one_folder_added_by_many_at_once_is_one_root(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = root_paths.contained_roots

    def slow(roots: Iterable[RootPath], path: bytes) -> list[tuple[RootPath, bytes]]:
        time.sleep(0.2)  # the others would come in between, if they could
        return real(roots, path)

    monkeypatch.setattr(root_paths, "contained_roots", slow)
    with run_harness(tmp_path / "data") as home:
        places = [outer, outer / "inner", outer, outer / "inner"]
        threads = [threading.Thread(target=home.library.roots.add, args=[os.fsencode(place)]) for place in places]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        wait_for(lambda: len(home.ids()) == 2)
        home.wait_until_idle()
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
            home.wait_until_idle()
            assert same(home) == {os.fsencode(outer)}
            assert len(home.ids()) == 2


def test_a_hung_drive_holds_up_neither_the_start_nor_the_indexer(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Roots inside a root whose drive does not answer stay apart, and the thread that writes the index goes on."""
    data = tmp_path / "data"
    data.mkdir()
    paths = [{"id": 1, "path": str(outer / "inner")}, {"id": 2, "path": str(outer)}]
    (data / "settings.json").write_text(json.dumps({"roots": paths, "next_root": 3}), encoding="utf-8")
    answered, asked_on = threading.Event(), set[str]()

    def hang(*_: object) -> None:
        asked_on.add(threading.current_thread().name)
        answered.wait(30)

    monkeypatch.setattr(root_paths, "why_skipped", hang)
    try:
        with run_harness(data) as home:
            assert home.parts.indexer.ask(lambda _: "written") == "written"
            assert same(home) == {os.fsencode(outer), os.fsencode(outer / "inner")}
    finally:
        answered.set()
    assert asked_on == {"call-deadline"}


@pytest.mark.skipif(os.name != "posix", reason="hidden by their names")
def test_a_hidden_folder_of_a_root_is_refused_but_one_that_is_a_root_stays(tmp_path: Path, outer: Path) -> None:
    save(outer / ".secret" / "s.jpg", picture(hue=200))
    with run_harness(tmp_path / "data", outer) as home, pytest.raises(UsageError, match=r"\.secret is hidden"):
        home.library.roots.add(os.fsencode(outer / ".secret"))
    with run_harness(tmp_path / "data2", outer / ".secret", outer) as home:
        wait_for(lambda: len(home.ids()) == 3)
        home.wait_until_idle()
        assert same(home) == {os.fsencode(outer / ".secret"), os.fsencode(outer)}


def test_a_folder_that_goes_while_it_is_picked_is_not_found(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Desk(NoDesktop):
        def choose_folder(self) -> bytes:
            return os.fsencode(outer)

    with run_harness(tmp_path / "data") as home, open_local_server(home.parts, 0) as local:
        real = RootsController.add

        def gone_at_once(roots: RootsController, path: bytes) -> AddedRoot:
            added = real(roots, path)
            roots.remove(added.root)
            return added

        local.begin(Desk(), lambda: None)
        session = local.gate.start_session(local.gate.boot_address().rpartition("/")[2])
        client = ApiClient(local.port, session.cookie, session.key)
        assert client.ask("/api/roots/pick", "POST", body={}).status == 200
        home.library.roots.remove(1)
        monkeypatch.setattr(RootsController, "add", gone_at_once)
        answer = client.ask("/api/roots/pick", "POST", body={})
        assert (answer.status, answer.code) == (404, "not_found")
