"""The built program in the folder that SHOEBOX_BUILD names. It is an extra: the tests marked `package` are left out without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def built_folder() -> Path:
    """Return the folder; skip the test, or the module that is being imported, where SHOEBOX_BUILD is not set.

    Raises:
        AssertionError: SHOEBOX_BUILD names no folder.
    """
    name = os.environ.get("SHOEBOX_BUILD")
    if not name:
        pytest.skip("an extra: SHOEBOX_BUILD names no built program (nox -s package)", allow_module_level=True)
    folder = Path(name).resolve()
    assert folder.is_dir(), f"SHOEBOX_BUILD names {name}, which is no folder"
    return folder
