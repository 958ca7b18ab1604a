"""Work handed to the GUI thread: it runs there, its result or error comes back, and nobody waits after the end."""

from __future__ import annotations

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.waiting import wait_for
from tests.window.needs import needs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

QCoreApplication = needs("PySide6.QtCore").QCoreApplication
GuiThread = needs("gallery.desktop.gui_thread").GuiThread


@pytest.fixture
def gui() -> Any:
    """A GuiThread of the test's own thread, whose queue only `settle` runs."""
    assert QCoreApplication.instance() or QCoreApplication(["test"])
    return GuiThread()


@pytest.fixture
def others() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def settle(future: Future[Any]) -> Any:
    """Run Qt's queue until the future is done, and return its result."""

    def done() -> bool:
        QCoreApplication.processEvents()
        return future.done()

    wait_for(done)
    return future.result()


def test_call_runs_on_the_gui_thread_and_returns_the_result(gui: Any, others: ThreadPoolExecutor) -> None:
    assert settle(others.submit(gui.call, threading.current_thread)) is threading.current_thread()


def test_call_raises_what_the_work_raises(gui: Any, others: ThreadPoolExecutor) -> None:
    with pytest.raises(ZeroDivisionError):
        settle(others.submit(gui.call, lambda: 1 / 0))


def test_call_on_the_gui_thread_runs_at_once_also_after_the_end(gui: Any) -> None:
    assert gui.call(lambda: 1) == 1
    gui.shut_down()
    assert gui.call(lambda: 2) == 2


def test_work_runs_in_the_order_in_which_it_was_posted(gui: Any, others: ThreadPoolExecutor) -> None:
    order: list[int] = []
    for number in range(50):
        gui.post(lambda number=number: order.append(number))
    settle(others.submit(gui.call, lambda: None))
    assert order == list(range(50))


def test_a_failure_of_posted_work_is_logged(
    gui: Any, others: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    gui.post(lambda: 1 / 0)
    settle(others.submit(gui.call, lambda: None))
    assert "Work for the window failed." in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_the_end_releases_callers_that_wait_and_runs_nothing_more(gui: Any, others: ThreadPoolExecutor) -> None:
    ran: list[int] = []
    waiting = [others.submit(gui.call, lambda: ran.append(1)) for _ in range(4)]
    wait_for(lambda: len(gui._pending) == 4)
    gui.shut_down()
    assert [future.result(10) for future in waiting] == [None] * 4
    assert others.submit(gui.call, lambda: ran.append(2)).result(10) is None
    gui.post(lambda: ran.append(3))
    QCoreApplication.processEvents()
    assert ran == []


def test_a_signal_before_the_window_is_there_calls_and_raises_nothing() -> None:
    needs("PySide6.QtCore")
    from gallery.desktop import gui_thread

    called: list[int] = []
    before = [signal.getsignal(number) for number in gui_thread.SIGNALS]
    with gui_thread.calling_on_signals(lambda: called.append(1)):
        for number in gui_thread.SIGNALS:
            signal.raise_signal(number)
    assert called == [1, 1]
    assert [signal.getsignal(number) for number in gui_thread.SIGNALS] == before
