"""Contract with watchdog on macOS and Windows: its insides that tell of lost events, with systems that are recorded."""

from __future__ import annotations

import ctypes
import importlib
import queue
import sys
import threading
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import MagicMock

import pytest
from watchdog.events import FileModifiedEvent
from watchdog.observers.api import EventQueue, ObservedWatch

from gallery.scan import watchdog_adapter
from gallery.scan.watchdog_adapter import WatchdogObserver, below_root, emitter_class, fsevents_lost
from tests.scan.observing import Heard
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ITEM_MODIFIED, ITEM_IS_FILE = 0x1000, 0x10000
posix = pytest.mark.skipif(sys.platform == "win32", reason="paths as macOS writes them")


@posix
@pytest.mark.parametrize(
    ("root", "path", "below"),
    [
        ("/Users/ann/Pictures", "/Users/ann/Pictures/trip/a.jpg", b"trip/a.jpg"),
        ("/Users/ann/Pictures", "/Users/ann/Pictures", b""),
        ("/Users/ann/pictures", "/Users/ann/Pictures/Trip/a.jpg", b"Trip/a.jpg"),
        ("/Users/ann/M\u00fcller", "/Users/ann/Mu\u0308ller/a.jpg", b"a.jpg"),
        ("/Users/ann/Pictures", "/Users/ann/Pictures2/a.jpg", None),
        ("/Users/ann/Pictures", "/Users/ann", None),
    ],
)
def test_paths_are_found_below_the_root_however_the_disk_writes_it(root: str, path: str, below: bytes | None) -> None:
    assert below_root(root.encode(), path.encode()) == below


def test_a_place_outside_of_the_root_is_no_silent_loss(tmp_path: Path) -> None:
    heard = Heard(tmp_path / "root")
    handler = watchdog_adapter._Handler(bytes(heard.root), heard.reports())
    event = FileModifiedEvent(str(tmp_path / "elsewhere" / "a.jpg"))
    handler.on_any_event(event)
    assert heard.lost.is_set()
    assert not heard.folders


@pytest.mark.parametrize(
    ("flags", "lost"),
    [
        ([], False),
        ([ITEM_MODIFIED | ITEM_IS_FILE], False),
        ([0x10], False),  # HistoryDone
        ([ITEM_MODIFIED, 0x1], True),  # MustScanSubDirs
        ([0x1 | 0x2], True),  # UserDropped
        ([0x1 | 0x4], True),  # KernelDropped
        ([0x8], True),  # EventIdsWrapped
        ([0x40], True),  # Mount
        ([0x80], True),  # Unmount
    ],
)
def test_flags_of_fsevents_that_ask_for_a_look(flags: list[int], lost: bool) -> None:
    assert fsevents_lost(flags) == lost


class NativeEvent:
    """An event of FSEvents as watchdog's extension gives it, of which no flag is set."""

    def __init__(self, path: str, inode: int, flags: int, event_id: int) -> None:
        self.path, self.inode, self.flags, self.event_id = path, inode, flags, event_id

    def __getattr__(self, name: str) -> bool:
        if name.startswith("is_"):
            return False
        raise AttributeError(name)


@pytest.fixture
def fsevents(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let watchdog's module for macOS be imported here, with an extension that does nothing."""
    extension = ModuleType("_watchdog_fsevents")
    extension.Stream = MagicMock()  # type: ignore[attr-defined]  # a module without a stub
    extension.NativeEvent = NativeEvent  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "_watchdog_fsevents", extension)
    yield
    sys.modules.pop("watchdog.observers.fsevents", None)


def make_emitter(kind: str, path: Path, lost: threading.Event) -> Any:
    emitter = emitter_class(kind, lost.set)
    assert emitter
    return emitter(EventQueue(), ObservedWatch(str(path), recursive=True))


@pytest.mark.usefixtures("fsevents")
def test_events_that_macos_has_dropped_are_told(tmp_path: Path) -> None:
    lost = threading.Event()
    emitter = make_emitter("darwin", tmp_path, lost)
    emitter.events_callback([str(tmp_path / "a.jpg")], [7], [ITEM_MODIFIED | ITEM_IS_FILE], [1])
    assert not lost.is_set()
    emitter.events_callback([str(tmp_path)], [7], [0x1 | 0x4], [2])
    assert lost.is_set()


@pytest.mark.usefixtures("fsevents")
def test_an_error_while_macos_reports_is_told(tmp_path: Path) -> None:
    """watchdog logs it and goes on, without the events."""
    lost = threading.Event()
    emitter = make_emitter("darwin", tmp_path, lost)
    emitter.events_callback([object()], [7], [ITEM_MODIFIED], [1])
    assert lost.is_set()


