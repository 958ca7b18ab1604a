"""A root that is said to be added or removed is so on the disk; what cannot be written is not said, and not done."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import DatabaseError, RootOfflineError, SettingsError
from gallery.catalog.database import Database
from gallery.library import root_paths
from tests.full_disk import no_space
from tests.harness import run_harness
from tests.library.held_roots import kept, same
from tests.pictures import save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.languages.sentence import Sentence


def test_a_root_is_on_the_disk_when_it_is_said_to_be_added_or_removed(tmp_path: Path, outer: Path) -> None:
    with run_harness(tmp_path / "data") as home:
        home.library.roots.add(os.fsencode(outer / "inner"))
        assert kept(home) == {os.fsencode(outer / "inner")}
        added = home.library.roots.add(os.fsencode(outer))
        assert kept(home) == {os.fsencode(outer)}
        home.library.roots.remove(added.root)
        assert kept(home) == set()


def test_settings_that_cannot_be_written_leave_everything_as_it_was(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_harness(tmp_path / "data", outer / "inner") as home:
        wait_for(lambda: len(home.ids()) == 1)
        home.wait_until_idle()
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", no_space)
            with pytest.raises(SettingsError, match="No space left"):
                home.library.roots.add(os.fsencode(outer))
            with pytest.raises(SettingsError, match="No space left"):
                home.library.roots.remove(1)
            [refusal] = home.library.roots.add_and_show([os.fsencode(outer)])
            assert "No space left" in refusal
            assert "Your settings cannot be saved: No space left on device." in home.library.status.read()["notices"]
        assert same(home) == kept(home) == {os.fsencode(outer / "inner")}
        assert list(home.names()) == ["i.jpg"]
        home.library.roots.add(os.fsencode(outer))
        assert same(home) == kept(home) == {os.fsencode(outer)}


def test_a_commit_that_fails_puts_the_settings_back(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings are written right before it."""
    with run_harness(tmp_path / "data", outer / "inner") as home:
        home.wait_until_idle()

        def fail(*_: object) -> None:
            assert kept(home) != {os.fsencode(outer / "inner")}
            raise sqlite3.OperationalError("database or disk is full")

        for change in (lambda: home.library.roots.add(os.fsencode(outer)), lambda: home.library.roots.remove(1)):
            with monkeypatch.context() as patch:
                patch.setattr(home.parts.database, "_commit", fail)
                with pytest.raises(DatabaseError, match="full"):
                    change()
            wait_for(lambda: home.parts.indexer.wait_until_idle(0))
            assert same(home) == kept(home) == {os.fsencode(outer / "inner")}


def test_a_drive_that_does_not_answer_holds_up_no_other_folder(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, real = threading.Event(), root_paths.why_skipped

    def hang(root: bytes, inside: bytes) -> Sentence | None:
        if root == os.fsencode(outer):
            answered.wait(60)
        return real(root, inside)

    save(tmp_path / "other" / "x.jpg")
    monkeypatch.setattr(root_paths, "why_skipped", hang)
    with run_harness(tmp_path / "data", outer) as home, ThreadPoolExecutor(1) as asking:
        hanging = asking.submit(home.library.roots.add, os.fsencode(outer / "inner"))
        home.library.roots.add(os.fsencode(tmp_path / "other"))
        assert not hanging.done()
        answered.set()
        hanging.result(30)
        assert same(home) == {os.fsencode(outer), os.fsencode(tmp_path / "other")}


def test_a_drive_that_never_answers_is_a_sentence(tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(root_paths, "ANSWER_S", 0.2)
    with run_harness(tmp_path / "data") as home:
        for part in ("check_folder", "find_place"):
            with monkeypatch.context() as patch:
                patch.setattr(root_paths, part, lambda *_: answered.wait(60))
                with pytest.raises(RootOfflineError, match="outer does not answer"):
                    home.library.roots.add(os.fsencode(outer))
        answered.set()
        assert same(home) == set()


def test_an_index_that_cannot_be_written_is_shown_as_it_is(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that was full when the program was killed is full still."""
    data = tmp_path / "data"
    with run_harness(data, outer) as home:
        wait_for(lambda: len(home.ids()) == 2)
        home.wait_until_idle()

    def fail(_: Database) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch, run_harness(data) as home:
        patch.setattr(Database, "_commit", fail)
        home.library.roots.align()
        assert len(home.ids()) == 2
        wait_for(lambda: home.parts.indexer.notice)


@pytest.mark.parametrize("harm", ["deleted", "damaged", "half"])
def test_roots_that_the_index_knows_outlive_lost_settings(tmp_path: Path, outer: Path, harm: str) -> None:
    data = tmp_path / "data"
    with run_harness(data, outer) as home:
        wait_for(lambda: len(home.ids()) == 2)
        home.wait_until_idle()
        before = home.names()
    (data / "settings.json.bak").unlink()
    settings = data / "settings.json"
    if harm == "deleted":
        settings.unlink()
    else:
        settings.write_text('{"roots": [{"id": 1, "path": "/oth' if harm == "half" else "{", encoding="utf-8")
    with run_harness(data) as home:
        assert same(home) == kept(home) == {os.fsencode(outer)}
        assert home.names() == before
        assert "found in index.db and are shown again" in (home.parts.settings.notice or "")
        home.library.roots.remove(1)
    with run_harness(data) as home:
        assert same(home) == set()


def test_lost_roots_stay_in_the_index_where_the_settings_cannot_be_written(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    with run_harness(data, outer) as home:
        wait_for(lambda: len(home.ids()) == 2)
        home.wait_until_idle()
        before = home.names()
    for name in ("settings.json", "settings.json.bak"):
        (data / name).unlink()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_space)
        with run_harness(data) as home:
            assert home.names() == before
    with run_harness(data) as home:
        assert same(home) == {os.fsencode(outer)}
        assert home.names() == before


def test_nested_roots_stay_apart_where_the_settings_cannot_be_written(
    tmp_path: Path, outer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    paths = [{"id": 1, "path": str(outer / "inner")}, {"id": 2, "path": str(outer)}]
    (data / "settings.json").write_text(json.dumps({"roots": paths, "next_root": 3}), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_space)
        with run_harness(data) as home:
            assert same(home) == {os.fsencode(outer), os.fsencode(outer / "inner")}
    with run_harness(data) as home:
        assert same(home) == {os.fsencode(outer)}
