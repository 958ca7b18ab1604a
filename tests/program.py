"""The program in a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ending import OWN_GROUP, ask_to_end
from tests.web.client import ApiClient

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = Path(__file__).resolve().parent.parent / "main.py"
AT_HOME = PROGRAM.parent / "tests" / "program_at_home.py"


class Served:
    """A real `serve` in a process of its own; `program` is another command for `main.py`."""

    def __init__(
        self,
        base: Path,
        arguments: Sequence[str],
        prefix: Sequence[str] = (),
        data: Path | None = None,
        program: Sequence[str] = (sys.executable, str(AT_HOME)),
    ) -> None:
        self.data = data or base / "data"
        self._errors = base / "stderr"
        command = [*prefix, *program, "serve", "--json", "--data-dir", str(self.data), *arguments]
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, **OWN_GROUP)
        assert self.process.stdout
        first = self.process.stdout.readline()
        assert first, self.stderr
        told = json.loads(first)
        self.port, self.pid, self.boot = int(told["port"]), int(told["pid"]), str(told["boot"])

    @property
    def code(self) -> str:
        return self.boot.rpartition("/")[2]

    @property
    def stderr(self) -> str:
        return self._errors.read_text(errors="replace", encoding="utf-8")

    def enter(self) -> ApiClient:
        """Open the one-time address."""
        answer = ApiClient(self.port, "", "").ask(f"/boot/{self.code}", Cookie=None, X_Gallery_Key=None)
        key = re.search(r'gallery-key" content="([^"]+)"', answer.body.decode())
        assert key, answer
        return ApiClient(self.port, answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0], key[1])

    def stop(self) -> int:
        """Ask it to end as Ctrl+C does. The exit code."""
        with suppress(ProcessLookupError):
            ask_to_end(self.process)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            if self.process.stdout:
                self.process.stdout.close()