class Windows:
    """ReadDirectoryChangesExW as far as watchdog calls it: each call takes the next answer, and waits where none is."""

    def __init__(self) -> None:
        self.answers: queue.Queue[bytes | Exception] = queue.Queue()

    def cancel(self, _handle: object) -> None:
        self.answers.put(error(995))

    def read(self, _handle: object, buffer: Any, _size: int, _tree: bool, _flags: int, count: Any, *_: object) -> None:
        answer = self.answers.get()
        if isinstance(answer, Exception):
            raise answer
        ctypes.memmove(buffer, answer, len(answer))
        count._obj.value = len(answer)


def error(number: int) -> OSError:
    found = OSError(f"WinError {number}")
    found.winerror = number  # type: ignore[attr-defined]  # on Windows every OSError has it
    return found


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    """Let watchdog's modules for Windows be imported here, on a kernel that answers what the test says."""
    found = Windows()
    names = ("watchdog.observers.winapi", "watchdog.observers.read_directory_changes")
    before = {name: sys.modules.pop(name, None) for name in names}
    monkeypatch.setattr(ctypes, "WinDLL", lambda _: MagicMock(), raising=False)
    winapi: Any = importlib.import_module(names[0])
    monkeypatch.setattr(winapi, "ReadDirectoryChangesExW", found.read)
    monkeypatch.setattr(winapi, "_cancel_handle_io", found.cancel)
    monkeypatch.setattr(winapi, "_is_observed_path_deleted", lambda *_: False)
    yield found
    for name, module in before.items():
        sys.modules.pop(name, None)
        if module:
            sys.modules[name] = module


@pytest.fixture
def reader(tmp_path: Path, windows: Windows) -> Iterator[tuple[Any, threading.Event]]:
    """An emitter of Windows that reads, and what is set when it has lost events."""
    del windows
    lost = threading.Event()
    emitter = make_emitter("win32", tmp_path, lost)
    emitter.on_thread_start()
    yield emitter, lost
    emitter.on_thread_stop()


def test_an_empty_list_of_windows_is_told_as_lost_events(reader: tuple[Any, threading.Event], windows: Windows) -> None:
    """The system's buffer has overflowed: the call succeeds with no bytes, which watchdog passes over."""
    emitter, lost = reader
    assert not lost.is_set(), "the start is no loss"
    windows.answers.put(b"")
    assert lost.wait(30)
    assert emitter._reader._reader_thread.is_alive()


def test_a_list_that_windows_could_not_make_is_told_and_reading_goes_on(
    reader: tuple[Any, threading.Event], windows: Windows
) -> None:
    emitter, lost = reader
    for _ in range(2):
        lost.clear()
        windows.answers.put(error(watchdog_adapter.ERROR_NOTIFY_ENUM_DIR))
        assert lost.wait(30)
    assert emitter._reader._reader_thread.is_alive()


def test_the_end_of_a_reader_of_windows_is_no_loss(reader: tuple[Any, threading.Event]) -> None:
    emitter, lost = reader
    thread = emitter._reader._reader_thread
    emitter.on_thread_stop()
    assert not thread.is_alive()
    assert not lost.is_set()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_reader_that_windows_ends_is_seen(reader: tuple[Any, threading.Event], windows: Windows) -> None:
    """The network drive is gone: the thread ends with an error, and the emitter waits for ever."""
    emitter, lost = reader
    observer: Any = SimpleNamespace(emitters=[emitter])
    assert emitter._reader._reader_thread in watchdog_adapter.reading_threads(observer)
    windows.answers.put(error(64))
    wait_for(lambda: not emitter._reader._reader_thread.is_alive())
    assert not lost.is_set()


def test_every_thread_of_an_observer_counts(tmp_path: Path) -> None:
    """Here with watchdog's own observer for this system."""
    observer = WatchdogObserver(bytes(tmp_path), "observer-1", Heard(tmp_path).reports())
    assert not observer.alive
    observer.start()
    assert observer.alive
    (emitter,) = observer._observer.emitters
    emitter.stop()
    wait_for(lambda: not emitter.is_alive())
    assert observer._observer.is_alive(), "watchdog would go on without it"
    assert not observer.alive
    observer.stop()


def test_the_emitter_that_tells_of_lost_events_is_the_one_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emitter = MagicMock()
    choose = MagicMock(return_value=emitter)
    monkeypatch.setattr(watchdog_adapter, "emitter_class", choose)
    reports = Heard(tmp_path).reports()
    observer = WatchdogObserver(bytes(tmp_path), "observer-1", reports)
    observer.start()
    choose.assert_called_once_with(sys.platform, reports.lost)
    assert emitter.return_value.start.called
    observer.stop()
    assert emitter.return_value.stop.called
