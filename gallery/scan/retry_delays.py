"""How long to wait before a query or a file is tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gallery.base.models import Problem

QUERY_PAUSE_FACTOR = 20
UNREACHABLE_RETRY_S = 60.0
"""When a file that could not be reached is tried again."""
CHANGED_RETRY_S = 1.0
"""When a file that changed while it was read is tried again, or one whose drive was silent (it waits for the drive)."""


def pause_after_query(query_s: float) -> float:
    """Return how many seconds to wait after a query that took `query_s` seconds before it is repeated.

    QUERY_PAUSE_FACTOR times as long: a query whose cost grows with the library takes at most one twentieth of the time.
    """
    return QUERY_PAUSE_FACTOR * query_s


def retry_after(problem: Problem) -> float:
    """Return how many seconds to wait before a file with this access problem is tried again."""
    return CHANGED_RETRY_S if problem.code in ("changed", "silent") else UNREACHABLE_RETRY_S
