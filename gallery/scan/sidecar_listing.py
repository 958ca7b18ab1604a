"""Finds the sidecars of a folder's pictures among its other files, and asks the disk about these alone."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from gallery.base.files import clamp, is_link
from gallery.base.models import Sidecar
from gallery.catalog.sidecars import encode_sidecars
from gallery.scan.sidecar_names import SUFFIXES, match_sidecars

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterable


def find_sidecars(photos: Collection[bytes], others: Iterable[os.DirEntry[bytes]]) -> dict[bytes, str]:
    """Return, by name of the photo, the sidecars of each that has any, as FileStat has them.

    A folder without sidecars costs a look at the suffixes of what is no picture; the disk is asked for size and time of
    those only that fit a photo. Links are left out.

    Args:
        photos: names of the pictures.
        others: the entries of the folder's other files.
    """
    by_name = {entry.name: entry for entry in others}
    sidecars = [name for name in by_name if name.lower().endswith(SUFFIXES)]
    if not sidecars or not photos:
        return {}
    matched = match_sidecars(photos, sidecars, by_name.keys() - set(sidecars))
    stats = {name: _stat(by_name[name]) for name in {one.name for many in matched.values() for one in many}}
    found = {}
    for photo, named in matched.items():
        there = [(one, stat_) for one in named if (stat_ := stats[one.name]) is not None]
        if text := encode_sidecars(Sidecar(one.name, *stat_[:2], one.shared, stat_[2]) for one, stat_ in there):
            found[photo] = text
    return found


def _stat(entry: os.DirEntry[bytes]) -> tuple[int, int, int] | None:
    """Return size, mtime_ns and ctime_ns of a regular file; None for anything else."""
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None  # it went away meanwhile, which the next look tells
    except OSError:
        return -1, -1, -1  # it is there: reading it will say why it cannot be read
    if not stat.S_ISREG(found.st_mode) or is_link(found):
        return None
    return found.st_size, clamp(found.st_mtime_ns), clamp(found.st_ctime_ns)
