"""Drives for tests: which folders lie on one of their own, and what tells them apart."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from gallery.scan import root_status, scan_pass

if TYPE_CHECKING:
    import pytest

    from tests.scan.scanner_driver import ScannerDriver


class Devices:
    """Which folders lie on drives of their own, and the ids of their volumes, as a test wants them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.volumes: dict[bytes, str] = {}
        """Absolute path of a folder on which a drive is mounted -> the id of its volume, "" where it has none."""
        monkeypatch.setattr(root_status, "identity_of", self._identity_of)
        monkeypatch.setattr(scan_pass, "identity_of", self._identity_of)
        monkeypatch.setattr(root_status, "is_mount", lambda path: path in self.volumes)
        monkeypatch.setattr(scan_pass, "is_mount", lambda path: path in self.volumes)

    def _identity_of(self, path: bytes) -> str | None:
        if not os.path.isdir(path):
            return None
        if path in self.volumes:
            return f"7:2:{self.volumes[path]}"
        return f"1:{os.stat(path).st_ino}:system"


def replace_all(driver: ScannerDriver, names: dict[str, bytes], at: int) -> None:
    """Let other files lie in the root, as when another card is mounted there."""
    for inner in list(driver.root.iterdir()):
        shutil.rmtree(inner) if inner.is_dir() else inner.unlink()
    for name, content in names.items():
        driver.put(name, content, at)
