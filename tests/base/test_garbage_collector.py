"""Each process collects its garbage, but only once everything is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_command_collects_its_garbage_once_all_is_imported(tmp_path: Path) -> None:
    script = f"""
import gc, sys
gc.disable()
from gallery.cli.main import main
assert main(["index", "--data-dir", {str(tmp_path / "data")!r}, {str(tmp_path)!r}]) == 0
print(gc.isenabled(), gc.get_freeze_count() > 10_000)
"""
    assert ran(script) == "True True"


def test_a_decode_process_collects_its_garbage_after_the_first_answer() -> None:
    script = """
import gc
from gallery.imaging.workers import process_main, protocol
from gallery.imaging.workers.limits import Limits
from gallery.base.models import FileRef

class Channel:
    def __init__(self): self.asked = []
    def send(self, payload): pass
    def receive(self):
        self.asked.append(gc.isenabled())
        if len(self.asked) == 3:
            print(*self.asked)
            raise EOFError
        return protocol.encode_read_request([FileRef(b"/", b"nothing", 1, 1)])

process_main.serve(Channel(), Limits(1 << 30, 1 << 30))
"""
    assert ran(script) == "False True True"


def ran(script: str) -> str:
    """Run a script in a process of its own, and return the last line that it prints."""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT)
    return done.stdout.strip().splitlines()[-1]
