"""A process whose decoder hangs ends with the program."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]


def alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("target", ["busy", "busy_without_the_kernel"])
def test_a_hanging_decoder_does_not_outlive_a_killed_program(tmp_path: Path, target: str) -> None:
    script = tmp_path / "main.py"
    script.write_text(
        "import time\n"
        "from gallery.imaging.workers.pool import Pool, Urgency\n"
        "from gallery.base.models import FileRef, Recipe\n"
        f"from tests.imaging.workers import {target}\n"
        "if __name__ == '__main__':\n"
        f"    pool = Pool(1, 1 << 30, target={target})\n"
        "    pool.render(FileRef(b'/', b'a', 0, 0), Recipe.SMALL, urgency=Urgency.SEEN)\n"
        "    while not pool.busy():\n"
        "        time.sleep(0.01)\n"
        "    print(pool._crew[0].process.pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    program = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert program.stdout
    pid = int(program.stdout.readline())
    time.sleep(1.5)  # until it is in the decoder
    assert alive(pid)
    program.kill()
    program.wait()
    program.stdout.close()
    try:
        end = time.monotonic() + 5
        while alive(pid):
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        if alive(pid):
            os.kill(pid, 9)
