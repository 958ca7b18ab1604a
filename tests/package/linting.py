"""What lintian says about a package."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.window.needs import lack

if TYPE_CHECKING:
    from pathlib import Path


def faults_of(package: Path) -> list[str]:
    """Return lintian's errors and warnings but for those that the package overrides; skip the test without lintian."""
    if shutil.which("lintian") is None:
        lack("lintian is not installed")
    command = ["lintian", "--no-cfg", "--allow-root", "--fail-on", "none", str(package)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    return [*ended.stdout.splitlines(), *ended.stderr.splitlines()]
