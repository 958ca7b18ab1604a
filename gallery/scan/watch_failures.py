"""Why the system does not report all changes of a root, and how people are told."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base.paths import display

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LIMIT_ERRORS = (errno.ENOSPC, errno.EMFILE, errno.ENFILE)
"""What inotify_add_watch(2) and inotify_init1(2) report when a limit of the system is reached."""
REMEDY = "sudo sysctl fs.inotify.max_user_watches=1048576 fs.inotify.max_user_instances=1024"


@dataclass(frozen=True, slots=True)
class WatchFailure:
    """Why the system does not report all changes of a root.

    Attributes:
        path: absolute path of the root.
        reason: what the system said.
        limit: whether a limit of the system is reached, which the user can raise.
        whole: whether nothing in the root is watched; else only some folders are not.
    """

    path: bytes
    reason: str
    limit: bool
    whole: bool

    @classmethod
    def of(cls, path: bytes, error: Exception, *, whole: bool) -> WatchFailure:
        """Make one of the error that the system has given for a root."""
        reason = getattr(error, "strerror", None) or str(error)
        return cls(path, reason, getattr(error, "errno", None) in LIMIT_ERRORS, whole)


def notices(failures: Iterable[WatchFailure]) -> list[str]:
    """Return sentences for people that say what is not watched, why, and what to do: one for each reason."""
    by_reason: dict[str, list[WatchFailure]] = {}
    for failure in failures:
        by_reason.setdefault("" if failure.limit else failure.reason, []).append(failure)
    return [_notice(reason, alike) for reason, alike in by_reason.items()]


def _notice(reason: str, alike: Sequence[WatchFailure]) -> str:
    places = [("" if failure.whole else "some folders of ") + display(failure.path) for failure in alike]
    *others, last = places
    where = f"{', '.join(others)} and {last}" if others else last
    if alike[0].limit:
        return (
            f"This system's limit for watched folders is reached, so changes in {where} are seen once a minute."
            f" Raise it with: {REMEDY}"
        )
    return f"Changes in {where} are seen once a minute: the system cannot watch for them ({reason})."
