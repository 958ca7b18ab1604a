"""What a test needs and a machine may lack: a skip, or with SHOEBOX_REQUIRE=1 a failure."""

from __future__ import annotations

import importlib
import os
from typing import Any

import pytest


def needs(module: str) -> Any:
    """Return the module; without it, skip the test module that asks."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        lack(f"{module}: {error}")


def lack(problem: str) -> None:
    """Skip, or fail with SHOEBOX_REQUIRE=1."""
    if os.environ.get("SHOEBOX_REQUIRE") == "1":
        pytest.fail(problem, pytrace=False)
    pytest.skip(problem, allow_module_level=True)
