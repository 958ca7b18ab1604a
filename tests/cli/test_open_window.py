"""The command `open`: who gets the data folder when several start at once."""

from __future__ import annotations

import errno
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from gallery.base import lock, single_instance
from gallery.base.errors import DataFolderError
from gallery.base.lock import InstanceLock
from gallery.base.paths import DataFolder
from gallery.base.single_instance import FAMILY, HandoverListener
from gallery.cli import open_window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
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


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What to do before the first try to hand over, before the second, and so on."""
    actions: list[Callable[[], object]] = []

    def hand_over(address: str, paths: Sequence[bytes]) -> bool:
        if actions:
            actions.pop(0)()
        return single_instance.hand_over(address, paths)

    monkeypatch.setattr(open_window, "hand_over", hand_over)
    return actions


def nothing() -> None:
    """Let a try fail."""


def test_a_folder_of_one_that_ends_just_now_is_ours_soon(
    data: DataFolder, first: ExitStack, tries: list[Callable[[], object]]
) -> None:
    tries += [nothing, first.close]
    with ExitStack() as stack:
        assert open_window.lock_or_hand_over(stack, data, [b"/a"])
    assert tries == []


@pytest.mark.skipif(FAMILY != "AF_UNIX", reason="the test listens on a socket")
def test_one_that_starts_just_now_is_handed_the_folders_soon(
    data: DataFolder, first: ExitStack, tries: list[Callable[[], object]]
) -> None:
    taken: list[list[bytes]] = []
    timers: list[threading.Timer] = []

    def take(paths: list[bytes]) -> list[str]:
        taken.append(paths)
        return []

    def listen() -> None:
        door = HandoverListener(data.handover)
        first.callback(door.stop)
        timers.append(threading.Timer(0.2, door.start, [take]))  # found, but busy with its own start
        timers[0].start()

    tries += [nothing, listen]
    with ExitStack() as stack:
        assert open_window.lock_or_hand_over(stack, data, [b"/a"]) is None
    timers[0].join()
    first.close()
    assert taken == [[b"/a"]]


@pytest.mark.skipif(FAMILY != "AF_UNIX", reason="the test listens on a socket")
def test_one_whose_window_closes_takes_nothing_any_more(
    data: DataFolder, first: ExitStack, tries: list[Callable[[], object]]
) -> None:
    taken: list[list[bytes]] = []
    door = HandoverListener(data.handover)

    def take(paths: list[bytes]) -> list[str]:
        taken.append(paths)
        return []

    door.start(take)
    first.callback(door.stop)
    door.refuse()
    tries += [nothing, first.close]
    with ExitStack() as stack:
        assert open_window.lock_or_hand_over(stack, data, [b"/a"])
    assert taken == []


def test_one_that_never_listens_is_a_sentence(
    data: DataFolder, first: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_window, "OPEN_TIMEOUT_S", 0.5)
    with ExitStack() as stack, pytest.raises(DataFolderError, match="Another Shoebox"):
        open_window.lock_or_hand_over(stack, data, [b"/a"])
    first.close()


def test_a_folder_that_cannot_be_locked_is_said_at_once(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is held is tried again after a while; this one is not."""

    def fail(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", fail)
    monkeypatch.setattr("gallery.cli.open_window.time.sleep", lambda _: pytest.fail("it was tried again"))
    with ExitStack() as stack, pytest.raises(DataFolderError, match="cannot be locked"):
        open_window.lock_or_hand_over(stack, data, [])
