"""Settings survive kills, full disks and damaged files, and forget nothing that the user set."""

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

from gallery.settings import settings as module
from gallery.settings.settings import RootPath, Settings
from gallery.settings.view_state import ViewState, view_from
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATHS = [
    b"/pictures",
    b"/caf\xe9/\xff",
    "/Übung/日本".encode(),
    b"C:\\Users\\Ann\\Pictures",
    b"\\\\nas\\photos",
    b"/a\nb",
]


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "settings.json"
    assert "settings" not in {thread.name for thread in threading.enumerate()}


def stored(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def reopened(path: Path) -> Settings:
    settings = Settings(path)
    settings.close()
    return settings


def add_root(settings: Settings, path: bytes) -> RootPath:
    """Make a folder a root, as the library does."""
    root = RootPath(settings.next_root_id(), path)
    settings.replace_roots([root], [])
    return root


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
    view = ViewState(3, False, "name-desc", 200, "dark", 7, (7, -12), False, True, (1, 2))
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
    states: list[tuple[RootPath, ...]] = []
    monkeypatch.setattr(settings, "_write_soon", lambda: states.append(settings.roots))
    settings.replace_roots([RootPath(9, b"/a")], {1, 2})
    assert states == [(RootPath(3, b"/d"), RootPath(9, b"/a"))]
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
    write = Settings._write

    def timed(settings: Settings) -> None:
        written.append(time.monotonic())
        write(settings)

    monkeypatch.setattr(Settings, "_write", timed)
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
    settings.close()
    settings.close()
    assert stored(path)["roots"] == [{"id": 1, "path": "/a"}]


def test_close_waits_for_a_write_that_is_under_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, fsync = threading.Event(), os.fsync

    def slow(file: int) -> None:
        begun.set()
        time.sleep(0.3)  # close() would be through by then, if it did not wait
        fsync(file)

    monkeypatch.setattr(os, "fsync", slow)
    settings = Settings(path)
    add_root(settings, b"/a")
    assert begun.wait(5)
    settings.close()
    assert stored(path)["roots"]


def test_a_change_after_close_starts_no_thread(path: Path) -> None:
    settings = reopened(path)
    settings.set_window("late")
    assert not path.exists()


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_only_the_user_may_read_it(path: Path) -> None:
    settings = Settings(path)
    add_root(settings, b"/a")
    settings.close()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"text"', "17", "\ufeff{}", "[" * 100_000, '{"a": ' + "9" * 5000 + "}"]
)
def test_a_damaged_file_is_kept_and_said(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    settings = reopened(path)
    assert settings.roots == ()
    assert "could not be read" in (settings.notice or "")
    [aside] = path.parent.glob("settings.damaged-*.json")
    assert aside.read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text_are_damage(path: Path) -> None:
    path.write_bytes(b'{"window": "\xff"}')
    assert reopened(path).notice


@pytest.mark.parametrize(
    "bad", [{"id": 0, "path": "/x"}, {"id": 2}, {"id": True, "path": "/x"}, {"id": 2, "path": 5}, {"id": 2, "path": ""},
            {"id": 1, "path": "/twice"}, {"id": 2, "path": "\ud800"}, 5, None]
)  # fmt: skip
def test_roots_that_make_sense_are_kept_beside_one_that_does_not(path: Path, bad: object) -> None:
    path.write_text(json.dumps({"roots": [{"id": 1, "path": "/good"}, bad]}), encoding="utf-8")
    settings = reopened(path)
    assert settings.roots == (RootPath(1, b"/good"),)
    assert "settings.damaged-" in (settings.notice or "")
    assert stored(path)["roots"] == [{"id": 1, "path": "/good"}]


@pytest.mark.parametrize("value", [None, "7", -1, True, 1e400, [], 0.5])
def test_a_senseless_next_root_gives_way_to_the_roots(path: Path, value: object) -> None:
    path.write_text(json.dumps({"roots": [{"id": 4, "path": "/a"}], "next_root": value}), encoding="utf-8")
    settings = Settings(path)
    assert add_root(settings, b"/b").id == 5
    settings.close()


def test_the_notice_of_damage_outlives_the_next_write(path: Path) -> None:
    path.write_text("{", encoding="utf-8")
    settings = Settings(path)
    add_root(settings, b"/a")
    settings.close()
    assert "could not be read" in (settings.notice or "")


def test_a_full_disk_is_a_notice_and_the_change_is_written_when_there_is_room(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(module, "RETRY_INTERVAL_S", 0.2)
    settings = Settings(path)
    add_root(settings, b"/a")
    wait_for(lambda: settings.notice == "Your settings cannot be saved: No space left on device.")
    assert not path.exists()
    monkeypatch.setattr(os, "fsync", fsync)
    wait_for(lambda: settings.notice is None)
    assert stored(path)["roots"]
    settings.close()


def test_a_folder_in_the_way_is_a_notice(path: Path) -> None:
    path.with_suffix(".tmp").mkdir()
    settings = Settings(path)
    add_root(settings, b"/a")
    settings.close()
    assert "cannot be saved" in (settings.notice or "")


KILLED = """
import sys
from itertools import pairwise
from pathlib import Path
from gallery.settings import settings as module
module.WRITE_INTERVAL_S = 0
settings = module.Settings(Path(sys.argv[1]))
settings.replace_roots([module.RootPath(settings.next_root_id(), b"/a")], [])
print("go", flush=True)
while True:
    settings.set_window("x" * 300_000)
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
