"""Commands that run in the process of the tests leave its working folder as it was."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def working_folder() -> Iterator[None]:
    """Go back to where the tests began."""
    before = os.getcwd()
    yield
    os.chdir(before)
