"""The first screen comes first: what is read ahead, when the rest begins, and that none of it stays behind."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from gallery import opening
from gallery.app import open_parts
from gallery.opening import Opening
from gallery.paths import DataFolder
from tests.house import wait_for
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gallery.app import Parts


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SCREEN_S", 60.0)
    monkeypatch.setattr(opening, "CALM_S", 0.05)


@pytest.fixture
def done() -> Iterator[list[str]]:
    yield (kept := list[str]())
    assert kept.count("begun") <= 1


def test_it_begins_when_a_page_listens(done: list[str]) -> None:
    one = Opening(lambda: done.append("begun"))
    one.start((lambda: done.append("read"),))
    wait_for(lambda: done == ["read"])
    one.listened()
    wait_for(lambda: done == ["read", "begun"])
    one.stop()


def test_it_begins_without_a_page_in_the_end(done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SCREEN_S", 0.05)
    one = Opening(lambda: done.append("begun"))
    one.start(())
    wait_for(lambda: done == ["begun"])
    one.stop()


def test_what_cannot_be_read_ahead_holds_nothing_up(done: list[str], caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise OSError("no")

    one = Opening(lambda: done.append("begun"))
    one.listened()
    one.start((fail, lambda: done.append("read")))
    wait_for(lambda: done == ["begun"])
    one.stop()
    assert "nothing could be read ahead" in caplog.text


def test_stopped_before_it_begins_never(done: list[str]) -> None:
    one = Opening(lambda: done.append("begun"))
    one.start(())
    one.stop()
    one.stop()
    assert done == []
    assert "opening" not in {thread.name for thread in threading.enumerate()}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A data folder that knows one photo, and the root, which has two by now."""
    data, root = DataFolder(tmp_path / "data"), tmp_path / "photos"
    data.path.mkdir()
    save(root / "one.jpg", picture())
    with open_parts(data) as parts:
        parts.library.start()
        parts.library.add_root(os.fsencode(root))
        wait_for(lambda: count(parts) == 1 and parts.indexer.at_rest(0))
    save(root / "two.jpg", picture(hue=9))
    return data.path, root


def count(parts: Parts) -> int:
    return int(parts.library.status()["counts"]["photos"])


def test_the_disk_is_looked_at_once_a_page_is_there(library: tuple[Path, Path]) -> None:
    data, root = library
    with open_parts(DataFolder(data)) as parts:
        parts.library.open()
        parts.library.focused()
        threading.Event().wait(0.4)
        assert count(parts) == 1
        heard = parts.hub.subscribe()
        wait_for(lambda: count(parts) == 2)
        save(root / "three.jpg", picture(hue=99))
        wait_for(lambda: count(parts) == 3)
        parts.hub.unsubscribe(heard)


@pytest.mark.parametrize("asked", ["add", "rescan"])
def test_what_somebody_asks_for_does_not_wait(library: tuple[Path, Path], tmp_path: Path, asked: str) -> None:
    data, _ = library
    save(tmp_path / "more" / "three.jpg", picture(hue=99))
    with open_parts(DataFolder(data)) as parts:
        parts.library.open()
        if asked == "add":
            parts.library.add_root(os.fsencode(tmp_path / "more"))
        else:
            parts.library.rescan()
        wait_for(lambda: count(parts) == 2)


def test_a_folder_never_seen_before_does_not_wait(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    save(root / "one.jpg", picture())
    (tmp_path / "data").mkdir()
    with open_parts(DataFolder(tmp_path / "data")) as parts:
        parts.library.open()
        parts.library.add_root(os.fsencode(root))
        wait_for(lambda: count(parts) == 1)
