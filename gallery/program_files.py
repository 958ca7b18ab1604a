"""Tells where the program's own files lie."""

from __future__ import annotations

import sys
from pathlib import Path


def program_folder(name: str) -> Path:
    """Return a file or folder of the program, such as `ui`, in the checkout or in the packaged program."""
    return Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[1])) / name
