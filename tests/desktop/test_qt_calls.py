"""Python's lock is free while a slot of Qt runs: what waits in it for another thread may wait for Python."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.window.needs import needs

needs("PySide6.QtWidgets")
SCRIPT = """
import threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from gallery.base.immortal_constants import keep_constants_alive
from gallery.desktop.qt_calls import call_slot, settle_overrides
keep_constants_alive()
application, dialog, seen = QApplication([]), QDialog(), []
begun, done = threading.Event(), threading.Event()
def work():
    begun.wait(30)
    done.set()
threading.Thread(target=work, daemon=True).start()
late = QTimer(singleShot=True, interval=30_000)
late.timeout.connect(dialog.reject)
soon = QTimer(singleShot=True, interval=0)
soon.timeout.connect(begun.set)
look = QTimer(interval=5)
look.timeout.connect(lambda: done.is_set() and dialog.accept())
for timer in (late, soon, look):
    timer.start()
call_slot(dialog, "exec")
assert dialog.result() == 1
settle_overrides(dialog.accepted)
try:
    call_slot(dialog, "no_such_slot")
except TypeError as error:
    print(error)
"""


def test_a_slot_is_called_without_python_s_lock() -> None:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environ, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "QDialog has no slot no_such_slot of these arguments\n"
