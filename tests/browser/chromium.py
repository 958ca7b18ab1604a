"""The Chromium of this machine. Where it is missing, tests are skipped; under SHOEBOX_REQUIRE=1 they fail."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
]


def unavailable(reason: str) -> NoReturn:
    """Skips, or fails where everything must be there."""
    if os.environ.get("SHOEBOX_REQUIRE") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def chromium_path() -> str:
    """The system's Chromium."""
    found = (
        os.environ.get("SHOEBOX_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if not found or not Path(found).exists():
        unavailable("no Chromium on this machine")
    return found
