"""Running a piece of Python where the system's limits and mounts are the test's own: in namespaces of Linux."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache

import pytest

SETUP = 'set -e; {setup}; exec "$@"'


def run_in_namespace(code: str, *arguments: object, setup: str = ":") -> list[str]:
    """Run `code` in new user and mount namespaces, in which it is root, and return the lines that it has printed.

    `setup` is a line of shell that is run there before. Skips the test where the system does not allow namespaces.
    """
    if not _allowed():
        pytest.skip("needs user and mount namespaces")
    command = ["unshare", "-Urm", "sh", "-c", SETUP.format(setup=setup), "sh", sys.executable, "-c", code]
    done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@cache
def _allowed() -> bool:
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    test = "test -w /proc/sys/user/max_inotify_watches"
    return subprocess.run(["unshare", "-Urm", "sh", "-c", test], capture_output=True, check=False).returncode == 0
