"""Who gets the data folder when several start at once, and what `index` reports."""

from __future__ import annotations

import argparse
import json
import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import DataFolderError
from gallery.base.lock import InstanceLock
from gallery.base.paths import DataFolder
from gallery.base.single_instance import FAMILY, HandoverListener
from gallery.cli import commands
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    (tmp_path / "data").mkdir()
    return DataFolder(tmp_path / "data")


@pytest.fixture
def first(data: DataFolder) -> Iterator[ExitStack]:
    """The lock, held as by a Shoebox that starts or ends: without a socket."""
    with ExitStack() as held:
        held.enter_context(InstanceLock(data.lock))
        yield held


def later(action: object) -> threading.Timer:
    timer = threading.Timer(0.7, action)
    timer.start()
    return timer


def test_a_folder_of_one_that_ends_just_now_is_ours_soon(data: DataFolder, first: ExitStack) -> None:
    timer = later(first.close)
    with ExitStack() as stack:
        assert commands._begin(stack, data, [b"/a"])
    timer.join()


@pytest.mark.skipif(FAMILY != "AF_UNIX", reason="the test listens on a socket")
def test_one_that_starts_just_now_is_handed_the_folders_soon(data: DataFolder, first: ExitStack) -> None:
    taken: list[list[bytes]] = []

    def listen() -> None:
        door = HandoverListener(data.handover)
        first.callback(door.stop)
        time.sleep(0.5)  # found, but busy with its own start
        door.start(taken.append)

    timer = later(listen)
    with ExitStack() as stack:
        assert commands._begin(stack, data, [b"/a"]) is None
    timer.join()
    first.close()
    assert taken == [[b"/a"]]


@pytest.mark.skipif(FAMILY != "AF_UNIX", reason="the test listens on a socket")
def test_one_whose_window_closes_takes_nothing_any_more(data: DataFolder, first: ExitStack) -> None:
    taken: list[list[bytes]] = []
    door = HandoverListener(data.handover)
    door.start(taken.append)
    first.callback(door.stop)
    door.refuse()
    timer = later(first.close)
    with ExitStack() as stack:
        assert commands._begin(stack, data, [b"/a"])
    timer.join()
    assert taken == []


def test_one_that_never_listens_is_a_sentence(
    data: DataFolder, first: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "BEGIN_S", 0.5)
    begun = time.monotonic()
    with ExitStack() as stack, pytest.raises(DataFolderError, match="Another Shoebox"):
        commands._begin(stack, data, [b"/a"])
    assert 0.5 <= time.monotonic() - begun < 3
    first.close()


def test_a_folder_that_cannot_be_locked_is_said_at_once(data: DataFolder) -> None:
    data.lock.mkdir()
    begun = time.monotonic()
    with ExitStack() as stack, pytest.raises(DataFolderError, match="cannot be locked"):
        commands._begin(stack, data, [])
    assert time.monotonic() - begun < 2


def index(data: DataFolder, capsys: pytest.CaptureFixture[str], *paths: Path) -> dict[str, object]:
    arguments = argparse.Namespace(
        data_dir=str(data.path), verbose=False, paths=[str(path) for path in paths], no_thumbnails=True, json=True
    )
    assert commands.index(arguments) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_index_tells_the_problems_of_what_it_scanned_and_all_of_them(
    tmp_path: Path, data: DataFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "start_logging", lambda *_, **__: None)
    monkeypatch.setattr(commands, "_on_signals", lambda _: None)
    monkeypatch.setattr("gallery.library.problems.MAX_PROBLEMS", 2)
    save(tmp_path / "good" / "a.jpg", picture())
    for number in range(4):
        (tmp_path / "bad").mkdir(exist_ok=True)
        (tmp_path / "bad" / f"{number}.jpg").write_bytes(b"\xff\xd8 no picture %d" % number)
    bad = index(data, capsys, tmp_path / "bad")
    assert bad["failed"] == len(bad["problems"]) == 4
    good = index(data, capsys, tmp_path / "good")
    assert (good["photos"], good["failed"], good["problems"]) == (1, 0, [])
    both = index(data, capsys)
    assert both["failed"] == len(both["problems"]) == 4


@pytest.mark.parametrize("named", [True, False], ids=["a folder that is known", "all of them"])
def test_index_finds_what_has_come_since(
    tmp_path: Path,
    data: DataFolder,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    named: bool,
) -> None:
    monkeypatch.setattr(commands, "start_logging", lambda *_, **__: None)
    monkeypatch.setattr(commands, "_on_signals", lambda _: None)
    folder = tmp_path / "photos"
    for count in (1, 2, 3):
        save(folder / f"{count}.jpg", picture(hue=count * 60))
        assert index(data, capsys, *([folder] if named or count == 1 else []))["photos"] == count


def test_index_without_thumbnails_makes_none_ever(
    tmp_path: Path, data: DataFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also at the second run, which finds work before it was told what not to do."""
    monkeypatch.setattr(commands, "start_logging", lambda *_, **__: None)
    monkeypatch.setattr(commands, "_on_signals", lambda _: None)
    for number in range(3):
        save(tmp_path / "photos" / f"{number}.jpg", picture(hue=number * 60))
    for _ in range(3):
        assert index(data, capsys, tmp_path / "photos")["thumbnails"] == 0
