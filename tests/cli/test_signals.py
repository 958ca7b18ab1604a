"""Signals that ask the program to end, at the worst moments: within the wait, and within their own handler."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that interrupts")

SIGNAL_AT_EVERY_LINE = """
    import faulthandler, signal, sys
    faulthandler.dump_traceback_later(20, exit=True)
    raised = 0

    def at_every_line(frame, event, argument):
        global raised
        if event == "line" and raised < 500 and frame.f_globals.get("__name__") in modules:
            raised += 1
            signal.raise_signal(signal.SIGTERM)
        return at_every_line
"""


def run_with_signals(program: str) -> str:
    """Run `program`, which sets `modules`: every line run in these raises SIGTERM. Return what it prints."""
    source = textwrap.dedent(SIGNAL_AT_EVERY_LINE) + textwrap.dedent(program)
    process = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60, check=False)
    assert process.returncode == 0, process.stderr
    return process.stdout


@posix
def test_a_signal_within_the_wait_or_its_own_handler_ends_the_wait() -> None:
    printed = run_with_signals("""
        from gallery.cli.prepare import EndRequest, call_on_signals
        modules = {"gallery.cli.prepare", "threading", "queue"}
        end = EndRequest()
        call_on_signals(end.ask)
        sys.settrace(at_every_line)
        ended = end.wait(0.01) and end.wait(0) and end.asked()
        sys.settrace(None)
        print(ended, raised > 3)
    """)
    assert printed.split() == ["True", "True"]


def test_nobody_asked_for_the_end() -> None:
    from gallery.cli.prepare import EndRequest

    end = EndRequest()
    assert not end.asked()
    assert not end.wait(0.001)
    end.ask()
    end.ask()
    assert end.asked()
    assert [end.wait(0.001) for _ in range(3)] == [True] * 3


@posix
@pytest.mark.window
def test_a_signal_while_work_is_handed_to_the_window_hands_over_its_own() -> None:
    printed = run_with_signals("""
        from PySide6.QtCore import QCoreApplication
        from gallery.desktop.gui_thread import GuiThread, calling_on_signals
        modules = {"gallery.desktop.gui_thread"}
        application, called = QCoreApplication([]), []
        gui = GuiThread()
        with calling_on_signals(lambda: gui.post(lambda: called.append(1))):
            sys.settrace(at_every_line)
            gui.post(lambda: None)
            QCoreApplication.processEvents()
            sys.settrace(None)
            QCoreApplication.processEvents()
        print(len(called) == raised > 3)
    """)
    assert printed.strip() == "True"
