"""Fixtures of the tests of sidecars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sidecars.beside import Beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Beside]:
    """A folder of photos with a library about them."""
    made = Beside(tmp_path)
    yield made
    made.store.close()
