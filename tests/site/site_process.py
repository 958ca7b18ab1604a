"""A site as a program in a process of its own, on a port, with nothing before it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.ending import OWN_GROUP, ask_to_end
from tests.program import PROGRAM
from tests.site.front_servers import free_port
from tests.web.servers import FRONT_SECRET, PERSON, SITE_HOST, SiteClient

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CONFIG = f"""
address = "https://{SITE_HOST}"
listen = "127.0.0.1:{{port}}"
[login]
secret_file = "front.secret"
[links]
secret_file = "front.secret"
[users.{PERSON}]
"""


class SiteProcess:
    """A real `main.py site` of one folder of photos.

    Args:
        base: a new folder for its files.
        photos: the folder that is shown.
        prefix: goes in front of the command.
    """

    def __init__(self, base: Path, photos: Path, prefix: Sequence[str] = ()) -> None:
        data = ["--data-dir", str(base / "data")]
        index = [sys.executable, str(PROGRAM), "index", *data, str(photos)]
        subprocess.run(index, check=True, capture_output=True, timeout=120)
        self.port = free_port()
        (base / "front.secret").write_text(FRONT_SECRET, encoding="utf-8")
        (base / "front.secret").chmod(0o600)
        (base / "site.toml").write_text(CONFIG.format(port=self.port), encoding="utf-8")
        self._errors = base / "stderr"
        command = [*prefix, sys.executable, str(PROGRAM), "site", str(base / "site.toml"), *data]
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, **OWN_GROUP)
        self.pid = self.process.pid
        assert self.process.stdout
        assert "is served on" in self.process.stdout.readline(), self.stderr

    @property
    def stderr(self) -> str:
        """What it has said of errors."""
        return self._errors.read_text(errors="replace", encoding="utf-8")

    def enter(self) -> SiteClient:
        """Open the page."""
        return SiteClient(self.port).enter()

    def stop(self) -> int:
        """Ask it to end as systemd does, and return the exit code."""
        with suppress(ProcessLookupError):
            ask_to_end(self.process)
        try:
            return self.process.wait(60)
        finally:
            self.process.kill()
            if self.process.stdout:
                self.process.stdout.close()
