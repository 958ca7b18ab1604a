"""Shared by the tests of the pool: files whose names are commands to a misbehaving process, and looks at processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil

from gallery.base.models import FileRef, Problem, Recipe, Rendered
from gallery.imaging.workers.pool import Pool, Urgency

if TYPE_CHECKING:
    from concurrent.futures import Future

WAIT_S = 60
HASTY = 0.05
"""Patience of a pool with which a hanging picture is given up after a second and not after twenty."""


def command(name: str) -> FileRef:
    """Return a file whose name a process of `worker_targets.misbehave` obeys."""
    return FileRef(b"/", name.encode(), 0, 0)


def render(pool: Pool, name: str, urgency: Urgency = Urgency.VISIBLE) -> Future[Rendered | Problem]:
    """Ask for the thumbnail of a file whose name is a command."""
    return pool.render(command(name), Recipe.SMALL, urgency=urgency)


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that has ended and is not waited for does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def child_processes() -> list[psutil.Process]:
    """Return our processes, without multiprocessing's resource tracker, which lives as long as the program."""
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            if "resource_tracker" not in " ".join(child.cmdline()):
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found
