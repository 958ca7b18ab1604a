"""Watches on a system whose limits and mounts are the test's own: namespaces of Linux."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scan.namespace import run_in_namespace

if TYPE_CHECKING:
    from pathlib import Path

REAL_LIMIT = """
import os, sys
from gallery.scan.observer import start_observer
observer = start_observer(1, os.fsencode(sys.argv[1]), lambda _: None, lambda: None)
failure = observer.failure
print(observer.started, failure.limit, failure.whole)
with open("/proc/sys/user/max_inotify_watches", "w") as file:
    file.write("1000")
observer.retry()
print(observer.failure)
observer.stop()
"""


def test_a_real_limit_is_told_and_passes_when_it_is_raised(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"d{number}").mkdir()
    limit = "echo 20 > /proc/sys/user/max_inotify_watches"
    assert run_in_namespace(REAL_LIMIT, tmp_path, setup=limit) == ["True True False", "None"]


@pytest.mark.parametrize("limit", ["max_inotify_watches", "max_inotify_instances"])
def test_a_root_for_which_the_system_has_nothing_left_is_told(tmp_path: Path, limit: str) -> None:
    code = "\n".join(REAL_LIMIT.splitlines()[:6])
    setup = f"echo 0 > /proc/sys/user/{limit}"
    assert run_in_namespace(code, tmp_path, setup=setup) == ["False True True"]


MOUNTED = """
import os, subprocess, sys
from pathlib import Path
from gallery.scan.folder_watches import FolderWatches
from tests.scan.observing import Heard
root = Path(sys.argv[1])
heard = Heard(root)
subprocess.run(["mount", "-t", "tmpfs", "none", root / "before"], check=True)
watches = FolderWatches(os.fsencode(root), "observer-1", heard.reports())
watches.start()
subprocess.run(["mount", "-t", "tmpfs", "none", root / "a"], check=True)
watches.watch_again(b"a")
(root / "a" / "deep").mkdir()
heard.take()
(root / "a" / "deep" / "x.jpg").touch()
print(heard.take())
subprocess.run(["umount", root / "a", root / "before"], check=True)
print(heard.take())
for name in ("a", "before"):
    (root / name / "y.jpg").touch()
print(heard.take() == {b"a", b"before"})
watches.stop()
"""


def test_what_is_mounted_in_a_root_is_watched_and_its_end_is_told(tmp_path: Path) -> None:
    for name in ("a", "before"):
        (tmp_path / "root" / name).mkdir(parents=True)
    mounted, unmounted, after = run_in_namespace(MOUNTED, tmp_path / "root")
    assert mounted == "{b'a/deep'}"
    assert "b'a'" in unmounted
    assert "b'before'" in unmounted
    assert after == "True", "the folders that were covered"


BOUND = """
import os, subprocess, sys
from pathlib import Path
from gallery.scan.folder_watches import FolderWatches
from tests.scan.observing import Heard
root = Path(sys.argv[1])
heard = Heard(root)
subprocess.run(["mount", "--bind", root / "a", root / "b"], check=True)
watches = FolderWatches(os.fsencode(root), "observer-1", heard.reports())
watches.start()
(root / "a" / "x.jpg").touch()
print(sorted(heard.take()))
watches.stop()
"""


def test_a_folder_that_is_mounted_twice_is_reported_at_both_places(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "root" / name).mkdir(parents=True)
    assert run_in_namespace(BOUND, tmp_path / "root") == ["[b'a', b'b']"]
