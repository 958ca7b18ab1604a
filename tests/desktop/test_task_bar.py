"""What Windows is told for the task bar, and when any system is told something. Linux: tests/window/test_task_bar.py."""

from __future__ import annotations

import ctypes
import struct
import threading
from collections import deque
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QCoreApplication

from gallery.base.events import ProgressChanged, RootsChanged
from gallery.desktop import long_work
from gallery.desktop.task_bar import TaskBar, WindowsTaskBar, guid
from tests.waiting import wait_for


def test_windows_fills_the_button_of_the_window() -> None:
    calls: list[tuple[int, list[tuple[Any, int]]]] = []
    bar = WindowsTaskBar(lambda number, arguments: calls.append((number, arguments)), lambda: 0x1234)
    bar.show(42)
    bar.show(None)
    window, state, count = (ctypes.c_void_p, 0x1234), ctypes.c_int, ctypes.c_uint64
    assert calls == [
        (3, []),  # HrInit
        (10, [window, (state, 2)]),  # SetProgressState, TBPF_NORMAL
        (9, [window, (count, 42), (count, 100)]),  # SetProgressValue
        (10, [window, (state, 0)]),  # TBPF_NOPROGRESS
    ]


def test_windows_is_told_nothing_without_a_window() -> None:
    calls: list[int] = []
    WindowsTaskBar(lambda number, _: calls.append(number), lambda: None).show(42)
    assert calls == [3]


def test_identifiers_are_those_of_the_header() -> None:
    """ShObjIdl_core.h has numbers of 32, 16 and 16 bits, the lowest byte of each first in memory, then eight bytes."""
    expected = struct.pack("<IHH8B", 0x56FDF344, 0xFD6D, 0x11D0, 0x95, 0x8A, 0x00, 0x60, 0x97, 0xC9, 0xA0, 0x90)
    assert bytes(guid("56FDF344-FD6D-11D0-958A-006097C9A090")) == expected


class Shown:
    """A display that notes what it is to show, or has none."""

    def __init__(self) -> None:
        self.percents: list[int | None] = []
        self.made = 0

    def show(self, percent: int | None) -> None:
        self.percents.append(percent)

    def make(self) -> Shown:
        self.made += 1
        return self

    def fail(self) -> Shown:
        self.made += 1
        raise OSError("no task bar")


@pytest.fixture
def qt(monkeypatch: pytest.MonkeyPatch) -> QCoreApplication:
    monkeypatch.setattr(long_work, "LONG_S", 0.0)
    return QCoreApplication.instance() or QCoreApplication([])


def tell(bar: TaskBar, *reads: int) -> None:
    """Tell of headers that were read, on a thread as the indexer's."""
    events = [ProgressChanged("reading" if read < 1000 else "idle", 1000, read, 1000 - read) for read in reads]
    teller = threading.Thread(target=lambda: deque(map(bar.take, events)))
    teller.start()
    teller.join()


def test_only_what_is_another_than_before_is_shown_and_made_when_it_is_wanted(qt: QCoreApplication) -> None:
    shown = Shown()
    bar = TaskBar(shown.make)
    bar.take(RootsChanged())
    tell(bar, 1000)
    qt.processEvents()
    assert (shown.made, shown.percents) == (0, [])
    tell(bar, 0, 1, 15, 500, 1000, 1000)
    assert shown.percents == [], "nothing happens on the thread that tells"
    wait_for(lambda: qt.processEvents() or len(shown.percents) == 4)
    assert (shown.made, shown.percents) == (1, [0, 1, 50, None])


def test_a_system_that_refuses_is_asked_once(qt: QCoreApplication, caplog: pytest.LogCaptureFixture) -> None:
    shown = Shown()
    bar = TaskBar(shown.fail)
    tell(bar, 0, 500, 1000)
    wait_for(lambda: qt.processEvents() or caplog.messages)
    qt.processEvents()
    assert (shown.made, caplog.messages) == (1, ["The task bar shows no progress: no task bar"])
