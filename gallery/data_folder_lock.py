"""Locks the data folder and opens its settings, before the rest is: a part of the composition root (app.py).

The window begins with these two, so that it appears while everything else is being opened.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from gallery.base.lock import InstanceLock
from gallery.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.base.paths import DataFolder


@contextmanager
def lock_data_folder(data: DataFolder) -> Iterator[Settings]:
    """Lock the data folder and return its settings. Leaving closes both.

    Raises:
        DataFolderError: another Shoebox has the folder, or it cannot be locked.
    """
    with ExitStack() as stack:
        stack.enter_context(InstanceLock(data.lock))
        settings = Settings(data.settings)
        stack.callback(settings.close)
        yield settings
