"""How much of long work is done, as the page tells it at the foot of its sidebar. Knows neither Qt nor a window."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gallery.base.events import ProgressChanged

THUMBNAIL_COST = 60
"""What a thumbnail costs, in headers read (ui/js/pure/sidebar/time-left.js)."""
LONG_S = 3.0
"""Work that ends sooner is not worth a look."""


class ShareDone:
    """How much is done of work whose whole may grow meanwhile: a share that never runs backwards.

    The page counts in the same way (ui/js/pure/sidebar/share-done.js, where it is explained).
    """

    def __init__(self) -> None:
        self._done = self._left = self._before = 0
        self._rest: float | None = None

    def add(self, done: int, left: int, *, whole_known: bool) -> None:
        """Take how far the work is, in any unit, and whether what is left is all there is."""
        if self._rest == 0 and left > 0:
            self.end()  # all was done: what is left now is work of its own
        step = max(0, done - self._done, self._left - left)
        self._done, self._left = done, left
        if self._rest is None and left == 0:
            self._before = done  # what came before is no part of it
        if not whole_known:
            return
        whole = left + (max(0, done - self._before) if self._rest is None else step)
        if whole > 0:
            self._rest = (1.0 if self._rest is None else self._rest) * (left / whole)

    def end(self) -> None:
        """End this piece of work: what comes next is another one."""
        self._rest, self._before = None, self._done

    @property
    def share(self) -> float | None:
        """How much is done, 0 to 1; None: not known yet."""
        return None if self._rest is None else 1 - self._rest


class LongWork:
    """Follows the background work, and says what part of it is to be shown outside of the window."""

    def __init__(self) -> None:
        self._share = ShareDone()
        self._since: float | None = None

    def take(self, progress: ProgressChanged, now: float) -> int | None:
        """Return how many hundredths are done; None: nothing is to be shown.

        Nothing is while nothing is under way or the user has paused it, for the first LONG_S seconds, and while folders
        are listed: nobody knows then how much there is.

        Args:
            progress: what was told last.
            now: the time, by `time.monotonic`.
        """
        left = progress.unread + THUMBNAIL_COST * (progress.unread + progress.unmade)
        rests = progress.stage == "idle" and not (progress.paused and left > 0)
        done = progress.read + THUMBNAIL_COST * progress.thumbnails
        self._share.add(done, left, whole_known=progress.stage != "listing" and not rests)
        if rests:
            self._share.end()
        if rests or progress.paused:
            self._since = None
            return None
        self._since = now if self._since is None else self._since
        share = self._share.share
        return None if share is None or now - self._since < LONG_S else math.floor(100 * share)
