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
from hypothesis import given
from hypothesis import strategies as st

from gallery.settings import settings as module
from gallery.settings.settings import RootPath, Settings
from gallery.settings.view_state import ORDERS, ViewState, view_from
from gallery.timeline import build

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


def test_changes_are_written_soon_and_then_at_most_every_pause(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WRITE_INTERVAL_S", 0.4)
    written: list[float] = []
    write = Settings._write
    monkeypatch.setattr(Settings, "_write", lambda self: (written.append(time.monotonic()), write(self))[1])
    settings = Settings(path)
    end = time.monotonic() + 1.2
    while time.monotonic() < end:
        settings.set_window(str(time.monotonic()))
        time.sleep(0.01)
    settings.close()
    # from begin to begin: a slow disk makes gaps longer, never shorter. close() waits for none
    gaps = [later - earlier for earlier, later in pairwise(written[:-1])]
    assert 2 <= len(written) <= 5
    assert min(gaps, default=1) > 0.35


def test_close_writes_what_waits_and_may_be_called_again(path: Path) -> None:
    settings = Settings(path)
    add_root(settings, b"/a")
    settings.close()
    settings.close()
    assert stored(path)["roots"] == [{"id": 1, "path": "/a"}]


def test_close_waits_for_a_write_that_is_under_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, fsync = threading.Event(), os.fsync
    monkeypatch.setattr(module.os, "fsync", lambda file: (begun.set(), time.sleep(0.3), fsync(file)))
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
    monkeypatch.setattr(module.os, "fsync", full)
    monkeypatch.setattr(module, "RETRY_INTERVAL_S", 0.2)
    settings = Settings(path)
    add_root(settings, b"/a")
    wait_until(lambda: settings.notice == "Your settings cannot be saved: No space left on device.")
    assert not path.exists()
    monkeypatch.setattr(module.os, "fsync", fsync)
    wait_until(lambda: settings.notice is None)
    assert stored(path)["roots"]
    settings.close()


def test_a_folder_in_the_way_is_a_notice(path: Path) -> None:
    path.with_suffix(".tmp").mkdir()
    settings = Settings(path)
    add_root(settings, b"/a")
    settings.close()
    assert "cannot be saved" in (settings.notice or "")


def wait_until(look: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end
        time.sleep(0.02)


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
        wait_until(path.exists)
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert stored(path)["roots"]
        assert reopened(path).notice is None


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("folder", [1, 2**32 - 1, None], [0, -1, 2**32, 1.0, "1", True, [], {}]),
        ("photo", [1, None], [0, False, "x"]),
        ("subfolders", [True, False], [0, 1, None, "true"]),
        ("order", list(ORDERS), ["", "Date", None, 3, [], "date; DROP"]),
        ("row", [96, 320, None], [95, 321, 100.5, "100", True]),
        ("theme", ["system", "light", "dark"], ["", None, 1, ["dark"]]),
        ("sidebar", [True, False], [None, 1]),
        ("info", [True, False], [None, 1]),
        (
            "anchor",
            [None],
            [{}, {"photo": 1}, {"photo": 0, "offset": 1}, {"photo": 1, "offset": 1 << 31}, [1, 2], True],
        ),
        ("open", [], [None, [0], ["1"], [True], "12", {}, [1] * 10_001]),
    ],
)
def test_each_field_of_a_view_is_believed_alone(field: str, good: list[object], bad: list[object]) -> None:
    before = ViewState(folder=9, order="name", row=111, theme="dark", photo=8, anchor=(8, 5), open=(4,))
    for value in good:
        assert getattr(view_from({field: value}, before), field) == value
    for value in bad:
        assert view_from({field: value, "info": True}, before) == view_from({"info": True}, before)


def test_a_view_may_have_the_orders_a_timeline_can_be_built_in() -> None:
    """Both rooms have the list: neither may know the other."""
    assert set(ORDERS) == set(build.ORDERS)


def test_anchor_and_open_take_their_own_shapes() -> None:
    view = view_from({"anchor": {"photo": 5, "offset": -3, "more": 1}, "open": [3, 1]}, ViewState())
    assert (view.anchor, view.open) == ((5, -3), (3, 1))
    assert view_from(json.loads(json.dumps(view.as_json())), ViewState()) == view


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(list(ViewState.__dataclass_fields__)) | st.text(), anything) | anything)
def test_whatever_a_page_sends_is_a_view_that_can_be_sent_back(data: object) -> None:
    view = view_from(data, ViewState())
    assert view_from(view.as_json(), ViewState()) == view
    json.dumps(view.as_json(), allow_nan=False)
