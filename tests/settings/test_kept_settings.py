"""What is answered with success is on the disk; what cannot be written is refused, and changes nothing."""

from __future__ import annotations

import errno
import os
import re
import threading
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import SettingsError
from gallery.settings import settings as module
from gallery.settings.settings import RootPath, Settings
from tests.settings.opened import add_root, reopened, stored
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_what_was_answered_is_on_the_disk(path: Path) -> None:
    """No timer, no end of the program has to come first."""
    settings = Settings(path)
    add_root(settings, b"/a")
    assert stored(path)["roots"] == [{"id": 1, "path": "/a"}]
    search = settings.searches.save("", "rome")
    assert [item["query"] for item in stored(path)["searches"]] == ["rome"]
    settings.searches.change(search.id, name="Roma")
    assert [item["name"] for item in stored(path)["searches"]] == ["Roma"]
    settings.searches.remove(search.id)
    settings.replace_roots([], [1])
    assert (stored(path)["searches"], stored(path)["roots"]) == ([], [])
    settings.close()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_what_cannot_be_written_is_refused_and_memory_is_as_the_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    settings = Settings(path)
    add_root(settings, b"/a")
    rome = settings.searches.save("", "rome")
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    told: list[str | None] = []
    settings.add_listener(lambda: told.append(settings.notice))
    sentence = f"Your settings cannot be saved: {os.strerror(number)}."
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        changes: list[Callable[[], object]] = [
            lambda: settings.searches.save("", "lisbon"),
            lambda: settings.searches.change(rome.id, name="x"),
            lambda: settings.searches.remove(rome.id),
            lambda: add_root(settings, b"/b"),
            lambda: settings.replace_roots([], [1]),
        ]
        for change in changes:
            with pytest.raises(SettingsError, match=re.escape(sentence)):
                change()
        assert (settings.roots, list(settings.searches)) == ((RootPath(1, b"/a"),), [rome])
        assert (path.read_bytes(), settings.notice) == (before, sentence)
    assert settings.searches.save("", "lisbon").id == 2
    assert (told, settings.notice) == ([sentence, None], None)
    settings.close()
    assert reopened(path).roots == (RootPath(1, b"/a"),)


def test_a_change_behind_one_that_never_ends_is_refused_and_the_view_and_the_end_do_not_wait(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dead disk keeps one thread, not all."""
    begun, answer, fsync = threading.Event(), threading.Event(), os.fsync

    def hang(file: int) -> None:
        begun.set()
        answer.wait(60)
        fsync(file)

    settings = Settings(path)
    monkeypatch.setattr(os, "fsync", hang)
    monkeypatch.setattr(module, "BUSY_S", 0.2)
    first = threading.Thread(target=add_root, args=[settings, b"/a"])
    first.start()
    assert begun.wait(30)
    with pytest.raises(SettingsError, match="does not answer"):
        settings.searches.save("", "rome")
    assert settings.change_view({"theme": "dark"}).theme == "dark"
    settings.close()
    answer.set()
    first.join(30)
    assert settings.roots == (RootPath(1, b"/a"),)
    wait_for(lambda: "settings" not in {thread.name for thread in threading.enumerate()})
