"""What settings.json holds, and settings that are opened to be looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gallery.settings.settings import RootPath, Settings

if TYPE_CHECKING:
    from pathlib import Path


def stored(path: Path) -> dict[str, Any]:
    """The fields of the file."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def reopened(path: Path) -> Settings:
    """The settings as the next start finds them, closed."""
    settings = Settings(path)
    settings.close()
    return settings


def add_root(settings: Settings, path: bytes) -> RootPath:
    """Make a folder a root, as the library does."""
    root = RootPath(settings.next_root_id(), path)
    settings.replace_roots([root], [])
    return root
