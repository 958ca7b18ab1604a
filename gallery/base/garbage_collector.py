"""Freezes imported objects out of garbage collection."""

from __future__ import annotations

import gc


def freeze_imports() -> None:
    """Take every object of now out of garbage collection for good, and switch the collector on.

    What has been imported stays until the end, so nobody need look through it again, not even at the end. The other
    half is `gc.disable()` before the imports. Called once in each process.
    """
    gc.freeze()
    gc.enable()
