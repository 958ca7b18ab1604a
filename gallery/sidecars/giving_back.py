"""Gives sidecars back what they held before Shoebox wrote them, where another photo lies beside them now.

A photo that is moved or deleted by another program leaves its sidecar where it was, and one that gets its name would
be shown with what was said about the other. Nothing that was said is lost: library.db has it, and it comes back with
its file.
"""

from __future__ import annotations

import logging
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from gallery.base.errors import UnsafePathError
from gallery.base.replace_below import FileChangedError, FileState, Folder, folder_below
from gallery.sidecars.fields import read_values, write_values
from gallery.sidecars.merging import merge
from gallery.sidecars.naming import suffix
from gallery.sidecars.writer import read_sidecar
from gallery.sidecars.xmp_document import XmpError
from gallery.sidecars.xmp_edit import XmpEditor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gallery.annotations.sidecar_models import LeftSidecar
    from gallery.annotations.sidecar_records import SidecarRecords
    from gallery.catalog.file_places import Stranger

log = logging.getLogger(__name__)
Place = tuple[bytes, bytes]
"""A folder: the absolute path of its root, and its own below it."""


class _Found(NamedTuple):
    """A sidecar that was left behind, and a photo that is shown with what it says."""

    left: LeftSidecar
    stranger: Stranger


def give_back(
    records: SidecarRecords, left: Sequence[LeftSidecar], strangers: Mapping[Place, Sequence[Stranger]]
) -> bool:
    """Give back what was written into sidecars for items that are elsewhere or gone. The thread `sidecars` only.

    Args:
        records: the tables in library.db.
        left: the sidecars, those of one folder together.
        strangers: by their folders, the photos about which nothing was said.

    Returns:
        Whether some of it is still to be decided, or could not be done.

    Raises:
        AnnotationsError: library.db cannot be read or written.
    """
    found = [_Found(one, other) for one in left for other in strangers.get((one.root, one.folder_path), ())
             if _is_shown_with(other, one)]  # fmt: skip
    decided = [one for one in found if not one.stranger.is_undecided]
    is_all_done = len(decided) == len(found)
    for (root, path), listed in groupby(decided, lambda one: (one.left.root, one.left.folder_path)):
        try:
            with folder_below(root, path) as folder:
                is_all_done &= _give_back_in(folder, records, list(listed))
        except (OSError, UnsafePathError) as error:
            log.info("sidecars of other photos stay as they are: %s", error)
            is_all_done = False
    return not is_all_done


def trim(records: SidecarRecords, left: Sequence[LeftSidecar]) -> None:
    """Forget the sidecars that were left behind and have been deleted since, where their folders can be listed.

    Raises:
        AnnotationsError: library.db cannot be read or written.
    """
    for (root, path), listed in groupby(left, lambda one: (one.root, one.folder_path)):
        try:
            with folder_below(root, path) as folder:
                names = frozenset(folder.names())
        except (OSError, UnsafePathError) as error:
            log.debug("what is known of sidecars there is kept: %s", error)
        else:
            records.forget_left([one for one in listed if one.record.name not in names])


def _is_shown_with(other: Stranger, left: LeftSidecar) -> bool:
    """Return whether a photo of another content has a sidecar as it was left."""
    record = left.record
    return (
        (record.name, record.size, record.mtime_ns) in {one[:3] for one in other.sidecars}
        and suffix(other.name) == suffix(record.photo)  # photo.xmp says which it is about
        and _is_other_content(other, left)
    )


def _is_other_content(other: Stranger, left: LeftSidecar) -> bool:
    """Return whether a photo is surely no copy of the one that left a sidecar behind."""
    prints = (other.fingerprint, left.file.fingerprint)
    comparable = None not in prints and len(prints[0] or b"") == len(prints[1] or b"")
    return other.size != left.file.size or (comparable and prints[0] != prints[1])


def _give_back_in(folder: Folder, records: SidecarRecords, found: Iterable[_Found]) -> bool:
    """Give back the sidecars of one folder. Return whether all of it is done.

    Raises:
        OSError: the drive fails.
        UnsafePathError: a link is in the place of a file.
    """
    there = [one for one in found if _is_as_seen(folder, one)]
    chosen = {one.left.record.name: one for one in there}
    given = records.leave([(one.left, one.stranger.name) for one in chosen.values()])
    done = [left for left in given if _write_back(folder, left)]
    records.forget_left(done)
    return len(done) == len(given)


def _is_as_seen(folder: Folder, one: _Found) -> bool:
    """Return whether both files are what library.db and the index take them for."""
    photo, sidecar = folder.state(one.stranger.name), folder.state(one.left.record.name)
    record = one.left.record
    return (photo and photo[:2]) == (one.stranger.size, one.stranger.mtime_ns) and (
        sidecar is not None and sidecar[:2] == (record.size, record.mtime_ns)
    )


def _write_back(folder: Folder, left: LeftSidecar) -> bool:
    """Write what a sidecar held before; return whether it holds that now."""
    record = left.record
    try:
        editor = XmpEditor(read_sidecar(folder, record.name))
        merged = merge({}, read_values(editor, record.before), record.held, record.before, lambda _: False)
        write_values(editor, merged.write)
        folder.replace(record.name, editor.result(), FileState(record.size, record.mtime_ns, 0))
    except (FileChangedError, XmpError) as error:
        log.info("a sidecar of another photo stays as it is: %s", error)
        return False
    return True
