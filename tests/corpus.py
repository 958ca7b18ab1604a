"""The folder of real files that SHOEBOX_CORPUS names. It is an extra: the tests marked `corpus` are left out without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def corpus_folder() -> Path:
    """Return the folder; skip the test, or the module that is being imported, where SHOEBOX_CORPUS is not set.

    Raises:
        AssertionError: SHOEBOX_CORPUS names no folder.
    """
    name = os.environ.get("SHOEBOX_CORPUS")
    if not name:
        pytest.skip("an extra: SHOEBOX_CORPUS names no folder of real files", allow_module_level=True)
    folder = Path(name).resolve()  # as a root is that a user adds
    assert folder.is_dir(), f"SHOEBOX_CORPUS names {name}, which is no folder"
    return folder
