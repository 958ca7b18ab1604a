"""A process whose decoder hangs ends with the program."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from gallery.imaging.workers import parent_watch
from tests.imaging.pools import is_alive
from tests.waiting import wait_for

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="prctl(2)")
@pytest.mark.parametrize(("parent", "ends"), [(4711, True), (os.getppid(), False)])
def test_a_program_that_died_before_the_kernel_was_asked_is_noticed(
    monkeypatch: pytest.MonkeyPatch, parent: int, ends: bool
) -> None:
    """Its death would send no signal any more."""
    ended: list[int] = []
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: SimpleNamespace(pid=parent, sentinel=-1))
    monkeypatch.setattr(parent_watch, "_ask_the_kernel", lambda: True)
    monkeypatch.setattr(os, "_exit", ended.append)
    parent_watch.end_with_parent()
    assert ended == [1] * ends


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("target", ["hang_in_decoder", "hang_without_the_kernel"])
def test_a_hanging_decoder_does_not_outlive_a_killed_program(tmp_path: Path, target: str) -> None:
    script = tmp_path / "main.py"
    script.write_text(
        "import time\n"
        "from gallery.imaging.workers.pool import Pool, Urgency\n"
        "from gallery.base.models import FileRef, Recipe\n"
        f"from tests.imaging.worker_targets import {target}\n"
        "if __name__ == '__main__':\n"
        f"    pool = Pool(1, 1 << 30, target={target})\n"
        "    pool.render(FileRef(b'/', b'a', 0, 0), Recipe.SMALL, urgency=Urgency.VISIBLE)\n"
        "    while not pool.busy():\n"
        "        time.sleep(0.01)\n"
        "    print(pool._processes[0].process.pid, flush=True)\n"
        "    time.sleep(600)\n",
        encoding="utf-8",
    )
    program = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert program.stdout
    pid = int(program.stdout.readline())
    assert program.stdout.readline() == "decoding\n"
    assert is_alive(pid)
    program.kill()
    program.wait()
    program.stdout.close()
    try:
        wait_for(lambda: not is_alive(pid))
    finally:
        if is_alive(pid):
            os.kill(pid, 9)
