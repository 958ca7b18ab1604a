"""The thread that backs up what the user said, once a day while the program runs."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from gallery.base.errors import GalleryError
from gallery.base.events import RootsChanged

if TYPE_CHECKING:
    from gallery.annotations.backups import Backups
    from gallery.base.events import EventHub

log = logging.getLogger(__name__)
LOOK_INTERVAL_S = 3600.0
"""How often is looked whether a backup is due."""
