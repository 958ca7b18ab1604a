"""Questions that the tests of visits ask of one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.visits.registry import Visits
    from gallery.visits.visit import Visit


def names(one: Visit) -> list[str]:
    return [os.fsdecode(one.name_of(photo) or b"?") for photo in one.shown()[1]]


def listed(one: Visit) -> Visit:
    one.begin_listing()
    wait_for(lambda: one.state.complete)
    return one


def open_visit(visits: Visits, folder: Path, name: str | bytes) -> Visit:
    return visits.open(os.fsencode(folder), os.fsencode(name)).visit


def opened(one: Visit) -> int:
    """Return the photo that was opened last."""
    return one._opened[-1]


def after_check(one: Visit, seen: Callable[[], bool]) -> None:
    """Ask as the page does until something is seen."""

    def ask() -> bool:
        one.check()
        return seen()

    wait_for(ask)
