"""Settings survive kills and full disks, and forget nothing that the user set."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import SettingsError
from gallery.settings import settings as module
from gallery.settings.settings import RootPath, Settings
from gallery.settings.settings_file import SettingsFile
from gallery.settings.view_state import ViewState, view_from
from tests.full_disk import no_space
from tests.settings.opened import add_root, reopened, stored
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATHS = [
    b"/pictures",
    b"/caf\xe9/\xff",
    "/Übung/日本".encode(),
    b"C:\\Users\\Ann\\Pictures",
    b"\\\\nas\\photos",
    b"/a\nb",
]


def test_a_new_user_has_no_roots_and_no_file(path: Path) -> None:
    settings = reopened(path)
    assert (settings.roots, settings.view, settings.window, settings.notice) == ((), ViewState(), None, None)
    assert not path.exists()


@pytest.mark.parametrize("root", PATHS)
def test_a_root_survives_whatever_its_bytes(path: Path, root: bytes) -> None:
    settings = Settings(path)
    assert add_root(settings, root) == RootPath(1, root)
    settings.close()
    assert reopened(path).roots == (RootPath(1, root),)


def test_everything_survives(path: Path) -> None:
    settings = Settings(path)
    view = ViewState(3, False, "name-desc", 200, "dark", 7, (7, -12), False, 320, True, (1, 2))
    assert settings.change_view(view.as_json()) == view
    settings.set_window("800x600\udcff")
    settings.close()
    assert (reopened(path).view, reopened(path).window) == (view, "800x600\udcff")


def test_an_id_is_never_given_twice(path: Path) -> None:
    settings = Settings(path)
    add_root(settings, b"/a")
    settings.replace_roots([], [add_root(settings, b"/b").id])
    settings.close()
    settings = Settings(path)
    assert add_root(settings, b"/b").id == 3
    settings.close()


def test_a_number_that_was_asked_for_is_never_given_again(path: Path) -> None:
    settings = Settings(path)
    assert [settings.next_root_id() for _ in range(3)] == [1, 2, 3]
    assert settings.roots == ()
    settings.close()
    settings = Settings(path)
    assert settings.next_root_id() == 4
    settings.close()


def test_roots_are_replaced_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(path)
    settings.replace_roots([RootPath(1, b"/a/b"), RootPath(2, b"/a/c"), RootPath(3, b"/d")], ())
    states: list[Any] = []
    monkeypatch.setattr(settings._file, "write", lambda fields: states.append(fields["roots"]))
    settings.replace_roots([RootPath(9, b"/a")], {1, 2})
    assert states == [[{"id": 3, "path": "/d"}, {"id": 9, "path": "/a"}]]
    settings.close()


def test_views_changed_at_once_lose_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(path)

    def slow(data: object, before: ViewState) -> ViewState:
        time.sleep(0.1)  # the other one would begin meanwhile, if it could
        return view_from(data, before)

    monkeypatch.setattr(module, "view_from", slow)
    threads = [
        threading.Thread(target=settings.change_view, args=[data]) for data in ({"row": 200}, {"sidebar": False})
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (settings.view.row, settings.view.sidebar) == (200, False)
    settings.close()


def test_changes_are_written_again_and_again_but_not_sooner_than_after_a_pause(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WRITE_INTERVAL_S", 0.4)
    written: list[float] = []
    write = SettingsFile.write

    def timed(file: SettingsFile, fields: Mapping[str, Any]) -> str | None:
        written.append(time.monotonic())
        return write(file, fields)

    monkeypatch.setattr(SettingsFile, "write", timed)
    settings = Settings(path)

    def change() -> bool:
        settings.set_window(str(time.monotonic()))
        return len(written) == 3

    wait_for(change)
    settings.close()
    # from begin to begin: a slow disk makes gaps longer, never shorter. close() waits for none
    assert min(later - earlier for earlier, later in pairwise(written[:3])) > 0.35


def test_close_writes_what_waits_and_may_be_called_again(path: Path) -> None:
    settings = Settings(path)
    add_root(settings, b"/a")
    settings.set_window("w")
    settings.close()
    settings.close()
    assert stored(path)["window"] == "w"


def test_close_waits_for_a_write_that_is_under_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, fsync = threading.Event(), os.fsync

    def slow(file: int) -> None:
        begun.set()
        time.sleep(0.3)  # close() would be through by then, if it did not wait
        fsync(file)

    monkeypatch.setattr(os, "fsync", slow)
    settings = Settings(path)
    settings.set_window("w")
    assert begun.wait(30)
    settings.close()
    assert stored(path)["window"] == "w"


def test_a_change_after_close_starts_no_thread(path: Path) -> None:
    settings = reopened(path)
    settings.set_window("late")
    with pytest.raises(SettingsError, match="closing"):
        settings.searches.save("", "late")
    assert not path.exists()


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_only_the_user_may_read_it(path: Path) -> None:
    settings = Settings(path)
    add_root(settings, b"/a")
    settings.close()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("value", [None, "7", -1, True, 1e400, [], 0.5])
def test_a_senseless_next_root_gives_way_to_the_roots(path: Path, value: object) -> None:
    path.write_text(json.dumps({"roots": [{"id": 4, "path": "/a"}], "next_root": value}), encoding="utf-8")
    settings = Settings(path)
    assert add_root(settings, b"/b").id == 5
    settings.close()


def test_a_full_disk_is_a_notice_and_the_view_is_written_when_there_is_room(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", no_space)
    monkeypatch.setattr(module, "RETRY_INTERVAL_S", 0.2)
    settings = Settings(path)
    settings.set_window("w")
    wait_for(lambda: settings.notice == "Your settings cannot be saved: No space left on device.")
    assert not path.exists()
    monkeypatch.setattr(os, "fsync", fsync)
    wait_for(lambda: settings.notice is None)
    assert stored(path)["window"] == "w"
    settings.close()


KILLED = """
import sys
from itertools import pairwise
from pathlib import Path
from gallery.settings import settings as module
settings = module.Settings(Path(sys.argv[1]))
settings.replace_roots([module.RootPath(settings.next_root_id(), b"/a")], [])
print("go", flush=True)
while True:
    settings.set_window("x" * 300_000)
    settings.replace_roots([], [])
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_kill_leaves_the_old_or_the_new_never_half(path: Path) -> None:
    for wait in (0.15, 0.22, 0.3):
        child = subprocess.Popen([sys.executable, "-c", KILLED, path], stdout=subprocess.PIPE)
        assert child.stdout
        child.stdout.readline()
        wait_for(path.exists)
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert stored(path)["roots"]
        assert reopened(path).notice is None
