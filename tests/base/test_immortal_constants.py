"""None, True and False outlive a library that takes references off them which it has not got."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import ctypes
from gallery.base.immortal_constants import keep_constants_alive
{first}
release = ctypes.pythonapi.Py_DecRef
release.argtypes = [ctypes.py_object]
for constant in (None, True, False):
    for _ in range(200_000):
        release(constant)
print("alive")
"""


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="others count no references")
def test_constants_outlive_any_number_of_wrong_releases() -> None:
    """Without it, Python before 3.12 ends at this; from 3.12 on they are immortal by themselves."""
    run = [sys.executable, "-c", SCRIPT.format(first="keep_constants_alive()")]
    assert subprocess.run(run, capture_output=True, text=True, check=True, timeout=60).stdout == "alive\n"
    if sys.version_info < (3, 12):
        run[2] = SCRIPT.format(first="")
        assert subprocess.run(run, capture_output=True, check=False, timeout=60).returncode != 0
