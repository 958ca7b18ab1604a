"""A disk without room."""

from __future__ import annotations

import errno
from typing import NoReturn


def no_space(*_: object) -> NoReturn:
    """In place of a function that writes: fail as it does on a full disk."""
    raise OSError(errno.ENOSPC, "No space left on device")
