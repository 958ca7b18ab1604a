"""The rarer formats with any bytes changed: a value or a problem after few steps, in the memory that was counted.

Steps are lines of Python, not seconds: they are the same on every machine.
"""

from __future__ import annotations

import random
import sys
import tracemalloc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Metadata, Problem, Recipe, Rendered
from gallery.imaging.decoding import programming_errors
from gallery.imaging.decoding.render import LargeError, render
from gallery.imaging.metadata.read import read
from tests.imaging.test_format_damage import FILES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from tests.imaging.files import Put

_COPIES = 20
"""Changed copies of each file."""
_MAX_STEPS = 2_000_000
"""Lines of Python for one file, which take about half a second when nobody counts them; most take a hundredth."""
_BUDGET = 16 << 20
"""Bytes of memory; a picture that needs more is refused by its header."""
_HEADER_BYTES = 128


class TooManyStepsError(BaseException):
    """Not an Exception: decoders are allowed any, and theirs are caught."""


@contextmanager
def _count_steps(limit: int) -> Iterator[None]:
    """Raise where more than so many lines of Python are run.

    Raises:
        TooManyStepsError: They are.
    """
    left, before = limit, sys.gettrace()

    def count(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal left
        left -= event == "line"
        if left < 0:
            raise TooManyStepsError
        return count

    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)


def _change(data: bytes, chance: random.Random) -> bytes:
    """Return a copy in which up to four bytes are others; most of them in the header, some the least or the largest."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(min(len(data), chance.choice((_HEADER_BYTES, _HEADER_BYTES, len(data)))))
        changed[place] = chance.choice(
            (0, 1, 255, 127, changed[place] ^ 1 << chance.randrange(8), chance.randrange(256))
        )
    return bytes(changed[: len(data) if chance.random() < 0.8 else chance.randrange(1, len(data))])


@pytest.mark.parametrize("name", FILES)
def test_any_changed_bytes_end_in_a_value_or_a_problem(put: Put, name: str) -> None:
    chance = random.Random(name)  # the same files each time
    for _ in range(_COPIES):
        file = put(name, _change(FILES[name], chance))
        tracemalloc.start()
        try:
            with _count_steps(_MAX_STEPS):
                header = read(file)
                result = render(file, Recipe.SMALL, budget=_BUDGET)
        except LargeError:
            continue
        finally:
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert most < _BUDGET
        assert isinstance(header, Metadata | Problem)
        assert isinstance(result, Rendered | Problem)
        assert programming_errors.take() == []
